"""The tables of a plan: for each key of a group, what its topics come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import chain, product
from operator import or_
from typing import Any

from attrs import Factory, define, frozen

from squeezelogic.frames.plan import OVERRULED, REASONS, Group
from squeezelogic.logic.inference.table import Table
from squeezelogic.logic.model.decision import Outcome
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.rules import Conclusion, Topic, by_rank
from squeezelogic.logic.model.vocabulary import Value
from squeezelogic.logic.rulebook import Rulebook

BOOKS_KEPT = 16
ROWS_KEPT = 16_384


@frozen(eq=False)
class Row:
    """What a group comes to: its outcomes, or the error that there is none."""

    outcomes: tuple[Outcome, ...] = ()
    failure: DecisionError | None = None

    def slot(self, name: str) -> Conclusion | None:
        """What the rules filled a slot with, if anything."""
        held = [outcome.slots[name] for outcome in self.outcomes if name in outcome.slots]
        if not held:
            return None
        lists = [value for value in held if isinstance(value, tuple)]
        return by_rank(dict.fromkeys(chain.from_iterable(lists)), self._ranks(name)) if lists else held[0]

    def _ranks(self, slot: str) -> Mapping[str, int]:
        rules = (rule for outcome in self.outcomes for rule in outcome.standing)
        return {text: rank for rule in rules for text, rank in rule.ranks.get(slot, {}).items()}

    def elements(self, column: str) -> tuple[str, ...]:
        """What the rules put into a list: a slot, `reasons` or `overruled`."""
        if column == REASONS:
            return tuple(rule.id for outcome in self.outcomes for rule in outcome.standing)
        if column == OVERRULED:
            return tuple(chain.from_iterable(outcome.overruled for outcome in self.outcomes))
        held = self.slot(column)
        return held if isinstance(held, tuple) else ()


class TopicTable:
    """One topic's table, of which every row that was asked for stays known.

    Args:
        topic: the topic.
    """

    def __init__(self, topic: Topic) -> None:
        self.table = Table(topic)
        self.outcome = lru_cache(ROWS_KEPT)(self._outcome)
        self._different: dict[object, Outcome] = {}

    def _outcome(self, number: int) -> Outcome | DecisionError:
        """What the topic comes to in the row with a number, or the error that it comes to nothing."""
        try:
            outcome = self.table.outcome(self.table.numbered(number))
        except DecisionError as error:
            return error
        rules = tuple(rule.id for rule in outcome.standing), tuple(outcome.overruled.items())
        return self._different.setdefault(rules, outcome)


@lru_cache(BOOKS_KEPT)
def topic_tables(book: Rulebook) -> tuple[TopicTable, ...]:
    """The tables of a rulebook's topics, kept for its next frame."""
    return tuple(map(TopicTable, book.topics))


@frozen
class Step:
    """A topic of a group: its table, what values of digits add to the number of a row, and the slots it reads."""

    of: TopicTable
    read: tuple[tuple[int, tuple[int, ...]], ...]
    slots: tuple[str, ...]


@define
class GroupTable:
    """The table of a group, filled in key by key.

    Args:
        group: the group.
        steps: its topics, in order.
    """

    group: Group
    steps: tuple[Step, ...]
    _rows: dict[tuple[int, ...], Row] = Factory(dict)

    @classmethod
    def of(cls, book: Rulebook, group: Group) -> GroupTable:
        """The table of a group of a rulebook's topics."""
        names = {topic.name for topic in group.topics}
        return cls(group, tuple(_step(of, group) for of in topic_tables(book) if of.table.topic.name in names))

    def rows(self, keys: Sequence[int]) -> Iterator[Row]:
        """What the group comes to under each of these keys. Keys that come to the same share a row."""
        if isinstance(keys, range):
            return map(self._row, product(*(range(digit.size) for digit in self.group.digits)))
        return (self._row(self.group.values(key)) for key in keys)

    def _row(self, values: tuple[int, ...]) -> Row:
        """What comes of digits: each topic's row is numbered by what they, and earlier topics' slots, add."""
        concluded: dict[str, Value] = {}
        outcomes: list[Outcome] = []
        for step in self.steps:
            number = 0
            for place, adds in step.read:
                number |= adds[values[place]]
            for slot in step.slots:
                if slot in concluded:
                    number |= step.of.table.adds(slot, concluded[slot])
            outcome = step.of.outcome(number)
            if isinstance(outcome, DecisionError):
                return Row(failure=outcome)
            outcomes.append(outcome)
            for slot, more in outcome.slots.items():
                concluded[slot] = _joined(concluded.get(slot), more)
        return self._rows.setdefault(tuple(map(id, outcomes)), Row(tuple(outcomes)))


