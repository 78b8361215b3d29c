"""The cost of answers as text: `python -m tests.benchmarks.texts` prints ratios, measured alternately in one run."""

# ruff: noqa: T201 - printing is its job

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from attrs import frozen

from squeezelogic import Exercise, Profile, Recommendation, recommend
from tests.benchmarks.peers.ours import NAMES, halves, known
from tests.benchmarks.situations import stream

WARM, ROUNDS, UNTIMED, IN_A_ROUND = 10, 30, 10, 40
"""The number of untimed rounds and of all rounds; then the same for the calls of a round."""
Question = tuple[dict[str, Any], str, frozenset[str]]


def ask(question: Question) -> Recommendation:
    """`recommend` on a dict and a name."""
    profile, name, observed = question
    return recommend(profile, name, observed=observed)


@frozen
class Call:
    """Something to measure.

    Args:
        run: the measured function of one argument.
        prepare: makes the argument from a question, untimed.
        calls: the number of calls that one `run` makes.
        of, aimed_at: the call that it is compared with, and the target for the ratio.
    """

    run: Callable[[Any], object]
    prepare: Callable[[Question], object] = tuple
    calls: int = 1
    of: str = ""
    aimed_at: float | None = None


MET = "`recommend`, a situation met before"
DUMPS = "`json.dumps` of the answer"
MET_BEFORE = Profile(experience="beginner"), Exercise(movement="hip_thrust")


def ask_again(count: int) -> object:
    """Call `recommend` on the same objects a number of times, and read the verdict."""
    return [recommend(*MET_BEFORE).verdict for _ in range(count)]


CALLS: dict[str, Call] = {
    MET: Call(ask_again, lambda question: 100, 100),
    DUMPS: Call(json.dumps, lambda question: ask(question).to_dict()),
    "`recommend(dict, name).to_json()`": Call(lambda it: ask(it).to_json(), of=DUMPS, aimed_at=1),
    "`recommend(dict, name).to_dict()`": Call(lambda it: ask(it).to_dict(), of=DUMPS, aimed_at=0.75),
    "`recommend(dict, name).brief()`": Call(lambda it: ask(it).brief(), of=MET, aimed_at=200),
    "`recommend(dict, name).explain()`": Call(lambda it: ask(it).explain(), of=MET, aimed_at=1_200),
    '`recommend(dict, name).explain("full")`': Call(lambda it: ask(it).explain("full"), of=MET),
    "its notebook card": Call(lambda it: ask(it)._repr_mimebundle_(), of=MET, aimed_at=4_000),
}


def measure(situations: Iterator[tuple[int, Any]]) -> dict[str, float]:
    """The median time of each call in microseconds, in turn; every situation is new."""
    times: dict[str, list[float]] = {name: [] for name in CALLS}
    for place in range(ROUNDS):
        for name, kept in times.items():
            call = CALLS[name]
            for turn, (number, facts) in enumerate(islice(situations, UNTIMED + IN_A_ROUND)):
                profile, _, observed = halves(facts)
                given = call.prepare((known(profile), NAMES[number % len(NAMES)], observed))
                began = time.perf_counter()
                made = call.run(given)
                took = time.perf_counter() - began
                del made  # frees memory outside the timed part
                if place >= WARM and turn >= UNTIMED:
                    kept.append(took / call.calls * 1e6)
    return {name: statistics.median(kept) for name, kept in times.items()}


def main() -> None:
    """Measure, and print a table."""
    times = measure(enumerate(stream("texts")))
    print("| call, on situations that are new | median, µs | ratio | aimed at |\n| --- | --: | --: | --- |")
    for name, middle in times.items():
        call = CALLS[name]
        ratio = f"{middle / times[call.of]:.3g}" if call.of else "–"
        aim = f"at most {call.aimed_at:g} × {call.of}" if call.aimed_at else "–"
        print(f"| {name} | {middle:.3g} | {ratio} | {aim} |")


if __name__ == "__main__":
    main()
