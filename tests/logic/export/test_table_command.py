"""`squeezelogic table`, where it writes tables for other programs."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from squeezelogic import Rulebook
from squeezelogic.cli.main import main
from squeezelogic.logic.export.tables import export

RAIN = str(Path(__file__).parents[3] / "docs" / "examples" / "rain")
SHEETS = {sheet.name: sheet for sheet in export(Rulebook.load(RAIN)).sheets()}


def test_sql_that_is_printed_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """What comes out of the terminal decides, with nothing else needed."""
    assert main(["table", RAIN, "--format", "sql"]) == 0
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(capsys.readouterr().out)
        connection.execute(
            "INSERT INTO situations (situation, sky, wind, \"hands_busy_with.dog\") VALUES (7, 'raining', 9, TRUE)"
        )
        assert connection.execute("SELECT situation, failure, take FROM decided").fetchall() == [(7, None, "raincoat")]
        assert connection.execute("SELECT value FROM decided_lists").fetchall() == [("cover-the-others",)]


def test_one_topic_takes_slots_of_earlier_ones_like_facts(capsys: pytest.CaptureFixture[str]) -> None:
    """With `--topic`, what another topic concludes is a column of the situations."""
    assert main(["table", RAIN, "--format", "sql", "--topic", "reminding"]) == 0
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(capsys.readouterr().out)
        connection.execute("INSERT INTO situations (situation, take) VALUES (1, 'umbrella')")
        assert connection.execute("SELECT slot, value FROM decided_lists").fetchall() == [
            ("reminders", "bring-it-back")
        ]


def test_json_says_which_version_of_the_tables_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """One document, a line for each row, with every table under its name."""
    assert main(["table", RAIN, "--format", "json"]) == 0
    text = capsys.readouterr().out
    assert text.startswith('{"schema": "squeezelogic/tables/2", "tables": {\n"rulebook": [\n{"name": "rain", ')
    document = json.loads(text)
    assert {name: len(rows) for name, rows in document["tables"].items()} == {n: len(s.rows) for n, s in SHEETS.items()}


def test_csv_of_all_topics_goes_to_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file for each table, in a folder that is made if it has to be, with one kind of line end everywhere."""
    folder = tmp_path / "new" / "tables"
    assert main(["table", RAIN, "--format", "csv", "--out", str(folder)]) == 0
    assert capsys.readouterr().out == f"{len(SHEETS)} files in {folder}\n"
    assert {path.name for path in folder.iterdir()} == {f"{name}.csv" for name in SHEETS}
    assert (folder / "slots.csv").read_bytes() == (
        b"slot,column,type,list,sums,required\ntake,take,enum,false,false,true\nreminders,,advice,true,false,false\n"
    )


def test_parquet_holds_what_the_tables_hold(tmp_path: Path) -> None:
    """A file for each table, with its types; empty tables too."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: uv sync --group engines")
    assert main(["table", RAIN, "--format", "parquet", "--out", str(tmp_path)]) == 0
    for name, sheet in SHEETS.items():
        read = parquet.read_table(tmp_path / f"{name}.parquet")
        assert [tuple(row.values()) for row in read.to_pylist()] == list(sheet.rows)
        kinds = {"string": "text", "int64": "integer", "bool": "boolean"}
        assert [(field.name, kinds[str(field.type)]) for field in read.schema] == list(sheet.head)


def test_parquet_without_pyarrow_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The extra is named, and nothing is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["table", RAIN, "--format", "parquet", "--out", str(tmp_path / "there")]) == 2
    assert capsys.readouterr().err == (
        "squeezelogic: Parquet is written by pyarrow, which is not installed: `pip install pyarrow`\n"
    )
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("form", ["sql", "json", "text", "markdown"])
def test_a_file_is_written_over_only_by_force(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is there stays, unless `--force` is given; what is written is what would be printed, as UTF-8."""
    path = tmp_path / "file"
    path.write_text("mine", "utf-8")
    command = ["table", RAIN, "--format", form]
    assert main([*command, "--out", str(path)]) == 2
    assert "is there already: `--force` writes over it" in capsys.readouterr().err
    assert path.read_text("utf-8") == "mine"
    assert main([*command, "--out", str(path), "--force"]) == 0
    assert capsys.readouterr().out == f"1 file: {path}\n"
    assert main(command) == 0
    assert path.read_text("utf-8") == capsys.readouterr().out


def test_one_file_that_is_there_keeps_the_others_from_being_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Either all tables of a folder are of one rulebook, or nothing is touched."""
    (tmp_path / "rows.csv").write_text("mine", "utf-8")
    assert main(["table", RAIN, "--format", "csv", "--out", str(tmp_path)]) == 2
    assert "is there already: `--force` writes over it" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "parquet"], "parquet is written to a folder: name it with `--out`"),
        (["--format", "csv"], "CSV holds one table"),
        (["--format", "sql", "--topic", "remindin"], "no topic `remindin`: did you mean `reminding`?"),
        (["--format", "csv", "--topic", "cove", "--out", "x"], "no topic `cove`: did you mean `cover`?"),
        (["--force"], "`--force` is about files"),
        (["--format", "sql", "--out", __file__ + "/below"], "cannot write"),
        (["--format", "csv", "--out", __file__], "cannot write"),
        (["--format", "json", "--out", "x" * 5000], "cannot write"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 2, and on standard error what was wrong and what would do."""
    assert main(["table", RAIN, *arguments]) == 2
    assert said in capsys.readouterr().err


def test_letters_are_not_lost_on_the_way_to_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQL with a `?` for a letter would decide something else, so it is refused where the terminal cannot show it."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.wetter]\nvalues = ["schön"]\n[slot.hut]\ntype = "boolean"\n', "utf-8"
    )
    (tmp_path / "hut.toml").write_text(
        'topic = "hut"\n[[rule]]\nid = "sonne"\nwhen.wetter = "schön"\nthen.hut = true\n', "utf-8"
    )
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert main(["table", str(tmp_path), "--format", "sql"]) == 2
    assert "would lose letters: name a file with `--out`" in capsys.readouterr().err
    assert main(["table", str(tmp_path), "--format", "sql", "--out", str(tmp_path / "hut.sql")]) == 0
    assert "schön" in (tmp_path / "hut.sql").read_text("utf-8")


def test_the_only_topic_needs_no_name_in_dmn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document holds one topic; which one has to be said only where there are several."""
    assert main(["table", RAIN, "--format", "dmn"]) == 2
    assert "name it with `--topic`, `cover` or `reminding`" in capsys.readouterr().err
    assert main(["new", str(tmp_path / "mine")]) == 0
    capsys.readouterr()
    assert main(["table", str(tmp_path / "mine"), "--format", "dmn"]) == 0
    unnamed = capsys.readouterr().out
    assert main(["table", str(tmp_path / "mine"), "--format", "dmn", "--topic", "session"]) == 0
    assert capsys.readouterr().out == unnamed
