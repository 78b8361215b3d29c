"""Sets of situations as multi-valued decision diagrams (MDDs).

A diagram tests the variables in one fixed order and ends in «never» or «always». Equal parts are stored once, and a
node with equal successors is left out. So two diagrams describe the same set exactly if they are the same node, and
comparing them is free. Only diagrams of one `Diagrams` can be combined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from math import inf

Node = int
NEVER: Node = 0
ALWAYS: Node = 1

Facts = tuple[tuple[int, int], ...]
"""Variables with their values, both as numbers."""

MOST_STEPS = 500_000


class TooLarge(Exception):
    """Building a diagram takes more steps than are allowed."""


class Diagrams:
    """A store of diagrams over the same variables.

    Args:
        sizes: the number of values of each variable, in the order in which diagrams test them.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        self._depth = [len(self.sizes)] * 2  # the variable that a node tests; the two leaves come after all variables
        self._next: list[tuple[Node, ...]] = [(), ()]
        self._known: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._both: dict[tuple[Node, Node], Node] = {}
        self._without: dict[tuple[Node, Node], Node] = {}
        self._steps = 0
        self._last_step: float = inf

    def __len__(self) -> int:
        """The number of stored nodes, the two leaves included."""
        return len(self._next)

    @contextmanager
    def allowance(self, steps: int | None = None, *, scratch: bool = False) -> Iterator[None]:
        """Limit the number of steps within a block; a step adds at most one node.

        Args:
            steps: the limit; `MOST_STEPS` if left out.
            scratch: whether to discard the added nodes at the end; they must not be used after the block.

        Raises:
            TooLarge: more steps are needed. Then the added nodes are discarded, too.
        """
        before, start = self._last_step, len(self)
        self._last_step = min(before, self._steps + (MOST_STEPS if steps is None else steps))
        keep = False
        try:
            yield
            keep = not scratch
        except (TooLarge, RecursionError):  # RecursionError: a path of a thousand nodes
            raise TooLarge from None
        finally:
            self._last_step = before
            self._forget_nodes(len(self) if keep else start)

    def _forget_nodes(self, end: int) -> None:
        """Discard the nodes from a number on, and the cached results."""
        for depth, following in zip(self._depth[end:], self._next[end:], strict=True):
            del self._known[depth, following]
        del self._depth[end:], self._next[end:]
        self._both.clear()
        self._without.clear()

    def _make_node(self, depth: int, following: tuple[Node, ...]) -> Node:
        first = following[0]
        if following.count(first) == len(following):
            return first
        node = self._known.get((depth, following))
        if node is None:
            node = self._known[depth, following] = len(self._next)
            self._depth.append(depth)
            self._next.append(following)
        return node

    def where(self, variable: int, allowed: Callable[[int], bool]) -> Node:
        """The situations in which a variable has an allowed value."""
        self._count_steps()
        return self._make_node(variable, tuple(ALWAYS if allowed(v) else NEVER for v in range(self.sizes[variable])))

    def both(self, f: Node, g: Node) -> Node:
        """The situations in both."""
        if g in (f, ALWAYS) or f == NEVER:
            return f
        if f == ALWAYS or g == NEVER:
            return g
        key = (f, g) if f < g else (g, f)
        if (found := self._both.get(key)) is None:
            found = self._both[key] = self._join_diagrams(self.both, f, g)
        return found

    def without(self, f: Node, g: Node) -> Node:
        """The situations in the first but not in the second."""
        if f in (g, NEVER) or g == ALWAYS:
            return NEVER
        if g == NEVER:
            return f
        if (found := self._without.get((f, g))) is None:
            found = self._without[f, g] = self._join_diagrams(self.without, f, g)
        return found

    def _join_diagrams(self, combine: Callable[[Node, Node], Node], f: Node, g: Node) -> Node:
        """Combine two diagrams by the values of the first variable that either tests."""
        self._count_steps()
        at_f, at_g = self._depth[f], self._depth[g]
        if at_f < at_g:
            return self._make_node(at_f, tuple([combine(after, g) for after in self._next[f]]))
        if at_g < at_f:
            return self._make_node(at_g, tuple([combine(f, after) for after in self._next[g]]))
        return self._make_node(at_f, tuple(map(combine, self._next[f], self._next[g])))

    def exceeds(self, f: Node, others: Iterable[Node]) -> bool:
        """Whether some situation is in the first but in none of the others, without making a new diagram."""
        fruitless: set[tuple[Node, frozenset[Node]]] = set()

        def search(f: Node, others: frozenset[Node]) -> bool:
            others -= {NEVER}
            if f == NEVER or f in others or ALWAYS in others or (f, others) in fruitless:
                return False
            if not others:
                return True
            self._count_steps()
            depth = min(self._depth[node] for node in (f, *others))
            for value in range(self.sizes[depth]):
                after = self._follow_answer(f, depth, value)
                if after != NEVER and search(after, frozenset([self._follow_answer(g, depth, value) for g in others])):
                    return True
            fruitless.add((f, others))
            return False

        return search(f, frozenset(others))

    def _follow_answer(self, f: Node, variable: int, value: int) -> Node:
        """The successor of a node for a value of a variable, which the node tests first or not at all."""
        return self._next[f][value] if self._depth[f] == variable else f

    def _count_steps(self, steps: int = 1) -> None:
        self._steps += steps
        if self._steps > self._last_step:
            raise TooLarge

    def outside(self, f: Node) -> Node:
        """The situations that are not in the set."""
        return self.without(ALWAYS, f)

    def every(self, nodes: Iterable[Node]) -> Node:
        """The situations in all of them."""
        return reduce(self.both, nodes, ALWAYS)

    def some(self, nodes: Iterable[Node]) -> Node:
        """The situations in at least one of them."""
        return self.outside(reduce(self.without, nodes, ALWAYS))

    def at_least(self, count: int, nodes: Iterable[Node]) -> Node:
        """The situations in at least `count` of them."""
        reached = [ALWAYS, *[NEVER] * count]  # for each number up to the count: the situations in at least this many
        for node in nodes:
            for many in range(count, 0, -1):
                reached[many] = self.some([reached[many], self.both(reached[many - 1], node)])
        return reached[count]

    def given(self, f: Node, variable: int, value: int) -> Node:
        """The restriction of a set to a value of a variable; the result does not depend on that variable."""
        return self.settled(f, {variable: value})

    def settled(self, f: Node, facts: Mapping[int, int]) -> Node:
        """The restriction to values of several variables."""
        found: dict[Node, Node] = {NEVER: NEVER, ALWAYS: ALWAYS}
        for node in self._deepest_first(f)[2:]:
            depth, following = self._depth[node], self._next[node]
            if depth in facts:
                found[node] = found[following[facts[depth]]]
            else:
                found[node] = self._make_node(depth, tuple([found[after] for after in following]))
        return found[f]

    def meets(self, f: Node, facts: Mapping[int, int]) -> bool:
        """Whether a set contains a situation with these values, without making a new diagram."""
        seen, ahead = {f}, [f]
        while ahead:
            node = ahead.pop()
            if node == ALWAYS:
                return True
            following = self._next[node]
            value = facts.get(self._depth[node])
            new = set(following if value is None else following[value : value + 1]) - seen
            seen |= new
            ahead += new
        return False

    def count(self, f: Node, weights: Sequence[Sequence[int]]) -> int:
        """The number of situations in a set.

        Args:
            f: a diagram.
            weights: for each variable and value, the number of real values it represents.
        """
        below = [1]  # from the last variable up: the number of combinations of the variables from there on
        for column in reversed(weights):
            below.append(below[-1] * sum(column))
        below.reverse()
        found: dict[Node, int] = {NEVER: 0, ALWAYS: 1}
        for node in self._deepest_first(f)[2:]:
            depth = self._depth[node]
            found[node] = sum(
                weight * found[after] * (below[depth + 1] // below[self._depth[after]])
                for weight, after in zip(weights[depth], self._next[node], strict=True)
            )
        return found[f] * (below[0] // below[self._depth[f]])

    def cheapest(self, f: Node, rank: Sequence[int]) -> Facts | None:
        """The fewest facts that lead into a set, where value 0 of a variable is no fact; None if the set is empty.

        Args:
            f: a diagram.
            rank: for each variable, its rank among results of equal length; the lowest is preferred.
        """
        found: dict[Node, Facts | None] = {NEVER: None, ALWAYS: ()}
        for node in self._deepest_first(f)[2:]:
            place = rank[self._depth[node]]
            ways = [
                tuple(sorted((*way, (place, value)))) if value else way
                for value, after in enumerate(self._next[node])
                if (way := found[after]) is not None
            ]
            found[node] = min(ways, key=lambda way: (len(way), way))
        variables = {place: variable for variable, place in enumerate(rank)}
        way = found[f]
        return None if way is None else tuple((variables[place], value) for place, value in way)

    def holds_at(self, f: Node, point: Sequence[int]) -> bool:
        """Whether a point, a value for each variable, is in the set."""
        while f > ALWAYS:
            f = self._next[f][point[self._depth[f]]]
        return f == ALWAYS

    def nearest(self, f: Node, point: Sequence[int]) -> tuple[int, ...]:
        """The point of a nonempty set that differs from another point in the fewest variables."""
        far = len(self.sizes) + 1
        cost, step = {NEVER: far, ALWAYS: 0}, dict[Node, int]()
        nodes = self._deepest_first(f)[2:]
        self._count_steps(len(nodes))
        for node in nodes:
            here = point[self._depth[node]]
            ways = [(cost[after] + (value != here), value) for value, after in enumerate(self._next[node])]
            cost[node], step[node] = min(ways)
        found = list(point)
        while f != ALWAYS:
            found[self._depth[f]] = step[f]
            f = self._next[f][step[f]]
        return tuple(found)

    def cheapest_ways(self, f: Node, costs: Sequence[Sequence[float]]) -> Iterator[Facts]:
        """Every way into a set at minimal cost: the variables that change, with their new values.

        Args:
            f: a diagram.
            costs: the cost of each value of each variable; one value is free, and infinity means that a value is
                barred.
        """
        least: dict[Node, float] = {NEVER: inf, ALWAYS: 0}
        for node in self._deepest_first(f)[2:]:
            column = costs[self._depth[node]]
            least[node] = min(cost + least[after] for cost, after in zip(column, self._next[node], strict=True))

        def ways(node: Node) -> Iterator[Facts]:
            if node == ALWAYS:
                yield ()
                return
            depth = self._depth[node]
            for value, (cost, after) in enumerate(zip(costs[depth], self._next[node], strict=True)):
                if cost + least[after] == least[node]:
                    changed = ((depth, value),) if cost else ()
                    yield from ((*changed, *way) for way in ways(after))

        return ways(f) if least[f] < inf else iter(())

    def boxes(self, f: Node) -> Iterator[dict[int, frozenset[int]]]:
        """A partition of the set into disjoint boxes: for each, the variables that matter and their allowed values."""
        if f == NEVER:
            return
        if f == ALWAYS:
            yield {}
            return
        ways: dict[Node, list[int]] = {}
        for value, after in enumerate(self._next[f]):
            ways.setdefault(after, []).append(value)
        for after, values in ways.items():
            for box in self.boxes(after):
                yield {self._depth[f]: frozenset(values), **box}

    def reads(self, f: Node) -> frozenset[int]:
        """The variables that the set depends on."""
        return frozenset(self._depth[node] for node in self._deepest_first(f)[2:])

    def size(self, f: Node) -> int:
        """The number of nodes of the diagram, both leaves included."""
        return len(self._deepest_first(f))

    def _deepest_first(self, f: Node) -> list[Node]:
        """The nodes of a diagram, each after its successors; the two leaves come first."""
        reached, ahead = {NEVER, ALWAYS, f}, [f]
        while ahead:
            new = set(self._next[ahead.pop()]) - reached
            reached |= new
            ahead += new
        return sorted(reached, key=lambda node: (-self._depth[node], node))
