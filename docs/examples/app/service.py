"""A web service with one question. Run it with `fastapi run service.py`."""

from typing import Annotated

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from squeezelogic import Exercise, InvalidInput, Profile, Recommendation, recommend
from squeezelogic.coaching.values import Fault

app = FastAPI(title="Should I squeeze?")


class Question(BaseModel):
    """Who lifts what, and what was seen."""

    exercise: Exercise | str
    profile: Profile = Profile()
    observed: Annotated[
        list[str], Field(json_schema_extra={"items": {"enum": list(Fault)}})
    ] = []


@app.post("/recommendations")
def recommendations(question: Question) -> Recommendation:
    """Recommend; the answer is what `to_dict` gives, and satisfies its JSON Schema."""
    return recommend(question.profile, question.exercise, observed=question.observed)


@app.exception_handler(InvalidInput)
def invalid(_: Request, error: InvalidInput) -> JSONResponse:
    """List every problem; unknown and ambiguous exercises come here too."""
    return JSONResponse({"problems": list(error.problems)}, status_code=422)


@app.exception_handler(RequestValidationError)
def unreadable(_: Request, error: RequestValidationError) -> JSONResponse:
    """List every problem, in the same shape; Pydantic does not look up names."""
    asked = error.body if isinstance(error.body, dict) else {}
    try:
        recommend(
            asked.get("profile"),
            asked.get("exercise"),
            observed=asked.get("observed", ()),
        )
    except InvalidInput as problems:
        return invalid(_, problems)
    texts = [each["msg"] for each in error.errors()]
    return JSONResponse({"problems": texts}, status_code=422)
