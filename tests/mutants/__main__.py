"""Mutation testing of the library: `renew` tries mutants and writes the record; without it, the record is printed."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from attrs import evolve

from tests.mutants.record import (
    PAGE,
    Entry,
    compute_digest,
    find_stale,
    get_folder,
    list_modules,
    load_record,
    replace_table,
    save_record,
    tabulate_folders,
)
from tests.mutants.results import CRASHED, NOTICED, REJECTED, SURVIVED, Mutant, explanations, is_explained
from tests.mutants.run import Run


def show(mutant: Mutant) -> Iterator[str]:
    """The place of a mutant, and its change."""
    yield f"\n{mutant.module}: {mutant.function}"
    yield from (f"  - {line}" for line in mutant.was.splitlines())
    yield from (f"  + {line}" for line in mutant.becomes.splitlines())


def print_record() -> None:
    """The table of the folders, and the modules that changed since."""
    say("\n".join(tabulate_folders(load_record())))
    print_stale()


def print_stale() -> None:
    """One line, or nothing if no module changed since its run."""
    if stale := find_stale(load_record()):
        say(f"{len(stale)} modules changed since their run: {', '.join(stale)}")


def choose_modules(paths: list[str], stale: bool) -> list[str]:
    """The modules that some paths mean, or those that changed since their run."""
    if stale:
        return find_stale(load_record())
    wanted = [path.rstrip("/").removeprefix("squeezelogic").removeprefix("/") for path in paths]
    found = [it for it in list_modules() if any(it == path or not path or it.startswith(f"{path}/") for path in wanted)]
    missing = [path for path in wanted if not any(it == path or it.startswith(f"{path}/") for it in found) and path]
    if missing:
        raise SystemExit(f"no code in squeezelogic/: {', '.join(missing)}")
    return found


def judge(modules: Sequence[str], mutants: Sequence[Mutant]) -> tuple[dict[str, Entry], list[Mutant]]:
    """The entries of some modules, and the survivors without an explanation."""
    known = explanations()
    unexplained = [it for it in mutants if it.fate == SURVIVED and not is_explained(it, known)]
    entries = {}
    for module in modules:
        count = Counter(it.fate for it in mutants if it.module == module)
        left = sum(it.module == module for it in unexplained)
        entries[module] = Entry(
            digest="",
            date=datetime.now(UTC).date().isoformat(),
            made=count.total(),
            rejected=count[REJECTED],
            noticed=count[NOTICED] + count[CRASHED],
            explained=count[SURVIVED] - left,
            survived=left,
        )
    return entries, unexplained


def renew(modules: list[str], sample: int | None, minutes: float | None, again: bool) -> int:
    """Try the mutants of some modules, folder by folder, and replace their entries.

    Returns:
        The number of survivors without an explanation.
    """
    end = None if minutes is None else time.monotonic() + 60 * minutes
    survivors = 0
    for folder in dict.fromkeys(map(get_folder, modules)):
        run = Run(folder, [it for it in modules if get_folder(it) == folder])
        left = None if end is None else end - time.monotonic()
        if left is not None and left <= 0:
            say(f"no time left for {', '.join(run.modules)}")
            continue
        say(f"{folder or 'squeezelogic'}/: {len(run.modules)} modules")
        if again:
            run.resume()
        else:
            run.prepare(sample)
        digests = {it: compute_digest((run.work / "squeezelogic" / it).read_text("utf-8")) for it in run.modules}
        if not run.try_mutants(None if end is None else max(1.0, end - time.monotonic())):
            say("  out of time: the rest was not tried")
        mutants = list(run.list_mutants())
        entries, unexplained = judge(run.modules, mutants)
        if again:  # the last run may have been of some of them
            entries = {module: entry for module, entry in entries.items() if entry.made}
        write_entries({module: evolve(entry, digest=digests[module]) for module, entry in entries.items()})
        survivors += len(unexplained)
        tried = sum(entry.tried for entry in entries.values())
        say(f"  {tried} of {len(mutants)} mutants tried, {len(unexplained)} unexplained")
        say("".join(f"  left out, it fails without a mutant: {test}\n" for test in run.list_failing()), end="")
        known = [it for it in explanations() if it.module in run.modules]
        useless = [it for it in known if not any(it.covers(mutant) for mutant in mutants)]
        say("".join(f"  explains no mutant: {it.module}: {it.function}: {it.was}\n" for it in useless), end="")
        say("".join(f"{line}\n" for mutant in unexplained for line in show(mutant)), end="")
    return survivors


def write_entries(entries: dict[str, Entry]) -> None:
    """Put entries into the record and into the table in the documentation; entries of modules that are gone go."""
    record = load_record() | entries
    save_record({module: record[module] for module in list_modules() if module in record})
    PAGE.write_text(replace_table(PAGE.read_text("utf-8"), load_record()), "utf-8")


def say(text: str, end: str = "\n") -> None:
    """Print at once."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def main() -> int:
    """Print the record, or renew it; 1 if a mutant survived without an explanation."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--stale", action="store_true", help="print only which modules changed since their run")
    commands = parser.add_subparsers(dest="command")
    command = commands.add_parser(
        "renew",
        help="try mutants and replace the entries of their modules",
        description="Try the mutants of some modules, and replace their entries in tests/mutants/record.toml and the"
        " table in docs/hardening.md. The rest of the record stays. Needs `--group mutation`.",
    )
    command.add_argument("paths", nargs="*", metavar="PATH", help="modules or folders: squeezelogic/cli/ask.py")
    command.add_argument(
        "--stale", action="store_true", dest="changed", help="the modules whose code changed since their run"
    )
    command.add_argument("--sample", type=int, metavar="N", help="at most N mutants of each module, always the same")
    command.add_argument("--minutes", type=float, metavar="M", help="stop after M minutes")
    command.add_argument("--again", action="store_true", help="only what survived the last run of these modules")
    asked = parser.parse_args()
    if asked.command is None:
        print_stale() if asked.stale else print_record()
        return 0
    modules = choose_modules(asked.paths, asked.changed)
    return bool(renew(modules, asked.sample, asked.minutes, asked.again))


if __name__ == "__main__":
    sys.exit(main())
