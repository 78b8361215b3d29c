"""The one question: should this lifter squeeze the glutes in this exercise?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from squeezelogic.exercise import Exercise
from squeezelogic.facts import from_mapping
from squeezelogic.logic.errors import InvalidInput, quoted
from squeezelogic.profile import Profile, ProfileDict

if TYPE_CHECKING:
    from squeezelogic.advising import Adviser
    from squeezelogic.logic.rulebook import Rulebook
    from squeezelogic.recommendation import Recommendation

RULEBOOKS_KEPT = 16
QUESTIONS_KEPT = 8_192
UNCHANGING = frozenset({Profile, Exercise, str, tuple, frozenset})
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
    if profile.__class__ in UNCHANGING and exercise.__class__ in UNCHANGING and observed.__class__ in UNCHANGING:
        try:
            return _remembered(profile, exercise, observed, rulebook)  # type: ignore[arg-type]
        except TypeError:  # a list in a tuple, say: what is wrong with it is said below
            return _answer(profile, exercise, observed, rulebook)
    return _answer(profile, exercise, observed, rulebook)


def _answer(
    profile: Profile | ProfileDict | Mapping[str, Any] | str,
    exercise: ExerciseLike,
    observed: Iterable[str],
    rulebook: Rulebook | None,
) -> Recommendation:
    if rulebook is not None and not hasattr(rulebook, "digest"):
        raise InvalidInput(f"a rulebook is a Rulebook, not {quoted(rulebook)}: Rulebook.load(folder) makes one")
    return _adviser(rulebook).recommend(Profile.of(profile), _exercise(exercise), _observed(observed))


# A question asked again in the same words is looked up, names and all. Only what cannot change may be a question.
_remembered = lru_cache(QUESTIONS_KEPT)(_answer)


@lru_cache(maxsize=RULEBOOKS_KEPT)
def _adviser(rulebook: Rulebook | None) -> Adviser:
    from squeezelogic.advising import Adviser  # noqa: PLC0415 - importing stays quick for who does not ask yet

    return Adviser(rulebook)


def _observed(observed: Iterable[str]) -> frozenset[str]:
    if isinstance(observed, frozenset) and not observed:
        return observed
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
