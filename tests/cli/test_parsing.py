"""Variants of options and values that the command line accepts."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from squeezelogic import Rulebook, RulebookError
from squeezelogic.cli.main import declared, main, modules
from squeezelogic.cli.parser import UsageError

ATTRIBUTES = Rulebook.default().vocabulary.attributes

RAIN = Path(__file__).parents[2] / "docs" / "examples" / "rain"


def facts_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """The facts that a recommendation was made with."""
    assert main(["recommend", *arguments, "--json"]) == 0
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)["facts"]
    return facts


@pytest.mark.parametrize(
    "arguments",
    [
        ["hip thrust", "--back-pain", "history", "--rehab"],
        ["hip", "thrust", "--back_pain", "history", "--rehab"],
        ["hip", "--back_pain=history", "thrust", "--rehab", "yes"],
        ["--rehab", "true", "hip", "thrust", "--back-pain=history"],
        ["--rehab", "hip", "thrust", "--back-pain", "history"],
        ["--rehab=YES", "hip", "thrust", "--back-pain", "history"],
        ["hip", "thrust", "--back-pain", "history", "--rehab", "Yes"],
        ["--facts", '{"rehab": true, "back_pain": "current"}', "hip", "thrust", "--back-pain", "history"],
    ],
    ids=" ".join,
)
def test_the_same_is_said_in_many_ways(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Words without quotes, underscores, options anywhere, yes or nothing."""
    assert facts_of(capsys, *arguments) == facts_of(capsys, "hip thrust", "--rehab", "--back-pain", "history")


@pytest.mark.parametrize(
    ("said", "fact"),
    [(["--no-rehab"], False), (["--no_rehab"], False), (["--rehab", "No"], False), (["--rehab=false"], False),
     (["--rehab", "unknown"], None), ([], None)],
)  # fmt: skip
def test_no_and_not_known(said: list[str], fact: bool | None, capsys: pytest.CaptureFixture[str]) -> None:
    """What is said to be unknown counts as not said."""
    assert facts_of(capsys, "hip thrust", *said).get("rehab") is fact


