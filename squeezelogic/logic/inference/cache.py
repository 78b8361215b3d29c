"""Bounded caches with the look-up cost of a dict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

NOTED, ENOUGH = 16, 16
RULEBOOKS_KEPT = 16
"""The capacity of caches with one entry per rulebook."""


class Cache(dict[K, V]):
    """A bounded cache of a function's results.

    Every result is kept while there is room. After that, a key is admitted only at its second miss, which empties the
    cache. So keys that do not recur evict nothing.

    Unlike `functools.lru_cache` it is a dict, which has the fastest look-up. There is no lock: two threads may compute
    the same value at once, with the same result.

    Args:
        compute: the function; exceptions are not cached.
        kept: the maximum number of values.
    """

    def __init__(self, compute: Callable[[K], V], kept: int) -> None:
        super().__init__()
        self._compute = compute
        self._kept = kept
        self._turned_away: set[int] = set()

    def __missing__(self, key: K) -> V:
        value = self._compute(key)
        if len(self) < self._kept or self._comes_again(hash(key)):
            self[key] = value
        return value

    def _comes_again(self, mark: int) -> bool:
        """Admit a key that was rejected before (known by its hash), and make room for it; reject any other key."""
        turned_away = self._turned_away
        if mark in turned_away:
            turned_away.clear()
            self.clear()
            return True
        if len(turned_away) >= self._kept:
            turned_away.clear()
        turned_away.add(mark)
        return False


class SamplingCache(Generic[K, V]):
    """A bounded cache that switches itself off while keys do not recur.

    Every value is kept until the cache is full. Then it is emptied, and nothing is kept. From then on, one key in
    `NOTED` is sampled; when `ENOUGH` of the sampled keys have recurred, values are kept again.

    Args:
        room: the maximum number of values, and of sampled keys.

    Attributes:
        values: the cached values.
    """

    def __init__(self, room: int) -> None:
        self.values: dict[K, V] = {}
        self._room = room
        self._keeping = True
        self._noted: set[int] = set()
        self._again = 0

    def keep(self, key: K, value: V) -> int:
        """Keep a value if the cache is on; else sample its key.

        Returns:
            How many further keys the caller may skip before it calls this again.
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
    """Put a value into a dict, which is emptied first if it is full."""
    if len(kept) >= room:
        kept.clear()
    kept[key] = value
