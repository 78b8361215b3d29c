"""Generated rulebooks: any attributes, any rules, and two topics, the second of which reads the first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from itertools import chain, combinations, pairwise
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from squeezelogic.logic.loading.conditions import read_condition
from squeezelogic.logic.model.conditions import Between, Branch, Clause, Is, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Points, Rule, Topic, ranked
from squeezelogic.logic.model.vocabulary import HIGHEST, LOWEST, UNKNOWN, Attribute, Slot, Value, as_number
from squeezelogic.testing import inventing
from squeezelogic.testing.values import within

LEVELS = ("upper", "lower")
NEW_YEAR = datetime.date(2000, 1, 1)
ONE_DAY = datetime.timedelta(days=1)

attributes = inventing.attribute()


def values(attribute: Attribute) -> st.SearchStrategy[Any]:
    """A value of the attribute, unknown (or empty) included."""
    if attribute.type == "set":
        return st.frozensets(st.sampled_from(attribute.values))
    if attribute.domain is not None:
        return st.sampled_from([UNKNOWN, *attribute.domain])
    return st.one_of(inventing.values(attribute), within(attribute))


def every_value(attribute: Attribute) -> list[Value]:
    """All real values of an attribute, unknown included."""
    if attribute.type == "set":
        subsets = (combinations(attribute.values, n) for n in range(len(attribute.values) + 1))
        return [frozenset(map(str, s)) for s in chain.from_iterable(subsets)]
    if attribute.domain is not None:
        return [UNKNOWN, *attribute.domain]
    return [UNKNOWN, *range(attribute.at_least, attribute.at_most + 1)]


def telling_values(attribute: Attribute, asked: Iterable[Test] = ()) -> list[Value]:
    """Values that cover every test result: all values of small domains, else those at and beside thresholds."""
    if is_short(attribute):
        return every_value(attribute)
    named = sorted({value for test in asked for value in _list_named(test)})
    step: Any = ONE_DAY if attribute.type == "date" else 1
    found = {*named, *([] if attribute.at_least is None else [attribute.at_least])}
    found |= set() if attribute.at_most is None else {attribute.at_most}
    found = found or {NEW_YEAR if attribute.type == "date" else 0}
    ends = [each for each in found if each not in (datetime.date.min, datetime.date.max)]
    about = {each + way for each in ends for way in (-step, step)}
    if attribute.type == "number":
        about |= {as_number((Decimal(one) + Decimal(other)) / 2) for one, other in pairwise(named)}
    low, high = attribute.at_least, attribute.at_most
    if attribute.type == "integer":
        low, high = LOWEST if low is None else low, HIGHEST if high is None else high
    within_bounds = [v for v in found | about if (low is None or low <= v) and (high is None or v <= high)]
    return [UNKNOWN, *sorted(within_bounds)]


def _list_named(test: Test) -> Iterable[Any]:
    match test:
        case Not(inner):
            return _list_named(inner)
        case Is(named):
            return named - {UNKNOWN}
        case Between(at_least, at_most, above, below):
            return [each for each in (at_least, at_most, above, below) if each is not None]
    return []


def tests(attribute: Attribute) -> st.SearchStrategy[tuple[Test, ...]]:
    """Tests of the attribute that must all pass: one alternative of a condition of the rule language."""
    conditions = inventing.conditions(attribute)
    return conditions.flatmap(lambda written: st.sampled_from(read_condition(attribute, written)))


def branches(inputs: dict[str, Attribute]) -> st.SearchStrategy[Branch]:
    """A conjunction of clauses; the empty one always holds."""
    clauses = st.sampled_from(sorted(inputs)).flatmap(
        lambda name: tests(inputs[name]).map(lambda asked: [Clause(name, test) for test in asked])
    )
    return st.lists(clauses, max_size=3).map(lambda found: tuple(chain.from_iterable(found)))


@st.composite
def topics(draw: st.DrawFn, name: str, inputs: dict[str, Attribute], most_rules: int = 8) -> Topic:
    """A topic over these attributes. It may have conflicts and gaps."""
    rules = [
        Rule(
            f"{name}-{number}",
            name,
            draw(st.sampled_from(LEVELS)),
            tuple(draw(st.lists(branches(inputs), min_size=1, max_size=3))),
            FrozenMap(
                draw(
                    st.sampled_from(
                        [
                            {f"{name}_slot": "p"},
                            {f"{name}_slot": "q"},
                            {f"{name}_list": ("m", "n")},
                            {f"{name}_points": Points(2)},
                            {f"{name}_points": Points(-1), f"{name}_slot": "p"},
                        ]
                    )
                )
            ),
        )
        for number in range(draw(st.integers(1, most_rules)))
    ]
    rules = [
        evolve(
            rule,
            overrides=tuple(o.id for o in rules[:i] if o.level == rule.level and draw(st.booleans())),
            blocks=tuple(
                o.id for o in rules if LEVELS.index(o.level) > LEVELS.index(rule.level) and draw(st.integers(0, 9)) == 9
            ),
        )
        for i, rule in enumerate(rules)
    ]
    required = draw(st.sampled_from([(), (f"{name}_slot",)]))
    used = {clause.attribute for rule in rules for branch in rule.when for clause in branch}
    read = {n: a for n, a in inputs.items() if n in used}
    slots = (f"{name}_slot", f"{name}_list", f"{name}_points")
    return Topic(name, "", LEVELS, slots, required, FrozenMap(read), ranked(rules, LEVELS), sums=(f"{name}_points",))


def read_from(topic: Topic) -> dict[str, Attribute]:
    """A topic's slots, as later topics and laws read them."""
    points = [int(value) for rule in topic.rules for value in rule.then.values() if isinstance(value, Points)]
    low, high = sum(each for each in points if each < 0), sum(each for each in points if each > 0)
    slots = [
        Attribute(f"{topic.name}_slot", "slot", "enum", ("p", "q")),
        Attribute(f"{topic.name}_list", "slot", "set", ("m", "n")),
        Attribute(f"{topic.name}_points", "slot", "integer", at_least=low, at_most=high),
    ]
    return {slot.name: slot for slot in slots}


