"""`python -m tests.benchmarks.frames`: `recommend_frame` against the bare join of each engine, on many rows.

Both sides read the same six columns of text and add the same eight decision columns. The bare join has a table with the
decision of every combination, and joins it on the six texts. Runs of the two alternate in one process; the memory of
`recommend_frame` is measured in a separate process.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from attrs import frozen

DOCUMENT = Path(__file__).parents[2] / "docs" / "dataframes.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
PIECE = 250_000
COLUMNS = {
    "experience": ("beginner", "intermediate", "advanced"),
    "goal": ("hypertrophy", "strength", "athletic", "general"),
    "back_pain": ("none", "history", "current"),
    "glute_activation": ("typical", "late", "hard_to_feel"),
    "movement": ("hip_thrust", "glute_bridge", "deadlift", "swing", "good_morning", "pull_through", "hip_hinge"),
    "load": ("bodyweight", "light", "moderate", "heavy"),
}
KEYS = list(COLUMNS)
STREAMING = ("polars lazy", "duckdb", "spark", "dask")
Work = Callable[[], Any]


def pieces(folder: Path, rows: int) -> Path:
    """A folder of Parquet files with this many rows, written in pieces unless it exists."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    made = folder / f"rows-{rows}"
    if not made.exists():
        made.mkdir(parents=True)
        for number, start in enumerate(range(0, rows, PIECE)):
            size, chance = min(PIECE, rows - start), np.random.default_rng(number)
            table = {
                name: pa.array(values).take(pa.array(chance.integers(0, len(values), size)))
                for name, values in COLUMNS.items()
            }
            pq.write_table(pa.table({**table, "kg": chance.random(size)}), made / f"{number:05}.parquet")
    return made


def decisions() -> Any:
    """The recommendation for every combination, as an Arrow table, for the bare join."""
    import pyarrow as pa

    from squeezelogic import Exercise, Profile, recommend
    from squeezelogic.frames.frame import USUAL

    columns: dict[str, list[Any]] = {name: [] for name in (*KEYS, *USUAL)}
    for values in product(*COLUMNS.values()):
        facts: dict[str, Any] = dict(zip(KEYS, values, strict=True))
        lift = {name: facts.pop(name) for name in ("movement", "load")}
        answer = recommend(Profile(**facts), Exercise(**lift))
        told = {name: getattr(answer, name) for name in USUAL}
        told |= {"cues": [cue.id for cue in answer.cues], "reasons": [reason.rule for reason in answer.reasons]}
        for name, cell in {**dict(zip(KEYS, values, strict=True)), **told}.items():
            columns[name].append(cell)
    return pa.table(columns)


@frozen
class Sides:
    """The two compared functions, and the number of rows of the result."""

    bare: Work
    ours: Work
    checked: Callable[[Any], int]


def _polars(lazy: bool, data: Path, out: Path) -> Sides:
    import polars as pl

    from squeezelogic import recommend_frame

    table: Any = pl.from_arrow(decisions())
    if lazy:
        return Sides(
            lambda: pl.scan_parquet(data).join(table.lazy(), on=KEYS, how="left").sink_parquet(out),
            lambda: recommend_frame(pl.scan_parquet(data)).sink_parquet(out),
            lambda _: _rows(out),
        )
    frame = pl.read_parquet(data)
    return Sides(lambda: frame.join(table, on=KEYS, how="left"), lambda: recommend_frame(frame), len)


def _duckdb(data: Path, out: Path) -> Sides:
    import duckdb

    from squeezelogic import recommend_frame

    connection = duckdb.connect()
    connection.register("given", decisions())
    connection.execute("create table decisions as select * from given")
    read = partial(connection.read_parquet, str(data / "*.parquet"))
    joined = f"select * from rows left join decisions using ({', '.join(KEYS)})"  # noqa: S608 - all names are ours
    return Sides(
        lambda: read().query("rows", joined).write_parquet(str(out)),
        lambda: recommend_frame(read()).write_parquet(str(out)),
        lambda _: _rows(out),
    )


