"""Commands that publish a rulebook: Markdown pages, JavaScript, one HTML page, and test vectors."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from squeezelogic.cli.parser import Parser
from squeezelogic.cli.situation import add_folder, add_rulebook, chosen, in_folder
from squeezelogic.logic.model.errors import InvalidInput, printable, quoted


def add_pages(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `pages`."""
    parser = Parser(prog, "Write a rulebook as Markdown pages: one a topic, a rule and a claim.", "FOLDER [options]")
    parser.set_defaults(run=_run_pages)
    parser.add_argument("folder", metavar="FOLDER", help="where to write, over pages of the same names")
    add_rulebook(parser)
    return parser


def _run_pages(options: argparse.Namespace) -> str:
    from squeezelogic.logic.pages.all import pages  # noqa: PLC0415 - `vectors` does not need it

    book, folder = chosen(options), Path(options.folder)
    with _failing_at(folder):  # before the pages are made, which takes seconds
        folder.mkdir(parents=True, exist_ok=True)
    made = pages(book)
    _write_files({folder / page.path: page.text for page in made})
    return f"{len(made)} pages, from {printable(str(folder / made[0].path))}"


def _write_files(files: Mapping[Path, str]) -> None:
    """Write texts to files.

    Raises:
        InvalidInput: a file cannot be written.
    """
    for path, text in files.items():
        with _failing_at(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _failing_at(path: Path) -> Iterator[None]:
    """Say of an error of the file system which path cannot be written."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: an impossible file name
        why = getattr(error, "strerror", None) or error
        raise InvalidInput(f"cannot write {quoted(str(path))}: {why}") from None


def add_bundle(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `bundle`."""
    about = "Write book.json, squeezelogic.mjs and squeezelogic.d.ts: a rulebook, and a module without dependencies."
    parser = Parser(prog, about, "[FOLDER] --output DIR")
    parser.set_defaults(run=_run_bundle)
    add_folder(parser)
    parser.add_argument("--output", metavar="DIR", required=True, help="where to write, over files of the same names")
    _add_languages(parser)
    return parser


def _add_languages(parser: Parser) -> None:
    listed = "languages besides English, such as de,es; all for every one that the rulebook has"
    parser.add_argument("--language", metavar="CODE[,CODE]", default="", help=listed)


def _list_languages(options: argparse.Namespace) -> list[str]:
    return [code.strip() for code in options.language.split(",") if code.strip()]


def _run_bundle(options: argparse.Namespace) -> str:
    from squeezelogic.coaching.web.bundle import bundle  # noqa: PLC0415 - other commands do not need it

    folder = Path(options.output)
    files = {folder / name: text for name, text in bundle(in_folder(options), _list_languages(options)).items()}
    _write_files(files)
    return "\n".join(f"{printable(str(path))}: {len(text.encode()):,} bytes" for path, text in files.items())


def add_page(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `page`."""
    about = "Write one self-contained HTML page: it asks, answers and explains, without a server or a network."
    parser = Parser(prog, about, "[FOLDER] --output FILE.html")
    parser.set_defaults(run=_run_page)
    add_folder(parser)
    parser.add_argument("--output", metavar="FILE.html", required=True, help="where to write")
    parser.add_argument("--title", help="the heading; the question that it answers if left out")
    _add_languages(parser)
    mapped = parser.add_argument_group("decision map", "shown below the answer")
    mapped.add_argument("--rows", nargs="+", metavar="FACT", help="the facts whose situations make the rows")
    mapped.add_argument("--columns", nargs="+", metavar="FACT", help="those that make the columns")
    mapped.add_argument("--slot", help="the slot in the cells; the first one if left out")
    return parser


def _run_page(options: argparse.Namespace) -> str:
    from squeezelogic.coaching.web.page import page  # noqa: PLC0415 - other commands do not need it

    book, sides = in_folder(options), (options.rows, options.columns)
    if any(sides) != all(sides) or (options.slot and not any(sides)):
        raise InvalidInput("a decision map needs `--rows` and `--columns`")
    maps = [book.map(*sides, options.slot)] if all(sides) else []
    path, text = Path(options.output), page(book, options.title, maps, _list_languages(options))
    _write_files({path: text})
    return f"{printable(str(path))}: {len(text.encode()):,} bytes"


def add_vectors(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `vectors`."""
    parser = Parser(prog, "Print the cases of a rulebook as JSON: what goes in, and the recommendation.", "[options]")
    parser.set_defaults(run=_run_vectors)
    add_rulebook(parser)
    return parser


def _run_vectors(options: argparse.Namespace) -> str:
    from squeezelogic.coaching.vectors import vectors  # noqa: PLC0415 - `pages` does not need it

    return json.dumps(vectors(chosen(options)), indent=2)
