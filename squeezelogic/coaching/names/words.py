"""A name as plain words: case, plural, accents, hyphens, punctuation and CamelCase gone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet

LONGEST_NAME = 200
LONGEST_COMPOUND = 40
SHORTEST_PART = 3
SEPARATOR = ";"
"""Stands where a name may pass on to another exercise: at a comma, slash, bullet, double underscore or spaced dash."""
PLUS = "+"
"""Stands where a name adds something: at a plus, an ampersand and the word `into`."""
COUNTED = "\N{CIRCLED PLUS}"
"""Put into the text of a name where a list counts another exercise; a plus that is not the word `and` too."""

_ONLY_PLURAL = ("deads", "kbs")
"""Plurals that name an exercise, as their singulars do not: deadlifts, kettlebell swings."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_WORD_OR_SEPARATOR = re.compile(r"[^\W\d_]+|\d+|__+|[/,;|+>\u2192\u2022\u00b7\u2295]|(?<=\s)[-\u2013\u2014](?=\s)")
_ELIDED = re.compile(r"\b(all|d|dall|dell|l|nell|sull|un)'(?=[^\W\d_])")
_SMALL, _CAPITAL = "a-z\xdf-\xf6\xf8-\xff", "A-Z\xc0-\xd6\xd8-\xde"
"""Letters of the six languages, accents included."""
# between `hip` and `Thrust`, `On` and `Bench`, `KB` and `Swing` (not within `RDLs`), `RDL` and `3`
_GLUED = re.compile(
    rf"(?<=[{_SMALL}]{{2}})(?=[{_CAPITAL}])|(?<=[{_CAPITAL}][{_SMALL}])(?=[{_CAPITAL}][{_SMALL}])"
    rf"|(?<=[{_CAPITAL}])(?=[{_CAPITAL}][{_SMALL}])(?![{_CAPITAL}]s(?![{_SMALL}]))|(?<=[{_CAPITAL}{_SMALL}]{{3}})(?=\d)"
)


# `R.D.L.`, `S.L`
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Za-z]\.){2,}(?:[A-Za-z](?![\w.]))?|(?<![\w.])[A-Za-z]\.[A-Za-z](?![\w.])")


def words(name: str) -> tuple[str, ...]:
    """The words of a name, in their order: `Hip-Thrusts (BB)` gives hip, thrust, bb."""
    if name.isascii() and name.isalpha() and name.islower():  # most texts of a lexicon; halves the time to load one
        return (singular(name),)
    return tuple(map(singular, _WORD.findall(_plain(name))))


def words_and_separators(name: str) -> list[str]:
    """The words of a name, in their order, and a separator or a plus between its parts."""
    found = _WORD_OR_SEPARATOR.findall(_plain(name))
    return [singular(word) if word.isalnum() else PLUS if word in (PLUS, COUNTED) else SEPARATOR for word in found]


def unglued(name: str) -> str:
    """A name with a blank where CamelCase begins a word, and initials without dots.

    `HipThrust3x10` gives `Hip Thrust 3x10`, and `R.D.L.` gives `RDL `.
    """
    if "." in name:
        name = _INITIALS.sub(lambda initials: initials[0].replace(".", "") + " ", name)
    return _GLUED.sub(" ", name)


def _plain(name: str) -> str:
    """A name in lower case, without accents and apostrophes; `&` and `into` become a plus, followed by `and`."""
    text = unglued(name).casefold()
    if not text.isascii():
        text = _plain_letters(text)
    if "'" in text:
        text = _ELIDED.sub(r"\1 ", text).replace("'", "")
    if "w/" in text:
        text = text.replace("w/o ", "without ").replace("w/", "with ")
    return text.replace("&", "+").replace(" into ", "+").replace("+", "+ and ")


def _plain_letters(text: str) -> str:
    """Without accents, ligatures, typographic forms and invisible characters."""
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("\N{LATIN SMALL LIGATURE OE}", "oe")
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in spread if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def singular(word: str) -> str:
    """`lunges` to `lunge`, `flies` to `fly`, `presses` to `press`; `press` and `deads` stay."""
    if word[-1:] != "s" or len(word) < SHORTEST_PART or word.endswith("ss") or word in _ONLY_PLURAL:
        return word
    if word.endswith("ies") and len(word) > SHORTEST_PART + 1:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]


def compound(word: str, known: AbstractSet[str], shortest: int = SHORTEST_PART) -> tuple[str, ...]:
    """Split a compound into known words (`hipthrust`); return the word itself if that is impossible.

    If there are several splits, the one with the longest first word is used.

    Args:
        word: the word.
        known: the known words.
        shortest: how many letters a part has at least.
    """
    if word in known or len(word) > LONGEST_COMPOUND:
        return (word,)
    ways: dict[int, tuple[str, ...]] = {len(word): ()}
    for start in range(len(word) - shortest, -1, -1):
        for end in range(len(word), start + shortest - 1, -1):
            if end in ways and word[start:end] in known:
                ways[start] = (word[start:end], *ways[end])
                break
    return ways.get(0, (word,))
