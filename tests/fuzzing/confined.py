"""Runs code in a process with a memory limit and a time limit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MEGABYTES = 768
WATCHDOG = 120  # seconds; it detects hangs and does not measure speed
LIMITED = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEGABYTES} * 2**20,) * 2)
"""
COMMAND_LINE = LIMITED + "from squeezelogic.cli.main import main; sys.exit(main(sys.argv[1:]))"


def python(
    script: str, *arguments: str | Path, given: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a script in such a process.

    Args:
        script: the script.
        arguments: its arguments.
        given: its standard input; empty if left out.
        environment: additional environment variables.

    Raises:
        subprocess.TimeoutExpired: it exceeds the time limit.
    """
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", script, *map(str, arguments)],
        input=b"" if given is None else given,
        capture_output=True,
        check=False,
        timeout=WATCHDOG,
        env={**os.environ, **environment},
    )


def squeezelogic(*arguments: str, given: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in such a process."""
    return python(COMMAND_LINE, *arguments, given=given, **environment)
