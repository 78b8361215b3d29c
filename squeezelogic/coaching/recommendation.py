"""Recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from squeezelogic.coaching import pydantic_support, record
from squeezelogic.coaching.parts import (
    LIST_SLOTS,
    SCHEMA,
    TRANSLATION,
    Fact,
    Item,
    Overruled,
    Progression,
    Provenance,
    Reason,
)
from squeezelogic.coaching.values import (
    Breath,
    BreathValue,
    Effort,
    EffortValue,
    Phase,
    PhaseValue,
    Strength,
    StrengthValue,
    Verdict,
    VerdictValue,
)
from squeezelogic.logic.model.errors import harmless, plain
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.lazy_fields import LazyFields, from_origin, lazy_fields
from squeezelogic.logic.model.type_hints import evaluable

if TYPE_CHECKING:
    from squeezelogic.coaching.what_if import WhatIf
    from squeezelogic.logic.explain.changes import Counterfactuals
    from squeezelogic.logic.explain.questions import Questions
    from squeezelogic.logic.explain.trace import Why, WhyNot
    from squeezelogic.logic.render.drawing import Drawing
    from squeezelogic.logic.rulebook import Rulebook

REASONING = ("reasons", "overruled", "unused", "facts", "rulebook", "disclaimer")
WAITING = ("schema", "summary", *LIST_SLOTS, "progression", *REASONING)
"""The lazy fields."""
CLOSED = {"verdict": Verdict, "strength": Strength, "phase": Phase, "effort": Effort, "breath": Breath}
SCHEMA_FILE = "recommendation.schema.json"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `to_dict()` that ships with the package (draft 2020-12)."""
    from importlib import resources  # noqa: PLC0415 - only a few callers need it, and it is slow to import
    from json import loads  # noqa: PLC0415 - likewise

    schema: dict[str, Any] = loads(resources.files("squeezelogic.coaching").joinpath(SCHEMA_FILE).read_text("utf-8"))
    return schema


