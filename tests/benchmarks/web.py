"""Sizes of the bundle and of the page, and times in Node.js: what docs/javascript.md says of them."""

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

from squeezelogic import Rulebook
from squeezelogic.coaching.web.bundle import ALL, BOOK, MODULE, bundle
from squeezelogic.coaching.web.page import page

SCRIPT = """
import { readFileSync } from "node:fs";
const { recommend, decide } = await import(process.argv[2]);
const book = JSON.parse(readFileSync(process.argv[3], "utf-8")), { attributes } = book;
const pick = (list, place) => list[place % list.length];
const situations = Array.from({ length: 5000 }, (_, i) => ({
  movement: pick(attributes.movement.values, i), experience: pick(attributes.experience.values, i * 7 + (i >> 3)),
  goal: pick(attributes.goal.values, i >> 1), back_pain: pick(attributes.back_pain.values, i >> 2),
  load: pick(attributes.load.values, i >> 3), observed: i % 3 ? [] : [pick(attributes.observed.values, i)],
}));
for (const [name, call] of Object.entries({ decide, recommend })) {
  let best = Infinity;
  for (let round = 0; round < 5; round += 1) {
    const began = process.hrtime.bigint();
    for (const facts of situations) call(book, facts);
    best = Math.min(best, Number(process.hrtime.bigint() - began) / situations.length / 1000);
  }
  console.log(`${name}\\t${best.toFixed(0)}`);
}
"""


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
    for name, text in files.items():
        data = text.encode()
        yield name, len(data), len(gzip.compress(data, mtime=0))


def measure_times(node: str) -> dict[str, int]:
    """Microseconds for one call of a function, by its name: the best of five rounds over 5,000 situations."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in bundle(Rulebook.default()).items():
            (Path(folder) / name).write_text(text, "utf-8")
        script = Path(folder) / "measure.mjs"
        script.write_text(SCRIPT, "utf-8")
        command = [node, str(script), (Path(folder) / MODULE).as_uri(), str(Path(folder) / BOOK)]
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
