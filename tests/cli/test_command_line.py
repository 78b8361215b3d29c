"""The command line: its commands, output, errors and exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

import squeezelogic
from squeezelogic import Profile, Recommendation, recommend
from squeezelogic.cli.main import main, modules
from squeezelogic.logic.model.errors import quoted
from tests.logic import tea

ROMANIAN = [
    "Romanian Deadlift (Barbell)",
    "--experience",
    "advanced",
    "--goal",
    "hypertrophy",
    "--observed",
    "leans_back",
]


def test_recommend_prints_the_brief_and_on_request_everything(capsys: pytest.CaptureFixture[str]) -> None:
    """The text on the terminal is what a coach says, with the disclaimer; `--full` prints the whole explanation."""
    profile = Profile(experience="advanced", goal="hypertrophy")
    rec = recommend(profile, "Romanian Deadlift (Barbell)", observed=["leans_back"])
    assert main(["recommend", *ROMANIAN]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(rec.brief() + "\n\n")
    assert printed.split()[-len(rec.disclaimer.split()) :] == rec.disclaimer.split()
    assert main(["recommend", *ROMANIAN, "--full"]) == 0
    assert capsys.readouterr().out == rec.explain("full") + "\n"


@pytest.mark.parametrize(
    ("word", "option"),
    [
        *((value, f"--experience {value}") for value in ("beginner", "intermediate", "advanced")),
        *((value, f"--goal {value}") for value in ("hypertrophy", "strength", "athletic", "general")),
        ("rehab", "--rehab yes"),
        ("(Rehab)", "--rehab yes"),
    ],
)
@pytest.mark.parametrize("command", ["recommend", "explain"])
def test_a_word_about_the_lifter_in_a_name_is_pointed_out(
    command: str, word: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless the option is there too; the answer is the same either way."""
    assert main([command, word, "hip", "thrust"]) == 0
    with_word = capsys.readouterr()
    assert with_word.err.endswith(f"if it is about the lifter, add `{option}`\n")
    assert main([command, "hip", "thrust"]) == 0
    without = capsys.readouterr()
    assert (with_word.out, without.err) == (without.out, "")
    assert main([command, word, "hip", "thrust", *option.split()]) == 0
    assert capsys.readouterr().err == ""


def test_json_is_the_recommendation(capsys: pytest.CaptureFixture[str]) -> None:
    """What a program reads loads back into the same recommendation."""
    assert main(["recommend", *ROMANIAN, "--json"]) == 0
    profile = Profile(experience="advanced", goal="hypertrophy")
    rec = recommend(profile, "Romanian Deadlift (Barbell)", observed=["leans_back"])
    printed = capsys.readouterr().out
    assert Recommendation.from_dict(json.loads(printed)) == rec
    assert printed == json.dumps(rec.to_dict(), indent=2) + "\n"


def test_options_cover_every_fact(capsys: pytest.CaptureFixture[str]) -> None:
    """Truth values, sets, the exercise's own facts and a profile file all arrive."""
    arguments = "--rehab --no-squeeze-habit --red-flags fever,night_pain --load light --single-leg --observed no_pause"
    assert main(["recommend", "hip thrust", *arguments.split(), "--observed", "bar_rolls,knees_cave", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)["facts"]
    assert facts == {
        "family": "thrust",
        "load": "light",
        "movement": "hip_thrust",
        "observed": ["bar_rolls", "knees_cave", "no_pause"],
        "red_flags": ["fever", "night_pain"],
        "rehab": True,
        "single_leg": True,
        "squeeze_habit": False,
        "tempo": "controlled",
    }


def test_a_profile_file_is_read_and_options_add_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An option wins over the file."""
    file = tmp_path / "me.json"
    file.write_text('{"experience": "beginner", "goal": "strength"}')
    assert main(["recommend", "hip thrust", "--profile", str(file), "--goal", "athletic", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)["facts"]
    assert (facts["experience"], facts["goal"]) == ("beginner", "athletic")


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"experiance": "beginner"}', "\0", "[" * 100_000], ids=range(6))
def test_a_broken_profile_file_is_refused(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the file holds, the answer is a sentence and exit status 2."""
    file = tmp_path / "me.json"
    file.write_text(content)
    assert main(["recommend", "hip thrust", "--profile", str(file)]) == 2
    assert capsys.readouterr().err.startswith("squeezelogic: ")
    assert main(["recommend", "hip thrust", "--profile", str(tmp_path / "none.json")]) == 2


def refused(profile: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said of a profile file that cannot be used."""
    assert main(["recommend", "hip thrust", "--profile", profile]) == 2
    return capsys.readouterr().err.removeprefix(f"squeezelogic: `{profile}` cannot be read as a profile: ")


def test_a_profile_file_has_a_mebibyte_at_most(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of that size is read; one byte more, and nothing of it is believed."""
    monkeypatch.chdir(tmp_path)
    Path("me.json").write_text("{}".ljust(2**20))
    assert main(["recommend", "hip thrust", "--profile", "me.json"]) == 0
    capsys.readouterr()
    Path("me.json").write_text("{}".ljust(2**20 + 1))
    assert refused("me.json", capsys) == "it is larger than 1 MiB\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_profile_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command does not block on it."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    assert refused("pipe", capsys) == "it is no file\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hip thurst"], "did you mean `hip thrust`"),
        (["back squat"], "unknown exercise `back squat`"),
        (["power clean"], "ambiguous exercise `power clean`"),
        (
            ["hip thrust", "--experience", "begginer"],
            "`experience` cannot be `begginer`: did you mean `beginner`?",
        ),
        (["hip thrust", "--observed", "lean_back"], "did you mean `leans_back`?"),
        (["hip thrust", "--family", "hinge"], "a `hip_thrust` is a `thrust`, not a `hinge`"),
        (["hip thrust", "--rulebook", "nowhere"], "nowhere: cannot be read"),
    ],
)
def test_bad_input_is_a_sentence_on_standard_error_and_status_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, nothing on standard output."""
    assert main(["recommend", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "Traceback" not in err


def test_a_broken_rulebook_is_reported_with_its_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every problem on a line of its own."""
    folder = tea.write(tmp_path, brew=tea.BREW.replace("green", "grean"), advice=None)
    assert main(["recommend", "hip thrust", "--rulebook", str(folder)]) == 2
    assert (
        f"{folder}/brew.toml:11: rule `grean-warm`: `leaf` cannot be `grean`; did you mean `green`?"
        in capsys.readouterr().err
    )


