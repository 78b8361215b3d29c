"""What a rulebook means: conditions, overruling, conclusions, chained topics."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import ConflictError, GapError, InvalidInput, Rulebook
from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, Is, Not, Test, in_words
from squeezelogic.logic.model.errors import DecisionError, plain
from squeezelogic.logic.model.rules import Points, ranked
from squeezelogic.logic.model.vocabulary import UNKNOWN
from squeezelogic.logic.semantics import definition
from tests.logic import generated, tea

TRUTHS: list[tuple[Test, Any, bool]] = [
    (Is(frozenset({"a", "b"})), "a", True),
    (Is(frozenset({"a", "b"})), UNKNOWN, False),
    (Is(frozenset({UNKNOWN})), UNKNOWN, True),
    (Not(Is(frozenset({"a"}))), UNKNOWN, True),
    (Not(Is(frozenset({"a"}))), "a", False),
    (Between(2, 4), 2, True),
    (Between(2, 4), 4, True),
    (Between(2, 4), 5, False),
    (Between(2, 4), UNKNOWN, False),
    (HasAny(frozenset({"a", "b"})), frozenset({"b", "c"}), True),
    (HasAny(frozenset({"a", "b"})), frozenset(), False),
    (HasAll(frozenset({"a", "b"})), frozenset({"a", "b", "c"}), True),
    (HasAll(frozenset({"a", "b"})), frozenset({"a"}), False),
    (Not(HasAny(frozenset({"a", "b"}))), frozenset({"c"}), True),
    (Not(HasAny(frozenset({"a"}))), frozenset({"a", "c"}), False),
]


@pytest.mark.parametrize(("test", "value", "truth"), TRUTHS, ids=[f"{plain(v)} {in_words(t)}" for t, v, _ in TRUTHS])
def test_a_test_passes_as_the_language_says(test: Test, value: Any, truth: bool) -> None:
    """Values, lists, `not`, bounds and sets; unknown is a value like any other."""
    assert definition.passes(test, value) is truth


def test_tests_read_as_words() -> None:
    """Every kind of test ends a sentence that begins with its attribute."""
    assert [in_words(test) for test in (TRUTHS[0][0], TRUTHS[3][0], Between(2, 4), TRUTHS[9][0])] == [
        *("is `a` or `b`", "is not `a`", "is from 2 to 4", "includes `a` or `b`")
    ]
    assert in_words(HasAll(frozenset("ba"))) == "includes `a` and `b`"
    assert in_words(Not(HasAny(frozenset("ba")))) == "does not include `a` or `b`"


def settled(data: st.DataObject) -> Any:
    """A made-up topic and what it comes to in a made-up situation, or None where it contradicts itself."""
    book = data.draw(generated.books())
    topic, situation = book.topics[0], data.draw(generated.situations(book.attributes))
    holding = definition.holding(topic, situation)
    try:
        return topic, holding, definition.settle(topic, holding)
    except DecisionError:
        return topic, holding, None


@given(st.data())
def test_every_holding_rule_stands_or_is_overruled_by_one_that_stands_and_ranks_above(data: st.DataObject) -> None:
    """Its conclusions are the outcome, and no rule is overruled without a conflict."""
    topic, holding, outcome = settled(data)
    if outcome is None:
        return
    by_id = {rule.id: rule for rule in holding}
    assert {rule.id for rule in outcome.standing} | set(outcome.overruled) == set(by_id)
    assert not {rule.id for rule in outcome.standing} & set(outcome.overruled)
    for lost, won in outcome.overruled.items():
        assert by_id[won] in outcome.standing
        assert topic.outranks(by_id[won], by_id[lost])
        assert by_id[lost].contests(by_id[won])


@given(st.data())
def test_standing_rules_agree_and_required_slots_are_filled(data: st.DataObject) -> None:
    """An outcome is one answer: no two standing rules differ, and nothing promised is missing."""
    topic, _, outcome = settled(data)
    if outcome is None:
        return
    assert not any(a.contests(b) for a in outcome.standing for b in outcome.standing)
    assert set(topic.required) <= set(outcome.slots)
    for rule in outcome.standing:
        for slot, value in rule.then.items():
            found = outcome.slots[slot]
            if not isinstance(value, Points):
                assert set(value) <= set(found) if isinstance(value, tuple) else found == value
    for slot in topic.sums:
        assert outcome.slots[slot] == sum(rule.then.get(slot, 0) for rule in outcome.standing)


@given(st.data(), st.integers(0, 2**16))
def test_the_order_of_rules_changes_nothing(data: st.DataObject, seed: int) -> None:
    """Rules written down in any other order rank the same."""
    book = data.draw(generated.books())
    topic = book.topics[0]
    shuffled = list(topic.rules)
    random.Random(seed).shuffle(shuffled)
    assert ranked(shuffled, topic.levels) == topic.rules


def test_overriding_reaches_through_others() -> None:
    """Who overrides a rule ranks above whatever that rule overrides, on the same level."""
    data = """
