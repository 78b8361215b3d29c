"""The measurements of a rulebook, each in a separate process: `python -m tests.benchmarks.growth.measures …`."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import thread_time
from typing import Any

from attrs import asdict, frozen

from squeezelogic import Rulebook
from squeezelogic.logic.diff.diff import diff
from squeezelogic.logic.model.errors import RulebookError
from tests.benchmarks.growth import shapes

# The time of the only thread: with a limit on CPU time, Linux reports that of the process in whole ticks.
now = thread_time

ENOUGH = 0.3
"""In seconds: faster calls are repeated for this time, and the fastest run counts."""

DECISIONS = 200


@frozen
class Point:
    """One measurement.

    Args:
        shape: the kind of rulebook.
        along: the growing quantity: `rules`, `attributes` or `values`.
        size: its value.
        cost: the measured cost.
    """

    shape: str
    along: str
    size: int
    cost: str

    @property
    def files(self) -> shapes.Files:
        """The rulebook."""
        sizes = {"rules": 300, "attributes": shapes.ATTRIBUTES, "values": shapes.VALUES} | {self.along: self.size}
        if self.shape == "flat":
            return shapes.cells(sizes["rules"])
        return shapes.SHAPES[self.shape](sizes["rules"], sizes["attributes"], sizes["values"])


@frozen
class Measured:
    """A result: CPU seconds, peak memory, and the number of topics reported as too large."""

    seconds: float
    megabytes: float
    declined: int = 0


def loading(files: shapes.Files, folder: Path) -> tuple[float, int]:
    """Loading a folder."""
    shapes.written(files, folder)
    return _quickest(lambda: Rulebook.load(folder)), 0


def refusing(files: shapes.Files, folder: Path) -> tuple[float, int]:
    """Reporting all problems of a rulebook with two mistakes in every rule."""
    shapes.written(shapes.misspelt(files), folder)

    def refused() -> None:
        try:
            Rulebook.load(folder)
        except RulebookError:
            return
        raise AssertionError(folder)

    return _quickest(refused), 0


def deciding(files: shapes.Files, folder: Path) -> tuple[float, int]:
    """One decision in a new situation, after many other decisions."""
    book = Rulebook.load(shapes.written(files, folder))
    drawn = shapes.situations(files, 2 * DECISIONS)
    for facts in drawn[:DECISIONS]:
        book.decide(facts)
    start = now()
    for facts in drawn[DECISIONS:]:
        book.decide(facts)
    return (now() - start) / DECISIONS, 0


def first(files: shapes.Files, folder: Path) -> tuple[float, int]:
    """The first decision."""
    book = Rulebook.load(shapes.written(files, folder))
    facts = shapes.situations(files, 1)[0]
    start = now()
    book.decide(facts)
    return now() - start, 0


def checking(files: shapes.Files, folder: Path) -> tuple[float, int]:
    """Checking; with independent topics, each rule has one or two cases."""
    if not any(
        f"s{n}" in rule.get("when", {}) for n in range(2) for data in files.values() for rule in data.get("rule", ())
    ):
        files = shapes.with_cases(files, folder / "bare")
    book = Rulebook.load(shapes.written(files, folder))
    start = now()
    findings = book.check()
    return now() - start, sum(finding.check == "too_large" for finding in findings)


def comparing(files: shapes.Files, folder: Path) -> tuple[float, int]:
    """Comparing with a rulebook in which a few rules differ."""
    old = Rulebook.load(shapes.written(files, folder / "old"))
    new = Rulebook.load(shapes.written(shapes.edited(files), folder / "new"))
    start = now()
    found = diff(old, new)
    return now() - start, len(found.unproven)


COSTS: dict[str, Callable[[shapes.Files, Path], tuple[float, int]]] = {
    "load": loading,
    "refuse": refusing,
    "first": first,
    "decide": deciding,
    "check": checking,
    "diff": comparing,
}


def _quickest(call: Callable[[], Any]) -> float:
    best, spent = float("inf"), 0.0
    while spent < ENOUGH:
        start = now()
        call()
        taken = now() - start
        best, spent = min(best, taken), spent + taken
    return best


def measure(point: Point, limit: int) -> Measured:
    """The cost of one point, measured in this process, which the system ends at the limit of CPU seconds."""
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    with tempfile.TemporaryDirectory() as folder:
        seconds, declined = COSTS[point.cost](point.files, Path(folder) / "book")
    return Measured(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, declined)


if __name__ == "__main__":
    shape, along, size, cost, limit = sys.argv[1:]
    sys.stdout.write(json.dumps(asdict(measure(Point(shape, along, int(size), cost), int(limit)))))
