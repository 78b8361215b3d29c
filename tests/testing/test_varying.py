"""Metamorphic helpers: what they change, and that they miss nothing."""

from __future__ import annotations

import attrs
from hypothesis import given, settings

from squeezelogic import Exercise, Profile, Rulebook, recommend
from squeezelogic.logic.frozen import FrozenMap
from squeezelogic.recommendation import Recommendation
from squeezelogic.testing import (
    Situation,
    situations,
    with_irrelevant_fact,
    with_order_changed,
    with_unknown_revealed,
)

NOBODY = Situation(Profile(), Exercise(family="hinge"))


def advice(rec: Recommendation) -> Recommendation:
    """The recommendation without its record of what was given."""
    return attrs.evolve(rec, facts=FrozenMap(), unused=())


@settings(max_examples=40, deadline=None)
@given(situations())
def test_an_irrelevant_fact_changes_nothing_but_the_record(situation: Situation) -> None:
    """Each says one thing more; it is listed as unused, and the advice is the same."""
    before = situation.ask(recommend)
    for other in with_irrelevant_fact(situation):
        after = other.ask(recommend)
        assert len(after.unused) == len(before.unused) + 1
        assert advice(after) == advice(before)


@settings(max_examples=40, deadline=None)
@given(situations())
def test_the_order_in_which_things_are_told_changes_nothing(situation: Situation) -> None:
    """The same things in other orders, and the same answer."""
    for other in with_order_changed(situation):
        assert set(other.observed) == set(situation.observed)
        assert other.ask(recommend) == situation.ask(recommend)


def test_everything_told_is_told_in_another_order() -> None:
    """Each observation comes first once, and a rulebook's own facts come in reverse."""
    told = Situation(Profile(more={"a": 1, "b": 2}), Exercise(family="thrust"), ("bar_rolls", "no_pause", "loose_core"))
    others = with_order_changed(told)
    assert {other.observed[0] for other in others} == {"bar_rolls", "no_pause", "loose_core"} - {"bar_rolls"}
    assert [list(other.profile.more) for other in others] == [["b", "a"]] * len(others)


@settings(max_examples=40, deadline=None)
@given(situations())
def test_revealing_the_unknown_adds_exactly_one_thing(situation: Situation) -> None:
    """Everything known stays, and each thing that could be said is said once."""
    others = with_unknown_revealed(situation)
    assert len(set(map(repr, others))) == len(others)
    for other in others:
        added = {name for name, value in other.facts.items() if situation.facts.get(name) != value}
        assert len(added - {"family"}) == 1
        assert situation.facts.keys() <= other.facts.keys()


def test_all_that_can_be_said_of_nobody() -> None:
    """Every value of every attribute but those that contradict the family; the irrelevant ones among them."""
    attributes = Rulebook.default().vocabulary.attributes
    sizes = {name: 2 if a.type == "boolean" else len(a.values) for name, a in attributes.items()}
    thrusts = 2
    assert len(with_unknown_revealed(NOBODY)) == sum(sizes.values()) - sizes["family"] - thrusts
    assert Situation(Profile(mastered_bodyweight=True), Exercise(family="hinge")) in with_irrelevant_fact(NOBODY)
    assert set(with_irrelevant_fact(NOBODY)) < set(with_unknown_revealed(NOBODY))


def test_a_change_that_cannot_be_is_none() -> None:
    """A hinge cannot be a hip thrust."""
    assert NOBODY.but(movement="hip_thrust") is None
    assert NOBODY.but(movement="swing", family=None) == Situation(Profile(), Exercise(movement="swing"))
