"""A rulebook in which one value is of any other type is read, or refused by problems; nothing else is ever raised."""

from __future__ import annotations

import copy
import datetime
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from squeezelogic.logic.model.errors import SqueezelogicError
from squeezelogic.testing.books import written
from tests.logic import tea

LAW = """
[[law]]
id = "warm"
says = "Why."
when.leaf = "green"
then.water = "warm"

[[law]]
id = "no-stronger"
says = "Why."
comparing.leaf = ["green", "black"]
never_raises.water = ["warm", "boiling"]
"""
CASE = """
[[case]]
why = "Why."
facts.leaf = "green"
expect.water = "warm"
lacks.tips = ["no-milk"]
"""
WAIVER = """
[[waiver]]
check = "gap"
topic = "brew"
reason = "Why."
"""
MORE = {"laws.toml": LAW, "brew.cases.toml": CASE, "waivers.toml": WAIVER}
FILES: dict[str, Any] = {file: tomllib.loads(text) for file, text in (tea.FILES | MORE).items()}
OTHER: list[Any] = [3, 1.5, True, "", "q", [], [[]], [{}], [1, 1], {}, {"x": []}, datetime.date(2026, 1, 1)]


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value below the files themselves."""
    if len(path) > 1:
        yield path
    for key, below in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(below, (*path, key))


def test_what_is_spoilt_is_sound() -> None:
    """So that each refusal is of the value put in."""
    book = written("tea", FILES)
    assert (len(book.laws), len(book.cases), len(book.waivers)) == (2, 1, 1)


@pytest.mark.parametrize("file", FILES)
def test_a_value_of_any_type_is_read_or_refused(file: str) -> None:
    """Wherever it stands."""
    for path in places({file: FILES[file]}):
        for other in OTHER:
            files = copy.deepcopy(FILES)
            node = files
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = other
            try:
                book = written("tea", files)
                book.check()
            except SqueezelogicError:
                continue
            except Exception as error:
                raise AssertionError(f"{path} = {other!r}") from error
