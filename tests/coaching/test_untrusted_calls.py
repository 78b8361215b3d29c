"""Invalid calls: one error with every problem, and a hint for the usual mistakes."""

from __future__ import annotations

import inspect
from typing import Any, get_args

import pytest

from squeezelogic import Exercise, InvalidInput, Profile, Rulebook, UnknownExercise, recommend
from squeezelogic.coaching import values


def problems(*args: Any, **given: Any) -> list[str]:
    """The problems that `recommend` reports."""
    with pytest.raises(InvalidInput) as caught:
        recommend(*args, **given)
    return list(caught.value.problems)


def test_problems_of_profile_exercise_and_observed_are_reported_together() -> None:
    """A profile, a name and a fault that are wrong give the problems of all three."""
    found = problems({"experience": "begginer", "goal": "size"}, "hip thurst", observed=["no_puase"])
    assert [problem.split(":")[0] for problem in found] == [
        "`experience` cannot be `begginer`",
        "`goal` cannot be `size`",
        "unknown exercise `hip thurst`",
        "`observed` cannot hold `no_puase`",
    ]


def test_an_unknown_exercise_alone_stays_an_unknown_exercise() -> None:
    """Its suggestions and its reason are not lost in a general error."""
    with pytest.raises(UnknownExercise) as caught:
        recommend({"experience": "beginner"}, "hip thurst")
    assert "hip thrust" in caught.value.suggestions


@pytest.mark.parametrize("profile", ["beginner", Profile(), {}, None])
@pytest.mark.parametrize(
    "exercise", ["hip thrust", Exercise(movement="swing"), ("free-exercise-db", "Barbell_Hip_Thrust")]
)
def test_swapped_arguments_are_recognised(profile: Any, exercise: Any) -> None:
    """Where the two would do in each other's place, that is what the error says, and nothing else."""
    recommend(profile, exercise)
    assert problems(exercise, profile) == [
        "the exercise stands where the profile belongs: call recommend(profile, exercise)"
    ]


def test_nothing_known_is_an_empty_profile() -> None:
    """None and empty text stand for a lifter of whom nothing is known."""
    assert Profile.of(None) == Profile.of("") == Profile.of({}) == Profile()
    assert recommend(None, "hip thrust") == recommend(Profile(), "hip thrust")


@pytest.mark.parametrize("name", [field.name for field in Profile.__attrs_attrs__ if field.name != "more"])
def test_empty_text_is_an_unknown_fact_of_a_profile(name: str) -> None:
    """A form sends empty text for an empty field."""
    assert Profile.of({name: ""}) == Profile()


@pytest.mark.parametrize("name", ["implement", "single_leg", "banded", "load"])
def test_empty_text_is_an_unknown_fact_of_an_exercise(name: str) -> None:
    """Likewise."""
    fields: dict[str, Any] = {"movement": "swing", name: ""}
    assert Exercise(**fields) == Exercise(movement="swing")


def test_a_constructor_names_every_unknown_keyword() -> None:
    """With the likely one."""
    wrong: dict[str, Any] = {"experiance": "beginner", "goals": "strength"}
    with pytest.raises(InvalidInput) as caught:
        Profile(**wrong)
    assert caught.value.problems == (
        "`Profile` has no `experiance`: did you mean `experience`?",
        "`Profile` has no `goals`: did you mean `goal`?",
    )


@pytest.mark.parametrize("name", ["self", "args", "given"])
def test_an_unknown_keyword_may_be_called_like_a_parameter(name: str) -> None:
    """Of the constructor itself."""
    with pytest.raises(InvalidInput, match=f"`Exercise` has no `{name}`"):
        Exercise(**{name: "swing"})  # type: ignore[arg-type]


def test_a_constructor_says_that_facts_have_names() -> None:
    """A word without a name could be anything."""
    with pytest.raises(InvalidInput, match=r"`Profile` takes its facts by name, as in `Profile\(experience=…\)`"):
        Profile("beginner")  # type: ignore[call-arg]


def test_the_signature_of_a_constructor_is_still_that_of_its_fields() -> None:
    """Editors and `help` show what can be given."""
    assert list(inspect.signature(Exercise).parameters) == [field.name for field in Exercise.__attrs_attrs__]


LITERALS = {name: alias for name, alias in vars(values).items() if name.endswith("Value")}


@pytest.mark.parametrize("name", LITERALS)
def test_a_literal_type_has_the_members_of_its_enum(name: str) -> None:
    """So has the enum those of the vocabulary, which another test holds."""
    members = getattr(values, name.removesuffix("Value"))
    assert get_args(LITERALS[name]) == tuple(member.value for member in members)


def test_every_enum_of_the_vocabulary_has_a_literal_type() -> None:
    """Attributes, slots and what texts carry alike."""
    vocabulary = Rulebook.default().vocabulary
    carried = [tuple(it) for slot in vocabulary.slots.values() for it in slot.carries.values()]
    closed = {
        tuple(attribute.values) for attribute in vocabulary.attributes.values() if attribute.type in ("enum", "set")
    }
    closed |= {tuple(slot.values) for slot in vocabulary.slots.values() if slot.values} | set(carried)
    said = {frozenset(get_args(alias)) for alias in LITERALS.values()}
    assert {frozenset(each) for each in closed} <= said
