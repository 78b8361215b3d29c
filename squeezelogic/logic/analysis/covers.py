"""Describes a set of situations exactly, by as few conditions of the rule language as possible.

A cover is a list of boxes (see `cubes.py`) that together contain exactly the possible situations of the set. The search
branches over the widest boxes that contain one uncovered situation, since every cover must include one of them. A cover
is reported as minimal only if the search finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import accumulate
from typing import Any

from attrs import frozen

from squeezelogic.logic.analysis.cubes import Column, Condition, Point, column
from squeezelogic.logic.analysis.diagrams import NEVER, Diagrams, Node
from squeezelogic.logic.analysis.space import Space
from squeezelogic.logic.model.conditions import Branch, Clause

MOST_BOXES = 3_000
MOST_BRANCHES = 2_000
COVERS_IN_FULL = 3
"""The number of related covers that may reach these limits; further ones are found greedily."""


@frozen
class Cover:
    """Conditions of which at least one passes in exactly the described situations.

    Args:
        branches: the conditions, as in a rule's `when`; an empty one always passes.
        fewest: whether the number of conditions is proven to be minimal.
    """

    branches: tuple[Branch, ...]
    fewest: bool


class Effort:
    """The remaining search steps for related covers, for example those of one table."""

    def __init__(self) -> None:
        self.boxes, self.branches = COVERS_IN_FULL * MOST_BOXES, COVERS_IN_FULL * MOST_BRANCHES


def cover(space: Space, f: Node, effort: Effort | None = None) -> Cover:
    """Describe a set of possible situations by conditions; the result is verified before it is returned.

    Args:
        space: the space; it must distinguish every run of ordered values, see `cubes.runs_apart`.
        f: possible situations only.
        effort: the remaining steps, shared by related covers; a fresh limit if left out.
    """
    boxes, fewest = _Search(space, f, effort or Effort()).run()
    found = Cover(tuple(box.said() for box in boxes), fewest)
    if described(space, found.branches) != f:
        raise AssertionError(found)  # pragma: no cover - verifies the result
    return found


def described(space: Space, branches: Iterable[Branch]) -> Node:
    """The possible situations in which some condition passes."""
    d = space.diagrams
    return d.some(
        d.every([space.possible, *(space.passing(clause.attribute, clause.test) for clause in branch)])
        for branch in branches
    )


class _Box:
    """One condition for each column, and the possible situations that pass them all (`node`)."""

    def __init__(self, search: _Search, conditions: tuple[Condition, ...], node: Node) -> None:
        self.search, self.conditions, self.node = search, conditions, node

    @cached_property
    def weight(self) -> tuple[int, int]:
        """The length of the description: clauses, then values."""
        tests = [clause.test for clause in self.said()]
        named = [getattr(getattr(test, "test", test), "values", ((), ())) for test in tests]
        return len(tests), sum(map(len, named))

    def said(self) -> Branch:
        """The clauses, without values that cannot occur together with the rest of the box."""
        search = self.search
        d, clauses = search.space.diagrams, list[Clause]()
        after = [search.space.possible]  # the intersection of the conditions on the columns after each
        for node in reversed(search.nodes(self.conditions)):
            after.append(d.both(node, after[-1]))
        before = search.space.possible
        for i, each in enumerate(search.columns):
            around = d.both(before, after[-2 - i])
            tests = each.needed(self.conditions[i], lambda node, a=around: d.both(a, node) != NEVER)  # type: ignore[misc]
            before = d.every([before, *(search.space.passing(each.name, test) for test in tests)])
            clauses += [Clause(each.name, test) for test in tests]
        return tuple(clauses)


class _TooMany(Exception):
    """The search has exceeded its limit."""


class _Search:
    def __init__(self, space: Space, f: Node, effort: Effort) -> None:
        self.space, self.wanted, self.effort = space, f, effort
        self.d = d = space.diagrams
        self.barred = d.without(space.possible, f)
        reads = d.reads(f) | d.reads(self.barred)
        of: dict[str, list[int]] = {name: [] for name in space.attributes}
        for variable in sorted(reads):
            of[space.variables[variable].attribute].append(variable)
        self.columns: list[Column] = [column(space, name, variables) for name, variables in of.items() if variables]
        self._around: dict[Point, list[_Box]] = {}
        self._looked_at = self._branched = 0

    def run(self) -> tuple[list[_Box], bool]:
        """The boxes, and whether their number is proven to be minimal."""
        self.best = self._drop_redundant(self._cover_quickly())
        try:
            self._improve_covers([], self.wanted, lighter=False)
        except _TooMany:
            return self.best, False
        with suppress(_TooMany):
            self._improve_covers([], self.wanted, lighter=True)
        return self.best, True

    def _widest_box(self) -> _Box:
        return _Box(self, tuple(each.widest for each in self.columns), self.space.possible)

    def nodes(self, conditions: tuple[Condition, ...]) -> list[Node]:
        """For each column, the situations that pass its condition."""
        return [each.node(condition) for each, condition in zip(self.columns, conditions, strict=True)]

    def _find_point(self, f: Node) -> Point:
        """The situation of a set with the fewest facts."""
        return self.d.nearest(f, (0,) * len(self.space.variables))

    def _around_point(self, point: Point) -> list[_Box]:
        """Every widest box that contains a situation and no barred one."""
        if point not in self._around:
            found, seen, ahead = list[_Box](), set[Any](), [self._widest_box()]
            while ahead:
                box = ahead.pop()
                if box.conditions not in seen:
                    seen.add(box.conditions)
                    self._count_box()
                    narrower = list(self._narrow_boxes(box, point))
                    ahead += narrower
                    found += [] if narrower else [box]
            self._around[point] = _keep_widest(self.d, found)
        return self._around[point]

    def _count_box(self) -> None:
        self._looked_at += 1
        self.effort.boxes -= 1
        if self._looked_at > MOST_BOXES or self.effort.boxes < 0:
            raise _TooMany

    def _narrow_boxes(self, box: _Box, point: Point) -> Iterator[_Box]:
        """The widest boxes within a box that contain a point, but not the nearest barred one."""
        bad = self.d.both(box.node, self.barred)
        if bad != NEVER:
            lost = self.d.nearest(bad, point)
            for i, each in enumerate(self.columns):
                for condition in each.narrowed(box.conditions[i], point, lost):
                    conditions = (*box.conditions[:i], condition, *box.conditions[i + 1 :])
                    yield _Box(self, conditions, self.d.both(box.node, each.node(condition)))

    def _cover_quickly(self) -> list[_Box]:
        """A greedy cover: repeatedly add the box that covers most of the rest."""
        left, chosen = self.wanted, list[_Box]()
        while left != NEVER:
            point = self._find_point(left)
            try:
                boxes = self._around_point(point)
            except _TooMany:
                boxes = [self._descend_to_box(point)]
            chosen.append(self._sort_by_most(boxes, left)[0])
            left = self.d.without(left, chosen[-1].node)
        return chosen

    def _descend_to_box(self, point: Point) -> _Box:
        """A box around a point, narrowed as little as possible in each step."""
        box = self._widest_box()
        while narrower := list(self._narrow_boxes(box, point)):
            box = self._sort_by_most(narrower, self.wanted)[0]
        return box

    def _sort_by_most(self, boxes: Iterable[_Box], left: Node) -> list[_Box]:
        """Boxes, sorted by how much of a set they cover, most first."""
        return sorted(boxes, key=lambda box: -self.space.count(self.d.both(box.node, left)))

    def _drop_redundant(self, boxes: list[_Box]) -> list[_Box]:
        """The boxes without those that the rest covers, the first ones dropped first."""
        after = list(accumulate((box.node for box in reversed(boxes)), self._join, initial=NEVER))[-2::-1]
        kept, covered = list[_Box](), NEVER
        for box, rest in zip(boxes, after, strict=True):
            if self.d.without(self.wanted, self._join(covered, rest)) != NEVER:
                kept.append(box)
                covered = self._join(covered, box.node)
        return kept

    def _join(self, one: Node, other: Node) -> Node:
        return self.d.some((one, other))

    def _improve_covers(self, chosen: list[_Box], left: Node, *, lighter: bool) -> None:
        """Find covers of fewer boxes, or of as many boxes with a shorter description."""
        self._branched += 1
        self.effort.branches -= 1
        if self._branched > MOST_BRANCHES or self.effort.branches < 0:
            raise _TooMany
        boxes: list[_Box] = []
        while left != NEVER and len(boxes := self._around_point(self._find_point(left))) == 1:
            chosen, left = [*chosen, *boxes], self.d.without(left, boxes[0].node)
        if left == NEVER:
            if (len(chosen), _weigh_boxes(chosen)) < (len(self.best), _weigh_boxes(self.best)):
                self.best = list(chosen)
            return
        spare = len(self.best) - len(chosen) - self._at_least(left)
        if spare < 0 or (spare == 0 and not lighter) or (lighter and _weigh_boxes(chosen) >= _weigh_boxes(self.best)):
            return
        for box in self._sort_by_most(boxes, left):
            self._improve_covers([*chosen, box], self.d.without(left, box.node), lighter=lighter)

    def _at_least(self, left: Node) -> int:
        """A lower bound for the number of boxes: this many of the situations have no box in common."""
        count = 0
        while left != NEVER:
            count += 1
            boxes = self._around_point(self._find_point(left))
            left = self.d.without(left, self.d.some(box.node for box in boxes))
        return count


def _weigh_boxes(boxes: Iterable[_Box]) -> tuple[int, int]:
    weights = [box.weight for box in boxes]
    return sum(clauses for clauses, _ in weights), sum(values for _, values in weights)


def _keep_widest(d: Diagrams, boxes: Iterable[_Box]) -> list[_Box]:
    """The boxes that no other box contains; of equal boxes, the one with the shortest description."""
    lightest: dict[Node, _Box] = {}
    for box in boxes:
        other = lightest.setdefault(box.node, box)
        if other is not box and box.weight < other.weight:
            lightest[box.node] = box
    return [
        box
        for node, box in lightest.items()
        if not any(node != other and d.without(node, other) == NEVER for other in lightest)
    ]
