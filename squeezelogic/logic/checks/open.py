"""A rule that stands although a fact that restricts its conclusion is unknown.

The condition `{ not = "locked" }` passes if the lock is unknown. That is right for a rule that forbids something, and
often an oversight in a rule that allows something. This check reports a rule only if a law or a rule on a higher level
restricts its conclusion by the same attribute. The finding may be intended, so the check is a lint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.analysis.compiled import CompiledTopic
from squeezelogic.logic.analysis.diagrams import NEVER
from squeezelogic.logic.checks.finding import NOTE, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.conditions import Branch, Clause, Is, Not
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.rules import Points, Rule
from squeezelogic.logic.model.vocabulary import UNKNOWN
from squeezelogic.logic.semantics.definition import passes

LINT = True
"""Runs only with `check(lint=True)`: its findings may be intended."""


def subjects(proof: Proof) -> Iterable[tuple[CompiledTopic, Rule]]:
    """Every rule, with its topic."""
    return proof.rules


def find(proof: Proof, subject: tuple[CompiledTopic, Rule]) -> Iterator[Finding]:
    """One finding for each attribute that has excluded values and is unknown in a situation where the rule stands."""
    topic, rule = subject
    for name in dict.fromkeys(name for branch in rule.when for name in _list_open_attributes(proof, branch)):
        protector = _find_law(proof, rule, name) or _higher_rule(topic, rule, name)
        if not protector:
            continue
        unknown = proof.compiled.passing(Clause(name, Is(frozenset([UNKNOWN]))))
        branches = [branch for branch in rule.when if name in _list_open_attributes(proof, branch)]
        here = proof.diagrams.every([topic.stands[rule.id], unknown, proof.compiled.when(branches)])
        if here != NEVER:
            yield Finding.at(
                rule.place,
                NOTE,
                f"rule {quoted(rule.id)} stands where {quoted(name)} is unknown, and {protector} its conclusion",
                topic=rule.topic,
                rules=(rule.id,),
                witness=proof.witness(here, proof.diagrams.outside(proof.compiled.decided)),
                hint='list the values it is meant for, or exclude "unknown" too',
                name=name,
            )


def _list_open_attributes(proof: Proof, branch: Branch) -> list[str]:
    """The attributes for which a branch excludes some values but not unknown."""
    excluding = dict.fromkeys(clause.attribute for clause in branch if isinstance(clause.test, Not))
    attributes = proof.book.vocabulary.attributes
    return [
        name
        for name in excluding
        if name in attributes
        and attributes[name].type != "set"
        and not attributes[name].required
        and all(passes(clause.test, UNKNOWN) for clause in branch if clause.attribute == name)
    ]


def _find_law(proof: Proof, rule: Rule, name: str) -> str:
    """The law that limits a rule's conclusion by an attribute, as part of a sentence; empty for none."""
    for law in proof.book.laws:
        for demand in law.demands:
            if _test_attribute(demand.when, name) and any(
                _forbids_conclusion(clause, rule) for branch in demand.then for clause in branch
            ):
                return f"law {quoted(law.id)} limits"
        if any(
            each.slot in rule.then and (each.attribute == name or _test_attribute(each.when, name))
            for each in law.comparisons
        ):
            return f"law {quoted(law.id)} limits"
    return ""


def _test_attribute(branches: Iterable[Branch], name: str) -> bool:
    return any(clause.attribute == name for branch in branches for clause in branch)


def _forbids_conclusion(clause: Clause, rule: Rule) -> bool:
    if clause.attribute not in rule.then:
        return False
    value = rule.then[clause.attribute]
    if isinstance(value, Points):
        return True
    return not passes(clause.test, frozenset(map(str, value)) if isinstance(value, tuple) else value)


def _higher_rule(topic: CompiledTopic, rule: Rule, name: str) -> str:
    """The first rule on a higher level that overrules it by an attribute, as part of a sentence; empty for none."""
    level = topic.topic.levels.index
    rules = {other.id: other for other in topic.topic.rules}
    above = (rules[upper] for upper in topic.above[rule.id])
    upper = next((o for o in above if level(o.level) < level(rule.level) and _test_attribute(o.when, name)), None)
    return f"rule {quoted(upper.id)} on a higher level overrules" if upper else ""
