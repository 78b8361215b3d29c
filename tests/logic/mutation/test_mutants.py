"""Mutants are judged as the whole rulebook would be, and the default rulebook lets none pass."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from squeezelogic.cli.main import main
from squeezelogic.logic.analysis import diagrams
from squeezelogic.logic.analysis.compiled import Compiled
from squeezelogic.logic.analysis.diagrams import TooLarge
from squeezelogic.logic.checks.finding import ERROR
from squeezelogic.logic.diff.diff import diff
from squeezelogic.logic.loading.assemble import assemble
from squeezelogic.logic.loading.collect import kind_of
from squeezelogic.logic.model.errors import DecisionError, RulebookError
from squeezelogic.logic.mutation.killing import Examples
from squeezelogic.logic.mutation.mutants import Mutant, all_mutants, loaded
from squeezelogic.logic.mutation.run import SAME, TOO_LARGE, _Run, mutate
from squeezelogic.logic.rulebook import Rulebook

ROOT = Path(__file__).parents[3]
HOUSEPLANTS = ROOT / "tests" / "clean" / "houseplants"
SMALL = {"houseplants": HOUSEPLANTS, "rain": ROOT / "docs" / "examples" / "rain"}


def quiet(*_: Any) -> None:
    """No progress."""


def errors(book: Rulebook) -> set[tuple[Any, ...]]:
    """The errors that a full check finds."""
    return {(f.check, f.topic, f.rules, f.name, f.what) for f in book.check() if f.severity == ERROR}


def decides(book: Rulebook, facts: dict[str, Any]) -> bool:
    """Whether there is an answer."""
    try:
        return bool(book.decide(facts))
    except DecisionError:
        return False


def broken(book: Rulebook, layer: int, mutant: Mutant, *, cases: bool) -> Rulebook:
    """The rulebook with a mutant's file in the place of its own."""
    layers = [
        tuple(
            mutant.document if (i, d.name) == (layer, mutant.file) else d
            for d in documents
            if cases or kind_of(d.name) != "cases"
        )
        for i, documents in enumerate(book.layers)
    ]
    return Rulebook(assemble(layers), tuple(layers))


def judged_in_full(book: Rulebook, layer: int, mutant: Mutant) -> set[str]:
    """What becomes of a mutant by loading it, comparing it, and checking it, with none of the short cuts."""
    if not diff(book, broken(book, layer, mutant, cases=False)):
        return {SAME}
    try:
        new = errors(broken(book, layer, mutant, cases=True)) - errors(book)
    except RulebookError:  # a case names a rule that is gone
        return {"case"}
    return {check if check in ("case", "law") else "check" for check, *_ in new} or {""}


def assert_judged_alike(book: Rulebook, every: int) -> None:
    """The quick judgement of each mutant is one that loading and checking it in full comes to."""
    run = _Run(book, quiet, every)
    layers = {id(mutant): layer for layer, mutant in run.made}
    verdicts = [(mutant, by) for mutant, _, by in run.verdicts()]
    assert verdicts
    for mutant, by in verdicts:
        assert by in judged_in_full(book, layers[id(mutant)], mutant), (mutant.rule, mutant.name, mutant.what)


@pytest.mark.parametrize("name", ["rain", pytest.param("houseplants", marks=pytest.mark.thorough)])
def test_every_mutant_is_judged_as_loading_and_checking_it_would(name: str) -> None:
    """Gap, conflict, law, case or nothing, or no difference at all, for all mutants of small rulebooks."""
    assert_judged_alike(Rulebook.load(SMALL[name]), every=1)


@pytest.mark.thorough
def test_mutants_of_the_default_rulebook_are_judged_so_too() -> None:
    """A sample of them."""
    assert_judged_alike(Rulebook.load(ROOT / "rules"), every=211)


