"""`python -m tests.mutants [FOLDER …]`: the results of mutmut, and the unexplained survivors.

`--again MODULES TESTS…` puts the survivors of some modules (a pattern: `logic/analysis/*`) to tests again, slow ones
included, each in a process of its own: what is done when the library is imported can only be noticed there.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from attrs import evolve

from tests.mutants.results import BY_TYPES, KILLED, LATE, SURVIVED, UNTRIED, Mutant, explanations, mutants, noticed

EXPLAINED, UNEXPLAINED = "explained", "unexplained"
COLUMNS = (KILLED, BY_TYPES, LATE, EXPLAINED, UNEXPLAINED, UNTRIED)


def judged(folders: list[Path]) -> Iterator[Mutant]:
    """The mutants of some runs; of those that survived, which are explained."""
    known = explanations()
    for mutant in (each for folder in folders for each in mutants(folder)):
        if mutant.fate == SURVIVED:
            yield evolve(mutant, fate=EXPLAINED if any(each.covers(mutant) for each in known) else UNEXPLAINED)
        else:
            yield mutant


def table(tried: list[Mutant]) -> Iterator[str]:
    """A line for each module, and one for all of them."""
    yield f"{'module':<34}{'mutants':>12}" + "".join(f"{column:>12}" for column in COLUMNS)
    of_modules = dict.fromkeys(mutant.module for mutant in tried)
    for name in (*of_modules, "all"):
        count = Counter(mutant.fate for mutant in tried if name in (mutant.module, "all"))
        yield f"{name:<34}{count.total():>12,}" + "".join(f"{count[column]:>12,}" for column in COLUMNS)


def shown(mutant: Mutant) -> Iterator[str]:
    """Where a mutant is, and what it changes."""
    yield f"\n{mutant.module}: {mutant.function}"
    yield from (f"  - {line}" for line in mutant.was.splitlines())
    yield from (f"  + {line}" for line in mutant.becomes.splitlines())


def again(folder: Path, modules: str, tests: list[str]) -> None:
    """Try the unexplained survivors of some modules once more, and write down which of them are noticed now."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "tests.mutants.fresh",
        "-p",
        "no:cacheprovider",
        *tests,
    ]
    for mutant in judged([folder]):
        if mutant.fate == UNEXPLAINED and fnmatch(mutant.module, modules):
            chosen = {"MUTANT_UNDER_TEST": mutant.key, "MUTATION_SLOW": "1", "HYPOTHESIS_PROFILE": "mutation"}
            ran = subprocess.run(
                command, cwd=folder / "mutants", env={**os.environ, **chosen}, capture_output=True, check=False
            )
            if ran.returncode:
                noticed(folder, mutant)


def main() -> int:
    """Print the table, then every survivor without an explanation; fail if there is one."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[Path()], metavar="FOLDER")
    parser.add_argument("--again", nargs="+", metavar=("MODULES", "TESTS"))
    asked = parser.parse_args()
    for folder in asked.folders if asked.again else ():
        again(folder, asked.again[0], asked.again[1:])
    tried = list(judged(asked.folders))
    unexplained = [mutant for mutant in tried if mutant.fate == UNEXPLAINED]
    lines = [*table(tried), *(line for mutant in unexplained for line in shown(mutant))]
    sys.stdout.write("\n".join(lines) + "\n")
    return bool(unexplained)


if __name__ == "__main__":
    sys.exit(main())
