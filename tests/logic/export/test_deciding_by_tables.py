"""Exported tables decide as the rulebook does: proven for the rows, and tried in every engine."""

from __future__ import annotations

import csv
import io
import json
import random
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Rulebook, find_exercise, recommend, testing
from squeezelogic.logic.analysis.compiled import Compiled
from squeezelogic.logic.analysis.cubes import runs_apart
from squeezelogic.logic.analysis.diagrams import NEVER, Node
from squeezelogic.logic.export.files import as_csv, as_json
from squeezelogic.logic.export.tables import Export, export
from squeezelogic.logic.model.conditions import Clause, HasAny
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN
from squeezelogic.logic.semantics.equivalence import classes
from tests.logic.export.reading import (
    ENGINES,
    Tables,
    as_texts,
    at_random,
    engine,
    evaluated,
    expected,
    raw_values,
    usable,
)

BOOK = Rulebook.default()
TOPICS = [topic.name for topic in BOOK.topics]
TRIED_AT_RANDOM = 1_000


@cache
def whole() -> Export:
    """The default rulebook as tables."""
    return export(BOOK)


@cache
def only(topic: str) -> Export:
    """One of its topics as tables."""
    return export(BOOK, topic)


def tables(exported: Export) -> Tables:
    """The tables, by way of JSON."""
    found: Tables = json.loads(as_json(exported))["tables"]
    return found


def told_apart(topic: Topic) -> list[dict[str, Any]]:
    """A situation for each that a topic's rules can tell from the others."""
    columns = classes(topic)
    rows = product(*map(tuple, columns))
    return [
        {column.name: value for column, value in zip(columns, row, strict=True) if value != UNKNOWN} for row in rows
    ]


class Proof:
    """Exported numbers as sets of situations, to be compared with what the rules mean."""

    def __init__(self, exported: Export) -> None:
        attributes = {name: evolve(it, required=False) for name, it in exported.standing.attributes.items()}
        clauses = [clause for row in exported.standing.rows for clause in row.when]
        self.compiled = Compiled(attributes, exported.standing.topics, [*clauses, *runs_apart(attributes, clauses)])
        for topic in exported.standing.topics:
            self.compiled.add(topic)
        self.exported, self.tables = exported, tables(exported)
        self.d, self.space = self.compiled.diagrams, self.compiled.space

    def matching(self, row: Any) -> Node:
        """The possible situations whose bits are those that a row wants."""
        node = self.space.possible
        for question in self.tables["questions"]:
            word, bit = question["word"], question["bit"]
            if row[f"asks_{word}"] & bit:
                saying_yes = self._yes(question["attribute"], word, bit)
                wanted = row[f"wants_{word}"] & bit
                node = self.d.both(node, saying_yes) if wanted else self.d.without(node, saying_yes)
        return node

    def _yes(self, name: str, word: int, bit: int) -> Node:
        attribute = self.space.attributes[name]
        answers = [it for it in self.tables["answers"] if it["attribute"] == name and it[f"yes_{word}"] & bit]
        if attribute.type == "set":
            return self.compiled.passing(Clause(name, HasAny(frozenset(it["value"] for it in answers))))
        saying_yes = [v for v in self.space.classes[name].representatives if any(_is(v, it) for it in answers)]
        variable = next(i for i, v in enumerate(self.space.variables) if v.attribute == name)
        return self.d.where(variable, lambda v: self.space.variables[variable].values[v] in saying_yes)


def _is(value: Any, answer: Any) -> bool:
    if answer["at_least"] is not None:
        return isinstance(value, int) and answer["at_least"] <= value <= answer["at_most"]
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return bool(answer["value"] == (None if value == UNKNOWN else shown))


