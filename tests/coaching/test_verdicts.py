"""The verdict table, for every combination of the facts that its rows name."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from squeezelogic import Exercise, Profile, Rulebook, recommend
from squeezelogic.coaching.values import RedFlag
from squeezelogic.logic.inference.plan import Plan
from squeezelogic.logic.model.vocabulary import UNKNOWN

DOSES: dict[str, tuple[str, str, float | None, str | None]] = {
    "squeeze": ("lockout", "deliberate", 1.0, "exhale_at_lockout"),
    "squeeze_gently": ("lockout", "gentle", 1.0, "exhale_at_lockout"),
    "learn_first": ("none", "none", None, "exhale_at_lockout"),
    "start_gently": ("start", "gentle", None, None),
    "fix_form_first": ("none", "none", None, None),
    "no_squeeze": ("none", "none", None, None),
    "reassess": ("none", "none", None, None),
    "refer": ("none", "none", None, None),
}

DOMAIN: dict[str, list[Any]] = {
    "family": ["thrust", "hinge"],
    "experience": [UNKNOWN, "beginner", "intermediate", "advanced"],
    "goal": [UNKNOWN, "hypertrophy", "strength", "athletic", "general"],
    "rehab": [UNKNOWN, True, False],
    "back_pain": [UNKNOWN, "none", "history", "current"],
    "glute_activation": [UNKNOWN, "typical", "late", "hard_to_feel"],
    "red_flags": [frozenset(), frozenset({"night_pain"})],
    "load": [UNKNOWN, "bodyweight", "light", "moderate", "heavy"],
    "tempo": [UNKNOWN, "slow", "controlled", "fast"],
    "single_leg": [UNKNOWN, True, False],
    "observed": [
        frozenset(faults)
        for faults in (
            (),
            ("knees_cave",),
            ("lumbar_hyperextension",),
            ("loose_core", "bar_rolls"),
            ("rounded_back",),
            ("leans_back", "knees_cave"),
            ("tucked_pelvis",),
            ("violent_finish",),
        )
    ],
}


HINGE_FAULTS = {"lumbar_hyperextension", "leans_back", "tucked_pelvis", "rounded_back", "violent_finish"}


def expected(s: dict[str, Any]) -> tuple[str, str]:
    """The verdict and its strength, read off the table in `docs` by hand, from the top down."""
    late_or_unfelt = s["glute_activation"] in ("late", "hard_to_feel")
    if s["red_flags"]:
        return "refer", "strong"
    if s["back_pain"] == "current":
        return "reassess", "strong"
    if s["family"] == "hinge":
        calm = s["load"] == "bodyweight" and s["tempo"] in ("slow", "controlled") and s["single_leg"] is not True
        if s["glute_activation"] == "late" and calm and not s["observed"] & HINGE_FAULTS:
            return "start_gently", "conditional"
        return "no_squeeze", "strong"
    if s["observed"] & {"lumbar_hyperextension", "loose_core"}:
        return "fix_form_first", "strong"
    if s["rehab"] is True or (late_or_unfelt and s["experience"] != "advanced"):
        return "squeeze_gently", "conditional"
    if s["experience"] == "beginner":
        return "learn_first", "strong"
    if s["experience"] == "advanced" or s["goal"] == "hypertrophy":
        return "squeeze", "strong"
    return "squeeze", "conditional"


@pytest.mark.thorough
def test_the_rules_decide_every_row_of_the_verdict_table() -> None:
    """Over more than a million combinations, the rules give the verdict, strength and dose that the table gives."""
    topic = next(topic for topic in Rulebook.default().topics if topic.name == "squeeze")
    assert set(topic.inputs) == set(DOMAIN), "the rules read more, or less, than the table mentions"
    plan = Plan((topic,), Rulebook.default().vocabulary)
    for combination in product(*DOMAIN.values()):
        situation = dict(zip(DOMAIN, combination, strict=True))
        slots = plan.decide(situation).slots
        verdict, strength = expected(situation)
        found = tuple(slots.get(slot) for slot in ("phase", "effort", "hold_seconds", "breath"))
        assert (slots["verdict"], slots["strength"], *found) == (verdict, strength, *DOSES[verdict]), situation


@pytest.mark.parametrize("family", ["thrust", "hinge"])
@pytest.mark.parametrize("flag", list(RedFlag))
def test_any_one_red_flag_refers(flag: str, family: str) -> None:
    """Each red flag by itself is enough, in either family, whatever else is true."""
    profile = Profile(experience="advanced", back_pain="current", red_flags=[flag])
    rec = recommend(profile, Exercise(family=family), observed=["lumbar_hyperextension"])  # type: ignore[arg-type]
    assert (rec.verdict, rec.strength) == ("refer", "strong")
    assert not rec.cues
    assert rec.progression is None


def test_rules_that_lose_are_named_with_the_rule_that_overrules_them() -> None:
    """A lifter in pain who would otherwise squeeze sees every rule that gave way, and to which."""
    profile = Profile(experience="advanced", goal="hypertrophy", back_pain="current")
    rec = recommend(profile, Exercise(movement="hip_thrust"))
    lost = {item.rule: item.by for item in rec.overruled if item.topic == "squeeze"}
    assert lost == {
        "advanced-thrust-squeezes": "painful-thrust-reassesses",
        "hypertrophy-thrust-squeezes": "painful-thrust-reassesses",
        "thrust-squeezes-if-tucked": "painful-thrust-reassesses",
    }
    assert {item.ranks_by for item in rec.overruled if item.topic == "squeeze"} == {"level"}
