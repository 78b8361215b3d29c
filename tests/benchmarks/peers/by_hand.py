"""The decision as a hand-written if/elif: the baseline of all peers."""

# ruff: noqa: C901, PLR0912, PLR0915 - twenty-four rules make a long if/elif, and splitting it would slow the measure down

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tests.benchmarks.answers import (
    FIX_FORM_FIRST,
    HINGE_FAULTS,
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

CLEAN = frozenset(HINGE_FAULTS)
"""What a clean hinge has none of."""


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
            and CLEAN.isdisjoint(observed)
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
            and CLEAN.isdisjoint(observed)
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


def note(facts: Facts) -> Any:
    """What the twenty-four rules that add up come to, for facts in a dict in which unknown ones are left out."""
    get = facts.get
    experience = get("experience")
    goal = get("goal")
    rehab = get("rehab")
    back_pain = get("back_pain")
    glute_activation = get("glute_activation")
    side_imbalance = get("side_imbalance")
    load = get("load")
    tempo = get("tempo")
    single_leg = get("single_leg")
    banded = get("banded")
    age = get("age")
    observed = get("observed", ())
    notes: list[str] = []
    if experience == "beginner":
        notes.append("beginners-start-light")
    if experience == "beginner" and age is not None and age <= 15:
        notes.append("young-beginners-need-an-eye")
    if age is not None and age >= 60:
        notes.append("older-lifters-warm-up-longer")
    if age is not None and age >= 45 and goal in ("strength", "hypertrophy"):
        notes.append("masters-count-recovery")
    if goal == "hypertrophy" and tempo in ("slow", "controlled"):
        notes.append("size-wants-a-pause")
    if goal == "hypertrophy" and load == "bodyweight":
        notes.append("size-wants-more-than-body-weight")
    if goal == "strength" and load in ("bodyweight", "light"):
        notes.append("strength-wants-load")
    if goal == "athletic" and tempo == "slow":
        notes.append("sport-wants-speed")
    if tempo == "fast" and load == "heavy":
        notes.append("speed-wants-less-load")
    if rehab is True and tempo == "fast":
        notes.append("rehab-goes-slowly")
    if rehab is True:
        notes.append("rehab-keeps-a-log")
    if back_pain == "current":
        notes.append("a-sore-back-stops")
    if back_pain == "current" and load in ("moderate", "heavy"):
        notes.append("a-sore-back-is-not-loaded")
    if back_pain == "history" and load == "heavy":
        notes.append("a-history-is-watched")
    if glute_activation == "late":
        notes.append("late-glutes-rehearse")
    if glute_activation == "hard_to_feel" and banded is not True:
        notes.append("silent-glutes-try-a-band")
    if side_imbalance is True and single_leg is not True:
        notes.append("uneven-sides-train-apart")
    if single_leg is True and side_imbalance is True:
        notes.append("one-leg-starts-with-the-weaker")
    if "knees_cave" in observed and banded is not True:
        notes.append("a-band-cures-caving-knees")
    if "lumbar_hyperextension" in observed:
        notes.append("an-arch-lowers-the-top")
    if "loose_core" in observed and load != "bodyweight":
        notes.append("a-loose-core-braces")
    if "no_pause" in observed and tempo == "fast":
        notes.append("no-pause-waits-a-count")
    if "rounded_back" in observed and back_pain != "none":
        notes.append("a-rounded-back-lifts-the-chest")
    if experience == "advanced" and age is not None and age >= 30 and rehab is not True:
        notes.append("many-years-need-no-lesson")
    return notes


def notes() -> Contender:
    """The twenty-four ifs."""
    return Contender(note)
