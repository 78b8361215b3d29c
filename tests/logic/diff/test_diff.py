"""A difference between two rulebooks agrees with the definition in every situation."""

from __future__ import annotations

import json
import pickle
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, fields
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import squeezelogic.logic.diff.diff
from squeezelogic.cli.main import main
from squeezelogic.logic.analysis import diagrams
from squeezelogic.logic.analysis.compiled import Compiled
from squeezelogic.logic.diff.diff import PARTS, diff
from squeezelogic.logic.diff.difference import Change, Difference, SlotChange
from squeezelogic.logic.diff.difference_text import UNLISTED, conditions
from squeezelogic.logic.model.decision import Outcome
from squeezelogic.logic.model.errors import DecisionError, InvalidInput
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rulebook_parts import Parts
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.texts import Advice, Article, Claim
from squeezelogic.logic.model.vocabulary import Attribute, Slot, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics import definition
from tests.benchmarks.growth import shapes
from tests.effort import examples
from tests.logic import generated, tea
from tests.logic.analysis.test_compiled import every_situation, few, given_facts

ROOT = Path(__file__).parents[3]
HOUSEPLANTS = ROOT / "tests" / "clean" / "houseplants"


def as_rulebook(book: generated.Book) -> Rulebook:
    """A made-up rulebook as one that was loaded."""
    slots = generated.declare_slots(topic.name for topic in book.topics)
    vocabulary = Vocabulary(FrozenMap(book.attributes), slots)
    none: FrozenMap[str, Any] = FrozenMap()
    return Rulebook(Parts("made up", "0", vocabulary, book.topics, none, none, none, ()), ())


def outcome(book: Any, situation: Mapping[str, Value]) -> dict[str, Any] | None:
    """What the definition decides, lists without their order; None where it gives no answer."""
    try:
        slots = definition.decide(book, situation).slots
    except DecisionError:
        return None
    return {slot: frozenset(value) if isinstance(value, tuple) else value for slot, value in slots.items()}


def expected(old: dict[str, Any] | None, new: dict[str, Any] | None) -> set[tuple[str, str, Any]]:
    """What should be said of one situation: for each slot what it loses and what it gains."""
    if old is None or new is None:
        return set() if old == new else {("", "lost" if new is None else "gained", "answer")}
    said = set()
    for slot in {*old, *new}:
        for how, these, those in (("lost", old, new), ("gained", new, old)):
            value, other = these.get(slot), those.get(slot)
            if isinstance(value, frozenset):
                said |= {(slot, how, each) for each in value - (other or frozenset())}
            elif value is not None and value != other:
                said.add((slot, how, value))
    return said


def said(change: SlotChange) -> set[tuple[str, str, Any]]:
    """The same, from a change."""
    if not change.slot:
        return {("", "lost" if change.before == "answer" else "gained", "answer")}
    return {
        (change.slot, how, each)
        for how, value in (("lost", change.before), ("gained", change.after))
        for each in (value if isinstance(value, tuple) else () if value is None else (value,))
    }


def among(change: Change, situation: Mapping[str, Value]) -> bool:
    """Whether a situation passes one of a change's conditions."""
    return any(all(definition.passes(c.test, situation[c.attribute]) for c in branch) for branch in change.when)


# Most of what is made up is too large to walk, and looking for what is not takes its time.
NO_COMPLAINT = [HealthCheck.filter_too_much, HealthCheck.too_slow]


