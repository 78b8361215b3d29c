"""Conditions as short as a cell of a table: `green`, `not black`, `>= 3`, `has any of lemon, milk`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from squeezelogic.logic.model.conditions import Between, Branch, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.model.rules import Conclusion
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value

ANYTHING, NOTHING = "–", "–"
_PLAIN = re.compile(r"-?\w[\w.-]*")
_KEYWORDS = ("not", "has", "empty")


def cell(attribute: Attribute, tests: Iterable[Test]) -> str:
    """Tests of one attribute, all of which must pass; a dash where there are none."""
    return "; ".join(_in_short(attribute, test) for test in tests) or ANYTHING


def phrase(attributes: Mapping[str, Attribute], branch: Branch) -> str:
    """A condition on one line: `leaf: green; minutes: 3..5`."""
    asked: dict[str, list[Test]] = {}
    for clause in branch:
        asked.setdefault(clause.attribute, []).append(clause.test)
    return "; ".join(f"{name}: {cell(attributes[name], tests)}" for name, tests in asked.items())


def filled(value: Conclusion | None) -> str:
    """What a slot holds; a dash where that is nothing."""
    if isinstance(value, tuple):
        return ", ".join(map(word, value)) or NOTHING
    return NOTHING if value is None else word(value)


def word(value: Value) -> str:
    """A value, quoted where it could be taken for something else."""
    text = plain(value)
    return text if _PLAIN.fullmatch(text) and text not in _KEYWORDS else json.dumps(text, ensure_ascii=False)


def _in_short(attribute: Attribute, test: Test) -> str:
    if isinstance(test, Between):
        return _bounds(attribute, test)
    every = frozenset(map(str, attribute.values)) if len(attribute.values) > 1 else frozenset()
    match test:
        case Is(values):
            return _listed(attribute, values)
        case Not(Is(values)):
            return f"not {_listed(attribute, values)}"
        case HasAny(values) | Not(HasAny(values)) if values == every:
            return "empty" if isinstance(test, Not) else "not empty"
        case HasAny(values) | HasAll(values) | Not(HasAny(values)):
            return _has(test, len(values)) + _listed(attribute, values)
    raise AssertionError(test)  # pragma: no cover - the cases above are all there are


def _bounds(attribute: Attribute, test: Between) -> str:
    if test.at_least == attribute.at_least:
        return f"<= {test.at_most}"
    return f">= {test.at_least}" if test.at_most == attribute.at_most else f"{test.at_least}..{test.at_most}"


def _has(test: Test, how_many: int) -> str:
    if how_many == 1:
        return "has no " if isinstance(test, Not) else "has "
    return "has none of " if isinstance(test, Not) else "has any of " if isinstance(test, HasAny) else "has all of "


def _listed(attribute: Attribute, values: Iterable[Value]) -> str:
    """In the vocabulary's order, numbers by size, `unknown` last."""
    order: dict[Value, int] = {value: place for place, value in enumerate(attribute.values)}

    def place(value: Value) -> tuple[bool, float, str]:
        number = value if isinstance(value, int) and not isinstance(value, bool) else order.get(value, 0)
        return value == UNKNOWN, number, "" if value is True else plain(value)

    return ", ".join(map(word, sorted(values, key=place)))
