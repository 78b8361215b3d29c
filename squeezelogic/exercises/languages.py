"""Which language a name is read in.

English goes first, and what it understands is never read in another language: a word that means something else
elsewhere cannot turn an English name around. Of the other languages, which are loaded only then, the name is read
in the one that knows most of its words, if that makes a thrust, a hinge or an ambiguous exercise of it. Languages that
know equally many have to agree on the family; then the first in alphabetical order is taken.
"""

from __future__ import annotations

from functools import cache

from squeezelogic.exercises.lexicon import ENGLISH, OTHER_LANGUAGES, Lexicon, lexicon
from squeezelogic.exercises.reading import Reading, read_words
from squeezelogic.exercises.words import compound, words

DISAGREE = "it is a thrust in one language and a hinge in another"


def read(name: str) -> Reading:
    """What a name says, in English or else in the language that knows most of its words."""
    given = words(name)
    english = read_words(given, lexicon())
    if english.family != "neither" or not given:
        return english
    return _read_elsewhere(given) or english


def _read_elsewhere(given: tuple[str, ...]) -> Reading | None:
    """What the name says in another language; nothing when none makes an exercise of ours of it."""
    candidates = [(_count_known(given, lex), lex) for lex in _others() if _has_own_word(given, lex)]
    if not candidates:
        return None
    most = max(known for known, _ in candidates)
    readings = [read_words(given, lex) for known, lex in candidates if known == most]
    readings = [reading for reading in readings if reading.family != "neither"]
    families = {reading.family for reading in readings}
    if {"thrust", "hinge"} <= families:
        return Reading("ambiguous", why=DISAGREE)
    return readings[0] if readings else None


@cache
def _others() -> tuple[Lexicon, ...]:
    return tuple(map(lexicon, OTHER_LANGUAGES))


def _has_own_word(given: tuple[str, ...], lex: Lexicon) -> bool:
    """Whether a word is known in this language and not in English."""
    english = lexicon(ENGLISH).vocabulary
    return any(word not in english and not _parts(word, lex).isdisjoint(lex.own) for word in given)


def _count_known(given: tuple[str, ...], lex: Lexicon) -> int:
    return sum(lex.vocabulary.issuperset(_parts(word, lex)) for word in given)


def _parts(word: str, lex: Lexicon) -> frozenset[str]:
    return frozenset(compound(word, lex.vocabulary))
