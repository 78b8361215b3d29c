"""The columns of a situation, with names that every engine accepts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from squeezelogic.logic.model.vocabulary import Attribute

LONGEST = 60
"""The longest name; PostgreSQL truncates names after 63 bytes."""

LITERALS = ("true", "false")
"""Names that SQLite reads as values, even if quoted, unless the table is named."""

_PLAIN = re.compile(r"[a-z0-9_-]+")


@frozen
class Column:
    """One column of a situation.

    Args:
        name: the name, unique regardless of case.
        attribute: the attribute that it holds.
        element: for a set, the element whose membership it holds; None for other attributes.
    """

    name: str
    attribute: Attribute
    element: str | None


def columns(attributes: Mapping[str, Attribute]) -> Iterator[Column]:
    """A column for each attribute, or for each element of a set.

    A name that is not a plain word, or too long, is truncated and numbered with `#`, which plain names do not contain.
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
    """The name of an attribute or slot, numbered if SQLite reads it as a value, or truncated if it is too long."""
    most = LONGEST - 12
    if name in LITERALS:
        return f"{name}#{place}"
    return name if len(name) <= most else f"{name[: most - 8]}#{place}"


def free(name: str, taken: Iterable[str]) -> str:
    """The name, with underscores appended until it is not taken."""
    others = set(taken)
    while name in others:
        name += "_"
    return name
