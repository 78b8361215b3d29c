"""A rule with the basis `stated` or `inferred` that cites no claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.checks.finding import WARNING, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.rules import Rule


def subjects(proof: Proof) -> Iterable[Rule]:
    """Every rule."""
    return proof.book.rules.values()


def find(_: Proof, subject: Rule) -> Iterator[Finding]:
    """The rule, if it cites no claim and is not house policy."""
    if not subject.claims and subject.basis != "house":
        yield Finding.at(
            subject.place,
            WARNING,
            f"rule {quoted(subject.id)} is {quoted(subject.basis)}, but cites no claim",
            topic=subject.topic,
            rules=(subject.id,),
            hint='name its claims, or say basis = "house"',
        )
