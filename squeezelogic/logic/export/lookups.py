"""The compiled plan as plain data for all exports: look-ups, the parts of their keys, and the precedence of rules.

A *look-up* is a joint table of the plan. Its key is the sum of numbers that facts, totals and standing rules add, and
its row lists the rules that hold. A rule that holds stands unless a rule that overrules it stands. A *total* is a
number that an OR of bits cannot compute: the number of elements of a set, or a sum of points. *Stages* order the steps:
each stage depends only on earlier stages, except that a rule that nothing overrules stands in the stage of its look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from typing import Any

from attrs import frozen

from squeezelogic.logic.export.rule_splitting import TABLE_BITS, split_rules
from squeezelogic.logic.inference.encoding import Field
from squeezelogic.logic.inference.joint_tables import Component, Counting, Matching, Resolving, Summing
from squeezelogic.logic.inference.plan import Plan, Table
from squeezelogic.logic.model.conditions import Between
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import Value, Vocabulary
from squeezelogic.logic.semantics.components import iterate_bits
from squeezelogic.logic.semantics.equivalence import collect_tests
from squeezelogic.logic.semantics.precedence import can_meet, find_precedence
from squeezelogic.logic.semantics.runs import runs

RULES_AT_MOST = 31
"""The most rules of one look-up: each has a bit in a signed 32-bit integer, which every engine supports."""

Given = Value | Between
"""A value, an element of a set, or a range of an ordered attribute."""


@frozen(eq=False)
class Lookup:
    """A joint table of rules.

    Args:
        number: its number, counted from 1.
        stage: the stage in which its key is complete.
        table: the joint table of the plan.
        rules: the places of its rules; each has a bit in its rows.
    """

    number: int
    stage: int
    table: Table
    rules: tuple[int, ...]


@frozen(eq=False)
class Ruling:
    """How to compute whether a rule holds and stands.

    Args:
        rule: the rule; for a part, an artificial rule.
        place: its position among all rules and parts.
        is_part: whether it is a part of a rule with a long key.
        stage: the stage in which it is known whether it stands.
        lookup, bit: the look-up and the bit that show whether it holds.
        above: the places of the rules that overrule it if they stand.
    """

    rule: Rule
    place: int
    is_part: bool
    stage: int
    lookup: Lookup
    bit: int
    above: tuple[int, ...]


@frozen(eq=False)
class Total:
    """The number of elements of a set, or the sum of the points for a slot.

    Args:
        name: its name in look-ups.
        of: the set or the slot.
        elements: the elements that count; empty for points.
        stage: the stage in which it is known.
    """

    name: str
    of: str
    elements: tuple[str, ...]
    stage: int


class Lookups:
    """The look-ups of some topics.

    Args:
        topics: the topics, in the order of the rulebook.
        vocabulary: the attributes and slots.

    Attributes:
        lookups: the look-ups, in order of dependency.
        rulings: the ruling of each rule and part, by its place in the plan.
        totals: the totals by name, in order of dependency.
    """

    def __init__(self, topics: Iterable[Topic], vocabulary: Vocabulary) -> None:
        self.topics = tuple(topics)
        self.vocabulary = vocabulary
        self.plan = Plan(split_rules(self.topics), vocabulary, bits=TABLE_BITS)
        self.lookups: list[Lookup] = []
        self.rulings: dict[int, Ruling] = {}
        self.totals: dict[str, Total] = {}
        self._fillers: dict[str, list[int]] = {}
        for place, rule in enumerate(self.plan.rules):
            for slot in rule.then:
                self._fillers.setdefault(slot, []).append(place)
        self._own = {rule.id: (topic, rule) for topic in self.topics for rule in topic.rules}
        self._components = {it.place: each for each in self.plan.components for it in each.candidates}
        self._bits: dict[int, tuple[Lookup, int]] = {}
        for table in self.plan.tables:
            self._add_step(table)

    @property
    def stages(self) -> range:
        """All stages; in stage 0 only facts are known."""
        last = [it.stage for it in self.lookups] + [it.stage for it in self.rulings.values()]
        return range(max([*last, *(it.stage for it in self.totals.values())], default=0) + 1)

    # ---------------------------------------------------------------- in order

    def _add_step(self, table: Table) -> None:
        match table.step:
            case Matching(candidates):
                self._add_lookups(table, [it.place for it in candidates])
            case Counting(count):
                self._add_total(count.attribute.name, count.of, count.elements)
            case Summing(slot):
                self._add_total(slot, slot, ())
            case Resolving(component):
                self._settle_component(component)

    def _add_total(self, name: str, of: str, elements: tuple[str, ...]) -> None:
        stage = 0 if self.is_given(of) else 1 + self._find_stage(of)
        self.totals[name] = Total(name, of, elements, stage)

    def is_given(self, name: str) -> bool:
        """Whether a name is that of an attribute, not of a slot."""
        return name in self.vocabulary.attributes

    def _find_stage(self, name: str) -> int:
        """The stage in which an attribute, a slot or a total is known."""
        if name in self.totals:
            return self.totals[name].stage
        return 0 if self.is_given(name) else max((self.rulings[it].stage for it in self.fillers(name)), default=0)

    def _add_lookups(self, table: Table, places: list[int]) -> None:
        stage = 1 + max(map(self._find_stage, _read_fields(table)), default=0)
        for first in range(0, len(places), RULES_AT_MOST):
            found = Lookup(len(self.lookups) + 1, stage, table, tuple(places[first : first + RULES_AT_MOST]))
            self.lookups.append(found)
            self._bits.update({place: (found, 1 << bit) for bit, place in enumerate(found.rules)})
        for place in places:
            if not self._components[place].is_contested:
                self._add_ruling(place, ())

    def _settle_component(self, component: Component) -> None:
        """Find which rules overrule which, among those that can hold together."""
        places = [it.place for it in component.candidates]
        for place, of in zip(places, find_precedence(component.topic, component.rules), strict=True):
            above = (places[it] for it in iterate_bits(of.above))
            self._add_ruling(place, tuple(it for it in above if self._can_meet(place, it)))

    def _can_meet(self, place: int, other: int) -> bool:
        (topic, rule), (_, above) = (self._own[self.plan.rules[it].id] for it in (place, other))
        return can_meet(topic, rule, above)

    def _add_ruling(self, place: int, above: tuple[int, ...]) -> None:
        lookup, bit = self._bits[place]
        stage = 1 + max(lookup.stage, *(self.rulings[it].stage for it in above)) if above else lookup.stage
        rule = self.plan.rules[place]
        self.rulings[place] = Ruling(rule, place, rule.id not in self._own, stage, lookup, bit, above)

    # ---------------------------------------------------------------- read

    def fillers(self, slot: str) -> Sequence[int]:
        """The places of the rules that fill a slot."""
        return self._fillers.get(slot, ())

    def by_conclusion(self, slot: str) -> dict[Value, list[int]]:
        """The values or elements of a slot, each with the places of the rules that conclude it."""
        found: dict[Value, list[int]] = {}
        for place in self.fillers(slot):
            value = self.plan.rules[place].then[slot]
            for each in value if isinstance(value, tuple) else (value,):
                found.setdefault(each, []).append(place)
        return found

    def rows(self, lookup: Lookup) -> Iterator[tuple[int, int]]:
        """The keys for which a rule holds, each with the bits of the rules that hold."""
        bits = [(self.plan.matched[place], 1 << bit) for bit, place in enumerate(lookup.rules)]
        for key in lookup.table.key or ():
            number = lookup.table.rows[key]
            held = sum(bit for matched, bit in bits if number & matched)
            if held:
                yield key, held

    def given(self, lookup: Lookup) -> Iterator[tuple[str, list[tuple[Given, int]]]]:
        """For each attribute and total of a look-up, the numbers that its values add to the key, without zeros."""
        for name, field in _read_fields(lookup.table).items():
            if self.is_given(name) or name in self.totals:
                yield name, [(value, bits) for value, bits in _encode_values(lookup.table, field) if bits]

    def concluded(self, lookup: Lookup) -> dict[int, list[int]]:
        """The numbers that standing rules add to the key of a look-up, each with the places of these rules."""
        found: dict[int, list[int]] = {}
        for name, field in _read_fields(lookup.table).items():
            if not self.is_given(name) and name not in self.totals:
                for value, places in self.by_conclusion(name).items():
                    adds = field.encode(frozenset([str(value)]) if field.attribute.type == "set" else value)
                    if adds:
                        found.setdefault(adds, []).extend(places)
        return found

    def may_disagree(self, topic: Topic, slot: str) -> bool:
        """Whether two rules of a topic, neither overruling the other, can hold together and disagree on a slot."""
        rules = [rule for rule in topic.rules if slot in rule.then]
        return any(
            one.then[slot] != other.then[slot]
            and not topic.outranks(one, other)
            and not topic.outranks(other, one)
            and can_meet(topic, one, other)
            for one, other in combinations(rules, 2)
        )


def _read_fields(table: Table) -> Mapping[str, Field]:
    return table.key.fields if table.key else {}


def _encode_values(table: Table, field: Field) -> Iterator[tuple[Given, int]]:
    """The number that each value adds to a key; for an ordered attribute, ranges of values with equal numbers."""
    attribute = field.attribute
    if attribute.type == "set":
        yield from ((str(element), field.encode(frozenset([str(element)]))) for element in attribute.values)
    elif attribute.domain is not None:
        yield from ((value, field.encode(value)) for value in attribute.domain)
    else:
        step: Any = table.step
        apart = runs(attribute, collect_tests(it.rule for it in step.candidates)[attribute.name])
        for bits, alike in groupby(range(len(apart)), lambda run: field.encode(apart.sample(run))):
            first, *others = alike
            yield apart.between(first, [first, *others][-1]), bits
