"""What is asked becomes a number, in which only those facts are left that can make a difference."""

from __future__ import annotations

from itertools import product
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Exercise, Profile, Rulebook
from squeezelogic.coaching.advising import Adviser
from squeezelogic.coaching.facts import given as given_facts
from squeezelogic.coaching.numbering import OF_AN_EXERCISE
from squeezelogic.coaching.recommendation import VALUES
from squeezelogic.logic.inference.table import MATTERS_KEPT, Table
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import Value
from squeezelogic.logic.semantics import definition
from squeezelogic.testing import exercises, observations, profiles

BOOK = Rulebook.default()
T = TypeVar("T")


def relevant(table: Table, row: tuple[Value, ...]) -> int:
    """The number of a row, less what can make no difference in the exercise that it tells of."""
    values = dict(zip(table.topic.inputs, row, strict=True))
    number = sum(table.adds(name, value) for name, value in values.items())
    return number & table.matters(number, OF_AN_EXERCISE)


def holding(topic: Topic, row: tuple[Value, ...]) -> list[Rule]:
    """The rules that hold in a row, by the definition."""
    return definition.holding(topic, dict(zip(topic.inputs, row, strict=True)))


@pytest.mark.parametrize("topic", BOOK.topics, ids=lambda topic: topic.name)
def test_the_same_rules_hold_without_what_the_exercise_makes_irrelevant(topic: Topic) -> None:
    """In all rows of each table."""
    table = Table(topic)
    for row in table.rows():
        assert holding(topic, table.numbered(relevant(table, row))) == holding(topic, row)


def test_what_matters_is_remembered_within_bounds() -> None:
    """Of each table."""
    assert Table(BOOK.topics[0]).matters.cache_info().maxsize == MATTERS_KEPT


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


def three(some: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    """Three of a kind."""
    return st.lists(some, min_size=3, max_size=3)


@given(three(profiles()), three(exercises()), three(observations()))
def test_parts_that_were_met_apart_are_put_together(
    lifters: list[Profile], lifts: list[Exercise], seen: list[frozenset[str]]
) -> None:
    """In all ways there are, each answered as the rules decide."""
    adviser = Adviser(BOOK)
    for lifter, lift, observed in zip(lifters, lifts, seen, strict=True):
        adviser.recommendation((lifter.code, lift.code, observed))
    for lifter, lift, observed in product(lifters, lifts, seen):
        decided = BOOK.decide({**given_facts(lifter), **lift.facts, "observed": observed}).slots
        answer = adviser.recommendation((lifter.code, lift.code, observed))
        assert {name: getattr(answer, name) for name in VALUES} == {name: decided.get(name) for name in VALUES}


@given(three(profiles()), three(exercises()), three(observations()))
def test_nothing_is_learned_twice(lifters: list[Profile], lifts: list[Exercise], seen: list[frozenset[str]]) -> None:
    """What was answered once is answered again from what is known by then."""
    adviser = Adviser(BOOK)
    asked = [(it.code, lift.code, observed) for it, lift, observed in zip(lifters, lifts, seen, strict=True)]
    answers = list(map(adviser.recommendation, asked))
    adviser._kept.values.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adviser, "_first", None)
        assert list(map(adviser.recommendation, asked)) == answers
