"""Which engine a frame belongs to, and the look-up that suits it."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

import narwhals as nw
from attrs import evolve

from squeezelogic.frames.arrow import as_arrow, with_texts
from squeezelogic.frames.containers import Columnar, Pandas
from squeezelogic.frames.dialects import Dialect, DuckDB, Polars, Spark
from squeezelogic.frames.eagerly import Eager
from squeezelogic.frames.engine import SAMPLED, Found
from squeezelogic.frames.lazily import Lazy
from squeezelogic.frames.lookup import Lookup
from squeezelogic.frames.problems import told
from squeezelogic.frames.wishes import Wishes
from squeezelogic.logic.model.errors import InvalidInput

ENGINES = "polars, pandas, pyarrow, DuckDB, Dask or PySpark"
IS = nw.Implementation


def answered(frame: Any, wishes: Wishes) -> Any:
    """The frame with what was asked for.

    Raises:
        InvalidInput: it is no frame of an engine that is known here; or what `recommend_frame` says.
    """
    if nw.dependencies.is_dask_dataframe(frame):
        wishes.check(frame.columns)
        return _dask(frame, wishes)
    try:
        known = nw.from_native(frame)
    except TypeError:
        raise InvalidInput(f"a frame is one of {ENGINES}, not a `{type(frame).__name__}`") from None
    wishes.check(known.collect_schema().names())
    if known.implementation is IS.PANDAS:
        return _of_pandas(frame, wishes).run()
    if isinstance(known, nw.DataFrame):
        return _eager(known, wishes)
    return _lazy(known, wishes)


def _lazy(frame: nw.LazyFrame[Any], wishes: Wishes) -> Any:
    dialects: dict[nw.Implementation, Dialect] = {
        IS.POLARS: Polars(),
        IS.DUCKDB: DuckDB(),
        IS.PYSPARK: Spark(),
        IS.PYSPARK_CONNECT: Spark(),
    }
    if frame.implementation not in dialects:
        raise InvalidInput(f"a frame is one of {ENGINES}, not of `{frame.implementation.value}`")
    engine = Lazy(frame, dialects[frame.implementation])
    return Lookup.of(engine, frame.collect_schema(), wishes).run()


def _eager(frame: nw.DataFrame[Any], wishes: Wishes) -> Any:
    if frame.implementation not in (IS.POLARS, IS.PYARROW):
        raise InvalidInput(f"a frame is one of {ENGINES}, not of `{frame.implementation.value}`")
    read = frame.select(wishes.read(frame.columns))
    if frame.implementation is IS.POLARS:
        return Lookup.of(Eager(read, Columnar(frame), by_dictionary=False), read.schema, wishes).run()
    texts, schema = with_texts(read.to_native())
    return Lookup.of(Eager(texts, Columnar(frame), by_dictionary=True), schema, wishes).run()


def _of_pandas(frame: Any, wishes: Wishes, arrow_lists: bool = False) -> Lookup:
    table = as_arrow(frame, wishes.read(list(frame.columns)), wishes.separator)
    texts, schema = with_texts(table)
    return Lookup.of(Eager(texts, Pandas(frame, arrow_lists), by_dictionary=True), schema, wishes)


def _dask(frame: Any, wishes: Wishes) -> Any:
    """Each partition is a pandas frame, and is answered by itself when its turn comes."""
    if wishes.strict:
        _see_that_all_can_be_used(frame, wishes)
    checked = evolve(wishes, strict=False)
    answer = partial(_partition, wishes=checked)
    return frame.map_partitions(answer, meta=answer(frame._meta))  # noqa: SLF001 - Dask's own name for its types


def _partition(frame: Any, wishes: Wishes) -> Any:
    return _of_pandas(frame, wishes, arrow_lists=True).run()


def _see_that_all_can_be_used(frame: Any, wishes: Wishes) -> None:
    """Look at every partition, one or more at a time; runs a query.

    Raises:
        InvalidInput: rows cannot be used.
    """
    dask = import_module("dask")
    names = list(frame.columns)
    parts = frame[wishes.read(names)].to_delayed()
    bad = dask.compute(*[dask.delayed(_bad_rows)(part, wishes) for part in parts])
    rows = [row for found in bad for row in found.rows][:SAMPLED]
    if rows:
        reader = _of_pandas(frame._meta, wishes).reader  # noqa: SLF001 - as above
        raise told(Found(sum(found.count for found in bad), rows), reader)


def _bad_rows(frame: Any, wishes: Wishes) -> Found:
    return _of_pandas(frame, wishes).bad_rows()
