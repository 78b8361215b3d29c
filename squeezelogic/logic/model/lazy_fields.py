"""Frozen values with lazily computed fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

WAYS, ORIGIN = "_ways", "_origin"
T = TypeVar("T")
L = TypeVar("L", bound="LazyFields")


class LazyFields:
    """Lets a frozen attrs class (without slots) be made before all of its fields are computed.

    `new` makes an empty value of such a class, and `hold` gives it a dict to hold: the fields that are known; under
    `ORIGIN`, what the others are computed from; under `WAYS`, by name, the functions that compute them. There is no
    function that does both: one more call is a good part of what such a value costs.

    Such a value compares, hashes, prints, copies and pickles as one that was made with all its fields. Two threads that
    read a field at once may both compute it, to the same end.
    """

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}  # type: ignore[arg-type]

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)


new = object.__new__
hold = LazyFields.__dict__["__dict__"].__set__  # what a frozen class leaves open


class _Field:
    """Computes a field of an instance that lacks it; what an instance holds comes before this."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, made: Any, owner: type) -> Any:
        if made is None:
            return self
        held, name = made.__dict__, self.name
        value = held[name] = held[WAYS][name](held[ORIGIN])
        return value


def lazy_fields(*names: str) -> Callable[[type[L]], type[L]]:
    """Lets some fields of an attrs class be computed late; the rest must be known when a value is made."""

    def decorate(cls: type[L]) -> type[L]:
        for name in names:
            setattr(cls, name, _Field(name))
        return cls

    return decorate


class lazy_property(cached_property[T]):  # noqa: N801 - a decorator, like the one it derives from
    """What follows from an instance's fields; or from its origin, where there is a shorter way from there."""

    if not TYPE_CHECKING:  # as the base has it

        def __get__(self, made, owner=None):
            if made is None:
                return self
            held, name = made.__dict__, self.attrname
            ways = held.get(WAYS, ())
            value = held[name] = ways[name](held[ORIGIN]) if name in ways else self.func(made)
            return value
