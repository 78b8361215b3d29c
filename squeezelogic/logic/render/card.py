"""Cards, the container of all notebook output: one element with a style sheet, and without ids."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from squeezelogic.logic.render.markup import Markup, join, style, tag
from squeezelogic.logic.render.theme import colours, tones

ROOT = ".squeezelogic.squeezelogic.squeezelogic"  # three classes, because notebooks style table cells with two

SIGNS = {"yes": "✓", "wait": "◷", "no": "–", "stop": "✕", "plain": "•"}

CSS = "\n".join(
    (
        colours(".squeezelogic"),
        tones(f"{ROOT} .sq-TONE", {"color": "var(--sq-TONE)", "background": "var(--sq-TONE-paper)"}),
        """
&{box-sizing:border-box;max-width:46rem;margin:.5rem 0;padding:1rem 1.15rem;border:1px solid var(--sq-line);
border-radius:.6rem;background:var(--sq-paper);color:var(--sq-ink);text-align:left;overflow-wrap:anywhere;
font:400 .95rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
& *{box-sizing:border-box}
& p,& ul,& li{margin:0;padding:0;text-align:left}
& ul{padding-left:1.15rem;list-style:disc}
& li{margin:.18rem 0}
& code{padding:0;border:0;background:none;color:inherit;
font:.86em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
& .sq-top{display:flex;flex-wrap:wrap;align-items:center;gap:.35rem .7rem}
& .sq-badge{display:inline-block;padding:.2rem .7rem;border-radius:1rem;font-weight:650;font-size:1.05rem}
& .sq-small{padding:.05rem .5rem;font-size:.8rem;font-weight:600}
& .sq-title{font-weight:650;font-size:1.05rem}
& .sq-muted{color:var(--sq-muted);font-size:.86rem}
& .sq-top + .sq-muted{margin-top:.4rem}
& .sq-lead{margin:.65rem 0 0;font-size:1.08rem;line-height:1.4}
& .sq-dose{display:flex;flex-wrap:wrap;gap:.4rem;margin:.7rem 0 0;padding:0;list-style:none}
& .sq-dose li{display:flex;flex-direction:column;margin:0;
padding:.25rem .7rem;border-radius:.4rem;background:var(--sq-soft)}
& .sq-dose span{font-size:.75rem;color:var(--sq-muted)}
& .sq-dose strong{font-weight:600}
& .sq-parts{columns:18rem 2;column-gap:1.5rem}
& .sq-parts div{break-inside:avoid;padding-top:.9rem}
& .sq-head{margin:0 0 .25rem;font-size:.8rem;font-weight:650;color:var(--sq-muted)}
& .sq-alerts{list-style:none;padding:0}
& .sq-alerts li{margin:.3rem 0;padding:.4rem .7rem;border-left:.25rem solid;border-radius:.3rem}
& .sq-reason{margin:.55rem 0 0}
& .sq-change{margin:1.1rem 0 0}
& details{margin:.8rem 0 0;padding:.6rem 0 0;border-top:1px solid var(--sq-line)}
& details details{margin:.7rem 0 0 .9rem}
& summary{display:list-item;cursor:pointer;font-weight:600;border-radius:.2rem}
& summary .sq-muted{font-weight:400}
& summary:focus-visible,& .sq-scroll:focus-visible{outline:2px solid var(--sq-focus);outline-offset:2px}
& .sq-scroll{overflow-x:auto}
& table{width:100%;margin:.7rem 0 0;border:0;border-collapse:collapse;
font-size:.9rem;color:inherit;background:none}
& th,& td{padding:.3rem .8rem .3rem 0;border:0;border-bottom:1px solid var(--sq-line);text-align:left;
vertical-align:top;white-space:normal;background:none;color:inherit}
& tr{background:none}
& thead th{font-size:.8rem;font-weight:650;color:var(--sq-muted)}
& tbody th{font-weight:600}
& tbody td,& tbody th{min-width:5.5rem}
& tbody th .sq-muted{font-weight:400}
&.sq-drawn{max-width:none;padding:0;border:0;background:none}
@media print{&{break-inside:avoid}}
""".replace("&", ROOT).strip(),
    )
)


def card(label: str, *children: Markup | None) -> Markup:
    """A card.

    Args:
        label: the label for screen readers.
        children: the content.
    """
    return tag("article", style(CSS), *children, class_="squeezelogic", aria_label=label)


def badge(words: str, tone: str, small: bool = False) -> Markup:
    """A word in the colour of its tone, with a sign that conveys the tone without colour."""
    sign = tag("span", f"{SIGNS[tone]} ", aria_hidden="true")
    return tag("span", sign, words, class_=f"sq-badge sq-{tone}" + (" sq-small" if small else ""))


def top(*children: Markup | None) -> Markup:
    """The first line of a card."""
    return tag("div", *children, class_="sq-top")


def muted(words: str, name: str = "span") -> Markup:
    """Small print."""
    return tag(name, words, class_="sq-muted")


def listed(items: Iterable[str], name: str = "ul", **attributes: str) -> Markup:
    """A list."""
    return tag(name, *(tag("li", item) for item in items), **attributes)


def fold(summary: str, *children: Markup | None) -> Markup:
    """A foldable section."""
    return tag("details", tag("summary", summary), *children)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Markup:
    """A table; the first cell of each row is its header."""
    top_row = tag("tr", *(tag("th", cell, scope="col") for cell in head))
    body = (
        tag("tr", *(tag("td", cell) if i else tag("th", cell, scope="row") for i, cell in enumerate(row)))
        for row in rows
    )
    return tag("table", tag("thead", top_row), tag("tbody", *body))


def code_tag(words: str) -> Markup:
    """An id or a file name."""
    return tag("code", words)


def sentence(words: str) -> Markup:
    """A sentence with words in backticks, as HTML."""
    pieces = words.split("`")
    if len(pieces) % 2 == 0:
        return join(words)
    return join(*(code_tag(piece) if i % 2 else piece for i, piece in enumerate(pieces)))


def joined(pieces: Iterable[str], between: str) -> Markup:
    """Pieces with a separator."""
    found: list[str] = []
    for piece in pieces:
        found += [between, piece] if found else [piece]
    return join(*found)


def prose(text: str) -> Markup:
    """A text as a card: one paragraph per line; indented lines become a list below the line before them."""
    lines = [line for line in text.split("\n") if line.strip()]
    return card(lines[0] if lines else "", *_render_outline(lines))


def _render_outline(lines: list[str]) -> list[Markup]:
    depth = min((_measure_indent(line) for line in lines), default=0)
    heads = [place for place, line in enumerate(lines) if _measure_indent(line) == depth]
    found = []
    for place, after in pairwise([*heads, len(lines)]):
        words, beneath = lines[place].strip().removeprefix("- "), _render_outline(lines[place + 1 : after])
        below = tag("ul", *(tag("li", each) for each in beneath)) if beneath else None
        found.append(tag("div", tag("strong" if beneath else "span", words), below, class_="sq-reason"))
    return found


def _measure_indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def bundle(html: Markup, markdown: str, plain: str) -> dict[str, str]:
    """The result of `_repr_mimebundle_`: the notebook picks the richest supported format."""
    return {"text/html": str(html), "text/markdown": markdown, "text/plain": plain}
