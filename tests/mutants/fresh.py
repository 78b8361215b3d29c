"""A pytest plugin for the runs of mutmut: which tests a mutant is put to, in which order, and with what limits.

mutmut forks a process for each mutant before the library is imported, so that what runs at import is mutated too.
"""

from __future__ import annotations

import json
import os
import resource
from collections import defaultdict
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from mutmut.core import MutmutCallStack
from mutmut.mutation.trampoline import get_mutant_under_test
from mutmut.state import state

from tests.mutants.results import BUDGET, FAILING, STATS

MOST_MEMORY = 8 * 1024**3

# The same examples for every mutant, and none made smaller: that one fails is all there is to know.
settings.register_profile(
    "mutation", deadline=None, max_examples=20, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)


def _is_collecting() -> bool:
    return bool(get_mutant_under_test() == "stats")  # its type is not known where mutmut is not installed


def pytest_configure(config: pytest.Config) -> None:
    """Register with Hypothesis under the mutant, and keep mutmut's own runs out of subprocesses."""
    from squeezelogic.testing.entry import register

    register()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))  # some mutants never stop growing
    # Who calls whom is of no use here, and while mutmut keeps track of it, its context variable gets lost now and then.
    for name in ("set", "reset"):
        setattr(MutmutCallStack, name, lambda _: None)
    if not get_mutant_under_test().startswith("squeezelogic."):
        os.environ.pop("MUTANT_UNDER_TEST", None)  # this process has it in a variable too
    if _is_collecting():
        config.option.maxfail = 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put a mutant to the quickest tests first, and to no more than the budget allows."""
    if get_mutant_under_test() in ("stats", "list_all_tests"):
        return
    taken = json.loads(Path(STATS).read_text("utf-8"))["duration_by_test"]
    failing = json.loads(Path(FAILING).read_text("utf-8"))
    quick = sorted((it for it in items if it.nodeid not in failing), key=lambda it: taken.get(it.nodeid, 0))
    totals = accumulate(taken.get(it.nodeid, 0) for it in quick)
    chosen = [it for it, total in zip(quick, totals, strict=True) if total <= float(os.environ[BUDGET])] or quick[:1]
    left_out = [it for it in items if it not in chosen]
    items[:] = chosen
    config.hook.pytest_deselected(items=left_out)


_at_import: set[str] = set()
_failing: set[str] = set()
_seconds: defaultdict[str, float] = defaultdict(float)


def pytest_collection_finish() -> None:
    """Note which functions were called by imports: every test reaches those."""
    if _is_collecting():
        _at_import.update(state()._stats)
        state()._stats.clear()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long a test takes with its fixtures, and whether it fails."""
    _seconds[report.nodeid] += report.duration
    if report.failed:
        _failing.add(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what was noted; a test that fails without a mutant is left out, and does not end the run."""
    if _is_collecting():
        state().duration_by_test.update(_seconds)
        for function in _at_import:
            state().tests_by_mangled_function_name[function].update(_seconds)
        Path(FAILING).write_text(json.dumps(sorted(_failing)), "utf-8")
        session.exitstatus = pytest.ExitCode.OK
