"""Bounded memos, as quick to look in as a dict: most of what a decision costs is looking things up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

NOTED, ENOUGH = 8, 16
RULEBOOKS_KEPT = 16
"""How many rulebooks a cache holds that has one entry a rulebook."""


class Remembered(dict[K, V]):
    """What a function gives for each key that somebody has looked up.

    Everything is kept while there is room. From then on only a key that comes a second time is, and all the others go
    to make room for it: keys that never come again push nothing out, and cost nothing but the working out.

    Unlike `functools.lru_cache` it is a dict, the quickest thing to look in. There is no lock: two threads may work out
    the same value at once, to the same end.

    Args:
        work_out: the function; what it raises is not remembered.
        kept: how many values to keep at most.
    """

    def __init__(self, work_out: Callable[[K], V], kept: int) -> None:
        super().__init__()
        self._work_out = work_out
        self._kept = kept
        self._turned_away: set[int] = set()

    def __missing__(self, key: K) -> V:
        value = self._work_out(key)
        if len(self) < self._kept or self._comes_again(hash(key)):
            self[key] = value
        return value

    def _comes_again(self, mark: int) -> bool:
        """Make room for a key that was turned away before (known by its hash); turn any other away."""
        turned_away = self._turned_away
        if mark in turned_away:
            turned_away.clear()
            self.clear()
            return True
        if len(turned_away) >= self._kept:
            turned_away.clear()
        turned_away.add(mark)
        return False


class Kept(Generic[K, V]):
    """Values for who asks again, at next to no cost for who does not.

    Everything is kept until there is no room. Then most keys do not come again: all of it goes, and nothing is kept any
    more. Of the keys that come from then on one in `NOTED` is noted; when `ENOUGH` of those have come again, everything
    is kept again.

    Args:
        room: how many values to keep at most, and how many keys to note.

    Attributes:
        values: what is kept.
    """

    def __init__(self, room: int) -> None:
        self.values: dict[K, V] = {}
        self._room = room
        self._keeping = True
        self._noted: set[int] = set()
        self._again = 0

    def keep(self, key: K, value: V) -> int:
        """Keep a value, if these are times for it.

        Returns:
            How many keys need not be offered before the next one that has to be.
        """
        if not self._keeping:
            self._note_mark(hash(key))
            return NOTED - 1
        if len(self.values) < self._room:
            self.values[key] = value
            return 0
        self.values.clear()
        self._keeping = False
        return NOTED - 1

    def _note_mark(self, mark: int) -> None:
        self._again += mark in self._noted
        self._noted.add(mark)
        self._keeping = self._again >= ENOUGH
        if self._keeping or len(self._noted) > self._room:
            self._noted.clear()
            self._again = 0


def keep(kept: dict[K, V], key: K, value: V, room: int) -> None:
    """Keep a value in a dict; all others go where there is no room for it."""
    if len(kept) >= room:
        kept.clear()
    kept[key] = value
