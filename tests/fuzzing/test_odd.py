"""Every entry point with every unusual value, alone and inside other values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from squeezelogic import Exercise, Interview, Profile, Recommendation, Rulebook, classify, find_exercise, recommend
from tests.fuzzing.hostile import ODD
from tests.fuzzing.targets import REC, TALK, WAYS
from tests.fuzzing.watching import answer

DOORS: dict[str, Callable[[Any], object]] = {
    **WAYS,
    "classify": classify,
    "find_exercise": find_exercise,
    "Profile.of": Profile.of,
    "goal": lambda it: Profile(goal=it),
    "rehab": lambda it: Profile(rehab=it),
    "red_flags": lambda it: Profile(red_flags=it),
    "more": lambda it: Profile(more=it),
    "movement": lambda it: Exercise(movement=it),
    "exercise": lambda it: recommend("beginner", it),
    "profile": lambda it: recommend(it, "hip thrust"),
    "observed": lambda it: recommend("beginner", "hip thrust", observed=it),
    "decide": Rulebook.default().decide,
    "decide about": lambda it: Rulebook.default().decide({"goal": it}),
    "from_dict": Recommendation.from_dict,
    "from_dict with": lambda it: Recommendation.from_dict({**REC.to_dict(), "cues": it}),
    "from_dict about": lambda it: Recommendation.from_dict({**REC.to_dict(), "facts": {"goal": it}}),
    "from_dict saying": lambda it: Recommendation.from_dict({**REC.to_dict(), "verdict": it}),
    "from_dict holding": lambda it: Recommendation.from_dict({**REC.to_dict(), "hold_seconds": it}),
    "Interview.from_dict": Interview.from_dict,
    "Interview.from_dict with": lambda it: Interview.from_dict({**TALK.to_dict(), "facts": it}),
}


def dressed(make: Callable[[], Any]) -> Iterator[Any]:
    """The value, and the value inside of others."""
    yield make()
    yield [make()]
    yield (make(),)
    yield ("free-exercise-db", make())
    yield {"goal": make(), "load": "heavy"}
    yield {"more": {"knees": make()}}
    yield {"verdict": make()}


@pytest.mark.parametrize("door", DOORS)
def test_nothing_odd_breaks_a_door(door: str) -> None:
    """It is answered, or refused with an error of ours that can be printed."""
    for make in ODD.values():
        for value in dressed(make):
            answer(DOORS[door], value)
