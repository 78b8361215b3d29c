"""Classes: values that no test tells apart fall together, and no others do."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.logic.semantics.equivalence import classify
from tests.logic import generated

NUMBER = Attribute("n", type="integer", at_least=-1, at_most=5)
BAG = Attribute("bag", type="set", values=("w", "x", "y", "z"))
CHOICE = Attribute("c", values=("a", "b", "c"))
ASKED: dict[Attribute, list[Test]] = {
    NUMBER: [
        *(
            test
            for some in ([0], [-1], [5], [2, 3], [UNKNOWN])
            for test in (Is(frozenset(some)), Not(Is(frozenset(some))))
        ),
        *(Between(low, high) for low, high in ((-1, 0), (2, 3), (3, 5))),
    ],
    BAG: [
        *(kind(frozenset(some)) for some in ("w", "wx", "yz") for kind in (HasAny, HasAll)),
        Not(HasAny(frozenset("xy"))),
    ],
    CHOICE: [Is(frozenset("a")), Is(frozenset("ab")), Not(Is(frozenset("b"))), Is(frozenset({UNKNOWN}))],
}
ASKED_TOGETHER = [
    (attribute, list(some))
    for attribute, tests in ASKED.items()
    for some in chain.from_iterable(combinations(tests, n) for n in range(3))
]


def outcomes(tests: list[Test], value: Value) -> tuple[bool, ...]:
    """Which of the tests a value passes."""
    return tuple(passes(test, value) for test in tests)


def test_values_fall_together_just_where_no_test_tells_them_apart() -> None:
    """Each value passes what its representative passes, which is one of the class's own; tried out on any two tests."""
    for attribute, tests in ASKED_TOGETHER:
        found = classify(attribute, tests)
        assert len(set(found)) == len(list(found)) == found.size
        for value in generated.every_value(attribute):
            assert outcomes(tests, found.of(value)) == outcomes(tests, value)
            assert found.of(value) in set(found)
            assert found.of(found.of(value)) == found.of(value)
        if attribute.type != "set":
            assert len({outcomes(tests, value) for value in generated.every_value(attribute)}) == found.size


@given(st.data())
def test_values_of_any_attribute_pass_what_their_representatives_pass(data: st.DataObject) -> None:
    """Whatever the attribute, and whatever the tests."""
    attribute = data.draw(generated.attributes)
    tests = data.draw(st.lists(generated.tests(attribute), max_size=5))
    value = data.draw(generated.values(attribute))
    assert outcomes(tests, classify(attribute, tests).of(value)) == outcomes(tests, value)


@pytest.mark.parametrize(
    ("tests", "elements"),
    [
        ([], ()),
        ([HasAny(frozenset("wx"))], ("w",)),
        ([HasAny(frozenset("wxy")), HasAny(frozenset("y"))], ("w", "y")),
        ([Not(HasAny(frozenset("wxyz")))], ("w",)),
        ([HasAny(frozenset("wx")), HasAll(frozenset("w"))], ("w", "x")),
        ([HasAll(frozenset("xy"))], ("x", "y")),
    ],
)
def test_elements_that_only_count_as_any_of_several_are_one(tests: list[Test], elements: tuple[str, ...]) -> None:
    """Elements that a test requires are classes of their own, and elements that no test names are left out."""
    assert classify(BAG, tests).elements == elements


def test_what_says_least_stands_for_its_class() -> None:
    """That is `unknown` and the empty set, and they come first; after them the smaller sets."""
    assert list(classify(CHOICE, [Is(frozenset("a"))])) == [UNKNOWN, "a"]
    assert list(classify(NUMBER, [Between(2, 3)])) == [UNKNOWN, 2]
    found = [len(value) for value in classify(BAG, [HasAll(frozenset("wxy"))]) if isinstance(value, frozenset)]
    assert found == [0, 1, 1, 1, 2, 2, 2, 3]
