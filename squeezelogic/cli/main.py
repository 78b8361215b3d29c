"""The command line: `squeezelogic recommend "hip thrust" --experience beginner`."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from squeezelogic.cli import ask, check, classify, diff, explain, mutate, pages, recommend, table, vectors
from squeezelogic.logic.inference.engines import absence, engine
from squeezelogic.logic.model.errors import SqueezelogicError, harmless, printable

COMMANDS = (recommend, explain, ask, check, diff, table, mutate, classify, pages, vectors)
USABLE, UNUSABLE = 0, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Each command's `run` takes the parsed options and returns what to print, alone or with an exit status.

    Returns:
        0 if it worked, 2 if something given could not be used (said on standard error), or the command's own status.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    status = USABLE
    try:
        try:
            options = _parser().parse_args(arguments)
            result = options.run(options)
            text, status = result if isinstance(result, tuple) else (result, USABLE)
            print(harmless(text))
        finally:
            if sys.stdout is not None:  # as it is where a shell has closed it
                sys.stdout.flush()
    except SqueezelogicError as error:
        _complain(str(error))
        return UNUSABLE
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        _discard_output()
    except OSError as error:
        _discard_output()
        _complain(f"cannot write: {error.strerror or error}")
        return UNUSABLE
    return status


def _complain(what: str) -> None:
    if sys.stderr is not None:
        print(f"squeezelogic: {harmless(what)}", file=sys.stderr)


def _discard_output() -> None:
    """Let what is still to be written go nowhere, so that Python does not fail over it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Parser(argparse.ArgumentParser):
    """Shows what it was given without letting a terminal obey it."""

    def error(self, message: str) -> NoReturn:
        super().error(printable(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="squeezelogic",
        description="Should this lifter squeeze the glutes in this exercise: when, how hard, with which cues, and why?",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and the engine at work")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when somebody asks: finding the engine loads it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(_version())
        parser.exit()


def _version() -> str:
    from squeezelogic import __version__  # noqa: PLC0415 - the front door imports nothing from here, nor we from it

    why = f" ({absence()})" if absence() else ""
    return f"squeezelogic {__version__}, engine: {engine()}{why}"
