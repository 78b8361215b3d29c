"""A topic as a table, filled in where somebody looks: from what its rules can tell apart to what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from math import prod

from squeezelogic.logic import inference
from squeezelogic.logic.classes import classes
from squeezelogic.logic.decision import Outcome
from squeezelogic.logic.errors import DecisionError
from squeezelogic.logic.meaning import settle
from squeezelogic.logic.rules import Topic
from squeezelogic.logic.vocabulary import UNKNOWN, Value

ROWS_KEPT = 16_384

Row = tuple[Value, ...]


class Table:
    """One topic's rows, each inferred once and then remembered.

    A row holds one representative for each class of values; situations that the rules cannot tell apart share it.
    Remembering is bounded (the least recently used row goes first) and safe under threads and after a fork.

    Args:
        topic: the topic.
        by: the engine to infer with; the one at work if left out.
        rows_kept: how many rows to remember.
    """

    def __init__(self, topic: Topic, by: str | None = None, rows_kept: int = ROWS_KEPT) -> None:
        self.topic = topic
        self.classes = classes(topic)
        self._columns = tuple((column.name, column.of) for column in self.classes)
        self._find = inference.finder(topic, by)
        self.outcome = lru_cache(rows_kept)(self._infer)

    @property
    def size(self) -> int:
        """How many rows the whole table has."""
        return prod(column.size for column in self.classes)

    def rows(self) -> Iterator[Row]:
        """Every row of the table, the ones that say least first in each column."""
        return product(*map(tuple, self.classes))

    def row(self, known: Mapping[str, Value]) -> Row:
        """The row that a situation falls into."""
        return tuple([of(known[name]) for name, of in self._columns])

    def look_up(self, known: Mapping[str, Value]) -> Outcome:
        """What the topic comes to in a situation.

        Raises:
            ConflictError: two standing rules disagree.
            GapError: a required slot stays empty.
        """
        try:
            return self.outcome(self.row(known))
        except DecisionError as error:
            read = {name: known[name] for name, _ in self._columns}
            given = {name: value for name, value in read.items() if value not in (UNKNOWN, frozenset())}
            raise type(error)(error.args[0], error.topic, error.slot, error.rules, given) from None

    def _infer(self, row: Row) -> Outcome:
        situation = {name: value for (name, _), value in zip(self._columns, row, strict=True)}
        return settle(self.topic, self._find(situation))
