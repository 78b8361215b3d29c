"""Definitions without use: attributes that no rule reads, slots, texts and claims that no rule gives, vacuous laws."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence

from squeezelogic.logic.analysis.diagrams import NEVER
from squeezelogic.logic.checks.finding import NOTE, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.conditions import HasAll, HasAny, HasCount, Not, Test
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.laws import Comparison, Demand
from squeezelogic.logic.model.rules import Conclusion, Place
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.logic.semantics.equivalence import collect_tests

Unused = tuple[str, str, str, Place]
"""The finding, the name for a waiver, the hint, and the place."""

SAY_IT = "let a rule read it, or leave it out"
GIVE_IT = "let a rule conclude it, or leave it out"


def subjects(_: Proof) -> Sequence[Callable[[Proof], Iterable[Unused]]]:
    """One search for each kind of definition."""
    return (_find_unused_attributes, _find_unused_slots, _find_unused_advice, _find_unused_claims, _find_idle_laws)


def find(proof: Proof, subject: Callable[[Proof], Iterable[Unused]]) -> Iterator[Finding]:
    """One finding for each definition without use."""
    for what, name, hint, place in subject(proof):
        yield Finding.at(place, NOTE, what, hint=hint, name=name)


def _find_unused_attributes(proof: Proof) -> Iterator[Unused]:
    tests = collect_tests(proof.book.rules.values())
    for name, attribute in proof.book.vocabulary.attributes.items():
        place = proof.book.declared("attribute", name)
        if name not in tests and not _implies_any(attribute, tests):
            yield f"nothing uses attribute {quoted(name)}", name, SAY_IT, place
        elif attribute.type == "set":
            wanted = frozenset().union(*map(_list_elements, tests.get(name, ())))
            for element in map(str, attribute.values):
                if element not in wanted:
                    yield (
                        f"nothing uses {quoted(element)} of attribute {quoted(name)}",
                        f"{name}.{element}",
                        SAY_IT,
                        place,
                    )


def _implies_any(attribute: Attribute, names: Container[str]) -> bool:
    return any(other in names for others in attribute.implies.values() for other in others)


def _list_elements(test: Test) -> frozenset[str]:
    inner = test.test if isinstance(test, Not) else test
    if isinstance(inner, (HasAny, HasAll, HasCount)):
        return inner.values
    raise AssertionError(test)  # pragma: no cover - sets have no other tests


def _find_unused_slots(proof: Proof) -> Iterator[Unused]:
    given = _collect_conclusions(proof)
    for name, slot in proof.book.vocabulary.slots.items():
        place = proof.book.declared("slot", name)
        if name not in given:
            yield f"nothing uses slot {quoted(name)}", name, GIVE_IT, place
            continue
        for value in slot.values:
            if value not in given[name]:
                yield f"nothing uses {quoted(value)} of slot {quoted(name)}", f"{name}.{value}", GIVE_IT, place


def _collect_conclusions(proof: Proof) -> dict[str, set[Conclusion]]:
    """For each slot that some rule fills, its values or elements."""
    given: dict[str, set[Conclusion]] = {}
    for rule in proof.book.rules.values():
        for slot, value in rule.then.items():
            given.setdefault(slot, set()).update(value if isinstance(value, tuple) else (value,))
    return given


def _find_unused_advice(proof: Proof) -> Iterator[Unused]:
    slots = proof.book.vocabulary.slots
    given = set().union(*(values for slot, values in _collect_conclusions(proof).items() if slots[slot].names_advice))
    for name, advice in proof.book.advice.items():
        if name not in given:
            yield f"nothing uses advice {quoted(name)}", name, GIVE_IT, advice.place


def _find_unused_claims(proof: Proof) -> Iterator[Unused]:
    cited = {claim for rule in proof.book.rules.values() for claim in rule.claims}
    for name, claim in proof.book.claims.items():
        if name not in cited:
            yield f"nothing uses claim {quoted(name)}", name, "let a rule cite it, or leave it out", claim.place


def _find_idle_laws(proof: Proof) -> Iterator[Unused]:
    """Laws, or parts of laws, whose conditions no situation satisfies: they are vacuous."""
    for law in proof.book.laws:
        parts: list[Demand | Comparison] = [*law.demands, *law.comparisons]
        idle = sum(proof.compiled.when(part.when) == NEVER for part in parts)
        if idle:
            speaks = f"{idle} of {len(parts)} parts of law {{}} speak" if len(parts) > 1 else "law {} speaks"
            hint = "ask for something that can be, or leave it out"
            yield f"{speaks.format(quoted(law.id))} of no situation", law.id, hint, law.place
