"""Rules that read many attributes are split: tables stay small, and the decisions stay the same."""

from __future__ import annotations

import json
import random
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Rulebook, testing
from squeezelogic.logic.export.files import as_json
from squeezelogic.logic.export.rule_splitting import TABLE_BITS, split_rules
from squeezelogic.logic.export.tables import export
from squeezelogic.logic.inference.plan import Plan
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.testing.books import written
from tests.logic.export.reading import ENGINES, as_texts, at_random, engine, evaluated, expected, usable


def flags(rules: list[dict[str, Any]], many: int) -> Rulebook:
    """A rulebook about so many truth values, with one slot and a list."""
    vocabulary = {
        "attribute": {f"f{i}": {"type": "boolean"} for i in range(many)},
        "slot": {"answer": {"values": ["a", "b", "c"]}, "said": {"type": "list"}},
    }
    topic = {"topic": "topic", "concludes": ["answer", "said"], "rule": rules}
    return written("flags", {"vocabulary.toml": vocabulary, "topic.toml": topic})


def wide(many: int) -> Rulebook:
    """A rule of two branches that read half of the truth values each, two that it overrides, and one that reads all."""
    halves = [{f"f{i}": True for i in range(first, many, 2)} for first in (0, 1)]
    first = {"id": "wide", "when": halves, "then": {"answer": "a"}, "overrides": ["one", "two"]}
    one = {"id": "one", "when": {"f0": True}, "then": {"answer": "b"}, "overrides": ["two"]}
    two = {"id": "two", "then": {"answer": "c"}}
    every = {"id": "every", "when": {f"f{i}": {"not": False} for i in range(many)}, "then": {"said": ["all"]}}
    return flags([first, one, two, every], many)


def contested(many: int) -> Rulebook:
    """Rules that each read three truth values of their own, and override all that come after them."""
    ids = [f"rule-{i:02}" for i in range(many)]
    rules = [
        {
            "id": id_,
            "when": {f"f{(3 * i + j) % (2 * many)}": bool((i + j) % 2) for j in range(3)},
            "then": {"answer": "abc"[i % 3]},
            **({"overrides": ids[i + 1 :]} if ids[i + 1 :] else {}),
        }
        for i, id_ in enumerate(ids)
    ]
    return flags(rules, 2 * many)


BOOKS = {"wide": wide(40), "seven rules over a dozen": contested(6), "many rules that override": contested(20)}


@pytest.mark.parametrize("engine_name", ENGINES)
@pytest.mark.parametrize("kind", BOOKS)
def test_what_reads_or_overrides_much_comes_out_alike(kind: str, engine_name: str) -> None:
    """None is refused for its size, no look-up is large, and an engine decides as the rulebook does."""
    exported = export(BOOKS[kind])
    for lookup in exported.lookups.lookups:
        assert lookup.table.mask < 1 << TABLE_BITS
    draw = random.Random(kind)
    asked = list(at_random(exported, draw, 100))
    asked += [{name: draw.random() < 0.98 for name in exported.attributes} for _ in range(100)]
    asked.append(dict.fromkeys(exported.attributes, True))
    with engine(engine_name, exported) as database:
        for facts, found in zip(asked, database.decide(asked), strict=True):
            assert usable(found) == expected(exported, facts), facts


