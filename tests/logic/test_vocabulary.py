"""What an attribute admits."""

from __future__ import annotations

import enum

from squeezelogic.logic.vocabulary import Attribute


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
