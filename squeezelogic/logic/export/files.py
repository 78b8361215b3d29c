"""A rulebook's tables as JSON, CSV and Parquet."""

from __future__ import annotations

import csv
import importlib
import io
import json

from squeezelogic.logic.export.tables import Export, Sheet
from squeezelogic.logic.model.errors import InvalidInput

SCHEMA = "squeezelogic/tables/2"


def as_json(export: Export) -> str:
    """One document: the version of the format, then each table as a list of objects, one per line."""
    tables = (
        f"{json.dumps(sheet.name)}: [\n"
        + ",\n".join(json.dumps(dict(zip(_list_names(sheet), row, strict=True))) for row in sheet.rows)
        + "\n]"
        for sheet in export.sheets()
    )
    return f'{{"schema": {json.dumps(SCHEMA)}, "tables": {{\n' + ",\n".join(tables) + "\n}}"


def as_csv(export: Export) -> dict[str, bytes]:
    """The content of a file for each table, by file name: UTF-8, an empty field for null, `true` and `false`."""
    return {f"{sheet.name}.csv": _write_csv(sheet).encode() for sheet in export.sheets()}


def as_parquet(export: Export) -> dict[str, bytes]:
    """The content of a file for each table, by file name.

    Raises:
        InvalidInput: pyarrow is not installed.
    """
    try:
        arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise InvalidInput("Parquet is written by pyarrow, which is not installed: `pip install pyarrow`") from None
    types = {"text": arrow.string(), "integer": arrow.int64(), "boolean": arrow.bool_()}
    found = {}
    for sheet in export.sheets():
        columns = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.head)
        arrays = [arrow.array(cells, types[kind]) for cells, (_, kind) in zip(columns, sheet.head, strict=True)]
        out = io.BytesIO()
        parquet.write_table(arrow.Table.from_arrays(arrays, names=_list_names(sheet)), out)
        found[f"{sheet.name}.parquet"] = out.getvalue()
    return found


def _list_names(sheet: Sheet) -> list[str]:
    return [name for name, _ in sheet.head]


def _write_csv(sheet: Sheet) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_list_names(sheet))
    writer.writerows([str(cell).lower() if isinstance(cell, bool) else cell for cell in row] for row in sheet.rows)
    return out.getvalue()