def test_what_an_overruled_rule_would_have_said_to_a_later_topic_makes_no_difference(tmp_path: Path) -> None:
    """Another number changes what the later topic could read, though never what it does read: it decides the same."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.sun]\ntype = "boolean"\n[slot.cups]\ntype = "number"\n[slot.mood]\nvalues = ["fine", "wet"]\n'
    )
    (tmp_path / "water.toml").write_text(
        'topic = "water"\nlevels = ["always", "sun"]\n'
        '[[rule]]\nid = "one-cup"\nlevel = "always"\nthen.cups = 1\n'
        '[[rule]]\nid = "five-cups-in-the-sun"\nlevel = "sun"\nwhen.sun = true\nthen.cups = 5\n'
    )
    (tmp_path / "mood.toml").write_text(
        'topic = "mood"\n[[rule]]\nid = "one-is-fine"\nwhen.cups = 1\nthen.mood = "fine"\n'
    )
    book = Rulebook.load(tmp_path)
    assert_judged_alike(book, every=1)
    verdicts = {(mutant.rule, mutant.what): by for mutant, _, by in _Run(book, quiet, 1).verdicts()}
    assert verdicts["five-cups-in-the-sun", "5 → 6"] == SAME


MENDED = {
    "dropped the condition on `sun`": '[[rule]]\nid = "sun"\nwhen.sun = true\nthen.water = "cup"\n',
    "dropped the rule": '[[rule]]\nid = "sun"\nwhen.sun = true\nthen.water = "cup"\n'
    '[[rule]]\nid = "always"\nthen.water = "can"\n',
}


@pytest.mark.parametrize("mending", MENDED)
def test_a_mutant_that_mends_an_error_decides_otherwise_wherever_it_was(mending: str, tmp_path: Path) -> None:
    """Neither gap nor conflict stays behind in a topic that reads another slot, one that the mutant leaves alone."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.sun]\ntype = "boolean"\n'
        '[slot.water]\nvalues = ["cup", "can"]\n[slot.dish]\ntype = "boolean"\n[slot.tips]\ntype = "list"\n'
    )
    (tmp_path / "water.toml").write_text(
        'topic = "water"\nrequired = ["water"]\n' + MENDED[mending] + '[[rule]]\nid = "dish"\nthen.dish = true\n'
    )
    (tmp_path / "tips.toml").write_text(
        'topic = "tips"\n[[rule]]\nid = "dry-it"\nwhen.dish = true\nthen.tips = ["dry-it"]\n'
    )
    book = Rulebook.load(tmp_path)
    failing = [facts for facts in ({}, {"sun": True}, {"sun": False}) if not decides(book, facts)]
    (survivor,) = (s for s in mutate(book).survivors if (s.mutant.rule, s.mutant.what) == ("sun", mending))
    assert survivor.situations == len(failing) > 0
    assert dict(survivor.after) == {"water": survivor.after["water"], "dish": True, "tips": ("dry-it",)}


ASKING_ONE_THING = {
    "a rule": 'facts.sky = "snow"\nstands = ["thick-in-snow"]',
    "a value": 'facts.sky = "snow"\nexpect.coat = "thick"',
    "elements of two topics": 'facts.sky = "snow"\nexpect.tips = ["hat", "gloves"]',
    "an element that is missing": 'facts = { sky = "rain", cold = true }\nlacks.tips = ["gloves"]',
    "a near miss": 'facts = { cold = false, wind = true }\nnear_miss = ["thin-in-rain"]',
    "a near miss of a set": 'facts.wind = true\nnear_miss = ["hood-for-full-hands"]',
}


