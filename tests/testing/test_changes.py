"""The changes that make a rulebook like another: each does what it says, and nothing else."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from squeezelogic import Rulebook
from squeezelogic.logic.loading.assemble import assemble
from squeezelogic.logic.model.rules import Rule
from squeezelogic.testing import books, rulebooks
from squeezelogic.testing.books import CHANGES, Copy, changed, written

RAIN = Rulebook.load(Path(__file__).parents[2] / "docs/examples/rain")
LETTERS = "abcdef"
RULES: list[dict[str, Any]] = [
    {"id": "a", "level": "upper", "when": {"sky": "wet", "wind": {"at_least": 3}}, "then": {"take": "coat"},
     "overrides": ["b"], "blocks": ["d"]},
    {"id": "b", "level": "upper", "when": [{"sky": "wet"}, {"wind": 5, "sky": "dry"}], "then": {"take": "hat"}},
    {"id": "c", "level": "upper", "then": {"tips": ["one"]}, "overrides": ["a", "b"]},
    {"id": "d", "level": "lower", "when": {"sky": "dry"}, "then": {"take": "hat", "tips": ["two"]}},
    {"id": "e", "level": "lower", "then": {"take": "coat"}},
]  # fmt: skip
BASE = written("base", {
    "vocabulary.toml": {
        "attribute": {"sky": {"values": ["dry", "wet"]}, "wind": {"type": "integer", "at_least": 0, "at_most": 9}},
        "slot": {"take": {"values": ["hat", "coat", "shoes"]}, "tips": {"type": "list"}, "note": {"type": "text"}},
    },
    "advice.toml": {"advice": {"say": {"text": "Go."}}},
    "first.toml": {"topic": "first", "levels": ["upper", "lower"], "concludes": ["take", "tips"], "rule": RULES},
    "second.toml": {"topic": "second", "when": {"take": {"not": "hat"}}, "concludes": ["note"], "rule": [
        {"id": "f", "when": {"take": "coat"}, "then": {"note": "say"}},
    ]},
})  # fmt: skip


def made(name: str, count: int = 150) -> list[tuple[str, Rulebook]]:
    """What a change comes to when it is drawn again and again: its words, and the rulebook."""
    (change,) = (it for it in CHANGES if it.__name__ == f"_{name}")
    found: dict[str, Rulebook] = {}

    @st.composite
    def once(draw: st.DrawFn) -> tuple[str, Any]:
        copy = Copy.of(BASE)
        return change(draw, copy), copy.written()

    @settings(
        max_examples=count, database=None, derandomize=True, deadline=None, phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )  # fmt: skip
    @given(once())
    def draw(pair: tuple[str, Any]) -> None:
        words, layers = pair
        if words not in found:
            found[words] = Rulebook(assemble(layers), layers=layers)

    draw()
    return list(found.items())


def differing(book: Rulebook) -> dict[str, tuple[Rule | None, Rule | None]]:
    """The rules that are not what they were, before and after."""
    names = sorted(book.rules.keys() | BASE.rules.keys())
    pairs = {name: (BASE.rules.get(name), book.rules.get(name)) for name in names}
    return {name: (old, new) for name, (old, new) in pairs.items() if old != new}


def parts(rule: Rule | None, *but: str) -> dict[str, Any]:
    """What a rule is made of, without these."""
    assert rule is not None
    return {
        n: getattr(rule, n) for n in ("level", "when", "then", "overrides", "blocks") if n not in but
    }  # fmt: skip


def released(book: Rulebook, name: str) -> None:
    """No rule overrides or blocks that one any more, and nothing else has changed about the others."""
    for other, (old, new) in differing(book).items():
        if other != name:
            assert old is not None
            assert new is not None
            assert parts(new, "overrides", "blocks") == parts(old, "overrides", "blocks")
            assert new.overrides == tuple(it for it in old.overrides if it != name)
            assert new.blocks == tuple(it for it in old.blocks if it != name)
    assert not [it for it in book.rules.values() if name in (*it.overrides, *it.blocks)]


def test_a_condition_is_left_out() -> None:
    """One of one branch; a branch without conditions always holds."""
    said = {}
    for words, book in made("widen_condition"):
        rule, name = re.fullmatch("`(.)` no longer asks about (.*)", words).groups()  # type: ignore[union-attr]
        said[rule, name] = book
        ((changed_one, (old, new)),) = differing(book).items()
        assert changed_one == rule
        assert parts(new, "when") == parts(old, "when")
        assert old is not None
        assert new is not None
        clauses = [{str(clause) for clause in branch} for branch in old.when]
        after = [{str(clause) for clause in branch} for branch in new.when]
        lost = [one - other for one, other in zip(clauses, after, strict=False)] if after != [set()] else [{name}]
        assert [it for it in lost if it]
        assert all(name in text for it in lost for text in it)
    assert set(said) == {("a", "sky"), ("a", "wind"), ("b", "sky"), ("b", "wind"), ("d", "sky"), ("f", "take")}


def test_a_condition_is_replaced_by_another_one_on_the_same_attribute() -> None:
    """An own attribute of the rulebook; everything else stays."""
    said = set()
    for words, book in made("alter_condition", 100):
        rule, name = re.fullmatch("`(.)` asks for (.*?) = .*", words).groups()  # type: ignore[union-attr]
        said.add((rule, name))
        for other, (old, new) in differing(book).items():
            assert other == rule
            assert parts(new, "when") == parts(old, "when")
            assert old is not None
            assert new is not None
            others = [{c for c in branch if c.attribute != name} for branch in old.when]
            assert all({c for c in branch if c.attribute != name} in others for branch in new.when)
    assert said == {("a", "sky"), ("a", "wind"), ("b", "sky"), ("b", "wind"), ("d", "sky")}


def test_a_value_is_replaced_by_any_of_its_slot() -> None:
    """Only of a slot with listed values."""
    said = set()
    for words, book in made("alter_answer"):
        rule, name, value = re.fullmatch("`(.)` concludes (.*) = '(.*)'", words).groups()  # type: ignore[union-attr]
        said.add((rule, value))
        assert book.rules[rule].then == {**BASE.rules[rule].then, name: value}
        assert set(differing(book)) <= {rule}
    assert said == set(itertools.product("abde", ["hat", "coat", "shoes"]))


def test_a_rule_is_moved_to_a_level_and_lets_go_of_all_others() -> None:
    """Of a topic with more than one level; what it overrode or blocked, and what did so to it, is free."""
    said = set()
    for words, book in made("move_rule"):
        rule, level = re.fullmatch("`(.)` stands on level (.*)", words).groups()  # type: ignore[union-attr]
        said.add((rule, level))
        found = book.rules[rule]
        assert (found.level, found.overrides, found.blocks) == (level, (), ())
        assert parts(found, "level", "overrides", "blocks") == parts(
            BASE.rules[rule], "level", "overrides", "blocks"
        )  # fmt: skip
        released(book, rule)
    assert said == set(itertools.product("abcde", ["upper", "lower"]))


def test_a_rule_overrides_nothing_any_more() -> None:
    """One that did."""
    said = set()
    for words, book in made("drop_overrides"):
        (rule,) = re.fullmatch("`(.)` overrides nothing", words).groups()  # type: ignore[union-attr]
        said.add(rule)
        ((name, (old, new)),) = differing(book).items()
        assert (name, parts(new, "overrides")) == (rule, parts(old, "overrides"))
        assert new is not None
        assert new.overrides == ()
    assert said == {"a", "c"}


def test_a_rule_is_left_out_and_none_is_held_to_it() -> None:
    """Any but the last one of its topic."""
    said = set()
    for words, book in made("drop_rule"):
        (rule,) = re.fullmatch("without `(.)`", words).groups()  # type: ignore[union-attr]
        said.add(rule)
        assert book.rules.keys() == BASE.rules.keys() - {rule}
        released(book, rule)
    assert said == set("abcde")


def test_a_rule_is_added_that_says_what_another_one_says() -> None:
    """In any level of its topic, with conditions of its own or none."""
    said, always = set(), 0
    for words, book in made("add_rule", 60):
        pattern = r"`added-1` \((.*?), (.*)\) says what `(.)` says"
        level, when, rule = re.fullmatch(pattern, words).groups()  # type: ignore[union-attr]
        ((name, (old, new)),) = differing(book).items()
        assert (name, old) == ("added-1", None)
        assert new is not None
        assert (new.level, new.then, new.topic) == (level, BASE.rules[rule].then, BASE.rules[rule].topic)
        if rule != "f":  # whose topic has a condition of its own
            assert (new.when == ((),)) is (when == "always")
        always += when == "always"
        said.add(rule)
    assert said == set(LETTERS)
    assert always


def test_rules_are_added_one_after_another_and_at_most_three_changes_are_made() -> None:
    """Every change appears in the list; cases and waivers are left out, and words and texts stay."""
    counts = set()

    @settings(
        max_examples=30, database=None, derandomize=True, deadline=None, phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )  # fmt: skip
    @given(changed(RAIN))
    def look(drawn: tuple[Any, list[str]]) -> None:
        layers, words = drawn
        counts.add(len(words))
        assert all(words)
        book = Rulebook(assemble(layers), layers=layers)
        assert not book.cases
        assert RAIN.cases
        assert (book.vocabulary, book.advice, book.articles, book.laws) == (
            RAIN.vocabulary, RAIN.advice, RAIN.articles, RAIN.laws
        )  # fmt: skip
        added = [name for name in book.rules if name.startswith("added-")]
        assert {*added} <= {f"added-{n}" for n in range(1, len(words) + 1)}
        if not words:
            assert book.rules == RAIN.rules

    look()
    assert counts == {0, 1, 2, 3}


@pytest.mark.parametrize("is_sound", [True, False])
def test_a_sound_rulebook_is_proven_to_decide(is_sound: bool) -> None:
    """Without a gap and without a conflict, in every topic."""
    rules: list[dict[str, Any]] = [{"id": "coat", "level": "one", "when": {"wet": True}, "then": {"take": "coat"}}]
    topic = {"topic": "t", "levels": ["one", "two"], "concludes": ["take"], "required": ["take"]}
    words: dict[str, dict[str, Any]] = {
        "attribute": {"wet": {"type": "boolean"}},
        "slot": {"take": {"values": ["coat", "hat"]}},
    }
    other = {"topic": "other", "rule": [{"id": "note", "then": {"tips": ["a"]}}]}
    words["slot"]["tips"] = {"type": "list"}
    last = {"id": "hat", "level": "two" if is_sound else "one", "then": {"take": "hat"}}
    whole: dict[str, dict[str, Any]] = {
        "vocabulary.toml": words,
        "t.toml": {**topic, "rule": [*rules, last]},
        "other.toml": other,
    }
    assert books.always_decides(written("t", whole)) is is_sound
    gap = written("t", {**whole, "t.toml": {**topic, "rule": rules}})
    assert not books.always_decides(gap)


@given(rulebooks(like=BASE, sound=True))
def test_a_sound_one_like_another_is_proven_to_decide(book: Rulebook) -> None:
    """Whatever has been changed."""
    assert books.always_decides(book)


def test_an_invented_rulebook_has_its_name() -> None:
    """By which a failing test shows it."""

    @settings(max_examples=3, database=None, derandomize=True, deadline=None, suppress_health_check=[*HealthCheck])
    @given(rulebooks())
    def look(book: Rulebook) -> None:
        assert {document.name.partition("/")[0] for layer in book.layers for document in layer} == {"made-up"}
        assert [topic.name for topic in book.topics] == ["first", "second"]
        assert 1 <= len(book.vocabulary.attributes) <= 5

    look()
