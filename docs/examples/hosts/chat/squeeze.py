"""The glue: `/squeeze hip thrust` gets an answer, or why there is none."""

from bot import command

from squeezelogic import InvalidInput, recommend


@command("squeeze")
def squeeze(words: str) -> str:
    """Say what a coach would, for a lifter of whom nothing is known."""
    try:
        return recommend(None, words).brief()
    except InvalidInput as error:
        return "\n".join(error.problems)
