"""The command line: `squeezelogic recommend hip thrust --experience beginner`."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any

from squeezelogic import __version__
from squeezelogic.cli.parser import Parser, UsageError, before_names
from squeezelogic.cli.terminal import WHEN, colored, columns, fitted, paint, shows_color, text_width
from squeezelogic.logic.explain.prose import LINE_WIDTH
from squeezelogic.logic.model.errors import (
    InvalidInput,
    RulebookError,
    SqueezelogicError,
    did_you_mean,
    harmless,
    quoted,
)

USABLE, UNUSABLE = 0, 2
PROG = "squeezelogic"
ABOUT = "Should this lifter squeeze the glutes in this exercise: when, how hard, with which cues, and why?"
BUGS = "`squeezelogic COMMAND --help` lists the options of a command."

COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "About a lifter and an exercise": {
        "recommend": ("recommend", "say what to do in an exercise, and why"),
        "explain": ("explain", "say why the answer is what it is, and why it is not another"),
        "ask": ("ask", "ask what has to be known, then say what to do"),
        "classify": ("exercises", "say to which family exercises belong"),
        "exercises": ("exercises", "list the exercises that are known by name"),
        "values": ("exercises", "list every fact that can be given, and its values"),
    },
    "About any rulebook": {
        "decide": ("explain", "say what a rulebook decides"),
        "check": ("check", "prove a rulebook, or show what is wrong with it"),
        "diff": ("compare", "show what two rulebooks decide differently, or prove that they decide the same"),
        "mutate": ("compare", "break a rulebook in every small way, and show what its cases and laws do not notice"),
        "table": ("table", "print topics as decision tables, or write them for other programs"),
        "pages": ("publish", "write a rulebook as Markdown pages"),
        "bundle": ("publish", "write a rulebook as JSON, with a JavaScript module that decides by it"),
        "page": ("publish", "write a rulebook as one HTML page that asks and answers"),
        "vectors": ("publish", "print a rulebook's cases as JSON test vectors"),
    },
    "Writing a rulebook": {
        "new": ("author", "begin a rulebook: a small complete one, with cases and a law"),
        "import": ("table", "turn a decision table in CSV into a topic"),
        "schema": ("author", "print or write JSON Schemas with which editors check a rulebook"),
        "texts": ("author", "print the texts of a rulebook, to translate them"),
        "completion": ("completion", "print the completion script of a shell"),
    },
}
"""For each command, the module with its `add_COMMAND`, and its help."""


GENERAL = (
    ("-h, --help", "show this help"),
    ("-V, --version", "show the version and the engine"),
    ("--color WHEN", "auto (if left out), always or never"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Only the module of the command is imported. Its `add_COMMAND` makes the parser, whose default `run` is a function
    that takes the parsed options and returns the text to print, alone or with an exit status.

    Returns:
        0 for success, 2 for invalid input (with a message on standard error), or the command's own status.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    typed = list(sys.argv[1:] if arguments is None else arguments)
    try:
        try:
            return _run_command(typed)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except SqueezelogicError as error:
        said = before_names(typed)
        _report_error(error, "--json" in said or "--format=json" in said or ("--format", "json") in pairwise(said))
        return UNUSABLE
    except BrokenPipeError:  # the reader (for example `head`) has closed the pipe
        _discard_output()
    except OSError as error:
        _discard_output()
        _print_error(f"cannot write: {error.strerror or error}")
        return UNUSABLE
    return USABLE


def _run_command(typed: Sequence[str]) -> int:
    color, typed = _read_color(typed)
    if not typed or typed[0] in ("-h", "--help", "help"):
        if typed[1:] and typed[0] == "help":
            return _run_command([typed[1], "--help"])
        _print_text(_print_help(), color)
        return USABLE
    if typed[0] in ("-V", "--version"):
        _print_text(_print_version(), color)
        return USABLE
    command, *rest = typed
    options = declared(command, rest).parse(rest)
    width = LINE_WIDTH.set(text_width())
    try:
        result = options.run(options)
    finally:
        LINE_WIDTH.reset(width)
    text: str
    status: int
    text, status = result if isinstance(result, tuple) else (result, USABLE)
    raw = bool(getattr(options, "json", False)) or getattr(options, "format", "text") != "text"
    _print_text(text, color and not raw, raw)
    return status


def modules() -> dict[str, tuple[str, str]]:
    """For each command, its module and its help."""
    return {name: what for group in COMMANDS.values() for name, what in group.items()}


def declared(command: str, arguments: Sequence[str] = ()) -> Parser:
    """The parser of a command.

    Args:
        command: its name.
        arguments: the arguments after it, which may name a rulebook; its facts are options.

    Raises:
        UsageError: there is no such command.
    """
    known = modules()
    if command not in known:
        if command.startswith("-"):
            raise UsageError(PROG, f"there is no option {quoted(command)} before a command")
        raise UsageError(PROG, f"there is no command {quoted(command)}: {did_you_mean(command, known)}")
    module = import_module(f"squeezelogic.cli.{known[command][0]}")
    parser: Parser = getattr(module, f"add_{command}")(f"{PROG} {command}", arguments)
    return parser


def _read_color(typed: Sequence[str]) -> tuple[bool, list[str]]:
    """Whether to print colour, and the arguments without `--color`."""
    when, rest = "auto", list(typed)
    for place, argument in enumerate(before_names(rest)):
        name, equals, value = argument.partition("=")
        if name in ("--color", "--colour"):
            when = value if equals else rest[place + 1] if place + 1 < len(rest) else ""
            del rest[place : place + (1 if equals else 2)]
            break
    if when not in WHEN:
        raise UsageError(PROG, f"`--color` cannot be {quoted(when)}: choose from {', '.join(map(quoted, WHEN))}")
    return shows_color(sys.stdout, when), rest


def _print_text(text: str, color: bool, raw: bool = False) -> None:
    if sys.stdout is None:  # a shell has closed it
        raise InvalidInput("standard output is closed: there is nowhere to write the answer")
    safe = harmless(text)
    if sys.stdout.isatty() and not raw:
        safe = fitted(safe, text_width())
    print(colored(safe) if color else safe)


def _print_help() -> str:
    width = text_width()
    wide = max(map(len, (*modules(), *dict(GENERAL))))
    lines = [f"usage: {PROG} COMMAND …", "", *columns([[ABOUT]], width)]
    for title, group in COMMANDS.items():
        rows = [(f"  {name.ljust(wide)}", what) for name, (_, what) in group.items()]
        lines += ["", title, *columns(rows, width)]
    lines += ["", "General", *columns([(f"  {option.ljust(wide)}", what) for option, what in GENERAL], width)]
    return "\n".join([*lines, "", *columns([[BUGS]], width)])


def _print_version() -> str:
    from squeezelogic.logic.inference.matcher import absence, engine  # noqa: PLC0415 - finding the engine loads it

    why = f" ({absence()})" if absence() else ""
    return f"squeezelogic {__version__}, engine: {engine()}{why}"


def _report_error(error: SqueezelogicError, as_json: bool) -> None:
    """Report an error: on standard error, and as JSON on standard output if JSON was requested."""
    if as_json and sys.stdout is not None:
        print(json.dumps({"error": error_record(error)}, indent=2))
        sys.stdout.flush()
    _print_error(str(error))


def error_record(error: SqueezelogicError) -> dict[str, Any]:
    """An error as JSON data: its class, its message, and every problem."""
    problems: list[dict[str, Any]] = [{"what": str(error)}]
    if isinstance(error, RulebookError):
        keys = ("file", "line", "rule", "what", "suggestion")
        problems = [{key: getattr(problem, key) for key in keys} for problem in error.problems]
    elif isinstance(error, InvalidInput):
        problems = [{"what": problem} for problem in error.problems]
    return {"type": type(error).__name__, "message": str(error), "problems": problems}


def _print_error(what: str) -> None:
    if sys.stderr is not None:
        prefix = "squeezelogic: "
        if shows_color(sys.stderr, "auto"):
            prefix = paint(prefix, "1", "31")
        print(f"{prefix}{harmless(what)}", file=sys.stderr)


def _discard_output() -> None:
    """Discard unwritten output, so that Python does not fail to flush it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
