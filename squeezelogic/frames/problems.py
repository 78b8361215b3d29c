"""Unusable rows: one error with all problems, the number of rows of each, and the first of these rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import narwhals as nw
from attrs import evolve, frozen

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import attributes
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.recommend import recommend
from squeezelogic.frames.codes import Coder
from squeezelogic.frames.columns import OBSERVED, ColumnBinding, strip_cell
from squeezelogic.frames.engine import FIRST, Engine, Found
from squeezelogic.frames.sources import OF_EXERCISES, NoExercise, Source, combine, identify_lift, list_missing
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook

MOST_PROBLEMS = 20

INVALID = '`invalid="null"` leaves the decisions of such rows null, `invalid="unknown"` takes what is wrong for unknown'
UNKNOWN_EXERCISE = '`unknown_exercise="null"` leaves the decisions of such rows null'


@frozen
class Reader:
    """Reads single rows as `recommend` would.

    Args:
        bindings: the attributes that the columns hold.
        name: the column with the exercise's name, if any.
        vocabulary: the known attributes.
    """

    bindings: tuple[ColumnBinding, ...]
    name: str | None
    vocabulary: Vocabulary

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        names = [column for binding in self.bindings for column in binding.read] + ([self.name] if self.name else [])
        return tuple(dict.fromkeys(names))

    def facts(self, row: Mapping[str, Any], *, lenient: bool) -> dict[str, Value]:
        """The facts of a row.

        Args:
            row: a mapping from columns to values.
            lenient: whether a wrong value counts as unknown.

        Raises:
            InvalidInput: with all problems of the row.
        """
        known = self.values(self.bindings, row, lenient=lenient)
        lift = {key: value for key, value in known.items() if key in OF_EXERCISES}
        exercise_facts = identify_lift(self.read_name(row), lift, self.vocabulary, lenient=lenient)
        return exercise_facts | combine({**known, **exercise_facts}, self.vocabulary, lenient=lenient)

    def read_name(self, row: Mapping[str, Any]) -> str | None:
        """The exercise's name."""
        name: str | None = strip_cell(row[self.name]) if self.name else None
        return name

    def values(
        self, bindings: Iterable[ColumnBinding], row: Mapping[str, Any], *, lenient: bool = False
    ) -> dict[str, Value]:
        """The values of attributes in a row.

        Raises:
            InvalidInput: with every invalid cell.
        """
        problems: list[str] = []
        known: dict[str, Value] = {}
        for binding in bindings:
            try:
                known[binding.name] = binding.complete(self._admit_cell(binding, row, lenient))
            except InvalidInput as error:
                where = f"column {quoted(binding.column)}: " if binding.column not in ("", binding.name) else ""
                problems += [where + problem for problem in error.problems]
        if problems:
            raise InvalidInput(*problems)
        return known

    @staticmethod
    def _admit_cell(binding: ColumnBinding, row: Mapping[str, Any], lenient: bool) -> Value:
        value = binding.value(row)
        try:
            return binding.attribute.admit(value)
        except InvalidInput:
            if not lenient:
                raise
            if binding.attribute.type == "set":
                return frozenset(item for item in value if item in binding.attribute.values)
            return UNKNOWN


@frozen
class Mistake:
    """The rows with one problem.

    Args:
        count: the number of rows.
        first: the positions of the first few.
        nameless: whether the only problem is that no exercise is known.
    """

    count: int
    first: tuple[int, ...] = ()
    nameless: bool = False

    def __add__(self, other: Mistake) -> Mistake:
        first = tuple(sorted({*self.first, *other.first})[:FIRST])
        return Mistake(self.count + other.count, first, self.nameless)

    def moved(self, rows: int) -> Mistake:
        """The same mistake in a frame with so many additional rows before these."""
        return evolve(self, first=tuple(row + rows for row in self.first))


