"""Removes the findings that the author has waived, and reports waivers without a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.checks.finding import TOO_LARGE, WAIVER, WARNING, Finding
from squeezelogic.logic.model.errors import did_you_mean, quoted
from squeezelogic.logic.model.laws import Waiver


def apply(findings: Iterable[Finding], waivers: Iterable[Waiver], checks: Iterable[str]) -> Iterator[Finding]:
    """The findings that are not waived, then one finding for each waiver that certainly waives none."""
    unapplied = dict.fromkeys(waivers)
    waiving, known, large = tuple(unapplied), list(checks), list[Finding]()
    for finding in findings:
        if finding.check == TOO_LARGE:
            large.append(finding)
        matching = [waiver for waiver in waiving if waives(waiver, finding)]
        for waiver in matching:
            unapplied.pop(waiver, None)
        if not matching:
            yield finding
    for waiver in unapplied:
        if waiver.check in known and any(waiver.topic in ("", each.topic) or not each.topic for each in large):
            continue  # its finding may be in a topic that was too large
        fix = "leave it out" if waiver.check in known else did_you_mean(waiver.check, known)
        what = f"the waiver of {quoted(str(waiver))} no longer applies"
        rules = (waiver.rule,) if waiver.rule else ()
        yield Finding.at(
            waiver.place,
            WARNING,
            what,
            check=WAIVER,
            topic=waiver.topic,
            rules=rules,
            hint=fix,
            name=waiver.name,
        )


def waives(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver covers a finding."""
    return (
        waiver.check == finding.check
        and (not waiver.rule or waiver.rule in finding.rules)
        and waiver.topic in ("", finding.topic)
        and waiver.name in ("", finding.name, *finding.slots)
    )
