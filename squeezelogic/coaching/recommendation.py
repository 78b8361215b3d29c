"""The answer: what to do, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from squeezelogic.coaching import pydantic_support, record
from squeezelogic.coaching.parts import LISTS, SCHEMA, Fact, Item, Overruled, Progression, Provenance, Reason
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
from squeezelogic.logic.model.lazy_fields import LazyFields, lazy_fields
from squeezelogic.logic.model.type_hints import evaluable

if TYPE_CHECKING:
    from squeezelogic.coaching.what_if import WhatIf
    from squeezelogic.logic.explain.changes import Counterfactuals
    from squeezelogic.logic.explain.questions import Questions
    from squeezelogic.logic.explain.trace import Why, WhyNot
    from squeezelogic.logic.render.drawing import Drawing
    from squeezelogic.logic.rulebook import Rulebook

REASONING = ("reasons", "overruled", "unused", "facts", "rulebook", "disclaimer")
WAITING = ("schema", "summary", *LISTS, "progression", *REASONING)
"""What is worked out only when somebody reads it."""
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
    """What one lifter should do in one exercise, with the reasoning. Frozen, hashable, and plain data throughout.

    Args:
        verdict: `squeeze`, `squeeze_gently`, `learn_first`, `start_gently`, `fix_form_first`, `no_squeeze`, `reassess`
            or `refer`.
        strength: `strong` or `conditional`.
        phase: when in the repetition: `lockout`, `start` or `none`.
        effort: `none`, `gentle` or `deliberate`.
        hold_seconds: how long, in seconds; None where nothing is held.
        breath: `exhale_at_lockout`, or None.
        summary: the answer in at most 140 characters.
        setup, cues, avoid, cautions, corrections, notes, alternatives: advice, most important first.
        progression: where the lifter stands among the variants, or None.
        reasons: every rule that stands, in order of importance.
        overruled: every rule that held and lost.
        unused: facts given that no rule for this family reads.
        facts: every fact given.
        rulebook: which rulebook spoke.
        disclaimer: what this answer is not.
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
        return hash((self.facts, self.rulebook))  # the rest follows from these

    def to_dict(self) -> dict[str, Any]:
        """The recommendation as JSON-ready data, which satisfies the JSON Schema that ships with the package."""
        return record.to_plain(self)  # type: ignore[no-any-return]

    def to_json(self) -> str:
        """The recommendation as JSON text: what `json.dumps` makes of `to_dict()`, in less time."""
        return record.to_json(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Recommendation:
        """The recommendation that `to_dict` gave, possibly after a trip through JSON.

        Raises:
            InvalidInput: with every key that is missing, unknown or of the wrong type.
        """
        return record.from_plain(cls, data, "recommendation")

    def __repr__(self) -> str:
        about = plain(self.facts.get("movement") or self.facts.get("family") or "any exercise")
        return f"<Recommendation {plain(self.verdict)} ({plain(self.strength)}) for {about}>"

    def __str__(self) -> str:
        return harmless(f"{self.verdict.replace('_', ' ').capitalize()}: {self.summary}")

    def in_language(self, language: str, *, rulebook: Rulebook | None = None) -> Recommendation:
        """The same recommendation with its texts in another language. Ids, values and facts stay as they are.

        Args:
            language: a code, such as `de`; a text that is not translated stays English.
            rulebook: the one that spoke; not needed in the process that asked it, nor where that is the default one.

        Raises:
            InvalidInput: the rulebook has no texts in that language, or another rulebook spoke.
        """
        from squeezelogic.coaching.translated import in_language  # noqa: PLC0415 - it knows this module

        return in_language(self, language, rulebook)

    def brief(self) -> str:
        """What a coach would say aloud, in at most 90 words.

        That is the summary, every critical caution, at most two corrections and four cues, and one reason; texts that
        have a short form are said in it. Where that is too long, it loses the further sentences of the reason, then
        cues from the last, then the second correction, and in the end reason and correction too. It never loses a
        critical caution.
        """
        from squeezelogic.coaching.brief import brief  # noqa: PLC0415 - it knows this module

        return brief(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        return pydantic_support.core_schema(
            lambda data: data if isinstance(data, cls) else cls.from_dict(data), cls.to_dict
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, Any]:
        embedded = pydantic_support.embed_schema(json_schema())
        for name, values in CLOSED.items():  # the rulebook's own; another rulebook may have others, so no `enum`
            embedded["properties"][name]["examples"] = list(values)
        return embedded

    def explain(self, detail: str = "short", *, rulebook: Rulebook | None = None) -> str:
        """The recommendation and its reasoning as text for a person.

        Args:
            detail: `short`, or `full` for everything.
            rulebook: the one that spoke; not needed in the process that asked it, nor where that is the default one. If
                another spoke and is not given, the conditions that held and the titles of the articles are left out.

        Raises:
            InvalidInput: for any other detail, or for a rulebook that did not speak.
        """
        from squeezelogic.coaching.explanation import explain  # noqa: PLC0415 - it knows this module

        return explain(self, detail, rulebook)

    def why(self, what: str, *, rulebook: Rulebook | None = None) -> Why:
        """Why something is so: the rules that give it, with the conditions that held, the actual values, and sources.

        Args:
            what: a slot (`verdict`, `cues`, `next_step` …), a value of one (`squeeze`, `effort=none`), or the id of a
                piece of advice or of a rule.
            rulebook: the one that spoke; not needed in the process that asked it, nor where that is the default one.

        Returns:
            Data; `str()` of it is prose.

        Raises:
            InvalidInput: there is no such thing, or it is not so: ask `why_not`. Or another rulebook spoke.
        """
        from squeezelogic.coaching.introspection import why  # noqa: PLC0415 - it knows this module

        return why(self, what, rulebook)

    def why_not(self, what: str | None = None, *, rulebook: Rulebook | None = None) -> WhyNot:
        """Why something is not so: first what is so instead and why, then what became of each rule that could give it.

        That is the conditions that failed, with the actual values, or the rule that overruled it. Rules that are about
        another family of exercises are not spoken of.

        Args:
            what: as for `why`; left out, every rule for this family that does not stand is accounted for.
            rulebook: the one that spoke; not needed in the process that asked it, nor where that is the default one.

        Returns:
            Data; `str()` of it is prose. A condition on what other rules have concluded names those: ask `why` of them.

        Raises:
            InvalidInput: there is no such thing, or it is so: ask `why`. Or another rulebook spoke.
        """
        from squeezelogic.coaching.introspection import why_not  # noqa: PLC0415 - it knows this module

        return why_not(self, what, rulebook)

    def what_if(self, *, rulebook: Rulebook | None = None, **changes: Any) -> WhatIf:
        """What would be recommended if some facts were otherwise, and what would differ.

        Args:
            rulebook: the one that spoke; not needed in the process that asked it, nor where that is the default one.
            **changes: facts of the lifter, the exercise and what was seen, by name; None for unknown.

        Returns:
            Data; `str()` of it is prose.

        Raises:
            InvalidInput: with every name or value that is none, or another rulebook spoke.
        """
        from squeezelogic.coaching.what_if import what_if  # noqa: PLC0415 - it knows this module

        return what_if(self, changes, rulebook)

    def counterfactuals(
        self,
        want: str | Mapping[str, Any] | None = None,
        change: Iterable[str] | None = None,
        *,
        rulebook: Rulebook | None = None,
    ) -> Counterfactuals:
        """All smallest sets of changes that lead to another answer: no smaller one does, and none as small is missing.

        Args:
            want: a verdict, or a mapping of slots to values (of a list, to ids that shall be in it; None for an empty
                slot); left out, any other verdict.
            change: the facts that may change; left out, all that the vocabulary lets somebody or time change, but not
                `movement` and `family`. No fact changes against its direction there: a fault only goes away, an
                injury is not wished for, and what time changes says when (`Change.when`). A set counts once for each
                element that comes or goes. A fact may become known, but what is known is not forgotten.
            rulebook: the one that spoke; not needed in the process that asked it, nor where that is the default one.

        Returns:
            The sets, none if no change of these facts is enough; `str()` of it is prose. `what_if(**one.facts)` shows
            what such a set leads to.

        Raises:
            InvalidInput: with every name or value that is none, or another rulebook spoke.
        """
        from squeezelogic.coaching.introspection import counterfactuals  # noqa: PLC0415 - it knows this module

        return counterfactuals(self, want, change, rulebook)

    def questions(
        self,
        about: str | Iterable[str] | None = None,
        settled: Iterable[str] = (),
        *,
        rulebook: Rulebook | None = None,
    ) -> Questions:
        """The facts nobody has given that could still change the answer, the one that decides most first.

        None left means that the answer is final: it stays the same whatever else is true. What was given counts as said
        in full; a set that is empty counts as not asked for yet.

        Args:
            about: what counts as the answer: `verdict`, `cues`, `progression` or any other slot, several of them, or
                `everything`; left out, the verdict with strength, phase, effort, hold and breath. Faults are then
                asked for also where they change nothing but corrections.
            settled: facts that are not to be asked for although nothing is known of them, such as sets known to be
                empty.
            rulebook: the one that spoke; not needed in the process that asked it, nor where that is the default one.

        Returns:
            The questions, each with how to find out, its answers, and what is still possible after each; `str()` of it
            is prose.

        Raises:
            InvalidInput: with every name that is none, or another rulebook spoke.
        """
        from squeezelogic.coaching.introspection import questions  # noqa: PLC0415 - it knows this module

        return questions(self, about, settled, rulebook)

    def drawing(self, topics: Iterable[str] | None = None, *, rulebook: Rulebook | None = None) -> Drawing:
        """A drawing (SVG) of which facts led through which rules to which conclusions. In a notebook it shows itself.

        Args:
            topics: which topics to draw; the one that gives the verdict if left out, `all` for every one with a say.
            rulebook: the one that spoke; not needed in the process that asked it, nor where that is the default one.

        Raises:
            InvalidInput: another rulebook spoke, or it has no such topic.
        """
        from squeezelogic.coaching.notebook.drawing import drawing  # noqa: PLC0415 - only who looks needs it

        return drawing(self, topics, rulebook)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The recommendation for a notebook."""
        from squeezelogic.coaching.notebook.card import recommendation  # noqa: PLC0415 - only a notebook asks

        return recommendation(self)
