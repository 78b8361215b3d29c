"""The picture beside the tables; needs matplotlib (the dependency group `benchmark`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt

from tests.benchmarks.registry import CHECKOUT

# Both greys and both colours have enough contrast on white and on black alike.
INK, THEIRS, OURS = "#7a7a7a", "#8a8f98", "#c2571a"
LOOK = {
    "svg.fonttype": "none",  # keep text as text
    "svg.hashsalt": "squeezelogic",  # equal measurements give equal files
    "font.family": "sans-serif",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def draw(found: Mapping[str, Any], path: Path) -> None:
    """Draw the cost of a decision for every contender, from the median to the 99th percentile, on a log axis."""
    rows = [row for row in found["peers"] if "failed" not in row][::-1]
    with plt.rc_context(LOOK):
        figure, axes = plt.subplots(figsize=(8, 0.42 * len(rows) + 1.1), layout="constrained")
        for place, row in enumerate(rows):
            colour = OURS if CHECKOUT in row["requires"] else THEIRS
            p50, p99 = row["p50"] / 1e3, row["p99"] / 1e3
            axes.plot([p50, p99], [place, place], color=colour, linewidth=5, solid_capstyle="round")
            axes.plot(p50, place, "o", color=colour, markersize=9)
        axes.set_yticks(range(len(rows)), [row["label"].replace("`", "") for row in rows])
        axes.set_xscale("log")
        axes.set_xlabel("µs for one decision: median (dot) to 99th percentile")
        axes.xaxis.set_major_formatter("{x:g}")
        axes.grid(axis="x", color=INK, alpha=0.3)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="y", length=0)
        figure.savefig(path, transparent=True, metadata={"Date": None, "Creator": None})
        plt.close(figure)
