"""What a rulebook talks about: attributes that situations give, slots that rules fill, and their values."""

from __future__ import annotations

import datetime
import enum
import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from attrs import field, frozen

from squeezelogic.logic.model.errors import (
    LARGEST_INTEGER,
    InvalidInput,
    choose_from,
    did_you_mean,
    plain,
    quoted,
)
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.untrusted import copied, exact, several

UNKNOWN = "unknown"
SLOT = "slot"
"""Whose an attribute is that stands for an earlier topic's slot."""

NUMBERS = ("integer", "number")
ORDERED = (*NUMBERS, "date")
LOWEST, HIGHEST = -LARGEST_INTEGER, LARGEST_INTEGER - 1
MOST_DIGITS = 400
PLAIN = frozenset({str, bool})
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Ordered = int | float | Decimal | datetime.date
Value = str | bool | Ordered | frozenset[str]
AttributeType = Literal["enum", "boolean", "integer", "number", "date", "set"]
SlotType = Literal["enum", "boolean", "integer", "number", "text", "advice", "list"]
ACCUMULATING = ("advice", "list")
NOBODY, TIME = "nobody", "time"
"""Who changes an attribute, where that is no person who could be advised to."""


@frozen
class Mutability:
    """Who can change an attribute, and in which direction.

    Args:
        by: `nobody`, `time`, or a word for the person who can.
        along: of an attribute that is no set, the values in the order in which it can change, never back; empty where
            it can become anything.
        removal: of a set, whether elements can only go.
        when: when the change comes, as a clause for a person ("once you are past ..."); `time` always says it.
    """

    by: str
    along: tuple[Value, ...] = ()
    removal: bool = False
    when: str = ""

    def allows(self, before: Value, after: Value) -> bool:
        """Whether the attribute can change from one value into another.

        What is unknown comes before the first value: a person can bring about any of the others. Time, and a person
        where only removal is possible, make no value of an unknown one.
        """
        if self.by == NOBODY:
            return False
        if isinstance(before, frozenset) and isinstance(after, frozenset):
            return not self.removal or after < before
        if before == UNKNOWN and self.by == TIME:
            return False
        if not self.along:
            return True
        if after not in self.along:
            return False
        place = self.along.index(before) if before in self.along else 0 if before == UNKNOWN else len(self.along)
        return self.along.index(after) > place


class Labelled:
    """What a person calls a thing and its values."""

    __slots__ = ()
    name: str
    label: str
    labels: FrozenMap[str, str]

    @property
    def title(self) -> str:
        """What a person calls it: its label, or else its name in words."""
        return self.label or plain(self.name).replace("_", " ")


