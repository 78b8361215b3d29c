"""Columns as Arrow, the form in which pandas' columns are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

import narwhals as nw

from squeezelogic.frames.engine import Kind
from squeezelogic.frames.given import JOINER, MISSING
from squeezelogic.logic.model.errors import InvalidInput, plain

BEFORE_ELEMENTS = ""


def arrow_table(columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Any:
    """An Arrow table of plain cells.

    Raises:
        ImportError: there is no pyarrow.
    """
    pa = _pyarrow()
    types: dict[Kind, Any] = {
        "text": pa.string(),
        "number": pa.float64(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "list": pa.list_(pa.string()),
    }
    return pa.table({name: pa.array(list(cells), types[kinds[name]]) for name, cells in columns.items()})


def _pyarrow() -> Any:
    try:
        return import_module("pyarrow")
    except ImportError:
        raise ImportError("frames of pandas, Dask and DuckDB need pyarrow besides: `pip install pyarrow`") from None


def as_arrow(frame: Any, columns: Sequence[str], separator: str) -> Any:
    """Some columns of a pandas frame as an Arrow table.

    Args:
        frame: the frame.
        columns: the columns.
        separator: what stands between the elements of a set in a column that holds lists and texts.

    Raises:
        ImportError: there is no pyarrow.
    """
    pa = _pyarrow()
    arrays = [_array(frame[column], separator) for column in columns]
    return pa.table(dict(zip(columns, arrays, strict=True))) if columns else pa.table({"none": pa.nulls(len(frame))})


def _array(column: Any, separator: str) -> Any:
    pa = import_module("pyarrow")
    try:
        return pa.array(column, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([_told(cell, separator) for cell in column], pa.string())


def _told(cell: Any, separator: str) -> str | None:
    """A cell of a column of many kinds, as one text."""
    if cell is None or cell != cell:  # noqa: PLR0124 - which is how a missing number is told
        return None
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Iterable) and not isinstance(cell, Mapping):
        return separator.join(sorted(plain(each) for each in cell))
    return plain(cell)


def with_texts(table: Any) -> tuple[nw.DataFrame[Any], dict[str, Any]]:
    """An Arrow table whose lists are texts, and the types its columns had.

    Different texts are told quickly and put into dictionaries; lists are not.
    """
    pa = import_module("pyarrow")
    schema = dict(nw.from_native(table, eager_only=True).schema)
    for number, name in enumerate(table.column_names):
        if schema[name] == nw.List:
            chunks = [_text(chunk) for chunk in table.column(number).chunks]
            table = table.set_column(number, name, pa.chunked_array(chunks, pa.string()))
    return nw.from_native(table, eager_only=True), schema


def _text(lists: Any) -> Any:
    """Each list in one text, with a mark before each element."""
    pa, pc = import_module("pyarrow"), import_module("pyarrow.compute")
    try:
        elements = pc.fill_null(pc.cast(lists.flatten(), pa.string()), MISSING)
    except pa.ArrowNotImplementedError as error:  # lists of lists, say
        raise InvalidInput(f"lists hold texts, not {lists.type.value_type}") from error
    marked = pc.binary_join_element_wise(BEFORE_ELEMENTS, elements, JOINER)
    lengths = pc.fill_null(pc.list_value_length(lists), 0)
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cast(pc.cumulative_sum(lengths), pa.int32())])
    return pc.binary_join(pa.ListArray.from_arrays(offsets, marked, mask=_missing(lists)), "")


def _missing(lists: Any) -> Any:
    pc = import_module("pyarrow.compute")
    return pc.is_null(lists) if lists.null_count else None
