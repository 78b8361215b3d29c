"""A web service that answers for a lifter and an exercise. Run it with `fastapi run service.py`."""

from typing import Annotated, Any

from fastapi import Body, FastAPI, Request
from fastapi.responses import JSONResponse

from squeezelogic import InvalidInput, recommend

app = FastAPI(title="Should I squeeze?")


@app.post("/recommendations")
def recommendations(
    exercise: Annotated[str, Body()],
    profile: Annotated[dict[str, Any], Body(default_factory=dict)],
    observed: Annotated[list[str], Body(default_factory=list)],
) -> dict[str, Any]:
    """Recommend; the answer is what `to_dict` gives, and satisfies the schema that ships with squeezelogic."""
    return recommend(profile, exercise, observed=observed).to_dict()


@app.exception_handler(InvalidInput)
def invalid(_: Request, error: InvalidInput) -> JSONResponse:
    """Tell the caller everything that is wrong at once; unknown and ambiguous exercises come here too."""
    return JSONResponse({"problems": list(error.problems)}, status_code=422)
