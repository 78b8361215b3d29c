"""HTML and SVG in which whatever is not a tag of ours is text."""

from __future__ import annotations

import html

VOID = frozenset({"br", "path", "rect", "circle", "line"})


class Markup(str):
    """Text that is markup already; everything else is escaped."""

    __slots__ = ()


def text(value: str) -> Markup:
    """Text that shows as itself, with a replacement sign for whatever cannot be printed."""
    if value.isprintable():
        return Markup(html.escape(value, quote=True))
    shown = "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in value)
    return Markup(html.escape(shown, quote=True))


def tag(name: str, *children: str | None, **attributes: str | float | None) -> Markup:
    """An element; its children are escaped unless they are markup, and those that are None or empty are left out.

    Args:
        name: the element.
        children: what is in it.
        attributes: by name, `_` for `-`; a name may end in `_` where Python reserves it. None leaves one out.
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(_format_number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID and not children:
        return Markup(f"<{name}{said}/>")
    return Markup(f"<{name}{said}>{join(*children)}</{name}>")


def join(*pieces: str | None) -> Markup:
    """Pieces one after another, escaped unless they are markup."""
    return Markup("".join(piece if isinstance(piece, Markup) else text(piece) for piece in pieces if piece))


def style(css: str) -> Markup:
    """A style sheet of our own; nothing that a user gave may be in it."""
    return Markup(f"<style>{css}</style>")


def _format_number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
