"""Values, facts and conditions in words, one of each kind."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import pytest

from squeezelogic.logic.explain.prose import (
    counted,
    describe_test,
    fact,
    id_in_words,
    listed,
    passed,
    said,
    value_in_words,
    words,
)
from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Attribute, Vocabulary
from squeezelogic.logic.render.phrases import LANGUAGES, phrase, spoken

BAG = Attribute("bag", type="set", values=("x", "y", "z"), labels=FrozenMap({"x": "an x"}))
NUMBER = Attribute("n", type="integer", at_least=0, at_most=9)
DAY = Attribute("d", type="date")
ENUM = Attribute("e", values=("a", "b", "c_d"), label="kind")
FLAG = Attribute("is_wet", type="boolean", labels=FrozenMap({"true": "it is wet"}))
FIRST, LAST = datetime.date(2020, 1, 2), datetime.date(2020, 2, 2)


def some(elements: Iterable[Any]) -> frozenset[Any]:
    """A set."""
    return frozenset(elements)


ASKED: list[tuple[Test, Attribute, str]] = [
    (HasCount(2, some("xyz")), BAG, "at least 2"), (HasCount(2, some("yx")), BAG, "at least 2 of an x and y"),
    (Not(HasCount(2, some("xyz"))), BAG, "fewer than 2"),
    (Not(HasCount(2, some("xy"))), BAG, "fewer than 2 of an x and y"),
    (HasAny(some("xyz")), BAG, "at least one"), (HasAny(some("yx")), BAG, "an x or y"),
    (Not(HasAny(some("xyz"))), BAG, "none"), (Not(HasAny(some("yx"))), BAG, "no an x or y"),
    (HasAll(some("zx")), BAG, "an x and z"), (Not(HasAll(some("zx"))), BAG, "fewer than 2 of an x and z"),
    (Not(HasAll(some("x"))), BAG, "no an x"), (Is(some(["c_d", "a"])), ENUM, "a or c d"),
    (Not(Is(some(["c_d", "unknown"]))), ENUM, "known, but not c d"),
    (Not(Is(some(["unknown"]))), ENUM, "known"), (Not(Is(some("a"))), ENUM, "anything other than a"),
    (Not(Is(some([False]))), FLAG, "it is wet or not known"), (Not(Is(some([True, "unknown"]))), FLAG, "no"),
    (Not(Is(some(["unknown"]))), FLAG, "known"),
    (Not(Is(some([True, False, "unknown"]))), FLAG, "known, but not it is wet or no"),
    (Between(at_least=3, at_most=5), NUMBER, "from 3 to 5"), (Between(at_least=3, at_most=3), NUMBER, "3"),
    (Between(at_least=0, at_most=5), NUMBER, "at most 5"), (Between(at_least=3, at_most=9), NUMBER, "at least 3"),
    (Between(at_least=0, at_most=9), NUMBER, "any number"),
    (Between(above=3, below=5), NUMBER, "more than 3 and less than 5"),
    (Not(Between(at_least=3, at_most=9)), NUMBER, "less than 3 or not known"),
    (Not(Between(at_least=3, at_most=5)), NUMBER, "less than 3, more than 5 or not known"),
    (Not(Between(above=3, below=5)), NUMBER, "at most 3, at least 5 or not known"),
    (Not(Between(at_least=3, at_most=3)), NUMBER, "anything other than 3"),
    (Not(Between(at_least=0, at_most=9)), NUMBER, "not known"),
    (Between(at_least=FIRST, at_most=LAST), DAY, "from 2020-01-02 to 2020-02-02"),
    (Not(Between(at_least=FIRST, at_most=LAST)), DAY, "before 2020-01-02, after 2020-02-02 or not known"),
    (Not(Between(above=FIRST)), DAY, "until 2020-01-02 or not known"),
    (Between(at_least=FIRST), DAY, "from 2020-01-02"),
    (Between(above=FIRST, below=LAST), DAY, "after 2020-01-02 and before 2020-02-02"), (Between(), DAY, "any date"),
]  # fmt: skip
PASSED: list[tuple[Test, Attribute, Any, str]] = [
    (HasAny(some("xy")), BAG, some("yz"), "y"), (HasCount(2, some("xy")), BAG, some("xyz"), "an x and y"),
    (HasAll(some("zx")), BAG, some("xyz"), "an x and z"), (Not(HasAny(some("xy"))), BAG, some("z"), "no an x or y"),
    (Not(HasCount(2, some("xy"))), BAG, some("z"), "fewer than 2 of an x and y"),
    (Not(Is(some("a"))), ENUM, "b", "b (anything other than a)"), (Is(some("a")), ENUM, "a", "a"),
    (Not(HasAll(some("xy"))), BAG, some("x"), "fewer than 2 of an x and y"),
    (Not(Is(some(["unknown"]))), ENUM, "a", "a"), (Not(Is(some([True]))), FLAG, False, "no"),
    (Not(Between(at_least=3)), NUMBER, 2, "2"), (Not(HasAll(some("x"))), BAG, some("y"), "no an x"),
]  # fmt: skip


def test_what_is_asked_is_said_as_the_object_of_needs() -> None:
    """Each test, on all values or on some, and its denial."""
    assert [(describe_test(test, of), told) for test, of, told in ASKED if describe_test(test, of) != told] == []


def test_what_passed_is_said_as_far_as_it_was_asked_for() -> None:
    """A denial says what is not so."""
    assert [
        (passed(test, of, value), told) for test, of, value, told in PASSED if passed(test, of, value) != told
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_least_and_fewer_than_are_not_the_same(language: str) -> None:
    """In any language each has its own words, and its number."""
    with spoken(language):
        at_least, fewer = (describe_test(it, BAG) for it in (HasCount(2, some("xyz")), Not(HasCount(2, some("xyz")))))
        assert at_least == phrase("at-least", count=2) != fewer == phrase("fewer-than", count=2)
        assert "2" in at_least
        assert "2" in fewer


def test_values_and_facts_are_said_in_words() -> None:
    """By their labels, or else by their names without underscores."""
    told = [True, False, None, "unknown", some(""), (), some("ba"), ("b", "a"), 1.5, 2.0, "a_b", 3]
    assert [said(it) for it in told] == [
        "yes", "no", "not known", "not known", "none", "none", "a and b", "b and a", "1.5", "2", "a b", "3"
    ]  # fmt: skip
    assert (said("x", BAG), said("y", BAG), said(True, FLAG), said(False, FLAG)) == ("an x", "y", "it is wet", "no")
    assert [value_in_words(it) for it in (True, False, 2.0, 2.5, ("a_b", "c"), (), "a_b", 3)] == [
        "yes", "no", "2", "2.5", "a b, c", "none", "a b", "3"
    ]  # fmt: skip
    vocabulary = Vocabulary(FrozenMap({it.name: it for it in (BAG, ENUM, FLAG)}), FrozenMap())
    facts: list[tuple[str, Any, str]] = [
        ("is_wet", True, "it is wet"), ("is_wet", False, "is wet: no"), ("e", "c_d", "kind: c d"),
        ("bag", some("xy"), "bag: an x and y"), ("bag", "x", "an x"), ("un_told", True, "un told"),
        ("un_told", False, "un told: no"), ("un_told", 3, "un told: 3"),
    ]  # fmt: skip
    assert [fact(name, value, vocabulary) for name, value, _ in facts] == [told for *_, told in facts]
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert (listed(["a"], "and"), listed([], "and")) == ("a", "")
    assert (counted(1, "rule"), counted(0, "rule"), counted(2, "index", "indices")) == (
        "1 rule",
        "0 rules",
        "2 indices",
    )
    assert counted(12345, "rule") == "12,345 rules"
    assert (words("back_pain"), id_in_words("warm-up-first")) == ("back pain", "Warm up first")
