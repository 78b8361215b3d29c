"""The commands `new`, `schema` and `import`, which start a rulebook and let tools check it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path, PurePosixPath

import pytest
from jsonschema import Draft7Validator

from squeezelogic import Rulebook
from squeezelogic.cli.author import SCHEMAS, STARTER
from squeezelogic.cli.check import refresh_schemas
from squeezelogic.cli.main import declared, main
from squeezelogic.logic.export.schemas import schemas
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.mutation.run import mutate

RAIN = Path(__file__).parents[2] / "docs" / "examples" / "rain"


def test_a_new_rulebook_is_proven_and_pinned_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check` finds nothing in it, no mutant of it survives, and it is called like its folder."""
    folder = tmp_path / "my-rules"
    folder.mkdir()
    assert main(["new", str(folder)]) == 0
    assert f"squeezelogic check {folder} --watch" in capsys.readouterr().out
    assert sorted(path.name for path in folder.iterdir()) == sorted(STARTER)
    book = Rulebook.load(folder)
    assert (book.name, len(book.topics)) == ("my-rules", 1)
    assert book.cases
    assert book.laws
    assert book.check() == ()
    assert not mutate(book)


@pytest.mark.parametrize("there", ["file", "full", "beneath a file"])
def test_nothing_is_written_over(there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds something is left alone."""
    folder = tmp_path / "mine"
    if there == "full":
        folder.mkdir()
        (folder / "a.txt").write_text("")
    else:
        folder.write_text("")
    assert main(["new", str(folder / "below" if there == "beneath a file" else folder)]) == 2
    said = capsys.readouterr().err
    why = (
        f"cannot write to {quoted(str(folder / 'below'))}: " if there == "beneath a file" else "already, and not empty"
    )
    assert why in said
    assert not list(tmp_path.rglob("vocabulary.toml"))


def test_schemas_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """All as one object, or one by its name."""
    book = Rulebook.load(RAIN)
    assert main(["schema", str(RAIN)]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(schemas(book)))
    assert main(["schema", str(RAIN), "--of", "topic"]) == 0
    Draft7Validator.check_schema(json.loads(capsys.readouterr().out))
    assert main(["schema", str(RAIN), "--of", "topics"]) == 2
    assert main(["schema", "--write"]) == 2


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the rulebook about rain, its schemas written, in which we are."""
    shutil.copytree(RAIN, tmp_path / "rain")
    monkeypatch.chdir(tmp_path)
    assert main(["schema", "rain", "--write"]) == 0
    return tmp_path


def test_schemas_are_written_where_editors_find_them(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Below the rulebook, with settings for both language servers; existing settings are left alone."""
    assert len(list((project / "rain" / SCHEMAS).iterdir())) == len(schemas(Rulebook.load(RAIN)))
    assert Rulebook.load(project / "rain") == Rulebook.load(RAIN)
    for name in (".taplo.toml", "tombi.toml"):
        text = (project / name).read_text("utf-8")
        assert "rain/schemas/topic.schema.json" in text
        (project / name).write_text("# mine\n")
    capsys.readouterr()
    assert main(["schema", "rain", "--write"]) == 0
    assert "tombi.toml is yours: add this to it" in capsys.readouterr().out
    assert (project / "tombi.toml").read_text("utf-8") == "# mine\n"


def test_each_file_of_a_rulebook_gets_the_schema_of_its_kind(project: Path) -> None:
    """In Taplo the last rule that matches counts, in Tombi the first schema."""
    taplo = tomllib.loads((project / ".taplo.toml").read_text("utf-8"))["rule"]
    tombi = tomllib.loads((project / "tombi.toml").read_text("utf-8"))["schemas"]
    kinds = {"advice.toml": "advice", "cover.cases.toml": "cases", "cover.toml": "topic", "laws.toml": "laws"}
    for name, kind in {**kinds, "vocabulary.toml": "vocabulary", "sources.toml": "sources"}.items():
        file = PurePosixPath("/project/rain", name)
        by_taplo = [rule["schema"]["path"] for rule in taplo if any(file.match(it) for it in rule["include"])]
        by_tombi = [schema["path"] for schema in tombi if any(file.match(it) for it in schema["include"])]
        assert by_taplo[-1].removeprefix("./") == by_tombi[0] == f"rain/schemas/{kind}.schema.json"


def test_schemas_may_be_written_inside_the_rulebook(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings beside them are no files of the rulebook."""
    monkeypatch.chdir(project / "rain")
    assert main(["schema", ".", "--write"]) == 0
    assert (project / "rain" / "tombi.toml").is_file()
    assert Rulebook.load(".") == Rulebook.load(RAIN)


def test_watching_makes_schemas_anew(project: Path) -> None:
    """A word that is added to the vocabulary is known to the schemas after the next look."""
    path = project / "rain" / "vocabulary.toml"
    path.write_text(path.read_text("utf-8").replace('"cloudy", ', '"cloudy", "foggy", '))
    refresh_schemas(declared("check").parse(["rain"]))
    assert '"foggy"' in (project / "rain" / SCHEMAS / "topic.schema.json").read_text("utf-8")


def test_watching_goes_on_over_a_file_that_is_half_written(project: Path) -> None:
    """The schemas stay as they were."""
    schema = project / "rain" / SCHEMAS / "topic.schema.json"
    before = schema.read_text("utf-8")
    (project / "rain" / "vocabulary.toml").write_text("[attribute")
    refresh_schemas(declared("check").parse(["rain"]))
    assert schema.read_text("utf-8") == before


def test_a_rulebook_that_is_made_in_this_folder_is_named_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the folder is called by a point."""
    (tmp_path / "my-rules").mkdir()
    monkeypatch.chdir(tmp_path / "my-rules")
    assert main(["new", "."]) == 0
    assert Rulebook.load(".").name == "my-rules"


LINTERS = [["taplo", "lint"], ["tombi", "lint", "--offline"]]


@pytest.mark.parametrize("linter", LINTERS, ids=lambda linter: linter[0])
def test_typing_slips_are_found_by_the_tools(linter: list[str], project: Path) -> None:
    """Taplo and Tombi take the rulebook as it is, and refuse each slip."""
    if shutil.which(linter[0]) is None:
        pytest.skip(f"{linter[0]} is not installed: uv sync --group editors")

    def lint(file: str) -> int:
        done = subprocess.run([*linter, f"rain/{file}"], capture_output=True, check=False, env={**os.environ})
        return done.returncode

    slips = [
        ("cover.toml", "when.wind", "when.wnd"),
        ("cover.toml", 'not = "clear"', 'not = "cler"'),
        ("cover.toml", 'then.take = "umbrella"', 'then.take = "umbrela"'),
        ("cover.cases.toml", "near_miss", "near_mis"),
        ("laws.toml", "says", "sais"),
        ("vocabulary.toml", 'type = "boolean"', 'type = "bolean"'),
    ]
    assert [file for file in dict.fromkeys(file for file, _, _ in slips) if lint(file) != 0] == []
    for file, right, wrong in slips:
        path = project / "rain" / file
        text = path.read_text("utf-8")
        path.write_text(text.replace(right, wrong, 1))
        assert lint(file) != 0, wrong
        path.write_text(text)


def test_a_table_comes_back_as_a_topic(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`import` reads what `table --format csv` prints, also where a topic reads an earlier one's slot."""
    folder = tmp_path / "rain"
    shutil.copytree(RAIN, folder, ignore=shutil.ignore_patterns("*.cases.toml"))
    before = Rulebook.load(folder)
    for topic in ("cover", "reminding"):
        assert main(["table", str(folder), "--topic", topic, "--format", "csv"]) == 0
        (tmp_path / f"{topic}.csv").write_text(capsys.readouterr().out)
        out = folder / f"{topic}.toml"
        assert main(["import", str(tmp_path / f"{topic}.csv"), str(folder), "--out", str(out)]) == 2
        assert "`--force` writes over it" in capsys.readouterr().err
        assert main(["import", str(tmp_path / f"{topic}.csv"), str(folder), "--out", str(out), "--force"]) == 0
        capsys.readouterr()
    after = Rulebook.load(folder)
    assert [topic.concludes for topic in after.topics] == [topic.concludes for topic in before.topics]
    assert main(["diff", str(RAIN), str(folder)]) == 0
    assert main(["import", str(tmp_path / "none.csv"), str(folder)]) == 2
    assert "cannot be read as a table" in capsys.readouterr().err


def test_the_hook_for_pre_commit_proves_the_folder_in_its_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    """What the hook runs is a command that there is; a folder that is broken fails it."""
    text = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text("utf-8")
    hook = dict(re.findall(r"^[- ] (\w+): (.*)$", text, re.MULTILINE))
    program, *arguments = hook["entry"].split()
    assert program == "squeezelogic"
    assert main([*arguments, str(RAIN)]) == 0
    assert main([*arguments, str(Path(__file__).parents[1] / "broken" / "conflict")]) == 1
    assert re.search(hook["files"], "rules/cover.toml")
    assert hook["pass_filenames"] == "false"
