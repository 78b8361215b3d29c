"""The look-up itself, the same for every engine: columns to keys, keys to rows of tables, rows to columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

import narwhals as nw
from attrs import define, evolve, field

from squeezelogic.coaching.advising import NEEDED
from squeezelogic.frames.attributes import speakable
from squeezelogic.frames.codes import NO_NAME, Coder
from squeezelogic.frames.engine import OWN, Cell, Column, Engine, Found
from squeezelogic.frames.given import find_columns
from squeezelogic.frames.plan import LARGEST_TABLE, Group, needed, plan
from squeezelogic.frames.problems import Reader, raise_for, told
from squeezelogic.frames.sources import Facts, Source, come_to, sources
from squeezelogic.frames.tables import GroupTable, Row, handed_on
from squeezelogic.frames.wishes import Wishes
from squeezelogic.logic.model.errors import GapError, quoted
from squeezelogic.logic.semantics.equivalence import asked

REPORTED_EVERY = 256
T = TypeVar("T")
IN_WORDS = ("summary", "disclaimer")


@define
class Lookup:
    """One frame, and what was asked of it."""

    wishes: Wishes
    engine: Engine
    reader: Reader
    _sources: tuple[Source, ...]
    _coder: Coder
    _groups: tuple[Group, ...] = ()
    _columns: list[Column] = field(factory=list)

    @classmethod
    def of(cls, engine: Engine, schema: Mapping[str, Any], wishes: Wishes) -> Lookup:
        """The look-up for a frame.

        Args:
            engine: the frame.
            schema: the type of each column that may be read.
            wishes: what was asked.

        Raises:
            InvalidInput: columns are missing, or cannot be used.
        """
        vocabulary = speakable(wishes.book)
        name = wishes.name_column(list(schema))
        givens = find_columns(schema, vocabulary, wishes.attribute_columns(), wishes.separator)
        tests = asked(rule for topic in needed(wishes.book, wishes.select) for rule in topic.rules)
        parts = sources(givens, vocabulary, tests, named=name is not None, lenient=wishes.lenient)
        coder = Coder(wishes.lenient, engine.texts)
        return cls(wishes, engine, Reader(givens, name, vocabulary), parts, coder)

    def bad_rows(self) -> Found:
        """The rows that cannot be used."""
        self._prepare()
        return self._bad()

    def run(self) -> Any:
        """The frame with the decision columns.

        Raises:
            InvalidInput: rows cannot be used, and that is an error.
            ConflictError, GapError: the rulebook has no one answer for some row.
        """
        self._prepare()
        self._columns = self.wishes.decision_columns(self._groups)
        if self.wishes.strict:
            found = self._bad()
            if found.count:
                raise told(found, self.reader)
        for number in range(len(self._groups)):
            self._look_up(number)
        return self.engine.finished(self._columns)

    def _prepare(self) -> None:
        """Read the names, make the plan, and add the key of the first group."""
        keys: list[str] = []
        if self.reader.name is not None:
            keys = self._read_names(self.reader.name)
        self._groups = plan(needed(self.wishes.book, self.wishes.select), self._sources)
        if self.reader.name is not None:
            digits = ((n, digit) for n, group in enumerate(self._groups) for digit in group.digits)
            places = {_of_name(n): d.places for n, d in digits if d.source is not None and d.source.names}
            self.engine.join(OWN + "name", keys, places)
        self._add_key(0)

    def _bad(self) -> Found:
        return self.engine.found(nw.col(_key(0)).is_null(), self.reader.columns)

    def _read_names(self, column: str) -> list[str]:
        """Look up every different name, once; the exercises found are the options of the first source."""
        source, vocabulary = self._sources[0], self.reader.vocabulary
        self.engine.add(OWN + "name", self._coder.name(column, source))
        keys = sorted(self.engine.distinct(OWN + "name"))
        options: list[Facts | None] = []
        for number, key in enumerate(keys):
            name, facts = _parts(key, source)
            options.append(come_to(facts, vocabulary, is_exercise=True, lenient=self.wishes.lenient, name=name))
            self._report("reading names", number + 1, len(keys))
        self._sources = (evolve(source, options=tuple(options)), *self._sources[1:])
        return keys

    def _add_key(self, number: int) -> None:
        group = self._groups[number]
        total = nw.lit(0, dtype=nw.Int64)
        for digit, weight in zip(group.digits, group.weights, strict=True):
            if digit.source is None or (number and digit.size == 1):  # handed on, or the same for every row
                continue
            value = nw.col(_of_name(number)) if digit.source.names else self._coder.digit(digit)
            if value is not None:
                total = total + value * weight
        for earlier in range(number):
            total = total + nw.col(_handed(earlier, number))
        self.engine.add(_key(number), total)

    def _look_up(self, number: int) -> None:
        """Tabulate a group, and add what it comes to."""
        if number:
            self._add_key(number)
        keys = self._keys(number)
        rows = self._rows(number, keys)
        failing = [key for key, row in zip(keys, rows, strict=True) if row.failure is not None]
        if failing:
            self._see_whether_met(number, failing)
        handed = _for_each(rows, lambda row: handed_on(self._groups, number, row))
        columns = {
            _handed(number, later): [each[later] for each in handed] for later in range(number + 1, len(self._groups))
        }
        pieces = {
            column: _for_each(rows, partial(self._cell, column)) for column in self._columns if number in column.groups
        }
        self.engine.look_up(number, _key(number), keys, columns, pieces)

    def _keys(self, number: int) -> Sequence[int]:
        """The keys to tabulate: all of them, or those that are met if these are surely fewer."""
        size, rows = self._groups[number].size, self.engine.rows_at_most()
        if size > LARGEST_TABLE or (rows is not None and rows < size):
            return sorted(self.engine.distinct(_key(number)))
        return range(size)

    def _rows(self, number: int, keys: Sequence[int]) -> list[Row]:
        group, found = self._groups[number], []
        for row in GroupTable.of(self.wishes.book, group).rows(keys):
            found.append(row)
            if len(found) % REPORTED_EVERY == 0 or len(found) == len(keys):
                self._report("tabulating", len(found), len(keys))
        return _for_each(found, lambda row: self._complete(row, group))

    def _complete(self, row: Row, group: Group) -> Row:
        """A row, or the error that a slot is empty that a recommendation needs."""
        for slot in NEEDED:
            if slot in self.wishes.select and group.fills(slot) and row.failure is None and row.slot(slot) is None:
                return Row(failure=GapError(f"no rule fills {quoted(slot)}", "", slot, (), {}))
        return row

    def _see_whether_met(self, number: int, failing: list[int]) -> None:
        found = self.engine.found(nw.col(_key(number)).is_in(failing), self.reader.columns)
        if found.count:
            raise_for(found, self.reader, self.wishes.book, lenient=self.wishes.lenient)

    def _cell(self, column: Column, row: Row) -> Cell:
        if column.kind == "list":
            return row.elements(column.slot)
        value: Any = row.slot(column.slot)
        return self.wishes.book.advice[value].text if column.slot in IN_WORDS and value is not None else value

    def _report(self, what: str, done: int, total: int) -> None:
        self.wishes.progress(what, done, total)


def _for_each(rows: Sequence[Row], make: Callable[[Row], T]) -> list[T]:
    """What is made of each row; many rows are one and the same, of which it is made once."""
    made = {id(row): make(row) for row in {id(row): row for row in rows}.values()}
    return [made[id(row)] for row in rows]


def _parts(key: str, source: Source) -> tuple[str | None, dict[str, Any]]:
    """An exercise's name, and what other columns say of it."""
    if not source.givens:
        return key, {}
    number, _, name = key.partition(":")
    option = int(number)
    facts: dict[str, Any] = {}
    for given, values in zip(reversed(source.givens), reversed(source.values), strict=True):
        option, place = divmod(option, len(values))
        facts[given.name] = values[place]
    return None if name == NO_NAME else name, facts


def _key(group: int) -> str:
    return f"{OWN}key_{group}"


def _handed(group: int, later: int) -> str:
    return f"{OWN}from_{group}_to_{later}"


def _of_name(group: int) -> str:
    return f"{OWN}name_{group}"
