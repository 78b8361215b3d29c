"""Texts and laws are changed in every small way, and only the record of reviewed ones notices."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Rulebook
from squeezelogic.cli.main import main
from squeezelogic.logic.loading.translations import fingerprints
from squeezelogic.logic.mutation.run import mutate
from squeezelogic.logic.mutation.wording import edit_text, find_unrecorded, list_weaker, rewordings

FOLDER = Path(__file__).parents[2] / "broken" / "recorded"


def record(folder: Path, marks: dict[str, str]) -> Rulebook:
    """The rulebook of a folder with these fingerprints recorded."""
    lines = (f"{json.dumps(key)} = {json.dumps(mark)}\n" for key, mark in marks.items())
    (folder / "locale" / "en.seen.toml").write_text("".join(lines), "utf-8")
    return Rulebook.load(folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a rulebook with texts, a law and a record."""
    return Path(shutil.copytree(FOLDER, tmp_path / "recorded"))


@given(st.text(st.sampled_from("ab1 .!'’ny") | st.characters(codec="utf-8"), max_size=30))
def test_every_edit_leaves_another_text(text: str) -> None:
    """Whatever the text is, an edit changes it."""
    assert all(changed != text for _, changed in edit_text(text))


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Hold for one second.", "Hold for two second."),
        ("Hold for 20 seconds.", "Hold for 21 seconds."),
        ("Hold for 2.5 seconds.", "Hold for 12.5 seconds."),
        ("Never round your back.", "always round your back."),
        ("Do not round your back.", "Do  round your back."),
        ("Don’t round your back.", "do round your back."),
        ("Ask your doctor.", "Ask their doctor."),
        ("Ask a health professional.", "Ask a  professional."),
        ("Stop the set. Rest.", "Stop the set."),
        ("Stop the set. Rest.", "Rest."),
    ],
)
def test_numbers_negations_addressees_words_and_sentences_are_edited(text: str, changed: str) -> None:
    """Each kind of careless change is among the edits."""
    assert changed in {new for _, new in edit_text(text)}


def test_a_law_loses_each_demand_condition_and_value() -> None:
    """Every part of it once, and all of it."""
    law = {"when": {"soil": ["dry", "damp"]}, "then": {"water": "cup"}}
    assert list(list_weaker(law)) == [
        "left out `when`",
        "left out `when.soil`",
        "left out `when.soil.1` (`dry`)",
        "left out `when.soil.2` (`damp`)",
        "left out `then`",
        "left out `then.water` (`cup`)",
        "left out the law",
    ]


def test_each_text_and_each_law_is_changed() -> None:
    """No key of the record is left out, and each change says where the text stands."""
    book = Rulebook.load(FOLDER)
    found = list(rewordings(book))
    assert {each.key for each in found} == set(fingerprints(book))
    assert all(each.place.file and each.place.line for each in found)
    of_law = [each for each in found if each.key == "law.dry-soil-is-watered"]
    demands = {"when": {"soil": "dry"}, "then": {"water": "cup"}}
    says = {"says": "Dry soil always gets water."}
    assert [each.what for each in of_law] == list(list_weaker(says | demands)), "its id is no part of what it asks"
    assert of_law[0].to_dict() == {
        "file": "recorded/laws.toml",
        "line": 1,
        "key": "law.dry-soil-is-watered",
        "what": "left out `says` (`Dry soil always gets water.`)",
    }


def test_what_is_recorded_as_it_is_is_noticed(folder: Path) -> None:
    """A changed text, a changed law and a missing entry are the only ones left."""
    assert find_unrecorded(Rulebook.load(folder)) == {"advice.wait", "ask.soil", "law.dry-soil-is-watered"}
    mutation = mutate(Rulebook.load(folder))
    assert {each.key for each in mutation.unrecorded} == {"advice.wait", "ask.soil", "law.dry-soil-is-watered"}
    assert "recorded/advice.toml:4: `advice.wait`: left out `Wait`" in str(mutation).splitlines()
    whole = record(folder, fingerprints(Rulebook.load(folder)))
    assert not mutate(whole).unrecorded
    assert [finding for finding in whole.check() if finding.check == "recorded"] == []


def test_without_a_record_it_is_said_once_that_there_is_none(folder: Path) -> None:
    """It is optional, so its absence is not a failure."""
    shutil.rmtree(folder / "locale")
    mutation = mutate(Rulebook.load(folder))
    assert "none would be noticed; `squeezelogic texts --seen > locale/en.seen.toml`" in str(mutation)
    assert "advice.wait" not in str(mutation)
    assert not [finding for finding in Rulebook.load(folder).check() if finding.check == "recorded"]


def test_a_law_s_fingerprint_changes_with_what_it_demands_and_not_with_its_place(folder: Path) -> None:
    """A comment above it moves it and changes nothing; another value does."""
    before = fingerprints(Rulebook.load(folder))
    file = folder / "laws.toml"
    text = file.read_text("utf-8")
    file.write_text("# A comment.\n" + text, "utf-8")
    assert fingerprints(Rulebook.load(folder)) == before
    file.write_text(text.replace('"cup"', '["cup", "none"]'), "utf-8")
    now = fingerprints(Rulebook.load(folder))
    assert {key for key in now if now[key] != before[key]} == {"law.dry-soil-is-watered"}


