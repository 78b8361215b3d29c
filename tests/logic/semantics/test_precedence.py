"""Rules that can meet, topics that cannot fail, and runs of numbers and dates, held to the whole domain."""

from __future__ import annotations

import datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.model.conditions import Between, Clause, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute
from squeezelogic.logic.semantics.definition import gap, passes
from squeezelogic.logic.semantics.precedence import FEW_ROWS, can_meet, cannot_fail, list_overruled, list_overruling
from squeezelogic.logic.semantics.runs import runs

BAG = Attribute("bag", type="set", values=tuple("wxyz"))
COUNT = Attribute("count", type="integer", at_least=0, at_most=6)
SKY = Attribute("sky", values=("sun", "rain", "fog"))
INPUTS: FrozenMap[str, Attribute] = FrozenMap({it.name: it for it in (BAG, COUNT, SKY)})
SETS = [frozenset(it) for n in range(5) for it in combinations("wxyz", n)]
DOMAINS: dict[str, list[Any]] = {
    "bag": SETS,
    "count": [UNKNOWN, *range(7)],
    "sky": [UNKNOWN, "sun", "rain", "fog"],
}


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    """A clause on one of the attributes."""
    name = draw(st.sampled_from(sorted(DOMAINS)))
    some = draw(st.frozensets(st.sampled_from("wxyz"), min_size=1))
    few = draw(st.frozensets(st.sampled_from(DOMAINS["count"]), min_size=1, max_size=3))
    skies = draw(st.frozensets(st.sampled_from(DOMAINS["sky"]), min_size=1, max_size=3))
    ends = sorted(draw(st.tuples(st.integers(0, 6), st.integers(0, 6))))
    tests: dict[str, list[Any]] = {
        "bag": [HasAny(some), HasAll(some), HasCount(draw(st.integers(1, 3)), some)],
        "count": [Is(few), Between(at_least=ends[0], at_most=ends[1])],
        "sky": [Is(skies)],
    }
    test: Any = draw(st.sampled_from(tests[name]))
    return Clause(name, Not(test) if draw(st.booleans()) else test)


def rule(id_: str, *branches: tuple[Clause, ...], level: str = "low", **more: Any) -> Rule:
    """A rule that holds in these branches."""
    return Rule(id_, "t", level, branches or ((),), FrozenMap(more.pop("then", {})), **more)


def passes_in(branch: tuple[Clause, ...]) -> bool:
    """Whether one situation of all passes the branch: each attribute can be looked at alone."""
    return all(
        any(all(passes(it.test, value) for it in branch if it.attribute == name) for value in values)
        for name, values in DOMAINS.items()
    )


@given(*(st.lists(st.lists(clauses(), max_size=3).map(tuple), min_size=1, max_size=2) for _ in "ab"))
def test_two_rules_can_meet_if_a_situation_passes_both(
    one: list[tuple[Clause, ...]], other: list[tuple[Clause, ...]]
) -> None:
    """Over all values of each attribute."""
    topic = Topic("t", "", ("low",), (), (), INPUTS, ())
    expected = any(passes_in((*a, *b)) for a in one for b in other)
    assert can_meet(topic, rule("a", *one), rule("b", *other)) is expected


def test_rivals_are_those_that_contradict_and_can_meet() -> None:
    """The rules that overrule a rule are listed, and those that it overrules."""
    rain, sun = (Clause("sky", Is(frozenset({it}))) for it in ("rain", "sun"))
    coat = rule("coat", (rain,), level="high", then={"wear": "coat"})
    hat = rule("hat", (sun,), then={"wear": "hat"})
    plain = rule("plain", then={"wear": "nothing"})
    boots = rule("boots", then={"feet": "boots"})
    topic = Topic("t", "", ("high", "low"), ("wear", "feet"), (), INPUTS, (coat, boots, hat, plain))
    assert list_overruling(topic, plain) == (coat,)
    assert list_overruled(topic, coat) == (plain,)
    assert list_overruling(topic, hat) == list_overruled(topic, boots) == ()


