"""What rows ask, one question after another, and what a value answers: a bit for each yes.

A row asks some questions and wants an answer to each. With a bit for every question, that is two whole numbers, and a
situation whose answers are `yes` matches where `yes & asks == wants`. Bits come in words that fit the signed 32 bits
of whatever language or engine reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from squeezelogic.logic.model.conditions import Branch, Clause, HasAll, HasAny, Not
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.logic.semantics.runs import runs

BITS = 31

Words = tuple[int, ...]


@frozen
class Answer:
    """To which questions a value says yes.

    Args:
        attribute: whose value.
        value: the value, or one element of a set; None for unknown, and for integers.
        at_least, at_most: for integers, a run of them that answers alike.
        yes: a word of bits after another. The elements of a set say yes together.
    """

    attribute: str
    value: Value | None
    at_least: int | None
    at_most: int | None
    yes: Words


class Questions:
    """The questions of some conditions, numbered.

    Args:
        attributes: what is asked about.
        branches: the conditions.
    """

    def __init__(self, attributes: Mapping[str, Attribute], branches: Iterable[Branch]) -> None:
        place = {name: i for i, name in enumerate(attributes)}
        found = {clause for branch in branches for clause, _ in put(branch)}
        self.attributes = attributes
        self.all = tuple(sorted(found, key=lambda clause: (place[clause.attribute], str(clause))))
        self._number = {clause: number for number, clause in enumerate(self.all)}
        self._about: dict[str, list[Clause]] = {name: [] for name in attributes}
        for clause in self.all:
            self._about[clause.attribute].append(clause)

    @property
    def words(self) -> int:
        """How many words their bits take; one at the least."""
        return max(1, -(-len(self.all) // BITS))

    def asked(self, branch: Branch) -> tuple[Words, Words]:
        """The questions that a condition asks, and those of them to which it wants a yes."""
        pairs = list(put(branch))
        return self.bits(clause for clause, _ in pairs), self.bits(clause for clause, wanted in pairs if wanted)

    def bits(self, clauses: Iterable[Clause]) -> Words:
        """The bits of some questions."""
        words = [0] * self.words
        for clause in clauses:
            word, bit = self.place(clause)
            words[word] |= bit
        return tuple(words)

    def place(self, clause: Clause) -> tuple[int, int]:
        """In which word a question has its bit, and the bit."""
        word, shift = divmod(self._number[clause], BITS)
        return word, 1 << shift

    def answers(self, attribute: Attribute) -> Iterator[Answer]:
        """What each value of an attribute answers, unknown first; for a set, what each element does."""
        if attribute.type == "set":
            yield from (self._make_answer(attribute, str(e), frozenset([str(e)])) for e in attribute.values)
            return
        yield self._make_answer(attribute, None, UNKNOWN)
        if attribute.domain is None:
            yield from self._list_runs(attribute)
        else:
            yield from (self._make_answer(attribute, value, value) for value in attribute.domain)

    def _make_answer(self, attribute: Attribute, shown: Value | None, value: Value) -> Answer:
        return Answer(attribute.name, shown, None, None, self.yes(attribute.name, value))

    def _list_runs(self, attribute: Attribute) -> Iterator[Answer]:
        """Integers answer alike between the points at which some question changes its mind."""
        found = runs(attribute, [clause.test for clause in self._about[attribute.name]])
        for run in range(len(found)):
            ends = found.between(run, run)
            yes = self.yes(attribute.name, found.sample(run))
            yield Answer(attribute.name, None, ends.at_least, ends.at_most, yes)  # type: ignore[arg-type]

    def yes(self, attribute: str, value: Value) -> Words:
        """To which questions a value says yes."""
        return self.bits(clause for clause in self._about[attribute] if passes(clause.test, value))


def put(branch: Branch) -> Iterator[tuple[Clause, bool]]:
    """A condition as questions that take yes or no, each with the answer it wants.

    Having all of some elements is a question for each, so that elements of a set can answer one by one.
    """
    for clause in branch:
        match clause.test:
            case Not(inner):
                yield Clause(clause.attribute, inner), False
            case HasAll(elements):
                yield from ((Clause(clause.attribute, HasAny(frozenset([e]))), True) for e in sorted(elements))
            case _:
                yield clause, True
