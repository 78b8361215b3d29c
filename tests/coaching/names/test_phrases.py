"""Every phrase and spelling of the lexicon has its declared effect."""

from __future__ import annotations

import re

import pytest

from squeezelogic import Exercise, InvalidInput, classify
from squeezelogic.coaching.names.languages import read
from squeezelogic.coaching.names.lexicon import Phrase, lexicon, parse
from squeezelogic.coaching.names.reading import read_words
from squeezelogic.coaching.names.records import LABELS

PHRASES = lexicon().phrases.entries
STRANGER = "zorblax"


@pytest.mark.parametrize("kind", ["movement", "unsettled", "unrelated"])
def test_a_phrase_that_settles_a_name_does_so_beside_any_word(kind: str) -> None:
    """Unless the phrase says what its company may be, a word that nobody knows changes nothing."""
    phrases = [phrase for phrase in PHRASES if phrase.kind == kind and phrase.rest == "any"]
    assert phrases
    assert [it.text for it in phrases if classify(f"{it.text} {STRANGER}") != classify(it.text)] == []


def test_a_phrase_that_needs_known_company_falls_beside_a_stranger() -> None:
    """Alone it means something; beside an unknown word it means nothing."""
    alone = [
        it for it in PHRASES if it.kind == "movement" and it.rest == "modifiers" and classify(it.text) != "neither"
    ]
    assert alone
    assert {classify(f"{it.text} {STRANGER} {STRANGER}b") for it in alone if is_only(it)} == {"neither"}


def is_only(phrase: Phrase) -> bool:
    """Whether no other phrase lies within its words."""
    return [it for it in PHRASES if set(it.bag) <= set(phrase.bag)] == [phrase]


def test_a_language_s_own_phrase_goes_before_that_of_english() -> None:
    """Words that English knows may mean another movement in another language."""
    own = {"name": "Ours", "movement": [{"movement": "hip_thrust", "phrases": ["rack pull"], "rest": "any"}]}
    assert read_words(["rack", "pull"], lexicon()).attributes["movement"] == "deadlift"
    assert read_words(["rack", "pull"], parse(own, "xx", lexicon())).attributes["movement"] == "hip_thrust"


@pytest.mark.parametrize(
    ("other", "english"),
    [
        ("peso muerto rumano peso muerto sumo", "romanian deadlift sumo deadlift"),
        ("peso muerto y peso muerto a una pierna", "deadlift and single leg deadlift"),
        ("peso muerto peso muerto", "deadlift deadlift"),
    ],
)
def test_words_in_another_language_count_as_often_as_they_stand_there(other: str, english: str) -> None:
    """Two lifts that are named are two, as in English."""
    lex = lexicon("es")
    spelled, words = (lex.speller.bag(lex.speller.spell(name.split())[0]) for name in (other, english))
    assert spelled["deadlift"] == words["deadlift"] == english.count("deadlift")
    assert read(other).attributes == read(english).attributes


@pytest.mark.parametrize(
    ("word", "resembles"),
    [("swng", True), ("swg", False), ("hip", True), ("deadlfit", True), ("zorb", False)],
)
def test_a_slip_has_four_letters_at_least(word: str, resembles: bool) -> None:
    """A shorter word is known or it is not; a longer one may be a slip for one that is."""
    speller = lexicon().speller
    assert speller.resembles(word) is (resembles or word in speller.vocabulary)


EQUIPMENT = {
    "barbell": ["Barbell", "e-z curl bar", "EZ Bar", "EZ Barbell", "Olympic Barbell", "SZ-Bar", "Trap Bar"],
    "bodyweight": ["body only", "body weight", "Bodyweight", "Bodyweight only", "none", "None (bodyweight exercise)"],
    "dumbbell": ["dumbbell", "Dumbbells"],
    "kettlebell": ["kettlebells", "Kettlebell"],
    "band": ["Band", "bands", "Loop band", "Resistance Band", "resistance bands", "elastic band", "mini band"],
    "machine": ["machine", "Smith Machine", "leverage machine", "sled machine", "Plate-loaded machine"],
    "cable": ["cable", "Cable Machine", "Cables"],
}
"""What free-exercise-db, ExerciseDB, wger and training apps call equipment."""


def test_every_label_is_one_that_a_catalogue_uses() -> None:
    """And stands under the same implement."""
    used = {
        implement: {" ".join(re.findall(r"[a-z0-9]+", label.lower())) for label in labels}
        for implement, labels in EQUIPMENT.items()
    }
    assert used == {implement: set(labels) for implement, labels in LABELS.items()}


@pytest.mark.parametrize(("implement", "labels"), EQUIPMENT.items(), ids=EQUIPMENT)
def test_the_labels_of_public_catalogues_are_known(implement: str, labels: list[str]) -> None:
    """As text, in a list, or as a mapping with a name; a label that says nothing leaves the implement open."""
    for label in labels:
        for written in (label, [label], [{"id": 1, "name": label}], ["bench", label]):
            exercise = Exercise.from_record({"name": "Hip Thrust", "equipment": written})
            assert exercise.implement == implement, written
            assert exercise.load == ("bodyweight" if implement == "bodyweight" else None)
        assert Exercise.from_record({"title": "Hip Thrust", "equipments": [label]}).implement == implement
    assert Exercise.from_record({"name": "Hip Thrust", "equipment": "other"}).implement is None


def test_equipment_that_contradicts_the_name_is_refused() -> None:
    """Several implements leave it open; a band beside a weight is one around the knees."""
    with pytest.raises(InvalidInput, match=r"`equipment` cannot be `dumbbell`.*is done with `barbell`"):
        Exercise.from_record({"name": "Barbell Hip Thrust", "equipment": "dumbbell"})
    assert Exercise.from_record({"name": "Barbell Hip Thrust", "equipment": "barbell"}).implement == "barbell"
    assert Exercise.from_record({"name": "Hip Thrust", "equipment": ["barbell", "dumbbell"]}).implement is None
    both = Exercise.from_record({"name": "Hip Thrust", "equipment": ["barbell", "band"]})
    assert (both.implement, both.banded) == ("barbell", True)
