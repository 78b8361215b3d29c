"""Metamorphic helpers: what they change, and that they miss nothing."""

from __future__ import annotations

from pathlib import Path

import attrs
from hypothesis import given, settings

from squeezelogic import Exercise, Profile, Rulebook, recommend
from squeezelogic.coaching.recommendation import Recommendation
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.testing import (
    Situation,
    situations,
    with_irrelevant_fact,
    with_order_changed,
    with_unknown_revealed,
)
from squeezelogic.testing.books import written
from squeezelogic.testing.varying import without_unread
from tests.effort import examples

BLANK = Situation(Profile(), Exercise(family="hinge"))


def advice(rec: Recommendation) -> Recommendation:
    """The recommendation without its record of what was given."""
    return attrs.evolve(rec, facts=FrozenMap(), unused=())


@settings(max_examples=examples(40), deadline=None)
@given(situations())
def test_an_irrelevant_fact_changes_nothing_but_the_record(situation: Situation) -> None:
    """Each says one thing more; it is listed as unused, and the advice is the same."""
    before = situation.ask(recommend)
    for other in with_irrelevant_fact(situation):
        after = other.ask(recommend)
        assert len(after.unused) == len(before.unused) + 1
        assert advice(after) == advice(before)


@settings(max_examples=examples(40), deadline=None)
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


@settings(max_examples=examples(40), deadline=None)
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
    assert len(with_unknown_revealed(BLANK)) == sum(sizes.values()) - sizes["family"] - thrusts
    assert Situation(Profile(), Exercise(family="hinge"), ("no_pause",)) in with_irrelevant_fact(BLANK)
    assert set(with_irrelevant_fact(BLANK)) < set(with_unknown_revealed(BLANK))


def test_of_whole_numbers_those_at_either_end_are_said(tmp_path: Path) -> None:
    """Three from either end of many, and each of a few once."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.sleep]\nof = "profile"\ntype = "integer"\nat_least = 0\nat_most = 24\n'
        '[attribute.spotters]\nof = "profile"\ntype = "integer"\nat_least = -1\nat_most = 2\n'
    )
    book = Rulebook.default().extended(tmp_path)
    said = [other.profile.more for other in with_irrelevant_fact(BLANK, rulebook=book) if other.profile.more]
    assert said == [{"sleep": hours} for hours in (0, 1, 2, 22, 23, 24)] + [{"spotters": n} for n in (-1, 0, 1, 2)]


def test_what_no_rule_reads_can_be_left_out_and_the_family_stays() -> None:
    """A rulebook that reads no movement is asked about the family all the same."""
    values = {"family": ["thrust", "hinge"], "movement": ["swing"], "goal": ["strength", "general"]}
    book = written(
        "families", {"vocabulary.toml": {"attribute": {name: {"values": it} for name, it in values.items()},
                                         "slot": {"verdict": {"values": ["squeeze"]}}},
                     "squeeze.toml": {"topic": "squeeze", "rule": [
                         {"id": "any", "when": {"goal": "strength", "family": "hinge"}, "then": {"verdict": "squeeze"}},
                     ]}},
    )  # fmt: skip
    swinging = Situation(Profile(goal="strength"), Exercise(movement="swing"))
    assert without_unread(swinging, book) == Situation(Profile(goal="strength"), Exercise(family="hinge"))


def test_a_change_that_cannot_be_is_none() -> None:
    """A hinge cannot be a hip thrust."""
    assert BLANK.but(movement="hip_thrust") is None
    assert BLANK.but(movement="swing", family=None) == Situation(Profile(), Exercise(movement="swing"))
