"""rule-engine: an expression a rule, compiled once and tried from the most important one down."""

from __future__ import annotations

from typing import Any

import rule_engine

from tests.benchmarks.accumulating import rules as accumulating
from tests.benchmarks.answers import CORRECTIONS, DOSES, HINGE_FAULTS
from tests.benchmarks.contender import Contender
from tests.benchmarks.situations import Answer, Facts

EXPRESSIONS = {
    "red-flag-refers-out": "red_flags",
    "painful-thrust-reassesses": "family == 'thrust' and back_pain == 'current'",
    "painful-hinge-reassesses": "family == 'hinge' and back_pain == 'current'",
    "arching-or-loose-thrust-fixes-form-first": (
        "family == 'thrust' and ('lumbar_hyperextension' in observed or 'loose_core' in observed)"
    ),
    "rehab-thrust-squeezes-gently": "family == 'thrust' and rehab == true",
    "late-or-unfelt-glutes-squeeze-gently": (
        "family == 'thrust' and (glute_activation == 'late' or glute_activation == 'hard_to_feel')"
        " and experience != 'advanced'"
    ),
    "beginner-thrust-learns-first": "family == 'thrust' and experience == 'beginner'",
    "advanced-thrust-squeezes": "family == 'thrust' and experience == 'advanced'",
    "hypertrophy-thrust-squeezes": "family == 'thrust' and goal == 'hypertrophy'",
    "late-glutes-start-the-hinge-gently": (
        "family == 'hinge' and glute_activation == 'late' and load == 'bodyweight'"
        " and (tempo == 'slow' or tempo == 'controlled')"
        + "".join(f" and not ('{fault}' in observed)" for fault in HINGE_FAULTS)
    ),
    "thrust-squeezes-if-tucked": "family == 'thrust'",
    "hinge-needs-no-squeeze": "family == 'hinge'",
    **{
        rule: f"not red_flags and family == '{family}' and '{fault}' in observed"
        for rule, (family, fault, _) in CORRECTIONS.items()
    },
}


def load() -> Contender:
    """Every expression parsed."""
    rules = {name: rule_engine.Rule(text) for name, text in EXPRESSIONS.items()}
    doses = [(rules[name].matches, dose) for name, dose in DOSES.items()]
    corrections = [(rules[name].matches, text) for name, (_, _, text) in CORRECTIONS.items()]

    def answer(facts: Facts) -> Answer:
        dose = next(dose for matches, dose in doses if matches(facts))
        return (*dose, tuple([text for matches, text in corrections if matches(facts)]))

    return Contender(answer)


def condition(name: str, how: str, value: Any) -> str:
    """A condition of a rule that adds up."""
    said = {True: "true", False: "false"}.get(value, repr(value)) if isinstance(value, bool) else repr(value)
    forms = {
        "is": f"{name} == {said}",
        "in": " or ".join(f"{name} == {each!r}" for each in value) if how == "in" else "",
        "not": f"{name} != {said}",
        "at_least": f"{name} != null and {name} >= {said}",
        "at_most": f"{name} != null and {name} <= {said}",
        "has": f"{said} in {name}",
    }
    return f"({forms[how]})"


def prepare_notes(facts: Facts) -> Facts:
    """A name that is not there is an error: what is unknown is null."""
    return {**dict.fromkeys((*accumulating.CHOICES, "age")), **facts}


def notes() -> Contender:
    """An expression for each rule that adds up."""
    parsed = [
        (rule_engine.Rule(" and ".join(condition(*each) for each in conditions)).matches, rule)
        for rule, conditions in accumulating.RULES.items()
    ]

    def answer(facts: Facts) -> Any:
        return [rule for matches, rule in parsed if matches(facts)]

    return Contender(answer, prepare_notes)
