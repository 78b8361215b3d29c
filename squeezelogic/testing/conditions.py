"""Strategies for what a rule may ask of an attribute, as it is written in a rulebook."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute

NEAR = 6  # integers are mostly asked for near their lower bound, so that rules meet


@lru_cache(maxsize=1024)  # strategies are costly to make, and the same ones are wanted again and again
def conditions(attribute: Attribute) -> st.SearchStrategy[Any]:
    """Anything that the rule language can ask of the attribute: a value, a list, or an operator."""
    if attribute.type == "set":
        elements = st.sampled_from(list(map(str, attribute.values)))
        several = st.lists(elements, min_size=1, max_size=4, unique=True)
        negated = st.one_of(elements, several, st.just("any")).map(lambda value: {"not": value})
        return st.one_of(elements, several, negated, st.just("any"), several.map(lambda value: {"all": value}))
    value = values(attribute)
    several = st.lists(value, min_size=1, max_size=4, unique=True)
    plain = st.one_of(value, several, value.map(_negated), several.map(_negated))
    return st.one_of(plain, _bounds(attribute)) if attribute.type == "integer" else plain


def values(attribute: Attribute) -> st.SearchStrategy[Any]:
    """A value that a condition may name, for anything but a set: one of the attribute's own first, or `unknown`."""
    if attribute.type == "boolean":
        return st.sampled_from([True, False, UNKNOWN])
    if attribute.type == "integer":
        return st.one_of(_whole(attribute), st.just(UNKNOWN))
    return st.sampled_from([*attribute.values, UNKNOWN])


def _negated(value: Any) -> dict[str, Any]:
    return {"not": value}


def _whole(attribute: Attribute) -> st.SearchStrategy[int]:
    low, high = attribute.at_least, attribute.at_most
    return st.one_of(st.integers(low, min(high, low + NEAR)), st.integers(low, high))


def _bounds(attribute: Attribute) -> st.SearchStrategy[dict[str, int]]:
    ends = st.tuples(_whole(attribute), _whole(attribute)).map(sorted)
    return st.one_of(
        _whole(attribute).map(lambda low: {"at_least": low}),
        _whole(attribute).map(lambda high: {"at_most": high}),
        ends.map(lambda both: {"at_least": both[0], "at_most": both[1]}),
    )
