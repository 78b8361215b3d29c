"""Reads `laws.toml` and `waivers.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve

from squeezelogic.logic.loading.collect import Entries
from squeezelogic.logic.loading.conditions import both, read_lines, read_when
from squeezelogic.logic.loading.section import KEBAB, Section
from squeezelogic.logic.loading.topics import read_slot
from squeezelogic.logic.model.conditions import Branch
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.laws import Comparison, Demand, Law, Waiver
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import ORDERED, Attribute, Slot, Value, Vocabulary

KEYS = ("id", "says", "when", "then", "each", "comparing", "never_raises", "of_these")
Inputs = Mapping[str, Attribute]


def read_laws(
    entries: Entries, vocabulary: Vocabulary, topics: Sequence[Topic], advice: Iterable[str]
) -> tuple[Law, ...]:
    """Every law, in file order. Laws may test attributes and all slots; list slots are sets."""
    texts = tuple(advice)
    slots = {name: as_attribute(slot, topics, texts) for name, slot in vocabulary.slots.items()}
    inputs = {**vocabulary.attributes, **slots}
    return tuple(_read_law(name, section, inputs, vocabulary) for name, section in entries.laws.items())


def as_attribute(slot: Slot, topics: Sequence[Topic], texts: tuple[str, ...]) -> Attribute:
    """A slot as laws test it: any text is allowed, even one that no rule gives."""
    attribute = read_slot(slot, topics)
    return evolve(attribute, values=texts) if slot.names_advice else attribute


def _read_law(name: str, section: Section, inputs: Inputs, vocabulary: Vocabulary) -> Law:
    section.expect_only(KEYS)
    section.usable(name, KEBAB, "id")
    if not section.text("says").strip():
        section.note("no `says`", fix='say it in a sentence: says = "…"', needs=section.at("says"))
    when = read_when(section, inputs)
    demands = [Demand(when, _read_then(section, inputs))] if "then" in section.data else []
    for part in section.sections("each"):
        part.expect_only(("when", "then"))
        demands.append(Demand(both(when, read_when(part, inputs), part), _read_then(part, inputs)))
    comparisons = _read_comparisons(section, when, inputs, vocabulary)
    demanding = ("then", "each", "comparing", "never_raises")
    if not {*demanding} & section.data.keys():
        fix = "add `then`, `each`, or `comparing` with `never_raises`"
        section.note("the law demands nothing", fix=fix, needs=section.at(*demanding))
    return Law(name, section.text("says"), tuple(demands), tuple(comparisons), section.place)


def _read_then(section: Section, inputs: Inputs) -> tuple[Branch, ...]:
    """Read `then`, which is written like a `when`."""
    if "then" not in section.data:
        section.note("no `then`", fix='say what must be true: then.… = "…"', needs=section.at("then"))
        return ((),)
    then = section.data["then"]
    tables = then if isinstance(then, list) else [then]
    if not tables or not all(isinstance(table, dict) and table for table in tables):
        section.note(f"`then` must be a table or tables, not {quoted(then)}", "then", fix='write then.… = "…"')
        return ((),)
    if isinstance(then, dict):
        return read_lines(section, then, inputs, ("then",), "slot")
    return tuple(b for i, table in enumerate(tables) for b in read_lines(section, table, inputs, ("then", i), "slot"))


def _read_comparisons(
    section: Section, when: tuple[Branch, ...], inputs: Inputs, vocabulary: Vocabulary
) -> Iterable[Comparison]:
    """`comparing.attribute = [first, …, last]` and `never_raises.slot = [lowest, …, highest]`."""
    comparing, raises = section.get("comparing", dict, {}), section.get("never_raises", dict, {})
    if bool(comparing) != bool(raises) or len(comparing) > 1:
        section.note(
            "`comparing` takes one attribute, and goes with `never_raises`",
            "comparing" if comparing else "never_raises",
            fix='write comparing.… = ["…", "…"] and never_raises.… = ["…", "…"]',
            needs=section.at("comparing", "never_raises"),
        )
        return []
    attributes = {n: a for n, a in inputs.items() if n in vocabulary.attributes and a.type != "set"}
    slots = {n: a for n, a in inputs.items() if n in vocabulary.slots and a.type != "set"}
    found = []
    for name, values in comparing.items():
        along = _read_order(section, ("comparing", name), values, attributes)
        for slot, listed in raises.items():
            every = _every_value(slots[slot]) if slot in slots else ()
            by_size = listed is True and slot in slots and slots[slot].type in ORDERED
            order = every if by_size else _read_order(section, ("never_raises", slot), listed, slots)
            if len(order) == len(listed if isinstance(listed, list) else order) > 0 and not section.get(
                "of_these", bool, False
            ):
                _check_complete(section, slot, every, order)
            found.append(Comparison(when, name, along, slot, order))
    return found


def _every_value(slot: Attribute) -> tuple[Value, ...]:
    """Every value that a slot can take, numbers by size."""
    return tuple(range(slot.at_least, slot.at_most + 1)) if slot.domain is None else slot.domain


def _check_complete(section: Section, slot: str, every: Sequence[Value], order: Sequence[Value]) -> None:
    """Report the values of the slot that an order leaves out, because the law would not apply to them."""
    if left_out := [value for value in every if value not in order]:
        section.note(
            f"`never_raises` leaves out {' and '.join(map(quoted, left_out))} of {quoted(slot)}",
            *("never_raises", slot),
            fix="name every value, the lowest first, or say of_these = true to compare these only",
        )


def _read_order(section: Section, at: tuple[str, str], values: object, inputs: Inputs) -> tuple[Value, ...]:
    name = at[1]
    if name not in inputs:
        needs = ("vocabulary", ("word", name))
        section.note(f"{quoted(name)} cannot be compared", *at, fix=section.near(name, inputs), needs=needs)
        return ()
    if not isinstance(values, list) or len(values) < 2:
        section.note(f"{quoted(name)} needs a list of at least two values, not {quoted(values)}", *at)
        return ()
    admitted = []
    for value in values:
        try:
            admitted.append(inputs[name].admit(value))
        except InvalidInput as error:
            section.note(str(error), *at, needs=[("word", name)])
    return tuple(admitted)


def read_waivers(entries: Entries) -> tuple[Waiver, ...]:
    """Every waiver, in the order written."""
    return tuple(_read_waiver(section) for section in entries.waivers)


def _read_waiver(section: Section) -> Waiver:
    section.expect_only(("check", "rule", "topic", "name", "reason"))
    words = {key: section.text(key) for key in ("check", "rule", "topic", "name", "reason")}
    if not words["check"]:
        fix = 'say which check it is about: check = "redundant"'
        section.note("no `check`", fix=fix, needs=section.at("check"))
    if not (words["rule"] or words["topic"] or words["name"]):
        needs = section.at("rule", "topic", "name")
        section.note("the waiver is about nothing", fix="add `rule`, `topic` or `name`", needs=needs)
    if not words["reason"].strip():
        fix = 'say why the finding may stay: reason = "…"'
        section.note("no `reason`", fix=fix, needs=section.at("reason"))
    return Waiver(**words, place=section.place)
