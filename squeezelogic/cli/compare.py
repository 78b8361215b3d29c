"""Compares rulebooks: `squeezelogic diff` with another one, `squeezelogic mutate` with small changes of itself."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from squeezelogic.cli.parser import Parser, UsageError
from squeezelogic.cli.situation import add_folder, in_folder
from squeezelogic.cli.terminal import Bar
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.rulebook import Rulebook

NOTHING, SOMETHING = 0, 1
DEFAULT = "default"


def add_diff(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `diff`."""
    parser = Parser(
        prog,
        "Compare two rulebooks over all situations: which are decided differently, described by the fewest "
        "conditions, how many they are, and which rules make the difference; or prove that there are none.",
        "[OLD] NEW [options]",
        "exit status: 0 the same is decided in every situation (texts may differ), 1 something else is, "
        "2 a rulebook cannot be read",
    )
    parser.set_defaults(run=_run_diff)
    parser.add_argument(
        "folders", metavar="FOLDER", nargs="+", help=f"OLD and NEW, or NEW alone; `{DEFAULT}` is the default rulebook"
    )
    parser.add_argument("--on-top", action="store_true", help="NEW holds only what it adds to OLD or replaces in it")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    form.add_argument("--markdown", action="store_true", help="print Markdown for a pull request instead of text")
    return parser


def _run_diff(options: argparse.Namespace) -> tuple[str, int]:
    from squeezelogic.logic.diff.diff import diff  # noqa: PLC0415 - `mutate` does not need it

    old, new = _load_two(options.folders)
    book = _load_rulebook(old)
    difference = diff(book, book.extended(new) if options.on_top else _load_rulebook(new))
    if options.json:
        text = json.dumps(difference.to_dict(), indent=2)
    else:
        text = difference.to_markdown() if options.markdown else str(difference)
    return text, SOMETHING if difference else NOTHING


def _load_two(folders: Sequence[str]) -> Sequence[str]:
    if len(folders) > 2:
        raise UsageError("squeezelogic diff", f"{len(folders)} rulebooks are too many: name OLD and NEW")
    return (DEFAULT, *folders)[-2:]


def _load_rulebook(folder: str) -> Rulebook:
    return Rulebook.default() if folder == DEFAULT else Rulebook.load(folder)


def add_mutate(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `mutate`."""
    parser = Parser(
        prog,
        "Break a rulebook in every small way: drop a condition, widen or narrow it, turn it round, move a bound or a "
        "level, drop an override, change a conclusion, drop a rule. What then decides the same in every situation is "
        "left out, and proven to; of the rest, show those that no case, law or check notices.",
        "[FOLDER] [options]",
        "exit status: 0 all are noticed or explained, 1 some are not, 2 the rulebook cannot be read",
    )
    parser.set_defaults(run=_run_mutate)
    add_folder(parser)
    parser.add_argument("--every", metavar="N", type=_read_positive, default=1, help="look at every Nth mutant only")
    parser.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    return parser


def _run_mutate(options: argparse.Namespace) -> tuple[str, int]:
    from squeezelogic.logic.mutation.run import mutate  # noqa: PLC0415 - `diff` does not need it

    book = in_folder(options)
    with Bar(sys.stderr) as bar:
        mutation = mutate(book, bar, options.every)
    text = json.dumps(mutation.to_dict(), indent=2) if options.json else str(mutation)
    return text, SOMETHING if mutation else NOTHING


def _read_positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"give a whole number from 1 on, not {quoted(text)}")
    return number
