"""Mutants are judged as the whole rulebook would be, and the default rulebook lets none pass."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from squeezelogic.cli import main
from squeezelogic.logic.checks.finding import ERROR
from squeezelogic.logic.comparing.diff import diff
from squeezelogic.logic.errors import RulebookError
from squeezelogic.logic.mutation.breaking import all_mutants, loaded
from squeezelogic.logic.mutation.mutants import Mutant
from squeezelogic.logic.mutation.run import SAME, _Run, mutate
from squeezelogic.logic.reading.assemble import assemble
from squeezelogic.logic.reading.collect import kind_of
from squeezelogic.logic.rulebook import Rulebook

ROOT = Path(__file__).parents[2]
HOUSEPLANTS = ROOT / "tests" / "clean" / "houseplants"
SMALL = {"houseplants": HOUSEPLANTS, "rain": ROOT / "docs" / "examples" / "rain"}


def quiet(*_: Any) -> None:
    """No progress."""


def errors(book: Rulebook) -> set[tuple[Any, ...]]:
    """The errors that a full check finds."""
    return {(f.check, f.topic, f.rules, f.name, f.what) for f in book.check() if f.severity == ERROR}


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


def judged_in_full(book: Rulebook, layer: int, mutant: Mutant) -> str:
    """What becomes of a mutant by loading it, comparing it, and checking it, with none of the short cuts."""
    if not diff(book, broken(book, layer, mutant, cases=False)):
        return SAME
    try:
        new = errors(broken(book, layer, mutant, cases=True)) - errors(book)
    except RulebookError:  # a case names a rule that is gone
        return "noticed"
    return "noticed" if new else ""


def assert_judged_alike(book: Rulebook, every: int) -> None:
    """The quick judgement of each mutant is the one that loading and checking it in full comes to."""
    run = _Run(book, quiet, every)
    layers = {id(mutant): layer for layer, mutant in run.made}
    verdicts = [(mutant, by if by in ("", SAME) else "noticed") for mutant, _, by in run.verdicts()]
    assert verdicts
    for mutant, by in verdicts:
        assert (mutant.rule, mutant.name, mutant.what, by) == (
            mutant.rule, mutant.name, mutant.what, judged_in_full(book, layers[id(mutant)], mutant),
        )  # fmt: skip


@pytest.mark.parametrize("name", SMALL)
def test_every_mutant_is_judged_as_loading_and_checking_it_would(name: str) -> None:
    """Gap, conflict, law, case or nothing, or no difference at all, for all mutants of small rulebooks."""
    assert_judged_alike(Rulebook.load(SMALL[name]), every=1)


def test_mutants_of_the_default_rulebook_are_judged_so_too() -> None:
    """A sample of them."""
    assert_judged_alike(Rulebook.load(ROOT / "rules"), every=211)


def test_mutants_that_do_not_load_are_those_that_cannot_be_loaded() -> None:
    """They are left out for the reasons that loading gives, cases aside."""
    book = Rulebook.load(HOUSEPLANTS)
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


def test_nothing_passes_the_default_rulebook() -> None:
    """A sample; `squeezelogic mutate` looks at all of them, and CI runs it."""
    mutation = mutate(Rulebook.default(), every=13)
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


def test_a_waiver_explains_a_survivor_and_one_that_explains_none_is_reported(unwatched: Path) -> None:
    """By rule and part; `check` passes such waivers over."""
    waiver = '[[waiver]]\ncheck = "mutant"\nrule = "{}"\nreason = "Nobody minds."\n'
    (unwatched / "waivers.toml").write_text(waiver.format("water-drains") + waiver.format("a-can-wants-a-sink-too"))
    mutation = mutate(Rulebook.load(unwatched))
    assert {s.mutant.rule for s in mutation.survivors if s.reason} == {"water-drains"}
    assert all(s.mutant.rule != "water-drains" for s in mutation.unexplained)
    assert [waiver.rule for waiver in mutation.unapplied] == ["a-can-wants-a-sink-too"]
    assert "explains no survivor" in str(mutation)
    assert not any(finding.check == "waiver" for finding in Rulebook.load(unwatched).check())


def test_two_runs_find_the_same(unwatched: Path) -> None:
    """Survivors, their order and their witnesses do not depend on the run."""
    one, other = (mutate(Rulebook.load(unwatched), every=7) for _ in range(2))
    assert str(one) == str(other)
    assert one.survivors
