"""Finds the exercise of a name or of a catalogue's id: the public functions of this package."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from attrs import frozen

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.names.errors import AmbiguousExercise
from squeezelogic.coaching.names.lexicon import ENGLISH
from squeezelogic.coaching.names.name_lookup import REMEMBERED, Answer, Kind, look_up, make_refusal, show_name
from squeezelogic.coaching.names.reading import Family
from squeezelogic.logic.model.errors import InvalidInput

Name = str | tuple[str, str]


@frozen
class Match:
    """An exercise found by name.

    Args:
        exercise: the exercise, with everything its name says of it.
        kind: `catalogue` when asked for by catalogue and id, `exact` when a catalogue has an exercise of just
            this name, `words` when the words of the name settled it.
        matched: what it matched: the catalogue's name, or the phrase that settled it.
        unused: what was said besides and says nothing of the exercise: sets, weights, efforts, sides, remarks and
            words that are not known.
        understood: whether every word of the name is known.
        language: the code of the language in which the name was read.
    """

    exercise: Exercise
    kind: Kind
    matched: str
    unused: tuple[str, ...] = ()
    understood: bool = True
    language: str = ENGLISH

    def __str__(self) -> str:
        how = {"catalogue": "by its id", "exact": "a catalogue's own name", "words": "by its words"}
        return f"{self.exercise.family}: {self.matched} ({how[self.kind]})"


@frozen
class NameMatch:
    """The result of `match_exercise`: a match, or the reason why there is none.

    Args:
        name: the name; empty if the argument was not a name.
        reading: `thrust` or `hinge` with a match; `ambiguous` if the articles leave the name open; `neither` for
            another exercise; `not_understood` if the name could not be read.
        match: the match, for a thrust or a hinge.
        reason: why there is no match; empty with one.
        suggestions: similar names that are unambiguous, for an ambiguous name or a typing error.
    """

    name: str
    reading: Literal["thrust", "hinge", "ambiguous", "neither", "not_understood"]
    match: Match | None = None
    reason: str = ""
    suggestions: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether the name could be read, as a thrust, a hinge or something else."""
        return self.reading != "not_understood"

    @property
    def exercise(self) -> Exercise | None:
        """The exercise, where there is a match."""
        return None if self.match is None else self.match.exercise


def find_exercise(name: Name) -> Match:
    """The exercise of this name.

    Args:
        name: a name as people and catalogues write it (`"hip thrusts"`, `"Romanian Deadlift (Barbell) 3x8"`,
            `"kettlebell_swing"`, `"peso muerto"`), or a pair of catalogue and id
            (`("free-exercise-db", "Good_Morning")`).

    Raises:
        UnknownExercise: it is no thrust and no hinge. `understood` says whether it is something else or could not be
            read; `suggestions` holds near names. Nothing is guessed.
        AmbiguousExercise: it is understood, but the articles do not settle it; `why` says why not.
        InvalidInput: it is neither a name nor such a pair.
    """
    answer = look_up(name)
    if answer.recognised:
        return _match(answer)
    raise make_refusal(name, answer)


def match_exercise(name: object) -> NameMatch:
    """A match or a reason for a name, like `find_exercise`, for many names at once: it never raises.

    Args:
        name: as for `find_exercise`; any other value gives `not_understood`.
    """
    try:
        answer = look_up(name)
    except InvalidInput as error:
        return NameMatch("", "not_understood", reason=str(error))
    if answer.reading.family in ("thrust", "hinge"):
        return NameMatch(show_name(name), answer.reading.family, _match(answer))
    refusal = make_refusal(name, answer)
    if isinstance(refusal, AmbiguousExercise):
        return NameMatch(refusal.name, "ambiguous", None, refusal.why, refusal.candidates)
    reading: Literal["neither", "not_understood"] = "neither" if refusal.understood else "not_understood"
    return NameMatch(refusal.name, reading, None, refusal.because, refusal.suggestions)


def classify(name: object) -> Family:
    """Which family a name belongs to: `thrust`, `hinge`, `ambiguous` or `neither`.

    Never raises: the result is `neither` for any other name, and for a value that is no name.
    """
    try:
        return look_up(name).reading.family
    except InvalidInput:
        return "neither"


@lru_cache(maxsize=REMEMBERED)
def _match(answer: Answer) -> Match:
    reading = answer.reading
    exercise = Exercise(**reading.attributes)
    return Match(exercise, answer.kind, answer.matched, answer.unused, not reading.unknown, reading.language)
