"""Test vectors: a rulebook's cases as JSON, to test programs in other languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import attributes
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.recommend import recommend
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.vocabulary import UNKNOWN, Vocabulary
from squeezelogic.logic.rulebook import Rulebook

SCHEMA = "squeezelogic/vectors/1"


def vectors(book: Rulebook) -> dict[str, Any]:
    """Every case of a rulebook as JSON-ready data: the input of `recommend`, and the expected output.

    Raises:
        InvalidInput: a case is not an input of `recommend`, for example because it has no exercise.
        ConflictError, GapError: the rulebook contradicts itself in a case, or leaves a required slot empty.
    """
    return {
        "schema": SCHEMA,
        "rulebook": {"name": book.name, "version": book.version, "digest": book.digest},
        "vectors": [_make_vector(book, case.topic, case.why, case.facts) for case in book.cases],
    }


def _make_vector(book: Rulebook, topic: str, why: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    given = inputs(facts, book.vocabulary)
    try:
        exercise = Exercise(**given["exercise"])
    except InvalidInput as error:
        raise InvalidInput(*(f"case {quoted(why)}: {problem}" for problem in error.problems)) from None
    answer = recommend(given["profile"], exercise, observed=given["observed"], rulebook=book)
    return {"topic": topic, "why": why, **given, "recommendation": answer.to_dict()}


def inputs(facts: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """The arguments of `recommend` for some facts, as plain data, without unknown ones."""
    split: dict[str, dict[str, Any]] = {"profile": {}, "exercise": {}, "observed": {}, "more": {}}
    own = {"profile": attributes(Profile), "exercise": attributes(Exercise), "observed": {"observed"}}
    for name, value in sorted(facts.items()):
        if value != UNKNOWN:
            of = vocabulary.attributes[name].of
            split[of if name in own.get(of, ()) else "more"][name] = _to_plain(value)
    more = {"more": split["more"]} if split["more"] else {}
    return {
        "profile": split["profile"] | more,
        "exercise": split["exercise"],
        "observed": split["observed"].get("observed", []),
    }


def _to_plain(value: object) -> object:
    return sorted(value) if isinstance(value, (tuple, frozenset)) else value
