"""The layout of the command line's output: width, colours, and plain output."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence

import pytest

from squeezelogic.cli.main import main, modules
from squeezelogic.cli.terminal import LEAST_ROOM, colored, columns, fitted, shows_color
from squeezelogic.coaching.notebook.content import TONE_OF

COLOR = re.compile(r"\x1b\[[\d;]*m")
COMMANDS = [
    ["recommend", "hip thrust", "--experience", "advanced"],
    ["recommend", "hip thrust", "--full"],
    ["explain", "hip thrust", "--experience", "beginner", "--full"],
    ["explain", "hip thrust", "--why-not", "squeeze_gently", "--reach", "any", "--what-if", "rehab=yes"],
    ["decide", "docs/examples/rain", "--sky", "raining", "--wind", "9"],
    ["explain", "docs/examples/rain", "--sky", "raining"],
    ["values"],
    ["exercises"],
    ["table", "docs/examples/rain"],
    [],
]


class Terminal(io.StringIO):
    """A stream of a terminal."""

    def isatty(self) -> bool:
        """It is a terminal."""
        return True


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_text_wraps_to_the_terminal(
    command: list[str], width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line is longer than the terminal is wide, unless a single word is."""
    monkeypatch.setenv("COLUMNS", str(width))
    assert main(command) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if len(line) > width and len(line.split()) > 2 + line.startswith("  ")] == []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_width_changes_no_word(
    command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wide or narrow, the same is said, tables aside."""
    if command[:1] == ["table"]:
        pytest.skip("a narrow table is laid out another way")
    said = []
    for width in ("50", "110"):
        monkeypatch.setenv("COLUMNS", width)
        assert main(command) == 0
        said.append(sorted(capsys.readouterr().out.split()))
    assert said[0] == said[1]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_colour_changes_no_letter(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Without its colours the coloured text is the plain one."""
    assert main([*command, "--color=never"] if command else ["--color=never"]) == 0
    plain = capsys.readouterr().out
    assert main([*command, "--color", "always"] if command else ["--color", "always"]) == 0
    painted = capsys.readouterr().out
    assert COLOR.sub("", painted) == plain
    assert "\x1b" not in plain


def test_findings_headings_and_verdicts_have_colour() -> None:
    """What stands out is painted, and only that."""
    assert colored("SQUEEZE (strong)").startswith("\x1b[1;32mSQUEEZE\x1b[0m (strong)")
    assert "\x1b[1;31merror:\x1b[0m" in colored("a.toml:3: error: gap: nothing fills it")
    assert colored("Cues\n  - Ribs down. [ribs-down, from x]").startswith("\x1b[1mCues\x1b[0m\n")
    assert "\x1b[1;31mCritical\x1b[0m:" in colored("  - Critical: stop")
    assert colored("an ordinary line") == "an ordinary line"


@pytest.mark.parametrize(
    ("critical", "labels"),
    [
        ("Critical", ("Go back to", "Fix", "Cues", "Why")),
        ("Stopp", ("Schritt zurück", "Korrigieren", "Achte auf", "Warum")),
        ("Para", ("Paso atrás", "Corrige", "Fíjate en", "Por qué")),
    ],
)
def test_the_labels_of_every_language_are_bold(critical: str, labels: Sequence[str]) -> None:
    """Those of a brief, and the severity of a caution."""
    for label in labels:
        assert colored(f"Yes\n{label}: so") == f"Yes\n\x1b[1m{label}:\x1b[0m so"
    assert colored(f"x\n  - {critical}: so") == f"x\n  - \x1b[1;31m{critical}\x1b[0m: so"


@pytest.mark.parametrize("verdict", TONE_OF)
def test_a_verdict_has_the_colour_that_its_tone_has_on_a_card(verdict: str) -> None:
    """Green to go on, yellow to wait or leave it, red to stop."""
    colour = {"yes": 32, "wait": 33, "no": 33, "stop": 31}[TONE_OF[verdict]]
    said = verdict.replace("_", " ").upper()
    assert colored(f"{said} (strong)") == f"\x1b[1;{colour}m{said}\x1b[0m (strong)"


def test_what_is_longer_than_the_terminal_is_wide_is_set_in() -> None:
    """Findings and differences are a line each, however long; on a terminal they wrap, and tables do not."""
    assert fitted("a.toml:1: error: gap: nothing fills it here", 24) == "a.toml:1: error: gap:\n  nothing fills it here"
    assert fitted("  - one two three", 12) == "  - one two\n    three"
    table = "sky    │ take\n───────┼─────"
    assert fitted(table, 6) == table
    assert fitted("short", 10) == "short"


def test_programs_and_pipes_get_whole_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each finding stays on one line without a terminal."""
    monkeypatch.setenv("COLUMNS", "40")
    assert main(["check", "tests/broken/conflict"]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 2
    watched = Terminal()
    monkeypatch.setattr("sys.stdout", watched)
    assert main(["check", "tests/broken/conflict", "--color=never"]) == 1
    assert max(map(len, watched.getvalue().splitlines())) <= 40
    watched = Terminal()
    monkeypatch.setattr("sys.stdout", watched)
    assert main(["table", "tests/clean/waived", "--format", "markdown"]) == 0
    assert max(map(len, watched.getvalue().splitlines())) > 100


def test_colour_is_for_terminals() -> None:
    """`auto` looks at the stream, `NO_COLOR` and `TERM`; `always` and `never` do not."""
    terminal, pipe = Terminal(), io.StringIO()
    assert shows_color(terminal, "auto", {})
    assert not shows_color(pipe, "auto", {})
    assert not shows_color(None, "auto", {})
    assert not shows_color(terminal, "auto", {"NO_COLOR": "1"})
    assert shows_color(terminal, "auto", {"NO_COLOR": ""})
    assert not shows_color(terminal, "auto", {"TERM": "dumb"})
    assert shows_color(pipe, "always", {"NO_COLOR": "1"})
    assert not shows_color(terminal, "never", {})


def test_an_error_is_red_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the program is."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert main(["recomend"]) == 2
    assert terminal.getvalue().startswith("\x1b[1;31msqueezelogic: \x1b[0mthere is no command")


@pytest.mark.parametrize("width", range(30, 60))
def test_text_goes_below_its_name_where_there_is_little_room(width: int) -> None:
    """Whatever the width, the words are the same, and no line is longer."""
    name, text = "a-name-of-23-characters", "some words that have to wrap wherever they may stand"
    lines = columns([(name, text)], width)
    stacked = width - len(name) - 2 < LEAST_ROOM
    assert lines[0].split() == [name, *([] if stacked else text.split()[: len(lines[0].split()) - 1])]
    assert " ".join(lines).split() == [name, *text.split()]
    assert max(map(len, lines)) <= width
    assert {line[: len(line) - len(line.lstrip())] for line in lines[1:]} == {" " * (4 if stacked else len(name) + 2)}


def test_programs_get_no_colour(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON stays JSON, whatever is asked for."""
    assert main(["recommend", "hip thrust", "--json", "--color=always"]) == 0
    assert main(["check", "tests/broken/gap", "--format", "github", "--color=always"]) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_a_command_imports_only_what_it_needs() -> None:
    """A recommendation does not wait for the modules of other commands, or for proofs."""
    program = (
        "import json, sys; from squeezelogic.cli.main import main; main(['recommend', 'hip thrust', '--json']); "
        "print('\\n' + json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    others = {f"squeezelogic.cli.{module}" for module, _ in modules().values()} - {"squeezelogic.cli.recommend"}
    assert "squeezelogic.cli.recommend" in loaded
    assert loaded & {*others, "squeezelogic.logic.checks", "squeezelogic.logic.analysis.compiled"} == set()