@pytest.mark.parametrize("asked", ASKING_ONE_THING)
def test_a_case_that_asks_one_thing_notices_what_changes_it(asked: str, tmp_path: Path) -> None:
    """By itself, and nothing but that. One fact away is rain where snow cannot be, and one element of a set."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.sky]\nvalues = ["snow", "rain"]\nimplies.snow.cold = true\n'
        '[attribute.cold]\ntype = "boolean"\n[attribute.wind]\ntype = "boolean"\n'
        '[attribute.hands]\ntype = "set"\nvalues = ["pram", "dog"]\n'
        '[slot.coat]\nvalues = ["thick", "thin"]\n[slot.tips]\ntype = "list"\n'
    )
    (tmp_path / "coat.toml").write_text(
        'topic = "coat"\n'
        '[[rule]]\nid = "thick-in-snow"\nwhen.sky = "snow"\nthen.coat = "thick"\nthen.tips = ["hat", "boots"]\n'
        '[[rule]]\nid = "thin-in-rain"\nwhen.sky = "rain"\nwhen.wind = true\nthen.coat = "thin"\n'
    )
    (tmp_path / "tips.toml").write_text(
        'topic = "tips"\n'
        '[[rule]]\nid = "hat-in-the-cold"\nwhen.cold = true\nthen.tips = ["hat"]\n'
        '[[rule]]\nid = "gloves-with-the-thick-coat"\nwhen.coat = "thick"\nthen.tips = ["gloves"]\n'
        '[[rule]]\nid = "hood-for-full-hands"\nwhen.hands = ["pram", "dog"]\nthen.tips = ["hood"]\n'
    )
    (tmp_path / "coat.cases.toml").write_text(f'[[case]]\nwhy = "It is so."\n{ASKING_ONE_THING[asked]}\n')
    book = Rulebook.load(tmp_path)
    assert not errors(book)
    assert_judged_alike(book, every=1)
    assert mutate(book).noticed["case"]


@settings(max_examples=8)
@given(st.integers(80, 150))
@example(50)
@example(108)
@pytest.mark.thorough
def test_a_mutant_is_judged_as_if_there_were_no_limit_or_said_to_be_too_large(steps: int) -> None:
    """However few steps a topic may take, no verdict is another one, and what could not be judged is counted."""
    book = Rulebook.load(HOUSEPLANTS)
    unbounded = [by for _, _, by in _Run(book, quiet, 1).verdicts()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diagrams, "MOST_STEPS", steps)
        bounded = [by for _, _, by in _Run(book, quiet, 1).verdicts()]
        mutation = mutate(book)
    assert all(by in (TOO_LARGE, other) for by, other in zip(bounded, unbounded, strict=True))
    assert mutation.unproven == bounded.count(TOO_LARGE)
    assert bool(mutation.unproven) == ("too large to compare" in str(mutation))


def test_a_case_notices_that_there_is_no_answer_even_if_it_asks_for_something_else(tmp_path: Path) -> None:
    """A case without an answer is none that comes out as it says, so it never notices; one with an answer misses it."""
    gap = ROOT / "tests" / "broken" / "gap"
    shutil.copytree(gap, tmp_path / "gap")
    (tmp_path / "gap" / "water.cases.toml").write_text(
        '[[case]]\nwhy = "Dry soil is not left dry."\nfacts.soil = "dry"\nnear_miss = ["wet-soil-needs-none"]\n'
        '[[case]]\nwhy = "Nothing is said of damp soil."\nfacts.soil = "damp"\nnear_miss = ["wet-soil-needs-none"]\n'
    )
    book = Rulebook.load(tmp_path / "gap")
    whole = Compiled.whole(book.vocabulary.attributes, book.topics)
    examples = Examples(book, whole)
    assert [example.case.why for example in examples.examples] == ["Dry soil is not left dry."]
    torn = whole.beside()
    for topic in book.topics:
        torn.add(evolve(topic, rules=tuple(rule for rule in topic.rules if rule.id != "dry-soil-gets-a-cup")))
    assert not examples.notice(whole)
    assert examples.notice(torn)


@pytest.mark.parametrize("layered", [False, True])
def test_mutants_that_do_not_load_are_those_that_cannot_be_loaded(layered: bool, tmp_path: Path) -> None:
    """They are left out for the reasons that loading gives, cases aside; a rule back from beneath may read more."""
    (tmp_path / "tips.toml").write_text(
        'topic = "tips"\n[[rule]]\nid = "a-can-wants-a-sink"\nwhen.pests = "mites"\n'
        'then.tips = ["use-the-sink"]\nthen.urgent = true\n'
    )
    (tmp_path / "saucers.toml").write_text(
        'topic = "saucers"\n[[rule]]\nid = "water-drains"\nthen.tips = ["empty-the-saucer"]\n'
    )
    book = Rulebook.load(HOUSEPLANTS).extended(tmp_path) if layered else Rulebook.load(HOUSEPLANTS)
    made = all_mutants(book)
    kept = {id(mutant) for mutant, _ in loaded(book, made, quiet)}
    for layer, mutant in made:
        try:
            topics = broken(book, layer, mutant, cases=False).topics
        except RulebookError:
            assert id(mutant) not in kept
            continue
        assert id(mutant) in kept
        assert topics == next(topics for other, topics in loaded(book, [(layer, mutant)], quiet) if other is mutant)


@pytest.mark.thorough
def test_nothing_passes_the_default_rulebook() -> None:
    """A sample; `squeezelogic mutate` looks at all of them, and CI runs it."""
    mutation = mutate(Rulebook.default(), every=29)
    assert [str(survivor) for survivor in mutation.survivors] == []
    assert not mutation


def test_every_small_way_to_break_a_rulebook_is_tried() -> None:
    """One of each kind."""
    tried = {(m.rule, m.name, m.what) for _, m in all_mutants(Rulebook.load(HOUSEPLANTS))}
    assert {
        ("many-pests-get-a-shower", "when.pests", '{ all = ["aphids", "mites"] } → ["aphids", "mites"]'),
        ("many-pests-get-a-shower", "when.pests", '{ all = ["aphids", "mites"] } → { all = ["mites"] }'),
        ("many-pests-get-a-shower", "overrides", "no longer overrides `scale-is-kept-dry`"),
        ("scale-is-kept-dry", "when.pests", '"scale" → { not = "scale" }'),
        ("scale-is-kept-dry", "when.pests", '"scale" → ["scale", "mites"]'),
        ("scale-is-kept-dry", "when", "dropped the condition on `pests`"),
        ("scale-is-kept-dry", "level", "moved to level `days`"),
        ("scale-is-kept-dry", "then.water", '"none" → "can"'),
        ("scale-is-kept-dry", "", "dropped the rule"),
        ("thirst-grows-with-the-days", "when.1", "dropped the alternative"),
        ("thirst-grows-with-the-days", "when.2.days", "{ at_least = 7 } → { at_least = 8 }"),
        ("thirst-grows-with-the-days", "when.2.plant", '["fern", "orchid"] → ["orchid"]'),
        ("no-hurry-without-pests", "then.urgent", "false → true"),
    } <= tried


def test_the_only_alternative_is_broken_line_by_line_and_not_dropped(tmp_path: Path) -> None:
    """A list of one table says what the table alone says, and what is left of an empty one would say so too."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.sun]\ntype = "boolean"\n[attribute.wet]\ntype = "boolean"\n[slot.water]\nvalues = ["cup"]\n'
    )
    (tmp_path / "water.toml").write_text(
        'topic = "water"\n'
        '[[rule]]\nid = "one"\nwhen = [{ sun = true }]\nthen.water = "cup"\n'
        '[[rule]]\nid = "two"\nwhen = [{ sun = true, wet = false }]\nthen.water = "cup"\n'
    )
    tried = [(m.rule, m.name, m.what) for _, m in all_mutants(Rulebook.load(tmp_path)) if m.name.startswith("when")]
    assert [(rule, name, what) for rule, name, what in tried if "dropped" in what] == [
        ("one", "when", "dropped the condition on `sun`"),
        ("two", "when.1.sun", "dropped the condition on `sun`"),
        ("two", "when.1.wet", "dropped the condition on `wet`"),
    ]


