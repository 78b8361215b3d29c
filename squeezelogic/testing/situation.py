"""Situations: the arguments of one `recommend` call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import attrs

from squeezelogic.coaching import facts
from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import attributes
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.values import FAMILY_OF
from squeezelogic.logic.model.errors import InvalidInput
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Attribute, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook

OBSERVED = "observed"


def own_names(cls: type) -> tuple[str, ...]:
    """The names of the fact fields of `Profile` or `Exercise`."""
    return tuple(attributes(cls))


def _in_order(observed: Iterable[str]) -> tuple[str, ...]:
    return tuple(observed)


@attrs.frozen(repr=False)
class Situation:
    """The arguments of `recommend`; its `repr` shows the known facts as Python.

    Args:
        profile: the lifter.
        exercise: the exercise.
        observed: the observed faults, in the order in which they are given.
    """

    profile: Profile
    exercise: Exercise
    observed: tuple[str, ...] = attrs.field(default=(), converter=_in_order)

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Situation:
        """Make a situation from facts, by attribute; further attributes go into the profile's `more`.

        Raises:
            InvalidInput: wrong facts.
        """
        whole = {name: value for name, value in facts.items() if value is not None}
        lifter = {name: whole.pop(name) for name in own_names(Profile) if name in whole}
        lift = {name: whole.pop(name) for name in own_names(Exercise) if name in whole}
        seen: Iterable[str] | str = whole.pop(OBSERVED, ())
        return cls(Profile(**lifter, more=whole), Exercise(**lift), [seen] if isinstance(seen, str) else sorted(seen))

    @property
    def facts(self) -> dict[str, Any]:
        """The known facts, by attribute."""
        seen = {OBSERVED: frozenset(self.observed)} if self.observed else {}
        return {**self.profile.facts, **self.exercise.facts, **seen}

    def ask(self, recommend: Callable[..., Any]) -> Any:
        """Call `recommend(profile, exercise, observed=…)`, and return its answer."""
        return recommend(self.profile, self.exercise, observed=self.observed)

    def but(self, /, **facts: Any) -> Situation | None:
        """The situation with other values for these attributes (None: unknown); None if it is impossible."""
        try:
            return Situation.of({**self.facts, **facts})
        except InvalidInput:
            return None

    def __repr__(self) -> str:
        lift = {n: v for n, v in self.exercise.facts.items() if n != "family" or self.exercise.movement is None}
        lifter = {n: v for n, v in self.profile.facts.items() if n not in self.profile.more}
        if self.profile.more:
            lifter["more"] = dict(self.profile.more)
        shown = [f"Profile({_write_arguments(lifter)})", f"Exercise({_write_arguments(lift)})"]
        return f"Situation({', '.join(shown + [repr(self.observed)] * bool(self.observed))})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print the `repr` in Hypothesis reports, which would otherwise show every field."""
        printer.text(repr(self))


def _write_arguments(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={_write_python(value)}" for name, value in values.items())


def _write_python(value: Any) -> str:
    if isinstance(value, frozenset):
        return "{" + ", ".join(map(repr, sorted(value))) + "}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name!r}: {_write_python(item)}" for name, item in value.items()) + "}"
    return repr(value)


@lru_cache(maxsize=16)
def lifting(book: Rulebook) -> Vocabulary:
    """The rulebook's vocabulary, restricted to values of `Profile` and `Exercise`; the family is required."""
    own = {**facts.attributes(Profile), **facts.attributes(Exercise)}
    declared = dict(book.vocabulary.attributes)
    attributes = {name: _narrow_attribute(attribute, own.get(name)) for name, attribute in declared.items()}
    family, movement = (attributes.get(name, own[name]) for name in ("family", "movement"))
    attributes["family"] = attrs.evolve(family, of="exercise", required=True)
    if "movement" in attributes:
        implies: dict[str, FrozenMap[str, Value]] = {
            value: FrozenMap({**movement.implies.get(value, {}), "family": FAMILY_OF[value]})
            for value in map(str, movement.values)
        }
        attributes["movement"] = attrs.evolve(movement, of="exercise", implies=FrozenMap(implies))
    return Vocabulary(FrozenMap(attributes), book.vocabulary.slots)


def _narrow_attribute(declared: Attribute, field: Attribute | None) -> Attribute:
    """A declared attribute, limited to the values that its field accepts."""
    if field is None:
        return declared
    return attrs.evolve(declared, values=tuple(value for value in declared.values if value in field.values))
