"""The library's own words, in every language that it speaks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from squeezelogic.logic.render import phrases as module
from squeezelogic.logic.render.phrases import ENGLISH, LANGUAGES, phrase, phrases, spoken

ROOT = Path(module.__file__).parents[2]
FOLDER = Path(module.__file__).with_name("locale")


def gaps(text: str) -> set[str]:
    """The names of a phrase's gaps."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_phrase(language: str) -> None:
    """With no gap that the English phrase lacks, and none twice or empty."""
    own = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    english = phrases(ENGLISH)
    assert list(own) == list(english)
    assert {key for key in own if not own[key].strip() or not gaps(own[key]) <= gaps(english[key])} == set()


def test_every_file_is_a_language_that_is_spoken() -> None:
    """No translation lies there unused."""
    assert {path.stem for path in FOLDER.glob("*.json")} == set(LANGUAGES)


def test_a_language_that_is_not_spoken_is_english() -> None:
    """So is one that lacks a phrase; and outside `spoken`, texts are English."""
    assert phrases("xx") == phrases(ENGLISH)
    with spoken("de"):
        assert phrase("why") == "Warum"
    assert phrase("why") == "Why"
    assert phrase("disputed-by", claims="A-01") == "Disputed by A-01."


def test_no_phrase_is_left_over() -> None:
    """Each is named somewhere, or begins as a name that is put together does."""
    code = "".join(path.read_text("utf-8") for kind in ("py", "mjs", "html") for path in ROOT.rglob(f"*.{kind}"))
    words = set(re.findall(r"[a-z_.-]+", code))
    begun = {word for word in words if word.endswith(".") and len(word) > 1}
    assert {key for key in phrases(ENGLISH) if key not in words and not key.startswith(tuple(begun))} == set()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_questions_that_differ_in_english_differ_in_a_translation(language: str) -> None:
    """No phrase of an interview got the text of another one by copying."""
    english, translated = ({k: v for k, v in phrases(it).items() if k.startswith("ask.")} for it in ("en", language))
    assert len(set(translated.values())) == len(set(english.values())) > 10