def test_a_rule_that_a_layer_on_top_replaced_is_broken_in_vain(tmp_path: Path) -> None:
    """Whatever it read, an earlier topic's conclusion included: no rule reads it any more."""
    top = tmp_path / "top"
    top.mkdir()
    (top / "tips.toml").write_text(
        'topic = "tips"\n[[rule]]\nid = "water-drains"\nthen.tips = ["empty-the-saucer"]\n'
        '[[rule]]\nid = "a-can-wants-a-sink"\nthen.urgent = true\nwhen.pests = "any"\n'
    )
    book = Rulebook.load(HOUSEPLANTS).extended(top)
    run = _Run(book, quiet, 1)
    layers = {id(mutant): layer for layer, mutant in run.made}
    replaced = [
        by for m, _, by in run.verdicts()
        if layers[id(m)] == 0 and m.rule in ("water-drains", "a-can-wants-a-sink") and m.what != "dropped the rule"
    ]  # fmt: skip
    assert replaced
    assert set(replaced) == {SAME}


def test_a_guard_is_broken_like_a_rule() -> None:
    """Dropped whole and line by line."""
    guards = {(m.topic, m.name, m.what) for _, m in all_mutants(Rulebook.default()) if not m.rule}
    assert ("thrust-faults", "when", "dropped the topic's `when`") in guards
    assert ("thrust-faults", "when.verdict", "dropped the condition on `verdict`") in guards


@pytest.fixture
def unwatched(tmp_path: Path) -> Path:
    """Houseplants with neither laws nor cases."""
    folder = tmp_path / "houseplants"
    shutil.copytree(HOUSEPLANTS, folder, ignore=shutil.ignore_patterns("*.cases.toml", "laws.toml"))
    return folder


