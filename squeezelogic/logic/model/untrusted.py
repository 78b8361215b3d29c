"""Validate and copy untrusted input.

Collections may be infinite, and the methods of an object may raise anything or return inconsistent data. So each
object is read once, its exceptions become `InvalidInput` (with the original as the cause), and only plain data is used
from there on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from squeezelogic.logic.model.errors import LARGEST_INTEGER, MOST_VALUES, InvalidInput, quoted

PLAIN = frozenset({str})


def exact(value: Any) -> Any:
    """Convert instances of subclasses of `str` and `int` to the base type; return anything else unchanged."""
    kind = type(value)
    if kind is str or kind is bool or kind is int:
        return value
    if issubclass(kind, str):
        return str.__str__(value)
    return int.__int__(value) if issubclass(kind, int) else value


def is_countable(value: object) -> bool:
    """Whether something is a truth value, or an integer of at most 64 bits, as databases and the C engine need."""
    return isinstance(value, int) and -LARGEST_INTEGER <= exact(value) < LARGEST_INTEGER


def as_json_number(value: Any) -> int | float | None:
    """A number as a JSON number, whole ones as integers; None for other values, and for more digits than a float has.

    Whole numbers have at most 64 bits, see `is_countable`; other numbers are no larger.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, Decimal) and (not value.is_finite() or Decimal(float.__repr__(float(value))) != value):
        return None
    number = exact(value) if isinstance(value, int) else float(value)
    if not -LARGEST_INTEGER <= number < LARGEST_INTEGER:
        return None
    return int(number) if number == int(number) else number


def several(values: object, what: str) -> list[Any]:
    """The members of a collection.

    Args:
        values: the collection.
        what: its name in the error.

    Raises:
        InvalidInput: it is not a collection, reading it fails, or it has too many members.
    """
    if not isinstance(values, Iterable) or isinstance(values, (bytes, str, Mapping)):
        raise InvalidInput(f"{quoted(what)} takes a list of values, not {quoted(values)}")
    return _take_members(values, what, "values")


def names(given: object, what: str) -> tuple[str, ...]:
    """One name, or each of several.

    Args:
        given: text, or a collection of texts.
        what: its name in the error.

    Raises:
        InvalidInput: it is neither.
    """
    if isinstance(given, str):
        return (exact(given),)
    if not isinstance(given, Iterable) or isinstance(given, bytes):
        raise InvalidInput(f"{quoted(what)} takes names, not {quoted(given)}")
    members = _take_members(given, what, "names")
    if strange := [member for member in members if not isinstance(member, str)]:
        raise InvalidInput(*(f"{quoted(what)} cannot hold {quoted(member)}: names are text" for member in strange))
    return tuple(map(exact, members))


def copied(mapping: object, what: str) -> dict[str, Any]:
    """Copy a mapping's items; a dict whose names are all plain text is returned itself.

    Args:
        mapping: the mapping.
        what: its name in the error.

    Raises:
        InvalidInput: it is not a mapping, reading it fails, it has too many items, or a name is not text.
    """
    if not isinstance(mapping, Mapping):
        raise InvalidInput(f"{what} must be a mapping of names to values, not {quoted(mapping)}")
    if type(mapping) is dict and len(mapping) <= MOST_VALUES and PLAIN.issuperset(map(type, mapping)):
        return mapping
    keys = _take_members(mapping, what, "names")
    if strange := [key for key in keys if not isinstance(key, str)]:
        raise InvalidInput(*(f"{what} has no {quoted(key)}: names are text" for key in strange))
    return {exact(key): _get_member(mapping, key, what) for key in keys}


def _take_members(values: Iterable[Any], what: str, members: str) -> list[Any]:
    try:
        taken = list(islice(values, MOST_VALUES + 1))
    except Exception as error:  # a caller's object may raise anything
        raise InvalidInput(f"{quoted(what)} cannot be read: {quoted(type(error).__name__)}") from error
    if len(taken) > MOST_VALUES:
        raise InvalidInput(f"{quoted(what)} takes at most {MOST_VALUES:,} {members}")
    return taken


def _get_member(mapping: Mapping[Any, Any], key: Any, what: str) -> Any:
    try:
        return mapping[key]
    except Exception as error:  # as above
        raise InvalidInput(f"{quoted(what)} names {quoted(key)}, but does not give it") from error
