"""Situations that reach every rule, and their facts, to verify texts, cards and drawings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from squeezelogic import Recommendation, Rulebook, recommend
from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.model.vocabulary import Attribute, Labelled

BOOK = Rulebook.default()
EXERCISE = ("family", "movement", "implement", "single_leg", "banded", "load", "tempo")


@cache
def recommendations() -> tuple[Recommendation, ...]:
    """Recommendations in which each rule of the default rulebook stands or is overruled at least once."""
    return tuple(_find_recommendations())


def _find_recommendations() -> Iterator[Recommendation]:
    met: set[str] = set()
    for case in BOOK.cases:
        if not met.issuperset(case.stands):
            given = {name: value for name, value in case.facts.items() if name not in (*EXERCISE, "observed")}
            lift = {name: value for name, value in case.facts.items() if name in EXERCISE}
            seen: Any = case.facts.get("observed", ())
            rec: Recommendation = recommend(given, lift, observed=seen)
            met |= {*(it.rule for it in rec.reasons), *(it.rule for it in rec.overruled)}
            yield rec


def known(rec: Recommendation) -> dict[str, Any]:
    """The input of rules in a situation: facts and filled slots; a set for several values."""
    facts = {name: value for name, value in rec.facts.items() if name in BOOK.vocabulary.attributes}
    given = {**BOOK.vocabulary.situation(facts), **BOOK.decide(facts).slots}
    return {name: set(value) if isinstance(value, (tuple, frozenset)) else value for name, value in given.items()}


def label(value: Any, of: Labelled | None) -> str:
    """The label of a value, from the vocabulary only."""
    words = of.labels.get(plain(value), "") if of is not None else ""
    if isinstance(value, bool):
        return words or ("yes" if value else "no")
    if isinstance(value, float):
        return f"{value:g}"
    return words or ("not known" if value == "unknown" else plain(value).replace("_", " "))


def is_said(words: str, name: str, rule: str, given: Mapping[str, Any]) -> bool:
    """Whether words are true of an input of a rule: `glutes come on late`, `back rounds and leans back`, `no fever`."""
    of = BOOK.inputs[BOOK.rules[rule].topic][name]
    value = given.get(name, set() if of.type == "set" else "unknown")
    if not isinstance(value, set):
        return words == label(value, of)
    if words in ("none", "nothing"):
        return not value
    named = _find_named(words, of)
    if named is not None:
        return named <= value
    named = _find_named(words.removeprefix("no ").removeprefix("not "), of)
    return named is not None and named.isdisjoint(value)


def _find_named(words: str, of: Attribute) -> set[str] | None:
    """The elements of a set in a phrase such as `fever, night pain and weakness`; None for any other phrase."""
    named = set()
    for each in sorted(map(str, of.values), key=lambda each: -len(label(each, of))):
        if label(each, of) in words:
            named.add(each)
            words = words.replace(label(each, of), "")
    return named if named and not set(words.replace("and", "").replace("or", "")) - set(" ,") else None
