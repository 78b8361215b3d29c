"""A rulebook for others: `squeezelogic pages` to read it, `squeezelogic vectors` to test another implementation."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from squeezelogic.cli.parser import Parser
from squeezelogic.cli.situation import add_rulebook, chosen
from squeezelogic.logic.model.errors import InvalidInput, printable, quoted


def add_pages(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `pages`."""
    parser = Parser(prog, "Write a rulebook as Markdown pages: one a topic, a rule and a claim.", "FOLDER [options]")
    parser.set_defaults(run=_pages)
    parser.add_argument("folder", metavar="FOLDER", help="where to write, over pages of the same names")
    add_rulebook(parser)
    return parser


def _pages(options: argparse.Namespace) -> str:
    from squeezelogic.logic.pages.all import pages  # noqa: PLC0415 - `vectors` would pay for it

    made, folder = pages(chosen(options)), Path(options.folder)
    try:
        for page in made:
            path = folder / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:  # the latter where no folder can be called so
        why = getattr(error, "strerror", None) or error
        raise InvalidInput(f"cannot write to {quoted(str(folder))}: {why}") from None
    return f"{len(made)} pages, from {printable(str(folder / made[0].path))}"


def add_vectors(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `vectors`."""
    parser = Parser(prog, "Print the cases of a rulebook as JSON: what goes in, and the recommendation.", "[options]")
    parser.set_defaults(run=_vectors)
    add_rulebook(parser)
    return parser


def _vectors(options: argparse.Namespace) -> str:
    from squeezelogic.coaching.vectors import vectors  # noqa: PLC0415 - `pages` would pay for it

    return json.dumps(vectors(chosen(options)), indent=2)
