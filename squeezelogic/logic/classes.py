"""Which values a topic's rules can tell apart. Everything finite about a rulebook starts here.

Two values of an attribute fall into one class when every test that the rules put to them comes out alike. A class is
named by its representative: the value that says least (`unknown`, the empty set) where the class holds it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations

from attrs import frozen

from squeezelogic.logic.conditions import Between, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.meaning import passes
from squeezelogic.logic.rules import Rule, Topic
from squeezelogic.logic.vocabulary import UNKNOWN, Attribute, Value


@frozen
class Classes:
    """The classes of one attribute in one topic.

    Args:
        name: the attribute.
        of: from a value to the representative of its class.
        elements: for a set, the elements that are told apart; its classes are their subsets.
        representatives: for anything but a set, one value a class.
    """

    name: str
    of: Callable[[Value], Value]
    elements: tuple[str, ...] = ()
    representatives: tuple[Value, ...] = ()

    @property
    def size(self) -> int:
        """How many classes there are."""
        return len(self.representatives) or 2 ** len(self.elements)

    def __iter__(self) -> Iterator[Value]:
        """The representatives, the ones that say least first."""
        if self.representatives:
            return iter(self.representatives)
        return chain.from_iterable(
            map(frozenset, combinations(self.elements, n)) for n in range(len(self.elements) + 1)
        )


def classes(topic: Topic) -> tuple[Classes, ...]:
    """The classes of each attribute that a topic reads."""
    tests = asked(topic.rules)
    return tuple(classify(attribute, tests[name]) for name, attribute in topic.inputs.items())


def asked(rules: Iterable[Rule]) -> dict[str, list[Test]]:
    """For each attribute, the different tests that rules put to it."""
    tests: dict[str, dict[Test, None]] = {}
    for rule in rules:
        for clause in chain.from_iterable(rule.when):
            tests.setdefault(clause.attribute, {})[clause.test] = None
    return {name: list(found) for name, found in tests.items()}


def classify(attribute: Attribute, tests: Iterable[Test]) -> Classes:
    """What the tests can tell apart of an attribute."""
    if attribute.type == "set":
        return _set(attribute, tests)
    if attribute.type == "integer":
        return _integer(attribute, tests)
    domain: tuple[Value, ...] = (True, False) if attribute.type == "boolean" else attribute.values
    first: dict[tuple[bool, ...], Value] = {}
    of: dict[Value, Value] = {
        value: first.setdefault(tuple(passes(test, value) for test in tests), value) for value in (UNKNOWN, *domain)
    }
    return Classes(attribute.name, of.__getitem__, representatives=tuple(first.values()))


def _integer(attribute: Attribute, tests: Iterable[Test]) -> Classes:
    """Integers come in runs: a class begins wherever some test may change its mind."""
    low, high = attribute.at_least, attribute.at_most
    asked_of = list(tests)
    runs = sorted({low, *(point for test in asked_of for point in edges(test) if low <= point <= high)})
    domain: tuple[Value, ...] = (UNKNOWN, *runs)
    signature: dict[tuple[bool, ...], Value] = {}
    first = [signature.setdefault(tuple(passes(test, value) for test in asked_of), value) for value in domain]

    def of(value: Value) -> Value:
        return first[bisect_right(runs, value)] if isinstance(value, int) else first[0]

    return Classes(attribute.name, of, representatives=tuple(signature.values()))


def edges(test: Test) -> Iterable[int]:
    """Where among the integers a test may change its mind."""
    match test:
        case Between(at_least, at_most):
            return at_least, at_most + 1
        case Is(values) | Not(Is(values)):
            return [edge for value in values if isinstance(value, int) for edge in (value, value + 1)]
    return ()


def _set(attribute: Attribute, tests: Iterable[Test]) -> Classes:
    """Elements that only ever count as «any of these» together are one element to the rules."""
    stands_for: dict[str, str] = {}
    kinds: dict[tuple[bool | None, ...], str] = {}
    for element in map(str, attribute.values):
        roles = tuple(_role(test, element) for test in tests)
        if any(role is not None for role in roles):
            key = (*roles, element) if False in roles else roles
            stands_for[element] = kinds.setdefault(key, element)  # type: ignore[arg-type]

    def of(value: Value) -> Value:
        return frozenset([stands_for[e] for e in value if e in stands_for]) if value else value  # type: ignore[union-attr]

    return Classes(attribute.name, of, elements=tuple(kinds.values()))


def _role(test: Test, element: str) -> bool | None:
    """How a test counts an element: True as one that will do, False as one it insists on, None not at all."""
    match test:
        case HasAny(values) | Not(HasAny(values)):
            return True if element in values else None
        case HasAll(values) if element in values:
            return False
    return None
