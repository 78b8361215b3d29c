"""Finding an exercise, and what is raised when there is none."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

import squeezelogic.coaching.names
from squeezelogic.coaching.names import (
    AmbiguousExercise,
    UnknownExercise,
    classify,
    find_exercise,
    match_exercise,
)
from squeezelogic.coaching.names.catalogue import HEALTH_CONNECT
from squeezelogic.coaching.names.data import shipped
from squeezelogic.logic.model.errors import InvalidInput
from tests.coaching.names.sets import CATALOGUED


def test_every_catalogue_id_finds_its_row() -> None:
    """A pair of catalogue and id gives the family of that row, in any case."""
    for entry in CATALOGUED:
        assert classify((entry.catalogue.upper(), entry.id.swapcase())) == entry.family
        assert classify((entry.catalogue, entry.id)) == entry.family


@pytest.mark.parametrize(
    "key", ["androidx=25;platform=36", "androidx=25", "platform=36", "EXERCISE_SEGMENT_TYPE_HIP_THRUST"]
)
def test_a_health_connect_exercise_answers_to_each_of_its_ids(key: str) -> None:
    """Both numbers, either one with its name, and the constant lead to the hip thrust."""
    found = find_exercise((HEALTH_CONNECT, key))
    assert (found.exercise.movement, found.kind) == ("hip_thrust", "catalogue")


@pytest.mark.parametrize("number", ["25", "36", "0"])
def test_a_bare_health_connect_number_is_refused(number: str) -> None:
    """The two numberings disagree, so a number alone names no exercise."""
    with pytest.raises(AmbiguousExercise) as raised:
        find_exercise((HEALTH_CONNECT, number))
    assert raised.value.candidates == (f"androidx={number}", f"platform={number}")


def test_the_numbering_of_one_side_is_not_the_other_s() -> None:
    """The androidx number 36 is not the platform's 36."""
    assert classify((HEALTH_CONNECT, "androidx=36")) == "neither"


def test_a_match_says_how_it_was_found() -> None:
    """The kind of match is catalogue, exact or words, and what matched stands beside it."""
    kinds: dict[str | tuple[str, str], tuple[str, str]] = {
        ("free-exercise-db", "Good_Morning"): ("catalogue", "Good Morning"),
        "good mornings": ("exact", "Good Morning"),
        "zercher good morning": ("words", "good morning"),
    }
    assert {name: (find_exercise(name).kind, find_exercise(name).matched) for name in kinds} == kinds
    assert str(find_exercise("zercher good morning")) == "hinge: good morning (by its words)"


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("hip thurst", "hip thrust"),
        ("hip trust", "hip thrust"),
        ("gluet bridge", "glute bridge"),
        ("deadlfit", "deadlift"),
        ("ketlebell swing", "kettlebell swing"),
        ("good mornign", "good morning"),
        ("pull trough", "pull through"),
    ],
)
def test_a_typing_slip_is_suggested_and_never_accepted(slip: str, meant: str) -> None:
    """A misspelt name raises, and the name it was meant for is among the suggestions."""
    with pytest.raises(UnknownExercise) as raised:
        find_exercise(slip)
    assert meant in [near.lower() for near in raised.value.suggestions]
    assert classify(slip) == "neither"


def test_a_mistyped_id_is_suggested_from_its_catalogue() -> None:
    """An id with a slip gets the ids of that catalogue nearest to it."""
    with pytest.raises(UnknownExercise) as raised:
        find_exercise(("free-exercise-db", "Barbell_Hip_Trust"))
    assert raised.value.suggestions[0] == "Barbell_Hip_Thrust"


def test_an_unknown_catalogue_is_said_with_those_that_are_known() -> None:
    """The message names the catalogue asked for and those there are."""
    with pytest.raises(UnknownExercise, match="no catalogue `exrx` here; choose from `free-exercise-db`"):
        find_exercise(("exrx", "12"))


