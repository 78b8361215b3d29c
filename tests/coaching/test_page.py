"""The whole page that a lifter reads, beyond what the laws of the rulebook can say: words, ranks, severities."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Exercise, Profile, Rulebook, recommend
from tests.situations import exercises, observations, profiles

BOOK = Rulebook.default()
SEVERITIES = ("info", "warning", "critical")
WAITING = ("learn_first", "fix_form_first", "reassess", "refer", "no_squeeze")
RELATIVE_DOWN = ("without-the-weight", "a-lighter-weight", "less-weight", "on-both-legs")


def text(advice: object) -> str:
    """A text of the rulebook, in lower case."""
    return BOOK.advice[str(advice)].text.lower()


def severity(advice: object) -> int:
    """How grave a caution is."""
    return SEVERITIES.index(BOOK.advice[str(advice)].carries["severity"])


@given(profiles, exercises, observations)
def test_no_cue_or_correction_says_squeeze_where_the_squeeze_waits(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Law 12, in words: neither the word nor a contraction is asked for."""
    rec = recommend(profile, exercise, observed=observed)
    if rec.verdict in WAITING:
        spoken = " ".join(item.text.lower() for item in (*rec.cues, *rec.corrections, *rec.setup))
        assert "squeeze" not in spoken
        assert "contract" not in spoken


@given(profiles, exercises, observations)
def test_a_step_back_is_lower_by_the_declared_order(
    profile: Profile, exercise: Exercise, observed: frozenset[str]
) -> None:
    """Law 16: the ranks of the steps in the rulebook say which is easier; relative steps say it themselves."""
    progression = recommend(profile, exercise, observed=observed).progression
    if progression is None or progression.current is None:
        return
    now = BOOK.advice[progression.current.id].rank
    steps: list[Any] = [progression.easier] if progression.easier else []
    steps += [progression.next] if progression.next and progression.direction == "regress" else []
    for step in steps:
        assert step.id in RELATIVE_DOWN or 0 < BOOK.advice[step.id].rank < now
    if progression.next and progression.direction == "advance":
        assert progression.next.id in ("a-little-heavier", "same-weight-on-the-bench") or (
            BOOK.advice[progression.next.id].rank > now
        )
    given_ids = [item.id for item in (progression.current, progression.next, progression.easier) if item]
    assert len(set(given_ids)) == len(given_ids)


@given(profiles, exercises, observations, st.sampled_from([{"rehab": True}, {"back_pain": "history"}]))
def test_a_caution_is_replaced_only_by_one_as_grave(
    profile: Profile, exercise: Exercise, observed: frozenset[str], more: dict[str, Any]
) -> None:
    """Law 19: learning of rehab or of a history never leaves the gravest caution less grave."""
    if any(getattr(profile, name) not in (None, "none", False) for name in more):
        return
    before = recommend(profile, exercise, observed=observed)
    after = recommend({**profile.facts, **more}, exercise, observed=observed)
    gravest = [max((severity(item.id) for item in rec.cautions), default=-1) for rec in (before, after)]
    assert gravest[1] >= gravest[0]
    stops = [any("stop" in item.text.lower() for item in (*rec.notes, *rec.cautions)) for rec in (before, after)]
    assert stops[1] or not stops[0]


def test_cautions_corrections_and_steps_have_a_place_of_their_own() -> None:
    """Cautions are ranked by severity, the gravest first, and every critical one has a short form or is short."""
    cautions = [advice for advice in BOOK.advice.values() if "severity" in advice.carries]
    by_rank = sorted(cautions, key=lambda advice: advice.rank)
    assert [severity(a.id) for a in by_rank] == sorted((severity(a.id) for a in by_rank), reverse=True)
    assert all(a.short or len(a.text) <= 60 for a in cautions if a.carries["severity"] == "critical")
    assert all(a.rank for a in BOOK.advice.values() if "fault" in a.carries or "focus" in a.carries)


def test_the_stop_rule_says_stop() -> None:
    """The word itself is in it, in full and in short."""
    rule = BOOK.advice["stop-if-it-hurts"]
    assert "stop" in rule.text
    assert "Stop" in rule.short


def test_two_questions_about_legs_and_pain_do_not_overlap() -> None:
    """A weak leg as a red flag is a recent one; its fever and night pain come with back pain; a weaker side is none."""
    ask = BOOK.vocabulary.attributes["red_flags"].ask
    assert "a leg that has become weak" in ask
    assert "fever along with back pain" in ask
    assert "back pain that wakes you at night" in ask
    assert "face down" in BOOK.vocabulary.attributes["glute_activation"].tell
