"""The schedule of a plan: the order of its steps, and the packing of rules into joint tables.

A single rule needs a small table: it reads few attributes and distinguishes few of their values. One look-up per rule
would be slow, and one table for all rules would be huge. So rules share a table as long as its key stays short.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from attrs import define, field, frozen

from squeezelogic.logic.inference.encoding import Count, Key, derive_counts
from squeezelogic.logic.model.conditions import Test
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute
from squeezelogic.logic.semantics.components import find_components
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.logic.semantics.equivalence import classify, collect_tests

BITS = 12
"""A joint table has at most 2 ** 12 rows: with larger ones, filling in rows costs more than the saved look-ups."""

MOST_TRIED = 32
"""The number of joint tables that are tried for one rule, the latest first, so that compiling grows linearly."""


@frozen(eq=False)
class Candidate:
    """One rule to be matched.

    Args:
        rule: the rule as it is matched; it may read derived attributes.
        place: its place among all rules of the rulebook.
        inputs: every attribute it reads.
        key: the key that distinguishes what the rule distinguishes.
    """

    rule: Rule
    place: int
    inputs: Mapping[str, Attribute]
    key: Key


@define(eq=False)
class Component:
    """Rules of a topic that can influence one another, see `semantics/components.py`.

    Args:
        topic: their topic.
        candidates: the rules, in order of rank.
        stage: 0 if they read no slot, else one more than the highest stage of a component that fills one of those
            slots.
    """

    topic: Topic
    candidates: tuple[Candidate, ...]
    stage: int = 0

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Its rules, in order of rank."""
        return tuple(it.rule for it in self.candidates)

    @property
    def is_contested(self) -> bool:
        """Whether conflicts are possible: a single rule stands whenever it holds."""
        return len(self.candidates) > 1

    @property
    def reads(self) -> dict[str, None]:
        """The attributes, slots and counts that its rules read."""
        return dict.fromkeys(chain.from_iterable(it.inputs for it in self.candidates))

    @property
    def fills(self) -> dict[str, None]:
        """The slots that its rules fill."""
        return dict.fromkeys(chain.from_iterable(it.rule.then for it in self.candidates))


@define(eq=False)
class Matching:
    """A step that finds which of some rules hold. Its key encodes the classes that they tell apart.

    Args:
        candidates: the rules.
        tests: for each attribute they read, the set of their tests, see `_Widths`.
        bits: the length of the key.
        slots: the slots they fill.
    """

    candidates: list[Candidate] = field(factory=list)
    tests: Mapping[str, int] = field(factory=dict)
    bits: int = 0
    slots: set[str] = field(factory=set)


@frozen(eq=False)
class Resolving:
    """A step that finds which rules of a component stand. Its key is the set of those that hold."""

    component: Component


@frozen(eq=False)
class Counting:
    """A step that counts certain elements of a set. Its key is the set's raw field."""

    count: Count


@frozen(eq=False)
class Summing:
    """A step that adds up the points for a slot. Its key is the set of standing rules that give points."""

    slot: str


Step = Matching | Resolving | Counting | Summing


