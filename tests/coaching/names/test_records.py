"""Records of catalogues become exercises."""

from typing import Any

import pytest

from squeezelogic import Exercise, InvalidInput, UnknownExercise, find_exercise
from squeezelogic.coaching.names.records import LABELS
from squeezelogic.coaching.values import Implement


@pytest.mark.parametrize(
    ("name", "equipment", "facts"),
    [
        ("Hip Thrust", ["SZ-Bar", "Bench"], {"implement": "barbell"}),
        ("Hip Thrust", "none (bodyweight exercise)", {"implement": "bodyweight", "load": "bodyweight"}),
        ("Pull Through", [{"id": 12, "name": "Cable machine"}], {"implement": "cable"}),
        ("Barbell Hip Thrust", ["barbell"], {"implement": "barbell"}),
        ("Hip Thrust", ["Barbell", "Resistance band"], {"implement": "barbell", "banded": True}),
        ("Banded Hip Thrust", ["Barbell"], {"implement": "barbell", "banded": True}),
        ("Heavy Hip Thrust", "body only", {"implement": "bodyweight"}),
        ("Deadlift", ["Kettlebell", "Dumbbell"], {}),
        ("Deadlift", ["Gym mat", "other", None], {}),
        ("Deadlift", None, {}),
    ],
)
def test_equipment_says_the_implement(name: str, equipment: Any, facts: dict[str, Any]) -> None:
    """As far as labels name one implement; a bench says nothing, and of two nobody knows which."""
    exercise = Exercise.from_record({"name": name, "equipment": equipment, "category": "Hinge", "force": "pull"})
    plain = find_exercise(name).exercise.facts
    assert exercise.facts == {**plain, **facts}


@pytest.mark.parametrize("implement", LABELS)
def test_each_label_names_its_implement(implement: str) -> None:
    """In any case, with any punctuation."""
    assert implement in {value.value for value in Implement}
    for label in LABELS[implement]:
        for spelling in (label, label.upper(), label.replace(" ", "-"), f"({label})"):
            assert Exercise.from_record({"title": "hip thrust", "equipment": [spelling]}).implement == implement


def test_what_a_record_cannot_say() -> None:
    """Equipment that contradicts the name, a record without a name, and other exercises are refused."""
    with pytest.raises(InvalidInput, match="`equipment` cannot be `dumbbell`: `Barbell Hip Thrust` is done with `bar"):
        Exercise.from_record({"name": "Barbell Hip Thrust", "equipment": ["Dumbbell"]})
    with pytest.raises(InvalidInput, match="a record needs a `name`; this one has `id`"):
        Exercise.from_record({"id": 4})
    with pytest.raises(UnknownExercise):
        Exercise.from_record({"name": "Bench Press", "equipment": ["Barbell"], "category": "Hip Thrusts"})


def test_wger_exercises_are_found_by_number_and_uuid() -> None:
    """Both ids lead to the same exercise, whatever wger's category."""
    by_number, by_uuid = find_exercise(("wger", "507")), find_exercise(("wger", "507".rjust(3)))
    assert by_number == by_uuid
    assert (by_number.exercise.movement, by_number.matched, by_number.kind) == (
        "deadlift",
        "Romanian Deadlift",
        "catalogue",
    )
    uuid = next(key for key in _wger_ids() if key.endswith("/507")).partition("/")[0]
    assert find_exercise(("wger", uuid.upper())) == by_number


def _wger_ids() -> list[str]:
    from squeezelogic.coaching.names import catalogue

    return [entry.id for entry in catalogue.entries_of("wger")]
