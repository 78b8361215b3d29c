"""The diagrams of a rulebook agree with the definition in every situation."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from squeezelogic.logic.analysis.compiled import Compiled
from squeezelogic.logic.analysis.diagrams import ALWAYS, NEVER, Node
from squeezelogic.logic.analysis.space import Space
from squeezelogic.logic.model.conditions import Between, HasAll, Is
from squeezelogic.logic.model.errors import ConflictError, DecisionError, InvalidInput
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics import definition
from squeezelogic.logic.semantics.equivalence import collect_tests
from tests.logic import generated
from tests.logic.generated import every_value

MOST_POINTS = 1_000


def contains(space: Space, node: Node, situation: Mapping[str, Value]) -> bool:
    """Whether a situation is in a set: the diagram's questions, answered one by one."""
    d = space.diagrams
    while node not in (NEVER, ALWAYS):
        variable = space.variables[d._depth[node]]
        value = space.classes[variable.attribute].of(situation[variable.attribute])
        if isinstance(value, frozenset):
            node = d._next[node][variable.values[1] <= value]  # type: ignore[operator]
        else:
            node = d._next[node][variable.values.index(value)]
    return node == ALWAYS


def decide(book: Any, situation: Mapping[str, Value]) -> Any:
    """What the definition decides, or the error."""
    try:
        return definition.decide(book, situation)
    except DecisionError as error:
        return error


def assert_agrees(compiled: Compiled, book: Any, situation: Mapping[str, Value]) -> None:
    """The diagrams and the definition say the same of one situation: rules, slots, conflicts and gaps."""
    inside = {id(t): contains(compiled.space, compiled.errors(t), situation) for t in compiled.topics}
    decision = decide(book, situation)
    assert any(inside.values()) == isinstance(decision, DecisionError)
    if isinstance(decision, DecisionError):
        (failing,) = (t for t in compiled.topics if t.topic.name == decision.topic)
        found = failing.conflicts if isinstance(decision, ConflictError) else failing.gaps
        key: Any = decision.rules if isinstance(decision, ConflictError) else decision.slot
        assert contains(compiled.space, found[key], situation)
        return
    for t in compiled.topics:
        stands = {rule for rule, node in t.stands.items() if contains(compiled.space, node, situation)}
        holds = {rule for rule, node in t.holds.items() if contains(compiled.space, node, situation)}
        overruled = {lost for lost in decision.overruled if lost in t.holds}
        assert stands == {rule for rule in decision.standing if rule in t.stands}
        assert holds == stands | overruled
    for slot, values in compiled.slots.items():
        had = decision.slots.get(slot, ())
        for value, node in values.items():
            assert contains(compiled.space, node, situation) == (
                value in had if isinstance(had, tuple) else value == had
            )
        assert contains(compiled.space, compiled.empty(slot), situation) == (slot not in decision.slots)


def telling(attributes: Mapping[str, Attribute], topics: Iterable[Topic] = ()) -> dict[str, list[Value]]:
    """For each attribute, values among which rules tell apart all that they tell apart of it."""
    tests = collect_tests(rule for topic in topics for rule in topic.rules)
    return {name: generated.telling_values(each, tests.get(name, ())) for name, each in attributes.items()}


def every_situation(attributes: Mapping[str, Attribute], topics: Iterable[Topic] = ()) -> Iterator[dict[str, Value]]:
    """The whole domain, impossible situations included; of many numbers and dates, those that rules can tell apart."""
    for values in product(*telling(attributes, topics).values()):
        yield dict(zip(attributes, values, strict=True))


def few(attributes: Mapping[str, Attribute], most: int = MOST_POINTS, topics: Iterable[Topic] = ()) -> bool:
    """Whether the whole domain can be walked."""
    if not topics and not all(map(generated.is_short, attributes.values())):
        return False
    return prod(map(len, telling(attributes, topics).values())) <= most


@given(generated.books())
def test_made_up_rulebooks_mean_what_their_diagrams_say_everywhere(book: generated.Book) -> None:
    """Over the whole domain, none left out: rules, overruling, slots, conflicts and gaps are as defined."""
    assume(few(book.attributes, topics=book.topics))
    compiled = Compiled.whole(book.attributes, book.topics)
    assert len(compiled.topics) == len(book.topics)
    for situation in every_situation(book.attributes, book.topics):
        assert_agrees(compiled, book, situation)