@pytest.mark.parametrize("topic", [None, *TOPICS])
@pytest.mark.thorough
def test_rows_hold_exactly_where_their_rule_stands(topic: str | None) -> None:
    """Over all situations: the exported numbers of a rule match where it stands and nothing fails, nowhere else."""
    proof = Proof(whole() if topic is None else only(topic))
    d, rows = proof.d, proof.tables["rows"]
    stands = {rule: node for it in proof.compiled.topics for rule, node in it.stands.items()}
    for rule, node in stands.items():
        matched = d.some(proof.matching(row) for row in rows if row["rule"] == rule)
        assert matched == d.both(node, proof.compiled.decided), rule
    failing = d.some(proof.matching(row) for row in rows if row["failure"])
    assert failing == d.without(proof.space.possible, proof.compiled.decided)


def test_every_value_answers_as_the_others_of_its_class() -> None:
    """No row can tell a value from the one that stands for it in the proof above."""
    exported, proof = whole(), Proof(whole())
    for name in exported.standing.attributes:
        for value in (value for value in raw_values(exported, name) if not isinstance(value, frozenset)):
            known = UNKNOWN if value is None else value
            representative = proof.space.classes[name].of(known)
            assert exported.questions.yes(name, known) == exported.questions.yes(name, representative)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.thorough
def test_every_row_of_a_topic_comes_out_alike(topic: str, name: str) -> None:
    """Whatever a topic's rules can tell apart, slots of earlier topics included, an engine decides as they do."""
    exported = only(topic)
    asked = told_apart(exported.standing.topics[0])
    with engine(name, exported) as database:
        for facts, found in zip(asked, database.decide(asked), strict=True):
            assert usable(found) == expected(exported, facts), facts


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.thorough
def test_the_verdict_comes_out_alike_wherever_its_rules_can_tell_apart(name: str) -> None:
    """All rows of the topic that gives the verdict, each put to the whole rulebook."""
    asked = told_apart(BOOK.topics[0])
    with engine(name, whole()) as database:
        for facts, found in zip(asked, database.decide(asked), strict=True):
            assert usable(found) == expected(whole(), facts), facts


@pytest.mark.parametrize("name", ENGINES)
def test_every_exported_row_is_matched_and_comes_out_alike(name: str) -> None:
    """A situation for each row, of which no other would do to see it at work."""
    proof = Proof(whole())
    asked = [proof.compiled.witness(proof.matching(row)) for row in proof.tables["rows"]]
    with engine(name, whole()) as database:
        for facts, found in zip(asked, database.decide(asked), strict=True):
            assert usable(found) == expected(whole(), facts), facts


@pytest.mark.parametrize("name", ENGINES)
def test_situations_at_random_come_out_alike(name: str) -> None:
    """Raw facts of every kind, unknown ones and contradictions among them."""
    asked = list(at_random(whole(), random.Random(name), TRIED_AT_RANDOM))
    with engine(name, whole()) as database:
        for facts, found in zip(asked, database.decide(asked), strict=True):
            assert usable(found) == expected(whole(), facts), facts


@pytest.mark.parametrize("name", ENGINES)
def test_every_raw_value_gets_the_bits_of_its_answers(name: str) -> None:
    """The expressions of the SQL say what the table of answers says, attribute by attribute and value by value."""
    exported = whole()
    asked = [(it, value) for it in exported.standing.attributes for value in raw_values(exported, it)]
    blank = exported.book.vocabulary.blanks
    with engine(name, exported) as database:
        database.fill({attribute: value} for attribute, value in asked)
        found = sorted(database.run("SELECT * FROM rulebook_answers"))
    for (attribute, value), (_, problem, *bits) in zip(asked, found, strict=True):
        known = exported.book.vocabulary.situation({attribute: value})
        alone = [exported.questions.yes(other, known.get(other, blank[other])) for other in blank]
        assert problem == (None if known["family"] != UNKNOWN else "family: required")
        assert bits == [sum(words) for words in zip(*alone, strict=True)]


@given(testing.facts(BOOK))
def test_a_few_lines_decide_by_the_json(facts: dict[str, Any]) -> None:
    """An evaluator that knows only the tables comes to the rulebook's own decision."""
    assert evaluated(tables_of_book(), facts) == as_texts(expected(whole(), facts))


