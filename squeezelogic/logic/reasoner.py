"""Decides: topic after topic, each looked up in its table."""

from __future__ import annotations

from collections.abc import Mapping

from squeezelogic.logic.decision import Decision, Outcome, standing_in
from squeezelogic.logic.meaning import conclusions
from squeezelogic.logic.rules import Topic
from squeezelogic.logic.table import Table
from squeezelogic.logic.vocabulary import Value


class Reasoner:
    """The tables of a rulebook's topics, chained.

    Args:
        topics: in the rulebook's order.
        by: the engine to infer with; the one at work if left out.
    """

    def __init__(self, topics: tuple[Topic, ...], by: str | None = None) -> None:
        read = {name for topic in topics for name, attribute in topic.inputs.items() if attribute.of == "slot"}
        self.tables = tuple(Table(topic, by) for topic in topics)
        self._handed_on = tuple(tuple(slot for slot in topic.concludes if slot in read) for topic in topics)
        self._blanks = {
            name: attribute.blank
            for topic in topics
            for name, attribute in topic.inputs.items()
            if attribute.of == "slot"
        }

    def decide(self, situation: Mapping[str, Value]) -> Decision:
        """What the rulebook comes to in a complete situation.

        Raises:
            ConflictError: two standing rules disagree.
            GapError: a required slot stays empty.
        """
        known = {**situation, **self._blanks}
        outcomes: list[Outcome] = []
        for table, slots in zip(self.tables, self._handed_on, strict=True):
            outcome = table.look_up(known)
            outcomes.append(outcome)
            for slot in slots:
                if (value := outcome.slots.get(slot)) is not None:
                    known[slot] = known[slot] | frozenset(value) if isinstance(value, tuple) else value  # type: ignore[operator]
        return Decision(tuple(outcomes), conclusions(standing_in(outcomes)))
