"""An interview about any rulebook: one question after another, and none that can change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from squeezelogic.logic.explain.questions import Question, Questions, questions
from squeezelogic.logic.model.decision import Decision
from squeezelogic.logic.model.errors import InvalidInput
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Vocabulary

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook


@attrs.frozen
class RulebookInterview:
    """Where an interview stands. An answer makes a new interview; this one stays as it is.

    Args:
        facts: what is known.
        asked: the facts that were asked for, in order; what somebody did not know is not asked again.
        about: the slots that make up the answer.
        rulebook: the rulebook that asks.
    """

    facts: FrozenMap[str, Any]
    asked: tuple[str, ...]
    about: tuple[str, ...]
    rulebook: Rulebook = attrs.field(repr=False)

    @cached_property
    def questions(self) -> Questions:
        """Everything that could still be asked, the question that decides most first."""
        return questions(self.rulebook, self.facts, self.about, self.asked)

    @property
    def question(self) -> Question | None:
        """What to ask next; None if no answer to anything could change the decision any more."""
        return self.questions[0] if self.questions else None

    @cached_property
    def decision(self) -> Decision:
        """The decision by what is known so far."""
        return self.rulebook.decide(self.facts)

    def answer(self, value: Any) -> RulebookInterview:
        """The interview after the question was answered.

        Args:
            value: one of the question's values; of a set any number of them; None for «I do not know».

        Raises:
            InvalidInput: there is no question, or this is no answer to it.
        """
        if self.question is None:
            raise InvalidInput("there is no question left to answer: the decision is final")
        name = self.question.attribute
        facts = answered(self.rulebook.vocabulary, self.facts, name, value)
        return attrs.evolve(self, facts=facts, asked=(*self.asked, name))


def answered(vocabulary: Vocabulary, facts: Mapping[str, Any], name: str, value: Any) -> FrozenMap[str, Any]:
    """Facts and the answer to one more question; an answer that says nothing adds nothing.

    Raises:
        InvalidInput: the value is none of the attribute's, or contradicts the facts.
    """
    admitted = vocabulary.attributes[name].admit(value)
    known = dict(facts)
    if admitted not in (UNKNOWN, frozenset()):
        known[name] = tuple(sorted(admitted)) if isinstance(admitted, frozenset) else admitted
    vocabulary.situation({key: fact for key, fact in known.items() if key in vocabulary.attributes})
    return FrozenMap(known)
