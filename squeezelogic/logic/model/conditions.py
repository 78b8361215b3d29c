"""What a rule may ask of one attribute. `semantics/definition.py` says when each holds."""

from __future__ import annotations

from attrs import frozen

from squeezelogic.logic.model.errors import plain, quoted
from squeezelogic.logic.model.vocabulary import Value


@frozen
class Is:
    """The value is one of these."""

    values: frozenset[Value]


@frozen
class Between:
    """The integer lies within these bounds, both included; unknown never does."""

    at_least: int
    at_most: int


@frozen
class HasAny:
    """The set holds at least one of these."""

    values: frozenset[str]


@frozen
class HasAll:
    """The set holds every one of these."""

    values: frozenset[str]


@frozen
class Not:
    """The test does not hold."""

    test: Is | HasAny


Test = Is | Between | HasAny | HasAll | Not


@frozen
class Clause:
    """One test of one attribute (or of a slot that an earlier topic filled)."""

    attribute: str
    test: Test

    def __str__(self) -> str:
        return f"{self.attribute} {in_words(self.test)}"


Branch = tuple[Clause, ...]


def in_words(test: Test) -> str:
    """The test as the end of a sentence that begins with the attribute's name."""
    match test:
        case Is(values):
            return f"is {_either(values)}"
        case Between(at_least, at_most):
            return f"is from {at_least} to {at_most}"
        case HasAny(values):
            return f"includes {_either(values)}"
        case HasAll(values):
            return f"includes {' and '.join(sorted(map(quoted, values)))}"
        case Not(Is(values)):
            return f"is not {_either(values)}"
        case Not(HasAny(values)):
            return f"does not include {_either(values)}"
    raise AssertionError(test)  # pragma: no cover - the cases above are all there are


def _either(values: frozenset[Value] | frozenset[str]) -> str:
    return " or ".join(sorted(quoted(plain(value)) for value in values))
