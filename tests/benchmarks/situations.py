"""The random questions of the benchmark, from a seed.

The module uses only the standard library, because every peer's environment imports it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.answers import CORRECTIONS

FAULT_OF = {correction: fault for _, fault, correction in CORRECTIONS.values()}
Facts = dict[str, Any]
"""A value for each attribute that the rules read: None for unknown, a sorted list for a set."""

Answer = tuple[str, str, str, str, float | None, str | None, tuple[str, ...]]
"""Verdict, strength, phase, effort, seconds held, breath; in any order, the ids of the corrections or their faults."""

CHOICES: dict[str, tuple[str | bool | None, ...]] = {
    "family": ("thrust", "hinge"),
    "experience": (None, "beginner", "intermediate", "advanced"),
    "goal": (None, "hypertrophy", "strength", "athletic", "general"),
    "rehab": (None, False, False, True),
    "back_pain": (None, "none", "none", "none", "history", "history", "current"),
    "glute_activation": (None, "typical", "late", "late", "hard_to_feel"),
    "load": (None, "bodyweight", "bodyweight", "light", "moderate", "heavy"),
    "tempo": (None, "slow", "controlled", "controlled", "fast"),
}
"""Frequent values are listed twice or more."""

RED_FLAGS = (
    "bladder_or_bowel_change",
    "saddle_numbness",
    "leg_weakness",
    "major_trauma",
    "fever",
    "unexplained_weight_loss",
    "night_pain",
)
FAULTS: dict[str, tuple[str, ...]] = {
    "thrust": (
        "lumbar_hyperextension",
        "loose_core",
        "flared_ribs",
        "jerky_squeeze",
        "top_only_focus",
        "short_range",
        "no_pause",
        "knees_cave",
    ),
    "hinge": ("leans_back", "tucked_pelvis", "rounded_back", "violent_finish"),
}
"""The faults with a correction, by family. Others are left out, since the default rulebook corrects more of them."""
HOW_MANY_FLAGS = (0,) * 15 + (1, 2)
HOW_MANY_FAULTS = (0, 0, 0, 1, 1, 1, 2, 2, 3, 4)


def drawn(seed: str) -> Iterator[Facts]:
    """Infinitely many situations; equal seeds give equal ones."""
    draw = random.Random(seed)
    while True:
        facts: Facts = {name: draw.choice(values) for name, values in CHOICES.items()}
        facts["red_flags"] = sorted(draw.sample(RED_FLAGS, draw.choice(HOW_MANY_FLAGS)))
        facts["observed"] = sorted(draw.sample(FAULTS[str(facts["family"])], draw.choice(HOW_MANY_FAULTS)))
        yield facts


def stream(seed: str) -> Iterator[Facts]:
    """Distinct situations from `drawn`."""
    met: set[str] = set()
    for facts in drawn(seed):
        if (key := str(facts)) not in met:
            met.add(key)
            yield facts


def in_order(answer: Answer) -> Answer:
    """The answer with the corrected faults, sorted, so that two can be compared.

    The default rulebook has several corrections of some faults: which one depends on more than these rules read.
    """
    return (*answer[:6], tuple(sorted(FAULT_OF.get(each, each) for each in answer[6])))
