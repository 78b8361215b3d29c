"""`squeezelogic diff`: what two rulebooks decide differently."""

from __future__ import annotations

import argparse
import json
from typing import Any

from squeezelogic.logic.rulebook import Rulebook

SAME, DIFFERENT = 0, 1
DEFAULT = "default"


def add(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "diff",
        help="show what two rulebooks decide differently, or prove that they decide the same",
        description="Compare two rulebooks over all situations: which are decided differently, described by the fewest "
        "conditions, how many they are, and which rules make the difference; or prove that there are none.",
        epilog="exit status: 0 the same is decided in every situation (texts may differ), 1 something else is, "
        "2 a rulebook cannot be read",
    )
    command.set_defaults(run=_diff)
    command.add_argument(
        "old", metavar="OLD", nargs="?", default=DEFAULT, help="a folder; the default rulebook if left out"
    )
    command.add_argument("new", metavar="NEW", help=f"a folder, or `{DEFAULT}`")
    command.add_argument("--on-top", action="store_true", help="NEW holds only what it adds to OLD or replaces in it")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    form.add_argument("--markdown", action="store_true", help="print Markdown for a pull request instead of text")


def _diff(options: argparse.Namespace) -> tuple[str, int]:
    from squeezelogic.logic.diff.diff import diff  # noqa: PLC0415 - every other command would pay for it

    old = _rulebook(options.old)
    difference = diff(old, old.extended(options.new) if options.on_top else _rulebook(options.new))
    if options.json:
        text = json.dumps(difference.to_dict(), indent=2)
    else:
        text = difference.to_markdown() if options.markdown else str(difference)
    return text, DIFFERENT if difference else SAME


def _rulebook(folder: str) -> Rulebook:
    return Rulebook.default() if folder == DEFAULT else Rulebook.load(folder)
