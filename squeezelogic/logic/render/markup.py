"""HTML and SVG in which all text is escaped."""

from __future__ import annotations

import html

VOID = frozenset({"br", "path", "rect", "circle", "line"})


class Markup(str):
    """Text that is markup already, and is not escaped."""

    __slots__ = ()


def text(value: str) -> Markup:
    """Text that is shown literally, with a replacement character for everything unprintable."""
    if value.isprintable():
        return Markup(html.escape(value))
    shown = "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in value)
    return Markup(html.escape(shown))


def tag(name: str, *children: str | None, **attributes: str | float | None) -> Markup:
    """An element. Its children are escaped unless they are markup; empty ones and None are left out.

    Args:
        name: the name of the element.
        children: its content.
        attributes: by name, with `_` for `-`; a name that Python reserves may end in `_`. None leaves one out.
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
    """Concatenate pieces, escaped unless they are markup."""
    return Markup("".join(piece if isinstance(piece, Markup) else text(piece) for piece in pieces if piece))


def style(css: str) -> Markup:
    """A style sheet; it must not contain user input."""
    return Markup(f"<style>{css}</style>")


def _format_number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
