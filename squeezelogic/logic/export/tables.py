"""A rulebook as plain tables of texts, whole numbers and booleans, for every format."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Literal

from attrs import evolve, frozen

from squeezelogic.logic.export.closure import Implication, implications
from squeezelogic.logic.export.columns import Column, columns, usable
from squeezelogic.logic.export.lookups import Given, Lookups, Ruling
from squeezelogic.logic.export.tabulate import alone, named
from squeezelogic.logic.model.conditions import Between
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import Attribute, Slot, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook

Kind = Literal["text", "integer", "boolean"]
Cell = str | int | bool | None

LARGEST = 2**63 - 1
BOUNDS = ("at_least", "above", "at_most", "below")


@frozen
class Sheet:
    """One table.

    Args:
        name: its name.
        head: the name and the kind of each column.
        rows: a cell for each column; None for null.
    """

    name: str
    head: tuple[tuple[str, Kind], ...]
    rows: tuple[tuple[Cell, ...], ...]


@frozen
class Export:
    """A rulebook, or one topic of it, prepared for export.

    Args:
        book: the rulebook.
        topic: the only topic; None for all.
        attributes: the inputs by name; none of them is marked as required, see `is_required`.
        lookups: the compiled plan.
    """

    book: Rulebook
    topic: str | None
    attributes: FrozenMap[str, Attribute]
    lookups: Lookups

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a situation."""
        return tuple(columns(self.attributes))

    def is_required(self, column: Column) -> bool:
        """Whether a column must not be null; slots of earlier topics may be."""
        attribute = None if self.topic else self.book.vocabulary.attributes.get(column.attribute.name)
        return attribute is not None and attribute.required and attribute.type != "set"

    @cached_property
    def implications(self) -> tuple[Implication, ...]:
        """The transitive implications."""
        return implications(self.attributes)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The exported topics."""
        return self.lookups.topics

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots that rules fill, that are required, or that sum points, in the order of the vocabulary."""
        filled = {slot for topic in self.topics for rule in topic.rules for slot in rule.then}
        filled.update(slot for topic in self.topics for slot in (*topic.required, *topic.sums))
        return tuple(slot for name, slot in self.book.vocabulary.slots.items() if name in filled)

    @cached_property
    def rulings(self) -> tuple[Ruling, ...]:
        """The rules in order of importance, then the parts of rules with long keys."""
        found = sorted(self.lookups.rulings.values(), key=lambda it: (it.is_part, it.place))
        return tuple(found)

    def sheets(self) -> Iterator[Sheet]:
        """All tables, in the order in which a decision reads them.

        Raises:
            InvalidInput: a text or a number that engines cannot store.
        """
        facts = (self._rulebook_sheet, self._inputs_sheet, self._implied_sheet, self._values_sheet)
        steps = (self._rows_sheet, self._rules_sheet, self._overrules_sheet, self._reads_sheet, self._totals_sheet)
        for make in (*facts, self._lookups_sheet, *steps, self._slots_sheet, self._conclusions_sheet):
            yield _check_holdable(make())

    def _rulebook_sheet(self) -> Sheet:
        about = (self.book.name, self.book.version, self.book.digest, self.topic)
        return Sheet("rulebook", _make_head(name="text", version="text", digest="text", topic="text"), (about,))

    def _inputs_sheet(self) -> Sheet:
        head = _make_head(
            column="text", attribute="text", type="text", element="text", question="text", required="boolean"
        )
        rows = (
            (it.name, it.attribute.name, it.attribute.type, it.element, it.attribute.ask, self.is_required(it))
            for it in self.columns
        )
        return Sheet("inputs", head, tuple(rows))

    def _implied_sheet(self) -> Sheet:
        rows = (
            (it.attribute, it.value, it.other, None if it.implied is None else written(it.implied))
            for it in self.implications
        )
        return Sheet("implied", _make_head(attribute="text", value="text", other="text", implied="text"), tuple(rows))

    def _values_sheet(self) -> Sheet:
        bounds: dict[str, Kind] = dict.fromkeys(BOUNDS, "text")
        head = _make_head(attribute="text", value="text", **bounds, lookup="integer", adds="integer")
        rows: dict[str, list[tuple[Cell, ...]]] = {name: [] for name in (*self.attributes, *self.lookups.totals)}
        for lookup in self.lookups.lookups:
            for name, encoded in self.lookups.given(lookup):
                rows[name] += [(name, *_write_given(given), lookup.number, adds) for given, adds in encoded]
        return Sheet("values", head, tuple(chain.from_iterable(rows.values())))

    def _lookups_sheet(self) -> Sheet:
        rows = ((it.number, it.stage) for it in self.lookups.lookups)
        return Sheet("lookups", _make_head(lookup="integer", stage="integer"), tuple(rows))

    def _rows_sheet(self) -> Sheet:
        rows = ((it.number, *row) for it in self.lookups.lookups for row in self.lookups.rows(it))
        return Sheet("rows", _make_head(lookup="integer", key="integer", holds="integer"), tuple(rows))

    def _rules_sheet(self) -> Sheet:
        head = _make_head(place="integer", rule="text", topic="text", stage="integer", lookup="integer", bit="integer")
        rows = (
            (i, it.rule.id, None if it.is_part else it.rule.topic, it.stage, it.lookup.number, it.bit)
            for i, it in enumerate(self.rulings, 1)
        )
        return Sheet("rules", head, tuple(rows))

    def _overrules_sheet(self) -> Sheet:
        rules = self.lookups.plan.rules
        rows = ((it.rule.id, rules[above].id) for it in self.rulings for above in it.above)
        return Sheet("overrules", _make_head(rule="text", by="text"), tuple(rows))

    def _reads_sheet(self) -> Sheet:
        rules = self.lookups.plan.rules
        rows = (
            (rules[place].id, lookup.number, adds)
            for lookup in self.lookups.lookups
            for adds, places in self.lookups.concluded(lookup).items()
            for place in places
        )
        return Sheet("reads", _make_head(rule="text", lookup="integer", adds="integer"), tuple(rows))

    def _totals_sheet(self) -> Sheet:
        rows = (
            (it.name, it.stage, it.of, element)
            for it in self.lookups.totals.values()
            for element in it.elements or (None,)
        )
        return Sheet("totals", _make_head(total="text", stage="integer", of="text", element="text"), tuple(rows))

    def _slots_sheet(self) -> Sheet:
        required = {slot for topic in self.topics for slot in topic.required}
        rows = (
            (slot.name, self.slot_column(slot), slot.type, slot.accumulates, slot.sums, slot.name in required)
            for slot in self.slots
        )
        head = _make_head(slot="text", column="text", type="text", list="boolean", sums="boolean", required="boolean")
        return Sheet("slots", head, tuple(rows))

    def slot_column(self, slot: Slot) -> str | None:
        """The column that holds a slot in a database; None for a list."""
        return None if slot.accumulates else usable(slot.name, self.slots.index(slot) + 1)

    def _conclusions_sheet(self) -> Sheet:
        head = _make_head(place="integer", rule="text", slot="text", list="boolean", value="text")
        said = [
            (it.rule.rank(slot, item), it.rule.id, slot, isinstance(value, tuple), item)
            for it in self.rulings
            if not it.is_part
            for slot, value in it.rule.then.items()
            for item in (value if isinstance(value, tuple) else (value,))
        ]
        said.sort(key=itemgetter(0))  # the elements of a list are ordered by their places
        wide = [item for *_, item in said if isinstance(item, int) and not -LARGEST <= item <= LARGEST]
        if wide:
            raise InvalidInput(*(f"{quoted(it)} cannot stand in a table: it takes more than 64 bits" for it in wide))
        rows = ((i, rule, slot, many, written(item)) for i, (_, rule, slot, many, item) in enumerate(said, 1))
        return Sheet("conclusions", head, tuple(rows))


