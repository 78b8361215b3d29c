"""A rulebook as diagrams over the given attributes: when each rule holds and stands, and when a slot has each value.

A condition on an earlier topic's slot becomes the set of situations in which the slot passes, so reachability is exact.
All sets contain possible situations only (see `space.py`). Two rules that conflict both stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain, groupby
from types import MappingProxyType
from typing import TypeVar, assert_never

from attrs import frozen

from squeezelogic.logic.analysis.diagrams import NEVER, Diagrams, Node, TooLarge
from squeezelogic.logic.analysis.space import Space
from squeezelogic.logic.model.conditions import Between, Branch, Clause, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Points, Rule, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.semantics.definition import passes

K = TypeVar("K")

Slots = dict[str, dict[Value, Node]]
"""For each slot and value, when the slot has the value (or contains it, if the slot accumulates)."""


@frozen
class CompiledTopic:
    """One topic as diagrams.

    Args:
        topic: the topic.
        above: for each rule, by id, the rules that rank above it and contest it.
        holds, stands: for each rule, by id, when it holds or stands.
        slots: the values that this topic alone gives its slots.
        conflicts: for two rules of which neither overrules the other, when they stand and disagree; no entry for never.
        gaps: for each required slot, when it stays empty without a conflict; no entry for never.
        earlier: when a topic that this one reads has a conflict or a gap; `conflicts` and `gaps` exclude these.
    """

    topic: Topic
    above: Mapping[str, Sequence[str]]
    holds: Mapping[str, Node]
    stands: Mapping[str, Node]
    slots: Slots
    conflicts: Mapping[tuple[str, str], Node]
    gaps: Mapping[str, Node]
    earlier: Node

    @cached_property
    def beneath(self) -> dict[str, list[str]]:
        """For each rule, by id, the rules that it is above."""
        found: dict[str, list[str]] = {rule.id: [] for rule in self.topic.rules}
        for lower, uppers in self.above.items():
            for upper in uppers:
                found[upper].append(lower)
        return found

    @cached_property
    def givers(self) -> dict[tuple[str, Value], list[str]]:
        """For each slot and value (or element), the rules that conclude it, by id."""
        found: dict[tuple[str, Value], list[str]] = {}
        for rule in self.topic.rules:
            for conclusion in each_conclusion(rule):
                found.setdefault(conclusion, []).append(rule.id)
        return found


class Compiled:
    """The topics of a rulebook as diagrams, added one by one in the rulebook's order.

    Args:
        attributes: all of them, in the vocabulary's order.
        topics: all topics that will be added.
        further: clauses that will be evaluated besides those of the rules.
        space: an existing space that distinguishes all these clauses; made if left out.
    """

    def __init__(
        self,
        attributes: Mapping[str, Attribute],
        topics: Iterable[Topic],
        further: Iterable[Clause] = (),
        space: Space | None = None,
    ) -> None:
        branches = [branch for topic in topics for rule in topic.rules for branch in rule.when]
        tests: dict[str, dict[Test, None]] = {}
        for clause in chain(*branches, further):
            tests.setdefault(clause.attribute, {})[clause.test] = None
        self.space = space or Space(attributes, tests, [name for name in tests if name in attributes])
        self.slots: Slots = {}
        self.topics: list[CompiledTopic] = []
        self._reads: dict[str, frozenset[str]] = {}
        self._lost: set[str] = set()

    @classmethod
    def whole(cls, attributes: Mapping[str, Attribute], topics: Sequence[Topic]) -> Compiled:
        """Compile all topics."""
        compiled = cls(attributes, topics)
        for topic in topics:
            compiled.add(topic)
        return compiled

    @property
    def diagrams(self) -> Diagrams:
        """The store of the diagrams."""
        return self.space.diagrams

    def told_apart(self, names: Iterable[str]) -> int:
        """The number of distinguishable situations of the attributes on which these attributes and slots depend."""
        return self.space.told_apart(frozenset().union(*(self._reads.get(name, {name}) for name in names)))

    def beside(self) -> Compiled:
        """Another rulebook over the same space, without topics yet; the space must already distinguish its clauses."""
        return Compiled(self.space.attributes, (), space=self.space)

    def add(self, topic: Topic) -> None:
        """Compile a topic; one that is too large is left out of `topics`, and its slots cannot be read."""
        self._note_reads(topic)
        try:
            with self.diagrams.allowance():
                self._keep_topic(self._compile_topic(topic))
        except TooLarge:
            self._lost.update(topic.concludes)

    def take(self, compiled: CompiledTopic) -> None:
        """Add a topic from another rulebook over the same space, if everything that it reads is the same in both."""
        self._note_reads(compiled.topic)
        self._keep_topic(compiled)

    def _note_reads(self, topic: Topic) -> None:
        reads: frozenset[str] = frozenset().union(*(self._reads.get(name, {name}) for name in topic.inputs))
        for slot in topic.concludes:
            self._reads[slot] = self._reads.get(slot, frozenset()) | reads

    def _keep_topic(self, compiled: CompiledTopic) -> None:
        merged: Slots = {}
        for slot, values in compiled.slots.items():
            before = self.slots.get(slot, {})
            merged[slot] = {
                v: self.diagrams.some([node, before[v]]) if v in before else node for v, node in values.items()
            }
        self.topics.append(compiled)
        for slot, values in merged.items():
            self.slots.setdefault(slot, {}).update(values)

    def _compile_topic(self, topic: Topic) -> CompiledTopic:
        d, possible = self.diagrams, self.space.possible
        holds = {rule.id: self.when(rule.when) for rule in topic.rules}
        above = list_overruling(topic)
        stands = self.standing(topic.rules, holds, above)
        slots = self.concluded(topic, topic.rules, stands)
        earlier = d.some(
            self.errors(other) for other in self.topics if not set(other.topic.concludes).isdisjoint(topic.inputs)
        )
        sound = d.without(possible, earlier)
        conflicts = self._find_slot_conflicts(topic.rules, {rule: d.both(sound, node) for rule, node in stands.items()})
        sound = d.without(sound, d.some(conflicts.values()))
        gaps = {slot: d.without(sound, d.some(slots.get(slot, {}).values())) for slot in topic.required}
        return CompiledTopic(topic, above, holds, stands, slots, conflicts, _some_time(gaps), earlier)

    def standing(
        self,
        rules: Iterable[Rule],
        holds: Mapping[str, Node],
        above: Mapping[str, Sequence[str]],
        beside: Mapping[str, Node] = MappingProxyType({}),
    ) -> dict[str, Node]:
        """When each rule stands: when it holds and no rule above it stands.

        Args:
            rules: in order of rank.
            holds: when each rule holds.
            above: the rules above each; only those in `rules` and `beside` count.
            beside: when other rules stand; they come first in the result.
        """
        stands = dict(beside)
        for rule in rules:
            node = holds[rule.id]
            for upper in above[rule.id]:
                node = self.diagrams.without(node, stands.get(upper, NEVER))
            stands[rule.id] = node
        return stands

    def _find_slot_conflicts(self, rules: Iterable[Rule], stands: Mapping[str, Node]) -> dict[tuple[str, str], Node]:
        """When two standing rules give one slot different values; never if one overrules the other.

        A rule is compared with single rules of another value only if it meets their union.
        """
        d, place = self.diagrams, {rule: i for i, rule in enumerate(stands)}
        found: dict[tuple[str, str], Node] = {}
        given: dict[str, dict[Value, tuple[Node, list[str]]]] = {}
        for lower in rules:
            node, uppers = stands[lower.id], set[str]()
            for slot, value in _list_single_slots(lower):
                known = given.setdefault(slot, {})
                uppers.update(*(ids for v, (all_, ids) in known.items() if v != value and d.both(all_, node) != NEVER))
                together, ids = known.get(value, (NEVER, []))
                ids.append(lower.id)
                known[value] = d.some([together, node]), ids
            found |= {(upper, lower.id): d.both(stands[upper], node) for upper in sorted(uppers, key=place.__getitem__)}
        return _some_time(found)

    def concluded(self, topic: Topic, rules: Iterable[Rule], stands: Mapping[str, Node]) -> Slots:
        """The values that rules of a topic give its slots."""
        givers: dict[str, dict[Value, list[Node]]] = {}
        for rule in rules:
            for slot, value in each_conclusion(rule):
                givers.setdefault(slot, {}).setdefault(value, []).append(stands[rule.id])
        found = {slot: {v: self.diagrams.some(nodes) for v, nodes in values.items()} for slot, values in givers.items()}
        return found | {slot: self.sums(slot, rules, stands) for slot in topic.sums}

    def sums(self, slot: str, rules: Iterable[Rule], stands: Mapping[str, Node]) -> dict[Value, Node]:
        """For each possible total of the rules' points, when it is reached."""
        d = self.diagrams
        found: dict[int, Node] = {0: self.space.possible}
        for rule in rules:
            points = rule.then.get(slot)
            if isinstance(points, Points):
                added: dict[int, list[Node]] = {}
                for total, node in found.items():
                    added.setdefault(total, []).append(d.without(node, stands[rule.id]))
                    added.setdefault(total + int(points), []).append(d.both(node, stands[rule.id]))
                found = {total: node for total, nodes in added.items() if (node := d.some(nodes)) != NEVER}
        return {total: found[total] for total in sorted(found)}

    def errors(self, compiled: CompiledTopic) -> Node:
        """When deciding raises an error in a topic, or in one that it reads."""
        return self.diagrams.some([compiled.earlier, *compiled.conflicts.values(), *compiled.gaps.values()])

    @cached_property
    def decided(self) -> Node:
        """When deciding raises no error in any compiled topic."""
        return self.diagrams.without(self.space.possible, self.diagrams.some(map(self.errors, self.topics)))

    def when(self, branches: Iterable[Branch]) -> Node:
        """The possible situations in which every clause of some branch passes."""
        d = self.diagrams
        return d.some([d.every([self.space.possible, *map(self.passing, branch)]) for branch in branches])

    def passing(self, clause: Clause) -> Node:
        """The possible situations in which a clause passes.

        Raises:
            TooLarge: it tests a slot of a topic that was too large.
        """
        name, test, d = clause.attribute, clause.test, self.diagrams
        if isinstance(test, Not):
            return d.without(self.space.possible, self.passing(Clause(name, test.test)))
        if name in self.space.attributes:
            return d.both(self.space.possible, self.space.passing(name, test))
        if name in self._lost:
            raise TooLarge
        values = self.slots.get(name, {})
        match test:
            case HasAny(elements):
                return d.some(values.get(element, NEVER) for element in elements)
            case HasAll(elements):
                return d.every(values.get(element, NEVER) for element in elements)
            case HasCount(count, elements):
                return d.at_least(count, (values.get(element, NEVER) for element in sorted(elements)))
            case Is() | Between():
                unfilled = [self.empty(name)] if passes(test, UNKNOWN) else []
                return d.some([*unfilled, *(node for value, node in values.items() if passes(test, value))])
        assert_never(test)

    def empty(self, slot: str) -> Node:
        """When no standing rule fills a slot."""
        return self.diagrams.without(self.space.possible, self.diagrams.some(self.slots.get(slot, {}).values()))

    def witness(self, f: Node, *but_not: Node) -> FrozenMap[str, Value]:
        """A smallest situation of a nonempty set, outside the other sets if possible."""
        clear = self.diagrams.without(f, self.diagrams.some(but_not))
        return self.space.witness(clear if clear != NEVER else f) or FrozenMap()


