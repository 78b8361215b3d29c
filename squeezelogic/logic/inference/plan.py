"""The compiled form of a rulebook: a list of small steps, each a table look-up by shift and mask.

The number of a situation (see `encoding.py`) passes through the steps. Each step uses some bits of the number to look
up a row, and adds the bits of that row: which rules hold, which of them stand and which are overruled, and the
conclusions that later steps read. The final number is the decision: a bit for each rule in force, and one for each that
lost. Everything else about a decision is derived from it.

The bits of a situation are the lowest, in the order of the steps, so the number of a situation is half as long as that
of a decision. The bits of the outcome are the highest: one shift extracts them.

Rows are filled in at their first look-up. A row of a joint table needs no inference if the result is known for each of
its rules by the rule's own key.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, NoReturn

from attrs import evolve, frozen

from squeezelogic.logic.inference import matcher
from squeezelogic.logic.inference.cache import Cache, keep
from squeezelogic.logic.inference.encoding import Checks, Count, Encoding, Key
from squeezelogic.logic.inference.joint_tables import (
    BITS,
    Candidate,
    Component,
    Counting,
    Matching,
    Resolving,
    Schedule,
    Step,
    Summing,
)
from squeezelogic.logic.model.decision import Decision, Outcome, standing_in
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value, Vocabulary
from squeezelogic.logic.semantics.components import iterate_bits
from squeezelogic.logic.semantics.definition import conclusions, find_inputs, holding, settle
from squeezelogic.logic.semantics.equivalence import collect_tests
from squeezelogic.logic.semantics.precedence import cannot_fail, find_precedence, resolve_conflicts

ROWS_KEPT = 16_384
"""The number of rows kept for a step whose key is longer than that of a joint table."""

MOST_POSSIBLE = 16
"""The number of combinations of values that undecided slots may have for `foresee`."""

Number = int


@frozen(eq=False)
class Table:
    """A step with its place in the number.

    Args:
        step: the step.
        shift, mask: `number >> shift & mask` is the key of its row.
        rows: for each key, the bits that its row adds.
        key: the fields of the key, if it has fields.
    """

    step: Step
    shift: int
    mask: int
    rows: Mapping[int, Number]
    key: Key | None = None

    def find_field(self, name: str) -> Number:
        """The bits of a situation's number that form the field of an attribute in its key."""
        if self.key is None:
            return 0
        it = self.key.fields[name]
        return it.mask << self.shift + it.shift


