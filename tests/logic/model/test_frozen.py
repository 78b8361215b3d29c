"""A frozen map is a mapping like any other, but for what would change it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.model.frozen_map import FrozenMap

items = st.dictionaries(st.text(max_size=2), st.integers(0, 2) | st.booleans() | st.text(max_size=2), max_size=4)
few = st.dictionaries(st.just("a") | st.just("b"), st.sampled_from([0, 1, False, True]))


def told_apart(mapping: dict[str, Any]) -> set[tuple[str, bool, Any]]:
    """The items, truth values told from numbers."""
    return {(key, isinstance(value, bool), value) for key, value in mapping.items()}


@given(items, st.text(max_size=2))
def test_a_frozen_map_reads_like_the_dict_it_was_made_of(held: dict[str, Any], key: str) -> None:
    """In the same order, and whether or not there is such a key."""
    frozen: FrozenMap[str, Any] = FrozenMap(held)
    assert [*frozen] == [*frozen.keys()] == [*held]
    assert [*frozen.items()] == [*held.items()]
    assert [*frozen.values()] == [*held.values()]
    assert (len(frozen), repr(frozen), dict(frozen)) == (len(held), repr(held), held)
    assert (key in frozen, frozen.get(key), frozen.get(key, "none")) == (
        key in held,
        held.get(key),
        held.get(key, "none"),
    )
    assert all(frozen[name] is value for name, value in held.items())
    if key not in held:
        with pytest.raises(KeyError):
            frozen[key]


@given(few, few)
def test_frozen_maps_are_equal_if_their_items_are(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Whatever the order, also to a dict; 1 is not True; equal ones hash alike."""
    frozen: FrozenMap[str, Any] = FrozenMap(one)
    same = told_apart(one) == told_apart(other)
    assert (frozen == other) == (other == frozen) == (frozen == FrozenMap(other)) == same
    again: FrozenMap[str, Any] = FrozenMap(reversed(one.items()))
    assert frozen == again
    assert hash(frozen) == hash(frozen) == hash(again)
    assert frozen != tuple(one.items())


def test_frozen_maps_that_differ_hash_differently() -> None:
    """Else sets and dicts of them would be slow."""
    assert len({hash(FrozenMap({"leaf": leaf})) for leaf in ("green", "black", "white")}) == 3


def test_a_frozen_map_is_kept_from_what_becomes_of_the_dict_it_was_made_of() -> None:
    """It holds a copy."""
    held = {"leaf": "green"}
    frozen: FrozenMap[str, str] = FrozenMap(held)
    held["leaf"] = "black"
    assert frozen == {"leaf": "green"}
    assert not FrozenMap()


def test_a_frozen_map_says_that_it_cannot_be_changed() -> None:
    """Its attributes can neither be set nor deleted, those it has and others."""
    frozen: FrozenMap[str, str] = FrozenMap({"leaf": "green"})
    for name in ("_items", "leaf"):
        with pytest.raises(AttributeError, match=r"^a FrozenMap cannot be changed$"):
            setattr(frozen, name, {})
        with pytest.raises(AttributeError, match=r"^a FrozenMap cannot be changed$"):
            delattr(frozen, name)
