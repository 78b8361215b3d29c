"""The tests that a rule can make of one attribute. `semantics/definition.py` defines when each passes."""

from __future__ import annotations

from typing import assert_never

from attrs import frozen

from squeezelogic.logic.model.errors import plain, quoted
from squeezelogic.logic.model.vocabulary import Ordered, Value


@frozen
class Is:
    """The value is one of these."""

    values: frozenset[Value]


@frozen
class Between:
    """The integer, number or date lies within bounds; `unknown` does not.

    Args:
        at_least, at_most: inclusive bounds; None for no bound.
        above, below: exclusive bounds. For integers and dates they are stored as the next value, inclusive.
    """

    at_least: Ordered | None = None
    at_most: Ordered | None = None
    above: Ordered | None = None
    below: Ordered | None = None


@frozen
class HasAny:
    """The set holds at least one of these."""

    values: frozenset[str]


@frozen
class HasAll:
    """The set holds all of these."""

    values: frozenset[str]


@frozen
class HasCount:
    """The set holds at least `count` of these."""

    count: int
    values: frozenset[str]


@frozen
class Not:
    """The test does not hold."""

    test: Is | Between | HasAny | HasAll | HasCount


MOST_NAMED = 16
"""The most values that a sentence names."""
Test = Is | Between | HasAny | HasAll | HasCount | Not


@frozen(cache_hash=True)
class Clause:
    """One test of one attribute (or of a slot that an earlier topic filled)."""

    attribute: str
    test: Test

    def __str__(self) -> str:
        return f"{self.attribute} {in_words(self.test)}"


Branch = tuple[Clause, ...]


def in_words(test: Test) -> str:
    """The test as the end of a sentence that begins with the attribute's name."""
    match test:
        case Not(inner):
            return _negate_text(inner)
        case Is(values):
            return f"is {_join_either(values)}"
        case Between():
            return f"is {bounds_in_words(test)}"
        case HasAny(values):
            return f"includes {_join_either(values)}"
        case HasAll(values):
            return f"includes {_join_all(values)}"
        case HasCount(count, values):
            return f"includes at least {count} of {_join_all(values)}"
    assert_never(test)


def bounds_in_words(test: Between) -> str:
    """The bounds as a phrase: `from 3 to 7`, `at least 18.5 and below 25`."""
    if test.at_least is not None and test.at_most is not None:
        return f"from {plain(test.at_least)} to {plain(test.at_most)}"
    bounds = {"at least": test.at_least, "above": test.above, "at most": test.at_most, "below": test.below}
    return " and ".join(f"{word} {plain(bound)}" for word, bound in bounds.items() if bound is not None)


def _negate_text(test: Is | Between | HasAny | HasAll | HasCount) -> str:
    if isinstance(test, HasAny):
        return f"does not include {_join_either(test.values) or 'anything'}"
    verb, _, rest = in_words(test).partition(" ")
    return f"is not {rest}" if verb == "is" else f"does not include {rest}"


def _join_all(values: frozenset[str]) -> str:
    return " and ".join(sorted(map(quoted, values)))


def _join_either(values: frozenset[Value] | frozenset[str]) -> str:
    names = sorted(quoted(value) for value in values)
    if len(names) > MOST_NAMED:
        names[MOST_NAMED - 1 :] = [f"any of {len(names) - MOST_NAMED + 1} others"]
    return " or ".join(names)
