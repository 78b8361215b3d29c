"""Twenty-four rules that add up, as data: what the peers make their own encodings of, and what is drawn by chance.

`notes.toml` and `vocabulary.toml` beside this say the same as a rulebook, `peers/by_hand.py` says it as ifs. Only the
standard library, because every peer's environment imports it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

Facts = dict[str, Any]
"""What is known, by name; a set is a list."""

Condition = tuple[str, str, Any]
"""An attribute, how it is compared (`is`, `in`, `not`, `at_least`, `at_most`, `has`), and with what."""

RULES: dict[str, tuple[Condition, ...]] = {
    "beginners-start-light": (("experience", "is", "beginner"),),
    "young-beginners-need-an-eye": (
        ("experience", "is", "beginner"),
        ("age", "at_most", 15),
    ),
    "older-lifters-warm-up-longer": (("age", "at_least", 60),),
    "masters-count-recovery": (
        ("age", "at_least", 45),
        ("goal", "in", ("strength", "hypertrophy")),
    ),
    "size-wants-a-pause": (
        ("goal", "is", "hypertrophy"),
        ("tempo", "in", ("slow", "controlled")),
    ),
    "size-wants-more-than-body-weight": (
        ("goal", "is", "hypertrophy"),
        ("load", "is", "bodyweight"),
    ),
    "strength-wants-load": (
        ("goal", "is", "strength"),
        ("load", "in", ("bodyweight", "light")),
    ),
    "sport-wants-speed": (
        ("goal", "is", "athletic"),
        ("tempo", "is", "slow"),
    ),
    "speed-wants-less-load": (
        ("tempo", "is", "fast"),
        ("load", "is", "heavy"),
    ),
    "rehab-goes-slowly": (
        ("rehab", "is", True),
        ("tempo", "is", "fast"),
    ),
    "rehab-keeps-a-log": (("rehab", "is", True),),
    "a-sore-back-stops": (("back_pain", "is", "current"),),
    "a-sore-back-is-not-loaded": (
        ("back_pain", "is", "current"),
        ("load", "in", ("moderate", "heavy")),
    ),
    "a-history-is-watched": (
        ("back_pain", "is", "history"),
        ("load", "is", "heavy"),
    ),
    "late-glutes-rehearse": (("glute_activation", "is", "late"),),
    "silent-glutes-try-a-band": (
        ("glute_activation", "is", "hard_to_feel"),
        ("banded", "not", True),
    ),
    "uneven-sides-train-apart": (
        ("side_imbalance", "is", True),
        ("single_leg", "not", True),
    ),
    "one-leg-starts-with-the-weaker": (
        ("single_leg", "is", True),
        ("side_imbalance", "is", True),
    ),
    "a-band-cures-caving-knees": (
        ("observed", "has", "knees_cave"),
        ("banded", "not", True),
    ),
    "an-arch-lowers-the-top": (("observed", "has", "lumbar_hyperextension"),),
    "a-loose-core-braces": (
        ("observed", "has", "loose_core"),
        ("load", "not", "bodyweight"),
    ),
    "no-pause-waits-a-count": (
        ("observed", "has", "no_pause"),
        ("tempo", "is", "fast"),
    ),
    "a-rounded-back-lifts-the-chest": (
        ("observed", "has", "rounded_back"),
        ("back_pain", "not", "none"),
    ),
    "many-years-need-no-lesson": (
        ("experience", "is", "advanced"),
        ("age", "at_least", 30),
        ("rehab", "not", True),
    ),
}
"""For each rule, the conditions that all have to hold. What is unknown is not any value, and lies between no bounds."""

CHOICES: dict[str, tuple[str | bool, ...]] = {
    "experience": ("beginner", "intermediate", "advanced"),
    "goal": ("hypertrophy", "strength", "athletic", "general"),
    "rehab": (True, False),
    "back_pain": ("none", "history", "current"),
    "glute_activation": ("typical", "late", "hard_to_feel"),
    "side_imbalance": (True, False),
    "load": ("bodyweight", "light", "moderate", "heavy"),
    "tempo": ("slow", "controlled", "fast"),
    "single_leg": (True, False),
    "banded": (True, False),
}
YOUNGEST, OLDEST = 10, 90
FAULTS = ("lumbar_hyperextension", "loose_core", "no_pause", "knees_cave", "rounded_back")
KNOWN = 0.85


def drawn(seed: str) -> Iterator[Facts]:
    """Situations without end; the same seed gives the same ones. There are billions, so hardly one comes twice."""
    draw = random.Random(seed)
    while True:
        facts: Facts = {name: draw.choice(values) for name, values in CHOICES.items() if draw.random() < KNOWN}
        if draw.random() < KNOWN:
            facts["age"] = draw.randint(YOUNGEST, OLDEST)
        facts["observed"] = [fault for fault in FAULTS if draw.random() < 0.25]
        yield facts


stream = drawn


def in_order(answer: Any) -> tuple[str, ...]:
    """The ids of an answer, sorted."""
    return tuple(sorted(answer))
