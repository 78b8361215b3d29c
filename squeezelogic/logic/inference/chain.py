"""The tables of a rulebook's topics, chained; each row is inferred once and then remembered.

A situation is a number: for each topic that of the row it falls into, in bits side by side. What topics conclude, and
later ones read, adds to it. So some topics together are a table too: their row is those bits that are theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from squeezelogic.logic.inference.cache import Remembered
from squeezelogic.logic.inference.table import Table
from squeezelogic.logic.model.decision import Outcome
from squeezelogic.logic.model.rules import Conclusion
from squeezelogic.logic.model.vocabulary import Value

ROWS_KEPT = 16_384
VALUES_KEPT = 4_096

Number = int
T = TypeVar("T")
R = TypeVar("R")


class Step(NamedTuple, Generic[T]):
    """What is kept of an outcome, and what the outcome adds to the number of the situation."""

    kept: T
    adds: Number


class Stage(NamedTuple, Generic[T]):
    """One topic in its place: where its row stands in the number of a situation, and what follows from the row."""

    shift: int
    mask: int
    steps: Mapping[int, Step[T]]

    def at(self, number: Number) -> Step[T]:
        """What the topic comes to, once the topics it reads of have added what they conclude.

        Raises:
            ConflictError: two standing rules disagree.
            GapError: a required slot stays empty.
        """
        return self.steps[number >> self.shift & self.mask]


class Stretch(NamedTuple, Generic[R]):
    """Some topics together: which bits of a situation's number are their row, and how to work out what follows from it.

    That raises a `ConflictError` or a `GapError` where a topic comes to no outcome.
    """

    bits: Number
    work_out: Callable[[Number], R]


class Chain(Generic[T]):
    """Tables, chained. Remembering is bounded, and safe under threads and after a fork.

    Args:
        tables: of all topics, in the rulebook's order.
        keep: what to remember of the outcome of a row.
        rows_kept: of how many rows of each topic.
    """

    def __init__(self, tables: tuple[Table, ...], keep: Callable[[Outcome], T], rows_kept: int = ROWS_KEPT) -> None:
        self.tables = tables
        self._keep = keep
        self._rows_kept = rows_kept
        self._shifts = tuple(accumulate((table.bits for table in tables[:-1]), initial=0))
        attributes = {name: attribute for table in tables for name, attribute in table.topic.inputs.items()}
        self._adds = {name: Remembered(partial(self._added, name), VALUES_KEPT) for name in attributes}
        self._slots_read = {name for name, attribute in attributes.items() if attribute.of == "slot"}
        self.stages = tuple(
            Stage(shift, (1 << table.bits) - 1, Remembered(partial(self._step, table), rows_kept))
            for table, shift in zip(tables, self._shifts, strict=True)
        )

    def _added(self, name: str, value: Value) -> Number:
        found = 0
        for table, shift in zip(self.tables, self._shifts, strict=True):
            found |= table.adds(name, value) << shift
        return found

    def _step(self, table: Table, row: int) -> Step[T]:
        outcome = table.outcome(table.numbered(row))
        read = {slot: _as_given(value) for slot, value in outcome.slots.items() if slot in self._slots_read}
        return Step(self._keep(outcome), self.number(read))

    def number(self, known: Mapping[str, Value]) -> Number:
        """What values add to the number of a situation; those that no rule reads add nothing."""
        found = 0
        for name, value in known.items():
            if name in self._adds:
                found |= self._adds[name][value]
        return found

    def matters(self, number: Number, known: frozenset[str]) -> Number:
        """Which bits of the number of a situation can still make a difference once some attributes are known.

        The others may be left out: each topic comes to the same without them.

        Args:
            number: of any situation with the values that are known.
            known: the attributes that are.
        """
        found = 0
        for table, shift in zip(self.tables, self._shifts, strict=True):
            found |= table.matters(number >> shift & (1 << table.bits) - 1, known) << shift
        return found

    def back_from(self, places: Iterable[int]) -> set[int]:
        """Some topics and all that they read of, directly or through others, by their places."""
        found: set[int] = set()
        ahead = list(places)
        while ahead:
            place = ahead.pop()
            if place not in found:
                found.add(place)
                read = self.tables[place].topic.inputs.keys()
                ahead += [i for i, other in enumerate(self.tables) if not read.isdisjoint(other.topic.concludes)]
        return found

    def stretch(self, places: Iterable[int], finish: Callable[[list[T], Number], R]) -> Stretch[R]:
        """Some topics as one table.

        Args:
            places: of the topics; what they read of must be among them, or have been added already.
            finish: from what is kept of each topic's outcome, in order, and what they add to the number of the
                situation, to what is kept of them all.
        """
        stages = [self.stages[place] for place in sorted(places)]

        def row(number: Number) -> R:
            kept: list[T] = []
            added = 0
            for stage in stages:
                found = stage.at(number | added)
                kept.append(found.kept)
                added |= found.adds
            return finish(kept, added)

        bits = sum(stage.mask << stage.shift for stage in stages)
        return Stretch(bits, row)


def _as_given(value: Conclusion) -> Value:
    return frozenset(value) if isinstance(value, tuple) else value
