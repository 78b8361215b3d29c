"""Where facts come from in a frame: columns that say something together, and what they may say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, product

from attrs import field, frozen

from squeezelogic.frames.given import Given
from squeezelogic.frames.situations import OF_EXERCISES, entangled, lifted, together
from squeezelogic.logic.model.conditions import Test
from squeezelogic.logic.model.errors import InvalidInput
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value, Vocabulary
from squeezelogic.logic.semantics.equivalence import edges

Facts = FrozenMap[str, Value]


@frozen
class Source:
    """Columns whose facts depend on one another, or a single column.

    Args:
        givens: what the columns give.
        options: what they may come to, one by one; None where that is nothing that can be used. Empty for a set, whose
            elements come and go by themselves.
        names: whether the columns include the exercise's name, so that the options are those of the frame's own names.
        values: for each of `givens`, its values, `unknown` first; the options are their product, the last one fastest.
    """

    givens: tuple[Given, ...]
    options: tuple[Facts | None, ...]
    names: bool = False
    values: tuple[tuple[Value, ...], ...] = field(default=())

    @property
    def is_set(self) -> bool:
        """Whether it is a set."""
        return not self.names and self.givens[0].attribute.type == "set"


def sources(
    givens: Sequence[Given], vocabulary: Vocabulary, tests: Mapping[str, Sequence[Test]], *, named: bool, lenient: bool
) -> tuple[Source, ...]:
    """The columns of a frame in parts that do not depend on one another.

    What is lifted comes first. If a column gives names, its source has no options yet: they depend on the names.

    Args:
        givens: the attributes that columns give.
        vocabulary: the attributes there are.
        tests: for each attribute, what the rules ask of it.
        named: whether a column gives the exercises' names.
        lenient: whether a wrong value counts as unknown.

    Raises:
        InvalidInput: no column says what is lifted.
    """
    by_name = {given.name: given for given in givens}
    knots = entangled(vocabulary)
    exercise = _exercise(knots, named)
    if not named and not any(_tells_family(given.attribute) for given in givens):
        raise InvalidInput(
            "the frame does not say what is lifted: it needs a column `exercise` (names), `movement` or `family`, "
            "or `exercise=` and `columns=` have to say which columns those are"
        )
    parts = [exercise, *(knot for knot in knots if not knot & exercise)]
    tied = frozenset(chain.from_iterable(parts))
    apart = [frozenset({name}) for name in by_name if name not in tied]
    found: list[Source] = []
    for names in (*parts, *apart):
        here = tuple(given for name, given in by_name.items() if name in names)
        is_exercise = names is exercise
        if here or (is_exercise and named):
            values = tuple(_values(given.attribute, tests.get(given.name, ()), names in apart) for given in here)
            options = () if is_exercise and named else _options(here, values, vocabulary, is_exercise, lenient)
            found.append(Source(here, options, is_exercise and named, values))
    return tuple(found)


def _tells_family(attribute: Attribute) -> bool:
    return attribute.name == "family" or any("family" in implied for implied in attribute.implies.values())


def _exercise(knots: Iterable[frozenset[str]], named: bool) -> frozenset[str]:
    """The attributes that say what is lifted, and whatever can contradict them."""
    own = frozenset(OF_EXERCISES if named else {"family"})
    return own.union(*(knot for knot in knots if knot & own))


def _values(attribute: Attribute, tests: Iterable[Test], apart: bool) -> tuple[Value, ...]:
    """What an attribute may be, `unknown` first; of integers that stand for themselves, the first of each run."""
    if attribute.type == "set":
        return ()
    if attribute.type == "boolean":
        return (UNKNOWN, True, False)
    if attribute.type == "integer":
        low, high = attribute.at_least, attribute.at_most
        if not apart:
            return (UNKNOWN, *range(low, high + 1))
        return (UNKNOWN, *sorted({low, *(e for test in tests for e in edges(test) if low <= e <= high)}))
    return (UNKNOWN, *attribute.values)


def _options(
    givens: tuple[Given, ...],
    values: tuple[tuple[Value, ...], ...],
    vocabulary: Vocabulary,
    is_exercise: bool,
    lenient: bool,
) -> tuple[Facts | None, ...]:
    if any(given.attribute.type == "set" for given in givens):
        return ()
    names = [given.name for given in givens]
    return tuple(
        come_to(dict(zip(names, each, strict=True)), vocabulary, is_exercise=is_exercise, lenient=lenient)
        for each in product(*values)
    )


def come_to(
    facts: Mapping[str, Value],
    vocabulary: Vocabulary,
    *,
    is_exercise: bool,
    lenient: bool,
    name: str | None = None,
) -> Facts | None:
    """What facts that depend on one another come to; None if nothing that can be used.

    Args:
        facts: the facts.
        vocabulary: says what follows from what.
        is_exercise: whether they say what is lifted.
        lenient: whether a wrong value counts as unknown.
        name: the exercise's name.
    """
    try:
        if is_exercise:
            return FrozenMap(lifted(name, facts, vocabulary, lenient=lenient))
        return FrozenMap(together(facts, vocabulary, lenient=lenient))
    except InvalidInput:
        return None
