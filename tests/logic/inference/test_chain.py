"""Some topics of a rulebook together are a table too: its rows say what the rules of these topics do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.inference.chain import Chain
from squeezelogic.logic.inference.table import Table
from squeezelogic.logic.model.conditions import Clause, Is, Not
from squeezelogic.logic.model.decision import Outcome
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, Topic, ranked
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.semantics import definition
from tests.logic import generated
from tests.logic.generated import LEVELS, Book

PLACES = range(4)
OWN = Attribute("yes", type="boolean")
SITUATIONS: list[dict[str, Value]] = [{"yes": value} for value in (UNKNOWN, True, False)]


@st.composite
def topics(draw: st.DrawFn, name: str, inputs: dict[str, Attribute]) -> Topic:
    """Two rules, one above the other; there may be a gap."""
    one_input = st.sampled_from(sorted(inputs))
    clauses = one_input.flatmap(lambda it: st.builds(Clause, st.just(it), generated.tests(inputs[it])))
    slot, listed = f"{name}_slot", f"{name}_list"
    conclusions = st.sampled_from([{slot: "p"}, {slot: "q"}, {listed: ("m", "n")}])
    branches = st.lists(clauses, min_size=1, max_size=2).map(tuple)
    rules = [Rule(f"{name}-{level}", name, level, (draw(branches),), FrozenMap(draw(conclusions))) for level in LEVELS]
    required = draw(st.sampled_from([(), (), (slot,)]))
    read = {clause.attribute: inputs[clause.attribute] for rule in rules for clause in rule.when[0]}
    return Topic(name, "", LEVELS, (slot, listed), required, FrozenMap(read), ranked(rules, LEVELS))


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Four topics, each of which may read what those before it conclude."""
    inputs, found = {OWN.name: OWN}, []
    for place in PLACES:
        name = f"topic{place}"
        found.append(draw(topics(name, inputs)))
        slot = Attribute(f"{name}_slot", "slot", "enum", ("p", "q"))
        listed = Attribute(f"{name}_list", "slot", "set", ("m", "n"))
        inputs |= {slot.name: slot, listed.name: listed}
    return Book(tuple(found), {OWN.name: OWN})


def chained(book: Book) -> Chain[Outcome]:
    """The topics as tables, chained, with each outcome kept."""
    return Chain(tuple(map(Table, book.topics)), lambda outcome: outcome)


def told(work_out: Callable[..., Any], *args: Any) -> Any:
    """What something gives, or why it gives nothing."""
    try:
        return work_out(*args)
    except DecisionError as error:
        return type(error), error.topic, error.slot, error.rules


def by_the_rules(book: Book, facts: dict[str, Value]) -> tuple[Outcome, ...]:
    """What the definition decides."""
    return definition.decide(book, facts).outcomes  # type: ignore[arg-type]


def read_by(topic: Topic, book: Book) -> list[int]:
    """The topics whose slots a topic reads."""
    return [place for place, other in enumerate(book.topics) if {*topic.inputs} & {*other.concludes}]


@given(books())
def test_a_stretch_of_topics_comes_to_what_its_rules_say(book: Book) -> None:
    """With all that they read of: outcome by outcome, and gaps too, whatever the other topics come to."""
    chain = chained(book)
    for place in PLACES:
        needed = chain.back_from([place])
        bits, work_out = chain.stretch(needed, lambda outcomes, added: tuple(outcomes))
        part = Book(tuple(book.topics[it] for it in sorted(needed)), book.attributes)
        for facts in SITUATIONS:
            assert told(work_out, chain.number(facts) & bits) == told(by_the_rules, part, facts)


