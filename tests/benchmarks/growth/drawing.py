"""Plots of the curves. Both axes are logarithmic, so a power is a straight line, and its slope is the exponent."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.growth.curves import Points, curve, curves

COLOURS = {
    "load": "#4e79a7",
    "refuse": "#9c755f",
    "first": "#76b7b2",
    "decide": "#59a14f",
    "check": "#e15759",
    "diff": "#b07aa1",
}
DASHES = {"topics": "-", "flat": "--", "chain": ":"}
INK = "#7f7f7f"  # readable on white and on black


def draw(points: Points, along: str, path: Path) -> None:
    """Write one plot as SVG.

    Args:
        points: the results.
        along: the growing quantity.
        path: the file.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "squeezelogic"  # equal pictures give equal files
    mpl.rcParams["svg.fonttype"] = "none"
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.subplots()
    ends: list[tuple[int, float]] = []
    for shape, over, cost in curves():
        found = curve(points, shape, along, cost)
        if over == along and found:
            seconds = [each.seconds for each in found.values()]
            label = f"{cost}, {shape}" if along == "rules" else cost
            axes.loglog(list(found), seconds, DASHES[shape], color=COLOURS[cost], marker="o", markersize=3, label=label)
            ends += zip(found, seconds, strict=True)
    sizes = [size for size, _ in ends]
    low, high, start = min(sizes), max(sizes), 2 * min(cost for _, cost in ends)
    axes.loglog([low, high], [start, start * high / low], color=INK, linewidth=1, label="in proportion")
    axes.set_xlabel(along, color=INK)
    axes.set_ylabel("processor seconds", color=INK)
    axes.tick_params(colors=INK, which="both")
    axes.grid(visible=True, color=INK, alpha=0.25)
    for spine in axes.spines.values():
        spine.set_color(INK)
    figure.legend(loc="outside right upper", fontsize="small", frameon=False, labelcolor=INK)
    figure.savefig(path, transparent=True, metadata={"Date": None})
