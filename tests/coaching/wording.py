"""What the default rulebook calls facts and values, for tests of what is said."""

from __future__ import annotations

from squeezelogic import Rulebook
from squeezelogic.logic.explain.prose import said


def title(name: str) -> str:
    """What a fact or a slot is called."""
    return Rulebook.default().vocabulary.title(name)


def label(name: str, value: object) -> str:
    """What a value is called."""
    return said(value, Rulebook.default().vocabulary.labelled(name))


def named(name: str, value: object) -> str:
    """A fact with its value."""
    return f"{title(name)}: {label(name, value)}"
