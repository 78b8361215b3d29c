"""Exceptions, and the wording of their messages: what is wrong, where, and the likely fix."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from math import floor, log10
from typing import Any

from attrs import frozen

LISTED_AT_MOST = 12
QUOTED_AT_MOST = 60
PROBLEMS_SHOWN = 100
LONGEST_LINE = 2_000
LONGEST_NAME = 300
LONGEST_REPR = 90
MOST_PROBLEMS = 1_000
MOST_VALUES = 10_000
DEEPEST = 32
SAFE_TO_ASK = ("datetime", "decimal", "fractions")  # for their repr()
LARGEST_INTEGER = 2**63
MOST_READ = 10**24  # a longer count is shown by its magnitude

# Control characters except tab and line feed, line separators, surrogates, and bidirectional controls.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


MISTAKEN = re.compile(r"[-+]?\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|\d{4}-\d\d-\d\d|true|false", re.IGNORECASE)
"""Text that looks like a value of another type."""


class SqueezelogicError(Exception):
    """The base of every error that this library raises intentionally."""


class InvalidInput(SqueezelogicError, ValueError):
    """An input that the library cannot use.

    Args:
        problems: every problem found, each a sentence without a full stop.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return _show_problems(self.problems)


@frozen
class Problem:
    """One problem of a rulebook: what, where, and the likely fix."""

    what: str
    file: str = ""
    line: int | None = None
    rule: str | None = None
    suggestion: str = ""

    def __str__(self) -> str:
        file = self.file if len(self.file) <= LONGEST_NAME else f"…{self.file[-LONGEST_NAME:]}"
        place = f"{file}:{self.line}: " if self.line else f"{file}: " if file else ""
        rule = f"rule {quoted(self.rule)}: " if self.rule else ""
        return printable(f"{place}{rule}{self.what}" + (f"; {self.suggestion}" if self.suggestion else ""))


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order of the files."""
    return sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.what))


class RulebookError(SqueezelogicError):
    """A rulebook that cannot be used; `problems` holds every problem, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return _show_problems(self.problems)


class DecisionError(SqueezelogicError):
    """A rulebook that loads, but gives no unique answer for a situation.

    Args:
        message: the error.
        topic: the topic in which it occurred.
        slot: the slot in conflict, or the empty slot.
        rules: ids of the rules concerned.
        facts: the given facts that the topic read.
    """

    def __init__(self, message: str, topic: str, slot: str, rules: tuple[str, ...], facts: Mapping[str, Any]) -> None:
        super().__init__(message, topic, slot, rules, dict(facts))
        self.topic, self.slot, self.rules, self.facts = topic, slot, rules, dict(facts)

    def __str__(self) -> str:
        given = ", ".join(f"{name} = {plain(value)}" for name, value in sorted(self.facts.items()))
        return f"{self.args[0]} (facts: {given or 'none given'})"


class ConflictError(DecisionError):
    """Two standing rules give one slot different values; `rules` names both."""


class GapError(DecisionError):
    """No standing rule fills a slot that the topic requires."""


def _show_problems(problems: Sequence[object]) -> str:
    """The first hundred problems, one per line."""
    lines = [printable(str(problem))[:LONGEST_LINE] for problem in problems[:PROBLEMS_SHOWN]]
    more = len(problems) - len(lines)
    return "\n".join([*lines, f"… and {more:,} more problem" + "s" * (more > 1)] if more else lines)


def quoted(text: object) -> str:
    """The user's text in backticks, on one line, without terminal control characters; of a long one both ends.

    Values show their type: a list has brackets, and text that looks like a number or a truth value has quotes.
    """
    shown = _shorten_middle(plain(text), QUOTED_AT_MOST)
    if isinstance(text, str) and MISTAKEN.fullmatch(shown):
        return f'`"{shown}"`'
    return f"`[{shown}]`" if isinstance(text, list) else f"`{shown}`"


def _shorten_middle(text: str, at_most: int) -> str:
    """Both ends of a long text; more of the second one, which has the file's name if the text is a path."""
    end = at_most * 3 // 5
    return text if len(text) <= at_most else f"{text[: at_most - 1 - end]}…{text[-end:]}"