def _pandas(data: Path, out: Path) -> Sides:
    import pandas as pd

    from squeezelogic import recommend_frame

    frame, table = pd.read_parquet(data), decisions().to_pandas()
    return Sides(lambda: frame.merge(table, on=KEYS, how="left"), lambda: recommend_frame(frame), len)


def _pyarrow(data: Path, out: Path) -> Sides:
    import pyarrow.parquet as pq

    from squeezelogic import recommend_frame

    frame, table = pq.read_table(data), decisions()
    plain = table.drop_columns(["cues", "reasons"])  # its join does not support lists
    lists = {name: _joined(table[name]) for name in ("cues", "reasons")}
    for name, column in lists.items():
        plain = plain.append_column(name, column)
    return Sides(
        lambda: frame.join(plain, KEYS, join_type="left outer"), lambda: recommend_frame(frame, lists="text"), len
    )


def _joined(column: Any) -> Any:
    import pyarrow.compute as pc

    return pc.binary_join(column, ",")


def _dask(data: Path, out: Path) -> Sides:
    import dask.dataframe as dd
    import pandas as pd

    from squeezelogic import recommend_frame

    table = decisions().to_pandas(types_mapper=pd.ArrowDtype)
    table = table.astype(dict.fromkeys(KEYS, "string[pyarrow]"))

    def write(frame: Any) -> None:
        shutil.rmtree(out, ignore_errors=True)
        frame.to_parquet(out, write_index=False)

    return Sides(
        lambda: write(dd.read_parquet(data).merge(table, on=KEYS, how="left")),
        lambda: write(recommend_frame(dd.read_parquet(data))),
        lambda _: _rows(out),
    )


def _spark(data: Path, out: Path) -> Sides:
    from pyspark.sql import functions as spark

    from squeezelogic import recommend_frame
    from tests.frames.engines import session

    running = session()
    table = spark.broadcast(running.createDataFrame(decisions().to_pylist()).cache())

    def write(frame: Any) -> None:
        frame.write.mode("overwrite").parquet(str(out))

    def read() -> Any:
        return running.read.parquet(str(data))

    return Sides(
        lambda: write(read().join(table, KEYS, "left")),
        lambda: write(recommend_frame(read())),
        lambda _: int(running.read.parquet(str(out)).count()),
    )


SIDES: dict[str, Callable[[Path, Path], Sides]] = {
    "polars": partial(_polars, False),
    "polars lazy": partial(_polars, True),
    "pyarrow": _pyarrow,
    "pandas": _pandas,
    "duckdb": _duckdb,
    "dask": _dask,
    "spark": _spark,
}


def _rows(out: Path) -> int:
    import pyarrow.parquet as pq

    files = sorted(out.glob("*.parquet")) if out.is_dir() else [out]
    return sum(pq.ParquetFile(file).metadata.num_rows for file in files)


def timed(engine: str, data: Path, rows: int, runs: int) -> dict[str, Any]:
    """Seconds of the bare join and of `recommend_frame`, alternating; the first run of each is discarded."""
    with tempfile.TemporaryDirectory() as folder:
        sides = SIDES[engine](data, Path(folder) / "out.parquet")
        seconds: dict[str, list[float]] = {"bare": [], "ours": []}
        for run in range(runs + 1):
            for name, work in (("bare", sides.bare), ("ours", sides.ours)):
                begun = time.perf_counter()
                answer = work()
                taken = time.perf_counter() - begun
                assert sides.checked(answer) == rows, f"{engine}: {name} gives another number of rows"
                del answer
                if run:
                    seconds[name].append(taken)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def weighed(engine: str, data: Path) -> dict[str, Any]:
    """The peak memory (MB) of one `recommend_frame`, including the engine, reading and writing."""
    with tempfile.TemporaryDirectory() as folder:
        sides = SIDES[engine](data, Path(folder) / "out.parquet")
        before = _most()
        sides.ours()
        return {"before": before, "peak": _most()}


