"""The vocabulary of a rulebook: the attributes of situations, the slots that rules fill, and their values."""

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
NONE = "none"
TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
"""The words in which truth values are typed, in any case."""

SLOT = "slot"
"""The owner of an attribute that stands for a slot of an earlier topic."""

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
"""The values of `Mutability.by` for attributes that no person can change."""


@frozen
class Mutability:
    """Who can change an attribute, and in which direction.

    Args:
        by: `nobody`, `time`, or a word for the person who can.
        along: for attributes other than sets, the values in the only order in which they can change; empty if any
            change is possible.
        removal: for a set, whether elements can only be removed.
        when: the time of the change, as a clause for a person ("once you are past ..."); required for `time`.
    """

    by: str
    along: tuple[Value, ...] = ()
    removal: bool = False
    when: str = ""

    def allows(self, before: Value, after: Value) -> bool:
        """Whether the attribute can change from one value into another.

        `unknown` counts as the first value of an order, and time cannot change it.
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
    """The display names of a thing and its values."""

    __slots__ = ()
    name: str
    label: str
    labels: FrozenMap[str, str]

    @property
    def title(self) -> str:
        """The display name: its label, or else its name in words."""
        return self.label or plain(self.name).replace("_", " ")


@frozen(cache_hash=True)
class Attribute(Labelled):
    """A property of situations, with the values it may take.

    Args:
        name: its name in rules and facts.
        of: its owner (`profile`, `exercise`, `observed`, or `facts` for a rulebook of your own).
        type: `enum`, `boolean`, `integer`, `number`, `date` or `set`.
        values: the allowed values of an `enum`, the allowed elements of a `set`, or the numbers that rules conclude.
        at_least, at_most: the inclusive bounds of an `integer`, a `number` or a `date`; None for no bound.
        ask: the question for a person.
        tell: how to find the answer, if the question needs an explanation.
        label: its display name; empty to use the name.
        labels: the display names of its values or elements, by the value as text (`true` and `false` of a boolean).
        change: who can change it, and in which direction; None if not declared.
        required: every complete situation gives it, so checks skip situations without it.
        implies: for a value, the values of other attributes that follow from it.
        meant: for an element of a set that no rule reads, the element that the caller probably means.
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
        """Its values besides `unknown`, in order; None for a set and for an ordered attribute."""
        if self.type == "boolean":
            return True, False
        listed = self.type == "enum" or (self.of == SLOT and self.type in NUMBERS and self.at_least is None)
        return self.values if listed else None

    @property
    def is_ordered(self) -> bool:
        """Whether its values are compared by size or time: an integer, a number or a date."""
        return self.type in ORDERED and self.domain is None

    @property
    def blank(self) -> Value:
        """The value of a missing fact: `unknown`, or the empty set."""
        return frozenset() if self.type == "set" else UNKNOWN

    def admit(self, value: Any) -> Value:
        """Validate and normalize a value.

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
        if self.of == SLOT:  # a rule may test for a value that no rule concludes; `check` reports it as dead
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
        """The likely fix for a value that the attribute does not allow."""
        if self.type == "boolean":
            return "choose from `true`, `false`"
        if self.domain is None and self.type != "set":
            is_long = isinstance(value, int) and self.type == "integer" and not LOWEST <= value <= HIGHEST
            return f"give {self.kind}" + (" in 64 bits" if is_long and None in (self.at_least, self.at_most) else "")
        options = map(str, self.values)
        return choose_from(options) if value is None else did_you_mean(value, options)

    @property
    def kind(self) -> str:
        """The allowed values, in words: `a whole number from 0 to 12`, or the values with "or" between them."""
        if not self.is_ordered:
            return " or ".join(map(quoted, self.values)) or "`true` or `false`"
        low, high = self.at_least, self.at_most
        if low is not None and high is not None:
            return f"{KINDS[self.type]} from {plain(low)} to {plain(high)}"
        bound = f" of at least {plain(low)}" if low is not None else f" of at most {plain(high)}"
        return KINDS[self.type] + ("" if low is None and high is None else bound)


KINDS = {"integer": "a whole number", "number": "a number", "date": "a date such as 2026-05-31"}


def as_number(value: Any) -> Any:
    """A number as an exact decimal, for comparisons; anything else unchanged."""
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


def names_value(text: str, value: object) -> bool:
    """Whether typed text means a value: its own spelling, yes or no for a boolean, and any spelling of a number."""
    if isinstance(value, bool):
        return TRUTHS.get(text.lower()) is value
    if isinstance(value, (int, float)):
        try:
            return Decimal(text) == Decimal(plain(value))
        except ArithmeticError:
            return False
    return plain(value) == text


def as_data(value: Value) -> Any:
    """A value as JSON data: a set as a sorted list, a date as text, a number as the nearest float or integer."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def as_date(value: Any) -> Any:
    """A date, or a date in text (2026-05-31); anything else unchanged."""
    if isinstance(value, str) and DATE.fullmatch(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    if type(value) is datetime.date or not isinstance(value, datetime.date):
        return value
    return str(value)  # a datetime is not a date


@frozen
class Slot(Labelled):
    """A conclusion of rules: one value, or a list to which several rules add.

    Args:
        name: its name in rules and decisions.
        type: `enum` (with `values`), `boolean`, `integer`, `number`, `text` (the id of one advice text),
            or a list that accumulates: `advice` (ids of advice texts) or `list` (plain strings).
        values: the allowed values of an `enum`, in the order of the vocabulary.
        carries: for advice, the further keys of each text, with their allowed values.
        label: its display name; empty to use the name.
        labels: the display names of its values, by the value as text.
        sums: whether the value of an `integer` is the sum of the points of standing rules.
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
        """Whether a rule may conclude the value (for a slot that accumulates, an element)."""
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
        """The attribute or slot with a name; None if there is none."""
        return self.attributes.get(name) or self.slots.get(name)

    def title(self, name: str) -> str:
        """The display name of an attribute or slot; the name in words if the vocabulary does not declare it."""
        found = self.labelled(name)
        return found.title if found else plain(name).replace("_", " ")

    @property
    def blanks(self) -> dict[str, Value]:
        """A new dict of the situation in which nothing is known."""
        return dict(self._blanks)

    @cached_property
    def _blanks(self) -> dict[str, Value]:
        return {name: attribute.blank for name, attribute in self.attributes.items()}

    def complete_situation(self, facts: Mapping[str, Any]) -> dict[str, Value]:
        """Complete facts as `situation` does, and require the required attributes.

        Raises:
            InvalidInput: unknown attributes, wrong values, contradictions and missing facts, all of them.
        """
        known = self.situation(facts)
        if missing := self.find_missing(known):
            raise InvalidInput(*(f"{quoted(each.name)} is required: {each.remedy(None)}" for each in missing))
        return known

    def find_missing(self, situation: Mapping[str, Value]) -> list[Attribute]:
        """The required attributes that are unknown in a situation."""
        return [attribute for attribute in self._required if situation[attribute.name] == UNKNOWN]

    @cached_property
    def _required(self) -> tuple[Attribute, ...]:
        return tuple(each for each in self.attributes.values() if each.required and each.type != "set")

    def situation(self, facts: Mapping[str, Any]) -> dict[str, Value]:
        """Complete facts: validate them, add what they imply, and set the rest to unknown.

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
        """For each attribute, the texts and truth values that need no normalization."""
        return {
            name: frozenset(v for v in (UNKNOWN, *(attribute.domain or ())) if isinstance(v, (str, bool)))
            for name, attribute in self.attributes.items()
            if attribute.type in ("enum", "boolean")
        }

    @cached_property
    def _implying(self) -> tuple[Attribute, ...]:
        return tuple(attribute for attribute in self.attributes.values() if attribute.implies)

    def imply(self, known: dict[str, Value]) -> list[str]:
        """Add what known facts imply, transitively; return the contradictions as messages."""
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
"""An empty vocabulary, for text without labels."""
