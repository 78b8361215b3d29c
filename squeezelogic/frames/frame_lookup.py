"""Looks up the columns of a frame, on every engine: columns give keys, keys give rows of tables, rows give columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from operator import or_
from typing import Any, TypeVar

import narwhals as nw
from attrs import define, evolve, field

from squeezelogic.coaching.advising import NEEDED
from squeezelogic.frames.codes import NO_NAME, Coder
from squeezelogic.frames.columns import EXERCISE, TEXTS, Where, find_bindings, list_attributes, strip_cell
from squeezelogic.frames.engine import OWN, Cell, Column, Engine
from squeezelogic.frames.options import DESCRIBING, PROBLEM, READING, Options
from squeezelogic.frames.plan import LARGEST_TABLE, Group, needed, plan
from squeezelogic.frames.problems import Inspector, Mistake, Reader, raise_for
from squeezelogic.frames.sources import Resolution, Source, find_sources, resolve_facts
from squeezelogic.frames.tables import GroupTable, Row, compute_key_addends
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.rules import Points
from squeezelogic.logic.semantics.equivalence import collect_tests

REPORTED_EVERY = 256
T = TypeVar("T")
IN_WORDS = ("summary", "disclaimer")
KEY_OF_NAME, NAMELESS = OWN + "name", OWN + "nameless"


@define
class FrameLookup:
    """The look-up of the decision columns of one frame."""

    options: Options
    engine: Engine
    reader: Reader
    _sources: tuple[Source, ...]
    _coder: Coder
    _named: bool
    _groups: tuple[Group, ...] = ()
    _columns: list[Column] = field(factory=list)

    @classmethod
    def of(
        cls,
        engine: Engine,
        schema: Mapping[str, Any],
        options: Options,
        located: Mapping[str, Where],
        has_values: Callable[[str], bool] | None = None,
    ) -> FrameLookup:
        """The look-up for a frame.

        Args:
            engine: the frame.
            schema: the type of each column that is read.
            options: the options.
            located: the column of each attribute.
            has_values: returns whether a column has a cell that is not empty; the engine's method if left out.

        Raises:
            InvalidInput: columns cannot be used.
        """
        vocabulary = list_attributes(options.book)
        has_values = has_values or engine.has_values
        bindings = find_bindings(
            schema,
            vocabulary,
            located,
            separator=options.separator,
            defaults=options.defaults,
            has_values=has_values,
        )
        where = located.get(EXERCISE)
        name = where if isinstance(where, str) and _gives_names(where, schema[where], has_values) else None
        tests = collect_tests(rule for topic in needed(options.book, options.slots) for rule in topic.rules)
        named = where is not None
        parts = find_sources(bindings, vocabulary, tests, named=named, lenient=options.lenient)
        return cls(
            options,
            engine,
            Reader(bindings, name, vocabulary),
            parts,
            Coder(options.lenient, engine.texts, engine.stripping),
            named,
        )

    def find_mistakes(self) -> tuple[int, dict[str, Mistake]]:
        """The number of unusable rows, and their mistakes."""
        self._prepare_plan()
        return self._find_mistakes()

    def run(self) -> Any:
        """The frame with the decision columns.

        Raises:
            InvalidInput: rows cannot be used, and the options make that an error.
            ConflictError, GapError: the rulebook has no unique answer for a row.
        """
        self._prepare_plan()
        self._columns = self.options.decision_columns(self._groups)
        if self.options.strict or self.options.strict_names:
            count, mistakes = self._find_mistakes()
            if count:
                raise self.options.refuse(count, mistakes)
        for number in range(len(self._groups)):
            self._look_up(number)
        for slot in self.options.select:
            if slot in DESCRIBING:
                self.engine.express(self.options.prefix + slot, self._describe_row(slot))
        return self.engine.finished(self._columns)

    def _prepare_plan(self) -> None:
        """Read the names, build the plan, and add the key of the first group."""
        keys: list[str] = []
        if self._named:
            keys = self._read_names()
        self._groups = plan(needed(self.options.book, self.options.slots), self._sources)
        if self._named:
            digits = ((n, digit) for n, group in enumerate(self._groups) for digit in group.digits)
            places = {_of_name(n): d.places for n, d in digits if d.source is not None and d.source.names}
            resolutions = self._sources[0].resolutions
            places[NAMELESS] = tuple(int(resolution.nameless) for resolution in resolutions)
            texts = {
                _name_described(slot): _describe_resolutions(resolutions, slot)
                for slot in DESCRIBING
                if slot in self.options.select
            }
            self.engine.join(KEY_OF_NAME, keys, places, texts)
        self._add_key(0)

    def _find_mistakes(self) -> tuple[int, dict[str, Mistake]]:
        """The number of unusable rows, and their mistakes. Runs more queries if there are any."""
        empty = nw.col(_name_key(0)).is_null()
        if not self.engine.found(empty, ()).count:
            return 0, {}
        exercise, *others = self._sources
        unusable, nameless = self._is_unusable(exercise), self._is_nameless(exercise)
        tests = [unusable & nameless] if self.options.strict_names else []
        if self.options.strict:
            tests += [unusable & ~nameless, *map(self._is_unusable, others)]
        count = self.engine.found(empty & reduce(or_, tests), ()).count
        if not count:
            return 0, {}
        options = self.options
        inspector = Inspector(
            self.engine, self._coder, self.reader, self._sources, values=options.strict, names=options.strict_names
        )
        return count, inspector.find_mistakes(nameless, unusable)

    def _read_names(self) -> list[str]:
        """Read all distinct names, and make their exercises the options of the first source."""
        source, vocabulary = self._sources[0], self.reader.vocabulary
        self.engine.add(KEY_OF_NAME, self._coder.name(self.reader.name, source))
        keys = sorted(self.engine.distinct(KEY_OF_NAME))
        resolutions: list[Resolution] = []
        for number, key in enumerate(keys):
            name, option = split_name(key, source)
            facts = source.option(max(option, 0))
            resolution = resolve_facts(
                facts, vocabulary, source.needed, is_exercise=True, lenient=self.options.lenient, name=name
            )
            resolutions.append(Resolution(None, reading=resolution.reading) if option < 0 else resolution)
            self._report_progress("reading names", number + 1, len(keys))
        self._sources = (
            evolve(
                source, options=tuple(resolution.facts for resolution in resolutions), resolutions=tuple(resolutions)
            ),
            *self._sources[1:],
        )
        return keys

    def _is_unusable(self, source: Source) -> nw.Expr:
        """Whether the values of a group of columns cannot be used."""
        if source.names:
            return nw.col(_of_name(0)).is_null()
        if source.is_set or not source.resolutions:
            return self._coder.wrong(source, source.bindings[0])
        codes = {
            number: None if resolution.facts is None else 0 for number, resolution in enumerate(source.resolutions)
        }
        return self._coder.number(self._coder.option(source), codes).is_null()

    def _is_nameless(self, source: Source) -> nw.Expr:
        """Whether a row cannot be used only because no exercise is known."""
        if source.names:
            return nw.col(NAMELESS).fill_null(0) == 1
        codes = {number: int(resolution.nameless) for number, resolution in enumerate(source.resolutions)}
        return self._coder.number(self._coder.option(source), codes).fill_null(0) == 1

    def _describe_row(self, slot: str) -> nw.Expr:
        """The text of a column that describes the row: its exercise, or its problems."""
        exercise = self._describe_source(self._sources[0], slot)
        if slot != PROBLEM:
            return exercise
        parts = [exercise, *(self._describe_source(source, slot) for source in self._sources[1:] if source.resolutions)]
        for source in self._sources:
            parts += [self._coder.complaint(source, binding) for binding in source.bindings if binding.read]
        together = nw.concat_str(parts, separator="; ", ignore_nulls=True) if parts[1:] else exercise
        return nw.when(together != "").then(together).otherwise(nw.lit(None, dtype=nw.String))

    def _describe_source(self, source: Source, slot: str) -> nw.Expr:
        if source.names:
            return nw.col(_name_described(slot))
        texts = {n: text for n, text in enumerate(_describe_resolutions(source.resolutions, slot)) if text is not None}
        return self._coder.label(self._coder.option(source), texts)

    def _add_key(self, number: int) -> None:
        group = self._groups[number]
        total = nw.lit(0, dtype=nw.Int64)
        for digit, weight in zip(group.digits, group.weights, strict=True):
            if digit.source is None or (number and digit.size == 1):  # added earlier, or constant
                continue
            value = nw.col(_of_name(number)) if digit.source.names else self._coder.digit(digit)
            if value is not None:
                total = total + value * weight
        for earlier in range(number):
            total = total + nw.col(_name_addend(earlier, number))
        self.engine.add(_name_key(number), total)

    def _look_up(self, number: int) -> None:
        """Tabulate a group, and look up its row for each row of the frame."""
        if number:
            self._add_key(number)
        keys = self._find_keys(number)
        rows = self._tabulate_rows(number, keys)
        failing = [key for key, row in zip(keys, rows, strict=True) if row.has_failed]
        if failing:
            self._raise_if_met(number, failing)
        addends = _for_each(rows, lambda row: compute_key_addends(self._groups, number, row))
        columns = {
            _name_addend(number, later): [each[later] for each in addends]
            for later in range(number + 1, len(self._groups))
        }
        pieces = {
            column: _for_each(rows, partial(self._make_cell, column))
            for column in self._columns
            if number in column.groups
        }
        self.engine.look_up(number, _name_key(number), keys, columns, pieces)

    def _find_keys(self, number: int) -> Sequence[int]:
        """The keys to tabulate: all keys, or only those in the frame if they are certainly fewer."""
        size, rows = self._groups[number].size, self.engine.rows_at_most()
        if size > LARGEST_TABLE or (rows is not None and rows < size):
            return sorted(self.engine.distinct(_name_key(number)))
        return range(size)

    def _tabulate_rows(self, number: int, keys: Sequence[int]) -> list[Row]:
        group, found = self._groups[number], []
        for row in GroupTable.of(self.options.book, group).rows(keys):
            found.append(row)
            if len(found) % REPORTED_EVERY == 0 or len(found) == len(keys):
                self._report_progress("tabulating", len(found), len(keys))
        return _for_each(found, lambda row: self._complete_row(row, group))

    def _complete_row(self, row: Row, group: Group) -> Row:
        """The row, or a failed row if a slot is empty that every recommendation needs."""
        for slot in NEEDED:
            if slot in self.options.select and group.fills(slot) and not row.has_failed and row.slot(slot) is None:
                return Row(has_failed=True)
        return row

    def _raise_if_met(self, number: int, failing: list[int]) -> None:
        found = self.engine.found(nw.col(_name_key(number)).is_in(failing), self.reader.columns)
        if found.count:
            raise_for(found, self.reader, self.options.book, lenient=self.options.lenient)

    def _make_cell(self, column: Column, row: Row) -> Cell:
        if column.kind == "list":
            return row.elements(column.slot)
        value: Any = row.slot(column.slot)
        if isinstance(value, Points):
            return int(value)
        return self.options.book.advice[value].text if column.slot in IN_WORDS and value is not None else value

    def _report_progress(self, what: str, done: int, total: int) -> None:
        self.options.progress(what, done, total)


def _for_each(rows: Sequence[Row], make: Callable[[Row], T]) -> list[T]:
    """The result of a function for each row; it is called once for rows that are the same object."""
    made = {id(row): make(row) for row in {id(row): row for row in rows}.values()}
    return [made[id(row)] for row in rows]


def split_name(key: str, source: Source) -> tuple[str | None, int]:
    """The name of an exercise, and the option of its other columns; a number below 0 if they are invalid."""
    number, name = (0, key) if not source.bindings else _split_key(key)
    return None if name == NO_NAME else strip_cell(name), number


def _split_key(key: str) -> tuple[int, str]:
    number, _, name = key.partition(":")
    return int(number), name


def _describe_resolutions(resolutions: Sequence[Resolution], slot: str) -> list[str | None]:
    """The text for each option of a source in a column that describes the row."""
    if slot == PROBLEM:
        return [resolution.problem or None for resolution in resolutions]
    if slot == READING:
        return [resolution.reading for resolution in resolutions]
    return [
        str(resolution.facts[slot]) if resolution.facts and slot in resolution.facts else None
        for resolution in resolutions
    ]


def _gives_names(column: str, dtype: Any, has_values: Callable[[str], bool]) -> bool:
    """Whether a column holds names; False if all cells are empty.

    Raises:
        InvalidInput: it holds other values.
    """
    if dtype in TEXTS:
        return True
    if not has_values(column):
        return False
    raise InvalidInput(
        f"column {quoted(column)} holds {quoted(str(dtype))}, but `exercise` is given as text, by name; if it is "
        "something else, say so: `columns={'exercise': None}`"
    )


def _name_key(group: int) -> str:
    return f"{OWN}key_{group}"


def _name_addend(group: int, later: int) -> str:
    return f"{OWN}from_{group}_to_{later}"


def _of_name(group: int) -> str:
    return f"{OWN}name_{group}"


def _name_described(slot: str) -> str:
    return f"{OWN}of_row_{slot}"
