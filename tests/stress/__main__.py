"""The long runs, by command: `python -m tests.stress differential`, `leaks` or `interrupts`; `--help` says more."""

from __future__ import annotations

import argparse
import sys
import time

from squeezelogic.cli.terminal import Bar
from tests.stress import interrupting, leaks
from tests.stress.differential import Run


def differential(arguments: argparse.Namespace) -> int:
    """Decide by both engines until they differ; 1 if they do."""
    began = time.monotonic()
    with Bar(sys.stderr) as bar:
        run = Run(arguments.decisions, arguments.seed, tell=lambda made: bar("decisions", made, arguments.decisions))
        found = run.difference()
    took = time.monotonic() - began
    say(f"{run.made:,} decisions in {run.books:,} rulebooks, seed {run.seed}, {took:.0f} s: ")
    say(f"they differ\n{found}\n" if found else "no difference\n")
    return int(found is not None)


def leak(arguments: argparse.Namespace) -> int:
    """Print the growth of memory over a number of decisions of each kind, step by step."""
    for name in arguments.work or leaks.WORK:
        say(f"{name}: {arguments.decisions:,} decisions after a warm-up\n")
        began = time.monotonic()
        shots = []
        for shot in leaks.grown(leaks.WORK[name](), arguments.decisions):
            shots.append(shot)
            say(f"  {shot}\n")
        gained = shots[-1].megabytes - shots[0].megabytes
        say(f"  gained {gained:+.1f} MB, {shots[-1].objects - shots[0].objects:+,} objects")
        say(f" in {time.monotonic() - began:.0f} s\n")
    return 0


def interrupt(arguments: argparse.Namespace) -> int:
    """Interrupt every scene at a number of moments; 1 if a check fails afterwards."""
    hurt = 0
    for name in arguments.work or interrupting.SCENES:
        found = interrupting.hurt_at(name, arguments.moments, arguments.seed)
        hurt += len(found.wrong)
        say(f"{name}: {found.interrupted} of {found.moments} moments interrupted something, hurt by {found.wrong}\n")
    return int(hurt > 0)


def say(text: str) -> None:
    """Print without buffering."""
    sys.stdout.write(text)
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Run the command in the arguments."""
    parser = argparse.ArgumentParser(prog="python -m tests.stress", description=__doc__)
    commands = parser.add_subparsers(required=True)
    add = commands.add_parser("differential", help="durable-rules against the definition, over made-up rulebooks")
    add.add_argument("--decisions", type=int, default=2_000_000)
    add.add_argument("--seed", type=int, default=0)
    add.set_defaults(run=differential)
    add = commands.add_parser("leaks", help="what stays behind after very many decisions")
    add.add_argument("--decisions", type=int, default=1_000_000)
    add.add_argument("--work", action="append", choices=list(leaks.WORK))
    add.set_defaults(run=leak)
    add = commands.add_parser("interrupts", help="Ctrl-C at any moment")
    add.add_argument("--moments", type=int, default=500)
    add.add_argument("--seed", type=int, default=0)
    add.add_argument("--work", action="append", choices=list(interrupting.SCENES))
    add.set_defaults(run=interrupt)
    chosen = parser.parse_args(arguments)
    return int(chosen.run(chosen))


if __name__ == "__main__":
    sys.exit(main())
