"""Rego, by regopy (rego-cpp): one module, compiled to a bundle that is queried."""

from __future__ import annotations

import json
from pathlib import Path

import regopy

from tests.benchmarks.contender import Contender
from tests.benchmarks.situations import Answer, Facts

RULES = Path(__file__).parent / "squeeze.rego"


def load() -> Contender:
    """The bundle. Its answer is quickest read as JSON."""
    interpreter = regopy.Interpreter()
    interpreter.add_module("squeeze", RULES.read_text("utf-8"))
    bundle = interpreter.build("data.squeeze.decision")

    def answer(facts: Facts) -> Answer:
        interpreter.set_input(regopy.Input(facts))
        found = json.loads(str(interpreter.query_bundle(bundle)))["expressions"][0]
        return (*found["dose"], tuple(found["corrections"]))

    return Contender(answer)
