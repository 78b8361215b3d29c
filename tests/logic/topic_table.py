"""A topic as one table over all equivalence classes, to verify plans and exports."""

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
        by: the engine; the current one if left out.
    """

    def __init__(self, topic: Topic, by: str | None = None) -> None:
        self.topic = topic
        self.classes = classes(topic)
        self._find = matcher.finder(topic, by)

    @property
    def size(self) -> int:
        """The number of rows of the whole table."""
        return prod(column.size for column in self.classes)

    def rows(self) -> Iterator[Row]:
        """Every row of the table, the least specific values first in each column."""
        return product(*map(tuple, self.classes))

    def row(self, known: Mapping[str, Value]) -> Row:
        """The row that a situation falls into."""
        return tuple([column.of(known[column.name]) for column in self.classes])

    def outcome(self, row: Row) -> Outcome:
        """The outcome of the topic in a row.

        Raises:
            ConflictError: two standing rules disagree.
            GapError: a required slot stays empty.
        """
        situation = {column.name: value for column, value in zip(self.classes, row, strict=True)}
        return settle(self.topic, self._find(situation))
