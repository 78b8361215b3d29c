"""A drawing: a self-contained SVG with a text alternative."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from squeezelogic.logic.render.card import CSS, bundle
from squeezelogic.logic.render.markdown import bullets, escape
from squeezelogic.logic.render.markup import Markup, style, tag
from squeezelogic.logic.render.theme import colours, tones

MARGIN = 20.0
SVG_CSS = "\n".join(
    (
        colours(".squeezelogic-drawing"),
        tones(".squeezelogic-drawing .sq-TONE", {"fill": "var(--sq-TONE)"}),
        """
&{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif}
& text{fill:var(--sq-ink)}
& .sq-sheet{fill:var(--sq-paper);stroke:var(--sq-line)}
& .sq-box{fill:var(--sq-soft);stroke:var(--sq-edge)}
& .sq-box-stands{fill:var(--sq-yes-paper);stroke:var(--sq-yes)}
& .sq-box-lost{fill:var(--sq-paper);stroke:var(--sq-stop);stroke-dasharray:5 3}
& .sq-box-slot{fill:var(--sq-no-paper);stroke:var(--sq-no)}
& .sq-box-faint{fill:var(--sq-paper);stroke:var(--sq-edge);stroke-dasharray:2 3}
& .sq-strong{font-weight:bold}
& .sq-faint{fill:var(--sq-muted)}
& .sq-struck{text-decoration:line-through;fill:var(--sq-muted)}
& .sq-edge{fill:none;stroke:var(--sq-edge);stroke-width:1.3}
& .sq-edge-lost{stroke-dasharray:4 3;opacity:.75}
& .sq-edge-over{fill:none;stroke:var(--sq-stop);stroke-width:1.6}
& .sq-tip{fill:var(--sq-edge)}
& .sq-tip-over{fill:var(--sq-stop)}
""".replace("&", ".squeezelogic-drawing").strip(),
    )
)


@frozen
class Drawing:
    """An SVG picture with a text alternative. Notebooks display it.

    Args:
        title: the title.
        lines: the text alternative, one sentence per line.
        svg: a self-contained SVG document with a light and a dark theme.
    """

    title: str
    lines: tuple[str, ...]
    svg: str

    def save(self, path: str | Path) -> None:
        """Write the SVG to a file.

        Raises:
            OSError: it cannot be written.
        """
        Path(path).write_text(self.svg, encoding="utf-8", newline="\n")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The drawing for a notebook."""
        html = tag(
            "div",
            style(CSS),
            tag("div", Markup(self.svg), class_="sq-scroll", tabindex="0", role="group", aria_label=self.title),
            class_="squeezelogic sq-drawn",
        )
        markdown = f"**{escape(self.title)}**\n\n{bullets(map(escape, self.lines))}\n"
        return {**bundle(html, markdown, str(self)), "image/svg+xml": self.svg}

    def __str__(self) -> str:
        return "\n".join((self.title, *(f"  {line}" for line in self.lines)))


def drawing(title: str, lines: tuple[str, ...], size: tuple[float, float], *shapes: Markup) -> Drawing:
    """Make a drawing from shapes.

    Args:
        title: the title.
        lines: the text alternative, one sentence per line.
        size: the width and height of the shapes, without a margin.
        shapes: the shapes, from back to front.
    """
    width, height = (length + 2 * MARGIN for length in size)
    svg = tag(
        "svg",
        tag("title", title),
        tag("desc", " ".join(lines)),
        style(SVG_CSS),
        tag("rect", x=0.5, y=0.5, width=width - 1, height=height - 1, rx=10, class_="sq-sheet"),
        tag("g", *shapes, transform=f"translate({MARGIN:g} {MARGIN:g})"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="img",
        class_="squeezelogic-drawing",
        style=f"display:block;width:100%;min-width:{min(width, 680):g}px;max-width:{width:g}px;height:auto",
    )
    return Drawing(title, lines, str(svg))
