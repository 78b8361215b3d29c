"""Names that a name with a typing slip may have been meant for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from squeezelogic.exercises import catalogue
from squeezelogic.exercises.languages import read
from squeezelogic.exercises.lexicon import lexicon
from squeezelogic.exercises.words import LONGEST_NAME, words

SUGGESTED_AT_MOST = 3
NEAR_ENOUGH = 0.72


def suggest(name: str) -> tuple[str, ...]:
    """Names of thrusts and hinges written almost like this one, nearest first.

    A word that is known was meant as it stands, so only names that have all of its known words are suggested.
    """
    given = words(name[:LONGEST_NAME])
    vocabulary = lexicon().speller.vocabulary
    known = vocabulary.intersection(given)
    near = _near(" ".join(given), (text for text in _suggestible() if known.issubset(text.split())))
    return tuple(dict.fromkeys(_suggestible()[text] for text in near))


def near_ids(key: str, shelf: str) -> tuple[str, ...]:
    """Ids of a catalogue written almost like this one, nearest first."""
    return _near(key[:LONGEST_NAME], (entry.id for entry in catalogue.entries()[shelf]))


def _near(given: str, options: Iterable[str]) -> tuple[str, ...]:
    import difflib  # noqa: PLC0415  # only here, so that importing the library stays light

    return tuple(difflib.get_close_matches(given, list(options), SUGGESTED_AT_MOST, NEAR_ENOUGH))


@cache
def _suggestible() -> dict[str, str]:
    """Names that can be suggested, by their plain words: the lexicon's movements and the catalogues' own."""
    phrases = [phrase.text for phrase in lexicon().phrases.entries if phrase.kind == "movement"]
    named = [entry.name for entry in catalogue.recognised() if entry.catalogue != catalogue.HEALTH_CONNECT]
    clear = (text for text in (*named, *phrases) if read(text).family in ("thrust", "hinge"))
    return {" ".join(words(text)): text for text in clear}
