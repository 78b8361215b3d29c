"""The parser of one command: it accepts variants of options, and suggests a fix for unknown ones."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any, NoReturn

from squeezelogic.cli.terminal import WHEN, text_width
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, printable, quoted
from squeezelogic.logic.model.vocabulary import TRUTHS, UNKNOWN

SAID = (*TRUTHS, UNKNOWN)
"""The words in which a boolean fact is typed."""


NAME = "\0"
"""Marks a word after `--` that looks like an option: the parser of the standard library would take it for one."""


class UsageError(InvalidInput):
    """Invalid use of a command."""

    def __init__(self, prog: str, *problems: str) -> None:
        super().__init__(*problems)
        self.prog = prog

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.prog, *self.problems)

    def __str__(self) -> str:
        return f"{super().__str__()}\n`{self.prog} --help` shows how"


class Parser(argparse.ArgumentParser):
    """The parser of one command.

    Options may be anywhere, `--back_pain` means `--back-pain`, and a boolean option takes an optional value: `--rehab`,
    `--rehab yes`, `--no-rehab`.
    """

    def __init__(self, prog: str, description: str, usage: str, epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            usage=f"{prog} {usage}".rstrip(),
            description=description,
            epilog=epilog or None,
            allow_abbrev=False,
            add_help=False,
            formatter_class=_Formatter,
        )
        self.truths: set[str] = set()
        self.words: dict[str, tuple[str, ...]] = {}
        """The possible values of options, if they can be listed."""

        self.general = self.add_argument_group("general")
        self.general.add_argument("-h", "--help", action="help", help="show this help")
        # `main` removes it before the command is parsed; it is added here for the help.
        self.general.add_argument("--color", choices=WHEN, metavar="WHEN", help="auto (if left out), always or never")

    def add_truth(self, group: Any, option: str, dest: str, text: str) -> None:
        """Add a boolean option."""
        self.truths.add(option)
        self.words[option] = ("yes", "no")
        group.add_argument(option, dest=dest, nargs="?", const="yes", metavar="yes|no", type=_truth, help=text)

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Parse arguments.

        Raises:
            UsageError: unknown options, each with the likely fix.
        """
        typed = before_names(arguments)
        names = [f"{NAME}{word}" if word.startswith("-") else word for word in arguments[len(typed) :][1:]]
        options, rest = self.parse_known_intermixed_args([*self._tidied(typed), *["--"] * bool(names), *names])
        rest = [each for each in rest if each != "--"]
        unknown = [each for each in rest if each.startswith("-")] or rest
        if unknown:
            raise UsageError(self.prog, *map(self._refusal, unknown))
        for dest, value in vars(options).items():
            setattr(options, dest, _unmark(value))
        return options

    def _tidied(self, arguments: Sequence[str]) -> Iterator[str]:
        """The arguments in their declared spelling."""
        rest = iter(range(len(arguments)))
        for place in rest:
            argument = arguments[place]
            name, equals, value = argument.partition("=")
            if not name.startswith("--"):
                yield argument
                continue
            name = name.replace("_", "-")
            if f"--{name.removeprefix('--no-')}" in self.truths and name not in self.truths and not equals:
                yield f"--{name.removeprefix('--no-')}=no"
            elif name in self.truths and not equals:
                following = arguments[place + 1].lower() if place + 1 < len(arguments) else ""
                if following in SAID:
                    next(rest)
                yield f"{name}={following if following in SAID else 'yes'}"
            else:
                yield name + equals + value

    def _refusal(self, argument: str) -> str:
        if not argument.startswith("-"):
            return f"{quoted(_unmark(argument))} is one argument too many"
        name = argument.partition("=")[0]
        if name in self.options():
            return f"{quoted(name)} takes no value"
        begun = [option for option in self.options() if option.startswith(name)]
        meant = f"did you mean {quoted(begun[0])}?" if len(begun) == 1 else did_you_mean(name, begun or self.options())
        return f"there is no option {quoted(name)}: {meant}"

    def format_help(self) -> str:
        """The help, with the options of every command at the end."""
        self._action_groups.sort(key=lambda group: group is self.general)
        return super().format_help()

    def options(self) -> list[str]:
        """Every option, in its long form."""
        spelt = [option for action in self._actions for option in action.option_strings]
        return [*(option for option in spelt if option.startswith("--")), *self._negated()]

    def _negated(self) -> Iterable[str]:
        return (f"--no-{option.removeprefix('--')}" for option in sorted(self.truths))

    def actions(self) -> list[argparse.Action]:
        """Every argument and option, as declared."""
        return list(self._actions)

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`, without printing anything."""
        raise UsageError(self.prog, printable(message.removeprefix("argument ").replace(repr(NAME)[1:-1], "")))


class _Formatter(argparse.HelpFormatter):
    """Help in the width of the terminal."""

    def __init__(self, prog: str) -> None:
        width = text_width()
        super().__init__(prog, max_help_position=min(30, width // 3), width=width)


def before_names(arguments: Sequence[str]) -> list[str]:
    """The arguments before `--`: those after it are names, never options."""
    return list(takewhile(lambda argument: argument != "--", arguments))


def _unmark(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmark(each) for each in value]
    return value.removeprefix(NAME) if isinstance(value, str) else value


def _truth(text: str) -> bool | str:
    word = text.lower()
    if word not in SAID:
        raise argparse.ArgumentTypeError(f"say yes or no, not {quoted(text)}")
    return TRUTHS.get(word, UNKNOWN)
