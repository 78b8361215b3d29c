"""An MCP server for squeezelogic. Run it with `mcp run server.py`."""

from typing import Any

from mcp.server.fastmcp import FastMCP

from squeezelogic import InvalidInput, classify, recommend

server = FastMCP(
    "squeezelogic",
    instructions="Say what the answer says, cautions first. Add no advice of your own.",
)


@server.tool()
def recommend_squeeze(
    exercise: str,
    profile: dict[str, Any] | None = None,
    observed: list[str] | None = None,
) -> dict[str, Any]:
    """Say whether to squeeze the glutes in an exercise: when, how hard, and why.

    Give only what the person said; leave out what is not known. If `problems` comes
    back, correct the question.
    """
    try:
        rec = recommend(profile, exercise, observed=observed or ())
    except InvalidInput as error:
        return {"problems": list(error.problems)}
    return {"say": rec.brief(), "disclaimer": rec.disclaimer, **rec.to_dict()}


@server.tool()
def ask_next(exercise: str, profile: dict[str, Any] | None = None) -> list[str]:
    """List the questions whose answers can still change the recommendation."""
    return [question.ask for question in recommend(profile, exercise).questions()]


@server.tool()
def classify_exercise(name: str) -> str:
    """Whether a name is a `thrust`, a `hinge`, `ambiguous` or `neither`."""
    return classify(name)


if __name__ == "__main__":
    server.run()
