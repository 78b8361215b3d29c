"""Finds the rules that hold: by durable-rules where it can be had, else by the definition.

durable-rules compares integers, so a topic is put to it in integers: an enum's value is its place in the list, an
integer is itself, and a set enters as how many of the elements in question it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from squeezelogic.logic.inference.engines import DEFINITION, engine
from squeezelogic.logic.model.conditions import Between, Branch, Clause, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.semantics import definition
from squeezelogic.logic.semantics.definition import Situation

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
    from squeezelogic.logic.inference.durable_rules import Matcher as Conjunctions  # noqa: PLC0415 - see `absence`

    columns: dict[str, Callable[[Situation], int]] = {}
    owners: list[int] = []
    conjunctions: list[list[Comparison]] = []
    for place, rule in enumerate(rules):
        for branch in rule.when:
            owners.append(place)
            conjunctions.append(_comparisons(branch, inputs, columns))
    match = Conjunctions(conjunctions)
    return lambda situation: {owners[it] for it in match({key: column(situation) for key, column in columns.items()})}


def _comparisons(
    branch: Branch, inputs: Mapping[str, Attribute], columns: dict[str, Callable[[Situation], int]]
) -> list[Comparison]:
    """The branch as comparisons of integers; the columns they compare are added."""
    found: list[Comparison] = []
    for clause in branch:
        key, column, comparisons = _encoded(clause, inputs[clause.attribute])
        columns[key] = column
        found += [(key, operator, number) for operator, number in comparisons]
    return found


_Column = tuple[str, Callable[[Situation], int], list[tuple[str, int]]]


def _encoded(clause: Clause, attribute: Attribute) -> _Column:
    """The column that a clause compares, and the comparisons, all of which must hold."""
    name = clause.attribute
    if attribute.type == "set":
        return _counted(name, clause.test)
    if attribute.type == "integer":
        return _measured(attribute, clause.test)
    domain: tuple[Value, ...] = (UNKNOWN, True, False) if attribute.type == "boolean" else (UNKNOWN, *attribute.values)
    code: dict[Value, int] = {value: number for number, value in enumerate(domain)}
    return name, lambda situation: code[situation[name]], _among(clause.test, code)


def _among(test: Test, code: dict[Value, int]) -> list[tuple[str, int]]:
    """One of several is none of the others: conjunctions are all the engine is asked for."""
    match test:
        case Is(values) if len(values) == 1:
            return [("==", code[value]) for value in values]
        case Is(values):
            return [("!=", number) for value, number in code.items() if value not in values]
        case Not(Is(values)):
            return [("!=", code[value]) for value in sorted(values, key=code.__getitem__)]
    raise AssertionError(test)  # pragma: no cover - the reader makes no other test of such an attribute


def _measured(attribute: Attribute, test: Test) -> _Column:
    name, unknown = attribute.name, attribute.at_least - 1

    def number(situation: Situation) -> int:
        value = situation[name]
        return unknown if value == UNKNOWN else value  # type: ignore[return-value]

    match test:
        case Between(at_least, at_most):
            return name, number, [(">=", at_least), ("<=", at_most)]
        case Is(values) if len(values) == 1:
            return name, number, [("==", number({name: value})) for value in values]
        case Not(Is(values)) if len(values) <= SHORT:
            return name, number, sorted(("!=", number({name: value})) for value in values)
        case Is(values) | Not(Is(values)):
            listed = f"{name} in {sorted(map(str, values))}"
            return listed, lambda s: int(s[name] in values), [("==", int(isinstance(test, Is)))]
    raise AssertionError(test)  # pragma: no cover - the reader makes no other test of an integer


def _counted(name: str, test: Test) -> _Column:
    match test:
        case HasAll(values):
            comparison = ("==", len(values))
        case HasAny(values):
            comparison = (">=", 1)
        case Not(HasAny(values)):
            comparison = ("==", 0)
        case _:  # pragma: no cover - the reader makes no other test of a set
            raise AssertionError(test)

    def held(situation: Situation) -> int:
        value = situation[name]
        return len(values & value) if isinstance(value, frozenset) else 0

    return f"{name} of {sorted(values)}", held, [comparison]
