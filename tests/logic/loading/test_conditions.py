"""The conditions of the rule language are read as the tests that they describe."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import InvalidInput, Rulebook
from squeezelogic.logic.loading.conditions import Unreadable, read_condition
from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.vocabulary import Attribute, Value
from squeezelogic.logic.semantics import definition
from squeezelogic.testing import inventing
from tests.logic import generated

HEAT = Attribute("heat", type="integer", at_least=0, at_most=9)
COUNT = Attribute("count", type="integer")
WEIGHT = Attribute("weight", type="number")
DAY = Attribute("day", type="date")
BAG = Attribute("bag", type="set", values=("a", "b", "c"))
MAY, JUNE = datetime.date(2026, 5, 31), datetime.date(2026, 6, 1)


def a_set(*elements: str) -> frozenset[str]:
    """The elements, as tests hold them."""
    return frozenset(elements)


def values(*members: Value) -> Is:
    """The test for one of these values."""
    return Is(frozenset(members))


@pytest.mark.parametrize(
    ("attribute", "written", "alternatives"),
    [
        (HEAT, {"at_least": 3, "not": [4, 5]}, [[Between(3, 9), Not(values(4, 5))]]),
        (HEAT, {"above": 3, "below": 5}, [[Between(4, 4)]]),
        (HEAT, {"at_least": 12}, [[Between(12)]]),
        (HEAT, {"at_most": -1}, [[Between(at_most=-1)]]),
        (HEAT, [1, {"at_least": 7}, "unknown"], [[values(1, "unknown")], [Between(7, 9)]]),
        (HEAT, [0, {"at_least": 3, "not": 4}], [[values(0)], [Between(3, 9), Not(values(4))]]),
        (HEAT, [{"at_least": 3, "not": [4, {"at_least": 8}]}, {"not": 2}],
         [[Between(3, 9), Not(values(4)), Not(Between(8, 9))], [Not(values(2))]]),
        (HEAT, {"not": [1, {"at_least": 7}]}, [[Not(values(1)), Not(Between(7, 9))]]),
        (COUNT, {"above": 3}, [[Between(4)]]),
        (WEIGHT, {"above": 18.5, "at_most": 25}, [[Between(above=Decimal("18.5"), at_most=25)]]),
        (WEIGHT, {"not": {"at_least": 0.1, "below": 1.0}}, [[Not(Between(at_least=Decimal("0.1"), below=1))]]),
        (WEIGHT, 0.1, [[values(Decimal("0.1"))]]),
        (DAY, {"above": MAY}, [[Between(JUNE)]]),
        (DAY, {"above": datetime.date.max}, [[Between(above=datetime.date.max)]]),
        (DAY, [MAY], [[values(MAY)]]),
        (BAG, {"any": ["a", "b"], "not": "c"}, [[HasAny(a_set("a", "b")), Not(HasAny(a_set("c")))]]),
        (BAG, {"only": ["a", "b"]}, [[Not(HasAny(a_set("c")))]]),
        (BAG, {"count_at_least": 2}, [[HasCount(2, a_set("a", "b", "c"))]]),
        (BAG, {"count_at_least": 1, "of": ["a", "b"]}, [[HasAny(a_set("a", "b"))]]),
        (BAG, {"count_at_least": 2, "of": ["a", "b"]}, [[HasAll(a_set("a", "b"))]]),
        (BAG, {"not": {"count_at_least": 2}}, [[Not(HasCount(2, a_set("a", "b", "c")))]]),
        (BAG, {"not": {"all": ["a", "b"]}}, [[Not(HasCount(2, a_set("a", "b")))]]),
    ],
)  # fmt: skip
def test_a_condition_is_read_as_tests(attribute: Attribute, written: Any, alternatives: list[list[Test]]) -> None:
    """Of several alternatives all tests of one have to pass."""
    assert read_condition(attribute, written) == tuple(map(tuple, alternatives))


def passing(attribute: Attribute, written: Any, value: Any) -> bool:
    """Whether a value passes a condition, as the page about the language says it."""
    if isinstance(written, list):
        return any(passing(attribute, item, value) for item in written)
    if not isinstance(written, dict):
        if attribute.type == "set":
            return bool(value) if written == "any" else written in value
        return bool(value == written and isinstance(value, bool) == isinstance(written, bool))
    among = written.get("of", attribute.values)
    is_known = value != "unknown"
    said: dict[str, Callable[[Any], bool]] = {
        "not": lambda it: not passing(attribute, it, value),
        "any": lambda it: passing(attribute, it, value),
        "all": lambda it: bool(value >= {*it}),
        "only": lambda it: bool(value <= {*it}),
        "of": lambda _: True,
        "count_at_least": lambda it: len(value & {*among}) >= it,
        "at_least": lambda it: is_known and bool(value >= it),
        "at_most": lambda it: is_known and bool(value <= it),
        "above": lambda it: is_known and bool(value > it),
        "below": lambda it: is_known and bool(value < it),
    }
    return all(said[operator](operand) for operator, operand in written.items())


@given(st.data())
def test_a_condition_means_what_the_language_says(data: st.DataObject) -> None:
    """Any condition on an attribute of any type, and any value: the tests that are read pass where they should."""
    attribute = data.draw(generated.attributes)
    written = data.draw(inventing.conditions(attribute))
    alternatives = read_condition(attribute, written)
    named = [near for tests in alternatives for near in generated.telling_values(attribute, tests)]
    value = data.draw(st.sampled_from(named) | generated.values(attribute))
    passes = any(all(definition.passes(test, value) for test in tests) for tests in alternatives)
    assert passes == passing(attribute, written, value)


@pytest.mark.parametrize(
    ("attribute", "written", "what", "fix"),
    [
        (DAY, "2026-05-31", '`day` cannot be `"2026-05-31"`', "write a date without quotes: 2026-05-31"),
        (DAY, {"at_least": "2026-05-31"}, '`at_least` must be a date such as 2026-05-31, not `"2026-05-31"`',
         "write a date without quotes: 2026-05-31"),
        (HEAT, {"not": {"at_least": 3, "not": 4}}, "`not` is no operator for `heat`",
         "choose from `at_least`, `at_most`, `above`, `below`"),
        (Attribute("leaf", values=("green", "black")), ["green", {"not": "black"}], "`leaf` has no order",
         "list the values that are meant"),
        (WEIGHT, "> 2", "`weight` cannot be `> 2`", "write { above = 2 }"),
        (HEAT, {"gte": 2}, "`gte` is no operator for `heat`", "say at_least = …"),
        (HEAT, {"at_least": 2.5}, "`at_least` must be a whole number, not `2.5`", ""),
        (BAG, {"count_at_least": True}, "`count_at_least` must be a whole number, not `true`", ""),
        (BAG, {"not": {"any": ["a"]}}, "`any` is no operator for `bag`", "choose from `all`, `count_at_least`, `of`"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_how_to_say_it(attribute: Attribute, written: Any, what: str, fix: str) -> None:
    """With the operator of this language for that of another."""
    with pytest.raises(Unreadable) as caught:
        read_condition(attribute, written)
    assert (caught.value.what, caught.value.fix) == (what, fix)


@pytest.mark.parametrize(
    ("attribute", "value", "admitted"),
    [
        (WEIGHT, 0.1, Decimal("0.1")),
        (WEIGHT, 2.0, 2),
        (WEIGHT, Decimal("1.50"), Decimal("1.5")),
        (WEIGHT, 10**30, 10**30),
        (COUNT, -(2**63), -(2**63)),
        (DAY, "2026-05-31", MAY),
        (DAY, MAY, MAY),
    ],
)
def test_numbers_and_dates_are_admitted_exactly(attribute: Attribute, value: Any, admitted: Value) -> None:
    """A float is the decimal that it is written as; JSON gives dates as text."""
    assert attribute.admit(value) == admitted


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        (WEIGHT, float("nan")),
        (WEIGHT, Decimal("1e999999")),
        (WEIGHT, 10**500),
        (WEIGHT, True),
        (WEIGHT, "1"),
        (COUNT, 2**63),
        (COUNT, 1.0),
        (DAY, "2026-02-30"),
        (DAY, "20260531"),
        (DAY, datetime.datetime(2026, 5, 31)),
    ],
)
def test_what_is_no_such_value_is_refused(attribute: Attribute, value: Any) -> None:
    """No text for a number, no truth value, no moment for a day, and nothing that JSON and databases cannot hold."""
    with pytest.raises(InvalidInput, match=f"`{attribute.name}` cannot be"):
        attribute.admit(value)


def test_a_rule_over_hundreds_of_attributes_is_decided(tmp_path: Path) -> None:
    """More than the engine takes of one rule: then the definition matches it."""
    names = [f"a{number}" for number in range(300)]
    vocabulary = "".join(f'[attribute.{name}]\ntype = "boolean"\n' for name in names)
    (tmp_path / "vocabulary.toml").write_text(f'{vocabulary}[slot.s]\nvalues = ["p"]\n')
    when = "".join(f"when.{name} = true\n" for name in names)
    (tmp_path / "t.toml").write_text(f'topic = "t"\n[[rule]]\nid = "r"\n{when}then.s = "p"\n')
    book = Rulebook.load(tmp_path)
    facts = dict.fromkeys(names, True)
    assert book.decide(facts).slots == {"s": "p"}
    assert book.decide({**facts, "a299": False}).slots == {}
