"""Reachable answers: for each answer of a rulebook, the set of facts that lead to it.

The sets contain facts as they are given, without implied facts: each set contains all facts that lead to its answer
once they are completed. Questions and counterfactuals are computed from these sets.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from squeezelogic.logic.analysis.compiled import Compiled
from squeezelogic.logic.analysis.diagrams import NEVER, Node, TooLarge
from squeezelogic.logic.analysis.space import Variable
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.vocabulary import Attribute, Value

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

EMPTY = "(nothing)"
NO_ANSWER = "(no answer)"
"""Markers for an empty slot, and for a rulebook that contradicts itself; no value has parentheses."""

BOOKS_KEPT = 4
T = TypeVar("T")

Aspect = dict[Value, Node]
"""For a slot, the facts that give each value; for an element of a list, the facts with it (True) and without."""


class Prospects:
    """The answers of one rulebook.

    Raises:
        TooLarge: the rulebook is too large for exact answers.
    """

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.compiled = Compiled.whole(book.vocabulary.attributes, book.topics)
        if len(self.compiled.topics) < len(book.topics):
            raise TooLarge
        self.space, self.diagrams = self.compiled.space, self.compiled.diagrams
        self.of: dict[str, dict[int, Variable]] = {name: {} for name in book.vocabulary.attributes}
        for number, variable in enumerate(self.space.variables):
            self.of[variable.attribute][number] = variable
        with self.diagrams.allowance():
            self.givable = self.space.before_implying(self.space.possible)
            self._decided = self.space.before_implying(self.compiled.decided)
            self._failing = self.diagrams.without(self.givable, self._decided)
        self._aspects: dict[str, dict[str, Aspect]] = {}

    def aspects(self, slot: str) -> dict[str, Aspect]:
        """The aspects of a slot: one, with an empty name; for a list, one for each element, by name."""
        if slot not in self._aspects:
            self._aspects[slot] = dict(self._find_made(slot))
        return self._aspects[slot]

    def _find_made(self, slot: str) -> Iterator[tuple[str, Aspect]]:
        nodes = {value: self._find_given(node) for value, node in self.compiled.slots.get(slot, {}).items()}
        failing: Aspect = {NO_ANSWER: self._failing}
        if self.book.vocabulary.slots[slot].accumulates:
            for element, node in (nodes or {EMPTY: NEVER}).items():  # a list that is always empty can have errors
                yield str(element), {True: node, False: self.diagrams.without(self._decided, node), **failing}
        else:
            empty = self.diagrams.without(self._decided, self.diagrams.some(nodes.values()))
            yield "", {**nodes, EMPTY: empty, **failing}

    def _find_given(self, node: Node) -> Node:
        return self.diagrams.both(self.space.before_implying(node), self._decided)

    def values(self, attribute: Attribute) -> tuple[Value, ...]:
        """The values of an attribute that is not a set; one of each class of numbers or dates."""
        if attribute.domain is not None:
            return attribute.domain
        apart = self.space.runs[attribute.name]
        first: dict[Value, Value] = {}
        for value in map(apart.sample, range(len(apart))):
            first.setdefault(self.space.classes[attribute.name].of(value), value)
        return tuple(first.values())

    def place(self, number: int, value: Value) -> int:
        """The value of a variable for an attribute's value."""
        variable = self.space.variables[number]
        merged = self.space.classes[variable.attribute].of(value)
        if isinstance(merged, frozenset):
            return int(variable.values[1] <= merged)  # type: ignore[operator]
        return variable.values.index(merged)

    def places(self, facts: Mapping[str, Value], names: Collection[str]) -> dict[int, int]:
        """The variables of some attributes, with their values in the facts."""
        return {number: self.place(number, facts[name]) for name in names for number in self.of[name]}


class _Kept(threading.local):
    """A cache per thread, so that no thread waits for another, and a fork never sees an incomplete entry."""

    def __init__(self) -> None:
        self.prospects: dict[Rulebook, Prospects] = {}


_kept = _Kept()


def with_prospects(book: Rulebook, slots: Collection[str], use: Callable[[Prospects], T]) -> T:
    """Use the answers of a rulebook, from a bounded cache.

    Args:
        book: the rulebook.
        slots: the slots whose `aspects` are used.
        use: the function; diagrams that it makes are discarded afterwards.

    Raises:
        InvalidInput: the rulebook is too large for exact answers.
    """
    kept = _kept.prospects
    try:
        prospects = kept.pop(book, None) or Prospects(book)
        with prospects.diagrams.allowance():
            for slot in slots:
                prospects.aspects(slot)
        with prospects.diagrams.allowance(scratch=True):
            found = use(prospects)
    except TooLarge:
        raise InvalidInput(f"rulebook {quoted(book.name)} is too large to answer this exactly") from None
    kept[book] = prospects
    while len(kept) > BOOKS_KEPT:
        del kept[next(iter(kept))]
    return found


def admit_facts(book: Rulebook, facts: Mapping[str, Any]) -> dict[str, Value]:
    """Validate facts, and add blanks for the others, but no implied facts.

    Raises:
        InvalidInput: unknown attributes, wrong values and contradictions.
    """
    book.vocabulary.situation(facts)
    attributes = book.vocabulary.attributes
    said = {name: attribute.admit(facts.get(name)) for name, attribute in attributes.items()}
    implied = {other for name, value in said.items() for other in attributes[name].implies.get(str(value), {})}
    return {name: attributes[name].blank if name in implied else value for name, value in said.items()}


def require_known(names: Collection[str], options: Collection[str], what: str) -> None:
    """Validate names.

    Raises:
        InvalidInput: unknown names, all of them.
    """
    strange = [name for name in names if name not in options]
    if strange:
        raise InvalidInput(*(f"the rulebook has no {what} {quoted(n)}: {did_you_mean(n, options)}" for n in strange))
