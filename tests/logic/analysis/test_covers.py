"""Covers describe a set of situations exactly, with as few conditions as possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from squeezelogic.logic.analysis import covers
from squeezelogic.logic.analysis.covers import Cover, cover
from squeezelogic.logic.analysis.cubes import runs_apart
from squeezelogic.logic.analysis.diagrams import ALWAYS, NEVER, Node
from squeezelogic.logic.analysis.space import Space
from squeezelogic.logic.model.conditions import Between, Branch, Clause, HasAll, HasAny, Is, Not, Test, in_words
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
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


@given(st.lists(st.integers(0, 3), min_size=3, max_size=3), st.integers(0, 40))
def test_covers_that_belong_together_share_an_effort(sets_of_ups: list[int], boxes: int) -> None:
    """When they have looked at all the boxes that it allows, the next are exact, without a claim to be the fewest."""
    effort = covers.Effort()
    effort.boxes = boxes
    for size in sets_of_ups:
        space, f = switched(*("lmr"[:size], "rl"))
        found = cover(space, f, effort)
        assert described(space, found) == f
        assert found.fewest is (effort.boxes >= 0)


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


SWITCHES = {name: Attribute(name, values=("up", "down"), required=True) for name in ("left", "middle", "right")}


def shortest() -> dict[frozenset[Any], tuple[int, int]]:
    """For each set of positions that three switches can be in: the fewest conditions, and then the fewest clauses."""
    positions = list(product(("up", "down"), repeat=3))
    ways = {
        frozenset(p for p in positions if all(asked in (None, at) for asked, at in zip(box, p, strict=True))): (
            1,
            sum(asked is not None for asked in box),
        )
        for box in product(("up", "down", None), repeat=3)
    }
    least: dict[frozenset[Any], tuple[int, int]] = {frozenset(): (0, 0)}
    ahead = [frozenset[Any]()]
    while ahead:
        some = ahead.pop()
        for box, (one, clauses) in ways.items():
            cost = (least[some][0] + one, least[some][1] + clauses)
            if (some | box) not in least or cost < least[some | box]:
                least[some | box] = cost
                ahead.append(some | box)
    return least


def switched(*ups: str) -> tuple[Space, Node]:
    """The positions in which all of some switches are up, for any of the given lists of their first letters."""
    space = space_of(SWITCHES, [Clause(name, Is(frozenset([at]))) for name in SWITCHES for at in ("up", "down")])
    branches = [tuple(Clause(n, Is(frozenset(["up"]))) for n in SWITCHES if n[0] in up) for up in ups]
    return space, described(space, Cover(tuple(branches), fewest=False))


def test_whatever_three_switches_say_is_said_in_the_fewest_words() -> None:
    """All sets of their eight positions, those included for which taking most at each step is not best."""
    space, _ = switched()
    least = shortest()
    assert len(least) == 256
    for some, (conditions, clauses) in least.items():
        branches = [tuple(Clause(n, Is(frozenset([at]))) for n, at in zip(SWITCHES, p, strict=True)) for p in some]
        found = cover(space, described(space, Cover(tuple(branches), fewest=False)))
        assert found.fewest
        assert (len(found.branches), sum(map(len, found.branches))) == (conditions, clauses)


def test_a_search_cut_short_goes_where_most_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeping the middle switch up holds more than keeping the left one up, so it comes first."""
    monkeypatch.setattr(covers, "MOST_BOXES", 0)
    found = cover(*switched("m", "lr"))
    assert [[clause.attribute for clause in branch] for branch in found.branches] == [["middle"], ["left", "right"]]
    assert not found.fewest


def test_nothing_a_search_cut_short_chose_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was taken first goes again if all of it was taken by others later."""
    monkeypatch.setattr(covers, "MOST_BOXES", 0)
    space, _ = switched()
    for some in shortest():
        branches = [tuple(Clause(n, Is(frozenset([at]))) for n, at in zip(SWITCHES, p, strict=True)) for p in some]
        f = described(space, Cover(tuple(branches), fewest=False))
        found = cover(space, f).branches
        assert all(described(space, Cover((*found[:i], *found[i + 1 :]), fewest=False)) != f for i in range(len(found)))


def proven_within(limit: str, most: int, space: Space, f: Node) -> bool:
    """Whether a cover is proven to be of the fewest conditions within a limit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(covers, limit, most)
        return cover(space, f).fewest


