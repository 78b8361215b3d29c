"""Look-ups by position, for frames in memory: polars, Arrow, and pandas converted to Arrow.

Every decision column is a short list of distinct cells, and for each row the position of its cell in that list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol

import narwhals as nw
from attrs import define, field

from squeezelogic.frames.columns import BLANKS
from squeezelogic.frames.engine import FIRST, OWN, SAMPLED, Cell, Column, Found, Kind, Stripping, Tally

PIECE = 250_000
"""The number of rows in one chunk: an Arrow array holds at most two gigabytes of text."""


class Container(Protocol):
    """A frame to which decision columns are added."""

    def add(self, column: Column, cells: Sequence[Cell], positions: nw.Series[Any]) -> None:
        """Add a column from its distinct cells and the position of each row's cell; null for a null position."""
        ...

    def finished(self) -> Any:
        """The frame with the columns added."""
        ...


@define
class Columnar:
    """A polars or Arrow frame."""

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
        series = nw.new_series(column.name, values, types[column.cell_kind], backend=backend)
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
    """A pandas frame: lists become tuples, which are hashable and shared by rows.

    Args:
        frame: the frame.
        arrow_lists: whether lists become Arrow lists instead, which have a type in a schema.
    """

    frame: Any
    arrow_lists: bool = False
    _added: dict[str, Any] = field(factory=dict)

    def add(self, column: Column, cells: Sequence[Cell], positions: nw.Series[Any]) -> None:
        """Add a column."""
        pd = import_module("pandas")
        values = self._make_array(column.cell_kind, [*cells, None])
        taken = values.take(positions.fill_null(len(cells)).to_numpy())
        self._added[column.name] = pd.Series(taken, index=self.frame.index, name=column.name)

    def finished(self) -> Any:
        """The frame with the columns added."""
        return self.frame.assign(**self._added)

    def _make_array(self, kind: Kind, cells: list[Cell]) -> Any:
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


