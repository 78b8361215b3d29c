"""Changes to facts that lead to another answer: as data, and as prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import prod

from attrs import frozen

from squeezelogic.logic.asking.telling import Told, listed, said, words, wrapped
from squeezelogic.logic.frozen import FrozenMap
from squeezelogic.logic.vocabulary import UNKNOWN, Value


@frozen
class Change(Told):
    """One attribute that changes, from what to what; a set counts once for each element that comes or goes."""

    attribute: str
    before: Value
    after: Value

    def __str__(self) -> str:
        if isinstance(self.before, frozenset) and isinstance(self.after, frozenset):
            gone, new = self.before - self.after, self.after - self.before
            moves = [f"without {listed(gone, 'and')}"] * bool(gone) + [f"with {listed(new, 'and')}"] * bool(new)
            return f"{words(self.attribute)}: {' and '.join(moves)}"
        was = "" if self.before == UNKNOWN else f", not {said(self.before)}"
        return f"{words(self.attribute)}: {said(self.after)}{was}"


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
    if isinstance(first.after, frozenset):
        return " or ".join([str(first), *(str(change).split(": ", 1)[1] for change in changes[1:])])
    was = "" if first.before == UNKNOWN else f", not {said(first.before)}"
    return f"{words(first.attribute)}: {listed([change.after for change in changes], 'or')}{was}"
