"""The words a caller may use: each enum's members are the values that the default rulebook knows.

Strings and members are interchangeable; `rules/vocabulary.toml` says the same, and a test holds the two together.
"""

from __future__ import annotations

from enum import StrEnum


class Experience(StrEnum):
    """How long the lifter has trained."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Goal(StrEnum):
    """What the lifter trains for."""

    HYPERTROPHY = "hypertrophy"
    STRENGTH = "strength"
    ATHLETIC = "athletic"
    GENERAL = "general"


class BackPain(StrEnum):
    """The low back: `current` is discomfort or pain now, in this movement."""

    NONE = "none"
    HISTORY = "history"
    CURRENT = "current"


class GluteActivation(StrEnum):
    """When, and how well, the glutes come on."""

    TYPICAL = "typical"
    LATE = "late"
    HARD_TO_FEEL = "hard_to_feel"


class RedFlag(StrEnum):
    """Signs that belong to a clinician."""

    BLADDER_OR_BOWEL_CHANGE = "bladder_or_bowel_change"
    SADDLE_NUMBNESS = "saddle_numbness"
    LEG_WEAKNESS = "leg_weakness"
    MAJOR_TRAUMA = "major_trauma"
    FEVER = "fever"
    UNEXPLAINED_WEIGHT_LOSS = "unexplained_weight_loss"
    NIGHT_PAIN = "night_pain"


class Family(StrEnum):
    """The two kinds of exercise that the articles tell apart."""

    THRUST = "thrust"
    HINGE = "hinge"


class Movement(StrEnum):
    """The movement; each belongs to one family."""

    HIP_THRUST = "hip_thrust"
    GLUTE_BRIDGE = "glute_bridge"
    DEADLIFT = "deadlift"
    SWING = "swing"
    GOOD_MORNING = "good_morning"
    PULL_THROUGH = "pull_through"
    HIP_HINGE = "hip_hinge"


class Implement(StrEnum):
    """What is lifted."""

    BODYWEIGHT = "bodyweight"
    DUMBBELL = "dumbbell"
    BARBELL = "barbell"
    KETTLEBELL = "kettlebell"
    BAND = "band"
    MACHINE = "machine"
    CABLE = "cable"


class Load(StrEnum):
    """How heavy it is for this lifter."""

    BODYWEIGHT = "bodyweight"
    LIGHT = "light"
    MODERATE = "moderate"
    HEAVY = "heavy"


class Tempo(StrEnum):
    """How fast it is done."""

    SLOW = "slow"
    CONTROLLED = "controlled"
    FAST = "fast"


class Fault(StrEnum):
    """What was seen: the first eleven belong to a thrust, the last four to a hinge."""

    LUMBAR_HYPEREXTENSION = "lumbar_hyperextension"
    FLARED_RIBS = "flared_ribs"
    LOOSE_CORE = "loose_core"
    JERKY_SQUEEZE = "jerky_squeeze"
    SHORT_RANGE = "short_range"
    TOP_ONLY_FOCUS = "top_only_focus"
    KNEES_CAVE = "knees_cave"
    FEET_TOO_FAR_FORWARD = "feet_too_far_forward"
    BAR_ROLLS = "bar_rolls"
    NO_PAUSE = "no_pause"
    OVERLONG_HOLD = "overlong_hold"
    LEANS_BACK = "leans_back"
    TUCKED_PELVIS = "tucked_pelvis"
    ROUNDED_BACK = "rounded_back"
    VIOLENT_FINISH = "violent_finish"


class Verdict(StrEnum):
    """The answer."""

    REFER = "refer"
    REASSESS = "reassess"
    FIX_FORM_FIRST = "fix_form_first"
    SQUEEZE_GENTLY = "squeeze_gently"
    LEARN_FIRST = "learn_first"
    SQUEEZE = "squeeze"
    START_GENTLY = "start_gently"
    NO_SQUEEZE = "no_squeeze"


class Strength(StrEnum):
    """How firmly the answer is meant."""

    STRONG = "strong"
    CONDITIONAL = "conditional"


class Phase(StrEnum):
    """When in the repetition the squeeze happens."""

    LOCKOUT = "lockout"
    START = "start"
    NONE = "none"


class Effort(StrEnum):
    """How hard the squeeze is, from least to most."""

    NONE = "none"
    GENTLE = "gentle"
    DELIBERATE = "deliberate"
