"""What the look-up asks of an engine, whichever it is."""

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
"""How the columns begin that exist only while the look-up is under way."""

Stripping = Literal["never", "always", "last"]
"""When texts are compared without the blanks around them: not at all, at once, or once nothing else has matched."""

SAMPLED = 1_000
"""Rows, or different cells, that are fetched to say what is wrong with them."""
FIRST = 3
"""Rows that are named for each mistake."""


@frozen
class Column:
    """A decision column.

    Args:
        slot: the slot it shows, `reasons` or `overruled`; or what it says of the row (`family`, `problem` …).
        name: what it is called in the answer.
        kind: what it holds.
        groups: the groups that have a say in it, more than one only for a list; none if it speaks of the row itself.
        overlapping: whether two of them may put the same element into it.
        separator: what stands between the elements of a list that becomes a text; None if it stays a list.
        bands: of a list of several groups, its elements in bands, in coaching order; empty if the groups' pieces are
            in that order one after another.
        ranks: of a list, the ranks of its elements, those of rank 0 left out.
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
    def held_as(self) -> Kind:
        """What a cell of the finished column holds."""
        return "text" if self.separator is not None else self.kind

    def part(self, group: int, band: int) -> str:
        """What a group's part of it is called as long as it stands alone."""
        return f"{OWN}{group}_{band}_{self.slot}"

    def banded(self, cell: Cell, band: int) -> Cell:
        """What of a group's part lies in a band."""
        return tuple(each for each in cell if each in self.bands[band]) if isinstance(cell, tuple) else cell

    def joined(self, parts: Iterable[Cell]) -> Cell:
        """A cell of the finished column, from what each group puts into it."""
        cells = list(parts)
        if self.kind != "list":
            return cells[0]
        together = dict.fromkeys(element for part in cells if isinstance(part, tuple) for element in part)
        elements = by_rank(together, self.ranks)
        return elements if self.separator is None else self.separator.join(elements)


@frozen
class Found:
    """Rows that a question was asked for: how many there are, and some of them.

    Args:
        count: how many rows there are.
        rows: some of them, each with its values by column.
        numbers: where these rows stand in the frame, counted from 0; None where rows have no order.
    """

    count: int
    rows: Sequence[Mapping[str, Any]]
    numbers: Sequence[int] | None = None


@frozen
class Tally:
    """Rows that have the same cells.

    Args:
        cells: the cells, by column.
        count: how many rows there are.
        first: where the first few of them stand in the frame, counted from 0; empty where rows have no order.
    """

    cells: Mapping[str, Any]
    count: int
    first: tuple[int, ...] = ()


class Engine(Protocol):
    """A frame on its way to the answer."""

    @property
    def texts(self) -> Callable[[str], Iterable[str]] | None:
        """Tells the different texts of a column, where numbers for them are told quickest by a dictionary."""
        ...

    def stripping(self, name: str) -> Stripping:
        """When the texts of a column are compared without the blanks around them."""
        ...

    def add(self, name: str, value: nw.Expr) -> None:
        """Add a column."""
        ...

    def distinct(self, name: str) -> list[Any]:
        """The different values of a column, null left out."""
        ...

    def rows_at_most(self) -> int | None:
        """How many rows the frame has, if that is known."""
        ...

    def has_values(self, name: str) -> bool:
        """Whether any cell of a column is neither null nor NaN."""
        ...

    def found(self, test: nw.Expr, columns: Sequence[str]) -> Found:
        """The rows for which something holds."""
        ...

    def tally(self, test: nw.Expr, columns: Sequence[str]) -> list[Tally]:
        """The rows for which something holds by what they have in some columns, the most frequent first."""
        ...

    def join(
        self,
        key: str,
        keys: Sequence[Any],
        columns: Mapping[str, Sequence[int | None]],
        texts: Mapping[str, Sequence[str | None]],
    ) -> None:
        """Add whole numbers and texts to each row, by what it has in the key column; null where that is no key."""
        ...

    def express(self, name: str, text: nw.Expr) -> None:
        """Make a column of the answer from a text."""
        ...

    def look_up(
        self,
        group: int,
        key: str,
        keys: Sequence[int],
        columns: Mapping[str, Sequence[int]],
        pieces: Mapping[Column, Sequence[Cell]],
    ) -> None:
        """Add to each row what a group comes to: numbers for later groups, and its part of the decision columns."""
        ...

    def finished(self, columns: Sequence[Column]) -> Any:
        """The frame that was given, with the decision columns."""
        ...
