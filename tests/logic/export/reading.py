"""Who decides by exported tables: a few lines of Python that know nothing else, and three SQL engines."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from operator import itemgetter
from typing import Any

import pytest

from squeezelogic import InvalidInput
from squeezelogic.logic.export.sql import script
from squeezelogic.logic.export.tables import Export
from squeezelogic.logic.model.errors import DecisionError, GapError
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Vocabulary
from squeezelogic.logic.semantics.definition import holding, settle
from tests.logic.export.postgresql import postgresql

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
Found = tuple[str, tuple[str, ...], dict[str, Any]]
"""Why there is no answer (empty if there is one), the rules that stand, and what each slot holds."""

UNUSABLE = "cannot be used"
ENGINES = ["sqlite", "duckdb", "postgresql"]
AT_ONCE = 500


def expected(export: Export, facts: Mapping[str, Any]) -> Found:
    """What the library itself decides."""
    try:
        if export.topic is None:
            decision = export.book.decide(facts)
            return "", decision.standing, dict(decision.slots)
        known = Vocabulary(export.standing.attributes, FrozenMap()).situation(facts)
        topic = export.standing.topics[0]
        outcome = settle(topic, holding(topic, known))
        return "", tuple(rule.id for rule in outcome.standing), dict(outcome.slots)
    except InvalidInput:
        return UNUSABLE, (), {}
    except DecisionError as error:
        return str(error.args[0]).partition(": `")[0] if isinstance(error, GapError) else str(error.args[0]), (), {}


def evaluated(tables: Tables, facts: Mapping[str, Any]) -> Found:
    """What the tables say, read as their documentation says."""
    known = {name: value for name, value in facts.items() if value not in (None, UNKNOWN)}
    for it in tables["implied"]:
        if facts.get(it["attribute"]) == it["value"] and it["implied"] is not None:
            known.setdefault(it["other"], it["implied"])
    if any(it["required"] and it["attribute"] not in known for it in tables["inputs"]):
        return UNUSABLE, (), {}
    yes = {f"yes_{name[5:]}": 0 for row in tables["rows"] for name in row if name.startswith("asks_")}
    for it in tables["answers"]:
        if _given(known.get(it["attribute"]), it):
            yes = {word: bits | it[word] for word, bits in yes.items()}
    matching = [
        row
        for row in tables["rows"]
        if all(bits & row[f"asks{word[3:]}"] == row[f"wants{word[3:]}"] for word, bits in yes.items())
    ]
    failure = "".join({row["failure"]: "" for row in matching if row["failure"]})
    standing = {row["rule"] for row in matching}
    slots: dict[str, Any] = {}
    for it in tables["conclusions"]:
        if it["rule"] in standing:
            before = slots.get(it["slot"], ())
            slots[it["slot"]] = tuple(dict.fromkeys((*before, it["value"]))) if it["list"] else it["value"]
    return failure, tuple(it["rule"] for it in tables["rules"] if it["rule"] in standing), slots


def _given(value: Any, answer: Mapping[str, Any]) -> bool:
    if isinstance(value, (frozenset, list, tuple)):
        return answer["value"] in value
    if value is None:
        return answer["value"] is None and answer["at_least"] is None
    if answer["at_least"] is not None:
        return bool(answer["at_least"] <= value <= answer["at_most"])
    return bool(answer["value"] == as_text(value))


def as_text(value: Any) -> str:
    """A value as the tables write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_texts(found: Found) -> Found:
    """What was found, with every value of a slot as text."""
    failure, rules, slots = found
    shown = {slot: value if isinstance(value, tuple) else as_text(value) for slot, value in slots.items()}
    return failure, rules, shown