def test_an_unknown_name_says_why_where_that_is_known() -> None:
    """A stretch is refused as a stretch, without suggestions."""
    with pytest.raises(UnknownExercise, match="`hip thrust stretch`: a stretch") as raised:
        find_exercise("hip thrust stretch")
    assert raised.value.suggestions == ()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("power clean", "triple extension"),
        ("KB windmill", "sideways"),
        ("back extension", "nobody stands up"),
        ("RDL to row", "joins deadlift with row"),
        ("hip thrust to deadlift", "joins"),
    ],
)
def test_an_ambiguous_name_says_what_keeps_it_from_being_settled(name: str, reason: str) -> None:
    """The reason stands in the error, in words a lifter understands."""
    with pytest.raises(AmbiguousExercise, match=reason) as raised:
        find_exercise(name)
    assert raised.value.name == name


@pytest.mark.parametrize("nothing", [None, 3, float("nan"), ["hip thrust"], ("hip thrust",), ("a", 1), b"swing"])
def test_what_is_no_name_is_refused_as_such(nothing: object) -> None:
    """find_exercise takes text or a pair of texts, and says so."""
    with pytest.raises(InvalidInput, match="a catalogue and an id"):
        find_exercise(nothing)  # type: ignore[arg-type]  # that it is no name is the point


@pytest.mark.parametrize("error", [UnknownExercise("x", ("y",), "z"), AmbiguousExercise("x", "why", ("y", "z"))])
def test_errors_survive_pickling(error: UnknownExercise | AmbiguousExercise) -> None:
    """An error sent to another process says there what it said here."""
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # its own bytes
    assert (str(copy), vars(copy)) == (str(error), vars(error))


def test_importing_reads_no_data() -> None:
    """The lexicon and the catalogues are read on first use only."""
    code = (
        "import squeezelogic.coaching.names as e;"
        "from squeezelogic.coaching.names import catalogue, lexicon;"
        "print(catalogue.entries_of.cache_info().currsize + lexicon.lexicon.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "0\n"


def test_an_incomplete_installation_names_the_missing_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the file was left out, or whatever loads the package hands out no files at all."""
    with pytest.raises(FileNotFoundError, match=r"nowhere\.toml"):
        shipped("nowhere.toml")
    monkeypatch.setattr(squeezelogic.coaching.names.__spec__, "loader", object())
    with pytest.raises(FileNotFoundError, match=r"`lexicons/en\.toml` is missing from squeezelogic/coaching/names"):
        shipped("lexicons/en.toml")


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("barbell dumbbell hip thrust", "implement"),
        ("heavy light hip thrust", "load"),
        ("hip thrust w/o band", "banded"),
    ],
)
def test_a_name_that_says_two_things_or_none_leaves_it_open(name: str, attribute: str) -> None:
    """Of two implements or loads neither is chosen, and `w/o` takes away."""
    assert getattr(find_exercise(name).exercise, attribute) is None


def test_a_combination_names_what_would_be_clear() -> None:
    """The movement that is joined with something else is the candidate; a movement that fell counts as joined."""
    with pytest.raises(AmbiguousExercise) as raised:
        find_exercise("hip thrust to squat")
    assert raised.value.candidates == ("hip thrust",)
    assert classify("wobbly zigzag bridge to deadlift") == "ambiguous"


def test_two_movements_of_a_family_are_both_matched() -> None:
    """What matched names each of them."""
    assert find_exercise("Glute bridge / hip thrust").matched == "glute bridge / hip thrust"


def test_suggestions_keep_the_words_that_are_known() -> None:
    """At most three names, each with every word that was understood."""
    found = match_exercise("barbell hip thurst").suggestions
    assert 0 < len(found) <= 3
    assert all("barbell" in name.lower() for name in found)


def test_an_umlaut_may_be_two_letters() -> None:
    """`ä` is also `ae`."""
    assert classify("Gesaessbruecke") == classify("Gesäßbrücke") == "thrust"


def test_blanks_and_capitals_make_no_difference_to_an_id() -> None:
    """Neither in the name of a catalogue nor in the id."""
    assert find_exercise((" WGER ", " 507 ")).exercise == find_exercise(("wger", "507")).exercise
