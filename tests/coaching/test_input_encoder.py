"""The encoding of an input from cached halves of codes equals the encoding of its facts."""

from __future__ import annotations

from itertools import product
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Exercise, Profile, Recommendation, Rulebook
from squeezelogic.coaching.advising import Adviser, InputEncoder
from squeezelogic.coaching.facts import given as given_facts
from squeezelogic.coaching.parts import LIST_SLOTS, PROGRESSION, SINGLE_SLOTS
from squeezelogic.testing import exercises, observations, profiles

BOOK = Rulebook.default()
ENCODER = InputEncoder(BOOK.plan, BOOK.hot_path.encode)
ADVISER = Adviser(BOOK, Recommendation)
T = TypeVar("T")


@given(profiles(), exercises(), observations())
def test_what_is_asked_is_encoded_as_its_facts_are(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Halves of codes and faults come to the same number as all facts at once."""
    facts = {**given_facts(profile), **exercise.facts, "observed": observed}
    assert ENCODER.encode((profile.code, exercise.code, observed)) == BOOK.hot_path.encode(facts)


def test_what_is_observed_and_unheard_of_is_unclear() -> None:
    """Then the vocabulary has to say what is wrong with it."""
    asked = (Profile().code, Exercise(movement="swing").code, frozenset(["no such fault"]))
    assert ENCODER.encode(asked) & BOOK.plan.encoding.checks.unclear


@given(profiles(), exercises(), observations())
def test_the_answer_is_the_same_when_parts_were_met_before(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Once they come for the first time, and then again."""
    asked = (profile.code, exercise.code, observed)
    adviser = Adviser(BOOK, Recommendation)
    first = adviser.recommend(*asked)
    adviser._kept.values.clear()
    assert adviser.recommend(*asked) is not first
    assert adviser.recommend(*asked).to_dict() == first.to_dict()


def three(some: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    """Three of a kind."""
    return st.lists(some, min_size=3, max_size=3)


@given(three(profiles()), three(exercises()), three(observations()))
def test_parts_that_were_met_apart_are_put_together(
    lifters: list[Profile], lifts: list[Exercise], seen: list[frozenset[str]]
) -> None:
    """In all ways there are, each answered as the rules decide."""
    adviser = Adviser(BOOK, Recommendation)
    for lifter, lift, observed in zip(lifters, lifts, seen, strict=True):
        adviser.recommend(lifter.code, lift.code, observed)
    for lifter, lift, observed in product(lifters, lifts, seen):
        decided = BOOK.decide({**given_facts(lifter), **lift.facts, "observed": observed}).slots
        answer = adviser.recommend(lifter.code, lift.code, observed)
        assert {name: getattr(answer, name) for name in SINGLE_SLOTS} == {
            name: decided.get(name) for name in SINGLE_SLOTS
        }


@given(profiles(), exercises(), observations(), st.permutations(LIST_SLOTS))
def test_each_field_is_what_the_rulebook_decides(
    profile: Profile, exercise: Exercise, observed: frozenset[str], order: list[str]
) -> None:
    """Each is looked up by the bits that decide it alone, in whatever order fields are read."""
    decided = BOOK.decide({**given_facts(profile), **exercise.facts, "observed": observed})
    answer = ADVISER.recommend(profile.code, exercise.code, observed)
    for slot in order:
        assert tuple(item.id for item in getattr(answer, slot)) == decided.slots.get(slot, ())
    steps = {name: getattr(answer.progression, name, None) for name in PROGRESSION}
    slots = {name: decided.slots.get(slot) for name, slot in PROGRESSION.items()}
    assert {name: item and item.id for name, item in steps.items()} == slots
    assert {it.rule: it.by for it in answer.overruled} == decided.overruled
    assert [it.rule for it in answer.reasons] == list(decided.standing)


@given(profiles(), exercises(), observations())
def test_ordinary_questions_take_the_quick_way(profile: Profile, exercise: Exercise, observed: frozenset[str]) -> None:
    """Of a default rulebook, whatever a profile, an exercise and faults can say."""
    adviser = Adviser(BOOK, Recommendation)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adviser, "_look_closely", None)
        adviser.recommend(profile.code, exercise.code, observed)
