"""Conditions in the short form of table cells: `green`, `not black`, `>= 3`, `has any of lemon, milk`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import assert_never

from squeezelogic.logic.model.conditions import Between, Branch, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.model.rules import Conclusion
from squeezelogic.logic.model.vocabulary import ORDERED, UNKNOWN, Attribute, Value

ANYTHING, NOTHING = "–", "–"
_PLAIN = re.compile(r"-?\w[\w.-]*")
_KEYWORDS = ("not", "has", "empty")


def render_cell(attribute: Attribute, tests: Iterable[Test]) -> str:
    """Render tests of one attribute, all of which must pass; a dash if there are none."""
    return "; ".join(_in_short(attribute, test) for test in tests) or ANYTHING


def render_condition(attributes: Mapping[str, Attribute], branch: Branch) -> str:
    """Render a condition on one line: `leaf: green; minutes: 3..5`."""
    asked: dict[str, list[Test]] = {}
    for clause in branch:
        asked.setdefault(clause.attribute, []).append(clause.test)
    return "; ".join(f"{name}: {render_cell(attributes[name], tests)}" for name, tests in asked.items())


def render_conclusion(value: Conclusion | None) -> str:
    """Render the value of a slot; a dash if it is empty."""
    if isinstance(value, tuple):
        return ", ".join(map(render_word, value)) or NOTHING
    return NOTHING if value is None else render_word(value)


def render_word(value: Value) -> str:
    """Render a value, quoted if it is ambiguous."""
    text = plain(value)
    return text if _PLAIN.fullmatch(text) and text not in _KEYWORDS else json.dumps(text, ensure_ascii=False)


def _in_short(attribute: Attribute, test: Test) -> str:
    every = frozenset(map(str, attribute.values)) if len(attribute.values) > 1 else frozenset()
    match test:
        case Is(values):
            return _list_values(attribute, values)
        case Between():
            return _render_bounds(attribute, test)
        case HasAny(values) if values == every:
            return "not empty"
        case HasAny(values) | HasAll(values) | HasCount(_, values):
            return f"has {_how_many(test, len(values))}{_list_values(attribute, values)}"
        case Not(inner):
            return _render_negated(attribute, inner, every)
    assert_never(test)


def _render_negated(attribute: Attribute, test: Test, every: frozenset[str]) -> str:
    match test:
        case HasAny(values) if values == every:
            return "empty"
        case HasAny(values):
            return f"has {'no' if len(values) == 1 else 'none of'} {_list_values(attribute, values)}"
        case HasCount(count, values):
            return f"has fewer than {count} of {_list_values(attribute, values)}"
    return f"not {_in_short(attribute, test)}"


def _how_many(test: HasAny | HasAll | HasCount, listed: int) -> str:
    if isinstance(test, HasCount):
        return f"at least {test.count} of "
    return "" if listed == 1 else "any of " if isinstance(test, HasAny) else "all of "


def _render_bounds(attribute: Attribute, test: Between) -> str:
    """Render bounds, without those that equal the attribute's bounds."""
    low = plain(test.at_least) if test.at_least not in (None, attribute.at_least) else ""
    high = plain(test.at_most) if test.at_most not in (None, attribute.at_most) else ""
    if low and high:
        return f"{low}..{high}"
    bounds = [f">= {low}"] if low else [f"> {plain(test.above)}"] if test.above is not None else []
    bounds += [f"<= {high}"] if high else [f"< {plain(test.below)}"] if test.below is not None else []
    return " and ".join(bounds) or "known"


def _list_values(attribute: Attribute, values: Iterable[Value]) -> str:
    """List values in the vocabulary's order, numbers and dates in ascending order, `unknown` last."""
    known = [value for value in values if value != UNKNOWN]
    if attribute.type in ORDERED:
        known.sort()
    else:
        order: dict[Value, int] = {value: place for place, value in enumerate(attribute.domain or attribute.values)}
        known.sort(key=lambda value: (order.get(value, 0), plain(value)))
    return ", ".join(map(render_word, [*known, *([UNKNOWN] if UNKNOWN in values else [])]))