@settings(max_examples=examples(20), suppress_health_check=NO_COMPLAINT)
@given(generated.books(), generated.books())
def test_a_difference_is_what_the_definition_decides_differently(one: generated.Book, other: generated.Book) -> None:
    """In every situation, also where only one knows a value: what changes, where, and how often."""
    old, new = as_rulebook(one), as_rulebook(other)
    found = diff(old, new)
    topics = (*one.topics, *other.topics)
    assume(few(found.attributes, topics=topics))
    counted = dict.fromkeys(range(len(found.changes)), 0)
    different = situations = 0
    for situation in every_situation(found.attributes, topics):
        want = expected(outcome(old, situation), outcome(new, situation))
        matching = [i for i, change in enumerate(found.changes) if among(change, situation)]
        each = [said(slot) for i in matching for slot in found.changes[i].slots]
        assert set(chain.from_iterable(each)) == want
        assert sum(map(len, each)) == len(want)
        for i in matching:
            counted[i] += 1
        situations, different = situations + 1, different + bool(want)
    assert bool(found) == bool(different)
    if few(found.attributes):  # else not all values are tried, and those of a number are not counted one by one
        assert (found.situations, found.different) == (situations, different)
        assert [change.situations for change in found.changes] == list(counted.values())


@settings(max_examples=examples(20), suppress_health_check=NO_COMPLAINT)
@given(generated.books(), generated.books())
def test_a_witness_shows_its_change_in_as_few_facts_as_can_be(one: generated.Book, other: generated.Book) -> None:
    """Nothing smaller shows it, and what is said of before and after is what the two decide there."""
    old, new = as_rulebook(one), as_rulebook(other)
    found = diff(old, new)
    topics = (*one.topics, *other.topics)
    assume(few(found.attributes, topics=topics))
    blank = {name: attribute.blank for name, attribute in found.attributes.items()}
    for change in found.changes:
        situation = {**blank, **change.witness}
        assert among(change, situation)
        assert given_facts(situation) == min(
            given_facts(s) for s in every_situation(found.attributes, topics) if among(change, s)
        )
        was, is_ = outcome(old, situation), outcome(new, situation)
        if was is not None and is_ is not None:
            for decided, shown in ((was, change.before), (is_, change.after)):
                for slot, value in shown.items():
                    assert decided[slot] == (frozenset(value) if isinstance(value, tuple) else value)
            assert {*change.before, *change.after} == {s for s in {*was, *is_} if was.get(s) != is_.get(s)}


@settings(max_examples=examples(40), suppress_health_check=NO_COMPLAINT)
@given(generated.books())
def test_nothing_differs_from_itself(book: generated.Book) -> None:
    """Equal rulebooks are proven equal."""
    rulebook = as_rulebook(book)
    found = diff(rulebook, rulebook)
    assert not found
    assert (found.changes, found.different, found.reasons, dict(found.rules), found.wordings) == ((), 0, 0, {}, ())
    assert "the same is decided in all" in str(found)


@pytest.fixture
def edited(tmp_path: Path) -> Any:
    """Compares the houseplants with an edited copy."""

    def compare(file: str, old: str, new: str) -> Difference:
        folder = tmp_path / "houseplants"
        shutil.copytree(HOUSEPLANTS, folder, ignore=shutil.ignore_patterns("*.cases.toml", "laws.toml"))
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return diff(Rulebook.load(HOUSEPLANTS), Rulebook.load(folder))

    return compare


def test_a_difference_reads_like_this(edited: Any) -> None:
    """What changes, in how many situations and which, the least example, and the rule that makes it."""
    found = edited("water.toml", "at_least = 7 }", "at_least = 10 }")
    assert re.sub(r"\([0-9a-f]{8}\)", "(…)", str(found)) == (
        "`houseplants` 0 (…) → `houseplants` 0 (…): 1 change, in 18 of 8,808 situations (0.2 %)\n"
        "1 rule changed: `thirst-grows-with-the-days`\n"
        "\n"
        "1. water: cup → none\n"
        "   tips: - empty-the-saucer\n"
        "   in 18 situations (0.2 %), exactly those with: plant: not cactus; days: 7..9\n"
        "   and any of these\n"
        "     - pests: has none of mites, scale\n"
        "     - pests: has none of aphids, scale\n"
        "   least example: plant = fern, days = 7\n"
        "   made by `thirst-grows-with-the-days` (changed; stood), `usually-none` (stands now), `water-drains` (stood)"
    )


