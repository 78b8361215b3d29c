"""One self-contained HTML page with a rulebook's questions and answers: no server, network or build step."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence

from squeezelogic.coaching.web.bundle import MODULE, as_document, shipped
from squeezelogic.logic.maps.decision_map import DecisionMap
from squeezelogic.logic.render.drawing import Drawing
from squeezelogic.logic.render.markup import Markup, tag
from squeezelogic.logic.render.phrases import ENGLISH, phrases
from squeezelogic.logic.rulebook import Rulebook

XMLNS = ' xmlns="http://www.w3.org/2000/svg"'  # not needed within HTML


def page(
    book: Rulebook, title: str | None = None, maps: Iterable[DecisionMap] = (), languages: Iterable[str] = ()
) -> str:
    """The page of any rulebook, as HTML.

    Args:
        book: the rulebook.
        title: the heading; the rulebook's question, in the language of the page, if left out.
        maps: decision maps to show below the answer, folded.
        languages: codes of additional languages, as for `bundle`.

    Raises:
        InvalidInput: with every number that JavaScript cannot represent exactly; or the rulebook has no texts in a
            language.
    """
    data = as_document(book, languages, catalogues=False)
    document = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    parts = {
        "STYLE": shipped("page.css"),
        "TITLED": str(title is not None).lower(),
        "TITLE": html.escape(title or book.name),
        "BOOK": document.replace("<", "\\u003c"),  # so no text can end the script element
        "MODULE": shipped(MODULE).replace("export ", "") + shipped("page.mjs"),
        "MAPS": _show_maps(book, list(maps), data["languages"]),  # last, since its texts must not be replaced
    }
    text = shipped("page.html")
    for name, part in parts.items():
        text = (
            text.replace(name, part)
            if name in ("TITLE", "TITLED")
            else text.replace(f"\n{name}\n", f"\n{part}\n").replace(f">{name}<", f">{part}<")
        )
    return text


def _show_maps(book: Rulebook, maps: Sequence[DecisionMap], languages: Iterable[str]) -> str:
    """Folded decision maps in each language; the module shows those of the page's language."""
    if not maps:
        return ""
    sides = []
    for language in (ENGLISH, *languages):
        folded = (_fold_drawing(each.drawing(book.in_language(language).vocabulary)) for each in maps)
        sides.append(tag("div", *folded, data_language=language))
    return str(tag("section", *sides, id="maps", data_label="page.maps", aria_label=phrases(ENGLISH)["page.maps"]))


def _fold_drawing(drawn: Drawing) -> Markup:
    svg = Markup(drawn.svg.replace(XMLNS, "", 1))
    scroll = tag("div", svg, class_="map", tabindex="0", role="group", aria_label=drawn.title)
    return tag("details", tag("summary", drawn.title), scroll)
