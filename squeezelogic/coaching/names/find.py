"""From a name, or a catalogue's id, to an exercise: the public questions of this room."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal, cast

from attrs import frozen

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.names import catalogue
from squeezelogic.coaching.names.errors import AmbiguousExercise, UnknownExercise
from squeezelogic.coaching.names.lexicon import lexicon
from squeezelogic.coaching.names.reading import Family, Reading, read
from squeezelogic.coaching.names.words import LONGEST_NAME, words
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted

REMEMBERED = 4096
SUGGESTED_AT_MOST = 3
NEAR_ENOUGH = 0.72

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
    """

    exercise: Exercise
    kind: Kind
    matched: str

    def __str__(self) -> str:
        how = {"catalogue": "by its id", "exact": "a catalogue's own name", "words": "by its words"}
        return f"{self.exercise.family}: {self.matched} ({how[self.kind]})"


@frozen
class _Answer:
    """What is known of a name: a match, or else why there is none."""

    reading: Reading
    match: Match | None = None


TOO_LONG = _Answer(Reading("neither", why=f"a name has at most {LONGEST_NAME} characters"))


def find_exercise(name: Name) -> Match:
    """The exercise of this name.

    Args:
        name: a name as people and catalogues write it (`"hip thrusts"`, `"Romanian Deadlift (Barbell)"`,
            `"kettlebell_swing"`), or a pair of catalogue and id (`("free-exercise-db", "Good_Morning")`).

    Raises:
        UnknownExercise: it is no thrust and no hinge; `suggestions` holds near names. Nothing is guessed.
        AmbiguousExercise: it is understood, but the articles do not settle it; `why` says why not.
        InvalidInput: it is neither a name nor such a pair.
    """
    answer = _answer(name)
    if answer.match is not None:
        return answer.match
    reading, shown = answer.reading, str.__str__(name if isinstance(name, str) else tuple.__getitem__(name, 1))
    if reading.family == "ambiguous":
        raise AmbiguousExercise(shown, reading.why, reading.candidates)
    raise UnknownExercise(shown, () if reading.why else _suggestions(shown), reading.why)


def classify(name: object) -> Family:
    """Which family a name belongs to: `thrust`, `hinge`, `ambiguous` or `neither`.

    Never raises: whatever is no name, or no name of a thrust or a hinge, is `neither`.
    """
    try:
        return _answer(name).reading.family
    except InvalidInput:
        return "neither"


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
    raise InvalidInput("an exercise's name is text, or a pair of two texts: a catalogue and an id")


@lru_cache(maxsize=REMEMBERED)
def _by_name(name: str) -> _Answer:
    """By the words of the name."""
    reading = read(name)
    entry = catalogue.named(words(name)) if reading.attributes else None
    match = _match(reading, "exact", entry.name) if entry else _match(reading, "words", reading.matched)
    return _Answer(reading, match)


@lru_cache(maxsize=REMEMBERED)
def _by_id(name: str, key: str) -> _Answer:
    """By a catalogue's id; the entry's name is then read like any other."""
    shelf = name.strip().casefold()
    if shelf not in catalogue.entries():
        because = f"there is no catalogue {quoted(name)} here; {did_you_mean(shelf, catalogue.entries())}"
        raise UnknownExercise(key, because=because)
    wanted = key.strip().casefold()
    entry = catalogue.ids(shelf).get(wanted)
    if entry is not None:
        answer = _by_name(entry.name)
        return _Answer(answer.reading, _match(answer.reading, "catalogue", entry.name))
    if shelf == catalogue.HEALTH_CONNECT and wanted.isdecimal():
        why = "Android numbers its exercises in two ways that differ; say which"
        return _Answer(Reading("ambiguous", why=why, candidates=(f"androidx={wanted}", f"platform={wanted}")))
    near = _near(key[:LONGEST_NAME], (entry.id for entry in catalogue.entries()[shelf]))
    raise UnknownExercise(key, near, f"the catalogue {quoted(shelf)} has no such id")


def _match(reading: Reading, kind: Kind, matched: str) -> Match | None:
    if reading.family not in ("thrust", "hinge"):
        return None
    return Match(Exercise(**reading.attributes), kind, matched)


def _suggestions(name: str) -> tuple[str, ...]:
    """Names of thrusts and hinges written almost like this one, nearest first."""
    given = " ".join(words(name[:LONGEST_NAME]))
    return tuple(dict.fromkeys(_suggestible()[text] for text in _near(given, _suggestible())))


def _near(given: str, options: Iterable[str]) -> tuple[str, ...]:
    import difflib  # noqa: PLC0415  # only here, so that importing the library stays light

    return tuple(difflib.get_close_matches(given, list(options), SUGGESTED_AT_MOST, NEAR_ENOUGH))


@cache
def _suggestible() -> dict[str, str]:
    """Names that can be suggested, by their plain words: the lexicon's movements and the catalogues' own."""
    phrases = [phrase.text for phrase in lexicon().phrases if phrase.kind == "movement"]
    named = [entry.name for entry in catalogue.recognised() if entry.catalogue != catalogue.HEALTH_CONNECT]
    clear = (text for text in (*named, *phrases) if classify(text) in ("thrust", "hinge"))
    return {" ".join(words(text)): text for text in clear}
