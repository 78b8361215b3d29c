"""Drawn rulebooks: they load, they are what was asked for, and they shrink."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from squeezelogic import ConflictError, GapError, Rulebook
from squeezelogic.logic.analysis.compiled import Compiled
from squeezelogic.logic.loading.toml_writer import toml
from squeezelogic.logic.semantics import definition
from squeezelogic.testing import facts, rulebooks
from squeezelogic.testing.books import always_decides, written
from tests.effort import examples

BOOK = Rulebook.default()
SMALL = Rulebook.load(Path(__file__).parents[1] / "clean" / "houseplants")
LIMITS = settings(
    max_examples=1_000, database=None, derandomize=True, deadline=None, phases=[Phase.generate, Phase.shrink]
)
SLOW = settings(
    max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

plain = st.one_of(st.text(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False))
inline = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6)
documents = st.dictionaries(st.text(), st.one_of(inline, st.lists(st.dictionaries(st.text(), inline), min_size=1)))


@given(documents)
def test_what_is_written_as_toml_is_read_as_it_was(data: dict[str, Any]) -> None:
    """Any data, control characters and odd keys included."""
    assert tomllib.loads(toml(data)) == data


def test_toml_is_written_as_rulebooks_are() -> None:
    """One condition a line."""
    rule = {"id": "r", "when": {"wind": {"at_least": 7}, "sky": ["a", "b"]}, "then": {"take": "coat"}}
    assert toml({"topic": "t", "rule": [rule]}).splitlines() == [
        'topic = "t"',
        "",
        "[[rule]]",
        'id = "r"',
        "when.wind = { at_least = 7 }",
        'when.sky = ["a", "b"]',
        'then.take = "coat"',
    ]


def decision(book: Rulebook, known: dict[str, Any]) -> Any:
    """What the rulebook decides, or the kind of error."""
    try:
        return book.decide(known)
    except (ConflictError, GapError) as error:
        return type(error)


@SLOW
@given(st.data())
def test_made_up_rulebooks_decide_as_defined(data: st.DataObject) -> None:
    """They have gone through the reader, and mean what they say, conflicts and gaps included."""
    book = data.draw(rulebooks())
    known = data.draw(facts(book))
    try:
        defined: Any = definition.decide(book, book.vocabulary.situation(known))
    except (ConflictError, GapError) as error:
        defined = type(error)
    assert decision(book, known) == defined


@SLOW
@given(st.data())
def test_sound_rulebooks_always_decide(data: st.DataObject) -> None:
    """No facts make them contradict themselves, or fall silent."""
    book = data.draw(rulebooks(sound=True))
    assert {f.check for f in book.check()}.isdisjoint({"gap", "conflict"})
    assert len(book.decide(data.draw(facts(book))).outcomes) == len(book.topics)


@SLOW
@given(st.data())
def test_rulebooks_like_another_speak_its_words(data: st.DataObject) -> None:
    """The words and texts stay; what is changed is its rules, a few at most."""
    book = data.draw(rulebooks(like=BOOK))
    assert book.vocabulary == BOOK.vocabulary
    assert book.advice == BOOK.advice
    assert {topic.name for topic in book.topics} == {topic.name for topic in BOOK.topics}
    changed = {name for name in book.rules.keys() | BOOK.rules.keys() if book.rules.get(name) != BOOK.rules.get(name)}
    letting_go = {name for name in changed & BOOK.rules.keys() if BOOK.rules[name].overrides}
    assert len(changed - letting_go) <= 3
    assert decision(book, data.draw(facts(book))) is not None


@settings(SLOW, max_examples=examples(60))
@given(st.data())
def test_any_rulebook_can_be_the_one_to_be_like(data: st.DataObject) -> None:
    """Whatever is changed in it, in any combination, the result loads, speaks its words and means what it says."""
    original = data.draw(rulebooks())
    book = data.draw(rulebooks(like=original))
    assert (book.vocabulary, book.advice) == (original.vocabulary, original.advice)
    assert {topic.name for topic in book.topics} == {topic.name for topic in original.topics}
    assert all(topic.rules for topic in book.topics)
    known = data.draw(facts(book))
    try:
        defined: Any = definition.decide(book, book.vocabulary.situation(known))
    except (ConflictError, GapError) as error:
        defined = type(error)
    assert decision(book, known) == defined


def test_where_there_is_next_to_nothing_to_change_rules_are_added() -> None:
    """One rule that always holds on the only level: no condition, value, level, override or rule to do without."""
    bare = written(
        "bare", {"vocabulary.toml": {"attribute": {"wet": {"type": "boolean"}}, "slot": {"take": {"type": "list"}}},
                 "cover.toml": {"topic": "cover", "rule": [{"id": "all", "then": {"take": ["coat"]}}]}},
    )  # fmt: skip
    seen: set[int] = set()

    @settings(max_examples=100, database=None, derandomize=True, deadline=None)
    @given(rulebooks(like=bare))
    def look(book: Rulebook) -> None:
        old, *added = sorted(book.rules, key=lambda name: name != "all")
        assert book.rules[old] == bare.rules[old]
        assert {book.rules[name].then for name in added} <= {bare.rules["all"].then}
        seen.add(len(added))

    look()
    assert seen >= {0, 1, 2}


def test_a_rulebook_without_rules_stays_as_it_is() -> None:
    """There is nothing that one more rule could say."""
    words = {"attribute": {"wet": {"type": "boolean"}}, "slot": {"take": {"values": ["coat"]}}}
    silent = written("silent", {"vocabulary.toml": words, "cover.toml": {"topic": "cover", "concludes": ["take"]}})
    with pytest.raises(NoSuchExample):
        find(rulebooks(like=silent), lambda book: book != silent, settings=settings(LIMITS, max_examples=50))


def test_where_nothing_can_be_asked_rules_are_added_that_always_hold() -> None:
    """A rulebook without attributes has variants without attributes."""
    rule = {"id": "all", "then": {"take": "coat"}}
    blind = written(
        "blind", {"vocabulary.toml": {"slot": {"take": {"values": ["coat"]}}},
                  "cover.toml": {"topic": "cover", "rule": [rule]}},
    )  # fmt: skip
    book = find(rulebooks(like=blind), lambda book: len(book.rules) > 1, settings=LIMITS)
    assert {rule.when for rule in book.rules.values()} == {((),)}


@SLOW
@given(rulebooks(like=SMALL, sound=True))
def test_sound_rulebooks_like_another_always_decide(book: Rulebook) -> None:
    """Of the changes, only those are kept that leave no gap and no conflict."""
    assert always_decides(book)


@pytest.mark.thorough
def test_a_rulebook_like_another_may_differ_from_it_in_any_way() -> None:
    """Rules fewer, more and other; and conflicts that were not there."""
    limits = settings(LIMITS, phases=[Phase.generate])
    fewer = find(rulebooks(like=BOOK), lambda book: len(book.rules) < len(BOOK.rules), settings=limits)
    more = find(rulebooks(like=BOOK), lambda book: len(book.rules) > len(BOOK.rules), settings=limits)
    torn = find(rulebooks(like=BOOK), lambda book: not always_decides(book), settings=limits)
    assert BOOK not in (fewer, more, torn)


def test_like_another_the_simplest_is_that_one() -> None:
    """With nothing to show, nothing is changed."""
    assert find(rulebooks(like=BOOK), lambda _: True, settings=settings(LIMITS, max_examples=50)) == BOOK


@pytest.mark.thorough
def test_a_conflict_shrinks_to_two_rules_that_always_hold() -> None:
    """Of the topic with the conflict, no more is left than that."""

    def torn(book: Rulebook) -> bool:
        compiled = Compiled.whole(book.vocabulary.attributes, book.topics)
        return any(topic.conflicts for topic in compiled.topics)

    book = find(rulebooks(), torn, settings=LIMITS)
    (topic,) = [topic for topic in book.topics if len(topic.rules) > 1]
    assert [rule.when for rule in topic.rules] == [((),), ((),)]


@pytest.mark.thorough
def test_every_kind_of_attribute_condition_and_finding_is_made_up() -> None:
    """Types, tests, several branches, guards, slots read by the second topic, conflicts and gaps."""
    types: set[str] = set()
    tests: set[str] = set()
    kinds: set[Any] = set()

    @settings(max_examples=200, database=None, derandomize=True, deadline=None, suppress_health_check=[*HealthCheck])
    @given(st.data())
    def look(data: st.DataObject) -> None:
        book = data.draw(rulebooks())
        types.update(attribute.type for attribute in book.vocabulary.attributes.values())
        branches = [branch for rule in book.rules.values() for branch in rule.when]
        tests.update(type(clause.test).__name__ for branch in branches for clause in branch)
        kinds.update({"second reads first"} if "first_answer" in book.topics[-1].inputs else ())
        kinds.update({"required"} if any(a.required for a in book.vocabulary.attributes.values()) else ())
        kinds.update({"implies"} if any(a.implies for a in book.vocabulary.attributes.values()) else ())
        decided = decision(book, data.draw(facts(book)))
        kinds.add(decided if isinstance(decided, type) else None)

    look()
    assert types == {"enum", "boolean", "integer", "number", "date", "set"}
    assert tests == {"Is", "Between", "HasAny", "HasAll", "HasCount", "Not"}
    assert kinds == {"second reads first", "required", "implies", ConflictError, GapError, None}


def test_a_failing_test_shows_the_rulebook_as_toml() -> None:
    """The rulebook is called by its name, and stands above in the words in which it can be loaded."""

    @settings(database=None, derandomize=True, max_examples=20, phases=[Phase.generate])
    @given(rulebooks())
    def fails(book: Rulebook) -> None:
        raise AssertionError

    with pytest.raises(AssertionError) as error:
        fails()
    shown = "\n".join(error.value.__notes__)
    assert "# first.toml\ntopic = " in shown
    assert "book=<Rulebook made-up 0: 2 topics, " in shown


def test_a_failing_test_says_what_is_changed_in_a_rulebook_like_another() -> None:
    """The simplest one has no change, and that is said."""

    @settings(database=None, derandomize=True, max_examples=20, phases=[Phase.generate, Phase.shrink])
    @given(rulebooks(like=BOOK))
    def fails(book: Rulebook) -> None:
        raise AssertionError

    with pytest.raises(AssertionError) as error:
        fails()
    assert f"{BOOK!r}, but nothing is changed" in error.value.__notes__


def test_written_data_is_a_rulebook() -> None:
    """The writer and the reader together."""
    files: dict[str, dict[str, Any]] = {
        "vocabulary.toml": {"attribute": {"wet": {"type": "boolean"}}, "slot": {"take": {"values": ["coat"]}}},
        "cover.toml": {"topic": "cover", "rule": [{"id": "rain", "when": {"wet": True}, "then": {"take": "coat"}}]},
    }
    assert written("rain", files).decide({"wet": True}).slots == {"take": "coat"}
