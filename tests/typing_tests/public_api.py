"""What type checkers say of the public surface: mypy and basedpyright read this file, nothing runs it.

Each `type: ignore` marks a mistake that both must report: an ignore that is not needed is an error itself.
"""

from __future__ import annotations

from typing import Literal, assert_type

from squeezelogic import Exercise, Profile, Recommendation, Rulebook, classify, find_exercise, recommend
from squeezelogic.coaching.parts import Item, Overruled, Progression, Reason
from squeezelogic.coaching.profile import ProfileDict
from squeezelogic.coaching.values import Experience, Tempo

# ---------------------------------------------------------------- what goes in

Profile(experience="beginner", goal="strength", rehab=None, red_flags={"fever"})
Profile(experience=Experience.BEGINNER)
Exercise(movement="deadlift", load="heavy", tempo=Tempo.CONTROLLED)
Profile(experience="begginer")  # type: ignore[arg-type]
Profile(rehab="yes")  # type: ignore[arg-type]
Profile(experiance="beginner")  # type: ignore[call-arg]
Profile("beginner")  # type: ignore[call-arg]
Exercise(movement="squat")  # type: ignore[arg-type]

asked: ProfileDict = {"experience": "advanced", "back_pain": "history"}
misspelt: ProfileDict = {"experience": "begginer"}  # type: ignore[typeddict-item]

assert_type(Profile.of(asked), Profile)
assert_type(Profile.of("beginner"), Profile)
assert_type(Profile.of(None), Profile)

# ---------------------------------------------------------------- what comes out

rec = recommend(asked, "hip thrust", observed=["no_pause"], rulebook=Rulebook.default())
recommend(None, ("free-exercise-db", "Barbell_Hip_Thrust"))
recommend("beginner", {"movement": "swing"})
recommend("beginner", 5)  # type: ignore[arg-type]

assert_type(rec, Recommendation)
assert_type(rec.strength, Literal["strong", "conditional"])
assert_type(rec.effort, Literal["none", "gentle", "deliberate"] | None)
assert_type(rec.hold_seconds, float | None)
assert_type(rec.cues, tuple[Item, ...])
assert_type(rec.cues[0].focus, Literal["internal", "external"] | None)
assert_type(rec.reasons, tuple[Reason, ...])
assert_type(rec.overruled, tuple[Overruled, ...])
assert_type(rec.progression, Progression | None)
assert_type(rec.brief(), str)
assert_type(Recommendation.from_dict(rec.to_dict()), Recommendation)
if rec.verdict == "squeze":  # type: ignore[comparison-overlap]
    raise AssertionError

assert_type(find_exercise("hip thrust").exercise, Exercise)
assert_type(classify("hip thrust"), Literal["thrust", "hinge", "ambiguous", "neither"])
