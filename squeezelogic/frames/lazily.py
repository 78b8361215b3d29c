"""Look-ups as joins, for engines that run a query when its answer is wanted: polars, DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
from attrs import define, field

from squeezelogic.frames.dialects import KEY, Dialect
from squeezelogic.frames.engine import OWN, SAMPLED, Cell, Column, Found, Kind


@define
class Lazy:
    """A lazy frame on its way to the answer.

    Args:
        frame: the frame.
        dialect: what narwhals has no word for.
    """

    frame: nw.LazyFrame[Any]
    dialect: Dialect
    _own: list[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._own = self.frame.collect_schema().names()

    @property
    def texts(self) -> None:
        """A lazy frame's texts are not known before its query runs."""

    def add(self, name: str, value: nw.Expr) -> None:
        """Add a column."""
        self.frame = self.frame.with_columns(value.alias(name))

    def distinct(self, name: str) -> list[Any]:
        """The different values of a column, null left out. Runs a query."""
        values = self.frame.filter(~nw.col(name).is_null()).group_by(name).agg(nw.len().alias(OWN + "count"))
        return [row[name] for row in self.dialect.rows(values.select(name).to_native())]

    def rows_at_most(self) -> None:
        """A lazy frame does not know."""

    def found(self, test: nw.Expr, columns: Sequence[str]) -> Found:
        """The rows for which something holds. Runs a query, and another one if there are any."""
        rows = self.frame.filter(test)
        count = self.dialect.rows(rows.select(nw.len().alias(OWN + "count")).to_native())[0][OWN + "count"]
        sample = self.dialect.rows(rows.select(*columns).head(SAMPLED).to_native()) if count else []
        return Found(count, sample)

    def join(self, key: str, keys: Sequence[Any], columns: Mapping[str, Sequence[int | None]]) -> None:
        """Add whole numbers to each row, by what it has in the key column."""
        kinds: dict[str, Kind] = dict.fromkeys(columns, "integer")
        kinds[KEY] = "text"
        self._join(key, {KEY: keys, **columns}, kinds)

    def look_up(
        self,
        group: int,
        key: str,
        keys: Sequence[int],
        columns: Mapping[str, Sequence[int]],
        pieces: Mapping[Column, Sequence[Cell]],
    ) -> None:
        """Add to each row what a group comes to."""
        table: dict[str, Sequence[Any]] = {KEY: keys, **columns}
        kinds: dict[str, Kind] = dict.fromkeys(table, "integer")
        for column, cells in pieces.items():
            alone = len(column.groups) == 1
            if column.bands and not alone:
                for band in range(len(column.bands)):
                    table[column.part(group, band)] = [column.banded(cell, band) for cell in cells]
                    kinds[column.part(group, band)] = column.kind
                continue
            name = column.name if alone else column.part(group)
            table[name] = [column.joined([cell]) for cell in cells] if alone else cells
            kinds[name] = column.held_as if alone else column.kind
        self._join(key, table, kinds)

    def finished(self, columns: Sequence[Column]) -> Any:
        """The frame that was given, with the decision columns."""
        native = self.frame.to_native()
        for column in columns:
            if len(column.groups) > 1:
                bands = range(len(column.bands) or 1)
                parts = [column.part(group, band) for band in bands for group in column.groups]
                native = self.dialect.chained(native, column, parts)
        names = [*self._own, *(column.name for column in columns)]
        return nw.from_native(native).select(*names).to_native()

    def _join(self, key: str, table: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> None:
        native = self.frame.to_native()
        self.frame = nw.from_native(self.dialect.joined(native, self.dialect.table(native, table, kinds), key))
