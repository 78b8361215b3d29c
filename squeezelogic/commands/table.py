"""`squeezelogic table`: a topic as a decision table."""

from __future__ import annotations

import argparse
import csv
import io
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from squeezelogic.commands.rulebooks import add_folder, in_folder
from squeezelogic.logic.errors import InvalidInput, quoted
from squeezelogic.logic.pages.markdown import code, escape, table

if TYPE_CHECKING:
    from squeezelogic.logic.tabulate import DecisionTable

WIDEST = 28


def add(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "table",
        help="print a topic as a decision table",
        description="Print a topic as a decision table: rows are merged where the outcome is the same, and together "
        "say exactly what the rules say. What earlier topics conclude is a column, like a fact.",
    )
    command.set_defaults(run=_table)
    add_folder(command)
    command.add_argument("--topic", metavar="TOPIC", help="the topic; all of them if left out")
    command.add_argument("--format", choices=("text", "markdown", "csv"), default="text", help="text if left out")


def _table(options: argparse.Namespace) -> str:
    from squeezelogic.logic.tabulate import tabulate  # noqa: PLC0415 - every other command would pay for it

    book = in_folder(options)
    names = [options.topic] if options.topic else [topic.name for topic in book.topics]
    if options.format == "csv" and len(names) > 1:
        raise InvalidInput(f"CSV holds one table: name one with `--topic`, {' or '.join(map(quoted, names))}")
    layout = {"text": _text, "markdown": _markdown, "csv": _csv}[options.format]
    return "\n\n".join(layout(tabulate(book, name)) for name in names)


def _about(found: DecisionTable) -> list[str]:
    rows = f"{len(found.rows):,} row" + ("" if len(found.rows) == 1 else "s")
    fewest = "no fewer do" if found.fewest else "perhaps fewer do"
    return [
        f"{rows} ({fewest}) for the {found.told_apart:,} situations that the rules tell apart",
        f"hit: {found.hit} ({found.policy}); where no row matches, nothing is concluded",
        *dict.fromkeys(row.failure for row in found.rows if row.failure),
    ]


def _text(found: DecisionTable) -> str:
    title = f"{found.topic}: {found.question}" if found.question else found.topic
    inputs = len(found.columns)
    rows = [[wrap(cell, WIDEST, break_on_hyphens=False) for cell in row] for row in [found.head, *found.cells()]]
    widths = [max((len(line) for row in rows for line in row[i]), default=0) for i in range(len(found.head))]
    lines = []
    for number, row in enumerate(rows):
        for parts in zip_longest(*row, fillvalue=""):
            padded = [part.ljust(width) for part, width in zip(parts, widths, strict=True)]
            lines.append(("  ".join(padded[:inputs]) + " │ " + "  ".join(padded[inputs:])).rstrip())
        if not number or any(len(cell) > 1 for cell in row):
            lines.append(
                "  ".join("─" * width for width in widths[:inputs])
                + "─┼─"
                + "  ".join("─" * width for width in widths[inputs:])
            )
    return "\n".join([title, *_about(found), "", *lines])


def _markdown(found: DecisionTable) -> str:
    head = [*(escape(column.name) for column in found.columns), *(f"**{escape(slot)}**" for slot in found.slots)]
    title = f"### {escape(found.topic)}" + (f"\n\n{escape(found.question)}" if found.question else "")
    rows = ([cell if cell == "–" else code(cell) for cell in row] for row in found.cells())
    about = ". ".join(line[0].upper() + line[1:] for line in _about(found))
    return f"{title}\n\n{escape(about)}.\n\n{table(head, rows)}"


def _csv(found: DecisionTable) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([found.head, *found.cells()])
    return out.getvalue().rstrip("\n")