@given(books(), st.sets(st.sampled_from(PLACES)))
def test_a_stretch_may_go_on_where_another_ended(book: Book, places: set[int]) -> None:
    """Given what the first one added, the other needs no topic of it again."""
    chain = chained(book)
    first = chain.back_from(places)
    early = chain.stretch(first, lambda outcomes, added: (tuple(outcomes), added))
    late = chain.stretch({*PLACES} - first, lambda outcomes, added: tuple(outcomes))

    def in_two(facts: dict[str, Value]) -> tuple[Outcome, ...]:
        number = chain.number(facts)
        some, added = early.work_out(number & early.bits)
        others = late.work_out((number | added) & late.bits)
        both = {
            **dict(zip(sorted(first), some, strict=True)),
            **dict(zip(sorted({*PLACES} - first), others, strict=True)),
        }
        return tuple(both[place] for place in PLACES)

    for facts in SITUATIONS:
        whole, halves = told(by_the_rules, book, facts), told(in_two, facts)
        assert halves == whole or (isinstance(halves[0], type) and isinstance(whole[0], type))


@given(books(), st.sets(st.sampled_from(PLACES)))
def test_going_back_finds_all_that_is_read_and_nothing_else(book: Book, places: set[int]) -> None:
    """Directly or through others."""
    found = chained(book).back_from(places)
    assert places <= found
    reads = {place: read_by(book.topics[place], book) for place in PLACES}
    assert all(found.issuperset(reads[place]) for place in found)
    assert all(any(place in reads[other] for other in found) for place in found - places)


def outcomes_of(chain: Chain[Outcome], number: int) -> list[Outcome]:
    """What the topics of a chain come to, each in the light of those before."""
    found = []
    for stage in chain.stages:
        outcome, adds = stage.at(number)
        number |= adds
        found.append(outcome)
    return found


@given(st.data())
def test_what_does_not_matter_may_be_left_out(data: st.DataObject) -> None:
    """Once some attributes are known, every topic comes to the same without the bits that are said not to matter."""
    book = data.draw(generated.books())
    situation = data.draw(generated.situations(book.attributes))
    known = data.draw(st.frozensets(st.sampled_from([*situation])))
    chain = Chain(tuple(map(Table, book.topics)), lambda outcome: outcome)
    number = chain.number(situation)
    assert told(outcomes_of, chain, number & chain.matters(number, known)) == told(outcomes_of, chain, number)
    assert number & chain.matters(number, frozenset()) == number


A, B, C, D = (Attribute(name, type="boolean") for name in "abcd")


def table_of(*branches: str) -> Table:
    """A table of one rule: `a !b` is a branch that wants `a` true and `b` not true."""
    when = tuple(
        tuple(Clause(word.strip("!"), Not(TRUE) if word.startswith("!") else TRUE) for word in branch.split())
        for branch in branches
    )
    rule = Rule("r", "t", LEVELS[0], when, FrozenMap({"slot": "p"}))
    return Table(Topic("t", "", LEVELS, ("slot",), (), FrozenMap({it.name: it for it in (A, B, C, D)}), (rule,)))


TRUE = Is(frozenset([True]))


@pytest.mark.parametrize(
    ("branches", "known", "matter"),
    [
        (["a b", "c d"], {}, "abcd"),
        (["a b", "c d"], {"a": True}, "abcd"),
        (["a b", "c d"], {"a": False}, "acd"),
        (["a b", "c d"], {"a": UNKNOWN, "c": False}, "ac"),
        (["b a", "c d"], {"a": False}, "acd"),
        (["!a b", "a c", "d"], {"a": True}, "acd"),
        (["a b c", "b d"], {"a": False, "b": False}, "b"),
        (["a b c", "!a d"], {"a": False, "b": False}, "ad"),
    ],
)
def test_of_a_branch_that_fails_only_one_reason_matters(
    branches: list[str], known: dict[str, Value], matter: str
) -> None:
    """One that matters anyway, if there is one; and all of a branch that may still hold."""
    table = table_of(*branches)
    number = sum(table.adds(name, value) for name, value in known.items())
    matters = table.matters(number, frozenset(known))
    assert {name for name in "abcd" if table.adds(name, True) & matters} == {*matter}
