"""`squeezelogic classify`: to which family exercises belong."""

from __future__ import annotations

import argparse
from typing import Any

from squeezelogic.coaching.names import classify
from squeezelogic.logic.model.errors import printable


def add(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "classify",
        help="say to which family exercises belong",
        description="Say of each name whether it is a thrust, a hinge, neither, or ambiguous (open).",
    )
    command.set_defaults(run=_classify)
    command.add_argument("names", metavar="NAME", nargs="+")


def _classify(options: argparse.Namespace) -> str:
    if len(options.names) == 1:
        return classify(options.names[0])
    return "\n".join(f"{classify(name)}\t{printable(name)}" for name in options.names)
