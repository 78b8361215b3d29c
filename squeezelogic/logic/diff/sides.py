"""Two rulebooks as diagrams over one space."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from attrs import evolve

from squeezelogic.logic.analysis.compiled import Compiled, CompiledTopic, each_conclusion
from squeezelogic.logic.analysis.cubes import runs_apart
from squeezelogic.logic.analysis.diagrams import NEVER, Node, TooLarge
from squeezelogic.logic.model.conditions import Clause, HasAny, Not
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Conclusion, Points, Rule, Topic
from squeezelogic.logic.model.vocabulary import Attribute, Slot, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook

Implied = FrozenMap[str, FrozenMap[str, Value]]


def joined(old: Vocabulary, new: Vocabulary) -> dict[str, Attribute]:
    """Join the attributes and values of both; constraints count if both have them.

    Raises:
        InvalidInput: the rulebooks have different declarations of one name.
    """
    problems = [
        f"{quoted(name)} is {old_sense} in the old rulebook and {new_sense} in the new one: rename one of them"
        for name, old_sense, new_sense in _two_senses(old, new)
    ]
    if problems:
        raise InvalidInput(*problems)
    names = dict.fromkeys((*new.attributes, *old.attributes))
    return {name: _join_attribute(old.attributes.get(name), new.attributes.get(name)) for name in names}


def _two_senses(old: Vocabulary, new: Vocabulary) -> list[tuple[str, str, str]]:
    senses = [_list_senses(vocabulary) for vocabulary in (old, new)]
    common = (name for name in senses[1] if name in senses[0])
    return [(name, senses[0][name], senses[1][name]) for name in common if senses[0][name] != senses[1][name]]


def _list_senses(vocabulary: Vocabulary) -> dict[str, str]:
    attributes = {name: f"an attribute of type {attribute.type}" for name, attribute in vocabulary.attributes.items()}
    return attributes | {name: _describe_sense(slot) for name, slot in vocabulary.slots.items()}


def _describe_sense(slot: Slot) -> str:
    holds = "accumulates" if slot.accumulates else "sums" if slot.sums else "holds one value"
    return f"a slot that {holds}"


def _join_attribute(old: Attribute | None, new: Attribute | None) -> Attribute:
    if old is None or new is None:
        return new or old  # type: ignore[return-value]
    return evolve(
        new,
        values=tuple(dict.fromkeys((*new.values, *old.values))),
        at_least=None if None in (old.at_least, new.at_least) else min(old.at_least, new.at_least),
        at_most=None if None in (old.at_most, new.at_most) else max(old.at_most, new.at_most),
        required=old.required and new.required,
        implies=_join_implied(old, new),
    )


def _join_implied(old: Attribute, new: Attribute) -> Implied:
    """The implications of each value, in every rulebook that declares the value."""
    merged: dict[str, Mapping[str, Value]] = {}
    for value in dict.fromkeys((*new.implies, *old.implies)):
        known: list[Mapping[str, Value]] = [
            attribute.implies.get(value, {}) for attribute in (new, old) if value in map(str, attribute.values)
        ]
        merged[value] = FrozenMap(
            {
                other: implied
                for other, implied in known[0].items()
                if all(other in each and each[other] == implied for each in known)
            }
        )
    return FrozenMap(merged)


ANSWER, NO_ANSWER = "answer", "no answer"


class Side:
    """One of two rulebooks as diagrams.

    Args:
        compiled: the compiled topics.
        but_not: names of topics to leave out, with all topics that read them.
        decided: when deciding raises no error in any other topic; computed if left out.
    """

    def __init__(self, compiled: Compiled, but_not: Collection[str] = (), decided: Node | None = None) -> None:
        self.compiled = compiled
        self.decided = compiled.decided if decided is None else decided
        self.topics = [topic for topic in compiled.topics if topic.topic.name not in but_not]
        self.stands = {rule: node for topic in self.topics for rule, node in topic.stands.items()}
        self.topic_of = {slot: t.topic.name for t in self.topics for slot in t.topic.concludes}

    def having(self, slot: str, value: Value | None) -> Node:
        """When a slot has a value, or contains an element; for None, when it is empty."""
        found = self.compiled.slots.get(slot, {})
        return self.compiled.empty(slot) if value is None else found.get(value, NEVER)

    def standing(self, topic: str) -> dict[str, Node]:
        """For each rule of a topic, when it stands."""
        return {rule: node for each in self.topics if each.topic.name == topic for rule, node in each.stands.items()}

    def failures(self) -> Iterator[tuple[str, str, Node]]:
        """The failures of deciding: the reason, the slot, and the situations."""
        for topic in self.topics:
            rules = {rule.id: rule for rule in topic.topic.rules}
            for (one, other), node in topic.conflicts.items():
                slot = rules[one].conflicts_with(rules[other]) or ""
                yield f"rules {quoted(one)} and {quoted(other)} conflict over {quoted(slot)}", slot, node
            for slot, node in topic.gaps.items():
                yield f"no rule of topic {quoted(topic.topic.name)} fills {quoted(slot)}", slot, node

    def at(self, point: Sequence[int], slots: Iterable[str]) -> dict[str, Conclusion]:
        """The decision at a point, restricted to some slots."""
        found: dict[str, Conclusion] = {}
        if not self.compiled.diagrams.holds_at(self.decided, point):
            return {"": NO_ANSWER}
        for slot in slots:
            here = [
                v
                for v, node in self.compiled.slots.get(slot, {}).items()
                if self.compiled.diagrams.holds_at(node, point)
            ]
            if here:
                found[slot] = tuple(map(str, here)) if slot in self.lists else here[0]
        return found

    @cached_property
    def lists(self) -> frozenset[str]:
        """The slots that accumulate."""
        rules = chain.from_iterable(topic.topic.rules for topic in self.topics)
        return frozenset(slot for rule in rules for slot, value in rule.then.items() if isinstance(value, tuple))


class Pair:
    """Two rulebooks over one space.

    Args:
        old, new: the rulebooks.
        steps: the limit of steps to compute when a topic raises an error.

    Raises:
        InvalidInput: the rulebooks have different declarations of one name.
    """

    def __init__(self, old: Rulebook, new: Rulebook, steps: int) -> None:
        self.books, self.steps = (old, new), steps
        self.attributes = joined(old.vocabulary, new.vocabulary)
        topics = (*old.topics, *new.topics)
        self.topics = tuple(dict.fromkeys(topic.name for topic in topics))
        clauses = [c for topic in topics for rule in topic.rules for branch in rule.when for c in branch]
        before = Compiled(self.attributes, topics, runs_apart(self.attributes, clauses))
        self.compiled = (before, before.beside())
        self.space, self.d = before.space, before.diagrams
        for topic in old.topics:
            before.add(topic)
        for topic in new.topics:
            self._add_beside(topic)
        self.edits = _find_edits(old.rules, new.rules, (old.topics, new.topics))
        self.left_out: set[str] = set()
        self.leave_out(name for book, c in zip(self.books, self.compiled, strict=True) for name in _list_lost(book, c))

    def _add_beside(self, topic: Topic) -> None:
        """Compile a topic of the new rulebook, unless the compiled old one can be used."""
        before, after = self.compiled
        old = next((each for each in before.topics if each.topic.name == topic.name), None)
        if old is None:
            # a topic that was too large in the old rulebook cannot be compared, so it is not compiled
            lost = any(topic.name == other.name for other in self.books[0].topics)
            with self.d.allowance(0 if lost else None):
                after.add(topic)
        elif old.topic != topic or _found_by(before, topic) != _found_by(after, topic):
            after.add(topic)
        else:
            self._take_topic(old)

    def _take_topic(self, topic: CompiledTopic) -> None:
        after = self.compiled[1]
        try:
            with self.d.allowance():
                after.take(topic)
        except TooLarge:
            after.add(topic.topic)

    def leave_out(self, topics: Iterable[str]) -> None:
        """Leave out these topics, and those that read them; their errors are ignored."""
        self.left_out |= self._building_on(set(topics))
        decided, failed = self._find_decided()
        while failed:
            self.left_out |= self._building_on(failed)
            decided, failed = self._find_decided()
        sides = [Side(c, self.left_out, node) for c, node in zip(self.compiled, decided, strict=True)]
        self.sides = (sides[0], sides[1])

    def _find_decided(self) -> tuple[list[Node], set[str]]:
        """When each side raises no error, and the topics for which computing that takes too long."""
        decided, failed = [self.space.possible] * 2, set[str]()
        for name in (each for each in self.topics if each not in self.left_out):
            try:
                with self.d.allowance(self.steps):
                    errors = [self.d.some(_find_errors(compiled, name)) for compiled in self.compiled]
                    decided = [self.d.without(*each) for each in zip(decided, errors, strict=True)]
            except TooLarge:
                failed.add(name)
        return decided, failed

    def _building_on(self, names: Collection[str]) -> set[str]:
        """Topics, with all topics that read their slots, in either rulebook."""
        topics, found, ahead = [topic for book in self.books for topic in book.topics], set[str](), set(names)
        while ahead:
            found |= ahead
            slots = {slot for topic in topics if topic.name in ahead for slot in topic.concludes}
            ahead = {topic.name for topic in topics if not slots.isdisjoint(topic.inputs)} - found
        return found

    def failing(self) -> set[str]:
        """The remaining topics that raise an error in some situation."""
        names = (name for name in self.topics if name not in self.left_out)
        return {name for name in names if any(_find_errors(compiled, name) for compiled in self.compiled)}

    @cached_property
    def owners(self) -> dict[str, dict[str, None]]:
        """For each slot, the topics that may fill it on either side."""
        found: dict[str, dict[str, None]] = {}
        for topic in chain.from_iterable(book.topics for book in self.books):
            for slot in topic.concludes:
                found.setdefault(slot, {})[topic.name] = None
        return found

    @cached_property
    def givers(self) -> dict[tuple[str, Value], set[str]]:
        """For each slot and value (or element), the rules that conclude it on either side."""
        found: dict[tuple[str, Value], set[str]] = {}
        for rule in chain.from_iterable(book.rules.values() for book in self.books):
            for conclusion in each_conclusion(rule):
                found.setdefault(conclusion, set()).add(rule.id)
        return found

    def giving(self, slot: str, value: Value) -> set[str]:
        """The rules that conclude a value (or element) of a slot; if it sums, all rules that add to it."""
        rules = chain.from_iterable(book.rules.values() for book in self.books)
        adding = {rule.id for rule in rules if isinstance(rule.then.get(slot), Points)}
        return adding or self.givers.get((slot, value), set())

    def values(self, slot: str) -> list[Value]:
        """The possible values of a slot, on either side."""
        return list(dict.fromkeys(chain.from_iterable(side.compiled.slots.get(slot, ()) for side in self.sides)))


def _list_lost(book: Rulebook, compiled: Compiled) -> list[str]:
    """The topics that were too large to compile."""
    found = {each.topic.name for each in compiled.topics}
    return [topic.name for topic in book.topics if topic.name not in found]


def _found_by(compiled: Compiled, topic: Topic) -> Any:
    """The input of a topic from earlier ones: the values of the slots it reads, and where their topics fail."""
    before = [each for each in compiled.topics if not set(each.topic.concludes).isdisjoint(topic.inputs)]
    fails = {each.topic.name: (each.earlier, dict(each.conflicts), dict(each.gaps)) for each in before}
    return fails, {slot: compiled.slots[slot] for slot in topic.inputs if slot in compiled.slots}


def _find_errors(compiled: Compiled, name: str) -> list[Node]:
    """When a topic raises an error and no earlier topic does."""
    topics = (topic for topic in compiled.topics if topic.topic.name == name)
    return [node for topic in topics for node in (*topic.conflicts.values(), *topic.gaps.values())]


def _find_edits(old: Mapping[str, Rule], new: Mapping[str, Rule], topics: Any) -> dict[str, str]:
    """The edit of each rule, by id, without edits of texts and sources."""
    homes = [{topic.name: topic for topic in each} for each in topics]
    edits = {}
    for rule in dict.fromkeys((*new, *old)):
        if rule not in old or rule not in new:
            edits[rule] = "added" if rule in new else "removed"
            continue
        was, is_ = (_strip_rule(book[rule], homes[i][book[rule].topic]) for i, book in enumerate((old, new)))
        edits[rule] = "same" if was == is_ else "changed"
    return edits


def _strip_rule(rule: Rule, topic: Topic) -> Any:
    """The parts of a rule that affect decisions: the height of its level, for example, but not the name."""
    when = frozenset(frozenset(_as_written(clause, topic) for clause in branch) for branch in rule.when)
    above = frozenset(rule.overrides), frozenset(rule.blocks)
    return rule.topic, topic.levels.index(rule.level), when, rule.then, above


def _as_written(clause: Clause, topic: Topic) -> Any:
    """The clause, with `any` in place of all elements."""
    test = clause.test.test if isinstance(clause.test, Not) else clause.test
    every = frozenset(map(str, topic.inputs[clause.attribute].values))
    return (clause.attribute, type(clause.test), "any") if test == HasAny(every) else clause
