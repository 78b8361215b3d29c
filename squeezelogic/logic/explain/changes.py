"""Changes to facts that lead to another answer, as data and as prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import prod
from typing import Any

from attrs import field, frozen

from squeezelogic.logic.explain.prose import Serializable, listed, said, wrapped
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import NO_WORDS, UNKNOWN, Labelled, Value, Vocabulary
from squeezelogic.logic.render.phrases import phrase, spoken

MOST_NAMED = 8
"""The number of changeable attributes up to which a message names them."""


@frozen
class Change(Serializable):
    """The change of one attribute; a set has one change for each element that is added or removed.

    Args:
        attribute: its name.
        before, after: its values.
        when: when the change happens, as a clause; empty if it can be made at once.
    """

    attribute: str
    before: Value
    after: Value
    when: str = ""
    _vocabulary: Vocabulary = field(default=NO_WORDS, alias="vocabulary", eq=False, repr=False, kw_only=True)

    def __str__(self) -> str:
        with spoken(self.language):
            return _join_changes([self])

    @property
    def language(self) -> str:
        """The language of its texts."""
        return self._vocabulary.language

    @property
    def about(self) -> Labelled | None:
        """The attribute, for its labels."""
        return self._vocabulary.labelled(self.attribute)

    @property
    def title(self) -> str:
        """The display name of the attribute."""
        return self._vocabulary.title(self.attribute)


@frozen
class Counterfactual(Serializable):
    """One smallest set of changes, in the vocabulary's order."""

    changes: tuple[Change, ...]

    @property
    def facts(self) -> FrozenMap[str, Value]:
        """The facts that change, with their new values."""
        return FrozenMap({change.attribute: change.after for change in self.changes})

    def __str__(self) -> str:
        return "; ".join(map(str, self.changes)) or phrase("want.nothing")


@frozen(repr=False)
class Counterfactuals(Serializable):
    """All smallest sets of changes that lead to the wanted answer; empty if no allowed change does.

    Args:
        want: the wanted value of each slot; empty for «any other answer», see `instead_of`.
        instead_of: the slot and the value that it should no longer have.
        change: the attributes that may change.
        sets: the sets of changes, all equally small.
    """

    want: FrozenMap[str, Value]
    instead_of: FrozenMap[str, Value]
    change: tuple[str, ...]
    sets: tuple[Counterfactual, ...]
    _vocabulary: Vocabulary = field(default=NO_WORDS, alias="vocabulary", eq=False, repr=False, kw_only=True)

    def __iter__(self) -> Iterator[Counterfactual]:
        return iter(self.sets)

    def __len__(self) -> int:
        return len(self.sets)

    def __getitem__(self, place: int) -> Counterfactual:
        return self.sets[place]

    def __str__(self) -> str:
        with spoken(self._vocabulary.language):
            return self._render_text()

    def _render_text(self) -> str:
        wanted = [self._render_value(slot, value) for slot, value in self.want.items()]
        wanted += [self._render_other(slot, value) for slot, value in self.instead_of.items()]
        what = "; ".join(wanted)
        if not self.sets:
            if len(self.change) > MOST_NAMED:
                return wrapped(phrase("want.nothing-enough", what=what))
            names = listed(map(self._vocabulary.title, self.change), "or") or phrase("want.anything")
            return wrapped(phrase("want.no-change", what=what, facts=names))
        if not self.sets[0].changes:
            return wrapped(phrase("want.so", what=what))
        lines = [wrapped(line, "  - ", "    ") for line in _join_sets(self.sets)]
        return "\n".join([wrapped(phrase("want.one" if len(lines) > 1 else "want.change", what=what)), *lines])

    def _render_value(self, slot: str, value: object) -> str:
        return f"{self._vocabulary.title(slot)}: {said(value, self._vocabulary.labelled(slot))}"

    def _render_other(self, slot: str, value: object) -> str:
        other = phrase("anything-but", what=said(value, self._vocabulary.labelled(slot)))
        return f"{self._vocabulary.title(slot)}: {other}"


def _join_sets(sets: Sequence[Counterfactual]) -> Iterator[str]:
    """One line for all sets that change the same attributes, if their values can be combined freely."""
    for _, group in groupby(sets, key=lambda one: [change.attribute for change in one.changes]):
        alike = list(group)
        columns = [list(dict.fromkeys(column)) for column in zip(*(one.changes for one in alike), strict=True)]
        if len(alike) == prod(map(len, columns)):
            yield "; ".join(map(_join_changes, columns))
        else:
            yield from map(str, alike)


def _join_changes(changes: Sequence[Change]) -> str:
    """Alternative changes of one attribute; a change that takes time begins with `when`."""
    first = changes[0]
    when = f"{first.when} – " if first.when else ""
    if isinstance(first.before, frozenset):
        either = f" {phrase('or')} "
        return f"{when}{first.title}: {either.join(map(_render_moves, changes))}"
    was = "" if first.before == UNKNOWN else f" {phrase('instead-of', value=said(first.before, first.about))}"
    return f"{when}{first.title}: {listed([change.after for change in changes], 'or', first.about)}{was}"


def _render_moves(change: Change) -> str:
    """The elements of a set that are removed, and those that are added."""
    before: Any = change.before
    after: Any = change.after
    moved = (("without", before - after), ("with", after - before))
    shown = (phrase(key, values=listed(elements, "and", change.about)) for key, elements in moved if elements)
    return f" {phrase('and')} ".join(shown)
