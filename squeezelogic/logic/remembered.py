"""A mapping that works out what it lacks, and keeps it: a bounded memo, as quick to look in as a dict."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


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
