"""A case whose expectations the rulebook does not meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from squeezelogic.logic.analysis.diagrams import Node
from squeezelogic.logic.checks.finding import ERROR, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.decision import Decision
from squeezelogic.logic.model.errors import DecisionError, InvalidInput, plain, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.texts import Case
from squeezelogic.logic.model.vocabulary import Value

Wrong = tuple[str, str]
"""The failed expectation, and the likely remedy."""


def subjects(proof: Proof) -> Iterable[Case]:
    """Every case."""
    return proof.book.cases


def find(proof: Proof, subject: Case) -> Iterator[Finding]:
    """One finding for each expectation that `decide` does not meet."""
    situation = proof.book.vocabulary.situation(subject.facts)
    witness: FrozenMap[str, Value] = FrozenMap({name: situation[name] for name in subject.facts})
    for what, hint in _find_failures(proof, subject):
        yield Finding.at(
            subject.place,
            ERROR,
            f"{what} in the case «{subject.why.rstrip('.')}»",
            topic=subject.topic,
            witness=witness,
            hint=hint,
        )


def _find_failures(proof: Proof, case: Case) -> Iterator[Wrong]:
    try:
        decision = proof.book.decide(case.facts)
    except DecisionError as error:
        yield str(error.args[0]), ""
        return
    yield from _compare_standing(case, decision)
    yield from _compare_slots(case, decision)
    for rule in case.near_miss:
        if rule in decision.standing:
            yield f"rule {quoted(rule)} stands", "it should miss by one fact"
        elif not any(rule in other.standing for other in _decide_neighbours(proof, case, rule)):
            yield f"rule {quoted(rule)} misses by more than one fact", "change the facts until one more would do"


def _compare_standing(case: Case, decision: Decision) -> Iterator[Wrong]:
    for rule in case.stands:
        if rule not in decision.standing:
            by = decision.overruled.get(rule)
            yield (
                f"rule {quoted(rule)} does not stand",
                f"{quoted(by)} overrules it" if by else "its condition does not pass",
            )


def _compare_slots(case: Case, decision: Decision) -> Iterator[Wrong]:
    for slot, wanted in case.expect.items():
        found = decision.slots.get(slot, ())
        if isinstance(wanted, tuple):
            lacking = [each for each in wanted if not isinstance(found, tuple) or each not in found]
            if lacking:
                yield f"{quoted(slot)} lacks {quoted(tuple(lacking))}", ""
        elif found != wanted or isinstance(found, bool) != isinstance(wanted, bool):
            yield f"{quoted(slot)} is not {quoted(wanted)}", f"it is {quoted(found)}" if found != () else "it is empty"
    for slot, unwanted in case.lacks.items():
        found = decision.slots.get(slot, ())
        too_much = [each for each in unwanted if isinstance(found, tuple) and each in found]
        if too_much:
            yield f"{quoted(slot)} holds {quoted(tuple(too_much))}", ""


def _decide_neighbours(proof: Proof, case: Case, rule: str) -> Iterator[Decision]:
    """The decisions with one fact changed (one change per equivalence class) in which the rule may stand."""
    stands = proof.stands.get(rule)  # None if its topic is too large: then every change is tried
    vocabulary, space = proof.book.vocabulary, proof.compiled.space
    situation = vocabulary.situation(case.facts)
    for name in _find_relevant_attributes(proof, stands):
        for value in _list_other_values(proof, name, situation[name]):
            facts: Mapping[str, Any] = {**case.facts, name: value}
            try:
                if stands is None or proof.diagrams.holds_at(stands, space.point(vocabulary.situation(facts))):
                    yield proof.book.decide(facts)
            except (InvalidInput, DecisionError):
                continue


def _find_relevant_attributes(proof: Proof, f: Node | None) -> Iterable[str]:
    """The attributes that can bring a situation into a set, by their value or by values that it implies."""
    space, attributes = proof.compiled.space, proof.book.vocabulary.attributes
    if f is None:
        return attributes
    asked = {space.variables[variable].attribute for variable in proof.diagrams.reads(f)}
    return [name for name, attribute in attributes.items() if attribute.implies or name in asked]


def _list_other_values(proof: Proof, name: str, value: object) -> Iterator[object]:
    """The other values of an attribute; for a set, with one element more or less."""
    if isinstance(value, frozenset):
        yield from (value ^ {element} for element in map(plain, proof.book.vocabulary.attributes[name].values))
    else:
        yield from (other for other in proof.compiled.space.classes[name].representatives if other != value)
