"""Updates the page about growth: tables of the results, between hand-written prose without numbers."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import squeezelogic
from tests.benchmarks.growth.curves import Points, curve, curves, steepness

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
COMMAND = "python -m tests.benchmarks.growth"


def update(page: Path, points: Points, limit: int, images: Sequence[str], words: str) -> None:
    """Write the results between the two markers of a page."""
    text = page.read_text("utf-8")
    inside = "\n".join(_lines(points, limit, images, words))
    found, times = re.subn(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{inside}\n{END}", text, flags=re.DOTALL)
    if times != 1:
        raise ValueError(f"{page.name} must hold `{BEGIN}` and `{END}` once, in this order")
    page.write_text(found, "utf-8")


def _lines(points: Points, limit: int, images: Sequence[str], words: str) -> Iterator[str]:
    yield ""
    yield f"Measured on {datetime.now(UTC):%Y-%m-%d} by `{COMMAND}{words}`: {_machine()}. A point may take {limit} s."
    yield ""
    for image in images:
        title = Path(image).stem.removeprefix("growth-").replace("-", " ")
        yield from (f"![Cost against the number of {title}; both axes are logarithmic]({image})", "")
    for along in ("rules", "attributes", "values"):
        yield from _table(points, along)


def _machine() -> str:
    name = f"Python {platform.python_version()}, squeezelogic {squeezelogic.__version__} by {squeezelogic.engine()}"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {name}"


def _table(points: Points, along: str) -> Iterator[str]:
    sizes = sorted({point.size for point in points if point.along == along})
    fitted = along == "rules"
    yield f"| cost | shape | {' | '.join(f'{size:,} {along}' for size in sizes)} |" + (" exponent |" if fitted else "")
    yield "|---|---|" + "---:|" * (len(sizes) + fitted)
    for shape, over, cost in curves():
        if over == along:
            found = curve(points, shape, along, cost)
            cells = [_cell(found[size].seconds, found[size].declined) if size in found else "over" for size in sizes]
            power = steepness({size: each.seconds for size, each in found.items()})
            ends = [f"{power:.2f}" if power is not None else "–"] if fitted else []
            yield f"| {cost} | {shape} | {' | '.join([*cells, *ends])} |"
    yield ""
    yield f"Peak memory, MB, of the whole process, making the rulebook included, against the number of {along}:"
    yield ""
    yield f"| cost | shape | {' | '.join(f'{size:,}' for size in sizes)} |"
    yield "|---|---|" + "---:|" * len(sizes)
    for shape, over, cost in curves():
        if over == along and cost in ("decide", "check", "diff"):
            found = curve(points, shape, along, cost)
            cells = [f"{found[size].megabytes:.0f}" if size in found else "over" for size in sizes]
            yield f"| {cost} | {shape} | {' | '.join(cells)} |"
    yield ""


def _cell(seconds: float, declined: int) -> str:
    shown = (
        f"{seconds * 1e6:,.0f} µs"
        if seconds < 1e-3
        else f"{seconds * 1e3:,.3g} ms"
        if seconds < 1
        else f"{seconds:,.3g} s"
    )
    return shown + (f" ({declined} declined)" if declined else "")
