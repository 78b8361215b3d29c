"""Which rule prevails where two rules can hold together and disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations, product
from math import prod
from typing import Any

from attrs import frozen

from squeezelogic.logic.model.conditions import Branch, HasAny, Not, Test
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.logic.semantics.components import iterate_bits
from squeezelogic.logic.semantics.definition import holding, passes, settle
from squeezelogic.logic.semantics.equivalence import classes, classify

FEW_ROWS = 64
"""The most rows that are enumerated."""

MOST_SETS = 2_000
"""The number of sets tried before two rules count as able to hold together."""


@frozen
class Precedence:
    """The rules of a component that can affect one rule, as bit sets of places in the component.

    Args:
        rivals: the rules ranked before this one that contest it.
        above: the rivals that overrule it.
    """

    rivals: int
    above: int


def list_overruling(topic: Topic, rule: Rule) -> tuple[Rule, ...]:
    """The rules that overrule this one if they stand and it holds, in order of rank."""
    return tuple(other for other in _find_rivals(topic, rule) if topic.outranks(other, rule))


def list_overruled(topic: Topic, rule: Rule) -> tuple[Rule, ...]:
    """The rules that this one overrules if it stands and they hold, in order of rank."""
    return tuple(other for other in _find_rivals(topic, rule) if topic.outranks(rule, other))


def _find_rivals(topic: Topic, rule: Rule) -> Iterable[Rule]:
    return (other for other in topic.rules if rule.contests(other) and can_meet(topic, rule, other))


def can_meet(topic: Topic, one: Rule, other: Rule) -> bool:
    """Whether both can hold at once, ignoring implications between attributes."""
    return any(_can_pass_together(topic.inputs, a, b) for a in one.when for b in other.when)


def cannot_fail(topic: Topic) -> bool:
    """Whether no situation has a conflict or a gap. The answer is conservative: False if a proof would take long."""
    if not topic.required and not any(_may_disagree(topic, *pair) for pair in combinations(topic.rules, 2)):
        return True
    columns = classes(topic)
    if prod(column.size for column in columns) > FEW_ROWS:
        return False
    names = [column.name for column in columns]
    try:
        for row in product(*columns):
            settle(topic, holding(topic, dict(zip(names, row, strict=True))))
    except DecisionError:
        return False
    return True


def _may_disagree(topic: Topic, upper: Rule, lower: Rule) -> bool:
    return bool(upper.conflicts_with(lower)) and not topic.outranks(upper, lower) and can_meet(topic, upper, lower)


def _can_pass_together(inputs: Mapping[str, Attribute], *branches: Branch) -> bool:
    asked: dict[str, list[Test]] = {}
    for clause in chain.from_iterable(branches):
        asked.setdefault(clause.attribute, []).append(clause.test)
    return all(_is_passable(inputs[name], tests) for name, tests in asked.items())


def _is_passable(attribute: Attribute, tests: list[Test]) -> bool:
    """Whether one value passes all the tests."""
    if attribute.type == "set":
        return _is_set_passable(frozenset(map(str, attribute.values)), tests)
    return any(all(passes(test, value) for test in tests) for value in classify(attribute, tests).representatives)


def _is_set_passable(elements: frozenset[str], tests: list[Test]) -> bool:
    """Whether some set passes all the tests: start with the full set, and remove elements that fail a negated test.

    Elements that no test distinguishes are interchangeable. If more than `MOST_SETS` sets would
    have to be tried, the answer is True, the conservative one.
    """
    named: list[frozenset[Any]] = [(t.test if isinstance(t, Not) else t).values for t in tests]  # type: ignore[union-attr]
    wanted = [test for test in tests if not isinstance(test, Not)]
    barred = chain.from_iterable(t.test.values for t in tests if isinstance(t, Not) and isinstance(t.test, HasAny))
    kinds = {element: tuple(element in values for values in named) for element in sorted(elements)}
    tried = {elements - frozenset(barred)}
    left = list(tried)
    while left and len(tried) <= MOST_SETS:
        held = left.pop()
        if all(passes(test, held) for test in wanted):
            failed = next((named[i] for i, test in enumerate(tests) if not passes(test, held)), None)
            if failed is None:
                return True
            last = {kinds[element]: element for element in sorted(failed & held)}
            fewer = {held - {element} for element in last.values()} - tried
            tried |= fewer
            left += fewer
    return bool(left)


def find_precedence(topic: Topic, rules: Sequence[Rule]) -> list[Precedence]:
    """For each rule of a component, in order of rank, the rules that can affect it.

    The topic decides ranks: an override may pass through a rule of another component.
    """
    found = []
    for place, rule in enumerate(rules):
        rivals = [before for before in range(place) if rule.contests(rules[before])]
        above = [before for before in rivals if topic.outranks(rules[before], rule)]
        found.append(Precedence(sum(1 << it for it in rivals), sum(1 << it for it in above)))
    return found


def resolve_conflicts(precedence: Sequence[Precedence], holding: int) -> tuple[int, int] | None:
    """Find which rules of a component stand and which are overruled, given the set of those that hold.

    Returns:
        The two sets, or None if two conflicting rules stand.
    """
    standing = overruled = 0
    for place in iterate_bits(holding):
        of = precedence[place]
        if standing & of.above:
            overruled |= 1 << place
        elif standing & of.rivals:
            return None
        else:
            standing |= 1 << place
    return standing, overruled
