"""Interviews about an exercise: one question at a time, each chosen by the answers so far."""

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
from squeezelogic.logic.explain.interview import AnyInterview
from squeezelogic.logic.explain.questions import Questions
from squeezelogic.logic.explain.reachable import require_known
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.rulebook import Rulebook, choose_rulebook

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
class Interview(AnyInterview):
    """An interview about an exercise. Start one with `interview(exercise)`."""

    def _find_questions(self) -> Questions:
        return to_ask(self.rulebook, known_to(self.rulebook, self.facts), self.about, self.asked)

    @cached_property
    def recommendation(self) -> Recommendation:
        """The recommendation for the known facts."""
        return recommend_by(self.facts, self.rulebook, Recommendation)

    def to_dict(self) -> dict[str, Any]:
        """The interview as JSON-ready data, to continue it elsewhere."""
        book = self.rulebook
        provenance = Provenance(book.name, book.version, book.digest)
        state = _State(facts=self.facts, asked=self.asked, about=self.about, rulebook=provenance)
        return record.to_plain(state)  # type: ignore[no-any-return]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, rulebook: Rulebook | None = None) -> Interview:
        """Restore an interview from the data of `to_dict`.

        Args:
            data: the data of `to_dict`, possibly after a trip through JSON.
            rulebook: the rulebook of the interview; not needed if that is the default one.

        Raises:
            InvalidInput: the data is invalid, or belongs to another rulebook; it lists every problem.
        """
        state = record.from_plain(_State, data, "interview")
        if state.schema != SCHEMA:
            raise InvalidInput(f"interview.schema must be {quoted(SCHEMA)}, not {quoted(state.schema)}")
        book = rulebook_behind(state.rulebook, rulebook)
        require_known(state.asked, book.vocabulary.attributes, "fact")
        made = cls(state.facts, state.asked, slots_of(book, state.about), book)
        made.recommendation  # noqa: B018 - validates the facts
        return made


def interview(
    exercise: ExerciseLike,
    *,
    profile: Profile | ProfileDict | Mapping[str, Any] | str | None = None,
    observed: Iterable[str] = (),
    about: str | Iterable[str] | None = None,
    rulebook: Rulebook | None = None,
) -> Interview:
    """Start an interview: the questions that a recommendation needs, one at a time.

    The most decisive question comes first (see `Recommendation.questions`). With the default rulebook that is the
    question for red flags, because any of them decides everything: see a clinician before you train.

    Args:
        exercise: as for `recommend`.
        profile: the known facts about the lifter.
        observed: the faults that were seen. If there are none, the interview asks for them; otherwise the list is
            complete.
        about: the slots that make up the answer, as for `Recommendation.questions`.
        rulebook: the rulebook; the default one if left out.

    Raises:
        InvalidInput, UnknownExercise, AmbiguousExercise: as `recommend`.
    """
    lifter = Profile() if profile is None else profile
    start = recommend(lifter, exercise, observed=observed, rulebook=rulebook)
    book = choose_rulebook(rulebook)
    return Interview(start.facts, (), slots_of(book, about), book)
