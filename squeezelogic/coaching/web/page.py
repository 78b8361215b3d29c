"""One self-contained HTML page that asks and answers by a rulebook: no server, no network, no build step."""

from __future__ import annotations

import html

from squeezelogic.coaching.web.bundle import BOOK, MODULE, bundle, shipped
from squeezelogic.logic.rulebook import Rulebook


def page(book: Rulebook, title: str | None = None) -> str:
    """The page of any rulebook, as HTML.

    Args:
        book: the rulebook.
        title: the heading; the rulebook's name if left out.

    Raises:
        InvalidInput: with every number that JavaScript cannot hold exactly.
    """
    parts = {
        "TITLE": html.escape(title or book.name),
        "STYLE": shipped("page.css"),
        "BOOK": bundle(book)[BOOK].replace("<", "\\u003c"),  # nothing in a text can end the script element
        "MODULE": shipped(MODULE).replace("export ", "") + shipped("page.mjs"),
    }
    text = shipped("page.html")
    for name, part in parts.items():
        text = (
            text.replace(name, part)
            if name == "TITLE"
            else text.replace(f"\n{name}\n", f"\n{part}\n").replace(f">{name}<", f">{part}<")
        )
    return text
