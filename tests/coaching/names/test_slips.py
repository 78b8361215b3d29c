"""Names with typing errors, ids of catalogues, and tempos that may be repetitions."""

from __future__ import annotations

import pkgutil
import re
from typing import Any

import pytest

from squeezelogic.coaching.names import catalogue, name_lookup, suggestions
from squeezelogic.coaching.names.data import shipped
from squeezelogic.coaching.names.errors import AmbiguousExercise, UnknownExercise
from squeezelogic.coaching.names.logged import tempo_of
from squeezelogic.coaching.names.words import words


def test_a_suggestion_has_all_known_words_and_one_like_each_unknown_one() -> None:
    """The nearest first, at most three, and none that is only a little like it; what is logged is left aside."""
    suggest = suggestions.suggest
    assert suggest("barbel hip thrust", frozenset({"barbel"})) == ("Barbell Hip Thrust",)
    assert suggest("romanian dedlift", frozenset({"dedlift"})) == ("Romanian Deadlift",)
    assert suggest("hip thrust", frozenset()) == ("hip thrust",)
    assert suggest("hip thrsut 80kg x 5", frozenset({"thrsut"})) == ("hip thrust",)
    assert suggest("kb swigns", frozenset({"swign"}))[0] == "kettlebell swing"
    assert suggest("glut brigde 3x15", frozenset({"brigde"}))[0] == "glute bridge"
    assert suggest("kettle bell swimg", frozenset({"swimg"}))[0] == "kettlebell swing"
    assert "sumo dead" not in suggest("sumo deadlfit", frozenset({"deadlfit"}))
    assert suggest("kb swng", frozenset({"kb", "swng"})) == ()
    assert suggest("cable dedlift", frozenset({"dedlift"})) == ("Cable Deadlifts",)
    assert suggestions.near_ids("Barbell_Hip_Thrst", "free-exercise-db") == ("Barbell_Hip_Thrust",)
    assert suggestions.near_ids("Bar_Hip", "free-exercise-db") == ()
    assert len(suggestions.near_ids("Barbell_Squats", "free-exercise-db")) == 3


@pytest.mark.parametrize("shelf", catalogue.FILES)
def test_an_entry_answers_to_every_id_that_its_catalogue_has_for_it(shelf: str) -> None:
    """In lower case: Health Connect's two numbers and its constant, wger's UUID and number; and to nothing else."""
    known: dict[str, catalogue.Entry] = {}
    for entry in catalogue.entries_of(shelf):
        keys = {entry.id.lower()}
        if shelf == catalogue.HEALTH_CONNECT:
            constant = entry.name.lower()
            keys |= {it for it in entry.id.split(";") if not it.endswith("None")}
            keys |= {constant, re.sub("^exercise_segment_type_", "", constant)}
        if shelf == catalogue.WGER:
            keys |= {*entry.id.split("/")}
        known |= dict.fromkeys(keys, entry)
    assert catalogue.ids(shelf) == known
    assert catalogue.entries()[shelf] == catalogue.entries_of(shelf)


@pytest.mark.parametrize(("name", "text"), [("hip thrust", "hip thrust"), (("wger", "265"), "265")])
def test_of_a_pair_the_id_is_shown(name: Any, text: str) -> None:
    """A name is shown as it is."""
    assert name_lookup.show_name(name) == text


@pytest.mark.parametrize(
    ("notation", "named", "tempo"),
    [
        ("5-3-1", False, None),
        ("5-3-1", True, "slow"),
        ("4-3-1-0", False, "slow"),
        ("x-3-2-1", False, "fast"),
        ("20X1", True, "fast"),
        ("2-0-2-0", False, "controlled"),
    ],
)
def test_numbers_that_fall_are_repetitions_unless_one_is_an_x(notation: str, named: bool, tempo: str | None) -> None:
    """Or the word tempo stands before them."""
    assert tempo_of(notation, named=named) == tempo


def test_what_is_no_name_is_refused_with_the_reason_and_what_may_have_been_meant() -> None:
    """Without either there is none."""
    error = UnknownExercise("x", ("a", "b"), "it is a stretch")
    assert str(error) == "unknown exercise `x`: it is a stretch; did you mean `a` or `b`?"
    plain = UnknownExercise("x")
    assert str(plain) == "unknown exercise `x`: it is another exercise, neither a thrust nor a hinge"
    assert plain.understood
    assert str(AmbiguousExercise("x", "two", ("c", "d"))) == (
        "ambiguous exercise `x`: two; if that is what you do, say `c` or `d`"
    )
    assert str(AmbiguousExercise("x", "two")) == "ambiguous exercise `x`: two"


def test_characters_that_do_not_show_are_no_part_of_a_word() -> None:
    """Soft hyphens, joiners and marks of direction vanish, and so do accents."""
    assert words("hip\u00ad thr\u200dust\u200e") == words("h\u00edp thrust") == ("hip", "thrust")


def test_a_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its folder, where an importer gives no data."""
    monkeypatch.setattr(pkgutil, "get_data", lambda *_: None)
    with pytest.raises(FileNotFoundError) as caught:
        shipped("nothing.json")
    assert str(caught.value) == "`nothing.json` is missing from squeezelogic/coaching/names"
