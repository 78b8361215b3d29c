"""Sizes of the bundle and of the page, and times in Node.js: what docs/javascript.md says of them.

Also what they would be if the bundle held the compiled plan: see docs/decisions/javascript.md.
"""

# ruff: noqa: T201 - printing is its job

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from squeezelogic import Rulebook
from squeezelogic.coaching.web.bundle import ALL, BOOK, MODULE, bundle
from squeezelogic.coaching.web.page import page
from squeezelogic.logic.export.lookups import Given, Lookup, Lookups, Ruling
from squeezelogic.logic.export.tables import BOUNDS, export
from squeezelogic.logic.model.conditions import Between
from squeezelogic.logic.model.vocabulary import as_data

SCRIPT = Path(__file__).with_suffix(".mjs")


def list_sizes() -> Iterator[tuple[str, int, int]]:
    """Each file with its bytes, and its bytes compressed."""
    book = Rulebook.default()
    everywhere = [ALL]
    files = {
        BOOK: bundle(book)[BOOK],
        f"{BOOK}, three languages": bundle(book, everywhere)[BOOK],
        MODULE: bundle(book)[MODULE],
        "page.html": page(book),
        "page.html, three languages": page(book, languages=everywhere),
    }
    conditions = [rule["when"] for topic in json.loads(files[BOOK])["topics"] for rule in topic["rules"]]
    plan = written(as_plan(book))
    files |= {
        "the conditions in it": written(conditions),
        "the plan": plan,
        "page.html, and the plan": files["page.html"].replace("</script>", plan + "</script>", 1),
    }
    for name, text in files.items():
        data = text.encode()
        yield name, len(data), len(gzip.compress(data, mtime=0))


def written(data: Any) -> str:
    """JSON without spaces."""
    return json.dumps(data, separators=(",", ":"))


# ---------------------------------------------------------------- the plan in place of conditions


def as_plan(book: Rulebook) -> dict[str, Any]:
    """The compiled plan as look-ups, as short as `web.mjs` can read it."""
    lookups = export(book).lookups
    order = sorted(lookups.rulings.values(), key=lambda it: (it.is_part, it.place))
    places = {it.place: place for place, it in enumerate(order)}
    reads: dict[int, list[tuple[int, int]]] = {}
    values: dict[str, dict[Given, list[tuple[int, int]]]] = {}
    for each in lookups.lookups:
        for adds, concluding in lookups.concluded(each).items():
            for place in concluding:
                reads.setdefault(place, []).append((each.number - 1, adds))
        for name, encoded in lookups.given(each):
            for value, adds in encoded:
                values.setdefault(name, {}).setdefault(value, []).append((each.number - 1, adds))

    def write_ruling(it: Ruling) -> list[Any]:
        above = [places[other] for other in it.above]
        return [places[it.place], it.lookup.number - 1, it.bit, above, reads.get(it.place, [])]

    return {
        "values": {name: [[write_given(it), *adds] for it, adds in found.items()] for name, found in values.items()},
        "lookups": [list_rows(lookups, each) for each in lookups.lookups],
        "stages": [
            {
                "lookups": [it.number - 1 for it in lookups.lookups if it.stage == stage],
                "rules": [write_ruling(it) for it in order if it.stage == stage],
                "totals": [[it.name, it.of, it.elements] for it in lookups.totals.values() if it.stage == stage],
            }
            for stage in lookups.stages
        ],
    }


def list_rows(lookups: Lookups, lookup: Lookup) -> list[int]:
    """For each key, the bits of the rules that hold."""
    rows = dict(lookups.rows(lookup))
    return [rows.get(key, 0) for key in range(1 << lookup.table.mask.bit_length())]


def write_given(given: Given) -> Any:
    """A value, or the four bounds of a range."""
    if isinstance(given, Between):
        return [None if (bound := getattr(given, name)) is None else as_data(bound) for name in BOUNDS]
    return as_data(given)


# ---------------------------------------------------------------- times


def measure_times(node: str) -> dict[str, int]:
    """Microseconds of CPU for one call of a function, by its name: the best of five rounds over 5,000 situations."""
    with tempfile.TemporaryDirectory() as folder:
        files = {**bundle(Rulebook.default()), "plan.json": written(as_plan(Rulebook.default()))}
        for name, text in files.items():
            (Path(folder) / name).write_text(text, "utf-8")
        module, book, plan = (Path(folder) / name for name in (MODULE, BOOK, "plan.json"))
        command = [node, str(SCRIPT), module.as_uri(), str(book), str(plan)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {name: int(time) for name, time in (line.split("\t") for line in done.stdout.splitlines())}


def main() -> int:
    """Print both."""
    for name, size, compressed in list_sizes():
        print(f"| {name} | {size:,} | {compressed:,} |")
    node = shutil.which("node")
    if node is None:
        print("no Node.js here: no times", file=sys.stderr)
        return 1
    print(json.dumps(measure_times(node)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
