"""Equivalence classes: the values of an attribute that the rules of a topic do not tell apart.

Two values of an attribute are equivalent if every test of the rules gives the same result for both. A class is named by
its representative: `unknown` or the empty set if the class contains it, else its first value. Classes are numbered;
number 0 contains `unknown` or the empty set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, combinations
from typing import assert_never

from attrs import frozen

from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.logic.semantics.runs import Runs, runs


@frozen
class Classes:
    """The classes of one attribute in one topic.

    Args:
        name: the attribute.
        number: from a value to the number of its class.
        elements: for a set, the distinguishable elements; its classes are their subsets, and a class's number has one
        bit for each element.
        representatives: for anything but a set, one value per class.
    """

    name: str
    number: Callable[[Value], int]
    elements: tuple[str, ...] = ()
    representatives: tuple[Value, ...] = ()

    @property
    def size(self) -> int:
        """The number of classes."""
        return len(self.representatives) or 2 ** len(self.elements)

    @property
    def bits(self) -> int:
        """The number of bits of a class number."""
        return (self.size - 1).bit_length()

    def representative(self, number: int) -> Value:
        """The representative value of a class."""
        if self.representatives:
            return self.representatives[number]
        return frozenset([element for bit, element in enumerate(self.elements) if number >> bit & 1])

    def of(self, value: Value) -> Value:
        """The representative of a value's class."""
        return self.representative(self.number(value))

    def __iter__(self) -> Iterator[Value]:
        """The representatives; for a set, smaller sets first."""
        if self.representatives:
            return iter(self.representatives)
        return chain.from_iterable(
            map(frozenset, combinations(self.elements, n)) for n in range(len(self.elements) + 1)
        )


def classes(topic: Topic) -> tuple[Classes, ...]:
    """The classes of each attribute that a topic reads."""
    tests = collect_tests(topic.rules)
    return tuple(classify(attribute, tests[name]) for name, attribute in topic.inputs.items())


def collect_tests(rules: Iterable[Rule]) -> dict[str, list[Test]]:
    """For each attribute, the distinct tests of the rules."""
    tests: dict[str, dict[Test, None]] = {}
    for rule in rules:
        for clause in chain.from_iterable(rule.when):
            tests.setdefault(clause.attribute, {})[clause.test] = None
    return {name: list(found) for name, found in tests.items()}


def classify(attribute: Attribute, tests: Iterable[Test]) -> Classes:
    """The equivalence classes of an attribute under some tests."""
    tests = list(tests)
    if attribute.type == "set":
        return _classify_set(attribute, tests)
    if attribute.domain is None:
        return _classify_ordered(attribute, tests)
    domain: tuple[Value, ...] = (UNKNOWN, *attribute.domain)
    numbers, representatives = _told_apart(domain, tests)
    number: dict[Value, int] = dict(zip(domain, numbers, strict=True))
    return Classes(attribute.name, number.__getitem__, (), representatives)


def _told_apart(domain: Iterable[Value], tests: Iterable[Test]) -> tuple[list[int], tuple[Value, ...]]:
    """For each value the number of its class, and for each class the first value in it."""
    first: dict[tuple[bool, ...], tuple[int, Value]] = {}
    numbers = [
        first.setdefault(tuple(passes(test, value) for test in tests), (len(first), value))[0] for value in domain
    ]
    return numbers, tuple(value for _, value in first.values())


def _classify_ordered(attribute: Attribute, tests: Sequence[Test]) -> Classes:
    """Runs with the same test results form one class."""
    apart = runs(attribute, tests)
    numbers, representatives = _told_apart((UNKNOWN, *map(apart.sample, range(len(apart)))), tests)
    return Classes(attribute.name, partial(_number_ordered, apart, numbers), (), representatives)


def _number_ordered(apart: Runs, numbers: Sequence[int], value: Value) -> int:
    """The number of the class of an ordered value, from those of `unknown` and of each run."""
    return 0 if value == UNKNOWN else numbers[apart.run(value) + 1]


def _classify_set(attribute: Attribute, tests: Sequence[Test]) -> Classes:
    """Elements that no test distinguishes count as one element."""
    stands_for: dict[str, str] = {}
    kinds: dict[tuple[bool | None, ...], str] = {}
    for element in map(str, attribute.values):
        roles = tuple(_find_role(test, element) for test in tests)
        if any(role is not None for role in roles):
            key = (*roles, element) if False in roles else roles
            stands_for[element] = kinds.setdefault(key, element)  # type: ignore[arg-type]

    elements = tuple(kinds.values())
    bit = {element: 1 << elements.index(merged) for element, merged in stands_for.items()}
    return Classes(attribute.name, partial(_number_set, bit), elements)


def _number_set(bits: Mapping[str, int], value: Value) -> int:
    """The number of the class of a set, from the bit of each element."""
    found = 0
    for element in value:  # type: ignore[union-attr] # a set's values are sets
        found |= bits.get(element, 0)
    return found


def _find_role(test: Test, element: str) -> bool | None:
    """The role of an element in a test: True if it suffices, False if it is required, None if it is not named."""
    match test:
        case Not(inner):
            return _find_role(inner, element)
        case HasAny(values):
            return True if element in values else None
        case HasAll(values) | HasCount(_, values):
            return False if element in values else None
        case Is() | Between():  # pragma: no cover - these test no sets
            return None
    assert_never(test)
