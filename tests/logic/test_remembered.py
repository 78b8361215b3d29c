"""A memo gives what the function gives, and never holds more than it may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.remembered import Recurring, Remembered

MANY = 1_000
KEYS = st.lists(st.integers(0, 9))


@given(KEYS, st.integers(1, 5))
def test_what_comes_out_is_what_the_function_gives_and_the_bound_is_kept(keys: list[int], kept: int) -> None:
    """In any order of questions, with any bound; of what was turned away there are as few traces."""
    memo = Remembered(str, kept)
    for key in keys:
        assert memo[key] == str(key)
        assert len(memo) <= kept
        assert len(memo._turned_away) <= kept


@given(KEYS)
def test_nothing_is_worked_out_twice_while_there_is_room(keys: list[int]) -> None:
    """Each key once."""
    asked: list[int] = []
    memo = Remembered(asked.append, 10)
    for key in keys:
        memo[key]
    assert asked == list(dict.fromkeys(keys))


@given(st.lists(st.integers(), unique=True, min_size=1), st.integers(1, 5))
def test_keys_that_never_come_again_push_nothing_out(keys: list[int], kept: int) -> None:
    """What came first stays."""
    memo = Remembered(str, kept)
    for key in keys:
        memo[key]
    assert [*memo] == keys[:kept]


def test_a_key_that_comes_again_gets_in() -> None:
    """Everything else goes, and there is room again."""
    memo = Remembered(str, 2)
    for key in (1, 2, 3, 3, 4):
        memo[key]
    assert [*memo] == [3, 4]


def test_what_was_turned_away_long_ago_counts_as_new() -> None:
    """Only so many keys are known again."""
    memo = Remembered(str, 2)
    for key in (1, 2, 3, 4, 5, 3):
        memo[key]
    assert [*memo] == [1, 2]


@given(KEYS, st.integers(1, 5))
def test_what_recurs_is_what_the_function_gives_and_the_bound_is_kept(keys: list[int], kept: int) -> None:
    """In any order of questions, with any bound."""
    memo = Recurring(str, kept)
    for key in keys:
        assert memo[key] == str(key)
        assert len(memo) <= kept


@given(st.lists(st.integers(1, 9), unique=True, min_size=1), st.data())
def test_a_key_is_kept_from_the_second_time_on(keys: list[int], data: st.DataObject) -> None:
    """In whatever order a few keys come, each is worked out twice and then found; one that came once is not kept."""
    asked: list[int] = []
    memo = Recurring(asked.append, 10)
    times = data.draw(st.lists(st.integers(1, 3), min_size=len(keys), max_size=len(keys)))
    questions = [key for key, count in zip(keys, times, strict=True) for _ in range(count)]
    for key in data.draw(st.permutations(questions)):
        memo[key]
    assert {*memo} == {key for key, count in zip(keys, times, strict=True) if count > 1}
    assert sorted(asked) == sorted(key for key, count in zip(keys, times, strict=True) for _ in range(min(count, 2)))


def test_what_never_comes_again_is_hardly_ever_kept() -> None:
    """Of a hundred thousand texts, each come once, fewer than a thousand are taken for one that came before."""
    memo = Recurring(len, 100_000)
    for number in range(100_000):
        memo[f"{number}"]
    assert len(memo) < MANY


def test_where_too_much_recurs_everything_goes() -> None:
    """The last one stays, and there is room again."""
    memo = Recurring(str, 2)
    for key in (1, 1, 2, 2, 3, 3):
        memo[key]
    assert [*memo] == [3]


@pytest.mark.parametrize("kind", [Remembered, Recurring])
def test_what_fails_is_tried_again(kind: type[Remembered[str, int]] | type[Recurring[str, int]]) -> None:
    """An error comes out as it is, and is not remembered."""
    memo = kind(int, 10)
    for _ in range(3):
        with pytest.raises(ValueError, match="invalid literal"):
            memo["x"]
    assert not memo
