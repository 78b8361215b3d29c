"""Profiles and exercises: valid fields, invalid fields, and their errors."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Exercise, InvalidInput, Profile, Recommendation, Rulebook, recommend
from squeezelogic.coaching import values
from squeezelogic.coaching.facts import FACT
from squeezelogic.coaching.profile import WORDS
from squeezelogic.coaching.values import FAMILY_OF, BackPain, Experience, Movement, RedFlag
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.testing.books import written
from tests.situations import exercises, profiles


def refusal(make: Any, *args: Any, **kwargs: Any) -> list[str]:
    """The problems that making something reports."""
    with pytest.raises(InvalidInput) as caught:
        make(*args, **kwargs)
    assert str(caught.value).splitlines() == list(caught.value.problems)
    return list(caught.value.problems)


def test_a_misspelt_value_is_answered_with_the_likely_one() -> None:
    """One letter wrong, and the message knows which word was meant."""
    assert refusal(Profile, experience="begginer") == ["`experience` cannot be `begginer`: did you mean `beginner`?"]


def test_every_wrong_value_is_reported_at_once() -> None:
    """Three mistakes give three sentences."""
    assert refusal(Profile, goal="size", rehab="yes", red_flags=["fevr", "cough"]) == [
        "`goal` cannot be `size`: choose from `hypertrophy`, `strength`, `athletic`, `general`",
        "`rehab` cannot be `yes`: choose from `true`, `false`",
        "`red_flags` cannot hold `fevr`: did you mean `fever`?",
        "`red_flags` cannot hold `cough`: choose from `bladder_or_bowel_change`, `saddle_numbness`, `leg_weakness`, "
        "`major_trauma`, `fever`, `unexplained_weight_loss`, `night_pain`",
    ]


@pytest.mark.parametrize("value", [1, 0, "true", 1.0])
def test_a_truth_value_is_true_or_false_and_nothing_like_it(value: Any) -> None:
    """Python's other truthy values are refused rather than guessed at."""
    assert refusal(Profile, rehab=value)


def test_enums_and_strings_mean_the_same() -> None:
    """A member and its string make equal profiles, and what is stored is the plain string."""
    by_enum = Profile(experience=Experience.BEGINNER, back_pain=BackPain.NONE, red_flags={RedFlag.FEVER})
    by_text = Profile(experience="beginner", back_pain="none", red_flags=["fever"])
    assert by_enum == by_text
    assert hash(by_enum) == hash(by_text)
    assert type(by_enum.experience) is str


def test_none_and_unknown_and_leaving_out_mean_the_same() -> None:
    """There is one way to not know."""
    assert Profile(experience=None, red_flags=None) == Profile(experience="unknown", red_flags=()) == Profile()  # type: ignore[arg-type]


def test_a_single_value_for_a_set_is_that_value_and_not_its_letters() -> None:
    """`red_flags="fever"` is one flag."""
    assert Profile(red_flags="fever").red_flags == {"fever"}


def test_text_from_outside_is_shown_safely() -> None:
    """Terminal escapes come out as text, and overlong words are cut."""
    assert refusal(Profile, experience="\x1b[31m" + "x" * 500) == [
        "`experience` cannot be `\\x1b[31m"
        + "x" * 15
        + "…"
        + "x" * 36
        + "`: choose from `beginner`, `intermediate`, `advanced`"
    ]


@pytest.mark.parametrize("word", sorted(WORDS))
def test_one_word_is_a_profile(word: str) -> None:
    """Each word works in any spelling of its parts, and answers like the profile it stands for."""
    assert Profile.of(word.replace("_", " ").upper()) == Profile(**WORDS[word])
    assert recommend(word, "hip thrust") == recommend(Profile(**WORDS[word]), "hip thrust")


def test_an_unknown_word_or_key_is_answered_with_the_likely_one() -> None:
    """Words and keys are corrected like values."""
    assert refusal(Profile.of, "beginer") == ["unknown profile `beginer`: did you mean `beginner`?"]
    assert refusal(Profile.of, {"experiance": "beginner", "goal": "x"}) == [
        "a profile has no `experiance`: did you mean `experience`?; a rulebook's own go under `more`"
    ]
    assert refusal(Profile.of, 7) == ["a profile is a Profile, a mapping or one word, not `7`"]


@given(profiles)
def test_a_profile_is_the_mapping_of_its_facts(profile: Profile) -> None:
    """What a profile knows, given back as a mapping, is the same profile."""
    assert Profile.of(profile.facts) == profile
    assert Profile.of(profile) is profile


@given(st.one_of(profiles, exercises))
def test_values_survive_copying_and_pickling(value: Any) -> None:
    """Copies are equal, hash alike and stay frozen."""
    for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):  # noqa: S301 - our own bytes
        assert twin == value
        assert hash(twin) == hash(value)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            twin.rehab = True


