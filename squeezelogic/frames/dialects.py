"""What narwhals has no word for, said in polars, in DuckDB's SQL and in Spark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from importlib import import_module
from typing import Any, Protocol

from squeezelogic.frames.arrow import arrow_table
from squeezelogic.frames.engine import OWN, Column, Kind

KEY = OWN + "key"
"""The key of a small table."""


class Dialect(Protocol):
    """An engine's own words."""

    def table(self, like: Any, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Any:
        """A small table, to be joined to a frame."""
        ...

    def joined(self, frame: Any, table: Any, key: str) -> Any:
        """The frame with a small table joined to it: every row stays, and the table's own key column goes."""
        ...

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        """The rows of a small frame. Runs its query."""
        ...

    def chained(self, frame: Any, column: Column, parts: Sequence[str]) -> Any:
        """The frame with the lists of several columns in one; null where one of them is null."""
        ...


class Polars:
    """Lazy polars frames."""

    def table(self, like: Any, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Any:
        """A small table, to be joined to a frame."""
        pl = import_module("polars")
        types: dict[Kind, Any] = {
            "text": pl.String,
            "number": pl.Float64,
            "integer": pl.Int64,
            "boolean": pl.Boolean,
            "list": pl.List(pl.String),
        }
        return pl.DataFrame(
            {name: pl.Series(name, list(values), dtype=types[kinds[name]]) for name, values in columns.items()}
        )

    def joined(self, frame: Any, table: Any, key: str) -> Any:
        """The frame with a small table joined to it: by position, which streams and keeps the rows in order."""
        pl = import_module("polars")
        keys, position = table[KEY], pl.col(key)
        if keys.dtype != pl.Int64 or not (keys == pl.int_range(len(keys), eager=True)).all():
            position = position.replace_strict(keys, range(len(keys)), default=None, return_dtype=pl.Int64)
        rows = table.drop(KEY).clear(1).vstack(table.drop(KEY)).to_struct(KEY)  # never one row alone: that would repeat
        return frame.with_columns(pl.lit(rows).gather(position + 1).alias(KEY)).unnest(KEY)

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        """The rows of a small frame."""
        found: list[dict[str, Any]] = frame.collect(engine="streaming").to_dicts()
        return found

    def chained(self, frame: Any, column: Column, parts: Sequence[str]) -> Any:
        """The frame with the lists of several columns in one."""
        pl = import_module("polars")
        whole = pl.concat_list([pl.col(part) for part in parts])
        if column.overlapping:
            whole = whole.list.unique(maintain_order=True)
        if column.separator is not None:
            whole = whole.list.join(column.separator)
        return frame.with_columns(whole.alias(column.name))


class DuckDB:
    """DuckDB's relations."""

    def table(self, like: Any, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Any:
        """A small table in the connection of a frame: DuckDB finds it by the name of the variable."""
        squeezelogic_decisions = arrow_table(columns, kinds)
        found = like.query("squeezelogic_rows", "select * from squeezelogic_decisions")
        del squeezelogic_decisions
        return found

    def joined(self, frame: Any, table: Any, key: str) -> Any:
        """The frame with a small table joined to it."""
        left, right = frame.set_alias("rows"), table.set_alias("decisions")
        together = left.join(right, f"rows.{_name(key)} = decisions.{_name(KEY)}", "left")
        return together.project(f"* exclude ({_name(KEY)})")

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        """The rows of a small frame."""
        return [dict(zip(frame.columns, row, strict=True)) for row in frame.fetchall()]

    def chained(self, frame: Any, column: Column, parts: Sequence[str]) -> Any:
        """The frame with the lists of several columns in one."""
        whole = " || ".join(map(_name, parts))
        if column.overlapping:
            whole = f"list_filter({whole}, lambda x, i: list_position({whole}, x) = i)"
        if column.separator is not None:
            whole = f"case when {whole} is not null then array_to_string({whole}, {_text(column.separator)}) end"
        return frame.project(f"*, {whole} as {_name(column.name)}")


class Spark:
    """Spark's frames."""

    TYPES: Mapping[Kind, str] = {
        "text": "string",
        "number": "double",
        "integer": "bigint",
        "boolean": "boolean",
        "list": "array<string>",
    }

    def table(self, like: Any, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Any:
        """A small table, sent to every worker rather than the frame's rows to it."""
        spark = import_module("pyspark.sql.functions")
        schema = ", ".join(f"`{name}` {self.TYPES[kinds[name]]}" for name in columns)
        rows = list(zip(*columns.values(), strict=True))
        return spark.broadcast(like.sparkSession.createDataFrame(rows, schema))

    def joined(self, frame: Any, table: Any, key: str) -> Any:
        """The frame with a small table joined to it."""
        return frame.join(table, frame[key] == table[KEY], "left").drop(KEY)

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        """The rows of a small frame."""
        return [row.asDict() for row in frame.collect()]

    def chained(self, frame: Any, column: Column, parts: Sequence[str]) -> Any:
        """The frame with the lists of several columns in one."""
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


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
