"""The interface of the dataframe engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol

import narwhals as nw
from attrs import field, frozen

from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import by_rank

Kind = Literal["text", "number", "integer", "boolean", "list"]
Cell = str | float | bool | tuple[str, ...] | None

OWN = "__squeezelogic_"
"""The prefix of temporary columns, which exist only during the look-up."""

Stripping = Literal["never", "always", "last"]
"""When texts are compared without blanks around them: never, always, or only if nothing else matches."""

SAMPLED = 1_000
"""The largest number of rows, or of distinct cells, that are fetched to describe their problems."""
FIRST = 3
"""The largest number of row numbers in the message of each mistake."""


@frozen
class Column:
    """A decision column.

    Args:
        slot: a slot, `reasons` or `overruled`; or a description of the row (`family`, `problem` …).
        name: the name of the column.
        kind: the type of its values.
        groups: the groups that contribute to it; more than one only for a list, none for a description of the row.
        overlapping: whether two groups can contribute the same element.
        separator: the separator of a list that is written as one text; None for lists that stay lists.
        bands: for a list of several groups, its elements in bands, in coaching order; empty if the order of the groups
            is coaching order.
        ranks: for a list, the ranks of its elements, without those of rank 0.
    """

    slot: str
    name: str
    kind: Kind
    groups: tuple[int, ...]
    overlapping: bool = False
    separator: str | None = None
    bands: tuple[frozenset[str], ...] = ()
    ranks: FrozenMap[str, int] = field(factory=FrozenMap)

    @property
    def cell_kind(self) -> Kind:
        """The type of the cells of the finished column."""
        return "text" if self.separator is not None else self.kind

    def part(self, group: int, band: int) -> str:
        """The name of the temporary column with a group's part."""
        return f"{OWN}{group}_{band}_{self.slot}"

    def select_band(self, cell: Cell, band: int) -> Cell:
        """The elements of a group's part that are in a band."""
        return tuple(each for each in cell if each in self.bands[band]) if isinstance(cell, tuple) else cell

    def joined(self, parts: Iterable[Cell]) -> Cell:
        """A cell of the finished column, from the parts of all groups."""
        cells = list(parts)
        if self.kind != "list":
            return cells[0]
        together = dict.fromkeys(element for part in cells if isinstance(part, tuple) for element in part)
        elements = by_rank(together, self.ranks)
        return elements if self.separator is None else self.separator.join(elements)


@frozen
class Found:
    """The result of a query for rows: their number, and a sample.

    Args:
        count: the number of rows.
        rows: a sample of them, each as a mapping from columns to values.
        numbers: the positions of the sample in the frame, counted from 0; None if rows have no order.
    """

    count: int
    rows: Sequence[Mapping[str, Any]]
    numbers: Sequence[int] | None = None


@frozen
class Tally:
    """Rows with equal cells.

    Args:
        cells: the cells, by column.
        count: the number of rows.
        first: the positions of the first few in the frame, counted from 0; empty if rows have no order.
    """

    cells: Mapping[str, Any]
    count: int
    first: tuple[int, ...] = ()


class Engine(Protocol):
    """A frame during the look-up, with its temporary columns."""

    @property
    def texts(self) -> Callable[[str], Iterable[str]] | None:
        """A function that lists the distinct texts of a column; None if texts are not encoded by a dictionary."""
        ...

    def stripping(self, name: str) -> Stripping:
        """When the texts of a column are compared without blanks around them."""
        ...

    def add(self, name: str, value: nw.Expr) -> None:
        """Add a column."""
        ...

    def distinct(self, name: str) -> list[Any]:
        """The distinct values of a column, without null."""
        ...

    def rows_at_most(self) -> int | None:
        """The number of rows of the frame; None if it is not known."""
        ...

    def has_values(self, name: str) -> bool:
        """Whether any cell of a column is neither null nor NaN."""
        ...

    def found(self, test: nw.Expr, columns: Sequence[str]) -> Found:
        """The rows that pass a test."""
        ...

    def tally(self, test: nw.Expr, columns: Sequence[str]) -> list[Tally]:
        """The rows that pass a test, grouped by some columns, the most frequent group first."""
        ...

    def join(
        self,
        key: str,
        keys: Sequence[Any],
        columns: Mapping[str, Sequence[int | None]],
        texts: Mapping[str, Sequence[str | None]],
    ) -> None:
        """Look up whole numbers and texts by a key column, and add them; null for a row without a known key."""
        ...

    def express(self, name: str, text: nw.Expr) -> None:
        """Add a decision column that holds texts."""
        ...

    def look_up(
        self,
        group: int,
        key: str,
        keys: Sequence[int],
        columns: Mapping[str, Sequence[int]],
        pieces: Mapping[Column, Sequence[Cell]],
    ) -> None:
        """Look up the row of a group's table: numbers for later groups, and its part of the decision columns."""
        ...

    def finished(self, columns: Sequence[Column]) -> Any:
        """The original frame with the decision columns."""
        ...
