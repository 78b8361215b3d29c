"""The conditions that the rule language has for one attribute, from the widest to the narrowest.

A box has one condition for each attribute, all of which must pass: a `when` without alternatives. A `Column` is one
attribute, as far as a space distinguishes its values. It narrows a condition just enough to keep one point and lose
another, and translates conditions to tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Protocol

from attrs import frozen

from squeezelogic.logic.analysis.diagrams import Node
from squeezelogic.logic.analysis.space import Space
from squeezelogic.logic.model.conditions import Clause, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.semantics.runs import Runs, runs

SHORT = 3
"""Up to this many consecutive values are listed; more take bounds."""

Point = Sequence[int]
Condition = Any
"""A column's own representation of a condition; hashable."""


class Column(Protocol):
    """One attribute's conditions."""

    @property
    def name(self) -> str:
        """The attribute."""
        ...

    @property
    def widest(self) -> Condition:
        """The condition that every value passes."""
        ...

    def narrowed(self, condition: Condition, kept: Point, lost: Point) -> Iterator[Condition]:
        """The widest narrower conditions that one point passes and another fails."""
        ...

    def node(self, condition: Condition) -> Node:
        """The situations that pass."""
        ...

    def needed(self, condition: Condition, matters: Callable[[Node], bool]) -> list[Test]:
        """The shortest equivalent tests; `matters` returns whether a set has situations in which the result counts."""
        ...


def column(space: Space, name: str, variables: Sequence[int]) -> Column:
    """The column of an attribute.

    Args:
        space: the space; it must distinguish every run of ordered values, see `runs_apart`.
        name: the attribute.
        variables: its relevant variables.
    """
    attribute = space.attributes[name]
    if attribute.type == "set":
        return Elements(space, name, tuple(variables))
    return (Bounds if attribute.is_ordered else Values)(space, name, variables[0])


def runs_apart(attributes: Mapping[str, Attribute], clauses: Iterable[Clause]) -> list[Clause]:
    """Clauses that make a space distinguish every run of ordered values between the cuts of its clauses."""
    tests: dict[str, list[Test]] = {name: [] for name, attribute in attributes.items() if attribute.is_ordered}
    for clause in chain(clauses, _list_implied(attributes)):
        if clause.attribute in tests:
            tests[clause.attribute].append(clause.test)
    return [
        Clause(name, apart.between(run, run))
        for name, asked in tests.items()
        for apart in (runs(attributes[name], asked),)
        for run in range(len(apart))
    ]


def _list_implied(attributes: Mapping[str, Attribute]) -> Iterator[Clause]:
    """The clauses that a space evaluates by itself, because they decide what is possible."""
    for attribute in attributes.values():
        for others in attribute.implies.values():
            yield from (Clause(name, Is(frozenset([value]))) for name, value in others.items())


@frozen
class Values:
    """An attribute with one of several values. A condition is the set of values that pass."""

    space: Space
    name: str
    variable: int

    @property
    def widest(self) -> Condition:
        """The condition that every value passes."""
        return frozenset(range(len(self.space.variables[self.variable].values)))

    def narrowed(self, condition: Condition, kept: Point, lost: Point) -> Iterator[Condition]:
        """The widest narrower conditions that keep one point and lose another."""
        if kept[self.variable] != lost[self.variable]:
            yield condition - {lost[self.variable]}

    def node(self, condition: Condition) -> Node:
        """The situations that pass."""
        return self.space.diagrams.where(self.variable, condition.__contains__)

    def needed(self, condition: Condition, matters: Callable[[Node], bool]) -> list[Test]:
        """The shortest equivalent tests."""
        inside, outside = (
            frozenset(v for v in values if matters(self.node(frozenset([v]))))
            for values in (condition, self.widest - condition)
        )
        if not outside:
            return []
        listed, barred = self._list_members(inside), self._list_members(outside)
        return [Is(frozenset(listed)) if len(listed) <= len(barred) else Not(Is(frozenset(barred)))]

    def _list_members(self, classes: frozenset[int]) -> list[Value]:
        """All values of some classes."""
        attribute, values = self.space.attributes[self.name], self.space.variables[self.variable].values
        found, chosen = self.space.classes[self.name], {values[v] for v in classes}
        return [value for value in (UNKNOWN, *(attribute.domain or ())) if found.of(value) in chosen]


