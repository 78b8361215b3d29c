"""Mappings that work out what they lack, and keep it: bounded memos, as quick to look in as a dict."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

# The bits of a hash that say in which place a key leaves its mark, and those that are the mark.
PLACE, MARK = 0x3FFF, 0xFFFF
SHIFT = PLACE.bit_length()


class Remembered(dict[K, V]):
    """What a function gives for each key that somebody has looked up.

    Everything is kept while there is room. From then on only a key that comes a second time is, and all the others go
    to make room for it: keys that never come again push nothing out, and cost nothing but the working out.

    A dict rather than `functools.lru_cache`, because looking up is most of what a decision costs, and a dict is the
    quickest thing to look in. There is no lock: two threads may work out the same value at once, to the same end.

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


class Recurring(dict[K, V]):
    """What a function gives for each key, kept from the second time on that somebody looks it up.

    For what is worked out nearly as quickly as it is found. Keys that never come again leave two bytes behind and
    nothing else, so that whatever is kept, and whatever the function looks at, stays close at hand.

    A key that came once is known again by a mark, a part of its hash, until another takes its place: of keys that come
    again some count as new, and of new ones a few as having come. Either costs a little time, and changes no value.

    Args:
        work_out: the function; what it raises is not remembered.
        kept: how many values to keep at most; all of them go when there are more.
    """

    def __init__(self, work_out: Callable[[K], V], kept: int) -> None:
        super().__init__()
        self._work_out = work_out
        self._kept = kept
        self._marks = array("H", [MARK]) * (PLACE + 1)

    def __missing__(self, key: K) -> V:
        value = self._work_out(key)
        bits = hash(key)
        place, mark = bits & PLACE, bits >> SHIFT & MARK
        if self._marks[place] != mark:
            self._marks[place] = mark
            return value
        if len(self) >= self._kept:
            self.clear()
        self[key] = value
        return value
