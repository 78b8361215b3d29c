"""Counterfactuals: all smallest sets of changes to the facts that lead to another answer.

They are exact, computed from diagrams: among all facts that lead to the wanted answer, those that differ in the fewest
places from the given ones. A known fact may change, but not become unknown. The vocabulary's declarations of who can
change an attribute, and in which direction, are respected.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, product
from math import inf
from typing import TYPE_CHECKING, Any

from squeezelogic.logic.analysis.diagrams import NEVER, Facts, Node
from squeezelogic.logic.analysis.space import Variable
from squeezelogic.logic.explain.changes import Change, Counterfactual, Counterfactuals
from squeezelogic.logic.explain.reachable import EMPTY, NO_ANSWER, Prospects, admit_facts, require_known, with_prospects
from squeezelogic.logic.explain.why import parse_wanted
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, plain, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.untrusted import copied, exact
from squeezelogic.logic.model.vocabulary import Attribute, Value

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

Want = Mapping[str, object]
Move = tuple[frozenset[str], frozenset[str]]
"""Elements of a set that are removed, and those that are added."""

Column = list[tuple[float, list[Value | Move]]]
"""For each value of a variable, the cost of changing to it, and the ways to do so."""


def find_counterfactuals(
    book: Rulebook, facts: Mapping[str, Any], want: Want, change: Collection[str], instead_of: Collection[str] = ()
) -> Counterfactuals:
    """Find all smallest sets of changes to the facts that lead to the wanted answer.

    Each changed attribute counts as one change, and so does each added or removed element of a set. Adding an unknown
    fact is a change too. Implied facts change with the fact that implies them, and do not count. Of integers that no
    rule tells
    apart, one represents all.

    Args:
        book: the rulebook.
        facts: the known facts.
        want: the wanted value of each slot that matters; None for an empty slot, and for a list the elements it must
            hold.
        change: the attributes that may change, within the limits of the vocabulary.
        instead_of: slots that must change to any other value.

    Raises:
        InvalidInput: facts, attributes, slots or values that the vocabulary does not allow; or the rulebook is too
            large.
        ConflictError, GapError: the rulebook contradicts itself here, or leaves a required slot empty.
    """
    attributes = book.vocabulary.attributes
    require_known(change, attributes, "attribute")
    require_known([*want, *instead_of], book.vocabulary.slots, "slot")
    _check_values(book, want)
    now = book.decide(facts).slots
    leave: dict[str, Value] = {slot: now.get(slot, EMPTY) for slot in instead_of}  # type: ignore[misc]
    said_now, known = admit_facts(book, facts), book.vocabulary.situation(facts)
    may = tuple(name for name in attributes if name in change)
    sets = with_prospects(
        book, [*want, *instead_of], lambda prospects: _Search(prospects, said_now, may).all(want, leave)
    )
    made = {Counterfactual(tuple(_list_changes(book, known, way))) for way in sets}
    wanted = {slot: _plain_want(value) for slot, value in want.items()}
    ordered = tuple(sorted(made, key=_order_changes(attributes)))
    return Counterfactuals(FrozenMap(wanted), FrozenMap(leave), may, ordered, vocabulary=book.vocabulary)


def wanted(
    book: Rulebook, facts: Mapping[str, Any], want: str | Want | None
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Normalize the wanted answer to slots with their values, and slots that must change.

    Args:
        book: the rulebook.
        facts: the known facts.
        want: slots and values; one value by its name; or None for any other value of the first filled slot.

    Raises:
        InvalidInput: the rulebook has no such value, or several slots have it.
    """
    if want is None:
        slots, now = book.vocabulary.slots, book.decide(facts).slots
        single = [slot for slot in slots if not slots[slot].accumulates]
        return {}, tuple(sorted(single, key=lambda slot: slot not in now)[:1])
    if not isinstance(want, str):
        found = copied(want, "`want`")
        return {slot: exact(value) for slot, value in found.items()}, ()
    slot, value = parse_wanted(book, want)
    return {slot: value}, ()


def _check_values(book: Rulebook, want: Want) -> None:
    problems = [
        f"{quoted(slot)} is never {quoted(each)}: {did_you_mean(each, map(plain, _list_options(book, slot)))}"
        for slot, value in want.items()
        for each in _wanted_of(book, slot, value)
        if each not in _list_options(book, slot)
    ]
    if problems:
        raise InvalidInput(*problems)


def _wanted_of(book: Rulebook, slot: str, value: object) -> list[object]:
    if book.vocabulary.slots[slot].accumulates:
        return _list_elements(value)
    return [] if value is None else [value]


def _list_options(book: Rulebook, slot: str) -> list[object]:
    """The possible values of a slot: the declared ones, and those that rules give."""
    given = [rule.then[slot] for rule in book.rules.values() if slot in rule.then]
    every = chain.from_iterable(value if isinstance(value, tuple) else (value,) for value in given)
    return list(dict.fromkeys((*book.vocabulary.slots[slot].values, *every)))


def _list_elements(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]


def _plain_want(value: object) -> Any:
    return tuple(value) if isinstance(value, (list, set, frozenset)) else EMPTY if value is None else value


