"""The attributes of two rulebooks as one, so that both can be asked about the same situations."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Attribute, Slot, Value, Vocabulary

Implied = FrozenMap[str, FrozenMap[str, Value]]


def joined(old: Vocabulary, new: Vocabulary) -> dict[str, Attribute]:
    """Every attribute of either, with every value of either; constraints count where both have them.

    Raises:
        InvalidInput: they use one word in two senses.
    """
    problems = [
        f"{quoted(name)} is {old_sense} in the old rulebook and {new_sense} in the new one: rename one of them"
        for name, old_sense, new_sense in _two_senses(old, new)
    ]
    if problems:
        raise InvalidInput(*problems)
    names = dict.fromkeys((*new.attributes, *old.attributes))
    return {name: _join_attribute(old.attributes.get(name), new.attributes.get(name)) for name in names}


def _two_senses(old: Vocabulary, new: Vocabulary) -> list[tuple[str, str, str]]:
    senses = [_list_senses(vocabulary) for vocabulary in (old, new)]
    common = (name for name in senses[1] if name in senses[0])
    return [(name, senses[0][name], senses[1][name]) for name in common if senses[0][name] != senses[1][name]]


def _list_senses(vocabulary: Vocabulary) -> dict[str, str]:
    attributes = {name: f"an attribute of type {attribute.type}" for name, attribute in vocabulary.attributes.items()}
    return attributes | {name: _describe_sense(slot) for name, slot in vocabulary.slots.items()}


def _describe_sense(slot: Slot) -> str:
    holds = "accumulates" if slot.accumulates else "sums" if slot.sums else "holds one value"
    return f"a slot that {holds}"


def _join_attribute(old: Attribute | None, new: Attribute | None) -> Attribute:
    if old is None or new is None:
        return new or old  # type: ignore[return-value]
    return evolve(
        new,
        values=tuple(dict.fromkeys((*new.values, *old.values))),
        at_least=None if None in (old.at_least, new.at_least) else min(old.at_least, new.at_least),
        at_most=None if None in (old.at_most, new.at_most) else max(old.at_most, new.at_most),
        required=old.required and new.required,
        implies=_join_implied(old, new),
    )


def _join_implied(old: Attribute, new: Attribute) -> Implied:
    """What follows from each value, by every rulebook that knows the value."""
    merged: dict[str, Mapping[str, Value]] = {}
    for value in dict.fromkeys((*new.implies, *old.implies)):
        known: list[Mapping[str, Value]] = [
            attribute.implies.get(value, {}) for attribute in (new, old) if value in map(str, attribute.values)
        ]
        merged[value] = FrozenMap(
            {
                other: implied
                for other, implied in known[0].items()
                if all(other in each and each[other] == implied for each in known)
            }
        )
    return FrozenMap(merged)
