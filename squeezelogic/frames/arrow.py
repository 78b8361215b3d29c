"""Columns as Arrow arrays, which pandas columns are converted to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

import narwhals as nw

from squeezelogic.frames.columns import JOINER, MISSING
from squeezelogic.frames.engine import Kind
from squeezelogic.logic.model.errors import InvalidInput, plain

BEFORE_ELEMENTS = ""


def arrow_table(columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Any:
    """An Arrow table of plain cells.

    Raises:
        ImportError: pyarrow is not installed.
    """
    pa = _import_pyarrow()
    types: dict[Kind, Any] = {
        "text": pa.string(),
        "number": pa.float64(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "list": pa.list_(pa.string()),
    }
    return pa.table({name: pa.array(list(cells), types[kinds[name]]) for name, cells in columns.items()})


def _import_pyarrow() -> Any:
    try:
        return import_module("pyarrow")
    except ImportError:
        raise ImportError("frames of pandas, Dask and DuckDB need pyarrow besides: `pip install pyarrow`") from None


def as_arrow(frame: Any, columns: Sequence[str], separator: str) -> Any:
    """Some columns of a pandas frame as an Arrow table.

    Args:
        frame: the frame.
        columns: the columns.
        separator: the character between the elements of a set, in a column that mixes lists and texts.

    Raises:
        ImportError: pyarrow is not installed.
    """
    pa = _import_pyarrow()
    arrays = [_to_array(frame[column], separator) for column in columns]
    return pa.table(dict(zip(columns, arrays, strict=True))) if columns else pa.table({"none": pa.nulls(len(frame))})


def _to_array(column: Any, separator: str) -> Any:
    pa = import_module("pyarrow")
    try:
        return pa.array(column, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError):
        return pa.array([_write_cell(cell, separator) for cell in column], pa.string())


def _write_cell(cell: Any, separator: str) -> str | None:
    """A cell of a column with mixed types, as one text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Iterable) and not isinstance(cell, Mapping):
        return separator.join(sorted(plain(each) for each in cell))
    if cell is None or type(cell).__name__ in ("NAType", "NaTType") or cell != cell:  # noqa: PLR0124 - NaN
        return None
    return plain(cell)


def with_texts(table: Any) -> tuple[nw.DataFrame[Any], dict[str, Any]]:
    """An Arrow table with plain types, in which lists are joined to texts, and the original types.

    Arrow can find distinct texts and dictionary-encode them; it cannot do so with lists.
    """
    pa = import_module("pyarrow")
    for number, name in enumerate(table.column_names):
        table = table.set_column(number, name, _simplify_column(table.column(number)))
    schema = dict(nw.from_native(table, eager_only=True).schema)
    for number, name in enumerate(table.column_names):
        if schema[name] == nw.List:
            chunks = [_join_lists(chunk) for chunk in table.column(number).chunks]
            table = table.set_column(number, name, pa.chunked_array(chunks, pa.string()))
    return nw.from_native(table, eager_only=True), schema


def _simplify_column(column: Any) -> Any:  # noqa: PLR0911 - a table, row by row
    """A column in a type that Arrow can compute with: views, run-end encodings and unusual numbers are converted."""
    pa, pc = import_module("pyarrow"), import_module("pyarrow.compute")
    types, kind = pa.types, column.type
    if isinstance(kind, pa.BaseExtensionType):
        return _simplify_column(pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type))
    if types.is_run_end_encoded(kind):
        return _simplify_column(
            pa.chunked_array([pc.run_end_decode(chunk) for chunk in column.chunks], kind.value_type)
        )
    if types.is_dictionary(kind) and not (types.is_string(kind.value_type) or types.is_large_string(kind.value_type)):
        return _simplify_column(
            pa.chunked_array([chunk.dictionary_decode() for chunk in column.chunks], kind.value_type)
        )
    if types.is_string_view(kind):
        return column.cast(pa.string())
    if types.is_float16(kind) or types.is_decimal(kind):
        return column.cast(pa.float64())
    if types.is_uint64(kind):
        largest = pc.max(column).as_py()
        return column.cast(pa.int64() if largest is None or largest < 2**63 else pa.float64(), safe=False)
    if types.is_list_view(kind) or types.is_large_list_view(kind) or types.is_fixed_size_list(kind):
        chunks = [pa.array(chunk.to_pylist(), pa.list_(kind.value_type)) for chunk in column.chunks]
        return _simplify_column(pa.chunked_array(chunks, pa.list_(kind.value_type)))
    if types.is_list(kind) and types.is_string_view(kind.value_type):
        return column.cast(pa.list_(pa.string()))
    return column


def _join_lists(lists: Any) -> Any:
    """Each list as one text, with a prefix before each element."""
    pa, pc = import_module("pyarrow"), import_module("pyarrow.compute")
    try:
        elements = pc.fill_null(pc.cast(lists.flatten(), pa.string()), MISSING)
    except pa.ArrowNotImplementedError as error:  # for example, lists of lists
        raise InvalidInput(f"lists hold texts, not {lists.type.value_type}") from error
    marked = pc.binary_join_element_wise(BEFORE_ELEMENTS, elements, JOINER)
    lengths = pc.fill_null(pc.list_value_length(lists), 0)
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cast(pc.cumulative_sum(lengths), pa.int32())])
    return pc.binary_join(pa.ListArray.from_arrays(offsets, marked, mask=_find_missing(lists)), "")


def _find_missing(lists: Any) -> Any:
    pc = import_module("pyarrow.compute")
    return pc.is_null(lists) if lists.null_count else None