def test_every_fact_has_an_option_with_its_question(capsys: pytest.CaptureFixture[str]) -> None:
    """Help asks what the vocabulary asks, in groups by whose fact it is."""
    with pytest.raises(SystemExit):
        main(["recommend", "--help"])
    text = " ".join(capsys.readouterr().out.split())
    for attribute in ATTRIBUTES.values():
        assert f"--{attribute.name.replace('_', '-')} " in text
        assert attribute.ask in text
        assert all(str(value) in text for value in attribute.values)
    order = [text.index(title) for title in ("the lifter", "the exercise (what", "what was seen")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["recomend"], "there is no command `recomend`: did you mean `recommend`?"),
        (["chek", "rules"], "there is no command `chek`: did you mean `check`?"),
        (["--verson"], "there is no option `--verson` before a command"),
        (["recommend", "hip thrust", "--experiance=beginner"], "did you mean `--experience`?"),
        (["recommend", "hip thrust", "--exp", "beginner"], "did you mean `--experience`?"),
        (["recommend", "hip thrust", "--no-rehap"], "did you mean `--no-rehab`?"),
        (["check", "--on_topp"], "did you mean `--on-top`?"),
        (["check", "--format", "xml"], "--format: invalid choice: 'xml'"),
        (["recommend"], "the following arguments are required: EXERCISE"),
        (["diff", "a", "b", "c"], "3 rulebooks are too many: name OLD and NEW"),
        (["recommend", "hip thrust", "--color", "blue"], "`--color` cannot be `blue`"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_a_typing_slip_gets_a_suggestion(typed: list[str], meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is guessed; the likely fix is said, and how to find out more."""
    assert main(typed) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert meant in err
    assert "--help` shows how" in err


@pytest.mark.parametrize("command", sorted(modules()))
def test_help_describes_every_option(command: str) -> None:
    """No command has an option without a word about it."""
    assert [action.dest for action in declared(command).actions() if not action.help] == []


def test_a_profile_comes_through_a_pipe(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` and `/dev/stdin` are standard input."""
    for name in ("-", "/dev/stdin"):
        monkeypatch.setattr("sys.stdin", io.StringIO('{"experience": "advanced"}'))
        assert facts_of(capsys, "hip thrust", "--profile", name)["experience"] == "advanced"
    monkeypatch.setattr("sys.stdin", None)
    assert main(["recommend", "hip thrust", "--profile", "-"]) == 2
    assert "standard input is closed" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO(" " * (2**20 + 1)))
    assert main(["recommend", "hip thrust", "--profile", "-"]) == 2
    assert "larger than 1 MiB" in capsys.readouterr().err


def test_facts_of_an_extension_have_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a rulebook on top of the default one asks can be said by name."""
    (tmp_path / "vocabulary.toml").write_text('[attribute.knee_pain]\nof = "profile"\nvalues = ["none", "current"]\n')
    (tmp_path / "knees.toml").write_text(
        'topic = "knees"\n[[rule]]\nid = "knees"\nwhen.knee_pain = "current"\nthen.notes = ["mind-your-knees"]\n'
    )
    (tmp_path / "advice.toml").write_text('[advice.mind-your-knees]\ntext = "Mind your knees."\n')
    assert main(["recommend", "hip thrust", "--rulebook", str(tmp_path), "--knee-pain", "current", "--json"]) == 0
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert "mind-your-knees" in [note["id"] for note in notes]


def test_problems_of_a_rulebook_are_json_with_all_that_is_known_of_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """File, line, rule, what is wrong, and the likely fix."""
    text = (RAIN / "cover.toml").read_text("utf-8").replace("when.wind", "when.wnd").replace("then.take", "then.tke")
    shutil.copytree(RAIN, tmp_path / "rain")
    (tmp_path / "rain" / "cover.toml").write_text(text, "utf-8")
    with pytest.raises(RulebookError) as raised:
        Rulebook.load(tmp_path / "rain")
    assert main(["values", str(tmp_path / "rain"), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["error"]["problems"]
    assert {it["file"] for it in told} == {str(tmp_path / "rain" / "cover.toml")}
    assert [(it["line"], it["rule"], it["what"], it["suggestion"]) for it in told] == [
        (it.line, it.rule, it.what, it.suggestion) for it in raised.value.problems
    ]
    assert {"did you mean `wind`?", "did you mean `take`?"} <= {it["suggestion"] for it in told}


@pytest.mark.parametrize(
    ("arguments", "kind", "problems"),
    [
        (["recommend", "hip thrust", "--experience", "x", "--goal", "y"], "InvalidInput", 2),
        (["recommend", "back squat"], "UnknownExercise", 1),
        (["recommend", "power clean"], "AmbiguousExercise", 1),
        (["recommend", "hip thrust", "--rulebook", "nowhere"], "RulebookError", 1),
        (["recommend", "hip thrust", "--nonsense"], "UsageError", 1),
        (["check", "nowhere"], "RulebookError", 1),
        (["nonsense"], "UsageError", 1),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_where_json_is_asked_for_errors_are_json(
    arguments: list[str], kind: str, problems: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard output, every problem apart; standard error says it to a person."""
    assert main([*arguments, "--json"]) == 2
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert error["type"] == kind
    assert len(error["problems"]) == problems
    assert all(problem["what"] for problem in error["problems"])
    assert error["message"] in err


def test_classify_hints_at_what_is_meant(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt name gets a suggestion; several words that are one name, a word about quotes."""
    assert main(["classify", "hip thurst"]) == 0
    out, err = capsys.readouterr()
    assert out == "neither\n"
    assert "did you mean `hip thrust`" in err
    assert main(["classify", "hip", "thrust"]) == 0
    assert "as one name, `hip thrust` is a thrust: put quotes around it" in capsys.readouterr().err
    assert main(["classify", "hip thrust", "RDL", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed == [{"name": "hip thrust", "family": "thrust"}, {"name": "RDL", "family": "hinge"}]


def test_problems_of_profile_exercise_and_faults_are_reported_together(capsys: pytest.CaptureFixture[str]) -> None:
    """Whichever of the three are wrong, one run shows all problems; also as JSON."""
    wrong = ["--experience", "beginer", "--observed", "flaired_ribs"]
    for name, more, about in (
        ("hip thurst", [], "unknown exercise `hip thurst`"),
        ("hip thrust", ["--tempo", "quick"], "`tempo` cannot be `quick`"),
    ):
        assert main(["recommend", *name.split(), *wrong, *more, "--json"]) == 2
        problems = [it["what"] for it in json.loads(capsys.readouterr().out)["error"]["problems"]]
        starts = ("`experience` cannot be `beginer`", about, "`observed` cannot hold `flaired_ribs`")
        assert [what for what, start in zip(problems, starts, strict=True) if not what.startswith(start)] == []


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("hip thurst", "`hip thurst`: did you mean `hip thrust`?"),
        ("hip thrust", "as one name, `hip thrust` is a thrust: put quotes around it"),
        ("RDL squat", ""),
    ],
)
def test_classify_hints_at_a_name_without_quotes(words: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Also at one that is misspelt; words that are names themselves get no hint."""
    assert main(["classify", *words.split()]) == 0
    told = capsys.readouterr().err
    assert hint in told
    assert bool(told) == bool(hint)


def test_a_beginning_of_several_options_gets_these_as_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    """It is not taken for any of them, and no other option is offered."""
    assert main(["recommend", "hip thrust", "--s", "yes"]) == 2
    offered = re.findall(r"`(--[\w-]+)`", capsys.readouterr().err.split(":", 2)[2])
    assert len(offered) > 2
    assert {option[:3] for option in offered} == {"--s"}


@pytest.mark.parametrize("command", sorted(modules()))
def test_words_after_two_hyphens_are_names(command: str) -> None:
    """Each option of a command, and two hyphens; what is no possible name is refused as it was typed."""
    actions = declared(command).actions()
    names = [action for action in actions if not action.option_strings]
    needed = [f"{it.option_strings[-1]}=x" for it in actions if it.option_strings and it.required]
    for option in ("--", "--color=always", *(option for action in actions for option in action.option_strings)):
        arguments = [*needed, "--", option]
        if len(names) == 1 and not names[0].choices:
            given = getattr(declared(command, arguments).parse(arguments), names[0].dest)
            assert given in (option, [option])
        elif not any(action.nargs in ("+", "*") for action in names):
            with pytest.raises(UsageError) as caught:
                declared(command, arguments).parse(arguments)
            assert re.search(rf"(`|invalid choice: ')?{option}['`]|arguments are required", str(caught.value))


def test_names_do_not_look_like_options(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither for the colour, nor for the form of the answer or of an error, nor for a rulebook."""
    assert main(["classify", "--", "--color", "--json"]) == 0
    assert capsys.readouterr().out == "neither\t--color\nneither\t--json\n"
    for words in (["--json"], ["--format", "json"], ["--rulebook", "nowhere"]):
        assert main(["recommend", "--", *words]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert f"unknown exercise `{' '.join(words)}`" in err
    assert main(["decide", "--sky", "clear", "--json", "--", str(RAIN)]) == 0
    assert '"take": "nothing"' in capsys.readouterr().out
