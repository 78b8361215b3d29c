"""From a name, or a catalogue's id, to an exercise: the public questions of this room."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, cast

from attrs import frozen

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.names import catalogue
from squeezelogic.coaching.names.errors import OTHER, AmbiguousExercise, UnknownExercise
from squeezelogic.coaching.names.languages import not_understood, read
from squeezelogic.coaching.names.lexicon import ENGLISH
from squeezelogic.coaching.names.reading import Family, Reading
from squeezelogic.coaching.names.suggestions import near_ids, suggest
from squeezelogic.coaching.names.words import LONGEST_NAME, words
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted

REMEMBERED = 4096
NO_NAME = "an exercise's name is text, or a pair of two texts: a catalogue and an id"

_WRITTEN = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")

Name = str | tuple[str, str]
Kind = Literal["catalogue", "exact", "words"]


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
    """What became of a name: a match, or the reason why there is none.

    Args:
        name: what was asked for; empty when it was no name.
        reading: `thrust` or `hinge` with a match; `ambiguous` where the articles do not settle it; `neither` for
            another exercise; `not_understood` where the name could not be read.
        match: the match, for a thrust or a hinge.
        reason: why there is no match; empty with one.
        suggestions: names that would be clear, for one that is ambiguous or has a typing slip.
    """

    name: str
    reading: Literal["thrust", "hinge", "ambiguous", "neither", "not_understood"]
    match: Match | None = None
    reason: str = ""
    suggestions: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether the name was read, whatever it means."""
        return self.reading != "not_understood"

    @property
    def exercise(self) -> Exercise | None:
        """The exercise, where there is a match."""
        return None if self.match is None else self.match.exercise


@frozen
class _Answer:
    """What is known of a name: a match, or else why there is none."""

    reading: Reading
    match: Match | None = None
    suggestions: tuple[str, ...] = ()


DESCRIBED_OTHERWISE = "its name does not say what the catalogue describes, which comes near a thrust or a hinge"
TOO_LONG = _Answer(Reading("neither", understood=False, why=f"a name has at most {LONGEST_NAME} characters"))


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
    found = _find(name)
    if found.match is not None:
        return found.match
    if found.reading == "ambiguous":
        raise AmbiguousExercise(found.name, found.reason, found.suggestions)
    raise UnknownExercise(found.name, found.suggestions, found.reason, found.understood)


def match_exercise(name: object) -> NameMatch:
    """A match or a reason for a name, like `find_exercise`, for many names at once: it never raises.

    Args:
        name: as for `find_exercise`; whatever is no name is not understood.
    """
    try:
        return _find(name)
    except InvalidInput as error:
        return NameMatch("", "not_understood", reason=str(error))


def classify(name: object) -> Family:
    """Which family a name belongs to: `thrust`, `hinge`, `ambiguous` or `neither`.

    Never raises: whatever is no name, or no name of a thrust or a hinge, is `neither`.
    """
    try:
        return _answer(name).reading.family
    except InvalidInput:
        return "neither"


def _find(name: object) -> NameMatch:
    answer = _answer(name)
    shown = str.__str__(name if isinstance(name, str) else tuple.__getitem__(cast(tuple[str], name), -1))
    reading = answer.reading
    match reading.family:
        case "thrust" | "hinge":
            return NameMatch(shown, reading.family, answer.match)
        case "ambiguous":
            return NameMatch(shown, "ambiguous", None, reading.why, reading.candidates)
    suggestions = answer.suggestions or (suggest(shown, reading.unknown) if reading.unknown else ())
    if reading.understood and not suggestions:
        return NameMatch(shown, "neither", None, reading.why or OTHER)
    return NameMatch(shown, "not_understood", None, reading.why or not_understood(shown), suggestions)


def _answer(name: object) -> _Answer:
    """What is known of a name or pair; asks types only, since an object's own methods may do anything."""
    if issubclass(type(name), str):
        text = str.__str__(cast(str, name))
        return _by_name(text) if len(text) <= LONGEST_NAME else TOO_LONG
    if issubclass(type(name), tuple):
        pair = tuple(tuple.__iter__(cast(tuple[object, ...], name)))
        if len(pair) == 2 and all(issubclass(type(part), str) for part in pair):
            shelf, key = (str.__str__(cast(str, part))[: LONGEST_NAME + 1] for part in pair)
            return _by_id(shelf, key)
    raise InvalidInput(NO_NAME)


@lru_cache(maxsize=REMEMBERED)
def _by_name(name: str) -> _Answer:
    """By the words of the name."""
    reading = read(name)
    if reading.family not in ("thrust", "hinge"):
        return _Answer(reading)
    entry = catalogue.named(words(name))
    if entry:
        return _Answer(reading, _match(reading, "exact", entry.name, name))
    return _Answer(reading, _match(reading, "words", reading.matched, name))


@lru_cache(maxsize=REMEMBERED)
def _by_id(name: str, key: str) -> _Answer:
    """By a catalogue's id; the entry's name is then read like any other."""
    shelf = name.strip().casefold()
    if shelf not in catalogue.FILES:
        because = f"there is no catalogue {quoted(name)} here; {did_you_mean(shelf, catalogue.FILES)}"
        return _Answer(Reading("neither", understood=False, why=because))
    wanted = key.strip().casefold()
    entry = catalogue.ids(shelf).get(wanted)
    if entry is not None:
        reading = _by_name(entry.name).reading
        if entry.family == "ambiguous" != reading.family:
            return _Answer(Reading("ambiguous", why=DESCRIBED_OTHERWISE))
        recognised = reading.family in ("thrust", "hinge")
        return _Answer(reading, _match(reading, "catalogue", entry.name, entry.name) if recognised else None)
    if shelf == catalogue.HEALTH_CONNECT and wanted.isdecimal():
        why = "Android numbers its exercises in two ways that differ; say which"
        return _Answer(Reading("ambiguous", why=why, candidates=(f"androidx={wanted}", f"platform={wanted}")))
    because = f"the catalogue {quoted(shelf)} has no such id"
    return _Answer(Reading("neither", understood=False, why=because), suggestions=near_ids(key, shelf))


def _match(reading: Reading, kind: Kind, matched: str, name: str) -> Match:
    unknown = [word for word in _WRITTEN.findall(name) if not reading.unknown.isdisjoint(words(word))]
    unused = (*reading.remarks, *unknown)
    return Match(Exercise(**reading.attributes), kind, matched, unused, not reading.unknown, reading.language)
