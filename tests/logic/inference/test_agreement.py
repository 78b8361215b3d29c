"""durable-rules, the tables and the definition decide alike: on made-up rulebooks, on all of the default one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.inference import matcher
from squeezelogic.logic.inference.matcher import finder
from squeezelogic.logic.inference.plan import Plan
from squeezelogic.logic.model.conditions import Between, Clause, Is, Not, Test
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics import definition
from tests.logic import generated
from tests.logic.inference.test_plan import vocabulary_of
from tests.logic.topic_table import Table

ENGINES = [matcher.DEFINITION, *([matcher.DURABLE_RULES] if matcher.absence() is None else [])]


def answer(decide: Any, *arguments: Any) -> Any:
    """What deciding gives, errors included."""
    try:
        return decide(*arguments)
    except DecisionError as error:
        return type(error), error.topic, error.slot, error.rules


@pytest.mark.parametrize("engine", ENGINES)
@given(st.data())
def test_tables_decide_made_up_rulebooks_as_defined(engine: str, data: st.DataObject) -> None:
    """Whatever the rules and whatever the situation, the chained tables answer as the definition does."""
    book = data.draw(generated.books())
    plan = Plan(book.topics, vocabulary_of(book), engine)
    for situation in data.draw(st.lists(generated.situations(book.attributes), min_size=1, max_size=12)):
        assert answer(plan.decide, situation) == answer(definition.decide, book, situation)


@pytest.mark.skipif(len(ENGINES) == 1, reason=f"durable-rules is not installed here: {matcher.absence()}")
def test_the_engine_asked_for_is_the_one_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the one at work where none is asked for."""
    topic, situation = Rulebook.default().topics[0], Rulebook.default().vocabulary.situation({"family": "thrust"})
    held = definition.holding(topic, situation)
    assert held

    def refuse(conjunctions: Any) -> None:
        raise NotImplementedError(conjunctions)

    monkeypatch.setattr("squeezelogic.logic.inference.durable_rules.Matcher", refuse)
    assert finder(topic, matcher.DEFINITION)(situation) == held
    for by in (matcher.DURABLE_RULES, None):
        with pytest.raises(NotImplementedError):
            finder(topic, by)
    monkeypatch.setattr("squeezelogic.logic.inference.matcher.engine", lambda: matcher.DEFINITION)
    assert finder(topic)(situation) == held


FEW, MANY = (
    Attribute("n", type="integer", at_least=1, at_most=3),
    Attribute("n", type="integer", at_least=0, at_most=50),
)
SOME: list[frozenset[Value]] = [frozenset([1]), frozenset([1, 3]), frozenset([UNKNOWN]), frozenset([UNKNOWN, 2])]
ABOUT_INTEGERS: list[Test] = [*map(Is, SOME), *(Not(Is(some)) for some in SOME), Between(1, 1), Between(2, 3)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("attribute", "tests"),
    [(FEW, ABOUT_INTEGERS), *((MANY, [Not(Is(frozenset(range(n)))), Is(frozenset(range(n)))]) for n in (31, 32, 33))],
    ids=["few", 31, 32, 33],
)
def test_integers_pass_the_same_tests_for_either_engine(engine: str, attribute: Attribute, tests: list[Test]) -> None:
    """One value, several, all but one or several, bounds and not knowing: how ever the engine is asked."""
    rules = [Rule(f"rule-{i:02}", "t", "one", ((Clause("n", test),),), FrozenMap()) for i, test in enumerate(tests)]
    topic = Topic("t", "", ("one",), (), (), FrozenMap({"n": attribute}), tuple(rules))
    find = finder(topic, engine)
    for value in (UNKNOWN, *range(attribute.at_least, attribute.at_most + 1)):
        assert list(find({"n": value})) == [
            r for r, test in zip(rules, tests, strict=True) if definition.passes(test, value)
        ]


@given(st.data())
def test_what_rules_cannot_tell_apart_they_decide_alike(data: st.DataObject) -> None:
    """Replacing each value by its class's representative changes which rules hold not at all."""
    book = data.draw(generated.books())
    topic = book.topics[0]
    table = Table(topic, matcher.DEFINITION)
    for situation in data.draw(st.lists(generated.situations(book.attributes), min_size=1, max_size=12)):
        row = table.row(situation)
        represented = dict(zip((column.name for column in table.classes), row, strict=True))
        assert definition.holding(topic, represented) == definition.holding(topic, situation)
        assert all(value in set(column) for column, value in zip(table.classes, row, strict=True))


@given(st.data())
def test_different_rows_differ_for_some_rule_test(data: st.DataObject) -> None:
    """No two representatives of an attribute pass exactly the same tests: classes are as coarse as can be."""
    book = data.draw(generated.books())
    topic = book.topics[0]
    from squeezelogic.logic.semantics.equivalence import collect_tests

    tests = collect_tests(topic.rules)
    for column in Table(topic, matcher.DEFINITION).classes:
        if column.representatives:
            seen = [tuple(definition.passes(test, value) for test in tests[column.name]) for value in column]
            assert len(set(seen)) == len(seen) == column.size
