"""An exercise from a catalogue's record: its name, and equipment in the catalogue's own spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.names.find import find_exercise
from squeezelogic.coaching.values import Implement
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.untrusted import copied, several

NAMES = ("name", "title", "exercise", "exercise_name")
EQUIPMENT = ("equipment", "equipments", "equipment_type", "implement")

LABELS: Mapping[str, tuple[str, ...]] = {
    "bodyweight": ("body only", "body weight", "bodyweight", "bodyweight only", "none", "none bodyweight exercise"),
    "barbell": ("barbell", "e z curl bar", "ez bar", "ez barbell", "olympic barbell", "sz bar", "trap bar"),
    "dumbbell": ("dumbbell", "dumbbells"),
    "kettlebell": ("kettlebell", "kettlebells"),
    "band": ("band", "bands", "elastic band", "loop band", "mini band", "resistance band", "resistance bands"),
    "machine": ("leverage machine", "machine", "plate loaded machine", "sled machine", "smith machine"),
    "cable": ("cable", "cable machine", "cables"),
}
"""What public catalogues call each implement; a bench, a mat and labels like `other` say nothing of it."""

_IMPLEMENT_OF = {label: implement for implement, labels in LABELS.items() for label in labels}


def read_record(record: Mapping[str, Any]) -> Exercise:
    """The exercise of a catalogue's record.

    Args:
        record: a mapping with the exercise's `name` (or `title`) and, maybe, `equipment`: a label, or several, each a
            text or a mapping with a `name`. Every other key is ignored, a category too: catalogues file thrusts under
            hinges and swings under hip raises.

    Raises:
        UnknownExercise, AmbiguousExercise: the name means no exercise that the rules speak of, or not surely one.
        InvalidInput: there is no name, or the equipment contradicts it.
    """
    given = copied(record, "a record")
    name = next((given[key] for key in NAMES if isinstance(given.get(key), str)), None)
    if name is None:
        raise InvalidInput(f"a record needs a `name`; this one has {', '.join(map(quoted, given)) or 'nothing'}")
    exercise = find_exercise(name).exercise
    labels = [label for key in EQUIPMENT if key in given for label in _labels(given[key])]
    return _equip(exercise, name, {_IMPLEMENT_OF[label] for label in labels if label in _IMPLEMENT_OF})


def _labels(value: object) -> Iterable[str]:
    for item in several(value, "equipment") if isinstance(value, (list, tuple, set, frozenset)) else (value,):
        label = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(label, str):
            yield " ".join("".join(c if c.isalnum() else " " for c in label.casefold()).split())


def _equip(exercise: Exercise, name: str, implements: set[str]) -> Exercise:
    """The exercise with what its equipment says, as far as it says one thing."""
    banded = "band" in implements and len(implements) > 1
    if banded:
        implements = implements - {"band"}
    if len(implements) != 1:
        return exercise
    (implement,) = implements
    said = exercise.implement
    if said == "band" and exercise.banded and implement not in ("band", "bodyweight"):
        said, banded = None, True
    if said is not None and said != implement:
        raise InvalidInput(f"`equipment` cannot be {quoted(implement)}: {quoted(name)} is done with {quoted(said)}")
    load = "bodyweight" if implement == "bodyweight" and exercise.load is None else exercise.load
    return evolve(exercise, implement=Implement(implement), banded=exercise.banded or banded or None, load=load)
