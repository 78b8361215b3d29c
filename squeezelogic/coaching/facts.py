"""The common base of profiles and exercises: fields that are facts, validated together."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from functools import cache, wraps
from itertools import accumulate
from operator import mul
from types import NoneType
from typing import Any, TypeVar

import attrs

from squeezelogic.logic.inference.cache import Cache
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.untrusted import copied, exact, several
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute

FactCode = tuple[int, int]
"""The code of the facts of a profile or an exercise; see `Facts`."""
FACT = "squeezelogic_fact"
NAMES = frozenset({str})
PLAIN = frozenset({str, bool, NoneType, frozenset})
"""Types for which equal values of one type are interchangeable, and 1 does not count as True."""


def choice(name: str, values: type[enum.StrEnum]) -> Any:
    """A field that is one of an enum's values, or None for unknown."""
    return attrs.field(default=None, metadata={FACT: Attribute(name, values=tuple(v.value for v in values))})


def flag(name: str) -> Any:
    """A field that is true, false, or None for unknown."""
    return attrs.field(default=None, metadata={FACT: Attribute(name, type="boolean")})


def choices(name: str, values: type[enum.StrEnum]) -> dict[str, Attribute]:
    """The metadata of a field that is a set of an enum's values."""
    return {FACT: Attribute(name, type="set", values=tuple(v.value for v in values))}


def as_given(values: Iterable[Any] | None) -> frozenset[Any]:
    """Tells type checkers that a set field accepts any iterable; `encode_facts` converts it."""
    return values  # type: ignore[return-value]


T = TypeVar("T")


def by_name_only(cls: type[T]) -> type[T]:
    """Give the constructor of an attrs class helpful errors for wrong arguments.

    Raises:
        InvalidInput: raised by the constructor, for positional arguments and unknown keywords.
    """
    init: Any = cls.__init__
    names = attrs.fields_dict(cls)  # type: ignore[arg-type]

    @wraps(init)
    def __init__(self: Any, /, *args: Any, **given: Any) -> None:  # noqa: N807 - it replaces the method of that name
        try:
            init(self, *args, **given)
        except TypeError:
            problems = [
                f"{quoted(cls.__name__)} has no {quoted(key)}: {did_you_mean(key, names)}"
                for key in given
                if key not in names
            ]
            if args:
                example = next(iter(names))
                problems.append(f"{quoted(cls.__name__)} takes its facts by name, as in `{cls.__name__}({example}=…)`")
            if not problems:
                raise
            raise InvalidInput(*problems) from None

    cls.__init__ = __init__  # type: ignore[assignment]
    return cls


def attributes(cls: Any) -> dict[str, Attribute]:
    """The attributes of the fields of `Profile` or `Exercise`, by name."""
    return {field.name: field.metadata[FACT] for field in attrs.fields(cls) if FACT in field.metadata}


class Facts:
    """The base of `Profile` and `Exercise`: a code represents all facts of a value.

    A code is a pair of numbers, one for each half of the fields (see `measure_halves`), and hashes fast; that of a
    profile has a third part: its further facts, or None. Two values are equal exactly if their codes are, so a code can
    replace a value as the key of a cache.
    """

    __slots__ = ("code",)
    code: tuple[Any, ...]

    def __repr__(self) -> str:
        values = ((field.name, getattr(self, field.name)) for field in attrs.fields(type(self)))  # type: ignore[arg-type]
        known = (f"{name}={value!r}" for name, value in values if value or value is False)
        return f"{type(self).__name__}({', '.join(known)})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print the `repr` in IPython and in Hypothesis reports, which would otherwise show every field."""
        printer.text(repr(self))

    def __reduce__(self) -> tuple[Any, ...]:
        values = {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}  # type: ignore[arg-type]
        return _make_again, (type(self), values)


def _make_again(cls: type[Facts], values: Mapping[str, Any]) -> Facts:
    return cls(**values)


@cache
def _find_digits(cls: Any) -> tuple[tuple[str, Attribute, dict[Any, int], int], ...]:
    """For each field: its attribute, a digit for each value that needs no conversion, and the number of digits."""
    return tuple((name, attribute, *_number_values(attribute)) for name, attribute in attributes(cls).items())


def _number_values(attribute: Attribute) -> tuple[dict[Any, int], int]:
    if attribute.type == "set":
        return {frozenset(): 0}, 2 ** len(attribute.values)
    values = (True, False) if attribute.type == "boolean" else attribute.values
    return {value: digit for digit, value in enumerate((None, *values))}, len(values) + 1


