"""Curves: the measured points, one process each, and their exponents."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log

from tests.benchmarks.growth.measures import COSTS, Measured, Point

Points = Mapping[Point, Measured | None]
"""The results by point; None for a point that exceeded the limit, or a larger one."""

SIZES = {
    "rules": (10, 30, 100, 300, 1_000, 3_000, 10_000),
    "attributes": (5, 10, 20, 40, 70, 100),
    "values": (2, 5, 10, 20, 50, 100, 200),
}
QUICK = {"rules": (100, 300, 1_000), "attributes": (10, 40), "values": (5, 50)}
FITTED = (100, 3_000)
"""The range of rules for fitting exponents: fixed costs dominate below, and larger rulebooks are rare."""


def curves() -> Iterator[tuple[str, str, str]]:
    """The shape, the growing quantity and the cost of every curve."""
    for cost in COSTS:
        yield from ((shape, "rules", cost) for shape in ("topics", "flat", "chain"))
        yield from (("topics", along, cost) for along in ("attributes", "values"))


def measured(sizes: Mapping[str, Sequence[int]], limit: int, say: Callable[[str], None]) -> Points:
    """Every point of every curve.

    Args:
        sizes: the sizes of each growing quantity.
        limit: CPU seconds for one point, including the creation of the rulebook.
        say: called with each result.
    """
    found: dict[Point, Measured | None] = {}
    every = [(shape, along, cost) for shape, along, cost in curves()]
    for number, (shape, along, cost) in enumerate(every, 1):
        over = False
        for size in sizes[along]:
            point = Point(shape, along, size, cost)
            found[point] = None if over else _apart(point, limit)
            over = found[point] is None
            say(f"{number}/{len(every)} {cost} of {shape}, {size:,} {along}: {_said(found[point])}")
    return found


def _said(measured: Measured | None) -> str:
    return "over the limit" if measured is None else f"{measured.seconds:.4g} s, {measured.megabytes:.0f} MB"


def _apart(point: Point, limit: int) -> Measured | None:
    words = [point.shape, point.along, str(point.size), point.cost, str(limit)]
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.growth.measures", *words], capture_output=True, text=True, check=False
    )
    if run.returncode < 0:  # ended by the system at the time limit
        return None
    if run.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{run.stderr}")
    return Measured(**json.loads(run.stdout))


def curve(points: Points, shape: str, along: str, cost: str) -> dict[int, Measured]:
    """The measured points of one curve, by size."""
    wanted = (shape, along, cost)
    return {p.size: m for p, m in points.items() if m is not None and (p.shape, p.along, p.cost) == wanted}


def steepness(costs: Mapping[int, float]) -> float | None:
    """The exponent that fits best between the sizes in `FITTED`, by least squares of the logarithms."""
    logs = [(log(size), log(cost)) for size, cost in costs.items() if FITTED[0] <= size <= FITTED[1] and cost > 0]
    if len(logs) < 2:
        return None
    middle, height = (sum(column) / len(logs) for column in zip(*logs, strict=True))
    rise: float = sum((x - middle) * (y - height) for x, y in logs)
    run: float = sum((x - middle) * (x - middle) for x, _ in logs)
    return rise / run