def test_a_rulebooks_own_attributes_travel_in_more() -> None:
    """They are frozen with the profile, and must not shadow its own."""
    profile = Profile(more={"knee_pain": "current", "grips": ["hook", "mixed"], "nothing": None})
    assert profile.facts == {"knee_pain": "current", "grips": frozenset({"hook", "mixed"})}
    assert hash(profile) == hash(Profile(more={"grips": {"mixed", "hook"}, "knee_pain": "current"}))
    assert refusal(Profile, more={"rehab": True}) == ["`rehab` is a profile's own: give it beside `more`, not in it"]
    assert refusal(Profile, more={"x": [1], "y": 2**63, "z": Decimal("0.1234567890123456789")}) == [
        "`x` in `more` must be text, true or false, a number, a date or a set of texts",
        "`y` in `more` must be text, true or false, a number, a date or a set of texts"
        ", and numbers have at most 64 bits and the digits of a float",
        "`z` in `more` must be text, true or false, a number, a date or a set of texts"
        ", and numbers have at most 64 bits and the digits of a float",
    ]
    assert refusal(Profile, more=3) == ["`more` must be a mapping of names to values, not `3`"]


@given(
    st.one_of(st.decimals(-1000, 1000, places=2), st.floats(-1e6, 1e6), st.integers(-(2**63), 2**63 - 1), st.dates()),
    st.data(),
)
def test_numbers_and_dates_of_a_rulebooks_own_go_to_json_and_back(value: Any, data: st.DataObject) -> None:
    """Every digit of a number is kept, a date is text, and the rulebook decides as it does for the value itself."""
    kind = "date" if isinstance(value, datetime.date) else "number"
    near: st.SearchStrategy[Any] = st.dates() if kind == "date" else st.decimals(-2000, 2000, places=3)
    bound: Any = data.draw(st.one_of(st.just(value), near))
    bound = bound if isinstance(bound, (int, datetime.date)) else float(bound)
    files: dict[str, Any] = {
        "vocabulary.toml": {"attribute": {"measure": {"type": kind}}, "slot": {"mood": {"values": ["good", "bad"]}}},
        "mood.toml": {
            "topic": "mood",
            "rule": [
                {"id": "good", "when": {"measure": {"at_least": bound}}, "then": {"mood": "good"}, "basis": "house"}
            ],
        },
    }
    book = written("measured", files)
    profile = Profile(more={"measure": value})
    again = json.loads(json.dumps(profile.facts))
    assert book.decide(profile.facts) == book.decide({"measure": value}) == book.decide(again)
    assert Profile.of({"more": again}) == profile
    rec = recommend(profile, "hip thrust")
    assert Recommendation.from_dict(json.loads(json.dumps(rec.to_dict()))) == rec
    assert [fact.attribute for fact in rec.unused] == ["measure"]


@pytest.mark.parametrize("movement", list(Movement))
def test_the_family_follows_from_the_movement(movement: str) -> None:
    """A family that agrees changes nothing; one that contradicts is refused."""
    exercise = Exercise(movement=movement)  # type: ignore[arg-type]
    assert exercise == Exercise(movement=movement, family=exercise.family)  # type: ignore[arg-type]
    other = "hinge" if exercise.family == "thrust" else "thrust"
    assert refusal(Exercise, movement=movement, family=other) == [
        f"a `{movement}` is a `{exercise.family}`, not a `{other}`"
    ]


def test_an_exercise_needs_a_family() -> None:
    """Without movement and family there is nothing to advise on."""
    assert refusal(Exercise, load="heavy") == [
        "an exercise needs a `movement`, or at least a `family` (`thrust` or `hinge`)"
    ]


def test_the_enums_say_what_the_vocabulary_says() -> None:
    """Every field of a profile and an exercise has the type and the values that the default rulebook declares."""
    declared = Rulebook.default().vocabulary.attributes
    for cls, owner in ((Profile, "profile"), (Exercise, "exercise")):
        fields = {f.name: f.metadata[FACT] for f in attrs.fields(cls) if FACT in f.metadata}
        assert set(fields) == {name for name, attribute in declared.items() if attribute.of == owner}
        for name, attribute in fields.items():
            assert (attribute.type, attribute.values) == (declared[name].type, declared[name].values)
    assert declared["observed"].values == tuple(values.Fault)
    slots = Rulebook.default().vocabulary.slots
    for name, members in (
        ("verdict", values.Verdict),
        ("strength", values.Strength),
        ("phase", values.Phase),
        ("effort", values.Effort),
    ):
        assert set(slots[name].values) == set(members)


def test_the_vocabulary_implies_the_families_that_exercises_imply() -> None:
    """The rulebook and `Exercise` agree on which movement belongs to which family."""
    implied = Rulebook.default().vocabulary.attributes["movement"].implies
    assert implied == {movement: FrozenMap({"family": family}) for movement, family in FAMILY_OF.items()}


@given(profiles | exercises)
def test_repr_names_what_is_known_and_makes_an_equal_value(value: Profile | Exercise) -> None:
    """What is unknown is left out."""
    shown = repr(value)
    assert "None" not in shown
    assert eval(shown, {"Profile": Profile, "Exercise": Exercise, "FrozenMap": FrozenMap}) == value  # noqa: S307 - our own text
    assert repr(Profile()) == "Profile()"
