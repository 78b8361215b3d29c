"""Checks of the library's output: an answer, or a `SqueezelogicError` that is safe to print."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from squeezelogic import SqueezelogicError

T = TypeVar("T")

# Control characters except tab and newline, line separators, direction changes, surrogates.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST_MESSAGE = 2**18


def answer(ask: Callable[..., T], *arguments: object, **options: object) -> T | None:
    """The result of a call; None if it raises an error of the library. Other exceptions propagate.

    Raises:
        AssertionError: the error's message is too long, or has terminal control characters.
    """
    try:
        return ask(*arguments, **options)
    except SqueezelogicError as error:
        message = str(error)
        assert message
        assert len(message) <= LONGEST_MESSAGE
        harmless(message)
        return None


def harmless(text: str) -> None:
    """Check that a text has no terminal control characters."""
    found = OBEYED.search(text)
    assert found is None, f"in {text[:500]!r}"
