"""The interface to worker processes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.benchmarks.environments import Environments, Unavailable
from tests.benchmarks.registry import ENTRIES


class Process:
    """A worker process that executes commands.

    Args:
        name: the name of the entry.
        environments: the environments.

    Raises:
        Unavailable: it cannot be installed.
    """

    def __init__(self, name: str, environments: Environments) -> None:
        entry = ENTRIES[name]
        self.name = name
        self._process = subprocess.Popen(
            [environments.python(entry), "-m", "tests.benchmarks.worker", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=environments.folder,
            env=environments.variables(entry),
        )

    def ask(self, do: str, **arguments: Any) -> Any:
        """The answer of the worker.

        Raises:
            Unavailable: it fails, or has ended.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        try:
            stdin.write(json.dumps({"do": do} | arguments) + "\n")
            stdin.flush()
            reply = json.loads(stdout.readline() or '{"failed": "its process ended"}')
        except BrokenPipeError:
            reply = {"failed": "its process ended"}
        if "failed" in reply:
            raise Unavailable(f"does not work: {reply['failed']}")
        return reply["found"]

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()


def cold(name: str, environments: Environments) -> dict[str, float]:
    """Milliseconds of import, load and first answer, in a new process.

    Raises:
        Unavailable: it fails.
    """
    entry = ENTRIES[name]
    command = [str(environments.python(entry)), "-m", "tests.benchmarks.cold", name, entry.imports]
    variables = environments.variables(entry)
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=environments.folder, env=variables)
    if ran.returncode:
        raise Unavailable(f"does not work: {(ran.stderr.splitlines() or ['?'])[-1]}")
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def whole(python: Path, program: str, variables: dict[str, str]) -> float:
    """The CPU time, in milliseconds, of a whole interpreter that runs a program."""
    process = subprocess.Popen([python, "-c", program], env=variables, cwd=python.parent)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Unavailable(f"does not work: `{program}`")
    return 1e3 * (used.ru_utime + used.ru_stime)
