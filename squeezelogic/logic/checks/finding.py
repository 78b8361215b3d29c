"""The findings of checks."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Place
from squeezelogic.logic.model.vocabulary import Value, as_data

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)
TOO_LARGE = "too_large"
"""The name of findings about subjects that were too large for a check."""
WAIVER = "waiver"
"""The name of findings about waivers without a use."""


@frozen
class Finding:
    """One defect of a rulebook.

    Args:
        check: the name of the check.
        severity: `error` (a situation without a unique answer, or a law or a case that fails), `warning` or `note`.
        topic: the topic that contains it, if any.
        rules: ids of the rules concerned.
        witness: the fewest facts that show it, for `Rulebook.decide`; None if no situation can.
        hint: the likely remedy.
        file, line: its place.
        what: the defect, as a sentence without a full stop.
        name: its subject, if that is not a rule: a slot, an attribute, an advice, a claim, a law.
        slots: all slots concerned, if there are several; `name` is the first of them.
        below: the place of the law or case that an extension breaks; `file` and `line` are those of the extension.
    """

    check: str
    severity: str
    topic: str = ""
    rules: tuple[str, ...] = ()
    witness: FrozenMap[str, Value] | None = None
    hint: str = ""
    file: str = ""
    line: int | None = None
    what: str = field(default="", kw_only=True)
    name: str = field(default="", kw_only=True)
    slots: tuple[str, ...] = field(default=(), kw_only=True)
    below: Place | None = field(default=None, kw_only=True)

    @classmethod
    def at(cls, place: Place, severity: str, what: str, check: str = "", **more: Any) -> Finding:
        """A finding at a place in a file; one of a check module gets the name of the module."""
        return cls(check, severity, what=what, file=place.file, line=place.line, **more)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        shown = "" if self.witness is None else f" (facts: {facts_in_words(self.witness)})"
        return f"{place}{self.severity}: {self.check}: {self.what}{shown}" + (f"; {self.hint}" if self.hint else "")

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON data."""
        witness = None if self.witness is None else {name: as_data(value) for name, value in self.witness.items()}
        return {
            "check": self.check,
            "severity": self.severity,
            "what": self.what,
            "topic": self.topic,
            "rules": list(self.rules),
            "name": self.name,
            "slots": list(self.slots),
            "witness": witness,
            "hint": self.hint,
            "file": self.file,
            "line": self.line,
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The finding for a notebook."""
        from squeezelogic.logic.checks.finding_card import render_finding  # noqa: PLC0415 - only notebooks need it

        return render_finding(self)


def facts_in_words(facts: FrozenMap[str, Value]) -> str:
    """`leaf = green, extras = lemon, milk`, or that none are needed."""
    return ", ".join(f"{name} = {plain(value)}" for name, value in facts.items()) or "none given"
