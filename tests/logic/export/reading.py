"""Interpreters of exported tables: a few lines of Python, and three SQL engines."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from decimal import Decimal
from operator import ge, gt, itemgetter, le, lt
from typing import Any

import pytest

from squeezelogic import InvalidInput
from squeezelogic.logic.export.sql import script
from squeezelogic.logic.export.tables import Export
from squeezelogic.logic.model.conditions import Between
from squeezelogic.logic.model.errors import ConflictError, GapError, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Vocabulary
from squeezelogic.logic.semantics.definition import holding, passes, settle
from squeezelogic.logic.semantics.runs import runs
from tests.logic.export.postgresql import postgresql

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
Found = tuple[str, tuple[str, ...], dict[str, Any]]
"""Why there is no answer (empty if there is one), the rules that stand, and what each slot holds."""

UNUSABLE = "cannot be used"
FAILED = "no answer"
TINY = Decimal("0.001")
ENGINES = ["sqlite", "duckdb", "postgresql"]
AT_ONCE = 500


def expected(export: Export, facts: Mapping[str, Any]) -> Found:
    """What the library itself decides."""
    try:
        if export.topic is None:
            decision = export.book.decide(facts)
            return "", decision.standing, dict(decision.slots)
        known = Vocabulary(export.attributes, FrozenMap()).situation(facts)
        topic = export.topics[0]
        outcome = settle(topic, holding(topic, known))
        return "", tuple(rule.id for rule in outcome.standing), dict(outcome.slots)
    except InvalidInput:
        return UNUSABLE, (), {}
    except GapError as error:
        return str(error.args[0]).partition(": `")[0], (), {}
    except ConflictError as error:
        return f"rules of topic {quoted(error.topic)} disagree", (), {}


def evaluated(tables: Tables, facts: Mapping[str, Any]) -> Found:
    """What the tables say, read as their documentation says."""
    known = {name: value for name, value in facts.items() if value not in (None, UNKNOWN)}
    for it in tables["implied"]:
        if facts.get(it["attribute"]) == it["value"] and it["implied"] is not None:
            known.setdefault(it["other"], it["implied"])
    if any(it["required"] and it["attribute"] not in known for it in tables["inputs"]):
        return UNUSABLE, (), {}
    reading = Reading(tables, known)
    rules = [it for it in tables["rules"] if it["rule"] in reading.standing and it["topic"] is not None]
    slots = reading.slots()
    gap = any(it["required"] and it["slot"] not in slots for it in tables["slots"])
    if reading.disagrees or gap:
        return FAILED, (), {}
    return "", tuple(it["rule"] for it in rules), slots


class Reading:
    """A situation on its way through the stages."""

    def __init__(self, tables: Tables, known: Mapping[str, Any]) -> None:
        self.tables, self.known = tables, known
        self.keys = dict.fromkeys((it["lookup"] for it in tables["lookups"]), 0)
        self.standing: set[str] = set()
        self.disagrees = False
        for name, value in known.items():
            self._add(name, value)
        rows = {(it["lookup"], it["key"]): it["holds"] for it in tables["rows"]}
        holds: dict[int, int] = {}
        stages = {it["stage"] for name in ("lookups", "rules", "totals") for it in tables[name]}
        for stage in sorted(stages):
            for it in self._at(stage, "lookups"):
                holds[it["lookup"]] = rows.get((it["lookup"], self.keys[it["lookup"]]), 0)
            for it in self._at(stage, "rules"):
                if holds[it["lookup"]] & it["bit"] and not self._is_overruled(it["rule"]):
                    self.standing.add(it["rule"])
                    for read in tables["reads"]:
                        self.keys[read["lookup"]] |= read["adds"] if read["rule"] == it["rule"] else 0
            for name in dict.fromkeys(it["total"] for it in self._at(stage, "totals")):
                self._add(name, self._total(name))

    def _at(self, stage: int, name: str) -> list[Mapping[str, Any]]:
        return [it for it in self.tables[name] if it["stage"] == stage]

    def _is_overruled(self, rule: str) -> bool:
        return any(it["rule"] == rule and it["by"] in self.standing for it in self.tables["overrules"])

    def _add(self, name: str, value: Any) -> None:
        for it in self.tables["values"]:
            if it["attribute"] == name and fits(value, it):
                self.keys[it["lookup"]] |= it["adds"]

    def _total(self, name: str) -> int:
        parts = [it for it in self.tables["totals"] if it["total"] == name]
        held = self.known.get(parts[0]["of"], self.slots().get(parts[0]["of"], 0))
        return int(held) if parts[0]["element"] is None else sum(it["element"] in (held or ()) for it in parts)

    def slots(self) -> dict[str, Any]:
        """What the standing rules conclude, as text."""
        slots: dict[str, Any] = {it["slot"]: "0" for it in self.tables["slots"] if it["sums"]}
        sums = set(slots)
        for it in self.tables["conclusions"]:
            if it["rule"] in self.standing:
                before = slots.get(it["slot"])
                if it["list"]:
                    slots[it["slot"]] = tuple(dict.fromkeys((*(before or ()), it["value"])))
                elif it["slot"] in sums:
                    slots[it["slot"]] = str(int(slots[it["slot"]]) + int(it["value"]))
                else:
                    self.disagrees |= before not in (None, it["value"])
                    slots[it["slot"]] = it["value"]
        return slots


def fits(value: Any, given: Mapping[str, Any]) -> bool:
    """Whether a value is the one that a row is about, or lies within its bounds."""
    if isinstance(value, (frozenset, list, tuple)):
        return given["value"] in value
    if given["value"] is not None:
        return bool(given["value"] == as_text(value))
    read: Any = str if isinstance(value, datetime.date) else Decimal
    own, signs = read(str(value)), {"at_least": ge, "above": gt, "at_most": le, "below": lt}
    return all(given[bound] is None or sign(own, read(given[bound])) for bound, sign in signs.items())


def as_text(value: Any) -> str:
    """A value as the tables write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_texts(found: Found) -> Found:
    """What was found, with every value of a slot as text, and whatever failed only as that it did."""
    failure, rules, slots = found
    failure = failure if failure in ("", UNUSABLE) else FAILED
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
    """What was found, where a situation that cannot be used is only that, and a conflict is one on any slot."""
    wrong = any(why in found[0] for why in (": not one of its values", ": contradicts ", ": required"))
    return (UNUSABLE if wrong else found[0].partition(" on `")[0], *found[1:])