def encode_facts(instance: Facts) -> FactCode:
    """Normalize every fact of a new frozen value.

    Returns:
        The code of its facts.

    Raises:
        InvalidInput: wrong values, all of them.
    """
    problems: list[str] = []
    code = 0
    cls: Any = type(instance)
    for name, attribute, digits, base in _find_digits(cls):
        value = getattr(instance, name)
        digit = digits.get(value) if value.__class__ in PLAIN else None
        if digit is None:
            try:
                digit = _encode_value(instance, attribute, value, digits)
            except InvalidInput as error:
                problems += error.problems
                continue
        code = code * base + digit
    if problems:
        raise InvalidInput(*problems)
    return divmod(code, measure_halves(cls)[1])


def encode_mapping(cls: Any, data: Any) -> FactCode | None:
    """The code of the facts in a dict, without an instance of the class; None if a fact needs conversion."""
    if data.__class__ is not dict or not NAMES.issuperset(map(type, data)):
        return None
    code, weights = 0, _find_weights(cls)
    for name, value in data.items():
        adds = weights[name].get(value) if name in weights and value.__class__ in PLAIN else None
        if adds is None:
            return None
        code += adds
    return divmod(code, measure_halves(cls)[1])


@cache
def _find_weights(cls: Any) -> dict[str, dict[Any, int]]:
    """For each field, the number that each value adds to a code; only values that need no conversion."""
    found: dict[str, dict[Any, int]] = {}
    weight = 1
    for name, _, digits, base in reversed(_find_digits(cls)):
        found[name] = {value: digit * weight for value, digit in digits.items()}
        weight *= base
    return found


def _encode_value(instance: Facts, attribute: Attribute, value: object, digits: Mapping[Any, int]) -> int:
    if isinstance(value, str) and exact(value) == "":  # an empty field of a form
        value = frozenset() if attribute.type == "set" else None
    admitted = attribute.admit(value)
    plain = None if admitted == UNKNOWN else admitted
    object.__setattr__(instance, attribute.name, plain)
    if isinstance(plain, frozenset):
        return sum(1 << place for place, element in enumerate(attribute.values) if element in plain)
    return digits[plain]


def decode_facts(cls: Any, code: FactCode) -> dict[str, Any]:
    """The facts of a code, as `given` returns them."""
    (high, low), (highs, lows) = code, _make_decoders(cls)
    return {**highs[high], **lows[low]}


@cache
def _make_decoders(cls: Any) -> tuple[Cache[int, dict[str, Any]], Cache[int, dict[str, Any]]]:
    """The facts of each half of a code."""
    highs, lows = measure_halves(cls)
    return Cache(lambda high: _decode_number(cls, high * lows), highs), Cache(
        lambda low: _decode_number(cls, low), lows
    )


def _decode_number(cls: Any, code: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, attribute, digits, base in reversed(_find_digits(cls)):
        code, digit = divmod(code, base)
        if digit and attribute.type == "set":
            found[name] = frozenset(element for place, element in enumerate(attribute.values) if digit >> place & 1)
        elif digit:
            found[name] = tuple(digits)[digit]
    return found


@cache
def measure_halves(cls: Any) -> tuple[int, int]:
    """The number of values of each of the two numbers of a code. They are about as large."""
    bases: list[int] = [base for *_, base in _find_digits(cls)]
    products: list[int] = list(accumulate(reversed(bases), mul))
    low = next(low for low in products if low * low >= products[-1])
    return products[-1] // low, low


def given(instance: Any) -> dict[str, Any]:
    """The known facts, by name."""
    known = {name: getattr(instance, name) for name in attributes(type(instance))}
    return {name: value for name, value in known.items() if value is not None and value != frozenset()}


def from_mapping(cls: Any, data: Mapping[str, Any], what: str, hint: str = "") -> Any:
    """Make a value of an attrs class from a mapping of its fields.

    Raises:
        InvalidInput: unknown keys, or else wrong values, all of them.
    """
    names = attrs.fields_dict(cls)
    given = copied(data, what)
    strange = [key for key in given if key not in names]
    if strange:
        raise InvalidInput(*(f"{what} has no {quoted(key)}: {did_you_mean(key, names)}{hint}" for key in strange))
    return cls(**given)


def read_observed(observed: Any) -> frozenset[str]:
    """Read observed faults: one name, or several.

    Raises:
        InvalidInput: names that are not text, all of them.
    """
    if observed.__class__ is frozenset:
        seen: frozenset[str] = observed
        return seen
    if isinstance(observed, str):
        return frozenset([exact(observed)])
    faults = several(observed, "observed")
    if strange := [fault for fault in faults if not isinstance(fault, str)]:
        raise InvalidInput(*(f"`observed` cannot hold {quoted(it)}: faults are named by text" for it in strange))
    return frozenset(map(exact, faults))
