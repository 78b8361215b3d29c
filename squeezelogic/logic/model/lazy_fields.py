"""Frozen values with lazily computed fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, wraps
from typing import Any, TypeVar

import attrs

GETTERS, ORIGIN = "_getters", "_origin"
T = TypeVar("T")
L = TypeVar("L", bound="LazyFields")


class LazyFields:
    """Lets a frozen attrs class (without slots) be made before all of its fields are computed.

    `new` makes an empty value of such a class, and `hold` gives it its dict: the known fields; under `ORIGIN`, the
    input of the other fields; under `GETTERS`, by name, the functions that compute them. No function does both, because
    one more call would cost a large part of making such a value.

    Such a value compares, hashes, prints, copies and pickles like one that was made with all its fields. Two threads
    that read a field at once may both compute it, with the same result.
    """

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}  # type: ignore[arg-type]

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)


new = object.__new__
hold = LazyFields.__dict__["__dict__"].__set__  # sets the fields of an instance, although it is frozen


class _Field:
    """A non-data descriptor that computes a field of an instance that lacks it."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, made: Any, owner: type) -> Any:
        if made is None:
            return self
        held, name = made.__dict__, self.name
        value = held[name] = held[GETTERS][name](held[ORIGIN])
        return value


def lazy_fields(*names: str) -> Callable[[type[L]], type[L]]:
    """Make some fields of an attrs class lazy; the others must be known when a value is made."""

    def decorate(cls: type[L]) -> type[L]:
        for name in names:
            setattr(cls, name, _Field(name))
        return cls

    return decorate


class lazy_property(cached_property[T]):  # noqa: N801 - a decorator, like the one it derives from
    """A cached property, computed from an instance's fields, or from its origin if that is faster."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        super().__init__(from_origin(compute))


def from_origin(compute: Callable[[Any], T]) -> Callable[[Any], T]:
    """Let a method without arguments be computed from an instance's origin, if there is a getter of its name."""
    name = compute.__name__

    @wraps(compute)
    def compute_shortest(made: Any) -> T:
        getters = made.__dict__.get(GETTERS, ())
        return getters[name](made.__dict__[ORIGIN]) if name in getters else compute(made)

    return compute_shortest
