"""A rulebook as SQL: its tables, and views that decide every row of a table `situations`.

Plain enough for SQLite, DuckDB and PostgreSQL alike. Names and texts of a rulebook become quoted literals, or the
identifiers that `columns.py` makes of them; nothing else of a rulebook gets into the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.export.columns import free, usable
from squeezelogic.logic.export.encoding import answering, identifier, literal
from squeezelogic.logic.export.tables import Export, Sheet
from squeezelogic.logic.model.vocabulary import Slot

TYPES = {"text": "TEXT", "integer": "BIGINT", "boolean": "BOOLEAN"}
COLUMN_TYPES = {
    "enum": "TEXT",
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "number": "DOUBLE PRECISION",
    "set": "BOOLEAN",
}
NEEDED = ("rulebook", "questions", "rules", "rows", "conclusions")
"""What the views do not say themselves, and what explains it."""

VIEWS = ("decided_lists", "decided_rules", "decided", "rulebook_answers")
ROWS_AT_ONCE = 500
HEAD = """\
-- Decides every row of "situations" by a rulebook. Made by `squeezelogic table --format sql`; made anew, not edited.
-- In: "situations", a column for each fact, NULL for unknown; for a set, a column for each element, NULL for not in it.
-- Out: "decided" (a row for each situation), "decided_lists" and "decided_rules" (a row for each item and rule).
"""


def script(export: Export) -> str:
    """The SQL that makes the tables and views. It replaces what an earlier one made, and leaves `situations` alone."""
    sheets = {sheet.name: sheet for sheet in export.sheets()}
    key = free("situation", [column.name for column in export.columns] + [slot.name for slot in export.slots])
    made = [_create_table(sheets[name]) for name in NEEDED]
    views = [_create_situations(export, key), answering(export, key), *_create_deciding_views(export, key)]
    return "\n".join([HEAD, *_drop_tables(), *made, *views])


def _drop_tables() -> Iterator[str]:
    yield from (f"DROP VIEW IF EXISTS {identifier(view)};" for view in VIEWS)
    yield from (f"DROP TABLE IF EXISTS {identifier(_name_table(name))};" for name in NEEDED)
    yield ""


def _name_table(sheet: str) -> str:
    return sheet if sheet == "rulebook" else f"rulebook_{sheet}"


def _create_table(sheet: Sheet) -> str:
    name = identifier(_name_table(sheet.name))
    declared = ", ".join(f"{identifier(column)} {TYPES[kind]}" for column, kind in sheet.head)
    lines = [f"CREATE TABLE {name} ({declared});"]
    for start in range(0, len(sheet.rows), ROWS_AT_ONCE):
        rows = (f"({', '.join(map(literal, row))})" for row in sheet.rows[start : start + ROWS_AT_ONCE])
        lines.append(f"INSERT INTO {name} VALUES\n" + ",\n".join(rows) + ";")
    return "\n".join([*lines, ""])


def _create_situations(export: Export, key: str) -> str:
    columns = [f"{identifier(column.name)} {COLUMN_TYPES[column.attribute.type]}" for column in export.columns]
    inside = _join_items([f"{identifier(key)} BIGINT PRIMARY KEY", *columns])
    return f'CREATE TABLE IF NOT EXISTS "situations" (\n  {inside}\n);\n'


def _join_items(items: Iterable[str]) -> str:
    return ",\n  ".join(items)


def _create_deciding_views(export: Export, key: str) -> Iterator[str]:
    own, matching = identifier(key), _match_words(export)
    failure = identifier(free("failure", [key, *(slot.name for slot in export.slots)]))
    single = [(place, slot) for place, slot in enumerate(export.slots, 1) if not slot.accumulates]
    yield _create_view(
        "decided",
        [
            f"a.{own}",
            f'COALESCE(a."problem", MAX(r."failure")) AS {failure}',
            *(f"{_select_filled(slot)} AS {identifier(usable(slot.name, place))}" for place, slot in single),
        ],
        f'LEFT JOIN "rulebook_rows" r ON {matching}\n'
        'LEFT JOIN "rulebook_conclusions" c ON c."rule" = r."rule" AND NOT c."list"\n'
        f'GROUP BY a.{own}, a."problem"',
    )
    yield _create_view(
        "decided_rules",
        [f"DISTINCT a.{own}", 'u."place"', 'u."topic"', 'u."rule"'],
        f'JOIN "rulebook_rows" r ON {matching}\nJOIN "rulebook_rules" u ON u."rule" = r."rule"',
    )
    yield _create_view(
        "decided_lists",
        [f"a.{own}", 'c."slot"', 'MIN(c."place") AS "place"', 'c."value"'],
        f'JOIN "rulebook_rows" r ON {matching}\n'
        'JOIN "rulebook_conclusions" c ON c."rule" = r."rule" AND c."list"\n'
        f'GROUP BY a.{own}, c."slot", c."value"',
    )


def _create_view(name: str, columns: Iterable[str], joined: str) -> str:
    """A view of answered situations. Said to be kept, the answers are not worked out again for each row they meet."""
    head = [f"CREATE VIEW {identifier(name)} AS", 'WITH a AS MATERIALIZED (SELECT * FROM "rulebook_answers")']
    return "\n".join([*head, f"SELECT {_join_items(columns)}", "FROM a", f"{joined};\n"])


def _match_words(export: Export) -> str:
    same = (f'(a."yes_{word}" & r."asks_{word}") = r."wants_{word}"' for word in range(1, export.questions.words + 1))
    return " AND ".join(['a."problem" IS NULL', *same])


def _select_filled(slot: Slot) -> str:
    """The one value that standing rules give a slot, in the slot's own type."""
    value = f'MAX(CASE WHEN c."slot" = {literal(slot.name)} THEN c."value" END)'
    if slot.type == "boolean":
        return f"CASE {value} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END"
    cast = {"integer": "BIGINT", "number": "DOUBLE PRECISION"}.get(slot.type)
    return f"CAST({value} AS {cast})" if cast else value
