"""Reads `vocabulary.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from attrs import evolve

from squeezelogic.logic.loading.collect import Entries
from squeezelogic.logic.loading.section import Section
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Slot, SlotType, Value, Vocabulary

OWNERS = ("profile", "exercise", "observed", "facts")
TYPES = ("enum", "boolean", "integer", "set")
ANY = "any"
WIDEST = 2**62


def read_vocabulary(entries: Entries) -> Vocabulary:
    """The attributes and slots; problems are noted in the sections, and what is wrong is left as read."""
    attributes = {name: _attribute(name, section) for name, section in entries.attributes.items()}
    for name, section in entries.attributes.items():
        attributes[name] = evolve(attributes[name], implies=_implied(section, attributes[name], attributes))
    slots = {name: _slot(name, section, attributes) for name, section in entries.slots.items()}
    for name in attributes.keys() & slots.keys():
        entries.slots[name].note(f"{quoted(name)} is both an attribute and a slot", fix="rename one of them")
    return Vocabulary(FrozenMap(attributes), FrozenMap(slots))


def _attribute(name: str, section: Section) -> Attribute:
    section.expect_only(("of", "type", "values", "at_least", "at_most", "ask", "required", "implies"))
    kind = section.one_of("type", TYPES, "enum")
    low, high = _bounds(section) if kind == "integer" else (0, 0)
    return Attribute(
        name,
        of=section.one_of("of", OWNERS, "facts"),
        type=kind,  # type: ignore[arg-type]
        values=_values(section, kind in ("enum", "set")),
        at_least=low,
        at_most=high,
        ask=section.text("ask"),
        required=section.get("required", bool, False),
    )


def _values(section: Section, needed: bool) -> tuple[str, ...]:
    values = section.texts("values")
    if needed and "values" not in section.data:
        section.note("no `values`", fix='list them: values = ["…", "…"]')
    if values and not needed:
        section.note("`values` belongs to an enum or a set", "values", fix="leave it out")
    for value in values:
        if value in (UNKNOWN, ANY) or not value.isprintable() or not 0 < len(value) <= 100:
            section.note(f"unusable value {quoted(value)}", "values", fix="`unknown` and `any` are taken")
    return values


def _bounds(section: Section) -> tuple[int, int]:
    for key in ("at_least", "at_most"):
        if key not in section.data:
            section.note(f"no `{key}`", fix="an integer needs both bounds, so that it has finitely many values")
    low, high = section.get("at_least", int, -WIDEST), section.get("at_most", int, WIDEST)
    if low > high or abs(low) > WIDEST or abs(high) > WIDEST:
        section.note(f"no whole number lies from {low} to {high}", "at_least", fix="at_least ≤ at_most, within 62 bits")
    return low, high


def _implied(
    section: Section, attribute: Attribute, attributes: Mapping[str, Attribute]
) -> FrozenMap[str, FrozenMap[str, Value]]:
    """`implies.VALUE.other = …`: of one value follows another attribute's."""
    table: dict[str, Any] = section.get("implies", dict, {})
    if table and attribute.type != "enum":
        section.note("`implies` belongs to an enum", "implies", fix="leave it out")
        return FrozenMap()
    found: dict[str, FrozenMap[str, Value]] = {}
    for value, others in table.items():
        if value not in attribute.values:
            fix = section.near(value, tuple(map(str, attribute.values)))
            section.note(f"`implies` names {quoted(value)}, which is not a value", "implies", value, fix=fix)
        elif not isinstance(others, dict):
            fix = f'write implies.{value}.… = "…"'
            section.note(f"`implies` needs a table, not {quoted(others)}", "implies", value, fix=fix)
        else:
            implied = {name: _admitted(section, attributes, value, name, other) for name, other in others.items()}
            found[value] = FrozenMap(implied)
    return FrozenMap(found)


def _admitted(section: Section, attributes: Mapping[str, Attribute], value: str, name: str, other: object) -> Value:
    if name not in attributes:
        fix = section.near(name, attributes)
        section.note(f"`implies` names an unknown attribute {quoted(name)}", "implies", value, name, fix=fix)
        return UNKNOWN
    if attributes[name].type == "set":
        section.note(f"{quoted(name)} is a set, and no value implies one", "implies", value, name)
        return UNKNOWN
    try:
        return attributes[name].admit(other)
    except InvalidInput as error:
        section.note(str(error), "implies", value, name)
        return UNKNOWN


def _slot(name: str, section: Section, attributes: Mapping[str, Attribute]) -> Slot:
    section.expect_only(("type", "values", "carries"))
    kind = section.one_of("type", get_args(SlotType), "enum")
    carries = {}
    for key, allowed in section.get("carries", dict, {}).items():
        if isinstance(allowed, str) and allowed in attributes:
            carries[key] = tuple(map(str, attributes[allowed].values))
        elif isinstance(allowed, list) and all(isinstance(value, str) for value in allowed):
            carries[key] = tuple(allowed)
        else:
            fix = section.near(allowed, attributes) if isinstance(allowed, str) else ""
            section.note(f"`carries.{key}` must list values, or name an attribute", "carries", key, fix=fix)
    return Slot(name, kind, _values(section, kind == "enum"), FrozenMap(carries))  # type: ignore[arg-type]