def asking(count: int, *, required: bool, level: str = "low") -> Topic:
    """A topic that reads so many truth values, with a rule for all of them and one for any situation."""
    names = [f"b{n}" for n in range(count)]
    every = tuple(Clause(name, Is(frozenset({True}))) for name in names)
    rules = (rule("all", every, level="high", then={"go": "no"}), rule("any", level=level, then={"go": "yes"}))
    inputs: FrozenMap[str, Attribute] = FrozenMap({name: Attribute(name, type="boolean") for name in names})
    return Topic("t", "", ("high", "low"), ("go",), ("go",) if required else (), inputs, rules)


def test_a_topic_cannot_fail_if_none_of_its_few_situations_does() -> None:
    """More situations than can be tried soon count as if one failed; without contradiction and need, none has to be."""
    assert FEW_ROWS == 2**6
    assert cannot_fail(asking(6, required=True))
    assert not cannot_fail(asking(7, required=True))
    assert cannot_fail(asking(7, required=False))
    assert not cannot_fail(asking(6, required=False, level="high"))
    assert not cannot_fail(asking(7, required=False, level="high"))


def test_a_gap_names_the_rules_that_would_have_filled_it() -> None:
    """Each with the one that overrules it."""
    topic = asking(1, required=True)
    error = gap(topic, "go", topic.rules[:1], {"all": "any"})
    assert str(error) == "no rule of topic `t` fills `go`: `all` would have, but `any` overrules it (facts: none given)"
    assert str(gap(topic, "go", (), {})) == "no rule of topic `t` fills `go` (facts: none given)"


DAY = datetime.date(2026, 5, 31)
ORDERED: list[tuple[Attribute, list[Test], list[Any]]] = [
    (COUNT, [Between(at_least=2, at_most=4), Is(frozenset({0, 6}))], list(range(7))),
    (
        Attribute("size", type="number", at_least=0),
        [Between(above=0, below=2), Not(Is(frozenset({Decimal("0.5")}))), Between(at_most=3)],
        [0, Decimal("0.1"), Decimal("0.5"), Decimal("0.6"), 2, Decimal("2.5"), 3, Decimal("3.1"), 99],
    ),
    (
        Attribute("day", type="date"),
        [Between(at_least=DAY), Is(frozenset({DAY + datetime.timedelta(days=3)}))],
        [datetime.date.min, *(DAY + datetime.timedelta(days=n) for n in range(-2, 6)), datetime.date.max],
    ),
]


@pytest.mark.parametrize(("attribute", "tests", "values"), ORDERED, ids=[it[0].name for it in ORDERED])
def test_runs_are_what_tests_tell_apart(attribute: Attribute, tests: list[Test], values: list[Any]) -> None:
    """Values of one run pass the same tests, those of two neighbours do not; any stretch of runs has a test."""
    found = runs(attribute, tests)
    told = {value: [passes(test, value) for test in tests] for value in values}
    for one, other in combinations(values, 2):
        if found.run(one) == found.run(other):
            assert told[one] == told[other]
        elif found.run(other) == found.run(one) + 1:
            assert told[one] != told[other]
    assert {found.run(value) for value in values} == set(range(len(found)))
    for first in range(len(found)):
        for last in range(first, len(found)):
            test = found.between(first, last)
            assert [passes(test, it) for it in values] == [first <= found.run(it) <= last for it in values]
        assert found.run(found.sample(first)) == first


def test_a_stretch_of_runs_is_bounded_as_people_say_it() -> None:
    """Whole numbers and days by the last one; other numbers as the tests are."""
    count, size, day = (runs(attribute, tests) for attribute, tests, _ in ORDERED)
    assert count.between(1, 2) == Between(at_least=1, at_most=4)
    assert size.between(1, 1) == Between(above=0, below=Decimal("0.5"))
    assert size.between(0, 0) == Between(at_least=0, at_most=0)
    assert day.between(1, 1) == Between(at_least=DAY, at_most=DAY + datetime.timedelta(days=2))
    assert count.values(1, 9) == [1]
    assert day.values(1, 9) == [DAY, DAY + datetime.timedelta(days=1), DAY + datetime.timedelta(days=2)]
