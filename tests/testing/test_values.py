"""Values of one attribute: which ones are drawn, and how often."""

from __future__ import annotations

import datetime
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.vocabulary import HIGHEST, LOWEST, UNKNOWN, Attribute
from squeezelogic.testing import values

CHOICE = Attribute("choice", values=("a", "b", "c", "d"))
YES = Attribute("yes", type="boolean")
BAG = Attribute("bag", type="set", values=("u", "v", "w", "x", "y", "z"))
DAY = datetime.date(2024, 3, 1)
ONE_DAY = datetime.timedelta(days=1)


def many(strategy: st.SearchStrategy[Any]) -> list[Any]:
    """A few hundred values, drawn in lists, as Hypothesis does not repeat an example."""
    found: list[Any] = []

    @settings(
        max_examples=20, database=None, derandomize=True, deadline=None, phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )  # fmt: skip
    @given(st.lists(strategy, min_size=16, max_size=16))
    def draw(drawn: list[Any]) -> None:
        found.extend(drawn)

    draw()
    return found


def share(found: list[Any], *wanted: Any) -> float:
    """The part of the values that are wanted ones."""
    return sum(value in wanted for value in found) / len(found)


def test_the_values_of_what_is_listed_are_all_there_after_unknown() -> None:
    """Those of an enum and a boolean, and of an integer of at most 64 values."""
    assert values.listed(CHOICE, []) == [UNKNOWN, "a", "b", "c", "d"]
    assert values.listed(YES, []) == [UNKNOWN, True, False]
    few = Attribute("few", type="integer", at_least=-2, at_most=61)
    assert values.listed(few, []) == [UNKNOWN, *range(-2, 62)]
    assert values.listed(Attribute("one", type="integer", at_least=4, at_most=4), []) == [UNKNOWN, 4]


@pytest.mark.parametrize("sign", [1, -1])
def test_of_many_integers_the_ends_and_either_side_of_each_bound_are_listed(sign: int) -> None:
    """And anywhere between them."""
    wide = Attribute("wide", type="integer", at_least=-64, at_most=64)
    tests: list[Test] = [Between(at_least=10 * sign), Not(Is(frozenset({30})))]
    found = values.listed(wide, tests)
    assert found[0] == UNKNOWN
    assert found[-1] is values.ANYWHERE
    assert found[1:-1] == sorted({-64, 10 * sign - 1, 10 * sign, 29, 30, 31, 64})


def test_of_numbers_each_bound_and_a_number_on_either_side_are_listed() -> None:
    """A bound belongs to one side; the other side has a number too."""
    found = values.listed(
        Attribute("n", type="number", at_least=0, at_most=9), [Between(above=Decimal("2.5")), Between(below=4)]
    )
    assert found[0] == UNKNOWN
    assert found[-1] is values.ANYWHERE
    assert found[1:-1] == [0, Decimal("2.5"), 3, 4, 9]
    unbounded = values.listed(Attribute("n", type="number"), [Between(at_least=4)])
    assert unbounded[1:-1] == [3, 4]


def test_of_dates_the_day_before_and_the_day_of_a_bound_are_listed() -> None:
    """With the first and the last day, where there are some."""
    found = values.listed(Attribute("d", type="date", at_least=DAY, at_most=DAY + 99 * ONE_DAY), [
        Between(at_least=DAY + 9 * ONE_DAY)
    ])  # fmt: skip
    assert found[1:-1] == [DAY, DAY + 8 * ONE_DAY, DAY + 9 * ONE_DAY, DAY + 99 * ONE_DAY]
    assert found[-1] is values.ANYWHERE


@pytest.mark.parametrize(
    ("attribute", "possible"),
    [
        (Attribute("i", type="integer", at_least=5, at_most=7), {5, 6, 7}),
        (Attribute("n", type="number", at_least=0, at_most=Decimal("0.002")),
         {0, Decimal("0.001"), Decimal("0.002")}),
        (Attribute("d", type="date", at_least=DAY, at_most=DAY + ONE_DAY), {DAY, DAY + ONE_DAY}),
    ],
)  # fmt: skip
def test_anywhere_means_every_value_between_the_bounds(attribute: Attribute, possible: set[Any]) -> None:
    """Both included, and nothing beyond."""
    assert set(many(values.within(attribute))) == possible


def test_anywhere_without_bounds_means_all_that_the_type_allows() -> None:
    """To the largest integer, and to the last day."""
    assert LOWEST <= min(many(values.within(Attribute("i", type="integer", at_most=LOWEST + 1)))) <= LOWEST + 1
    assert set(many(values.within(Attribute("i", type="integer", at_least=HIGHEST - 1)))) == {HIGHEST - 1, HIGHEST}
    last, first = datetime.date.max, datetime.date.min
    assert set(many(values.within(Attribute("d", type="date", at_least=last - ONE_DAY)))) == {last - ONE_DAY, last}
    assert set(many(values.within(Attribute("d", type="date", at_most=first + ONE_DAY)))) == {first, first + ONE_DAY}


