"""durable-rules, by its C module: the quickest way into it.

Its documented front (`durable.lang`) is slower and keeps sessions alive between questions. Rules fire in the order of
their priority, so the first answer to fire is the one that stands, and the rest need not be fetched. A condition on
several values is a rule for each: the C module fires once for every branch of an `$or`.
"""

from __future__ import annotations

import json
from typing import Any

import durable_rules_engine as c

from tests.benchmarks.accumulating import rules as accumulating
from tests.benchmarks.answers import CORRECTIONS, DOSES, HINGE_FAULTS
from tests.benchmarks.contender import Contender
from tests.benchmarks.situations import Answer, Facts

Conditions = list[dict[str, Any]]
CONDITIONS: dict[str, list[Conditions]] = {
    "red-flag-refers-out": [[{"red_flags": True}]],
    "painful-thrust-reassesses": [[{"back_pain": "current"}, {"family": "thrust"}]],
    "painful-hinge-reassesses": [[{"back_pain": "current"}, {"family": "hinge"}]],
    "arching-or-loose-thrust-fixes-form-first": [
        [{"family": "thrust"}, {"lumbar_hyperextension": True}],
        [{"family": "thrust"}, {"loose_core": True}],
    ],
    "rehab-thrust-squeezes-gently": [[{"family": "thrust"}, {"rehab": True}]],
    "late-or-unfelt-glutes-squeeze-gently": [
        [{"family": "thrust"}, {"glute_activation": "late"}, {"$neq": {"experience": "advanced"}}],
        [{"family": "thrust"}, {"glute_activation": "hard_to_feel"}, {"$neq": {"experience": "advanced"}}],
    ],
    "beginner-thrust-learns-first": [[{"family": "thrust"}, {"experience": "beginner"}]],
    "advanced-thrust-squeezes": [[{"family": "thrust"}, {"experience": "advanced"}]],
    "hypertrophy-thrust-squeezes": [[{"family": "thrust"}, {"goal": "hypertrophy"}]],
    "late-glutes-start-the-hinge-gently": [
        [
            {"family": "hinge"},
            {"glute_activation": "late"},
            {"load": "bodyweight"},
            {"tempo": tempo},
            *({"$neq": {fault: True}} for fault in HINGE_FAULTS),
        ]
        for tempo in ("slow", "controlled")
    ],
    "thrust-squeezes-if-tucked": [[{"family": "thrust"}]],
    "hinge-needs-no-squeeze": [[{"family": "hinge"}]],
    **{rule: [[{"family": family}, {fault: True}]] for rule, (family, fault, _) in CORRECTIONS.items()},
}
ORDER = ("red-flag-refers-out", *CORRECTIONS, *list(DOSES)[1:])
READ_WHERE_NEGATED = {"experience": "unknown", **dict.fromkeys(HINGE_FAULTS, False)}


def ruleset() -> dict[str, Any]:
    """The rules as the C module takes them; the last one fires always, and last."""
    made = {
        f"{rule}.{number}": {"all": [{"m": {"$and": [{"kind": 1}, *conditions]}}], "pri": priority}
        for priority, rule in enumerate(ORDER)
        for number, conditions in enumerate(CONDITIONS[rule])
    }
    return made | {"end": {"all": [{"m": {"$ex": {"kind": 1}}}], "pri": 65_535}}


def prepare(facts: Facts) -> Facts:
    """What is known, each red flag or fault as a truth value."""
    told = {name: value for name, value in facts.items() if value is not None and not isinstance(value, list)}
    seen = dict.fromkeys(facts["observed"], True)
    return {"kind": 1, "red_flags": bool(facts["red_flags"])} | READ_WHERE_NEGATED | told | seen


def load() -> Contender:
    """The rules compiled into one ruleset."""
    handle = c.create_ruleset("benchmark", json.dumps(ruleset()))
    corrections = {f"{rule}.0": text for rule, (_, _, text) in CORRECTIONS.items()}
    doses = {f"{rule}.{n}": dose for rule, dose in DOSES.items() for n in range(len(CONDITIONS[rule]))}

    def answer(facts: Facts) -> Answer:
        _, state = c.assert_fact(handle, json.dumps(facts))
        firing = c.start_action_for_state(handle, state)[1]
        found: list[str] = []
        while (name := firing[2 : firing.index('"', 2)]) in corrections:
            found.append(corrections[name])
            firing = c.complete_and_start_action(handle, state)
        c.delete_state(handle, None)
        return (*doses[name], tuple(found))

    return Contender(answer, prepare)


# ---------------------------------------------------------------- rules that add up

LEAST_KNOWN = {"age": -1, **dict.fromkeys(accumulating.CHOICES, "unknown"), **dict.fromkeys(accumulating.FAULTS, False)}
FORMS = {"not": "$neq", "at_least": "$gte", "at_most": "$lte"}


def conjunctions(rule: str) -> list[Conditions]:
    """The conditions of a rule that adds up, each conjunction by itself; what is unknown is no age."""
    found: list[Conditions] = [[]]
    for name, how, value in accumulating.RULES[rule]:
        values = value if how == "in" else (value,)
        found = [[*before, *_condition(name, how, each)] for before in found for each in values]
    return found


def _condition(name: str, how: str, value: Any) -> Conditions:
    if how == "has":
        return [{value: True}]
    told: Conditions = [{FORMS[how]: {name: value}}] if how in FORMS else [{name: value}]
    return [{"$gte": {"age": 0}}, *told] if how == "at_most" else told


def prepare_notes(facts: Facts) -> Facts:
    """What is known, each fault as a truth value, and something for whatever is not known."""
    seen = dict.fromkeys(facts["observed"], True)
    return {"kind": 1, **LEAST_KNOWN, **{name: it for name, it in facts.items() if name != "observed"}, **seen}


def notes() -> Contender:
    """The rules that add up compiled into one ruleset; the last one fires always, and last."""
    made = {
        f"{rule}.{number}": {"all": [{"m": {"$and": [{"kind": 1}, *conditions]}}]}
        for rule in accumulating.RULES
        for number, conditions in enumerate(conjunctions(rule))
    }
    last = {"end": {"all": [{"m": {"$ex": {"kind": 1}}}], "pri": 65_535}}
    handle = c.create_ruleset("notes", json.dumps(made | last))

    def answer(facts: Facts) -> Any:
        _, state = c.assert_fact(handle, json.dumps(facts))
        firing = c.start_action_for_state(handle, state)[1]
        found: list[str] = []
        while (name := firing[2 : firing.index('"', 2)]) != "end":
            found.append(name[: name.index(".")])
            firing = c.complete_and_start_action(handle, state)
        c.delete_state(handle, None)
        return found

    return Contender(answer, prepare_notes)
