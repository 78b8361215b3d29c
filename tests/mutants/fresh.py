"""A pytest plugin for mutmut's runs: a mutant meets neither what was remembered before it nor the slowest tests.

mutmut forks a mutant off a process in which the tests have already run: what functions remember by then was computed
by the code as it should be, and a mutant that is only asked once would never be asked at all.
"""

import gc
import json
import os
import resource
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper, partial
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from squeezelogic.coaching.advising import Adviser
from squeezelogic.logic.inference.cache import Cache

MOST_MEMORY = 4 * 1024**3
MOST_SECONDS = 6.0
SLOW = Path(__file__).with_name("slow.json")

# The same examples for every mutant, and none made smaller: that one fails is all there is to know.
settings.register_profile(
    "mutation", deadline=None, max_examples=20, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)

# What remembers, as of the end of the last run in this process: mutmut freezes all objects there are before it forks,
# and those gc.get_objects() leaves out.
_remembering: list[Callable[[], None]] = []


def pytest_configure() -> None:
    """Forget what functions of the library and of its tests remember."""
    _leave_out_who_calls_whom()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))  # some mutants never stop growing
    for forget in _remembering:
        forget()


def pytest_unconfigure() -> None:
    """Note who remembers something that the next run in this process must not meet."""
    _remembering[:] = _who_remembers()


def _who_remembers() -> Iterator[Callable[[], None]]:
    for it in gc.get_objects():
        if isinstance(it, Cache):
            yield it.clear
        elif isinstance(it, Adviser):
            yield partial(Adviser.__init__, it, it._book)
        elif isinstance(it, _lru_cache_wrapper) and it.__module__.startswith(("squeezelogic", "tests")):
            yield it.cache_clear


def _leave_out_who_calls_whom() -> None:
    """It is of no use here, and while mutmut keeps track of it, its context variable gets lost now and then."""
    from mutmut.core import MutmutCallStack

    MutmutCallStack.set = lambda value: None
    MutmutCallStack.reset = lambda token: None


# How long each test took in this process so far.
_seconds: defaultdict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Take the time, so that a mutant meets quick tests first: most are noticed by one of those."""
    _seconds[report.nodeid] += report.duration


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow tests to the survivors (`MUTATION_SLOW=1`): they would be run once for every mutant they reach."""
    if os.environ.get("MUTATION_SLOW"):
        return
    slow = tuple(json.loads(SLOW.read_text("utf-8")))
    quick = sorted((item for item in items if not item.nodeid.startswith(slow)), key=lambda it: _seconds[it.nodeid])
    if _seconds:
        taken = accumulate(_seconds[item.nodeid] for item in quick)
        quick = [item for item, seconds in zip(quick, taken, strict=True) if seconds <= MOST_SECONDS]
    left_out = [item for item in items if item not in quick]
    items[:] = quick
    config.hook.pytest_deselected(items=left_out)