def _list_changes(book: Rulebook, known: Mapping[str, Value], way: Mapping[str, Value]) -> Iterator[Change]:
    for name, after in way.items():
        change = book.vocabulary.attributes[name].change
        yield Change(name, known[name], after, change.when if change else "", vocabulary=book.vocabulary)


def _order_changes(attributes: Mapping[str, Attribute]) -> Any:
    """Sort key: by attribute, then by value, in the vocabulary's order."""
    place = {name: number for number, name in enumerate(attributes)}

    def key(one: Counterfactual) -> list[tuple[int, Any]]:
        return [(place[c.attribute], _value_order(attributes[c.attribute], c.after)) for c in one.changes]

    return lambda one: ([part[0] for part in key(one)], [part[1] for part in key(one)])


def _value_order(attribute: Attribute, value: Value) -> list[Any]:
    if isinstance(value, frozenset):
        return sorted(map(attribute.values.index, value))
    return [value if attribute.domain is None else attribute.domain.index(value)]


class _Search:
    """The search for ways from the given facts to the wanted answer.

    Args:
        prospects: the answers of the rulebook.
        facts: the given facts, without implied ones.
        change: the attributes that may change.
    """

    def __init__(self, prospects: Prospects, facts: Mapping[str, Value], change: Sequence[str]) -> None:
        self._prospects, self._facts, self._change = prospects, facts, change

    def all(self, want: Want, leave: Mapping[str, Value]) -> list[dict[str, Value]]:
        """Every way: the changed attributes, with their new values."""
        d, prospects = self._prospects.diagrams, self._prospects
        target = d.every([*self._find_wanted(want), *self._find_left(leave)])
        fixed = [name for name in self._facts if name not in self._change]
        target = d.settled(target, prospects.places(self._facts, fixed))
        columns = [self._make_column(number, variable) for number, variable in enumerate(prospects.space.variables)]
        costs = [[cost for cost, _ in column] for column in columns]
        return [facts for way in d.cheapest_ways(target, costs) for facts in self._spelled_out(way, columns)]

    def _find_wanted(self, want: Want) -> Iterator[Node]:
        for slot, value in want.items():
            aspects = self._prospects.aspects(slot)
            if self._prospects.book.vocabulary.slots[slot].accumulates:
                yield from (self._find_node(aspects.get(str(each)), True) for each in _list_elements(value))
            else:
                yield self._find_node(aspects[""], EMPTY if value is None else value)  # type: ignore[arg-type]

    def _find_node(self, aspect: Mapping[Value, Node] | None, value: Value) -> Node:
        return aspect.get(value, NEVER) if aspect else NEVER

    def _find_left(self, leave: Mapping[str, Value]) -> Iterator[Node]:
        d = self._prospects.diagrams
        for slot, value in leave.items():
            aspect = self._prospects.aspects(slot)[""]
            yield d.some(node for other, node in aspect.items() if other not in (value, NO_ANSWER))

    def _make_column(self, number: int, variable: Variable) -> Column:
        name = variable.attribute
        column: Column = [(inf, []) for _ in variable.values]
        now = self._facts[name]
        if name in self._change:
            column = (
                self._move_elements(variable, now)
                if isinstance(now, frozenset)
                else self._change_to_others(variable, now)
            )
        column[self._prospects.place(number, now)] = (0, [])
        return column

    def _change_to_others(self, variable: Variable, now: Value) -> Column:
        """The cost of each class of values, with each of its values; a change to unknown is impossible."""
        attribute = self._prospects.book.vocabulary.attributes[variable.attribute]
        of = self._prospects.space.classes[attribute.name].of
        column: Column = []
        for merged in variable.values:
            values = (value for value in self._prospects.values(attribute) if of(value) == merged)
            ways = [value for value in values if attribute.change is None or attribute.change.allows(now, value)]
            column.append((1 if ways else inf, [*ways]))
        return column

    def _move_elements(self, variable: Variable, now: frozenset[str]) -> Column:
        """Remove all elements equivalent to this one, or add one of them."""
        attribute = self._prospects.book.vocabulary.attributes[variable.attribute]
        of = self._prospects.space.classes[attribute.name].of
        alike = [e for e in map(str, attribute.values) if of(frozenset([e])) == variable.values[1]]
        there = now.intersection(alike)
        change = attribute.change
        comes = [] if change and not change.allows(now, now | {*alike}) else alike
        goes = [] if change and not change.allows(now, now - there) else [there]
        return [
            (len(there) if goes else inf, [(elements, frozenset()) for elements in goes]),
            (1 if comes else inf, [(frozenset(), frozenset([element])) for element in comes]),
        ]

    def _spelled_out(self, way: Facts, columns: Sequence[Column]) -> Iterator[dict[str, Value]]:
        """Expand a way to real values: one for each combination of equivalent values."""
        names = [self._prospects.space.variables[number].attribute for number, _ in way]
        for chosen in product(*(columns[number][value][1] for number, value in way)):
            facts: dict[str, Value] = {}
            for name, one in zip(names, chosen, strict=True):
                if isinstance(one, tuple):
                    gone, new = one
                    facts[name] = (facts.get(name, self._facts[name]) - gone) | new  # type: ignore[operator]
                else:
                    facts[name] = one
            yield {name: facts[name] for name in self._change if name in facts}