topic = "brew"
[[rule]]
id = "first"
then.water = "warm"
overrides = ["second"]
[[rule]]
id = "second"
then.grams = 1
overrides = ["third"]
[[rule]]
id = "third"
then.water = "boiling"
"""
    assert decided(data).slots == {"water": "warm", "grams": 1}
    assert decided(data).overruled == {"third": "first"}


def decided(brew: str, facts: Any = None) -> Any:
    """What a tea rulebook with this one topic decides."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return Rulebook.load(tea.write(Path(folder), brew=brew, serve=None)).decide(facts or {})


def test_an_overruled_rule_loses_everything_it_concludes() -> None:
    """Also those that no rule contradicts."""
    brew = """
topic = "brew"
levels = ["high", "low"]
[[rule]]
id = "winner"
level = "high"
then.water = "warm"
[[rule]]
id = "loser"
level = "low"
then.water = "boiling"
then.grams = 3
then.cups = ["big"]
[[rule]]
id = "bystander"
level = "low"
then.cups = ["small"]
"""
    assert decided(brew).slots == {"water": "warm", "cups": ("small",)}


def test_an_overruled_rule_overrules_no_rule() -> None:
    """Only rules that stand can overrule: the middle one falls, so the lowest stands."""
    brew = """
topic = "brew"
levels = ["high", "middle", "low"]
[[rule]]
id = "a"
level = "high"
then.water = "warm"
[[rule]]
id = "b"
level = "middle"
then.water = "boiling"
then.grams = 1
[[rule]]
id = "c"
level = "low"
then.grams = 2
"""
    assert decided(brew).slots == {"water": "warm", "grams": 2}
    assert decided(brew).standing == ("a", "c")


def test_two_standing_rules_that_disagree_are_an_error_with_both_and_the_facts() -> None:
    """A rulebook of one's own that contradicts itself says so when it happens."""
    brew = """
topic = "brew"
[[rule]]
id = "warm-it"
when.leaf = "green"
then.water = "warm"
[[rule]]
id = "boil-it"
when.guests = true
then.water = "boiling"
"""
    with pytest.raises(ConflictError) as caught:
        decided(brew, {"leaf": "green", "guests": True, "minutes": 3})
    assert caught.value.rules == ("boil-it", "warm-it")
    assert caught.value.facts == {"leaf": "green", "guests": True}
    assert str(caught.value) == (
        "rules `boil-it` and `warm-it` of topic `brew` both stand and disagree on `water`: `boiling` or `warm`; "
        "let one override the other (facts: guests = true, leaf = green)"
    )


def test_an_empty_required_slot_is_an_error() -> None:
    """A required slot that no standing rule fills."""
    brew = 'topic = "brew"\nrequired = ["water"]\n[[rule]]\nid = "x"\nwhen.leaf = "green"\nthen.water = "warm"\n'
    assert decided(brew, {"leaf": "green"}).slots == {"water": "warm"}
    with pytest.raises(GapError) as caught:
        decided(brew, {"leaf": "black"})
    assert str(caught.value) == "no rule of topic `brew` fills `water` (facts: leaf = black)"
    with pytest.raises(GapError) as caught:
        decided(brew)
    assert str(caught.value) == "no rule of topic `brew` fills `water` (facts: none given)"


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    """The tea rulebook."""
    return Rulebook.load(tea.write(tmp_path))


