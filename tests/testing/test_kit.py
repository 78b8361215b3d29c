"""The public names of `squeezelogic.testing`, its registration with Hypothesis, and what its strategies draw."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import squeezelogic.testing as kit
from squeezelogic import Exercise, Profile, Rulebook
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute
from squeezelogic.testing import Situation, asserting, inventing, rulebooks, situations
from squeezelogic.testing.answers import differences
from squeezelogic.testing.books import always_decides, written
from squeezelogic.testing.entry import register
from squeezelogic.testing.plugin import pytest_addoption
from squeezelogic.testing.strategies import facts

ANY = settings(max_examples=1_000, database=None, deadline=None, derandomize=True, phases=[Phase.generate])
FEW = settings(ANY, phases=[Phase.generate, Phase.shrink])


def test_the_kit_has_what_it_names_and_nothing_else() -> None:
    """A name that it lacks is refused as by any module."""
    assert all(getattr(kit, name) is not None for name in kit.__all__)
    with pytest.raises(AttributeError) as caught:
        kit.nothing  # noqa: B018
    assert str(caught.value) == "module 'squeezelogic.testing' has no attribute 'nothing'"


@settings(max_examples=3)
@given(st.data())
def test_profiles_and_exercises_are_drawn_by_their_types(data: st.DataObject) -> None:
    """As soon as they are registered."""
    register()
    assert isinstance(data.draw(st.from_type(Profile)), Profile)
    assert isinstance(data.draw(st.from_type(Exercise)), Exercise)


def test_a_value_that_differs_within_a_list_is_shown_on_both_sides() -> None:
    """By the name of its entry."""
    mine, reference = ({"cues": [{"id": "ribs-down", "text": text}]} for text in ("Ribs down.", "Ribs up."))
    (found,) = differences(mine, reference, ["cues"])
    assert "Ribs down." in found
    assert "Ribs up." in found


def test_a_derandomized_run_has_one_seed() -> None:
    """Any other run has one of its own."""
    before = settings.get_current_profile_name()
    settings.register_profile("fixed", derandomize=True)
    settings.register_profile("free", derandomize=False, database=None)
    try:
        settings.load_profile("fixed")
        assert {asserting._choose_seed() for _ in range(3)} == {0}
        settings.load_profile("free")
        assert len({asserting._choose_seed() for _ in range(3)}) == 3
    finally:
        settings.load_profile(before)


def accept_slowly(_: Situation) -> bool:
    """Any situation, after a few milliseconds."""
    time.sleep(0.005)
    return True


def test_an_answer_may_take_its_time() -> None:
    """A deadline of the suite is not one of the search for the simplest situation."""
    before = settings.get_current_profile_name()
    settings.register_profile("hasty", deadline=1)
    try:
        settings.load_profile("hasty")
        assert asserting._find_situation(situations(), accept_slowly, 0, 5) is not None
    finally:
        settings.load_profile(before)


def test_rulebooks_may_contradict_themselves_unless_they_have_to_be_sound() -> None:
    """Only sound ones are sorted out by the proof that they decide, whether invented or like another."""
    rain = Rulebook.load(Path(__file__).parents[2] / "docs" / "examples" / "rain")
    for like in (None, rain):
        assert always_decides.__name__ not in repr(rulebooks(like=like))
        assert always_decides.__name__ in repr(rulebooks(like=like, sound=True))


def test_invented_values_and_branches_begin_with_the_simplest() -> None:
    """A number is near its lower bound, or else near 0; one clause is a branch; a number is not always unknown."""
    number = Attribute("n", type="number")
    assert find(inventing.values(number), lambda it: it != UNKNOWN, settings=FEW) == 0
    assert (
        find(inventing.values(Attribute("n", type="integer", at_least=7)), lambda it: it != UNKNOWN, settings=FEW) == 7
    )
    most = Attribute("n", type="integer", at_most=-3)
    assert find(inventing.values(most), lambda it: it != UNKNOWN and it > -99, settings=ANY) <= -3
    assert len(find(inventing._invent_branch({"n": number}), bool, settings=FEW)) == 1


def test_facts_can_be_any_set_though_no_rule_asks_for_it() -> None:
    """A large one too."""
    book = written(
        "bags",
        {
            "vocabulary.toml": {
                "attribute": {"bag": {"type": "set", "values": list("abcdef")}, "yes": {"type": "boolean"}},
                "slot": {"go": {"values": ["on"]}},
            },
            "go.toml": {"topic": "go", "rule": [{"id": "on", "when": {"yes": True}, "then": {"go": "on"}}]},
        },
    )
    assert len(find(facts(book), lambda it: len(it.get("bag", ())) > 2, settings=FEW)["bag"]) == 3


def test_the_options_of_the_plugin_name_what_they_take() -> None:
    """Help shows a folder for each."""
    parser = pytest.Parser(_ispytest=True)
    pytest_addoption(parser)
    (group,) = (it for it in parser._groups if it.name == "squeezelogic")
    assert [it.attrs()["metavar"] for it in group.options] == ["FOLDER", "FOLDER"]
