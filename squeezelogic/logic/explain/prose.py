"""Renders values, facts and conditions as prose, for readers who do not know the rule language."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Collection, Iterable, Mapping
from contextvars import ContextVar
from decimal import Decimal
from functools import lru_cache
from typing import Any, assert_never

import attrs

from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.errors import abridged, grouped, plain
from squeezelogic.logic.model.vocabulary import ORDERED, UNKNOWN, Attribute, Labelled, Value, Vocabulary, as_data
from squeezelogic.logic.render.card import bundle, prose
from squeezelogic.logic.render.markdown import escape
from squeezelogic.logic.render.phrases import phrase

PARAGRAPHS_KEPT = 2_048
NO_BREAKS = 1_000_000
BOUNDS: tuple[str, ...] = ("at_least", "above", "at_most", "below")
DATE_BOUNDS: tuple[str, ...] = ("from", "after", "until", "before")
"""The bounds of numbers and of dates, each list backwards with what lies outside."""
LINE_WIDTH: ContextVar[int] = ContextVar("line_width", default=92)
"""The width of a line of prose; the command line sets it to that of the terminal."""


class Serializable:
    """A frozen value with a JSON and a notebook form."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """The value as JSON-ready data; sets are sorted lists."""
        fields = attrs.fields(type(self))  # type: ignore[arg-type]
        return {field.name: to_plain(getattr(self, field.name)) for field in fields if field.eq}

    def __repr__(self) -> str:
        """One short line, for values with `repr=False`: the beginning of `str`."""
        return f"<{type(self).__name__}: {abridged(str(self))}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The value for a notebook: its `str` as a card."""
        width = LINE_WIDTH.set(NO_BREAKS)
        try:
            text = str(self)
        finally:
            LINE_WIDTH.reset(width)
        return bundle(prose(text), "\n\n".join(escape(line.strip()) for line in text.split("\n")), str(self))


