"""The output of the command line is the one in `transcripts.txt`.

`python -m tests.cli.test_transcripts` renews the file; read the difference. A line that begins with `$ ` is a
command, the lines after it that begin with `< ` are typed, and the rest is printed, with `␛` for the escape
character. `OUT` is an empty folder; what a command writes there is listed at the end, and what `new` writes is shown.
`COLUMNS=` before a command is the width of the terminal; with `IN=`, a copy of a folder lies in `OUT`, where the
command then runs, and what it writes beside the copy is shown. The rulebooks are those of tests and examples, so that
the advice of the default one can change.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import sys
from contextlib import chdir, nullcontext, redirect_stderr, redirect_stdout
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from squeezelogic.cli.main import main

FACTS = re.compile(r"^((?:the lifter|the exercise|what was seen)[^\n]*:\n)(?:  .*\n)+", re.MULTILINE)
"""Help for facts: that of the default rulebook is left out."""
OF_DEFAULT = re.compile(r"\b(recommend|explain|ask|decide)\b")
"""Lines of a completion script that name the facts of the default rulebook."""
MOST = 8  # names of written files
TRANSCRIPTS = Path(__file__).with_name("transcripts.txt")
SESSIONS = [session.rstrip("\n") for session in f"\n{TRANSCRIPTS.read_text('utf-8')}".split("\n$ ")[1:]]


def replay_session(session: str) -> str:
    """A session with what the command prints now."""
    with TemporaryDirectory() as folder:
        out = Path(folder, "out")
        out.mkdir()
        copied = re.match(r"IN=(\S+)", session)
        if copied:
            shutil.copytree(copied[1], out / Path(copied[1]).name)
        before = {path for path in out.rglob("*") if path.is_file()}
        with chdir(out) if copied else nullcontext():
            told = _replay(session, str(out)).replace(str(out), "OUT")
        made = {path for path in out.rglob("*") if path.is_file()} - before
        written = sorted(path.relative_to(out).as_posix() for path in made)
        listed = [f"(written: {', '.join(written[:MOST])}{' …' if len(written) > MOST else ''})"] if written else []
        shown = out.rglob("*.toml") if session.startswith("squeezelogic new ") else out.glob("*.toml") if copied else ()
        listed += [f"--- {path.name}\n{path.read_text('utf-8').rstrip()}" for path in sorted(shown)]
        return "\n".join([told, *listed])


def _replay(session: str, out: str) -> str:
    command, *lines = session.split("\n")
    width, _, asked = f"{command} ".partition("squeezelogic ")
    typed = list(takewhile(lambda line: line.startswith("<"), lines))
    printed, before, columns = io.StringIO(), sys.stdin, os.environ.get("COLUMNS", "92")
    set_to = dict(word.split("=") for word in width.split())
    os.environ["COLUMNS"] = set_to.get("COLUMNS", columns)
    sys.stdin = io.StringIO("".join(f"{line[2:]}\n" for line in typed))
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            status = main(shlex.split(asked.replace("OUT", out)))
    except SystemExit as end:  # after `--help`
        status = end.code if isinstance(end.code, int) else 0
    finally:
        sys.stdin = before
        os.environ["COLUMNS"] = columns
    said = "\n".join(line.rstrip() for line in printed.getvalue().replace("\x1b", "␛").split("\n"))
    said = FACTS.sub(r"\1", said)
    if " completion " in command:
        said = "\n".join(line for line in said.split("\n") if not OF_DEFAULT.search(line))
    return "\n".join([command, *typed, said.rstrip("\n"), *([f"(status {status})"] if status else [])]).rstrip("\n")


@pytest.mark.parametrize("session", SESSIONS, ids=[f"{n}: {it.splitlines()[0]}" for n, it in enumerate(SESSIONS)])
def test_a_command_prints_what_its_transcript_shows(session: str) -> None:
    """`python -m tests.cli.test_transcripts` renews them all."""
    assert replay_session(session) == session


if __name__ == "__main__":
    TRANSCRIPTS.write_text("".join(f"$ {replay_session(session)}\n\n" for session in SESSIONS), "utf-8")
