"""A cached virtual environment for each peer, created on first use."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.registry import CHECKOUT, Entry

ROOT = Path(__file__).parents[2]
CODE = "code"

# durable-rules 2.0.28 calls PyEval_CallObject, which Python 3.13 removed; PyObject_CallObject is equivalent.
BUILDING = {"CPPFLAGS": "-DPyEval_CallObject=PyObject_CallObject"} if sys.version_info >= (3, 13) else {}


class Unavailable(Exception):
    """A peer that cannot be installed, or does not work; the message says why."""


def default_folder() -> Path:
    """The default folder of environments."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "squeezelogic-benchmark"


class Environments:
    """Virtual environments in a folder, one for each set of requirements.

    Args:
        folder: the folder of the environments.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._ready: set[Path] = set()

    def lay_out_code(self) -> None:
        """Copy this package to a folder from which it can be imported without the squeezelogic of the checkout."""
        there = self.folder / CODE
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(
            Path(__file__).parent, there / "tests" / "benchmarks", ignore=shutil.ignore_patterns("__pycache__")
        )

    def python(self, entry: Entry) -> Path:
        """The interpreter of the environment for an entry.

        Raises:
            Unavailable: it cannot be installed.
        """
        words = "\n".join([sys.version, *entry.requires])
        name = entry.requires[0].split("=")[0] if entry.requires else "nothing"
        place = self.folder / f"{name}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
        python = place / "bin" / "python"
        if place not in self._ready:
            if not python.exists():
                _run([sys.executable, "-m", "venv", str(place)])
            self._install(python, entry.requires)
            self._ready.add(place)
        return python

    def variables(self, entry: Entry) -> dict[str, str]:
        """The environment variables for a process of an entry; it may always write bytecode."""
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return inherited | {"PYTHONPATH": str(self.folder / CODE)} | dict(entry.variables)

    def _install(self, python: Path, requires: tuple[str, ...]) -> None:
        done = python.parents[1] / "installed"
        if requires and (CHECKOUT in requires or not done.exists()):  # the checkout may have changed
            what = [str(ROOT) if requirement == CHECKOUT else requirement for requirement in requires]
            _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what])
            done.touch()


def _run(command: list[str]) -> None:
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | BUILDING)
    if ran.returncode:
        said = [line for line in ran.stderr.splitlines() if "ERROR" in line.upper()] or ran.stderr.splitlines() or ["?"]
        raise Unavailable(f"cannot be installed: {said[0].strip().partition(' (from')[0]}")
