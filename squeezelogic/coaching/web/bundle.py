"""The files of `squeezelogic bundle`: a rulebook as JSON, the JavaScript module that evaluates it, and its types."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Any

from squeezelogic.coaching.advising import NEEDED, find_unfit_slots
from squeezelogic.coaching.names.catalogue import entries
from squeezelogic.coaching.names.find import find_exercise
from squeezelogic.coaching.parts import LIST_SLOTS, PROGRESSION, SCHEMA, SINGLE_SLOTS
from squeezelogic.logic.export.book import as_book
from squeezelogic.logic.loading.translations import english_texts
from squeezelogic.logic.model.errors import InvalidInput
from squeezelogic.logic.render.phrases import ENGLISH, phrases
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.relevance import read_with

MODULE, TYPES, BOOK = "squeezelogic.mjs", "squeezelogic.d.ts", "book.json"
ALL = "all"
SPOKEN = ("brief.", "page.", "step.")
WORDS = ("yes", "no", "none", "ask.none", *LIST_SLOTS)
"""The library's phrases in the module and the page: these keys, and keys with these prefixes."""


def bundle(book: Rulebook, languages: Iterable[str] = ()) -> dict[str, str]:
    """The files of the bundle, by name.

    Args:
        book: any rulebook. If it gives advice on lifting, the JSON also contains the data of recommendations and the
            facts of public catalogues, by id.
        languages: codes of additional languages besides English; `all` for every language of the rulebook.

    Raises:
        InvalidInput: with every number that JavaScript cannot represent exactly; or the rulebook has no texts in a
            language.
    """
    text = json.dumps(as_document(book, languages), ensure_ascii=False, separators=(",", ":"))
    return {BOOK: text + "\n", **{name: shipped(name) for name in (MODULE, TYPES)}}


def as_document(book: Rulebook, languages: Iterable[str] = (), *, catalogues: bool = True) -> dict[str, Any]:
    """The rulebook as JSON-ready data, see `bundle`; optionally without the ids of catalogues."""
    document = as_book(book)
    document["phrases"] = _list_phrases(ENGLISH)
    document["languages"] = {code: _write_translation(book, code) for code in _list_languages(book, languages)}
    if not list(find_unfit_slots(book)):
        document["coaching"] = {**_describe_coaching(book), "catalogues": _list_catalogues() if catalogues else {}}
    return document


def _list_languages(book: Rulebook, asked: Iterable[str]) -> Iterator[str]:
    for code in asked:
        if code == ALL:
            yield from book.translations
        elif code != ENGLISH:
            book.in_language(code)  # raises if there are no texts
            yield code


def _list_phrases(language: str) -> dict[str, str]:
    return {key: text for key, text in phrases(language).items() if key.startswith(SPOKEN) or key in WORDS}


def _write_translation(book: Rulebook, code: str) -> dict[str, Any]:
    english = english_texts(book.parts)
    texts = {key: text for key, text in book.translations[code].texts.items() if key in english}
    return {"texts": texts, "phrases": _list_phrases(code)}


def shipped(name: str) -> str:
    """The text of a data file in this package."""
    return resources.files("squeezelogic.coaching.web").joinpath(name).read_text("utf-8")


def _describe_coaching(book: Rulebook) -> dict[str, Any]:
    families = map(str, book.vocabulary.attributes["family"].values)
    read = {family: read_with(book.topics, {"family": family}) for family in families}
    return {
        "schema": SCHEMA,
        "needed": list(NEEDED),
        "values": list(SINGLE_SLOTS),
        "lists": list(LIST_SLOTS),
        "progression": PROGRESSION,
        "read": {
            family: {name: None if asked is None else sorted(asked) for name, asked in names.items()}
            for family, names in read.items()
        },
        "meant": {name: dict(it.meant) for name, it in book.vocabulary.attributes.items() if it.meant},
    }


def _list_catalogues() -> dict[str, dict[str, Any]]:
    """The facts of every thrust and hinge of every catalogue, by id."""
    found: dict[str, dict[str, Any]] = {}
    for catalogue, listed in entries().items():
        for entry in listed:
            try:
                exercise = find_exercise((catalogue, entry.id)).exercise
            except InvalidInput:  # another exercise, or an ambiguous one
                continue
            found.setdefault(catalogue, {})[entry.id] = exercise.facts
    return found
