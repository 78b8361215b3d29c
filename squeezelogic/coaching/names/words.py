"""A name as a bag of plain words: case, plural, accents, hyphens and punctuation gone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet

LONGEST_NAME = 200
LONGEST_COMPOUND = 40
SHORTEST_PART = 3

_WORD = re.compile(r"[^\W\d_]+|\d+")


def words(name: str) -> tuple[str, ...]:
    """The words of a name, in their order: `Hip-Thrusts (BB)` gives hip, thrust, bb."""
    text = name.casefold()
    if not text.isascii():
        text = _plain_letters(text)
    text = text.replace("'", "").replace("+", " and ").replace("&", " and ")
    return tuple(map(singular, _WORD.findall(text)))


def _plain_letters(text: str) -> str:
    """Without accents, typographic forms and invisible characters."""
    spread = unicodedata.normalize("NFKD", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).casefold()
    return "".join(c for c in spread if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def singular(word: str) -> str:
    """`lunges` to `lunge`, `flies` to `fly`, `presses` to `press`; `press` stays."""
    if len(word) < SHORTEST_PART or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies") and len(word) > SHORTEST_PART + 1:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]


def compound(word: str, known: AbstractSet[str]) -> tuple[str, ...]:
    """A word written together, taken apart into known words (`hipthrust`); itself when that fails.

    Of several ways the one with the longest first word wins.
    """
    if word in known or len(word) > LONGEST_COMPOUND:
        return (word,)
    ways: dict[int, tuple[str, ...]] = {len(word): ()}
    for start in range(len(word) - SHORTEST_PART, -1, -1):
        for end in range(len(word), start + SHORTEST_PART - 1, -1):
            if end in ways and word[start:end] in known:
                ways[start] = (word[start:end], *ways[end])
                break
    return ways.get(0, (word,))
