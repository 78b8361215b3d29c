"""json-logic: one chain of conditions, and a list put together of what each fault adds."""

from __future__ import annotations

from typing import Any

from json_logic import jsonLogic

from tests.benchmarks.accumulating import rules as accumulating
from tests.benchmarks.answers import CORRECTIONS, DOSES, HINGE_FAULTS
from tests.benchmarks.contender import Contender
from tests.benchmarks.situations import Answer, Facts

Logic = dict[str, Any]


def equal(name: str, value: str | bool) -> Logic:
    """That a fact is this value."""
    return {"===": [{"var": name}, value]}


def seen(fault: str) -> Logic:
    """That a fault was observed."""
    return {"in": [fault, {"var": "observed"}]}


THRUST, HINGE = equal("family", "thrust"), equal("family", "hinge")
CONDITIONS: dict[str, Logic] = {
    "red-flag-refers-out": {"!!": [{"var": "red_flags"}]},
    "painful-thrust-reassesses": {"and": [THRUST, equal("back_pain", "current")]},
    "painful-hinge-reassesses": {"and": [HINGE, equal("back_pain", "current")]},
    "arching-or-loose-thrust-fixes-form-first": {
        "and": [THRUST, {"or": [seen("lumbar_hyperextension"), seen("loose_core")]}]
    },
    "rehab-thrust-squeezes-gently": {"and": [THRUST, equal("rehab", True)]},
    "late-or-unfelt-glutes-squeeze-gently": {
        "and": [
            THRUST,
            {"in": [{"var": "glute_activation"}, ["late", "hard_to_feel"]]},
            {"!==": [{"var": "experience"}, "advanced"]},
        ]
    },
    "beginner-thrust-learns-first": {"and": [THRUST, equal("experience", "beginner")]},
    "advanced-thrust-squeezes": {"and": [THRUST, equal("experience", "advanced")]},
    "hypertrophy-thrust-squeezes": {"and": [THRUST, equal("goal", "hypertrophy")]},
    "late-glutes-start-the-hinge-gently": {
        "and": [
            HINGE,
            equal("glute_activation", "late"),
            equal("load", "bodyweight"),
            {"in": [{"var": "tempo"}, ["slow", "controlled"]]},
            *({"!": [seen(fault)]} for fault in HINGE_FAULTS),
        ]
    },
    "thrust-squeezes-if-tucked": THRUST,
    "hinge-needs-no-squeeze": HINGE,
}
RULES = {"if": [part for rule, condition in CONDITIONS.items() for part in (condition, rule)]}


def added(family: str) -> Logic:
    """The corrections of one family."""
    mine = [(fault, text) for of, fault, text in CORRECTIONS.values() if of == family]
    return {"merge": [{"if": [seen(fault), [text], []]} for fault, text in mine]}


FAULTS = {"if": [CONDITIONS["red-flag-refers-out"], [], THRUST, added("thrust"), added("hinge")]}


def load() -> Contender:
    """Nothing to do: the package walks the JSON every time."""

    def answer(facts: Facts) -> Answer:
        return (*DOSES[jsonLogic(RULES, facts)], tuple(jsonLogic(FAULTS, facts)))

    return Contender(answer)


def condition(name: str, how: str, value: Any) -> Logic:
    """A condition of a rule that adds up."""
    var = {"var": name}
    known = {"!==": [var, None]}
    forms: dict[str, Logic] = {
        "is": {"===": [var, value]},
        "in": {"in": [var, list(value) if how == "in" else []]},
        "not": {"!==": [var, value]},
        "at_least": {"and": [known, {">=": [var, value]}]},
        "at_most": {"and": [known, {"<=": [var, value]}]},
        "has": {"in": [value, var]},
    }
    return forms[how]


def notes() -> Contender:
    """One expression: a list put together of what each rule adds."""
    merged = [
        {"if": [{"and": [condition(*each) for each in conditions]}, [rule], []]}
        for rule, conditions in accumulating.RULES.items()
    ]
    logic = {"merge": merged}

    def answer(facts: Facts) -> Any:
        return jsonLogic(logic, facts)

    return Contender(answer)
