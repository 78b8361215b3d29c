"""The glue: what a coach says about each exercise of the workout."""

from tracker import app, workout

from squeezelogic import match_exercise, recommend


@app.get("/coach")
def coach(level: str = "") -> dict[str, str]:
    """Say it for each thrust and hinge; other exercises are left out."""
    found = {each.exercise: match_exercise(each.exercise) for each in workout}
    return {
        name: recommend(level, match.exercise).brief()
        for name, match in found.items()
        if match.exercise
    }
