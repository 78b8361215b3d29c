"""The measurement: first agreement, then time in interleaved slices, then cold starts and memory."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks.environments import Environments, Unavailable
from tests.benchmarks.processes import Process, cold, whole
from tests.benchmarks.registry import (
    ASKED,
    BY_HAND,
    ENTRIES,
    NAME_OF,
    NOTES,
    NOTES_BY_HAND,
    PEERS,
    RECOMMEND,
    WAYS,
)
from tests.benchmarks.situations import Answer, Facts, in_order, stream

Say = Callable[[str], None]
Failures = dict[str, str]

OWN_MODULES = ("by_hand", "ours")

# Contenders that take a name get another exercise; they are compared with the if/elif that gets the same one.
BY_NAME = {name for name, entry in ENTRIES.items() if "name" in entry.maker}
BY_NAME_BY_HAND = "if/elif by name"

PROGRAMS = {
    "`python -c pass`": "pass",
    "`import attrs`": "import attrs",
    "`import squeezelogic`": "import squeezelogic",
    "import, and the first answer from objects": (
        "from squeezelogic import Exercise, Profile, recommend\n"
        "recommend(Profile(experience='beginner'), Exercise(movement='hip_thrust')).verdict"
    ),
    "import, and the first answer from a name": (
        "from squeezelogic import recommend\nrecommend('beginner', 'Hip Thrust (Barbell)').verdict"
    ),
}


class Disagreement(Exception):
    """Two contenders decide differently."""


@dataclass(frozen=True)
class Effort:
    """The extent of the measurement."""

    inputs: int = 5_000
    rounds: int = 40
    slice_seconds: float = 0.03
    warm_seconds: float = 8.0
    memory_seconds: float = 2.0
    memory_calls: int = 100_000
    cold_runs: int = 5
    whole_runs: int = 15


QUICK = Effort(300, 5, 0.01, 0.3, 0.2, 5_000, 1, 3)


def measure(environments: Environments, effort: Effort, say: Say) -> dict[str, Any]:
    """All results of the page.

    Raises:
        Disagreement: with the first input on which a contender decides differently from the if/elif.
        Unavailable: squeezelogic, or the hand-written code, does not work.
    """
    failures: Failures = {}
    with ExitStack() as stack:
        processes = {p.name: stack.enter_context(p) for p in started(ASKED, environments, failures, say)}
        agree(processes, failures, effort.inputs, say)
        insist_on_ours(failures)
        slices = interleaved(processes, failures, effort, say)
        insist_on_ours(failures)
    starts = cold_starts(environments, failures, effort, say)
    grown = growth(environments, failures, effort, say)
    return {
        "date": date.today().isoformat(),
        "machine": machine(),
        "inputs": effort.inputs,
        "rounds": effort.rounds,
        "peers": [peer(name, slices, starts, grown, failures) for name in PEERS],
        "ways": [way(w, slices, failures) for w in WAYS],
        "cold": whole_processes(environments, effort, say),
        "notes": measure_notes(environments, effort, say),
    }


def measure_notes(environments: Environments, effort: Effort, say: Say) -> dict[str, Any]:
    """The cost of the second decision, with rules that accumulate, for every contender.

    Raises:
        Disagreement: with the first input on which a contender decides differently from the ifs.
        Unavailable: squeezelogic, or the ifs, do not work.
    """
    from tests.benchmarks.accumulating.rules import in_order as sorted_ids
    from tests.benchmarks.accumulating.rules import stream as notes_stream
    from tests.benchmarks.peers.by_hand import note

    failures: Failures = {}
    with ExitStack() as stack:
        processes = {p.name: stack.enter_context(p) for p in started(NOTES, environments, failures, say)}
        situations = list(islice(notes_stream("agreement"), effort.inputs))
        right: list[Any] = [sorted_ids(note(facts)) for facts in situations]
        for name in tuple(processes):
            say(f"agreement of {name}")
            found = attempt(processes, failures, name, "answers", seed="agreement", count=effort.inputs)
            if found is not None:
                compare(name, situations, right, map(tuple, found))
        insist_on_ours(failures)
        slices = interleaved(processes, failures, effort, say)
        insist_on_ours(failures)
    rows = [spent(name, slices, NOTES_BY_HAND, failures) for name in NOTES]
    return {"date": date.today().isoformat(), "machine": machine(), "rounds": effort.rounds, "rows": rows}


def started(names: Iterable[str], environments: Environments, failures: Failures, say: Say) -> Iterator[Process]:
    """A worker for every contender that can be installed."""
    environments.lay_out_code()
    for name in names:
        say(f"environment of {name}")
        try:
            yield Process(name, environments)
        except Unavailable as why:
            failures[name] = str(why)


def insist_on_ours(failures: Failures) -> None:
    """Check that squeezelogic and the hand-written code have not failed; other peers may.

    Raises:
        Unavailable: with all failures.
    """
    wrong = [f"{name} {why}" for name, why in failures.items() if ENTRIES[name].module in OWN_MODULES]
    if wrong:
        raise Unavailable("\n".join(wrong))


def agree(processes: dict[str, Process], failures: Failures, inputs: int, say: Say) -> None:
    """Compare the answers of all peers with those of the if/elif; drop peers that fail."""
    from tests.benchmarks.peers.by_hand import decide, with_sets

    situations = list(islice(stream("agreement"), inputs))
    told = {}
    for name in tuple(processes):
        say(f"agreement of {name}")
        answers = attempt(processes, failures, name, "answers", seed="agreement", count=inputs)
        if answers is not None:
            told[name] = [(*dose, tuple(corrections)) for *dose, corrections in answers]
    by_hand = [in_order(decide(with_sets(facts))) for facts in situations]
    for name, answers in told.items():
        compare(name, situations, told[BY_NAME_BY_HAND] if name in BY_NAME else by_hand, answers)


def compare(name: str, situations: Iterable[Facts], expected: Iterable[Answer], answers: Iterable[Answer]) -> None:
    """Compare answers with the expected ones.

    Raises:
        Disagreement: with the first difference.
    """
    for facts, right, answer in zip(situations, expected, answers, strict=True):
        if answer != right:
            raise Disagreement(f"{name} decides otherwise\n  facts: {facts}\n  by hand: {right}\n  {name}: {answer}")


def interleaved(
    processes: dict[str, Process], failures: Failures, effort: Effort, say: Say
) -> dict[str, list[dict[str, Any]]]:
    """Slices of all contenders, round by round; each round starts with another contender."""
    slices: dict[str, list[dict[str, Any]]] = {name: [] for name in processes}
    for name in tuple(processes):
        say(f"warming {name}")
        remembers = ENTRIES[name].module == "ours"
        seconds = effort.warm_seconds if remembers else effort.slice_seconds
        attempt(processes, failures, name, "warm", seconds=seconds, calls=400_000)
    for number in range(effort.rounds):
        say(f"round {number + 1} of {effort.rounds}")
        names = list(processes)
        first = number % len(names)
        for name in names[first:] + names[:first]:
            if (found := attempt(processes, failures, name, "slice", seconds=effort.slice_seconds)) is not None:
                slices[name].append(found)
    return {name: found for name, found in slices.items() if name not in failures}


def attempt(processes: dict[str, Process], failures: Failures, name: str, do: str, **arguments: Any) -> Any:
    """The answer of a worker; if it fails, None, and the worker is dropped."""
    try:
        return processes[name].ask(do, **arguments)
    except Unavailable as why:
        failures[name] = str(why)
        del processes[name]
        return None


def cold_starts(
    environments: Environments, failures: Failures, effort: Effort, say: Say
) -> dict[str, dict[str, float]]:
    """Import, load and first answer of every peer, each the median of several processes."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in PEERS if name not in failures}
    for number in range(effort.cold_runs + 1):
        say(f"cold starts, {number} of {effort.cold_runs}")
        for name, found in tuple(runs.items()):
            try:
                found.append(cold(name, environments))
            except Unavailable as why:
                failures[name] = str(why)
                del runs[name]
    # The first process reads the files from disk and writes bytecode.
    return {n: {what: statistics.median(r[what] for r in found[1:]) for what in found[0]} for n, found in runs.items()}


