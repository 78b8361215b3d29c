"""One contender in a separate process: `python -m tests.benchmarks.worker NAME`.

Each line of its input is a JSON object, `{"do": …}` with arguments; each line of its output is the answer to one:
`{"found": …}`, or `{"failed": …}`.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sys
import time
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks.registry import ENTRIES

POOL = 1_000
BATCH_NS = 50_000
FRESH_IN_A_SLICE = 5_000
LEAD = 4


class Worker:
    """Answers questions, and measures the CPU time of its process."""

    def __init__(self, name: str) -> None:
        entry = ENTRIES[name]
        self.contender = entry.load()
        self.drawing: Any = import_module(entry.situations)
        self.new = self.drawing.stream("measured")
        met = islice(self.drawing.stream("met"), POOL)
        self.pool = [self.contender.prepare(facts) for facts in met] if entry.met_before else []
        self.draw = random.Random("order")
        self.cost_ns = 1.0

    def answers(self, seed: str, count: int) -> list[Any]:
        """The answers to the first situations of a stream."""
        contender = self.contender
        asked = islice(self.drawing.stream(seed), count)
        return [self.drawing.in_order(contender.answer(contender.prepare(facts))) for facts in asked]

    def warm(self, seconds: float, calls: int) -> float:
        """Answer until the caches are full; return the final cost of a call in nanoseconds."""
        self._batches(self.pool, 1)
        began, done = time.monotonic(), 0
        while done < calls and time.monotonic() - began < seconds:
            self.cost_ns = self._batches(self._questions(500), 500)[0]
            done += 500
        return self.cost_ns

    def slice(self, seconds: float) -> dict[str, Any]:
        """Measure for about this time; return the cost of a call in nanoseconds, batch by batch.

        A few untimed calls come first, because other processes have used the CPU caches since the last slice.
        """
        size = max(1, round(BATCH_NS / self.cost_ns))
        batches = max(2, round(seconds * 1e9 / self.cost_ns / size))
        if not self.pool:
            batches = max(2, min(batches, FRESH_IN_A_SLICE // size))
        lead = 1 + batches // LEAD
        questions = self._questions(size * (lead + batches))
        gc.collect()
        self._batches(questions[: size * lead], size)
        return {"batch": size, "ns": self._batches(questions[size * lead :], size)}

    def memory(self, seconds: float, calls: int) -> dict[str, Any]:
        """The growth of memory over decisions on new situations: over the first half, and over the second."""
        self.new, self.pool = iter(()), []
        situations = self.drawing.drawn("memory")
        self.contender.answer(self.contender.prepare(next(situations)))  # some contenders load data on first use
        sizes = [resident()]
        for _ in range(2):
            began, done = time.monotonic(), 0
            while done < calls and time.monotonic() - began < seconds:
                for facts in islice(situations, 500):
                    self.contender.answer(self.contender.prepare(facts))
                done += 500
            calls = done  # so that both halves are as long
            seconds = float("inf")
            sizes.append(resident())
        return {"calls": 2 * calls, "bytes": sizes}

    def _questions(self, count: int) -> list[Any]:
        if self.pool:
            times = -(-count // POOL)
            return [question for _ in range(times) for question in self.draw.sample(self.pool, POOL)][:count]
        return [self.contender.prepare(facts) for facts in islice(self.new, count)]

    def _batches(self, questions: list[Any], size: int) -> list[float]:
        answer, clock = self.contender.timed or self.contender.answer, time.process_time_ns
        found = []
        for start in range(0, len(questions), size):
            batch = questions[start : start + size]
            began = clock()
            for question in batch:
                answer(question)
            found.append((clock() - began) / len(batch))
        return found


def resident() -> int:
    """The memory of the process in bytes; its peak if the system does not report the current value."""
    gc.collect()
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Answer one line after another. Output of engines is redirected to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    worker: Worker | None = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            worker = worker or Worker(sys.argv[1])
            reply = {"found": getattr(worker, request.pop("do"))(**request)}
        except Exception as failure:  # noqa: BLE001 - any failure of a peer is shown in the table
            reply = {"failed": f"{type(failure).__name__}: {failure}"}
        out.write(json.dumps(reply) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