class Schedule:
    """The steps of a plan, each after those it depends on.

    Args:
        topics: in the rulebook's order.
        bits: the maximum length of a joint table's key; a rule that needs more has a table of its own.
    """

    def __init__(self, topics: Sequence[Topic], bits: int = BITS) -> None:
        self.counts: dict[str, Count] = {}
        self._sums = {slot for topic in topics for slot in topic.sums}
        self.components = tuple(self._find_components(topics))
        self.steps: list[Step] = []
        self._bits = bits
        self._widths = _Widths()
        self._filling = self._link_components()
        self._ready: dict[str, int] = {}
        """For each attribute that is counted, or filled by rules, the place of the last step it depends on."""
        self.ends: dict[Component, int] = {}
        """For each component, the place of the step that determines which of its rules stand."""
        self._needs: list[set[int]] = []
        """For each step, the places of those whose results it reads."""
        for name, count in self.counts.items():
            if count.of not in self._filling:
                self._count_values(name)
        for component in sorted(self.components, key=_by_reach):
            self._schedule_component(component)
        del self._widths  # only needed while rules are placed; a pickled plan is shorter without it

    def _find_components(self, topics: Sequence[Topic]) -> Iterator[Component]:
        first = 0
        for topic in topics:
            for places in find_components(topic.rules):
                yield Component(topic, tuple(self._make_candidate(topic, place, first) for place in places))
            first += len(topic.rules)

    def _make_candidate(self, topic: Topic, place: int, first: int) -> Candidate:
        rule, counts = derive_counts(topic.rules[place], topic.inputs)
        self.counts |= counts
        inputs = {**topic.inputs, **{name: count.attribute for name, count in counts.items()}}
        tests = collect_tests([rule])
        return Candidate(rule, first + place, {name: inputs[name] for name in tests}, Key.of(inputs, tests))

    def _link_components(self) -> dict[str, list[Component]]:
        """Find which components fill each slot, and the stage of each component.

        A topic reads only slots of earlier topics, so the components that fill a slot come before those that read it.
        """
        filling: dict[str, list[Component]] = {}
        for component in self.components:
            feeding = chain.from_iterable(filling.get(self._find_source(name), ()) for name in component.reads)
            component.stage = max((it.stage + 1 for it in feeding), default=0)
            for slot in component.fills:
                filling.setdefault(slot, []).append(component)
        return filling

    def _find_source(self, name: str) -> str:
        """The set that a counting attribute counts; any other attribute itself."""
        return self.counts[name].of if name in self.counts else name

    def _schedule_component(self, component: Component) -> None:
        after = max((self._make_ready(name) for name in component.reads), default=-1)
        widest_first = sorted(component.candidates, key=lambda it: -it.key.bits)
        places = {self._place_candidate(candidate, after) for candidate in widest_first}
        self.ends[component] = (
            self._append_step(Resolving(component), places) if component.is_contested else max(places)
        )

    def _append_step(self, step: Step, needs: set[int]) -> int:
        self.steps.append(step)
        self._needs.append(needs)
        return len(self.steps) - 1

    def _make_ready(self, name: str) -> int:
        """The place of the last step that an attribute depends on."""
        if name not in self._ready:
            needs = self._find_sources(self._find_source(name))
            if name in self.counts:
                self._ready[name] = self._count_values(name)
            elif name in self._sums:
                self._ready[name] = self._append_step(Summing(name), needs)
            else:
                self._ready[name] = max(needs, default=-1)
        return self._ready[name]

    def _count_values(self, name: str) -> int:
        self._ready[name] = self._append_step(Counting(self.counts[name]), self._find_sources(self.counts[name].of))
        return self._ready[name]

    def _find_sources(self, name: str) -> set[int]:
        """The places of the steps that determine the value of a slot; none for anything else."""
        return {self.ends[it] for it in self._filling.get(name, ())}

    def _place_candidate(self, candidate: Candidate, after: int) -> int:
        """Put a rule into the joint table after a step whose key grows least; return the table's place.

        Among equals, a table that fills the same slots is preferred: then fewer tables are needed for one slot.
        """
        tests = self._widths.number_tests(candidate)
        options = []
        for place in range(max(after + 1, len(self.steps) - MOST_TRIED), len(self.steps)):
            step = self.steps[place]
            if isinstance(step, Matching):
                grown = step.bits + self._widths.grow(step.tests, tests)
                if grown <= self._bits:
                    options.append((grown - step.bits, step.slots.isdisjoint(candidate.rule.then), place))
        place = min(options)[-1] if options else len(self.steps)
        if not options:
            self._append_step(Matching(), set())
        table: Any = self.steps[place]
        for name in candidate.inputs:
            self._needs[place] |= (
                {self._ready[name]} if name in self.counts or name in self._sums else self._find_sources(name)
            )
        table.bits += self._widths.grow(table.tests, tests)
        table.tests = {**table.tests, **{name: table.tests.get(name, 0) | more for name, more in tests.items()}}
        table.slots.update(candidate.rule.then)
        table.candidates.append(candidate)
        return place

    def find_filling(self, name: str) -> Sequence[Component]:
        """The components whose rules fill a slot, or the list that is counted; none for anything else."""
        return self._filling.get(self._find_source(name), ())

    def find_needed(self, components: Iterable[Component]) -> set[int]:
        """The places of all steps needed to determine which rules of some components stand."""
        found: set[int] = set()
        ahead = [self.ends[component] for component in components]
        while ahead:
            place = ahead.pop()
            if place not in found:
                found.add(place)
                ahead += self._needs[place]
        return found


def _by_reach(component: Component) -> tuple[int, int, list[str]]:
    """Sort key: by stage, then by what reads most; components that fill the same slots stay together."""
    return component.stage, -len(component.reads), sorted(component.fills)


class _Widths:
    """The number of bits that tests of an attribute need. Tests are numbered, so a set of tests is a bit set."""

    def __init__(self) -> None:
        self._attributes: dict[str, Attribute] = {}
        self._numbers: dict[str, dict[Test, int]] = {}
        self._known: dict[tuple[str, int], int] = {}
        self._results: dict[tuple[str, Test], tuple[bool, ...]] = {}

    def number_tests(self, candidate: Candidate) -> dict[str, int]:
        """For each attribute that a rule reads, the set of its tests."""
        self._attributes |= candidate.inputs
        found = {}
        for name, tests in collect_tests([candidate.rule]).items():
            numbers = self._numbers.setdefault(name, {})
            found[name] = sum(1 << numbers.setdefault(test, len(numbers)) for test in tests)
        return found

    def grow(self, before: Mapping[str, int], more: Mapping[str, int]) -> int:
        """The number of bits by which a key grows with more tests."""
        return sum(
            self._count_values(name, before.get(name, 0) | tests) - self._count_values(name, before.get(name, 0))
            for name, tests in more.items()
        )

    def _count_values(self, name: str, tests: int) -> int:
        key = name, tests
        if key not in self._known:
            attribute = self._attributes[name]
            some = [test for test, number in self._numbers[name].items() if tests >> number & 1]
            if attribute.domain is None:
                self._known[key] = classify(attribute, some).bits
            else:  # much faster than to name the classes, and done for many sets of tests
                columns = [self._find_results(attribute, test) for test in some]
                self._known[key] = (len(set(zip(*columns, strict=True))) - 1).bit_length() if columns else 0
        return self._known[key]

    def _find_results(self, attribute: Attribute, test: Test) -> tuple[bool, ...]:
        """Whether `unknown` and each value of an attribute with a domain pass a test."""
        key = attribute.name, test
        if key not in self._results:
            self._results[key] = tuple(passes(test, value) for value in (UNKNOWN, *(attribute.domain or ())))
        return self._results[key]
