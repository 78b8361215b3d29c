"""Reads a rule's `when`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from squeezelogic.logic.loading.document import Path_
from squeezelogic.logic.loading.section import Section
from squeezelogic.logic.model.conditions import Between, Branch, Clause, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.errors import InvalidInput, choose_from, did_you_mean, quoted
from squeezelogic.logic.model.vocabulary import KINDS, ORDERED, SLOT, UNKNOWN, Attribute, Value, as_number

ANY = "any"
BOUNDS = ("at_least", "at_most", "above", "below")
EXCLUDING = ("not",)
COMPARED = (*BOUNDS, *EXCLUDING)
SET_OPERATORS = ("any", "all", "not", "only", "count_at_least", "of")
NEGATED_SET_OPERATORS = ("all", "count_at_least", "of")
"""The operators that `not` takes on a set."""
SIGNS = {">=": "at_least", "<=": "at_most", ">": "above", "<": "below"}
COMPARISON = re.compile(r"\s*(>=|<=|>|<)\s*(\S+)\s*")
DATE_UNQUOTED = "write a date without quotes: 2026-05-31"
OTHERWISE = {
    **dict.fromkeys((">=", "gte", "ge", "min", "from", "greater_than_or_equal", "minimum"), "say at_least = …"),
    **dict.fromkeys(("<=", "lte", "le", "max", "to", "less_than_or_equal", "maximum"), "say at_most = …"),
    **dict.fromkeys((">", "gt", "greater_than", "greater", "more_than", "over", "after"), "say above = …"),
    **dict.fromkeys(("<", "lt", "less_than", "less", "under", "before"), "say below = …"),
    **dict.fromkeys(("=", "==", "eq", "is", "equals", "equal"), "write the value itself"),
    **dict.fromkeys(("!=", "ne", "neq", "is_not", "not_equals", "not_in", "none_of", "excludes"), "say not = …"),
    **dict.fromkeys(("in", "one_of", "any_of", "or"), "write a list of the values"),
    **dict.fromkeys(("between", "range"), "say at_least = … and at_most = …"),
    **dict.fromkeys(("contains", "includes", "has"), "write the element itself, or a list of which any will do"),
    **dict.fromkeys(("all_of", "contains_all"), "say all = […]"),
    **dict.fromkeys(("count", "size", "length", "at_least"), "say count_at_least = …"),
}
"""Operators of other rule languages, with their equivalents here."""

BOUND_SAID = ("say at_least", "say at_most", "say above", "say below")

MOST_BRANCHES = 1_000
ALWAYS: tuple[Branch, ...] = ((),)


class Unreadable(Exception):
    """An invalid condition: the problem, and the likely fix."""

    def __init__(self, what: str, fix: str = "") -> None:
        super().__init__(what, fix)
        self.what, self.fix = what, fix


def attributes_named(section: Section) -> set[str]:
    """The attributes that a `when` mentions, whether or not it is well-formed."""
    when = section.data.get("when")
    tables = when if isinstance(when, list) else [when]
    return set(chain.from_iterable(table for table in tables if isinstance(table, dict)))


def read_when(section: Section, inputs: Mapping[str, Attribute]) -> tuple[Branch, ...]:
    """The alternative branches of a `when`. Without `when`, the rule always holds."""
    when = section.data.get("when")
    if when is None:
        return ALWAYS
    if isinstance(when, dict):
        return _branches(section, when, inputs, ())
    if not isinstance(when, list) or not when or not all(isinstance(table, dict) for table in when):
        if when == []:
            section.note("`when` is an empty list", "when", fix="leave it out for a rule that always holds")
        else:
            section.note(f"`when` must be a table or tables, not {quoted(when)}", "when", fix='write when.… = "…"')
        return ALWAYS
    found = [branch for i, table in enumerate(when) for branch in _branches(section, table, inputs, (i,))]
    return _bounded(found, section)


def both(left: tuple[Branch, ...], right: tuple[Branch, ...], section: Section) -> tuple[Branch, ...]:
    """The branches of two `when` that must both hold; too many branches are reported."""
    if len(left) * len(right) > MOST_BRANCHES:
        return _bounded([(), *left], section, len(left) * len(right))
    return tuple((*a, *b) for a in left for b in right)


def _bounded(branches: Sequence[Branch], section: Section, number: int = 0) -> tuple[Branch, ...]:
    if max(number, len(branches)) <= MOST_BRANCHES:
        return tuple(branches)
    section.note(f"more than {MOST_BRANCHES:,} alternatives", "when", fix="divide it: alternatives multiply")
    return ALWAYS


def _branches(
    section: Section, table: dict[str, Any], inputs: Mapping[str, Attribute], at: tuple[int, ...]
) -> tuple[Branch, ...]:
    """The branches of one table, all of whose lines must pass; a list of values and ranges makes several branches."""
    if not table:
        section.note("`when` is empty", "when", *at, fix="leave it out for a rule that always holds")
    return read_lines(section, table, inputs, ("when", *at), "attribute")


def read_lines(
    section: Section, table: Mapping[str, Any], inputs: Mapping[str, Attribute], at: Path_, what: str
) -> tuple[Branch, ...]:
    """Read conditions, one for each named attribute or slot, as branches.

    Args:
        section: the section to which problems are reported.
        table: the conditions.
        inputs: the attributes and slots that may be tested.
        at: the path to the table within the section.
        what: the word for an input in messages.
    """
    branches: tuple[Branch, ...] = ALWAYS
    for name, raw in sorted(table.items()):
        attribute = inputs.get(name)
        if attribute is None:
            fix = section.near(name, inputs)
            needs = ("vocabulary", ("word", name))
            section.note(f"unknown {what} {quoted(name)} in `{at[0]}`", *at, name, fix=fix, needs=needs)
            continue
        try:
            choices = tuple(tuple(Clause(name, test) for test in tests) for tests in read_condition(attribute, raw))
        except Unreadable as error:
            section.note(error.what, *at, name, fix=error.fix, needs=[("word", name)])
        else:
            branches = both(branches, choices, section)
    return branches


def read_condition(attribute: Attribute, raw: object) -> tuple[tuple[Test, ...], ...]:
    """Read a condition on an attribute as alternatives, each a tuple of tests that must all pass.

    Raises:
        Unreadable: it is not a condition of the rule language, or not for this attribute.
    """
    if attribute.type == "enum" and attribute.of != SLOT and not attribute.values:
        return ((),)  # the problem was reported at the key of the values or the type
    if isinstance(raw, dict):
        return (_operators(attribute, raw),)
    if attribute.type == "set":
        return ((_held(attribute, raw),),)
    if not isinstance(raw, list):
        return ((Is(frozenset([_admit(attribute, raw)])),),)
    operators = [item for item in _listed(attribute, raw) if isinstance(item, dict)]
    if operators and attribute.type not in ORDERED:
        raise _unordered(attribute)
    return (*((test,) for test in _named(attribute, raw)), *(_operators(attribute, item) for item in operators))


def _named(attribute: Attribute, items: list[Any]) -> list[Is]:
    """The test for the plain values in a list, if there are any."""
    values = frozenset(_admit(attribute, item) for item in items if not isinstance(item, dict))
    return [Is(values)] if values else []


def operators_of(attribute: Attribute) -> tuple[str, ...]:
    """The operators of conditions on an attribute, by its type."""
    return SET_OPERATORS if attribute.type == "set" else COMPARED if attribute.type in ORDERED else EXCLUDING


def _operators(attribute: Attribute, raw: dict[str, Any]) -> tuple[Test, ...]:
    """Read operators as tests that must all pass."""
    _expect_operators(attribute, raw, operators_of(attribute))
    tests: list[Test] = []
    if attribute.type == "set":
        if "of" in raw and "count_at_least" not in raw:
            raise Unreadable("`of` goes with `count_at_least`", "say how many of them: count_at_least = …")
        tests = [test for key, value in raw.items() if key != "of" for test in _set_tests(attribute, raw, key, value)]
    else:
        if any(key != "not" for key in raw):
            tests.append(_range(attribute, {key: bound for key, bound in raw.items() if key != "not"}))
        if "not" in raw:
            tests += map(Not, _barred(attribute, raw["not"]))
    return tuple(tests)


def _expect_operators(attribute: Attribute, raw: dict[str, Any], allowed: Sequence[str]) -> None:
    if not raw:
        raise Unreadable(f"the condition on {quoted(attribute.name)} is empty", choose_from(allowed))
    for key in raw:
        if key not in allowed:
            what = f"{quoted(key)} is no operator for {quoted(attribute.name)}"
            raise Unreadable(what, _operator_meant(attribute, key, allowed))


def _operator_meant(attribute: Attribute, key: str, allowed: Sequence[str]) -> str:
    said = OTHERWISE.get(key, "")
    if attribute.type not in (*ORDERED, "set") and (key in BOUNDS or said.startswith(BOUND_SAID)):
        return "its values have no order: list those that are meant"
    return said or did_you_mean(key, allowed)


def _barred(attribute: Attribute, raw: object) -> list[Any]:
    """The values and ranges that `not` excludes (not for a set)."""
    items = _listed(attribute, raw) if isinstance(raw, list) else [raw]
    return [*_named(attribute, items), *(_range(attribute, item) for item in items if isinstance(item, dict))]


def _set_tests(attribute: Attribute, raw: dict[str, Any], key: str, value: object) -> list[Test]:
    if key == "any":
        return [_held(attribute, value)]
    if key == "all":
        return [HasAll(_elements(attribute, _listed(attribute, value)))]
    if key == "only":
        every = frozenset(map(str, attribute.values))
        return [Not(HasAny(every - _elements(attribute, _listed(attribute, value))))]
    if key == "count_at_least":
        return [_counted(attribute, value, raw.get("of", list(attribute.values)))]
    if key == "not":
        return [_negated(attribute, value) if isinstance(value, dict) else Not(_held(attribute, value))]
    raise AssertionError(key)  # pragma: no cover - `SET_OPERATORS` has no other


def _negated(attribute: Attribute, raw: dict[str, Any]) -> Test:
    """Read `{ not = { … } }` on a set."""
    _expect_operators(attribute, raw, NEGATED_SET_OPERATORS)
    if "all" in raw and len(raw) == 1:
        elements = _elements(attribute, _listed(attribute, raw["all"]))
        return Not(HasCount(len(elements), elements)) if len(elements) > 1 else Not(HasAny(elements))
    if "all" not in raw and "count_at_least" in raw:
        counted = _counted(attribute, raw["count_at_least"], raw.get("of", list(attribute.values)))
        return Not(HasCount(len(counted.values), counted.values) if isinstance(counted, HasAll) else counted)
    raise Unreadable("`not` takes one operator of a set", "use `all`, or `count_at_least` with or without `of`")


def _counted(attribute: Attribute, count: object, of: object) -> HasAny | HasAll | HasCount:
    elements = _elements(attribute, _listed(attribute, of))
    if not isinstance(count, int) or isinstance(count, bool):
        raise Unreadable(f"`count_at_least` must be a whole number, not {quoted(count)}")
    if not 1 <= count <= len(elements):
        fix = f"it counts from 1 to {len(elements)}" if len(elements) > 1 else "name what shall be held instead"
        raise Unreadable(f"`count_at_least` cannot be {count} of {len(elements)} elements", fix)
    return HasAny(elements) if count == 1 else HasAll(elements) if count == len(elements) else HasCount(count, elements)


def _held(attribute: Attribute, raw: object) -> HasAny:
    return HasAny(frozenset(map(str, attribute.values)) if raw == ANY else _elements(attribute, raw))


def _range(attribute: Attribute, raw: dict[str, Any]) -> Between:
    """The range between bounds; exclusive bounds of integers and dates become inclusive ones."""
    if attribute.type not in ORDERED:
        raise _unordered(attribute)
    _expect_operators(attribute, raw, BOUNDS)
    bounds = {key: read_bound(attribute, key, value) for key, value in raw.items()}
    for pair in (("at_least", "above"), ("at_most", "below")):
        if len(bounds.keys() & pair) > 1:
            what = f"`{pair[0]}` and `{pair[1]}` both bound {quoted(attribute.name)}"
            raise Unreadable(what, "use one of them")
    if attribute.type == "integer":
        bounds = _inclusive(attribute, bounds, 1)
    elif attribute.type == "date":
        bounds = _inclusive(attribute, bounds, datetime.timedelta(days=1))
    return Between(**bounds)


def _unordered(attribute: Attribute) -> Unreadable:
    return Unreadable(f"{quoted(attribute.name)} has no order", "list the values that are meant")


def _inclusive(attribute: Attribute, bounds: Mapping[str, Any], step: Any) -> dict[str, Any]:
    """Inclusive bounds; the bounds of the attribute if none is given."""
    found = dict(bounds)
    try:
        if "above" in found:
            found["at_least"] = found.pop("above") + step
        if "below" in found:
            found["at_most"] = found.pop("below") - step
    except OverflowError:  # there is no date after the last one, or before the first
        return dict(bounds)
    low, high = attribute.at_least, attribute.at_most
    if low is not None and found.get("at_most", low) >= low:
        found.setdefault("at_least", low)
    if high is not None and found.get("at_least", high) <= high:
        found.setdefault("at_most", high)
    return found


def read_bound(attribute: Attribute, key: str, raw: object) -> Any:
    """A bound of an ordered attribute.

    Raises:
        Unreadable: it is not a value of that type; it may lie outside of the attribute's bounds.
    """
    value = as_number(raw) if attribute.type == "number" else raw
    kinds: dict[str, tuple[type, ...]] = {"integer": (int,), "number": (int, float, Decimal), "date": (datetime.date,)}
    if isinstance(value, kinds[attribute.type]) and not isinstance(value, (bool, datetime.datetime)):
        return value
    fix = DATE_UNQUOTED if attribute.type == "date" and isinstance(raw, str) else ""
    raise Unreadable(f"`{key}` must be {KINDS[attribute.type]}, not {quoted(raw)}", fix)


def _listed(attribute: Attribute, raw: object) -> list[Any]:
    if isinstance(raw, list) and raw:
        return raw
    what = "an empty list" if raw == [] else quoted(raw)
    raise Unreadable(f"the condition on {quoted(attribute.name)} needs a list of values, not {what}")


def _elements(attribute: Attribute, raw: object) -> frozenset[str]:
    elements: frozenset[str] = frozenset()
    for item in _listed(attribute, raw) if isinstance(raw, list) else [raw]:
        if item == UNKNOWN:
            raise Unreadable(
                f"{quoted(attribute.name)} is a set, and never unknown", 'for an empty one: { not = "any" }'
            )
        if item == ANY:
            raise Unreadable('`"any"` stands alone, not in a list', 'write "any" without brackets')
        if not isinstance(item, str):
            raise Unreadable(f"{quoted(attribute.name)} holds texts, not {quoted(item)}")
        elements |= _admit(attribute, item)  # type: ignore[operator]
    return elements


def _admit(attribute: Attribute, item: object) -> Value:
    if item is None or isinstance(item, (list, dict)):
        raise Unreadable(f"{quoted(attribute.name)} cannot be compared with {quoted(item)}")
    if attribute.type in ("enum", "set") and not attribute.values:
        return attribute.blank  # the problem was reported where the values are declared
    try:
        if attribute.type == "date" and isinstance(item, str) and item != UNKNOWN:
            raise InvalidInput
        return attribute.admit(item)
    except InvalidInput:
        what = f"{quoted(attribute.name)} cannot {'hold' if attribute.type == 'set' else 'be'} {quoted(item)}"
        raise Unreadable(what, _otherwise(attribute, item)) from None


def _otherwise(attribute: Attribute, item: object) -> str:
    """The likely fix for an invalid value."""
    compared = COMPARISON.fullmatch(item) if isinstance(item, str) else None
    if compared and attribute.type in ORDERED:
        return f"write {{ {SIGNS[compared[1]]} = {compared[2]} }}"
    if attribute.type == "date" and isinstance(item, str):
        return DATE_UNQUOTED
    return attribute.remedy(item)
