"""Small generated rulebooks, and all their situations one by one, to verify exact answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from squeezelogic.logic.model.errors import DecisionError, InvalidInput
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rulebook_parts import Parts
from squeezelogic.logic.model.vocabulary import (
    NOBODY,
    TIME,
    UNKNOWN,
    Attribute,
    Mutability,
    Value,
    Vocabulary,
)
from squeezelogic.logic.rulebook import Rulebook
from tests.logic import generated
from tests.logic.generated import every_value

MOST_POINTS = 700
SLOTS = generated.declare_slots(("first", "second"))
FAILING = "failing"


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """A rulebook small enough to enumerate. It may have conflicts, required facts and implications."""
    own = {
        a.name: a
        for a in draw(st.lists(generated.attributes.filter(narrow), min_size=1, max_size=4, unique_by=name_of))
    }
    if "choice" in own and draw(st.booleans()):
        implies: FrozenMap[str, FrozenMap[str, Value]] = (
            FrozenMap({"a": FrozenMap({"yes": True})}) if "yes" in own else FrozenMap()
        )
        own["choice"] = evolve(own["choice"], required=draw(st.booleans()), implies=implies)
    while prod(len(every_value(a)) for a in own.values()) > MOST_POINTS:
        own.popitem()
        own = {n: evolve(a, implies=FrozenMap()) if "yes" not in own else a for n, a in own.items()}
    own = {name: evolve(attribute, change=draw(mutabilities(attribute))) for name, attribute in own.items()}
    first = draw(generated.topics("first", own, 5))
    second = draw(generated.topics("second", {**own, **generated.read_from(first)}, 5))
    vocabulary = Vocabulary(FrozenMap(own), SLOTS)
    return Rulebook(
        Parts("made-up", "1", vocabulary, (first, second), FrozenMap(), FrozenMap(), FrozenMap(), ()), layers=()
    )


@st.composite
def mutabilities(draw: st.DrawFn, attribute: Attribute) -> Mutability | None:
    """A declaration of who can change an attribute, and in which direction; None for no declaration."""
    by = draw(st.sampled_from([None, None, NOBODY, TIME, "you"]))
    if by in (None, NOBODY):
        return Mutability(by) if by else None
    when = "later" if by == TIME else ""
    if attribute.type == "set":
        return Mutability(by, removal=draw(st.booleans()), when=when)
    values = [True, False] if attribute.type == "boolean" else list(attribute.values)
    along = draw(st.just([]) | st.permutations(values)) if len(values) > 1 else []
    return Mutability(by, tuple(along[: draw(st.integers(2, len(along)))]) if along else (), when=when)


def name_of(attribute: Attribute) -> str:
    """The attribute's name."""
    return attribute.name


def narrow(attribute: Attribute) -> bool:
    """Whether its values can be listed."""
    if not attribute.is_ordered:
        return True
    ends = attribute.at_least, attribute.at_most
    return attribute.type == "integer" and None not in ends and ends[1] - ends[0] < 10


def completions(book: Rulebook, fixed: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    """All values, unknown included, of the other facts."""
    open_ = {n: a for n, a in book.vocabulary.attributes.items() if n not in fixed}
    for values in product(*map(every_value, open_.values())):
        yield {**fixed, **dict(zip(open_, values, strict=True))}


def answer(book: Rulebook, facts: Mapping[str, Value], about: Sequence[str]) -> Any:
    """The decision of some slots; «failing» for an error, and None for invalid facts."""
    try:
        known = book.vocabulary.situation(facts)
    except InvalidInput:
        return None
    if any(a.required and known[n] == UNKNOWN for n, a in book.vocabulary.attributes.items()):
        return None
    try:
        slots = book.decide(facts).slots
    except DecisionError:
        return FAILING
    found = (slots.get(slot) for slot in about)
    return tuple(frozenset(value) if isinstance(value, tuple) else value for value in found)


def givable(book: Rulebook) -> st.SearchStrategy[dict[str, Value]]:
    """Valid facts."""
    own = {n: generated.values(a) for n, a in book.vocabulary.attributes.items()}
    return st.fixed_dictionaries(own).filter(lambda facts: answer(book, facts, ()) is not None)
