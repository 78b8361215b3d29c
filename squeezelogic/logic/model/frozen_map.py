"""An immutable, hashable, picklable mapping, used by frozen values instead of a dict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

K = TypeVar("K")
V = TypeVar("V", covariant=True)


class FrozenMap(Mapping[K, V]):
    """An immutable mapping; equal to any mapping with the same items, but 1 does not equal True."""

    __slots__ = ("_hash", "_items")
    _items: dict[K, V]
    _hash: int | None

    def __init__(self, items: Any = ()) -> None:
        object.__setattr__(self, "_items", dict(items))
        object.__setattr__(self, "_hash", None)

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    if not TYPE_CHECKING:  # faster than the mixins' methods; a dict's views are read-only

        def get(self, key, default=None):
            """The value of a key, or else the default."""
            return self._items.get(key, default)

        def keys(self):
            """The keys."""
            return self._items.keys()

        def values(self):
            """The values."""
            return self._items.values()

        def items(self):
            """The keys, each with its value."""
            return self._items.items()

        def __contains__(self, key) -> bool:
            return key in self._items

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a FrozenMap cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a FrozenMap cannot be changed")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FrozenMap):
            theirs = other._items
        elif isinstance(other, Mapping):
            theirs = dict(other)
        else:
            return NotImplemented
        if not self._items or self._items != theirs:
            return self._items == theirs
        # Facts tell numbers from truth values, although 1 == True in Python.
        return all(isinstance(value, bool) == isinstance(theirs[key], bool) for key, value in self._items.items())

    def __hash__(self) -> int:
        known = self._hash
        if known is None:
            known = hash(frozenset(self._items.items()))
            object.__setattr__(self, "_hash", known)
        return known

    def __repr__(self) -> str:
        return repr(self._items)

    def __reduce__(self) -> tuple[type[FrozenMap[K, V]], tuple[dict[K, V]]]:
        return FrozenMap, (dict(self._items),)