def test_a_later_topic_reads_what_an_earlier_one_concluded(book: Rulebook) -> None:
    """Single values, numbers and lists alike."""
    green = book.decide({"leaf": "green", "extras": ["milk"]})
    assert green.slots["tips"] == ("no-milk", "take-your-time")
    assert book.decide({"guests": True}).slots["cups"] == ("small",)
    assert "cups" not in book.decide({}).slots


def test_what_no_earlier_topic_concluded_is_unknown_to_a_later_one(tmp_path: Path) -> None:
    """That is a value which its rules may ask for; the definition says so too."""
    serve = 'topic = "serve"\n[[rule]]\nid = "weigh"\nwhen.grams = "unknown"\nthen.cups = ["scales"]\n'
    book = Rulebook.load(tea.write(tmp_path, serve=serve))
    for leaf, slots in (("green", {"water": "warm", "cups": ("scales",)}), ("black", {"water": "boiling", "grams": 2})):
        assert book.decide({"leaf": leaf}).slots == slots
        assert definition.decide(book, book.vocabulary.situation({"leaf": leaf})).slots == slots


def test_facts_are_checked_all_at_once(book: Rulebook) -> None:
    """Unknown facts, wrong values and wrong types, each with its remedy."""
    with pytest.raises(InvalidInput) as caught:
        book.decide({"leef": "green", "leaf": "grean", "minutes": True, "guests": 1, "extras": ["mlk"]})
    assert list(caught.value.problems) == [
        "unknown fact `leef`: did you mean `leaf`?",
        "`leaf` cannot be `grean`: did you mean `green`?",
        "`minutes` cannot be `true`: give a whole number from 0 to 60",
        "`guests` cannot be `1`: choose from `true`, `false`",
        "`extras` cannot hold `mlk`: did you mean `milk`?",
    ]


def test_left_out_none_and_unknown_are_the_same_fact(book: Rulebook) -> None:
    """And a set left out is empty."""
    ways: list[dict[str, Any]] = [{}, {"leaf": None, "extras": None}, {"leaf": "unknown", "extras": []}]
    assert len({book.decide(facts) for facts in ways}) == 1


def test_what_a_value_implies_is_filled_in_and_held_to(tmp_path: Path) -> None:
    """Also through two steps; a contradiction is refused."""
    vocabulary = tea.VOCABULARY + (
        '\n[attribute.shop]\nvalues = ["corner"]\nimplies.corner.sort = "loose"\n'
        '[attribute.sort]\nvalues = ["loose", "bags"]\nimplies.loose.leaf = "green"\n'
    )
    book = Rulebook.load(tea.write(tmp_path, vocabulary=vocabulary))
    assert book.vocabulary.situation({"shop": "corner"})["leaf"] == "green"
    assert book.decide({"shop": "corner"}).slots["water"] == "warm"
    with pytest.raises(InvalidInput, match="`leaf` cannot be `black`: `sort` `loose` makes it `green`"):
        book.decide({"shop": "corner", "leaf": "black"})


def test_a_topics_own_condition_is_added_to_each_of_its_rules(tmp_path: Path) -> None:
    """A guard at the top of a file saves repeating it."""
    serve = tea.SERVE.replace('topic = "serve"', 'topic = "serve"\nwhen.guests = { not = true }')
    book = Rulebook.load(tea.write(tmp_path, serve=serve))
    assert "tips" in book.decide({"leaf": "green", "extras": "milk"}).slots
    assert "tips" not in book.decide({"leaf": "green", "extras": "milk", "guests": True}).slots


def test_a_decision_is_a_frozen_value(book: Rulebook) -> None:
    """Equal questions give equal, hashable answers; nothing in them can be changed."""
    one, two = (book.decide({"leaf": "green"}) for _ in range(2))
    assert one == two
    assert hash(one) == hash(two)
    with pytest.raises(TypeError):
        one.slots["water"] = "boiling"  # type: ignore[index]
    assert evolve(one) == one
