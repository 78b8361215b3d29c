"""What is lifted, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from squeezelogic.coaching import facts, pydantic_support
from squeezelogic.coaching.values import (
    FAMILY_OF,
    Family,
    FamilyValue,
    Implement,
    ImplementValue,
    Load,
    LoadValue,
    Movement,
    MovementValue,
    Tempo,
    TempoValue,
)
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.untrusted import exact


@facts.by_name_only
@attrs.frozen(kw_only=True, cache_hash=True)
class Exercise(facts.Facts):
    """An exercise as the rules see it. Give a movement, or at least a family; whatever else is left out is unknown.

    Args:
        movement: `hip_thrust`, `glute_bridge`, `deadlift`, `swing`, `good_morning`, `pull_through` or `hip_hinge`.
        family: `thrust` or `hinge`; it follows from the movement.
        implement: `bodyweight`, `dumbbell`, `barbell`, `kettlebell`, `band`, `machine` or `cable`.
        single_leg: on one leg.
        banded: with a band besides, such as a mini-band above the knees.
        load: how heavy it is for this lifter: `bodyweight`, `light`, `moderate` or `heavy`.
        tempo: `slow`, `controlled` or `fast`.

    Raises:
        InvalidInput: with every value that is none of these, or a family that contradicts the movement.
    """

    movement: Movement | MovementValue | None = facts.choice("movement", Movement)
    family: Family | FamilyValue | None = facts.choice("family", Family)
    implement: Implement | ImplementValue | None = facts.choice("implement", Implement)
    single_leg: bool | None = facts.flag("single_leg")
    banded: bool | None = facts.flag("banded")
    load: Load | LoadValue | None = facts.choice("load", Load)
    tempo: Tempo | TempoValue | None = facts.choice("tempo", Tempo)

    def __attrs_post_init__(self) -> None:
        implied = FAMILY_OF.get(exact(self.movement)) if isinstance(self.movement, str) else None
        if implied and self.family is None:
            object.__setattr__(self, "family", implied)
        object.__setattr__(self, "code", facts.settle(self))
        if self.family is None:
            raise InvalidInput("an exercise needs a `movement`, or at least a `family` (`thrust` or `hinge`)")
        if implied and self.family != implied:
            raise InvalidInput(f"a {quoted(self.movement)} is a {quoted(implied)}, not a {quoted(self.family)}")

    @property
    def facts(self) -> dict[str, Any]:
        """What is known, by attribute."""
        return facts.given(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Exercise:
        """The exercise of a catalogue's record: its `name`, and `equipment` in the catalogue's own spelling.

        >>> record = {"name": "Hip Thrust", "equipment": [{"name": "SZ-Bar"}, {"name": "Bench"}], "category": "Legs"}
        >>> Exercise.from_record(record).facts
        {'movement': 'hip_thrust', 'family': 'thrust', 'implement': 'barbell', 'tempo': 'controlled'}

        Args:
            record: a mapping with a `name` (or `title`) and, maybe, `equipment`: a label or several, each a text or a
                mapping with a `name`. Every other key is ignored, a category too.

        Raises:
            UnknownExercise, AmbiguousExercise: the name means no exercise that the rules speak of, or not surely one.
            InvalidInput: there is no name, or the equipment contradicts it.
        """
        from squeezelogic.coaching.names.records import read_record  # noqa: PLC0415 - only a name needs the names

        return cls(**read_record(record))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        def make(data: Any) -> object:
            return data if isinstance(data, cls) else facts.from_mapping(cls, data, "an exercise")

        return pydantic_support.core_schema(make, pydantic_support.plain_facts)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, Any]:
        return pydantic_support.facts_schema(facts.attributes(cls), "Exercise")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The exercise for a notebook."""
        from squeezelogic.coaching.notebook.facts import facts as shown  # noqa: PLC0415 - only a notebook asks

        return shown(self, self.facts)
