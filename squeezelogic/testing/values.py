"""Strategies for the values of one attribute, weighted towards the borders of rules.

The wanted values are repeated in the list of options, in place. So every value can be drawn, and shrinking follows the
same order for any wanted values, which keeps minimal examples minimal.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st

from squeezelogic.logic.model.conditions import HasAll, HasAny, HasCount, Not, Test
from squeezelogic.logic.model.vocabulary import HIGHEST, LOWEST, UNKNOWN, Attribute, Value
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.logic.semantics.runs import runs

LEAN = 9  # odds of a wanted value
QUIET = 3  # odds of leaving out an attribute that no condition tests
LISTED = 64  # an integer with more values is drawn from its borders, or anywhere
PLACES = 3  # the number of decimal places drawn
ANYWHERE = object()


def listed(attribute: Attribute, asked: Iterable[Test]) -> list[Any]:
    """The values of an attribute other than a set, `unknown` first; for large domains, those on borders of rules."""
    if attribute.domain is not None:
        return [UNKNOWN, *attribute.domain]
    low, high = attribute.at_least, attribute.at_most
    if attribute.type == "integer" and low is not None and high is not None and high - low < LISTED:
        return [UNKNOWN, *range(low, high + 1)]
    found = runs(attribute, asked)
    samples = [found.sample(run) for run in range(len(found))]
    borders = [value for value, _ in found.cuts if attribute.type == "number"]
    borders += [value - found.step for value, _ in found.cuts if attribute.type != "number"]
    return [UNKNOWN, *sorted({*samples, *borders, *(end for end in (low, high) if end is not None)}), ANYWHERE]


def single(attribute: Attribute, options: Sequence[Any], wanted: Sequence[Any]) -> st.SearchStrategy[Value]:
    """One of the options, mostly a wanted one."""
    times = -(-LEAN * (len(options) - len(wanted)) // max(len(wanted), 1))
    weighted = [option for option in options for _ in range(times if option in wanted else 1)]
    strategy: st.SearchStrategy[Any] = st.sampled_from(weighted or options)
    if ANYWHERE not in options:
        return strategy
    anywhere = within(attribute)
    return strategy.flatmap(lambda value: anywhere if value is ANYWHERE else st.just(value))


def within(attribute: Attribute) -> st.SearchStrategy[Any]:
    """Any number or date within the bounds of an ordered attribute."""
    low, high = attribute.at_least, attribute.at_most
    if attribute.type == "integer":
        return st.integers(LOWEST if low is None else low, HIGHEST if high is None else high)
    if attribute.type == "number":
        return st.decimals(low, high, allow_nan=False, allow_infinity=False, places=PLACES)
    return st.dates(low or datetime.date.min, high or datetime.date.max)


def quiet(attribute: Attribute, options: Sequence[Any]) -> st.SearchStrategy[Value]:
    """One of the options, mostly `unknown`."""
    times = max(1, QUIET * (len(options) - 1))
    return single(attribute, [o for o in options for _ in range(times if o == UNKNOWN else 1)], ())


def subset(attribute: Attribute, tests: Sequence[Test] | None, passing: bool) -> st.SearchStrategy[frozenset[str]]:
    """A set of the attribute's elements.

    Args:
        attribute: a set.
        tests: the tests of the set; an empty sequence for any set, and None for mostly small ones.
        passing: whether the tests should mostly pass.
    """
    elements = list(map(str, attribute.values))
    nothing: st.SearchStrategy[frozenset[str]] = st.just(frozenset())
    few = st.frozensets(st.sampled_from(elements), max_size=2)
    if tests is None:
        return _mix_strategies((QUIET, nothing), (1, few))
    many = st.frozensets(st.sampled_from(elements))
    liked, disliked = _find_tendency(tests, passing)
    if not liked and not disliked:
        return _mix_strategies((QUIET, nothing), (1, few), (1, many))
    good = liked or set(elements) - disliked
    times = -(-LEAN * len(elements) // max(len(good), 1))
    weighted = [element for element in elements for _ in range(times if element in good else 1)]
    some = st.frozensets(st.sampled_from(weighted), min_size=1, max_size=max(2, len(liked)))
    return (
        _mix_strategies((1, nothing), (1, few), (LEAN, some)) if liked else _mix_strategies((LEAN, nothing), (1, some))
    )


def _mix_strategies(*parts: tuple[int, st.SearchStrategy[frozenset[str]]]) -> st.SearchStrategy[frozenset[str]]:
    """One of several strategies, by weight; `st.one_of` has no weights."""
    strategies = [strategy for _, strategy in parts]
    places = [place for place, (times, _) in enumerate(parts) for _ in range(times)]
    return st.sampled_from(places).flatmap(strategies.__getitem__)


def _find_tendency(tests: Sequence[Test], passing: bool) -> tuple[set[str], set[str]]:
    """The elements that make tests pass (or fail), and those that prevent it."""
    liked: set[str] = set()
    disliked: set[str] = set()
    for test in tests:
        match test:
            case HasAny(values) | HasAll(values) | HasCount(_, values):
                (liked if passing else disliked).update(values)
            case Not(HasAny(values) | HasCount(_, values)):
                (disliked if passing else liked).update(values)
    return liked - disliked, disliked


def wanted(options: Iterable[Any], tests: Sequence[Test], passing: bool) -> list[Any]:
    """The options that pass all tests, or those that do not."""
    return [o for o in options if o is not ANYWHERE and all(passes(test, o) for test in tests) == passing]
