"""A host: a tracker that keeps the sets of a workout in memory."""

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI(title="Tracker")
workout: list["LoggedSet"] = []


class LoggedSet(BaseModel):
    """One set, as a lifter types it in."""

    exercise: str
    kg: float = 0
    reps: int


@app.post("/sets", status_code=201)
def log_set(logged: LoggedSet) -> LoggedSet:
    """Keep a set."""
    workout.append(logged)
    return logged


@app.get("/sets")
def sets() -> list[LoggedSet]:
    """List what was done."""
    return workout