@pytest.mark.parametrize(
    ("ups", "boxes", "branches"),
    [(("",), 1, 1), (("l",), 2, 1), (("l", "m"), 7, 3), (("lm", "lr"), 10, 3), (("lm", "lr", "mr"), 15, 4)],
)
def test_a_search_looks_at_each_box_once_and_stops_where_nothing_can_be_better(
    ups: tuple[str, ...], boxes: int, branches: int
) -> None:
    """So many boxes and branches are enough to prove that no fewer conditions do, and one less is not."""
    for limit, enough in (("MOST_BOXES", boxes), ("MOST_BRANCHES", branches)):
        assert next(n for n in range(99) if proven_within(limit, n, *switched(*ups))) == enough


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


DIGIT = Attribute("digit", type="integer", at_least=0, at_most=9)
TO_EIGHT, GIVEN = evolve(DIGIT, name="to_eight", at_most=8), evolve(DIGIT, name="given", required=True)
TO_TEN = evolve(DIGIT, name="to_ten", at_most=10)
LETTERS = Attribute("letters", type="set", values=("w", "x", "y", "z"))
LETTER = Attribute("letter", values=("w", "x", "y", "z"))
ANSWER = evolve(LETTER, name="answer", required=True)
ODD = frozenset({1, 3, 5, 7, 9})


def one_of(*values: Any) -> Is:
    """One of some values."""
    return Is(frozenset(values))


def any_of(elements: str) -> HasAny:
    """Any of some elements."""
    return HasAny(frozenset(elements))


def all_of(elements: str) -> HasAll:
    """All of some elements."""
    return HasAll(frozenset(elements))


def in_one_attribute(attribute: Attribute, inside: list[tuple[Test, ...]], outside: list[Test]) -> list[list[str]]:
    """The cover, in words, of what passes all tests of any group, but none of those that are left out."""
    clauses = [Clause(attribute.name, test) for test in (*chain.from_iterable(inside), *outside)]
    space = space_of({attribute.name: attribute}, clauses)
    d = space.diagrams
    left_out = d.some(space.passing(attribute.name, test) for test in outside)
    groups = [passing(space, tuple(Clause(attribute.name, test) for test in tests)) for tests in inside]
    found = cover(space, d.without(d.some(groups), left_out))
    assert found.fewest
    return [[in_words(clause.test) for clause in branch] for branch in found.branches]


@pytest.mark.parametrize(
    ("attribute", "tests"),
    [
        (DIGIT, (Between(0, 4),)),
        (DIGIT, (Between(3, 5),)),
        (DIGIT, (Between(3, 6),)),
        (DIGIT, (Between(7, 9),)),
        (DIGIT, (one_of(0),)),
        (DIGIT, (one_of(4),)),
        (DIGIT, (one_of(9),)),
        (DIGIT, (one_of(4, UNKNOWN),)),
        (DIGIT, (one_of(3, 5, 9),)),
        (DIGIT, (one_of(3, 4, 5, UNKNOWN),)),
        (DIGIT, (Not(one_of(4)),)),
        (DIGIT, (Not(one_of(4, UNKNOWN)),)),
        (DIGIT, (Not(one_of(3, 4, 5)),)),
        (DIGIT, (Not(one_of(UNKNOWN)),)),
        (DIGIT, (one_of(0, 2, 4, 6, 8),)),
        (DIGIT, (Not(one_of(*ODD)),)),
        (TO_EIGHT, (one_of(0, 2, 4, 6, 8),)),
        (GIVEN, (one_of(0, 5),)),
        (GIVEN, (Not(one_of(5)),)),
        (GIVEN, (one_of(0, 2, 4, 6, 8),)),
        (GIVEN, (Between(0, 4),)),
        (LETTER, (one_of("w", "x"),)),
        (LETTER, (one_of("w", UNKNOWN),)),
        (LETTER, (Not(one_of("w", "x")),)),
        (LETTER, (Not(one_of(UNKNOWN)),)),
        (ANSWER, (one_of("w", "x"),)),
        (ANSWER, (Not(one_of("w")),)),
        (LETTERS, (any_of("x"),)),
        (LETTERS, (any_of("xy"),)),
        (LETTERS, (all_of("xy"),)),
        (LETTERS, (Not(any_of("x")),)),
        (LETTERS, (Not(any_of("xy")),)),
        (LETTERS, (any_of("wz"), Not(any_of("x")))),
        (LETTERS, (any_of("xy"), all_of("wz"))),
        (LETTERS, (any_of("xy"), any_of("w"), Not(any_of("z")))),
        (LETTERS, (all_of("wx"), Not(any_of("yz")))),
    ],
    ids=lambda part: " and ".join(map(in_words, part)) if isinstance(part, tuple) else part.name,
)
def test_what_is_said_as_shortly_as_can_be_comes_back(attribute: Attribute, tests: tuple[Test, ...]) -> None:
    """A condition on one attribute that nothing shorter says is described by itself."""
    assert in_one_attribute(attribute, [tests], []) == [list(map(in_words, tests))]


