"""rule-engine: an expression a rule, compiled once and tried from the most important one down."""

from __future__ import annotations

import rule_engine

from tests.benchmarks.answers import CORRECTIONS, DOSES
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
        " and (tempo == 'slow' or tempo == 'controlled') and not ('rounded_back' in observed)"
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
