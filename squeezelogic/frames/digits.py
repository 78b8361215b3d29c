"""Digits of a key: equivalence classes of the values of columns, or of the conclusions of earlier rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from squeezelogic.frames.sources import Facts, Source
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Conclusion
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute
from squeezelogic.logic.semantics.equivalence import Classes

NOTHING: Facts = FrozenMap()


@frozen
class Digit:
    """One digit of a mixed-radix key.

    Args:
        size: the number of its values.
        source: the columns that give it; None if earlier rules conclude it.
        places: for each option of the source, the value of the digit; None for an option that cannot be used.
        choices: for each value of the digit, representative facts; unused for a set.
        attribute: the set, or the slot, that it encodes.
        bits: the bit of each element of a set that the rules read.
        kinds: for each bit, a representative element.
        filled_by: the group that fills the slot.
        classes: for a slot, the equivalence classes of its values.
    """

    size: int
    source: Source | None = None
    places: tuple[int | None, ...] = ()
    choices: tuple[Facts, ...] = (NOTHING,)
    attribute: Attribute | None = None
    bits: FrozenMap[str, int] = field(factory=FrozenMap)
    kinds: tuple[str, ...] = ()
    filled_by: int = -1
    classes: Classes | None = None

    def facts(self, value: int) -> Facts:
        """Representative facts for a value of the digit."""
        if self.attribute is not None and self.attribute.type == "set":
            held = (kind for bit, kind in enumerate(self.kinds) if value >> bit & 1)
            return FrozenMap({self.attribute.name: frozenset(held)})
        return self.choices[value]

    def of(self, concluded: Conclusion | None) -> int:
        """The value of the digit for the conclusion of earlier rules about a slot."""
        if self.classes is None or isinstance(concluded, tuple):
            elements = concluded if isinstance(concluded, tuple) else ()
            return sum({self.bits[element] for element in elements if element in self.bits})
        return self.classes.number(UNKNOWN if concluded is None else concluded)


def of_columns(source: Source, classes: Mapping[str, Classes]) -> Digit:
    """The digit of a group of columns.

    Args:
        source: the columns.
        classes: the equivalence classes of each attribute that the rules read.
    """
    if source.is_set:
        attribute = source.bindings[0].attribute
        return of_set(attribute, classes[attribute.name], source) if attribute.name in classes else Digit(1, source)
    usable = [option for option in source.options if option is not None]
    read = sorted({name for option in usable for name in option if name in classes})
    numbers: dict[object, int] = {}
    places: list[int | None] = []
    choices: list[Facts] = []
    for option in source.options:
        if option is None:
            places.append(None)
            continue
        signature = tuple(classes[name].of(option.get(name, UNKNOWN)) for name in read)
        if signature not in numbers:
            numbers[signature] = len(choices)
            choices.append(FrozenMap({name: option[name] for name in read if name in option}))
        places.append(numbers[signature])
    return Digit(max(len(choices), 1), source, tuple(places), tuple(choices) or (NOTHING,))


def of_set(attribute: Attribute, classes: Classes, source: Source | None = None, filled_by: int = -1) -> Digit:
    """The digit of a set: one bit for each class of elements that the rules read."""
    bit = {kind: 1 << place for place, kind in enumerate(classes.elements)}
    alone = {element: classes.of(frozenset({element})) for element in map(str, attribute.values)}
    bits = {element: bit[kind] for element, kinds in alone.items() if isinstance(kinds, frozenset) for kind in kinds}
    return Digit(
        1 << len(bit),
        source,
        attribute=attribute,
        bits=FrozenMap(bits),
        kinds=classes.elements,
        filled_by=filled_by,
    )


def of_slot(attribute: Attribute, classes: Classes, filled_by: Iterable[int]) -> Iterable[Digit]:
    """A digit for each earlier group that fills a slot."""
    for group in filled_by:
        if attribute.type == "set":
            yield of_set(attribute, classes, None, group)
            continue
        kinds = map(classes.representative, range(classes.size))
        choices: tuple[Facts, ...] = tuple(FrozenMap({attribute.name: kind}) for kind in kinds)
        yield Digit(classes.size, None, (), choices, attribute, filled_by=group, classes=classes)
