"""Measures how costs grow with a rulebook, and writes `docs/growth.md` and its pictures: see `--help`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.benchmarks.growth.curves import QUICK, SIZES, measured
from tests.benchmarks.growth.drawing import draw
from tests.benchmarks.growth.page import update

DOCS = Path(__file__).parents[3] / "docs"


def main() -> None:
    """Measure, draw, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer points: to see that it works")
    parser.add_argument("--limit", type=int, default=120, help="processor seconds for one point (120)")
    parser.add_argument("--docs", type=Path, default=DOCS, help="the folder with growth.md and images/ (docs)")
    given = parser.parse_args()
    points = measured(QUICK if given.quick else SIZES, given.limit, lambda line: print(line, file=sys.stderr))  # noqa: T201
    images = [f"images/growth-{along}.svg" for along in SIZES]
    for along, image in zip(SIZES, images, strict=True):
        draw(points, along, given.docs / image)
    words = (" --quick" if given.quick else "") + (f" --limit {given.limit}" if given.limit != 120 else "")
    update(given.docs / "growth.md", points, given.limit, images, words)


if __name__ == "__main__":
    main()