def export(book: Rulebook, topic: str | None = None) -> Export:
    """A rulebook, or one topic of it, as plain tables.

    Args:
        book: the rulebook.
        topic: one topic, with the slots of earlier topics as inputs; all topics if left out.

    Raises:
        InvalidInput: there is no such topic.
    """
    topics, declared = book.topics, dict(book.vocabulary.attributes)
    if topic is not None:
        only = named(book, topic)
        topics, declared = (only,), {name: alone(it, only.inputs) for name, it in only.inputs.items()}
    attributes: FrozenMap[str, Attribute] = FrozenMap(
        {name: evolve(attribute, required=False) for name, attribute in declared.items()}
    )
    return Export(book, topic, attributes, Lookups(topics, Vocabulary(attributes, book.vocabulary.slots)))


def _write_given(given: Given) -> tuple[str | None, ...]:
    """The cells for a value and the four bounds: either the value or bounds."""
    if isinstance(given, Between):
        bounds = (getattr(given, name) for name in BOUNDS)
        return (None, *(None if bound is None else written(bound) for bound in bounds))
    return (written(given), *[None] * len(BOUNDS))


def _make_head(**columns: Kind) -> tuple[tuple[str, Kind], ...]:
    return tuple(columns.items())


def _check_holdable(sheet: Sheet) -> Sheet:
    """The table, if every engine can store it."""
    strange = [cell for row in sheet.rows for cell in row if isinstance(cell, str) and "\0" in cell]
    if strange:
        raise InvalidInput(*(f"{quoted(cell)} cannot stand in a table: it holds a NUL character" for cell in strange))
    return sheet


def written(value: Value) -> str:
    """A value as text: `true`, `3`, `1.5`, `2026-05-31`, or the text itself."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
