"""Hypothesis strategies for lifters, exercises, observed faults, and the facts of any rulebook.

All take keyword arguments: a value or a strategy fixes an attribute, None leaves it out. Failures shrink to the fewest
facts. About three in four examples lie on the border of some rule, or just beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from hypothesis import strategies as st

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.profile import Profile
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Vocabulary
from squeezelogic.logic.rulebook import Rulebook, choose_rulebook
from squeezelogic.testing.drawing import Drawer, borders
from squeezelogic.testing.situation import OBSERVED, Situation, lifting, own_names


def profiles(*, rulebook: Rulebook | None = None, **fixed: Any) -> st.SearchStrategy[Profile]:
    """Lifters.

    Args:
        rulebook: the rulebook whose attributes are drawn; the default one if left out. Further ones go into `more`.
        fixed: for an attribute, its value or a strategy for it; None leaves it out.

    Raises:
        InvalidInput: unknown attributes, or wrong values.
    """
    book = choose_rulebook(rulebook)
    lift = (*own_names(Exercise), OBSERVED)
    names = [name for name in lifting(book).attributes if name not in lift]
    return Drawer(lifting(book), borders(book), fixed, names).facts().map(_make_profile)


def exercises(*, rulebook: Rulebook | None = None, **fixed: Any) -> st.SearchStrategy[Exercise]:
    """Exercises. With `family=None`, each has a movement.

    Args:
        rulebook: the rulebook whose attributes are drawn; the default one if left out.
        fixed: for an attribute, its value or a strategy for it; None leaves it out.

    Raises:
        InvalidInput: unknown attributes, wrong values, or a family that contradicts the movement.
    """
    book = choose_rulebook(rulebook)
    names = [name for name in lifting(book).attributes if name in own_names(Exercise)]
    return _make_lift_drawer(book, fixed, names).facts().map(_make_exercise)


def observations(*, rulebook: Rulebook | None = None, **fixed: Any) -> st.SearchStrategy[frozenset[str]]:
    """Sets of observed faults.

    Args:
        rulebook: the rulebook whose faults are drawn; the default one if left out.
        fixed: for a fault, whether it is observed: true, false, or a strategy for that.

    Raises:
        InvalidInput: unknown faults, or values other than true and false.
    """
    book = choose_rulebook(rulebook)
    if OBSERVED not in book.vocabulary.attributes:
        raise InvalidInput(f"rulebook {quoted(book.name)} has no attribute {quoted(OBSERVED)}")
    faults = list(map(str, book.vocabulary.attributes[OBSERVED].values))
    problems = [f"unknown fault {quoted(name)}: {did_you_mean(name, faults)}" for name in fixed if name not in faults]
    for name, seen in fixed.items():
        if not isinstance(seen, (bool, st.SearchStrategy)):
            problems.append(f"{quoted(name)} cannot be {quoted(seen)}: choose from `true`, `false`")
    if problems:
        raise InvalidInput(*problems)
    drawn = Drawer(lifting(book), borders(book), {}, [OBSERVED]).facts()
    told = st.fixed_dictionaries({n: s if isinstance(s, st.SearchStrategy) else st.just(s) for n, s in fixed.items()})
    return st.builds(_find_seen, drawn, told)


def situations(*, rulebook: Rulebook | None = None, **fixed: Any) -> st.SearchStrategy[Situation]:
    """Situations: a lifter, an exercise, and observed faults.

    Args:
        rulebook: the rulebook whose attributes are drawn; the default one if left out.
        fixed: for any attribute, its value or a strategy for it; None leaves it out.

    Raises:
        InvalidInput: unknown attributes, wrong values, or values that contradict one another.
    """
    book = choose_rulebook(rulebook)
    return _make_lift_drawer(book, fixed).facts().map(Situation.of)


def facts(book: Rulebook, /, **fixed: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Facts for `book.decide`, for any rulebook. Required facts are always given, unless `fixed` leaves them out.

    Args:
        book: the rulebook.
        fixed: for an attribute, its value or a strategy for it; None leaves it out.

    Raises:
        InvalidInput: unknown attributes, wrong values, or values that contradict one another.
    """
    return Drawer(book.vocabulary, borders(book), fixed).facts()


def _make_lift_drawer(book: Rulebook, fixed: dict[str, Any], names: Sequence[str] | None = None) -> Drawer:
    """Make a drawer of exercises, and possibly other attributes; without a family, a movement is drawn."""
    vocabulary = lifting(book)
    if "family" in fixed and fixed["family"] is None:
        if "movement" not in vocabulary.attributes or fixed.get("movement", "") is None:
            raise InvalidInput("an exercise needs a `movement`, or at least a `family`: leave one of them to chance")
        movement = attrs.evolve(vocabulary.attributes["movement"], required=True)
        vocabulary = Vocabulary(FrozenMap({**vocabulary.attributes, "movement": movement}), vocabulary.slots)
        fixed = {name: value for name, value in fixed.items() if name != "family"}
    return Drawer(vocabulary, borders(book), fixed, names)


def _make_profile(known: dict[str, Any]) -> Profile:
    own = {name: value for name, value in known.items() if name in own_names(Profile)}
    return Profile(**own, more={name: value for name, value in known.items() if name not in own})


def _make_exercise(known: dict[str, Any]) -> Exercise:
    return Exercise(**known)


def _find_seen(drawn: dict[str, Any], told: dict[str, bool]) -> frozenset[str]:
    seen = set(drawn.get(OBSERVED, ()))
    return frozenset({fault for fault in seen if told.get(fault, True)} | {f for f, is_seen in told.items() if is_seen})
