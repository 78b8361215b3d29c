"""What an answer costs as text: `python -m tests.benchmarks.texts` prints ratios measured in one run, in turn."""

# ruff: noqa: T201 - printing is its job

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from squeezelogic import Recommendation, recommend
from tests.benchmarks.peers.ours import NAMES, halves, known
from tests.benchmarks.situations import stream

WARM, ROUNDS, IN_A_ROUND = 10, 30, 40
Question = tuple[dict[str, Any], str, frozenset[str]]


def ask(question: Question) -> Recommendation:
    """`recommend` on a dict and a name."""
    profile, name, observed = question
    return recommend(profile, name, observed=observed)


CALLS: dict[str, tuple[Callable[[Any], object], bool]] = {
    "`json.dumps` of the answer": (json.dumps, True),
    "`recommend(dict, name).to_json()`": (lambda question: ask(question).to_json(), False),
    "`recommend(dict, name).to_dict()`": (lambda question: ask(question).to_dict(), False),
    "`recommend(dict, name).brief()`": (lambda question: ask(question).brief(), False),
    "`recommend(dict, name).explain()`": (lambda question: ask(question).explain(), False),
    '`recommend(dict, name).explain("full")`': (lambda question: ask(question).explain("full"), False),
    "its notebook card": (lambda question: ask(question)._repr_mimebundle_(), False),
}
"""What is called, and whether with the answer as data instead of the question."""


def measure(names: list[str], situations: Iterator[tuple[int, Any]]) -> dict[str, float]:
    """The median time of each call in microseconds, in turn; every situation is new."""
    times: dict[str, list[float]] = {name: [] for name in names}
    for place in range(ROUNDS):
        for name, kept in times.items():
            call, of_data = CALLS[name]
            for number, facts in islice(situations, IN_A_ROUND):
                profile, _, observed = halves(facts)
                question = known(profile), NAMES[number % len(NAMES)], observed
                given = ask(question).to_dict() if of_data else question
                began = time.perf_counter()
                call(given)
                if place >= WARM:
                    kept.append((time.perf_counter() - began) * 1e6)
    return {name: statistics.median(kept) for name, kept in times.items()}


def main() -> None:
    """Measure what takes microseconds, then what takes milliseconds, and print a table."""
    base, *names = CALLS
    situations = enumerate(stream("texts"))
    print("| call | median, µs | ratio |\n| --- | --: | --: |")
    for group in ([base, *names[:3]], [base, *names[3:]]):
        times = measure(group, situations)
        for name, middle in times.items():
            print(f"| {name} | {middle:.0f} | {middle / times[base]:.2f} |")


if __name__ == "__main__":
    main()
