"""Reads the record of an exercise in a catalogue: its name, and its equipment in the catalogue's own spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from squeezelogic.coaching.names.name_lookup import look_up, make_refusal
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


def read_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of the exercise of a catalogue's record.

    Args:
        record: a mapping with the exercise's `name` (or `title`) and, maybe, `equipment`: a label, or several, each a
            text or a mapping with a `name`. Every other key is ignored, a category too: catalogues file thrusts under
            hinges and swings under hip raises.

    Raises:
        UnknownExercise, AmbiguousExercise: the name is not a thrust or a hinge, or may be either.
        InvalidInput: there is no name, or the equipment contradicts it.
    """
    given = copied(record, "a record")
    name = next((given[key] for key in NAMES if isinstance(given.get(key), str)), None)
    if name is None:
        raise InvalidInput(f"a record needs a `name`; this one has {', '.join(map(quoted, given)) or 'nothing'}")
    answer = look_up(name)
    if not answer.recognised:
        raise make_refusal(name, answer)
    labels = [label for key in EQUIPMENT if key in given for label in _labels(given[key])]
    return _equip(answer.reading.attributes, name, {_IMPLEMENT_OF[label] for label in labels if label in _IMPLEMENT_OF})


def _labels(value: object) -> Iterable[str]:
    for item in several(value, "equipment") if isinstance(value, (list, tuple, set, frozenset)) else (value,):
        label = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(label, str):
            yield " ".join("".join(c if c.isalnum() else " " for c in label.casefold()).split())


def _equip(said: Mapping[str, Any], name: str, implements: set[str]) -> dict[str, Any]:
    """The attributes that the name gives, and those of the equipment if it names one implement."""
    found = dict(said)
    banded = "band" in implements and len(implements) > 1
    if banded:
        implements = implements - {"band"}
    if len(implements) != 1:
        return found
    (implement,) = implements
    named = found.get("implement")
    if named == "band" and found.get("banded") and implement not in ("band", "bodyweight"):
        named, banded = None, True
    if named is not None and named != implement:
        raise InvalidInput(f"`equipment` cannot be {quoted(implement)}: {quoted(name)} is done with {quoted(named)}")
    found["implement"] = implement
    if banded:
        found["banded"] = True
    if implement == "bodyweight":
        found.setdefault("load", "bodyweight")
    return found
