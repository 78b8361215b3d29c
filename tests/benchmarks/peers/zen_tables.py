"""zen-engine: two decision tables in one JSON decision model, the first hit of one and all hits of the other.

The model is handed to the engine's static loader: asked for by key it answers in a tenth of the time that a decision
made with `create_decision` takes for every call.
"""

from __future__ import annotations

import json
from typing import Any

import zen

from tests.benchmarks.accumulating import rules as accumulating
from tests.benchmarks.answers import CORRECTIONS, DOSES, HINGE_FAULTS
from tests.benchmarks.contender import Contender
from tests.benchmarks.situations import Answer, Facts

SLOTS = ("verdict", "strength", "phase", "effort", "hold_seconds", "breath")
COLUMNS = {
    "flags": "len(red_flags)",
    "family": "family",
    "back_pain": "back_pain",
    "rehab": "rehab",
    "activation": "glute_activation",
    "experience": "experience",
    "goal": "goal",
    "load": "load",
    "tempo": "tempo",
    "observed": None,
}
"""Cells are tests of these; the last column, of none, holds whole expressions."""

THRUST, HINGE = '"thrust"', '"hinge"'
ROWS: dict[str, dict[str, str]] = {
    "red-flag-refers-out": {"flags": "> 0"},
    "painful-thrust-reassesses": {"family": THRUST, "back_pain": '"current"'},
    "painful-hinge-reassesses": {"family": HINGE, "back_pain": '"current"'},
    "arching-or-loose-thrust-fixes-form-first": {
        "family": THRUST,
        "observed": '"lumbar_hyperextension" in observed or "loose_core" in observed',
    },
    "rehab-thrust-squeezes-gently": {"family": THRUST, "rehab": "true"},
    "late-or-unfelt-glutes-squeeze-gently": {
        "family": THRUST,
        "activation": '"late", "hard_to_feel"',
        "experience": '$ != "advanced"',
    },
    "beginner-thrust-learns-first": {"family": THRUST, "experience": '"beginner"'},
    "advanced-thrust-squeezes": {"family": THRUST, "experience": '"advanced"'},
    "hypertrophy-thrust-squeezes": {"family": THRUST, "goal": '"hypertrophy"'},
    "late-glutes-start-the-hinge-gently": {
        "family": HINGE,
        "activation": '"late"',
        "load": '"bodyweight"',
        "tempo": '"slow", "controlled"',
        "observed": " and ".join(f'"{fault}" not in observed' for fault in HINGE_FAULTS),
    },
    "thrust-squeezes-if-tucked": {"family": THRUST},
    "hinge-needs-no-squeeze": {"family": HINGE},
}


def table(name: str, policy: str, outputs: tuple[str, ...], rows: list[dict[str, str]], path: str | None) -> Any:
    """A decision table with these columns as its outputs."""
    inputs = [name for name in COLUMNS if any(name in row for row in rows)]
    content = {
        "hitPolicy": policy,
        "inputs": [{"id": i, "name": i, **({"field": COLUMNS[i]} if COLUMNS[i] else {})} for i in inputs],
        "outputs": [{"id": output, "name": output, "field": output} for output in outputs],
        "rules": [{"_id": str(n), **dict.fromkeys(inputs, ""), **row} for n, row in enumerate(rows)],
        "passThrough": False,
        "inputField": None,
        "outputPath": path,
        "executionMode": "single",
    }
    return {"id": name, "name": name, "type": "decisionTableNode", "content": content}


def model() -> dict[str, Any]:
    """The JSON decision model: both tables between the input and the output."""
    doses = [ROWS[rule] | dict(zip(SLOTS, map(json.dumps, dose), strict=True)) for rule, dose in DOSES.items()]
    corrections = [
        {"flags": "== 0", "family": f'"{family}"', "observed": f'"{fault}" in observed', "id": f'"{text}"'}
        for family, fault, text in CORRECTIONS.values()
    ]
    tables = [
        table("dose", "first", SLOTS, doses, None),
        table("faults", "collect", ("id",), corrections, "corrections"),
    ]
    ends: list[Any] = [
        {"id": f"{end}Node", "name": end, "type": f"{end}Node", "content": {}} for end in ("input", "output")
    ]
    ways = [(source["id"], target["id"]) for t in tables for source, target in ((ends[0], t), (t, ends[1]))]
    edges = [{"id": f"{s}-{t}", "type": "edge", "sourceId": s, "targetId": t} for s, t in ways]
    return {"nodes": [*ends, *tables], "edges": edges}


def load() -> Contender:
    """The model, compiled when it is first asked for."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"squeeze": model()}}})

    def answer(facts: Facts) -> Answer:
        result = engine.evaluate("squeeze", facts)["result"]
        return (
            result["verdict"],
            result["strength"],
            result["phase"],
            result["effort"],
            result.get("hold_seconds"),
            result.get("breath"),
            tuple([row["id"] for row in result["corrections"]]),
        )

    return Contender(answer)


def cell(name: str, how: str, value: Any) -> str:
    """A condition of a rule that adds up, as an expression about its attribute."""
    said = json.dumps(value)
    forms = {
        "is": f"{name} == {said}",
        "in": f"{name} in {json.dumps(list(value))}" if how == "in" else "",
        "not": f"{name} != {said}",
        "at_least": f"{name} != null and {name} >= {said}",
        "at_most": f"{name} != null and {name} <= {said}",
        "has": f"{said} in {name}",
    }
    return forms[how]


def prepare_notes(facts: Facts) -> Facts:
    """What is unknown is null."""
    return {**dict.fromkeys((*accumulating.CHOICES, "age")), **facts}


def notes() -> Contender:
    """One decision table that collects all hits, with a whole expression in each row."""
    rows = [
        {"observed": " and ".join(f"({cell(*each)})" for each in conditions), "id": f'"{rule}"'}
        for rule, conditions in accumulating.RULES.items()
    ]
    collecting = table("notes", "collect", ("id",), rows, "notes")
    ends: list[Any] = [
        {"id": f"{end}Node", "name": end, "type": f"{end}Node", "content": {}} for end in ("input", "output")
    ]
    ways = [(ends[0]["id"], collecting["id"]), (collecting["id"], ends[1]["id"])]
    edges = [{"id": f"{s}-{t}", "type": "edge", "sourceId": s, "targetId": t} for s, t in ways]
    content = {"notes": {"nodes": [*ends, collecting], "edges": edges}}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": content}})

    def answer(facts: Facts) -> Any:
        return [row["id"] for row in engine.evaluate("notes", facts)["result"]["notes"]]

    return Contender(answer, prepare_notes)