class Engine:
    """A database with a rulebook in it."""

    def __init__(self, connection: Any, export: Export) -> None:
        self.connection, self.export, self.held = connection, export, 0

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        return list(self.connection.execute(sql).fetchall())

    def decide(self, situations: Iterable[Mapping[str, Any]]) -> list[Found]:
        """What the views say of each situation."""
        self.fill(situations)
        answered = self.connection.execute("SELECT * FROM decided")
        head = [column[0] for column in answered.description]
        slots = dict(zip(head[2:], [slot for slot in self.export.slots if not slot.accumulates], strict=True))
        found: dict[Any, tuple[str, list[str], dict[str, Any]]] = {}
        for number, failure, *values in answered.fetchall():
            filled = {
                slots[name].name: value for name, value in zip(head[2:], values, strict=True) if value is not None
            }
            found[number] = failure or "", [], filled
        for number, _, _, rule in sorted(self.run("SELECT * FROM decided_rules")):
            found[number][1].append(rule)
        for number, slot, _, value in sorted(self.run("SELECT * FROM decided_lists"), key=itemgetter(0, 2)):
            found[number][2][slot] = (*found[number][2].get(slot, ()), value)
        return [(failure, tuple(rules), values) for failure, rules, values in (found[i] for i in range(self.held))]

    def fill(self, situations: Iterable[Mapping[str, Any]]) -> None:
        """Put situations into their table, in place of any that are there."""
        self.connection.execute("DELETE FROM situations")
        rows = [f"({', '.join([str(i), *self._cells(facts)])})" for i, facts in enumerate(situations)]
        for start in range(0, len(rows), AT_ONCE):
            some = ", ".join(rows[start : start + AT_ONCE])
            self.connection.execute(f"INSERT INTO situations VALUES {some}")  # noqa: S608 - of the test's own making
        self.held = len(rows)

    def _cells(self, facts: Mapping[str, Any]) -> Iterator[str]:
        for column in self.export.columns:
            value = facts.get(column.attribute.name)
            if column.element is not None:
                yield "TRUE" if column.element in (value or ()) else "NULL"
            elif value is None or (value == UNKNOWN and column.attribute.type != "enum"):
                yield "NULL"
            else:
                yield str(value).upper() if isinstance(value, bool) else "'" + str(value).replace("'", "''") + "'"


@contextmanager
def engine(name: str, export: Export) -> Iterator[Engine]:
    """A database in memory that has run the script of an export, twice: the second run replaces the first."""
    if name == "sqlite":
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            for _ in range(2):
                connection.executescript(script(export))
            yield Engine(connection, export)
    elif name == "postgresql":
        with postgresql() as connection:
            for _ in range(2):
                connection.execute(script(export))
            yield Engine(connection, export)
    else:
        duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: uv sync --group engines")
        with duckdb.connect(config={"threads": 1}) as connection:
            for _ in range(2):
                connection.execute(script(export))
            yield Engine(connection, export)


def usable(found: Found) -> Found:
    """What was found, where a situation that cannot be used is only that, whatever is wrong with it."""
    wrong = any(why in found[0] for why in (": not one of its values", ": contradicts ", ": required"))
    return (UNUSABLE, *found[1:]) if wrong else found


def raw_values(export: Export, name: str) -> list[Any]:
    """Every value of an attribute, or the ends of a wide integer."""
    attribute = export.standing.attributes[name]
    if attribute.type == "set":
        return [frozenset[str](), frozenset(attribute.values), *(frozenset([value]) for value in attribute.values)]
    if attribute.type == "integer":
        return [None, *range(attribute.at_least, min(attribute.at_most, attribute.at_least + 40) + 1)]
    if attribute.type == "enum":
        return [None, UNKNOWN, *attribute.values]
    return [None, *((True, False) if attribute.type == "boolean" else attribute.values)]


def at_random(export: Export, draw: Any, many: int) -> Iterator[dict[str, Any]]:
    """Situations by chance. What follows from other values is mostly left to follow: else most would contradict it."""
    attributes = export.standing.attributes
    implied = {it.other for it in export.implications}
    values = {name: [*raw_values(export, name), *([None] * 10 if name in implied else [])] for name in attributes}
    for _ in range(many):
        yield {
            name: frozenset(e for e in map(str, attribute.values) if draw.random() < 0.2)
            if attribute.type == "set"
            else draw.choice(values[name])
            for name, attribute in attributes.items()
        }
