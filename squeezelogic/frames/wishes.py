"""What was asked of a frame, checked against the frame's columns and the rulebook's slots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from squeezelogic.coaching.advising import unfit
from squeezelogic.coaching.recommendation import DIRECTION, LISTS, PROGRESSION, VALUES
from squeezelogic.frames.attributes import speakable
from squeezelogic.frames.engine import Column, Kind
from squeezelogic.frames.plan import OVERRULED, REASONS, Group
from squeezelogic.frames.tables import bands, overlapping, pieces, ranks
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.rulebook import Rulebook

EXERCISE = "exercise"
KINDS: Mapping[str, Kind] = {"number": "number", "integer": "integer", "boolean": "boolean"}
ALWAYS: Mapping[str, Kind] = {
    **dict.fromkeys((*VALUES, DIRECTION, *PROGRESSION.values(), "summary", "disclaimer"), "text"),
    "hold_seconds": "number",
    **dict.fromkeys((*LISTS, REASONS, OVERRULED), "list"),
}
"""What may be selected even of a rulebook that has no such slot: a recommendation always has it."""


@frozen(eq=False)
class Wishes:
    """What was asked of a frame; the fields are the arguments of `recommend_frame`.

    Args:
        strict: whether a wrong value is an error.
        lenient: whether a wrong value counts as unknown.
        as_text: whether lists become texts.
    """

    select: tuple[str, ...]
    columns: Mapping[str, str | Mapping[str, str] | None]
    strict: bool
    lenient: bool
    separator: str
    as_text: bool
    prefix: str
    book: Rulebook
    progress: Callable[[str, int, int], None]

    def name_column(self, names: Sequence[str]) -> str | None:
        """The column with the exercise's name, if there is one.

        Raises:
            InvalidInput: the one that was said is not there.
        """
        where = self.columns.get(EXERCISE, EXERCISE if EXERCISE in names else None)
        if isinstance(where, str) and where not in names:
            raise InvalidInput(f"the frame has no column {quoted(where)} for `exercise`: {did_you_mean(where, names)}")
        if isinstance(where, Mapping):
            raise InvalidInput("`exercise` takes the name of one column")
        return where

    def attribute_columns(self) -> dict[str, str | Mapping[str, str] | None]:
        """The columns that were said for attributes."""
        return {name: where for name, where in self.columns.items() if name != EXERCISE}

    def read(self, names: Sequence[str]) -> list[str]:
        """The frame's columns that are read."""
        found: list[str | None] = [self.name_column(names)]
        said = self.attribute_columns()
        for name in dict.fromkeys([*speakable(self.book).attributes, *said]):
            where = said.get(name, name)
            found += where.values() if isinstance(where, Mapping) else [where]
        return [name for name in names if name in found]

    def check(self, names: Iterable[str]) -> None:
        """See that the decision columns can be given, and added.

        Raises:
            InvalidInput: with every one that cannot.
        """
        slots, there = self.book.vocabulary.slots, set(names)
        problems = list(unfit(self.book))
        options = dict.fromkeys([*ALWAYS, *slots])
        for slot in self.select:
            if slot not in options:
                problems.append(f"there is no decision column {quoted(slot)}: {did_you_mean(slot, options)}")
            elif self.prefix + slot in there:
                problems.append(
                    f"the frame already has a column {quoted(self.prefix + slot)}: give a `prefix`, or rename it"
                )
            there.add(self.prefix + slot)
        if len(self.separator) != 1 or self.separator.isspace():
            problems.append(f"`separator` cannot be {quoted(self.separator)}: give one character that is no space")
        if problems:
            raise InvalidInput(*problems)

    def decision_columns(self, groups: Sequence[Group]) -> list[Column]:
        """The decision columns, each with the groups that have a say in it."""
        return [self._column(slot, groups) for slot in self.select]

    def _column(self, slot: str, groups: Sequence[Group]) -> Column:
        kind = self._kind(slot)
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

    def _kind(self, slot: str) -> Kind:
        declared: Any = self.book.vocabulary.slots.get(slot)
        if declared is None or slot in (REASONS, OVERRULED):
            return ALWAYS[slot]
        return "list" if declared.accumulates else KINDS.get(declared.type, "text")
