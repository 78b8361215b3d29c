"""Cedar, by cedarpy: a policy a rule, the answer read off the policies that determined it.

Cedar answers allow or deny. Which policies did so comes with it, and that is a multi-valued answer: the policies that
hold, of which the most important one says what to do, and the others what to correct.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cedarpy

from tests.benchmarks.answers import CORRECTIONS, DOSES
from tests.benchmarks.contender import Contender
from tests.benchmarks.situations import Answer, Facts

RULES = Path(__file__).parent / "squeeze.cedar"


def prepare(facts: Facts) -> dict[str, Any]:
    """A request with the facts as its context, which knows no null."""
    context = {name: "unknown" if value is None else value for name, value in facts.items()}
    return {"principal": 'Lifter::"any"', "action": 'Action::"advise"', "resource": 'Lift::"any"', "context": context}


def load() -> Contender:
    """The policies, parsed once; there are no entities."""
    policies = cedarpy.PolicySet.from_str(RULES.read_text("utf-8"))
    entities = cedarpy.Entities.from_json_str("[]")
    rank = {rule: place for place, rule in enumerate(DOSES)}
    doses = list(DOSES.values())
    corrections = {rule: text for rule, (_, _, text) in CORRECTIONS.items()}

    def answer(request: dict[str, Any]) -> Answer:
        standing = cedarpy.is_authorized(request, policies, entities).diagnostics.id_annotations_by_reason.values()
        first = min([rank[rule] for rule in standing if rule in rank])
        return (*doses[first], tuple([corrections[rule] for rule in standing if rule in corrections]))

    return Contender(answer, prepare)
