"""`squeezelogic check`: prove a rulebook, or show what is wrong with it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from squeezelogic.cli.bar import Bar
from squeezelogic.cli.rulebooks import add_folder, in_folder
from squeezelogic.cli.sarif import sarif
from squeezelogic.logic.analysis.space import Space
from squeezelogic.logic.checks.finding import Finding
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.rulebook import Rulebook

CLEAN, FINDINGS = 0, 1


def add(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "check",
        help="prove a rulebook, or show what is wrong with it",
        description="Prove over all situations that a rulebook has no gap, no conflict, no rule that does nothing, "
        "and that its laws and cases hold; or show each exception, with the fewest facts that bring it about.",
        epilog="exit status: 0 nothing found, 1 something found, 2 the rulebook cannot be read",
    )
    command.set_defaults(run=_check)
    add_folder(command)
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    form.add_argument("--sarif", action="store_true", help="print SARIF 2.1.0 for code hosts")


def _check(options: argparse.Namespace) -> tuple[str, int]:
    book = in_folder(options)
    with Bar(sys.stderr) as bar:
        findings = book.check(progress=bar)
    if options.sarif:
        text = json.dumps(sarif(findings, Path(options.folder or "rules").parent), indent=2)
    elif options.json:
        text = json.dumps(_record(book, findings), indent=2)
    else:
        text = "\n".join([*map(str, findings), _summary(book, findings)])
    return text, FINDINGS if findings else CLEAN


def _situations(book: Rulebook) -> int:
    return Space(book.vocabulary.attributes, {}).size


def _record(book: Rulebook, findings: Sequence[Finding]) -> dict[str, Any]:
    return {
        "rulebook": {"name": book.name, "version": book.version, "digest": book.digest},
        "situations": _situations(book),
        "findings": [finding.to_dict() for finding in findings],
    }


def _summary(book: Rulebook, findings: Sequence[Finding]) -> str:
    counted = {"rule": book.rules, "law": book.laws, "case": book.cases, "waiver": book.waivers}
    whole = ", ".join(_many(len(things), word) for word, things in counted.items())
    found = _many(len(findings), "finding") if findings else "nothing found"
    return f"{quoted(book.name)}: {found} in {whole}, over all {_many(_situations(book), 'situation')}"


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
