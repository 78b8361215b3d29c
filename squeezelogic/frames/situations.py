"""What columns say together: attributes that follow from others, and exercises given by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import attributes
from squeezelogic.coaching.names import find_exercise
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value, Vocabulary

OF_EXERCISES = tuple(attributes(Exercise))
ASSUMED = ("load", "tempo")
"""What a name only suggests: a column that says otherwise is believed."""

NEITHER = "neither a movement nor a family is given, so it is not known what is lifted"


def entangled(vocabulary: Vocabulary) -> tuple[frozenset[str], ...]:
    """Sets of attributes that can contradict one another, because values of some say what others must be."""
    knots: list[frozenset[str]] = []
    for name, attribute in vocabulary.attributes.items():
        knot = frozenset({name, *(other for implied in attribute.implies.values() for other in implied)})
        if len(knot) > 1:
            knots = [*(old for old in knots if not old & knot), knot.union(*(old for old in knots if old & knot))]
    return tuple(knots)


def together(facts: Mapping[str, Any], vocabulary: Vocabulary, *, lenient: bool = False) -> dict[str, Value]:
    """What entangled facts come to, with what follows from them.

    Args:
        facts: the facts, by attribute.
        vocabulary: says what follows.
        lenient: whether a fact that contradicts what follows from others counts as unknown.

    Raises:
        InvalidInput: they contradict one another.
    """
    known = {name: value for name, value in facts.items() if value != UNKNOWN}
    try:
        situation = vocabulary.situation(known)
    except InvalidInput:
        if not lenient:
            raise
        known = _believed(known, vocabulary)
        situation = vocabulary.situation(known)
    blanks = vocabulary.blanks
    return {name: value for name, value in situation.items() if value != blanks[name]}


def _believed(facts: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """The facts that agree with all before them; those that say most about others come first."""
    known: dict[str, Any] = {}
    for name in sorted(facts, key=lambda name: not vocabulary.attributes[name].implies):
        try:
            vocabulary.situation({**known, name: facts[name]})
        except InvalidInput:
            continue
        known[name] = facts[name]
    return known


def named(name: str, facts: Mapping[str, Any], *, lenient: bool = False) -> dict[str, Any]:
    """The facts of an exercise that is given by name, and by columns besides.

    Args:
        name: the name.
        facts: what the columns say of it.
        lenient: whether a fact that contradicts the name counts as unknown.

    Raises:
        UnknownExercise, AmbiguousExercise: the name means no exercise, or not surely one.
        InvalidInput: a column contradicts the name.
    """
    said = find_exercise(name).exercise.facts
    known = {key: value for key, value in facts.items() if value != UNKNOWN}
    against = [key for key in known if key in said and key not in ASSUMED and known[key] != said[key]]
    if against and not lenient:
        raise InvalidInput(
            *(f"{quoted(key)} cannot be {quoted(known[key])}: {quoted(name)} is {quoted(said[key])}" for key in against)
        )
    return said | {key: value for key, value in known.items() if key not in against}


def lifted(name: str | None, facts: Mapping[str, Any], vocabulary: Vocabulary, *, lenient: bool) -> dict[str, Value]:
    """What is lifted, from a name (maybe) and what columns say besides.

    Args:
        name: the exercise's name; None if it is not known.
        facts: what the columns say.
        vocabulary: says what follows from what.
        lenient: whether what is wrong counts as unknown.

    Raises:
        InvalidInput: it contradicts itself, or nobody knows what is lifted.
        UnknownExercise, AmbiguousExercise: the name means no exercise, or not surely one.
    """
    known = dict(facts)
    if name is not None:
        try:
            known = named(name, facts, lenient=lenient)
        except InvalidInput:
            if not lenient:
                raise
    come_to = together(known, vocabulary, lenient=lenient)
    if "family" not in come_to:
        raise InvalidInput(NEITHER)
    return come_to
