"""A rulebook's attributes as lifters and exercises can carry them."""

from __future__ import annotations

from functools import lru_cache

import attrs

from squeezelogic.coaching import facts
from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.values import FAMILY_OF
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Attribute, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook


@lru_cache(maxsize=16)
def lifting(book: Rulebook) -> Vocabulary:
    """The rulebook's vocabulary, kept to what a `Profile` and an `Exercise` admit; every exercise has a family."""
    own = {**facts.attributes(Profile), **facts.attributes(Exercise)}
    declared = dict(book.vocabulary.attributes)
    attributes = {name: _narrow_attribute(attribute, own.get(name)) for name, attribute in declared.items()}
    family, movement = (attributes.get(name, own[name]) for name in ("family", "movement"))
    attributes["family"] = attrs.evolve(family, of="exercise", required=True)
    if "movement" in attributes:
        implies: dict[str, FrozenMap[str, Value]] = {
            value: FrozenMap({**movement.implies.get(value, {}), "family": FAMILY_OF[value]})
            for value in map(str, movement.values)
        }
        attributes["movement"] = attrs.evolve(movement, of="exercise", implies=FrozenMap(implies))
    return Vocabulary(FrozenMap(attributes), book.vocabulary.slots)


def _narrow_attribute(declared: Attribute, field: Attribute | None) -> Attribute:
    """A declared attribute without the values that its field would refuse."""
    if field is None:
        return declared
    return attrs.evolve(declared, values=tuple(value for value in declared.values if value in field.values))
