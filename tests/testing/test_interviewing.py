"""An interview against a model: what was said is all it knows, however it was said, put away or taken back."""

from __future__ import annotations

import json
import pickle
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from squeezelogic import Interview, InvalidInput, Recommendation, Rulebook, interview, recommend
from squeezelogic.logic.explain.questions import Question
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.testing import Situation, facts, rulebooks, situations
from tests.effort import examples

DEFAULT = Rulebook.default()
VALUES = ("verdict", "strength", "phase", "effort", "hold_seconds", "breath")
ABOUT: dict[str | tuple[str, ...] | None, tuple[str, ...]] = {
    None: VALUES,
    "verdict": ("verdict",),
    ("cues", "phase"): ("cues", "phase"),
}
books = st.just(None) | rulebooks(like=DEFAULT, sound=True)


class Interviewing(RuleBasedStateMachine):
    """An interview, and beside it the facts that were given and the questions that were asked."""

    @initialize(data=st.data(), about=st.sampled_from(list(ABOUT)), book=books)
    def begin(self, data: st.DataObject, about: str | tuple[str, ...] | None, book: Rulebook | None) -> None:
        """With anything known of the lifter, the exercise and what was seen; by the default rulebook or one like it."""
        start: Situation = data.draw(situations(rulebook=book))
        self.book, self.about = book, ABOUT[about]
        self.known: dict[str, Any] = start.facts
        self.asked: tuple[str, ...] = ()
        self.before: list[tuple[Interview, dict[str, Any], tuple[str, ...]]] = []
        self.now = interview(
            start.exercise, profile=start.profile, observed=start.observed, about=about, rulebook=self.book
        )

    @property
    def question(self) -> Question:
        """The one to be answered, where there is one."""
        assert self.now.question
        return self.now.question

    def _attribute(self, name: str) -> Attribute:
        return (self.book or DEFAULT).vocabulary.attributes[name]

    def _asked_for(self) -> bool:
        return self.now.question is not None

    def _final(self) -> bool:
        return self.now.question is None

    def _go_on(self, value: Any) -> None:
        """Answer, in the interview and in the model."""
        name = self.question.attribute
        self.before.append((self.now, dict(self.known), self.asked))
        self.now = self.now.answer(value)
        self.asked = (*self.asked, name)
        if value not in (None, []):
            self.known[name] = frozenset(value) if isinstance(value, list) else value

    @precondition(_asked_for)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """Any value of the fact will do, also one that was not offered because it decides nothing."""
        attribute = self._attribute(self.question.attribute)
        if attribute.type == "set":
            self._go_on(data.draw(st.lists(st.sampled_from(attribute.values), max_size=3, unique=True)))
        else:
            self._go_on(data.draw(st.sampled_from(self.question.values)))

    @precondition(_asked_for)
    @rule()
    def not_know(self) -> None:
        """That leaves the fact unknown and the question behind."""
        self._go_on(None)

    @precondition(_asked_for)
    @rule(nonsense=st.sampled_from(["sideways", 3, ["sideways"], [["fever"]], {"a": 1}, b"none", 0.5]))
    def answer_with_nonsense(self, nonsense: Any) -> None:
        """It is refused in words, and nothing happened."""
        with pytest.raises(InvalidInput, match=f"`{self.question.attribute}`"):
            self.now.answer(nonsense)

    @precondition(lambda self: self.before)
    @rule(steps=st.integers(1, 3))
    def take_back(self, steps: int) -> None:
        """An interview that went on is still the one before."""
        for _ in range(min(steps, len(self.before))):
            self.now, self.known, self.asked = self.before.pop()

    @rule(protocol=st.integers(0, pickle.HIGHEST_PROTOCOL))
    def put_away_and_take_up_again(self, protocol: int) -> None:
        """By pickling, or as JSON with the rulebook given anew: the same interview asks the same."""
        by_json = Interview.from_dict(json.loads(json.dumps(self.now.to_dict())), rulebook=self.book)
        by_pickle = pickle.loads(pickle.dumps(self.now, protocol))  # noqa: S301 - our own bytes
        assert by_json == self.now == by_pickle
        assert hash(by_json) == hash(self.now) == hash(by_pickle)
        assert by_json.questions == self.now.questions
        self.now = by_json

    @precondition(_final)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        """With nothing left to ask, whatever else may be true leads to the same answer; and no answer is taken."""
        with pytest.raises(InvalidInput, match="the answer is final"):
            self.now.answer(None)
        drawn = data.draw(facts(self.book or DEFAULT))
        more = {n: v for n, v in drawn.items() if n not in self.known and n not in self.asked}
        completed = Situation.of(self.known).but(**more)
        if completed is not None:  # a movement may contradict the family that was given
            assert self._answered(self._recommend(completed)) == self._answered(self.now.recommendation)

    def _recommend(self, situation: Situation) -> Recommendation:
        return recommend(situation.profile, situation.exercise, observed=situation.observed, rulebook=self.book)

    def _answered(self, rec: Recommendation) -> list[Any]:
        """The part of it that the interview is about; of a list which elements are in it."""
        parts = (getattr(rec, slot) for slot in self.about)
        return [{item.id for item in part} if isinstance(part, tuple) else part for part in parts]

    @invariant()
    def it_knows_what_was_said(self) -> None:
        """Neither more nor less, and which questions it put."""
        assert self.now.asked == self.asked
        assert {n: frozenset(v) if isinstance(v, tuple) else v for n, v in self.now.facts.items()} == self.known

    @invariant()
    def it_never_asks_for_what_is_settled(self) -> None:
        """Nor twice, nor for what the rulebook does not know."""
        names = [question.attribute for question in self.now.questions]
        assert len(set(names)) == len(names)
        assert not {*names} & ({*self.known} | {*self.asked})
        assert all(self._attribute(name) for name in names)

    @invariant()
    def it_recommends_by_what_was_said(self) -> None:
        """The same as if all facts were given at once."""
        assert self.now.recommendation == self._recommend(Situation.of(self.known))


TestInterviewing = Interviewing.TestCase
TestInterviewing.settings = settings(max_examples=examples(20), stateful_step_count=20, deadline=None)
