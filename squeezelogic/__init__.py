"""Should I squeeze my glutes here: when, how hard, with which cues, and why?

`recommend(profile, exercise)` answers from a rulebook, with reasons. To read the code, start with
`logic/semantics/definition.py`, which defines what a rulebook decides, then follow `docs/architecture.md`.
"""

from typing import TYPE_CHECKING, Any

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.recommend import recommend
from squeezelogic.logic.model.errors import (
    ConflictError,
    GapError,
    InvalidInput,
    Problem,
    RulebookError,
    SqueezelogicError,
)

if TYPE_CHECKING:
    from squeezelogic.coaching import values
    from squeezelogic.coaching.interview import Interview, interview
    from squeezelogic.coaching.names import (
        AmbiguousExercise,
        Match,
        NameMatch,
        UnknownExercise,
        classify,
        find_exercise,
        match_exercise,
    )
    from squeezelogic.coaching.recommendation import Recommendation
    from squeezelogic.frames.frame import recommend_frame
    from squeezelogic.logic.checks import check
    from squeezelogic.logic.checks.finding import Finding
    from squeezelogic.logic.diff.diff import diff
    from squeezelogic.logic.diff.difference import Difference
    from squeezelogic.logic.export.tabulate import DecisionTable
    from squeezelogic.logic.export.tabulate import tabulate as table
    from squeezelogic.logic.inference.matcher import engine
    from squeezelogic.logic.model.decision import Decision
    from squeezelogic.logic.rulebook import Rulebook

__version__ = "0.1.0"

__all__ = [
    "AmbiguousExercise",
    "ConflictError",
    "Decision",
    "DecisionTable",
    "Difference",
    "Exercise",
    "Finding",
    "GapError",
    "Interview",
    "InvalidInput",
    "Match",
    "NameMatch",
    "Problem",
    "Profile",
    "Recommendation",
    "Rulebook",
    "RulebookError",
    "SqueezelogicError",
    "UnknownExercise",
    "check",
    "classify",
    "diff",
    "engine",
    "find_exercise",
    "interview",
    "match_exercise",
    "recommend",
    "recommend_frame",
    "table",
    "values",
]

# These names are imported lazily, because most callers do not need them at once.
_LATER = {
    "AmbiguousExercise": "squeezelogic.coaching.names",
    "Decision": "squeezelogic.logic.model.decision",
    "DecisionTable": "squeezelogic.logic.export.tabulate",
    "Difference": "squeezelogic.logic.diff.difference",
    "Finding": "squeezelogic.logic.checks.finding",
    "Interview": "squeezelogic.coaching.interview",
    "Match": "squeezelogic.coaching.names",
    "NameMatch": "squeezelogic.coaching.names",
    "Recommendation": "squeezelogic.coaching.recommendation",
    "Rulebook": "squeezelogic.logic.rulebook",
    "UnknownExercise": "squeezelogic.coaching.names",
    "check": "squeezelogic.logic.checks",
    "classify": "squeezelogic.coaching.names",
    "diff": "squeezelogic.logic.diff.diff",
    "engine": "squeezelogic.logic.inference.matcher",
    "find_exercise": "squeezelogic.coaching.names",
    "interview": "squeezelogic.coaching.interview",
    "match_exercise": "squeezelogic.coaching.names",
    "recommend_frame": "squeezelogic.frames.frame",
    "table": "squeezelogic.logic.export.tabulate:tabulate",
    "values": "squeezelogic.coaching.values:",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    module, named, other = _LATER[name].partition(":")
    found = import_module(module)
    value = globals()[name] = getattr(found, other or name) if other or not named else found
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
