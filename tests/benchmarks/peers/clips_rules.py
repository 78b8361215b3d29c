"""CLIPS, by clipspy: rules with salience, asked through a function of its own language.

The obvious way, `template.assert_fact(…)` from Python, cannot be measured: in clipspy 1.0.6 a fact that Python has held
is never released, and every decision is slower than the one before. So one CLIPS function takes the values of the
situation, asserts the facts, runs, and returns what the rules bound.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import clips

from tests.benchmarks.contender import Contender
from tests.benchmarks.situations import CHOICES, Answer, Facts

RULES = Path(__file__).parent / "squeeze.clp"


def symbol(value: str | bool | None) -> Any:
    """A value as CLIPS knows it."""
    if isinstance(value, bool):
        return value
    return clips.Symbol("unknown" if value is None else value)


def prepare(facts: Facts) -> tuple[Any, ...]:
    """The arguments of the function: values, whether there is a red flag, and every fault."""
    values = [symbol(facts[name]) for name in CHOICES]
    return (*values, bool(facts["red_flags"]), *map(clips.Symbol, facts["observed"]))


def load() -> Contender:
    """The rules in an environment of their own."""
    environment = clips.Environment()
    environment.load(str(RULES))

    def answer(arguments: tuple[Any, ...]) -> Answer:
        verdict, strength, phase, effort, hold, breath, *corrections = environment.call("decide", *arguments)
        return (
            verdict,
            strength,
            phase,
            effort,
            None if hold == "nil" else hold,
            None if breath == "nil" else breath,
            tuple(corrections),
        )

    return Contender(answer, prepare)
