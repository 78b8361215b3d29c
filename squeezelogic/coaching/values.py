"""The values of the default rulebook: an enum and a `Literal` type for each closed vocabulary.

Strings and members are interchangeable at run time. The `…Value` types are for type checkers and editors: arguments
take a string of the vocabulary or a member, results are strings of the vocabulary. `rules/vocabulary.toml` holds the
same values; a test compares the three.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal


class Experience(StrEnum):
    """The training experience of the lifter."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


ExperienceValue = Literal["beginner", "intermediate", "advanced"]


class Goal(StrEnum):
    """The training goal of the lifter."""

    HYPERTROPHY = "hypertrophy"
    STRENGTH = "strength"
    ATHLETIC = "athletic"
    GENERAL = "general"


GoalValue = Literal["hypertrophy", "strength", "athletic", "general"]


class BackPain(StrEnum):
    """The low back: `current` is discomfort or pain now, in this movement."""

    NONE = "none"
    HISTORY = "history"
    CURRENT = "current"


BackPainValue = Literal["none", "history", "current"]


class GluteActivation(StrEnum):
    """How early and how noticeably the glutes activate."""

    TYPICAL = "typical"
    LATE = "late"
    HARD_TO_FEEL = "hard_to_feel"


GluteActivationValue = Literal["typical", "late", "hard_to_feel"]


class RedFlag(StrEnum):
    """Signs that need a clinician."""

    BLADDER_OR_BOWEL_CHANGE = "bladder_or_bowel_change"
    SADDLE_NUMBNESS = "saddle_numbness"
    LEG_WEAKNESS = "leg_weakness"
    MAJOR_TRAUMA = "major_trauma"
    FEVER = "fever"
    UNEXPLAINED_WEIGHT_LOSS = "unexplained_weight_loss"
    NIGHT_PAIN = "night_pain"


RedFlagValue = Literal[
    "bladder_or_bowel_change",
    "saddle_numbness",
    "leg_weakness",
    "major_trauma",
    "fever",
    "unexplained_weight_loss",
    "night_pain",
]


class Family(StrEnum):
    """The two families of exercises in the articles."""

    THRUST = "thrust"
    HINGE = "hinge"


FamilyValue = Literal["thrust", "hinge"]


class Movement(StrEnum):
    """The movement; each belongs to one family."""

    HIP_THRUST = "hip_thrust"
    GLUTE_BRIDGE = "glute_bridge"
    DEADLIFT = "deadlift"
    SWING = "swing"
    GOOD_MORNING = "good_morning"
    PULL_THROUGH = "pull_through"
    HIP_HINGE = "hip_hinge"


MovementValue = Literal["hip_thrust", "glute_bridge", "deadlift", "swing", "good_morning", "pull_through", "hip_hinge"]


class Implement(StrEnum):
    """The implement."""

    BODYWEIGHT = "bodyweight"
    DUMBBELL = "dumbbell"
    BARBELL = "barbell"
    KETTLEBELL = "kettlebell"
    BAND = "band"
    MACHINE = "machine"
    CABLE = "cable"


ImplementValue = Literal["bodyweight", "dumbbell", "barbell", "kettlebell", "band", "machine", "cable"]


class Load(StrEnum):
    """The load relative to this lifter."""

    BODYWEIGHT = "bodyweight"
    LIGHT = "light"
    MODERATE = "moderate"
    HEAVY = "heavy"


LoadValue = Literal["bodyweight", "light", "moderate", "heavy"]


class Tempo(StrEnum):
    """The tempo."""

    SLOW = "slow"
    CONTROLLED = "controlled"
    FAST = "fast"


TempoValue = Literal["slow", "controlled", "fast"]


class Fault(StrEnum):
    """Observed faults: the first eleven belong to a thrust, the last four to a hinge."""

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


FaultValue = Literal[
    "lumbar_hyperextension",
    "flared_ribs",
    "loose_core",
    "jerky_squeeze",
    "short_range",
    "top_only_focus",
    "knees_cave",
    "feet_too_far_forward",
    "bar_rolls",
    "no_pause",
    "overlong_hold",
    "leans_back",
    "tucked_pelvis",
    "rounded_back",
    "violent_finish",
]


class Verdict(StrEnum):
    """The verdict."""

    REFER = "refer"
    REASSESS = "reassess"
    FIX_FORM_FIRST = "fix_form_first"
    SQUEEZE_GENTLY = "squeeze_gently"
    LEARN_FIRST = "learn_first"
    SQUEEZE = "squeeze"
    START_GENTLY = "start_gently"
    NO_SQUEEZE = "no_squeeze"


VerdictValue = Literal[
    "refer",
    "reassess",
    "fix_form_first",
    "squeeze_gently",
    "learn_first",
    "squeeze",
    "start_gently",
    "no_squeeze",
]


class Strength(StrEnum):
    """The strength of the verdict."""

    STRONG = "strong"
    CONDITIONAL = "conditional"


StrengthValue = Literal["strong", "conditional"]


class Phase(StrEnum):
    """The part of the repetition in which to squeeze."""

    LOCKOUT = "lockout"
    START = "start"
    NONE = "none"


PhaseValue = Literal["lockout", "start", "none"]


class Effort(StrEnum):
    """The effort of the squeeze, from least to most."""

    NONE = "none"
    GENTLE = "gentle"
    DELIBERATE = "deliberate"


EffortValue = Literal["none", "gentle", "deliberate"]


class Breath(StrEnum):
    """How to breathe during the squeeze."""

    EXHALE_AT_LOCKOUT = "exhale_at_lockout"


BreathValue = Literal["exhale_at_lockout"]


class Focus(StrEnum):
    """The focus of attention of a cue: the body, or the effect of the movement."""

    INTERNAL = "internal"
    EXTERNAL = "external"


FocusValue = Literal["internal", "external"]


class Severity(StrEnum):
    """The severity of a caution, from least to most."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


SeverityValue = Literal["info", "warning", "critical"]


class Direction(StrEnum):
    """The direction of a progression: to a harder step, stay, or to an easier step."""

    ADVANCE = "advance"
    HOLD = "hold"
    REGRESS = "regress"


DirectionValue = Literal["advance", "hold", "regress"]

FAMILY_OF: Mapping[str, FamilyValue] = {
    "hip_thrust": "thrust",
    "glute_bridge": "thrust",
    "deadlift": "hinge",
    "swing": "hinge",
    "good_morning": "hinge",
    "pull_through": "hinge",
    "hip_hinge": "hinge",
}
