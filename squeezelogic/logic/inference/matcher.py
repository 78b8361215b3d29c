"""Finds the rules that hold: with durable-rules if it is installed, else with the definition.

durable-rules compares integers. A value becomes the number of its equivalence class, and a set becomes the number of
tested elements that it holds. If a rule reads more attributes than the engine allows, the definition matches all rules.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

from squeezelogic.logic.model.conditions import Branch, HasAll, HasAny, HasCount, Not, Test
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.logic.semantics import definition
from squeezelogic.logic.semantics.definition import Situation, passes
from squeezelogic.logic.semantics.equivalence import Classes, classify, collect_tests

DURABLE_RULES = "durable-rules"
DEFINITION = "definition"


@functools.cache
def engine() -> str:
    """The current engine: `"durable-rules"`, or `"definition"` where that cannot be imported."""
    return DURABLE_RULES if absence() is None else DEFINITION


@functools.cache
def absence() -> str | None:
    """Why durable-rules cannot be used, or None if it can."""
    try:
        import squeezelogic.logic.inference.durable_rules  # noqa: F401, PLC0415 - optional and slow to load
    except ImportError as error:
        return str(error)
    return None


Comparison = tuple[str, str, int]
Matcher = Callable[[Situation], set[int]]
Finder = Callable[[Situation], Sequence[Rule]]
SHORT = 32


def finder(topic: Topic, by: str | None = None) -> Finder:
    """The function that finds which rules of a topic hold, in order of rank.

    Args:
        topic: the topic.
        by: `"durable-rules"` or `"definition"`; the current engine if left out.
    """
    match = make_matcher(topic.rules, topic.inputs, by)
    return lambda situation: [topic.rules[place] for place in sorted(match(situation))]


def make_matcher(rules: Sequence[Rule], inputs: Mapping[str, Attribute], by: str | None = None) -> Matcher:
    """The function that finds which of some rules hold in a situation, by their places.

    Args:
        rules: the rules.
        inputs: every attribute they read.
        by: `"durable-rules"` or `"definition"`; the current engine if left out.
    """
    if (by or engine()) == DEFINITION:
        return lambda situation: {place for place, rule in enumerate(rules) if definition.holds(rule, situation)}
    from squeezelogic.logic.inference import durable_rules  # noqa: PLC0415 - see `absence`

    columns: dict[str, Callable[[Situation], int]] = {}
    owners: list[int] = []
    conjunctions: list[list[Comparison]] = []
    tests = collect_tests(rules)
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
    """Translate a branch to comparisons of integers, and add the columns they compare."""
    found: list[Comparison] = []
    for clause in branch:
        column = told_apart[clause.attribute]
        key, number, comparisons = (_compare_class if column.representatives else _compare_count)(column, clause.test)
        columns[key] = number
        found += [(key, operator, number) for operator, number in comparisons]
    return found


_Column = tuple[str, Callable[[Situation], int], list[tuple[str, int]]]
"""A key, the function from a situation to its number, and the comparisons, all of which must hold."""


def _compare_class(column: Classes, test: Test) -> _Column:
    """Compare the number of a value's class, by a conjunction: the engine gets no disjunctions."""
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
    """Compare the number of tested elements that a set holds."""
    inner = test.test if isinstance(test, Not) else test
    if not isinstance(inner, (HasAny, HasAll, HasCount)):
        raise AssertionError(test)  # pragma: no cover - the reader makes no other test of a set
    name, values = column.name, inner.values
    least = {HasAny: 1, HasAll: len(values)}.get(type(inner), getattr(inner, "count", 0))

    def held(situation: Situation) -> int:
        return len(values.intersection(situation[name]))  # type: ignore[arg-type] # a set's values are sets

    return f"{name} of {sorted(values)}", held, [("<=", least - 1) if isinstance(test, Not) else (">=", least)]
