"""The interface of a contender in the benchmark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.situations import Answer, Facts


def as_given(facts: Facts) -> Any:
    """Return the facts unchanged."""
    return facts


@dataclass(frozen=True)
class Contender:
    """A compiled decision.

    Args:
        answer: the measured function: from a question to an answer, with all fields read.
        prepare: an unmeasured function: the facts as the plain Python values, or the objects, that a caller of this
            contender would have. `answer` makes any other conversion.
        timed: measured instead of `answer`, if fewer fields are read.
    """

    answer: Callable[[Any], Answer]
    prepare: Callable[[Facts], Any] = as_given
    timed: Callable[[Any], object] | None = None
