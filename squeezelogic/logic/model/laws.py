"""Laws, which must hold in every situation, and waivers, findings that the author accepts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from attrs import field, frozen

from squeezelogic.logic.model.conditions import Branch, Clause, Is
from squeezelogic.logic.model.rules import Place
from squeezelogic.logic.model.vocabulary import Value


@frozen
class Demand:
    """Whenever some branch of `when` passes, some branch of `then` must."""

    when: tuple[Branch, ...]
    then: tuple[Branch, ...]


@frozen
class Comparison:
    """Between two situations that differ in one attribute, a later attribute value must not give a later slot value.

    Args:
        when: the condition that both situations satisfy.
        attribute: the attribute in which they differ.
        values: its values, first to last.
        slot: the slot that is compared; situations that leave it empty are skipped.
        order: the slot's values, lowest first.
    """

    when: tuple[Branch, ...]
    attribute: str
    values: tuple[Value, ...]
    slot: str
    order: tuple[Value, ...]


@frozen
class Law:
    """A sentence about a rulebook, and the demands and comparisons that formalize it; all of them must hold."""

    id: str
    says: str
    demands: tuple[Demand, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    place: Place = field(factory=Place, eq=False, repr=False)

    @property
    def clauses(self) -> Iterator[Clause]:
        """Every clause of the law, on attributes and slots."""
        branches = [b for demand in self.demands for b in (*demand.when, *demand.then)]
        yield from chain.from_iterable([*branches, *(b for c in self.comparisons for b in c.when)])
        for comparison in self.comparisons:
            for value in comparison.values:
                yield Clause(comparison.attribute, Is(frozenset([value])))


@frozen
class Waiver:
    """An accepted kind of finding, and the reason.

    Args:
        check: the check that reports it.
        reason: why it is accepted.
        rule, topic, name: the subject of the finding; empty matches any.
    """

    check: str
    reason: str
    rule: str = ""
    topic: str = ""
    name: str = ""
    place: Place = field(factory=Place, eq=False, repr=False)

    def __str__(self) -> str:
        about = (("rule", self.rule), ("topic", self.topic), ("name", self.name))
        return f"{self.check} of " + ", ".join(f"{word} {value}" for word, value in about if value)
