"""Looks up a name, or an id in a catalogue; the result is plain data, without an `Exercise`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, cast

from attrs import frozen

from squeezelogic.coaching.names import catalogue
from squeezelogic.coaching.names.errors import OTHER, AmbiguousExercise, UnknownExercise
from squeezelogic.coaching.names.languages import not_understood, read
from squeezelogic.coaching.names.reading import Reading
from squeezelogic.coaching.names.suggestions import near_ids, suggest
from squeezelogic.coaching.names.words import LONGEST_NAME, words
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted

REMEMBERED = 4096
NO_NAME = "an exercise's name is text, or a pair of two texts: a catalogue and an id"
DESCRIBED_OTHERWISE = "its name does not say what the catalogue describes, which comes near a thrust or a hinge"

_WRITTEN = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")

Kind = Literal["catalogue", "exact", "words"]


@frozen(eq=False)
class Answer:
    """The result of looking up a name.

    Args:
        reading: the reading of the name.
        kind: how a thrust or a hinge was found.
        matched: the matched name of a catalogue, or the phrase that decided the family.
        unused: the parts of the name that were not used.
        suggestions: similar ids.
    """

    reading: Reading
    kind: Kind = "words"
    matched: str = ""
    unused: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether it is a thrust or a hinge."""
        return self.reading.family in ("thrust", "hinge")


TOO_LONG = Answer(Reading("neither", understood=False, why=f"a name has at most {LONGEST_NAME} characters"))


def look_up(name: object) -> Answer:
    """Look up a name or a pair. It checks only the types of objects, because their methods are untrusted.

    Raises:
        InvalidInput: it is neither text nor a pair of two texts.
    """
    if issubclass(type(name), str):
        text = str.__str__(cast(str, name))
        return _by_name(text) if len(text) <= LONGEST_NAME else TOO_LONG
    if issubclass(type(name), tuple):
        pair = tuple(tuple.__iter__(cast(tuple[object, ...], name)))
        if len(pair) == 2 and all(issubclass(type(part), str) for part in pair):
            shelf, key = (str.__str__(cast(str, part))[: LONGEST_NAME + 1] for part in pair)
            return _by_id(shelf, key)
    raise InvalidInput(NO_NAME)


def show_name(name: object) -> str:
    """A name as text; of a pair its id."""
    return str.__str__(name if isinstance(name, str) else tuple.__getitem__(cast(tuple[str], name), -1))


def make_refusal(name: object, answer: Answer) -> AmbiguousExercise | UnknownExercise:
    """The error for a name that is no thrust and no hinge, with the reason and the names it was perhaps meant for."""
    reading, text = answer.reading, show_name(name)
    if reading.family == "ambiguous":
        return AmbiguousExercise(text, reading.why, reading.candidates)
    suggestions = answer.suggestions or (suggest(text, reading.unknown) if reading.unknown else ())
    understood = reading.understood and not suggestions
    why = reading.why or (OTHER if understood else not_understood(text))
    return UnknownExercise(text, suggestions, why, understood)


@lru_cache(maxsize=REMEMBERED)
def _by_name(name: str) -> Answer:
    """Look up a name by its words."""
    reading = read(name)
    if reading.family not in ("thrust", "hinge"):
        return Answer(reading)
    entry = catalogue.named(words(name))
    return Answer(
        reading, "exact" if entry else "words", entry.name if entry else reading.matched, _collect_unused(reading, name)
    )


@lru_cache(maxsize=REMEMBERED)
def _by_id(name: str, key: str) -> Answer:
    """Look up an id in a catalogue, and then the name of the entry."""
    shelf = name.strip().casefold()
    if shelf not in catalogue.FILES:
        because = f"there is no catalogue {quoted(name)} here; {did_you_mean(shelf, catalogue.FILES)}"
        return Answer(Reading("neither", understood=False, why=because))
    wanted = key.strip().casefold()
    entry = catalogue.ids(shelf).get(wanted)
    if entry is not None:
        known = _by_name(entry.name)
        if entry.family == "ambiguous" != known.reading.family:
            return Answer(Reading("ambiguous", why=DESCRIBED_OTHERWISE))
        return Answer(known.reading, "catalogue", entry.name, known.unused)
    if shelf == catalogue.HEALTH_CONNECT and wanted.isdecimal():
        why = "Android numbers its exercises in two ways that differ; say which"
        return Answer(Reading("ambiguous", why=why, candidates=(f"androidx={wanted}", f"platform={wanted}")))
    because = f"the catalogue {quoted(shelf)} has no such id"
    return Answer(Reading("neither", understood=False, why=because), suggestions=near_ids(key, shelf))


def _collect_unused(reading: Reading, name: str) -> tuple[str, ...]:
    unknown = [word for word in _WRITTEN.findall(name) if not reading.unknown.isdisjoint(words(word))]
    return (*reading.remarks, *unknown)
