"""The labels of facts and values in the default rulebook, for tests of texts."""

from __future__ import annotations

from squeezelogic import Rulebook
from squeezelogic.logic.explain.prose import said


def title(name: str) -> str:
    """The title of a fact or a slot."""
    return Rulebook.default().vocabulary.title(name)


def label(name: str, value: object) -> str:
    """The label of a value."""
    return said(value, Rulebook.default().vocabulary.labelled(name))


def named(name: str, value: object) -> str:
    """A fact with its value."""
    return f"{title(name)}: {label(name, value)}"
