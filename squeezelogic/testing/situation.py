"""One question to a coach: who lifts, what, and what was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import attributes
from squeezelogic.coaching.profile import Profile
from squeezelogic.logic.model.errors import InvalidInput

OBSERVED = "observed"


def own_names(cls: type) -> tuple[str, ...]:
    """The facts that a `Profile` or an `Exercise` has fields for."""
    return tuple(attributes(cls))


def _in_order(observed: Iterable[str]) -> tuple[str, ...]:
    return tuple(observed)


@attrs.frozen(repr=False)
class Situation:
    """Everything that `recommend` is given; its `repr` shows what is known, as Python.

    Args:
        profile: who lifts.
        exercise: what is lifted.
        observed: faults that were seen, in the order in which they are told.
    """

    profile: Profile
    exercise: Exercise
    observed: tuple[str, ...] = attrs.field(default=(), converter=_in_order)

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Situation:
        """The situation with these facts, by attribute; a rulebook's own attributes go into the profile's `more`.

        Raises:
            InvalidInput: no such lifter, or no such exercise.
        """
        whole = {name: value for name, value in facts.items() if value is not None}
        lifter = {name: whole.pop(name) for name in own_names(Profile) if name in whole}
        lift = {name: whole.pop(name) for name in own_names(Exercise) if name in whole}
        seen: Iterable[str] | str = whole.pop(OBSERVED, ())
        return cls(Profile(**lifter, more=whole), Exercise(**lift), [seen] if isinstance(seen, str) else sorted(seen))

    @property
    def facts(self) -> dict[str, Any]:
        """What is known, by attribute."""
        seen = {OBSERVED: frozenset(self.observed)} if self.observed else {}
        return {**self.profile.facts, **self.exercise.facts, **seen}

    def ask(self, recommend: Callable[..., Any]) -> Any:
        """What somebody says to it: whatever `recommend(profile, exercise, observed=…)` returns."""
        return recommend(self.profile, self.exercise, observed=self.observed)

    def but(self, **facts: Any) -> Situation | None:
        """The same situation with other values for these attributes (None: unknown); None if it cannot be."""
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
        """The same for Hypothesis, which would otherwise show every field."""
        printer.text(repr(self))


def _write_arguments(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={_write_python(value)}" for name, value in values.items())


def _write_python(value: Any) -> str:
    if isinstance(value, frozenset):
        return "{" + ", ".join(map(repr, sorted(value))) + "}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name!r}: {_write_python(item)}" for name, item in value.items()) + "}"
    return repr(value)
