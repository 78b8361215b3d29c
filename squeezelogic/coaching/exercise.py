"""Exercises."""

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
@attrs.frozen(kw_only=True, cache_hash=True, repr=False)
class Exercise(facts.Facts):
    """An exercise. Give a movement, or at least a family; everything else that is left out is unknown.

    Args:
        movement: `hip_thrust`, `glute_bridge`, `deadlift`, `swing`, `good_morning`, `pull_through` or `hip_hinge`.
        family: `thrust` or `hinge`; the movement implies it.
        implement: `bodyweight`, `dumbbell`, `barbell`, `kettlebell`, `band`, `machine` or `cable`.
        single_leg: on one leg.
        banded: with an additional band, for example a mini-band above the knees.
        load: the load relative to this lifter: `bodyweight`, `light`, `moderate` or `heavy`.
        tempo: `slow`, `controlled` or `fast`.

    Raises:
        InvalidInput: wrong values, all of them; or a family that contradicts the movement.
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
        object.__setattr__(self, "code", facts.encode_facts(self))
        if self.family is None:
            raise InvalidInput("an exercise needs a `movement`, or at least a `family` (`thrust` or `hinge`)")
        if implied and self.family != implied:
            raise InvalidInput(f"a {quoted(self.movement)} is a {quoted(implied)}, not a {quoted(self.family)}")

    @property
    def facts(self) -> dict[str, Any]:
        """The known facts, by attribute."""
        return facts.given(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Exercise:
        """Read an exercise from a catalogue's record: its `name`, and its `equipment` in the catalogue's own spelling.

        >>> record = {"name": "Hip Thrust", "equipment": [{"name": "SZ-Bar"}, {"name": "Bench"}], "category": "Legs"}
        >>> Exercise.from_record(record).facts
        {'movement': 'hip_thrust', 'family': 'thrust', 'implement': 'barbell', 'tempo': 'controlled'}

        Args:
            record: a mapping with a `name` (or `title`) and, optionally, `equipment`: a label or several, each a text
                or a
            mapping with a `name`. All other keys are ignored.

        Raises:
            UnknownExercise, AmbiguousExercise: the name is not a thrust or a hinge, or may be either.
            InvalidInput: the name is missing, or the equipment contradicts it.
        """
        from squeezelogic.coaching.names.records import read_record  # noqa: PLC0415 - loading the names is slow

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
        from squeezelogic.coaching.notebook.recommendation_card import render_facts  # noqa: PLC0415 - only notebooks need it

        return render_facts(self, self.facts)
