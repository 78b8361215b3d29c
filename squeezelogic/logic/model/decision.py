"""What a rulebook decides, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.lazy_fields import LazyFields, lazy_fields, lazy_property
from squeezelogic.logic.model.rules import Conclusion, Rule


@frozen
class Outcome:
    """What one topic comes to: the rules that stand, those overruled (and by which), and the slots filled."""

    standing: tuple[Rule, ...]
    overruled: FrozenMap[str, str]
    slots: FrozenMap[str, Conclusion]


@lazy_fields("outcomes", "slots")
@frozen(slots=False)
class Decision(LazyFields):
    """What a whole rulebook comes to.

    Args:
        outcomes: one for each topic, in the rulebook's order.
        slots: everything concluded; a tuple where a slot accumulates, and no key for a slot nobody filled.
    """

    outcomes: tuple[Outcome, ...]
    slots: FrozenMap[str, Conclusion]

    @lazy_property
    def rules(self) -> tuple[Rule, ...]:
        """Every standing rule, in order of importance."""
        return tuple(standing_in(self.outcomes))

    @lazy_property
    def standing(self) -> tuple[str, ...]:
        """The ids of the standing rules, in order of importance."""
        return tuple([rule.id for rule in self.rules])

    @lazy_property
    def overruled(self) -> FrozenMap[str, str]:
        """For each rule that held and lost, by id: the id of the rule that overruled it."""
        return FrozenMap({lost: by for outcome in self.outcomes for lost, by in outcome.overruled.items()})


def standing_in(outcomes: Iterable[Outcome]) -> list[Rule]:
    """The standing rules of several outcomes, in order."""
    return [rule for outcome in outcomes for rule in outcome.standing]
