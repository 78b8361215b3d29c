"""One way to come to the decision, as the benchmark sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.situations import Answer, Facts


def as_given(facts: Facts) -> Any:
    """The facts are asked about as they are."""
    return facts


@dataclass(frozen=True)
class Contender:
    """A decision, compiled and ready.

    Args:
        answer: what is measured: from a question to all fields of the answer, read.
        prepare: not measured: the facts in the plain Python values (or, for who takes them, the objects) that a
            caller of this contender would have at hand. Whatever else it needs of them it makes in `answer`.
        timed: what is measured instead of `answer`, where less of the answer is read.
    """

    answer: Callable[[Any], Answer]
    prepare: Callable[[Facts], Any] = as_given
    timed: Callable[[Any], object] | None = None
