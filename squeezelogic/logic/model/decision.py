"""Outcomes of topics and decisions of whole rulebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from squeezelogic.logic.model.errors import InvalidInput, abridged, plain
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.lazy_fields import LazyFields, lazy_fields, lazy_property
from squeezelogic.logic.model.rules import Conclusion, Rule
from squeezelogic.logic.model.type_hints import evaluable
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value

if TYPE_CHECKING:
    from squeezelogic.logic.explain.changes import Counterfactuals
    from squeezelogic.logic.explain.questions import Questions
    from squeezelogic.logic.explain.trace import RuleAccount, Why, WhyNot
    from squeezelogic.logic.explain.what_if import ChangedDecision
    from squeezelogic.logic.rulebook import Rulebook

SOURCE = "_source"
"""The attribute in which a decision keeps its rulebook and the given facts, to answer questions about itself."""


@frozen
class Outcome:
    """The result of one topic: the rules that stand, the rules overruled (and by which), and the slots filled."""

    standing: tuple[Rule, ...]
    overruled: FrozenMap[str, str]
    slots: FrozenMap[str, Conclusion]


@evaluable
@lazy_fields("outcomes", "slots")
@frozen(slots=False, repr=False)
class Decision(LazyFields):
    """The result of a whole rulebook. `str()` returns the slots on one line.

    Args:
        outcomes: one for each topic, in the rulebook's order.
        slots: all conclusions; a tuple for a slot that accumulates, and no key for a slot that no rule filled.
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
        """For each overruled rule, by id: the id of the rule that overruled it."""
        return FrozenMap({lost: by for outcome in self.outcomes for lost, by in outcome.overruled.items()})

    @property
    def facts(self) -> FrozenMap[str, Value]:
        """The known facts: those given, and those that they imply.

        Raises:
            InvalidInput: the decision has no rulebook, for example after pickling; it cannot answer questions either.
        """
        book, given = self._source
        situation = book.vocabulary.situation(given)
        return FrozenMap({n: value for n, value in situation.items() if value not in (UNKNOWN, frozenset())})

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON-ready data: `slots`, `standing` and `overruled`."""
        slots = {slot: list(value) if isinstance(value, tuple) else value for slot, value in self.slots.items()}
        return {"slots": slots, "standing": list(self.standing), "overruled": dict(self.overruled)}

    def why(self, what: str) -> Why:
        """Explain why something is concluded: the rules that give it, with the conditions that held.

        Args:
            what: a slot, a value of one (`slot=value` where several slots have it), or the id of an advice or a rule.

        Raises:
            InvalidInput: the rulebook has no such thing, or it is not given here (use `why_not`).
        """
        return self._book.why(self.facts, what)

    def why_not(self, what: str | None = None) -> WhyNot:
        """Explain why something is not concluded: the rules that could give it, and the state of each.

        Args:
            what: as for `why`; left out, every rule that is not in force.

        Raises:
            InvalidInput: the rulebook has no such thing, or it is given here (use `why`).
        """
        return self._book.why_not(self.facts, what)

    def what_if(self, /, **changes: Any) -> ChangedDecision:
        """The decision with some facts changed.

        Args:
            changes: the new values; None makes a fact unknown.

        Raises:
            InvalidInput: facts or values that the vocabulary does not know.
            ConflictError, GapError: the rulebook contradicts itself, or leaves a required slot empty.
        """
        return self._book.what_if(self.facts, changes)

    def counterfactuals(
        self, want: str | Mapping[str, Any] | None = None, change: Iterable[str] | None = None
    ) -> Counterfactuals:
        """All smallest sets of changes to the facts that lead to another decision.

        Args:
            want: a value for each slot that matters, or one value by its name (`slot=value` where several slots have
                it); left out, any other value of the first slot that is filled.
            change: the attributes that may change; every one if left out.

        Raises:
            InvalidInput: slots, values or attributes that the vocabulary does not know; or the rulebook is too large.
        """
        return self._book.counterfactuals(self.facts, want, change)

    def questions(self, about: str | Iterable[str] | None = None, settled: Iterable[str] = ()) -> Questions:
        """Every fact that could still change the decision, the one that decides most first.

        Args:
            about: the slots that make up the answer; every one if left out.
            settled: unknown attributes that should not be asked for.

        Raises:
            InvalidInput: slots or attributes that the vocabulary does not know; or the rulebook is too large.
        """
        return self._book.questions(self.facts, about, settled)

    def accounts(self) -> tuple[RuleAccount, ...]:
        """The state of every rule, in order of importance."""
        return self._book.accounts(self.facts)

    @property
    def _book(self) -> Rulebook:
        return self._source[0]

    @property
    def _source(self) -> tuple[Rulebook, Mapping[str, Any]]:
        if SOURCE not in self.__dict__:
            raise InvalidInput("this decision has lost its rulebook, as after pickling: decide again to ask about it")
        found: tuple[Rulebook, Mapping[str, Any]] = self.__dict__[SOURCE]
        return found

    def __repr__(self) -> str:
        return f"<Decision: {abridged(str(self))}>"

    def __str__(self) -> str:
        return "; ".join(f"{slot}: {plain(value)}" for slot, value in self.slots.items()) or "nothing is concluded"


def standing_in(outcomes: Iterable[Outcome]) -> list[Rule]:
    """The standing rules of several outcomes, in order."""
    return [rule for outcome in outcomes for rule in outcome.standing]
