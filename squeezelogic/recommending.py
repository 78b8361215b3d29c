"""The one question: should this lifter squeeze the glutes in this exercise?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from squeezelogic.exercise import Exercise
from squeezelogic.facts import from_mapping
from squeezelogic.logic.errors import InvalidInput, quoted
from squeezelogic.profile import Profile, ProfileDict

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook
    from squeezelogic.recommendation import Recommendation

ExerciseLike = Exercise | str | tuple[str, str] | Mapping[str, Any]


def recommend(
    profile: Profile | ProfileDict | Mapping[str, Any] | str,
    exercise: ExerciseLike,
    *,
    observed: Iterable[str] = (),
    rulebook: Rulebook | None = None,
) -> Recommendation:
    """Whether this lifter should squeeze the glutes in this exercise: when, how hard, with which cues, and why.

    Args:
        profile: a `Profile`, a mapping of its fields, or one word (`beginner`, `intermediate`, `advanced`, `rehab`,
            `back_pain_history`).
        exercise: an `Exercise`, a mapping of its fields, a name (`"Romanian Deadlift (Barbell)"`), or a
            `(catalogue, id)` pair.
        observed: faults that were seen, see `Fault`.
        rulebook: the one to ask; the default one if left out.

    Raises:
        InvalidInput: something given cannot be used.
        UnknownExercise, AmbiguousExercise: the name means no exercise that the rules speak of, or not surely one.
        ConflictError, GapError: a rulebook of one's own contradicts itself here, or says nothing.
    """
    from squeezelogic import advising  # noqa: PLC0415 - importing the library stays quick for who does not ask yet

    adviser = advising.default_adviser() if rulebook is None else advising.adviser(rulebook)
    return adviser.recommend(Profile.of(profile), _exercise(exercise), _observed(observed))


def _observed(observed: Iterable[str]) -> frozenset[str]:
    if isinstance(observed, str):
        return frozenset([observed])
    try:
        faults: list[object] = list(observed)
    except TypeError:
        raise InvalidInput(f"`observed` takes a list of faults, not {quoted(observed)}") from None
    strange = [fault for fault in faults if not isinstance(fault, str)]
    if strange:
        raise InvalidInput(*(f"`observed` cannot hold {quoted(it)}: faults are named by text" for it in strange))
    return frozenset(map(str, faults))


def _exercise(exercise: ExerciseLike) -> Exercise:
    if isinstance(exercise, Exercise):
        return exercise
    if isinstance(exercise, Mapping):
        made: Exercise = from_mapping(Exercise, exercise, "an exercise")
        return made
    if isinstance(exercise, (str, tuple)):
        from squeezelogic.exercises import find_exercise  # noqa: PLC0415 - only who gives a name needs the names

        return find_exercise(exercise).exercise
    raise InvalidInput(
        f"an exercise is an Exercise, a mapping, a name or a (catalogue, id) pair, not {quoted(exercise)}"
    )
