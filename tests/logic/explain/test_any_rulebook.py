"""Explanations of decisions, for any rulebook."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squeezelogic import ConflictError, GapError, InvalidInput, Rulebook
from squeezelogic.logic.explain.trace import OVERRULED, SILENT, STANDS
from squeezelogic.testing import facts, rulebooks
from tests.effort import examples

RAIN = Rulebook.load(Path(__file__).parents[3] / "docs" / "examples" / "rain")
STORM = {"sky": "raining", "wind": 9, "hands_busy_with": ["dog"]}


@st.composite
def situations(draw: st.DrawFn) -> tuple[Rulebook, dict[str, Any]]:
    """A rulebook and facts that it knows."""
    book = draw(rulebooks())
    return book, draw(facts(book))


@settings(max_examples=examples(50))
@given(situations())
def test_every_rule_is_accounted_for(drawn: tuple[Rulebook, dict[str, Any]]) -> None:
    """The state of each rule agrees with the decision, and a standing rule gives each slot."""
    book, known = drawn
    try:
        decision = book.decide(known)
    except (ConflictError, GapError):
        return
    states = {account.rule: account.state for account in decision.accounts()}
    assert list(states) == list(book.rules)
    assert {rule for rule, state in states.items() if state == STANDS} == set(decision.standing)
    assert {rule for rule, state in states.items() if state == OVERRULED} == set(decision.overruled)
    given = {slot for rule in decision.standing for slot in book.rules[rule].then}
    assert (
        given | {slot for topic in book.topics for slot in topic.sums} == decision.slots.keys()
    )  # 0 where no rule adds
    for slot in given:
        rules = decision.why(slot).rules
        assert rules
        assert all(slot in book.rules[account.rule].then for account in rules)
    for account in decision.why_not().rules:
        assert account.state in (OVERRULED, SILENT)


@settings(max_examples=examples(50))
@given(situations())
def test_what_if_and_counterfactuals_say_what_deciding_says(drawn: tuple[Rulebook, dict[str, Any]]) -> None:
    """The changed decision is that of the changed facts, and each counterfactual leads to another value."""
    book, known = drawn
    try:
        decision = book.decide(known)
        changes = decision.counterfactuals()
    except (ConflictError, GapError, InvalidInput):
        return
    (slot,) = changes.instead_of or ("",)
    for one in changes:
        after = decision.what_if(**one.facts).after
        assert after.slots.get(slot) != decision.slots.get(slot)
        assert dict(after.slots) == dict(book.decide({**decision.facts, **one.facts}).slots)


@settings(max_examples=examples(30))
@given(situations())
def test_an_interview_ends_where_nothing_can_change_the_decision(drawn: tuple[Rulebook, dict[str, Any]]) -> None:
    """Answered from facts at hand, it comes to the decision of these facts, or says that there is none."""
    book, known = drawn
    try:
        whole = book.decide(known)
        state = book.interview()
        while question := state.question:
            state = state.answer(known.get(question.attribute))
        assert dict(state.decision.slots) == dict(whole.slots)
    except (ConflictError, GapError):
        return


@settings(max_examples=examples(30))
@given(situations())
def test_a_required_fact_is_asked_for_first_and_has_to_be_answered(drawn: tuple[Rulebook, dict[str, Any]]) -> None:
    """Whatever it changes, since there is no decision without it."""
    book, known = drawn
    missing = {name for name, it in book.vocabulary.attributes.items() if it.required and it.type != "set"}
    state = book.interview()
    assert {question.attribute for question in list(state.questions)[: len(missing)]} == missing
    while (question := state.question) and question.attribute in missing:
        with pytest.raises(InvalidInput, match="is required"):
            state.answer(None)
        state = state.answer(known[question.attribute])


def test_the_answers_are_texts() -> None:
    """For a person, in words."""
    decision = RAIN.decide(STORM)
    assert str(decision) == "take: raincoat; reminders: cover-the-others"
    assert str(decision.what_if(wind=2)) == "With wind: 2 instead of 9, nothing changes."
    assert str(decision.what_if(indoors=True)) == (
        "With indoors: yes:\n  take: nothing (was raincoat)\n  reminders: - Cover whatever you have with you as well"
    )
    assert str(decision.counterfactuals("take=umbrella")) == (
        "For take: umbrella, change:\n  - wind: 0 instead of 9; hands busy with: without dog"
    )
    assert str(RAIN.decide({"sky": "clear", "indoors": True})) == "take: nothing"


@pytest.mark.parametrize("name", ["self", "changes", "rulebook"])
def test_an_attribute_may_have_any_name(name: str, tmp_path: Path) -> None:
    """Also one that is a parameter's name in Python."""
    for path in (Path(__file__).parents[3] / "docs" / "examples" / "rain").rglob("*.toml"):
        copied = tmp_path / path.name
        copied.write_text(path.read_text(encoding="utf-8").replace("indoors", name), encoding="utf-8")
    decision = Rulebook.load(tmp_path).decide(STORM)
    assert decision.what_if(**{name: True}).after.slots == RAIN.decide({**STORM, "indoors": True}).slots


