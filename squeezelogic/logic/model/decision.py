"""What a rulebook decides, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from squeezelogic.logic.model.errors import InvalidInput, plain
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

ASKED = "_asked_by"
"""Under this name a decision holds its rulebook and the facts that were given, which answer questions about it."""


@frozen
class Outcome:
    """What one topic comes to: the rules that stand, those overruled (and by which), and the slots filled."""

    standing: tuple[Rule, ...]
    overruled: FrozenMap[str, str]
    slots: FrozenMap[str, Conclusion]


@evaluable
@lazy_fields("outcomes", "slots")
@frozen(slots=False)
class Decision(LazyFields):
    """What a whole rulebook comes to. `str()` gives the slots on one line.

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

    @property
    def facts(self) -> FrozenMap[str, Value]:
        """What was known: given, or implied by what was given.

        Raises:
            InvalidInput: the decision knows no rulebook any more, as after pickling; neither can it be asked then.
        """
        book, given = self._asked
        situation = book.vocabulary.situation(given)
        return FrozenMap({n: value for n, value in situation.items() if value not in (UNKNOWN, frozenset())})

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON-ready data: `slots`, `standing` and `overruled`."""
        slots = {slot: list(value) if isinstance(value, tuple) else value for slot, value in self.slots.items()}
        return {"slots": slots, "standing": list(self.standing), "overruled": dict(self.overruled)}

    def why(self, what: str) -> Why:
        """Why something is concluded: the rules that give it, with the conditions that held.

        Args:
            what: a slot, a value of one (`slot=value` where several slots have it), or the id of an advice or a rule.

        Raises:
            InvalidInput: the rulebook has no such thing, or it is not given here, which `why_not` explains.
        """
        return self._asked_book.why(self.facts, what)

    def why_not(self, what: str | None = None) -> WhyNot:
        """Why something is not concluded: the rules that could have given it, and what became of each.

        Args:
            what: as for `why`; left out, every rule that is not in force.

        Raises:
            InvalidInput: the rulebook has no such thing, or it is given here, which `why` explains.
        """
        return self._asked_book.why_not(self.facts, what)

    def what_if(self, **changes: Any) -> ChangedDecision:
        """What would be decided with some facts otherwise.

        Args:
            changes: the facts that are otherwise; None for one that is not known any more.

        Raises:
            InvalidInput: facts or values that the vocabulary does not know.
            ConflictError, GapError: the rulebook contradicts itself, or says nothing.
        """
        return self._asked_book.what_if(self.facts, changes)

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
        return self._asked_book.counterfactuals(self.facts, want, change)

    def questions(self, about: str | Iterable[str] | None = None, settled: Iterable[str] = ()) -> Questions:
        """Every fact that could still change the decision, the one that decides most first.

        Args:
            about: the slots that make up the answer; every one if left out.
            settled: attributes that are not to be asked for although nothing is known of them.

        Raises:
            InvalidInput: slots or attributes that the vocabulary does not know; or the rulebook is too large.
        """
        return self._asked_book.questions(self.facts, about, settled)

    def accounts(self) -> tuple[RuleAccount, ...]:
        """What became of every rule, in order of importance."""
        return self._asked_book.accounts(self.facts)

    @property
    def _asked_book(self) -> Rulebook:
        return self._asked[0]

    @property
    def _asked(self) -> tuple[Rulebook, Mapping[str, Any]]:
        if ASKED not in self.__dict__:
            raise InvalidInput("this decision knows no rulebook, as after pickling: decide again to ask about it")
        found: tuple[Rulebook, Mapping[str, Any]] = self.__dict__[ASKED]
        return found

    def __str__(self) -> str:
        return "; ".join(f"{slot}: {plain(value)}" for slot, value in self.slots.items()) or "nothing is concluded"


def standing_in(outcomes: Iterable[Outcome]) -> list[Rule]:
    """The standing rules of several outcomes, in order."""
    return [rule for outcome in outcomes for rule in outcome.standing]
