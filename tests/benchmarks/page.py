"""Updates docs/benchmark.md: the text between markers is generated from a measurement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.registry import CHECKOUT, NOTES_AT_MOST, NOTES_OURS, P99_AT_MOST, RECOMMEND

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "benchmark.md"
PICTURE = DOCS / "images" / "benchmark.svg"
MARKED = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- /measured -->)", re.DOTALL)

Found = Mapping[str, Any]


def rewritten(page: str, found: Found) -> str:
    """A page with the text between markers replaced.

    Raises:
        KeyError: a marker has an unknown name.
    """
    return MARKED.sub(lambda match: f"{match[1]}\n{MADE[match[2]](found)}\n\n{match[3]}", page)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns except the first are right-aligned."""
    rule = ["---", *["--:"] * (len(header) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rule, *rows))


def conditions(found: Found) -> str:
    """The date and the machine of the measurement."""
    it = found["machine"]
    return (
        f"Measured on {found['date']} with Python {it['python']} on {it['system']}, {it['cpu']}, {it['cores']} cores; "
        f"{found['inputs']:,} inputs compared before, {found['rounds']} rounds."
    )


def peers(found: Found) -> str:
    """The cost of a decision for every contender."""
    header = ("engine", "p50, µs", "p99, µs", "calls a batch", "decisions a second", "× if/elif", "quartiles")
    return table(header, [_peer(row) for row in found["peers"]])


def _peer(row: Found) -> list[str]:
    if "failed" in row:
        return [_label(row), row["failed"].replace("|", "\\|"), "", "", "", "", ""]
    low, middle, high = row["ratio"]
    rate = significant(1e9 / row["mean"])
    times = [microseconds(row["p50"]), microseconds(row["p99"]), str(row["batch"]), rate]
    return [_label(row), *times, significant(middle), f"{significant(low)} to {significant(high)}"]


def _label(row: Found) -> str:
    pinned = [requirement.replace("==", " ") for requirement in row["requires"] if requirement != CHECKOUT]
    return pinned[0] if pinned else str(row["label"])


def notes(found: Found) -> str:
    """The cost of a decision by rules that accumulate, for every contender."""
    header = ("engine", "p50, µs", "p99, µs", "calls a batch", "decisions a second", "× ifs", "quartiles")
    of = found["notes"]
    when = f"Measured on {of['date']}, {of['rounds']} rounds, {of['machine']['cpu']}, {of['machine']['cores']} cores."
    return "\n\n".join([table(header, [_peer(row) for row in of["rows"]]), when, *_aims(of)])


def _aims(of: Found) -> list[str]:
    """The targets of `decide`, and the actual values."""
    rows = {row["name"]: row for row in of["rows"]}
    mine = rows[NOTES_OURS]
    ratio, tail = mine["ratio"][1], mine["p99"] / mine["p50"]
    kept = {True: "kept", False: "missed"}
    return [
        f"Aimed at for `decide`: at most {NOTES_AT_MOST} times the ifs ({kept[ratio <= NOTES_AT_MOST]}: "
        f"{significant(ratio)}), and a p99 of at most {P99_AT_MOST} times the p50 ({kept[tail <= P99_AT_MOST]}: "
        f"{significant(tail)})."
    ]


def starts(found: Found) -> str:
    """The cost of every contender up to the first answer, and its memory."""
    header = (
        "engine",
        "import, ms",
        "load, ms",
        "first answer, ms",
        "memory, MB",
        "grown, MB",
        "then grown, MB",
        "decisions",
    )
    return table(header, [_start(row) for row in found["peers"] if "failed" not in row])


def _start(row: Found) -> list[str]:
    spent = [significant(row[f"{what}_ms"]) for what in ("import", "load", "first")]
    before, between, after = row["memory"]["bytes"]
    grown = [f"{(later - earlier) / 2**20:.1f}" for earlier, later in ((before, between), (between, after))]
    return [_label(row), *spent, f"{before / 2**20:.0f}", *grown, f"{row['memory']['calls']:,}"]


def ways(found: Found) -> str:
    """The cost of `recommend`, by the way of calling it."""
    header = ("call", "`recommend`, µs", "by hand, µs", "ratio", "quartiles", "aimed at")
    return table(header, [_way(row) for row in found["ways"]])


def _way(row: Found) -> list[str]:
    aim = f"at most {row['at_most']:g}" if row["at_most"] else "–"
    if "failed" in row:
        return [row["label"], row["failed"].replace("|", "\\|"), "", "", "", aim]
    low, middle, high = row["ratio"]
    if row["at_most"]:
        aim += ": kept" if middle <= row["at_most"] else ": missed"
    times = [microseconds(row["ours"]), microseconds(row["by_hand"])]
    return [row["label"], *times, f"{middle:.1f}", f"{low:.1f} to {high:.1f}", aim]


COLD_AT_MOST = (None, None, 1.5, 3, None)
"""For each of `measuring.PROGRAMS`, the target for its cost beyond the bare interpreter, by that of `import attrs`."""


def cold(found: Found) -> str:
    """The cost of whole processes."""
    bare, attrs = (row["ms"] for row in found["cold"][:2])
    rows = []
    for row, at_most in zip(found["cold"], COLD_AT_MOST, strict=True):
        ratio = (row["ms"] - bare) / (attrs - bare)
        aim = f"at most {at_most:g}: {'kept' if ratio <= at_most else 'missed'}" if at_most else "–"
        rows.append((row["what"], f"{row['ms']:.0f}", f"{row['ms'] - bare:.0f}", f"{ratio:.2f}", aim))
    header = ("Process", "CPU time, ms", "beyond the bare interpreter, ms", "× `import attrs`", "aimed at")
    return table(header, rows)


def standing(found: Found) -> str:
    """The engines that are better than `recommend`, by criterion."""
    rows = [row for row in found["peers"] if "failed" not in row]
    mine = next(row for row in rows if row["name"] == RECOMMEND)
    engines = [row for row in rows if row["requires"] and CHECKOUT not in row["requires"]]
    lines = [
        _better("time of a new decision", lambda row: row["mean"], mine, engines),
        _better("time to import", lambda row: row["import_ms"], mine, engines),
        _better("time to load the rules and give a first answer", _until_first, mine, engines),
        _better("memory when loaded", lambda row: row["memory"]["bytes"][0], mine, engines),
        _better("growth over the second half of the decisions", _later_growth, mine, engines),
    ]
    return "\n".join(lines)


def _until_first(row: Found) -> float:
    spent: float = row["load_ms"] + row["first_ms"]
    return spent


def _later_growth(row: Found) -> float:
    _, between, after = row["memory"]["bytes"]
    return round(int(after - between) / 2**20, 1)


def _better(what: str, of: Callable[[Found], float], mine: Found, engines: Sequence[Found]) -> str:
    names = [_label(row) for row in sorted(engines, key=of) if of(row) < of(mine)]
    return f"- {what}: {', '.join(names) if names else 'none'}"


def microseconds(ns: float) -> str:
    """Nanoseconds as text in microseconds."""
    return significant(ns / 1e3)


def significant(value: float) -> str:
    """A number with three significant digits, without exponents."""
    if value >= 100:
        digits = len(str(int(value)))
        return f"{round(value, 3 - digits):,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


MADE: dict[str, Callable[[Found], str]] = {
    made.__name__: made for made in (conditions, peers, notes, starts, ways, cold, standing)
}
"""The generators of text, by the name in the marker."""
