"""Finds the components of a topic: groups of rules that can influence one another.

A rule can keep another from standing only if it blocks it, or if the two give one single-valued slot different values.
The connected components of that relation are the topic's components. Which rules of a component stand depends only on
which rules of that component hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from squeezelogic.logic.model.rules import Points, Rule


def find_components(rules: Sequence[Rule]) -> list[tuple[int, ...]]:
    """The components of a topic's rules, each as places among the rules, in order of rank.

    Rules that give a slot two or more values are all connected: each conflicts with those that give another value.
    """
    heads = list(range(len(rules)))

    def find_head(place: int) -> int:
        while heads[place] != place:
            heads[place] = heads[heads[place]]
            place = heads[place]
        return place

    places = {rule.id: place for place, rule in enumerate(rules)}
    for rule in rules:
        for blocked in rule.blocks:
            heads[find_head(places[blocked])] = find_head(places[rule.id])
    for by_value in _places_by_conclusion(rules).values():
        if len(by_value) > 1:
            first, *others = chain.from_iterable(by_value.values())
            for place in others:
                heads[find_head(place)] = find_head(first)
    components: dict[int, list[int]] = {}
    for place in range(len(rules)):
        components.setdefault(find_head(place), []).append(place)
    return sorted(map(tuple, components.values()))


def _places_by_conclusion(rules: Sequence[Rule]) -> dict[str, dict[object, list[int]]]:
    """For each slot of a single value, the values that rules give it, each with the places of those rules."""
    found: dict[str, dict[object, list[int]]] = {}
    for place, rule in enumerate(rules):
        for slot, value in rule.then.items():
            if not isinstance(value, (tuple, Points)):
                found.setdefault(slot, {}).setdefault(value, []).append(place)
    return found


def iterate_bits(number: int) -> Iterator[int]:
    """The places of a number's bits, lowest first."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low