@frozen
class Bounds:
    """An integer, number or date.

    A condition is a kind (`any`, `run`, `not`, `is`) and the runs that pass, of which 0 is `unknown`.
    """

    space: Space
    name: str
    variable: int

    @property
    def widest(self) -> Condition:
        """The condition that every value passes."""
        return "any", frozenset(range(len(self.space.variables[self.variable].values)))

    def narrowed(self, condition: Condition, kept: Point, lost: Point) -> Iterator[Condition]:
        """The widest narrower conditions that keep one point and lose another."""
        (kind, allowed), here, there = condition, kept[self.variable], lost[self.variable]
        if here == there:
            return
        if kind != "is" and here:
            yield "run", self._find_neighbours(here, allowed - {there})
        if kind in ("any", "not") and self._is_short(there):
            yield "not", allowed - {there}
        if kind != "run" and self._is_short(here):
            yield "is", frozenset(run for run in allowed if run != there and self._is_short(run))

    def node(self, condition: Condition) -> Node:
        """The situations that pass."""
        return self._is_in(condition[1])

    def _is_in(self, runs: frozenset[int]) -> Node:
        return self.space.diagrams.where(self.variable, runs.__contains__)

    def needed(self, condition: Condition, matters: Callable[[Node], bool]) -> list[Test]:
        """The shortest equivalent tests."""
        allowed, every = condition[1], self.widest[1]
        outside = frozenset(run for run in every - allowed if matters(self._is_in(frozenset([run]))))
        if not outside:
            return []
        if outside == {0}:
            return [Not(Is(frozenset([UNKNOWN])))]
        if run := self._as_run(allowed) or (None if 0 in allowed else self._as_run(every - outside - {0})):
            return [self._make_between(run)]
        inside = frozenset(run for run in allowed if matters(self._is_in(frozenset([run]))))
        short = [runs for runs in (inside, outside) if all(map(self._is_short, runs))]
        listed = min(short, key=lambda runs: len(self._list_members(runs)))
        if listed is inside and self._as_run(inside):
            return [self._make_between(inside)]
        test = Is(frozenset(self._list_members(listed)))
        return [test if listed is inside else Not(test)]

    def _find_neighbours(self, here: int, allowed: frozenset[int]) -> frozenset[int]:
        """The allowed runs that form a contiguous range around a run."""
        low = high = here
        while low - 1 in allowed and low > 1:
            low -= 1
        while high + 1 in allowed:
            high += 1
        return frozenset(range(low, high + 1))

    def _as_run(self, runs: frozenset[int]) -> frozenset[int] | None:
        return runs if runs and 0 not in runs and runs == self._find_neighbours(min(runs), runs) else None

    @property
    def _own_runs(self) -> Runs:
        return self.space.runs[self.name]

    def _is_short(self, run: int) -> bool:
        return run == 0 or self._own_runs.values(run - 1, SHORT) is not None

    def _list_members(self, runs: Iterable[int]) -> list[Value]:
        found: list[Value] = []
        for run in sorted(runs):
            found += (self._own_runs.values(run - 1, SHORT) or []) if run else [UNKNOWN]
        return found

    def _make_between(self, runs: frozenset[int]) -> Test:
        if len(runs) == 1 and len(only := self._own_runs.values(min(runs) - 1, 1) or []) == 1:
            return Is(frozenset(only))
        return self._own_runs.between(min(runs) - 1, max(runs) - 1)


@frozen
class Elements:
    """A set. A condition has the required elements, the barred ones, and alternatives (one is required), or None."""

    space: Space
    name: str
    variables: tuple[int, ...]

    @property
    def widest(self) -> Condition:
        """The condition that every value passes."""
        return frozenset(), frozenset(), None

    def narrowed(self, condition: Condition, kept: Point, lost: Point) -> Iterator[Condition]:
        """The widest narrower conditions that keep one point and lose another."""
        held, barred, some = condition
        inside = frozenset(v for v in self.variables if kept[v])
        others = frozenset(v for v in self.variables if lost[v])
        for element in sorted(others - inside - barred):
            yield _simplify_condition(held, barred | {element}, some)
        for element in sorted(inside - others - held):
            yield _simplify_condition(held | {element}, barred, some)
        left = (frozenset(self.variables) if some is None else some) - others - barred
        if len(left) > 1 and left & inside:
            yield _simplify_condition(held, barred, left)

    def node(self, condition: Condition) -> Node:
        """The situations that pass."""
        held, barred, some = condition
        d, has = self.space.diagrams, self._has_element
        parts = [*map(has, sorted(held)), *(d.outside(has(v)) for v in sorted(barred))]
        return d.every(parts if some is None else [*parts, d.some(map(has, sorted(some)))])

    def _has_element(self, variable: int) -> Node:
        return self.space.diagrams.where(variable, bool)

    def needed(self, condition: Condition, matters: Callable[[Node], bool]) -> list[Test]:
        """The shortest equivalent tests."""
        held, barred, some = condition
        single = [v for v in sorted(held) if len(self._list_members([v])) == 1]
        tests: list[Test] = [HasAny(self._list_members([v])) for v in sorted(held) if v not in single]
        if single:
            tests.append((HasAny if len(single) == 1 else HasAll)(self._list_members(single)))
        if some:
            tests.append(HasAny(self._list_members(some)))
        if barred:
            tests.append(Not(HasAny(self._list_members(barred))))
        return tests

    def _list_members(self, variables: Iterable[int]) -> frozenset[str]:
        """All elements that some variables stand for."""
        chosen = {self.space.variables[v].values[1] for v in variables}
        classes = self.space.classes[self.name]
        return frozenset(
            e for e in map(str, self.space.attributes[self.name].values) if classes.of(frozenset([e])) in chosen
        )


def _simplify_condition(held: frozenset[int], barred: frozenset[int], some: frozenset[int] | None) -> Condition:
    """The canonical form of a condition."""
    if some is None or some & held:
        return held, barred, None
    some -= barred
    return (held | some, barred, None) if len(some) == 1 else (held, barred, some)
