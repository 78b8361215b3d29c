"""Diagrams agree with plain sets of points."""

from __future__ import annotations

from itertools import product
from math import inf, prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from squeezelogic.logic.analysis.diagrams import ALWAYS, NEVER, Diagrams, Node, TooLarge

Points = frozenset[tuple[int, ...]]


@st.composite
def spaces(draw: st.DrawFn) -> tuple[int, ...]:
    """The sizes of a few variables."""
    return tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)))


def points(sizes: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Every point of a space."""
    return list(product(*map(range, sizes)))


def subsets(sizes: tuple[int, ...]) -> st.SearchStrategy[Points]:
    """Any set of points."""
    return st.frozensets(st.sampled_from(points(sizes)))


def drawn(d: Diagrams, chosen: Points) -> Node:
    """The diagram of a set of points, built from the pieces that the module offers."""
    return d.some(d.every(d.where(i, value.__eq__) for i, value in enumerate(point)) for point in chosen)


@given(st.data())
def test_operations_are_those_of_sets(data: st.DataObject) -> None:
    """And, or, not and without are intersection, union, complement and difference; equal sets are one node."""
    sizes = data.draw(spaces())
    a, b = data.draw(subsets(sizes)), data.draw(subsets(sizes))
    d, everything = Diagrams(sizes), frozenset(points(sizes))
    f, g = drawn(d, a), drawn(d, b)
    assert d.both(f, g) == drawn(d, a & b)
    assert d.some([f, g]) == drawn(d, a | b)
    assert d.without(f, g) == drawn(d, a - b)
    assert d.outside(f) == drawn(d, everything - a)
    assert d.exceeds(f, [g]) == bool(a - b)
    assert (f == g) == (a == b)
    assert (f == NEVER, f == ALWAYS) == (not a, a == everything)


@given(st.data())
def test_fixing_a_variable_forgets_it(data: st.DataObject) -> None:
    """What is left once a variable is known holds for those points whose value was that one."""
    sizes = data.draw(spaces())
    chosen = data.draw(subsets(sizes))
    variable = data.draw(st.integers(0, len(sizes) - 1))
    value = data.draw(st.integers(0, sizes[variable] - 1))
    d = Diagrams(sizes)
    left = {p for p in points(sizes) if (*p[:variable], value, *p[variable + 1 :]) in chosen}
    assert d.given(drawn(d, chosen), variable, value) == drawn(d, frozenset(left))


@given(st.data())
def test_counting_adds_up_the_weights_of_the_points(data: st.DataObject) -> None:
    """A point weighs the product of its values' weights, and a set the sum of its points."""
    sizes = data.draw(spaces())
    chosen = data.draw(subsets(sizes))
    weights = [data.draw(st.lists(st.integers(1, 10**20), min_size=n, max_size=n)) for n in sizes]
    d = Diagrams(sizes)
    expected = sum(prod(column[v] for column, v in zip(weights, point, strict=True)) for point in chosen)
    assert d.count(drawn(d, chosen), weights) == expected


@given(st.data())
def test_the_cheapest_way_in_has_the_fewest_facts(data: st.DataObject) -> None:
    """It lies in the set, no point of the set says less, and ties go to the variables and values ranked first."""
    sizes = data.draw(spaces())
    chosen = data.draw(subsets(sizes))
    rank = data.draw(st.permutations(range(len(sizes))))
    d = Diagrams(sizes)
    ways = [tuple(sorted((rank[i], v) for i, v in enumerate(point) if v)) for point in chosen]
    best = min(ways, key=lambda way: (len(way), way), default=None)
    found = d.cheapest(drawn(d, chosen), rank)
    assert found == (None if best is None else tuple((rank.index(place), v) for place, v in best))


@given(st.data())
def test_a_set_meets_facts_where_some_point_of_it_has_them(data: st.DataObject) -> None:
    """However many variables the facts are about, none and all of them included."""
    sizes = data.draw(spaces())
    chosen = data.draw(subsets(sizes))
    point = data.draw(st.sampled_from(points(sizes)))
    known = data.draw(st.sets(st.sampled_from(range(len(sizes)))))
    d = Diagrams(sizes)
    node = drawn(d, chosen)
    agreeing = [other for other in chosen if all(other[i] == point[i] for i in known)]
    assert d.meets(node, {i: point[i] for i in known}) == bool(agreeing)
    assert d.holds_at(node, point) == (point in chosen)


@given(st.data())
def test_the_nearest_point_of_a_set_differs_in_the_fewest_variables(data: st.DataObject) -> None:
    """It lies in the set, and a point of the set is its own nearest."""
    sizes = data.draw(spaces())
    chosen = data.draw(subsets(sizes))
    assume(chosen)
    point = data.draw(st.sampled_from(points(sizes)))
    d = Diagrams(sizes)
    found = d.nearest(drawn(d, chosen), point)
    assert found in chosen
    assert distance(found, point) == min(distance(other, point) for other in chosen)


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """In how many variables two points differ."""
    return sum(a != b for a, b in zip(one, other, strict=True))


@given(st.data())
def test_the_cheapest_ways_are_all_those_of_the_least_cost(data: st.DataObject) -> None:
    """Each way appears once, as the values that change; free values are no change, and barred values are in no way."""
    sizes = data.draw(spaces())
    chosen = data.draw(subsets(sizes))
    some = st.sampled_from([1.0, 2.0, inf])
    costs = [
        data.draw(st.permutations([0.0, *data.draw(st.lists(some, min_size=n - 1, max_size=n - 1))])) for n in sizes
    ]
    d = Diagrams(sizes)
    of_points = {p: sum(column[v] for column, v in zip(costs, p, strict=True)) for p in chosen}
    least = min(of_points.values(), default=inf)
    ways = [
        tuple((i, v) for i, v in enumerate(p) if costs[i][v]) for p, cost in of_points.items() if cost == least < inf
    ]
    assert sorted(d.cheapest_ways(drawn(d, chosen), costs)) == sorted(ways)


@given(st.data())
def test_boxes_cut_a_set_into_pieces(data: st.DataObject) -> None:
    """Every point of the set lies in exactly one box, and no other point in any; boxes name what the set depends on."""
    sizes = data.draw(spaces())
    chosen = data.draw(subsets(sizes))
    d = Diagrams(sizes)
    node = drawn(d, chosen)
    boxes = list(d.boxes(node))
    for point in points(sizes):
        inside = sum(all(point[i] in values for i, values in box.items()) for box in boxes)
        assert inside == (point in chosen)
    assert d.reads(node) == frozenset().union(*boxes)


def test_what_is_too_large_leaves_nothing_behind() -> None:
    """A diagram that takes too many steps raises; what existed before still works, and the store is as it was."""
    d = Diagrams([2] * 40)
    pairs = [d.both(d.where(i, bool), d.where(39 - i, bool)) for i in range(20)]
    before = len(d)
    with pytest.raises(TooLarge), d.allowance(2_000):
        d.some(pairs)
    assert len(d) == before
    assert d.some(pairs[:3]) == d.some(reversed(pairs[:3]))


def test_a_diagram_may_ask_hundreds_of_questions() -> None:
    """Five hundred variables in a row are no trouble."""
    d = Diagrams([2] * 500)
    node = d.every(d.where(i, bool) for i in reversed(range(500)))
    assert d.size(node) == 502
    assert d.count(node, [(1, 1)] * 500) == 1


def test_what_is_shared_is_looked_at_once() -> None:
    """Whether an odd number of forty facts hold takes a step for each and not for each way, when nothing is met."""
    d = Diagrams([2] * 41)
    odd = NEVER
    for number in range(40):
        holds = d.where(number, bool)
        odd = d.some([d.without(odd, holds), d.without(holds, odd)])
    assert not d.meets(d.both(odd, d.where(40, bool)), {40: 0})
