"""A planner of an app, built on squeezelogic: how long a set takes, pauses included."""

from squeezelogic import Exercise, Profile, recommend

SECONDS_PER_REP = 3.0


def set_seconds(
    profile: Profile, exercise: Exercise, reps: int, *, observed: tuple[str, ...] = ()
) -> float:
    """Say how many seconds a set takes; 0 if it should not be trained today."""
    rec = recommend(profile, exercise, observed=observed)
    if rec.verdict in ("refer", "reassess"):
        return 0.0
    return reps * (SECONDS_PER_REP + (rec.hold_seconds or 0.0))
