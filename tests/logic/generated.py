"""Rulebooks made up by Hypothesis: any attributes, any rules, two topics of which the second reads the first."""

from __future__ import annotations

from itertools import chain, combinations
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from squeezelogic.logic.model.conditions import Between, Branch, Clause, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, Topic, ranked
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value

LEVELS = ("upper", "lower")

attributes = st.one_of(
    st.builds(
        Attribute,
        st.just("choice"),
        values=st.integers(1, 4).map(lambda n: tuple("abcd"[:n])),
    ),
    st.just(Attribute("yes", type="boolean")),
    st.tuples(st.integers(-3, 3), st.integers(0, 6)).map(
        lambda t: Attribute("number", type="integer", at_least=t[0], at_most=t[0] + t[1])
    ),
    st.just(Attribute("wide", type="integer", at_least=-(2**62), at_most=2**62)),
    st.integers(1, 4).map(lambda n: Attribute("bag", type="set", values=tuple("wxyz"[:n]))),
)


def values(attribute: Attribute) -> st.SearchStrategy[Any]:
    """A value of the attribute, unknown (or empty) included."""
    if attribute.type == "set":
        return st.frozensets(st.sampled_from(attribute.values))
    if attribute.type == "boolean":
        return st.sampled_from([UNKNOWN, True, False])
    if attribute.type == "integer":
        near = st.integers(attribute.at_least, min(attribute.at_most, attribute.at_least + 6))
        return st.one_of(st.just(UNKNOWN), near, st.integers(attribute.at_least, attribute.at_most))
    return st.sampled_from([UNKNOWN, *attribute.values])


def every_value(attribute: Attribute) -> list[Value]:
    """All real values of an attribute, unknown included."""
    if attribute.type == "set":
        subsets = (combinations(attribute.values, n) for n in range(len(attribute.values) + 1))
        return [frozenset(map(str, s)) for s in chain.from_iterable(subsets)]
    if attribute.type == "boolean":
        return [UNKNOWN, True, False]
    if attribute.type == "integer":
        return [UNKNOWN, *range(attribute.at_least, attribute.at_most + 1)]
    return [UNKNOWN, *attribute.values]


def tests(attribute: Attribute) -> st.SearchStrategy[Test]:
    """A test that the rule language can put to the attribute."""
    if attribute.type == "set":
        some = st.frozensets(st.sampled_from(list(map(str, attribute.values))), min_size=1)
        return st.one_of(some.map(HasAny), some.map(HasAll), some.map(lambda s: Not(HasAny(s))))
    some_values = st.frozensets(values(attribute), min_size=1, max_size=40)
    plain = st.one_of(some_values.map(Is), some_values.map(lambda s: Not(Is(s))))
    if attribute.type == "integer":
        ends = st.tuples(st.integers(attribute.at_least, attribute.at_most), st.integers(0, 5))
        return st.one_of(plain, ends.map(lambda e: Between(e[0], min(attribute.at_most, e[0] + e[1]))))
    return plain


def branches(inputs: dict[str, Attribute]) -> st.SearchStrategy[Branch]:
    """A conjunction of clauses; the empty one always holds."""
    clause = st.sampled_from(sorted(inputs)).flatmap(lambda n: tests(inputs[n]).map(lambda t: Clause(n, t)))
    return st.lists(clause, max_size=3).map(tuple)


