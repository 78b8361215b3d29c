"""The findings of `check` for code hosts: SARIF 2.1.0, and annotations of GitHub workflows."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from attrs import frozen

from squeezelogic.cli.situation import Files, from_here
from squeezelogic.logic.checks import discovered
from squeezelogic.logic.checks.finding import Finding, facts_in_words
from squeezelogic.logic.model.errors import Problem, quoted
from squeezelogic.logic.model.rules import Place
from squeezelogic.logic.rulebook import Rulebook

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ABOUT = "urn:x-squeezelogic:proof"  # SARIF requires an address of the documentation
LOAD = "load"
ABOUT_LOADING = "The files of a rulebook can be read, and what they say fits together."
_BRACKETS = re.compile(r"[\\\[\]]")
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


@frozen
class Spot:
    """A file relative to the current directory, a line of it, and its content."""

    path: Path
    line: int | None = None
    what: str = ""


@frozen
class Entry:
    """One thing to report: a finding of a check, or a problem with reading.

    Args:
        check: the name of the check, or `load`.
        level: `error`, `warning` or `note`.
        text: the problem, with its witness and the likely fix.
        spot: its main place.
        related: further places.
    """

    check: str
    level: str
    text: str
    spot: Spot | None = None
    related: tuple[Spot, ...] = ()


def entries(book: Rulebook, findings: Iterable[Finding], files: Files) -> list[Entry]:
    """Findings, each with the places of all its rules."""
    return [_make_entry(book, finding, files) for finding in findings]


def _make_entry(book: Rulebook, finding: Finding, files: Files) -> Entry:
    shown = "" if finding.witness is None else f" (facts: {facts_in_words(finding.witness)})"
    hint = f"; {finding.hint}" if finding.hint else ""
    spot = _find_spot(Place(finding.file, finding.line), files)
    others = (
        _find_spot(place, files, f"{kind} {quoted(name)}" if name else kind)
        for kind, name, place in related(book, finding)
    )
    text = f"{finding.what}{shown}{hint}"
    return Entry(finding.check, finding.severity, text, spot, tuple(other for other in others if other))


def related(book: Rulebook, finding: Finding) -> list[tuple[str, str, Place]]:
    """Related places of a finding: its rules, and the law or case that an extension breaks; each with id and place."""
    rules = (rule for it in finding.rules if (rule := book.rules.get(it)))
    places = [("rule", rule.id, rule.place) for rule in rules]
    if finding.below:
        places.append((finding.check, finding.name, finding.below))
    return [it for it in places if it[-1] != Place(finding.file, finding.line)]


def unreadable(problems: Iterable[Problem], files: Files) -> list[Entry]:
    """The problems of a rulebook that cannot be loaded."""
    return [_make_problem_entry(problem, files) for problem in problems]


def _make_problem_entry(problem: Problem, files: Files) -> Entry:
    rule = f"rule {quoted(problem.rule)}: " if problem.rule else ""
    fix = f"; {problem.suggestion}" if problem.suggestion else ""
    where = Path(problem.file)
    spot = (
        Spot(from_here(where), problem.line)
        if where.is_file()
        else _find_spot(Place(problem.file, problem.line), files)
    )
    return Entry(LOAD, "error", f"{rule}{problem.what}{fix}", spot)


def _find_spot(place: Place, files: Files, what: str = "") -> Spot | None:
    return Spot(files.find(place.file), place.line, what) if place.file else None


def sarif(found: Sequence[Entry], version: str) -> dict[str, Any]:
    """A SARIF log of one run.

    Args:
        found: the entries.
        version: the version of squeezelogic.
    """
    checks = sorted({entry.check for entry in found})
    driver = {
        "name": "squeezelogic",
        "version": version,
        "semanticVersion": version,
        "informationUri": ABOUT,
        "rules": [_describe_check(check) for check in checks],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_make_result(entry, checks) for entry in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _describe_check(check: str) -> dict[str, Any]:
    module = discovered().get(check)
    about = (module.__doc__ or "").strip().partition("\n")[0] if module else ABOUT_LOADING if check == LOAD else check
    sentence = about if about.endswith(".") else f"{about}."
    return {"id": check, **{key: {"text": sentence} for key in ("shortDescription", "fullDescription", "help")}}


def _make_result(entry: Entry, checks: Sequence[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": entry.check,
        "ruleIndex": checks.index(entry.check),
        "level": entry.level,
        "message": {"text": _end_sentence(entry.text)},
    }
    if entry.spot:
        result["locations"] = [{"physicalLocation": _locate_spot(entry.spot)}]
    if entry.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _locate_spot(spot), "message": {"text": _end_sentence(spot.what)}}
            for number, spot in enumerate(entry.related)
        ]
    return result


def _end_sentence(text: str) -> str:
    whole = _BRACKETS.sub(r"\\\g<0>", text)  # otherwise `[a](b)` would be a link
    return whole if whole.endswith(".") else f"{whole}."


def _locate_spot(spot: Spot) -> dict[str, Any]:
    """A file and a line of it; the first line if none is known, because a location needs a region."""
    uri = spot.path.as_uri() if spot.path.is_absolute() else quote(os.fsencode(spot.path.as_posix()))
    return {"artifactLocation": {"uri": uri}, "region": {"startLine": spot.line or 1}}


def github(found: Iterable[Entry]) -> str:
    """Workflow commands that GitHub shows as annotations of the lines they name."""
    return "\n".join(map(_write_annotation, found))


def _write_annotation(entry: Entry) -> str:
    about = {"file": entry.spot.path.as_posix()} if entry.spot else {}
    if entry.spot and entry.spot.line:
        about["line"] = str(entry.spot.line)
    about["title"] = f"squeezelogic: {entry.check}"
    also = "".join(f"\nsee also {s.path.as_posix()}:{s.line}: {s.what}" for s in entry.related)
    listed = ",".join(f"{key}={_escape_text(value, ':,')}" for key, value in about.items())
    return f"::{_COMMANDS[entry.level]} {listed}::{_escape_text(entry.text + also)}"


def _escape_text(text: str, more: str = "") -> str:
    return "".join(f"%{ord(c):02X}" if c in f"%\r\n{more}" else c for c in text)
