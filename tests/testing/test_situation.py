"""Situations as values: what they are made of, what they say, and the vocabulary that they are drawn from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from squeezelogic import Exercise, InvalidInput, Profile, Rulebook
from squeezelogic.coaching.values import FAMILY_OF
from squeezelogic.testing import Situation, observations, profiles, situations
from squeezelogic.testing.books import written
from squeezelogic.testing.situation import OBSERVED, lifting, own_names

BOOK = Rulebook.default()


@given(situations())
def test_a_situation_is_asked_as_it_is(situation: Situation) -> None:
    """With its lifter, its exercise and its faults in their order."""
    asked: list[Any] = []

    def note(*arguments: Any, **named: Any) -> str:
        asked.append((arguments, named))
        return "answer"

    assert situation.ask(note) == "answer"
    assert asked == [((situation.profile, situation.exercise), {"observed": situation.observed})]


@given(situations())
def test_what_is_changed_is_changed_and_nothing_else(situation: Situation) -> None:
    """A new value replaces an old one, and None takes it away."""
    changed = situation.but(goal="strength", age=None, observed={"no_pause"}, back_pain="none")
    assert changed is not None
    new = {"goal": "strength", "observed": frozenset({"no_pause"}), "back_pain": "none"}
    assert changed.facts == {**{n: v for n, v in situation.facts.items() if n != "age"}, **new}
    taken = situation.but(goal=None, observed=None)
    assert taken is not None
    assert taken.facts == {n: v for n, v in situation.facts.items() if n not in ("goal", "observed")}


def test_facts_go_where_they_belong() -> None:
    """To the lifter, to the exercise, to what was seen; a rulebook's own to `more`; None is left out."""
    made = Situation.of({"goal": "strength", "movement": "swing", "observed": {"no_pause", "bar_rolls"}, "knee": "sore",
                         "load": None, "mood": None})  # fmt: skip
    assert made.profile == Profile(goal="strength", more={"knee": "sore"})
    assert made.exercise == Exercise(movement="swing")
    assert made.observed == ("bar_rolls", "no_pause")
    assert made.facts == {"goal": "strength", "knee": "sore", "movement": "swing", "family": "hinge",
                          "observed": frozenset({"no_pause", "bar_rolls"})}  # fmt: skip
    assert Situation.of({"family": "hinge", "observed": "no_pause"}).observed == ("no_pause",)
    assert Situation.of({"family": "hinge"}).observed == ()
    assert "observed" not in Situation.of({"family": "hinge"}).facts
    with pytest.raises(InvalidInput, match="strenght"):
        Situation.of({"goal": "strenght", "family": "hinge"})


def test_a_situation_is_written_with_what_is_known_only() -> None:
    """A family that follows from the movement, and what is not known, are not shown; faults keep their order."""
    shown = repr(Situation(Profile(red_flags={"fever", "bladder_bowel"} & set(red_flags()), more={"b": {"y", "x"}}),
                           Exercise(movement="swing", load="heavy"), ("no_pause", "bar_rolls")))  # fmt: skip
    assert shown.endswith("Exercise(movement='swing', load='heavy'), ('no_pause', 'bar_rolls'))")
    assert "family" not in shown
    assert repr(Situation(Profile(), Exercise(family="hinge"))) == "Situation(Profile(), Exercise(family='hinge'))"
    more = repr(Situation(Profile(goal="strength", more={"b": {"y", "x"}}), Exercise(family="hinge")))
    assert more == "Situation(Profile(goal='strength', more={'b': {'x', 'y'}}), Exercise(family='hinge'))"


def red_flags() -> tuple[Any, ...]:
    """The red flags of the default rulebook."""
    return BOOK.vocabulary.attributes["red_flags"].values


def test_the_vocabulary_of_lifting_is_the_rulebook_s_with_a_family() -> None:
    """Every value stays, the family has to be known, and each movement implies it."""
    vocabulary = lifting(BOOK)
    assert vocabulary.slots == BOOK.vocabulary.slots
    assert vocabulary.attributes.keys() == BOOK.vocabulary.attributes.keys()
    for name, attribute in BOOK.vocabulary.attributes.items():
        assert vocabulary.attributes[name].values == attribute.values
        assert vocabulary.attributes[name].required == (attribute.required or name == "family")
    implied = vocabulary.attributes["movement"].implies
    assert {value: implied[value]["family"] for value in implied} == dict(FAMILY_OF)


def test_values_that_a_lifter_cannot_have_are_not_in_the_vocabulary() -> None:
    """A rulebook may declare more of them, and may imply more by a movement, which is kept."""
    book = written("odd", {
        "vocabulary.toml": {
            "attribute": {
                "goal": {"values": ["strength", "fame"]},
                "movement": {"values": ["swing", "hip_thrust"], "implies": {"swing": {"goal": "strength"}}},
                "knee": {"values": ["fine", "sore"]},
            },
            "slot": {"verdict": {"values": ["stop"]}},
        },
        "t.toml": {"topic": "t", "rule": [{"id": "r", "when": {"knee": "sore"}, "then": {"verdict": "stop"}}]},
    })  # fmt: skip
    vocabulary = lifting(book)
    assert vocabulary.attributes["goal"].values == ("strength",)
    assert vocabulary.attributes["knee"] == book.vocabulary.attributes["knee"]
    assert vocabulary.attributes["family"].values == ("thrust", "hinge")
    implies = vocabulary.attributes["movement"].implies
    assert {value: dict(implies[value]) for value in implies} == {
        "swing": {"goal": "strength", "family": "hinge"}, "hip_thrust": {"family": "thrust"}
    }  # fmt: skip


@given(profiles())
def test_a_lifter_has_neither_an_exercise_nor_faults(profile: Profile) -> None:
    """Those are drawn by other strategies."""
    assert not set(profile.facts) & {*own_names(Exercise), OBSERVED}
    assert not profile.more


@given(observations(rulebook=BOOK, no_pause=False))
def test_a_fault_that_is_never_seen_takes_no_other_with_it(seen: frozenset[str]) -> None:
    """All are faults of the rulebook."""
    assert seen <= set(BOOK.vocabulary.attributes[OBSERVED].values) - {"no_pause"}


def test_own_names_are_those_of_the_rulebook_s_owners() -> None:
    """Each attribute of a lifter, and each of an exercise."""
    attributes = BOOK.vocabulary.attributes
    for cls, owner in ((Profile, "profile"), (Exercise, "exercise")):
        assert set(own_names(cls)) == {name for name, attribute in attributes.items() if attribute.of == owner}
