"""What callers give is taken over once, as plain data, or refused in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum, StrEnum
from itertools import count, repeat
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import InvalidInput
from squeezelogic.logic.model.untrusted import copied, exact, is_countable, names, several


class Word(StrEnum):
    """Text of a class of its own."""

    TEA = "tea"


class Size(IntEnum):
    """A whole number of a class of its own."""

    LARGE = 3


class Odd(Mapping[Any, Any]):
    """A mapping that names what it does not give."""

    def __init__(self, *keys: Any) -> None:
        self.keys_named = keys

    def __getitem__(self, key: Any) -> Any:
        raise LookupError

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys_named)

    def __len__(self) -> int:
        return len(self.keys_named)


class Failing:
    """Something that gives a member and then fails, whenever it is gone through."""

    def __iter__(self) -> Iterator[str]:
        yield "a"
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "plain", "kind"),
    [("pot", "pot", str), (Word.TEA, "tea", str), (Size.LARGE, 3, int), (7, 7, int), (True, True, bool)],
)
def test_text_and_numbers_of_other_classes_become_plain(value: Any, plain: Any, kind: type) -> None:
    """A subclass may do as it likes; what is kept of it is the text or the number."""
    assert exact(value) == plain
    assert type(exact(value)) is kind


def test_what_is_neither_text_nor_number_stays_as_it_is() -> None:
    """It is handed on, not copied."""
    values: list[Any] = [None, 1.5, ["a"], {}]
    for value in values:
        assert exact(value) is value


@given(st.integers() | st.sampled_from([2**63 - 1, 2**63, -(2**63), -(2**63) - 1]))
def test_whole_numbers_of_64_bits_are_countable(number: int) -> None:
    """Those that others can read too, and truth values; nothing else."""
    assert is_countable(number) == (number.bit_length() <= 63 or number == -(2**63))
    assert is_countable(True)
    assert not is_countable(1.0)
    assert not is_countable("1")


@pytest.mark.parametrize("kind", [list, tuple, iter])
@pytest.mark.parametrize("members", [["a", 1], [0] * 10_000])
def test_the_members_of_a_collection_are_taken(kind: Any, members: list[Any]) -> None:
    """In order, whatever they are, ten thousand at most."""
    assert several(kind(members), "extras") == members


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("pot", ("pot",)),
        (Word.TEA, ("tea",)),
        ([], ()),
        ([Word.TEA, "pot"], ("tea", "pot")),
        (dict.fromkeys("ab").keys(), ("a", "b")),
    ],
)
def test_names_are_one_text_or_several(given: Any, taken: tuple[str, ...]) -> None:
    """A text is one name, and not its letters."""
    found = names(given, "extras")
    assert found == taken
    assert all(type(name) is str for name in found)


@pytest.mark.parametrize(
    ("take", "given", "problems"),
    [
        (several, "ab", ["`extras` takes a list of values, not `ab`"]),
        (several, b"ab", ["`extras` takes a list of values, not `b'ab'`"]),
        (several, {"a": 1}, ["`extras` takes a list of values, not `{a: 1}`"]),
        (several, 7, ["`extras` takes a list of values, not `7`"]),
        (several, count(), ["`extras` takes at most 10,000 values"]),
        (several, Failing(), ["`extras` cannot be read: `RuntimeError`"]),
        (names, 7, ["`extras` takes names, not `7`"]),
        (names, b"ab", ["`extras` takes names, not `b'ab'`"]),
        (names, repeat("a"), ["`extras` takes at most 10,000 names"]),
        (
            names,
            ["a", 7, None],
            ["`extras` cannot hold `7`: names are text", "`extras` cannot hold `None`: names are text"],
        ),
        (copied, 7, ["extras must be a mapping of names to values, not `7`"]),
        (
            copied,
            {"a": 1, 7: 2, None: 3},
            ["extras has no `7`: names are text", "extras has no `None`: names are text"],
        ),
        (copied, dict.fromkeys(map(str, range(10_001))), ["`extras` takes at most 10,000 names"]),
        (copied, Odd("a", "b"), ["`extras` names `a`, but does not give it"]),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(take: Any, given: Any, problems: list[str]) -> None:
    """Collections without an end or that fail, and members that are no names; each fault is named."""
    with pytest.raises(InvalidInput) as caught:
        take(given, "extras")
    assert list(caught.value.problems) == problems


def test_what_an_object_raised_is_the_cause_of_the_error() -> None:
    """So that the author of the object can find the fault."""
    for take, odd, kind in ((several, Failing(), RuntimeError), (copied, Odd("a"), LookupError)):
        with pytest.raises(InvalidInput) as caught:
            take(odd, "extras")
        assert type(caught.value.__cause__) is kind


def test_a_mapping_is_copied_unless_it_is_plain_already() -> None:
    """A dict of at most ten thousand plain names is taken as it is, for speed; names of any other become plain."""
    plain = {"a": Word.TEA, "b": [1]}
    assert copied(plain, "extras") is plain
    largest = dict.fromkeys(map(str, range(10_000)))
    assert copied(largest, "extras") is largest
    for mapping in ({Word.TEA: 1}, MappingProxyType({"tea": 1})):
        taken = copied(mapping, "extras")
        assert taken == {"tea": 1}
        assert type(taken) is dict
        assert list(map(type, taken)) == [str]
