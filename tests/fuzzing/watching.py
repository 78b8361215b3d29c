"""What may come out of the library, whatever goes in: an answer, or an error of ours that a terminal can show."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from squeezelogic import SqueezelogicError

T = TypeVar("T")

# Control characters but tab and newline, separators of lines, changes of direction, halves of characters.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST_MESSAGE = 2**18


def answer(ask: Callable[..., T], *arguments: object, **options: object) -> T | None:
    """What comes back, or None where it was an error of the library's own; any other goes through.

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
    """Make sure that a terminal only shows the text."""
    found = OBEYED.search(text)
    assert found is None, f"in {text[:500]!r}"
