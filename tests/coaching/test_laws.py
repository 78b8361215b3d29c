"""The eleven laws, in random situations."""

from __future__ import annotations

import random
from collections.abc import Collection
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from squeezelogic import Exercise, Profile, Recommendation, recommend, testing
from squeezelogic.coaching.values import BackPain, Effort, Fault
from tests.situations import exercises, observations, profiles

HINGE_FAULTS = {"lumbar_hyperextension", "leans_back", "tucked_pelvis", "rounded_back", "violent_finish"}
THRUST_FAULTS = {fault.value for fault in Fault} - HINGE_FAULTS | {"lumbar_hyperextension"}
EFFORTS = [effort.value for effort in Effort]


def ids(items: Collection[Any]) -> set[str]:
    """The ids of pieces of advice."""
    return {item.id for item in items}


@given(profiles, testing.exercises(family="hinge"), observations)
def test_no_hinge_is_ever_told_to_squeeze_at_lockout(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Law 1."""
    rec = recommend(profile, exercise, observed=observed)
    assert rec.phase != "lockout"
    assert rec.verdict not in ("squeeze", "squeeze_gently")


@given(profiles, exercises, observations, st.sampled_from(["fever", "saddle_numbness"]))
def test_a_red_flag_always_refers_and_then_nothing_is_coached(
    profile: Profile, exercise: Exercise, observed: frozenset[str], flag: str
) -> None:
    """Law 2."""
    rec = recommend(attrs.evolve(profile, red_flags=profile.red_flags | {flag}), exercise, observed=observed)
    assert (rec.verdict, rec.effort, rec.phase, rec.hold_seconds) == ("refer", "none", "none", None)
    assert (rec.cues, rec.setup, rec.corrections, rec.alternatives, rec.progression) == ((), (), (), (), None)


@given(profiles, exercises, observations)
def test_current_back_pain_never_gives_a_squeeze(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Law 3."""
    rec = recommend(attrs.evolve(profile, back_pain="current"), exercise, observed=observed)
    assert rec.verdict in ("reassess", "refer")


@given(profiles, exercises, observations)
def test_a_beginner_is_never_told_to_squeeze_deliberately(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Law 4."""
    rec = recommend(attrs.evolve(profile, experience="beginner"), exercise, observed=observed)
    assert rec.effort != "deliberate"


@given(
    testing.profiles(red_flags=None, rehab=None, glute_activation=None),
    testing.exercises(family="thrust"),
    testing.observations(lumbar_hyperextension=False, loose_core=False),
)
def test_a_deliberate_squeeze_comes_with_tuck_ribs_down_and_about_a_second(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Law 5."""
    rec = recommend(profile, exercise, observed=observed)
    assume(rec.effort == "deliberate")
    assert {"tuck-then-thrust", "ribs-down"} <= ids(rec.cues)
    assert rec.hold_seconds is not None
    assert 0.5 <= rec.hold_seconds <= 1.5


@given(profiles, testing.exercises(family="hinge"), observations)
def test_no_hinge_gets_a_tuck_or_a_forced_exhale(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Law 6."""
    rec = recommend(profile, exercise, observed=observed)
    assert rec.breath is None
    spoken = " ".join(item.text.lower() for item in rec.cues + rec.setup)
    assert not any(word in spoken for word in ("tuck", "exhale", "breathe out", "posterior"))


@given(profiles, exercises, observations)
def test_more_back_pain_never_raises_the_effort(profile: Profile, exercise: Exercise, observed: frozenset[str]) -> None:
    """Law 7."""
    efforts = [
        EFFORTS.index(str(recommend(attrs.evolve(profile, back_pain=pain), exercise, observed=observed).effort))
        for pain in (BackPain.NONE, BackPain.HISTORY, BackPain.CURRENT)
    ]
    assert efforts == sorted(efforts, reverse=True)


@given(profiles, exercises, observations)
def test_a_loaded_or_fast_hinge_never_starts_gently(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Law 8."""
    rec = recommend(profile, exercise, observed=observed)
    if exercise.load in ("light", "moderate", "heavy") or exercise.tempo == "fast":
        assert rec.verdict != "start_gently"


@given(profiles, exercises, observations)
def test_every_recommendation_has_reasons_each_with_a_claim_or_marked_house(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Law 9."""
    rec = recommend(profile, exercise, observed=observed)
    assert rec.verdict
    assert rec.disclaimer
    assert rec.reasons
    assert all(reason.claims or reason.basis == "house" for reason in rec.reasons)
    assert 0 < len(rec.summary) <= 140


@given(profiles, exercises, observations)
def test_each_fault_of_the_family_is_corrected_and_any_other_is_listed_as_unused(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Law 10."""
    rec = recommend(profile, exercise, observed=observed)
    own = THRUST_FAULTS if exercise.family == "thrust" else HINGE_FAULTS
    unused = {fact.value for fact in rec.unused if fact.attribute == "observed"}
    assert unused == observed - own
    corrected = {item.fault for item in rec.corrections}
    said_once = {"leans_back"} if {"leans_back", "lumbar_hyperextension"} <= observed & HINGE_FAULTS & own else set()
    assert corrected == (set() if rec.verdict == "refer" else (observed & own) - said_once)


@given(profiles, exercises, observations, st.integers(0, 2**16))
def test_unread_facts_and_order_change_nothing(
    profile: Profile, exercise: Exercise, observed: frozenset[str], seed: int
) -> None:
    """Law 11, for facts: taking away what is unused, or giving facts in another order, gives the same answer."""
    rec = recommend(profile, exercise, observed=observed)
    unused = {fact.attribute for fact in rec.unused} - {"observed"}
    forgotten: dict[str, Any] = {name: None for name in unused if hasattr(profile, name)}
    less = attrs.evolve(profile, **forgotten)
    fewer = observed - {fact.value for fact in rec.unused}
    assert answer(recommend(less, exercise, observed=fewer)) == answer(rec)
    shuffled = list(profile.facts.items())
    random.Random(seed).shuffle(shuffled)
    assert recommend(dict(shuffled), exercise, observed=sorted(observed, reverse=True)) == rec


def answer(rec: Recommendation) -> Recommendation:
    """The recommendation without its record of what was given."""
    from squeezelogic.logic.model.frozen_map import FrozenMap

    return attrs.evolve(rec, facts=FrozenMap(), unused=())
