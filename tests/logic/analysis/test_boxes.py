"""The conditions on one attribute, by comparison with all conditions on a small one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations, pairwise, product

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.analysis.cubes import Column, Condition, Point, column, runs_apart
from squeezelogic.logic.analysis.diagrams import Node
from squeezelogic.logic.analysis.space import Space
from squeezelogic.logic.model.conditions import Between, Clause, HasAll, Is, Not, Test
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value

Passing = frozenset[Point]


@frozen
class Small:
    """An attribute of which all conditions can be written down.

    Args:
        space: the space, which has no other attribute.
        column: its column.
        points: all its points, the one that says nothing first.
        every: which points pass the conditions that the rule language has, as far as one clause of each kind says them.
    """

    space: Space
    column: Column
    points: tuple[Point, ...]
    every: frozenset[Passing]

    def passing(self, condition: Condition) -> Passing:
        """The points that pass a condition of the column."""
        return self.of(self.column.node(condition))

    def of(self, node: Node) -> Passing:
        """The points of a set."""
        return frozenset(p for p in self.points if self.space.diagrams.holds_at(node, p))

    def widest(self, kept: Point, lost: Iterable[Point]) -> frozenset[Passing]:
        """The widest conditions that one point passes and none of some others."""
        barred = frozenset(lost)
        return maximal(one for one in self.every if kept in one and not one & barred)


def small(attribute: Attribute, tests: list[Test], every: Callable[[tuple[Point, ...]], Iterable[Passing]]) -> Small:
    """All there is to know of a small attribute that is asked some tests."""
    clauses = [Clause(attribute.name, test) for test in tests]
    apart = [clause.test for clause in runs_apart({attribute.name: attribute}, clauses)]
    space = Space({attribute.name: attribute}, {attribute.name: [*tests, *apart]})
    points = tuple(product(*(range(len(variable.values)) for variable in space.variables)))
    return Small(space, column(space, attribute.name, range(len(space.variables))), points, frozenset(every(points)))


def maximal(sets: Iterable[Passing]) -> frozenset[Passing]:
    """Those within no other."""
    different = set(sets)
    return frozenset(one for one in different if not any(one < other for other in different))


def subsets(values: Iterable[Point]) -> Iterator[Passing]:
    """All subsets."""
    listed = list(values)
    return map(frozenset, chain.from_iterable(combinations(listed, n) for n in range(len(listed) + 1)))


@st.composite
def enums(draw: st.DrawFn) -> Small:
    """One of some values, of which any may pass."""
    values = tuple("abcd"[: draw(st.integers(1, 4))])
    return small(Attribute("choice", values=values), [Is(frozenset([v])) for v in values], subsets)


@st.composite
def integers(draw: st.DrawFn) -> Small:
    """Up to six runs of integers: bounds may pass, what can be listed, and all but what can be listed."""
    lengths = draw(st.lists(st.integers(1, 5), min_size=1, max_size=6))
    starts = [sum(lengths[:i]) - 4 for i in range(len(lengths) + 1)]
    number = Attribute("number", type="integer", at_least=starts[0], at_most=starts[-1] - 1)

    def every(points: tuple[Point, ...]) -> Iterator[Passing]:
        runs = points[1:]
        listed = [points[0], *(run for run, length in zip(runs, lengths, strict=True) if length <= 3)]
        yield from (frozenset(runs[i:j]) for i, j in combinations(range(len(runs) + 1), 2))
        yield from subsets(listed)
        yield from (frozenset(points) - some for some in subsets(listed))

    return small(number, [Between(start, after - 1) for start, after in pairwise(starts)], every)


@st.composite
def bags(draw: st.DrawFn) -> Small:
    """A set: what it must hold, what it must not, and of what it must hold any."""
    elements = tuple("wxyz"[: draw(st.integers(1, 4))])

    def every(points: tuple[Point, ...]) -> Iterator[Passing]:
        variables = range(len(elements))
        some = [chosen for n in variables for chosen in combinations(variables, n + 1)]
        for roles in product((True, False, None), repeat=len(elements)):
            plain = [p for p in points if all(role is None or p[i] == role for i, role in enumerate(roles))]
            yield frozenset(plain)
            yield from (frozenset(p for p in plain if any(p[i] for i in chosen)) for chosen in some)

    bag = Attribute("bag", type="set", values=elements)
    return small(bag, [HasAll(frozenset([element])) for element in elements], every)


@st.composite
def narrowings(draw: st.DrawFn, of: st.SearchStrategy[Small]) -> tuple[Small, Point, list[Point]]:
    """A small attribute, a point to keep, and others to lose one after the other."""
    found = draw(of)
    kept = draw(st.sampled_from(found.points))
    others = [point for point in found.points if point != kept]
    return found, kept, draw(st.permutations(others))[: draw(st.integers(0, 8))]


each_type = pytest.mark.parametrize("of", [enums(), integers(), bags()], ids=["enum", "integer", "set"])


def narrowed(found: Small, kept: Point, lost: Iterable[Point]) -> Iterator[tuple[Condition, list[Condition], Point]]:
    """Every condition met on the way, what it is narrowed to, and the point that it then loses."""
    ahead = [found.column.widest]
    for point in lost:
        after: dict[Condition, None] = {}
        for condition in ahead:
            within = [condition]
            if point in found.passing(condition):
                within = list(found.column.narrowed(condition, kept, point))
                yield condition, within, point
            after |= dict.fromkeys(within)
        ahead = list(after)


def reached(found: Small, kept: Point, lost: Iterable[Point]) -> list[Condition]:
    """The conditions that are left when each that a point passes has been narrowed to lose it."""
    ahead = {found.column.widest: None}
    for condition, within, _ in narrowed(found, kept, lost):
        del ahead[condition]
        ahead |= dict.fromkeys(within)
    return list(ahead)


@each_type
@given(st.data())
def test_narrowing_comes_to_every_widest_condition(of: st.SearchStrategy[Small], data: st.DataObject) -> None:
    """Losing points one by one leads to the widest conditions of the rule language that lose them all, and keep one."""
    found, _, points = data.draw(narrowings(of))
    for kept in found.points:
        lost = [point for point in points if point != kept]
        assert maximal(map(found.passing, reached(found, kept, lost))) == found.widest(kept, lost)


@each_type
@given(st.data())
def test_each_step_narrows(of: st.SearchStrategy[Small], data: st.DataObject) -> None:
    """A narrower condition lies within the wider, keeps the one point, loses the other, and is one that can be said."""
    found, kept, lost = data.draw(narrowings(of))
    for wider, within, point in narrowed(found, kept, lost):
        for each in map(found.passing, within):
            assert each in found.every
            assert each < found.passing(wider)
            assert kept in each
            assert point not in each
        assert len(set(within)) == len(within)


@each_type
@given(st.data())
def test_a_point_is_not_told_from_itself(of: st.SearchStrategy[Small], data: st.DataObject) -> None:
    """What keeps a point cannot lose it, so there is nothing narrower."""
    found, kept, _ = data.draw(narrowings(of))
    assert list(found.column.narrowed(found.column.widest, kept, kept)) == []


@given(narrowings(integers()))
def test_bounds_stay_bounds_and_a_list_a_list(drawn: tuple[Small, Point, list[Point]]) -> None:
    """Once an integer's condition is bounds or a list there is one way on, so the search does not go in circles."""
    found, kept, lost = drawn
    for wider, within, _ in narrowed(found, kept, lost):
        if wider[0] in {"run", "is"}:
            assert [each[0] for each in within] == [wider[0]]
        else:
            assert wider[0] in {"any", "not"}
            assert len({each[0] for each in within}) == len(within)


