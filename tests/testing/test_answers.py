"""Answers as the kit compares and reads them: no difference escapes, and what is counted is right."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Rulebook, recommend
from squeezelogic.coaching.parts import DIRECTION, LIST_SLOTS, PROGRESSION, SINGLE_SLOTS
from squeezelogic.logic.model.vocabulary import UNKNOWN
from squeezelogic.testing import assert_laws, assert_same, read_laws, situations
from squeezelogic.testing.answers import (
    SHOWN,
    Answer,
    Unreadable,
    asking,
    differences,
    enumerate_some,
    some,
)
from squeezelogic.testing.asserting import _find_breach
from squeezelogic.testing.laws import all_laws
from squeezelogic.testing.situation import Situation
from tests.coaching.read_back import BOOK, recommendations

FULL: dict[str, Any] = json.loads(json.dumps(max(recommendations(), key=lambda rec: len(str(rec.to_dict()))).to_dict()))
Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in JSON data: each key, and each element of a list."""
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield (*path, name)
        yield from places(part, (*path, name))


def at(value: Any, path: Path) -> Any:
    """What lies at a place."""
    for name in path:
        value = value[name]
    return value


def change_at(value: Any, path: Path, change: str) -> Any:
    """The data with one change at a place."""
    made = deepcopy(value)
    parent, name = at(made, path[:-1]), path[-1]
    if change == "leave out":
        del parent[name]
    elif change == "replace":
        parent[name] = "something else"
    elif isinstance(parent, dict):
        parent["one more"] = 1
    elif change == "say twice":
        parent.append(deepcopy(parent[name]))
    else:
        parent.reverse()
    return made


@pytest.mark.parametrize("change", ["leave out", "replace", "say twice", "turn round"])
def test_no_change_of_an_answer_escapes(change: str) -> None:
    """Wherever something is left out, replaced, added, repeated or turned round, the key above it is named."""
    for path in places(FULL):
        other = change_at(FULL, path, change)
        if all(other.get(key) == FULL[key] for key in FULL):
            continue  # a list of one turned round, or a key that is not compared
        for mine, reference in ((other, FULL), (FULL, other)):
            lines = differences(mine, reference, FULL)
            assert lines, (change, path)
            assert all(line.startswith(str(path[0])) for line in lines), (change, path)


def test_equal_answers_do_not_differ() -> None:
    """Nothing is said where nothing is different, in whatever order keys are given."""
    assert differences(FULL, dict(reversed(FULL.items())), FULL) == []


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=12))
def test_what_is_not_shown_is_counted(names: list[str]) -> None:
    """The names that are shown and the number of the rest make up all of them."""
    text = enumerate_some(names)
    more = re.search(r" and (\d+) more$", text)
    assert len(re.findall("`[abc]+`", text)) == min(len(names), SHOWN)
    assert (int(more[1]) if more else 0) == max(len(names) - SHOWN, 0)
    lines = some(names, 3, "\n").split("\n") if names else []
    assert lines == names if len(names) <= 3 else lines == [*names[:3], f"and {len(names) - 3} more"]


@pytest.mark.parametrize("rec", recommendations()[::4], ids=itertools.count())
def test_every_slot_of_an_answer_is_what_the_rulebook_decided(rec: Any) -> None:
    """A value, the ids of advice, or `unknown`, whichever key of the answer holds it."""
    facts = {name: value for name, value in rec.facts.items() if name in BOOK.vocabulary.attributes}
    slots, answer = BOOK.decide(facts).slots, Answer(rec.to_dict())
    for name in (*SINGLE_SLOTS, *LIST_SLOTS, DIRECTION, *PROGRESSION.values(), "summary", "disclaimer"):
        expected: Any = slots.get(name, frozenset() if name in LIST_SLOTS else UNKNOWN)
        assert answer.slot(name, BOOK) == (frozenset(expected) if isinstance(expected, tuple) else expected), name
    assert answer.rules == [reason.rule for reason in rec.reasons]


@pytest.mark.parametrize("key", [key for key in FULL if key not in ("schema", "facts", "rulebook")])
def test_a_key_of_the_wrong_shape_is_unreadable(key: str) -> None:
    """A list where a value belongs, a text where a list belongs, an entry or a step without its name."""
    wrong: list[Any] = [[1], {"a": 1}] if not isinstance(FULL[key], list) else ["text", 1, [{"text": "no name"}], [1]]
    if key in ("summary", "disclaimer"):
        wrong = [1, None, ["text"], {"text": "text"}]
    if key == "progression":
        wrong = ["text", *({**FULL[key], step: {"text": "no id"}} for step in PROGRESSION)]
    for value in wrong:
        with pytest.raises(Unreadable):
            Answer({**FULL, key: value})[key]
    with pytest.raises(Unreadable):
        Answer({})[key]


def test_only_the_keys_and_as_many_examples_as_asked_for_are_compared() -> None:
    """What differs elsewhere is passed over, and the reference is not asked more often than allowed."""
    asked: list[Situation] = []

    def quieter(profile: Any, exercise: Any, *, observed: Any) -> dict[str, Any]:
        asked.append(Situation(profile, exercise, observed))
        return {**recommend(profile, exercise, observed=observed).to_dict(), "summary": "Ours."}

    assert_same(quieter, keys=["verdict", "cues"], max_examples=20)
    assert 0 < len(asked) <= 20
    with pytest.raises(AssertionError, match="summary"):
        assert_same(quieter, keys=["summary", "verdict"], max_examples=20)


