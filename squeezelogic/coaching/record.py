"""Converts frozen values to plain JSON data and back, and reports every problem of the data with its path."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

import attrs

from squeezelogic.logic.inference.cache import Cache
from squeezelogic.logic.model.errors import MOST_PROBLEMS, InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.untrusted import as_json_number, copied, exact

RECORDS_KEPT = 4_096
T = TypeVar("T")
K = TypeVar("K")
SHAPE = "squeezelogic_shape"
OPTIONAL = "squeezelogic_optional"
LEAVE_OUT = "squeezelogic_leave_out"
FORM = "squeezelogic_form"
CARRIED = "squeezelogic_carried"
LEAST = "squeezelogic_least"
SCALAR = (str, bool, int, float)
LIMIT = " of at most 64 bits"
WORDS = {str: "text", float: "a number", SCALAR: f"text, true or false, or a number{LIMIT}"}


@attrs.frozen
class Form:
    """The form of a text: a pattern for the whole text, as in the JSON Schema, and the same in words."""

    pattern: str
    words: str


@attrs.frozen
class Many:
    """A list: the type of its members, the carried fields of each member, and the least number of members."""

    member: Any
    carries: str = ""
    least: int = 0


WORD = Form(r"[a-z][a-z0-9_]*", "lower-case words joined by _")
NAME = Form(r"[a-z0-9]+(-[a-z0-9]+)*", "lower-case words joined by -")
FILLED = Form(r"(?s:.+)", "a text")


def one_of(*values: str) -> Form:
    """The form of a text with one of these values."""
    return Form("|".join(map(re.escape, values)), " or ".join(values))


def text(form: Form | None = None, **more: Any) -> Any:
    """A text field, with a form if one is given."""
    return attrs.field(metadata={SHAPE: str, FORM: form}, **more)


def optional(kind: type = str, leave_out: bool = False, form: Form | None = None, least: float | None = None) -> Any:
    """A field that may be None; `leave_out` keeps a None out of the plain data altogether.

    A number may have a `least` value.
    """
    told = {SHAPE: kind, OPTIONAL: not leave_out, LEAVE_OUT: leave_out, FORM: form, LEAST: least}
    return attrs.field(default=None, metadata=told)


def carried(form: Form) -> Any:
    """A text field that records have only in lists that declare it."""
    return attrs.field(default=None, metadata={SHAPE: str, LEAVE_OUT: True, FORM: form, CARRIED: True})


def scalar() -> Any:
    """A field that is text, a truth value or a number."""
    return attrs.field(metadata={SHAPE: SCALAR}, eq=_kept_apart)


def _kept_apart(value: object) -> tuple[bool, object]:
    """Make True and 1 unequal."""
    return isinstance(value, bool), value


def one(cls: type) -> Any:
    """A field that is a record of another class."""
    return attrs.field(metadata={SHAPE: cls})


def _as_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    """A tuple; attrs takes long to inspect the signature of the class itself."""
    return tuple(values)


def many(cls: type, carries: str = "", least: int = 0, **more: Any) -> Any:
    """A field that is a tuple of texts, or of records of another class; see `Many`."""
    return attrs.field(default=(), metadata={SHAPE: Many(cls, carries, least)}, converter=_as_tuple, **more)


def facts() -> Any:
    """A field that maps names to texts, truth values, numbers or lists of texts."""
    return attrs.field(factory=FrozenMap, metadata={SHAPE: dict})


@cache
def _list_fields(cls: Any) -> tuple[tuple[str, bool], ...]:
    """The fields of a class in plain data, and whether None is dropped; empty if it is not a record."""
    fields = attrs.fields(cls) if attrs.has(cls) else ()
    return tuple((field.name, bool(field.metadata.get(LEAVE_OUT))) for field in fields if SHAPE in field.metadata)


def to_plain(value: Any) -> Any:
    """Convert a value to JSON data: dicts, lists, texts, numbers, truth values and null."""
    if fields := _list_fields(value.__class__):
        told = ((name, getattr(value, name), left_out) for name, left_out in fields)
        return {name: to_plain(item) for name, item, left_out in told if not (left_out and item is None)}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    return {name: to_plain(item) for name, item in value.items()} if isinstance(value, Mapping) else value


def to_json(value: Any) -> str:
    """The value as JSON text."""
    from json import dumps  # noqa: PLC0415 - slow to import, and many callers never need it

    return dumps(to_plain(value))


class Forms(Generic[K]):
    """A function's results in three forms, each kept in a bounded cache.

    Args:
        compute: the function; its results are immutable.
        kept: the maximum number of results of each form.

    Attributes:
        values: for each argument, the result.
        texts: the result as JSON text.
        copiers: the functions that make the result's plain data, anew at each call.
    """

    def __init__(self, compute: Callable[[K], Any], kept: int) -> None:
        self.values = Cache(compute, kept)
        self.texts = Cache[K, str](lambda key: to_json(self.values[key]), kept)
        self.copiers = Cache[K, Callable[[], Any]](lambda key: make_copier(self.values[key]), kept)


def make_copier(value: Any) -> Callable[[], Any]:
    """The function that makes the data of `to_plain` anew, by copying, in a fraction of its time.

    Equal records are copied from one dict, wherever they occur: what is copied often stays in the processor's caches,
    which halves the time.
    """
    if isinstance(value, tuple) and value and _list_fields(value[0].__class__):
        plain = list(map(_share_plain, value))
        names = [name for name, item in plain[0].items() if isinstance(item, list)]

        def copy_records() -> Any:
            copied = [*map(dict.copy, plain)]
            for name in names:
                for it in copied:
                    it[name] = it[name].copy()
            return copied

        return copy_records
    if _list_fields(value.__class__):
        record = _share_plain(value)
        nested = [
            (name, make_copier(getattr(value, name))) for name, it in record.items() if isinstance(it, (dict, list))
        ]

        def copy_record() -> Any:
            copied = record.copy()
            for name, make in nested:
                copied[name] = make()
            return copied

        return copy_record if nested else record.copy
    return list if value == () else lambda: to_plain(value)


def _share_plain(record: Any) -> dict[str, Any]:
    """The plain data of a record. It is shared by all that are equal, so it must only be copied."""
    return _keep_plain(record, tuple(type(getattr(record, name)) for name, _ in _list_fields(record.__class__)))


@lru_cache(RECORDS_KEPT)
def _keep_plain(record: Any, kinds: tuple[type, ...]) -> dict[str, Any]:
    """The types tell 1 from 1.0."""
    return to_plain(record)  # type: ignore[no-any-return]


def from_plain(cls: type[T], data: object, what: str) -> T:
    """Make a value of a class from plain data.

    Args:
        cls: a class whose fields were made by the functions above.
        data: the data of `to_plain`, possibly after a trip through JSON.
        what: the name of the data in messages.

    Raises:
        InvalidInput: keys that are missing, unknown or of the wrong type, all of them with their paths.
    """
    problems = _Problems()
    value = _read_value(cls, data, what, problems)
    if problems:
        raise InvalidInput(*problems)
    return value  # type: ignore[no-any-return]


class _Problems(list[str]):
    """A list of problems; it raises once there are too many."""

    def append(self, problem: str) -> None:
        super().append(problem)
        if len(self) == MOST_PROBLEMS:
            raise InvalidInput(*self, "there are more problems, which can wait")


def _read_value(shape: Any, data: object, path: str, problems: _Problems, carries: str = "") -> Any:
    data = exact(data)
    if isinstance(shape, Many):
        return _read_list(shape, data, path, problems)
    if shape is dict:
        return _read_facts(data, path, problems)
    if attrs.has(shape):
        return _read_record(shape, data, path, problems, carries)
    found: Any = None
    if shape is float:
        if isinstance(data, (int, float)) and not isinstance(data, bool) and abs(data) <= sys.float_info.max:
            found = float(data)
    elif isinstance(data, str):
        found = data
    elif shape is SCALAR:
        found = data if isinstance(data, bool) else as_json_number(data)
    if found is None:
        problems.append(f"{path} must be {WORDS[shape]}, not {quoted(data)}")
    return found


def _read_list(shape: Many, data: object, path: str, problems: _Problems) -> Any:
    if not isinstance(data, (list, tuple)):
        problems.append(f"{path} must be a list, not {quoted(data)}")
    elif len(data) < shape.least:
        problems.append(f"{path} must have at least {shape.least} member")
    else:
        members = enumerate(data)
        return tuple(_read_value(shape.member, it, f"{path}[{i}]", problems, shape.carries) for i, it in members)
    return None


def _read_record(cls: Any, data: object, path: str, problems: _Problems, carries: str = "") -> Any:
    if not isinstance(data, Mapping):
        problems.append(f"{path} must be an object, not {quoted(data)}")
        return None
    given = copied(data, path)
    before = len(problems)
    told = (field for field in attrs.fields(cls) if SHAPE in field.metadata)
    fields = {it.name: it for it in told if it.name == carries or not it.metadata.get(CARRIED)}
    for key in given:
        if key not in fields:
            problems.append(f"{path} has no {quoted(key)}: {did_you_mean(key, fields)}")
    needed = [name for name, field in fields.items() if name == carries or not field.metadata.get(LEAVE_OUT)]
    problems += [f"{path} lacks {quoted(name)}" for name in needed if name not in given]
    values = {
        name: None
        if given[name] is None and field.metadata.get(OPTIONAL)
        else _read_value(field.metadata[SHAPE], given[name], f"{path}.{name}", problems)
        for name, field in fields.items()
        if name in given
    }
    for name, value in values.items():
        form, least = fields[name].metadata.get(FORM), fields[name].metadata.get(LEAST)
        if form and isinstance(value, str) and not re.fullmatch(form.pattern, value):
            problems.append(f"{path}.{name} must be {form.words}, not {quoted(value) if value else 'empty'}")
        if least is not None and value is not None and value < least:
            problems.append(f"{path}.{name} must be at least {least:g}, not {quoted(value)}")
    return cls(**values) if len(problems) == before else None


def _read_facts(data: object, path: str, problems: _Problems) -> FrozenMap[str, Any]:
    if not isinstance(data, Mapping):
        problems.append(f"{path} must be an object, not {quoted(data)}")
        return FrozenMap()
    found: dict[str, Any] = {}
    for name, given in copied(data, path).items():
        value = exact(given)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not name:
            problems.append(f"{path} has a fact without a name")
        if isinstance(value, (str, bool)):
            found[name] = value
        elif is_number and (number := as_json_number(value)) is not None:
            found[name] = number
        elif isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
            found[name] = tuple(sorted(map(exact, value)))
            if len(set(found[name])) < len(value):
                problems.append(f"{path}.{name} must name each text once")
        else:
            limit = LIMIT if is_number else ""
            problems.append(f"{path}.{name} must be text, true or false, a number{limit} or a list of texts")
    return FrozenMap(found)