@frozen(cache_hash=True)
class Attribute(Labelled):
    """Something a situation may give, with the finitely many values it may take.

    Args:
        name: how rules and facts call it.
        of: whose it is (`profile`, `exercise`, `observed`, or `facts` for a rulebook's own).
        type: `enum`, `boolean`, `integer`, `number`, `date` or `set`.
        values: what an `enum` or an element of a `set` may be, and what rules conclude of a slot that is a number.
        at_least, at_most: the bounds of an `integer`, a `number` or a `date`, both included; None for none.
        ask: the question that a person can answer.
        tell: how to find out, where a person could not answer unaided.
        label: what a person calls it; empty where the name will do.
        labels: what a person calls its values or elements, by the value as text (`true` and `false` of a boolean).
        change: who can change it, and in which direction; None where nothing is said.
        required: every complete situation gives it, so checks leave out those that do not.
        implies: for a value, what other attributes must then be.
        meant: of a set, for an element what a person who names it where no rule reads it probably means.
    """

    name: str
    of: str = "facts"
    type: AttributeType = "enum"
    values: tuple[str | float, ...] = ()
    at_least: Any = None
    at_most: Any = None
    ask: str = ""
    required: bool = False
    implies: FrozenMap[str, FrozenMap[str, Value]] = field(factory=FrozenMap)
    tell: str = ""
    label: str = ""
    labels: FrozenMap[str, str] = field(factory=FrozenMap)
    change: Mutability | None = None
    meant: FrozenMap[str, str] = field(factory=FrozenMap)

    @property
    def domain(self) -> tuple[Value, ...] | None:
        """Its values besides `unknown`, in order; None for a set, and for what is given within bounds or none."""
        if self.type == "boolean":
            return True, False
        listed = self.type == "enum" or (self.of == SLOT and self.type in NUMBERS and self.at_least is None)
        return self.values if listed else None

    @property
    def is_ordered(self) -> bool:
        """Whether it is given as one of any number of values that are compared, by size or by time."""
        return self.type in ORDERED and self.domain is None

    @property
    def blank(self) -> Value:
        """What the attribute is when nobody says: `unknown`, or the empty set."""
        return frozenset() if self.type == "set" else UNKNOWN

    def admit(self, value: Any) -> Value:
        """The value as rules see it.

        Raises:
            InvalidInput: it is not one of this attribute's values; the message says which are.
        """
        if isinstance(value, enum.Enum):
            value = value.value
        if value is None:
            return self.blank
        value = exact(value)
        if self.type == "set":
            return self._admit_set(value)
        if self.domain is None:
            value = as_date(value) if self.type == "date" else as_number(value) if self.type == "number" else value
        if (isinstance(value, str) and value == UNKNOWN) or self._is_own(value):
            own: Value = value
            return own
        raise InvalidInput(f"{quoted(self.name)} cannot be {quoted(value)}: {self.remedy(value)}")

    def _is_own(self, value: object) -> bool:
        if isinstance(value, bool) or self.type == "boolean":
            return isinstance(value, bool) and self.type == "boolean"
        if self.type == "date":
            return isinstance(value, datetime.date) and self._is_within(value, datetime.date.min, datetime.date.max)
        if self.type == "integer":
            return isinstance(value, int) and self._is_within(value, LOWEST, HIGHEST)
        if self.type == "number":
            return isinstance(value, (int, float, Decimal)) and self._is_within(value, value, value)
        return isinstance(value, str) and value in self.values

    def _is_within(self, value: Any, lowest: Any, highest: Any) -> bool:
        if self.of == SLOT:  # what rules cannot conclude may be asked for, and is found dead
            return True
        low, high = self.at_least, self.at_most
        return bool((lowest if low is None else low) <= value <= (highest if high is None else high))

    def _admit_set(self, value: object) -> frozenset[str]:
        if isinstance(value, str):
            value = (value,)
        given = several(value, self.name)
        elements = [exact(item.value if isinstance(item, enum.Enum) else item) for item in given]
        wrong = [item for item in elements if not isinstance(item, str) or item not in self.values]
        if wrong:
            raise InvalidInput(
                *(f"{quoted(self.name)} cannot hold {quoted(item)}: {self.remedy(item)}" for item in wrong)
            )
        return frozenset(elements)

    def remedy(self, value: object) -> str:
        """What to give instead of a value that is none of the attribute's."""
        if self.type == "boolean":
            return "choose from `true`, `false`"
        if self.domain is None and self.type != "set":
            is_long = isinstance(value, int) and self.type == "integer" and not LOWEST <= value <= HIGHEST
            return f"give {self.kind}" + (" in 64 bits" if is_long and None in (self.at_least, self.at_most) else "")
        options = map(str, self.values)
        return choose_from(options) if value is None else did_you_mean(value, options)

    @property
    def kind(self) -> str:
        """What an ordered attribute takes, in words: `a whole number from 0 to 12`."""
        low, high = self.at_least, self.at_most
        if low is not None and high is not None:
            return f"{KINDS[self.type]} from {plain(low)} to {plain(high)}"
        bound = f" of at least {plain(low)}" if low is not None else f" of at most {plain(high)}"
        return KINDS[self.type] + ("" if low is None and high is None else bound)


KINDS = {"integer": "a whole number", "number": "a number", "date": "a date such as 2026-05-31"}


def as_number(value: Any) -> Any:
    """A number as rules compare it: exactly, as it is written in decimal digits. What is none comes back as it is."""
    if isinstance(value, float):
        value = Decimal(float.__repr__(value))
    if isinstance(value, Decimal):
        fits = value.is_finite() and -MOST_DIGITS <= value.adjusted() < MOST_DIGITS
        if not fits or len(value.as_tuple().digits) > MOST_DIGITS:
            return str(value)
        return int(value) if value == value.to_integral_value() else value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**MOST_DIGITS:
        return f"a number of {value.bit_length()} bits"
    return value


