"""Answers: recommendations, or the same as plain data; their slots, and their differences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

import attrs

from squeezelogic.coaching.parts import DIRECTION, LIST_SLOTS, PROGRESSION, SINGLE_SLOTS
from squeezelogic.coaching.recommendation import Recommendation
from squeezelogic.logic.model.errors import plain, quoted
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.testing.situation import Situation

Difference = tuple[str, str, str]  # the key, and the text before and after the name of the other answer
MISSING = object()
SHOWN = 4  # entries of a list; the rest is counted
LONGEST = 160  # characters of one value
NAMES = ("id", "rule", "attribute")  # the keys that may name an entry of a list, by precedence
ENTRY_KEYS = {**dict.fromkeys(LIST_SLOTS, "id"), "reasons": "rule", "overruled": "rule", "unused": "attribute"}


def differences(
    mine: Mapping[str, Any], reference: Mapping[str, Any], keys: Iterable[str], *, other: str = "the reference"
) -> list[str]:
    """One line for each key, or list entry, that differs between two answers, with both values."""
    return [
        f"{key}: {what} {other}{rest}"
        for name in keys
        for key, what, rest in _compare_values(name, mine.get(name, MISSING), reference.get(name, MISSING))
    ]


def _compare_values(key: str, mine: Any, reference: Any) -> Iterator[Difference]:
    if mine is not MISSING and mine == reference:
        return
    if isinstance(mine, Mapping) and isinstance(reference, Mapping):
        for name in dict.fromkeys((*reference, *mine)):
            yield from _compare_values(f"{key}.{name}", mine.get(name, MISSING), reference.get(name, MISSING))
    elif _is_list(mine) and _is_list(reference):
        yield from _compare_lists(key, mine, reference)
    elif mine is not MISSING or reference is not MISSING:
        yield key, f"{show(mine)}, where", f" has {show(reference)}"


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, (list, tuple))


def _compare_lists(key: str, mine: Sequence[Any], reference: Sequence[Any]) -> Iterator[Difference]:
    first, second = _by_name(mine), _by_name(reference)
    lacking, extra = [n for n in second if n not in first], [n for n in first if n not in second]
    if lacking:
        yield key, f"missing {enumerate_some(lacking)}, which", " has"
    if extra:
        yield key, f"{enumerate_some(extra)}, missing from", ""
    for name in (name for name in first if name in second):
        yield from _compare_values(f"{key}[{name}]", first[name], second[name])
    if not lacking and not extra and list(first) != list(second):
        yield key, f"the order {enumerate_some(first)}, where", f" has {enumerate_some(second)}"


def _by_name(entries: Sequence[Any]) -> dict[str, Any]:
    """The entries of a list by name; entries without a name, and duplicates, by position."""
    found: dict[str, Any] = {}
    for place, entry in enumerate(entries):
        name = next((entry[n] for n in NAMES if n in entry), place) if isinstance(entry, Mapping) else entry
        value = entry.get("value") if isinstance(entry, Mapping) else None
        text = f"{name}={value}" if isinstance(entry, Mapping) and "attribute" in entry else str(name)
        found[text if text not in found else f"{text} #{place}"] = entry
    return found


def enumerate_some(names: Iterable[object]) -> str:
    """The first few names, and the number of the rest."""
    every = [show(name) if not isinstance(name, str) else name for name in names]
    more = f" and {len(every) - SHOWN} more" if len(every) > SHOWN else ""
    return ", ".join(map(quoted, every[:SHOWN])) + more if every else "nothing"


def some(lines: Sequence[str], most: int, between: str) -> str:
    """The first few lines, and the number of the rest."""
    more = [f"and {len(lines) - most} more"] if len(lines) > most else []
    return between.join([*lines[:most], *more])


def show(value: object) -> str:
    """A value on one line, as JSON, truncated if it is long; for a list, the names of its entries."""
    if value is MISSING:
        return "missing"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return enumerate_some(_by_name(value))
    if isinstance(value, Mapping):
        name = next((value[n] for n in NAMES if n in value), None)
        return quoted(name) if name is not None else enumerate_some(value)
    words = {None: "null", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    text = f'"{plain(value)}"' if isinstance(value, str) else plain(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def misshapen(key: str, value: Any) -> str | None:
    """The problem with the type of one value of an answer; None if it is readable."""
    if key in ENTRY_KEYS:
        needed = ENTRY_KEYS[key]
        if not isinstance(value, (list, tuple)):
            return f"`{key}` of the answer is {show(value)}, and has to be a list"
        strange = [entry for entry in value if not (isinstance(entry, Mapping) and needed in entry)]
        return (
            f"an entry of `{key}` is {show(strange[0])}, and has to be an object with `{needed}`" if strange else None
        )
    if key == "progression":
        steps = (
            [step for name in PROGRESSION if (step := value.get(name)) is not None]
            if isinstance(value, Mapping)
            else []
        )
        if value is None or (isinstance(value, Mapping) and all(isinstance(s, Mapping) and "id" in s for s in steps)):
            return None
        return f"`progression` of the answer is {show(value)}, and has to be null or an object whose steps have an `id`"
    if key in ("summary", "disclaimer") and not isinstance(value, str):
        return f"`{key}` of the answer is {show(value)}, and has to be a text"
    return (
        f"`{key}` of the answer is {show(value)}, and has to be one value" if isinstance(value, (list, dict)) else None
    )


TEXTS = ("summary", "disclaimer")
CARRIED = (*SINGLE_SLOTS, *LIST_SLOTS, DIRECTION, *PROGRESSION.values(), *TEXTS)


class Unanswered(Exception):
    """The call did not return a usable answer."""


class Unreadable(Unanswered):
    """The answer lacks a key, or has a different structure from `to_dict()`."""


@attrs.frozen
class Answer:
    """An answer as JSON data.

    Args:
        data: the keys of `Recommendation.to_dict()`, or some of them.
    """

    data: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        if key not in self.data:
            raise Unreadable(f"the answer has no {quoted(key)}")
        if wrong := misshapen(key, self.data[key]):
            raise Unreadable(wrong)
        return self.data[key]

    def slot(self, name: str, book: Rulebook) -> Value:
        """The content of a slot: a value, or the ids of advice; `unknown` if it is empty."""
        if name in LIST_SLOTS:
            return frozenset(item["id"] for item in self[name])
        if name in PROGRESSION.values():
            step = next(key for key, slot in PROGRESSION.items() if slot == name)
            item = (self["progression"] or {}).get(step)
            return UNKNOWN if item is None else str(item["id"])
        value = (self["progression"] or {}).get(name) if name == DIRECTION else self[name]
        if name in TEXTS and value:
            return next((advice.id for advice in book.advice.values() if advice.text == value), str(value))
        return UNKNOWN if value is None or (isinstance(value, str) and value == "") else value

    @property
    def rules(self) -> list[str]:
        """The ids of the rules in its reasons."""
        return [reason["rule"] for reason in self["reasons"]] if "reasons" in self.data else []


Ask = Callable[[Situation], Answer]


def asking(recommend: Callable[..., Any]) -> Ask:
    """Make a function that calls `recommend` for a situation and reads the answer.

    The function raises `Unanswered` if the call raises, or returns something unreadable.
    """

    def ask(situation: Situation) -> Answer:
        try:
            answer = situation.ask(recommend)
        except Exception as error:  # the code under test may raise anything
            raise Unanswered(f"it raised {type(error).__name__}: {error}") from error
        if isinstance(answer, Recommendation):
            return Answer(answer.to_dict())
        if isinstance(answer, Mapping):
            return Answer(_to_plain(answer))
        raise Unanswered(f"{quoted(answer)} is neither a Recommendation nor what its `to_dict` gives")

    return ask


def _to_plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _to_plain(item) for key, item in value.items()}
    return [_to_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
