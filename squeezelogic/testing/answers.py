"""Answers: recommendations, or the same as plain data, read as the slots that laws test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from squeezelogic.coaching.parts import DIRECTION, LISTS, PROGRESSION, VALUES
from squeezelogic.coaching.recommendation import Recommendation
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.testing.differences import misshapen
from squeezelogic.testing.situation import Situation

TEXTS = ("summary", "disclaimer")
CARRIED = (*VALUES, *LISTS, DIRECTION, *PROGRESSION.values(), *TEXTS)


class Unanswered(Exception):
    """The call did not return a usable answer."""


class Unreadable(Unanswered):
    """The answer lacks a key, or has another shape than that of `to_dict()`."""


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
        if name in LISTS:
            return frozenset(item["id"] for item in self[name])
        if name in PROGRESSION.values():
            step = next(key for key, slot in PROGRESSION.items() if slot == name)
            item = (self["progression"] or {}).get(step)
            return UNKNOWN if item is None else str(item["id"])
        value = (self["progression"] or {}).get(name) if name == DIRECTION else self[name]
        if name in TEXTS and value:
            return next((advice.id for advice in book.advice.values() if advice.text == value), str(value))
        return UNKNOWN if value is None or value == "" else value

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
