"""What is asked becomes a number, in which only those facts are left that can make a difference."""

from __future__ import annotations

import pytest
from hypothesis import given

from squeezelogic import Exercise, Profile, Rulebook
from squeezelogic.advising import Adviser
from squeezelogic.logic import meaning
from squeezelogic.logic.rules import Rule, Topic
from squeezelogic.logic.table import Table
from squeezelogic.logic.vocabulary import Value
from squeezelogic.numbering import OF_AN_EXERCISE
from squeezelogic.testing import exercises, observations, profiles

BOOK = Rulebook.default()


def relevant(table: Table, row: tuple[Value, ...]) -> int:
    """The number of a row, less what can make no difference in the exercise that it tells of."""
    values = dict(zip(table.topic.inputs, row, strict=True))
    number = sum(table.adds(name, value) for name, value in values.items())
    return number & table.matters(number, OF_AN_EXERCISE)


def holding(topic: Topic, row: tuple[Value, ...]) -> list[Rule]:
    """The rules that hold in a row, by the definition."""
    return meaning.holding(topic, dict(zip(topic.inputs, row, strict=True)))


@pytest.mark.parametrize("topic", BOOK.topics, ids=lambda topic: topic.name)
def test_the_same_rules_hold_without_what_the_exercise_makes_irrelevant(topic: Topic) -> None:
    """In all rows of each table."""
    table = Table(topic)
    for row in table.rows():
        assert holding(topic, table.numbered(relevant(table, row))) == holding(topic, row)


def test_few_rows_are_left_for_the_verdict() -> None:
    """Less than a tenth of those that the topic has."""
    table = Table(BOOK.topics[0])
    assert len({relevant(table, row) for row in table.rows()}) < table.size / 10


@given(profiles(), exercises(), observations())
def test_the_answer_is_the_same_when_the_number_is_put_together(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """From parts that were met before, and where they come for the first time."""
    asked = (profile.code, exercise.code, observed)
    adviser = Adviser(BOOK)
    first = adviser.recommendation(asked)
    adviser._kept.values.clear()
    assert adviser.recommendation(asked) is not first
    assert adviser.recommendation(asked).to_dict() == first.to_dict()
