"""An interview: one question after another, each chosen by the answers so far, and none that can change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import attrs

from squeezelogic.coaching import record
from squeezelogic.coaching.introspection import slots_of, to_ask
from squeezelogic.coaching.parts import Provenance
from squeezelogic.coaching.profile import Profile, ProfileDict
from squeezelogic.coaching.provenance import known_to, rulebook_behind
from squeezelogic.coaching.recommend import ExerciseLike, recommend
from squeezelogic.coaching.recommendation import Recommendation
from squeezelogic.coaching.what_if import recommend_by
from squeezelogic.logic.explain.interview import answered
from squeezelogic.logic.explain.questions import Question, Questions
from squeezelogic.logic.explain.reachable import named
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.rulebook import Rulebook

SCHEMA = "squeezelogic/interview/1"


@attrs.frozen(kw_only=True)
class _State:
    """An interview as data."""

    schema: str = record.text(default=SCHEMA)
    facts: FrozenMap[str, Any] = record.facts()
    asked: tuple[str, ...] = record.many(str)
    about: tuple[str, ...] = record.many(str)
    rulebook: Provenance = record.one(Provenance)


@attrs.frozen
class Interview:
    """Where an interview stands. Begin one with `interview(exercise)`.

    An answer makes a new interview; this one stays as it is, so going back is keeping the one before.

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
        return to_ask(self.rulebook, known_to(self.rulebook, self.facts), self.about, self.asked)

    @property
    def question(self) -> Question | None:
        """What to ask next; None if no answer to anything could change the recommendation any more."""
        return self.questions[0] if self.questions else None

    @cached_property
    def recommendation(self) -> Recommendation:
        """The recommendation by what is known so far."""
        return recommend_by(self.facts, self.rulebook, Recommendation)

    def answer(self, value: Any) -> Interview:
        """The interview after the question was answered.

        Args:
            value: one of the question's values; of a set any number of them, none for «nothing of that»; None for «I
                do not know», which leaves the fact unknown and is not asked again.

        Raises:
            InvalidInput: there is no question, or this is no answer to it.
        """
        question = self.question
        if question is None:
            raise InvalidInput("there is no question left to answer: the recommendation is final")
        facts = answered(self.rulebook.vocabulary, self.facts, question.attribute, value)
        return attrs.evolve(self, facts=facts, asked=(*self.asked, question.attribute))

    def to_dict(self) -> dict[str, Any]:
        """The interview as JSON-ready data, to be continued elsewhere."""
        book = self.rulebook
        spoke = Provenance(book.name, book.version, book.digest)
        state = _State(facts=self.facts, asked=self.asked, about=self.about, rulebook=spoke)
        return record.to_plain(state)  # type: ignore[no-any-return]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, rulebook: Rulebook | None = None) -> Interview:
        """The interview that `to_dict` gave, possibly after a trip through JSON.

        Args:
            data: what `to_dict` gave.
            rulebook: the one that asks; not needed where that is the default one.

        Raises:
            InvalidInput: with every fault of the data, or another rulebook has been asking.
        """
        state = record.from_plain(_State, data, "interview")
        if state.schema != SCHEMA:
            raise InvalidInput(f"interview.schema must be {quoted(SCHEMA)}, not {quoted(state.schema)}")
        book = rulebook_behind(state.rulebook, rulebook)
        named(state.asked, book.vocabulary.attributes, "fact")
        made = cls(state.facts, state.asked, slots_of(book, state.about), book)
        made.recommendation  # noqa: B018 - says what is wrong with the facts
        return made


def interview(
    exercise: ExerciseLike,
    *,
    profile: Profile | ProfileDict | Mapping[str, Any] | str | None = None,
    observed: Iterable[str] = (),
    about: str | Iterable[str] | None = None,
    rulebook: Rulebook | None = None,
) -> Interview:
    """Begin to ask what has to be known for a recommendation.

    The question that decides most comes first (see `Recommendation.questions`). With the default rulebook that is the
    one for red flags, because one of them settles everything, and nobody should be coached who belongs in an
    examination.

    Args:
        exercise: as for `recommend`.
        profile: what is known about the lifter already.
        observed: faults that were seen. None seen is asked about; what was seen counts as all there is.
        about: what counts as the answer, as for `Recommendation.questions`.
        rulebook: the one to ask; the default one if left out.

    Raises:
        InvalidInput, UnknownExercise, AmbiguousExercise: as `recommend`.
    """
    lifter = Profile() if profile is None else profile
    start = recommend(lifter, exercise, observed=observed, rulebook=rulebook)
    book = Rulebook.default() if rulebook is None else rulebook
    return Interview(start.facts, (), slots_of(book, about), book)
