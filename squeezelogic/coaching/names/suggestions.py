"""Suggests names for a name with a typing error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from functools import cache

from squeezelogic.coaching.names import catalogue
from squeezelogic.coaching.names.languages import read
from squeezelogic.coaching.names.lexicon import lexicon
from squeezelogic.coaching.names.logged import separate_logged
from squeezelogic.coaching.names.words import LONGEST_NAME, unglued, words

SUGGESTED_AT_MOST = 3
NEAR_ENOUGH = 0.72


def suggest(name: str, unknown: frozenset[str]) -> tuple[str, ...]:
    """Names of thrusts and hinges written almost like this one, nearest first.

    A suggestion contains all known words of the name, and a similar word for each unknown one.

    Args:
        name: the name.
        unknown: those of its words that are not known.
    """
    said = separate_logged(unglued(name[:LONGEST_NAME])).name
    given: tuple[str, ...] = ()
    for spell in (words, _spelled):
        if (spelled := spell(said)) == given:
            break
        given = spelled
        known = set(given) - unknown
        options = {text: shown for text, shown in _suggestible(spell).items() if known <= set(text.split())}
        near = _near(" ".join(given), (text for text in options if _resemble(unknown, set(text.split()) - known)))
        if near:
            return tuple(dict.fromkeys(options[text] for text in near))
    return ()


def _resemble(unknown: frozenset[str], others: AbstractSet[str]) -> bool:
    """Whether each unknown word may be a slip for one of the others."""
    import difflib  # noqa: PLC0415  # only here, so that importing the library stays light

    return all(difflib.get_close_matches(word, others) for word in unknown)


def near_ids(key: str, shelf: str) -> tuple[str, ...]:
    """Ids of a catalogue written almost like this one, nearest first."""
    return _near(key[:LONGEST_NAME], (entry.id for entry in catalogue.entries_of(shelf)))


def _near(given: str, options: Iterable[str]) -> tuple[str, ...]:
    import difflib  # noqa: PLC0415  # only here, so that importing the library stays light

    return tuple(difflib.get_close_matches(given, list(options), SUGGESTED_AT_MOST, NEAR_ENOUGH))


@cache
def _suggestible(spell: Callable[[str], tuple[str, ...]]) -> dict[str, str]:
    """Names that can be suggested, by their words as `spell` gives them: movements and the catalogues' own."""
    movements = [phrase for phrase in lexicon().phrases.entries if phrase.kind == "movement"]
    phrases = [phrase.text for phrase in movements if phrase.rest != "modifiers" or len(phrase.bag) == 1]
    named = [entry.name for entry in catalogue.recognised() if entry.catalogue != catalogue.HEALTH_CONNECT]
    clear = (text for text in (*named, *phrases) if read(text).family in ("thrust", "hinge"))
    return {" ".join(spell(text)): text for text in clear}


def _spelled(text: str) -> tuple[str, ...]:
    """The words of a text, each spelled the lexicon's way; numbers are left out."""
    return tuple(word for word in lexicon().speller.spell(words(text))[0] if not word.isdigit())