def test_other_words_change_no_decision(edited: Any) -> None:
    """A new reason is said apart, and decides nothing."""
    found = edited("water.toml", 'id = "usually-none"', 'id = "usually-none"\nbecause = "Most plants drown."')
    assert not found
    (wording,) = found.wordings
    assert (wording.kind, wording.id, wording.part, wording.after) == (
        "rule", "usually-none", "because", "Most plants drown.",
    )  # fmt: skip
    assert "says differently:\n  rule `usually-none` because: added «Most plants drown.»" in str(found)


def test_the_same_for_other_reasons_is_no_change_but_is_counted(edited: Any) -> None:
    """A rule cut in two decides the same, and it is said in how many situations by another rule."""
    rule = """
[[rule]]
id = "cactus-waits"
level = "days"
when = { plant = "cactus", days = { at_least = 30 } }
then.water = "cup"

"""
    before = '[[rule]]\nid = "thirst'
    found = edited("water.toml", before, rule + before)
    assert not found
    assert found.reasons > 0
    assert dict(found.rules) == {"cactus-waits": "added"}


def test_a_gap_is_an_outcome_and_not_a_crash(edited: Any) -> None:
    """Where only the new rulebook has no answer, that is the change, with its reason and the rule that is gone."""
    found = edited("water.toml", 'id = "usually-none"', 'id = "usually-none"\nwhen.plant = "cactus"')
    (change,) = found.of("")
    assert (change.slots[0].before, change.slots[0].after) == ("answer", "no answer")
    assert change.reason == "no rule of topic `water` fills `water`"
    assert change.witness == {"plant": "fern"}
    assert ("usually-none", "changed", "before") in {(c.rule, c.edit, c.stands) for c in change.causes}


def test_new_words_are_declared_differently_and_mean_nothing_to_the_old(edited: Any) -> None:
    """A new value is a situation that the old rulebook decides as if it were any other plant."""
    found = edited("vocabulary.toml", '"orchid"]', '"orchid", "moss"]')
    assert not found
    assert [(w.kind, w.id, w.part) for w in found.wordings] == [("attribute", "plant", "values")]
    assert found.situations == diff(Rulebook.load(HOUSEPLANTS), Rulebook.load(HOUSEPLANTS)).situations // 3 * 4


def test_an_example_that_one_rulebook_refuses_is_marked(tmp_path: Path) -> None:
    """It names a value that only one of them knows, or lacks a fact that only one of them requires."""

    def book(name: str, leaves: str, when: str) -> Rulebook:
        rule = f'[[rule]]\nid = "steep"\nwhen.leaf = {when}\nthen.minutes = 3\n'
        vocabulary = f'[attribute.leaf]\nvalues = {leaves}\n[slot.minutes]\ntype = "integer"\n'
        return loaded(tmp_path / name, vocabulary=vocabulary, brew=f'topic = "brew"\n{rule}')

    old = book("old", '["green"]', '"green"')
    new = book("new", '["green", "black"]', '["green", "black"]')
    (change,) = diff(old, new).changes
    assert (dict(change.witness), change.refused) == ({"leaf": "black"}, ("old",))
    assert "least example: leaf = black (the old rulebook refuses these facts)\n" in str(diff(old, new))
    assert diff(new, old).changes[0].refused == ("new",)
    required = book("required", '["green"]\nrequired = true', '"green"')
    asks = book("asks", '["green"]', '["green", "unknown"]')
    assert [(dict(each.witness), each.refused) for each in diff(required, asks).changes] == [({}, ("old",))]
    assert [each.refused for each in diff(old, asks).changes] == [()]


