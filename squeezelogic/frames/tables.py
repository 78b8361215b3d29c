"""The lookup tables of a plan: for each key of a group, the outcomes of its topics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import chain, product
from operator import or_

from attrs import Factory, define, frozen

from squeezelogic.frames.plan import OVERRULED, REASONS, Group
from squeezelogic.logic.inference.plan import Plan
from squeezelogic.logic.model.decision import Outcome
from squeezelogic.logic.model.rules import Conclusion, by_rank
from squeezelogic.logic.rulebook import Rulebook

PLANS_KEPT = 64


@frozen(eq=False)
class Row:
    """A row of a group's table: the outcomes of its topics, or the fact that they have failed."""

    outcomes: tuple[Outcome, ...] = ()
    has_failed: bool = False

    def slot(self, name: str) -> Conclusion | None:
        """The conclusion about a slot; None if no rule filled it."""
        held = [outcome.slots[name] for outcome in self.outcomes if name in outcome.slots]
        if not held:
            return None
        lists = [value for value in held if isinstance(value, tuple)]
        return by_rank(dict.fromkeys(chain.from_iterable(lists)), self._collect_ranks(name)) if lists else held[0]

    def _collect_ranks(self, slot: str) -> Mapping[str, int]:
        rules = (rule for outcome in self.outcomes for rule in outcome.standing)
        return {text: rank for rule in rules for text, rank in rule.ranks.get(slot, {}).items()}

    def elements(self, column: str) -> tuple[str, ...]:
        """The elements of a list column: a slot, `reasons` or `overruled`."""
        if column == REASONS:
            return tuple(rule.id for outcome in self.outcomes for rule in outcome.standing)
        if column == OVERRULED:
            return tuple(chain.from_iterable(outcome.overruled for outcome in self.outcomes))
        held = self.slot(column)
        return held if isinstance(held, tuple) else ()


@lru_cache(PLANS_KEPT)
def _compile_plan(book: Rulebook, names: tuple[str, ...]) -> Plan:
    """The plan of some topics only, which takes the slots of earlier topics as input."""
    return Plan([topic for topic in book.topics if topic.name in names], book.vocabulary)


@define
class GroupTable:
    """The lookup table of a group; rows are computed on demand.

    Args:
        group: the group.
        plan: the plan of its topics.
        adds: for each digit of a key, the bits that each of its values adds to the encoded situation.
    """

    group: Group
    plan: Plan
    adds: tuple[tuple[int, ...], ...]
    _rows: dict[int, Row] = Factory(dict)

    @classmethod
    def of(cls, book: Rulebook, group: Group) -> GroupTable:
        """The table of a group of topics."""
        plan = _compile_plan(book, tuple(topic.name for topic in group.topics))
        encode = plan.encoding.encode_situation
        adds = (tuple(encode(digit.facts(value)) for value in range(digit.size)) for digit in group.digits)
        return cls(group, plan, tuple(adds))

    def rows(self, keys: Sequence[int]) -> Iterator[Row]:
        """The row of each key. Keys with equal outcomes share one row."""
        if isinstance(keys, range):
            return map(self._find_row, product(*self.adds))
        each = (self.group.values(key) for key in keys)
        return (self._find_row([adds[value] for adds, value in zip(self.adds, values, strict=True)]) for values in each)

    def _find_row(self, added: Iterable[int]) -> Row:
        plan = self.plan
        number = plan.run(reduce(or_, added, 0))
        decided = plan.failed if number & plan.failed else number & (plan.failed - 1)
        if decided not in self._rows:
            has_failed = decided == plan.failed
            self._rows[decided] = Row(() if has_failed else tuple(plan.find_outcomes(number)), has_failed)
        return self._rows[decided]


def compute_key_addends(groups: Sequence[Group], number: int, row: Row) -> dict[int, int]:
    """The number that a row of a group adds to the key of each later group.

    Args:
        groups: the groups of the plan.
        number: the number of the row's group.
        row: the row.
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
    """The numbers of the groups that contribute to a list column."""
    return tuple(number for number, group in enumerate(groups) if column in (REASONS, OVERRULED) or group.fills(column))


def overlapping(groups: Sequence[Group], column: str) -> bool:
    """Whether two groups can contribute the same element to a list."""
    seen: set[str] = set()
    for number in pieces(groups, column):
        here = set(_may_hold(groups[number], column))
        if seen & here:
            return True
        seen |= here
    return False


def ranks(groups: Iterable[Group], column: str) -> Mapping[str, int]:
    """The ranks of the elements of a list column, without those of rank 0."""
    rules = (rule for group in groups for topic in group.topics for rule in topic.rules)
    return {text: rank for rule in rules for text, rank in rule.ranks.get(column, {}).items()}


def bands(groups: Sequence[Group], column: str) -> tuple[frozenset[str], ...]:
    """The elements of a list column in bands; within a band, the order of the groups is coaching order.

    Empty if the order of the groups is coaching order for the whole list.
    """
    known = ranks(groups, column)
    held = [
        {each: known.get(each, 0) for each in _may_hold(groups[number], column)} for number in pieces(groups, column)
    ]
    found: list[set[str]] = [set()]
    last = 0  # the last group with an element in the band
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
            value = rule.then.get(column)
            yield from value if isinstance(value, tuple) else ()
