"""Validates the options of `recommend_frame` against the frame's columns and the rulebook's slots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from squeezelogic.coaching.advising import find_unfit_slots
from squeezelogic.coaching.parts import DIRECTION, LIST_SLOTS, PROGRESSION, SINGLE_SLOTS
from squeezelogic.coaching.profile import Profile
from squeezelogic.frames.columns import OBSERVED, list_attributes
from squeezelogic.frames.engine import Column, Kind
from squeezelogic.frames.plan import OVERRULED, REASONS, Group
from squeezelogic.frames.problems import Mistake, refuse_rows
from squeezelogic.frames.tables import bands, overlapping, pieces, ranks
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Value
from squeezelogic.logic.rulebook import Rulebook

KINDS: Mapping[str, Kind] = {"number": "number", "integer": "integer", "boolean": "boolean"}
ALWAYS: Mapping[str, Kind] = {
    **dict.fromkeys((*SINGLE_SLOTS, DIRECTION, *PROGRESSION.values(), "summary", "disclaimer"), "text"),
    "hold_seconds": "number",
    **dict.fromkeys((*LIST_SLOTS, REASONS, OVERRULED), "list"),
}
"""Columns that can be selected with any rulebook, since every recommendation has these fields."""
READING, PROBLEM = "reading", "problem"
DESCRIBING = ("family", "movement", READING, PROBLEM)
"""Columns that describe the row; null if the value is not known, or if there is no problem."""


@frozen(eq=False)
class Options:
    """The arguments of `recommend_frame`.

    Args:
        strict: whether a wrong value is an error.
        lenient: whether a wrong value counts as unknown.
        strict_names: whether an unknown exercise is an error.
        as_text: whether lists are written as texts.
        defaults: the values of rows whose cells are empty.
    """

    select: tuple[str, ...]
    columns: Any
    strict: bool
    lenient: bool
    strict_names: bool
    separator: str
    as_text: bool
    prefix: str
    book: Rulebook
    defaults: Mapping[str, Value]
    progress: Callable[[str, int, int], None]

    @property
    def slots(self) -> tuple[str, ...]:
        """The selected columns of the decision."""
        return tuple(slot for slot in self.select if slot not in DESCRIBING)

    def check(self, names: Iterable[Any], *, ignore_case: bool) -> None:
        """Check that the decision columns exist and can be added to the frame.

        Args:
            names: the columns of the frame.
            ignore_case: whether the engine ignores case in the names of columns.

        Raises:
            InvalidInput: with all problems.
        """
        problems = list(find_unfit_slots(self.book))

        def compared(name: Any) -> Any:
            return name.casefold() if ignore_case and isinstance(name, str) else name

        there = Counter(map(compared, names))
        twice = [name for name, count in there.items() if count > 1]
        problems += [
            f"the frame has {there[name]} columns {quoted(name)}: rename them, or drop all but one" for name in twice
        ]
        known = dict.fromkeys([*ALWAYS, *self.book.vocabulary.slots, *DESCRIBING])
        for slot, count in Counter(self.select).items():
            if slot not in known:
                problems.append(f"there is no decision column {quoted(slot)}: {did_you_mean(slot, known)}")
            elif compared(self.prefix + slot) in there:
                problems.append(
                    f"the frame already has a column {quoted(self.prefix + slot)}: give a `prefix`, or rename it"
                )
            if count > 1:
                problems.append(f"`select` names {quoted(slot)} {count} times: once will do")
        if len(self.separator) != 1 or self.separator.isspace():
            problems.append(f"`separator` cannot be {quoted(self.separator)}: give one character that is no space")
        if problems:
            raise InvalidInput(*problems)

    def refuse(self, count: int, mistakes: Mapping[str, Mistake]) -> InvalidInput:
        """The error for rows that cannot be used."""
        return refuse_rows(count, mistakes, values=self.strict, names=self.strict_names)

    def decision_columns(self, groups: Sequence[Group]) -> list[Column]:
        """The decision columns, each with the groups that contribute to it."""
        return [self._make_column(slot, groups) for slot in self.select]

    def _make_column(self, slot: str, groups: Sequence[Group]) -> Column:
        if slot in DESCRIBING:
            return Column(slot, self.prefix + slot, "text", ())
        kind = self._find_kind(slot)
        return Column(
            slot,
            self.prefix + slot,
            kind,
            pieces(groups, slot) or (0,),
            kind == "list" and overlapping(groups, slot),
            self.separator if self.as_text and kind == "list" else None,
            bands(groups, slot) if kind == "list" else (),
            FrozenMap(ranks(groups, slot) if kind == "list" else {}),
        )

    def _find_kind(self, slot: str) -> Kind:
        declared: Any = self.book.vocabulary.slots.get(slot)
        if declared is None or slot in (REASONS, OVERRULED):
            return ALWAYS[slot]
        return "list" if declared.accumulates else KINDS.get(declared.type, "text")


def read_defaults(profile: Any, observed: Any, book: Rulebook) -> dict[str, Value]:
    """The values of rows whose cells are empty: a lifter's profile, and observed faults.

    Args:
        profile: a `Profile`, a mapping of its fields or one word; None for no profile.
        observed: the faults.
        book: the rulebook, which declares the values.

    Raises:
        InvalidInput: with all problems.
    """
    given: dict[str, Any] = dict(Profile.of(profile).facts) if profile is not None else {}
    attributes = list_attributes(book).attributes
    if OBSERVED in attributes:  # `recommend` ignores faults too if the rulebook does not declare them
        given[OBSERVED] = observed
    problems: list[str] = []
    defaults: dict[str, Value] = {}
    for name, value in given.items():
        if name not in attributes:
            problems.append(f"`profile` has no {quoted(name)}: {did_you_mean(name, attributes)}")
            continue
        try:
            defaults[name] = attributes[name].admit(value)
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(*problems)
    return {name: value for name, value in defaults.items() if value != attributes[name].blank}
