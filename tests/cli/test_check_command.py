"""The output of `squeezelogic check` for people, programs and code hosts."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from squeezelogic.cli.main import main
from squeezelogic.cli.report import Entry, Spot, sarif
from squeezelogic.cli.terminal import Bar
from squeezelogic.logic.rulebook import Rulebook

BROKEN = Path(__file__).parents[1] / "broken"


def test_the_default_rulebook_is_proven(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is found, and it is said in how much."""
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("`squeezelogic`: nothing found in ")
    assert "4,226,892,064,358,400 situations" in out


def test_findings_are_printed_and_counted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each finding on a line as it describes itself, then a summary; the status says that there are some."""
    monkeypatch.chdir(BROKEN)
    assert main(["check", "conflict"]) == 1
    *findings, summary = capsys.readouterr().out.splitlines()
    assert findings == (BROKEN / "conflict" / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert summary == "`conflict`: 1 finding in 2 rules, 0 laws, 0 cases, 0 waivers, over all 12 situations"


def test_what_cannot_be_read_is_another_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without a usable rulebook is no finding; it is said on standard error."""
    assert main(["check", str(tmp_path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "no rulebook here" in captured.err


def test_a_number_that_nobody_would_read_is_a_magnitude(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Four hundred questions that are yes, no or unknown: 3 ** 400 situations."""
    attributes = "".join(f'[attribute.a{i}]\ntype = "boolean"\n' for i in range(400))
    (tmp_path / "vocabulary.toml").write_text(f'{attributes}[slot.tea]\nvalues = ["green"]\n')
    (tmp_path / "tea.toml").write_text(
        'topic = "tea"\nlevels = ["l"]\n[[rule]]\nid = "r"\nlevel = "l"\nwhen.a0 = true\nthen.tea = "green"\n'
    )
    main(["check", str(tmp_path)])
    assert capsys.readouterr().out.endswith("over all about 10^190 situations\n")


def test_json_holds_the_findings(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs read the same findings, sets as lists, and over how many situations they were looked for."""
    monkeypatch.chdir(BROKEN)
    assert main(["check", "unused", "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert record["situations"] == 4 * 3 * 4
    findings = Rulebook.load("unused").check()
    assert record["findings"] == [{**finding.to_dict(), "related": []} for finding in findings]
    assert main(["check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


@pytest.mark.parametrize("here", [".", "broken", "broken/dead", "logic"])
def test_sarif_points_into_the_files(
    here: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code hosts get SARIF 2.1.0: each finding's check, level, sentence, line, and file as seen from where we are."""
    monkeypatch.chdir(BROKEN.parent / here)
    folder = os.path.relpath(BROKEN / "dead")
    assert main(["check", folder, "--sarif"]) == 1
    log = json.loads(capsys.readouterr().out)
    (run,), (finding,) = log["runs"], Rulebook.load(folder).check()
    (result,) = run["results"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["name"] == "squeezelogic"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["dead"]
    assert (result["ruleId"], result["level"]) == ("dead", "warning")
    assert finding.what in result["message"]["text"]
    (location,) = result["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": finding.line}
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    path = Path(url2pathname(urlsplit(uri).path))
    assert path.read_bytes() == (BROKEN / "dead" / "water.toml").read_bytes()
    assert path.is_absolute() == (here == "logic")


def test_sarif_points_to_a_file_where_no_line_is_known() -> None:
    """The file has to do: the region is its first line."""
    log = sarif([Entry("unused", "note", "unused", Spot(Path("rules/vocabulary.toml")))], "1.0")
    assert log["runs"][0]["results"][0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "rules/vocabulary.toml"},
                "region": {"startLine": 1},
            }
        }
    ]


def test_sarif_points_to_a_name_written_in_escapes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its text is unescaped, and its place is found as written."""
    escaped = r'[attribute."m\u006fod"]' + '\nvalues = ["good"]\n[slot.drink]\nvalues = ["tea"]\n'
    (tmp_path / "vocabulary.toml").write_text(escaped)
    (tmp_path / "drink.toml").write_text('topic = "drink"\n[[rule]]\nid = "tea"\nthen.drink = "tea"\nbasis = "house"\n')
    assert main(["check", str(tmp_path), "--sarif"]) == 1
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert "`mood`" in result["message"]["text"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


def test_on_top_of_what_has_to_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    """`--on-top` without a folder does not silently check the default rulebook."""
    assert main(["check", "--on-top"]) == 2
    assert capsys.readouterr() == ("", "squeezelogic: `--on-top` needs a folder\n")


class Terminal(io.StringIO):
    """A stream of a terminal."""

    def isatty(self) -> bool:
        """It is a terminal."""
        return True


def test_a_bar_shows_what_takes_long_and_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing within the first second or without a terminal; then the progress; at the end a clean line."""
    now = [0.0]
    monkeypatch.setattr("squeezelogic.cli.terminal.time.monotonic", lambda: now[0])
    terminal, pipe = Terminal(), io.StringIO()
    with Bar(terminal) as bar, Bar(pipe) as unseen:
        bar("gap", 1, 4)
        assert terminal.getvalue() == ""
        now[0] = 1.5
        bar("gap", 2, 4)
        unseen("gap", 2, 4)
        assert f"[{'#' * 15}{' ' * 15}] gap 2/4" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert pipe.getvalue() == ""


@pytest.mark.parametrize(
    ("bounds", "situations"), [("at_least = 0\nat_most = 5", 7), ("at_least = 0", 3), ("at_most = 5", 3), ("", 3)]
)
def test_endless_values_are_counted_as_the_rules_tell_them_apart(
    bounds: str, situations: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A whole number within two bounds has a number of values; otherwise these count as below 3, from 3 on, unknown."""
    (tmp_path / "vocabulary.toml").write_text(f'[attribute.n]\ntype = "integer"\n{bounds}\n[slot.s]\nvalues = ["x"]\n')
    rule = '[[rule]]\nid = "much"\nwhen.n = { at_least = 3 }\nthen.s = "x"\nbasis = "house"\nbecause = "So."\n'
    (tmp_path / "s.toml").write_text(f'topic = "s"\n{rule}')
    main(["check", str(tmp_path)])
    assert capsys.readouterr().out.endswith(f", over all {situations} situations\n")
