"""Reads `laws.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve

from squeezelogic.logic.loading.collect import Entries
from squeezelogic.logic.loading.conditions import Unreadable, both, read_test, read_when
from squeezelogic.logic.loading.section import KEBAB, Section
from squeezelogic.logic.loading.topics import concluded
from squeezelogic.logic.model.conditions import Branch, Clause
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.laws import Comparison, Demand, Law
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import Attribute, Slot, Value, Vocabulary

KEYS = ("id", "says", "when", "then", "each", "comparing", "never_raises")
Inputs = Mapping[str, Attribute]


def read_laws(
    entries: Entries, vocabulary: Vocabulary, topics: Sequence[Topic], advice: Iterable[str]
) -> tuple[Law, ...]:
    """Every law, in the order written. Laws speak of attributes and of every slot, list slots as sets."""
    texts, given = tuple(advice), concluded(rule for topic in topics for rule in topic.rules)
    slots = {name: as_attribute(slot, given.get(name, set()), texts) for name, slot in vocabulary.slots.items()}
    inputs = {**vocabulary.attributes, **slots}
    return tuple(_law(name, section, inputs, vocabulary) for name, section in entries.laws.items())


def as_attribute(slot: Slot, given: set[Value], advice: tuple[str, ...]) -> Attribute:
    """A slot as laws speak of it: they may name any text, given by a rule or not, but only numbers that are given."""
    if slot.type in ("enum", "boolean"):
        return Attribute(slot.name, type=slot.type, values=slot.values)
    if slot.names_advice:
        return Attribute(slot.name, type="set" if slot.accumulates else "enum", values=advice)
    return Attribute(slot.name, type="set" if slot.accumulates else "number", values=tuple(sorted(given)))  # type: ignore[arg-type]


def _law(name: str, section: Section, inputs: Inputs, vocabulary: Vocabulary) -> Law:
    section.expect_only(KEYS)
    section.usable(name, KEBAB, "id")
    if not section.text("says").strip():
        section.note("no `says`", fix='say it in a sentence: says = "…"')
    when = _when(section, inputs)
    demands = [Demand(when, _then(section, inputs))] if "then" in section.data else []
    for part in section.sections("each"):
        part.expect_only(("when", "then"))
        demands.append(Demand(both(when, _when(part, inputs), part), _then(part, inputs)))
    comparisons = _comparisons(section, when, inputs, vocabulary)
    if not {"then", "each", "comparing", "never_raises"} & section.data.keys():
        section.note("the law demands nothing", fix="add `then`, `each`, or `comparing` with `never_raises`")
    return Law(name, section.text("says"), tuple(demands), tuple(comparisons), section.place)


def _when(section: Section, inputs: Inputs) -> tuple[Branch, ...]:
    """As a rule's `when`; numbers that no rule concludes are still numbers."""
    return read_when(section, _with_numbers(section.data.get("when"), inputs))


def _then(section: Section, inputs: Inputs) -> tuple[Branch, ...]:
    """What must be true: written like a `when`."""
    if "then" not in section.data:
        section.note("no `then`", fix='say what must be true: then.… = "…"')
        return ((),)
    then = section.data["then"]
    tables = then if isinstance(then, list) else [then]
    if not tables or not all(isinstance(table, dict) and table for table in tables):
        section.note(f"`then` must be a table or tables, not {quoted(then)}", "then", fix='write then.… = "…"')
        return ((),)
    known = _with_numbers(then, inputs)
    if isinstance(then, list):
        return tuple(_branch(section, table, known, (i,)) for i, table in enumerate(then))
    return (_branch(section, then, known, ()),)


def _branch(section: Section, table: dict[str, Any], inputs: Inputs, at: tuple[int, ...]) -> Branch:
    clauses = []
    for name, raw in sorted(table.items()):
        if name not in inputs:
            fix = section.near(name, inputs)
            section.note(f"unknown slot {quoted(name)} in `then`", "then", *at, name, fix=fix)
            continue
        try:
            clauses.append(Clause(name, read_test(inputs[name], raw)))
        except Unreadable as error:
            section.note(error.what, "then", *at, name, fix=error.fix)
    return tuple(clauses)


def _with_numbers(written: object, inputs: Inputs) -> Inputs:
    """The inputs, every number slot admitting the numbers that a condition names."""
    numbers = tuple(sorted(set(_numbers(written))))
    return {
        name: evolve(a, values=(*a.values, *(n for n in numbers if n not in a.values))) if a.type == "number" else a
        for name, a in inputs.items()
    }


def _numbers(written: object) -> Iterable[float]:
    if isinstance(written, (dict, list)):
        for part in written.values() if isinstance(written, dict) else written:
            yield from _numbers(part)
    elif isinstance(written, (int, float)) and not isinstance(written, bool):
        yield written


def _comparisons(
    section: Section, when: tuple[Branch, ...], inputs: Inputs, vocabulary: Vocabulary
) -> Iterable[Comparison]:
    """`comparing.attribute = [first, …, last]` and `never_raises.slot = [lowest, …, highest]`."""
    comparing, raises = section.get("comparing", dict, {}), section.get("never_raises", dict, {})
    if bool(comparing) != bool(raises) or len(comparing) > 1:
        section.note(
            "`comparing` takes one attribute, and goes with `never_raises`",
            "comparing" if comparing else "never_raises",
            fix='write comparing.… = ["…", "…"] and never_raises.… = ["…", "…"]',
        )
        return []
    attributes = {n: a for n, a in inputs.items() if n in vocabulary.attributes and a.type != "set"}
    slots = {n: a for n, a in inputs.items() if n in vocabulary.slots and a.type != "set"}
    found = []
    for name, values in comparing.items():
        along = _ordered(section, ("comparing", name), values, attributes)
        for slot, order in raises.items():
            found.append(Comparison(when, name, along, slot, _ordered(section, ("never_raises", slot), order, slots)))
    return found


def _ordered(section: Section, at: tuple[str, str], values: object, inputs: Inputs) -> tuple[Value, ...]:
    name = at[1]
    if name not in inputs:
        section.note(f"{quoted(name)} cannot be compared", *at, fix=section.near(name, inputs))
        return ()
    if not isinstance(values, list) or len(values) < 2:
        section.note(f"{quoted(name)} needs a list of at least two values, not {quoted(values)}", *at)
        return ()
    admitted = []
    for value in values:
        try:
            admitted.append(_with_numbers(values, inputs)[name].admit(value))
        except InvalidInput as error:
            section.note(str(error), *at)
    return tuple(admitted)
