"""Markdown in which all text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import cycle

_ANYWHERE = re.compile(r"([\\`*_\[\]<>&{}~$^#])")
_NUMBERED = re.compile(r"(\d+)([.)])")
_BLOCK = tuple("+-=:%!@|(")
_ALONE = re.compile(r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*")


def one_line(text: str) -> str:
    """The text on one line, with a replacement character for everything unprintable."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)


def escape(text: str) -> str:
    """Text that is shown literally, anywhere in a line."""
    shown = _ANYWHERE.sub(r"\\\1", one_line(text))
    if shown.startswith(_BLOCK):
        return f"\\{shown}"
    return _NUMBERED.sub(r"\1\\\2", shown, count=1) if _NUMBERED.match(shown) else shown


def inline_code(text: str) -> str:
    """Text as inline code; it may contain backticks."""
    shown = one_line(text)
    if not shown:
        return ""
    longest = max(map(len, re.findall("`+", shown)), default=0)
    fence, pad = "`" * (longest + 1), " " if "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def sentence(text: str) -> str:
    """A sentence with words in backticks, as Markdown."""
    if text.count("`") % 2:
        return escape(text)
    return " ".join(
        inline_code(piece) if in_code else escape(piece)
        for in_code, piece in zip(cycle((False, True)), text.split("`"), strict=False)
        if piece.strip()
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def bullets(items: Iterable[str]) -> str:
    """A list of items that are Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """A file name for each id: the id itself if it is plain. Names are unique on any file system and have no slash."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for given in ids:
        plain = given if _ALONE.fullmatch(given) else re.sub(r"[^A-Za-z0-9]+", "-", given).strip("-") or "unnamed"
        stem, number = plain[:100], 1
        name = stem
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        names[given] = name
    return names
