"""A rule based on a disputed claim that does not name the disputing claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.checks.finding import WARNING, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.rules import Rule


def subjects(proof: Proof) -> Iterable[Rule]:
    """Every rule."""
    return proof.book.rules.values()


def find(proof: Proof, subject: Rule) -> Iterator[Finding]:
    """One finding for each claim that disputes one of the rule's claims and that the rule does not name."""
    named = {*subject.claims, *subject.disputed_by}
    for claim in proof.book.claims.values():
        disputed = [cited for cited in subject.claims if cited in claim.disputes]
        if disputed and claim.id not in named:
            yield Finding.at(
                subject.place,
                WARNING,
                f"rule {quoted(subject.id)} rests on {', '.join(map(quoted, disputed))}, which {quoted(claim.id)} "
                "disputes, and does not say so",
                topic=subject.topic,
                rules=(subject.id,),
                hint=f'add disputed_by = ["{claim.id}"]',
                name=claim.id,
            )
