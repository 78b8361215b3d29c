"""`squeezelogic mutate`: break a rulebook in every small way, and show what nothing notices."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from squeezelogic.cli.bar import Bar
from squeezelogic.cli.rulebooks import add_folder, in_folder
from squeezelogic.logic.model.errors import quoted

NONE, SOME = 0, 1


def add(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "mutate",
        help="break a rulebook in every small way, and show what its cases and laws do not notice",
        description="Break a rulebook in every small way: drop a condition, widen or narrow it, turn it round, move a "
        "bound or a level, drop an override, change a conclusion, drop a rule. What then decides the same in every "
        "situation is left out, and proven to; of the rest, show those that no case, law or check notices.",
        epilog="exit status: 0 all are noticed or explained, 1 some are not, 2 the rulebook cannot be read",
    )
    command.set_defaults(run=_mutate)
    add_folder(command)
    command.add_argument("--every", metavar="N", type=_positive, default=1, help="look at every Nth mutant only")
    command.add_argument("--json", action="store_true", help="print JSON for programs instead of text")


def _mutate(options: argparse.Namespace) -> tuple[str, int]:
    from squeezelogic.logic.mutation.run import mutate  # noqa: PLC0415 - every other command would pay for it

    book = in_folder(options)
    with Bar(sys.stderr) as bar:
        mutation = mutate(book, bar, options.every)
    text = json.dumps(mutation.to_dict(), indent=2) if options.json else str(mutation)
    return text, SOME if mutation else NONE


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"give a whole number from 1 on, not {quoted(text)}")
    return number
