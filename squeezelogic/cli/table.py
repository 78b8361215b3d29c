"""Decision tables: `squeezelogic table` prints or writes topics as tables, `import` reads one."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from squeezelogic.cli.parser import Parser
from squeezelogic.cli.situation import add_folder, given_paths, in_folder, read_text
from squeezelogic.cli.terminal import columns, grid, text_width
from squeezelogic.logic.model.errors import InvalidInput, RulebookError, grouped, quoted
from squeezelogic.logic.render.markdown import escape, inline_code, table
from squeezelogic.logic.rulebook import Rulebook

if TYPE_CHECKING:
    from squeezelogic.logic.export.tables import Export
    from squeezelogic.logic.export.tabulate import DecisionTable

WIDEST, NARROWEST = 28, 7
"""The width of a cell, in characters."""


def add_table(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `table`."""
    parser = Parser(
        prog,
        "Print a topic as a decision table: rows are merged where the outcome is the same, and together say exactly "
        "what the rules say. What earlier topics conclude is a column, like a fact. In the formats for other programs, "
        f"{', '.join((*WHOLE, *FOLDERS))}, the whole rulebook is written so that these decide alike; `csv` without "
        "`--out`, and `dmn`, have one topic.",
        "[FOLDER] [options]",
        "exit status: 0 it worked, 2 something given cannot be used",
    )
    parser.set_defaults(run=_table)
    add_folder(parser)
    parser.add_argument("--topic", metavar="TOPIC", help="the topic; all of them if left out")
    listed = f"text (if left out), {', '.join(FORMATS[1:])}"
    parser.add_argument("--format", choices=FORMATS, metavar="FORMAT", default="text", help=listed)
    there = f"write there, as UTF-8, and not to the terminal: a folder for {' and '.join(FOLDERS)}"
    parser.add_argument("--out", metavar="PATH", help=there)
    parser.add_argument("--force", action="store_true", help="write over files that are there")
    return parser


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
    write_files({path: f"{text}\n".encode()}, options.force)
    return f"1 file: {path}"


def _to_read(book: Rulebook, options: argparse.Namespace) -> str:
    from squeezelogic.logic.export.tabulate import tabulate  # noqa: PLC0415 - `import` does not need it

    names = [options.topic] if options.topic else [topic.name for topic in book.topics]
    if options.format == "csv" and len(names) > 1:
        raise InvalidInput(
            f"CSV holds one table: name one with `--topic`, {' or '.join(map(quoted, names))}, "
            "or a folder for all of them with `--out`"
        )
    return "\n\n".join(LAYOUTS[options.format](tabulate(book, name)) for name in names)


def _whole(book: Rulebook, options: argparse.Namespace) -> str:
    text = WHOLE[options.format](book, options.topic).rstrip("\n")
    encoding = (sys.stdout.encoding if sys.stdout else "") or "utf-8"
    if not options.out and text.encode(encoding, "replace").decode(encoding) != text:
        raise InvalidInput(f"what is printed as {encoding} would lose letters: name a file with `--out`")
    return text


def _json(book: Rulebook, topic: str | None) -> str:
    from squeezelogic.logic.export.files import as_json  # noqa: PLC0415 - as above
    from squeezelogic.logic.export.tables import export  # noqa: PLC0415

    return as_json(export(book, topic))


def _sql(book: Rulebook, topic: str | None) -> str:
    from squeezelogic.logic.export.sql import script  # noqa: PLC0415 - as above
    from squeezelogic.logic.export.tables import export  # noqa: PLC0415

    return script(export(book, topic))


def _jdm(book: Rulebook, topic: str | None) -> str:
    from squeezelogic.logic.export.jdm import as_jdm  # noqa: PLC0415 - as above

    return as_jdm(book, topic)


def _dmn(book: Rulebook, topic: str | None) -> str:
    from squeezelogic.logic.export.dmn import as_dmn  # noqa: PLC0415 - as above

    names = [topic] if topic else [each.name for each in book.topics]
    if len(names) > 1:
        listed = " or ".join(map(quoted, names))
        raise InvalidInput(f"a DMN document holds one topic: name it with `--topic`, {listed}")
    return "".join(as_dmn(book, name) for name in names)


def _folder(book: Rulebook, options: argparse.Namespace) -> str:
    from squeezelogic.logic.export.tables import export  # noqa: PLC0415 - as above

    if not options.out:
        raise InvalidInput(f"{options.format} is written to a folder: name it with `--out`")
    files = FOLDERS[options.format](export(book, options.topic))
    write_files({Path(options.out) / name: data for name, data in files.items()}, options.force)
    return f"{len(files)} files in {options.out}"


def _csv_files(tables: Export) -> dict[str, bytes]:
    from squeezelogic.logic.export.files import as_csv  # noqa: PLC0415 - as above

    return as_csv(tables)


def _parquet_files(tables: Export) -> dict[str, bytes]:
    from squeezelogic.logic.export.files import as_parquet  # noqa: PLC0415 - as above

    return as_parquet(tables)


def write_files(files: Mapping[Path, bytes], force: bool) -> None:
    """Write files; none of them if one exists already.

    Raises:
        InvalidInput: one exists, and `force` is false; or it cannot be written.
    """
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
        f"{rows} ({fewest}) for the {grouped(found.told_apart)} situations that the rules tell apart",
        f"hit: {found.hit} ({found.policy}); where no row matches, nothing is concluded",
        *dict.fromkeys(row.failure for row in found.rows if row.failure),
    ]


