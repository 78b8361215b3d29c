"""The one question: should this lifter squeeze the glutes in this exercise?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import from_mapping
from squeezelogic.coaching.profile import Profile, ProfileDict
from squeezelogic.logic.inference.cache import Remembered
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.untrusted import exact, several

if TYPE_CHECKING:
    from squeezelogic.coaching.advising import Adviser
    from squeezelogic.coaching.recommendation import Recommendation
    from squeezelogic.logic.rulebook import Rulebook

RULEBOOKS_KEPT = 16
NAMES_KEPT = 4_096
NOTHING: frozenset[str] = frozenset()

ExerciseLike = Exercise | str | tuple[str, str] | Mapping[str, Any]


def recommend(
    profile: Profile | ProfileDict | Mapping[str, Any] | str,
    exercise: ExerciseLike,
    *,
    observed: Iterable[str] = NOTHING,
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
    lifter: Any = profile
    lift: Any = exercise
    if type(lifter) is not Profile or type(lift) is not Exercise or type(observed) is not frozenset:
        lifter, lift, observed = Profile.of(profile), _exercise(exercise), _observed(observed)
    if rulebook is not None:
        _check_rulebook(rulebook)
    return _advisers[rulebook].recommendation((lifter.code, lift.code, observed))


def _adviser(rulebook: Rulebook | None) -> Adviser:
    from squeezelogic.coaching.advising import Adviser  # noqa: PLC0415 - importing stays quick for who does not ask yet

    return Adviser(rulebook)


_advisers = Remembered(_adviser, RULEBOOKS_KEPT)


def _check_rulebook(rulebook: object) -> None:
    from squeezelogic.logic.rulebook import Rulebook  # noqa: PLC0415 - who has one has imported it

    if not isinstance(rulebook, Rulebook):
        raise InvalidInput(f"a rulebook is a Rulebook, not {quoted(rulebook)}: Rulebook.load(folder) makes one")


def _observed(observed: Any) -> frozenset[str]:
    if observed.__class__ is frozenset:
        seen: frozenset[str] = observed
        return seen
    if isinstance(observed, str):
        return frozenset([exact(observed)])
    faults = several(observed, "observed")
    if strange := [fault for fault in faults if not isinstance(fault, str)]:
        raise InvalidInput(*(f"`observed` cannot hold {quoted(it)}: faults are named by text" for it in strange))
    return frozenset(map(exact, faults))


def _exercise(exercise: ExerciseLike) -> Exercise:
    if isinstance(exercise, Exercise):
        return exercise
    if isinstance(exercise, Mapping):
        made: Exercise = from_mapping(Exercise, exercise, "an exercise")
        return made
    if exercise.__class__ is str:
        return _named(exercise)
    if isinstance(exercise, (str, tuple)):
        return _named.__wrapped__(exercise)  # which may not be what it is equal to
    raise InvalidInput(
        f"an exercise is an Exercise, a mapping, a name or a (catalogue, id) pair, not {quoted(exercise)}"
    )


@lru_cache(NAMES_KEPT)
def _named(name: str | tuple[str, str]) -> Exercise:
    from squeezelogic.coaching.names import find_exercise  # noqa: PLC0415 - only who gives a name needs the names

    return find_exercise(name).exercise
