"""Rows that cannot be used, told so that somebody can put them right: what is wrong, in which rows, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import attributes
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.recommend import recommend
from squeezelogic.frames.attributes import OBSERVED
from squeezelogic.frames.engine import Found
from squeezelogic.frames.given import Given
from squeezelogic.frames.situations import OF_EXERCISES, lifted, together
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook

ROWS_NAMED = 3
TOLD = 20


@frozen
class Reader:
    """Reads single rows as `recommend` would.

    Args:
        givens: the attributes that columns give.
        name: the column with the exercise's name, if there is one.
        vocabulary: the attributes there are.
    """

    givens: tuple[Given, ...]
    name: str | None
    vocabulary: Vocabulary

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        names = [column for given in self.givens for column in given.read] + ([self.name] if self.name else [])
        return tuple(dict.fromkeys(names))

    def facts(self, row: Mapping[str, Any], *, lenient: bool = False) -> dict[str, Value]:
        """The facts of a row.

        Args:
            row: its values by column.
            lenient: whether a wrong value counts as unknown.

        Raises:
            InvalidInput: with all that is wrong with it.
        """
        problems: list[str] = []
        known: dict[str, Value] = {}
        for given in self.givens:
            try:
                known[given.name] = self._admit(given, row, lenient)
            except InvalidInput as error:
                where = f"column {quoted(given.column)}: " if given.column not in ("", given.name) else ""
                problems += [where + problem for problem in error.problems]
        name = row[self.name] if self.name else None
        try:
            lift = {key: value for key, value in known.items() if key in OF_EXERCISES}
            come_to = lifted(name, lift, self.vocabulary, lenient=lenient)
            come_to |= together({**known, **come_to}, self.vocabulary, lenient=lenient)
        except InvalidInput as error:
            raise InvalidInput(*problems, *error.problems) from None
        if problems:
            raise InvalidInput(*problems)
        return come_to

    def _admit(self, given: Given, row: Mapping[str, Any], lenient: bool) -> Value:
        value = given.value(row)
        try:
            return given.attribute.admit(value)
        except InvalidInput:
            if not lenient:
                raise
            if given.attribute.type == "set":
                return frozenset(item for item in value if item in given.attribute.values)
            return UNKNOWN


def told(found: Found, reader: Reader) -> InvalidInput:
    """The error for rows that cannot be used.

    Args:
        found: the rows.
        reader: reads them one by one.
    """
    rows_of: dict[str, list[int | None]] = {}
    for place, row in enumerate(found.rows):
        number = found.numbers[place] if found.numbers is not None else None
        try:
            reader.facts(row)
        except InvalidInput as error:
            for problem in error.problems:
                rows_of.setdefault(problem, []).append(number)
    problems = [f"{problem} ({_rows(numbers)})" for problem, numbers in rows_of.items()]
    if len(problems) > TOLD:
        problems = [*problems[:TOLD], f"… and {len(problems) - TOLD} more mistakes of other kinds"]
    seen = "" if found.count == len(found.rows) else f"; the mistakes are those of {len(found.rows):,} of them"
    many = f"{found.count:,} rows" if found.count != 1 else "1 row"
    return InvalidInput(f"{many} cannot be used{seen}", *problems)


def _rows(numbers: Sequence[int | None]) -> str:
    named = [f"{number:,}" for number in numbers[:ROWS_NAMED] if number is not None]
    if not named:
        return f"{len(numbers):,} times" if len(numbers) != 1 else "once"
    more = len(numbers) - len(named)
    listed = ", ".join(named) + (f" and {more:,} more" if more else "")
    return f"row {listed}" if len(numbers) == 1 else f"rows {listed}"


def raise_for(found: Found, reader: Reader, book: Rulebook, *, lenient: bool) -> None:
    """Ask `recommend` about a row for which the rulebook has no one answer, so that it raises what it raises.

    Args:
        found: such rows.
        reader: reads them.
        book: the rulebook.
        lenient: whether a wrong value counts as unknown.

    Raises:
        ConflictError, GapError: as `recommend` does; a note says which row.
    """
    facts = reader.facts(found.rows[0], lenient=lenient)
    try:
        recommend(*_question(facts), observed=_observed(facts), rulebook=book)
    except Exception as error:
        if found.numbers is not None:
            error.add_note(f"first met in row {found.numbers[0]:,}; so it is in {found.count:,} rows in all")
        raise


def _question(facts: Mapping[str, Value]) -> tuple[Profile, Exercise]:
    lifter, lift = attributes(Profile), attributes(Exercise)
    more = {name: value for name, value in facts.items() if name not in {*lifter, *lift, OBSERVED}}
    return Profile(**_only(facts, lifter), more=more), Exercise(**_only(facts, lift))


def _only(facts: Mapping[str, Value], names: Iterable[str]) -> dict[str, Any]:
    return {name: facts[name] for name in names if name in facts}


def _observed(facts: Mapping[str, Value]) -> frozenset[str]:
    seen = facts.get(OBSERVED, frozenset())
    return seen if isinstance(seen, frozenset) else frozenset()
