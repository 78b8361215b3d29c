"""What can go wrong, said so that the reader knows what, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

LISTED_AT_MOST = 12
QUOTED_AT_MOST = 60


class SqueezelogicError(Exception):
    """The base of every error this library raises on purpose."""


class InvalidInput(SqueezelogicError, ValueError):
    """Something given to the library cannot be used.

    Args:
        problems: every problem found, each a sentence without a full stop.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)


@frozen
class Problem:
    """One thing wrong in a rulebook: what, where, and the likely fix."""

    what: str
    file: str = ""
    line: int | None = None
    rule: str | None = None
    suggestion: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        rule = f"rule {quoted(self.rule)}: " if self.rule else ""
        return f"{place}{rule}{self.what}" + (f"; {self.suggestion}" if self.suggestion else "")


class RulebookError(SqueezelogicError):
    """A rulebook that cannot be used; `problems` holds all that is wrong with it, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class DecisionError(SqueezelogicError):
    """A rulebook that loads, but gives no one answer for a situation.

    Args:
        message: what happened.
        topic: the topic it happened in.
        slot: the slot that is torn or empty.
        rules: ids of the rules concerned.
        facts: the facts that the topic read, given ones only.
    """

    def __init__(self, message: str, topic: str, slot: str, rules: tuple[str, ...], facts: Mapping[str, Any]) -> None:
        super().__init__(message, topic, slot, rules, dict(facts))
        self.topic, self.slot, self.rules, self.facts = topic, slot, rules, dict(facts)

    def __str__(self) -> str:
        given = ", ".join(f"{name} = {plain(value)}" for name, value in sorted(self.facts.items()))
        return f"{self.args[0]} (facts: {given or 'none given'})"


class ConflictError(DecisionError):
    """Two rules stand and say different things; `rules` names both."""


class GapError(DecisionError):
    """No standing rule fills a slot that the topic promises to fill."""


def quoted(text: object) -> str:
    """The user's own text in backticks, shortened, on one line, with nothing a terminal would obey."""
    shown = plain(text)
    return "`" + (shown if len(shown) <= QUOTED_AT_MOST else shown[: QUOTED_AT_MOST - 1] + "…") + "`"


def plain(value: object) -> str:
    """A value as a person writes it: `true`, `3`, `beginner`, `fever, night_pain`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (frozenset, set, tuple, list)):
        return (
            ", ".join(sorted(map(plain, value)))
            if isinstance(value, (frozenset, set))
            else ", ".join(map(plain, value))
        )
    text = value if isinstance(value, str) else repr(value)
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[: QUOTED_AT_MOST * 4])


def did_you_mean(given: object, options: Iterable[str]) -> str:
    """The likely fix for a misspelt word: the nearest option, or else the list of them."""
    import difflib  # noqa: PLC0415 - only a mistake needs it, and importing the library is kept light

    choices = list(options)
    lowered = {choice.lower(): choice for choice in reversed(choices)}
    near = difflib.get_close_matches(str(given)[:QUOTED_AT_MOST].lower(), lowered, n=1)
    if near:
        return f"did you mean {quoted(lowered[near[0]])}?"
    if not choices:
        return ""
    listed = ", ".join(quoted(choice) for choice in choices[:LISTED_AT_MOST])
    return f"choose from {listed}" + (" …" if len(choices) > LISTED_AT_MOST else "")
