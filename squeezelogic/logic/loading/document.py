"""One TOML file: its data, and the line of each key."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from squeezelogic.logic.loading.safe_read import regular_bytes
from squeezelogic.logic.model.errors import DEEPEST, OBEYED, Problem, plain, quoted
from squeezelogic.logic.model.untrusted import is_countable

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


LARGEST = 4 * 1024 * 1024
MOST_PARTS = 16
Path_ = tuple[str | int, ...]

# White space, comments and texts of TOML; without backtracking.
_BLANK = r"[ \t]*+"
_LONG = r"""\#[^\n]*+|"{3}(?:\\.|(?!"{3})[^\\])*+"{0,5}|'{3}(?:(?!'{3}).)*+'{0,5}"""
_TEXT = r"""(?:"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')"""
_PART = rf"(?:[A-Za-z0-9_-]++|{_TEXT})"
_DOT = rf"{_BLANK}\.{_BLANK}"
# Keys with too many parts; comments and texts, in which dots do not separate keys.
_LEXEME = re.compile(rf"{_LONG}|(?P<key>{_PART}(?:{_DOT}{_PART}){{{MOST_PARTS}}})|{_PART}", re.DOTALL)
# The start of a line outside of all values, and the characters that decide where such a line or value ends.
_BEGINNING = re.compile(rf"{_BLANK}(\[{{0,2}}){_BLANK}({_PART}(?:{_DOT}{_PART})*+)", re.DOTALL)
_WORD = re.compile(_PART, re.DOTALL)
_TOKEN = re.compile(rf"{_LONG}|{_TEXT}|[\[\]{{}}\n]", re.DOTALL)
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")


@frozen
class Document:
    """A parsed TOML file.

    Args:
        name: the name of the file in messages.
        data: the parsed data.
        text: the text of the file, to find lines.
    """

    name: str
    data: dict[str, Any] = field(hash=False)
    text: str = field(repr=False)

    @cached_property
    def _lines(self) -> dict[Path_, int]:
        return locate(self.text)

    def line(self, path: Path_) -> int | None:
        """The line of a key, or of the nearest table around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._lines:
                return self._lines[path[:end]]
        return None


def read(path: Path | Traversable, name: str) -> Document | Problem:
    """Read a file as a document; return a problem if that fails."""
    text = _read_text(path, name)
    if isinstance(text, Problem):
        return text
    if line := _long_key(text):
        return Problem(f"nested too deeply: a key of more than {MOST_PARTS} parts", name, line)
    try:
        return Document(name, tomllib.loads(text), text)
    except RecursionError:
        return Problem("nested too deeply to be read", name)
    except tomllib.TOMLDecodeError as error:
        return _report_syntax(error, name, text)
    except ValueError as error:
        return Problem(f"not readable as TOML: {plain(str(error))}", name)


def _read_text(path: Path | Traversable, name: str) -> str | Problem:
    """Read the text of a file; return a problem if that fails."""
    try:
        content = regular_bytes(path, LARGEST) if isinstance(path, Path) else path.read_bytes()
        if content is None:
            return Problem("not a file", name, None, None, "put only files here")
        if len(content) > LARGEST:
            return Problem(f"the file is larger than {LARGEST // 1024**2} MiB", name, None, None, "split it by topic")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Problem("not UTF-8 text", name, line, None, "save the file as UTF-8")
    except (OSError, ValueError) as error:
        return Problem(f"cannot be read: {getattr(error, 'strerror', None) or error}", name)


def _long_key(text: str) -> int | None:
    """The line of a key with too many parts: `tomllib` takes quadratic time for a key of a hundred thousand."""
    if all(line.count(".") < MOST_PARTS for line in text.split("\n")):
        return None
    for found in _LEXEME.finditer(text):
        if found.lastgroup == "key":
            return text.count("\n", 0, found.start()) + 1
    return None


def _report_syntax(error: tomllib.TOMLDecodeError, name: str, text: str) -> Problem:
    where = _AT_LINE.search(str(error))
    what = plain(_AT_LINE.sub("", str(error)))
    line = int(where.group(1)) if where and where.group(1) else text.count("\n") + 1
    return Problem(f"not TOML: {what[:1].lower()}{what[1:]}", name, line)


def locate(text: str) -> dict[Path_, int]:
    """The line of every key and table header in a well-formed TOML text."""
    lines: dict[Path_, int] = {}
    counts: dict[Path_, int] = {}
    table: Path_ = ()
    at, number = 0, 1
    while at < len(text):
        if found := _BEGINNING.match(text, at):
            parts = _split_key(found.group(2))
            if found.group(1):
                table = _enter_table(parts, found.group(1), counts)
                lines[table] = number
            else:
                path = table
                for part in parts:
                    path = (*path, part)
                    lines.setdefault(path, number)
        end = _find_value_end(text, at)
        at, number = end, number + text.count("\n", at, end)
    return lines


def _enter_table(parts: Sequence[str], brackets: str, counts: dict[Path_, int]) -> Path_:
    """The path of a table header; each `[[name]]` adds an element to its array."""
    path: Path_ = ()
    for i, part in enumerate(parts, 1):
        path = (*path, part)
        if brackets == "[[" and i == len(parts):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _split_key(dotted: str) -> list[str]:
    """The parts of a key, unquoted."""
    return [part if part[0] not in "\"'" else tomllib.loads(f"_ = {part}")["_"] for part in _WORD.findall(dotted)]


def _find_value_end(text: str, at: int) -> int:
    """The end of the last line of the value that begins at a place."""
    depth = 0
    for token in _TOKEN.finditer(text, at):
        depth += (token.group() in "[{") - (token.group() in "]}")
        if token.group() == "\n" and not depth:
            return token.end()
    return len(text)


def unsound(document: Document) -> Iterator[Problem]:
    """Report terminal control characters, numbers that JSON cannot represent, and data that is nested too deeply.

    Texts of a rulebook are shown in terminals, pages and logs, which need not handle what is rejected here.
    """
    texts = "\\" in document.text or OBEYED.search(document.text) is not None  # otherwise no text in it can contain one
    waiting: list[tuple[Path_, Any]] = [((), document.data)]
    while waiting:
        path, value = waiting.pop()
        if what := _find_fault(value) or (_find_fault(path[-1]) if path else ""):
            yield Problem(what, document.name, document.line(path))
        elif isinstance(value, (dict, list)):
            if len(path) >= DEEPEST:
                yield Problem("nested too deeply", document.name, document.line(path))
            else:
                inner = value.items() if isinstance(value, dict) else enumerate(value)
                waiting += [((*path, key), item) for key, item in inner if texts or type(item) is not str]


def _find_fault(value: object) -> str:
    if isinstance(value, str):
        found = OBEYED.search(value)
        return f"the control character {quoted(found.group())} in a text" if found else ""
    if isinstance(value, float):
        return "" if math.isfinite(value) else f"{quoted(value)} is no number to reckon with; give a finite one"
    if isinstance(value, int) and not is_countable(value):
        return "a whole number of more than 64 bits"
    return ""
