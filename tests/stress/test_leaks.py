"""Nothing leaks: no memory and no objects after very many calls, and no unreferenced rulebooks."""

from __future__ import annotations

import pytest

from tests.stress.fresh import fresh
from tests.stress.leaks import STATM, USES, alive, used_and_dropped

MEGABYTES, OBJECTS = 4.0, 500
SUITE = {"raw-inference": 50_000, "new-engines": 50_000, "new-lifters": 30_000, "new-names": 15_000, "errors": 6_000}
SEVERAL = 20


@pytest.mark.skipif(not STATM.exists(), reason="no /proc here")
@pytest.mark.parametrize(("name", "decisions"), SUITE.items())
def test_so_many_decisions_leave_nothing_behind(name: str, decisions: int) -> None:
    """After a warm-up of a third as many. `python -m tests.stress leaks` makes a million of each kind."""
    printed = fresh(
        f"""
        from tests.stress.leaks import WORK, grown
        shots = list(grown(WORK[{name!r}](), {decisions}, steps=3))
        print(shots[-1].megabytes - shots[0].megabytes, shots[-1].objects - shots[0].objects)
        """
    )
    megabytes, objects = map(float, printed.split())
    assert megabytes < MEGABYTES
    assert objects < OBJECTS


@pytest.mark.parametrize("use", USES)
def test_a_rulebook_that_nobody_has_any_more_is_freed(use: str) -> None:
    """Except for a few that are kept for the next question, however many there were."""
    assert alive(used_and_dropped(SEVERAL, USES[use])) <= 16