def is_short(attribute: Attribute) -> bool:
    """Whether its domain is small: not for numbers, dates, and integers with a wide range."""
    if not attribute.is_ordered:
        return True
    ends = attribute.at_least, attribute.at_most
    return attribute.type == "integer" and None not in ends and ends[1] - ends[0] <= 20


@st.composite
def contested_topics(
    draw: st.DrawFn, name: str, inputs: dict[str, Attribute] | None = None, most_rules: int = 8
) -> Topic:
    """A topic whose rules fill several single-valued slots, so that conflicts overlap.

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


short = attributes.filter(is_short)


def declare_slots(names: Iterable[str]) -> FrozenMap[str, Slot]:
    """The slots of topics, as a vocabulary declares them."""
    slots = [
        slot
        for name in names
        for slot in (
            Slot(f"{name}_slot", "enum", ("p", "q")),
            Slot(f"{name}_list", "list", ("m", "n")),
            Slot(f"{name}_points", "integer", sums=True),
        )
    ]
    return FrozenMap({slot.name: slot for slot in slots})


@frozen
class Book:
    """The parts of a rulebook that decisions need."""

    topics: tuple[Topic, ...]
    attributes: dict[str, Attribute]


@st.composite
def books(draw: st.DrawFn, kinds: st.SearchStrategy[Attribute] = attributes) -> Book:
    """Two topics, of which the second may read the first one's slots."""
    own = {a.name: a for a in draw(st.lists(kinds, min_size=1, max_size=5, unique_by=lambda a: a.name))}
    first = draw(topics("first", own))
    second = draw(topics("second", {**own, **read_from(first)}))
    return Book((first, second), own)


def situations(own: dict[str, Attribute]) -> st.SearchStrategy[dict[str, Value]]:
    """A complete situation."""
    return st.fixed_dictionaries({name: values(attribute) for name, attribute in own.items()})


@st.composite
def contested_books(draw: st.DrawFn) -> Book:
    """Three topics with overlapping conflicts; each may read conclusions of earlier ones."""
    own = {a.name: a for a in draw(st.lists(attributes, min_size=1, max_size=4, unique_by=lambda a: a.name))}
    inputs, found = dict(own), []
    for name in ("first", "second", "third"):
        found.append(draw(contested_topics(name, inputs, 6)))
        for slot in (f"{name}_slot", f"{name}_other"):
            inputs[slot] = Attribute(slot, "slot", "enum", ("p", "q"))
        inputs[f"{name}_list"] = Attribute(f"{name}_list", "slot", "set", ("m", "n"))
    return Book(tuple(found), own)
