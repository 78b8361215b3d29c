"""The decision as anybody would write it by hand: the measure of all others."""

# ruff: noqa: C901, PLR0912 - twenty-four rules make a long if/elif, and splitting it would slow the measure down

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tests.benchmarks.answers import (
    FIX_FORM_FIRST,
    LEARN_FIRST,
    NO_SQUEEZE,
    REASSESS,
    REFER,
    SQUEEZE,
    SQUEEZE_GENTLY,
    SQUEEZE_IF_TUCKED,
    START_GENTLY,
)
from tests.benchmarks.contender import Contender
from tests.benchmarks.situations import Answer, Facts


def decide(facts: Facts) -> Answer:
    """What the rules come to, for facts in a dict, sets as frozensets."""
    if facts["red_flags"]:
        return (*REFER, ())
    observed = facts["observed"]
    corrections: list[str] = []
    if facts["family"] == "thrust":
        if observed:
            if "lumbar_hyperextension" in observed:
                corrections.append("tuck-and-stop-lower")
            if "loose_core" in observed:
                corrections.append("brace-before-you-push")
            if "flared_ribs" in observed:
                corrections.append("pull-your-ribs-down")
            if "jerky_squeeze" in observed:
                corrections.append("build-the-squeeze-smoothly")
            if "top_only_focus" in observed:
                corrections.append("work-the-whole-rep")
            if "short_range" in observed:
                corrections.append("go-all-the-way-down")
            if "no_pause" in observed:
                corrections.append("wait-a-count-at-the-top")
            if "knees_cave" in observed:
                corrections.append("press-your-knees-out")
        if facts["back_pain"] == "current":
            dose = REASSESS
        elif "lumbar_hyperextension" in observed or "loose_core" in observed:
            dose = FIX_FORM_FIRST
        elif facts["rehab"] is True or (
            facts["glute_activation"] in ("late", "hard_to_feel") and facts["experience"] != "advanced"
        ):
            dose = SQUEEZE_GENTLY
        elif facts["experience"] == "beginner":
            dose = LEARN_FIRST
        elif facts["experience"] == "advanced" or facts["goal"] == "hypertrophy":
            dose = SQUEEZE
        else:
            dose = SQUEEZE_IF_TUCKED
    else:
        if observed:
            if "leans_back" in observed:
                corrections.append("stand-tall-not-back")
            if "tucked_pelvis" in observed:
                corrections.append("keep-your-low-back-curve")
            if "rounded_back" in observed:
                corrections.append("show-your-chest-going-down")
            if "violent_finish" in observed:
                corrections.append("arrive-quietly-at-the-top")
        if facts["back_pain"] == "current":
            dose = REASSESS
        elif (
            facts["glute_activation"] == "late"
            and facts["load"] == "bodyweight"
            and facts["tempo"] in ("slow", "controlled")
            and "rounded_back" not in observed
        ):
            dose = START_GENTLY
        else:
            dose = NO_SQUEEZE
    return (*dose, tuple(corrections))


def decide_objects(profile: Any, exercise: Any, observed: frozenset[str]) -> Answer:
    """The same, for a `Profile` and an `Exercise` (or anything with their attributes)."""
    if profile.red_flags:
        return (*REFER, ())
    corrections: list[str] = []
    if exercise.family == "thrust":
        if observed:
            if "lumbar_hyperextension" in observed:
                corrections.append("tuck-and-stop-lower")
            if "loose_core" in observed:
                corrections.append("brace-before-you-push")
            if "flared_ribs" in observed:
                corrections.append("pull-your-ribs-down")
            if "jerky_squeeze" in observed:
                corrections.append("build-the-squeeze-smoothly")
            if "top_only_focus" in observed:
                corrections.append("work-the-whole-rep")
            if "short_range" in observed:
                corrections.append("go-all-the-way-down")
            if "no_pause" in observed:
                corrections.append("wait-a-count-at-the-top")
            if "knees_cave" in observed:
                corrections.append("press-your-knees-out")
        if profile.back_pain == "current":
            dose = REASSESS
        elif "lumbar_hyperextension" in observed or "loose_core" in observed:
            dose = FIX_FORM_FIRST
        elif profile.rehab is True or (
            profile.glute_activation in ("late", "hard_to_feel") and profile.experience != "advanced"
        ):
            dose = SQUEEZE_GENTLY
        elif profile.experience == "beginner":
            dose = LEARN_FIRST
        elif profile.experience == "advanced" or profile.goal == "hypertrophy":
            dose = SQUEEZE
        else:
            dose = SQUEEZE_IF_TUCKED
    else:
        if observed:
            if "leans_back" in observed:
                corrections.append("stand-tall-not-back")
            if "tucked_pelvis" in observed:
                corrections.append("keep-your-low-back-curve")
            if "rounded_back" in observed:
                corrections.append("show-your-chest-going-down")
            if "violent_finish" in observed:
                corrections.append("arrive-quietly-at-the-top")
        if profile.back_pain == "current":
            dose = REASSESS
        elif (
            profile.glute_activation == "late"
            and exercise.load == "bodyweight"
            and exercise.tempo in ("slow", "controlled")
            and "rounded_back" not in observed
        ):
            dose = START_GENTLY
        else:
            dose = NO_SQUEEZE
    return (*dose, tuple(corrections))


def with_sets(facts: Facts) -> Facts:
    """The facts with sets as frozensets, which know quickest what they hold."""
    return facts | {"red_flags": frozenset(facts["red_flags"]), "observed": frozenset(facts["observed"])}


def plain() -> Contender:
    """The if/elif."""
    return Contender(decide, with_sets)


def memoised() -> Contender:
    """The if/elif behind a memo whose key is the facts, in their order."""
    remembered: dict[tuple[Any, ...], Answer] = {}

    def answer(facts: Facts) -> Answer:
        key = tuple(facts.values())
        found = remembered.get(key)
        if found is None:
            found = remembered[key] = decide(facts)
        return found

    return Contender(answer, with_sets)


memoised_objects = lru_cache(maxsize=8_192)(decide_objects)
"""The if/elif on objects behind the standard library's bounded memo."""