def counted() -> Rulebook:
    """A rulebook that counts elements of a set and of a list of an earlier topic, and adds up what both are worth."""
    elements = [f"e{i}" for i in range(7)]
    vocabulary = {
        "attribute": {"bag": {"type": "set", "values": elements}, "other": {"type": "boolean"}},
        "slot": {
            "found": {"type": "list"},
            "score": {"type": "integer", "accumulates": "sum"},
            "many": {"type": "boolean"},
            "high": {"values": ["low", "high"]},
        },
    }
    gathering = [
        {"id": f"has-{e}", "when": {"bag": e}, "then": {"found": [f"{e}-a", f"{e}-b"], "score": 2}} for e in elements
    ]
    gathering += [{"id": "most", "when": {"bag": {"count_at_least": 5}}, "then": {"score": -3}}]
    listed = [f"{e}-{half}" for e in elements for half in "ab"]
    judging = [
        {"id": "many", "when": {"found": {"count_at_least": 6, "of": listed[:11]}}, "then": {"many": True}},
        {
            "id": "high",
            "when": {"score": {"at_least": 6}, "other": True},
            "then": {"high": "high"},
            "overrides": ["low"],
        },
        {"id": "low", "when": {"found": {"not": {"all": listed[1:8]}}}, "then": {"high": "low"}},
    ]
    first = {"topic": "gathering", "concludes": ["found", "score"], "rule": gathering}
    second = {"topic": "judging", "concludes": ["many", "high"], "rule": judging}
    return written("counted", {"vocabulary.toml": vocabulary, "first.toml": first, "second.toml": second})


@pytest.mark.parametrize("engine_name", ENGINES)
def test_totals_come_out_alike_for_every_set(engine_name: str) -> None:
    """All sets of elements: how many there are, how many of a list's, and what they add up to."""
    exported = export(counted())
    assert len(exported.lookups.totals) == 4
    bags = chain.from_iterable(combinations([f"e{i}" for i in range(7)], many) for many in range(8))
    asked = [{"bag": frozenset(bag), "other": True} for bag in bags]
    read = json.loads(as_json(exported))["tables"]
    with engine(engine_name, exported) as database:
        for facts, found in zip(asked, database.decide(asked), strict=True):
            meant = expected(exported, facts)
            assert usable(found) == meant, facts
            assert evaluated(read, facts) == as_texts(meant), facts


@pytest.mark.parametrize("bits", [2, 3, 9])
@pytest.mark.parametrize("kind", ["wide", "many rules that override"])
def test_parts_have_short_keys_and_read_only_what_is_decided_before(kind: str, bits: int) -> None:
    """Floor upon floor, however short; each rule is on a level of its topic and fills what its topic concludes."""
    book = BOOKS[kind]
    decided = set(book.vocabulary.attributes)
    split = split_rules(book.topics, bits)
    for topic in split:
        for rule in topic.rules:
            read = {clause.attribute for branch in rule.when for clause in branch}
            assert read <= decided
            assert read <= set(topic.inputs)
            assert len(read) <= bits, "a truth value takes a bit"
            assert (rule.topic, rule.level in topic.levels) == (topic.name, True)
            assert set(rule.then) <= set(topic.concludes)
        decided |= set(topic.concludes)
    assert [[rule.id for rule in topic.rules] for topic in split[-1:]] == [[rule.id for rule in book.topics[0].rules]]
    situation = book.vocabulary.situation(dict.fromkeys(book.vocabulary.attributes, True))
    found, whole = Plan(split, book.vocabulary).decide(situation), book.plan.decide(situation)
    assert [found.slots.get(slot) for slot in book.vocabulary.slots] == [*map(whole.slots.get, book.vocabulary.slots)]
    assert found.overruled == whole.overruled


@given(testing.rulebooks(), st.integers(4, 6), st.data())
def test_rules_in_parts_decide_as_the_rules_do(book: Rulebook, bits: int, data: st.DataObject) -> None:
    """However short keys have to be: the same rules stand, in the same order, and the same are overruled."""
    plan = Plan(split_rules(book.topics, bits), book.vocabulary)
    own = set(book.rules)
    situation = book.vocabulary.situation(data.draw(testing.facts(book)))
    try:
        whole = book.plan.decide(situation)
    except DecisionError as error:
        with pytest.raises(type(error)):
            plan.decide(situation)
        return
    parts = plan.decide(situation)
    assert tuple(rule for rule in parts.standing if rule in own) == whole.standing
    assert parts.overruled == whole.overruled
