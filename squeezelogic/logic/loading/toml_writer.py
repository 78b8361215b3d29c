"""Writes data as TOML in the style of rulebooks: one condition per line."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml(data: Mapping[str, Any]) -> str:
    """Write data as TOML.

    Args:
        data: texts, truth values, numbers (also exact decimals), dates, lists and tables.
    """
    simple = {key: value for key, value in data.items() if not _is_section(value)}
    blocks = ["".join(_write_lines(simple))] if simple else []
    for key, value in data.items():
        if isinstance(value, Mapping):
            blocks += _write_tables(_write_key(key), value)
        elif _is_section(value):
            blocks += [f"[[{_write_key(key)}]]\n" + "".join(_write_lines(table)) for table in value]
    return "\n".join(blocks)


def _is_section(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, Mapping) for item in value)
    return isinstance(value, Mapping)


def _write_tables(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    """`[attribute.leaf]` for a table of tables, `[rulebook]` for any other."""
    if table and all(isinstance(value, Mapping) for value in table.values()):
        for key, value in table.items():
            yield f"[{name}.{_write_key(key)}]\n" + "".join(_write_lines(value))
    else:
        yield f"[{name}]\n" + "".join(_write_lines(table))


def _write_lines(table: Mapping[str, Any], prefix: str = "", deep: bool = False) -> Iterator[str]:
    """`key = value`, and `when.key = value` for the keys of a table."""
    for key, value in table.items():
        if isinstance(value, Mapping) and value and not deep:
            yield from _write_lines(value, f"{prefix}{_write_key(key)}.", deep=True)
        else:
            yield f"{prefix}{_write_key(key)} = {_write_inline(value)}\n"


def _write_inline(value: Any) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_write_key(key)} = {_write_inline(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_write_inline, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return _write_text(value) if isinstance(value, str) else str(value)


def _write_key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _write_text(key)


def _write_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
