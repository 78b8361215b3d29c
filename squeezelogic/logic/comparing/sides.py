"""Two rulebooks as diagrams of one space, laid side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from squeezelogic.logic.comparing.joined import joined
from squeezelogic.logic.conditions import Clause, HasAny, Not
from squeezelogic.logic.errors import quoted
from squeezelogic.logic.proof.boxes import runs_apart
from squeezelogic.logic.proof.compiled import Compiled
from squeezelogic.logic.proof.diagrams import NEVER, Node
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.rules import Conclusion, Rule, Topic
from squeezelogic.logic.vocabulary import Value

ANSWER, NO_ANSWER = "answer", "no answer"


class Side:
    """One of two rulebooks as diagrams.

    Args:
        compiled: its topics.
    """

    def __init__(self, compiled: Compiled) -> None:
        self.compiled, self.decided = compiled, compiled.decided
        self.stands = {rule: node for topic in compiled.topics for rule, node in topic.stands.items()}
        self.topic_of = {slot: t.topic.name for t in compiled.topics for slot in t.topic.concludes}

    def having(self, slot: str, value: Value | None) -> Node:
        """When a slot has a value, or holds an element; for None, when it is empty."""
        found = self.compiled.slots.get(slot, {})
        return self.compiled.empty(slot) if value is None else found.get(value, NEVER)

    def failures(self) -> Iterator[tuple[str, str, Node]]:
        """Why deciding fails, over which slot, and when."""
        for topic in self.compiled.topics:
            rules = {rule.id: rule for rule in topic.topic.rules}
            for (one, other), node in topic.conflicts.items():
                slot = rules[one].conflicts_with(rules[other]) or ""
                yield f"rules {quoted(one)} and {quoted(other)} conflict over {quoted(slot)}", slot, node
            for slot, node in topic.gaps.items():
                yield f"no rule of topic {quoted(topic.topic.name)} fills {quoted(slot)}", slot, node

    def at(self, point: Sequence[int], slots: Iterable[str]) -> dict[str, Conclusion]:
        """What is decided at a point, as far as some slots go."""
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
        rules = chain.from_iterable(topic.topic.rules for topic in self.compiled.topics)
        return frozenset(slot for rule in rules for slot, value in rule.then.items() if isinstance(value, tuple))


class Pair:
    """Two rulebooks over one space.

    Args:
        old, new: the rulebooks.

    Raises:
        InvalidInput: they use one word in two senses.
    """

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        self.books = (old, new)
        self.attributes = joined(old.vocabulary, new.vocabulary)
        topics = (*old.topics, *new.topics)
        clauses = [c for topic in topics for rule in topic.rules for branch in rule.when for c in branch]
        before = Compiled(self.attributes, topics, runs_apart(self.attributes, clauses))
        after = before.beside()
        for book, compiled in zip(self.books, (before, after), strict=True):
            for topic in book.topics:
                compiled.add(topic)
        self.sides = (Side(before), Side(after))
        self.space, self.d = before.space, before.diagrams
        left_out = [_left_out(book.topics, side) for book, side in zip(self.books, self.sides, strict=True)]
        self.unproven = tuple(dict.fromkeys(topic.name for topics in left_out for topic in topics))
        self.lost = {slot for topics in left_out for topic in topics for slot in topic.concludes}
        self.edits = _edits(old.rules, new.rules, (old.topics, new.topics))

    def values(self, slot: str) -> list[Value]:
        """What a slot can be, on either side."""
        return list(dict.fromkeys(chain.from_iterable(side.compiled.slots.get(slot, ()) for side in self.sides)))


def _left_out(topics: Iterable[Topic], side: Side) -> list[Topic]:
    compiled = {each.topic.name for each in side.compiled.topics}
    return [topic for topic in topics if topic.name not in compiled]


def _edits(old: Mapping[str, Rule], new: Mapping[str, Rule], topics: Any) -> dict[str, str]:
    """What became of each rule, by id; its texts and sources do not count."""
    homes = [{topic.name: topic for topic in each} for each in topics]
    edits = {}
    for rule in dict.fromkeys((*new, *old)):
        if rule not in old or rule not in new:
            edits[rule] = "added" if rule in new else "removed"
            continue
        was, is_ = (_bare(book[rule], homes[i][book[rule].topic]) for i, book in enumerate((old, new)))
        edits[rule] = "same" if was == is_ else "changed"
    return edits


def _bare(rule: Rule, topic: Topic) -> Any:
    """What of a rule decides, as it was written: its height among the levels, but not the name of its level."""
    when = frozenset(frozenset(_as_written(clause, topic) for clause in branch) for branch in rule.when)
    return rule.topic, topic.levels.index(rule.level), when, rule.then, frozenset(rule.overrides)


def _as_written(clause: Clause, topic: Topic) -> Any:
    """The clause, with `any` for whatever elements there are."""
    test = clause.test.test if isinstance(clause.test, Not) else clause.test
    every = frozenset(map(str, topic.inputs[clause.attribute].values))
    return (clause.attribute, type(clause.test), "any") if test == HasAny(every) else clause
