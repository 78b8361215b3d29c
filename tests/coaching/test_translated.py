"""A translated recommendation has the same content, with the texts of the translation."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from squeezelogic import InvalidInput, Recommendation, Rulebook, recommend
from squeezelogic.cli.main import main
from squeezelogic.coaching.parts import LIST_SLOTS, Item
from squeezelogic.logic.loading import shipped
from squeezelogic.logic.loading.translations import english_texts
from squeezelogic.testing import exercises, profiles


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default rulebook, with every text in an invented language: the English one in angle brackets."""
    folder = Path(shutil.copytree(str(shipped.folder()), tmp_path_factory.mktemp("book") / "rules"))
    (folder / "locale").mkdir(exist_ok=True)
    texts = {key: f"‹{text}›" for key, text in english_texts(Rulebook.default().parts).items()}
    lines = (f"{json.dumps(key)} = {json.dumps(text)}\n" for key, text in texts.items())
    (folder / "locale" / "xx.toml").write_text("".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def book(folder: Path) -> Rulebook:
    """The rulebook in that folder."""
    return Rulebook.load(folder)


def items(rec: Recommendation) -> Iterator[Item]:
    """Every piece of advice."""
    for slot in LIST_SLOTS:
        yield from getattr(rec, slot)
    if rec.progression:
        steps = (getattr(rec.progression, name) for name in ("current", "next", "criterion", "easier"))
        yield from (step for step in steps if step)


def texts(rec: Recommendation) -> Iterator[str]:
    """Everything that a person reads."""
    yield from (rec.summary, rec.disclaimer)
    yield from (item.text for item in items(rec))
    yield from (item.short for item in items(rec) if item.short)
    yield from (reason.because for reason in rec.reasons)
    yield from (lost.because for lost in rec.overruled)


@given(profiles(), exercises())
def test_every_text_is_exchanged_and_nothing_else(book: Rulebook, lifter: object, lift: object) -> None:
    """Texts are those of the translation; ids, values, facts and the digest stay."""
    rec = recommend(lifter, lift, rulebook=book)  # type: ignore[arg-type]  # as Hypothesis draws them
    other = rec.in_language("xx", rulebook=book)
    assert list(texts(other)) == [f"‹{text}›" for text in texts(rec)]
    plain = json.dumps(other.to_dict(), ensure_ascii=False).replace("‹", "").replace("›", "")
    assert json.loads(plain) == rec.to_dict()


def test_the_brief_has_its_headings_in_the_language(book: Rulebook) -> None:
    """Headings are the library's own words: English in a language that it does not speak."""
    rec = recommend("beginner", "hip thrust", observed=["leans_back"], rulebook=book)
    assert "Why: ‹" in rec.in_language("xx", rulebook=book).brief()
    assert "Warum: " in rec.in_language("de", rulebook=book).brief()
    assert "Why: " in rec.brief()


def test_a_translated_recommendation_prints_its_verdict_in_the_language(book: Rulebook) -> None:
    """As a sentence begins; English in a language that has no word for it."""
    rec = recommend("rehab", "hip thrust", rulebook=book)
    assert str(rec).startswith("Squeeze gently: ")
    assert str(rec.in_language("de", rulebook=book)).startswith("Sanft anspannen: Ja, sanft")
    assert str(rec.in_language("xx", rulebook=book)).startswith("‹squeeze gently›: ‹")


def test_a_recommendation_in_english_is_itself() -> None:
    """English is the language that there always is."""
    rec = recommend("beginner", "hip thrust")
    assert rec.in_language("en") is rec


@pytest.mark.parametrize("language", ["xy", 3, None])
def test_a_language_without_texts_is_refused(book: Rulebook, language: object) -> None:
    """The error names the languages there are, or says how one is named."""
    rec = recommend("beginner", "hip thrust", rulebook=book)
    with pytest.raises(InvalidInput, match=r"no texts in `xy`|named by its code"):
        rec.in_language(language, rulebook=book)  # type: ignore[arg-type]  # that it is none is the point


def test_the_command_line_speaks_the_language(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--language` exchanges the texts of the brief, of everything, and of the JSON."""
    assert main(["recommend", "hip", "thrust", "--rulebook", str(folder), "--language", "xx"]) == 0
    assert capsys.readouterr().out.startswith("‹")
    assert main(["recommend", "hip", "thrust", "--rulebook", str(folder), "--language", "xx", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["summary"].startswith("‹")
    assert main(["recommend", "hip", "thrust", "--language", "xx"]) == 2
    assert "has no texts in `xx`" in capsys.readouterr().err
