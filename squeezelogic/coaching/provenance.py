"""What stands behind a recommendation: the rulebook that made it, and the facts it was asked with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.translation import ENGLISH
from squeezelogic.logic.rulebook import Rulebook

if TYPE_CHECKING:
    from squeezelogic.coaching.parts import Provenance
    from squeezelogic.coaching.recommendation import Recommendation


_SPOKEN: WeakValueDictionary[str, Rulebook] = WeakValueDictionary()
"""The rulebooks that made recommendations in this process, by digest, as long as somebody else holds them."""


def remember_rulebook(book: Rulebook) -> None:
    """Have `rulebook_behind` find a rulebook by what its recommendations say of it."""
    _SPOKEN.setdefault(book.digest, book.in_language(ENGLISH))


def rulebook_behind(spoke: Provenance, rulebook: Rulebook | None = None) -> Rulebook:
    """The rulebook that made something.

    Args:
        spoke: which rulebook it says has made it.
        rulebook: that rulebook; not needed if it is the default one, or has made a recommendation in this process and
            is still in use.

    Raises:
        InvalidInput: another rulebook made it, or one that is not at hand.
    """
    if rulebook is not None and not isinstance(rulebook, Rulebook):
        raise InvalidInput(f"a rulebook is a Rulebook, not {quoted(rulebook)}: Rulebook.load(folder) makes one")
    default = Rulebook.default()
    book = rulebook or (default if default.digest == spoke.digest else _SPOKEN.get(spoke.digest, default))
    if book.digest != spoke.digest:
        made, given = (f"{b.name} {b.version} (digest {b.digest[:12]}…)" for b in (spoke, book))
        what = "`rulebook` is" if rulebook is not None else "the default one is"
        raise InvalidInput(
            f"another rulebook made this: {quoted(made)}, while {what} {quoted(given)}; give that one as `rulebook`"
        )
    return book


def facts_behind(rec: Recommendation, book: Rulebook) -> dict[str, Any]:
    """The facts of a recommendation that a rulebook knows."""
    return known_to(book, rec.facts)


def known_to(book: Rulebook, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that a rulebook knows; others may be given and are read by no rule."""
    return {name: value for name, value in facts.items() if name in book.vocabulary.attributes}
