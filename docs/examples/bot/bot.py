"""A chat bot: a pure function from a message to a reply, and a loop around it.

/squeeze hip thrust, beginner, flared_ribs
"""

from collections.abc import Iterable
from typing import Protocol, get_args

from squeezelogic import (
    AmbiguousExercise,
    InvalidInput,
    Profile,
    UnknownExercise,
    recommend,
)
from squeezelogic.coaching.values import ExperienceValue, FaultValue

COMMAND = "/squeeze"
USAGE = f"Ask me like this: {COMMAND} hip thrust, beginner, flared_ribs"


def reply(message: str) -> str | None:
    """Answer a message. Return None for a message that is not for the bot."""
    command, _, rest = message.strip().partition(" ")
    if command != COMMAND:
        return None
    exercise, *words = [part.strip() for part in rest.split(",")]
    levels = [word for word in words if word in get_args(ExperienceValue)]
    faults = [word for word in words if word in get_args(FaultValue)]
    unknown = [word for word in words if word not in levels and word not in faults]
    if not exercise or unknown:
        return f"I do not know {', '.join(unknown)}. {USAGE}" if unknown else USAGE
    try:
        return recommend(
            Profile(experience=levels[0] if levels else None), exercise, observed=faults
        ).brief()
    except InvalidInput as error:
        return explain(exercise, error)


def explain(exercise: str, error: InvalidInput) -> str:
    """Say what is wrong with a question, in a chat's few words."""
    if isinstance(error, UnknownExercise):
        near = " or ".join(error.suggestions[:2])
        return f"I do not know “{exercise}”." + (
            f" Did you mean {near}?" if near else ""
        )
    if isinstance(error, AmbiguousExercise):
        return f"I cannot say for “{exercise}”: {error.why}."
    return "\n".join(error.problems)


class Client(Protocol):
    """What the bot needs from a chat library, such as discord.py."""

    def messages(self) -> Iterable[tuple[str, str]]:
        """Yield each new message as (chat, text)."""
        ...

    def send(self, chat: str, text: str) -> None:
        """Send a text to a chat."""
        ...


def run(client: Client) -> None:
    """Answer each message that is for the bot."""
    for chat, text in client.messages():
        answer = reply(text)
        if answer is not None:
            client.send(chat, answer)