def test_a_side_that_raises_is_named() -> None:
    """With what it raised, while the other one gave an answer; two that raise differently differ too."""

    def broken(*_: Any, **__: Any) -> Any:
        raise KeyError("gone")

    def other(*_: Any, **__: Any) -> Any:
        raise ValueError("worse")

    with pytest.raises(AssertionError, match=r"mine: it raised KeyError.*\n.*the reference: an answer"):
        assert_same(broken, max_examples=20)
    with pytest.raises(AssertionError, match=r"mine: an answer\n.*the reference: it raised KeyError"):
        assert_same(recommend, broken, max_examples=20)
    with pytest.raises(AssertionError, match=r"KeyError.*\n.*ValueError"):
        assert_same(broken, other, max_examples=20)
    assert_same(broken, broken, max_examples=20)


@pytest.mark.parametrize(
    "name", ["every-reason-is-founded", "the-summary-is-short", "faults-of-the-other-lift-are-unused"]
)
def test_an_unreadable_answer_keeps_no_law(name: str) -> None:
    """It is passed on to be reported, since nothing can be said of it."""
    law = next(law for law in all_laws() if law.id == name)
    wrong = asking(lambda *_, **__: dict.fromkeys(FULL, 1))
    with pytest.raises(Unreadable):
        _find_breach(law, Situation.of({"movement": "hip_thrust"}), wrong)


def test_the_number_of_further_broken_laws_is_right() -> None:
    """Those shown in full and those counted make up all that are broken."""

    def nothing_right(profile: Any, exercise: Any, *, observed: Any) -> dict[str, Any]:
        data = recommend(profile, exercise, observed=observed).to_dict()
        return {**data, "effort": "deliberate", "verdict": "squeeze", "reasons": [], "summary": ""}

    with pytest.raises(AssertionError) as error:
        assert_laws(nothing_right, max_examples=60)
    text = str(error.value)
    more = re.search(r"^(\d+) more laws are broken: (.*)$", text, re.MULTILINE)
    assert more is not None
    listed = len(re.findall("`[^`]*`", more[2])) + sum(int(n) for n in re.findall(r" and (\d+) more", more[2]))
    assert int(more[1]) == listed
    assert text.count("law `") == 5


def test_only_the_laws_of_a_folder_are_read_from_it(tmp_path: Any) -> None:
    """Those of the rulebook beneath are not repeated."""
    (tmp_path / "laws.toml").write_text(
        '[[law]]\nid = "ours"\nsays = "Ours."\nwhen.family = "hinge"\nthen.effort = { not = "deliberate" }\n', "utf-8"
    )
    assert [law.id for law in read_laws(tmp_path)] == ["ours"]
    assert {law.id for law in all_laws()} > {law.id for law in Rulebook.default().laws if law.id.startswith("no-hinge")}


@pytest.mark.parametrize(("summary", "kept"), [("", False), ("x", True), ("x" * 140, True), ("x" * 141, False)])
def test_a_summary_has_one_to_a_hundred_and_forty_characters(summary: str, kept: bool) -> None:
    """An empty one breaks the law as one that is too long does."""
    law = next(law for law in all_laws() if law.id == "the-summary-is-short")
    ask = asking(lambda *_, **__: {**FULL, "summary": summary})
    assert (law.breach(Situation.of({"movement": "swing"}), ask) is None) is kept


@given(situations())
def test_what_is_unused_is_neither_more_nor_less_than_the_other_lift_s_faults(situation: Situation) -> None:
    """A fault that is listed too much, or too little, breaks the law."""
    law = next(law for law in all_laws() if law.id == "faults-of-the-other-lift-are-unused")
    data = situation.ask(recommend).to_dict()
    more = [*data["unused"], {"attribute": "observed", "value": "no_such_fault", "meant": None}]
    less = [it for it in data["unused"] if it["attribute"] != "observed"]
    assert law.breach(situation, asking(lambda *_, **__: data)) is None
    assert law.breach(situation, asking(lambda *_, **__: {**data, "unused": more})) is not None
    assert (law.breach(situation, asking(lambda *_, **__: {**data, "unused": less})) is None) is (
        less == data["unused"]
    )


@pytest.mark.parametrize(
    ("basis", "claims", "kept"), [("stated", [], 0), ("inferred", [], 0), ("house", [], 1), ("stated", ["TS-01"], 1)]
)
def test_a_reason_without_a_claim_is_ours(basis: str, claims: list[str], kept: int) -> None:
    """Whatever is not house policy names a claim."""
    law = next(law for law in all_laws() if law.id == "every-reason-is-founded")
    reason = {"rule": "r", "topic": "t", "because": "b", "basis": basis, "claims": claims, "disputed_by": []}
    ask = asking(lambda *_, **__: {**FULL, "reasons": [reason]})
    assert (law.breach(Situation.of({"movement": "swing"}), ask) is None) is bool(kept)