def each_conclusion(rule: Rule) -> list[tuple[str, Value]]:
    """The slots that a rule fills, each with its value or one of its elements; without points."""
    return [
        (slot, each)
        for slot, value in rule.then.items()
        if not isinstance(value, Points)
        for each in (value if isinstance(value, tuple) else (value,))
    ]


def list_overruling(topic: Topic) -> dict[str, list[str]]:
    """For each rule, by id, the rules that rank above it and contest it, in order of rank."""
    place = {rule.id: i for i, rule in enumerate(topic.rules)}
    higher: dict[str, dict[Value, list[str]]] = {}
    above: dict[str, list[str]] = {}
    blocking: dict[str, list[str]] = {}
    for rule in topic.rules:
        for blocked in rule.blocks:
            blocking.setdefault(blocked, []).append(rule.id)
    for _, level in groupby(topic.rules, key=lambda rule: rule.level):
        rules = list(level)
        overriding = [rule for rule in rules if rule.overrides]
        for rule in rules:
            on_it = {u.id for u in overriding if topic.outranks(u, rule) and u.conflicts_with(rule)}
            others = (
                ids for slot, v in _list_single_slots(rule) for other, ids in higher.get(slot, {}).items() if other != v
            )
            above[rule.id] = sorted(on_it.union(blocking.get(rule.id, ()), *others), key=place.__getitem__)
        for rule in rules:
            for slot, value in _list_single_slots(rule):
                higher.setdefault(slot, {}).setdefault(value, []).append(rule.id)
    return above


def _list_single_slots(rule: Rule) -> list[tuple[str, Value]]:
    """The single-valued slots that a rule fills, each with its value."""
    return [(slot, value) for slot, value in rule.then.items() if not isinstance(value, (tuple, Points))]


def _some_time(nodes: Mapping[K, Node]) -> dict[K, Node]:
    """The nonempty sets."""
    return {key: node for key, node in nodes.items() if node != NEVER}
