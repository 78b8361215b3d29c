"""Small changes of the English texts and the laws of a rulebook.

No case and no law detects a changed text, and a weaker law still holds. Only the record of reviewed texts and laws
(`locale/en.seen.toml`) can detect both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from attrs import frozen

from squeezelogic.logic.loading.collect import kind_of
from squeezelogic.logic.loading.translations import english_texts, fingerprints, text_places
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.rules import Place
from squeezelogic.logic.rulebook import Rulebook

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty")
NEXT = {**dict(pairwise(NUMBERS)), "once": "twice", "first": "last", "last": "first", "half": "all", "twenty": "thirty"}
TURNED = {
    "not": "",
    "never": "always",
    "no": "some",
    "without": "with",
    "don't": "do",
    "cannot": "can",
    "always": "never",
}
ADDRESSED = {"you": "they", "your": "their", "they": "you", "their": "your"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")


@frozen
class Rewording:
    """A small change of a text or a law.

    Args:
        key: the key of the text, as in a translation: `advice.ID`, `because.RULE`, `law.ID` and so on.
        what: the change, in words.
        place: its place.
    """

    key: str
    what: str
    place: Place

    def __str__(self) -> str:
        at = f"{self.place.file}:{self.place.line}: " if self.place.line else f"{self.place.file}: "
        return f"{at}{quoted(self.key)}: {self.what}"

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON data."""
        return {"file": self.place.file, "line": self.place.line, "key": self.key, "what": self.what}


def rewordings(book: Rulebook) -> Iterator[Rewording]:
    """Every small change of a rulebook's English texts and of its laws."""
    places = text_places(book.parts, book.declared)
    for key, text in english_texts(book.parts).items():
        yield from (Rewording(key, what, places[key]) for what, _ in edit_text(text))
    written = {law.id: law.place for law in book.laws}
    for layer in book.layers:
        for document in layer:
            for entry in document.data.get("law", ()) if kind_of(document.name) == "laws" else ():
                if (place := written.get(entry["id"])) and place.file == document.name:
                    parts = {key: value for key, value in entry.items() if key != "id"}
                    yield from (Rewording(f"law.{entry['id']}", what, place) for what in list_weaker(parts))


def edit_text(text: str) -> Iterator[tuple[str, str]]:
    """Each small change of a text: a number, a negation, the person addressed, a word or a sentence left out.

    Yields:
        the change in words, and the changed text.
    """
    for found in _WORD.finditer(text):
        word, low = found[0], found[0].replace("’", "'").lower()
        others = [table[low] for table in (NEXT, TURNED, ADDRESSED) if low in table]
        if word[0].isdigit():
            others.append(str(int(word) + 1) if word.isdigit() else f"1{word}")
        for other in [*filter(None, others), ""]:
            changed = text[: found.start()] + other + text[found.end() :]
            yield (f"{quoted(other)} for {quoted(word)}" if other else f"left out {quoted(word)}"), changed
    sentences = _SENTENCE.split(text)
    for i, sentence in enumerate(sentences) if len(sentences) > 1 else ():
        yield f"left out {quoted(sentence)}", " ".join((*sentences[:i], *sentences[i + 1 :]))


def list_weaker(value: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Each way to weaken a law: leave out a demand, a condition, a value, or the whole law."""
    inner: Any = value.items() if isinstance(value, Mapping) else enumerate(value, 1) if isinstance(value, list) else ()
    for name, part in inner:
        here = (*path, str(name))
        shown = f" ({quoted(part)})" if not isinstance(part, (Mapping, list)) else ""
        yield f"left out `{'.'.join(here)}`{shown}"
        yield from list_weaker(part, here)
    if not path:
        yield "left out the law"


def find_unrecorded(book: Rulebook) -> frozenset[str]:
    """The texts and laws whose record is missing or outdated, so that nothing detects their changes."""
    now, seen = fingerprints(book), book.record.fingerprints if book.record else {}
    return frozenset(key for key, mark in now.items() if seen.get(key) != mark)
