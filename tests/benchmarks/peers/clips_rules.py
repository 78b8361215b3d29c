"""CLIPS, by clipspy: rules with salience, asked through a function of its own language.

The obvious way, `template.assert_fact(…)` from Python, cannot be measured: in clipspy 1.0.6 a fact that Python has held
is never released, and every decision is slower than the one before. So one CLIPS function takes the values of the
situation, asserts the facts, runs, and returns what the rules bound.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import clips

from tests.benchmarks.accumulating import rules as accumulating
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


# ---------------------------------------------------------------- rules that add up

NAMES = (*accumulating.CHOICES, "age")


def word(value: str | bool | int) -> str:
    """A value in CLIPS."""
    return str(value).upper() if isinstance(value, bool) else str(value)


def pattern(name: str, conditions: list[tuple[str, Any]]) -> str:
    """What a rule that adds up asks of one slot."""
    forms: dict[str, Callable[[Any], str]] = {
        "is": word,
        "in": lambda value: "|".join(map(word, value)),
        "not": lambda value: f"~{word(value)}",
        "at_least": lambda value: f"?age&:(>= ?age {value})",
        "at_most": lambda value: f"?age&:(and (>= ?age 0) (<= ?age {value}))",
        "has": lambda value: f"$? {value} $?",
    }
    return f"({name} {'&'.join(forms[how](value) for how, value in conditions)})"


def constructs() -> list[str]:
    """The rules that add up in CLIPS, and the function that is asked."""
    slots = " ".join(f"(slot {name})" for name in NAMES)
    made = [f"(deftemplate situation {slots} (multislot observed))", "(defglobal ?*notes* = (create$))"]
    for rule, conditions in accumulating.RULES.items():
        about: dict[str, list[tuple[str, Any]]] = {}
        for name, how, value in conditions:
            about.setdefault(name, []).append((how, value))
        read = " ".join(pattern(name, asked) for name, asked in about.items())
        made.append(f"(defrule {rule} (situation {read}) => (bind ?*notes* (create$ ?*notes* {rule})))")
    given, told = (" ".join(form.format(name) for name in NAMES) for form in ("?{0}", "({0} ?{0})"))
    made.append(
        f"(deffunction notes ({given} $?observed) (reset)"
        f" (assert (situation {told} (observed ?observed))) (run) ?*notes*)"
    )
    return made


def prepare_notes(facts: Facts) -> tuple[Any, ...]:
    """The arguments of the function: values, and every fault."""
    values = [symbol(facts.get(name)) for name in accumulating.CHOICES]
    return (*values, facts.get("age", -1), *map(clips.Symbol, facts["observed"]))


def notes() -> Contender:
    """The rules that add up in an environment of their own."""
    environment = clips.Environment()
    for construct in constructs():
        environment.build(construct)

    def answer(arguments: tuple[Any, ...]) -> Any:
        return [str(it) for it in environment.call("notes", *arguments)]

    return Contender(answer, prepare_notes)
