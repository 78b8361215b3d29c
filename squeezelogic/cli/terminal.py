"""The terminal: its width, colours, tables, and a progress bar."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import zip_longest
from textwrap import fill, wrap
from typing import Literal, TextIO, TypeVar

from squeezelogic.logic.model.errors import printable
from squeezelogic.logic.render.phrases import LANGUAGES, phrases

T = TypeVar("T")
When = Literal["auto", "always", "never"]
WHEN: tuple[When, ...] = ("auto", "always", "never")

NARROWEST, WIDEST, UNWATCHED = 40, 110, 92
"""The width of text in columns: minimum, maximum, and the default without a terminal."""

LEAST_ROOM, STEP = 24, 4
"""The minimum width of text beside a name (narrower text goes below it), and the indentation below."""

BOLD, DIM, RED, GREEN, YELLOW, CYAN = "1", "2", "31", "32", "33", "36"
_SEVERITIES = {"error": RED, "critical": RED, "warning": YELLOW, "note": CYAN, "info": CYAN}
_VERDICTS = {
    "SQUEEZE": (GREEN,),
    "SQUEEZE GENTLY": (GREEN,),
    "START GENTLY": (GREEN,),
    "LEARN FIRST": (YELLOW,),
    "FIX FORM FIRST": (YELLOW,),
    "NO SQUEEZE": (YELLOW,),
    "REASSESS": (RED,),
    "REFER": (RED,),
}
_FINDING = re.compile(r"^(\S[^\n]*?:(?:\d+:)? )?(error|warning|note): ([\w-]+): ")
_VERDICT = re.compile(r"([A-Z]+(?: [A-Z]+)*)( \([\w ]+\))?")
_TABLE = re.compile("[│─┼]|\\t")
_LEAD = re.compile(r"[^.,:;]{1,40}(?=[.,:;])")
_LABEL = re.compile(r"(\s*(?:- )?)([^\W\d_]+)(?=: )")
_HEADING = re.compile(r"^[A-Z][^\n.:]{0,60}:?$")
_IDS = re.compile(r"\[[\w-]+(?:[;,] [^\]]*)?\]$")


def write_hint(text: str) -> None:
    """Write a hint to standard error, if there is one; the command goes on."""
    if sys.stderr is not None:
        sys.stderr.write(f"squeezelogic: {printable(text)}\n")


def text_width() -> int:
    """The width of text, from `COLUMNS` or the terminal, within limits."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((UNWATCHED, 24)).columns))