def growth(environments: Environments, failures: Failures, effort: Effort, say: Say) -> dict[str, dict[str, Any]]:
    """Memory of every peer, in new processes."""
    found = {}
    for name in PEERS:
        if name not in failures:
            say(f"memory of {name}")
            with Process(name, environments) as process:
                asked = {"seconds": effort.memory_seconds, "calls": effort.memory_calls}
                if (grown := attempt({name: process}, failures, name, "memory", **asked)) is not None:
                    found[name] = grown
    return found


def whole_processes(environments: Environments, effort: Effort, say: Say) -> list[dict[str, Any]]:
    """The cost of whole interpreters, alternating, the median of several."""
    entry = ENTRIES[RECOMMEND]
    python = environments.python(entry)
    variables = {name: value for name, value in environments.variables(entry).items() if name != "PYTHONPATH"}
    runs: dict[str, list[float]] = {what: [] for what in PROGRAMS}
    for number in range(effort.whole_runs + 1):
        say(f"whole processes, {number} of {effort.whole_runs}")
        for what, program in PROGRAMS.items():
            runs[what].append(whole(python, program, variables))
    return [{"what": what, "ms": statistics.median(found[1:])} for what, found in runs.items()]


def peer(
    name: str,
    slices: Mapping[str, Sequence[Mapping[str, Any]]],
    starts: Mapping[str, Mapping[str, float]],
    grown: Mapping[str, Mapping[str, Any]],
    failures: Failures,
) -> dict[str, Any]:
    """The row of a peer."""
    row = spent(name, slices, BY_HAND, failures)
    if "failed" in row:
        return row
    return row | {**{f"{what}_ms": ms for what, ms in starts[name].items()}, "memory": grown[name]}


