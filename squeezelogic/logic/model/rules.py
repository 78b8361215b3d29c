"""Rules and topics as values, and their ranks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import chain

from attrs import field, frozen

from squeezelogic.logic.model.conditions import Branch
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Attribute, Value

Conclusion = Value | tuple[str, ...]


class Points(int):
    """Points that a rule adds to a slot that sums, and their total; different points do not conflict."""

    __slots__ = ()

    def __add__(self, other: int) -> Points:
        return Points(int(self) + other)


def _find_line(find: Callable[[], int | None] | int | None) -> int | None:
    return find() if callable(find) else find


@frozen
class Place:
    """A place in a file; the line is looked up when it is first read."""

    file: str = ""
    _find: Callable[[], int | None] | int | None = field(
        default=None, eq=_find_line, repr=lambda find: repr(_find_line(find))
    )

    @property
    def line(self) -> int | None:
        """The line, counted from 1; None if it is not known."""
        return _find_line(self._find)

    def __reduce__(self) -> tuple[type[Place], tuple[str, int | None]]:
        return Place, (self.file, self.line)


@frozen(cache_hash=True)
class Rule:
    """A rule: its condition, its conclusions, the reason and the source.

    Args:
        id: kebab-case, unique in the rulebook.
        topic: the topic it belongs to.
        level: one of the topic's levels.
        when: branches of clauses; the rule holds if every clause of some branch does.
        then: a value for each slot it fills; a tuple where the slot accumulates, `Points` where it sums.
        because: the reason, as a sentence.
        claims: ids of the claims that support it.
        basis: `stated` (a source says it), `inferred` (it follows from the sources) or `house` (our own policy).
        overrides: ids of rules on the same level that this one ranks above.
        disputed_by: ids of claims that contradict it.
        ranks: for each list slot it fills, the ranks of the texts it adds, without those of rank 0.
        blocks: ids of rules on lower levels that do not stand where this one does.
    """

    id: str
    topic: str
    level: str
    when: tuple[Branch, ...]
    then: FrozenMap[str, Conclusion]
    title: str = ""
    because: str = ""
    claims: tuple[str, ...] = ()
    basis: str = "house"
    overrides: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    ranks: FrozenMap[str, FrozenMap[str, int]] = field(factory=FrozenMap)
    blocks: tuple[str, ...] = ()
    place: Place = field(factory=Place, eq=False, repr=False)

    def rank(self, slot: str, element: object) -> int:
        """The rank of an element that it adds to a list; 0 by default, and for other conclusions."""
        return self.ranks[slot].get(str(element), 0) if slot in self.ranks else 0

    def contests(self, other: Rule) -> bool:
        """Whether the two cannot both stand: one blocks the other, or they conflict."""
        return other.id in self.blocks or self.id in other.blocks or self.conflicts_with(other) is not None

    def conflicts_with(self, other: Rule) -> str | None:
        """The first single-valued slot to which the two give different values, if there is one."""
        for slot, value in self.then.items():
            if not isinstance(value, (tuple, Points)) and other.then.get(slot, value) != value:
                return slot
        return None


@frozen
class Topic:
    """One question, the rules that answer it, and their precedence.

    Args:
        name: unique in the rulebook.
        levels: highest first.
        concludes: the slots its rules may fill.
        required: the slots that must be filled in every situation.
        sums: the slots whose value is the sum of what its rules give, from 0.
        inputs: each attribute its rules read (earlier topics' slots included), as an `Attribute`.
        rules: in order of rank, see `ranked`.
    """

    name: str
    question: str
    levels: tuple[str, ...]
    concludes: tuple[str, ...]
    required: tuple[str, ...]
    inputs: FrozenMap[str, Attribute]
    rules: tuple[Rule, ...]
    place: Place = field(factory=Place, eq=False, repr=False)
    sums: tuple[str, ...] = ()

    @cached_property
    def _overridden_rules(self) -> dict[str, frozenset[str]]:
        return overridden({rule.id: rule.overrides for rule in self.rules})

    @cached_property
    def _level_heights(self) -> dict[str, int]:
        return {level: height for height, level in enumerate(self.levels)}

    def outranks(self, upper: Rule, lower: Rule) -> bool:
        """Whether one rule ranks above another: a higher level, or the same one and an override."""
        above = self._level_heights[upper.level] - self._level_heights[lower.level]
        return above < 0 or (above == 0 and lower.id in self._overridden_rules[upper.id])


def by_rank(elements: Iterable[str], ranks: Mapping[str, int]) -> tuple[str, ...]:
    """Sort the elements of a list by rank (0 by default); the sort is stable."""
    return tuple(sorted(elements, key=lambda element: ranks.get(element, 0)))


def overridden(overrides: dict[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """For each rule, every rule it overrides, directly or through others. A rule in a cycle overrides itself."""
    beneath = {}
    for start, direct in overrides.items():
        found: set[str] = set()
        ahead = list(direct)
        while ahead:
            rule = ahead.pop()
            if rule not in found:
                found.add(rule)
                ahead += overrides.get(rule, ())
        beneath[start] = frozenset(found)
    return beneath


def find_circle(overrides: Mapping[str, tuple[str, ...]]) -> list[str]:
    """A cycle of overrides. Each rule must override another one of these."""
    places: dict[str, int] = {}
    rule = next(iter(overrides))
    while rule not in places:
        places[rule] = len(places)
        rule = next(other for other in overrides[rule] if other in overrides)
    return [*list(places)[places[rule] :], rule]


def ranked(rules: list[Rule], levels: tuple[str, ...]) -> tuple[Rule, ...]:
    """Rules in order of importance: by level, then each rule before those it overrides, then by id."""
    beneath = overridden({rule.id: rule.overrides for rule in rules})
    above = Counter(chain.from_iterable(beneath.values()))
    return tuple(sorted(rules, key=lambda rule: (levels.index(rule.level), above[rule.id], rule.id)))