def abridged(text: str) -> str:
    """The beginning of a text, on one line."""
    from textwrap import shorten  # noqa: PLC0415 - slow to import, and only long texts need it

    return shorten(text, LONGEST_REPR, placeholder=" …")


def grouped(number: int) -> str:
    """A count of situations: its digits in groups of three, or its magnitude if it is very long."""
    return f"{number:,}" if number < MOST_READ else f"about 10^{floor(log10(number))}"


def plain(value: object) -> str:
    """A value as a person writes it: `true`, `3`, `beginner`, `fever, night_pain`.

    Only the type is shown of anything else, because the methods of arbitrary objects must not be called.
    """
    return _show_value(value, DEEPEST)


def _show_value(value: object, levels: int) -> str:
    if isinstance(value, str):
        return printable(_shorten_middle(str.__str__(value), QUOTED_AT_MOST * 4))
    if isinstance(value, (frozenset, set, tuple, list, dict)):
        return _show_members(value, levels - 1) if levels else "…"
    if isinstance(value, (bytes, bytearray)):
        return repr(bytes(value[:QUOTED_AT_MOST]))
    if isinstance(value, (int, float)):
        return _show_number(value)
    kind = type(value)
    if kind is datetime.date or kind is Decimal:
        return str(value)
    package = "numpy." if kind.__module__ == "numpy" else ""
    safe = value is None or kind.__module__ in SAFE_TO_ASK
    return repr(value) if safe else f"<{package}{printable(kind.__name__)}>"


def _show_number(value: float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return float.__repr__(value)
    number = int.__int__(value)
    return str(number) if abs(number) < LARGEST_INTEGER**4 else f"a number of {number.bit_length()} bits"


def _show_members(values: Any, levels: int) -> str:
    """The members of a collection; of a set in alphabetical order, of a mapping with their keys."""
    shown = [_show_value(value, levels) for value in islice(values, MOST_VALUES // 10)]
    if isinstance(values, dict):
        shown = [f"{name}: {_show_value(value, levels)}" for name, value in zip(shown, values.values(), strict=False)]
        return "{" + ", ".join(shown) + "}"
    return ", ".join(sorted(shown) if isinstance(values, (frozenset, set)) else shown)


def printable(text: str) -> str:
    """Text on one line, without terminal control characters; no-break spaces and the like are spelt out too."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _spell_character(c) for c in text)


def harmless(text: str) -> str:
    """Text of any number of lines, without terminal control characters."""
    return OBEYED.sub(lambda found: _spell_character(found.group()), text)


def _spell_character(character: str) -> str:
    return f"\\x{ord(character):02x}"


def did_you_mean(given: object, options: Iterable[str]) -> str:
    """The likely fix for a misspelt word: the nearest option, or else the list of options."""
    import difflib  # noqa: PLC0415 - only error messages need it; keeps `import squeezelogic` fast

    choices = list(options)
    lowered = {choice.lower(): choice for choice in reversed(choices)}
    near = difflib.get_close_matches(plain(given)[:QUOTED_AT_MOST].lower(), lowered, n=1)
    if near:
        return f"did you mean {quoted(lowered[near[0]])}?"
    return choose_from(choices)


def choose_from(options: Iterable[str]) -> str:
    """The likely fix for a word that resembles no option: the options, or the first of many."""
    listed = [quoted(choice) for choice in islice(options, LISTED_AT_MOST + 1)]
    if not listed:
        return ""
    return f"choose from {', '.join(listed[:LISTED_AT_MOST])}" + (" …" if len(listed) > LISTED_AT_MOST else "")


def show_circle(names: Sequence[str]) -> str:
    """A cycle as text; the middle of a long one is left out."""
    left_out = len(names) - LISTED_AT_MOST
    shown = [quoted(name) for name in names]
    if left_out > 0:
        shown[LISTED_AT_MOST - 1 : -1] = [f"… {left_out:,} more …"]
    return " → ".join(shown)
