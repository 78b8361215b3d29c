"""Python in a separate process, where damage stays contained."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[2]


def fresh(
    script: str,
    *,
    seconds: float = 120,
    python: str | Path = sys.executable,
    environment: Mapping[str, str] | None = None,
    folder: Path = ROOT,
) -> str:
    """The output of a script that must succeed without output on standard error.

    Args:
        script: the script.
        seconds: the time limit.
        python: the interpreter.
        environment: additional environment variables.
        folder: the working directory.
    """
    command = [str(python), "-c", dedent(script)]
    around = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
    done = subprocess.run(command, timeout=seconds, capture_output=True, env=around, cwd=folder, check=False)
    told = done.stderr.decode("utf-8", "replace")
    assert (done.returncode, told) == (0, ""), f"exit code {done.returncode}\n{told}"
    return done.stdout.decode("utf-8")
