"""Boxes of text and the lines between them as SVG, with estimated letter widths."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from attrs import frozen

from squeezelogic.logic.render.markdown import one_line
from squeezelogic.logic.render.markup import Markup, join, tag

SIZE, LEADING, PAD = 13.0, 17.0, 8.0
NARROW, WIDE = "iljtfr.,:;|'!()[]I ", "mwMW@%&—…ABCDGHKNOQRUVXYZ"


@frozen
class Line:
    """A line of text with its look (`strong`, `faint`, `struck`, a tone, or empty) and its size."""

    text: str
    look: str = ""
    size: float = SIZE


@frozen
class Box:
    """Text in a frame, at a place."""

    lines: tuple[Line, ...]
    x: float
    y: float
    width: float
    look: str = ""
    tip: str = ""

    @property
    def height(self) -> float:
        """Its height."""
        return height_of(self.lines)

    @property
    def left(self) -> tuple[float, float]:
        """The point where lines arrive."""
        return self.x, self.y + self.height / 2

    @property
    def right(self) -> tuple[float, float]:
        """The point where lines leave."""
        return self.x + self.width, self.y + self.height / 2

    def draw(self) -> Markup:
        """The box as SVG."""
        look = "sq-box" + (f" sq-box-{self.look}" if self.look else "")
        frame = tag("rect", x=self.x, y=self.y, width=self.width, height=self.height, rx=6, class_=look)
        words = [
            written(line, self.x + PAD + 2, self.y + PAD + LEADING * (i + 0.76)) for i, line in enumerate(self.lines)
        ]
        return tag("g", tag("title", self.tip) if self.tip else None, frame, *words)


def height_of(lines: Sequence[Line]) -> float:
    """The height of a box of these lines."""
    return LEADING * len(lines) + 2 * PAD


def written(line: Line, x: float, y: float, anchor: str | None = None) -> Markup:
    """A line of text without a box."""
    look = f"sq-{line.look}" if line.look else None
    return tag("text", line.text, x=x, y=y, font_size=line.size, class_=look, text_anchor=anchor)


def wrapped(text: str, width: float, look: str = "", size: float = SIZE, most: int = 4) -> tuple[Line, ...]:
    """Wrap text to lines that fit in a box; long words are cut.

    Args:
        text: the text.
        width: the width of the box.
        look: the look of the lines.
        size: the font size.
        most: the maximum number of lines; longer text ends in an ellipsis.
    """
    room, bold = width - 2 * PAD - 4, look == "strong"
    lines: list[str] = [""]
    for word in one_line(text).split(" "):
        for piece in _cut_word(word, room, size, bold):
            longer = f"{lines[-1]} {piece}".strip()
            if measured(longer, size, bold) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    shown = [line for line in lines if line] or ["–"]
    if len(shown) > most:
        last = shown[most - 1]
        while measured(f"{last}…", size, bold) > room:
            last = last[:-1]
        shown = [*shown[: most - 1], f"{last}…"]
    return tuple(Line(line, look, size) for line in shown)


def _cut_word(word: str, room: float, size: float, bold: bool) -> list[str]:
    """A word, cut into pieces that fit on a line."""
    pieces = [""]
    for letter in word:
        if measured(pieces[-1] + letter, size, bold) > room and pieces[-1]:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def measured(text: str, size: float, bold: bool = False) -> float:
    """The maximum width of text, over the fonts that browsers use."""
    return sum(map(_letter_width, text)) * size * (1.12 if bold else 1)


def _letter_width(letter: str) -> float:
    if letter in NARROW:
        return 0.33
    if letter in WIDE:
        return 0.8
    if ord(letter) < 0x250:
        return 0.6
    return 1.05 if unicodedata.east_asian_width(letter) in "WFA" else 0.85


def link(start: tuple[float, float], end: tuple[float, float], look: str = "") -> Markup:
    """A curve with an arrowhead, from the right side of one box to the left side of another."""
    (x1, y1), (x2, y2) = start, end
    bend = max(30.0, (x2 - x1) / 2)
    curve = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend - 5:.1f} {y2:.1f} {x2 - 5:.1f} {y2:.1f}"
    tip = f"M{x2:.1f} {y2:.1f}l-7 -3.5v7z"
    return join(
        tag("path", d=curve, class_="sq-edge" + (f" sq-edge-{look}" if look else "")),
        tag("path", d=tip, class_="sq-tip"),
    )


def over(upper: Box, lower: Box, lane: int) -> Markup:
    """A bracket down the right side, from the box that overrules to the one that is overruled."""
    x1, y1 = upper.right[0], upper.y + upper.height - 12
    x2, y2 = lower.right[0], lower.y + 12
    out = max(x1, x2) + 16 + 9 * lane
    bracket = f"M{x1:.1f} {y1:.1f}H{out - 6:.1f}q6 0 6 6V{y2 - 6:.1f}q0 6 -6 6H{x2 + 6:.1f}"
    return join(
        tag("path", d=bracket, class_="sq-edge-over"),
        tag("path", d=f"M{x2:.1f} {y2:.1f}l8 -4v8z", class_="sq-tip-over"),
    )


def placed(wanted: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """The top of each box in a column, with the middle of each box as near as possible to the wanted place.

    Args:
        wanted: the wanted middles, in ascending order.
        heights: the heights of the boxes.
        gap: the distance between two boxes.
    """
    starts: list[float] = []
    free = 0.0
    for middle, height in zip(wanted, heights, strict=True):
        starts.append(max(free, middle - height / 2))
        free = starts[-1] + height + gap
    return starts
