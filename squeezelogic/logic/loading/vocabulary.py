"""Reads `vocabulary.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from attrs import evolve

from squeezelogic.logic.loading.collect import Entries
from squeezelogic.logic.loading.conditions import BOUNDS, Unreadable, read_bound
from squeezelogic.logic.loading.section import SNAKE, Section
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, plain, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import (
    NOBODY,
    ORDERED,
    TIME,
    UNKNOWN,
    Attribute,
    Mutability,
    Slot,
    SlotType,
    Value,
    Vocabulary,
)

OWNERS = ("profile", "exercise", "observed", "facts")
TYPES = ("enum", "boolean", "integer", "number", "date", "set")
ANY = "any"
SUM = "sum"
REMOVAL = "removal"
LONGEST_LABEL = 100
TEXT_KEYS = ("text", "short", "rank")
"""Keys that every text in `advice.toml` may have."""
ATTRIBUTE_KEYS = (
    *("of", "type", "values", "at_least", "at_most", "ask", "tell", "required", "implies"),
    *("label", "labels", "change", "meant"),
)


def read_vocabulary(entries: Entries) -> Vocabulary:
    """Read the attributes and slots; problems are reported, and invalid parts are kept as they are."""
    attributes = {name: _read_attribute(name, section) for name, section in entries.attributes.items()}
    for name, section in entries.attributes.items():
        attributes[name] = evolve(attributes[name], implies=_read_implied(section, attributes[name], attributes))
    slots = {name: _read_slot(name, section, attributes) for name, section in entries.slots.items()}
    for name in attributes.keys() & slots.keys():
        entries.slots[name].note(f"{quoted(name)} is both an attribute and a slot", fix="rename one of them")
    return Vocabulary(FrozenMap(attributes), FrozenMap(slots))


def _read_attribute(name: str, section: Section) -> Attribute:
    section.expect_only(ATTRIBUTE_KEYS)
    kind = section.one_of("type", TYPES, "enum")
    if section.data.get("type", kind) != kind or section.has_lost("type", "values", *BOUNDS):
        section.lose(("word", name), "words")  # other keys depend on it
        return Attribute(name)
    low, high = _read_bounds(section, Attribute(name, type=kind)) if kind in ORDERED else _no_bounds(section)  # type: ignore[arg-type]
    attribute = Attribute(
        name,
        of=section.one_of("of", OWNERS, "facts"),
        type=kind,  # type: ignore[arg-type]
        values=_read_values(section, kind, "set"),
        at_least=low,
        at_most=high,
        ask=section.text("ask"),
        required=section.get("required", bool, False),
        tell=section.text("tell"),
        label=_read_label(section),
    )
    labels = _read_labels(section, attribute.type, attribute.values)
    meant = _read_meant(section, attribute)
    return evolve(attribute, labels=labels, change=_read_change(section, attribute), meant=meant)


def _read_label(section: Section) -> str:
    label = section.text("label")
    if "label" in section.data and isinstance(section.data["label"], str):
        _check_label(section, label, "label")
    return label


def _check_label(section: Section, label: str, *keys: str) -> None:
    if not label.strip() or not label.isprintable() or len(label) > LONGEST_LABEL:
        fix = f"a label is one line of 1 to {LONGEST_LABEL} characters"
        section.note(f"unusable label {quoted(label)}", *keys, fix=fix)


def _read_labels(section: Section, kind: str, values: tuple[str | float, ...]) -> FrozenMap[str, str]:
    """Read `labels.VALUE = "…"`, the display names of values."""
    table: dict[str, Any] = section.get("labels", dict, {})
    options = ("true", "false") if kind == "boolean" else tuple(map(str, values))
    if table and not options:
        section.note("`labels` belongs to what lists its values", "labels", fix="leave it out")
        return FrozenMap()
    found: dict[str, str] = {}
    for value, label in table.items():
        if value not in options:
            fix = section.near(value, options)
            section.note(f"`labels` names {quoted(value)}, which is not a value", "labels", value, fix=fix)
        elif not isinstance(label, str):
            section.note(f"`labels.{value}` must be a text, not {quoted(label)}", "labels", value)
        else:
            _check_label(section, label, "labels", value)
            found[value] = label
    return FrozenMap(found)


def _read_meant(section: Section, attribute: Attribute) -> FrozenMap[str, str]:
    """Read `meant.ELEMENT = "…"`, what the caller probably means by an element that no rule reads."""
    table: dict[str, Any] = section.get("meant", dict, {})
    if table and attribute.type != "set":
        section.note("`meant` belongs to a set", "meant", fix="leave it out")
        return FrozenMap()
    options = tuple(map(str, attribute.values))
    for element, other in table.items():
        for word in (element, other):
            if word not in options:
                fix = section.near(word, options)
                section.note(f"`meant` names {quoted(word)}, which is not a value", "meant", element, fix=fix)
        if element == other:
            section.note(f"{quoted(element)} is meant by itself", "meant", element, fix="name another one")
    return FrozenMap({element: other for element, other in table.items() if isinstance(other, str)})


def _read_change(section: Section, attribute: Attribute) -> Mutability | None:
    """`change = { by = "…", along = […], only = "removal", when = "…" }`."""
    if "change" not in section.data:
        return None
    table: dict[str, Any] = section.get("change", dict, {})
    if not isinstance(section.data["change"], dict):
        return None
    inner = evolve(section, path=(*section.path, "change"))
    inner.expect_only(("by", "along", "only", "when"))
    by, when = inner.text("by"), inner.text("when")
    if not by:
        fix = f"say who can change it: `{NOBODY}`, `{TIME}`, or a word for a person"
        inner.note("no `by` in `change`", fix=fix, needs=inner.at("by"))
    elif by not in (NOBODY, TIME):
        slip = did_you_mean(by, (NOBODY, TIME))
        if not SNAKE.fullmatch(by) or slip.startswith("did you mean"):
            inner.note(f"unusable `by` {quoted(by)}", "by", fix=slip)
    if by == NOBODY and len(table) > 1:
        inner.note(f"what `{NOBODY}` changes has no direction", fix="leave all but `by` out")
    if by == TIME and not when.strip():
        inner.note("no `when` in `change`", fix='say when it comes: when = "once …"', needs=inner.at("when"))
    removal = bool(inner.one_of("only", (REMOVAL,), ""))
    if removal and attribute.type != "set":
        inner.note("`only` belongs to a set", "only", fix="list the values in order: along = […]")
    return Mutability(by, _read_along(inner, attribute), removal and attribute.type == "set", when)


def _read_along(section: Section, attribute: Attribute) -> tuple[Value, ...]:
    if "along" not in section.data:
        return ()
    if attribute.type not in ("enum", "boolean"):
        section.note("`along` belongs to an enum or a boolean", "along", fix="leave it out")
        return ()
    found: list[Value] = []
    for value in section.get("along", list, []):
        try:
            admitted = attribute.admit(value)
        except InvalidInput as error:
            section.note(f"`along`: {error}", "along")
            continue
        if admitted == UNKNOWN or admitted in found:
            what = f"{quoted(value)} stands twice in" if admitted in found else f"{quoted(UNKNOWN)} has no place in"
            section.note(f"{what} `along`", "along", fix="leave it out")
        else:
            found.append(admitted)
    if isinstance(section.data["along"], list) and len(section.data["along"]) < 2:
        section.note("`along` needs two values or more", "along", fix="list them from the first to the last")
    return tuple(found)


def _read_values(section: Section, kind: str, others: str) -> tuple[str, ...]:
    """Read `values`, which an enum needs, and some other types may have or need."""
    values = section.texts("values")
    if kind in ("enum", "set") and "values" not in section.data:
        section.note("no `values`", fix='list them: values = ["…", "…"]')
        section.lose(("word", section.path[-1]), "words")
    if values and kind not in ("enum", others):
        section.note(f"`values` belongs to an enum or a {others}", "values", fix="leave it out")
    for value in values:
        if value in (UNKNOWN, ANY) or not value.isprintable() or not 0 < len(value) <= 100:
            fix = "`unknown` and `any` are taken" if value in (UNKNOWN, ANY) else "give up to 100 printable characters"
            section.note(f"unusable value {quoted(value)}", "values", fix=fix)
    return values


def _read_bounds(section: Section, kind: Attribute) -> tuple[Any, Any]:
    """The bounds of an ordered attribute, each None if it is not given."""
    found: dict[str, Any] = {}
    for key in BOUNDS:
        found[key] = raw = section.data.get(key)
        if raw is not None:
            try:
                found[key] = read_bound(kind, key, raw)
            except Unreadable as error:
                section.note(error.what, key, fix=error.fix)
                found[key] = None
    low, high = found["at_least"], found["at_most"]
    if low is not None and high is not None and low > high:
        section.note(f"no value lies from {plain(low)} to {plain(high)}", "at_least", fix="let at_least ≤ at_most")
        return high, low
    return low, high


def _no_bounds(section: Section) -> tuple[None, None]:
    for key in BOUNDS:
        if key in section.data:
            section.note(f"{quoted(key)} belongs to an integer, a number or a date", key, fix="leave it out")
    return None, None


def _read_implied(
    section: Section, attribute: Attribute, attributes: Mapping[str, Attribute]
) -> FrozenMap[str, FrozenMap[str, Value]]:
    """Read `implies.VALUE.other = …`: a value implies the value of another attribute."""
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
            implied = {name: _admit_implied(section, attributes, value, name, other) for name, other in others.items()}
            found[value] = FrozenMap(implied)
    return FrozenMap(found)


def _admit_implied(
    section: Section, attributes: Mapping[str, Attribute], value: str, name: str, other: object
) -> Value:
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


def _read_slot(name: str, section: Section, attributes: Mapping[str, Attribute]) -> Slot:
    section.expect_only(("type", "values", "accumulates", "carries", "label", "labels"))
    kind = section.one_of("type", get_args(SlotType), "enum")
    has_lost = section.has_lost("type", "values", "accumulates", "carries")
    if section.data.get("type", kind) != kind or has_lost:  # as above
        section.lose(("word", name), "words")
        return Slot(name)
    sums = section.one_of("accumulates", (SUM,), "") == SUM
    if sums and kind != "integer":
        section.note('`accumulates = "sum"` belongs to an integer', "accumulates", fix='say type = "integer"')
    carries = {}
    for key, allowed in section.get("carries", dict, {}).items():
        if isinstance(allowed, str) and allowed in attributes:
            carries[key] = tuple(map(str, attributes[allowed].values))
        elif isinstance(allowed, list) and all(isinstance(value, str) for value in allowed):
            carries[key] = tuple(allowed)
        else:
            fix = section.near(allowed, attributes) if isinstance(allowed, str) else ""
            section.note(f"`carries.{key}` must list values, or name an attribute", "carries", key, fix=fix)
        if key in TEXT_KEYS:
            section.note(f"every text may have a `{key}`", "carries", key, fix="call what is carried something else")
    values = _read_values(section, kind, "list")
    labels = _read_labels(section, kind, values)
    label = _read_label(section)
    return Slot(name, kind, values, FrozenMap(carries), label, labels, sums and kind == "integer")  # type: ignore[arg-type]