@given(st.data())
def test_made_up_rulebooks_over_wide_integers_agree_where_we_look(data: st.DataObject) -> None:
    """The same where a domain is too wide to walk."""
    book = data.draw(generated.books())
    compiled = Compiled.whole(book.attributes, book.topics)
    for situation in data.draw(st.lists(generated.situations(book.attributes), min_size=1, max_size=20)):
        assert_agrees(compiled, book, situation)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(generated.books(generated.short))
def test_situations_are_counted_exactly(book: generated.Book) -> None:
    """The size of a set is the number of real situations in it, whatever the classes."""
    assume(few(book.attributes))
    compiled = Compiled.whole(book.attributes, book.topics)
    situations = list(every_situation(book.attributes))
    assert compiled.space.size == len(situations)
    for topic in compiled.topics:
        for node in (*topic.holds.values(), *topic.stands.values()):
            assert compiled.space.count(node) == sum(contains(compiled.space, node, s) for s in situations)


def given_facts(situation: Mapping[str, Value]) -> int:
    """How many facts it takes to say a situation: elements of sets count one each."""
    return sum(len(v) if isinstance(v, frozenset) else v != UNKNOWN for v in situation.values())


@given(generated.books())
def test_no_situation_says_less_than_the_witness(book: generated.Book) -> None:
    """A witness lies in its set, and nothing in the set takes fewer facts."""
    assume(few(book.attributes, topics=book.topics))
    compiled = Compiled.whole(book.attributes, book.topics)
    blank = {name: attribute.blank for name, attribute in book.attributes.items()}
    for node in compiled.topics[-1].stands.values():
        least = min(
            (
                given_facts(s)
                for s in every_situation(book.attributes, book.topics)
                if contains(compiled.space, node, s)
            ),
            default=None,
        )
        witness = compiled.space.witness(node)
        assert (witness is None) == (least is None)
        if witness is not None:
            situation = {**blank, **witness}
            assert contains(compiled.space, node, situation)
            assert given_facts(situation) == least


IMPLYING: FrozenMap[str, Attribute] = FrozenMap(
    {
        "kind": Attribute("kind", values=("tea", "juice"), required=True),
        "leaf": Attribute(
            "leaf",
            values=("green", "black", "none"),
            implies=FrozenMap({"green": FrozenMap({"kind": "tea"}), "none": FrozenMap({"with": frozenset(["ice"])})}),
        ),
        "with": Attribute("with", type="set", values=("ice", "milk", "lemon")),
        "shop": Attribute("shop", values=("garden",), implies=FrozenMap({"garden": FrozenMap({"leaf": "green"})})),
    }
)


def test_what_is_possible_is_what_facts_can_say() -> None:
    """Of all situations those are possible that validated facts come to with the required given, and no others."""
    vocabulary, space = Vocabulary(IMPLYING, FrozenMap()), Space(IMPLYING, {})
    reached: set[FrozenMap[str, Value]] = set()
    for facts in every_situation(IMPLYING):
        try:
            situation = vocabulary.situation(facts)
        except InvalidInput:
            continue
        if situation["kind"] != UNKNOWN:
            reached.add(FrozenMap(situation))
    assert {FrozenMap(s) for s in every_situation(IMPLYING) if contains(space, space.possible, s)} == reached
    assert space.size == len(reached)


def test_a_witness_leaves_out_what_follows() -> None:
    """Of two facts, of which one implies the other, only the first is given."""
    space = Space(IMPLYING, {})
    green = space.passing("leaf", Is(frozenset(["green"])))
    assert space.witness(green) == {"leaf": "green"}
    garden = space.passing("shop", Is(frozenset(["garden"])))
    assert space.witness(space.diagrams.both(garden, green)) == {"shop": "garden"}
    assert space.witness(ALWAYS) == {"kind": "tea"}
    assert space.witness(NEVER) is None


