"""What `check` finds, for code hosts; and checking on every save."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from squeezelogic import Rulebook
from squeezelogic.cli.check import changes
from squeezelogic.cli.main import main
from squeezelogic.cli.report import SCHEMA, Entry, Spot, github, sarif, unreadable
from squeezelogic.cli.situation import Files
from squeezelogic.logic.model.errors import Problem

BROKEN = Path(__file__).parents[1] / "broken"
FOLDERS = sorted(path for path in BROKEN.iterdir() if path.is_dir())
ANNOTATION = re.compile(r"::(error|warning|notice) (?:file=([^,]*),)?(?:line=(\d+),)?title=([^:]*)::(.*)")


def reported(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What `check` prints where it finds something."""
    assert main(["check", *arguments]) in (1, 2)
    return capsys.readouterr().out


def results(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    """The results of a SARIF log."""
    (run,) = json.loads(reported(capsys, *arguments, "--sarif"))["runs"]
    found: list[dict[str, Any]] = run["results"]
    return found


def place(location: dict[str, Any]) -> tuple[str, int | None]:
    """File and line of a location."""
    where = location["physicalLocation"]
    return where["artifactLocation"]["uri"], where.get("region", {}).get("startLine")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_finding_is_reported_with_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In SARIF as in annotations: as many, of the same checks, in files that are there from here."""
    monkeypatch.chdir(folder)
    findings = Rulebook.load(folder).check(lint=True)
    found = results(capsys, ".", "--lint")
    assert [result["ruleId"] for result in found] == [finding.check for finding in findings]
    for result, finding in zip(found, findings, strict=True):
        assert finding.what in result["message"]["text"].replace("\\", "")
        assert result["message"]["text"].endswith(".")
        if finding.file:
            file, line = place(result["locations"][0])
            assert (Path(file).is_file(), line) == (True, finding.line or 1)
        places = [place(each) for each in (*result.get("locations", ()), *result.get("relatedLocations", ()))]
        assert len(set(places)) == len(places)
    lines = reported(capsys, ".", "--format", "github", "--lint").splitlines()
    matched = [ANNOTATION.fullmatch(line) for line in lines]
    assert all(matched)
    assert len(matched) == len(findings)


@pytest.mark.parametrize(
    ("here", "given"),
    [
        (".", "broken/gap"),
        ("broken", "./gap"),
        ("broken/gap", "."),
        ("broken/dead", "../gap"),
        ("clean", "../broken/gap/"),
    ],
)
def test_paths_are_those_given_on_the_command_line(
    here: str, given: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In text and JSON a file begins with the folder as it was typed, and is there, seen from the current directory."""
    monkeypatch.chdir(BROKEN.parent / here)
    wanted = (Path(given) / "water.toml").as_posix()
    assert reported(capsys, given).startswith(f"{wanted}:2: error: gap: ")
    (finding,) = json.loads(reported(capsys, given, "--json"))["findings"]
    assert (finding["file"], finding["line"], Path(finding["file"]).is_file()) == (wanted, 2, True)


def test_every_command_names_unreadable_files_by_the_path_that_was_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the rulebook goes on top of the default one, and in JSON."""
    folder = tmp_path / "some" / "book"
    shutil.copytree(BROKEN / "gap", folder)
    (folder / "water.toml").write_text("topic = ")
    monkeypatch.chdir(tmp_path)
    for arguments in (
        ["check", "some/book"],
        ["decide", "some/book"],
        ["table", "./some/book"],
        ["recommend", "hip thrust", "--rulebook", "some/book"],
    ):
        assert main(arguments) == 2
        assert capsys.readouterr().err.startswith("squeezelogic: some/book/water.toml:1: ")
    assert main(["check", "some/book", "--json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)["error"]["problems"]
    assert problem["file"] == "some/book/water.toml"


def test_a_conflict_has_both_places(capsys: pytest.CaptureFixture[str]) -> None:
    """One is the location, the other a related one, in words."""
    (result,) = results(capsys, str(BROKEN / "conflict"))
    book = Rulebook.load(BROKEN / "conflict")
    assert {place(each)[1] for each in (*result["locations"], *result["relatedLocations"])} == {
        rule.place.line for rule in book.rules.values()
    }
    assert result["relatedLocations"][0]["message"]["text"].startswith("rule `")


@pytest.mark.thorough
def test_a_finding_of_an_extension_points_at_the_extension(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file lies in the folder of additions; the shipped rule is the related place."""
    mine = tmp_path / "rules"  # called like the shipped one
    mine.mkdir()
    (mine / "squeeze.toml").write_text(
        'topic = "squeeze"\n[[rule]]\nid = "mine"\nlevel = "referral"\nwhen.red_flags = "any"\n'
        'then.verdict = "squeeze"\nthen.strength = "strong"\nbasis = "house"\n'
    )
    monkeypatch.chdir(tmp_path)
    found = [result for result in results(capsys, "rules", "--on-top") if result["ruleId"] == "conflict"]
    assert found
    places = [place(each)[0] for result in found for each in (*result["locations"], *result["relatedLocations"])]
    assert "rules/squeeze.toml" in places
    shipped = [each for each in places if each != "rules/squeeze.toml"]
    assert shipped
    assert all(each.startswith("file://") for each in shipped)
    assert {place(result["locations"][0])[0] for result in found} == {"rules/squeeze.toml"}
    annotations = reported(capsys, "rules", "--on-top", "--format", "github").splitlines()
    assert [line.startswith("::error file=rules/squeeze.toml,line=2,") for line in annotations if "conflict" in line]
    for finding in json.loads(reported(capsys, "rules", "--on-top", "--json"))["findings"]:
        if finding["check"] == "conflict":
            (related,) = finding["related"]
            assert (finding["file"], finding["line"]) == ("rules/squeeze.toml", 2)
            assert Rulebook.default().rules[related["rule"]].place.line == related["line"]
    texts = [line for line in reported(capsys, "rules", "--on-top").splitlines() if ": conflict: " in line]
    assert all(re.search(r"^rules/squeeze\.toml:2: .*; see also rules/squeeze\.toml:\d+$", line) for line in texts)


def test_a_broken_law_or_case_below_an_extension_points_at_the_rule_of_the_extension(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The law or case that it breaks is the related place."""
    folder = "docs/examples/wrong-sore-back"
    found = results(capsys, folder, "--on-top")
    assert {result["ruleId"] for result in found} == {"law", "case"}
    for result in found:
        ((first, _),) = map(place, result["locations"])
        ((other, line),) = map(place, result["relatedLocations"])
        assert first == f"{folder}/squeeze.toml"
        assert other.startswith("rules/")
        if result["ruleId"] == "law":
            said = result["relatedLocations"][0]["message"]["text"]
            assert said in {f"law `{law.id}`." for law in Rulebook.default().laws if law.place.line == line}
    for text in reported(capsys, folder, "--on-top").splitlines()[:-1]:
        assert re.search(rf"^{folder}/squeeze\.toml:\d+: .*; see also rules/[\w.]+:\d+$", text)


@pytest.mark.parametrize("form", ["sarif", "github", "json"])
def test_a_rulebook_that_cannot_be_read_is_reported_too(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each problem with its file, line and rule, and exit status 2."""
    shutil.copytree(BROKEN / "conflict", tmp_path / "book")
    path = tmp_path / "book" / "water.toml"
    path.write_text(path.read_text("utf-8").replace("when.sun", "when.sn"))
    monkeypatch.chdir(tmp_path)
    assert main(["check", "book", "--format", form]) == 2
    out = capsys.readouterr().out
    assert "did you mean `sun`?" in out
    if form == "sarif":
        (result,) = json.loads(out)["runs"][0]["results"]
        assert (result["ruleId"], result["level"], place(result["locations"][0])[0]) == (
            "load",
            "error",
            "book/water.toml",
        )
    elif form == "github":
        (line,) = out.splitlines()
        assert line.startswith("::error file=book/water.toml,line=")
    else:
        (problem,) = json.loads(out)["error"]["problems"]
        assert problem["rule"]
        assert problem["line"]


def exactly(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """The schema of an object with these properties and no others."""
    properties = {**required, **(optional or {})}
    return {"type": "object", "properties": properties, "required": [*required], "additionalProperties": False}


MESSAGE = exactly({"text": {"type": "string", "pattern": r"[.]$"}})
FILE = exactly({"uri": {"type": "string", "format": "uri-reference", "pattern": r"^[^\\\s]+$"}})
REGION = exactly({"startLine": {"type": "integer", "minimum": 1}})
PLACE = {"physicalLocation": exactly({"artifactLocation": FILE}, {"region": REGION})}
RESULT = exactly(
    {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["error", "warning", "note"]},
        "message": MESSAGE,
        "locations": {"type": "array", "items": exactly(PLACE), "minItems": 1, "maxItems": 1},
    },
    {
        "relatedLocations": {
            "type": "array",
            "items": exactly({"id": {"type": "integer", "minimum": 0}, "message": MESSAGE, **PLACE}),
            "minItems": 1,
            "uniqueItems": True,
        }
    },
)
ABOUT_A_CHECK = ("shortDescription", "fullDescription", "help")
DRIVER = exactly(
    {
        "name": {"const": "squeezelogic"},
        "version": {"type": "string"},
        "semanticVersion": {"type": "string"},
        "informationUri": {"type": "string", "format": "uri"},
        "rules": {
            "type": "array",
            "items": exactly({"id": {"type": "string"}, **dict.fromkeys(ABOUT_A_CHECK, MESSAGE)}),
            "uniqueItems": True,
        },
    }
)
RUN = exactly(
    {
        "tool": exactly({"driver": DRIVER}),
        "columnKind": {"const": "unicodeCodePoints"},
        "results": {"type": "array", "items": RESULT},
    }
)
LOG = exactly(
    {
        "$schema": {"const": SCHEMA},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN, "minItems": 1, "maxItems": 1},
    }
)
"""What of SARIF 2.1.0 is written: logs that fit it were valid by the official schema."""


def test_every_log_is_sarif(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Whatever is found, and what cannot be read: the properties of SARIF 2.1.0, and each result with its rule."""
    (tmp_path / "vocabulary.toml").write_text("[attribute.sun]\n")
    for folder in (*FOLDERS, tmp_path):
        log = json.loads(reported(capsys, str(folder), "--sarif", "--lint"))
        assert [error.message for error in Draft7Validator(LOG).iter_errors(log)] == []
        (run,) = log["runs"]
        ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert all(ids[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_annotations_escape_what_the_host_would_take_for_its_own() -> None:
    """Line feeds and per cent signs everywhere, commas and colons in properties."""
    entry = Entry("gap", "note", "50% of it\nis open", Spot(Path("a,b:c.toml"), 3))
    assert github([entry]) == "::notice file=a%2Cb%3Ac.toml,line=3,title=squeezelogic%3A gap::50%25 of it%0Ais open"


def test_a_message_of_a_log_is_a_sentence_without_links() -> None:
    """It ends in one full stop, and brackets are text; also in places that are related."""
    for text, said in {
        "see [a](b).": r"see \[a\](b).",
        r"a\b [c]": r"a\\b \[c\].",
        "open": "open.",
    }.items():
        entry = Entry("gap", "warning", text, None, (Spot(Path("x y.toml"), None, text),))
        (result,) = sarif([entry], "1.0")["runs"][0]["results"]
        assert (result["level"], result["message"]["text"]) == ("warning", said)
        (related,) = result["relatedLocations"]
        assert (related["id"], related["message"]["text"]) == (0, said)
        assert related["physicalLocation"] == {
            "artifactLocation": {"uri": "x%20y.toml"}, "region": {"startLine": 1}
        }  # fmt: skip


def test_a_log_of_nothing_is_a_log() -> None:
    """No finding, no rule, no result."""
    (run,) = sarif([], "1.0")["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def test_watching_sees_every_change(tmp_path: Path) -> None:
    """At once, then when a file is added, changed or removed, and not in between."""
    file, note = tmp_path / "a.toml", tmp_path / "note.txt"
    steps: Iterator[Any] = iter(
        [
            lambda: None,
            lambda: file.write_text("one"),
            lambda: None,
            lambda: file.write_text("changed"),
            lambda: note.write_text("no rulebook's"),
            file.unlink,
        ]
    )
    seen: list[list[tuple[str, int]]] = []

    def wait() -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    def look() -> None:
        seen.extend([(name, size) for name, _, size in state] for state in changes(tmp_path, wait))

    with pytest.raises(KeyboardInterrupt):
        look()
    assert seen == [[], [("a.toml", 3)], [("a.toml", 7)], []]


def test_watch_reports_each_state_until_it_is_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong, then that it was put right; the last state is the exit status."""
    folder = tmp_path / "dead"
    shutil.copytree(BROKEN / "conflict", folder)
    right = (folder / "water.toml").read_text("utf-8")
    (folder / "water.toml").write_text("topic = ")
    waits = iter([lambda: (folder / "water.toml").write_text(right)])

    def sleep(_: float) -> None:
        step = next(waits, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr("squeezelogic.cli.check.time.sleep", sleep)
    assert main(["check", str(folder), "--watch"]) == 1
    out = capsys.readouterr().out
    assert out.index("not TOML") < out.index("1 finding in 2 rules") < out.index("stopped")
    assert main(["check", "--watch"]) == 2


def test_a_problem_of_a_shipped_file_has_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the file is not named as it lies from here."""
    monkeypatch.chdir(tmp_path)
    (entry,) = unreadable([Problem("it is wrong", file="rules/laws.toml", line=7)], Files(None))
    assert entry.spot is not None
    assert (entry.spot.path.name, entry.spot.line) == ("laws.toml", 7)