class Plan:
    """The compiled form of a rulebook's topics, which decides.

    Args:
        topics: in the rulebook's order.
        vocabulary: the attributes and slots of their rules.
        by: the engine that matches rules; the current one if left out.
        bits: the maximum length of a joint table's key.

    Attributes:
        rules: every rule; its place in this list is its bit.
        sums: the slots that sum.
        components: the groups of rules within which conflicts are resolved.
        tables: the steps, in order.
        find_needed: returns the places of the tables that determine which rules of some components stand.
        encoding: the encoding of situations.
        standing: the bit of the first rule, if it is in force.
        overruled: the bit of the first rule, if it held and lost.
        failed: the bit that is set if a topic has no outcome.
        matched: for each rule, by its place, the bit that is set if it holds.
        unassured: for each required slot that several components may fill, the bits of the rules that fill it: a number
            with none of them has failed too.
    """

    def __init__(
        self, topics: Sequence[Topic], vocabulary: Vocabulary, by: str | None = None, bits: int = BITS
    ) -> None:
        self.topics = tuple(topics)
        self.rules: tuple[Rule, ...] = tuple(rule for topic in topics for rule in topic.rules)
        self.sums = tuple(slot for topic in topics for slot in topic.sums)
        self._by = by
        schedule = Schedule(topics, bits)
        self.components = schedule.components
        self.find_needed = schedule.find_needed
        self._schedule = schedule
        checks = Checks(vocabulary)
        self._keys, width = _place_keys(schedule.steps, checks.bits)
        counted = _find_counted(schedule.counts.values())
        self.encoding = Encoding(vocabulary, checks, self._keys.values(), counted, width)
        width += sum(map(len, counted.values()))
        self._holding: dict[Component, int] = {}
        """For each contested component, the bit of its first rule, if that holds."""
        for component in self.components:
            if component.is_contested:
                self._holding[component] = width
                width += len(component.rules)
        self.standing = width
        self.overruled = self.standing + len(self.rules)
        self.failed = 1 << self.overruled + len(self.rules)
        self._component_of = {it: component for component in self.components for it in component.candidates}
        self.matched = {it.place: 1 << self._find_matched(it) for it in self._component_of}
        self._above = self._find_above()
        self._needed, self.unassured = self._find_required()
        self._can_fail: dict[Component, bool] = {}
        self.tables = self._make_tables()

    def __getstate__(self) -> dict[str, Any]:
        """Everything but the tables: they are made anew, because their rows belong to a process."""
        return {name: value for name, value in self.__dict__.items() if name != "tables"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.tables = self._make_tables()

    # ---------------------------------------------------------------- compiling

    def _find_required(self) -> tuple[dict[Component, list[Number]], tuple[Number, ...]]:
        """The rules that may fill each required slot, as bits.

        Returns:
            By component, those for the slots that only its rules fill; and those for all other slots.
        """
        needed: dict[Component, list[Number]] = {}
        others: list[Number] = []
        for topic in self.topics:
            for slot in topic.required:
                if slot in topic.sums:  # always filled: 0 by default
                    continue
                filling = [it for it in self.components if it.topic is topic and slot in it.fills]
                bits = sum(
                    1 << self.standing + it.place
                    for component in filling
                    for it in component.candidates
                    if slot in it.rule.then
                )
                if len(filling) == 1:
                    needed.setdefault(filling[0], []).append(bits)
                else:
                    others.append(bits)
        return needed, tuple(others)

    def _find_above(self) -> dict[int, Number]:
        """For each rule, the bits of the rules that overrule it if they stand."""
        found: dict[int, Number] = {}
        for component in self.components:
            places = [it.place for it in component.candidates]
            for place, of in zip(places, find_precedence(component.topic, component.rules), strict=True):
                found[place] = sum(1 << places[it] for it in iterate_bits(of.above))
        return found

    def _make_tables(self) -> tuple[Table, ...]:
        return tuple(map(self._make_table, self._schedule.steps))

    def _make_table(self, step: Step) -> Table:
        match step:
            case Matching():
                key, shift = self._keys[step]
                rows = _make_rows(partial(self._compile_match, step, key))
                return Table(step, shift, key.mask, rows, key)
            case Resolving(component):
                mask = (1 << len(component.rules)) - 1
                rows = _make_rows(partial(self._compile_resolution, component))
                return Table(step, self._holding[component], mask, rows)
            case Counting(count):
                bits = self.encoding.raw[count.of]
                shift = min(bits.values())
                mask = sum(1 << bits[element] - shift for element in count.elements)
                name = count.attribute.name

                def count_elements(key: int) -> Number:
                    return self.encoding.encode_value(name, key.bit_count())

                return Table(step, shift, mask, Cache(count_elements, ROWS_KEPT))
            case Summing(slot):
                points = {place: rule.then[slot] for place, rule in enumerate(self.rules) if slot in rule.then}
                first = min(points, default=0)
                mask = sum(1 << place - first for place in points)
                rows = Cache(self._sum_points(slot, points, first), ROWS_KEPT)
                return Table(step, self.standing + first, mask, rows)

    def _sum_points(self, slot: str, points: Mapping[int, Any], first: int) -> Callable[[int], Number]:
        """The function from the set of standing rules to the bits of their total points."""

        def fill(standing: int) -> Number:
            return self.encoding.encode_value(slot, sum(points[first + it] for it in iterate_bits(standing)))

        return fill

    def _compile_match(self, step: Matching, key: Key) -> Callable[[int], Number]:
        """The function that fills a row of a joint table: from known results of each rule, or else by inference."""
        candidates = step.candidates
        narrow = [key.narrow_to(it.key) for it in candidates]
        adds = [self._when_matched(it) for it in candidates]
        known: list[dict[int, bool]] = [{} for _ in candidates]
        matchers: list[matcher.Matcher] = []  # filled for the first row

        def infer(row: int) -> set[int]:
            if not matchers:
                inputs = {name: attribute for it in candidates for name, attribute in it.inputs.items()}
                matchers.append(matcher.make_matcher([it.rule for it in candidates], inputs, self._by))
            return matchers[0](key.decode(row))

        def fill(row: int) -> Number:
            own = [narrow_key(row) for narrow_key in narrow]
            held = [of_rule.get(it) for of_rule, it in zip(known, own, strict=True)]
            if None in held:
                holding = infer(row)
                held = [place in holding for place in range(len(candidates))]
                for place, of_rule in enumerate(known):
                    keep(of_rule, own[place], place in holding, ROWS_KEPT)
            found = 0
            for (when_held, otherwise), holds in zip(adds, held, strict=True):
                found |= when_held if holds else otherwise
            return found

        return fill

    def _find_matched(self, candidate: Candidate) -> int:
        """The place of the bit that is set if a rule holds; an uncontested rule is then in force."""
        component = self._component_of[candidate]
        if component.is_contested:
            return self._holding[component] + component.candidates.index(candidate)
        return self.standing + candidate.place

    def _when_matched(self, candidate: Candidate) -> tuple[Number, Number]:
        """The bits that a rule adds if it holds, and if it does not."""
        component = self._component_of[candidate]
        if component.is_contested:
            return self.matched[candidate.place], 0
        return self._compute_conclusion(candidate), self.failed if component in self._needed else 0

    def _compile_resolution(self, component: Component) -> Callable[[int], Number]:
        """The function from the rules of a component that hold to the bits for those that stand."""
        precedence = find_precedence(component.topic, component.rules)
        stands = [self._compute_conclusion(it) for it in component.candidates]
        loses = [1 << self.overruled + it.place for it in component.candidates]
        needed = self._needed.get(component, ())

        def fill(held: int) -> Number:
            resolved = resolve_conflicts(precedence, held)
            if resolved is None:
                return self.failed
            standing, overruled = resolved
            found = 0
            for place in iterate_bits(standing):
                found |= stands[place]
            for place in iterate_bits(overruled):
                found |= loses[place]
            return found if all(found & bits for bits in needed) else self.failed

        return fill

    def _compute_conclusion(self, candidate: Candidate) -> Number:
        """The bits that a standing rule adds: its own, and those of its conclusions that later rules read."""
        found = 1 << self.standing + candidate.place
        for slot, value in candidate.rule.then.items():
            found |= self.encoding.encode_conclusion(slot, value)
        return found

    # ---------------------------------------------------------------- deciding

    def run(self, number: Number) -> Number:
        """Turn the number of a situation into the number of the decision."""
        for table in self.tables:
            number |= table.rows[number >> table.shift & table.mask]
        for bits in self.unassured:
            if not number & bits:
                number |= self.failed
        return number

    def find_bits(self, components: Iterable[Component], done: Container[int]) -> Number:
        """The bits of a number that determine which rules of some components stand. All others can be ignored.

        These are the fields that the rules read in their joint tables, and recursively those for the slots they read.

        Args:
            components: the components.
            done: the places of tables that were already looked up, so that their results are in the number.
        """
        matching = ((table, table.step) for table in self.tables if isinstance(table.step, Matching))
        table_of = {candidate: table for table, step in matching for candidate in step.candidates}
        found = 0
        ahead = list(components)
        seen = set(ahead)
        while ahead:
            for candidate in ahead.pop().candidates:
                for name in candidate.inputs:
                    found |= table_of[candidate].find_field(name)
                    if name in self._schedule.counts:
                        found |= self.encoding.encode_elements(self._schedule.counts[name])
                    filling = [it for it in self._schedule.find_filling(name) if self._schedule.ends[it] not in done]
                    ahead += [it for it in filling if it not in seen]
                    seen.update(filling)
        return found

    def foresee(
        self, components: Iterable[Component], done: Container[int]
    ) -> tuple[Number, Callable[[Number], Number | None]] | None:
        """Find which rules of some components stand before all slots that they read are decided.

        Most rules that read a slot also read a fact that is rarely given, so it seldom matters what the slot becomes.
        A slot may depend on nearly every fact, while the rules that read it depend on few others: this halves the cost
        of such a field of a new recommendation.

        Args:
            components: the components.
            done: the places of tables that were already looked up.

        Returns:
            The bits of a number that matter, and the function from these bits to the bits of the rules that stand, or
            to None if that depends on undecided slots. None if too many values are possible, or no slot is undecided.
        """
        own = set(components)
        reads = dict.fromkeys(name for component in own for name in component.reads)
        possible = [0]
        for name in reads:
            filling = self._schedule.find_filling(name)
            places = [self._schedule.ends[it] for it in filling]
            if name in self._schedule.counts or name in self.sums:
                return None
            if all(place in done for place in places):
                continue
            given = {rule.then[name] for it in filling for rule in it.rules if name in rule.then}
            if any(place in done for place in places) or own & {*filling} or any(isinstance(it, tuple) for it in given):
                return None
            adds = {0, *(self.encoding.encode_conclusion(name, value) for value in given)}
            possible = [number | it for number in possible for it in adds]
            if len(possible) > MOST_POSSIBLE:
                return None
        if len(possible) == 1:
            return None
        rules = {candidate for component in own for candidate in component.candidates}
        stands = sum(1 << self.standing + it.place for it in rules)
        kept = stands | sum(self.matched[it.place] for it in rules if self._component_of[it].is_contested)
        tables = [
            table
            for table in self.tables
            if (isinstance(table.step, Matching) and not rules.isdisjoint(table.step.candidates))
            or (isinstance(table.step, Resolving) and table.step.component in own)
        ]

        def find(number: Number) -> Number | None:
            found = set()
            for adds in possible:
                result = number | adds
                for table in tables:
                    result |= table.rows[result >> table.shift & table.mask] & kept
                found.add(result & stands)
            return found.pop() if len(found) == 1 else None

        return self.find_bits(own, range(len(self.tables))), find

    def find_key_bits(self, places: Iterable[int]) -> Number:
        """The bits of a situation's number that some tables read, by the places of the tables."""
        found = 0
        for place in places:
            table = self.tables[place]
            if isinstance(table.step, (Matching, Counting)):
                found |= table.mask << table.shift
        return found

    def can_fail(self, component: Component) -> bool:
        """Whether a component may fail: a conflict, or a required slot left empty.

        The answer is conservative: True if a proof would take long.
        """
        if component not in self._can_fail:
            self._can_fail[component] = self._find_failure(component)
        return self._can_fail[component]

    def _find_failure(self, component: Component) -> bool:
        if any(bits >> self.standing + it.place & 1 for bits in self.unassured for it in component.candidates):
            return True
        topic = component.topic
        rules = tuple(self.rules[it.place] for it in component.candidates)
        needed = self._needed.get(component, ())
        required = tuple(slot for slot in topic.required if needed and slot in component.fills)
        read = collect_tests(rules)
        inputs: FrozenMap[str, Attribute] = FrozenMap({name: it for name, it in topic.inputs.items() if name in read})
        return not cannot_fail(evolve(topic, rules=rules, required=required, inputs=inputs))

    def decide(self, situation: Mapping[str, Value]) -> Decision:
        """The decision in a complete situation.

        Raises:
            ConflictError: two standing rules disagree.
            GapError: a required slot stays empty.
        """
        number = self.run(self.encoding.encode_situation(situation))
        if number & self.failed:
            self.explain_failure(situation)
        return self.make_decision(number)

    def explain_failure(self, situation: Mapping[str, Value]) -> NoReturn:
        """Raise the definition's error for a situation that fails, with the facts that were read.

        Raises:
            ConflictError, GapError: of the first topic that fails.
        """
        outcomes: list[Outcome] = []
        for topic in self.topics:
            read = find_inputs(topic, situation, outcomes)
            try:
                outcomes.append(settle(topic, holding(topic, read)))
            except DecisionError as error:
                given = {name: value for name, value in read.items() if value not in (UNKNOWN, frozenset())}
                raise type(error)(error.args[0], error.topic, error.slot, error.rules, given) from None
        raise AssertionError("the plan fails where the definition does not")

    # ---------------------------------------------------------------- reading decisions

    def make_decision(self, number: Number) -> Decision:
        """The decision with a number."""
        outcomes = tuple(self.find_outcomes(number))
        return Decision(outcomes, conclusions(standing_in(outcomes), self.sums))

    def find_outcomes(self, number: Number) -> Iterator[Outcome]:
        """The outcome of each topic."""
        place = 0
        for topic in self.topics:
            mask = (1 << len(topic.rules)) - 1
            standing = number >> self.standing + place & mask
            lost = number >> self.overruled + place & mask
            rules = tuple(topic.rules[it] for it in iterate_bits(standing))
            overruled = {topic.rules[it].id: self.find_winner(number, place + it).id for it in iterate_bits(lost)}
            yield Outcome(rules, FrozenMap(overruled), conclusions(rules, topic.sums))
            place += len(topic.rules)

    def find_rules(self, number: Number) -> list[Rule]:
        """The rules in force, in order of importance."""
        standing = number >> self.standing & (1 << len(self.rules)) - 1
        return [self.rules[place] for place in iterate_bits(standing)]

    def find_losing_bits(self, places: Iterable[int]) -> Number:
        """The bits that show which of some rules are overruled, and by which others; 0 if none can be."""
        found = 0
        for place in places:
            if self._above.get(place):
                found |= 1 << self.overruled + place | self._above[place] << self.standing
        return found

    def find_winner(self, number: Number, loser: int) -> Rule:
        """The first, in order of rank, of the standing rules that overrule a rule."""
        winners = number >> self.standing & self._above[loser]
        return self.rules[(winners & -winners).bit_length() - 1]


def _make_rows(compile_step: Callable[[], Callable[[int], Number]]) -> Cache[int, Number]:
    """The rows of a step; the function that fills them in is compiled for the first row."""
    compiled = cache(compile_step)
    return Cache(lambda key: compiled()(key), ROWS_KEPT)  # noqa: PLW0108 - not yet compiled here


def _place_keys(steps: Iterable[Step], width: int) -> tuple[dict[Step, tuple[Key, int]], int]:
    """The key of each joint table, with its lowest bit in the number of a situation; and the first bit after them."""
    keys: dict[Step, tuple[Key, int]] = {}
    for step in steps:
        if isinstance(step, Matching):
            inputs = {name: attribute for it in step.candidates for name, attribute in it.inputs.items()}
            key = Key.of(inputs, collect_tests(it.rule for it in step.candidates))
            keys[step] = key, width
            width += key.bits
    return keys, width


def _find_counted(counts: Iterable[Count]) -> dict[str, tuple[str, ...]]:
    """For each set that is counted, the counted elements."""
    found: dict[str, dict[str, None]] = {}
    for count in counts:
        found.setdefault(count.of, {}).update(dict.fromkeys(count.elements))
    return {name: tuple(elements) for name, elements in found.items()}
