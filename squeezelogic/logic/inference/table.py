"""A topic as a table: from what its rules can tell apart to what they come to. Rows are numbered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate, product
from math import prod

from squeezelogic.logic.inference import matcher
from squeezelogic.logic.model.decision import Outcome
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import Value
from squeezelogic.logic.semantics.definition import settle
from squeezelogic.logic.semantics.equivalence import classes

Row = tuple[Value, ...]


class Table:
    """One topic's rows, inferred where somebody looks.

    A row holds one representative for each class of values; situations that the rules cannot tell apart share it. Its
    number is those of its classes, in bits side by side, so that the number of a row is the union of what each of its
    values adds, and 0 is the row of which nothing is known.

    Args:
        topic: the topic.
        by: the engine to infer with; the one at work if left out.
    """

    def __init__(self, topic: Topic, by: str | None = None) -> None:
        self.topic = topic
        self.classes = classes(topic)
        *self._shifts, self.bits = accumulate((column.bits for column in self.classes), initial=0)
        self._columns = {column.name: (column, shift) for column, shift in zip(self.classes, self._shifts, strict=True)}
        self._find = matcher.finder(topic, by)

    @property
    def size(self) -> int:
        """How many rows the whole table has."""
        return prod(column.size for column in self.classes)

    def rows(self) -> Iterator[Row]:
        """Every row of the table, the ones that say least first in each column."""
        return product(*map(tuple, self.classes))

    def row(self, known: Mapping[str, Value]) -> Row:
        """The row that a situation falls into."""
        return tuple([column.of(known[column.name]) for column in self.classes])

    def adds(self, name: str, value: Value) -> int:
        """What a value of an attribute adds to the number of a row: bits, none if the topic does not read it."""
        if name not in self._columns:
            return 0
        column, shift = self._columns[name]
        return column.number(value) << shift

    def numbered(self, number: int) -> Row:
        """The row that has a number."""
        return tuple([
            column.representative(number >> shift & (1 << column.bits) - 1) for column, shift in self._columns.values()
        ])  # fmt: skip

    def outcome(self, row: Row) -> Outcome:
        """What the topic comes to in a row.

        Raises:
            ConflictError: two standing rules disagree.
            GapError: a required slot stays empty.
        """
        situation = {column.name: value for column, value in zip(self.classes, row, strict=True)}
        return settle(self.topic, self._find(situation))