def to_plain(value: Any) -> Any:
    """A value as JSON data."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if isinstance(value, (Decimal, datetime.date)):
        return as_data(value)
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: to_plain(item) for name, item in value.items()}
    return value


def words(name: str) -> str:
    """A name in words: `back_pain` becomes back pain."""
    return plain(name).replace("_", " ")


def id_in_words(identifier: str) -> str:
    """The id of a rule without a title, in words: `warm-up-first` becomes Warm up first."""
    return identifier.replace("-", " ").capitalize()


def value_in_words(value: object) -> str:
    """A value without a label in words: `yes`, `1.5`, `hard to feel`, `fever, night pain`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (frozenset, set, tuple, list)):
        return words(plain(value)) or "none"
    return words(value) if isinstance(value, str) else plain(value)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 rule`, `2 rules`."""
    return f"{grouped(number)} {one if number == 1 else many or one + 's'}"


def said(value: object, of: Labelled | None = None) -> str:
    """A value in words: its label, or else its name in words."""
    if of is not None and isinstance(value, (str, bool)) and (label := of.labels.get(plain(value))):
        return label
    if isinstance(value, bool):
        return phrase("yes" if value else "no")
    if value is None or value in (UNKNOWN, frozenset(), ()):
        return phrase("none" if isinstance(value, (frozenset, tuple)) else "not-known")
    if isinstance(value, (frozenset, tuple)):
        return listed(value, "and", of)
    return f"{value:g}" if isinstance(value, float) else words(str(value))


def fact(name: str, value: object, vocabulary: Vocabulary) -> str:
    """A fact in a few words: the label of its value, or else its title and the value."""
    of = vocabulary.labelled(name)
    if of is not None and isinstance(value, (str, bool)) and plain(value) in of.labels:
        return of.labels[plain(value)]
    if isinstance(value, bool):
        return vocabulary.title(name) if value else f"{vocabulary.title(name)}: {phrase('no')}"
    return f"{vocabulary.title(name)}: {said(value, of)}"


def listed(values: Iterable[object], last: str, of: Labelled | None = None) -> str:
    """Several values in one phrase: `a, b or c`; `last` is `and` or `or`."""
    ordered = sorted(values, key=str) if isinstance(values, (set, frozenset)) else values
    texts = [said(value, of) for value in ordered]
    return f" {phrase(last)} ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def describe_test(test: Test, attribute: Attribute) -> str:
    """What a test requires, as the object of «needs»."""
    match test:
        case Is(values):
            return _join_either(values, attribute)
        case Between():
            return _render_bounds(test, attribute)
        case HasAny(elements):
            return phrase("at-least-one") if _is_whole(elements, attribute) else _join_either(elements, attribute)
        case HasAll(elements):
            return listed(_sort_values(elements, attribute), "and", attribute)
        case HasCount():
            return _render_count("at-least", test, attribute)
        case Not(inner):
            return _render_denied(inner, attribute)
    assert_never(test)


def _render_denied(test: Is | Between | HasAny | HasAll | HasCount, attribute: Attribute) -> str:
    match test:
        case Is(values):
            return _render_others(values, attribute)
        case Between():
            return _render_bounds(test, attribute, outside=True)
        case HasAll(elements) if len(elements) > 1:
            return _render_denied(HasCount(len(elements), elements), attribute)
        case HasAny(elements) | HasAll(elements):
            whole = _is_whole(elements, attribute)
            return phrase("none") if whole else phrase("none-of", values=_join_either(elements, attribute))
        case HasCount():
            return _render_count("fewer-than", test, attribute)
    assert_never(test)


def _render_others(values: frozenset[Value], attribute: Attribute) -> str:
    """Every value but these; of a boolean, the values that are left."""
    named, others = values - {UNKNOWN}, frozenset[Value]({True, False, UNKNOWN}) - values
    if not named:
        return phrase("known")
    if attribute.type == "boolean" and others:
        return _join_either(others, attribute)
    return phrase("anything-but" if named == values else "known-but", what=_join_either(named, attribute))


def _render_count(key: str, test: HasCount, attribute: Attribute) -> str:
    if _is_whole(test.values, attribute):
        return phrase(key, count=test.count)
    values = listed(_sort_values(test.values, attribute), "and", attribute)
    return f"{phrase(key, count=test.count)} {phrase('of', values=values)}"


def _render_bounds(test: Between, attribute: Attribute, *, outside: bool = False) -> str:
    """The numbers or dates within bounds, or those outside; the bounds of the attribute itself are left out."""
    own = {"at_least": attribute.at_least, "at_most": attribute.at_most}
    bounds = {key: getattr(test, key) for key in BOUNDS if getattr(test, key) not in (None, own.get(key))}
    is_date = attribute.type == "date"
    if [*bounds] == [*own]:
        low, high = bounds.values()
        if low == high:
            return describe_test(Not(Is(frozenset({low}))) if outside else Is(frozenset({low})), attribute)
        if not outside:
            return phrase("range.dates" if is_date else "range", low=said(low), high=said(high))
    keys = DATE_BOUNDS if is_date else BOUNDS
    opposite = dict(zip(BOUNDS, keys[::-1] if outside else keys, strict=True))
    shown = [phrase(f"bound.{opposite[key]}", value=said(bound)) for key, bound in bounds.items()]
    if outside:
        return listed([*shown, UNKNOWN], "or")
    return f" {phrase('and')} ".join(shown) or phrase("any-date" if is_date else "any-number")


def passed(test: Test, attribute: Attribute, value: object) -> str:
    """A value that passes a test, reduced to what the test examines."""
    match test, value:
        case HasAny(elements) | HasCount(_, elements), frozenset():
            return listed(_sort_values(elements & value, attribute), "and", attribute)
        case HasAll(elements), _:
            return listed(_sort_values(elements, attribute), "and", attribute)
        case Not(HasAny() | HasCount() | HasAll()), _:
            return describe_test(test, attribute)
        case Not(Is(values)), _ if attribute.type != "boolean" and values != {UNKNOWN}:
            return f"{said(value, attribute)} ({describe_test(test, attribute)})"
    return said(value, attribute)


def _join_either(values: Collection[Any], attribute: Attribute) -> str:
    return listed(_sort_values(values, attribute), "or", attribute)


def _sort_values(values: Collection[Any], attribute: Attribute) -> list[Any]:
    """Values in the vocabulary's order, numbers and dates in ascending order, unknown last."""
    listed_ = attribute.domain or attribute.values
    order = sorted({*values} - {UNKNOWN}) if attribute.type in ORDERED else listed_
    return sorted(values, key=[*order, UNKNOWN].index)


def _is_whole(elements: Collection[str], attribute: Attribute) -> bool:
    return set(elements) == set(map(str, attribute.values))


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """A paragraph, broken into lines."""
    return _fill_paragraph(text, LINE_WIDTH.get(), first, first if rest is None else rest)


@lru_cache(PARAGRAPHS_KEPT)
def _fill_paragraph(text: str, width: int, first: str, after: str) -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=first,
        subsequent_indent=after,
        break_on_hyphens=False,
        break_long_words=False,  # so that ids and digests can be copied
    )
