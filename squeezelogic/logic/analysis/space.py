"""The space of situations that proofs range over: its variables, the possible situations, and their number.

Attributes become variables of diagrams. Values that no test distinguishes are one value; a set has one variable for
each distinguishable element (or group of elements). A situation is possible if `Vocabulary.situation` can return it:
required attributes are given, and implied values are filled in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import prod

from attrs import frozen

from squeezelogic.logic.analysis.diagrams import NEVER, Diagrams, Node, TooLarge
from squeezelogic.logic.model.conditions import HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.logic.semantics.equivalence import Classes, classify
from squeezelogic.logic.semantics.runs import runs


@frozen
class Variable:
    """An attribute, or one element of a set; value 0 is unknown, or the empty set.

    Args:
        attribute: the attribute's name.
        element: the element of the set; empty for anything but a set.
        values: representatives of the classes; for an element of a set, the empty set and the element alone.
        weights: the number of real values that each represents.
    """

    attribute: str
    element: str
    values: tuple[Value, ...]
    weights: tuple[int, ...]


class Space:
    """All situations, as far as the given tests distinguish them.

    Args:
        attributes: all of them, in the vocabulary's order.
        tests: for each attribute, every test that will be evaluated.
        order: attributes in the order in which diagrams test them; the rest follow.

    Raises:
        TooLarge: the diagram of the possible situations is too deep.
    """

    def __init__(
        self, attributes: Mapping[str, Attribute], tests: Mapping[str, Iterable[Test]], order: Iterable[str] = ()
    ) -> None:
        asked = _with_constraints(attributes, tests)
        self.attributes = attributes
        self.classes = {name: classify(attribute, asked[name]) for name, attribute in attributes.items()}
        self.runs = {name: runs(each, asked[name]) for name, each in attributes.items() if each.is_ordered}
        names = dict.fromkeys((*order, *attributes))
        columns = {name: _make_variables(attributes[name], self.classes[name], asked[name]) for name in names}
        self.variables = tuple(variable for name in names for variable in columns[name])
        self.diagrams = Diagrams([len(variable.values) for variable in self.variables])
        self._at = {(variable.attribute, variable.element): i for i, variable in enumerate(self.variables)}
        self._weights = [variable.weights for variable in self.variables]
        self._idle = prod(2 ** _count_unasked(attributes[name], self.classes[name]) for name in attributes)
        place = {name: i for i, name in enumerate(attributes)}
        self._rank = _rank_places([(place[v.attribute], self._element_place(v)) for v in self.variables])
        try:
            self.possible = self._find_possible()
        except RecursionError:  # a chain of implications through hundreds of attributes
            raise TooLarge from None

    def _element_place(self, variable: Variable) -> int:
        attribute = self.attributes[variable.attribute]
        return self.classes[attribute.name].elements.index(variable.element) if attribute.type == "set" else 0

    def passing(self, name: str, test: Test) -> Node:
        """The situations whose attribute passes a test, impossible ones included."""
        if self.attributes[name].type != "set":
            variable = self._at[name, ""]
            values = self.variables[variable].values
            return self.diagrams.where(variable, lambda v: passes(test, values[v]))
        match test:
            case HasAny(elements):
                return self.diagrams.some(self._list_having(name, elements))
            case HasAll(elements):
                return self.diagrams.every(self._list_having(name, elements))
            case HasCount(count, elements):
                return self.diagrams.at_least(count, self._list_having(name, elements))
            case Not(inner):
                return self.diagrams.outside(self.passing(name, inner))
        raise AssertionError(test)  # pragma: no cover - no set is one of several single values

    def _list_having(self, name: str, elements: Iterable[str]) -> list[Node]:
        merged = {merged for e in elements for merged in _merge_element(self.classes[name], e)}
        return [self.diagrams.where(self._at[name, element], bool) for element in sorted(merged)]

    def _find_possible(self) -> Node:
        d = self.diagrams
        never = [
            self.passing(name, Is(frozenset([UNKNOWN])))
            for name, attribute in self.attributes.items()
            if attribute.required and attribute.type != "set"
        ]
        for attribute in self.attributes.values():
            for value, others in attribute.implies.items():
                is_it = self.passing(attribute.name, Is(frozenset([value])))
                never += [d.without(is_it, self._equals_value(other, implied)) for other, implied in others.items()]
        return d.outside(d.some(never))

    def _equals_value(self, name: str, value: Value) -> Node:
        if not isinstance(value, frozenset):
            return self.passing(name, Is(frozenset([value])))
        elements = frozenset(map(str, self.attributes[name].values))
        lacking = self.passing(name, Not(HasAny(elements - value)))
        return self.diagrams.both(lacking, self.passing(name, HasAll(value)))

    def point(self, situation: Mapping[str, Value]) -> tuple[int, ...]:
        """Translate a complete situation to a value for each variable."""
        classes = {name: self.classes[name].of(value) for name, value in situation.items()}
        return tuple([
            variable.values[1] <= value if isinstance(value, frozenset) else variable.values.index(value)  # type: ignore[operator]
            for variable in self.variables
            for value in (classes[variable.attribute],)
        ])  # fmt: skip

    @property
    def size(self) -> int:
        """The number of possible situations."""
        return self.count(self.possible)

    def count(self, f: Node) -> int:
        """The number of situations in a set, counting every real value."""
        number: int = self.diagrams.count(f, self._weights) * self._idle
        return number

    def told_apart(self, names: Iterable[str]) -> int:
        """The number of situations of these attributes that the tests distinguish, impossible ones included."""
        return prod(self.classes[name].size for name in names)

    def given(self, f: Node, name: str, value: Value) -> Node:
        """The restriction of a set to a value of an attribute that is not a set."""
        variable = self._at[name, ""]
        return self.diagrams.given(f, variable, self.variables[variable].values.index(self.classes[name].of(value)))

    def witness(self, f: Node) -> FrozenMap[str, Value] | None:
        """The fewest facts that put a situation into a set, without implied facts.

        Ties go to the attributes and values that the vocabulary lists first. None if the set has no possible situation.
        """
        facts = self.diagrams.cheapest(self.before_implying(self.diagrams.both(f, self.possible)), self._rank)
        if facts is None:
            return None
        found: dict[str, Value] = {}
        for variable, value in facts:
            name, chosen = self.variables[variable].attribute, self.variables[variable].values[value]
            before = found.get(name)
            found[name] = before | chosen if isinstance(chosen, frozenset) and isinstance(before, frozenset) else chosen
        return FrozenMap(found)

    def before_implying(self, f: Node) -> Node:
        """A set of possible situations, with the situations that implications turn into one of them."""
        before = NEVER
        while f != before:  # implied values may imply more
            before = f
            for attribute in self.attributes.values():
                for value, others in attribute.implies.items():
                    is_it = self.passing(attribute.name, Is(frozenset([value])))
                    for other, implied in others.items():
                        f = self.diagrams.some([f, self._lacks_implied(f, is_it, other, implied)])
        return f

    def _lacks_implied(self, f: Node, is_it: Node, name: str, implied: Value) -> Node:
        """The situations that lack only an implied value to be in a set."""
        if implied == UNKNOWN or isinstance(implied, frozenset):
            return NEVER
        unsaid = self.diagrams.both(is_it, self._equals_value(name, UNKNOWN))
        return self.diagrams.both(unsaid, self.given(f, name, implied))


def _with_constraints(
    attributes: Mapping[str, Attribute], tests: Mapping[str, Iterable[Test]]
) -> dict[str, list[Test]]:
    """The tests, with those that decide what is possible."""
    asked: dict[str, list[Test]] = {name: list(tests.get(name, ())) for name in attributes}
    for name, attribute in attributes.items():
        if attribute.required and attribute.type != "set":
            asked[name].append(Is(frozenset([UNKNOWN])))
        for value, others in attribute.implies.items():
            asked[name].append(Is(frozenset([value])))
            for other, implied in others.items():
                asked[other] += _equality_tests(attributes[other], implied)
    return asked


def _equality_tests(attribute: Attribute, value: Value) -> Sequence[Test]:
    if attribute.type == "set":
        return [HasAll(frozenset([str(element)])) for element in attribute.values]
    return [Is(frozenset([value])), Is(frozenset([UNKNOWN]))]


def _make_variables(attribute: Attribute, classes: Classes, tests: Sequence[Test]) -> list[Variable]:
    if attribute.type == "set":
        members = Counter(merged for e in attribute.values for merged in _merge_element(classes, str(e)))
        return [
            Variable(attribute.name, element, (frozenset(), frozenset([element])), (1, 2 ** members[element] - 1))
            for element in classes.elements
        ]
    weights: Counter[Value] = Counter()
    for value, how_many in _weigh_values(attribute, tests):
        weights[classes.of(value)] += how_many
    return [Variable(attribute.name, "", classes.representatives, tuple(weights[v] for v in classes.representatives))]


def _weigh_values(attribute: Attribute, tests: Sequence[Test]) -> list[tuple[Value, int]]:
    """Representatives, each with the number of values it represents."""
    if attribute.domain is not None:
        return [(UNKNOWN, 1), *((value, 1) for value in attribute.domain)]
    apart = runs(attribute, tests)
    return [(UNKNOWN, 1), *((apart.sample(run), apart.size(run)) for run in range(len(apart)))]


def _merge_element(classes: Classes, element: str) -> frozenset[str]:
    """The set of only the representative of an element; the empty set if no test names it."""
    return classes.of(frozenset([element]))  # type: ignore[return-value] # a set's classes are sets


def _count_unasked(attribute: Attribute, classes: Classes) -> int:
    """The number of elements of a set that no test names."""
    return sum(not _merge_element(classes, str(e)) for e in attribute.values) if attribute.type == "set" else 0


def _rank_places(places: Sequence[tuple[int, int]]) -> list[int]:
    ordered = sorted(places)
    return [ordered.index(place) for place in places]
