"""A pytest plugin for mutmut's runs: a mutant meets neither what was remembered before it nor the slowest tests.

mutmut forks a mutant off a process in which the tests have already run: what functions remember by then was computed
by the code as it should be, and a mutant that is only asked once would never be asked at all.
"""

import gc
import json
import os
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from squeezelogic.logic.remembered import Remembered

SLOW = Path(__file__).with_name("slow.json")

# The same examples for every mutant, and none made smaller: that one fails is all there is to know.
settings.register_profile(
    "mutation", deadline=None, max_examples=20, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)


def pytest_configure() -> None:
    """Forget what functions of the library and of its tests remember."""
    _leave_out_who_calls_whom()
    for it in gc.get_objects():
        if isinstance(it, Remembered):
            it.clear()
        elif isinstance(it, _lru_cache_wrapper) and it.__module__.startswith(("squeezelogic", "tests")):
            it.cache_clear()


def _leave_out_who_calls_whom() -> None:
    """It is of no use here, and while mutmut keeps track of it, its context variable gets lost now and then."""
    from mutmut.core import MutmutCallStack

    MutmutCallStack.set = lambda value: None
    MutmutCallStack.reset = lambda token: None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow tests to the survivors (`MUTATION_SLOW=1`): they would be run once for every mutant they reach."""
    if os.environ.get("MUTATION_SLOW"):
        return
    slow = tuple(json.loads(SLOW.read_text("utf-8")))
    left_out = [item for item in items if item.nodeid.startswith(slow)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
