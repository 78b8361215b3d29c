"""A rule that can hold, but is overruled in every such situation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.analysis.compiled import CompiledTopic
from squeezelogic.logic.analysis.diagrams import NEVER
from squeezelogic.logic.checks.finding import WARNING, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.rules import Rule


def subjects(proof: Proof) -> Iterable[tuple[CompiledTopic, Rule]]:
    """Every rule, with its topic."""
    return proof.rules


def find(proof: Proof, subject: tuple[CompiledTopic, Rule]) -> Iterator[Finding]:
    """The rule, if it never stands; for its witness, `decide` reports it as overruled."""
    topic, rule = subject
    holds = topic.holds[rule.id]
    if holds == NEVER or topic.stands[rule.id] != NEVER:
        return
    above = topic.above[rule.id]
    overrulers = [upper for upper in above if proof.diagrams.both(holds, topic.stands[upper]) != NEVER]
    yield Finding.at(
        rule.place,
        WARNING,
        f"rule {quoted(rule.id)} is overruled whenever it holds, by {' or '.join(map(quoted, overrulers))}",
        topic=rule.topic,
        rules=(rule.id, *overrulers),
        witness=proof.witness(holds, proof.diagrams.outside(proof.compiled.decided)),
        hint="raise its level, say more exactly when the others hold, or leave it out",
    )
