"""Splits rules with long keys into parts, so that every joint table is small.

The table of a rule has a row for every combination of the classes that it tells apart. A branch that would need too
many rows is split into parts. Each part concludes an artificial boolean slot, and the branch tests these slots. A rule
with many branches tests one such slot, which each of its branches concludes. The results are ordinary topics.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from squeezelogic.logic.inference.encoding import Key, derive_counts
from squeezelogic.logic.model.conditions import Branch, Clause, Is
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import SLOT, Attribute
from squeezelogic.logic.semantics.equivalence import collect_tests

TRUE = Is(frozenset([True]))
TABLE_BITS = 9
"""A published look-up has at most 2 ** 9 rows, because every row is written out."""


def split_rules(topics: Iterable[Topic], bits: int = TABLE_BITS) -> tuple[Topic, ...]:
    """Equivalent topics in which the key of every rule has at most so many bits.

    Rules keep their ids and their order. Topics of parts precede the topic that reads them. Their names and the ids of
    their rules contain a colon, so they differ from all names in the rulebook.
    """
    found: list[Topic] = []
    for topic in topics:
        splitting = _Splitting(topic, bits)
        rules = tuple(map(splitting.split_rule, topic.rules))
        found += splitting.make_topics()
        found.append(evolve(topic, rules=rules, inputs=FrozenMap(splitting.inputs)))
    return tuple(found)


class _Splitting:
    def __init__(self, topic: Topic, bits: int) -> None:
        self.topic, self.bits = topic, bits
        self.inputs: dict[str, Attribute] = dict(topic.inputs)
        self.floors: list[list[Rule]] = []
        """The parts by floor; parts read only facts, slots, and parts of lower floors."""

    def split_rule(self, rule: Rule) -> Rule:
        """An equivalent rule whose key is short enough."""
        if _measure_key(rule.when, self.inputs) <= self.bits:
            return rule
        whole = f"{rule.id}: holds"
        for number, branch in enumerate(rule.when, 1):
            short, floor = self._shorten_branch(branch, f"{rule.id}: branch {number}")
            self._add_part(f"{rule.id}: branch {number}", short, whole, floor)
        return evolve(rule, when=((Clause(whole, TRUE),),))

    def _shorten_branch(self, branch: Branch, name: str) -> tuple[Branch, int]:
        """An equivalent branch whose key is short enough, and the floor on which it can be read."""
        floor = 0
        while _measure_key((branch,), self.inputs) > self.bits:
            parts = []
            for number, some in enumerate(self._cut_branch(branch), 1):
                part = f"{name}, part {floor + 1}.{number}"
                self._add_part(part, some, part, floor)
                parts.append(Clause(part, TRUE))
            branch, floor = tuple(parts), floor + 1
        return branch, floor

    def _cut_branch(self, branch: Branch) -> Iterator[Branch]:
        some: Branch = ()
        for clause in branch:
            if some and _measure_key(((*some, clause),), self.inputs) > self.bits:
                yield some
                some = ()
            some = (*some, clause)
        yield some

    def _add_part(self, name: str, when: Branch, concludes: str, floor: int) -> None:
        self.inputs[concludes] = Attribute(concludes, SLOT, "boolean")
        while len(self.floors) <= floor:
            self.floors.append([])
        topic = self._name_floor(floor)
        self.floors[floor].append(Rule(name, topic, "part", (when,), FrozenMap({concludes: True})))

    def _name_floor(self, floor: int) -> str:
        return f"{self.topic.name}: parts {floor + 1}"

    def make_topics(self) -> Iterator[Topic]:
        """A topic for each floor."""
        for floor, rules in enumerate(self.floors):
            fills = tuple(dict.fromkeys(slot for rule in rules for slot in rule.then))
            inputs: FrozenMap[str, Attribute] = FrozenMap({name: self.inputs[name] for name in collect_tests(rules)})
            yield Topic(self._name_floor(floor), "", ("part",), fills, (), inputs, tuple(rules))


def _measure_key(when: tuple[Branch, ...], inputs: Mapping[str, Attribute]) -> int:
    """The number of bits in the key of a condition."""
    rule, counts = derive_counts(Rule("", "", "", when, FrozenMap()), inputs)
    known = {**inputs, **{name: count.attribute for name, count in counts.items()}}
    return Key.of(known, collect_tests([rule])).bits