def test_what_nothing_asks_for_is_counted_too() -> None:
    """Elements of a set, numbers of a run, and the last number of all, each by itself."""
    bag = {"bag": Attribute("bag", type="set", values=("x", "y", "z"))}
    number = {"number": Attribute("number", type="integer", at_least=0, at_most=3)}
    assert Space(bag, {}).size == 8
    assert Space(bag, {"bag": [HasAll(frozenset(["y"]))]}).size == 8
    assert Space(number, {}).size == 5
    last = Space(number, {"number": [Between(3, 3)]})
    assert (last.size, last.count(last.passing("number", Between(3, 3)))) == (5, 1)


def test_a_topic_knows_where_those_that_it_reads_fail(tmp_path: Path) -> None:
    """And does not mind where others do; of several rules in conflict with one, those of higher rank come first."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.sun]\ntype = "boolean"\n' + "".join(f'[slot.{s}]\nvalues = ["p", "q", "r", "s"]\n' for s in "xyz")
    )
    for name, text in {
        "first": 'required = ["x"]\n[[rule]]\nid = "one"\nwhen.sun = true\nthen.x = "p"\n',
        "beside": '[[rule]]\nid = "y"\noverrides = ["b", "c"]\nwhen.sun = true\nthen.y = "p"\n'
        + "".join(f'[[rule]]\nid = "{rule}"\nthen.y = "{value}"\n' for rule, value in ("zq", "br", "cs")),
        "last": '[[rule]]\nid = "three"\nwhen.x = { not = "p" }\nthen.z = "p"\n',
    }.items():
        (tmp_path / f"{name}.toml").write_text(f'topic = "{name}"\n{text}')
    book = Rulebook.load(tmp_path)
    compiled = Compiled.whole(book.vocabulary.attributes, book.topics)
    first, beside, last = compiled.topics
    assert (first.earlier, beside.earlier, last.earlier) == (NEVER, NEVER, first.gaps["x"])
    assert [*beside.conflicts] == [("y", "z"), ("z", "b"), ("z", "c"), ("b", "c")]


def test_a_witness_gives_all_elements_that_it_takes() -> None:
    """As one set."""
    space = Space(IMPLYING, {"with": [HasAll(frozenset(["ice", "lemon"]))]})
    cold = space.passing("with", HasAll(frozenset(["ice", "lemon"])))
    assert space.witness(cold) == {"kind": "tea", "with": frozenset({"ice", "lemon"})}


def test_a_witness_keeps_clear_of_other_sets_where_it_can() -> None:
    """Where it cannot, it is one of the set all the same."""
    compiled = Compiled.whole(IMPLYING, ())
    green, garden = (
        compiled.space.passing(name, Is(frozenset([value]))) for name, value in (("leaf", "green"), ("shop", "garden"))
    )
    assert compiled.witness(green) == compiled.witness(green, green) == {"leaf": "green"}
    assert compiled.witness(green, compiled.diagrams.outside(garden)) == {"shop": "garden"}


@pytest.fixture(scope="module")
def default() -> Compiled:
    """The default rulebook as diagrams."""
    book = Rulebook.default()
    return Compiled.whole(book.vocabulary.attributes, book.topics)


def random_situation(book: Rulebook, draw: random.Random) -> dict[str, Value]:
    """Facts about one lifter and exercise, each known or not."""
    facts: dict[str, Any] = {"family": draw.choice(["thrust", "hinge"])}
    for name, attribute in book.vocabulary.attributes.items():
        if attribute.type == "set":
            facts[name] = [v for v in attribute.values if draw.random() < 0.15]
        elif name != "family":
            facts[name] = draw.choice(every_value(attribute))
    if facts["movement"] != UNKNOWN:
        del facts["family"]
    return book.vocabulary.situation(facts)


@pytest.mark.thorough
def test_the_default_rulebook_means_what_its_diagrams_say(default: Compiled) -> None:
    """Thousands of random lifters and exercises, each decided by the definition and read off the diagrams."""
    book, draw = Rulebook.default(), random.Random(4)
    for _ in range(3_000):
        assert_agrees(default, book, random_situation(book, draw))


def test_the_default_rulebook_counts_its_situations(default: Compiled) -> None:
    """The number of possible situations is the product of the attributes' values, movements tied to their family."""
    values = [
        every_value(a) for n, a in Rulebook.default().vocabulary.attributes.items() if n not in ("family", "movement")
    ]
    assert default.space.size == prod(map(len, values)) * (2 + 7)
    assert len(default.topics) == len(Rulebook.default().topics)
