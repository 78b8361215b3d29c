"""Translations beside a rulebook are read, stacked, listed and checked, and decide nothing."""

from __future__ import annotations

import json
import pickle
import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.cli.main import main
from squeezelogic.logic.loading.translations import english_texts, fingerprint, fingerprint_both, text_places
from squeezelogic.logic.model.errors import InvalidInput, RulebookError
from squeezelogic.logic.rulebook import Rulebook
from tests.logic import tea

FOLDER = Path(__file__).parents[2] / "clean" / "translated"
BOOK = Rulebook.load(FOLDER)
ENGLISH = english_texts(BOOK.parts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a rulebook whose every text is there in German."""
    return Path(shutil.copytree(FOLDER, tmp_path / "translated"))


def write(folder: Path, name: str, texts: dict[str, str]) -> None:
    """A file of flat texts beside a rulebook."""
    lines = (f"{json.dumps(key)} = {json.dumps(text)}\n" for key, text in texts.items())
    (folder / "locale" / name).write_text("".join(lines), encoding="utf-8")


def findings(folder: Path) -> list[str]:
    """What the check says, without the places."""
    return [finding.what for finding in Rulebook.load(folder).check()]


def test_every_text_that_a_person_reads_has_a_key() -> None:
    """Advice, short forms, titles, reasons, questions, labels and gists are listed, each under a key of its own."""
    book = Rulebook.default()
    texts = english_texts(book.parts)
    assert {f"advice.{name}" for name in book.advice} <= texts.keys()
    assert {f"because.{name}" for name in book.rules} <= texts.keys()
    assert {f"ask.{it.name}" for it in book.vocabulary.attributes.values() if it.ask} <= texts.keys()
    assert {f"gist.{name}" for name in book.claims} <= texts.keys()
    assert all(texts.values())


def test_a_translation_changes_no_digest(folder: Path) -> None:
    """A rulebook is the same one with and without its translations."""
    assert BOOK.translations.keys() == {"de"}
    shutil.rmtree(folder / "locale")
    bare = Rulebook.load(folder)
    assert not bare.translations
    assert (bare.digest, bare) == (BOOK.digest, BOOK)


def test_a_rulebook_in_another_language_names_it_and_labels_slots_alike_wherever_they_are_read() -> None:
    """In the vocabulary and among the inputs of topics."""
    german = Rulebook.default().in_language("de")
    assert german.vocabulary.language == "de"
    said = german.translations["de"].texts
    shorts = {f"short.{it.id}": it.short for it in german.advice.values() if it.short}
    assert shorts
    assert shorts == {key: said[key] for key in shorts}
    read = [it for topic in german.topics for it in topic.inputs.values() if it.name in german.vocabulary.slots]
    assert read
    for it in read:
        slot = german.vocabulary.slots[it.name]
        assert (it.label, it.labels) == (slot.label, slot.labels)
    assert {it.label for it in read} != {Rulebook.default().vocabulary.slots[it.name].label for it in read}


def test_each_text_stands_where_it_is_written(tmp_path: Path) -> None:
    """A title and a reason with the rule; a label of a value with the attribute or the slot."""
    vocabulary = tea.VOCABULARY.replace('"herbal"]', '"herbal"]\nlabels.green = "green tea"')
    vocabulary = vocabulary.replace('"boiling"]', '"boiling"]\nlabels.warm = "70 degrees"')
    book = Rulebook.load(tea.write(tmp_path, vocabulary=vocabulary))
    places = text_places(book.parts, book.declared)
    assert places["title.green-warm"] == places["because.green-warm"] == book.rules["green-warm"].place
    assert places["value.leaf.green"] == book.declared("attribute", "leaf")
    assert places["conclusion.water.warm"] == book.declared("slot", "water")
    assert set(places) == set(english_texts(book.parts))


def test_a_copy_in_another_process_keeps_the_translations() -> None:
    """Pickling loses no text."""
    assert pickle.loads(pickle.dumps(BOOK)).translations == BOOK.translations  # noqa: S301  # its own bytes


def test_keys_may_be_nested(folder: Path) -> None:
    """A tool that divides keys at their dots writes the same translation."""
    (folder / "locale" / "de.toml").write_text('[advice]\nwait = "Warte."\n', encoding="utf-8")
    assert Rulebook.load(folder).translations["de"].texts == {"advice.wait": "Warte."}


def test_a_folder_on_top_replaces_text_by_text(folder: Path) -> None:
    """What the folder translates is taken from there, and the rest from below."""
    write(folder, "de.toml", {"advice.wait": "Bitte warten."})
    write(folder, "fr.toml", {"advice.wait": "Attends."})
    both = BOOK.extended(folder).translations
    assert both["de"].say("advice.wait", "") == "Bitte warten."
    assert both["de"].say("ask.soil", "") == BOOK.translations["de"].say("ask.soil", "")
    assert both["fr"].say("ask.soil", ENGLISH["ask.soil"]) == ENGLISH["ask.soil"]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("Deutsch.toml", "", "`Deutsch` is no language to translate into; name the file for its code"),
        ("en.toml", "", "`en` is no language to translate into"),
        ("fr.toml", '"advice.wait" = 3\n', '`advice.wait` is no text; write "key" = "text"'),
        ("fr.toml", '"advice.wait" = " "\n', "`advice.wait` is no text"),
        ("fr.toml", '"advice.wait" = \n', "not TOML"),
        ("fr.toml", '"advice.wait" = "\\u001b[2J"\n', "the control character"),
        ("fr.seen.toml", '"advice.wait" = "0"\n', "there is no `fr.toml` beside it; remove one, or add the other"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_problem_of_the_rulebook(
    folder: Path, name: str, text: str, problem: str
) -> None:
    """File, line, what is wrong and the likely fix are said, like those of any other file."""
    (folder / "locale" / name).write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError) as raised:
        Rulebook.load(folder)
    assert problem in str(raised.value)
    assert str(raised.value).startswith(f"translated/locale/{name}")


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1))
def test_a_fingerprint_tells_texts_apart(text: str) -> None:
    """The same text has the same fingerprint, and a changed one another."""
    assert fingerprint(text) == fingerprint("".join(text))
    assert fingerprint(text) != fingerprint(text + ".")


def test_a_changed_english_text_makes_its_translation_old(folder: Path) -> None:
    """After the English text changes, its translation is found, and no other one."""
    file = folder / "advice.toml"
    file.write_text(file.read_text("utf-8").replace("Give it", "Pour"), encoding="utf-8")
    assert findings(folder) == ["`advice.water-now` in `de` is older than the English text"]


def test_a_translation_that_changes_has_to_be_compared_again(folder: Path) -> None:
    """Each of its texts, even where only its sense changes; once it is recorded again, nothing is found."""
    for key, text in BOOK.translations["de"].texts.items():
        write(folder, "de.toml", {**BOOK.translations["de"].texts, key: f"{text}!"})
        assert findings(folder) == [f"`{key}` in `de` has changed since it was compared with the English text"]
        record_comparison(folder)
        assert findings(folder) == []
        write(folder, "de.seen.toml", dict(BOOK.translations["de"].fingerprints))


def record_comparison(folder: Path) -> None:
    """Record the texts as they are as compared."""
    book = Rulebook.load(folder)
    translation, english = book.translations["de"], english_texts(book.parts)
    texts = translation.texts.items()
    write(folder, "de.seen.toml", {key: fingerprint_both(english[key], text) for key, text in texts})


def test_numbers_may_be_written_with_a_comma(folder: Path) -> None:
    """2.5 and 2,5 are the same number; 2 and 25 are not."""
    file = folder / "advice.toml"
    file.write_text(file.read_text("utf-8").replace("2 cm", "2.5 cm"), encoding="utf-8")
    texts = dict(Rulebook.load(folder).translations["de"].texts)
    write(folder, "de.toml", {**texts, "advice.wait": texts["advice.wait"].replace("2 cm", "2,5 cm")})
    record_comparison(folder)
    assert findings(folder) == []
    write(folder, "de.toml", {**texts, "advice.wait": texts["advice.wait"].replace("2 cm", "25 cm")})
    record_comparison(folder)
    assert findings(folder) == ["`advice.wait` in `de` has other numbers than the English text: 25 for 2.5"]


def test_the_command_lists_texts_that_can_be_read_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """English texts, a translation with what it lacks in comments, and the fingerprints are TOML."""
    assert main(["texts", str(folder)]) == 0
    assert tomllib.loads(capsys.readouterr().out) == ENGLISH
    assert main(["texts", str(folder), "--language", "de", "--seen"]) == 0
    assert tomllib.loads(capsys.readouterr().out) == BOOK.translations["de"].fingerprints
    write(folder, "de.toml", {"advice.wait": "Warte.", "because.gone": "Warum"})
    assert main(["texts", str(folder), "--language", "de"]) == 0
    printed = capsys.readouterr().out
    assert tomllib.loads(printed) == {"advice.wait": "Warte.", "because.gone": "Warum"}
    assert '# "ask.soil" = "How is the soil?"' in printed
    assert main(["texts", str(folder), "--language", "German!"]) == 2
    assert "`German!` is no code of a language" in capsys.readouterr().err


def test_a_language_is_named_by_its_code() -> None:
    """Anything but a text is refused with what was given."""
    with pytest.raises(InvalidInput) as caught:
        Rulebook.default().in_language(3)  # type: ignore[arg-type]
    assert str(caught.value) == "a language is named by its code, such as `de`, not `3`"