@cache
def tables_of_book() -> Tables:
    """The default rulebook as JSON tables."""
    return tables(whole())


def test_csv_holds_what_json_holds() -> None:
    """File by file and cell by cell, once an empty field is taken for nothing."""
    for name, data in as_csv(whole()).items():
        read = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
        rows = tables_of_book()[name.removesuffix(".csv")]
        assert read == [{key: _in_csv(cell) for key, cell in row.items()} for row in rows]


def _in_csv(cell: Any) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("lift", ["hip thrust", "Romanian Deadlift (Barbell)", "single-leg glute bridge"])
def test_a_recommendation_stands_in_the_tables(lift: str, name: str) -> None:
    """Verdict, strength, dose, every item with its rule, the progression and the reasons: what `recommend` gives."""
    profile = {"experience": "beginner", "goal": "hypertrophy", "back_pain": "history"}
    said = recommend(profile, lift, observed=["no_pause", "leans_back"]).to_dict()
    facts = {**profile, **find_exercise(lift).exercise.facts, "observed": ["no_pause", "leans_back"]}
    with engine(name, whole()) as database:
        ((_, rules, slots),) = database.decide([facts])
    for slot in ("verdict", "strength", "phase", "effort", "hold_seconds", "breath"):
        assert slots.get(slot) == said[slot]
    for slot in ("setup", "cues", "avoid", "cautions", "corrections", "notes", "alternatives"):
        assert list(slots.get(slot, ())) == [item["id"] for item in said[slot]]
    assert slots.get("next_step") == ((said["progression"] or {}).get("next") or {}).get("id")
    assert list(rules) == [reason["rule"] for reason in said["reasons"]]


def exportable() -> st.SearchStrategy[Rulebook]:
    """Rulebooks like two small ones: tables cannot say points, decimals, dates and integers without bounds."""
    folders = (Path(__file__).parents[3] / "docs" / "examples" / "rain", Path(__file__).with_name("kettle"))
    return st.sampled_from(folders).flatmap(lambda folder: testing.rulebooks(like=Rulebook.load(folder)))


@given(exportable(), st.randoms(use_true_random=False))
def test_made_up_rulebooks_come_out_alike(book: Rulebook, draw: random.Random) -> None:
    """Rulebooks of every shape, conflicts and gaps included: SQLite and the JSON decide as they do, or fail alike."""
    for exported in map(partial(export, book), [None, *(topic.name for topic in book.topics)]):
        asked = list(at_random(exported, draw, 20))
        with engine("sqlite", exported) as database:
            for facts, found in zip(asked, database.decide(asked), strict=True):
                meant = expected(exported, facts)
                assert usable(found) == meant, facts
                if usable(found)[0] == found[0]:
                    assert evaluated(tables(exported), facts) == as_texts(meant), facts


@given(exportable())
def test_rows_of_made_up_rulebooks_hold_exactly_where_their_rule_stands(book: Rulebook) -> None:
    """The proof above, for rulebooks of every shape."""
    proof = Proof(export(book))
    stands = {rule: node for it in proof.compiled.topics for rule, node in it.stands.items()}
    for rule, node in stands.items():
        matched = proof.d.some(proof.matching(row) for row in proof.tables["rows"] if row["rule"] == rule)
        assert matched == proof.d.both(node, proof.compiled.decided), rule


def test_no_two_failures_are_true_at_once() -> None:
    """Where several things go wrong, the tables name the first, as deciding does, and no rule."""
    proof = Proof(whole())
    seen: dict[str, Node] = {}
    for row in proof.tables["rows"]:
        if row["failure"]:
            assert row["rule"] is None
            others = [node for why, node in seen.items() if why != row["failure"]]
            assert proof.d.both(proof.matching(row), proof.d.some(others)) == NEVER
            seen[row["failure"]] = proof.d.some([seen.get(row["failure"], NEVER), proof.matching(row)])
    assert seen
