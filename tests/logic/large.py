"""A generated rulebook of any size: topics read a few neighbouring attributes, and some a slot of an earlier topic."""

from __future__ import annotations

import random
from typing import Any

from attrs import evolve

from squeezelogic.logic.model.conditions import Between, Clause, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rulebook_parts import Parts
from squeezelogic.logic.model.rules import Rule, Topic, ranked
from squeezelogic.logic.model.vocabulary import Attribute, Slot, Vocabulary
from squeezelogic.logic.rulebook import Rulebook

LEVELS = ("first", "second", "third", "last")


def attribute(number: int, draw: random.Random) -> Attribute:
    """An attribute of a random type."""
    name = f"a{number}"
    if number % 5 == 2:
        return Attribute(name, type="boolean")
    if number % 5 == 3:
        return Attribute(name, type="integer", at_least=0, at_most=1000)
    if number % 5 == 4:
        return Attribute(name, type="set", values=tuple(f"e{i}" for i in range(6)))
    return Attribute(name, values=tuple(f"v{i}" for i in range(draw.randint(3, 7))))


def condition(of: Attribute, draw: random.Random) -> Test:
    """A random test of the attribute."""
    if of.type == "set":
        some = frozenset(map(str, draw.sample(of.values, draw.randint(1, 3))))
        sets: list[Test] = [HasAny(some), HasAll(some), Not(HasAny(some))]
        return draw.choice(sets)
    if of.type == "integer":
        low = draw.randrange(0, 900, 50)
        return Between(low, min(1000, low + draw.choice([100, 200, 500])))
    values = Is(frozenset(draw.sample((True, False) if of.type == "boolean" else of.values, 1)))
    plain: list[Test] = [values, Not(values)]
    return draw.choice(plain)


def topic(number: int, inputs: list[Attribute], rules: int, draw: random.Random) -> Topic:
    """A topic without gap or conflict: on one level each rule overrides those before it, and the last level answers."""
    name, made = f"t{number}", []
    for i in range(rules - 1):
        read = draw.sample(inputs, draw.randint(1, min(4, len(inputs))))
        branch = tuple(Clause(a.name, condition(a, draw)) for a in read)
        single = draw.random() < 0.7
        then: dict[str, Any] = {f"s{number}": draw.choice("pqr")} if single else {f"l{number}": (draw.choice("xyz"),)}
        made.append(Rule(f"{name}-{i}", name, draw.choice(LEVELS[:3]), (branch,), FrozenMap(then)))
    made.append(Rule(f"{name}-otherwise", name, "last", ((),), FrozenMap({f"s{number}": "p"})))
    made = [evolve(r, overrides=tuple(o.id for o in made[:i] if o.level == r.level)) for i, r in enumerate(made)]
    used = {clause.attribute for rule in made for branch in rule.when for clause in branch}
    read_by: FrozenMap[str, Attribute] = FrozenMap({a.name: a for a in inputs if a.name in used})
    return Topic(name, "", LEVELS, (f"s{number}", f"l{number}"), (f"s{number}",), read_by, ranked(made, LEVELS))


def book(topics: int, rules: int, attributes: int, reads: int, seed: int = 1) -> Rulebook:
    """A rulebook with these numbers of topics, rules per topic and attributes; each topic reads a few attributes."""
    draw = random.Random(seed)
    own = [attribute(i, draw) for i in range(attributes)]
    made = []
    for number in range(topics):
        inputs = [own[(3 * number + i) % attributes] for i in range(reads)]
        if number and draw.random() < 0.5:
            earlier = draw.randrange(max(0, number - 4), number)
            inputs.append(Attribute(f"s{earlier}", "slot", "enum", ("p", "q", "r")))
        made.append(topic(number, inputs, rules, draw))
    slots = [s for i in range(topics) for s in (Slot(f"s{i}", values=("p", "q", "r")), Slot(f"l{i}", "list"))]
    vocabulary = Vocabulary(FrozenMap({a.name: a for a in own}), FrozenMap({s.name: s for s in slots}))
    none: FrozenMap[str, Any] = FrozenMap()
    return Rulebook(Parts("large", "0", vocabulary, tuple(made), none, none, none, ()), ())
