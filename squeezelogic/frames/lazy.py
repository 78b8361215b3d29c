"""Look-ups as joins, for lazy engines: polars, DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from importlib import import_module
from typing import Any, ClassVar, Protocol

import narwhals as nw
from attrs import define, field

from squeezelogic.frames.arrow import arrow_table
from squeezelogic.frames.engine import OWN, SAMPLED, Cell, Column, Found, Kind, Stripping, Tally

KEY = OWN + "key"
"""The key column of a lookup table."""


class Dialect(Protocol):
    """The operations of an engine that narwhals does not offer."""

    stripping: ClassVar[Stripping]

    def table(self, like: Any, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Any:
        """A lookup table, to be joined to a frame."""
        ...

    def joined(self, frame: Any, table: Any, key: str) -> Any:
        """The frame left-joined with a lookup table, without the key column of the table."""
        ...

    def kept(self, frame: Any, names: Sequence[str]) -> Any:
        """The frame with only these columns, in this order."""
        ...

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        """The rows of a small frame. Runs its query."""
        ...

    def chained(self, frame: Any, column: Column, parts: Sequence[str]) -> Any:
        """The frame with the lists of several columns concatenated; null if one of them is null."""
        ...


class Polars:
    """Lazy polars frames."""

    stripping: ClassVar[Stripping] = "always"

    def table(self, like: Any, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Any:
        """A lookup table, to be joined to a frame."""
        pl = import_module("polars")
        types: dict[Kind, Any] = {
            "text": pl.String,
            "number": pl.Float64,
            "integer": pl.Int64,
            "boolean": pl.Boolean,
            "list": pl.List(pl.String),
        }
        return pl.DataFrame(
            {name: pl.Series(list(values), dtype=types[kinds[name]]) for name, values in columns.items()}
        )

    def joined(self, frame: Any, table: Any, key: str) -> Any:
        """The frame joined with a lookup table: by position, which streams and keeps the order of the rows."""
        pl = import_module("polars")
        keys, position = table[KEY], pl.col(key)
        if keys.dtype != pl.Int64 or not (keys == pl.int_range(len(keys), eager=True)).all():
            position = position.replace_strict(keys, range(len(keys)), default=None, return_dtype=pl.Int64)
        rows = table.drop(KEY).clear(1).vstack(table.drop(KEY)).to_struct(KEY)  # never one row: polars broadcasts it
        return frame.with_columns(pl.lit(rows).gather(position + 1).alias(KEY)).unnest(KEY)

    def kept(self, frame: Any, names: Sequence[str]) -> Any:
        """The frame with only these columns, in this order."""
        return frame.select(names)

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        """The rows of a small frame."""
        found: list[dict[str, Any]] = frame.collect(engine="streaming").to_dicts()
        return found

    def chained(self, frame: Any, column: Column, parts: Sequence[str]) -> Any:
        """The frame with the lists of several columns concatenated."""
        pl = import_module("polars")
        whole = pl.concat_list([pl.col(part) for part in parts])
        if column.overlapping:
            whole = whole.list.unique(maintain_order=True)
        if column.separator is not None:
            whole = whole.list.join(column.separator)
        return frame.with_columns(whole.alias(column.name))


class DuckDB:
    """DuckDB relations."""

    stripping: ClassVar[Stripping] = "last"

    def table(self, like: Any, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Any:
        """A lookup table in the connection of a frame: DuckDB finds it by the name of the variable."""
        squeezelogic_decisions = arrow_table(columns, kinds)
        found = like.query("squeezelogic_rows", "select * from squeezelogic_decisions")
        del squeezelogic_decisions
        return found

    def joined(self, frame: Any, table: Any, key: str) -> Any:
        """The frame joined with a lookup table."""
        left, right = frame.set_alias("rows"), table.set_alias("decisions")
        together = left.join(right, f"rows.{_quote_name(key)} = decisions.{_quote_name(KEY)}", "left")
        return together.project(f"* exclude ({_quote_name(KEY)})")

    def kept(self, frame: Any, names: Sequence[str]) -> Any:
        """The frame with only these columns, in this order."""
        return frame.project(", ".join(map(_quote_name, names)))

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        """The rows of a small frame."""
        return [dict(zip(frame.columns, row, strict=True)) for row in frame.fetchall()]

    def chained(self, frame: Any, column: Column, parts: Sequence[str]) -> Any:
        """The frame with the lists of several columns concatenated."""
        whole = " || ".join(map(_quote_name, parts))
        if column.overlapping:
            whole = f"list_filter({whole}, lambda x, i: list_position({whole}, x) = i)"
        if column.separator is not None:
            whole = f"case when {whole} is not null then array_to_string({whole}, {_quote_text(column.separator)}) end"
        return frame.project(f"*, {whole} as {_quote_name(column.name)}")


class Spark:
    """Spark frames."""

    stripping: ClassVar[Stripping] = "last"

    TYPES: Mapping[Kind, str] = {
        "text": "string",
        "number": "double",
        "integer": "bigint",
        "boolean": "boolean",
        "list": "array<string>",
    }

    def table(self, like: Any, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Any:
        """A lookup table that is broadcast to all workers."""
        spark = import_module("pyspark.sql.functions")
        schema = ", ".join(f"`{name}` {self.TYPES[kinds[name]]}" for name in columns)
        rows = list(zip(*columns.values(), strict=True))
        return spark.broadcast(like.sparkSession.createDataFrame(rows, schema))

    def joined(self, frame: Any, table: Any, key: str) -> Any:
        """The frame joined with a lookup table."""
        return frame.join(table, frame[key] == table[KEY], "left").drop(KEY)

    def kept(self, frame: Any, names: Sequence[str]) -> Any:
        """The frame with only these columns, in this order."""
        return frame.select(*("`" + name.replace("`", "``") + "`" for name in names))

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        """The rows of a small frame."""
        return [row.asDict() for row in frame.collect()]

    def chained(self, frame: Any, column: Column, parts: Sequence[str]) -> Any:
        """The frame with the lists of several columns concatenated."""
        spark = import_module("pyspark.sql.functions")
        lists = [spark.col(f"`{part}`") for part in parts]
        whole = spark.concat(*lists)
        if column.overlapping:
            whole = spark.array_distinct(whole)
        if column.separator is not None:
            joined = spark.concat_ws(column.separator, whole)
            missing = reduce(lambda one, other: one | other, (each.isNull() for each in lists))
            whole = spark.when(~missing, joined)
        return frame.withColumn(column.name, whole)


def _quote_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quote_name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


@define
class Lazy:
    """A lazy frame during the look-up.

    Args:
        frame: the frame.
        dialect: the operations that narwhals does not offer.
    """

    frame: nw.LazyFrame[Any]
    dialect: Dialect
    _own: list[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._own = self.frame.collect_schema().names()

    @property
    def texts(self) -> None:
        """None: the texts of a lazy frame are not known before its query runs."""

    def stripping(self, name: str) -> Stripping:
        """`always` if the engine evaluates every branch for every row; `last` if SQL skips rows that have matched."""
        return self.dialect.stripping

    def add(self, name: str, value: nw.Expr) -> None:
        """Add a column."""
        self.frame = self.frame.with_columns(value.alias(name))

    def distinct(self, name: str) -> list[Any]:
        """The distinct values of a column, without null. Runs a query."""
        values = self.frame.filter(~nw.col(name).is_null()).group_by(name).agg(nw.len().alias(OWN + "count"))
        return [row[name] for row in self.dialect.rows(values.select(name).to_native())]

    def rows_at_most(self) -> None:
        """None: the number of rows is not known before a query runs."""

    def found(self, test: nw.Expr, columns: Sequence[str]) -> Found:
        """The rows that pass a test. Runs a query, and a second one if there are any."""
        rows = self.frame.filter(test)
        count = self.dialect.rows(rows.select(nw.len().alias(OWN + "count")).to_native())[0][OWN + "count"]
        sample = self.dialect.rows(rows.select(*columns).head(SAMPLED).to_native()) if count and columns else []
        return Found(count, sample)

    def has_values(self, name: str) -> bool:
        """Whether any cell of a column is neither null nor NaN. Runs a query."""
        missing = nw.col(name).is_null()
        if self.frame.collect_schema()[name].is_float():
            missing = missing | nw.col(name).is_nan()
        return bool(self.dialect.rows(self.frame.filter(~missing).select(nw.len().alias(OWN)).to_native())[0][OWN])

    def tally(self, test: nw.Expr, columns: Sequence[str]) -> list[Tally]:
        """The rows that pass a test, grouped by some columns. Runs a query."""
        rows = self.frame.filter(test)
        if not columns:
            return [Tally({}, self.found(test, ()).count)]
        grouped = rows.group_by(*columns).agg(nw.len().alias(OWN + "count"))
        top = self.dialect.rows(grouped.sort(OWN + "count", descending=True).head(SAMPLED).to_native())
        return [Tally({name: row[name] for name in columns}, row[OWN + "count"]) for row in top]

    def join(
        self,
        key: str,
        keys: Sequence[Any],
        columns: Mapping[str, Sequence[int | None]],
        texts: Mapping[str, Sequence[str | None]],
    ) -> None:
        """Look up whole numbers and texts by a key column, and add them."""
        kinds: dict[str, Kind] = {**dict.fromkeys(columns, "integer"), **dict.fromkeys(texts, "text"), KEY: "text"}
        self._join_table(key, {KEY: keys, **columns, **texts}, kinds)

    def express(self, name: str, text: nw.Expr) -> None:
        """Add a decision column that holds texts."""
        self.add(name, text)

    def look_up(
        self,
        group: int,
        key: str,
        keys: Sequence[int],
        columns: Mapping[str, Sequence[int]],
        pieces: Mapping[Column, Sequence[Cell]],
    ) -> None:
        """Look up the row of a group's table."""
        table: dict[str, Sequence[Any]] = {KEY: keys, **columns}
        kinds: dict[str, Kind] = dict.fromkeys(table, "integer")
        for column, cells in pieces.items():
            alone = len(column.groups) == 1
            if column.bands and not alone:
                for band in range(len(column.bands)):
                    table[column.part(group, band)] = [column.select_band(cell, band) for cell in cells]
                    kinds[column.part(group, band)] = column.kind
                continue
            name = column.name if alone else column.part(group, 0)
            table[name] = [column.joined([cell]) for cell in cells] if alone else cells
            kinds[name] = column.cell_kind if alone else column.kind
        self._join_table(key, table, kinds)

    def finished(self, columns: Sequence[Column]) -> Any:
        """The original frame with the decision columns."""
        native = self.frame.to_native()
        for column in columns:
            if len(column.groups) > 1:
                bands = range(len(column.bands) or 1)
                parts = [column.part(group, band) for band in bands for group in column.groups]
                native = self.dialect.chained(native, column, parts)
        return self.dialect.kept(native, [*self._own, *(column.name for column in columns)])

    def _join_table(self, key: str, table: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> None:
        native = self.frame.to_native()
        self.frame = nw.from_native(self.dialect.joined(native, self.dialect.table(native, table, kinds), key))
