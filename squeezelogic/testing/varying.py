"""Metamorphic relations: situations with related answers.

There are finitely many ways to change one fact, so each function returns them all, without randomness.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from squeezelogic.coaching.profile import Profile
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.logic.rulebook import Rulebook, choose_rulebook
from squeezelogic.logic.semantics.relevance import Read, read_with
from squeezelogic.testing.situation import Situation, lifting

News = tuple[str, Any]
"""An attribute, and its new value."""

SAMPLED = 3  # the number of values taken from either end of an integer


def with_irrelevant_fact(situation: Situation, *, rulebook: Rulebook | None = None) -> tuple[Situation, ...]:
    """Every situation with one further fact that no rule for this family of exercises reads.

    The answer should be the same, except for `facts` and `unused`.

    Args:
        situation: the situation.
        rulebook: the rulebook; the default one if left out.
    """
    book = choose_rulebook(rulebook)
    read = read_in(book, situation.exercise.family)
    return _tell_news(
        situation, _find_news(situation, book, lambda attribute, element: _is_unread(attribute, element, read))
    )


def with_unknown_revealed(situation: Situation, *, rulebook: Rulebook | None = None) -> tuple[Situation, ...]:
    """Every situation with one further fact: an attribute that was unknown, or one more element of a set.

    Args:
        situation: the situation.
        rulebook: the rulebook; the default one if left out.
    """
    return _tell_news(situation, _find_news(situation, choose_rulebook(rulebook), lambda attribute, element: True))


def with_order_changed(situation: Situation) -> tuple[Situation, ...]:
    """The situation with its faults and the facts in `more` in other orders. Answers should be equal."""
    profile, seen = situation.profile, situation.observed
    own = {name: value for name, value in profile.facts.items() if name not in profile.more}
    other = Profile(**own, more=FrozenMap(reversed(list(profile.more.items()))))
    turned = [seen[place:] + seen[:place] for place in range(1, len(seen))]
    return tuple(Situation(other, situation.exercise, order) for order in [seen[::-1], *turned])


def without_unread(situation: Situation, book: Rulebook) -> Situation:
    """The situation without the facts that no rule for this family of exercises reads."""
    read = read_in(book, situation.exercise.family)
    less: dict[str, Any] = {}
    for name, value in situation.facts.items():
        attribute = lifting(book).attributes.get(name)
        if attribute is None or name == "family":
            continue
        if isinstance(value, frozenset):
            less[name] = frozenset(element for element in value if not _is_unread(attribute, element, read))
        elif _is_unread(attribute, value, read):
            less[name] = None
    return situation.but(**less) or situation


def _is_unread(attribute: Attribute, element: Any, read: Read) -> bool:
    asked = read.get(attribute.name, frozenset())
    return asked is not None and (attribute.type != "set" or element not in asked)


@lru_cache(maxsize=64)
def read_in(book: Rulebook, family: str | None) -> Read:
    """The facts that a rulebook's rules for a family of exercises read, see `read_with`."""
    return read_with(book.topics, {"family": family})


def _find_news(situation: Situation, book: Rulebook, wanted: Callable[[Attribute, Any], bool]) -> list[News]:
    known = situation.facts
    found: list[News] = []
    for name, attribute in lifting(book).attributes.items():
        before = known.get(name, attribute.blank)
        if isinstance(before, frozenset):
            new = [(element, before | {str(element)}) for element in attribute.values if element not in before]
        else:
            new = [(value, value) for value in _list_values(attribute)] if name not in known else []
        found += [(name, value) for element, value in new if wanted(attribute, element)]
    return found


def _tell_news(situation: Situation, news: list[News]) -> tuple[Situation, ...]:
    others = (situation.but(**{name: value}) for name, value in news)
    return tuple(other for other in others if other is not None)


def _list_values(attribute: Attribute) -> list[Any]:
    if attribute.domain is not None:
        return list(attribute.domain)
    low, high = attribute.at_least, attribute.at_most
    if attribute.type != "integer" or low is None or high is None:
        return [end for end in (low, high) if end is not None]
    return sorted({v for i in range(SAMPLED) for v in (low + i, high - i) if low <= v <= high})
