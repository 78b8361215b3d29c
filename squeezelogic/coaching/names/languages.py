"""Detects the language of a name.

A name is read in English first. If all of it is understood, no other language is tried, so a word that means something
else in another language cannot change the reading. Otherwise, the other languages are loaded, and the name is read in
the one that knows most of its unknown words. If several know equally many and disagree about the family, the name is
ambiguous; if they agree, the first in alphabetical order is used.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from attrs import evolve

from squeezelogic.coaching.names.lexicon import ENGLISH, OTHER_LANGUAGES, lexicon
from squeezelogic.coaching.names.logged import separate_logged
from squeezelogic.coaching.names.reading import Reading, read_words
from squeezelogic.coaching.names.spelling import REMEMBERED_WORDS
from squeezelogic.coaching.names.words import unglued, words_and_separators

DISAGREE = "it is a thrust in one language and a hinge in another"


def read(name: str) -> Reading:
    """Read a name in English, or else in the language that knows most of its words."""
    logged = separate_logged(unglued(name))
    given = words_and_separators(logged.name)
    reading = read_words(given, lexicon(), logged.pieces)
    if reading.unknown or not reading.understood:
        reading = _read_elsewhere(given, reading, logged.pieces)
    if logged.pieces:
        reading = evolve(reading, remarks=(*logged.pieces, *reading.remarks))
    if logged.tempo and reading.attributes:
        reading = evolve(reading, attributes={**reading.attributes, "tempo": logged.tempo})
    return reading


def _read_elsewhere(given: list[str], english: Reading, logged: tuple[str, ...]) -> Reading:
    """The reading in another language; the English one if no other language gives more."""
    count: dict[str, int] = dict.fromkeys(OTHER_LANGUAGES, 0)
    for word in english.unknown:
        for language in _languages_of(word):
            count[language] += 1
    most = max(count.values())
    if not most or (english.attributes and most < len(english.unknown)):
        return english
    readings = [read_words(given, lexicon(language), logged) for language, known in count.items() if known == most]
    if english.attributes:
        return next((reading for reading in readings if _adds(reading, english, most)), english)
    understood = [reading for reading in readings if reading.understood]
    families = {reading.family for reading in understood}
    if {"thrust", "hinge"} <= families:
        return evolve(english, family="ambiguous", understood=True, why=DISAGREE)
    return max(understood, key=_how_much, default=english)


def _how_much(reading: Reading) -> tuple[bool, int]:
    """A rank for readings: those with a family first, then those with more matched words."""
    return reading.family != "neither", len(reading.matched.split())


def _adds(reading: Reading, english: Reading, known: int) -> bool:
    """Whether a reading in another language gives the attributes of the English one and more, or another exercise."""
    if reading.family == "ambiguous":
        return known > 1
    if reading.family == "neither":
        return bool(reading.why)
    return all(reading.attributes.get(name) == value for name, value in english.attributes.items())


@lru_cache(maxsize=REMEMBERED_WORDS)
def _languages_of(word: str) -> tuple[str, ...]:
    """The other languages that know a word."""
    spellers = ((language, lexicon(language).speller) for language in OTHER_LANGUAGES)
    return tuple(code for code, speller in spellers if speller.vocabulary.issuperset(speller.spell_word(word)))


def not_understood(name: str) -> str:
    """Why a name could not be read: its script, or else which languages are read."""
    *most, last = (lexicon(language).name for language in (ENGLISH, *OTHER_LANGUAGES))
    read_in = f"names are read in {', '.join(most)} and {last}"
    script = _foreign_script(name)
    return f"it is written in {script} letters, and {read_in}" if script else f"it was not understood; {read_in}"


def _foreign_script(name: str) -> str:
    """The script of the first letter that is not Latin, where no letter is Latin; empty otherwise."""
    scripts = [unicodedata.name(char, "").split(" ")[0] for char in name if char.isalpha()]
    return scripts[0].capitalize() if scripts and "LATIN" not in scripts and scripts[0] else ""
