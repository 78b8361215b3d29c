"""`squeezelogic pages`: a rulebook as Markdown to read, one page a rule, a topic and a claim."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from squeezelogic.cli.rulebooks import add_rulebook, chosen
from squeezelogic.logic.model.errors import InvalidInput, printable, quoted
from squeezelogic.logic.pages.all import pages


def add(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "pages",
        help="write a rulebook as Markdown pages",
        description="Write a rulebook as Markdown pages: one a topic, a rule and a claim.",
    )
    command.set_defaults(run=_pages)
    command.add_argument("folder", metavar="FOLDER", help="where to write, over pages of the same names")
    add_rulebook(command)


def _pages(options: argparse.Namespace) -> str:
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
