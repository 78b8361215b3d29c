"""Should I squeeze my glutes here: when, how hard, with which cues, and why?

`recommend(profile, exercise)` answers from a rulebook, with its reasoning. To read the code, begin with
`logic/meaning.py`, which defines what a rulebook means, then follow `docs/architecture.md`.
"""

from typing import TYPE_CHECKING, Any

from squeezelogic.exercise import Exercise
from squeezelogic.logic.engines import engine
from squeezelogic.logic.errors import (
    ConflictError,
    GapError,
    InvalidInput,
    Problem,
    RulebookError,
    SqueezelogicError,
)
from squeezelogic.profile import Profile
from squeezelogic.recommending import recommend

if TYPE_CHECKING:
    from squeezelogic.asking import Interview, interview
    from squeezelogic.exercises import AmbiguousExercise, Match, UnknownExercise, classify, find_exercise
    from squeezelogic.frames.frame import recommend_frame
    from squeezelogic.logic.checks.finding import Finding
    from squeezelogic.logic.comparing.diff import diff
    from squeezelogic.logic.comparing.difference import Difference
    from squeezelogic.logic.decision import Decision
    from squeezelogic.logic.rulebook import Rulebook
    from squeezelogic.recommendation import Recommendation

__version__ = "0.1.0"

__all__ = [
    "AmbiguousExercise",
    "ConflictError",
    "Decision",
    "Difference",
    "Exercise",
    "Finding",
    "GapError",
    "Interview",
    "InvalidInput",
    "Match",
    "Problem",
    "Profile",
    "Recommendation",
    "Rulebook",
    "RulebookError",
    "SqueezelogicError",
    "UnknownExercise",
    "classify",
    "diff",
    "engine",
    "find_exercise",
    "interview",
    "recommend",
    "recommend_frame",
]

# What most callers do not need at once is imported when it is first named.
_LATER = {
    "AmbiguousExercise": "squeezelogic.exercises",
    "Decision": "squeezelogic.logic.decision",
    "Difference": "squeezelogic.logic.comparing.difference",
    "Finding": "squeezelogic.logic.checks.finding",
    "Interview": "squeezelogic.asking",
    "Match": "squeezelogic.exercises",
    "Recommendation": "squeezelogic.recommendation",
    "Rulebook": "squeezelogic.logic.rulebook",
    "UnknownExercise": "squeezelogic.exercises",
    "classify": "squeezelogic.exercises",
    "diff": "squeezelogic.logic.comparing.diff",
    "find_exercise": "squeezelogic.exercises",
    "interview": "squeezelogic.asking",
    "recommend_frame": "squeezelogic.frames.frame",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    value = globals()[name] = getattr(import_module(_LATER[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
