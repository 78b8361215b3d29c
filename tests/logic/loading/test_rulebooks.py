"""Rulebooks as values: loading, extending, fingerprints."""

from __future__ import annotations

import copy
import pickle
import random
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

from squeezelogic import InvalidInput, Rulebook, RulebookError
from squeezelogic.logic import rulebook
from squeezelogic.logic.loading import collect, document, shipped
from squeezelogic.logic.loading.document import Document
from squeezelogic.logic.model.errors import Problem
from squeezelogic.logic.model.rules import Place
from tests.logic import tea


def load(folder: Path, **changes: str | None) -> Rulebook:
    """The tea rulebook with changes, from a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    return Rulebook.load(tea.write(folder, **changes))


def test_vocabulary_and_one_topic_are_a_complete_rulebook(tmp_path: Path) -> None:
    """Advice, sources, levels and the rest are needed only where something refers to them."""
    (tmp_path / "vocabulary.toml").write_text('[attribute.rain]\ntype = "boolean"\n[slot.coat]\nvalues = ["on"]\n')
    (tmp_path / "dress.toml").write_text('topic = "dress"\n[[rule]]\nid = "wet"\nwhen.rain = true\nthen.coat = "on"\n')
    book = Rulebook.load(tmp_path)
    assert book.decide({"rain": True}).slots == {"coat": "on"}
    assert book.decide({}).slots == {}
    assert (book.name, book.version) == (tmp_path.name, "0")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**16))
def test_the_order_of_files_rules_and_keys_changes_nothing(tmp_path: Path, seed: int) -> None:
    """Rules shuffled, keys of a rule shuffled, files renamed: the same digest, so the same book."""
    chance = random.Random(seed)
    head, *rules = tea.BREW.split("[[rule]]\n")
    chance.shuffle(rules)
    rules = ["\n".join(chance.sample(rule.splitlines(), len(rule.splitlines()))) + "\n" for rule in rules]
    shuffled = "[[rule]]\n".join([head, *rules])
    other = load(tmp_path / str(seed), brew=None, **{"a-brew" if chance.random() < 0.5 else "z": shuffled})
    assert other == load(tmp_path / "plain")
    assert other.digest == load(tmp_path / "plain").digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("brew", 'when.leaf = "green"', 'when.leaf = "black"'),
        ("brew", "then.grams = 2", "then.grams = 3"),
        ("brew", "makes green leaves bitter", "spoils green leaves"),
        ("brew", 'overrides = ["guests-like-it-strong"]', ""),
        ("advice", "No milk in green tea.", "No milk."),
        ("sources", "wants warm water", "likes warm water"),
        ("vocabulary", "at_most = 60", "at_most = 61"),
        ("vocabulary", 'version = "3"', 'version = "4"'),
        ("vocabulary", 'ask = "Which leaf?"', 'ask = "What leaf?"'),
        ("vocabulary", '["kind", "firm"]', '["firm", "kind"]'),
        ("serve", "{ not = ", '"any" # { not = '),
    ],
    ids=range(11),
)
def test_any_change_of_what_is_decided_or_said_changes_the_digest(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    """One word is enough."""
    text = tea.FILES[f"{file}.toml"]
    assert old in text
    changed = text.replace(old, new).replace('not = "any" }', 'not = "any" }')
    assert load(tmp_path / "changed", **{file: changed}).digest != load(tmp_path / "plain").digest


def test_the_order_of_a_conditions_values_and_of_conclusions_leaves_the_digest_as_it_is(tmp_path: Path) -> None:
    """Also where truth values and words stand in one list."""
    one = tea.BREW.replace("when.guests = true", 'when.guests = [true, "unknown"]')
    other = tea.BREW.replace("when.guests = true", 'when.guests = ["unknown", true]')
    other = other.replace('then.water = "boiling"\nthen.grams = 4.5', 'then.grams = 4.5\nthen.water = "boiling"')
    assert load(tmp_path / "one", brew=one).digest == load(tmp_path / "other", brew=other).digest


def test_comments_and_cases_do_not_count(tmp_path: Path) -> None:
    """The digest is of what a rulebook decides and says, and of nothing else."""
    cases = '[[case]]\nwhy = "Green tea."\nfacts.leaf = "green"\nstands = ["green-warm"]\n'
    commented = load(tmp_path / "a", brew="# a remark\n" + tea.BREW, **{"brew.cases": cases})
    assert commented == load(tmp_path / "b")
    assert hash(commented) == hash(load(tmp_path / "b"))
    assert commented.cases[0].stands == ("green-warm",)


def test_the_shipped_rulebook_is_read_without_its_examples_until_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """To decide, neither cases nor laws are needed; who asks for either gets all of them."""
    files: list[str] = []

    def noted(path: Path, name: str) -> Document | Problem:
        files.append(path.name)
        return document.read(path, name)

    monkeypatch.setattr(collect, "read", noted)
    book = rulebook._load_default.__wrapped__()
    assert files
    assert not [name for name in files if name.endswith((".cases.toml", "laws.toml", "waivers.toml"))]
    assert (book.cases, book.laws) == (Rulebook.default().cases, Rulebook.default().laws)
    assert "laws.toml" in files


def test_what_is_no_folder_is_refused() -> None:
    """In words that name what was given."""
    with pytest.raises(InvalidInput) as caught:
        Rulebook.load(3)  # type: ignore[arg-type]
    assert str(caught.value) == "a rulebook is a folder, given as text or a path, not `3`"


def test_a_declaration_is_found_in_the_file_that_makes_it(tmp_path: Path) -> None:
    """The last file that declares it wins; other files and undeclared things have no effect."""
    book = load(tmp_path / "base")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "vocabulary.toml").write_text('[attribute.season]\nvalues = ["summer", "winter"]\n')
    extended = book.extended(tmp_path / "more")
    assert extended.declared("attribute", "season") == Place("more/vocabulary.toml", 1)
    assert extended.declared("attribute", "leaf") == Place("tea/vocabulary.toml", 5)
    assert extended.declared("slot", "water") == Place("tea/vocabulary.toml", 21)
    assert extended.declared("advice", "no-milk") == Place()


def test_extending_adds_and_replaces_by_id(tmp_path: Path) -> None:
    """Rules, advice, values and topics; what is not mentioned stays; the rulebook below is not touched."""
    book = load(tmp_path / "base")
    before = book.digest
    more = tmp_path / "more"
    more.mkdir()
    (more / "vocabulary.toml").write_text('[attribute.season]\nvalues = ["summer", "winter"]\n')
    (more / "advice.toml").write_text('[advice.no-milk]\ntext = "Milk hides the taste."\ntone = "kind"\n')
    (more / "brew.toml").write_text(
        'topic = "brew"\n'
        '[[rule]]\nid = "summer-is-warm"\nlevel = "safety"\nwhen.season = "summer"\nthen.water = "warm"\n'
        '[[rule]]\nid = "usually-boiling"\nlevel = "habit"\nthen.water = "boiling"\nthen.grams = 7\n'
    )
    (more / "clean.toml").write_text('topic = "clean"\n[[rule]]\nid = "rinse"\nthen.cups = ["clean"]\n')
    extended = book.extended(more)
    assert extended.decide({"season": "summer", "leaf": "black"}).slots["water"] == "warm"
    assert extended.decide({}).slots == {"water": "boiling", "grams": 7, "cups": ("clean",)}
    assert extended.advice["no-milk"].text == "Milk hides the taste."
    assert extended.decide({"leaf": "green"}).standing[0] == "green-warm"
    assert (extended.name, extended.version) == (book.name, book.version) == ("tea", "3")
    assert book.digest == before != extended.digest


def test_extending_with_something_broken_names_the_file(tmp_path: Path) -> None:
    """An extension is checked together with what it extends."""
    more = tmp_path / "more"
    more.mkdir()
    (more / "brew.toml").write_text('topic = "brew"\n[[rule]]\nid = "x"\nlevel = "tast"\nthen.water = "warm"\n')
    with pytest.raises(RulebookError) as caught:
        load(tmp_path / "base").extended(more)
    assert str(caught.value) == "more/brew.toml:4: rule `x`: unknown level `tast`; did you mean `taste`?"


def test_a_rulebook_survives_pickling_and_copying(tmp_path: Path) -> None:
    """Its twin decides alike; shown, also by notebooks and Hypothesis, it takes one line."""
    book = load(tmp_path)
    for twin in (copy.deepcopy(book), pickle.loads(pickle.dumps(book))):  # noqa: S301 - our own bytes
        assert twin == book
        assert twin.decide({"leaf": "green"}) == book.decide({"leaf": "green"})
    assert repr(book) == pretty(book) == "<Rulebook tea 3: 2 topics, 6 rules>"


def test_the_shipped_rules_are_found_in_a_package_or_beside_it(tmp_path: Path) -> None:
    """An installed package carries them inside, a checkout beside; where neither is, the error says so."""
    package = tmp_path / "site" / "squeezelogic"
    for rules in (package / "rules", package.parent / "rules"):
        rules.mkdir(parents=True)
        (rules / "vocabulary.toml").touch()
    assert shipped.folder(package) == package / "rules"
    (package / "rules" / "vocabulary.toml").unlink()
    assert shipped.folder(package) == package.parent / "rules"
    (package.parent / "rules" / "vocabulary.toml").unlink()
    with pytest.raises(RulebookError) as caught:
        shipped.folder(package)
    looked = f"{package / 'rules'} and {package.parent / 'rules'}"
    assert str(caught.value) == f"the default rulebook is missing (looked in {looked}); install squeezelogic again"


def test_the_shipped_rules_are_found_in_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the package is in no folder, they are asked of what imported it."""
    rules = tmp_path / "inside" / "rules"
    rules.mkdir(parents=True)
    (rules / "vocabulary.toml").touch()
    monkeypatch.setattr(resources, "files", {"squeezelogic": tmp_path / "inside"}.__getitem__)
    assert shipped.folder(tmp_path / "archive.zip" / "squeezelogic") == rules
