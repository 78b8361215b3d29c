"""Changes to facts that lead to another answer: as data, and as prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import prod
from typing import Any

from attrs import frozen

from squeezelogic.logic.explain.prose import Told, listed, said, words, wrapped
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value


@frozen
class Change(Told):
    """One attribute that changes, from what to what; a set counts once for each element that comes or goes."""

    attribute: str
    before: Value
    after: Value

    def __str__(self) -> str:
        return _either([self])


@frozen
class Counterfactual(Told):
    """One smallest set of changes, in the vocabulary's order."""

    changes: tuple[Change, ...]

    @property
    def facts(self) -> FrozenMap[str, Value]:
        """The facts that change, with their new values."""
        return FrozenMap({change.attribute: change.after for change in self.changes})

    def __str__(self) -> str:
        return "; ".join(map(str, self.changes)) or "nothing has to change"


@frozen
class Counterfactuals(Told):
    """All smallest sets of changes that lead to what is wanted; empty, no change of what may change does.

    Args:
        want: what each slot shall be; for «any other answer», what the slot shall not be is under `instead_of`.
        instead_of: the slot and value to get away from.
        change: the attributes that may change.
        sets: the sets of changes, all equally small.
    """

    want: FrozenMap[str, Value]
    instead_of: FrozenMap[str, Value]
    change: tuple[str, ...]
    sets: tuple[Counterfactual, ...]

    def __iter__(self) -> Iterator[Counterfactual]:
        return iter(self.sets)

    def __len__(self) -> int:
        return len(self.sets)

    def __getitem__(self, place: int) -> Counterfactual:
        return self.sets[place]

    def __str__(self) -> str:
        wanted = [f"{words(slot)}: {said(value)}" for slot, value in self.want.items()]
        wanted += [f"{words(slot)}: anything but {said(value)}" for slot, value in self.instead_of.items()]
        heading = f"For {'; '.join(wanted)}"
        if not self.sets:
            names = listed(self.change, "or") or "anything"
            return wrapped(f"{heading}, no change of {names} is enough.")
        if not self.sets[0].changes:
            return wrapped(f"{heading}, nothing has to change: it is so.")
        lines = [wrapped(line, "  - ", "    ") for line in _together(self.sets)]
        return "\n".join([wrapped(f"{heading}, change{' one of these' if len(lines) > 1 else ''}:"), *lines])


def _together(sets: Sequence[Counterfactual]) -> Iterator[str]:
    """Sets that change the same attributes are one line, where any value of one goes with any of the others."""
    for _, group in groupby(sets, key=lambda one: [change.attribute for change in one.changes]):
        alike = list(group)
        columns = [list(dict.fromkeys(column)) for column in zip(*(one.changes for one in alike), strict=True)]
        if len(alike) == prod(map(len, columns)):
            yield "; ".join(map(_either, columns))
        else:
            yield from map(str, alike)


def _either(changes: Sequence[Change]) -> str:
    """Changes of one attribute, any of which will do."""
    first = changes[0]
    if isinstance(first.before, frozenset):
        return f"{words(first.attribute)}: {' or '.join(_moves(first.before, change.after) for change in changes)}"
    was = "" if first.before == UNKNOWN else f", not {said(first.before)}"
    return f"{words(first.attribute)}: {listed([change.after for change in changes], 'or')}{was}"


def _moves(before: frozenset[str], after: Any) -> str:
    """The elements of a set that go, and those that come."""
    gone, new = before - after, after - before
    return " and ".join([f"without {listed(gone, 'and')}"] * bool(gone) + [f"with {listed(new, 'and')}"] * bool(new))