def test_a_survivor_says_where_it_is_and_what_it_changes(unwatched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File and line, what was done, in how many situations it matters, and the least one with both decisions."""
    assert main(["mutate", str(unwatched)]) == 1
    assert (
        "houseplants/water.toml:22: rule `thirst-grows-with-the-days`: "
        "`when.1.days`: { at_least = 30 } → { at_least = 31 }\n"
        "  changes 3 situations, plant = cactus, days = 30 for one: water: cup → none, tips: empty-the-saucer → –\n"
    ) in capsys.readouterr().out
    assert main(["mutate", str(unwatched), "--json", "--every", "5"]) == 1
    survivors = json.loads(capsys.readouterr().out)["survivors"]
    assert survivors
    for survivor in survivors:
        book = Rulebook.load(unwatched)
        assert {**book.decide(survivor["witness"]).slots}.items() >= {
            slot: tuple(value) if isinstance(value, list) else value for slot, value in survivor["before"].items()
        }.items()


@pytest.mark.parametrize("about", [{"rule": "water-drains"}, {"topic": "tips"}, {"name": "when.pests"}])
def test_a_waiver_explains_the_survivors_that_it_is_about(about: dict[str, str], unwatched: Path) -> None:
    """By rule, topic or part, whatever the others are; `check` passes such waivers over."""
    said = "".join(f'{key} = "{value}"\n' for key, value in about.items())
    (unwatched / "waivers.toml").write_text(f'[[waiver]]\ncheck = "mutant"\n{said}reason = "Intended."\n')
    mutation = mutate(Rulebook.load(unwatched))
    meant = [s for s in mutation.survivors if all(getattr(s.mutant, key) == value for key, value in about.items())]
    assert meant
    assert [s for s in mutation.survivors if s.reason == "Intended."] == meant
    assert [*mutation.unexplained] == [s for s in mutation.survivors if s not in meant]
    assert not mutation.unapplied
    assert not any(finding.check == "waiver" for finding in Rulebook.load(unwatched).check())


def test_a_waiver_that_explains_no_survivor_is_reported_where_all_mutants_were_looked_at(unwatched: Path) -> None:
    """A rule that does not exist has none; for a sample it is not known."""
    (unwatched / "waivers.toml").write_text(
        '[[waiver]]\ncheck = "mutant"\nrule = "a-can-wants-a-sink-too"\nreason = "Intended."\n'
    )
    book = Rulebook.load(unwatched)
    assert [waiver.rule for waiver in mutate(book).unapplied] == ["a-can-wants-a-sink-too"]
    assert not mutate(book, every=9).unapplied


def test_a_waiver_is_not_called_needless_where_its_mutant_could_not_be_judged(
    unwatched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only one that no mutant at all could survive by is reported then."""
    waiver = '[[waiver]]\ncheck = "mutant"\nrule = "{}"\nname = "{}"\nreason = "Intended."\n'
    (unwatched / "waivers.toml").write_text(waiver.format("water-drains", "") + waiver.format("", "when.tub"))
    book = Rulebook.load(unwatched)
    assert [waiver.name for waiver in mutate(book).unapplied] == ["when.tub"]
    monkeypatch.setattr(diagrams, "MOST_STEPS", 50)
    mutation = mutate(book)
    assert mutation.unproven
    assert [waiver.name for waiver in mutation.unapplied] == ["when.tub"]


def test_every_mutant_is_counted_once_and_every_step_is_told() -> None:
    """By what noticed it, or that it does not load, decides the same, or survives; steps go from one to the last."""
    book, steps = Rulebook.load(HOUSEPLANTS), list[tuple[str, int, int]]()
    mutation = mutate(book, lambda *step: steps.append(step))
    verdicts = Counter(by for _, _, by in _Run(book, quiet, 1).verdicts())
    assert verdicts == Counter({SAME: mutation.same, **mutation.noticed, "": len(mutation.survivors)})
    assert set(mutation.noticed) == {"check", "case", "law"}
    assert all(mutation.noticed.values())
    assert mutation.unproven == 0
    made, tried = mutation.made, mutation.made - mutation.unloadable
    assert verdicts.total() == tried < made
    assert steps == [("loading mutants", i + 1, made) for i in range(made)] + [
        ("mutants", i + 1, tried) for i in range(tried)
    ]


def test_a_law_that_is_too_large_to_be_looked_at_notices_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it would have noticed survives, and is not said to be noticed."""
    run = _Run(Rulebook.load(HOUSEPLANTS), quiet, 1)
    before = [by for _, _, by in run.verdicts()]

    def endless(*_: object) -> None:
        raise TooLarge

    monkeypatch.setattr("squeezelogic.logic.checks.law.find", endless)
    assert [by for _, _, by in run.verdicts()] == ["" if by == "law" else by for by in before]
    assert "law" in before


def test_two_runs_find_the_same(unwatched: Path) -> None:
    """Survivors, their order and their witnesses do not depend on the run."""
    one, other = (mutate(Rulebook.load(unwatched), every=7) for _ in range(2))
    assert str(one) == str(other)
    assert one.survivors