@define
class Eager:
    """A frame in memory during the look-up.

    Args:
        frame: the columns that are read.
        container: the original frame, to which decision columns are added.
        by_dictionary: whether texts are encoded by a dictionary of the distinct texts.
    """

    frame: nw.DataFrame[Any]
    container: Container
    by_dictionary: bool
    _stripping: dict[str, Stripping] = field(factory=dict)
    _texts_of: dict[str, tuple[nw.Series[Any], list[Cell]]] = field(factory=dict)
    _groups: dict[int, tuple[nw.Series[Any], Mapping[Column, Sequence[Cell]]]] = field(factory=dict)

    @property
    def texts(self) -> Callable[[str], Iterable[str]] | None:
        """A function that lists the distinct texts of a column; None if texts are not encoded by a dictionary."""
        return self._list_texts if self.by_dictionary else None

    def _list_texts(self, column: str) -> Iterable[str]:
        return map(str, self._list_distinct(self.frame[column]))

    def stripping(self, name: str) -> Stripping:
        """`never` if no distinct text of the column has blanks around it, and `always` otherwise."""
        if name not in self._stripping:
            plain = all(text == text.strip(BLANKS) for text in map(str, self._list_distinct(self.frame[name])))
            self._stripping[name] = "never" if plain else "always"
        return self._stripping[name]

    def add(self, name: str, value: nw.Expr) -> None:
        """Add a column."""
        self.frame = self.frame.with_columns(value.alias(name))

    def distinct(self, name: str) -> list[Any]:
        """The distinct values of a column, without null."""
        return self._list_distinct(self.frame[name])

    def rows_at_most(self) -> int | None:
        """The number of rows."""
        return len(self.frame)

    def found(self, test: nw.Expr, columns: Sequence[str]) -> Found:
        """The rows that pass a test."""
        number = OWN + "row"
        rows = self.frame.with_row_index(number).filter(test)
        sample = rows.select(number, *columns).head(SAMPLED).rows(named=True)
        return Found(len(rows), sample, [row[number] for row in sample])

    def has_values(self, name: str) -> bool:
        """Whether any cell of a column is neither null nor NaN."""
        series = self.frame[name]
        missing = series.is_null()
        return not bool((missing | series.is_nan() if series.dtype.is_float() else missing).all())

    def tally(self, test: nw.Expr, columns: Sequence[str]) -> list[Tally]:
        """The rows that pass a test, grouped by some columns."""
        number, count = OWN + "row", OWN + "count"
        rows = self.frame.with_row_index(number).filter(test).select(number, *columns)
        if not len(rows):
            return []
        if not columns:
            return [Tally({}, len(rows), tuple(rows[number].head(FIRST).to_list()))]
        first: dict[tuple[str, ...], list[int]] = {}
        for place, *rest in rows.head(SAMPLED).rows():
            first.setdefault(tuple(map(repr, rest)), []).append(place)
        grouped = rows.group_by(*columns).agg(nw.len().alias(count), nw.col(number).min())
        tallies = []
        for row in grouped.sort(count, descending=True).head(SAMPLED).rows(named=True):
            cells = {name: row[name] for name in columns}
            known = first.get(tuple(map(repr, cells.values())), [row[number]])
            tallies.append(Tally(cells, row[count], tuple(known[:FIRST])))
        return tallies

    def join(
        self,
        key: str,
        keys: Sequence[Any],
        columns: Mapping[str, Sequence[int | None]],
        texts: Mapping[str, Sequence[str | None]],
    ) -> None:
        """Look up whole numbers and texts by a key column, and add them."""
        positions = self._find_positions(self.frame[key], keys)
        numbers = [self._take_values(name, values, positions) for name, values in columns.items()]
        words = [self._take_values(name, values, positions, nw.String) for name, values in texts.items()]
        self.frame = self.frame.with_columns(*numbers, *words)

    def express(self, name: str, text: nw.Expr) -> None:
        """Add a decision column that holds texts."""
        series = self.frame.with_columns(text.alias(OWN + "text"))[OWN + "text"]
        cells = self._list_distinct(series)
        self._texts_of[name] = self._find_positions(series, cells), cells

    def look_up(
        self,
        group: int,
        key: str,
        keys: Sequence[int],
        columns: Mapping[str, Sequence[int]],
        pieces: Mapping[Column, Sequence[Cell]],
    ) -> None:
        """Look up the row of a group's table."""
        series = self.frame[key]
        positions = series if isinstance(keys, range) else self._find_positions(series, keys)
        self._groups[group] = positions, pieces
        self.frame = self.frame.with_columns(*(self._take_values(n, v, positions) for n, v in columns.items()))

    def finished(self, columns: Sequence[Column]) -> Any:
        """The original frame with the decision columns."""
        for column in columns:
            if not column.groups:
                positions, cells = self._texts_of[column.name]
            elif len(column.groups) == 1:
                positions, pieces = self._groups[column.groups[0]]
                cells = [column.joined([cell]) for cell in pieces[column]]
            else:
                positions, cells = self._combine_cells(column)
            self.container.add(column, cells, positions)
        return self.container.finished()

    def _combine_cells(self, column: Column) -> tuple[nw.Series[Any], list[Cell]]:
        """The positions and distinct cells of a column of several groups: a cell for each combination in the frame."""
        number, parts = self._find_part(column, column.groups[0])
        combined: list[tuple[Cell, ...]] = [(cell,) for cell in parts]
        for group in column.groups[1:]:
            digits, cells = self._find_part(column, group)
            total = number * len(cells) + digits
            met = sorted(self._list_distinct(total))
            combined = [(*combined[value // len(cells)], cells[value % len(cells)]) for value in met]
            number = self._find_positions(total, met)
        return number, [column.joined(cells) for cells in combined]

    def _find_part(self, column: Column, group: int) -> tuple[nw.Series[Any], list[Cell]]:
        """The position of each row's cell, and the distinct cells, of a group's part of a column."""
        positions, pieces = self._groups[group]
        different = list(dict.fromkeys(pieces[column]))
        places = {cell: place for place, cell in enumerate(different)}
        return self._take_values(column.part(group, 0), [places[cell] for cell in pieces[column]], positions), different

    @staticmethod
    def _list_distinct(series: nw.Series[Any]) -> list[Any]:
        return [value for value in series.unique().to_list() if value is not None]

    def _find_positions(self, series: nw.Series[Any], keys: Sequence[Any]) -> nw.Series[Any]:
        """The position of each value among the keys; null for a value that is not a key."""
        if not keys:
            return nw.new_series(series.name, [None] * len(series), nw.Int64, backend=nw.get_native_namespace(series))
        return series.replace_strict(list(keys), list(range(len(keys))), default=None, return_dtype=nw.Int64)

    def _take_values(
        self, name: str, values: Sequence[Any], positions: nw.Series[Any], dtype: Any = nw.Int64
    ) -> nw.Series[Any]:
        """The values at these positions."""
        backend = nw.get_native_namespace(positions)
        column = nw.new_series(name, [*values, None], dtype, backend=backend)
        return column[positions.fill_null(len(values))].alias(name)
