"""One self-contained HTML page that asks and answers by a rulebook: no server, no network, no build step."""

from __future__ import annotations

import html
from collections.abc import Iterable

from squeezelogic.coaching.web.bundle import BOOK, MODULE, bundle, shipped
from squeezelogic.logic.maps.decision_map import DecisionMap
from squeezelogic.logic.render.markup import Markup, tag
from squeezelogic.logic.rulebook import Rulebook

XMLNS = ' xmlns="http://www.w3.org/2000/svg"'  # HTML knows SVG without it


def page(book: Rulebook, title: str | None = None, maps: Iterable[DecisionMap] = ()) -> str:
    """The page of any rulebook, as HTML.

    Args:
        book: the rulebook.
        title: the heading; the rulebook's name if left out.
        maps: decision maps to show below the answer, folded.

    Raises:
        InvalidInput: with every number that JavaScript cannot hold exactly.
    """
    parts = {
        "TITLE": html.escape(title or book.name),
        "STYLE": shipped("page.css"),
        "BOOK": bundle(book)[BOOK].replace("<", "\\u003c"),  # nothing in a text can end the script element
        "MODULE": shipped(MODULE).replace("export ", "") + shipped("page.mjs"),
        "MAPS": _show_maps(maps),  # last: nothing in it is a place for another part
    }
    text = shipped("page.html")
    for name, part in parts.items():
        text = (
            text.replace(name, part)
            if name == "TITLE"
            else text.replace(f"\n{name}\n", f"\n{part}\n").replace(f">{name}<", f">{part}<")
        )
    return text


def _show_maps(maps: Iterable[DecisionMap]) -> str:
    """Decision maps that unfold."""
    folded = []
    for each in maps:
        svg = Markup(each.drawing().svg.replace(XMLNS, "", 1))
        scroll = tag("div", svg, class_="map", tabindex="0", role="group", aria_label=each.title)
        folded.append(tag("details", tag("summary", each.title), scroll))
    return str(tag("section", *folded, id="maps", aria_label="Decision maps")) if folded else ""
