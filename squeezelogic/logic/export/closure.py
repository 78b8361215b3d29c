"""The transitive closure of implications, so that one pass completes a situation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value


@frozen
class Implication:
    """The value of one attribute implies a value of another; None if the other must be unknown."""

    attribute: str
    value: str
    other: str
    implied: Value | None


def implications(attributes: Mapping[str, Attribute]) -> tuple[Implication, ...]:
    """All implications, direct and transitive. Contradictory ones are all included."""
    return tuple(
        Implication(attribute.name, value, other, None if implied == UNKNOWN else implied)
        for attribute in attributes.values()
        for value in attribute.implies
        for other, implied in _find_following(attributes, attribute.name, value)
    )


def _find_following(attributes: Mapping[str, Attribute], name: str, value: Value) -> Iterator[tuple[str, Value]]:
    seen: dict[tuple[str, Value], None] = {(name, value): None}
    ahead = [(name, value)]
    while ahead:
        source, given = ahead.pop(0)
        for other in attributes[source].implies.get(str(given), {}).items():
            if other not in seen:
                seen[other] = None
                ahead.append(other)
                yield other
