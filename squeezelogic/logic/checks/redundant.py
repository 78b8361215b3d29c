"""A rule without which no decision changes.

A decision here is the content of the slots: one value, or a set of elements (without their order). A rule that only
adds a reason for conclusions of other rules is redundant too; waive the finding if the reason is wanted. Rules are
examined one by one, each within its topic; a finding names the rules that must not be removed together with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import chain, takewhile

from attrs import evolve

from squeezelogic.logic.analysis.compiled import CompiledTopic, each_conclusion, list_overruling
from squeezelogic.logic.analysis.diagrams import NEVER, Diagrams, Node, TooLarge
from squeezelogic.logic.checks.finding import WARNING, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.rules import Points, Rule
from squeezelogic.logic.model.vocabulary import Value

MOST_PAIRS = 20
"""The most other redundant rules with which one is compared."""


def subjects(proof: Proof) -> Iterable[tuple[CompiledTopic, Rule]]:
    """Every rule, with its topic."""
    return proof.rules


def find(proof: Proof, subject: tuple[CompiledTopic, Rule]) -> Iterator[Finding]:
    """The rule, if its topic decides the same without it; for its witness, it stands and makes no difference."""
    topic, rule = subject
    stands = topic.stands[rule.id]
    if _is_redundant(proof, topic, rule):
        keep = _needed_without(proof, topic, rule)
        yield Finding.at(
            rule.place,
            WARNING,
            f"without rule {quoted(rule.id)} no decision changes",
            topic=rule.topic,
            rules=(rule.id,),
            witness=proof.witness(stands, proof.diagrams.outside(proof.compiled.decided)),
            hint=f"leave it out{keep}, or waive it if its reason is worth giving",
        )


def _is_redundant(proof: Proof, topic: CompiledTopic, rule: Rule) -> bool:
    stands = topic.stands[rule.id] != NEVER
    return stands and not _is_needed(proof, topic, rule) and not _makes_a_difference(proof, topic, rule)


def _needed_without(proof: Proof, topic: CompiledTopic, rule: Rule) -> str:
    """The other redundant rules of the topic that must stay if it is removed, as part of the hint; empty for none."""
    name = topic.topic.name
    if name not in proof.redundant:
        every = [other.id for other in topic.topic.rules if _is_redundant(proof, topic, other)]
        proof.redundant[name] = every if len(every) > 1 and _differs_without(proof, topic, set(every)) else []
    others = [other for other in proof.redundant[name] if other != rule.id]
    if not others:
        return ""
    pairs = others if len(others) <= MOST_PAIRS else []
    if needed := [other for other in pairs if _differs_without(proof, topic, {rule.id, other})]:
        return f" but keep {', '.join(map(quoted, needed))}"
    if _differs_without(proof, topic, set(others)):
        return ""  # the difference does not depend on this rule
    return f" but keep one of {', '.join(map(quoted, others))}"


def _differs_without(proof: Proof, topic: CompiledTopic, rules: Set[str]) -> bool:
    """Whether some slot differs in some situation without these rules."""
    beside = proof.compiled.beside()
    for earlier in takewhile(lambda each: each is not topic, proof.compiled.topics):
        beside.take(earlier)
    left = (each for each in topic.topic.rules if each.id not in rules)
    kept = tuple(
        evolve(
            each,
            overrides=tuple(other for other in each.overrides if other not in rules),
            blocks=tuple(other for other in each.blocks if other not in rules),
        )
        for each in left
    )
    beside.add(evolve(topic.topic, rules=kept))
    if not beside.topics or beside.topics[-1].topic.name != topic.topic.name:
        raise TooLarge
    return _find_values(beside.topics[-1]) != _find_values(topic)


def _find_values(topic: CompiledTopic) -> dict[tuple[str, Value], Node]:
    """When each slot has each value, without values that it never has."""
    every = ((slot, value, node) for slot, values in topic.slots.items() for value, node in values.items())
    return {(slot, value): node for slot, value, node in every if node != NEVER}


def _is_needed(proof: Proof, topic: CompiledTopic, rule: Rule) -> bool:
    """Whether it stands where no other rule with the same conclusion holds: a fast check that usually succeeds."""
    if any(isinstance(value, Points) and value for value in rule.then.values()) and not topic.beneath[rule.id]:
        return True
    return any(
        proof.diagrams.exceeds(
            topic.stands[rule.id],
            [topic.holds[other] for other in topic.givers[conclusion] if other != rule.id],
        )
        for conclusion in each_conclusion(rule)
    )


def _makes_a_difference(proof: Proof, topic: CompiledTopic, rule: Rule) -> bool:
    """Whether some slot differs without the rule.

    Only situations in which the rule stands, and only the rule and those beneath it (transitively), can make a
    difference;
    unless other rules rank above each other through it: then all situations and all rules can.
    """
    d, where, above = proof.diagrams, topic.stands[rule.id], topic.above
    others = [other for other in topic.topic.rules if other is not rule]
    freed = _somewhere_beneath(topic, rule)
    if rule.overrides and any(rule.id in other.overrides for other in others):
        where, freed = proof.compiled.space.possible, {other.id for other in others}
        above = list_overruling(evolve(topic.topic, rules=tuple(others)))
    fixed = {id_: node for id_, node in topic.stands.items() if id_ != rule.id and id_ not in freed}
    changing = [other for other in others if other.id in freed]
    holds = {other.id: d.both(topic.holds[other.id], where) for other in changing}
    stands = proof.compiled.standing(changing, holds, above, fixed)
    return any(
        d.exceeds(before, [stands[giver] for giver in topic.givers[slot, value] if giver != rule.id])
        or any(d.exceeds(stands[giver], [before]) for giver in topic.givers[slot, value] if giver in freed)
        for slot, value in dict.fromkeys(chain.from_iterable(map(each_conclusion, (rule, *changing))))
        for before in [d.both(topic.slots[slot][value], where)]
    ) or any(
        _restrict_values(d, topic.slots[slot], where)
        != _restrict_values(d, proof.compiled.sums(slot, others, stands), where)
        for slot in topic.topic.sums
    )


def _restrict_values(d: Diagrams, values: Mapping[Value, Node], where: Node) -> dict[Value, Node]:
    """When a slot has each value, within some situations."""
    found = {value: d.both(node, where) for value, node in values.items()}
    return {value: node for value, node in found.items() if node != NEVER}


def _somewhere_beneath(topic: CompiledTopic, rule: Rule) -> set[str]:
    """The rules that it may overrule, transitively."""
    found: set[str] = set()
    ahead = [rule.id]
    while ahead:
        new = set(topic.beneath[ahead.pop()]) - found
        found |= new
        ahead += new
    return found
