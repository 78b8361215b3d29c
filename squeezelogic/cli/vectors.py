"""`squeezelogic vectors`: a rulebook's cases as JSON."""

from __future__ import annotations

import argparse
import json
from typing import Any

from squeezelogic.cli.rulebooks import add_rulebook, chosen
from squeezelogic.coaching.vectors import vectors


def add(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "vectors",
        help="print a rulebook's cases as JSON test vectors",
        description="Print the cases of a rulebook as JSON: what goes in, and the recommendation.",
    )
    command.set_defaults(run=_vectors)
    add_rulebook(command)


def _vectors(options: argparse.Namespace) -> str:
    return json.dumps(vectors(chosen(options)), indent=2)
