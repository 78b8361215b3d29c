"""Detects the engine of a frame, and runs the look-up with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

import narwhals as nw
from attrs import evolve

from squeezelogic.frames.arrow import as_arrow, with_texts
from squeezelogic.frames.columns import Where, list_attributes, list_columns, locate_columns
from squeezelogic.frames.eager import Columnar, Eager, Pandas
from squeezelogic.frames.frame_lookup import FrameLookup
from squeezelogic.frames.lazy import Dialect, DuckDB, Lazy, Polars, Spark
from squeezelogic.frames.options import Options
from squeezelogic.frames.problems import Mistake
from squeezelogic.frames.sources import check_exercise_given
from squeezelogic.logic.model.errors import InvalidInput

ENGINES = "polars, pandas, pyarrow, DuckDB, Dask or PySpark"
IS = nw.Implementation
Located = Mapping[str, Where]


def answer_frame(frame: Any, options: Options) -> Any:
    """The frame with the decision columns.

    Raises:
        InvalidInput: the engine is not supported; or as `recommend_frame`.
    """
    if nw.dependencies.is_dask_dataframe(frame):
        return _answer_dask(frame, options, _locate_columns(list(frame.columns), options))
    if nw.dependencies.is_pandas_dataframe(frame):
        return _of_pandas(frame, options, _locate_columns(list(frame.columns), options)).run()
    ignore_case = _ignores_case(frame)
    names = _list_names(frame)
    if names is not None:
        options.check(names, ignore_case=ignore_case)  # narwhals rejects a frame with two columns of one name
    try:
        known = nw.from_native(frame)
    except TypeError:
        raise InvalidInput(f"a frame is one of {ENGINES}, not a `{type(frame).__name__}`") from None
    located = _locate_columns(known.collect_schema().names(), options, ignore_case=ignore_case)
    if isinstance(known, nw.DataFrame):
        return _answer_eager(known, options, located)
    return _answer_lazy(known, options, located)


def _list_names(frame: Any) -> list[str] | None:
    """The columns as the engine lists them, if narwhals does not report duplicates; None otherwise."""
    if nw.dependencies.is_pyarrow_table(frame):
        return list(frame.column_names)
    if nw.dependencies.is_duckdb_relation(frame) or nw.dependencies.is_pyspark_dataframe(frame):
        return list(frame.columns)
    return None


def _ignores_case(frame: Any) -> bool:
    """Whether the frame's engine ignores case in the names of columns."""
    if nw.dependencies.is_pyspark_dataframe(frame) or nw.dependencies.is_pyspark_connect_dataframe(frame):
        return str(frame.sparkSession.conf.get("spark.sql.caseSensitive")).lower() != "true"
    return nw.dependencies.is_duckdb_relation(frame)


def _locate_columns(names: list[Any], options: Options, *, ignore_case: bool = False) -> Located:
    """The column of each attribute, after a check that the decision columns can be added."""
    options.check(names, ignore_case=ignore_case)
    vocabulary = list_attributes(options.book)
    located = locate_columns(names, vocabulary, options.columns, ignore_case=ignore_case)
    check_exercise_given(names, located, vocabulary)
    return located


def _answer_lazy(frame: nw.LazyFrame[Any], options: Options, located: Located) -> Any:
    dialects: dict[nw.Implementation, Dialect] = {
        IS.POLARS: Polars(),
        IS.DUCKDB: DuckDB(),
        IS.PYSPARK: Spark(),
        IS.PYSPARK_CONNECT: Spark(),
    }
    if frame.implementation not in dialects:
        raise InvalidInput(f"a frame is one of {ENGINES}, not of `{frame.implementation.value}`")
    engine = Lazy(frame, dialects[frame.implementation])
    return FrameLookup.of(engine, frame.collect_schema(), options, located).run()


def _answer_eager(frame: nw.DataFrame[Any], options: Options, located: Located) -> Any:
    if frame.implementation not in (IS.POLARS, IS.PYARROW):
        raise InvalidInput(f"a frame is one of {ENGINES}, not of `{frame.implementation.value}`")
    read = frame.select(list_columns(located))
    if frame.implementation is IS.POLARS:
        return FrameLookup.of(Eager(read, Columnar(frame), by_dictionary=False), read.schema, options, located).run()
    texts, schema = with_texts(read.to_native())
    return FrameLookup.of(Eager(texts, Columnar(frame), by_dictionary=True), schema, options, located).run()


def _of_pandas(
    frame: Any,
    options: Options,
    located: Located,
    *,
    arrow_lists: bool = False,
    has_values: Callable[[str], bool] | None = None,
) -> FrameLookup:
    table = as_arrow(frame, list_columns(located), options.separator)
    texts, schema = with_texts(table)
    engine = Eager(texts, Pandas(frame, arrow_lists), by_dictionary=True)
    return FrameLookup.of(engine, schema, options, located, has_values)


def _answer_dask(frame: Any, options: Options, located: Located) -> Any:
    """Map the look-up over the partitions, which are pandas frames."""
    types = frame._meta  # noqa: SLF001 - Dask has no public name for this

    def has_values(name: str) -> bool:  # each partition checks columns of Python objects itself
        return frame.dtypes[name].kind != "O" and bool((~frame[name].isnull()).any().compute())

    _of_pandas(types, options, located, has_values=has_values)
    if options.strict or options.strict_names:
        _check_partitions(frame, options, located)
    checked = evolve(options, strict=False, strict_names=False)
    answer = partial(_answer_partition, options=checked, located=located)
    return frame.map_partitions(answer, meta=answer(types))


def _answer_partition(frame: Any, options: Options, located: Located) -> Any:
    return _of_pandas(frame, options, located, arrow_lists=True).run()


def _check_partitions(frame: Any, options: Options, located: Located) -> None:
    """Check all partitions. Runs a query.

    Raises:
        InvalidInput: rows cannot be used.
    """
    dask = import_module("dask")
    parts = frame[list_columns(located)].to_delayed()
    found = dask.compute(*[dask.delayed(_find_mistakes)(part, options, located) for part in parts])
    count, before = 0, 0
    mistakes: dict[str, Mistake] = {}
    for rows, bad, here in found:
        for problem, mistake in here.items():
            moved = mistake.moved(before)
            mistakes[problem] = mistakes[problem] + moved if problem in mistakes else moved
        count, before = count + bad, before + rows
    if count:
        raise options.refuse(count, mistakes)


def _find_mistakes(frame: Any, options: Options, located: Located) -> tuple[int, int, dict[str, Mistake]]:
    """The number of rows of a partition, the number of unusable ones, and their mistakes."""
    return len(frame), *_of_pandas(frame, options, located).find_mistakes()