def _most() -> float:
    """The peak memory, in MB, of this process and its children."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return own + sum(_high_water(Path(f"/proc/{child}/status")) for child in _children())


def _children() -> Iterator[str]:
    for task in Path("/proc/self/task").iterdir():
        yield from (task / "children").read_text().split()


def _high_water(status: Path) -> float:
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return int(lines["VmHWM"].split()[0]) / 1024


class Unable(Exception):
    """An engine fails; the message is its last line of output."""


def _apart(task: str, engine: str, data: Path, rows: int, runs: int) -> dict[str, Any]:
    """Run a task in a separate process."""
    command = [sys.executable, "-m", "tests.benchmarks.frames", "--task", task, "--engine", engine]
    command += ["--data", str(data), "--rows", str(rows), "--runs", str(runs)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Unable(done.stderr.strip().splitlines()[-1])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(found: dict[str, dict[str, Any]], rows: int, small: int) -> str:
    """The results as a Markdown table."""
    head = (
        f"| Engine | bare join, s | `recommend_frame`, s | ratio | peak at {small:,} rows, MB | at {rows:,} rows, MB |"
    )
    lines = [head, "|---|--:|--:|--:|--:|--:|"]
    for engine, one in found.items():
        if "failed" in one:
            lines.append(f"| {engine} | failed: {one['failed'].replace('|', ' ')} | – | – | – | – |")
            continue
        ratio = one["ours"] / one["bare"]
        lines.append(
            f"| {engine} | {one['bare']:.2f} | {one['ours']:.2f} | {ratio:.2f} "
            f"| {one['small']['peak']:,.0f} | {one['large']['peak']:,.0f} |"
        )
    return "\n".join(lines)


def measure(rows: int, small: int, runs: int, engines: list[str], folder: Path) -> dict[str, dict[str, Any]]:
    """Measure every engine, one after another."""
    found: dict[str, dict[str, Any]] = {}
    large_data, small_data = pieces(folder, rows), pieces(folder, small)
    for engine in engines:
        try:
            found[engine] = _apart("time", engine, large_data, rows, runs)
            found[engine]["small"] = _apart("weigh", engine, small_data, small, 1)
            found[engine]["large"] = _apart("weigh", engine, large_data, rows, 1)
        except Unable as why:
            found[engine] = {"failed": str(why)}
        print(table({engine: found[engine]}, rows, small).splitlines()[-1], flush=True)  # noqa: T201
    return found


def main() -> None:
    """Measure, print, and optionally update the documentation."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.frames", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000, help="how many rows")
    parser.add_argument("--small", type=int, default=1_000_000, help="how many rows to compare the memory with")
    parser.add_argument("--runs", type=int, default=3, help="how many runs of each side, of which the median counts")
    parser.add_argument("--engine", action="append", choices=list(SIDES), help="one engine; all of them if left out")
    parser.add_argument("--folder", type=Path, help="where the rows are kept for the next time")
    parser.add_argument("--write", action="store_true", help=f"write the table into {DOCUMENT.name}")
    parser.add_argument("--task", choices=["time", "weigh"], help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    if options.task:
        engine = options.engine[0]
        told = (
            timed(engine, options.data, options.rows, options.runs)
            if options.task == "time"
            else weighed(engine, options.data)
        )
        print(json.dumps(told))  # noqa: T201
        return
    with tempfile.TemporaryDirectory() as folder:
        kept = options.folder or Path(folder)
        found = measure(options.rows, options.small, options.runs, options.engine or list(SIDES), kept)
    text = table(found, options.rows, options.small)
    said = f"Measured on {date.today():%-d %B %Y} with `python -m tests.benchmarks.frames --rows {options.rows}`."
    print(f"\n{text}\n\n{said}")  # noqa: T201
    if options.write:
        before, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        DOCUMENT.write_text(f"{before}{BEGIN}\n{said}\n\n{text}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
