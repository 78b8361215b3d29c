"""The command line with unusual terminals, pipes and keyboards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzzing import confined
from tests.fuzzing.targets import commanded
from tests.logic import tea

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
EVIL = "\x1b]0;owned\x07\x1b[31m\r\x9b2J\u202e\nrm -rf"


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell in which `$sq` is the command line."""
    return subprocess.run(
        ["sh", "-c", f'sq() {{ "$0" -m squeezelogic "$@"; }}; {line}', sys.executable],
        capture_output=True,
        check=False,
        timeout=confined.WATCHDOG,
        env={**os.environ, **environment},
    )


@posix
@pytest.mark.parametrize(
    "line",
    [
        'sq recommend "hip thrust" --full | head -n 1',
        "sq --help | true",
        "sq check --help | head -c 1",
        "sq table | head -n 1",
        "sq vectors | head -c 10",
        'sq ask "hip thrust" </dev/null | head -n 1',
    ],
)
def test_a_reader_may_leave_early(line: str) -> None:
    """A reader that closes the pipe early causes no traceback on the terminal."""
    done = shell(line)
    assert (done.returncode, done.stderr) == (0, b"")


@posix
def test_without_standard_output_the_status_still_tells() -> None:
    """A closed output is no crash, and no success; a closed keyboard is no crash either."""
    done = shell('sq recommend "hip thrust" >&-')
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"standard output is closed" in done.stderr
    done = shell("sq recommend nonsense 2>&-")
    assert (done.returncode, done.stdout) == (2, b"")
    done = shell('sq ask "hip thrust" <&-')
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Stopped. The answer so far" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said() -> None:
    """What cannot be written is an error in a sentence, and not a success."""
    done = shell('sq recommend "hip thrust" >/dev/full')
    assert done.returncode == 2
    assert done.stderr.startswith(b"squeezelogic: cannot write")
    assert done.stderr.count(b"\n") == 1


TYPED = [b"\xff\xfe\n", b"\0\n", b"9" * 5_000 + b"\n", "²\n١\n".encode(), b"x" * 10**6, b",;" * 10_000]


@posix
@pytest.mark.parametrize("typed", TYPED, ids=["bytes", "nul", "digits", "numerals", "endless", "commas"])
def test_whatever_is_typed_in_an_interview(typed: bytes) -> None:
    """Bytes that are no text, numbers of 5,000 digits and lines without an end are answers like any other."""
    done = confined.squeezelogic("ask", "hip thrust", given=typed)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_bare_terminal_gets_simpler_text(tmp_path: Path) -> None:
    """In ASCII everything is still printed, and what programs read is the same as anywhere."""
    bare = {"PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = confined.squeezelogic("table", str(tea.write(tmp_path)), given=None, **bare)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
    (tmp_path / "other").mkdir()
    title = tea.BREW.replace("Green tea wants", "Grüner Tee will")
    other = tea.write(tmp_path / "other", brew=title.replace('"warm"', '"boiling"'))
    for command in (["diff", str(tea.write(tmp_path)), str(other)], ["recommend", "hip thrust"]):
        text = commanded([*command, "--json"])
        assert text.isascii()
        assert json.loads(text)


@pytest.mark.parametrize(
    "arguments",
    [
        [EVIL],
        ["recommend", EVIL],
        ["recommend", "hip thrust", EVIL],
        ["recommend", "hip thrust", "--goal", EVIL],
        ["recommend", "hip thrust", f"--{EVIL}"],
        ["recommend", "hip thrust", "--profile", EVIL],
        ["recommend", "hip thrust", "--rulebook", EVIL],
        ["classify", EVIL],
        ["classify", "hip thrust", EVIL],
        ["explain", "hip thrust", "--why", EVIL],
        ["explain", "hip thrust", "--reach", EVIL],
        ["explain", "hip thrust", "--change", EVIL],
        ["ask", "hip thrust", "--about", EVIL],
        ["check", EVIL],
        ["diff", EVIL],
        ["table", "--topic", EVIL],
        ["table", "--format", EVIL],
        ["mutate", "--every", EVIL],
        ["pages", "/dev/null/" + EVIL],
    ],
    ids=lambda arguments: "-".join(word.replace(EVIL, "evil") for word in arguments),
)
def test_what_is_given_is_shown_without_being_obeyed(arguments: list[str]) -> None:
    """No argument can colour, clear or rename the terminal, or turn the text round."""
    shown = commanded(arguments)
    assert arguments[0] != "classify" or len(shown.splitlines()) == len(arguments) - 1


def test_an_empty_folder_name_is_not_taken_for_none(capsys: pytest.CaptureFixture[str]) -> None:
    """`--rulebook "$UNSET"` does not silently ask another rulebook than was meant."""
    commanded(["recommend", "hip thrust", "--rulebook", ""])
