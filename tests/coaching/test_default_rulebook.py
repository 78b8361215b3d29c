"""The default rulebook: each claim is used, and each rule stands in one case and is missing in another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from attrs import frozen

from squeezelogic import GapError, Rulebook, recommend
from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.texts import Case

BOOK = Rulebook.default()


@frozen
class Example:
    """A case with a name for the test report."""

    case: Case

    def __str__(self) -> str:
        return f"{self.case.place.file}:{self.case.place.line}"


EXAMPLES = [Example(case) for case in BOOK.cases]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_case_comes_out_as_it_says(example: Example) -> None:
    """The rules named stand, those that narrowly miss do not, and the slots hold what is expected."""
    case = example.case
    decision = BOOK.decide(case.facts)
    assert set(case.stands) <= set(decision.standing), case.why
    assert not set(case.near_miss) & set(decision.standing), case.why
    for slot, value in case.expect.items():
        found: Any = decision.slots.get(slot)
        assert set(value) <= set(found or ()) if isinstance(value, tuple) else found == value, (slot, case.why)
    for slot, absent in case.lacks.items():
        assert not set(absent) & set(decision.slots.get(slot, ())), (slot, case.why)  # type: ignore[arg-type]


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.case.near_miss], ids=str)
def test_a_near_miss_is_one_fact_away(example: Example) -> None:
    """Some single change of one attribute makes the rule stand, so the miss is near indeed."""
    for missed in example.case.near_miss:
        assert any(missed in BOOK.decide(facts).standing for facts in one_change_away(example.case.facts)), missed


def one_change_away(facts: Any) -> Iterator[dict[str, Any]]:
    """The facts with one attribute changed: another value, unknown, or one element more or less."""
    for name, attribute in BOOK.vocabulary.attributes.items():
        values: list[Any] = [None, True, False] if attribute.type == "boolean" else [None, *attribute.values]
        if attribute.type == "set":
            held = frozenset(facts.get(name, ()))
            values = [held ^ {str(element)} for element in attribute.values]
        for value in values:
            changed = {**facts, name: value}
            if name == "movement":
                changed.pop("family", None)
            try:
                BOOK.vocabulary.situation(changed)
                BOOK.decide(changed)
            except (ValueError, GapError):
                continue  # a family that contradicts the movement, or none at all
            yield changed


@pytest.mark.parametrize("rule", list(BOOK.rules))
def test_every_rule_has_a_case_in_which_it_stands_and_one_it_narrowly_misses(rule: str) -> None:
    """Both stand in the cases of its own topic, each with a sentence why."""
    own = [case for case in BOOK.cases if case.topic == BOOK.rules[rule].topic]
    assert [case for case in own if rule in case.stands], "no case in which it stands"
    assert [case for case in own if rule in case.near_miss], "no near miss"
    assert all(len(case.why) > 10 for case in own)


def test_every_claim_is_cited_by_a_rule_that_can_stand() -> None:
    """All seventy-three, each by a rule that stands in some case; any that is not is named."""
    standing = {rule for case in BOOK.cases for rule in BOOK.decide(case.facts).standing}
    cited = {claim for rule in standing for claim in BOOK.rules[rule].claims}
    assert sorted(set(BOOK.claims) - cited) == []
    assert len(BOOK.claims) == 73
    assert {claim.article for claim in BOOK.claims.values()} == set(BOOK.articles)


def test_every_advice_text_is_given_in_some_case() -> None:
    """Every text is reachable."""
    given = {
        advice
        for case in BOOK.cases
        for slot, value in BOOK.decide(case.facts).slots.items()
        if BOOK.vocabulary.slots[slot].names_advice
        for advice in (value if isinstance(value, tuple) else (value,))
    }
    assert sorted(set(BOOK.advice) - given) == []


@pytest.mark.parametrize("rule", list(BOOK.rules.values()), ids=lambda rule: rule.id)
def test_every_rule_says_what_why_and_on_whose_word(rule: Rule) -> None:
    """A title, a reason of at least a sentence, a claim unless it is house policy, and a place in a file."""
    assert rule.title
    assert rule.because.endswith(".")
    assert rule.claims or rule.basis == "house"
    assert rule.place.file == f"rules/{rule.topic}.toml"
    assert rule.place.line


def test_texts_keep_to_their_length() -> None:
    """Summaries fit a notification, everything else a card."""
    summaries = {str(rule.then["summary"]) for rule in BOOK.rules.values() if "summary" in rule.then}
    assert max(len(BOOK.advice[name].text) for name in summaries) <= 140
    assert max(len(advice.text) for advice in BOOK.advice.values()) <= 200


def test_every_attribute_asks_a_question() -> None:
    """Each fact has a question that a person can answer."""
    assert [name for name, attribute in BOOK.vocabulary.attributes.items() if not attribute.ask.endswith("?")] == []


THRUST_ONLY = {"tuck-then-thrust", "ribs-down", "drive-through-heels", "pause-and-squeeze", "breathe-out-at-lockout"}
HINGE_ONLY = {"spine-never-rounds", "shoulders-never-behind-hips", "just-stand-up-straight"}


def ids(items: Any) -> list[str]:
    """The ids of pieces of advice, in order."""
    return [item.id for item in items]


def test_cues_stay_in_their_family() -> None:
    """Over all cases, no thrust hears a hinge's cue and no hinge a thrust's."""
    for case in BOOK.cases:
        cues = set(BOOK.decide(case.facts).slots.get("cues", ()))  # type: ignore[arg-type]
        hinge = BOOK.vocabulary.situation(case.facts)["family"] == "hinge"
        assert not cues & (THRUST_ONLY if hinge else HINGE_ONLY), case.why


def test_only_those_steeped_in_squeezing_are_told_to_just_stand_up() -> None:
    """The third cue is for lifters with the habit."""
    assert "just-stand-up-straight" in ids(recommend({"squeeze_habit": True}, "deadlift").cues)
    assert "just-stand-up-straight" not in ids(recommend({}, "deadlift").cues)


def test_a_bent_back_is_graver_under_weight_and_speed() -> None:
    """The same fault, four exercises: critical under a weight that bends the back or moves fast, else a warning."""
    severities = {
        name: [item.severity for item in recommend({}, name, observed=["rounded_back"]).cautions]
        for name in ("deadlift", "good morning", "kettlebell swing", "bodyweight hip hinge")
    }
    assert severities.pop("bodyweight hip hinge") == ["warning"]
    assert all(each == ["critical"] for each in severities.values())


def test_a_back_history_puts_the_spine_first_in_a_hinge_and_the_tuck_first_in_a_thrust() -> None:
    """What a lifter with a history must not miss stands first."""
    hinge, thrust = (recommend("back_pain_history", name) for name in ("deadlift", "hip thrust"))
    assert ids(hinge.cues)[0] == "spine-never-rounds"
    assert ids(thrust.cues)[0] == "tuck-then-thrust"
    assert "stop" in thrust.notes[0].text.lower()


def test_progression_climbs_from_body_weight_to_the_bar_and_stops_where_something_is_wrong() -> None:
    """Each step has a next with its criterion; a fault shows the easier step; a red flag ends it."""

    def step(name: str, profile: Any = None, observed: Any = ()) -> tuple[Any, ...]:
        progression = recommend(profile or {"mastered_bodyweight": True}, name, observed=observed).progression
        if progression is None:
            return ()
        return tuple(
            item and item.text.lower() for item in (progression.next, progression.criterion, progression.easier)
        )

    assert "dumbbell" in step("bodyweight hip thrust")[0]
    assert "barbell" in step("dumbbell hip thrust")[0]
    assert "5 sets of 5" in step("barbell hip thrust")[1]
    assert "single-leg" in step("barbell hip thrust", {"side_imbalance": True, "mastered_bodyweight": True})[0]
    assert "3 sets of 20" in step("barbell hip thrust", {"mastered_bodyweight": False})[1]
    assert step("barbell hip thrust", observed=["short_range"])[2]
    assert "body-weight" in step("barbell hip thrust", {"back_pain": "current"})[0]
    assert "body-weight" in step("barbell hip thrust", observed=["loose_core"])[0]
    assert step("barbell hip thrust", {"red_flags": ["fever"]}) == ()


def test_glute_work_is_sent_from_the_hinge_to_the_thrust() -> None:
    """A lifter who wants bigger glutes from a deadlift learns where the squeeze pays."""
    rec = recommend({"goal": "hypertrophy"}, "deadlift")
    assert "hip thrust" in " ".join(item.text.lower() for item in rec.alternatives)
    late = recommend({"glute_activation": "late"}, "kettlebell swing")
    assert {"practise-prone-hip-extension", "practise-glute-bridges"} <= set(ids(late.alternatives))


def test_every_hinge_is_told_which_cues_to_leave_out() -> None:
    """Squeezing and finishing with the glutes are named as cues not to give."""
    avoid = " ".join(item.text.lower() for item in recommend({}, "good morning").avoid)
    assert "squeeze" in avoid
    assert "finish with your glutes" in avoid


def test_values_read_as_words() -> None:
    """What errors and explanations show of a value is what a person would write."""
    assert [plain(value) for value in (True, False, 3, "x", frozenset("ba"), ("b", "a"))] == [
        *("true", "false", "3", "x", "a, b", "b, a")
    ]
