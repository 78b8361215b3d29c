"""Frozen values whose fields are worked out when somebody first reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import attrs

WORK_OUT, ORIGIN = "_work_out", "_origin"
D = TypeVar("D", bound="Deferred")


class Deferred:
    """Lets a frozen attrs class (without slots) be made before all of its fields are: see `deferred`.

    Nobody can tell such a value from one that was made with all its fields: it compares, hashes, prints, copies and
    pickles as that one. Two threads that read a field at once may both work it out, to the same end.
    """

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}  # type: ignore[arg-type]

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)


_new = object.__new__
_hold = Deferred.__dict__["__dict__"].__set__  # what a frozen class leaves open


def deferred(cls: type[D], known: dict[str, Any], origin: Any) -> D:
    """A value some of whose fields are still to be worked out.

    Args:
        cls: its class.
        known: the fields that are known, and under `WORK_OUT`, by name, how to work out each of the others from the
            origin.
        origin: what they are worked out from.
    """
    held = known.copy()
    held[ORIGIN] = origin
    made = _new(cls)
    _hold(made, held)
    return made


class _Field:
    """Asked only while an instance lacks the field: what an instance holds comes before this."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, made: Any, owner: type) -> Any:
        if made is None:
            return self
        held, name = made.__dict__, self.name
        value = held[name] = held[WORK_OUT][name](held[ORIGIN])
        return value


def may_wait(*names: str) -> Callable[[type[D]], type[D]]:
    """Lets some fields of an attrs class be worked out late; the rest must be known when a value is made."""

    def decorated(cls: type[D]) -> type[D]:
        for name in names:
            setattr(cls, name, _Field(name))
        return cls

    return decorated
