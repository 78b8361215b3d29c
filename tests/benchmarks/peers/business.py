"""business-rules: variables, actions, and rules as JSON."""

from __future__ import annotations

from typing import Any

from business_rules import run_all
from business_rules.actions import BaseActions, rule_action
from business_rules.fields import FIELD_TEXT
from business_rules.variables import (
    BaseVariables,
    boolean_rule_variable,
    select_multiple_rule_variable,
    select_rule_variable,
    string_rule_variable,
)

from tests.benchmarks.answers import CORRECTIONS, DOSES, HINGE_FAULTS, Dose
from tests.benchmarks.contender import Contender
from tests.benchmarks.situations import Answer, Facts

Condition = dict[str, Any]


class Situation(BaseVariables):  # type: ignore[misc]  # the package has no types
    """What conditions may read."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @string_rule_variable  # type: ignore[untyped-decorator]
    def family(self) -> Any:
        return self.facts["family"]

    @string_rule_variable  # type: ignore[untyped-decorator]
    def experience(self) -> Any:
        return self.facts["experience"]

    @string_rule_variable  # type: ignore[untyped-decorator]
    def goal(self) -> Any:
        return self.facts["goal"]

    @boolean_rule_variable  # type: ignore[untyped-decorator]
    def rehab(self) -> Any:
        return self.facts["rehab"] is True

    @string_rule_variable  # type: ignore[untyped-decorator]
    def back_pain(self) -> Any:
        return self.facts["back_pain"]

    @string_rule_variable  # type: ignore[untyped-decorator]
    def glute_activation(self) -> Any:
        return self.facts["glute_activation"]

    @string_rule_variable  # type: ignore[untyped-decorator]
    def load(self) -> Any:
        return self.facts["load"]

    @string_rule_variable  # type: ignore[untyped-decorator]
    def tempo(self) -> Any:
        return self.facts["tempo"]

    @boolean_rule_variable  # type: ignore[untyped-decorator]
    def advanced(self) -> Any:
        """There is no operator for a text that is not another."""
        return self.facts["experience"] == "advanced"

    @boolean_rule_variable  # type: ignore[untyped-decorator]
    def flagged(self) -> Any:
        return bool(self.facts["red_flags"])

    @select_rule_variable()  # type: ignore[untyped-decorator]
    def observed(self) -> Any:
        return self.facts["observed"]

    @select_multiple_rule_variable()  # type: ignore[untyped-decorator]
    def faults(self) -> Any:
        return self.facts["observed"]


class Conclusions(BaseActions):  # type: ignore[misc]
    """What rules may do."""

    def __init__(self) -> None:
        self.dose: Dose | None = None
        self.corrections: list[str] = []

    @rule_action(params={"rule": FIELD_TEXT})  # type: ignore[untyped-decorator]
    def conclude(self, rule: str) -> None:
        self.dose = DOSES[rule]

    @rule_action(params={"text": FIELD_TEXT})  # type: ignore[untyped-decorator]
    def correct(self, text: str) -> None:
        self.corrections.append(text)


def equal(name: str, value: str) -> Condition:
    """That a text is this one."""
    return {"name": name, "operator": "equal_to", "value": value}


def either(name: str, *values: str) -> Condition:
    """That a text is one of these."""
    return {"any": [equal(name, value) for value in values]}


def true(name: str) -> Condition:
    """That something is so."""
    return {"name": name, "operator": "is_true", "value": None}


def false(name: str) -> Condition:
    """That something is not so."""
    return {"name": name, "operator": "is_false", "value": None}


THRUST, HINGE = equal("family", "thrust"), equal("family", "hinge")
SEEN = {"operator": "shares_at_least_one_element_with", "value": ["lumbar_hyperextension", "loose_core"]}
CONDITIONS: dict[str, list[Condition]] = {
    "red-flag-refers-out": [true("flagged")],
    "painful-thrust-reassesses": [THRUST, equal("back_pain", "current")],
    "painful-hinge-reassesses": [HINGE, equal("back_pain", "current")],
    "arching-or-loose-thrust-fixes-form-first": [THRUST, {"name": "faults", **SEEN}],
    "rehab-thrust-squeezes-gently": [THRUST, true("rehab")],
    "late-or-unfelt-glutes-squeeze-gently": [
        THRUST,
        either("glute_activation", "late", "hard_to_feel"),
        false("advanced"),
    ],
    "beginner-thrust-learns-first": [THRUST, equal("experience", "beginner")],
    "advanced-thrust-squeezes": [THRUST, true("advanced")],
    "hypertrophy-thrust-squeezes": [THRUST, equal("goal", "hypertrophy")],
    "late-glutes-start-the-hinge-gently": [
        HINGE,
        equal("glute_activation", "late"),
        equal("load", "bodyweight"),
        either("tempo", "slow", "controlled"),
        *({"name": "observed", "operator": "does_not_contain", "value": fault} for fault in HINGE_FAULTS),
    ],
    "thrust-squeezes-if-tucked": [THRUST],
    "hinge-needs-no-squeeze": [HINGE],
}


def rule(conditions: list[Condition], action: str, **params: str) -> dict[str, Any]:
    """That an action is called where all conditions hold."""
    return {"conditions": {"all": conditions}, "actions": [{"name": action, "params": params}]}


def seen(fault: str) -> Condition:
    """That a fault was observed."""
    return {"name": "observed", "operator": "contains", "value": fault}


def load() -> Contender:
    """The rules as JSON; the package compiles nothing."""
    doses = [rule(conditions, "conclude", rule=name) for name, conditions in CONDITIONS.items()]
    corrections = [
        rule([false("flagged"), equal("family", family), seen(fault)], "correct", text=text)
        for family, fault, text in CORRECTIONS.values()
    ]

    def answer(facts: Facts) -> Answer:
        situation, conclusions = Situation(facts), Conclusions()
        run_all(doses, situation, conclusions, stop_on_first_trigger=True)
        run_all(corrections, situation, conclusions)
        assert conclusions.dose
        return (*conclusions.dose, tuple(conclusions.corrections))

    return Contender(answer)
