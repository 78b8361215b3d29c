"""The answer: what to do, and on whose word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from squeezelogic import record
from squeezelogic.logic.frozen import FrozenMap

SCHEMA = "squeezelogic/recommendation/1"
SCHEMA_FILE = "recommendation.schema.json"


@attrs.frozen
class Item:
    """One piece of advice: its stable id, its text, and the rule that gives it.

    Cues carry a `focus` (`internal` or `external`), cautions a `severity` (`info`, `warning` or `critical`),
    corrections the `fault` they answer.
    """

    id: str = record.text()
    text: str = record.text()
    rule: str = record.text()
    focus: str | None = record.optional(leave_out=True)
    severity: str | None = record.optional(leave_out=True)
    fault: str | None = record.optional(leave_out=True)


@attrs.frozen
class Reason:
    """A rule that stands: why it says what it says, the claims it rests on, and its basis."""

    rule: str = record.text()
    topic: str = record.text()
    because: str = record.text()
    claims: tuple[str, ...] = record.many(str)
    basis: str = record.text(kw_only=True)


@attrs.frozen
class Overruled:
    """A rule that held and lost: by which rule, and why that one ranks above it."""

    rule: str = record.text()
    topic: str = record.text()
    by: str = record.text()
    because: str = record.text()


@attrs.frozen
class Fact:
    """One fact: an attribute (or, of a set, one element) and its value."""

    attribute: str = record.text()
    value: str | bool | int = record.scalar()


@attrs.frozen
class Progression:
    """Where the lifter stands among the variants: this step, the next, when to take it, and the easier one."""

    current: Item | None = record.optional(Item)
    next: Item | None = record.optional(Item)
    criterion: Item | None = record.optional(Item)
    easier: Item | None = record.optional(Item)


@attrs.frozen
class Provenance:
    """Which rulebook spoke."""

    name: str = record.text()
    version: str = record.text()
    digest: str = record.text()


@attrs.frozen(kw_only=True, cache_hash=True)
class Recommendation:
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

    schema: str = record.text(default=SCHEMA)
    verdict: str = record.text()
    strength: str = record.text()
    phase: str | None = record.optional()
    effort: str | None = record.optional()
    hold_seconds: float | None = record.optional(float)
    breath: str | None = record.optional()
    summary: str = record.text()
    setup: tuple[Item, ...] = record.many(Item)
    cues: tuple[Item, ...] = record.many(Item)
    avoid: tuple[Item, ...] = record.many(Item)
    cautions: tuple[Item, ...] = record.many(Item)
    corrections: tuple[Item, ...] = record.many(Item)
    notes: tuple[Item, ...] = record.many(Item)
    alternatives: tuple[Item, ...] = record.many(Item)
    progression: Progression | None = record.optional(Progression)
    reasons: tuple[Reason, ...] = record.many(Reason)
    overruled: tuple[Overruled, ...] = record.many(Overruled)
    unused: tuple[Fact, ...] = record.many(Fact)
    facts: FrozenMap[str, Any] = record.facts()
    rulebook: Provenance = record.one(Provenance)
    disclaimer: str = record.text()

    def to_dict(self) -> dict[str, Any]:
        """The recommendation as JSON-ready data, which satisfies the JSON Schema that ships with the package."""
        return record.to_plain(self)  # type: ignore[no-any-return]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Recommendation:
        """The recommendation that `to_dict` gave, possibly after a trip through JSON.

        Raises:
            InvalidInput: with every key that is missing, unknown or of the wrong type.
        """
        return record.from_plain(cls, data, "recommendation")

    def explain(self, detail: str = "short") -> str:
        """The recommendation and its reasoning as text for a person.

        Args:
            detail: `short`, or `full` for everything.

        Raises:
            InvalidInput: for any other detail.
        """
        from squeezelogic.explanation import explain  # noqa: PLC0415 - it knows this module

        return explain(self, detail)
