"""Runs code where it can neither hang nor eat the machine: a process with little memory and a watchdog."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MEGABYTES = 768
WATCHDOG = 120  # seconds: against hanging, not a measure of speed
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
        script: what to run.
        arguments: its arguments.
        given: what it reads on standard input; nothing if left out.
        environment: variables beside those of this process.

    Raises:
        subprocess.TimeoutExpired: it hangs.
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