@frozen
class Inspector:
    """Finds the mistakes in a frame.

    Args:
        engine: the frame.
        coder: builds the expressions.
        reader: reads single rows.
        sources: the groups of columns.
        values: whether wrong values are mistakes.
        names: whether unknown exercises are mistakes.
    """

    engine: Engine
    coder: Coder
    reader: Reader
    sources: Sequence[Source]
    values: bool
    names: bool

    def find_mistakes(self, nameless: nw.Expr, unusable: nw.Expr) -> dict[str, Mistake]:
        """The rows of each mistake, by its message. Runs a query for every group of columns.

        Args:
            nameless: a test for rows that cannot be used only because no exercise is known.
            unusable: a test for rows whose exercise cannot be used, for any reason.
        """
        found: dict[str, Mistake] = {}
        for problem, mistake in self._find_mistakes(nameless, unusable):
            found[problem] = found[problem] + mistake if problem in found else mistake
        return found

    def _find_mistakes(self, nameless: nw.Expr, unusable: nw.Expr) -> Iterator[tuple[str, Mistake]]:
        for number, source in enumerate(self.sources):
            if self.values:
                for binding in source.bindings:
                    if binding.read:
                        yield from self._check_cells(source, binding)
            if number == 0:
                wanted = [test for wanted, test in ((self.values, ~nameless), (self.names, nameless)) if wanted]
                yield from self._check_exercises(
                    unusable & (wanted[0] | wanted[1] if wanted[1:] else wanted[0]), source
                )
            elif source.resolutions and self.values:
                test = self.coder.number(self.coder.option(source), _count_clashing(source)) == 1
                yield from self._find_clashes(source, test)

    def _check_cells(self, source: Source, binding: ColumnBinding) -> Iterator[tuple[str, Mistake]]:
        for tally in self.engine.tally(self.coder.wrong(source, binding), binding.read):
            try:
                problems = list_missing(source.needed, self.reader.values([binding], tally.cells))
            except InvalidInput as error:
                problems = list(error.problems)
            for problem in problems:
                yield problem, Mistake(tally.count, tally.first)

    def _check_exercises(self, test: nw.Expr, source: Source) -> Iterator[tuple[str, Mistake]]:
        named = [self.reader.name] if self.reader.name else []
        for tally in self.engine.tally(
            test, [*(column for binding in source.bindings for column in binding.read), *named]
        ):
            try:
                facts = self.reader.values(source.bindings, tally.cells)
            except InvalidInput:  # reported for the cell
                continue
            try:
                known = identify_lift(self.reader.read_name(tally.cells), facts, self.reader.vocabulary)
                if missing := list_missing(source.needed, known):
                    raise InvalidInput(*missing)
            except InvalidInput as error:
                for problem in error.problems:
                    yield problem, Mistake(tally.count, tally.first, isinstance(error, NoExercise))

    def _find_clashes(self, source: Source, test: nw.Expr) -> Iterator[tuple[str, Mistake]]:
        for tally in self.engine.tally(test, [column for binding in source.bindings for column in binding.read]):
            try:
                known = combine(self.reader.values(source.bindings, tally.cells), self.reader.vocabulary)
                if missing := list_missing(source.needed, known):
                    raise InvalidInput(*missing)
            except InvalidInput as error:
                for problem in error.problems:
                    yield problem, Mistake(tally.count, tally.first)


def _count_clashing(source: Source) -> dict[int, int]:
    return {number: int(resolution.facts is None) for number, resolution in enumerate(source.resolutions)}


def refuse_rows(count: int, mistakes: Mapping[str, Mistake], *, values: bool, names: bool) -> InvalidInput:
    """The error for rows that cannot be used.

    Args:
        count: the number of rows.
        mistakes: the rows of each mistake, by its message.
        values: whether an option can allow wrong values.
        names: whether an option can allow unknown exercises.
    """
    ordered = sorted(mistakes.items(), key=lambda item: (-item[1].count, item[1].first, item[0]))
    messages = [f"{problem} ({_describe_rows(mistake)})" for problem, mistake in ordered[:MOST_PROBLEMS]]
    if len(ordered) > MOST_PROBLEMS:
        rest = ordered[MOST_PROBLEMS:]
        rows = sum(mistake.count for _, mistake in rest)
        messages.append(f"… and {len(rest):,} more mistakes of other kinds (in {rows:,} rows)")
    if values and any(not mistake.nameless for mistake in mistakes.values()):
        messages.append(f"to go on all the same: {INVALID}")
    if names and any(mistake.nameless for mistake in mistakes.values()):
        messages.append(f"to go on all the same: {UNKNOWN_EXERCISE}")
    many = f"{count:,} rows" if count != 1 else "1 row"
    return InvalidInput(f"{many} cannot be used", *messages)


def _describe_rows(mistake: Mistake) -> str:
    if not mistake.first:
        return f"{mistake.count:,} rows" if mistake.count != 1 else "1 row"
    more = mistake.count - len(mistake.first)
    listed = ", ".join(f"{row:,}" for row in mistake.first) + (f" and {more:,} more" if more else "")
    return f"row {listed}" if mistake.count == 1 else f"rows {listed}"


def raise_for(found: Found, reader: Reader, book: Rulebook, *, lenient: bool) -> None:
    """Call `recommend` with a row for which the rulebook has no unique answer, to raise its error.

    Args:
        found: the rows without a unique answer.
        reader: reads single rows.
        book: the rulebook.
        lenient: whether a wrong value counts as unknown.

    Raises:
        ConflictError, GapError: from `recommend`, with the row number in a note.
    """
    facts = reader.facts(found.rows[0], lenient=lenient)
    try:
        recommend(*_make_question(facts), observed=_read_observed(facts), rulebook=book)
    except Exception as error:
        if found.numbers is not None:
            rows = f"{found.count:,} rows" if found.count != 1 else "1 row"
            error.add_note(f"first met in row {found.numbers[0]:,}; so it is in {rows} in all")
        raise


def _make_question(facts: Mapping[str, Value]) -> tuple[Profile, Exercise]:
    lifter, lift = attributes(Profile), attributes(Exercise)
    more = {name: value for name, value in facts.items() if name not in {*lifter, *lift, OBSERVED}}
    return Profile(**_pick_facts(facts, lifter), more=more), Exercise(**_pick_facts(facts, lift))


def _pick_facts(facts: Mapping[str, Value], names: Iterable[str]) -> dict[str, Any]:
    return {name: facts[name] for name in names if name in facts}


def _read_observed(facts: Mapping[str, Value]) -> frozenset[str]:
    seen = facts.get(OBSERVED, frozenset())
    return seen if isinstance(seen, frozenset) else frozenset()