def as_data(value: Value) -> Any:
    """A value as JSON has it: a set as a sorted list, a date as text; a number is as near as JSON readers come."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def as_date(value: Any) -> Any:
    """A date, also one in text (2026-05-31); anything else as it is."""
    if isinstance(value, str) and DATE.fullmatch(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    if type(value) is datetime.date or not isinstance(value, datetime.date):
        return value
    return str(value)  # a moment is no day


@frozen
class Slot(Labelled):
    """Something rules conclude: one value, or a list that several rules add to.

    Args:
        name: how rules and decisions call it.
        type: `enum` (with `values`), `boolean`, `integer`, `number`, `text` (the id of one advice text),
            or a list that accumulates: `advice` (ids of advice texts) or `list` (plain strings).
        values: what an `enum` may be, in the order the vocabulary gives them.
        carries: for advice, the further keys each text must have, with their allowed values.
        label: what a person calls it; empty where the name will do.
        labels: what a person calls its values, by the value as text.
        sums: whether an `integer` adds up what every standing rule gives, from 0.
    """

    name: str
    type: SlotType = "enum"
    values: tuple[str, ...] = ()
    carries: FrozenMap[str, tuple[str, ...]] = field(factory=FrozenMap)
    label: str = ""
    labels: FrozenMap[str, str] = field(factory=FrozenMap)
    sums: bool = False

    @property
    def accumulates(self) -> bool:
        """Whether several rules may add to it."""
        return self.type in ACCUMULATING

    @property
    def names_advice(self) -> bool:
        """Whether its values are ids of advice texts."""
        return self.type in ("text", "advice")

    def admits(self, value: object) -> bool:
        """Whether a rule may conclude the value (one element of it, where the slot accumulates)."""
        if self.type == "boolean":
            return isinstance(value, bool)
        if self.type == "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        if self.type == "number":
            return isinstance(value, (int, float)) and not isinstance(value, bool) and -math.inf < value < math.inf
        return isinstance(value, str) and (not self.values or value in self.values)


@frozen
class Vocabulary:
    """Every attribute and slot of a rulebook, in the order its vocabulary file lists them.

    Args:
        attributes, slots: by name.
        language: the code of the language that its questions and labels are in.
    """

    attributes: FrozenMap[str, Attribute]
    slots: FrozenMap[str, Slot]
    language: str = field(default="en", eq=False)

    def labelled(self, name: str) -> Labelled | None:
        """The attribute or slot of a name, for its labels; None if there is none."""
        return self.attributes.get(name) or self.slots.get(name)

    def title(self, name: str) -> str:
        """What a person calls an attribute or a slot; the name in words if the vocabulary has no such thing."""
        found = self.labelled(name)
        return found.title if found else plain(name).replace("_", " ")

    @property
    def blanks(self) -> dict[str, Value]:
        """The situation in which nothing is known, anew for whoever asks."""
        return dict(self._blanks)

    @cached_property
    def _blanks(self) -> dict[str, Value]:
        return {name: attribute.blank for name, attribute in self.attributes.items()}

    def complete_situation(self, facts: Mapping[str, Any]) -> dict[str, Value]:
        """The same as `situation`, and no required attribute is unknown.

        Raises:
            InvalidInput: unknown attributes, wrong values, contradictions and missing facts, all of them.
        """
        known = self.situation(facts)
        if missing := [attribute for attribute in self._required if known[attribute.name] == UNKNOWN]:
            raise InvalidInput(*(f"{quoted(each.name)} is required: {each.remedy(None)}" for each in missing))
        return known

    @cached_property
    def _required(self) -> tuple[Attribute, ...]:
        return tuple(each for each in self.attributes.values() if each.required and each.type != "set")

    def situation(self, facts: Mapping[str, Any]) -> dict[str, Value]:
        """Facts made complete: validated, what is implied filled in, the rest unknown.

        Raises:
            InvalidInput: unknown attributes, wrong values and contradictions, all of them.
        """
        problems: list[str] = []
        known = self.blanks
        for name, value in copied(facts, "facts").items():
            if value.__class__ in PLAIN and value in self._plain.get(name, frozenset()):
                known[name] = value
                continue
            attribute = self.attributes.get(name)
            if attribute is None:
                problems.append(f"unknown fact {quoted(name)}: {did_you_mean(name, self.attributes)}")
                continue
            try:
                known[name] = attribute.admit(value)
            except InvalidInput as error:
                problems += error.problems
        if not problems:
            problems += self.imply(known)
        if problems:
            raise InvalidInput(*problems)
        return known

    @cached_property
    def _plain(self) -> dict[str, frozenset[str | bool]]:
        """For each attribute, the texts and truth values that are admitted as they are."""
        return {
            name: frozenset(v for v in (UNKNOWN, *(attribute.domain or ())) if isinstance(v, (str, bool)))
            for name, attribute in self.attributes.items()
            if attribute.type in ("enum", "boolean")
        }

    @cached_property
    def _implying(self) -> tuple[Attribute, ...]:
        return tuple(attribute for attribute in self.attributes.values() if attribute.implies)

    def imply(self, known: dict[str, Value]) -> list[str]:
        """Fill in what is implied, also by what was itself implied; say where that contradicts what is known."""
        if not any(str(known[attribute.name]) in attribute.implies for attribute in self._implying):
            return []
        before: dict[str, Value] = {}
        problems: list[str] = []
        while known != before and not problems:
            before = dict(known)
            problems = [problem for attribute in self._implying for problem in self._imply_by(attribute, known)]
        return problems

    @staticmethod
    def _imply_by(attribute: Attribute, known: dict[str, Value]) -> Iterator[str]:
        value = known[attribute.name]
        for other, implied in attribute.implies.get(str(value), {}).items():
            if known[other] == UNKNOWN:
                known[other] = implied
            elif known[other] != implied:
                yield (
                    f"{quoted(other)} cannot be {quoted(known[other])}: "
                    f"{quoted(attribute.name)} {quoted(value)} makes it {quoted(implied)}"
                )


NO_WORDS = Vocabulary(FrozenMap(), FrozenMap())
"""The vocabulary of whoever has none at hand: names and values are said in their own words."""
