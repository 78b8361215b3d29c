"""Conditions and values as a cell of a table, and the point of a situation."""

from __future__ import annotations

import datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from squeezelogic.logic.analysis.cells import render_cell, render_conclusion, render_word
from squeezelogic.logic.analysis.space import Space
from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute

LEAF = Attribute("leaf", values=("green", "black", "white"))
BAG = Attribute("bag", type="set", values=("x", "y", "z"))
COUNT = Attribute("count", type="integer", at_least=0, at_most=9)
SIZE = Attribute("size", type="number")
DAY = Attribute("day", type="date")
DATE = datetime.date(2026, 5, 31)


@pytest.mark.parametrize(
    ("attribute", "test", "text"),
    [
        (LEAF, Is(frozenset({"white", UNKNOWN, "green"})), "green, white, unknown"),
        (LEAF, Not(Is(frozenset({"black"}))), "not black"),
        (COUNT, Is(frozenset({9, 3})), "3, 9"),
        (COUNT, Between(at_least=3, at_most=5), "3..5"),
        (COUNT, Between(at_least=0, at_most=5), "<= 5"),
        (COUNT, Between(at_least=3, at_most=9), ">= 3"),
        (COUNT, Between(at_least=0, at_most=9), "known"),
        (SIZE, Between(above=3, below=Decimal("4.5")), "> 3 and < 4.5"),
        (DAY, Between(at_least=DATE), ">= 2026-05-31"),
        (BAG, HasAny(frozenset("x")), "has x"),
        (BAG, HasAny(frozenset("zx")), "has any of x, z"),
        (BAG, HasAny(frozenset("xyz")), "not empty"),
        (BAG, HasAll(frozenset("zx")), "has all of x, z"),
        (BAG, HasCount(2, frozenset("zxy")), "has at least 2 of x, y, z"),
        (BAG, Not(HasAny(frozenset("x"))), "has no x"),
        (BAG, Not(HasAny(frozenset("zx"))), "has none of x, z"),
        (BAG, Not(HasAny(frozenset("xyz"))), "empty"),
        (BAG, Not(HasCount(2, frozenset("zxy"))), "has fewer than 2 of x, y, z"),
        (BAG, Not(HasAll(frozenset("zx"))), "not has all of x, z"),
    ],
)
def test_a_cell_says_a_condition_in_short(attribute: Attribute, test: Test, text: str) -> None:
    """In the vocabulary's order, without bounds that are the attribute's own."""
    assert render_cell(attribute, [test]) == text


def test_a_cell_of_a_conclusion_is_its_value_or_a_dash() -> None:
    """Elements apart by commas; what might be taken for something else is quoted."""
    assert [render_conclusion(it) for it in (None, (), ("b", "a"), "go", 3)] == ["–", "–", "b, a", "go", "3"]
    assert render_word("a, b") == '"a, b"'


def test_a_situation_has_one_point_and_no_other_has_it() -> None:
    """Where every element and every value counts."""
    attributes: FrozenMap[str, Attribute] = FrozenMap({"bag": BAG, "leaf": LEAF})
    tests: dict[str, list[Test]] = {
        "bag": [HasAny(frozenset(it)) for it in "xyz"],
        "leaf": [Is(frozenset({it})) for it in LEAF.values],
    }
    space = Space(attributes, tests)
    sets = [frozenset(it) for n in range(4) for it in combinations("xyz", n)]
    situations: list[dict[str, Any]] = [{"bag": bag, "leaf": leaf} for bag in sets for leaf in (UNKNOWN, *LEAF.values)]
    points = [space.point(it) for it in situations]
    assert len(set(points)) == len(situations) == space.size
