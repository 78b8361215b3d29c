"""`recommend`: should this lifter squeeze the glutes in this exercise?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import encode_mapping, from_mapping, read_observed
from squeezelogic.coaching.profile import Profile, ProfileDict
from squeezelogic.logic.inference.cache import RULEBOOKS_KEPT, Cache
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.type_hints import evaluable

if TYPE_CHECKING:
    from squeezelogic.coaching.recommendation import Recommendation
    from squeezelogic.logic.rulebook import Rulebook

NAMES_KEPT = 4_096
NOTHING: frozenset[str] = frozenset()

ExerciseLike = Exercise | str | tuple[str, str] | Mapping[str, Any]


@evaluable
def recommend(
    profile: Profile | ProfileDict | Mapping[str, Any] | str | None,
    exercise: ExerciseLike,
    *,
    observed: Iterable[str] = NOTHING,
    rulebook: Rulebook | None = None,
) -> Recommendation:
    """Whether this lifter should squeeze the glutes in this exercise: when, how hard, with which cues, and why.

    Args:
        profile: a `Profile`, a mapping of its fields, or one word (`beginner`, `intermediate`, `advanced`, `rehab`,
            `back_pain_history`); None if nothing is known.
        exercise: an `Exercise`, a mapping of its fields, a name (`"Romanian Deadlift (Barbell)"`), or a
            `(catalogue, id)` pair.
        observed: the faults that were seen, see `Fault`.
        rulebook: the rulebook; the default one if left out.

    Raises:
        InvalidInput: an argument cannot be used; `problems` lists every problem of the three.
        UnknownExercise, AmbiguousExercise: the name is not a thrust or a hinge, or may be either.
        ConflictError, GapError: a rulebook of your own contradicts itself in this situation, or leaves it undecided.
    """
    try:
        lifter = profile.code if type(profile) is Profile else _encode_profile(profile)
        lift = exercise.code if type(exercise) is Exercise else as_exercise(exercise).code
        faults = observed if type(observed) is frozenset else read_observed(observed)
    except InvalidInput:
        raise gather_problems(profile, exercise, observed, rulebook) from None
    if rulebook is not None:
        _find_rulebook(rulebook)
    return _recommenders[rulebook](lifter, lift, faults)


def _encode_profile(profile: Any) -> Any:
    """The code of a profile; a dict of plain values needs no `Profile`."""
    code = encode_mapping(Profile, profile)
    return Profile.of(profile).code if code is None else (*code, None)


def _make_recommender(rulebook: Rulebook | None) -> Callable[[Any, Any, frozenset[str]], Recommendation]:
    from squeezelogic.coaching.advising import advisers  # noqa: PLC0415 - keeps `import squeezelogic` fast
    from squeezelogic.coaching.recommendation import Recommendation  # noqa: PLC0415 - likewise

    return advisers[rulebook, Recommendation].recommend


_recommenders = Cache(_make_recommender, RULEBOOKS_KEPT)


def _find_rulebook(rulebook: object) -> Rulebook:
    from squeezelogic.logic.rulebook import choose_rulebook  # noqa: PLC0415 - keeps `import squeezelogic` fast

    return choose_rulebook(rulebook)


def gather_problems(profile: Any, exercise: Any, observed: Any, rulebook: Any) -> InvalidInput:
    """The error for invalid arguments: the only error, or one with all problems."""
    if _are_swapped(profile, exercise):
        return InvalidInput("the exercise stands where the profile belongs: call recommend(profile, exercise)")
    found: list[InvalidInput] = []
    checks = (
        lambda: Profile.of(profile),
        lambda: as_exercise(exercise),
        lambda: _admit_observed(read_observed(observed), rulebook),
    )
    for check in checks:
        try:
            check()
        except InvalidInput as error:
            found.append(error)
    return found[0] if len(found) == 1 else InvalidInput(*(problem for error in found for problem in error.problems))


def _are_swapped(profile: object, exercise: object) -> bool:
    """Whether the two arguments are valid in reverse order."""
    try:
        Profile.of(exercise)  # type: ignore[arg-type]
        as_exercise(profile)  # type: ignore[arg-type]
    except InvalidInput:
        return False
    return True


def _admit_observed(observed: frozenset[str], rulebook: Any) -> None:
    """Validate faults by the vocabulary.

    Raises:
        InvalidInput: unknown faults, all of them.
    """
    if (attribute := _find_rulebook(rulebook).vocabulary.attributes.get("observed")) is not None:
        attribute.admit(observed)


def as_exercise(exercise: ExerciseLike) -> Exercise:
    """Make an exercise from a mapping, a name or a `(catalogue, id)` pair; return an exercise unchanged.

    Raises:
        InvalidInput: it is none of these, or a value is wrong.
        UnknownExercise, AmbiguousExercise: the name is not a thrust or a hinge, or may be either.
    """
    if isinstance(exercise, Exercise):
        return exercise
    if isinstance(exercise, Mapping):
        made: Exercise = from_mapping(Exercise, exercise, "an exercise")
        return made
    if exercise.__class__ is str:
        return _find_named(exercise)
    if isinstance(exercise, (str, tuple)):
        return _find_named.__wrapped__(exercise)  # uncached: an instance of a subclass may equal a cached key
    raise InvalidInput(
        f"an exercise is an Exercise, a mapping, a name or a (catalogue, id) pair, not {quoted(exercise)}"
    )


@lru_cache(NAMES_KEPT)
def _find_named(name: str | tuple[str, str]) -> Exercise:
    from squeezelogic.coaching.names import find_exercise  # noqa: PLC0415 - loading the names is slow

    return find_exercise(name).exercise