@st.composite
def topics(draw: st.DrawFn, name: str, inputs: dict[str, Attribute], most_rules: int = 8) -> Topic:
    """A topic over these attributes. It may well contradict itself, or have gaps."""
    rules = [
        Rule(
            f"{name}-{number}",
            name,
            draw(st.sampled_from(LEVELS)),
            tuple(draw(st.lists(branches(inputs), min_size=1, max_size=3))),
            FrozenMap(
                draw(st.sampled_from([{f"{name}_slot": "p"}, {f"{name}_slot": "q"}, {f"{name}_list": ("m", "n")}]))
            ),
        )
        for number in range(draw(st.integers(1, most_rules)))
    ]
    rules = [
        evolve(rule, overrides=tuple(o.id for o in rules[:i] if o.level == rule.level and draw(st.booleans())))
        for i, rule in enumerate(rules)
    ]
    required = draw(st.sampled_from([(), (f"{name}_slot",)]))
    used = {clause.attribute for rule in rules for branch in rule.when for clause in branch}
    read = {n: a for n, a in inputs.items() if n in used}
    slots = (f"{name}_slot", f"{name}_list")
    return Topic(name, "", LEVELS, slots, required, FrozenMap(read), ranked(rules, LEVELS))


@st.composite
def contested_topics(
    draw: st.DrawFn, name: str, inputs: dict[str, Attribute] | None = None, most_rules: int = 8
) -> Topic:
    """A topic whose rules fill several slots of one value each, so that conflicts cross.

    Several slots may be required, and rules of different levels and of one level may overrule one another.
    """
    made = draw(topics(name, inputs, most_rules)) if inputs else Topic(name, "", LEVELS, (), (), FrozenMap(), ())
    slots = [f"{name}_slot", f"{name}_other", f"{name}_third"]
    filled = st.dictionaries(st.sampled_from(slots), st.sampled_from("pq"), max_size=3)
    listed: st.SearchStrategy[dict[str, tuple[str, ...]]] = st.sampled_from(
        [{}, {f"{name}_list": ("m",)}, {f"{name}_list": ("n", "m")}]
    )
    rules = made.rules or [
        Rule(f"{name}-{number}", name, draw(st.sampled_from(LEVELS)), ((),), FrozenMap())
        for number in range(draw(st.integers(1, most_rules)))
    ]
    rules = [evolve(rule, then=FrozenMap({**draw(filled), **draw(listed)})) for rule in rules]
    rules = [
        evolve(rule, overrides=tuple(o.id for o in rules[:i] if o.level == rule.level and draw(st.booleans())))
        for i, rule in enumerate(rules)
    ]
    required = tuple(draw(st.lists(st.sampled_from([*slots, f"{name}_list"]), max_size=2, unique=True)))
    concludes = (*slots, f"{name}_list")
    return Topic(name, "", LEVELS, concludes, required, made.inputs, ranked(list(rules), LEVELS))


@frozen
class Book:
    """As much of a rulebook as deciding needs."""

    topics: tuple[Topic, ...]
    attributes: dict[str, Attribute]


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Two topics, of which the second may read the first one's slots."""
    own = {a.name: a for a in draw(st.lists(attributes, min_size=1, max_size=5, unique_by=lambda a: a.name))}
    first = draw(topics("first", own))
    slot = Attribute("first_slot", "slot", "enum", ("p", "q"))
    listed = Attribute("first_list", "slot", "set", ("m", "n"))
    second = draw(topics("second", {**own, slot.name: slot, listed.name: listed}))
    return Book((first, second), own)


def situations(own: dict[str, Attribute]) -> st.SearchStrategy[dict[str, Value]]:
    """A complete situation."""
    return st.fixed_dictionaries({name: values(attribute) for name, attribute in own.items()})


@st.composite
def contested_books(draw: st.DrawFn) -> Book:
    """Three topics with crossing conflicts, each of which may read what those before it conclude."""
    own = {a.name: a for a in draw(st.lists(attributes, min_size=1, max_size=4, unique_by=lambda a: a.name))}
    inputs, found = dict(own), []
    for name in ("first", "second", "third"):
        found.append(draw(contested_topics(name, inputs, 6)))
        for slot in (f"{name}_slot", f"{name}_other"):
            inputs[slot] = Attribute(slot, "slot", "enum", ("p", "q"))
        inputs[f"{name}_list"] = Attribute(f"{name}_list", "slot", "set", ("m", "n"))
    return Book(tuple(found), own)
