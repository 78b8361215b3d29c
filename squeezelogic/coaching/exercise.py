"""What is lifted, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from squeezelogic.coaching import facts
from squeezelogic.coaching.values import Family, Implement, Load, Movement, Tempo
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.untrusted import exact

FAMILY_OF: Mapping[str, str] = {
    "hip_thrust": "thrust",
    "glute_bridge": "thrust",
    "deadlift": "hinge",
    "swing": "hinge",
    "good_morning": "hinge",
    "pull_through": "hinge",
    "hip_hinge": "hinge",
}


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

    movement: str | None = facts.choice("movement", Movement)
    family: str | None = facts.choice("family", Family)
    implement: str | None = facts.choice("implement", Implement)
    single_leg: bool | None = facts.flag("single_leg")
    banded: bool | None = facts.flag("banded")
    load: str | None = facts.choice("load", Load)
    tempo: str | None = facts.choice("tempo", Tempo)

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

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The exercise for a notebook."""
        from squeezelogic.coaching.notebook.facts import facts as shown  # noqa: PLC0415 - only a notebook asks

        return shown(self, self.facts)
