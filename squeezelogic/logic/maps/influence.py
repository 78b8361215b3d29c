"""Which attributes can change which slots, over all situations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from squeezelogic.logic.analysis.compiled import Compiled
from squeezelogic.logic.analysis.diagrams import NEVER, Node
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Attribute

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

BOOKS_KEPT = 16


@lru_cache(BOOKS_KEPT)
def find_influence(book: Rulebook) -> FrozenMap[str, frozenset[str]]:
    """For each attribute, the slots that it can change.

    An attribute can change a slot if two situations that differ only in it are both decided, and give the slot
    different values. Attributes that imply one another are changed together. Slots of a topic that is too large are
    left out.

    Args:
        book: the rulebook.
    """
    attributes = book.vocabulary.attributes
    compiled = Compiled.whole(attributes, book.topics)
    found: dict[str, frozenset[str]] = {}
    for name in attributes:
        together = _find_tied(name, attributes)
        places = [i for i, variable in enumerate(compiled.space.variables) if variable.attribute in together]
        found[name] = frozenset(
            slot
            for slot, values in compiled.slots.items()
            if any(_node_depends(compiled, node, places) for node in values.values())
        )
    return FrozenMap(found)


def _find_tied(name: str, attributes: Mapping[str, Attribute]) -> frozenset[str]:
    """The attributes connected to an attribute by implications, directly or not."""
    tied, before = {name}, set[str]()
    while tied != before:
        before = set(tied)
        for other, attribute in attributes.items():
            here = {other, *(implied for each in attribute.implies.values() for implied in each)}
            if len(here) > 1 and here & tied:
                tied |= here
    return frozenset(tied)


def _node_depends(compiled: Compiled, node: Node, places: Iterable[int]) -> bool:
    """Whether changing only some variables can lead from a situation in a set to one outside, without an error."""
    d = compiled.diagrams
    anyhow = d.both(compiled.decided, node)
    for place in places:
        size = len(compiled.space.variables[place].values)
        anyhow = d.some([d.given(anyhow, place, value) for value in range(size)])
    return d.both(d.without(compiled.decided, node), anyhow) != NEVER