def test_classify_says_the_family(capsys: pytest.CaptureFixture[str]) -> None:
    """One name gives one word; several give a line each."""
    assert main(["classify", "KB swings"]) == 0
    assert capsys.readouterr().out == "hinge\n"
    assert main(["classify", "hip thrust", "back squat", "power clean"]) == 0
    assert capsys.readouterr().out == "thrust\thip thrust\nneither\tback squat\nambiguous\tpower clean\n"


@pytest.mark.parametrize("command", modules())
def test_every_command_answers_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` works everywhere, also as `help COMMAND`."""
    for arguments in ([command, "--help"], ["help", command]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: squeezelogic {command}")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]])
def test_no_arguments_print_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """It lists every command."""
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert [command for command in modules() if f"\n  {command} " not in out] == []


def test_the_version_names_the_engine(capsys: pytest.CaptureFixture[str]) -> None:
    """`-V` is short for `--version`."""
    for option in ("--version", "-V"):
        assert main([option]) == 0
        said = capsys.readouterr().out
        assert f"squeezelogic {squeezelogic.__version__}, engine: {squeezelogic.engine()}" in said


@pytest.mark.parametrize("every", ["0", "-3", "few", "1.5", "9" * 5_000], ids=["none", "minus", "word", "half", "vast"])
def test_every_nth_takes_a_whole_number_from_one_on(every: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Anything else is refused in words that a person can act on."""
    assert main(["mutate", f"--every={every}"]) == 2
    said = capsys.readouterr().err.splitlines()[0]
    assert said == f"squeezelogic: --every: give a whole number from 1 on, not {quoted(every)}"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the module as a program in an environment of its own."""
    return subprocess.run(
        [sys.executable, "-m", "squeezelogic", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_the_module_runs_as_a_program_in_a_bare_locale() -> None:
    """Where the terminal knows only ASCII, text is simplified instead of failing."""
    done = run("recommend", "hip thrust", "--experience", "advanced", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"Yes")


def test_the_answer_does_not_depend_on_hash_seeds() -> None:
    """Two processes with different seeds print the same bytes."""
    arguments = (
        "recommend",
        "kettlebell swing",
        "--red-flags",
        "fever,night_pain",
        "--observed",
        "leans_back",
        "--json",
    )
    assert run(*arguments, PYTHONHASHSEED="1").stdout == run(*arguments, PYTHONHASHSEED="2").stdout != b""


def test_a_reader_that_leaves_early_is_no_error() -> None:
    """`squeezelogic … | head -1` ends quietly."""
    pipeline = '"$0" -m squeezelogic recommend "hip thrust" --full | head -n 1'
    done = subprocess.run(["sh", "-c", pipeline, sys.executable], capture_output=True, check=False)
    assert done.stderr == b""
    assert done.stdout.startswith(b"SQUEEZE")


def test_exercises_are_listed_by_family_and_movement(capsys: pytest.CaptureFixture[str]) -> None:
    """Thrusts first; each name that is listed is classified as it is listed; words narrow the list down."""
    assert main(["exercises"]) == 0
    heads = [line for line in capsys.readouterr().out.splitlines() if line and not line.startswith(" ")]
    assert heads == ["Thrust", "Hinge"]
    assert main(["exercises", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    places = [(each["family"] == "hinge", each["movement"]) for each in listed]
    assert [is_hinge for is_hinge, _ in places] == sorted(is_hinge for is_hinge, _ in places)
    assert len(list(groupby(places))) == len(set(places))
    assert {each["family"] for each in listed} == {"thrust", "hinge"}
    assert [each for each in listed if squeezelogic.classify(each["name"]) != each["family"]] == []
    assert main(["exercises", "Romanian", "deadlift"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Hinge\n  deadlift  ")
    assert "thrust" not in out
    assert main(["exercises", "underwater"]) == 0
    assert "underwater" in capsys.readouterr().out


def test_exercises_hold_every_word_that_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    """Two words that no name has both are named together, though names have each of them."""
    for word in ("swing", "barbell"):
        assert main(["exercises", word]) == 0
    capsys.readouterr()
    assert main(["exercises", "swing", "barbell"]) == 0
    assert "called anything with `swing` and `barbell`" in capsys.readouterr().out
