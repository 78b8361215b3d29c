"""A topic as one table, from all that its rules can tell apart: what plans and exports are held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from squeezelogic.logic.inference import matcher
from squeezelogic.logic.model.decision import Outcome
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import Value
from squeezelogic.logic.semantics.definition import settle
from squeezelogic.logic.semantics.equivalence import classes

Row = tuple[Value, ...]


class Table:
    """One topic's rows, inferred on first use.

    A row holds one representative for each class of values; situations that the rules cannot tell apart share it.

    Args:
        topic: the topic.
        by: the engine to infer with; the one at work if left out.
    """

    def __init__(self, topic: Topic, by: str | None = None) -> None:
        self.topic = topic
        self.classes = classes(topic)
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

    def outcome(self, row: Row) -> Outcome:
        """What the topic comes to in a row.

        Raises:
            ConflictError: two standing rules disagree.
            GapError: a required slot stays empty.
        """
        situation = {column.name: value for column, value in zip(self.classes, row, strict=True)}
        return settle(self.topic, self._find(situation))