@given(narrowings(bags()))
def test_sets_are_said_in_one_way(drawn: tuple[Small, Point, list[Point]]) -> None:
    """What the same sets pass is the same condition, however it came about: it is looked at once."""
    found, kept, lost = drawn
    met = {condition for wider, within, _ in narrowed(found, kept, lost) for condition in (wider, *within)}
    assert len({found.passing(condition) for condition in met}) == len(met)


def agreeing(found: Small, tests: list[Test]) -> Passing:
    """The points whose values pass some tests."""
    name = found.column.name
    d = found.space.diagrams
    return found.of(d.every(found.space.passing(name, test) for test in tests))


@each_type
@given(st.data())
def test_what_is_said_is_the_condition_wherever_it_matters(of: st.SearchStrategy[Small], data: st.DataObject) -> None:
    """Among the values that can occur with the rest of a box, those pass that pass the condition."""
    found, kept, lost = data.draw(narrowings(of))
    condition = data.draw(st.sampled_from(reached(found, kept, lost)))
    occurring = data.draw(st.frozensets(st.sampled_from(found.points))) | {kept}
    tests = found.column.needed(condition, lambda node: not occurring.isdisjoint(found.of(node)))
    assert agreeing(found, tests) & occurring == found.passing(condition) & occurring
    if found.column.name != "bag":
        assert len(tests) == (not occurring <= found.passing(condition))


U = UNKNOWN


@pytest.mark.parametrize(
    ("condition", "occurring", "said"),
    [
        (("is", [0, 3]), [U, 0, 3], Not(Is(frozenset([U])))),
        (("is", [0, 3]), [0, 3, 4], Between(0, 3)),
        (("is", [0, 3]), [0, 1, 3], Is(frozenset([0, 3]))),
        (("is", [U, 0, 3]), [0, 3], None),
        (("is", [U, 0, 3]), [0, 1, 3], Is(frozenset([0, 3]))),
        (("is", [U, 0, 3]), [0, 3, 4], Is(frozenset([0, 3]))),
        (("is", [U, 0, 1]), [0, 1, 4], Between(0, 2)),
        (("not", [U, 1, 3, 4]), [0, 1, 3, 4], Not(Is(frozenset([0])))),
        (("is", [U, 1, 3]), [1, 3, 0], Not(Is(frozenset([0])))),
        (("not", [U, 0, 3, 4]), [U, 0, 1, 4], Not(Is(frozenset([1, 2])))),
        (("not", [U, 0, 3, 4]), [0, 1], Is(frozenset([0]))),
        (("not", [0, 1, 3, 4]), [U, 0], Not(Is(frozenset([U])))),
        (("run", [1, 3]), [1, 4], Between(1, 3)),
        (("run", [3]), [3, 4], Is(frozenset([3]))),
    ],
)
def test_of_what_cannot_occur_nothing_is_said(
    condition: tuple[str, list[Value]], occurring: list[Value], said: Test | None
) -> None:
    """With 1 and 2 alike, and 4 to 9: bounds may include what cannot occur, lists leave it out."""
    digit = Attribute("digit", type="integer", at_least=0, at_most=9)
    found = small(digit, [Is(frozenset([0, 3])), Between(1, 2)], subsets)
    runs: dict[Value, Point] = {value: found.space.point({"digit": value}) for value in (U, 0, 1, 3, 4)}
    kind, allowed = condition
    possible = {runs[value] for value in occurring}
    tests = found.column.needed(
        (kind, frozenset(runs[value][0] for value in allowed)), lambda node: not possible.isdisjoint(found.of(node))
    )
    assert tests == ([said] if said else [])
