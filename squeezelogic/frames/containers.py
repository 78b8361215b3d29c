"""Frames in memory as they were given, and how columns of cells by position are added to each."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol

import narwhals as nw
from attrs import define, field

from squeezelogic.frames.engine import Cell, Column, Kind

PIECE = 250_000
"""Rows at a time: one array of Arrow holds at most two gigabytes of text."""


class Container(Protocol):
    """A frame to which decision columns are added."""

    def add(self, column: Column, cells: Sequence[Cell], positions: nw.Series[Any]) -> None:
        """Add a column, of which every row has the cell at its position, or null."""
        ...

    def finished(self) -> Any:
        """The frame with the columns added."""
        ...


@define
class Columnar:
    """A frame of polars or of Arrow."""

    frame: nw.DataFrame[Any]
    _added: list[nw.Series[Any]] = field(factory=list)

    def add(self, column: Column, cells: Sequence[Cell], positions: nw.Series[Any]) -> None:
        """Add a column."""
        types: dict[Kind, Any] = {
            "text": nw.String,
            "number": nw.Float64,
            "integer": nw.Int64,
            "boolean": nw.Boolean,
            "list": nw.List(nw.String),
        }
        values = [list(cell) if isinstance(cell, tuple) else cell for cell in (*cells, None)]
        backend = nw.get_native_namespace(self.frame)
        series = nw.new_series(column.name, values, types[column.held_as], backend=backend)
        places = positions.fill_null(len(cells))
        pieces = [
            series[places[start : start + PIECE]].alias(column.name).to_frame()
            for start in range(0, len(places) or 1, PIECE)
        ]
        self._added.append(nw.concat(pieces)[column.name])

    def finished(self) -> Any:
        """The frame with the columns added."""
        return self.frame.with_columns(*self._added).to_native()


@define
class Pandas:
    """A pandas frame: lists become tuples, which can be hashed, and which rows may share.

    Args:
        frame: the frame.
        arrow_lists: whether lists become Arrow lists instead, which a schema can name.
    """

    frame: Any
    arrow_lists: bool = False
    _added: dict[str, Any] = field(factory=dict)

    def add(self, column: Column, cells: Sequence[Cell], positions: nw.Series[Any]) -> None:
        """Add a column."""
        pd = import_module("pandas")
        values = self._values(column.held_as, [*cells, None])
        taken = values.take(positions.fill_null(len(cells)).to_numpy())
        self._added[column.name] = pd.Series(taken, index=self.frame.index, name=column.name)

    def finished(self) -> Any:
        """The frame with the columns added."""
        return self.frame.assign(**self._added)

    def _values(self, kind: Kind, cells: list[Cell]) -> Any:
        np, pd = import_module("numpy"), import_module("pandas")
        if kind == "list" and self.arrow_lists:
            pa = import_module("pyarrow")
            lists = [list(cell) if isinstance(cell, tuple) else None for cell in cells]
            return pd.array(lists, dtype=pd.ArrowDtype(pa.list_(pa.string())))
        if kind == "list":
            tuples = np.empty(len(cells), dtype=object)
            tuples[:] = cells
            return tuples
        types = {"text": pd.Series(["text"]).dtype, "number": "float64", "integer": "Int64", "boolean": "boolean"}
        return pd.Series(cells, dtype=types[kind]).array
