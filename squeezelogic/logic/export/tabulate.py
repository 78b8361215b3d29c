"""A topic as a decision table: its outcomes, and the fewest rows that describe their conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import prod

from attrs import evolve, frozen

from squeezelogic.logic.analysis.cells import render_cell, render_conclusion
from squeezelogic.logic.analysis.compiled import Compiled, CompiledTopic
from squeezelogic.logic.analysis.covers import Effort, cover
from squeezelogic.logic.analysis.cubes import runs_apart
from squeezelogic.logic.analysis.diagrams import NEVER, Node
from squeezelogic.logic.model.conditions import Branch, Test
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, grouped, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Conclusion, Topic
from squeezelogic.logic.model.vocabulary import Attribute, Value
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.logic.semantics.equivalence import classes

UNIQUE, ANY, COLLECT = "unique", "any", "collect"
POLICIES = {
    UNIQUE: "no two rows match at once",
    ANY: "rows that match at once say the same",
    COLLECT: "every row that matches adds what it says",
}
NO_ANSWER = "no answer"
MOST_OUTCOMES = 64


@frozen
class Row:
    """One row: its condition, its conclusions, and the reason if there is no answer."""

    when: Branch
    then: FrozenMap[str, Conclusion]
    failure: str = ""


@frozen
class DecisionTable:
    """A topic as rows; rows with equal outcomes are merged. If no row matches, nothing is concluded.

    Args:
        topic, question: the name of the topic, and its question.
        columns: the attributes and earlier slots that affect the outcome.
        slots: the slots that it fills.
        hit: `unique` (at most one row matches), `any` (matching rows have equal conclusions), or `collect` (the
            conclusions of all matching rows are combined).
        rows: the rows; those of more important rules first.
        fewest: whether the number of rows is proven to be minimal.
        told_apart: the number of situations that the rules of the topic tell apart.
    """

    topic: str
    question: str
    columns: tuple[Attribute, ...]
    slots: tuple[str, ...]
    hit: str
    rows: tuple[Row, ...]
    fewest: bool
    told_apart: int

    def look_up(self, known: Mapping[str, Value]) -> FrozenMap[str, Conclusion] | None:
        """The conclusions for a situation, with lists in alphabetical order; None if there is no answer."""
        matching = [row for row in self.rows if all(passes(c.test, known[c.attribute]) for c in row.when)]
        if any(row.failure for row in matching):
            return None
        found: dict[str, Conclusion] = {}
        for row in matching:
            for slot, value in row.then.items():
                found[slot] = tuple(sorted({*found.get(slot, ()), *value})) if isinstance(value, tuple) else value  # type: ignore[misc]
        return FrozenMap(found)

    @property
    def policy(self) -> str:
        """The meaning of `hit`, in words."""
        return POLICIES[self.hit]

    @property
    def head(self) -> list[str]:
        """The names of the columns, then of the slots."""
        return [*(column.name for column in self.columns), *self.slots]

    def cells(self) -> Iterator[list[str]]:
        """The rows as text; a dash where an attribute does not matter, or a slot stays empty."""
        for row in self.rows:
            asked = (render_cell(column, _list_tests(row.when, column.name)) for column in self.columns)
            says = (NO_ANSWER if row.failure else render_conclusion(row.then.get(slot)) for slot in self.slots)
            yield [*asked, *says]


def tabulate(book: Rulebook, name: str) -> DecisionTable:
    """A topic of a rulebook as a decision table; the conclusions of earlier topics are inputs.

    Raises:
        InvalidInput: there is no such topic, or it is too large.
    """
    return _Tabulation(named(book, name)).table()


def named(book: Rulebook, name: str) -> Topic:
    """The topic with a name.

    Raises:
        InvalidInput: there is none; the message suggests a name.
    """
    topics = {topic.name: topic for topic in book.topics}
    if name not in topics:
        raise InvalidInput(f"no topic {quoted(name)}: {did_you_mean(name, topics)}")
    return topics[name]


class _Tabulation:
    def __init__(self, topic: Topic) -> None:
        inputs = {name: alone(attribute, topic.inputs) for name, attribute in topic.inputs.items()}
        clauses = [clause for rule in topic.rules for branch in rule.when for clause in branch]
        self.compiled = Compiled(inputs, [topic], runs_apart(inputs, clauses))
        self.compiled.add(topic)
        self.space, self.d, self.topic = self.compiled.space, self.compiled.diagrams, topic
        self.effort = Effort()
        self.told_apart = prod(column.size for column in classes(topic))
        if not self.compiled.topics:
            raise InvalidInput(
                f"topic {quoted(topic.name)} is too large for a table: "
                f"its rules tell {grouped(self.told_apart)} situations apart"
            )
        self.diagram: CompiledTopic = self.compiled.topics[0]

    def table(self) -> DecisionTable:
        """The table of the kind with fewer rows."""
        collected, fewest = self._make_rows(self._list_elements())
        hit = COLLECT
        if (outcomes := self._list_outcomes()) is not None:
            whole, fewest_whole = self._make_rows(outcomes)
            if len(whole) <= len(collected):
                collected, fewest, hit = whole, fewest_whole, UNIQUE if self._are_apart(whole) else ANY
        used = {clause.attribute for row in collected for clause in row.when}
        return DecisionTable(
            self.topic.name,
            self.topic.question,
            tuple(attribute for name, attribute in self.topic.inputs.items() if name in used),
            tuple(slot for slot in self.topic.concludes if slot in self.diagram.slots),
            hit,
            tuple(collected),
            fewest,
            self.told_apart,
        )

    def _make_rows(self, parts: Iterable[tuple[Node, dict[str, Conclusion]]]) -> tuple[list[Row], bool]:
        """The rows for the conditions of each part, and whether their number is proven to be minimal."""
        rows, fewest = list[Row](), True
        for node, then in [*self._split_failures(), *sorted(parts, key=lambda part: self._rank_importance(part[0]))]:
            covered = cover(self.space, node, self.effort)
            fewest = fewest and covered.fewest
            failure = str(then.pop("", ""))
            rows += [Row(branch, FrozenMap(then), failure) for branch in covered.branches]
        return rows, fewest

    def _split_failures(self) -> Iterator[tuple[Node, dict[str, Conclusion]]]:
        failing = self.compiled.errors(self.diagram)
        if failing != NEVER:
            yield failing, {"": NO_ANSWER}

    def _rank_importance(self, node: Node) -> list[int]:
        """The ranks of the rules that stand somewhere in a set of situations."""
        stands = self.diagram.stands
        return [rank for rank, rule in enumerate(self.topic.rules) if self.d.both(stands[rule.id], node) != NEVER]

    def _list_outcomes(self) -> list[tuple[Node, dict[str, Conclusion]]] | None:
        """All outcomes except the empty one, each with its situations; None if there are too many."""
        found: list[tuple[Node, dict[str, Conclusion]]] = [(self.compiled.decided, {})]
        for slot, values in self.diagram.slots.items():
            for value, node in rank_values(self.topic, slot, values).items():
                found = [part for each in found for part in self._split_part(each, slot, value, node)]
                if len(found) > MOST_OUTCOMES:
                    return None
        return [(node, then) for node, then in found if then]

    def _split_part(
        self, part: tuple[Node, dict[str, Conclusion]], slot: str, value: Value, node: Node
    ) -> Iterator[tuple[Node, dict[str, Conclusion]]]:
        """A part split into situations with and without a value of a slot."""
        within, then = part
        held = then.get(slot, ())
        more: Conclusion = (*held, str(value)) if slot in self._find_lists() and isinstance(held, tuple) else value
        for here, what in ((self.d.both(within, node), {**then, slot: more}), (self.d.without(within, node), then)):
            if here != NEVER:
                yield here, what

    def _list_elements(self) -> list[tuple[Node, dict[str, Conclusion]]]:
        """All values and elements, each with its situations; those with equal situations are one part."""
        found: dict[Node, dict[str, Conclusion]] = {}
        for slot, values in self.diagram.slots.items():
            for value, node in rank_values(self.topic, slot, values).items():
                here = self.d.both(self.compiled.decided, node)
                if here != NEVER:
                    then = found.setdefault(here, {})
                    held = then.get(slot, ())
                    then[slot] = (
                        (*held, str(value)) if slot in self._find_lists() and isinstance(held, tuple) else value
                    )
        return list(found.items())

    def _find_lists(self) -> set[str]:
        return {slot for rule in self.topic.rules for slot, value in rule.then.items() if isinstance(value, tuple)}

    def _are_apart(self, rows: list[Row]) -> bool:
        """Whether at most one row matches in every situation."""
        seen = NEVER
        for row in rows:
            node = self.compiled.when([row.when])
            if self.d.both(seen, node) != NEVER:
                return False
            seen = self.d.some([seen, node])
        return True


def rank_elements(topics: Iterable[Topic], slot: str) -> list[str]:
    """The elements that rules can add to a list, in the order of a decision; none if the slot is no list."""
    said = [
        (rule.rank(slot, element), element)
        for topic in topics
        for rule in topic.rules
        if isinstance(elements := rule.then.get(slot), tuple)
        for element in elements
    ]
    return list(dict.fromkeys(element for _, element in sorted(said, key=lambda it: it[0])))


def rank_values(topic: Topic, slot: str, values: Mapping[Value, Node]) -> dict[Value, Node]:
    """The values of a slot; the elements of a list in the order of a decision."""
    return {each: values[each] for each in rank_elements([topic], slot)} or dict(values)


def alone(attribute: Attribute, inputs: Iterable[str]) -> Attribute:
    """The attribute, without implications for attributes that are not read."""
    known = set(inputs)
    implies: dict[str, FrozenMap[str, Value]] = {
        value: FrozenMap({other: implied for other, implied in others.items() if other in known})
        for value, others in attribute.implies.items()
    }
    return evolve(attribute, implies=FrozenMap(implies))


def _list_tests(branch: Branch, name: str) -> list[Test]:
    return [clause.test for clause in branch if clause.attribute == name]
