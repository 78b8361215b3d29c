"""The benchmark: `python -m tests.benchmarks compare`, and `--help` for the rest."""

# ruff: noqa: T201 - printing is its job

from __future__ import annotations

import argparse
import json
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.benchmarks.environments import Environments, Unavailable, default_folder
from tests.benchmarks.measuring import QUICK, Disagreement, Effort, measure, measure_notes, whole_processes
from tests.benchmarks.page import PAGE, PICTURE, rewritten

MEASURED = Path(__file__).parent / "measured.json"


def parser() -> argparse.ArgumentParser:
    """The parser of the command."""
    command = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    commands = command.add_subparsers(dest="command", required=True)
    compare = commands.add_parser("compare", help="measure everything, and write docs/benchmark.md and its picture")
    compare.add_argument(
        "--envs", type=Path, default=default_folder(), help="where the peers' environments are kept (%(default)s)"
    )
    compare.add_argument("--quick", action="store_true", help="a rough measurement that is printed and not kept")
    compare.add_argument(
        "--only-notes", action="store_true", help="measure only the rules that add up, and keep what else was measured"
    )
    compare.add_argument(
        "--only-cold", action="store_true", help="measure only whole processes, and keep what else was measured"
    )
    commands.add_parser("render", help="write page and picture again, from what was last measured")
    return command


def main() -> int:
    """Measure, or only write."""
    given = parser().parse_args()
    if given.command == "render":
        write(json.loads(MEASURED.read_text("utf-8")))
        return 0
    in_part = given.only_notes or given.only_cold
    if not given.quick and not in_part and not find_spec("matplotlib"):  # fail before the measurement, not after it
        print("the picture needs matplotlib: `uv run --group benchmark …`, or `--quick` without it", file=sys.stderr)
        return 2
    try:
        effort = QUICK if given.quick else Effort()
        if in_part:
            name, part = ("notes", measure_notes) if given.only_notes else ("cold", whole_processes)
            found = json.loads(MEASURED.read_text("utf-8"))
            found[name] = part(Environments(given.envs), effort, Progress())
        else:
            found = measure(Environments(given.envs), effort, Progress())
    except (Disagreement, Unavailable) as why:
        print(why, file=sys.stderr)
        return 1
    if given.quick:
        print(rewritten(PAGE.read_text("utf-8"), found))
        return 0
    MEASURED.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    if in_part:
        PAGE.write_text(rewritten(PAGE.read_text("utf-8"), found), "utf-8")
    else:
        write(found)
    return 0


def write(found: dict[str, Any]) -> None:
    """Write a measurement to the page, and draw it."""
    from tests.benchmarks.picture import draw

    PAGE.write_text(rewritten(PAGE.read_text("utf-8"), found), "utf-8")
    draw(found, PICTURE)


class Progress:
    """Prints the current task and the time: on one line on a terminal, on separate lines elsewhere."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self, what: str) -> None:
        """Print a task."""
        before, after = ("\r", "\x1b[K") if sys.stderr.isatty() else ("", "\n")
        sys.stderr.write(f"{before}[{time.monotonic() - self._began:4.0f} s] {what}{after}")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
