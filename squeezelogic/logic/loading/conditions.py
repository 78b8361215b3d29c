"""Reads a rule's `when`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from squeezelogic.logic.loading.section import Section
from squeezelogic.logic.model.conditions import Between, Branch, Clause, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value

ANY = "any"
MOST_BRANCHES = 1_000
ALWAYS: tuple[Branch, ...] = ((),)


class Unreadable(Exception):
    """One condition is wrong: what, and the likely fix."""

    def __init__(self, what: str, fix: str = "") -> None:
        super().__init__(what, fix)
        self.what, self.fix = what, fix


def attributes_named(section: Section) -> set[str]:
    """The attributes that a `when` mentions, whether or not it is well-formed."""
    when = section.data.get("when")
    tables = when if isinstance(when, list) else [when]
    return set(chain.from_iterable(table for table in tables if isinstance(table, dict)))


def read_when(section: Section, inputs: Mapping[str, Attribute]) -> tuple[Branch, ...]:
    """The branches of a `when`: any of them will do. Without one, the rule always holds."""
    when = section.data.get("when")
    if when is None:
        return ALWAYS
    if isinstance(when, dict):
        return (_branch(section, when, inputs, ()),)
    if not isinstance(when, list) or not when or not all(isinstance(table, dict) for table in when):
        if when == []:
            section.note("`when` is an empty list", "when", fix="leave it out for a rule that always holds")
        else:
            section.note(f"`when` must be a table or tables, not {quoted(when)}", "when", fix='write when.… = "…"')
        return ALWAYS
    return tuple(_branch(section, table, inputs, (i,)) for i, table in enumerate(when))


def both(left: tuple[Branch, ...], right: tuple[Branch, ...], section: Section) -> tuple[Branch, ...]:
    """The branches of two `when` that must both hold; too many of them are noted in the section."""
    if len(left) * len(right) > MOST_BRANCHES:
        section.note(f"more than {MOST_BRANCHES:,} alternatives", "when", fix="divide it: alternatives multiply")
        return ALWAYS
    return tuple((*a, *b) for a in left for b in right)


def _branch(section: Section, table: dict[str, Any], inputs: Mapping[str, Attribute], at: tuple[int, ...]) -> Branch:
    if not table:
        section.note("`when` is empty", "when", *at, fix="leave it out for a rule that always holds")
    clauses = []
    for name, raw in sorted(table.items()):
        attribute = inputs.get(name)
        if attribute is None:
            fix = section.near(name, inputs)
            section.note(f"unknown attribute {quoted(name)} in `when`", "when", *at, name, fix=fix)
            continue
        try:
            clauses.append(Clause(name, read_test(attribute, raw)))
        except Unreadable as error:
            section.note(error.what, "when", *at, name, fix=error.fix)
    return tuple(clauses)


def read_test(attribute: Attribute, raw: object) -> Test:
    """The test that a condition puts to an attribute.

    Raises:
        Unreadable: it is not a condition of the rule language, or not one for this attribute.
    """
    if isinstance(raw, dict):
        return _operator(attribute, raw)
    if attribute.type == "set":
        return HasAny(frozenset(map(str, attribute.values))) if raw == ANY else HasAny(_elements(attribute, raw))
    return Is(_values(attribute, raw))


def _operator(attribute: Attribute, raw: dict[str, Any]) -> Test:
    allowed = {"set": ("not", "all"), "integer": ("not", "at_least", "at_most")}.get(attribute.type, ("not",))
    for key in raw:
        if key not in allowed:
            raise Unreadable(f"{quoted(key)} is no operator for {quoted(attribute.name)}", did_you_mean(key, allowed))
    if not raw or (len(raw) > 1 and "not" in raw):  # `all` goes with nothing else that is allowed
        what = "mixes operators" if raw else "is empty"
        alone = " or ".join(f"{quoted(key)} alone" for key in allowed if key in ("not", "all"))
        bounds = ", or `at_least` and `at_most`" if attribute.type == "integer" else ""
        raise Unreadable(f"the condition on {quoted(attribute.name)} {what}", f"use {alone}{bounds}")
    if "not" in raw:
        inner = read_test(attribute, raw["not"])
        if isinstance(inner, (Is, HasAny)):
            return Not(inner)
        raise Unreadable("`not` takes a value or a list", "say it without an operator inside `not`")
    if "all" in raw:
        return HasAll(_elements(attribute, _listed(attribute, raw["all"])))
    return Between(_bound(attribute, raw, "at_least"), _bound(attribute, raw, "at_most"))


def _bound(attribute: Attribute, raw: dict[str, Any], key: str) -> int:
    end: int = getattr(attribute, key)
    value = raw.get(key, end)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable(f"`{key}` must be a whole number, not {quoted(value)}")
    if not attribute.at_least <= value <= attribute.at_most:
        raise Unreadable(
            f"`{key}` {value} lies outside {quoted(attribute.name)}",
            f"it runs from {attribute.at_least} to {attribute.at_most}",
        )
    return value


def _listed(attribute: Attribute, raw: object) -> list[Any]:
    if isinstance(raw, list) and raw:
        return raw
    what = "an empty list" if raw == [] else quoted(raw)
    raise Unreadable(f"the condition on {quoted(attribute.name)} needs a list of values, not {what}")


def _values(attribute: Attribute, raw: object) -> frozenset[Value]:
    return frozenset(_admit(attribute, item) for item in (_listed(attribute, raw) if isinstance(raw, list) else [raw]))


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
    if attribute.type in ("enum", "set", "number") and not attribute.values:
        return attribute.blank  # what is wrong has been noted where the values should stand
    try:
        return attribute.admit(item)
    except InvalidInput as error:
        problem, given = str(error), quoted(item)
        end = problem.index(given, len(quoted(attribute.name))) + len(given)
        raise Unreadable(problem[:end], problem[end:].removeprefix(": ")) from None