BESIDE = {
    "vocabulary.toml": """
[attribute.soil]
values = ["dry", "damp"]
ask = "How is the soil?"
change = { by = "time", along = ["dry", "damp"], when = "after rain" }
[attribute.seen]
type = "set"
values = ["mould", "moss"]
ask = "What do you see?"
meant.moss = "mould"
[slot.tips]
type = "advice"
carries.gravity = ["low", "high"]
""",
    "advice.toml": '[advice.wait]\ntext = "Wait."\nrank = 1\ngravity = "low"\n',
    "sources.toml": """
[articles.a]
title = "Soil"
author = "Ann"
date = "2024"
url = "https://example.org/1"
evidence = "trial"
[[claim]]
id = "S-1"
article = "a"
section = "One"
kind = "fact"
family = "plants"
gist = "Mould is wet."
disputes = ["S-2"]
[[claim]]
id = "S-2"
article = "a"
gist = "Mould is dry."
[[claim]]
id = "S-3"
article = "a"
gist = "Mould waits."
""",
    "care.toml": """
topic = "care"
[[rule]]
id = "mould-waits"
when.seen = "mould"
then.tips = ["wait"]
because = "It is wet."
claims = ["S-1"]
basis = "inferred"
disputed_by = ["S-2"]
""",
}


@pytest.mark.parametrize(
    ("file", "old", "new", "keys"),
    [
        ("vocabulary.toml", 'by = "time"', 'by = "gardener"', {"ask.soil"}),
        ("vocabulary.toml", 'along = ["dry", "damp"]', 'along = ["damp", "dry"]', {"ask.soil"}),
        ("vocabulary.toml", 'meant.moss = "mould"', 'meant.mould = "moss"', {"ask.seen"}),
        ("advice.toml", "rank = 1", "rank = 2", {"advice.wait"}),
        ("advice.toml", 'gravity = "low"', 'gravity = "high"', {"advice.wait"}),
        ("sources.toml", 'author = "Ann"', 'author = "Bob"', {"gist.S-1", "gist.S-2", "gist.S-3"}),
        ("sources.toml", 'date = "2024"', 'date = "2014"', {"gist.S-1", "gist.S-2", "gist.S-3"}),
        ("sources.toml", 'section = "One"', 'section = "Two"', {"gist.S-1"}),
        ("sources.toml", 'kind = "fact"', 'kind = "guess"', {"gist.S-1"}),
        ("sources.toml", 'disputes = ["S-2"]', "", {"gist.S-1"}),
        ("care.toml", 'claims = ["S-1"]', 'claims = ["S-1", "S-3"]', {"because.mould-waits"}),
        ("care.toml", 'basis = "inferred"', 'basis = "stated"', {"because.mould-waits"}),
        ("care.toml", 'disputed_by = ["S-2"]', "", {"because.mould-waits"}),
    ],
)
def test_a_text_s_fingerprint_changes_with_what_belongs_to_it(
    file: str, old: str, new: str, keys: set[str], tmp_path: Path
) -> None:
    """The rank and keys of advice, the sources of a reason, the origin of a claim, and who can change a fact."""
    for name, text in BESIDE.items():
        (tmp_path / name).write_text(text, "utf-8")
    before = fingerprints(Rulebook.load(tmp_path))
    assert old in BESIDE[file]
    (tmp_path / file).write_text(BESIDE[file].replace(old, new), "utf-8")
    now = fingerprints(Rulebook.load(tmp_path))
    assert {key for key in now if now[key] != before[key]} == keys


def test_the_command_prints_what_the_record_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Saved as the record, nothing is left to review; texts of an extension are not the record's."""
    assert main(["texts", str(folder), "--seen"]) == 0
    (folder / "locale" / "en.seen.toml").write_text(capsys.readouterr().out, "utf-8")
    book = Rulebook.load(folder)
    assert not book.check()
    assert "en" not in book.translations
    above = folder.parent / "above"
    above.mkdir()
    (above / "advice.toml").write_text('[advice.later]\ntext = "Later."\n[advice.wait]\ntext = "Wait."\n', "utf-8")
    assert [finding for finding in book.extended(above).check() if finding.check == "recorded"] == []


def test_a_record_is_about_the_folder_in_which_it_lies(tmp_path: Path) -> None:
    """Also where an extension's folder has the same name, so that messages name its parent too."""
    base = Path(shutil.copytree(FOLDER, tmp_path / "base" / "book"))
    shutil.rmtree(base / "locale")
    above = tmp_path / "above" / "book"
    (above / "locale").mkdir(parents=True)
    (above / "advice.toml").write_text('[advice.later]\ntext = "Later."\n', "utf-8")
    (above / "locale" / "en.seen.toml").write_text('"advice.later" = "0"\n', "utf-8")
    found = [it for it in Rulebook.load(base).extended(above).check() if it.check == "recorded"]
    assert [(it.file, it.name) for it in found] == [("above/book/advice.toml", "advice.later")]