def spent(
    name: str, slices: Mapping[str, Sequence[Mapping[str, Any]]], by_hand: str, failures: Failures
) -> dict[str, Any]:
    """The cost of a peer's decision, absolute and relative to the if/elif."""
    row: dict[str, Any] = {"name": name, "label": ENTRIES[name].label, "requires": ENTRIES[name].requires}
    if name in failures:
        return row | {"failed": failures[name]}
    batches = sorted(ns for found in slices[name] for ns in found["ns"])
    return row | {
        "batch": slices[name][0]["batch"],
        "p50": statistics.median(batches),
        "p99": batches[int(0.99 * len(batches))],
        "mean": statistics.fmean(batches),
        "ratio": spread(ratios(slices[name], slices[by_hand])),
    }


def way(it: Any, slices: Mapping[str, Sequence[Mapping[str, Any]]], failures: Failures) -> dict[str, Any]:
    """The row of a way to ask."""
    row: dict[str, Any] = {"label": it.label, "at_most": it.at_most}
    ours, by_hand = NAME_OF[it.ours.label], NAME_OF[it.by_hand.label]
    for name in (ours, by_hand):
        if name in failures:
            return row | {"failed": failures[name]}
    return row | {
        "ours": statistics.median(ns for found in slices[ours] for ns in found["ns"]),
        "by_hand": statistics.median(ns for found in slices[by_hand] for ns in found["ns"]),
        "ratio": spread(ratios(slices[ours], slices[by_hand])),
    }


def ratios(these: Iterable[Mapping[str, Any]], those: Iterable[Mapping[str, Any]]) -> list[float]:
    """The ratio of two costs in each round."""
    pairs = zip(these, those, strict=True)
    return [statistics.fmean(this["ns"]) / statistics.fmean(that["ns"]) for this, that in pairs]


def spread(values: Sequence[float]) -> list[float]:
    """The lower quartile, the median and the upper quartile."""
    return statistics.quantiles(values, n=4, method="inclusive")


def machine() -> dict[str, Any]:
    """The machine of the measurement, without names."""
    told = Path("/proc/cpuinfo")
    models = (
        [line.partition(":")[2] for line in told.read_text().splitlines() if line.startswith("model name")]
        if told.exists()
        else []
    )
    return {
        "cpu": (models or [platform.processor() or platform.machine()])[0].strip(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }
