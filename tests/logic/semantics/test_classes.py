"""Classes: values that no test tells apart fall together, and no others do."""

from __future__ import annotations

from decimal import Context, Decimal
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.model.vocabulary import MOST_DIGITS, UNKNOWN, Attribute, Value, as_number
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.logic.semantics.equivalence import classify
from squeezelogic.logic.semantics.runs import runs
from tests.logic import generated

EXACT = Context(prec=MOST_DIGITS)
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
    tests = [test for all_of in data.draw(st.lists(generated.tests(attribute), max_size=5)) for test in all_of]
    value = data.draw(generated.values(attribute))
    assert outcomes(tests, classify(attribute, tests).of(value)) == outcomes(tests, value)


exact_numbers = st.builds(
    lambda digits, exponent: as_number(Decimal(f"{digits}E{exponent}")),
    st.one_of(st.integers(-5, 5), st.integers(-(10**30), 10**30), st.integers(-(10**399), 10**399)),
    st.integers(-400, 1),
).filter(lambda value: not isinstance(value, str))


@given(st.lists(exact_numbers, min_size=1, max_size=4), exact_numbers)
def test_a_number_is_told_apart_by_every_digit(named: list[Any], value: Any) -> None:
    """Each run's sample lies in the run, also between numbers of hundreds of digits."""
    tests: list[Test] = [Is(frozenset({each})) for each in named]
    found = runs(Attribute("measure", type="number"), tests)
    assert [found.run(found.sample(run)) for run in range(len(found))] == list(range(len(found)))
    for each in (value, *(EXACT.next_plus(Decimal(each)) for each in named)):
        assert outcomes(tests, found.sample(found.run(each))) == outcomes(tests, each)


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
