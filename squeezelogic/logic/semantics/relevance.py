"""The facts that the rules of a rulebook read if some facts are fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, assert_never

from squeezelogic.logic.model.conditions import Between, Branch, Clause, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.rules import Conclusion, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value
from squeezelogic.logic.semantics.definition import passes

EVERY_VALUE = None
Read = dict[str, frozenset[str] | None]


def read_with(topics: Iterable[Topic], settled: Mapping[str, Any]) -> Read:
    """The facts that are read by rules that may still hold.

    Args:
        topics: in the rulebook's order.
        settled: the fixed facts, each with its value.

    Returns:
        For each attribute that some such rule reads, the elements it tests, if the attribute is a set; None if
        any value may matter.
    """
    open_values: dict[str, set[Value]] = {name: {value} for name, value in settled.items()}
    read: Read = {}
    for topic in topics:
        filled: dict[str, set[Value]] = {
            slot: set() if slot in topic.required else {UNKNOWN} for slot in topic.concludes
        }
        for rule in topic.rules:
            branches = [branch for branch in rule.when if _may_hold(branch, open_values)]
            for clause in chain.from_iterable(branches):
                _note_clause(clause, read)
            for slot, value in rule.then.items() if branches else ():
                filled[slot].update(_list_values(value))
        for slot in topic.sums:  # totals are not tracked
            del filled[slot]
        for slot, values in filled.items():
            open_values.setdefault(slot, set()).update(values)
    return read


def _list_values(value: Conclusion) -> Iterable[Value]:
    return value if isinstance(value, tuple) else (value,)


def _may_hold(branch: Branch, open_values: Mapping[str, set[Value]]) -> bool:
    return all(_may_pass(c.test, open_values[c.attribute]) for c in branch if c.attribute in open_values)


def _may_pass(test: Test, values: set[Value]) -> bool:
    """Whether a test may pass on one of these values, or on a set of some of these elements."""
    match test:
        case HasAny(asked):
            return bool(_elements_in(values) & asked)
        case HasAll(asked):
            return asked <= _elements_in(values)
        case HasCount(count, asked):
            return len(_elements_in(values) & asked) >= count
        case Is() | Between() | Not():
            return any(passes(test, value) for value in values)
    assert_never(test)


def _elements_in(values: set[Value]) -> frozenset[str]:
    sets = [value if isinstance(value, frozenset) else frozenset({str(value)}) for value in values]
    return frozenset().union(*sets)


def _note_clause(clause: Clause, read: Read) -> None:
    before = read.get(clause.attribute, frozenset())
    test = clause.test.test if isinstance(clause.test, Not) else clause.test
    if before is None or not isinstance(test, (HasAny, HasAll, HasCount)):
        read[clause.attribute] = EVERY_VALUE
    else:
        read[clause.attribute] = before | test.values