def test_a_rule_that_moved_is_a_cause_in_its_new_topic(tmp_path: Path) -> None:
    """Its old topic may not even be there any more."""
    advice = "".join(f'[advice.{it}]\ntext = "{it}"\n' for it in ("wait", "stir"))
    vocabulary = '[attribute.leaf]\nvalues = ["green", "black"]\n[slot.tips]\ntype = "list"\n'
    stir = '[[rule]]\nid = "stir-it"\nthen.tips = ["stir"]\n'
    wait = '[[rule]]\nid = "wait-a-little"\nwhen.leaf = "{leaf}"\nthen.tips = ["wait"]\n'
    old, new = (
        loaded(
            tmp_path / name,
            vocabulary=vocabulary,
            advice=advice,
            **{it: f'topic = "{it}"\n{text}' for it, text in topics.items()},
        )
        for name, topics in (
            ("old", {"brew": stir + wait.format(leaf="green")}),
            ("new", {"brew": stir, "steep": wait.format(leaf="black")}),
        )
    )
    causes = {cause.rule: cause.topic for change in diff(old, new).changes for cause in change.causes}
    assert causes == {"wait-a-little": "steep"}


def test_one_word_in_two_senses_cannot_be_compared() -> None:
    """An attribute that changes its type leaves no common situation, which is said."""
    number = Attribute("days", type="integer", at_least=0, at_most=9)
    old, new = (
        as_rulebook(generated.Book((), {"days": a})) for a in (number, Attribute("days", values=("few", "many")))
    )
    with pytest.raises(InvalidInput) as raised:
        diff(old, new)
    assert str(raised.value) == (
        "`days` is an attribute of type integer in the old rulebook and an attribute of type enum in the new one: "
        "rename one of them"
    )


def test_a_difference_is_a_value(tmp_path: Path) -> None:
    """It is hashable, survives pickling, and its dictionary is JSON."""
    old, new = Rulebook.load(tea.write(tmp_path)), Rulebook.load(HOUSEPLANTS)
    found = diff(old, new)
    assert hash(found) == hash(diff(old, new))
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own pickle
    assert json.loads(json.dumps(found.to_dict()))["different"] == found.different > 0


