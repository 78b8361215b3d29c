"""A host: a chat bot with commands, functions from a text to a reply."""

from collections.abc import Callable

commands: dict[str, Callable[[str], str]] = {}


def command(name: str) -> Callable[[Callable[[str], str]], Callable[[str], str]]:
    """Register a function as a command."""

    def register(function: Callable[[str], str]) -> Callable[[str], str]:
        commands[f"/{name}"] = function
        return function

    return register


def reply(message: str) -> str | None:
    """Answer a message; None where it is no command."""
    name, _, rest = message.partition(" ")
    return commands[name](rest.strip()) if name in commands else None


@command("help")
def usage(_: str) -> str:
    """List the commands."""
    return "I know " + ", ".join(sorted(commands))
