"""`squeezelogic table`: topics as decision tables, to read or to decide by."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from squeezelogic.cli.rulebooks import add_folder, in_folder
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.render.markdown import code, escape, table
from squeezelogic.logic.rulebook import Rulebook

if TYPE_CHECKING:
    from squeezelogic.logic.export.tabulate import DecisionTable

WIDEST = 28


def add(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "table",
        help="print topics as decision tables, or write all as SQL, JSON, CSV or Parquet",
        description="Print a topic as a decision table: rows are merged where the outcome is the same, and together "
        "say exactly what the rules say. What earlier topics conclude is a column, like a fact. As SQL, JSON, Parquet, "
        "or CSV in a folder, the whole rulebook becomes tables with which other programs decide alike.",
        epilog="exit status: 0 it worked, 2 something given cannot be used",
    )
    command.set_defaults(run=_table)
    add_folder(command)
    command.add_argument("--topic", metavar="TOPIC", help="the topic; all of them if left out")
    command.add_argument(
        "--format", choices=dict.fromkeys((*LAYOUTS, *WHOLE, *FOLDERS)), default="text", help="text if left out"
    )
    command.add_argument(
        "--out", metavar="PATH", help="write there, as UTF-8, and not to the terminal: a folder for csv and parquet"
    )
    command.add_argument("--force", action="store_true", help="write over files that are there")


def _table(options: argparse.Namespace) -> str:
    if options.force and not options.out:
        raise InvalidInput("`--force` is about files: name where to write with `--out`")
    book = in_folder(options)
    if options.format in FOLDERS and (options.out or options.format not in LAYOUTS):
        return _folder(book, options)
    text = _whole(book, options) if options.format in WHOLE else _to_read(book, options)
    if not options.out:
        return text
    path = Path(options.out)
    _write({path: f"{text}\n".encode()}, options.force)
    return f"1 file: {path}"


def _to_read(book: Rulebook, options: argparse.Namespace) -> str:
    from squeezelogic.logic.export.tabulate import tabulate  # noqa: PLC0415 - every other command would pay for it

    names = [options.topic] if options.topic else [topic.name for topic in book.topics]
    if options.format == "csv" and len(names) > 1:
        raise InvalidInput(
            f"CSV holds one table: name one with `--topic`, {' or '.join(map(quoted, names))}, "
            "or a folder for all of them with `--out`"
        )
    return "\n\n".join(LAYOUTS[options.format](tabulate(book, name)) for name in names)


def _whole(book: Rulebook, options: argparse.Namespace) -> str:
    from squeezelogic.logic.export.files import as_json  # noqa: PLC0415 - as above
    from squeezelogic.logic.export.sql import script  # noqa: PLC0415
    from squeezelogic.logic.export.tables import export  # noqa: PLC0415

    text = {"json": as_json, "sql": script}[options.format](export(book, options.topic)).rstrip("\n")
    encoding = sys.stdout.encoding or "utf-8"
    if not options.out and text.encode(encoding, "replace").decode(encoding) != text:
        raise InvalidInput(f"what is printed as {encoding} would lose letters: name a file with `--out`")
    return text


def _folder(book: Rulebook, options: argparse.Namespace) -> str:
    from squeezelogic.logic.export.files import as_csv, as_parquet  # noqa: PLC0415 - as above
    from squeezelogic.logic.export.tables import export  # noqa: PLC0415

    if not options.out:
        raise InvalidInput(f"{options.format} is written to a folder: name it with `--out`")
    files = {"csv": as_csv, "parquet": as_parquet}[options.format](export(book, options.topic))
    _write({Path(options.out) / name: data for name, data in files.items()}, options.force)
    return f"{len(files)} files in {options.out}"


def _write(files: Mapping[Path, bytes], force: bool) -> None:
    """Write files; none of them if one is there already."""
    path = next(iter(files))
    try:
        there = [quoted(str(each)) for each in files if each.exists()]
        if there and not force:
            raise InvalidInput(*(f"{each} is there already: `--force` writes over it" for each in there))
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise InvalidInput(f"cannot write {quoted(str(path))}: {error.strerror or error}") from None


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


LAYOUTS = {"text": _text, "markdown": _markdown, "csv": _csv}
WHOLE = ("sql", "json")
FOLDERS = ("csv", "parquet")
