"""Sets of situations described by conditions: exactly, and by as few as there can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from squeezelogic.logic.conditions import Between, Branch, Clause, HasAll, HasAny, Is, Not, Test, in_words
from squeezelogic.logic.frozen import FrozenMap
from squeezelogic.logic.proof import covers
from squeezelogic.logic.proof.boxes import runs_apart
from squeezelogic.logic.proof.covers import Cover, cover
from squeezelogic.logic.proof.diagrams import ALWAYS, NEVER, Node
from squeezelogic.logic.proof.space import Space
from squeezelogic.logic.vocabulary import UNKNOWN, Attribute, Value
from tests.logic import generated


def space_of(attributes: Mapping[str, Attribute], clauses: Iterable[Clause]) -> Space:
    """A space that tells apart what the clauses do, and every run of integers between."""
    asked = list(clauses)
    tests: dict[str, list[Test]] = {}
    for clause in (*asked, *runs_apart(attributes, asked)):
        tests.setdefault(clause.attribute, []).append(clause.test)
    return Space(attributes, tests)


def passing(space: Space, branch: Branch) -> Node:
    """The possible situations that pass a condition."""
    return space.diagrams.every([space.possible, *(space.passing(c.attribute, c.test) for c in branch)])


def described(space: Space, found: Cover) -> Node:
    """The possible situations that pass any condition of a cover."""
    return space.diagrams.some(passing(space, branch) for branch in found.branches)


@st.composite
def sets(draw: st.DrawFn, most_branches: int = 5) -> tuple[Space, Node]:
    """Any attributes, and situations that any conditions leave over when others are taken away."""
    own = {a.name: a for a in draw(st.lists(generated.attributes, min_size=1, max_size=4, unique_by=lambda a: a.name))}
    own = {name: evolve(a, required=draw(st.booleans())) for name, a in own.items()}
    both = st.lists(generated.branches(own), max_size=most_branches)
    taken, left_out = draw(both), draw(both)
    space = space_of(own, chain.from_iterable((*taken, *left_out)))
    d = space.diagrams
    inside, outside = (d.some(passing(space, branch) for branch in part) for part in (taken, left_out))
    return space, d.without(inside, outside)


@given(sets())
def test_a_cover_is_exactly_the_set(drawn: tuple[Space, Node]) -> None:
    """Of all possible situations those pass that are in the set, known by the diagrams being one."""
    space, f = drawn
    found = cover(space, f)
    assert described(space, found) == f
    assert (found.branches == ()) == (f == NEVER)
    assert cover(space, f) == found


@given(sets())
def test_no_condition_of_a_cover_can_be_left_out(drawn: tuple[Space, Node]) -> None:
    """Neither a whole condition, nor a clause of one."""
    space, f = drawn
    branches = cover(space, f).branches
    for i, branch in enumerate(branches):
        others = branches[:i] + branches[i + 1 :]
        assert described(space, Cover(others, fewest=False)) != f
        for clause in branch:
            looser = tuple(other for other in branch if other != clause)
            assert described(space, Cover((*others, looser), fewest=False)) != f


@given(st.data())
def test_a_search_cut_short_is_exact_all_the_same(data: st.DataObject) -> None:
    """However little the search may look at, the cover is the set; only that nothing shorter does is not claimed."""
    space, f = data.draw(sets())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(covers, "MOST_BOXES", data.draw(st.integers(0, 30)))
        patch.setattr(covers, "MOST_BRANCHES", data.draw(st.integers(0, 3)))
        found = cover(space, f)
    assert described(space, found) == f
    if found.fewest:
        assert len(found.branches) == len(cover(space, f).branches)


def conditions(attribute: Attribute) -> Iterator[tuple[Test, ...]]:
    """Everything that a condition can ask of a small attribute."""
    yield ()
    if attribute.type == "set":
        elements = [frozenset(map(str, s)) for s in subsets(attribute.values)]
        for all_, none, some in product(elements, repeat=3):
            parts: list[Test] = [HasAll(all_)] if all_ else []
            parts += [Not(HasAny(none))] if none else []
            yield (*parts, *([HasAny(some)] if len(some) > 1 else []))
        return
    domain: list[Any] = [True, False] if attribute.type == "boolean" else list(attribute.values)
    if attribute.type == "integer":
        domain = list(range(attribute.at_least, attribute.at_most + 1))
        yield from ((Between(a, b),) for a in domain for b in domain if a <= b)
    for values in subsets([UNKNOWN, *domain]):
        if values:
            yield (Is(frozenset(values)),)


def subsets(values: Iterable[Any]) -> list[tuple[Any, ...]]:
    """All subsets, the empty one first."""
    listed = list(values)
    return list(chain.from_iterable(combinations(listed, n) for n in range(len(listed) + 1)))


def fewest_by_trying(space: Space, f: Node, at_most: int) -> int | None:
    """How few conditions of the rule language describe a set, by trying them all."""
    d = space.diagrams
    every = [[(name, test) for test in conditions(a)] for name, a in space.attributes.items()]
    boxes = set()
    for choice in product(*every):
        node = passing(space, tuple(Clause(name, test) for name, tests in choice for test in tests))
        if node != NEVER and d.without(node, f) == NEVER:
            boxes.add(node)
    widest = [b for b in boxes if not any(b != other and d.without(b, other) == NEVER for other in boxes)]
    for n in range(at_most):
        if any(d.some(chosen) == f for chosen in combinations(widest, n)):
            return n
    return None


CHOICE, YES, ON = (
    Attribute("choice", values=("a", "b")),
    Attribute("yes", type="boolean"),
    Attribute("on", type="boolean"),
)
BAG, SACK = Attribute("bag", type="set", values=("x", "y", "z")), Attribute("sack", type="set", values=("x", "y"))
THREE = Attribute("three", type="integer", at_least=0, at_most=3)
TINY = ((CHOICE, YES, ON), (BAG, YES), (THREE, evolve(CHOICE, required=True)), (SACK, THREE))


def every_point(space: Space) -> list[Node]:
    """Each situation that the space tells apart, as a set of its own."""
    d = space.diagrams
    columns = [[d.where(i, v.__eq__) for v in range(len(var.values))] for i, var in enumerate(space.variables)]
    return [n for values in product(*columns) if (n := d.every([space.possible, *values])) != NEVER]


@given(st.data())
def test_fewest_means_fewest(data: st.DataObject) -> None:
    """On tiny domains, where all conditions can be tried: any set of situations takes as many as claimed, not fewer."""
    attributes = {attribute.name: attribute for attribute in data.draw(st.sampled_from(TINY))}
    singles = [
        Clause(n, Is(frozenset([v]))) if a.type != "set" else Clause(n, HasAny(frozenset([str(v)])))
        for n, a in attributes.items()
        for v in (range(a.at_least, a.at_most + 1) if a.type == "integer" else a.values or (True, False))
    ]
    space = space_of(attributes, [*singles, *(Clause(n, Is(frozenset([UNKNOWN]))) for n in attributes)])
    points = every_point(space)
    f = space.diagrams.some(data.draw(st.lists(st.sampled_from(points), unique=True, max_size=12)))
    found = cover(space, f)
    assert described(space, found) == f
    assume(found.fewest)
    assert fewest_by_trying(space, f, len(found.branches)) is None


TIED = {
    "kind": Attribute("kind", values=("tea", "juice"), required=True),
    "leaf": Attribute(
        "leaf",
        values=("green", "black", "fruit"),
        implies=FrozenMap({"green": FrozenMap({"kind": "tea"}), "black": FrozenMap({"kind": "tea"})}),
    ),
}


def test_what_follows_is_not_said() -> None:
    """Where a leaf is green the kind is known, and where something is always given, `unknown` is not named."""
    green = Clause("leaf", Is(frozenset(["green"])))
    tea, not_juice = Clause("kind", Is(frozenset(["tea"]))), Clause("kind", Not(Is(frozenset(["juice"]))))
    space = space_of(TIED, [green, tea])
    assert cover(space, passing(space, (green, tea))).branches == ((green,),)
    assert cover(space, passing(space, (not_juice,))).branches == ((tea,),)


@pytest.mark.parametrize(
    "tests",
    [
        (Between(-5, 10**9),),
        (Not(Is(frozenset([UNKNOWN]))),),
        (Is(frozenset([UNKNOWN])),),
        (Not(Is(frozenset([3, 70]))),),
        (Is(frozenset([3, UNKNOWN])),),
    ],
    ids=lambda tests: " and ".join(map(in_words, tests)),
)
def test_wide_integers_are_described_by_bounds_or_by_a_short_list(tests: tuple[Test, ...]) -> None:
    """One condition suffices wherever the rule language has one."""
    attributes = {"wide": Attribute("wide", type="integer", at_least=-(2**62), at_most=2**62)}
    branch: tuple[Clause, ...] = tuple(Clause("wide", test) for test in tests)
    space = space_of(attributes, branch)
    assert cover(space, passing(space, branch)) == Cover((branch,), fewest=True)


def test_all_and_nothing() -> None:
    """Everything is one condition that asks nothing; nothing is no condition."""
    values: dict[str, Value] = {"leaf": "green"}
    space = space_of(TIED, [Clause(name, Is(frozenset([value]))) for name, value in values.items()])
    assert cover(space, space.possible) == Cover(((),), fewest=True)
    assert cover(space, NEVER) == Cover((), fewest=True)
    assert space.possible != ALWAYS