def _text(found: DecisionTable) -> str:
    title = f"{found.topic}: {found.question}" if found.question else found.topic
    width = text_width()
    about = [line for each in _about(found) for line in columns([[each]], width)]
    return "\n".join([*columns([[title]], width), *about, "", *_laid_out(found, width)])


def _laid_out(found: DecisionTable, width: int) -> list[str]:
    """The rows as a table, or one below the other if the terminal is too narrow."""
    rows = [found.head, *found.cells()]
    widths = _fitting([max(len(row[i]) for row in rows) for i in range(len(found.head))], width - 1)
    if widths:
        return grid(rows, widths, len(found.columns))
    lines = []
    for row in rows[1:]:
        named = [(f"  {name}", cell) for name, cell in zip(found.head, row, strict=True) if cell != "–"]
        at = sum(cell != "–" for cell in row[: len(found.columns)])
        wide = max(len(name) for name, _ in named)
        padded = [(name.ljust(wide), cell) for name, cell in named]
        lines += ["when" if at else "always", *columns(padded[:at], width), "then", *columns(padded[at:], width), ""]
    return lines[:-1]


def _fitting(natural: Sequence[int], room: int) -> list[int] | None:
    """The widths of columns that fit side by side, the widest narrowed first; None if they cannot fit."""
    widths = [min(width, WIDEST) for width in natural]
    room -= 2 * (len(widths) - 1) + 1
    while sum(widths) > room:
        longest = max(range(len(widths)), key=widths.__getitem__)
        if widths[longest] <= NARROWEST:
            return None
        widths[longest] -= 1
    return widths


def _markdown(found: DecisionTable) -> str:
    head = [*(escape(column.name) for column in found.columns), *(f"**{escape(slot)}**" for slot in found.slots)]
    title = f"### {escape(found.topic)}" + (f"\n\n{escape(found.question)}" if found.question else "")
    rows = ([cell if cell == "–" else inline_code(cell) for cell in row] for row in found.cells())
    about = ". ".join(line[0].upper() + line[1:] for line in _about(found))
    return f"{title}\n\n{escape(about)}.\n\n{table(head, rows)}"


def _csv(found: DecisionTable) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([found.head, *found.cells()])
    return out.getvalue().rstrip("\n")


LAYOUTS = {"text": _text, "markdown": _markdown, "csv": _csv}
WHOLE = {"sql": _sql, "json": _json, "jdm": _jdm, "dmn": _dmn}
FOLDERS = {"csv": _csv_files, "parquet": _parquet_files}
FORMATS = (*dict.fromkeys((*LAYOUTS, *WHOLE, *FOLDERS)),)
"""Every format: of one topic as text, of the whole rulebook as text, or of the whole rulebook as a folder."""


def add_import(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `import`."""
    parser = Parser(
        prog,
        "Turn a decision table in CSV into a topic, and print it as TOML. The head names attributes of the folder's "
        "vocabulary, then slots; each row is a rule. Cells are those that `table --format csv` writes, or DMN's: "
        "`a, b`, `not(a)`, `< 5`, `[3..7]`, and a dash or nothing for any value.",
        "TABLE.csv FOLDER [options]",
        "example: squeezelogic import prices.csv my-rules --out my-rules/prices.toml",
    )
    parser.set_defaults(run=_import)
    parser.add_argument("table", metavar="TABLE.csv", help="the decision table; - for standard input")
    parser.add_argument("folder", metavar="FOLDER", help="a folder with the `vocabulary.toml` that names its columns")
    parser.add_argument("--topic", metavar="TOPIC", help="the topic's name; the file's name if left out")
    parser.add_argument(
        "--hit",
        choices=("unique", "first", "collect"),
        metavar="HIT",
        default="unique",
        help="unique (if left out): rows that match at once agree, and their points count once; first: an earlier row "
        "overrides a later one; collect: every row that matches adds its points",
    )
    parser.add_argument(
        "--concludes", metavar="SLOT[,SLOT]", help="the slots it fills; those right of the last attribute if left out"
    )
    parser.add_argument("--out", metavar="FILE", help="write there and not to the terminal")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    return parser


def _import(options: argparse.Namespace) -> str:
    from squeezelogic.logic.loading.decision_table import read_table, read_words  # noqa: PLC0415 - only for `import`

    if options.force and not options.out:
        raise InvalidInput("`--force` is about files: name where to write with `--out`")
    with given_paths(options.folder):
        vocabulary = read_words(Path(options.folder))
    topic = options.topic or ("topic" if options.table == "-" else Path(options.table).stem)
    text = read_table(
        read_text(options.table, "a table"), vocabulary, topic, options.hit, *_filled_and_read(options, topic)
    )
    if not options.out:
        return text.rstrip("\n")
    write_files({Path(options.out): text.encode()}, options.force)
    return f"1 file: {options.out}"


def _filled_and_read(options: argparse.Namespace, topic: str) -> tuple[Sequence[str], Sequence[str]]:
    """The known slots of the topic, and those of the folder's other topics."""
    if options.concludes:
        return options.concludes.split(","), ()
    try:
        topics = Rulebook.load(options.folder).topics
    except RulebookError:  # it may have no topic yet
        return (), ()
    mine = [slot for each in topics if each.name == topic for slot in each.concludes]
    return mine, [slot for each in topics if each.name != topic for slot in each.concludes if not mine]
