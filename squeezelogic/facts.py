"""What profiles and exercises have in common: fields that are facts, checked all at once."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from squeezelogic.logic.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.vocabulary import UNKNOWN, Attribute

FACT = "squeezelogic_fact"


def choice(name: str, values: type[enum.StrEnum]) -> Any:
    """A field that is one of an enum's values, or None for unknown."""
    return attrs.field(default=None, metadata={FACT: Attribute(name, values=tuple(v.value for v in values))})


def flag(name: str) -> Any:
    """A field that is true, false, or None for unknown."""
    return attrs.field(default=None, metadata={FACT: Attribute(name, type="boolean")})


def choices(name: str, values: type[enum.StrEnum]) -> dict[str, Attribute]:
    """The metadata of a field that is a set of an enum's values."""
    return {FACT: Attribute(name, type="set", values=tuple(v.value for v in values))}


def as_given(values: Iterable[str] | None) -> frozenset[str]:
    """Lets type checkers know that any iterable will do for a set; `settle` does the work."""
    return values  # type: ignore[return-value]


def settle(instance: Any) -> None:
    """Replace every fact of a new frozen value by its plain form.

    Raises:
        InvalidInput: with every field that has a wrong value.
    """
    problems: list[str] = []
    for field in attrs.fields(type(instance)):
        if (attribute := field.metadata.get(FACT)) is None:
            continue
        value = getattr(instance, field.name)
        if value is None and attribute.type != "set":
            continue
        try:
            plain = attribute.admit(value)
        except InvalidInput as error:
            problems += error.problems
        else:
            object.__setattr__(instance, field.name, None if plain == UNKNOWN else plain)
    if problems:
        raise InvalidInput(*problems)


def given(instance: Any) -> dict[str, Any]:
    """The facts that are known, by name."""
    known = {
        field.name: getattr(instance, field.name) for field in attrs.fields(type(instance)) if FACT in field.metadata
    }
    return {name: value for name, value in known.items() if value is not None and value != frozenset()}


def from_mapping(cls: Any, data: Mapping[str, Any], what: str, hint: str = "") -> Any:
    """A value of an attrs class from a mapping of its fields.

    Raises:
        InvalidInput: with every unknown key, or else every wrong value.
    """
    names = [field.name for field in attrs.fields(cls)]
    strange = [key for key in data if key not in names]
    if strange:
        raise InvalidInput(*(f"{what} has no {quoted(key)}: {did_you_mean(key, names)}{hint}" for key in strange))
    return cls(**data)