def shows_color(stream: TextIO | None, when: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether output on a stream is coloured.

    Args:
        stream: the output.
        when: `always`, `never`, or `auto`: on a terminal that is not `dumb`, unless `NO_COLOR` is set.
        environment: the environment variables.
    """
    if when != "auto" or stream is None:
        return when == "always"
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def paint(text: str, *codes: str) -> str:
    """Text in a colour or a weight."""
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m"


def colored(text: str) -> str:
    """Output in colour: the verdict, headings, severities, and dimmed ids."""
    lines = text.split("\n")
    painted = [_color_line(line, place, lines) for place, line in enumerate(lines)]
    if any(map(_find_brief().match, lines)):
        painted[0] = _LEAD.sub(lambda m: paint(m[0], BOLD), lines[0], count=1)
    return "\n".join(painted)


def _color_line(line: str, place: int, lines: Sequence[str]) -> str:
    if not place and (verdict := _VERDICT.fullmatch(line)):
        return paint(verdict[1], BOLD, *_VERDICTS.get(verdict[1], ())) + (verdict[2] or "")
    if found := _FINDING.match(line):
        where = paint(found[1], BOLD) if found[1] else ""
        severity = paint(f"{found[2]}:", BOLD, _SEVERITIES[found[2]])
        return f"{where}{severity} {paint(f'{found[3]}:', CYAN)} {line[found.end() :]}"
    indented = place + 1 < len(lines) and lines[place + 1].startswith("  ")
    if indented and _HEADING.match(line):
        return paint(line, BOLD)
    if found := _find_brief().match(line):
        line = paint(found[1], BOLD) + line[found.end() :]
    if (found := _LABEL.match(line)) and (color := _find_severities().get(found[2])):
        line = f"{found[1]}{paint(found[2], BOLD, color)}{line[found.end() :]}"
    return _IDS.sub(lambda m: paint(m[0], DIM), line)


@cache
def _find_brief() -> re.Pattern[str]:
    """The labels in a brief, in every language."""
    labels = (phrases(it)[f"brief.{key}"] for it in LANGUAGES for key in ("back", "fix", "cues", "why"))
    return re.compile(f"((?:{'|'.join(map(re.escape, labels))}):)(?= )")


@cache
def _find_severities() -> Mapping[str, str]:
    """The colour of the severity of a caution, in every language."""
    return {phrases(it)[f"severity.{key}"]: _SEVERITIES[key] for it in LANGUAGES for key in ("critical", "warning")}


def columns(rows: Sequence[Sequence[str]], width: int, gap: int = 2) -> list[str]:
    """Rows as lines in columns. The last column wraps; if it would be too narrow, it goes below the others."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)] if rows else []
    before = sum(widths) + gap * len(widths)
    stacked = before > 0 and width - before < LEAST_ROOM
    lines = []
    for row in rows:
        room = width - (STEP if stacked else before)
        last = wrap(row[-1], room, break_long_words=False, break_on_hyphens=False) or [""]
        start = "".join(cell.ljust(each + gap) for cell, each in zip(row, widths, strict=False))
        if stacked:
            lines += [*[start.rstrip()] * bool(start.strip()), *(" " * STEP + line for line in last)]
        else:
            lines += [(start + last[0]).rstrip(), *(" " * before + line for line in last[1:])]
    return lines


def fitted(text: str, width: int) -> str:
    """Text with overlong lines wrapped and indented; tables are left unchanged."""
    return "\n".join(
        line if len(line) <= width or _TABLE.search(line) else _fit_line(line, width) for line in text.split("\n")
    )


def _fit_line(line: str, width: int) -> str:
    indent = len(line) - len(line.lstrip(" -"))
    after = " " * min(indent + (0 if line.lstrip(" ").startswith("- ") else 2), width // 2)
    return fill(line, width, subsequent_indent=after, break_long_words=False, break_on_hyphens=False)


def grid(rows: Sequence[Sequence[str]], widths: Sequence[int], divided_after: int) -> list[str]:
    """Rows as a table with wrapped cells; the first row is the header.

    Args:
        rows: the cells.
        widths: the width of each column.
        divided_after: the number of columns before the vertical line.
    """
    cells = [
        [wrap(cell, width, break_on_hyphens=False) for cell, width in zip(row, widths, strict=True)] for row in rows
    ]
    widths = [max((len(line) for row in cells for line in row[i]), default=0) for i in range(len(widths))]
    rule = "─┼─".join("  ".join("─" * each for each in part) for part in _split_row(widths, divided_after))
    lines = []
    for number, row in enumerate(cells):
        for parts in zip_longest(*row, fillvalue=""):
            padded = [part.ljust(width) for part, width in zip(parts, widths, strict=True)]
            lines.append(" │ ".join(map("  ".join, _split_row(padded, divided_after))).rstrip())
        if not number or any(len(cell) > 1 for cell in row):
            lines.append(rule)
    return lines


def _split_row(row: Sequence[T], at: int) -> tuple[Sequence[T], Sequence[T]]:
    return row[:at], row[at:]


class Bar:
    """A progress bar on a terminal, for tasks longer than a second."""

    PATIENCE, PAUSE, WIDTH = 1.0, 0.1, 30

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = time.monotonic() + self.PATIENCE
        self._shown = False

    def __enter__(self) -> Bar:
        return self

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show the progress."""
        if time.monotonic() >= self._next and self._stream.isatty():
            filled = self.WIDTH * done // max(total, 1)
            self._stream.write(f"\r[{'#' * filled}{' ' * (self.WIDTH - filled)}] {what} {done}/{total}\x1b[K")
            self._stream.flush()
            self._next = time.monotonic() + self.PAUSE
            self._shown = True

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
