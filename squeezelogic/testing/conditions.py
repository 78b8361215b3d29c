"""Strategies for what a rule may ask of an attribute, as it is written in a rulebook."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from squeezelogic.logic.model.vocabulary import ORDERED, UNKNOWN, Attribute

LARGEST = 2**40
SOME_DAY = datetime.date(2000, 1, 1)
NEAR = 6  # numbers are mostly asked for near their lower bound, so that rules meet


@lru_cache(maxsize=1024)  # strategies are costly to make, and the same ones are wanted again and again
def conditions(attribute: Attribute) -> st.SearchStrategy[Any]:
    """Anything that the rule language can ask of the attribute: a value, a list, or operators."""
    if attribute.type == "set":
        return _of_a_set(attribute)
    value = values(attribute)
    several = st.lists(value, min_size=1, max_size=4, unique=True)
    plain = st.one_of(value, several, value.map(_negate_value), several.map(_negate_value))
    if attribute.type not in ORDERED:
        return plain
    span = _draw_bounds(attribute)
    mixed = st.tuples(value, span).map(list)
    both = st.tuples(span, value).map(lambda pair: {**pair[0], "not": pair[1]})
    return st.one_of(plain, span, span.map(_negate_value), mixed, mixed.map(_negate_value), both)


def _of_a_set(attribute: Attribute) -> st.SearchStrategy[Any]:
    every = list(map(str, attribute.values))
    elements = st.sampled_from(every)
    several = st.lists(elements, min_size=1, max_size=4, unique=True)
    counted = several.flatmap(lambda of: st.integers(1, len(of)).map(lambda n: {"count_at_least": n, "of": of}))
    negated = st.one_of(elements, several, st.just("any"), counted, several.map(lambda value: {"all": value}))
    both = st.tuples(several, elements).map(lambda pair: {"any": pair[0], "not": pair[1]})
    operators = (several.map(lambda value: {"all": value}), several.map(lambda value: {"only": value}), counted, both)
    return st.one_of(elements, several, negated.map(_negate_value), st.just("any"), *operators)


def values(attribute: Attribute) -> st.SearchStrategy[Any]:
    """A value that a condition may name, for anything but a set: one of the attribute's own first, or `unknown`."""
    if attribute.domain is not None:
        return st.sampled_from([*attribute.domain, UNKNOWN])
    return st.one_of(_draw_given(attribute), st.just(UNKNOWN))


def _negate_value(value: Any) -> dict[str, Any]:
    return {"not": value}


def _draw_given(attribute: Attribute) -> st.SearchStrategy[Any]:
    """A number or a date, mostly near the lower bound."""
    low, high = attribute.at_least, attribute.at_most
    if attribute.type == "date":
        return st.integers(0, NEAR).map(lambda days: SOME_DAY + datetime.timedelta(days=days))
    if attribute.type == "number":
        return st.integers(0, 2 * NEAR).map(lambda halves: halves / 2)
    low, high = (0 if low is None else low), (LARGEST if high is None else high)
    return st.one_of(st.integers(low, min(high, low + NEAR)), st.integers(low, high))


def _draw_bounds(attribute: Attribute) -> st.SearchStrategy[dict[str, Any]]:
    lower, upper = st.sampled_from(["at_least", "above"]), st.sampled_from(["at_most", "below"])
    end = _draw_given(attribute)
    return st.one_of(
        st.tuples(lower, end).map(lambda bound: {bound[0]: bound[1]}),
        st.tuples(upper, end).map(lambda bound: {bound[0]: bound[1]}),
        st.tuples(lower, upper, st.tuples(end, end).map(sorted)).map(
            lambda span: {span[0]: span[2][0], span[1]: span[2][1]}
        ),
    )
