"""What attributes and slots admit, and what a situation is made of."""

from __future__ import annotations

import enum
from math import inf
from typing import Any

import pytest

from squeezelogic import InvalidInput
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Attribute, Slot, Vocabulary


class Extra(enum.Enum):
    """Members that are no texts, though their values are."""

    MILK = "milk"
    HONEY = "honey"


def test_members_of_any_enum_stand_for_their_values() -> None:
    """By themselves, and in a set."""
    extras = Attribute("extras", type="set", values=("milk", "honey"))
    assert extras.admit([Extra.MILK, "honey"]) == frozenset({"milk", "honey"})
    assert extras.admit(Extra.MILK) == frozenset({"milk"})
    assert Attribute("extra", values=("milk", "honey")).admit(Extra.HONEY) == "honey"


@pytest.mark.parametrize(
    ("attribute", "kind"),
    [
        (Attribute("extra", values=("milk", "honey")), "`milk` or `honey`"),
        (Attribute("extras", type="set", values=("milk",)), "`milk`"),
        (Attribute("hot", type="boolean"), "`true` or `false`"),
        (Attribute("cups", type="integer", at_least=0), "a whole number of at least 0"),
        (Attribute("cups", type="number"), "a number"),
    ],
    ids=["enum", "set", "boolean", "integer", "number"],
)
def test_an_attribute_says_in_words_what_it_takes(attribute: Attribute, kind: str) -> None:
    """Whatever its type."""
    assert attribute.kind == kind


@pytest.mark.parametrize(
    ("slot", "admitted", "refused"),
    [
        (Slot("n", "boolean"), [True, False], [0, 1, "true", None]),
        (Slot("n", "integer"), [0, -3], [True, 1.0, "1", None]),
        (Slot("n", "number"), [0, -3, 1.5], [True, "1", None, inf, -inf]),
        (Slot("n", "enum", ("a", "b")), ["a", "b"], ["c", "", True, 1]),
        (Slot("n", "list"), ["a", ""], [True, 1, None]),
    ],
    ids=lambda it: it.type if isinstance(it, Slot) else "",
)
def test_a_slot_admits_values_of_its_type(slot: Slot, admitted: list[Any], refused: list[Any]) -> None:
    """And no others, however alike Python thinks them."""
    assert all(map(slot.admits, admitted))
    assert not any(map(slot.admits, refused))


def test_facts_come_as_a_mapping() -> None:
    """Anything else is refused."""
    with pytest.raises(InvalidInput) as caught:
        Vocabulary(FrozenMap(), FrozenMap()).situation(3)  # type: ignore[arg-type]
    assert str(caught.value) == "facts must be a mapping of names to values, not `3`"
