"""durable-rules, the tables and the definition decide alike: on made-up rulebooks, on all of the default one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic import engines, meaning
from squeezelogic.logic.errors import DecisionError
from squeezelogic.logic.reasoner import Reasoner
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.table import Table
from tests.logic import generated

ENGINES = [engines.DEFINITION, *([engines.DURABLE_RULES] if engines.absence() is None else [])]


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
    reasoner = Reasoner(book.topics, engine)
    for situation in data.draw(st.lists(generated.situations(book.attributes), min_size=1, max_size=12)):
        assert answer(reasoner.decide, situation) == answer(meaning.decide, book, situation)


@given(st.data())
def test_what_rules_cannot_tell_apart_they_decide_alike(data: st.DataObject) -> None:
    """Replacing each value by its class's representative changes which rules hold not at all."""
    book = data.draw(generated.books())
    topic = book.topics[0]
    table = Table(topic, engines.DEFINITION)
    for situation in data.draw(st.lists(generated.situations(book.attributes), min_size=1, max_size=12)):
        row = table.row(situation)
        represented = dict(zip((column.name for column in table.classes), row, strict=True))
        assert meaning.holding(topic, represented) == meaning.holding(topic, situation)
        assert all(value in set(column) for column, value in zip(table.classes, row, strict=True))


@given(st.data())
def test_different_rows_differ_for_some_rule_test(data: st.DataObject) -> None:
    """No two representatives of an attribute pass exactly the same tests: classes are as coarse as can be."""
    book = data.draw(generated.books())
    topic = book.topics[0]
    from squeezelogic.logic.classes import asked

    tests = asked(topic.rules)
    for column in Table(topic, engines.DEFINITION).classes:
        if column.representatives:
            seen = [tuple(meaning.passes(test, value) for test in tests[column.name]) for value in column]
            assert len(set(seen)) == len(seen) == column.size


@pytest.mark.skipif(len(ENGINES) == 1, reason=f"durable-rules is not installed here: {engines.absence()}")
@pytest.mark.parametrize("name", [topic.name for topic in Rulebook.default().topics])
def test_durable_rules_decides_every_situation_of_the_default_rulebook_as_defined(name: str) -> None:
    """Every row of every topic's table, none left out: the two engines come to the same outcome."""
    topic = next(topic for topic in Rulebook.default().topics if topic.name == name)
    by_engine, by_definition = (Table(topic, engine, rows_kept=0) for engine in reversed(ENGINES))
    rows = 0
    for row in by_engine.rows():
        rows += 1
        assert answer(by_engine.outcome, row) == answer(by_definition.outcome, row)
    assert rows == by_engine.size
