"""Look-ups by position, for frames in memory: polars and Arrow, and pandas by way of Arrow.

Every decision column is a short list of different cells, and for each row the position of its cell in that list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import narwhals as nw
from attrs import define, field

from squeezelogic.frames.containers import Container
from squeezelogic.frames.engine import OWN, SAMPLED, Cell, Column, Found


@define
class Eager:
    """A frame in memory on its way to the answer.

    Args:
        frame: the columns that are read.
        container: the frame that was given, to which decision columns are added.
        by_dictionary: whether numbers for texts are told quickest by a dictionary of the texts there are.
    """

    frame: nw.DataFrame[Any]
    container: Container
    by_dictionary: bool
    _groups: dict[int, tuple[nw.Series[Any], Mapping[Column, Sequence[Cell]]]] = field(factory=dict)

    @property
    def texts(self) -> Callable[[str], Iterable[str]] | None:
        """Tells the different texts of a column, if numbers for them are told by a dictionary."""
        return self._texts if self.by_dictionary else None

    def _texts(self, column: str) -> Iterable[str]:
        return map(str, self._met(self.frame[column]))

    def add(self, name: str, value: nw.Expr) -> None:
        """Add a column."""
        self.frame = self.frame.with_columns(value.alias(name))

    def distinct(self, name: str) -> list[Any]:
        """The different values of a column, null left out."""
        return self._met(self.frame[name])

    def rows_at_most(self) -> int | None:
        """How many rows the frame has."""
        return len(self.frame)

    def found(self, test: nw.Expr, columns: Sequence[str]) -> Found:
        """The rows for which something holds."""
        number = OWN + "row"
        rows = self.frame.with_row_index(number).filter(test)
        sample = rows.select(number, *columns).head(SAMPLED).rows(named=True)
        return Found(len(rows), sample, [row[number] for row in sample])

    def join(self, key: str, keys: Sequence[Any], columns: Mapping[str, Sequence[int | None]]) -> None:
        """Add whole numbers to each row, by what it has in the key column."""
        positions = self._positions(self.frame[key], keys)
        self.frame = self.frame.with_columns(*(self._taken(n, list(v), positions) for n, v in columns.items()))

    def look_up(
        self,
        group: int,
        key: str,
        keys: Sequence[int],
        columns: Mapping[str, Sequence[int]],
        pieces: Mapping[Column, Sequence[Cell]],
    ) -> None:
        """Add to each row what a group comes to."""
        series = self.frame[key]
        positions = series if isinstance(keys, range) else self._positions(series, keys)
        self._groups[group] = positions, pieces
        self.frame = self.frame.with_columns(*(self._taken(n, list(v), positions) for n, v in columns.items()))

    def finished(self, columns: Sequence[Column]) -> Any:
        """The frame that was given, with the decision columns."""
        for column in columns:
            if len(column.groups) == 1:
                positions, pieces = self._groups[column.groups[0]]
                cells = [column.joined([cell]) for cell in pieces[column]]
            else:
                positions, cells = self._combined(column)
            self.container.add(column, cells, positions)
        return self.container.finished()

    def _combined(self, column: Column) -> tuple[nw.Series[Any], list[Cell]]:
        """The cells of a column in which several groups have a say: one for each combination that there is."""
        number, parts = self._part(column, column.groups[0])
        combined: list[tuple[Cell, ...]] = [(cell,) for cell in parts]
        for group in column.groups[1:]:
            digits, cells = self._part(column, group)
            total = number * len(cells) + digits
            met = sorted(self._met(total))
            combined = [(*combined[value // len(cells)], cells[value % len(cells)]) for value in met]
            number = self._positions(total, met)
        return number, [column.joined(cells) for cells in combined]

    def _part(self, column: Column, group: int) -> tuple[nw.Series[Any], list[Cell]]:
        """A group's different cells for a column, and which of them each row has."""
        positions, pieces = self._groups[group]
        different = list(dict.fromkeys(pieces[column]))
        places = {cell: place for place, cell in enumerate(different)}
        return self._taken(column.part(group), [places[cell] for cell in pieces[column]], positions), different

    @staticmethod
    def _met(series: nw.Series[Any]) -> list[Any]:
        return [value for value in series.unique().to_list() if value is not None]

    def _positions(self, series: nw.Series[Any], keys: Sequence[Any]) -> nw.Series[Any]:
        """Where each value stands among the keys; null where it does not."""
        if not keys:
            return nw.new_series(series.name, [None] * len(series), nw.Int64, backend=nw.get_native_namespace(series))
        return series.replace_strict(list(keys), list(range(len(keys))), default=None, return_dtype=nw.Int64)

    def _taken(self, name: str, values: list[int | None], positions: nw.Series[Any]) -> nw.Series[Any]:
        """The values at these positions."""
        backend = nw.get_native_namespace(positions)
        column = nw.new_series(name, [*values, None], nw.Int64, backend=backend)
        return column[positions.fill_null(len(values))].alias(name)
