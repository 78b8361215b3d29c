"""What a column may say: the attributes of lifters and exercises, with the values that `recommend` takes."""

from __future__ import annotations

from functools import lru_cache

import attrs

from squeezelogic.coaching import facts
from squeezelogic.coaching.exercise import FAMILY_OF, Exercise
from squeezelogic.coaching.profile import Profile
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Attribute, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook

OBSERVED = "observed"
BOOKS_KEPT = 16


@lru_cache(BOOKS_KEPT)
def speakable(book: Rulebook) -> Vocabulary:
    """Every attribute that a question to `recommend` may give: a rulebook's own, and those it does not declare."""
    own = {**facts.attributes(Profile), **facts.attributes(Exercise)}
    declared = {name: _both(attribute, own.get(name)) for name, attribute in book.vocabulary.attributes.items()}
    attributes = {**own, **declared}
    movement = attributes["movement"]
    implied: dict[str, FrozenMap[str, Value]] = {
        value: FrozenMap({**movement.implies.get(value, {}), "family": FAMILY_OF[value]})
        for value in map(str, movement.values)
    }
    attributes["movement"] = attrs.evolve(movement, implies=FrozenMap(implied))
    return Vocabulary(FrozenMap(attributes), book.vocabulary.slots)


def _both(declared: Attribute, field: Attribute | None) -> Attribute:
    """A declared attribute without the values that its field would refuse."""
    if field is None:
        return declared
    return attrs.evolve(declared, values=tuple(value for value in declared.values if value in field.values))
