"""Metamorphic relations: situations whose answers have to do with one another.

There are finitely many ways to change one fact, so each function here returns them all; no chance is involved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from squeezelogic.logic.frozen import FrozenMap
from squeezelogic.logic.readers import read_with
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.vocabulary import Attribute
from squeezelogic.profile import Profile
from squeezelogic.testing.lifting import lifting
from squeezelogic.testing.situation import Situation

SAMPLED = 3  # of an integer's values, these many from either end


def with_irrelevant_fact(situation: Situation, *, rulebook: Rulebook | None = None) -> tuple[Situation, ...]:
    """Every situation that says one thing more, which no rule for this family of exercises reads.

    The answer should be the same, but for the record of what was given and what of it was not used.

    Args:
        situation: the situation.
        rulebook: whose rules are meant; the default ones if left out.
    """
    book = rulebook or Rulebook.default()
    read = read_with(book.topics, {"family": situation.exercise.family})

    def unread(attribute: Attribute, element: Any) -> bool:
        asked = read.get(attribute.name, frozenset())
        return asked is not None and (attribute.type != "set" or element not in asked)

    return tuple(_told_more(situation, book, unread))


def with_unknown_revealed(situation: Situation, *, rulebook: Rulebook | None = None) -> tuple[Situation, ...]:
    """Every situation that says one thing more: a fact that was unknown, or one more element of a set.

    Args:
        situation: the situation.
        rulebook: whose attributes are meant; the default ones if left out.
    """
    return tuple(_told_more(situation, rulebook or Rulebook.default(), lambda attribute, element: True))


def with_order_changed(situation: Situation) -> tuple[Situation, ...]:
    """The situation with what was seen, and a rulebook's own facts, told in other orders. Answers should be equal."""
    profile, seen = situation.profile, situation.observed
    own = {name: value for name, value in profile.facts.items() if name not in profile.more}
    other = Profile(**own, more=FrozenMap(reversed(list(profile.more.items()))))
    turned = [seen[place:] + seen[:place] for place in range(1, len(seen))]
    return tuple(Situation(other, situation.exercise, order) for order in [seen[::-1], *turned])


def _told_more(situation: Situation, book: Rulebook, wanted: Callable[[Attribute, Any], bool]) -> Iterator[Situation]:
    known = situation.facts
    for name, attribute in lifting(book).attributes.items():
        before = known.get(name, attribute.blank)
        if isinstance(before, frozenset):
            new = [(element, before | {str(element)}) for element in attribute.values if element not in before]
        else:
            new = [(value, value) for value in _values(attribute)] if name not in known else []
        for element, value in new:
            if wanted(attribute, element) and (other := situation.but(**{name: value})) is not None:
                yield other


def _values(attribute: Attribute) -> list[Any]:
    if attribute.type == "boolean":
        return [True, False]
    if attribute.type == "integer":
        low, high = attribute.at_least, attribute.at_most
        return sorted({v for i in range(SAMPLED) for v in (low + i, high - i) if low <= v <= high})
    return list(attribute.values)
