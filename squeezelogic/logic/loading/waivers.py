"""Reads `waivers.toml`."""

from __future__ import annotations

from squeezelogic.logic.loading.collect import Entries
from squeezelogic.logic.loading.section import Section
from squeezelogic.logic.model.laws import Waiver


def read_waivers(entries: Entries) -> tuple[Waiver, ...]:
    """Every waiver, in the order written."""
    return tuple(_waiver(section) for section in entries.waivers)


def _waiver(section: Section) -> Waiver:
    section.expect_only(("check", "rule", "topic", "name", "reason"))
    words = {key: section.text(key) for key in ("check", "rule", "topic", "name", "reason")}
    if not words["check"]:
        section.note("no `check`", fix='say which check it is about: check = "redundant"')
    if not (words["rule"] or words["topic"] or words["name"]):
        section.note("the waiver is about nothing", fix="add `rule`, `topic` or `name`")
    if not words["reason"].strip():
        section.note("no `reason`", fix='say why the finding may stay: reason = "…"')
    return Waiver(**words, place=section.place)
