"""A situation in which two rules stand that give one slot different values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.analysis.compiled import CompiledTopic
from squeezelogic.logic.checks.finding import ERROR, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.errors import quoted


def subjects(proof: Proof) -> Iterable[CompiledTopic]:
    """Every compiled topic."""
    return proof.compiled.topics


def find(proof: Proof, subject: CompiledTopic) -> Iterator[Finding]:
    """One finding for each pair of rules; `decide` raises `ConflictError` for its witness."""
    before = [proof.failing_before(subject)] if subject.conflicts else []
    for (first, second), both in subject.conflicts.items():
        upper, lower = proof.book.rules[first], proof.book.rules[second]
        slot = upper.conflicts_with(lower) or ""
        yield Finding.at(
            lower.place,
            ERROR,
            f"rules {quoted(first)} and {quoted(second)} both stand {proof.share(both)} and disagree on "
            f"{quoted(slot)}: {quoted(upper.then[slot])} or {quoted(lower.then[slot])}",
            topic=subject.topic.name,
            rules=(first, second),
            witness=proof.witness(both, *before),
            hint="let one override the other, or say more exactly when each holds",
            name=slot,
        )
        before.append(both)
