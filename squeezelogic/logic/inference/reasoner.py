"""Decides: topic after topic, each looked up in its table."""

from __future__ import annotations

from collections.abc import Mapping

from squeezelogic.logic.inference.chain import ROWS_KEPT, Chain
from squeezelogic.logic.inference.table import Table
from squeezelogic.logic.model.decision import Decision, Outcome
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Conclusion, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value
from squeezelogic.logic.semantics.definition import seen


class Reasoner:
    """A rulebook's topics as tables that remember.

    Args:
        topics: in the rulebook's order.
        by: the engine to infer with; the one at work if left out.
        rows_kept: how many rows of each topic to remember.
    """

    def __init__(self, topics: tuple[Topic, ...], by: str | None = None, rows_kept: int = ROWS_KEPT) -> None:
        self.tables = tuple(Table(topic, by) for topic in topics)
        self._chain = Chain[Outcome](self.tables, lambda outcome: outcome, rows_kept)

    def decide(self, situation: Mapping[str, Value]) -> Decision:
        """What the rulebook comes to in a complete situation.

        Raises:
            ConflictError: two standing rules disagree.
            GapError: a required slot stays empty.
        """
        number = self._chain.number(situation)
        outcomes: list[Outcome] = []
        for table, stage in zip(self.tables, self._chain.stages, strict=True):
            try:
                outcome, adds = stage.at(number)
            except DecisionError as error:
                read = seen(table.topic, situation, outcomes)
                given = {name: value for name, value in read.items() if value not in (UNKNOWN, frozenset())}
                raise type(error)(error.args[0], error.topic, error.slot, error.rules, given) from None
            number |= adds
            outcomes.append(outcome)
        return Decision(tuple(outcomes), _together(outcomes))


def _together(outcomes: list[Outcome]) -> FrozenMap[str, Conclusion]:
    """What the topics conclude together: lists accumulate, and no two topics fill one slot of a single value."""
    slots: dict[str, Conclusion] = {}
    for outcome in outcomes:
        for slot, value in outcome.slots.items():
            before = slots.get(slot)
            slots[slot] = tuple(dict.fromkeys((*before, *value))) if isinstance(before, tuple) else value  # type: ignore[misc]
    return FrozenMap(slots)
