"""A cache of the exercise names in frames."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, get_args

from attrs import frozen

from squeezelogic.coaching.names import AmbiguousExercise, UnknownExercise, match_exercise
from squeezelogic.logic.model.frozen_map import FrozenMap

Reading = Literal["thrust", "hinge", "ambiguous", "neither", "not_understood"]
READINGS: tuple[Reading, ...] = get_args(Reading)
NAMES_KEPT = 65_536


@frozen
class ReadName:
    """The reading of a name.

    Args:
        name: the name.
        reading: the family of the exercise; or `ambiguous`, `neither` (another exercise) or `not_understood`.
        facts: the facts of the exercise; empty unless it is a thrust or a hinge.
        why: why there are no facts, in one sentence.
    """

    name: str
    reading: Reading
    facts: Mapping[str, Any] = FrozenMap()
    why: str = ""


@lru_cache(NAMES_KEPT)
def read_name(name: str) -> ReadName:
    """The reading of a name. Never raises."""
    found = match_exercise(name)
    if found.exercise is not None:
        return ReadName(name, found.reading, FrozenMap(found.exercise.facts))
    if found.reading == "ambiguous":
        return ReadName(name, found.reading, why=str(AmbiguousExercise(name, found.reason, found.suggestions)))
    return ReadName(name, found.reading, why=str(UnknownExercise(name, found.suggestions, found.reason)))
