"""The full text and the attributes of the errors for names, ids and records without an exercise."""

from __future__ import annotations

from typing import Any

import pytest

from squeezelogic import AmbiguousExercise, Exercise, InvalidInput, UnknownExercise, find_exercise, match_exercise

READ_IN = "it was not understood; names are read in English, German, Spanish, French, Italian and Portuguese"
DRILL = "a stretch, a pose, a plank or a knee-flexion drill, whatever it is named after"
DESCRIBED = "its name does not say what the catalogue describes, which comes near a thrust or a hinge"
ANDROID = "Android numbers its exercises in two ways that differ; say which; if that is what you do, say"
SHELVES = "choose from `free-exercise-db`, `android-health-connect`, `wger`"
MEANT = "`glute bridge` or `glute bridge lift` or `glute bridge raise`"
FREE = "the catalogue `free-exercise-db` has no such id"
UNKNOWN: list[tuple[Any, str, bool]] = [
    ("hip thurst", f"`hip thurst`: {READ_IN}; did you mean `hip thrust`?", False),
    ("gluet bridge", f"`gluet bridge`: {READ_IN}; did you mean {MEANT}?", False),
    ("leg curl", "`leg curl`: it is another exercise, neither a thrust nor a hinge", True),
    ("hip thrust stretch", f"`hip thrust stretch`: {DRILL}", True),
    (
        ("free-exercise-db", "Barbell_Hip_Trust"),
        f"`Barbell_Hip_Trust`: {FREE}; did you mean `Barbell_Hip_Thrust`?",
        False,
    ),
    (("WGER ", "nope"), "`nope`: the catalogue `wger` has no such id", False),
    (("wger", "999999"), '`"999999"`: the catalogue `wger` has no such id', False),
    (("free-exercise-db", "12"), f'`"12"`: {FREE}', False),
    (("exrx", "12"), f'`"12"`: there is no catalogue `exrx` here; {SHELVES}', False),
]
AMBIGUOUS: list[tuple[Any, str]] = [
    ("RDL to row", "`RDL to row`: it joins deadlift with row; if that is what you do, say `deadlift`"),
    ("row to RDL", "`row to RDL`: it joins deadlift with row; if that is what you do, say `deadlift`"),
    ("row + RDL", "`row + RDL`: it joins deadlift with row; if that is what you do, say `deadlift`"),
    (
        "power clean / back extension",
        "`power clean / back extension`: it joins clean with back extension; if that is what you do, say `clean`",
    ),
    (("android-health-connect", "25"), f'`"25"`: {ANDROID} `androidx=25` or `platform=25`'),
    (("wger", "1503"), f'`"1503"`: {DESCRIBED}'),
]


@pytest.mark.parametrize(("name", "text", "understood"), UNKNOWN, ids=[str(name) for name, *_ in UNKNOWN])
def test_an_unknown_exercise_is_said_with_the_reason_and_what_was_perhaps_meant(
    name: Any, text: str, understood: bool
) -> None:
    """`match_exercise` gives the same in parts."""
    with pytest.raises(UnknownExercise) as error:
        find_exercise(name)
    assert (str(error.value), error.value.understood) == (f"unknown exercise {text}", understood)
    found = match_exercise(name)
    assert found.name == error.value.name == (name if isinstance(name, str) else name[1])
    assert f": {found.reason}" in text
    assert (found.suggestions, found.match) == (error.value.suggestions, None)


@pytest.mark.parametrize(("name", "text"), AMBIGUOUS, ids=[str(name) for name, _ in AMBIGUOUS])
def test_an_ambiguous_exercise_is_said_with_names_that_would_be_clear(name: Any, text: str) -> None:
    """`match_exercise` gives the same in parts."""
    with pytest.raises(AmbiguousExercise) as error:
        find_exercise(name)
    assert str(error.value) == f"ambiguous exercise {text}"
    found = match_exercise(name)
    assert (found.reading, found.reason, found.suggestions) == ("ambiguous", error.value.why, error.value.candidates)


def test_a_name_has_at_most_two_hundred_characters() -> None:
    """A longer one is not read at all."""
    assert find_exercise("hip thrust".ljust(200)).exercise.movement == "hip_thrust"
    found = match_exercise("hip thrust".ljust(201))
    assert (found.reading, found.reason) == ("not_understood", "a name has at most 200 characters")


@pytest.mark.parametrize("nothing", [None, ("a",), ("a", 1), b"swing"])
def test_what_is_no_name_is_said_to_be_none(nothing: Any) -> None:
    """With what a name is."""
    with pytest.raises(InvalidInput) as error:
        find_exercise(nothing)
    assert str(error.value) == "an exercise's name is text, or a pair of two texts: a catalogue and an id"


def test_a_record_s_name_and_equipment_are_found_by_their_keys() -> None:
    """The first of several names that is text; all equipment together."""
    movements: dict[str, list[dict[str, Any]]] = {
        "hip_thrust": [
            {"name": "Hip Thrust", "title": "Deadlift"},
            {"exercise": "Hip Thrust", "exercise_name": "Swing"},
        ],
        "deadlift": [{"title": "Deadlift", "exercise": "Swing"}],
        "swing": [{"exercise_name": "Swing"}, {"name": 3, "title": "Swing"}],
    }
    for movement, records in movements.items():
        assert {Exercise.from_record(record).movement for record in records} == {movement}
    for key in ("equipment", "equipments", "equipment_type", "implement"):
        for value in ("cable", ["Cable"], ("cables",), {"cable"}, {"name": "cable"}, ["bench", {"name": "Cable"}]):
            assert Exercise.from_record({"name": "Hip Thrust", key: value}).implement == "cable"
    both = Exercise.from_record({"name": "Hip Thrust", "equipment": "barbell", "implement": "dumbbell"})
    assert both.implement is None
    refused: list[tuple[dict[str, Any], str]] = [
        ({}, "nothing"),
        ({"id": 4, "x": 1}, "`id`, `x`"),
        ({"name": 3}, "`name`"),
    ]
    for record, keys in refused:
        with pytest.raises(InvalidInput) as error:
            Exercise.from_record(record)
        assert str(error.value) == f"a record needs a `name`; this one has {keys}"
