"""A pytest plugin for the runs of mutmut: which tests a mutant is put to, in which order, and with what limits.

In the last round, mutmut forks a process for each mutant before the library is imported, so that what runs at import
is mutated too.
"""

from __future__ import annotations

import json
import os
import resource
import signal
from collections.abc import Generator
from itertools import accumulate
from pathlib import Path
from time import process_time

import pytest
from hypothesis import Phase, settings
from mutmut.core import MutmutCallStack
from mutmut.mutation.trampoline import get_mutant_under_test
from mutmut.state import state

from tests.mutants.results import BUDGET, FAILING, REACHED, STATS

MOST_MEMORY = 8 * 1024**3
LONGEST = 5
"""Seconds of the processor's time after which a test is given up while it is measured: it is not among the quickest."""

# The same examples for every mutant, and none made smaller: that one fails is all there is to know.
settings.register_profile(
    "mutation", deadline=None, max_examples=12, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
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
    if get_mutant_under_test().startswith("squeezelogic."):
        most = int(process_time() + 5 * float(os.environ[BUDGET]) + 10)  # mutmut's own limit is for all tests
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
    else:
        os.environ.pop("MUTANT_UNDER_TEST", None)  # this process has it in a variable too
    if _is_collecting():
        config.option.maxfail = 0
    # By files, and then by ids: an id may be missing where tests are collected twice, as from a generator.
    _wanted.update(argument for argument in config.args if "::" in argument)
    config.args = [*dict.fromkeys(argument.partition("::")[0] for argument in config.args)]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put a mutant to the quickest tests that call it, then to others, and to no more than the budget allows."""
    mutant = get_mutant_under_test()
    if _wanted:
        items[:] = [it for it in items if it.nodeid in _wanted]
    if config.option.collectonly or mutant == "stats":
        return
    taken = json.loads(Path(STATS).read_text("utf-8"))["duration_by_test"]
    failing = json.loads(Path(FAILING).read_text("utf-8"))
    function, reached = mutant.partition("__mutmut_")[0], _load_reached()
    able = [it for it in items if it.nodeid not in failing]
    quick = sorted(able, key=lambda it: (function not in reached.get(it.nodeid, ()), taken.get(it.nodeid, 0)))
    totals = accumulate(taken.get(it.nodeid, 0) for it in quick)
    chosen = [it for it, total in zip(quick, totals, strict=True) if total <= float(os.environ[BUDGET])] or quick[:1]
    left_out = [it for it in items if it not in chosen]
    items[:] = chosen
    config.hook.pytest_deselected(items=left_out)


def _load_reached() -> dict[str, list[str]]:
    known: dict[str, list[str]] = json.loads(Path(REACHED).read_text("utf-8")) if Path(REACHED).exists() else {}
    return known


_wanted: set[str] = set()
_at_import: set[str] = set()
_reached: dict[str, list[str]] = {}
_failing: set[str] = set()
_seconds: dict[str, float] = {}


def pytest_collection_finish() -> None:
    """Note which functions were called by imports: every test reaches those."""
    if _is_collecting():
        _at_import.update(state()._stats)
        state()._stats.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Note which functions a test called, before mutmut forgets them."""
    if _is_collecting():
        _reached[item.nodeid] = sorted(state()._stats)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note how much of the processor's time a test takes, with its fixtures and the programs that it starts."""
    before = sum(os.times()[:4])
    if _is_collecting():
        signal.signal(signal.SIGPROF, _give_up)
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        _seconds[item.nodeid] = sum(os.times()[:4]) - before


def _give_up(*_: object) -> None:
    pytest.fail(f"took more than {LONGEST} seconds")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note whether a test fails."""
    if report.failed:
        _failing.add(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what was noted; a test that fails without a mutant is left out, and does not end the run."""
    if _is_collecting():
        state().duration_by_test.update(_seconds)
        for function in _at_import:
            state().tests_by_mangled_function_name[function].update(_seconds)
        Path(REACHED).write_text(json.dumps(_load_reached() | _reached), "utf-8")
        before = json.loads(Path(FAILING).read_text("utf-8")) if Path(FAILING).exists() else []
        Path(FAILING).write_text(json.dumps(sorted(_failing.union(before) - (_seconds.keys() - _failing))), "utf-8")
        session.exitstatus = pytest.ExitCode.OK
