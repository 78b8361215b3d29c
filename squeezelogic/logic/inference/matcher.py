"""Finds the rules that hold: by durable-rules where it can be had, else by the definition.

durable-rules compares integers, so a topic is put to it in integers: a value is the number of its class, that is, of
the values that the topic's rules do not tell apart from it; a set enters as how many of the elements in question it
holds. A rule that reads more than the engine takes is left to the definition, together with its topic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from squeezelogic.logic.inference.engines import DEFINITION, engine
from squeezelogic.logic.model.conditions import Branch, HasAll, HasAny, HasCount, Not, Test
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.logic.semantics import definition
from squeezelogic.logic.semantics.definition import Situation, passes
from squeezelogic.logic.semantics.equivalence import Classes, asked, classify

Comparison = tuple[str, str, int]
Matcher = Callable[[Situation], set[int]]
Finder = Callable[[Situation], Sequence[Rule]]
SHORT = 32


def finder(topic: Topic, by: str | None = None) -> Finder:
    """The function that says which rules of a topic hold, in order of rank.

    Args:
        topic: the topic.
        by: `"durable-rules"` or `"definition"`; the one at work if left out.
    """
    match = make_matcher(topic.rules, topic.inputs, by)
    return lambda situation: [topic.rules[place] for place in sorted(match(situation))]


def make_matcher(rules: Sequence[Rule], inputs: Mapping[str, Attribute], by: str | None = None) -> Matcher:
    """The function that says which of some rules hold in a situation, by their places.

    Args:
        rules: the rules.
        inputs: every attribute they read.
        by: `"durable-rules"` or `"definition"`; the one at work if left out.
    """
    if (by or engine()) == DEFINITION:
        return lambda situation: {place for place, rule in enumerate(rules) if definition.holds(rule, situation)}
    from squeezelogic.logic.inference import durable_rules  # noqa: PLC0415 - see `absence`

    columns: dict[str, Callable[[Situation], int]] = {}
    owners: list[int] = []
    conjunctions: list[list[Comparison]] = []
    tests = asked(rules)
    told_apart = {name: classify(inputs[name], tests[name]) for name in tests}
    for place, rule in enumerate(rules):
        for branch in rule.when:
            owners.append(place)
            conjunctions.append(_make_comparisons(branch, told_apart, columns))
    if any(len({key for key, _, _ in each}) > durable_rules.MOST_KEYS for each in conjunctions):
        return make_matcher(rules, inputs, DEFINITION)
    match = durable_rules.Matcher(conjunctions)
    return lambda situation: {owners[it] for it in match({key: column(situation) for key, column in columns.items()})}


def _make_comparisons(
    branch: Branch, told_apart: Mapping[str, Classes], columns: dict[str, Callable[[Situation], int]]
) -> list[Comparison]:
    """The branch as comparisons of integers; the columns they compare are added."""
    found: list[Comparison] = []
    for clause in branch:
        column = told_apart[clause.attribute]
        key, number, comparisons = (_compare_class if column.representatives else _compare_count)(column, clause.test)
        columns[key] = number
        found += [(key, operator, number) for operator, number in comparisons]
    return found


_Column = tuple[str, Callable[[Situation], int], list[tuple[str, int]]]
"""A key, how to find its number in a situation, and the comparisons, all of which must hold."""


def _compare_class(column: Classes, test: Test) -> _Column:
    """A value as the number of its class. Conjunctions are all the engine is asked for: one of several is no other."""
    passing = [number for number, value in enumerate(column.representatives) if passes(test, value)]
    failing = sorted(set(range(column.size)).difference(passing))
    if not passing or passing[-1] - passing[0] == len(passing) - 1:
        low, high = (passing[0], passing[-1]) if passing else (1, 0)
        comparisons = [("==", low)] if low == high else [(">=", low), ("<=", high)]
    elif len(failing) <= SHORT:
        comparisons = [("!=", number) for number in failing]
    else:
        among = frozenset(passing)
        return f"{column.name} in {passing}", lambda s: int(column.number(s[column.name]) in among), [("==", 1)]
    return column.name, lambda situation: column.number(situation[column.name]), comparisons


def _compare_count(column: Classes, test: Test) -> _Column:
    """A set as how many of the elements in question it holds."""
    inner = test.test if isinstance(test, Not) else test
    if not isinstance(inner, (HasAny, HasAll, HasCount)):
        raise AssertionError(test)  # pragma: no cover - the reader makes no other test of a set
    name, values = column.name, inner.values
    least = {HasAny: 1, HasAll: len(values)}.get(type(inner), getattr(inner, "count", 0))

    def held(situation: Situation) -> int:
        return len(values.intersection(situation[name]))  # type: ignore[arg-type] # a set's values are sets

    return f"{name} of {sorted(values)}", held, [("<=", least - 1) if isinstance(test, Not) else (">=", least)]
