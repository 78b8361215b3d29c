"""A law of the rulebook that some situation breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.analysis.diagrams import NEVER, Node
from squeezelogic.logic.checks.finding import ERROR, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.conditions import Branch, Clause, Is
from squeezelogic.logic.model.errors import plain, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Comparison, Demand, Law
from squeezelogic.logic.model.vocabulary import Value


def subjects(proof: Proof) -> Iterable[Law]:
    """Every law."""
    return proof.book.laws


def find(proof: Proof, subject: Law) -> Iterator[Finding]:
    """One finding for each demand or comparison that fails in a situation without an error, with a counterexample."""
    for demand in subject.demands:
        broken = breaks(proof, demand)
        if broken != NEVER:
            asked = (_in_words(_find_broken(proof, branch, broken)) for branch in demand.then)
            hint = f"it asks that {' or '.join(asked)}"
            yield _make_finding(subject, f"fails {proof.share(broken)}", proof.witness(broken), hint)
    for comparison in subject.comparisons:
        yield from _find_raised(proof, subject, comparison)


def breaks(proof: Proof, demand: Demand) -> Node:
    """The situations that violate a demand."""
    compiled = proof.compiled
    applies = proof.diagrams.both(compiled.decided, compiled.when(demand.when))
    return proof.diagrams.without(applies, compiled.when(demand.then))


def _find_broken(proof: Proof, branch: Branch, broken: Node) -> Branch:
    """The clauses of a demand that fail in some of the situations that break it."""
    without, passing = proof.diagrams.without, proof.compiled.passing
    return tuple(clause for clause in branch if without(broken, passing(clause)) != NEVER)


def _find_raised(proof: Proof, law: Law, comparison: Comparison) -> Iterator[Finding]:
    name, values, slot, order = comparison.attribute, comparison.values, comparison.slot, comparison.order
    for place, first in enumerate(values):
        for second in values[place + 1 :]:
            for rank, low in enumerate(order):
                for high in order[rank + 1 :]:
                    broken = _both_ways(proof, comparison, (first, low), (second, high))
                    if broken == NEVER:
                        continue
                    witness: FrozenMap[str, Value] = FrozenMap(
                        {
                            **proof.witness(proof.diagrams.both(broken, _find_with_value(proof, name, first))),
                            name: first,
                        }
                    )
                    what = f"fails {proof.share(broken)}: {quoted(slot)} rises from {quoted(low)} to {quoted(high)}"
                    hint = f"compare with the same facts, but {name} = {plain(second)}"
                    yield _make_finding(law, what, witness, hint)
                    return


def _both_ways(proof: Proof, comparison: Comparison, before: tuple[Value, Value], after: tuple[Value, Value]) -> Node:
    """The situations with the first attribute and slot value in which a change of the attribute gives the second."""
    compiled, name, slot = proof.compiled, comparison.attribute, comparison.slot
    sides = []
    for value, outcome in (before, after):
        where = proof.diagrams.every(
            [
                compiled.decided,
                compiled.when(comparison.when),
                compiled.passing(_is_clause(slot, outcome)),
                _find_with_value(proof, name, value),
            ]
        )
        sides.append(compiled.space.given(where, name, value))
    return proof.diagrams.every([*sides, _find_with_value(proof, name, before[0])])


def _is_clause(name: str, value: Value) -> Clause:
    return Clause(name, Is(frozenset([value])))


def _find_with_value(proof: Proof, name: str, value: Value) -> Node:
    return proof.compiled.passing(_is_clause(name, value))


def _in_words(branch: Branch) -> str:
    return " and ".join(map(str, branch))


def _make_finding(law: Law, what: str, witness: FrozenMap[str, Value], hint: str) -> Finding:
    sentence = law.says.rstrip(".")
    return Finding.at(
        law.place, ERROR, f"law {quoted(law.id)} («{sentence}») {what}", witness=witness, hint=hint, name=law.id
    )