def raw_values(export: Export, name: str) -> list[Any]:
    """Every value of an attribute; of an ordered one, those about the bounds that rules name."""
    attribute = export.attributes[name]
    if attribute.type == "set":
        return [frozenset[str](), frozenset(attribute.values), *(frozenset([value]) for value in attribute.values)]
    if attribute.domain is not None:
        return [None, *([UNKNOWN] if attribute.type == "enum" else []), *attribute.domain]
    tests = [
        clause.test
        for topic in export.topics
        for rule in topic.rules
        for branch in rule.when
        for clause in branch
        if clause.attribute == name
    ]
    apart = runs(attribute, tests)
    ends = [value for run in range(len(apart)) for value in _find_ends(apart.between(run, run))]
    return [None, *dict.fromkeys([*map(apart.sample, range(len(apart))), *ends])]


def _find_ends(run: Between) -> list[Any]:
    """The values at the ends of a run, and just inside those that it leaves out, as only a run of numbers does."""
    above: Any = run.above
    below: Any = run.below
    ends: list[Any] = [run.at_least, run.at_most]
    ends += [None if above is None else above + TINY, None if below is None else below - TINY]
    return [end for end in ends if end is not None and passes(run, end)]


def at_random(export: Export, draw: Any, many: int) -> Iterator[dict[str, Any]]:
    """Situations by chance. What follows from other values is mostly left to follow: else most would contradict it."""
    attributes = export.attributes
    implied = {it.other for it in export.implications}
    values = {name: [*raw_values(export, name), *([None] * 10 if name in implied else [])] for name in attributes}
    for _ in range(many):
        yield {
            name: frozenset(e for e in map(str, attribute.values) if draw.random() < 0.2)
            if attribute.type == "set"
            else draw.choice(values[name])
            for name, attribute in attributes.items()
        }
