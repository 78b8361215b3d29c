"""Interviews: one question at a time, until no answer could change the result."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import attrs

from squeezelogic.logic.explain.questions import Question, Questions, find_questions
from squeezelogic.logic.model.decision import Decision
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.type_hints import evaluable
from squeezelogic.logic.model.vocabulary import UNKNOWN, Vocabulary

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook


@evaluable
@attrs.frozen
class AnyInterview:
    """The common base of interviews about a rulebook and about an exercise.

    An answer returns a new interview. The old one does not change; keep it to go back.

    Args:
        facts: the known facts.
        asked: the facts that were asked for, in order; a fact that was answered with «I do not know» is not asked
            again.
        about: the slots that make up the answer.
        rulebook: the rulebook.
    """

    facts: FrozenMap[str, Any]
    asked: tuple[str, ...]
    about: tuple[str, ...]
    rulebook: Rulebook = attrs.field(repr=False)

    @cached_property
    def questions(self) -> Questions:
        """Every open question, the most decisive first."""
        return self._find_questions()

    def _find_questions(self) -> Questions:
        return find_questions(self.rulebook, self.facts, self.about, self.asked)

    @property
    def question(self) -> Question | None:
        """The next question; None if no answer could change the result any more."""
        return self.questions[0] if self.questions else None

    def answer(self, value: Any) -> Self:
        """The interview after an answer to the question.

        Args:
            value: one of the question's values; for a set any number of them, none for «nothing of that»; None for «I
                do not know», which leaves the fact unknown.

        Raises:
            InvalidInput: there is no question, or this is not an answer to it.
        """
        if self.question is None:
            raise InvalidInput("there is no question left to answer: the answer is final")
        name = self.question.attribute
        facts = answered(self.rulebook.vocabulary, self.facts, name, value)
        return attrs.evolve(self, facts=facts, asked=(*self.asked, name))


@attrs.frozen
class RulebookInterview(AnyInterview):
    """An interview about any rulebook. Start one with `Rulebook.interview`."""

    @cached_property
    def decision(self) -> Decision:
        """The decision for the known facts."""
        return self.rulebook.decide(self.facts)


def answered(vocabulary: Vocabulary, facts: Mapping[str, Any], name: str, value: Any) -> FrozenMap[str, Any]:
    """Add the answer to a question to the facts; an unknown answer adds nothing.

    Raises:
        InvalidInput: the attribute does not allow the value, or it contradicts the facts, or requires one.
    """
    attribute = vocabulary.attributes[name]
    admitted = attribute.admit(value)
    known = dict(facts)
    if admitted not in (UNKNOWN, frozenset()):
        known[name] = tuple(sorted(admitted)) if isinstance(admitted, frozenset) else admitted
    elif attribute in vocabulary.find_missing(vocabulary.situation(facts)):
        raise InvalidInput(f"{quoted(name)} is required: {attribute.remedy(None)}")
    vocabulary.situation({key: fact for key, fact in known.items() if key in vocabulary.attributes})
    return FrozenMap(known)
