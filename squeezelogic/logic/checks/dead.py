"""A rule that can never hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.analysis.compiled import CompiledTopic
from squeezelogic.logic.analysis.diagrams import NEVER
from squeezelogic.logic.checks.finding import WARNING, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.conditions import Branch, Clause
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.rules import Rule


def subjects(proof: Proof) -> Iterable[tuple[CompiledTopic, Rule]]:
    """Every rule, with its topic."""
    return proof.rules


def find(proof: Proof, subject: tuple[CompiledTopic, Rule]) -> Iterator[Finding]:
    """The rule, if its condition passes in no situation. There is no witness."""
    topic, rule = subject
    if topic.holds[rule.id] == NEVER:
        clashes = {" and ".join(map(str, find_clash(proof, branch))) for branch in rule.when}
        yield Finding.at(
            rule.place,
            WARNING,
            f"rule {quoted(rule.id)} can never hold",
            topic=rule.topic,
            rules=(rule.id,),
            hint="there is no situation in which " + ", nor one in which ".join(sorted(clashes)),
        )


def find_clash(proof: Proof, branch: Branch) -> list[Clause]:
    """A minimal set of clauses of a branch that no situation passes together."""
    needed = list(branch)
    for clause in branch:
        without = [other for other in needed if other is not clause]
        if proof.compiled.when([tuple(without)]) == NEVER:
            needed = without
    return needed
