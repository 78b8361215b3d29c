"""Evaluates cases on diagrams instead of by decisions: like `checks/case.py`, but for many rulebooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from squeezelogic.logic.analysis.compiled import Compiled, CompiledTopic, Slots
from squeezelogic.logic.analysis.diagrams import NEVER, Node
from squeezelogic.logic.model.errors import InvalidInput
from squeezelogic.logic.model.texts import Case
from squeezelogic.logic.rulebook import Rulebook

Point = tuple[int, ...]
Key = tuple[str, str, Any]
"""A rule, or a slot with a value or an element."""

RULE, SLOT = "rule", "slot"


@frozen
class Example:
    """A case as a point, with the points that differ in one fact.

    Args:
        case: the case.
        point: its situation.
        near: the points that differ in one fact; empty if the case does not need them.
        mentions: the rules, slots and values that it mentions.
        wants: those of them that one topic decides, and that must be true at the point.
    """

    case: Case
    point: Point
    near: tuple[Point, ...]
    mentions: frozenset[Key]
    wants: frozenset[Key]


class Examples:
    """The cases of a rulebook that pass.

    Args:
        book: the rulebook.
        compiled: the rulebook as diagrams, over a space that distinguishes all tests of cases and mutants.
    """

    def __init__(self, book: Rulebook, compiled: Compiled) -> None:
        self._vocabulary, self._space, self._base = book.vocabulary, compiled.space, compiled
        self._lists = {slot.name for slot in book.vocabulary.slots.values() if slot.accumulates}
        self.examples = [
            example for example in map(self._make_example, book.cases) if not _example_fails(example, compiled)
        ]

    def notice(self, mutated: Compiled) -> bool:
        """Whether a case fails in another rulebook over the same space."""
        return any(_example_fails(example, mutated) for example in self._find_mentioning(self._base, mutated))

    def _find_mentioning(self, before: Compiled, after: Compiled) -> list[Example]:
        """The examples that mention something that has changed."""
        if before.decided != after.decided:
            return self.examples
        changed = _find_changed(_collect_nodes(before.topics, before.slots), _collect_nodes(after.topics, after.slots))
        return [example for example in self.examples if not changed.isdisjoint(example.mentions)]

    def notice_early(self, before: CompiledTopic, after: CompiledTopic) -> bool:
        """Whether a topic fails an expectation of a case, independently of later topics."""
        nodes = _collect_nodes([after], after.slots)
        changed = _find_changed(_collect_nodes([before], before.slots), nodes)
        return any(
            not self._space.diagrams.holds_at(nodes.get(key, NEVER), example.point)
            for example in self.examples
            for key in example.wants & changed
        )

    def _make_example(self, case: Case) -> Example:
        near = tuple(dict.fromkeys(self._find_near(case))) if case.near_miss else ()
        single = ((slot, value) for slot, value in case.expect.items() if slot not in self._lists)
        return Example(
            case,
            self._space.point(self._vocabulary.situation(case.facts)),
            near,
            _make_keys((*case.stands, *case.near_miss), (*case.expect.items(), *case.lacks.items())),
            _make_keys(case.stands, single),
        )

    def _find_near(self, case: Case) -> Iterator[Point]:
        situation = self._vocabulary.situation(case.facts)
        for name, attribute in self._vocabulary.attributes.items():
            here = situation[name]
            others: Any = self._space.classes[name].representatives
            if isinstance(here, frozenset):
                others = (here ^ {str(element)} for element in attribute.values)
            for value in others:
                try:
                    yield self._space.point(self._vocabulary.situation({**case.facts, name: value}))
                except InvalidInput:
                    continue


def _make_keys(rules: Iterable[str], slots: Iterable[tuple[str, Any]]) -> frozenset[Key]:
    values = ((slot, it) for slot, wanted in slots for it in (wanted if isinstance(wanted, tuple) else (wanted,)))
    return frozenset([*((RULE, rule, None) for rule in rules), *((SLOT, slot, value) for slot, value in values)])


def _collect_nodes(topics: Iterable[CompiledTopic], slots: Slots) -> dict[Key, Node]:
    rules = {(RULE, rule, None): node for topic in topics for rule, node in topic.stands.items()}
    return rules | {(SLOT, slot, value): node for slot, values in slots.items() for value, node in values.items()}


def _find_changed(before: Mapping[Key, Node], after: Mapping[Key, Node]) -> set[Key]:
    keys = {**before, **after}
    return {key for key in keys if before.get(key, NEVER) != after.get(key, NEVER)}


def _example_fails(example: Example, compiled: Compiled) -> bool:
    case, d = example.case, compiled.diagrams
    if not d.holds_at(compiled.decided, example.point):
        return True
    stands = {rule: node for topic in compiled.topics for rule, node in topic.stands.items()}
    return (
        any(not d.holds_at(stands.get(rule, NEVER), example.point) for rule in case.stands)
        or any(_misses_wrongly(example, stands.get(rule, NEVER), compiled) for rule in case.near_miss)
        or any(not _has_value(example, compiled, slot, value) for slot, value in case.expect.items())
        or any(_holds_any(example, compiled, slot, value) for slot, value in case.lacks.items())
    )


def _misses_wrongly(example: Example, stands: Node, compiled: Compiled) -> bool:
    """Whether a near miss fails: its rule stands, or misses by more than one fact."""
    d = compiled.diagrams
    near = d.both(stands, compiled.decided)
    return d.holds_at(stands, example.point) or not any(d.holds_at(near, point) for point in example.near)


def _has_value(example: Example, compiled: Compiled, slot: str, wanted: Any) -> bool:
    values: Mapping[Any, Node] = compiled.slots.get(slot, {})
    each = wanted if isinstance(wanted, tuple) else (wanted,)
    return all(compiled.diagrams.holds_at(values.get(value, NEVER), example.point) for value in each)


def _holds_any(example: Example, compiled: Compiled, slot: str, unwanted: tuple[str, ...]) -> bool:
    values: Mapping[Any, Node] = compiled.slots.get(slot, {})
    return any(compiled.diagrams.holds_at(values.get(value, NEVER), example.point) for value in unwanted)
