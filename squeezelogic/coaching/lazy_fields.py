"""Frozen values whose fields are worked out when somebody first reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import attrs

WORK_OUT, ORIGIN = "_work_out", "_origin"
D = TypeVar("D", bound="Deferred")


class Deferred:
    """Lets a frozen attrs class (without slots) be made before all of its fields are.

    `new` makes an empty value of such a class, and `hold` gives it a dict to hold: the fields that are known, under
    `WORK_OUT`, by name, how to work out each of the others from the origin, and under `ORIGIN` that origin. No function
    does both: one call more is a good part of what such a value costs.

    Nobody can tell it from one that was made with all its fields: it compares, hashes, prints, copies and pickles as
    that one. Two threads that read a field at once may both work it out, to the same end.
    """

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}  # type: ignore[arg-type]

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)


new = object.__new__
hold = Deferred.__dict__["__dict__"].__set__  # what a frozen class leaves open


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