@pytest.mark.parametrize(
    ("attribute", "inside", "outside", "said"),
    [
        (DIGIT, [(Between(0, 9),)], [], [(Not(one_of(UNKNOWN)),)]),
        (DIGIT, [(Between(4, 4),)], [], [(one_of(4),)]),
        (DIGIT, [(one_of(3, 4, 5),)], [], [(Between(3, 5),)]),
        (DIGIT, [(Between(3, 5),), (one_of(UNKNOWN),)], [], [(one_of(3, 4, 5, UNKNOWN),)]),
        (DIGIT, [(Between(3, 6),), (one_of(UNKNOWN),)], [], [(Not(one_of(0, 1, 2, 7, 8, 9)),)]),
        (TO_TEN, [(Between(3, 6),), (one_of(UNKNOWN),)], [], [(one_of(UNKNOWN),), (Between(3, 6),)]),
        (DIGIT, [()], [Between(3, 5)], [(Not(one_of(3, 4, 5)),)]),
        (DIGIT, [()], [Between(3, 6)], [(one_of(0, 1, 2, 7, 8, 9, UNKNOWN),)]),
        (TO_TEN, [()], [Between(3, 6)], [(one_of(0, 1, 2, UNKNOWN),), (Between(7, 10),)]),
        (DIGIT, [()], [Between(0, 9)], [(one_of(UNKNOWN),)]),
        (DIGIT, [(Not(one_of(UNKNOWN)),)], [Between(0, 3)], [(Between(4, 9),)]),
        (DIGIT, [(Not(one_of(UNKNOWN)),)], [Between(3, 8)], [(one_of(0, 1, 2, 9),)]),
        (DIGIT, [()], [one_of(*ODD, UNKNOWN)], [(one_of(0, 2, 4, 6, 8),)]),
        (LETTER, [()], [one_of("w", "x", UNKNOWN)], [(one_of("y", "z"),)]),
        (LETTER, [()], [one_of("w", "x")], [(Not(one_of("w", "x")),)]),
        (GIVEN, [(one_of(3, 4),)], [], [(Between(3, 4),)]),
        (GIVEN, [()], [one_of(0)], [(Not(one_of(0)),)]),
        (LETTERS, [(all_of("x"),)], [], [(any_of("x"),)]),
        (LETTERS, [(any_of("wx"), any_of("wxy"))], [], [(any_of("wx"),)]),
        (LETTERS, [(any_of("wxy"), Not(any_of("wx")))], [], [(any_of("y"), Not(any_of("wx")))]),
        (LETTERS, [(any_of("wx"),), (any_of("y"),)], [], [(any_of("wxy"),)]),
        (LETTERS, [(any_of("x"),), (any_of("y"),)], [], [(any_of("xy"),)]),
        (LETTERS, [(all_of("wx"),), (all_of("wy"),)], [], [(any_of("w"), any_of("xy"))]),
        (
            BAG,
            [(Not(any_of("yz")),), (any_of("y"), Not(any_of("xz"))), (all_of("yz"),)],
            [],
            [(Not(any_of("yz")),), (Not(any_of("xz")),), (all_of("yz"),)],
        ),
        (
            LETTERS,
            [(any_of("wx"), Not(any_of("y"))), (any_of("wx"), all_of("z"))],
            [],
            [(any_of("wx"), Not(any_of("y"))), (any_of("wx"), any_of("z"))],
        ),
    ],
)
def test_one_attribute_is_described_in_the_fewest_words(
    attribute: Attribute, inside: list[tuple[Test, ...]], outside: list[Test], said: list[tuple[Test, ...]]
) -> None:
    """Bounds rather than a list, and a list rather than exceptions unless it is longer."""
    assert in_one_attribute(attribute, inside, outside) == [list(map(in_words, tests)) for tests in said]


