"""What `squeezelogic bundle` writes: a rulebook as JSON, the JavaScript module that decides by it, and its types."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from squeezelogic.coaching.advising import NEEDED, unfit
from squeezelogic.coaching.names.catalogue import entries
from squeezelogic.coaching.names.find import find_exercise
from squeezelogic.coaching.parts import LISTS, PROGRESSION, SCHEMA, VALUES
from squeezelogic.logic.export.book import as_book
from squeezelogic.logic.model.errors import InvalidInput
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.relevance import read_with

MODULE, TYPES, BOOK = "squeezelogic.mjs", "squeezelogic.d.ts", "book.json"


def bundle(book: Rulebook) -> dict[str, str]:
    """The files of the bundle, by name.

    Args:
        book: any rulebook. Where it speaks of lifting, the JSON also holds what a recommendation needs, and what the
            ids of public catalogues stand for.

    Raises:
        InvalidInput: with every number that JavaScript cannot hold exactly.
    """
    document = as_book(book)
    if not list(unfit(book)):
        document["coaching"] = _coaching(book)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return {BOOK: text + "\n", **{name: shipped(name) for name in (MODULE, TYPES)}}


def shipped(name: str) -> str:
    """The text of a file that ships beside this module."""
    return resources.files("squeezelogic.coaching.web").joinpath(name).read_text("utf-8")


def _coaching(book: Rulebook) -> dict[str, Any]:
    families = map(str, book.vocabulary.attributes["family"].values)
    read = {family: read_with(book.topics, {"family": family}) for family in families}
    return {
        "schema": SCHEMA,
        "needed": list(NEEDED),
        "values": list(VALUES),
        "lists": list(LISTS),
        "progression": PROGRESSION,
        "read": {
            family: {name: None if asked is None else sorted(asked) for name, asked in names.items()}
            for family, names in read.items()
        },
        "meant": {name: dict(it.meant) for name, it in book.vocabulary.attributes.items() if it.meant},
        "catalogues": _catalogues(),
    }


def _catalogues() -> dict[str, dict[str, Any]]:
    """The facts of every thrust and hinge of every catalogue, by id."""
    found: dict[str, dict[str, Any]] = {}
    for catalogue, listed in entries().items():
        for entry in listed:
            try:
                exercise = find_exercise((catalogue, entry.id)).exercise
            except InvalidInput:  # another exercise, or one that the sources do not settle
                continue
            found.setdefault(catalogue, {})[entry.id] = exercise.facts
    return found
