"""Findings as SARIF 2.1.0, which code hosts show beside the lines they are about."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from squeezelogic.logic.checks.finding import Finding, facts_in_words

_BRACKETS = re.compile(r"[\\\[\]]")
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(findings: Iterable[Finding], root: Path) -> dict[str, Any]:
    """A SARIF log of one run.

    Args:
        findings: what was found.
        root: the folder that the findings' files lie beneath, as the reader of the log would write it.
    """
    found = list(findings)
    driver = {"name": "squeezelogic", "rules": [{"id": check} for check in sorted({f.check for f in found})]}
    results = [_result(finding, root) for finding in found]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _result(finding: Finding, root: Path) -> dict[str, Any]:
    shown = "" if finding.witness is None else f" (facts: {facts_in_words(finding.witness)})"
    hint = f"; {finding.hint}" if finding.hint else ""
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "level": finding.severity,
        "message": {"text": _BRACKETS.sub(r"\\\g<0>", f"{finding.what}{shown}{hint}")},  # else `[a](b)` is a link
    }
    if finding.file:
        path = root / finding.file
        uri = path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
        place: dict[str, Any] = {"artifactLocation": {"uri": uri}}
        if finding.line:
            place["region"] = {"startLine": finding.line}
        result["locations"] = [{"physicalLocation": place}]
    return result