def test_a_wanted_option_is_drawn_nine_times_in_ten_and_no_option_never() -> None:
    """Whatever the number of options, and of the wanted ones."""
    options = [UNKNOWN, *"abcdefghi"]
    for wanted in (["c"], ["a", "b", "c"], options[:-1]):
        found = many(values.single(CHOICE, options, wanted))
        assert 0.8 < share(found, *wanted) < 1
        assert set(wanted) < set(found) <= set(options)
    assert 0.03 < share(many(values.single(CHOICE, options, [])), "c") < 0.25
    assert share(many(values.single(CHOICE, ["a", "b"], ["a", "b"])), "a") > 0.25


def test_anywhere_stands_for_any_number_between_the_bounds() -> None:
    """It is never given itself."""
    wide = Attribute("wide", type="integer", at_least=0, at_most=1_000)
    found = many(values.single(wide, [UNKNOWN, 0, values.ANYWHERE], []))
    assert values.ANYWHERE not in found
    assert {UNKNOWN, 0} < set(found)
    assert len(set(found)) > 50
    assert all(value == UNKNOWN or 0 <= value <= 1_000 for value in found)


def test_what_no_rule_asks_about_is_mostly_left_out() -> None:
    """Three times in four, however many values there are; one that is required never."""
    for options in ([UNKNOWN, "a"], [UNKNOWN, *"abcd"], [UNKNOWN, *"abcdefgh"]):
        found = many(values.quiet(CHOICE, options))
        assert 0.6 < share(found, UNKNOWN) < 0.9
        assert set(found) == set(options)
    assert set(many(values.quiet(CHOICE, ["a", "b"]))) == {"a", "b"}


def passing(found: list[frozenset[str]], *elements: str) -> float:
    """The part of the sets that hold one of these elements."""
    return sum(bool({*elements} & it) for it in found) / len(found)


def test_a_set_that_a_rule_asks_about_mostly_passes_or_mostly_fails() -> None:
    """By what is wanted; either way other sets are drawn as well."""
    for test in (HasAny(frozenset("uv")), HasAll(frozenset("uv")), HasCount(1, frozenset("uv"))):
        assert 0.7 < passing(many(values.subset(BAG, [test], True)), "u", "v") < 1
        assert 0 < passing(many(values.subset(BAG, [test], False)), "u", "v") < 0.5
    for negated in (Not(HasAny(frozenset("uv"))), Not(HasCount(1, frozenset("uv")))):
        assert 0 < passing(many(values.subset(BAG, [negated], True)), "u", "v") < 0.5
        assert 0.7 < passing(many(values.subset(BAG, [negated], False)), "u", "v") < 1
    both = many(values.subset(BAG, [HasAll(frozenset("uvw"))], True))
    assert sum(it >= {"u", "v", "w"} for it in both) > 10
    assert frozenset() in both


def test_a_set_that_no_rule_asks_about_is_mostly_empty_or_small() -> None:
    """Where few facts are wanted, at most two elements; where any are, also all of them."""
    few, any_number = many(values.subset(BAG, None, True)), many(values.subset(BAG, [], True))
    assert 0.6 < share(few, frozenset()) < 0.95
    assert {len(it) for it in few} == {0, 1, 2}
    assert 0.4 < share(any_number, frozenset()) < 0.9
    assert max(map(len, any_number)) >= 5
    assert {element for it in any_number for element in it} == set(BAG.values)


def test_the_tendency_of_tests_is_what_they_ask_for() -> None:
    """What any of them rules out is not liked."""
    tests: list[Test] = [HasAny(frozenset("uv")), HasAll(frozenset("w")), HasCount(1, frozenset("x"))]
    tests.append(Not(HasAny(frozenset("v"))))
    assert values._find_tendency(tests, True) == (set("uwx"), set("v"))
    assert values._find_tendency(tests, False) == (set("v") - set("uvwx"), set("uvwx"))
    assert values._find_tendency([Not(HasCount(2, frozenset("yz"))), Not(HasAll(frozenset("u")))], True) == (
        set(),
        set("yz"),
    )


def test_wanted_options_pass_all_tests_or_not_all() -> None:
    """Anywhere is neither."""
    options = [UNKNOWN, 0, 1, 2, 3, 4, values.ANYWHERE]
    tests: list[Test] = [Between(at_least=1, at_most=3), Not(Is(frozenset({2})))]
    assert values.wanted(options, tests, True) == [1, 3]
    assert values.wanted(options, tests, False) == [UNKNOWN, 0, 2, 4]


def test_weights_are_kept_when_strategies_are_mixed() -> None:
    """Each part is drawn as often as its weight says."""
    one, two = frozenset("u"), frozenset("v")
    found = Counter(many(values._mix_strategies((9, st.just(one)), (1, st.just(two)))))
    assert 4 < found[one] / found[two] < 30
