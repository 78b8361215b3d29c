"""Conditions in words, and answers marked as final, are parsed and verified."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squeezelogic import Rulebook, interview
from squeezelogic.logic.explain.prose import describe_test
from squeezelogic.logic.loading.conditions import read_condition
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.testing.inventing import attribute, conditions
from squeezelogic.testing.values import ANYWHERE, listed
from tests.effort import examples

BOUNDS: Mapping[str, Callable[[Any, Any], bool]] = {
    **dict.fromkeys(("at least", "from"), lambda value, bound: value >= bound),
    **dict.fromkeys(("more than", "after"), lambda value, bound: value > bound),
    **dict.fromkeys(("at most", "until"), lambda value, bound: value <= bound),
    **dict.fromkeys(("less than", "before"), lambda value, bound: value < bound),
}


def is_true(words: str, value: Any, of: Attribute) -> bool:
    """Whether words such as `anything other than a or b` are true of a value."""
    if words.startswith("anything other than "):
        return not is_true(words.removeprefix("anything other than "), value, of)
    if words.startswith("known"):
        return value != UNKNOWN and not is_true(words.removeprefix("known").removeprefix(", but not "), value, of)
    if of.type == "set":
        return is_true_of_set(words, value, of)
    if words in ("any number", "any date"):
        return bool(value != UNKNOWN)
    return any(_is_true_of_part(part, value, of) for part in re.split(", | or ", words))


def _is_true_of_part(words: str, value: Any, of: Attribute) -> bool:
    """The same for one of several alternatives."""
    if of.is_ordered and re.match("|".join(BOUNDS), words):
        words = re.sub("^from (.*) to (.*)$", r"at least \1 and at most \2", words)
        parts = [re.fullmatch(f"({'|'.join(BOUNDS)}) (.*)", part) for part in words.split(" and ")]
        holds = (it is not None and BOUNDS[it[1]](value, read_bound(it[2])) for it in parts)
        return value != UNKNOWN and all(holds)
    return say(value) == words


def is_true_of_set(words: str, value: frozenset[str], of: Attribute) -> bool:
    """The same for a set."""
    if words in ("at least one", "none"):
        return bool(value) is (words == "at least one")
    if counted := re.fullmatch(r"(at least|fewer than) (\d+)(?: of (.*))?", words):
        among = re.split(", | and ", counted[3]) if counted[3] else list(map(str, of.values))
        return (len(value.intersection(among)) >= int(counted[2])) is (counted[1] == "at least")
    if words.startswith("no "):
        return value.isdisjoint(re.split(", | or ", words.removeprefix("no ")))
    named = re.split(", | or | and ", words)
    return value.issuperset(named) if " and " in words else not value.isdisjoint(named)


def read_bound(text: str) -> Any:
    """A number or a date."""
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else Decimal(text)


def say(value: Any) -> str:
    """A value as the words have it."""
    if value == UNKNOWN:
        return "not known"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@settings(max_examples=examples(200))
@given(st.data())
def test_a_condition_in_words_is_true_where_it_passes(data: st.DataObject) -> None:
    """Any condition of the rule language on any attribute, over values on both sides of it."""
    of = data.draw(attribute())
    for branch in read_condition(of, data.draw(conditions(of))):
        for test in branch:
            words = describe_test(test, of)
            if of.type == "set":
                every = [
                    frozenset(it) for n in range(len(of.values) + 1) for it in combinations(map(str, of.values), n)
                ]
            else:
                every = [value for value in listed(of, [test]) if value is not ANYWHERE]
            assert [it for it in every if is_true(words, it, of) != passes(test, it)] == [], (words, test)


def test_an_answer_is_said_to_be_final_just_where_no_question_is_left_after_it() -> None:
    """In interviews about any rulebook, along every first answer."""
    for folder in ("rain", "foreign/c-spine", "foreign/bucket-access"):
        book = Rulebook.load(Path(__file__).parents[3] / "docs" / "examples" / folder)
        states = [
            book.interview(
                {name: it.domain[0] for name, it in book.vocabulary.attributes.items() if it.required and it.domain}
            )
        ]
        for state in states[:12]:
            for answer in state.question.answers if state.question else ():
                after = state.answer(answer.value)
                assert answer.final is (after.question is None), (folder, answer)
                states.append(after)


@pytest.mark.parametrize("exercise", ["hip thrust", "deadlift"])
def test_a_final_answer_about_an_exercise_leaves_the_verdict_as_it_is(exercise: str) -> None:
    """Just one verdict is possible after it, and that is the recommendation's."""
    state = interview(exercise, about="verdict")
    for _ in range(3):
        assert state.question is not None
        for answer in state.question.answers:
            after = state.answer(sorted(answer.value) if isinstance(answer.value, frozenset) else answer.value)
            assert answer.final is (len(answer.leads_to["verdict"]) == 1)
            assert after.recommendation.verdict in answer.leads_to["verdict"]
            assert answer.final is (not after.questions)
        state = state.answer(None)
