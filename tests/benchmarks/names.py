"""Measures how well and how fast names are read: `python -m tests.benchmarks.names [FILE ...]`.

A file has a label (thrust, hinge, ambiguous or neither), a tab and a name in each line. Without a file, the labelled
sets of the tests are used. The results for each file:

- recall: the share of thrusts and of hinges that are read as such;
- flips: thrusts that are read as hinges, and vice versa;
- confident: the share of ambiguous names that get a family;
- false: the number of other names that get a family;
- logged: the share of recognised names whose reading changes with a set, a weight or a remark beside them;
- glued: the share whose reading changes in CamelCase;
- names per second without a cache, and the longest time for a name of 200 characters.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from squeezelogic.coaching.names.languages import read
from tests.coaching.names.sets import FAMILIES, SETS
from tests.coaching.names.test_logged import LOGGED, camel, said

Labelled = list[tuple[str, str]]
LONG = ("hip thrust " * 20, "swing bridge leg raise stiff " * 7, "hipthrust" * 23, "a " * 100, "dead lift, " * 19)


def main(paths: Iterable[str]) -> None:
    """Measure every file, or the sets of the tests, and the speed."""
    files = {path: labelled(Path(path)) for path in paths}
    sets = {group["source"]: [(f, name) for f in FAMILIES for name in group.get(f, ())] for group in SETS}
    lines = [line for source, names in (files or sets).items() for line in (source, *measure(names))]
    everything = [name for names in (files or sets).values() for _, name in names]
    lines += [f"{names_a_second(everything):,.0f} names a second"]
    lines += [f"{1000 * max(seconds(name[:200]) for name in LONG):.2f} ms for a name of 200 characters at most"]
    sys.stdout.write("\n".join(lines) + "\n")


def labelled(path: Path) -> Labelled:
    """The labels and names of a file."""
    lines = [line.partition("\t") for line in path.read_text("utf-8").splitlines() if line.strip()]
    if wrong := [label for label, _, _ in lines if label not in FAMILIES]:
        raise SystemExit(f"{path}: `{wrong[0]}` is none of {', '.join(FAMILIES)}; a line is a label, a tab and a name")
    return [(label, name) for label, _, name in lines]


def measure(names: Labelled) -> list[str]:
    """The results for labelled names, one per line."""
    read_as = {name: read(name).family for _, name in names}
    of = {family: [name for label, name in names if label == family] for family in FAMILIES}
    right = {family: sum(read_as[name] == family for name in of[family]) for family in FAMILIES}
    given = {f: [name for name in of[f] if read_as[name] in ("thrust", "hinge")] for f in FAMILIES}
    flips = sum(read_as[name] == other for f, other in (("thrust", "hinge"), ("hinge", "thrust")) for name in of[f])
    recognised = [*given["thrust"], *given["hinge"]]
    forms = [(form, name) for group in LOGGED.values() for form in group for name in recognised]
    return [
        *(f"  recall of {family}: {right[family]} of {len(of[family])}" for family in ("thrust", "hinge")),
        f"  flips: {flips}",
        f"  confident: {len(given['ambiguous'])} of {len(of['ambiguous'])}",
        f"  false: {len(given['neither'])} of {len(of['neither'])}",
        f"  logged: {sum(said(form.format(name)) != said(name) for form, name in forms)} of {len(forms)}",
        f"  glued: {sum(said(camel(name)) != said(name) for name in recognised)} of {len(recognised)}",
    ]


def names_a_second(names: list[str]) -> float:
    """The number of names read per second of CPU time, the best of five rounds."""
    return len(names) / min(sum_of_seconds(names) for _ in range(5))


def sum_of_seconds(names: list[str]) -> float:
    """The time for all names, in seconds."""
    start = time.process_time()
    for name in names:
        read(name)
    return time.process_time() - start


def seconds(name: str) -> float:
    """The time for one name in seconds, the best of five."""
    return min(sum_of_seconds([name]) for _ in range(5))


if __name__ == "__main__":
    main(sys.argv[1:])
