"""A rulebook as plain tables of texts, whole numbers and truth values, the same for every format."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter
from typing import Literal

from attrs import frozen

from squeezelogic.logic.analysis.cells import phrase
from squeezelogic.logic.export.closure import Implication, implications
from squeezelogic.logic.export.columns import Column, columns
from squeezelogic.logic.export.questions import Questions
from squeezelogic.logic.export.standing import Standing, standing
from squeezelogic.logic.model.conditions import in_words
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.vocabulary import Attribute, Slot, Value
from squeezelogic.logic.rulebook import Rulebook

Kind = Literal["text", "integer", "boolean"]
Cell = str | int | bool | None

LARGEST = 2**63 - 1


@frozen
class Sheet:
    """One table.

    Args:
        name: what it is called.
        head: the columns, each with what it holds.
        rows: a cell for each column; None where there is nothing to say.
    """

    name: str
    head: tuple[tuple[str, Kind], ...]
    rows: tuple[tuple[Cell, ...], ...]


@frozen
class Export:
    """A rulebook, or one topic of it, ready to be written down.

    Args:
        book: the rulebook.
        topic: the only topic; None for all.
        standing: when each rule stands.
    """

    book: Rulebook
    topic: str | None
    standing: Standing

    @cached_property
    def questions(self) -> Questions:
        """What the rows ask."""
        return Questions(self.standing.attributes, [row.when for row in self.standing.rows])

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a situation."""
        return tuple(columns(self.standing.attributes))

    def is_required(self, column: Column) -> bool:
        """Whether a situation has to give a column; no slot of an earlier topic has to be filled."""
        attribute = None if self.topic else self.book.vocabulary.attributes.get(column.attribute.name)
        return attribute is not None and attribute.required and attribute.type != "set"

    @cached_property
    def implications(self) -> tuple[Implication, ...]:
        """What follows from what."""
        return implications(self.standing.attributes)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots that some rule fills, in the vocabulary's order."""
        filled = {slot for rule in self.rules for slot in rule.then}
        return tuple(slot for name, slot in self.book.vocabulary.slots.items() if name in filled)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order of importance."""
        return tuple(rule for topic in self.standing.topics for rule in topic.rules)

    def sheets(self) -> Iterator[Sheet]:
        """Every table, in the order in which deciding needs them.

        Raises:
            InvalidInput: a text or a number that no engine can hold.
        """
        for make in (
            self._rulebook_sheet,
            self._inputs_sheet,
            self._implied_sheet,
            self._questions_sheet,
            self._answers_sheet,
        ):
            yield _check_holdable(make())
        for make in (self._rules_sheet, self._rows_sheet, self._slots_sheet, self._conclusions_sheet):
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

    def _questions_sheet(self) -> Sheet:
        rows = []
        for clause in self.questions.all:
            word, bit = self.questions.place(clause)
            rows.append((word + 1, bit, clause.attribute, in_words(clause.test)))
        return Sheet("questions", _make_head(word="integer", bit="integer", attribute="text", asks="text"), tuple(rows))

    def _answers_sheet(self) -> Sheet:
        head = _make_head(
            attribute="text", value="text", at_least="integer", at_most="integer", **self._word_columns("yes")
        )
        rows = (
            (it.attribute, None if it.value is None else written(it.value), it.at_least, it.at_most, *it.yes)
            for attribute in self.standing.attributes.values()
            for it in self.questions.answers(attribute)
        )
        return Sheet("answers", head, tuple(rows))

    def _rules_sheet(self) -> Sheet:
        head = _make_head(place="integer", rule="text", topic="text")
        return Sheet("rules", head, tuple((i, rule.id, rule.topic) for i, rule in enumerate(self.rules, 1)))

    def _rows_sheet(self) -> Sheet:
        head = _make_head(
            rule="text", failure="text", **self._word_columns("asks"), **self._word_columns("wants"), condition="text"
        )
        rows = []
        for row in self.standing.rows:
            asks, wants = self.questions.asked(row.when)
            condition = phrase(self.standing.attributes, row.when)
            rows.append((row.rule or None, row.failure or None, *asks, *wants, condition))
        return Sheet("rows", head, tuple(rows))

    def _slots_sheet(self) -> Sheet:
        rows = tuple((slot.name, slot.type, slot.accumulates) for slot in self.slots)
        return Sheet("slots", _make_head(slot="text", type="text", list="boolean"), rows)

    def _conclusions_sheet(self) -> Sheet:
        head = _make_head(place="integer", rule="text", slot="text", list="boolean", value="text")
        said = [
            (rule.rank(slot, item), rule.id, slot, isinstance(value, tuple), item)
            for rule in self.rules
            for slot, value in rule.then.items()
            for item in (value if isinstance(value, tuple) else (value,))
        ]
        said.sort(key=itemgetter(0))  # the places of what a list holds are its order
        wide = [item for *_, item in said if isinstance(item, int) and not -LARGEST <= item <= LARGEST]
        if wide:
            raise InvalidInput(*(f"{quoted(it)} cannot stand in a table: it takes more than 64 bits" for it in wide))
        rows = ((i, rule, slot, many, written(item)) for i, (_, rule, slot, many, item) in enumerate(said, 1))
        return Sheet("conclusions", head, tuple(rows))

    def _word_columns(self, name: str) -> dict[str, Kind]:
        return {f"{name}_{word}": "integer" for word in range(1, self.questions.words + 1)}


def export(book: Rulebook, topic: str | None = None) -> Export:
    """A rulebook, or one topic of it, as plain tables.

    Args:
        book: the rulebook.
        topic: one topic, to which the slots of earlier ones are given like facts; all of them if left out.

    Raises:
        InvalidInput: there is no such topic, or what is asked is too large for tables, or not to be said in them.
    """
    _check_expressible(book, topic)
    return Export(book, topic, standing(book, topic))


def _check_expressible(book: Rulebook, topic: str | None) -> None:
    """Refuse what tables have no words for: points, numbers, dates, and integers without bounds."""
    topics = [each for each in book.topics if topic in (None, each.name)]
    problems = [f"{quoted(slot)} adds up, which tables cannot say" for each in topics for slot in each.sums]
    read: dict[str, Attribute] = dict(book.vocabulary.attributes) if topic is None else {}
    for each in topics if topic else ():
        read.update(each.inputs)
    for name, attribute in read.items():
        if attribute.is_ordered and (attribute.type != "integer" or None in (attribute.at_least, attribute.at_most)):
            kind = "an integer without bounds" if attribute.type == "integer" else f"a {attribute.type}"
            problems.append(f"{quoted(name)} is {kind}, which tables cannot hold")
    if problems:
        raise InvalidInput(*problems)


def _make_head(**columns: Kind) -> tuple[tuple[str, Kind], ...]:
    return tuple(columns.items())


def _check_holdable(sheet: Sheet) -> Sheet:
    """The table, if every engine can hold it."""
    strange = [cell for row in sheet.rows for cell in row if isinstance(cell, str) and "\0" in cell]
    if strange:
        raise InvalidInput(*(f"{quoted(cell)} cannot stand in a table: it holds a NUL character" for cell in strange))
    return sheet


def written(value: Value) -> str:
    """A value as text: `true`, `3`, `1.5`, or the text itself."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)
