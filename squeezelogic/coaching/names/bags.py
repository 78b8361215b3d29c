"""Bags of words, and an index that finds the entries all of whose words are in a bag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Generic, Protocol, TypeVar

from attrs import field, frozen


class HasBag(Protocol):
    """An entry that is found by its words."""

    @property
    def bag(self) -> tuple[str, ...]:
        """The words, each once."""
        ...


_Entry = TypeVar("_Entry", bound=HasBag)


@frozen
class Index(Generic[_Entry]):
    """Entries, those with more words first; each is indexed by its rarest word.

    Args:
        entries: the entries in order.
        by_word: the places of the entries, by the rarest word of each.
    """

    entries: tuple[_Entry, ...]
    by_word: Mapping[str, tuple[int, ...]] = field(eq=False, repr=False)

    @classmethod
    def of(cls, entries: Iterable[_Entry]) -> Index[_Entry]:
        """An index of entries; entries with the same number of words keep their order."""
        ordered = tuple(sorted(entries, key=lambda entry: -len(entry.bag)))
        common = Counter(word for entry in ordered for word in entry.bag)
        by_word: dict[str, tuple[int, ...]] = {}
        for place, entry in enumerate(ordered):
            rarest = min(entry.bag, key=lambda word: (common[word], word))
            by_word[rarest] = (*by_word.get(rarest, ()), place)
        return cls(ordered, by_word)

    def within(self, bag: Mapping[str, int]) -> list[_Entry]:
        """The entries all of whose words are in the bag, in order."""
        by_word, entries = self.by_word, self.entries
        places = [place for word in bag if word in by_word for place in by_word[word]]
        if len(places) > 1:
            places.sort()
        return [entries[place] for place in places if contains(bag, entries[place].bag)]


def bag_of(words: Iterable[str]) -> dict[str, int]:
    """How often each word occurs."""
    bag: dict[str, int] = {}
    for word in words:
        bag[word] = bag.get(word, 0) + 1
    return bag


def contains(bag: Mapping[str, int], wanted: tuple[str, ...]) -> bool:
    """Whether every one of the wanted words is in the bag."""
    for word in wanted:  # noqa: SIM110 - `all` takes three times as long, and this is asked most often
        if word not in bag:
            return False
    return True


def take(bag: dict[str, int], wanted: tuple[str, ...]) -> None:
    """Take words out of a bag that contains them."""
    for word in wanted:
        if bag[word] == 1:
            del bag[word]
        else:
            bag[word] -= 1
