"""A cache returns the results of its function, and keeps no more than its limit."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.inference.cache import ENOUGH, NOTED, Cache, SamplingCache, keep

KEYS = st.lists(st.integers(0, 9))


@given(KEYS, st.integers(1, 5))
def test_what_comes_out_is_what_the_function_gives_and_the_bound_is_kept(keys: list[int], kept: int) -> None:
    """In any order of questions, with any bound; of what was turned away there are as few traces."""
    memo = Cache(str, kept)
    for key in keys:
        assert memo[key] == str(key)
        assert len(memo) <= kept
        assert len(memo._turned_away) <= kept


@given(KEYS)
def test_nothing_is_computed_twice_while_there_is_room(keys: list[int]) -> None:
    """Each key once."""
    asked: list[int] = []
    memo = Cache(asked.append, 10)
    for key in keys:
        memo[key]
    assert asked == list(dict.fromkeys(keys))


@given(st.lists(st.integers(), unique=True, min_size=1), st.integers(1, 5))
def test_keys_that_never_come_again_push_nothing_out(keys: list[int], kept: int) -> None:
    """What came first stays."""
    memo = Cache(str, kept)
    for key in keys:
        memo[key]
    assert [*memo] == keys[:kept]


def test_a_key_that_comes_again_gets_in() -> None:
    """Everything else goes, and there is room again."""
    memo = Cache(str, 2)
    for key in (1, 2, 3, 3, 4):
        memo[key]
    assert [*memo] == [3, 4]


def test_what_was_turned_away_long_ago_counts_as_new() -> None:
    """Only so many keys are known again."""
    memo = Cache(str, 2)
    for key in (1, 2, 3, 4, 5, 3):
        memo[key]
    assert [*memo] == [1, 2]


def test_what_fails_is_tried_again() -> None:
    """An error comes out as it is, and is not remembered."""
    memo = Cache(int, 10)
    for _ in range(3):
        with pytest.raises(ValueError, match="invalid literal"):
            memo["x"]
    assert not memo


@given(KEYS, st.integers(1, 5))
def test_what_is_kept_is_what_came_last_and_no_more_than_there_is_room_for(keys: list[int], room: int) -> None:
    """Where there is no room, everything goes but the newest."""
    kept: dict[int, str] = {}
    for key in keys:
        before = dict(kept)
        keep(kept, key, str(key), room)
        assert kept == (before | {key: str(key)} if len(before) < room else {key: str(key)})


@given(KEYS, st.integers(1, 5))
def test_what_is_found_is_what_was_kept_and_the_bound_holds(keys: list[int], room: int) -> None:
    """Whatever comes, in whatever order."""
    kept = SamplingCache[int, str](room)
    for key in keys:
        assert kept.values.get(key, str(key)) == str(key)
        kept.keep(key, str(key))
        assert len(kept.values) <= room
        assert len(kept._noted) <= room


def count_misses(kept: SamplingCache[int, int], keys: Iterable[int]) -> int:
    """How many keys were not found; as many as may be are not offered."""
    missing = passed_over = 0
    for key in keys:
        if key not in kept.values:
            missing += 1
            if passed_over:
                passed_over -= 1
            else:
                passed_over = kept.keep(key, key)
    return missing


def test_everything_is_found_again_while_there_is_room() -> None:
    """Each key is computed once."""
    kept = SamplingCache[int, int](100)
    assert count_misses(kept, [*range(100)] * 3) == 100


def test_when_keys_do_not_come_again_nothing_is_kept() -> None:
    """From the one on for which there is no room."""
    kept = SamplingCache[int, int](100)
    assert count_misses(kept, range(10_000)) == 10_000
    assert not kept.values


def test_when_they_come_again_they_are_found_again() -> None:
    """Soon after ten thousand others, and for good."""
    kept = SamplingCache[int, int](100)
    count_misses(kept, range(10_000))
    assert count_misses(kept, [*range(50)] * 40) < 50 * 20
    assert count_misses(kept, [*range(50)] * 40) == 0


def note(kept: SamplingCache[int, int], keys: Iterable[int]) -> None:
    """Offer each of these keys where it is noted at most."""
    for key in keys:
        assert kept.keep(key, key) == NOTED - 1


@pytest.mark.parametrize("long_ago", [0, 101])
@pytest.mark.parametrize("again", [0, ENOUGH - 1, ENOUGH])
def test_a_few_that_come_again_change_nothing(again: int, long_ago: int) -> None:
    """Enough of those that are noted have to, whatever was noted and forgotten before."""
    kept = SamplingCache[int, int](100)
    count_misses(kept, range(101))
    note(kept, range(1_000, 1_000 + long_ago))
    note(kept, [*range(2_000, 2_000 + again)] * 2)
    count_misses(kept, [7])
    assert [*kept.values] == [7] * (again == ENOUGH)


@pytest.mark.parametrize(("others", "known"), [(84, True), (85, False)])
def test_as_many_keys_are_noted_as_there_is_room_for(others: int, known: bool) -> None:
    """One more, and they are all forgotten."""
    kept = SamplingCache[int, int](100)
    count_misses(kept, range(101))
    some = range(1_000, 1_000 + ENOUGH)
    note(kept, [*some, *range(2_000, 2_000 + others), *some])
    count_misses(kept, [7])
    assert ([*kept.values] == [7]) == known
    assert len(kept._noted) <= 100


def test_what_was_noted_long_ago_is_forgotten() -> None:
    """However often keys come again, if others come between in such numbers that they could not be kept."""
    kept = SamplingCache[int, int](10)
    assert count_misses(kept, [*range(1_000)] * 50) == 50_000