def test_a_number_that_follows_is_told_from_those_around_it() -> None:
    """What a value implies is asked by the space, so it ends the run of integers that it lies in."""
    follows: FrozenMap[str, Value] = FrozenMap({"digit": 5})
    attributes = {"digit": DIGIT, "choice": evolve(CHOICE, implies=FrozenMap({"a": follows}))}
    space = space_of(attributes, [Clause("digit", Between(2, 8))])
    five = (Clause("digit", one_of(5)),)
    assert cover(space, passing(space, five)) == Cover((five,), fewest=True)


def test_a_search_cut_short_narrows_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no choice may be looked into, conditions are narrowed one way, even if there is only one way to do so."""
    monkeypatch.setattr(covers, "MOST_BOXES", 0)
    branches = tuple((Clause("digit", test),) for test in (one_of(UNKNOWN), Between(4, 9)))
    space = space_of({"digit": DIGIT}, chain.from_iterable(branches))
    f = described(space, Cover(branches, fewest=False))
    assert cover(space, f) == Cover(branches, fewest=False)


def test_all_and_nothing() -> None:
    """Everything is one condition that asks nothing; nothing is no condition."""
    values: dict[str, Value] = {"leaf": "green"}
    space = space_of(TIED, [Clause(name, Is(frozenset([value]))) for name, value in values.items()])
    assert cover(space, space.possible) == Cover(((),), fewest=True)
    assert cover(space, NEVER) == Cover((), fewest=True)
    assert space.possible != ALWAYS


@pytest.mark.parametrize(
    ("attribute", "test"),
    [
        (Attribute("yes", type="boolean"), Is(frozenset([False]))),
        (Attribute("yes", type="boolean"), Is(frozenset([True]))),
        (Attribute("bag", type="set", values=("w", "x")), HasAny(frozenset(["w"]))),
        (Attribute("bag", type="set", values=("w", "x")), HasAll(frozenset(["w", "x"]))),
    ],
    ids=["false", "true", "one element", "two elements"],
)
def test_one_condition_is_said_as_one_would_write_it(attribute: Attribute, test: Test) -> None:
    """To the letter, and not in other words that come to the same."""
    clause = Clause(attribute.name, test)
    space = space_of({attribute.name: attribute}, [clause])
    assert cover(space, passing(space, (clause,))).branches == ((clause,),)


@pytest.mark.parametrize("names", [("kind", "leaf"), ("leaf", "kind")])
def test_of_two_boxes_that_hold_the_same_the_one_that_says_less_is_told(names: tuple[str, ...]) -> None:
    """Three kinds make a leaf green and three make it black, so a green leaf is said by its colour."""
    colours = {kind: "green" if kind in "abc" else "black" for kind in "abcdef"}
    implies: FrozenMap[str, FrozenMap[str, Value]] = FrozenMap(
        {kind: FrozenMap({"leaf": colour}) for kind, colour in colours.items()}
    )
    every = {
        "kind": Attribute("kind", values=tuple(colours), required=True, implies=implies),
        "leaf": Attribute("leaf", values=("green", "black"), required=True),
    }
    clauses = [Clause("kind", Is(frozenset([kind]))) for kind in colours]
    green = Clause("leaf", Is(frozenset(["green"])))
    space = space_of({name: every[name] for name in names}, [*clauses, green])
    assert cover(space, passing(space, (green,))).branches == ((green,),)


def test_a_box_says_nothing_of_what_the_rest_of_it_rules_out() -> None:
    """Where the leaf is green, kinds that make it black need not be barred, whatever the box bars."""
    colours = dict(zip("abcde", ["green"] * 3 + ["black"] * 2, strict=True))
    implies: FrozenMap[str, FrozenMap[str, Value]] = FrozenMap(
        {kind: FrozenMap({"leaf": colour}) for kind, colour in colours.items()}
    )
    every = {
        "kind": Attribute("kind", values=tuple(colours), required=True, implies=implies),
        "leaf": Attribute("leaf", values=("green", "black"), required=True),
    }
    green = Clause("leaf", Is(frozenset(["green"])))
    space = space_of(every, [*(Clause("kind", Is(frozenset([kind]))) for kind in colours), green])
    search = covers._Search(space, passing(space, (green,)), covers.Effort())
    values = [{value: place for place, value in enumerate(v.values)} for v in space.variables]
    kinds, leaves = (frozenset(values[0][kind] for kind in "ac"), frozenset([values[1]["green"]]))
    node = search.d.every([space.possible, *search.nodes((kinds, leaves))])
    assert covers._Box(search, (kinds, leaves), node).said() == (Clause("kind", Not(Is(frozenset("b")))), green)
