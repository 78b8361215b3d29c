"""Rulebooks in hostile folders, and hostile texts in rulebooks."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from squeezelogic import InvalidInput, Profile, Recommendation, Rulebook, RulebookError, SqueezelogicError, recommend
from squeezelogic.cli.report import Entry, entries, sarif
from squeezelogic.cli.situation import Files
from tests.fuzzing.targets import all_harmless, commanded, looked_at, views
from tests.fuzzing.watching import harmless
from tests.logic import tea

EVIL_NAMES = ["a\nb", "\x1b[31mred", "\u202ebook", os.fsdecode(b"\xff\xfe"), "x" * 200, "`a`", "<b>", "#?%20&;'\""]
EVIL_TEXTS = ["\x1b[31m", "\x07", "\x9b2J", "\u202eabc", "\u2066x", "\u2028", "\x00"]


@pytest.mark.parametrize("name", EVIL_NAMES)
def test_a_folder_may_have_any_name(name: str, tmp_path: Path) -> None:
    """The rulebook in it loads; its name, its pages and its errors are safe to show."""
    folder = tea.write(tmp_path).rename(tmp_path / name)
    (folder / "vocabulary.toml").write_text(tea.VOCABULARY.split("\n\n", 1)[1])  # without a name of its own
    book = Rulebook.load(folder)
    harmless(repr(book))
    assert book.name.isprintable()
    commanded(["pages", str(tmp_path / "pages"), "--rulebook", str(folder), "--alone"])
    commanded(["check", str(folder)])
    (folder / "brew.toml").write_text("?")
    with pytest.raises(RulebookError) as error:
        Rulebook.load(folder)
    harmless(str(error.value))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", EVIL_NAMES)
def test_a_file_may_have_any_name(name: str, tmp_path: Path) -> None:
    """What is wrong in it is said on one line that shows the name without obeying it."""
    folder = tea.write(tmp_path)
    (folder / f"{name}.toml").write_text("topic = 1")
    with pytest.raises(RulebookError) as error:
        Rulebook.load(folder)
    harmless(str(error.value))
    assert str(error.value).count("\n") == len(error.value.problems) - 1


@pytest.mark.parametrize("name", EVIL_NAMES)
def test_a_log_for_code_hosts_points_to_any_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In SARIF a file's name is a URI."""
    folder = tea.write(tmp_path, brew=None)
    (folder / f"{name}.toml").write_text(tea.BREW)
    book = Rulebook.load(folder)
    findings = book.check()
    assert findings
    for here in (folder.parent, folder.parent.parent, Path("/")):
        monkeypatch.chdir(here)
        log = json.loads(json.dumps(sarif(entries(book, findings, Files(str(folder))), "1.0")))
        uris = [
            place["physicalLocation"]["artifactLocation"]["uri"]
            for r in log["runs"][0]["results"]
            for place in r.get("locations", ())
        ]
        assert any(unquote(uri, errors="surrogateescape").endswith(f"/{name}.toml") for uri in uris)
        assert all(uri.isascii() and not set(uri) & set(' #?"<>`\\\n\x1b') for uri in uris)


def test_a_log_for_code_hosts_holds_no_links() -> None:
    """What stands in brackets in a rulebook is shown as it is."""
    (result,) = sarif([Entry("dead", "warning", "[click](https://example.org)")], "1.0")["runs"][0]["results"]
    assert result["message"]["text"] == "\\[click\\](https://example.org)."


@pytest.mark.parametrize("text", EVIL_TEXTS)
@pytest.mark.parametrize("file", ["vocabulary", "advice", "sources", "brew", "serve"])
def test_no_text_of_a_rulebook_holds_what_a_terminal_obeys(file: str, text: str, tmp_path: Path) -> None:
    """The rulebook is refused, with the line; so nothing that is printed later can hold it."""
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in text)
    original: str = tea.FILES[f"{file}.toml"]
    texts = [line for line in original.splitlines() if line.endswith('"') and " = " in line]
    broken = original.replace(texts[-1], f'{texts[-1][:-1]}{escaped}"', 1)
    with pytest.raises(RulebookError) as error:
        Rulebook.load(tea.write(tmp_path, **{file: broken}))
    number = broken.splitlines().index(next(line for line in broken.splitlines() if escaped in line)) + 1
    assert any(problem.line == number and "control character" in problem.what for problem in error.value.problems)
    harmless(str(error.value))


def test_typography_and_long_texts_are_no_tricks(tmp_path: Path) -> None:
    """No-break spaces, joiners, right-to-left letters, tabs and line breaks may stand in a text."""
    text = "10\u00a0kg, na\u00efve, \u05d0\u05d1, \U0001f468\u200d\U0001f469\u200d\U0001f467, a\\tb\\nc"
    book = Rulebook.load(tea.write(tmp_path, advice=tea.ADVICE.replace("Take your time.", text)))
    assert book.advice["take-your-time"].text.startswith("10\u00a0kg")


@pytest.mark.parametrize("text", [*EVIL_TEXTS, "<script>alert(1)</script>", "a\nb"])
def test_a_foreign_recommendation_is_shown_without_being_obeyed(text: str) -> None:
    """Whatever its texts are, its explanation and its card are safe to print; ids and closed words cannot be such."""
    data = recommend(Profile(experience="beginner", more={"knees": "x"}), "hip thrust").to_dict()
    item = {"id": "x", "text": text, "rule": "y"}
    data |= {"summary": text[:140], "cues": [item | {"focus": "internal"}], "disclaimer": text}
    reason = {"rule": "y", "topic": text, "because": text, "claims": [text], "basis": "house", "disputed_by": [text]}
    lost = {"rule": "y", "topic": text, "by": "z", "ranks_by": "level", "because": text}
    data |= {"reasons": [reason], "overruled": [lost]}
    data |= {"rulebook": data["rulebook"] | {"name": text, "version": text}}
    data |= {"facts": data["facts"] | {text: text, "a": [text]}}
    data |= {"progression": {"direction": None, "current": item, "next": None, "criterion": item, "easier": None}}
    with pytest.raises(InvalidInput):
        Recommendation.from_dict(data | {"verdict": text})
    foreign = Recommendation.from_dict(data)
    for shown in views(foreign):
        harmless(shown)


def test_a_recommendation_with_one_reason_and_no_lists_is_still_told() -> None:
    """Data from elsewhere may give no more; without a reason it is none."""
    data = recommend("beginner", "hip thrust").to_dict()
    data |= {"reasons": data["reasons"][:1], "overruled": [], "cues": []}
    looked_at(Recommendation.from_dict(data), all_harmless)
    with pytest.raises(InvalidInput, match="reasons must have at least 1 member"):
        Recommendation.from_dict(data | {"reasons": []})


@pytest.mark.parametrize("given", [None, 3, b"rules", ["rules"], object()])
def test_a_folder_is_a_path(given: object) -> None:
    """Anything else is an error of ours."""
    for load in (Rulebook.load, Rulebook.default().extended):
        with pytest.raises(SqueezelogicError):
            load(given)  # type: ignore[arg-type]
