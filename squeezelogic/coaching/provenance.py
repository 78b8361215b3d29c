"""Provenance: the rulebook that made a recommendation, and its facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.texts import ENGLISH
from squeezelogic.logic.rulebook import Rulebook, choose_rulebook

if TYPE_CHECKING:
    from squeezelogic.coaching.parts import Provenance
    from squeezelogic.coaching.recommendation import Recommendation


_RULEBOOKS: WeakValueDictionary[str, Rulebook] = WeakValueDictionary()
"""The rulebooks that made recommendations in this process, by digest (weak references)."""


def remember_rulebook(book: Rulebook) -> None:
    """Register a rulebook, so that `rulebook_behind` finds it by the provenance of its recommendations."""
    _RULEBOOKS.setdefault(book.digest, book.in_language(ENGLISH))


def rulebook_behind(provenance: Provenance, rulebook: Rulebook | None = None) -> Rulebook:
    """Find the rulebook that made something.

    Args:
        provenance: the provenance.
        rulebook: that rulebook; not needed if it is the default one, or has made a recommendation in this process and
            is still in use.

    Raises:
        InvalidInput: another rulebook made it, or one that is not available.
    """
    book = choose_rulebook(rulebook)
    if rulebook is None and book.digest != provenance.digest:
        book = _RULEBOOKS.get(provenance.digest, book)
    if book.digest != provenance.digest:
        made, given = (f"{b.name} {b.version} (digest {b.digest[:12]}…)" for b in (provenance, book))
        what = "`rulebook` is" if rulebook is not None else "the default one is"
        raise InvalidInput(
            f"another rulebook made this: {quoted(made)}, while {what} {quoted(given)}; give that one as `rulebook`"
        )
    return book


def facts_behind(rec: Recommendation, book: Rulebook) -> dict[str, Any]:
    """The facts of a recommendation that a rulebook declares."""
    return known_to(book, rec.facts)


def known_to(book: Rulebook, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that a rulebook declares; no rule reads others."""
    return {name: value for name, value in facts.items() if name in book.vocabulary.attributes}