def _step(of: TopicTable, group: Group) -> Step:
    read: list[tuple[int, tuple[int, ...]]] = []
    for place, digit in enumerate(group.digits):
        facts = (digit.facts(value).items() for value in range(digit.size))
        adds = tuple(reduce(or_, (of.table.adds(name, fact) for name, fact in each), 0) for each in facts)
        if any(adds):
            read.append((place, adds))
    slots = tuple(name for name, attribute in of.table.topic.inputs.items() if attribute.of == "slot")
    return Step(of, tuple(read), slots)


def _joined(known: Value | None, more: Conclusion) -> Value:
    """A conclusion, or a list with what else is in it."""
    if isinstance(more, tuple):
        return frozenset(more) | (known if isinstance(known, frozenset) else frozenset())
    return more


def handed_on(groups: Sequence[Group], number: int, row: Row) -> dict[int, int]:
    """What a group's row adds to the key of each later group that reads what it concludes.

    Args:
        groups: the plan.
        number: which of its groups the row is of.
        row: what that came to.
    """
    return {
        later: sum(
            weight * digit.of(row.slot(digit.attribute.name))
            for weight, digit in zip(group.weights, group.digits, strict=True)
            if digit.attribute is not None and digit.filled_by == number
        )
        for later, group in enumerate(groups)
        if later > number
    }


def pieces(groups: Iterable[Group], column: str) -> tuple[int, ...]:
    """Which groups have a say in a column of lists."""
    return tuple(number for number, group in enumerate(groups) if column in (REASONS, OVERRULED) or group.fills(column))


def overlapping(groups: Sequence[Group], column: str) -> bool:
    """Whether two groups may put the same element into a list."""
    seen: set[str] = set()
    for number in pieces(groups, column):
        here = set(_may_hold(groups[number], column))
        if seen & here:
            return True
        seen |= here
    return False


def ranks(groups: Iterable[Group], column: str) -> Mapping[str, int]:
    """The ranks of what a list may hold, those of rank 0 left out."""
    rules = (rule for group in groups for topic in group.topics for rule in topic.rules)
    return {text: rank for rule in rules for text, rank in rule.ranks.get(column, {}).items()}


def bands(groups: Sequence[Group], column: str) -> tuple[frozenset[str], ...]:
    """What a list may hold, cut into bands: within each, the pieces of groups in turn are in coaching order.

    None where the pieces are in that order as they are.
    """
    known = ranks(groups, column)
    held = [
        {each: known.get(each, 0) for each in _may_hold(groups[number], column)} for number in pieces(groups, column)
    ]
    found: list[set[str]] = [set()]
    last = 0  # the latest group that has put something into the band
    for rank in sorted({rank for each in held for rank in each.values()}):
        here = [place for place, each in enumerate(held) if rank in each.values()]
        if here[0] < last:
            found.append(set())
        last = here[-1]
        found[-1].update(text for each in held for text, own in each.items() if own == rank)
    return tuple(map(frozenset, found)) if len(found) > 1 else ()


def _may_hold(group: Group, column: str) -> Iterable[str]:
    for topic in group.topics:
        for rule in topic.rules:
            value: Any = rule.then.get(column, ())
            yield from value if isinstance(value, tuple) else ()
