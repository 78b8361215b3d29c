"""`squeezelogic check`: prove a rulebook, or report its defects; with `--watch`, on every save."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import evolve

from squeezelogic import __version__
from squeezelogic.cli.parser import Parser, UsageError
from squeezelogic.cli.report import Entry, entries, github, related, sarif, unreadable
from squeezelogic.cli.situation import Files, add_folder, in_folder
from squeezelogic.cli.terminal import Bar
from squeezelogic.logic.analysis.diagrams import TooLarge
from squeezelogic.logic.analysis.space import Space
from squeezelogic.logic.checks.finding import Finding
from squeezelogic.logic.explain.prose import counted
from squeezelogic.logic.loading.translations import FOLDER as LOCALE
from squeezelogic.logic.model.errors import RulebookError, SqueezelogicError, harmless, quoted
from squeezelogic.logic.model.vocabulary import ORDERED, Attribute
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.equivalence import collect_tests

CLEAN, FINDINGS, UNREADABLE = 0, 1, 2
FORMATS = ("text", "json", "sarif", "github")
PAUSE = 0.5

State = frozenset[tuple[str, int, int]]


def add_check(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `check`."""
    parser = Parser(
        prog,
        "Prove over all situations that a rulebook has no gap, no conflict, no rule that does nothing, and that its "
        "laws and cases hold; or show each exception, with the fewest facts that bring it about.",
        "[FOLDER] [options]",
        "exit status: 0 nothing found, 1 something found, 2 the rulebook cannot be read",
    )
    parser.set_defaults(run=_run_check, format="text")
    add_folder(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--format", choices=FORMATS, metavar="FORMAT", help="text (if left out), json, sarif or github")
    form.add_argument("--json", action="store_true", help="the same as --format json")
    form.add_argument(
        "--sarif", action="store_const", dest="format", const="sarif", help="the same as --format sarif: SARIF 2.1.0"
    )
    parser.add_argument("--lint", action="store_true", help="look also for what is often an oversight")
    parser.add_argument("--watch", action="store_true", help="check again whenever a file of FOLDER is saved")
    return parser


def _run_check(options: argparse.Namespace) -> tuple[str, int]:
    if options.json:
        options.format = "json"
    options.json = options.format != "text"  # output for programs is printed unchanged
    if options.watch:
        return _watch_folder(options)
    return _check_once(options)


def _check_once(options: argparse.Namespace) -> tuple[str, int]:
    files = Files(options.folder, options.on_top)
    if options.format == "text":
        book, findings = _find_findings(options)
        lines = (_in_text(book, finding, files) for finding in findings)
        return "\n".join([*lines, _summarize(book, findings)]), FINDINGS if findings else CLEAN
    try:
        book, findings = _find_findings(options)
    except RulebookError as error:
        if options.format == "json":
            raise
        return _render_report(options.format, unreadable(error.problems, files)), UNREADABLE
    if options.format == "json":
        text = json.dumps(_make_record(book, findings, files), indent=2)
    else:
        text = _render_report(options.format, entries(book, findings, files))
    return text, FINDINGS if findings else CLEAN


def _find_findings(options: argparse.Namespace) -> tuple[Rulebook, Sequence[Finding]]:
    book = in_folder(options)
    with Bar(sys.stderr) as bar:
        return book, book.check(progress=bar, lint=options.lint)


def _render_report(form: str, found: Sequence[Entry]) -> str:
    return json.dumps(sarif(found, __version__), indent=2) if form == "sarif" else github(found)


def _watch_folder(options: argparse.Namespace) -> tuple[str, int]:
    """Check again on every change, until interrupted; the exit status is that of the last result."""
    if options.folder is None:
        raise UsageError("squeezelogic check", "`--watch` needs a folder")
    text, status = "", CLEAN
    try:
        for _ in changes(Path(options.folder)):
            try:
                text, status = _check_once(options)
            except SqueezelogicError as error:
                text, status = str(error), UNREADABLE
            refresh_schemas(options)
            sys.stdout.write(f"[{time.strftime('%H:%M:%S')}]\n{harmless(text)}\n\n")
            sys.stdout.flush()
    except KeyboardInterrupt:
        pass
    return "stopped", status


def refresh_schemas(options: argparse.Namespace) -> None:
    """Update the schemas of a folder, if it has some, so that editors know its vocabulary."""
    from squeezelogic.cli.author import SCHEMAS, write_schemas  # noqa: PLC0415 - checking alone does not need it
    from squeezelogic.logic.export.schemas import schemas  # noqa: PLC0415

    if (Path(options.folder) / SCHEMAS).is_dir():
        with suppress(SqueezelogicError, OSError):
            write_schemas(Path(options.folder), schemas(in_folder(options)))


def changes(folder: Path, wait: Callable[[], None] = lambda: time.sleep(PAUSE)) -> Iterator[State]:
    """The state of a folder's TOML files: once at first, then after each change.

    Args:
        folder: the folder.
        wait: called between two reads of the folder.
    """
    before: State | None = None
    while True:
        now = _read_state(folder)
        if now != before:
            before = now
            yield now
        wait()


def _read_state(folder: Path) -> State:
    """Name, time and size of each file; a file that disappears in the meantime counts as removed."""
    found = set()
    for path in (*folder.glob("*.toml"), *folder.glob(f"{LOCALE}/*.toml")):
        try:
            status = path.stat()
        except OSError:
            continue
        found.add((str(path.relative_to(folder)), status.st_mtime_ns, status.st_size))
    return frozenset(found)


def _count_situations(book: Rulebook) -> int | None:
    """The number of situations; None if it is not known."""
    attributes, tests = book.vocabulary.attributes, collect_tests(book.rules.values())
    try:
        return Space(attributes, {name: each for name, each in tests.items() if _is_endless(attributes, name)}).size
    except TooLarge:
        return None


def _is_endless(attributes: Mapping[str, Attribute], name: str) -> bool:
    """Whether an attribute has infinitely many values; for these, classes that rules tell apart are counted."""
    if name not in attributes or attributes[name].type not in ORDERED:
        return False
    one = attributes[name]
    return one.type == "number" or one.at_least is None or one.at_most is None


def _in_text(book: Rulebook, finding: Finding, files: Files) -> str:
    """A finding as text, with the places of its rules that are in other folders."""
    folder = finding.file.rpartition("/")[0]
    others = (place for *_, place in related(book, finding) if place.file.rpartition("/")[0] != folder)
    also = "".join(f"; see also {files.as_given(place.file)}:{place.line}" for place in others)
    return f"{evolve(finding, file=files.as_given(finding.file))}{also}"


def _make_record(book: Rulebook, findings: Sequence[Finding], files: Files) -> dict[str, Any]:
    def tell(finding: Finding) -> dict[str, Any]:
        also = [
            {kind: name, "file": files.as_given(place.file), "line": place.line}
            for kind, name, place in related(book, finding)
        ]
        return {**finding.to_dict(), "file": files.as_given(finding.file), "related": also}

    return {
        "rulebook": {"name": book.name, "version": book.version, "digest": book.digest},
        "situations": _count_situations(book),
        "findings": list(map(tell, findings)),
    }


def _summarize(book: Rulebook, findings: Sequence[Finding]) -> str:
    parts = {"rule": book.rules, "law": book.laws, "case": book.cases, "waiver": book.waivers}
    whole = ", ".join(counted(len(things), word) for word, things in parts.items())
    found = counted(len(findings), "finding") if findings else "nothing found"
    situations = _count_situations(book)
    return f"{quoted(book.name)}: {found} in {whole}" + (
        "" if situations is None else f", over all {counted(situations, 'situation')}"
    )