def test_what_is_asked_about_has_to_be_there() -> None:
    """The likely fix is said."""
    decision = RAIN.decide(STORM)
    wrong: list[tuple[Callable[[], object], str]] = [
        (lambda: decision.why("umbrela"), "did you mean `umbrella`?"),
        (lambda: decision.why_not("raincoat"), "ask `why` by which rules"),
        (lambda: decision.counterfactuals("umbrela"), "did you mean `umbrella`?"),
        (lambda: decision.counterfactuals(change=["wnd"]), "did you mean `wind`?"),
        (lambda: decision.what_if(wnd=3), "did you mean `wind`?"),
        (lambda: decision.questions(about="tak"), "did you mean `take`?"),
        (lambda: RAIN.interview({"wnd": 3}), "did you mean `wind`?"),
    ]
    for ask, message in wrong:
        with pytest.raises(InvalidInput) as caught:
            ask()
        assert message in str(caught.value)


def test_what_was_given_may_change_afterwards() -> None:
    """The decision is about the facts as they were."""
    given_facts: dict[str, Any] = {"sky": "raining", "hands_busy_with": ["dog"]}
    decision = RAIN.decide(given_facts)
    given_facts["hands_busy_with"].append("pram")
    given_facts["sky"] = "clear"
    assert decision.facts == {"sky": "raining", "hands_busy_with": frozenset({"dog"})}
    once = RAIN.decide({"sky": "clear", "hands_busy_with": (each for each in ["dog"])})
    assert once.facts["hands_busy_with"] == frozenset({"dog"})


def test_a_decision_is_small_when_pickled() -> None:
    """It leaves its rulebook behind, and says so when it is asked."""
    decision = RAIN.decide(STORM)
    pickled = pickle.loads(pickle.dumps(decision))  # noqa: S301 - what was just pickled
    for other in (pickled, copy.copy(decision)):
        assert other == decision
        assert other.to_dict() == decision.to_dict()
    assert len(pickle.dumps(decision)) < len(pickle.dumps(RAIN)) / 2
    with pytest.raises(InvalidInput, match="decide again"):
        pickled.why("take")


def test_plain_data_has_the_three_parts() -> None:
    """`slots`, `standing` and `overruled`, lists as lists."""
    assert RAIN.decide(STORM).to_dict() == {
        "slots": {"take": "raincoat", "reminders": ["cover-the-others"]},
        "standing": ["storm-breaks-umbrellas", "busy-hands-want-a-raincoat", "dogs-and-groceries-get-wet-too"],
        "overruled": {
            "rain-wants-an-umbrella": "storm-breaks-umbrellas",
            "dry-needs-nothing": "storm-breaks-umbrellas",
        },
    }


def test_a_fact_without_a_question_is_asked_for_by_its_label(tmp_path: Path) -> None:
    """In words, and not by the name that programs use."""
    words = '[attribute.leaf_wet]\nvalues = ["dry", "wet"]\nlabel = "wetness of the leaf"\n'
    (tmp_path / "vocabulary.toml").write_text(f'{words}[slot.water]\nvalues = ["cup"]\n', "utf-8")
    rule = '[[rule]]\nid = "one"\nwhen.leaf_wet = "dry"\nthen.water = "cup"\n'
    (tmp_path / "water.toml").write_text(f'topic = "water"\n{rule}', "utf-8")
    question = Rulebook.load(tmp_path).interview().question
    assert question
    assert (question.ask, question.label) == ("What is the wetness of the leaf?", "wetness of the leaf")
