"""Sends hostile input to every entry point for a given time: `python -m tests.fuzzing --minutes 10`.

Without `--coverage`, Hypothesis generates the input; with it, atheris (a separate installation) generates it, guided by
coverage. Failing input is shrunk, printed and saved; `--seed` and `--only` repeat a round.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.database import DirectoryBasedExampleDatabase

if TYPE_CHECKING:
    from tests.fuzzing.targets import Target

ROUND = 200  # inputs


def doors(coverage: bool) -> dict[str, Target]:
    """Every target; atheris instruments only modules that are imported under its control."""
    if coverage:
        with import_module("atheris").instrument_imports(include=["squeezelogic", "tomllib"]):
            return import_module("tests.fuzzing.targets").TARGETS  # type: ignore[no-any-return]
    return import_module("tests.fuzzing.targets").TARGETS  # type: ignore[no-any-return]


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The parsed arguments."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long, in all (default: 1)")
    parser.add_argument("--only", metavar="DOOR", action="append", help="this door only; may be given again")
    parser.add_argument("--seed", type=int, default=None, help="where to begin; printed if left out")
    parser.add_argument("--failures", type=Path, default=Path("fuzzing-failures"), help="where to save failing input")
    parser.add_argument("--coverage", action="store_true", help="let atheris drive; takes one `--only`")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the fuzzer; the status is 1 if something failed."""
    asked = options(arguments)
    first = int.from_bytes(os.urandom(4)) if asked.seed is None else asked.seed
    every = doors(asked.coverage)
    targets = [every[name] for name in asked.only or sorted(every)]
    if asked.coverage:
        return driven(targets[0], asked.minutes, first, asked.failures)
    return thrown(targets, asked.minutes, first, asked.failures)


def thrown(targets: Sequence[Target], minutes: float, first: int, failures: Path) -> int:
    """Rounds on one target after another, until the time is over; the number of failures."""
    end, number, failed = time.monotonic() + 60 * minutes, first, 0
    counts = {target.name: 0 for target in targets}
    print(f"seed {first}", flush=True)
    while time.monotonic() < end:
        for target in targets:
            if time.monotonic() >= end:
                break
            failed += not held(target, number, failures, counts)
            left = max(0.0, end - time.monotonic())
            print(
                f"\r{sum(counts.values()):,} inputs, {failed} failing, {left:.0f} s left: {target.name:<20}",
                end="",
                flush=True,
            )
        number += 1
    print("", *(f"{count:>10,} {name}" for name, count in counts.items()), sep="\n")
    print(f"{sum(counts.values()):,} inputs from seeds {first} to {number - 1}: {failed} rounds failed")
    return 1 if failed else 0


def held(target: Target, number: int, failures: Path, counts: dict[str, int]) -> bool:
    """Whether a target passed one round; failing input is printed and saved."""

    def count() -> None:
        counts[target.name] += 1

    limits = settings(
        max_examples=ROUND, deadline=None, database=DirectoryBasedExampleDatabase(failures / "examples"),
        suppress_health_check=[*HealthCheck], print_blob=True, phases=[Phase.reuse, Phase.generate, Phase.shrink],
    )  # fmt: skip
    try:
        limits(seed(number)(target.test(count)))()
    except Exception:  # noqa: BLE001 - any exception is a failure
        story = traceback.format_exc()
        failures.mkdir(parents=True, exist_ok=True)
        again = f"python -m tests.fuzzing --only {target.name} --seed {number} --minutes 0.01"
        (failures / f"{target.name}-{number}.txt").write_text(f"{again}\n\n{story}", "utf-8", "backslashreplace")
        print(f"\n{target.name} failed; again with: {again}\n{story}", file=sys.stderr)
        return False
    return True


def driven(target: Target, minutes: float, first: int, failures: Path) -> int:
    """Let atheris search for input that reaches new code, and save input that fails."""
    atheris = import_module("atheris")
    failures.mkdir(parents=True, exist_ok=True)
    test = settings(deadline=None, database=None, suppress_health_check=[*HealthCheck])(target.test())
    corpus = failures / f"corpus-{target.name}"
    corpus.mkdir(exist_ok=True)
    limits = [f"-max_total_time={int(60 * minutes)}", f"-seed={first % 2**32 or 1}", "-max_len=4096"]
    kept = [f"-artifact_prefix={failures}/{target.name}-", "-print_final_stats=1", str(corpus)]
    atheris.Setup([sys.argv[0], *limits, *kept], vars(test)["hypothesis"].fuzz_one_input)
    atheris.Fuzz()
    return 0  # pragma: no cover - atheris ends the process


if __name__ == "__main__":
    sys.exit(main())