def test_the_command_says_by_its_status_whether_anything_is_decided_differently(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 for the same, 1 for something else, 2 for what cannot be read; `default` is the shipped rulebook."""
    assert main(["diff", "default"]) == 0
    assert "the same is decided in all 4,226,892,064,358,400 situations" in capsys.readouterr().out
    (tmp_path / "squeeze.toml").write_text(
        'topic = "squeeze"\n[[rule]]\nid = "hypertrophy-thrust-squeezes"\nlevel = "individual"\n'
        'when.family = "thrust"\nwhen.goal = "athletic"\nthen.verdict = "squeeze"\n'
    )
    assert main(["diff", "default", str(tmp_path), "--on-top", "--markdown"]) == 1
    assert capsys.readouterr().out.startswith("### `squeezelogic` 2")
    assert main(["diff", "default", str(tmp_path), "--on-top", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["rules"] == {"hypertrophy-thrust-squeezes": "changed"}
    assert main(["diff", str(tmp_path / "nowhere")]) == 2


def compared_alone(book: Rulebook, situation: Mapping[str, Value], unproven: tuple[str, ...]) -> dict[str, Any] | None:
    """What the definition decides, the slots and errors of some topics aside; None where another gives no answer."""
    outcomes: list[Outcome] = []
    aside = {slot for topic in book.topics if topic.name in unproven for slot in topic.concludes}
    for topic in book.topics:
        try:
            found = definition.settle(
                topic, definition.holding(topic, definition.find_inputs(topic, situation, outcomes))
            )
        except DecisionError:
            if topic.name not in unproven:
                return None
        else:
            outcomes.append(found)
    slots = definition.combined(outcomes)
    return {s: frozenset(v) if isinstance(v, tuple) else v for s, v in slots.items() if s not in aside}


def standing_alone(book: Rulebook, situation: Mapping[str, Value], unproven: tuple[str, ...]) -> set[str]:
    """Which rules of the other topics stand."""
    topics = {topic.name for topic in book.topics if topic.name not in unproven}
    read: list[Outcome] = []
    for topic in book.topics:
        with suppress(DecisionError):
            read.append(
                definition.settle(topic, definition.holding(topic, definition.find_inputs(topic, situation, read)))
            )
    return {rule.id for outcome in read for rule in outcome.standing if rule.topic in topics}


OTHERWISE_COMPARED: dict[type, set[str]] = {
    Attribute: {"name", "of"},
    Slot: {"name", "sums"},
    Topic: {"name", "rules", "sums", "levels", "place", "concludes", "inputs", "required"},
    Rule: {"id", "topic", "when", "then", "level", "overrides", "blocks", "ranks", "place"},
    Advice: {"id", "place"},
    Article: {"id"},
    Claim: {"id", "kind", "family", "place"},
}
"""The fields that name a value, decide, or are no wording."""


@pytest.mark.parametrize("cls", OTHERWISE_COMPARED)
def test_every_field_that_decides_nothing_is_compared_as_wording(cls: type) -> None:
    """A new field of an attribute or a text is either compared, or listed above."""
    assert {it.name for it in fields(cls)} == {*PARTS[cls.__name__.lower()], *OTHERWISE_COMPARED[cls]}


@settings(max_examples=examples(25), suppress_health_check=NO_COMPLAINT)
@given(generated.books(generated.short), generated.books(generated.short), st.integers(0, 150))
def test_what_is_not_named_too_large_is_exact(one: generated.Book, other: generated.Book, steps: int) -> None:
    """However few steps may be taken, changes and counts are those of the topics that are not named."""
    old, new = as_rulebook(one), as_rulebook(other)
    assume(few({**one.attributes, **other.attributes}, 400))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(squeezelogic.logic.diff.diff, "STEPS_TO_COMPARE", steps)
        found = diff(old, new)
    counted = dict.fromkeys(range(len(found.changes)), 0)
    different = reasons = 0
    for situation in every_situation(found.attributes):
        was, is_ = (compared_alone(book, situation, found.unproven) for book in (old, new))
        want = expected(was, is_)
        matching = [i for i, change in enumerate(found.changes) if among(change, situation)]
        assert set(chain.from_iterable(said(slot) for i in matching for slot in found.changes[i].slots)) == want
        for i in matching:
            counted[i] += 1
        different += bool(want)
        if was is not None and was == is_:
            stands = [standing_alone(book, situation, found.unproven) for book in (old, new)]
            reasons += stands[0] != stands[1]
    assert [change.situations for change in found.changes] == list(counted.values())
    assert (found.different, found.reasons) == (different, reasons)


def chained(rules: int, folder: Path) -> tuple[Rulebook, Rulebook]:
    """A chain of topics, and the same with a few rules that say otherwise."""
    files = shapes.chain(rules)
    old, new = (shapes.written(f, folder / str(i)) for i, f in enumerate((files, shapes.edited(files))))
    return Rulebook.load(old), Rulebook.load(new)


def test_a_long_chain_is_compared_in_bounded_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A topic takes no more than it may, and all descriptions together too; what would take more is named."""
    old, new = chained(300, tmp_path)
    spent = Counter[str]()
    step = diagrams.Diagrams._count_steps
    place = "compile"

    def counting(self: diagrams.Diagrams, steps: int = 1) -> None:
        spent[place] += steps
        step(self, steps)

    def watched(name: str, call: Any) -> Any:
        def run(*args: Any) -> Any:
            nonlocal place
            outside, place = place, name
            try:
                return call(*args)
            finally:
                place = outside

        return run

    comparison = squeezelogic.logic.diff.diff._Comparison
    monkeypatch.setattr(diagrams.Diagrams, "_count_steps", counting)
    monkeypatch.setattr(squeezelogic.logic.diff.diff, "STEPS_TO_COMPARE", 2_000)
    monkeypatch.setattr(squeezelogic.logic.diff.diff, "STEPS_TO_DESCRIBE_ALL", 20_000)
    for name in ("_describe_nodes", "_compare_slots", "_find_region_causes"):
        monkeypatch.setattr(comparison, name, watched(name, getattr(comparison, name)))
    found = diff(old, new)
    assert 0 < len(found.unproven) < len(old.topics) == 15
    assert {"t0", "t1"}.isdisjoint(found.unproven)
    assert found.changes
    assert not any(found.of(slot) for name in found.unproven for slot in (f"s{name[1:]}", f"l{name[1:]}"))
    assert "_compare_slots" in spent
    assert spent["_compare_slots"] <= 15 * (2_000 + 1)
    assert spent["_find_region_causes"] <= len(found.changes) * (2_000 + 1)
    assert spent["_describe_nodes"] <= 20_000 + len(found.changes) * 2_000
    assert f"not compared, too large: `{found.unproven[0]}`" in str(found)
    assert "what was compared is decided the same, by other rules" in str(found)


def test_topics_that_read_nothing_new_are_not_compiled_again(monkeypatch: pytest.MonkeyPatch, edited: Any) -> None:
    """Of two rulebooks that differ in one topic, what that topic leaves as it is is compiled once."""
    compiled: list[str] = []
    compile_topic = Compiled._compile_topic

    def counted(self: Compiled, topic: Any) -> Any:
        compiled.append(topic.name)
        return compile_topic(self, topic)

    monkeypatch.setattr(Compiled, "_compile_topic", counted)
    found = edited("tips.toml", 'when.water = "can"', 'when.water = "cup"')
    assert found
    assert sorted(compiled) == ["tips", "tips", "water"]


def test_what_is_too_large_is_said_and_never_taken_for_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A topic that cannot be compared is named; the rest is compared all the same."""
    book = Rulebook.load(HOUSEPLANTS)
    monkeypatch.setattr(diagrams, "MOST_STEPS", 40)
    found = diff(book, book)
    assert found
    assert (found.changes, found.unproven) == ((), ("water", "tips"))
    assert "not compared, too large: `water`, `tips`" in str(found)


def loaded(folder: Path, **files: str) -> Rulebook:
    """A rulebook of the files given."""
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return Rulebook.load(folder)


@pytest.mark.parametrize("steps", [*range(0, 80, 5), 1_000])
def test_a_topic_whose_gaps_take_too_long_to_show_is_named_and_no_other(
    steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where gaps are easy to see, it may be hard to find the fewest facts that show one: then none is claimed."""
    plants = range(15)
    vocabulary = (
        f"[attribute.plant]\nvalues = {[f'p{i}' for i in plants]}\n"
        + f"[attribute.kind]\nvalues = {[f'k{i}' for i in plants]}\n"
        + "".join(f'[attribute.kind.implies.k{i}]\nplant = "p{i}"\n' for i in plants)
        + '[attribute.sun]\ntype = "boolean"\n[slot.water]\nvalues = ["cup"]\n[slot.mood]\nvalues = ["fine"]\n'
    )
    water = 'topic = "water"\nrequired = ["water"]\n[[rule]]\nid = "usual"\nthen.water = "cup"\n'
    mood = 'topic = "mood"\n[[rule]]\nid = "sunny"\nwhen.sun = true\nthen.mood = "fine"\n'
    torn = water + 'when.plant = { not = "p1" }\n'
    old = loaded(tmp_path / "old", vocabulary=vocabulary, water=water, mood=mood)
    new = loaded(tmp_path / "new", vocabulary=vocabulary, water=torn, mood=mood)
    monkeypatch.setattr(squeezelogic.logic.diff.diff, "STEPS_TO_COMPARE", steps)
    found = diff(old, new)
    gaps = [dict(change.witness) for change in found.of("")]
    assert (found.unproven, gaps) in [((), [{"plant": "p1"}]), (("water",), [])]
    assert found.different == sum(change.situations for change in found.changes)


def test_a_change_is_told_though_its_causes_take_too_long_to_find(
    tmp_path: Path, edited: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the rules that make it; everything else is said as ever."""

    def endless(*_: Any) -> Any:
        raise diagrams.TooLarge

    whole = edited("tips.toml", 'when.water = "can"', 'when.water = "cup"')
    monkeypatch.setattr(squeezelogic.logic.diff.diff, "causes", endless)
    found = diff(Rulebook.load(HOUSEPLANTS), Rulebook.load(tmp_path / "houseplants"))
    assert all(change.causes for change in whole.changes)
    assert found == evolve(whole, changes=tuple(evolve(change, causes=()) for change in whole.changes))
    for said_of in (str(found), found.to_markdown()):
        assert "made by" not in said_of.lower()
        assert "least example" in said_of.lower()


def test_conditions_that_take_too_long_to_find_are_not_listed_and_that_is_said(
    tmp_path: Path, edited: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many situations there are, the least example and what changes stay exact."""
    whole = edited("water.toml", "at_least = 7 }", "at_least = 10 }")
    monkeypatch.setattr(squeezelogic.logic.diff.diff, "STEPS_TO_DESCRIBE", 1)
    found = diff(Rulebook.load(HOUSEPLANTS), Rulebook.load(tmp_path / "houseplants"))
    assert found == evolve(whole, changes=tuple(evolve(c, when=(), fewest=False) for c in whole.changes))
    assert [list(found.conditions(change)) for change in found.changes] == [[UNLISTED]]
    assert all(UNLISTED in said_of for said_of in (str(found), found.to_markdown(), str(found.to_dict())))


@pytest.mark.parametrize("folded", [False, True])
def test_a_comment_on_a_pull_request_lists_conditions_and_folds_many(folded: bool, tmp_path: Path, edited: Any) -> None:
    """Up to four are shown, more are folded; each is a condition of the change."""
    if folded:
        vocabulary = "".join(f'[attribute.a{i}]\ntype = "boolean"\n' for i in range(6)) + '[slot.s]\nvalues = ["x"]\n'
        topic = 'topic = "t"\n[[rule]]\nid = "r"\nthen.s = "x"\nwhen = [{}]\n'
        old, new = (
            loaded(tmp_path / str(number), vocabulary=vocabulary, t=topic.format(", ".join(alternatives)))
            for number, alternatives in ((6, [f"{{ a{i} = true }}" for i in range(6)]), (1, ["{ a0 = true }"]))
        )
        found = diff(old, new)
    else:
        found = edited("water.toml", "at_least = 7 }", "at_least = 10 }")
    (change,) = found.changes
    shared, choices = conditions(found.attributes, change.when)
    text = found.to_markdown()
    assert choices
    assert all(f"- `{choice}`" in text for choice in choices)
    assert f"`{shared}` and any of" in text
    assert (f"<details><summary>{len(choices)} conditions</summary>" in text) is folded
    assert (len(choices) > 4) is folded


@pytest.mark.parametrize("steps", [*range(10, 70, 3), 1_000])
def test_a_list_that_two_topics_fill_is_compared_if_both_can_be_added_up(
    steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a topic that has not changed was easy to add up in the old rulebook, and is hard in the new one."""
    vocabulary = (
        "".join(f'[attribute.{letter}{i}]\ntype = "boolean"\n' for letter in "xy" for i in range(3))
        + '[slot.tips]\ntype = "list"\n'
    )
    two = 'topic = "two"\n[[rule]]\nid = "two"\nthen.tips = ["t"]\nwhen = [{}]\n'.format(
        ", ".join(f"{{ x{i} = true, y{i} = false }}" for i in range(3))
    )
    one = 'topic = "one"\n[[rule]]\nid = "one"\nthen.tips = ["t"]\nwhen = [{}]\n'
    rich = "{ y0 = true, y1 = true, y2 = true }, { x0 = false, x1 = false, x2 = false }"
    old = loaded(tmp_path / "old", vocabulary=vocabulary, one=one.format("{ x0 = true }"), two=two)
    new = loaded(tmp_path / "new", vocabulary=vocabulary, one=one.format(rich), two=two)
    whole = diff(old, new)
    monkeypatch.setattr(diagrams, "MOST_STEPS", steps)
    found = diff(old, new)
    assert found.unproven or found.changes == whole.changes
    assert not found.unproven or not found.changes
