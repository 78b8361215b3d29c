"""The seven engines: for each, a function that creates a frame from columns, and one that reads its rows in order."""

from __future__ import annotations

import functools
import shutil
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from attrs import frozen

ROW = "row"
TYPES = {
    "text": "string",
    "boolean": "boolean",
    "integer": "bigint",
    "number": "double",
    "date": "date",
    "moment": "timestamp_ntz",
    "list": "array<string>",
}
Values = Mapping[str, Sequence[Any]]
Types = Mapping[str, str]


@frozen
class Engine:
    """One engine.

    Args:
        name: its name.
        needs: the modules it needs.
        make: creates a frame from columns and their types (see `TYPES`).
        rows: returns the rows of a frame as mappings, with lists as tuples.
        slow: the factor by which the number of examples is reduced.
    """

    name: str
    needs: tuple[str, ...]
    make: Callable[[Values, Types], Any]
    rows: Callable[[Any], list[dict[str, Any]]]
    lazy: bool = False
    slow: int = 1

    def __str__(self) -> str:
        return self.name

    def frame(self, columns: Values, types: Types) -> Any:
        """A frame with these columns and row numbers; skips the test if a module is not installed."""
        for module in self.needs:
            pytest.importorskip(module)
        rows = max(map(len, columns.values()))
        return self.make({**columns, ROW: list(range(rows))}, {**types, ROW: "integer"})

    def told(self, frame: Any) -> list[dict[str, Any]]:
        """The rows of a frame, in their original order, with plain cells."""
        rows = [{name: _plain(cell) for name, cell in row.items()} for row in self.rows(frame)]
        numbers = [row.pop(ROW) for row in rows]
        if not self.lazy or self.name == "polars lazy":
            assert numbers == list(range(len(rows))), "the rows are in another order"
        return [row for _, row in sorted(zip(numbers, rows, strict=True), key=lambda pair: pair[0])]


def _plain(cell: Any) -> Any:
    if type(cell).__name__ in ("ndarray", "list", "tuple"):
        return tuple(cell)
    if cell is None or type(cell).__name__ in ("NAType", "NaTType") or cell != cell:  # noqa: PLR0124
        return None
    return cell.item() if hasattr(cell, "item") else cell


def _arrow_type(kind: str) -> Any:
    import pyarrow as pa

    kinds = {"text": pa.string(), "boolean": pa.bool_(), "integer": pa.int64(), "number": pa.float64()}
    kinds |= {"date": pa.date32(), "moment": pa.timestamp("us")}
    return kinds[kind] if kind in kinds else pa.list_(pa.string())


def arrow(columns: Values, types: Types) -> Any:
    """An Arrow table."""
    import pyarrow as pa

    return pa.table({name: pa.array(list(cells), _arrow_type(types[name])) for name, cells in columns.items()})


def polars(columns: Values, types: Types) -> Any:
    """A polars frame in memory."""
    import polars as pl

    kinds: dict[str, Any] = {
        "text": pl.String,
        "boolean": pl.Boolean,
        "integer": pl.Int64,
        "number": pl.Float64,
        "date": pl.Date,
        "moment": pl.Datetime("us"),
        "list": pl.List(pl.String),
    }
    return pl.DataFrame({name: pl.Series(name, list(c), dtype=kinds[types[name]]) for name, c in columns.items()})


def pandas(columns: Values, types: Types) -> Any:
    """A pandas frame with an unusual index."""
    import pandas as pd

    kinds = {"boolean": "boolean", "integer": "Int64", "list": object, "date": object, "moment": "datetime64[us]"}
    series = {name: pd.Series(list(c), dtype=kinds.get(types[name])) for name, c in columns.items()}
    frame = pd.DataFrame(series)
    frame.index = frame.index[::-1] * 10  # so that no code can rely on the default index
    return frame


def duckdb(columns: Values, types: Types) -> Any:
    """A relation of DuckDB, in a separate connection."""
    import duckdb as db

    return db.connect().from_arrow(arrow(columns, types))


def dask(columns: Values, types: Types) -> Any:
    """A Dask frame of two partitions."""
    import dask as scheduler
    import dask.dataframe as dd

    with scheduler.config.set({"dataframe.convert-string": False}):  # it would convert lists to texts
        return dd.from_pandas(pandas(columns, types), npartitions=2, sort=False)


def spark(columns: Values, types: Types) -> Any:
    """A Spark frame."""
    schema = ", ".join(f"`{name}` {TYPES[types[name]]}" for name in columns)
    return session().createDataFrame(list(zip(*columns.values(), strict=True)), schema)


@functools.cache
def session() -> Any:
    """A local Spark session, shared by the whole run."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about versions of other packages
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").appName("tests")
        for key, value in {
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "2",
            "spark.ui.showConsoleProgress": "false",
        }.items():
            builder = builder.config(key, value)
        started = builder.getOrCreate()
    started.sparkContext.setLogLevel("ERROR")
    return started


def _duckdb_rows(frame: Any) -> list[dict[str, Any]]:
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.fetchall()]


ENGINES = (
    Engine("polars", ("polars",), polars, lambda frame: list(frame.to_dicts())),
    Engine(
        "polars lazy",
        ("polars",),
        lambda columns, types: polars(columns, types).lazy(),
        lambda frame: list(frame.collect(engine="streaming").to_dicts()),
        lazy=True,
        slow=3,
    ),
    Engine("pyarrow", ("pyarrow",), arrow, lambda frame: list(frame.to_pylist())),
    Engine("pandas", ("pandas", "pyarrow"), pandas, lambda frame: list(frame.to_dict("records"))),
    Engine("duckdb", ("duckdb", "pyarrow"), duckdb, _duckdb_rows, lazy=True, slow=5),
    Engine(
        "dask",
        ("dask.dataframe", "pyarrow"),
        dask,
        lambda frame: list(frame.compute(scheduler="synchronous").to_dict("records")),
        lazy=True,
        slow=5,
    ),
    Engine("spark", ("pyspark",), spark, lambda f: [row.asDict() for row in f.collect()], lazy=True, slow=25),
)
EAGER = tuple(engine for engine in ENGINES if not engine.lazy)
every_engine = pytest.mark.parametrize("engine", ENGINES, ids=str)