@evaluable
@lazy_fields(*WAITING)
@attrs.frozen(kw_only=True, slots=False, repr=False)
class Recommendation(LazyFields):
    """The advice for one lifter in one exercise, with the reasons. Frozen, hashable, plain data.

    Args:
        verdict: `squeeze`, `squeeze_gently`, `learn_first`, `start_gently`, `fix_form_first`, `no_squeeze`, `reassess`
            or `refer`.
        strength: `strong` or `conditional`.
        phase: the part of the repetition: `lockout`, `start` or `none`.
        effort: `none`, `gentle` or `deliberate`.
        hold_seconds: the hold in seconds; None if there is no hold.
        breath: `exhale_at_lockout`, or None.
        summary: the answer in at most 140 characters.
        setup, cues, avoid, cautions, corrections, notes, alternatives: advice, most important first.
        progression: the place among the variants and the next step, or None.
        reasons: every standing rule, in order of importance; those of the topic that gives the verdict go first.
        overruled: every rule that held and was overruled.
        unused: the given facts that no rule for this family reads.
        facts: every given fact.
        rulebook: the rulebook that made it.
        disclaimer: the limits of this advice.
    """

    schema: str = record.text(record.one_of(SCHEMA), default=SCHEMA)
    verdict: VerdictValue = record.text(record.WORD)
    strength: StrengthValue = record.text(record.WORD)
    phase: PhaseValue | None = record.optional(form=record.WORD)
    effort: EffortValue | None = record.optional(form=record.WORD)
    hold_seconds: float | None = record.optional(float, least=0)
    breath: BreathValue | None = record.optional(form=record.WORD)
    summary: str = record.text(record.Form(r"(?s:.{1,140})", "a text of at most 140 characters"))
    setup: tuple[Item, ...] = record.many(Item)
    cues: tuple[Item, ...] = record.many(Item, carries="focus")
    avoid: tuple[Item, ...] = record.many(Item)
    cautions: tuple[Item, ...] = record.many(Item, carries="severity")
    corrections: tuple[Item, ...] = record.many(Item, carries="fault")
    notes: tuple[Item, ...] = record.many(Item)
    alternatives: tuple[Item, ...] = record.many(Item)
    progression: Progression | None = record.optional(Progression)
    reasons: tuple[Reason, ...] = record.many(Reason, least=1)
    overruled: tuple[Overruled, ...] = record.many(Overruled)
    unused: tuple[Fact, ...] = record.many(Fact)
    facts: FrozenMap[str, Any] = record.facts()
    rulebook: Provenance = record.one(Provenance)
    disclaimer: str = record.text(record.FILLED)

    def __hash__(self) -> int:
        return hash((self.facts, self.rulebook))  # they determine the rest

    @from_origin
    def to_dict(self) -> dict[str, Any]:
        """The recommendation as JSON-ready data that satisfies the JSON Schema shipped with the package."""
        return record.to_plain(self)  # type: ignore[no-any-return]

    @from_origin
    def to_json(self) -> str:
        """The recommendation as JSON text: equal to `json.dumps(rec.to_dict())`, but faster."""
        return record.to_json(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Recommendation:
        """Restore a recommendation from the data of `to_dict`, possibly after a trip through JSON.

        Raises:
            InvalidInput: keys that are missing, unknown or of the wrong type, all of them.
        """
        return record.from_plain(cls, data, "recommendation")

    def __repr__(self) -> str:
        about = plain(self.facts.get("movement") or self.facts.get("family") or "any exercise")
        return f"<Recommendation {plain(self.verdict)} ({plain(self.strength)}) for {about}>"

    def __str__(self) -> str:
        verdict, said = self.verdict.replace("_", " "), self.__dict__.get(TRANSLATION)
        if said is not None:
            verdict = said.say(f"conclusion.verdict.{self.verdict}", verdict)
        return harmless(f"{verdict.capitalize()}: {self.summary}")

    def in_language(self, language: str, *, rulebook: Rulebook | None = None) -> Recommendation:
        """The same recommendation with its texts in another language. Ids, values and facts stay as they are.

        Args:
            language: a code, such as `de`; a text that is not translated stays English.
            rulebook: the rulebook that made it; not needed if it is the default one, or in the process that made it.

        Raises:
            InvalidInput: the rulebook has no texts in that language, or another rulebook made it.
        """
        from squeezelogic.coaching.translated import in_language  # noqa: PLC0415 - it imports this module

        return in_language(self, language, rulebook)

    def brief(self) -> str:
        """The recommendation in at most 90 words, as a coach says it aloud.

        It has the summary, every critical caution, the easier step to go back to if there is one, at most two
        corrections and four cues, and one reason, in their short forms. If that is too long, it leaves out the further
        sentences of the reason, then cues from the last, then the second correction, and finally the reason and the
        other correction. It never leaves out a critical caution or the step back.
        """
        from squeezelogic.coaching.brief import brief  # noqa: PLC0415 - it imports this module

        return brief(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        return pydantic_support.core_schema(
            lambda data: data if isinstance(data, cls) else cls.from_dict(data), cls.to_dict
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, Any]:
        embedded = pydantic_support.embed_schema(json_schema())
        for name, values in CLOSED.items():  # not `enum`, because another rulebook may have other values
            embedded["properties"][name]["examples"] = list(values)
        return embedded

    def explain(self, detail: str = "short", *, rulebook: Rulebook | None = None) -> str:
        """Render the recommendation and its reasons as text.

        Args:
            detail: `short`, or `full` for everything.
            rulebook: the rulebook that made it; not needed if it is the default one, or in the process that made it. If
            it is not available, the conditions that held and the titles of the articles are left out.

        Raises:
            InvalidInput: any other detail, or a rulebook that did not make it.
        """
        from squeezelogic.coaching.recommendation_text import explain  # noqa: PLC0415 - it imports this module

        return explain(self, detail, rulebook)

    def why(self, what: str, *, rulebook: Rulebook | None = None) -> Why:
        """Explain why: the rules that give something, with the conditions that held, the actual values, and sources.

        Args:
            what: a slot (`verdict`, `cues`, `next_step` …), a value of one (`squeeze`, `effort=none`), or the id of a
                piece of advice or of a rule.
            rulebook: the rulebook that made it; not needed if it is the default one, or in the process that made it.

        Returns:
            Data; `str()` of it is prose.

        Raises:
            InvalidInput: there is no such thing; or it is not given (use `why_not`); or another rulebook made
            the recommendation.
        """
        from squeezelogic.coaching.introspection import why  # noqa: PLC0415 - it imports this module

        return why(self, what, rulebook)

    def why_not(self, what: str | None = None, *, rulebook: Rulebook | None = None) -> WhyNot:
        """Explain why not: the actual values and their reasons, then the state of each rule that could give something.

        The state is the conditions that failed, with the actual values, or the rule that overruled it. Rules for
        another family of exercises are left out.

        Args:
            what: as for `why`; if left out, every rule for this family that does not stand.
            rulebook: the rulebook that made it; not needed if it is the default one, or in the process that made it.

        Returns:
            Data; `str()` of it is prose. A condition on conclusions of other rules names these rules, for `why`.

        Raises:
            InvalidInput: there is no such thing; or it is given (use `why`); or another rulebook made the
            recommendation.
        """
        from squeezelogic.coaching.introspection import why_not  # noqa: PLC0415 - it imports this module

        return why_not(self, what, rulebook)

    def what_if(self, /, *, rulebook: Rulebook | None = None, **changes: Any) -> WhatIf:
        """Recommend again with some facts changed, and compare.

        Args:
            rulebook: the rulebook that made it; not needed if it is the default one, or in the process that made it.
            **changes: the new facts of the lifter, the exercise and `observed`, by name; None for unknown.

        Returns:
            Data; `str()` of it is prose.

        Raises:
            InvalidInput: unknown names or wrong values, all of them; or another rulebook made it.
        """
        from squeezelogic.coaching.what_if import what_if  # noqa: PLC0415 - it imports this module

        return what_if(self, changes, rulebook)

    def counterfactuals(
        self,
        want: str | Mapping[str, Any] | None = None,
        change: Iterable[str] | None = None,
        *,
        rulebook: Rulebook | None = None,
    ) -> Counterfactuals:
        """Find all smallest sets of changes to the facts that lead to another answer.

        Args:
            want: a verdict, `slot=value`, or a mapping of slots to values (for a list, the ids that it must contain;
                None for an empty slot); if left out, any other verdict.
            change: the facts that may change; if left out, all that a person or time can change by the vocabulary,
                except
            `movement` and `family`. Facts change only in their declared direction: a fault can only be removed, an
            injury cannot be added, and a change that takes time has `Change.when`. In a set, each added or removed
            element counts. An unknown fact may become known, but not the reverse.
            rulebook: the rulebook that made it; not needed if it is the default one, or in the process that made it.

        Returns:
            The sets, empty if no change of these facts is enough; `str()` of it is prose. `what_if(**one.facts)` shows
            the effect of a set.

        Raises:
            InvalidInput: unknown names or wrong values, all of them; or another rulebook made it.
        """
        from squeezelogic.coaching.introspection import counterfactuals  # noqa: PLC0415 - it imports this module

        return counterfactuals(self, want, change, rulebook)

    def questions(
        self,
        about: str | Iterable[str] | None = None,
        settled: Iterable[str] = (),
        *,
        rulebook: Rulebook | None = None,
    ) -> Questions:
        """The unknown facts that could still change the answer, the most decisive first.

        If there are none, the answer is final. Given facts count as complete; an empty set counts as not asked yet.

        Args:
            about: the slots that make up the answer: `verdict`, `cues`, `progression` or any other slot, several of
                them,
            or `everything`; if left out, the verdict with strength, phase, effort, hold and breath. Then faults are
            asked for even if they only change corrections.
            settled: unknown facts that should not be asked for, such as sets known to be empty.
            rulebook: the rulebook that made it; not needed if it is the default one, or in the process that made it.

        Returns:
            The questions, each with how to find out, its answers, and what is still possible after each; `str()` of it
            is prose.

        Raises:
            InvalidInput: unknown names, all of them; or another rulebook made it.
        """
        from squeezelogic.coaching.introspection import questions  # noqa: PLC0415 - it imports this module

        return questions(self, about, settled, rulebook)

    def drawing(self, topics: Iterable[str] | None = None, *, rulebook: Rulebook | None = None) -> Drawing:
        """Draw (SVG) which facts led through which rules to which conclusions. Notebooks display it.

        Args:
            topics: the names of topics; the topic of the verdict if left out, `all` for every topic with a rule that
                held.
            rulebook: the rulebook that made it; not needed if it is the default one, or in the process that made it.

        Raises:
            InvalidInput: another rulebook made it, or there is no such topic.
        """
        from squeezelogic.coaching.notebook.recommendation_card import draw_recommendation  # noqa: PLC0415 - only drawings need it

        return draw_recommendation(self, topics, rulebook)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The recommendation for a notebook."""
        from squeezelogic.coaching.notebook.recommendation_card import render_recommendation  # noqa: PLC0415 - only notebooks need it

        return render_recommendation(self)
