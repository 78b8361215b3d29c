"""The columns that a situation is written in, with names that every engine takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from squeezelogic.logic.model.vocabulary import Attribute

LONGEST = 60
"""PostgreSQL cuts names off after 63 bytes."""

LITERALS = ("true", "false")
"""SQLite reads these as values, quoted or not, unless the table is named."""

_PLAIN = re.compile(r"[a-z0-9_-]+")


@frozen
class Column:
    """One column of a situation.

    Args:
        name: unique whatever the case of its letters.
        attribute: what it gives.
        element: for a set, the element that it says is in it; None for anything but a set.
    """

    name: str
    attribute: Attribute
    element: str | None


def columns(attributes: Mapping[str, Attribute]) -> Iterator[Column]:
    """A column for each attribute, or for each element of a set.

    A name that is no plain word, or too long, is cut and gets a number; plain names hold no `#`, so none meet.
    """
    for place, (name, attribute) in enumerate(attributes.items(), 1):
        own = usable(name, place)
        if attribute.type != "set":
            yield Column(own, attribute, None)
            continue
        for at, element in enumerate(map(str, attribute.values), 1):
            plain = f"{own}.{element}"
            fits = _PLAIN.fullmatch(element) and len(plain) <= LONGEST
            yield Column(plain if fits else f"{own}.#{at}", attribute, element)


def usable(name: str, place: int) -> str:
    """A name of attribute or slot, numbered where SQLite takes it for a value, or cut to leave room for an element."""
    most = LONGEST - 12
    if name in LITERALS:
        return f"{name}#{place}"
    return name if len(name) <= most else f"{name[: most - 8]}#{place}"


def free(name: str, taken: Iterable[str]) -> str:
    """A name that is not taken, as near as can be."""
    others = set(taken)
    while name in others:
        name += "_"
    return name
