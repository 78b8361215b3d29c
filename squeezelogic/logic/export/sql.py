"""A rulebook as SQL: its tables, and views that decide every row of a table `situations`.

The SQL runs on SQLite, DuckDB and PostgreSQL. Names and texts of a rulebook become quoted literals, or the identifiers
of `columns.py`; nothing else of a rulebook is part of the SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from squeezelogic.logic.export.columns import free
from squeezelogic.logic.export.encoding import check_exact, identifier, join_parts, literal
from squeezelogic.logic.export.stages import Stages
from squeezelogic.logic.export.tables import Export, Sheet, written
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import Slot, Value

TYPES = {"text": "TEXT", "integer": "BIGINT", "boolean": "BOOLEAN"}
COLUMN_TYPES = {
    "enum": "TEXT",
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "number": "DOUBLE PRECISION",
    "date": "DATE",
    "set": "BOOLEAN",
}
NEEDED = ("rulebook", "rows", "slots", "conclusions")
"""The tables that the views read, and those that document them."""

KEYS = {"rows": '("lookup", "key")', "conclusions": '("rule", "place")'}
"""The tables in which rows are looked up, each with its primary key."""

VIEWS = ("decided_lists", "decided_rules", "decided", "rulebook_standing")
OLD = ("rulebook_answers",), ("rulebook_questions",)
"""Views and tables of an earlier version of the script."""
ROWS_AT_ONCE = 500
HEAD = """\
-- Decides every row of "situations" by a rulebook. Made by `squeezelogic table --format sql`; made anew, not edited.
-- In: "situations", a column for each fact, NULL for unknown; for a set, a column for each element, NULL for not in it.
-- Out: "decided" (a row for each situation), "decided_lists" and "decided_rules" (a row for each item and rule).
"""


def script(export: Export) -> str:
    """The SQL that creates the tables and views. It replaces those of an earlier run, except `situations`.

    Raises:
        InvalidInput: with every number that an engine cannot represent exactly.
    """
    check_exact(export)
    sheets = {sheet.name: sheet for sheet in export.sheets()}
    key = free("situation", [column.name for column in export.columns] + [slot.name for slot in export.slots])
    stages = Stages(export, key)
    made = [_create_table(sheet) for sheet in (*(sheets[name] for name in NEEDED), _list_rules(export, stages))]
    views = [_create_situations(export, key), *_create_deciding_views(export, stages)]
    return "\n".join([HEAD, *_drop_tables(), *made, *views])


def _drop_tables() -> Iterator[str]:
    views, tables = OLD
    yield from (f"DROP VIEW IF EXISTS {identifier(view)};" for view in (*VIEWS, *views))
    for name in (*map(_name_table, (*NEEDED, "rules")), *tables):
        yield f"DROP TABLE IF EXISTS {identifier(name)};"
    yield ""


def _name_table(sheet: str) -> str:
    return sheet if sheet == "rulebook" else f"rulebook_{sheet}"


def _create_table(sheet: Sheet) -> str:
    name = identifier(_name_table(sheet.name))
    declared = [f"{identifier(column)} {TYPES[kind]}" for column, kind in sheet.head]
    if sheet.name in KEYS:
        declared.append(f"PRIMARY KEY {KEYS[sheet.name]}")
    lines = [f"CREATE TABLE {name} ({', '.join(declared)});"]
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


def _list_rules(export: Export, stages: Stages) -> Sheet:
    """All rules in order of importance, with the column and the bit that show whether it stands."""
    head = (("place", "integer"), ("rule", "text"), ("topic", "text"), ("word", "integer"), ("bit", "integer"))
    rules = (it for it in export.rulings if not it.is_part)
    rows = ((i, it.rule.id, it.rule.topic, *stages.place_bit(it.place)) for i, it in enumerate(rules, 1))
    return Sheet("rules", head, tuple(rows))  # type: ignore[arg-type]


# ---------------------------------------------------------------- views


def _create_deciding_views(export: Export, stages: Stages) -> Iterator[str]:
    own = identifier(stages.key)
    failures = [line for topic in export.topics for line in _find_failures(export, topic, stages)]
    first = "\n".join(["CASE", *failures, "END"]) if failures else "NULL"
    words = [identifier(stages.name_word(word)) for word in stages.words]
    steps = ",\n".join(stages.steps())
    columns = [own, f'COALESCE("problem", {first}) AS "problem"', *words]
    yield (f'CREATE VIEW "rulebook_standing" AS\nWITH {steps}\nSELECT {_join_items(columns)}\nFROM {stages.last};\n')
    failure = identifier(free("failure", [stages.key, *(slot.name for slot in export.slots)]))
    single = ((slot, export.slot_column(slot)) for slot in export.slots)
    filled = [f"{_select_filled(export, slot, stages)} AS {identifier(name)}" for slot, name in single if name]
    yield _create_view("decided", [own, f'"problem" AS {failure}', *filled], 'FROM "rulebook_standing"')
    yield _create_view(
        "decided_rules",
        [f"s.{own}", 'u."place"', 'u."topic"', 'u."rule"'],
        'FROM "rulebook_standing" s\n'
        f'JOIN "rulebook_rules" u ON (CASE u."word" {stages.pick_word("s")} END & u."bit") <> 0\n'
        'WHERE s."problem" IS NULL',
    )
    yield _create_view(
        "decided_lists",
        [f"r.{own}", 'c."slot"', 'MIN(c."place") AS "place"', 'c."value"'],
        'FROM "decided_rules" r\n'
        'JOIN "rulebook_conclusions" c ON c."rule" = r."rule" AND c."list"\n'
        f'GROUP BY r.{own}, c."slot", c."value"',
    )


def _create_view(name: str, columns: Iterable[str], joined: str) -> str:
    return f"CREATE VIEW {identifier(name)} AS\nSELECT {_join_items(columns)}\n{joined};\n"


def _find_failures(export: Export, topic: Topic, stages: Stages) -> Iterator[str]:
    """Tests for a topic without an answer: two standing rules disagree, or a required slot is empty."""
    lists = {name for name, slot in export.book.vocabulary.slots.items() if slot.accumulates}
    for slot in dict.fromkeys(slot for rule in topic.rules for slot in rule.then):
        if slot not in lists and slot not in topic.sums and export.lookups.may_disagree(topic, slot):
            each = export.lookups.by_conclusion(slot).values()
            given = join_parts([f"CASE WHEN {stages.stands(places)} THEN 1 ELSE 0 END" for places in each], "+")
            said = literal(f"rules of topic {quoted(topic.name)} disagree on {quoted(slot)}")
            yield f"WHEN {given} > 1 THEN {said}"
    for slot in topic.required:
        if slot not in topic.sums:
            places = [it.place for it in export.rulings if it.rule.topic == topic.name and slot in it.rule.then]
            said = literal(f"no rule of topic {quoted(topic.name)} fills {quoted(slot)}")
            yield f"WHEN NOT {stages.stands(places)} THEN {said}" if places else f"WHEN TRUE THEN {said}"


def _select_filled(export: Export, slot: Slot, stages: Stages) -> str:
    """An expression for the value of a slot, in the slot's type; or for the sum of points."""
    if slot.sums:
        return f'CASE WHEN "problem" IS NULL THEN {stages.add_points(slot.name)} END'
    values = export.lookups.by_conclusion(slot.name)
    write = _find_writer(slot, values)
    cases = (f"WHEN {stages.stands(places)} THEN {write(value)}" for value, places in values.items())
    return f'CASE WHEN "problem" IS NOT NULL THEN NULL {" ".join(cases)} END'


def _find_writer(slot: Slot, values: Iterable[Value]) -> Callable[[Value], str]:
    """A function that writes the values of a slot in one type, in which all of them are exact."""
    if slot.type not in ("integer", "number"):
        return literal
    kind = "BIGINT"
    if slot.type == "number":
        numbers: list[Any] = list(values)
        wide = [it for it in numbers if isinstance(it, int) and int(float(it)) != it]
        whole = all(it == int(it) for it in numbers)
        if wide and not whole:
            raise InvalidInput(
                *(
                    f"{quoted(slot.name)} cannot be {quoted(it)} in SQL: a column that also holds fractions is exact "
                    "for whole numbers only up to 2^53"
                    for it in wide
                )
            )
        kind = "BIGINT" if wide else "DOUBLE PRECISION"
    return lambda value: f"CAST('{written(int(value) if kind == 'BIGINT' else value)}' AS {kind})"  # type: ignore[arg-type]
