"""The parts of a recommendation: advice, reasons, facts, and the names of its fields."""

from __future__ import annotations

import attrs

from squeezelogic.coaching import record
from squeezelogic.coaching.values import DirectionValue, FocusValue, SeverityValue

SCHEMA = "squeezelogic/recommendation/1"

# The slots of a recommendation. Code that shows, exports or compares recommendations derives its lists from these.
SINGLE_SLOTS = ("verdict", "strength", "phase", "effort", "hold_seconds", "breath")
LIST_SLOTS = ("setup", "cues", "avoid", "cautions", "corrections", "notes", "alternatives")
"""The slots that hold one value, and those that hold a list of advice."""
DIRECTION = "direction"
PROGRESSION = {"current": "current_step", "next": "next_step", "criterion": "criterion", "easier": "easier_step"}
TRANSLATION = "_translation"
"""The attribute in which a translated recommendation keeps its `Translation`."""


@attrs.frozen
class Item:
    """One piece of advice: its stable id, its text, the rule that gives it, and a `short` form if there is one.

    Cues carry a `focus` (`internal` or `external`), cautions a `severity` (`info`, `warning` or `critical`),
    corrections the `fault` they correct.
    """

    id: str = record.text(record.NAME)
    text: str = record.text(record.FILLED)
    rule: str = record.text(record.NAME)
    focus: FocusValue | None = record.carried(record.one_of("internal", "external"))
    severity: SeverityValue | None = record.carried(record.one_of("info", "warning", "critical"))
    fault: str | None = record.carried(record.WORD)
    short: str | None = record.optional(leave_out=True, form=record.FILLED)


@attrs.frozen
class Reason:
    """A standing rule: its reason, its claims, its basis, and the claims that dispute it.

    The basis is `stated` (a source says it), `inferred` (it follows from the sources) or `house` (our own policy). The
    claims in `disputed_by` contradict the rule.
    """

    rule: str = record.text(record.NAME)
    topic: str = record.text()
    because: str = record.text()
    claims: tuple[str, ...] = record.many(str)
    basis: str = record.text(record.one_of("stated", "inferred", "house"), kw_only=True)
    disputed_by: tuple[str, ...] = record.many(str, kw_only=True)


@attrs.frozen
class Overruled:
    """A rule that held and was overruled: the rule that overruled it, and the reason of that rule.

    The overruling rule ranks above by its `level` or, on the same level, by an `override`.
    """

    rule: str = record.text(record.NAME)
    topic: str = record.text()
    by: str = record.text(record.NAME)
    ranks_by: str = record.text(record.one_of("level", "override"))
    because: str = record.text()


@attrs.frozen
class Fact:
    """One fact: an attribute and its value (for a set, one element).

    For an unused fact, `meant` is the value that was probably meant, if the rulebook declares it.
    """

    attribute: str = record.text()
    value: str | bool | float = record.scalar()
    meant: str | None = record.optional(leave_out=True)


@attrs.frozen
class Progression:
    """The place of the lifter among the variants, and the direction of the next step.

    Args:
        direction: `advance` (the next step is harder), `hold` (stay until the criterion is met) or `regress` (the next
        step is an easier one to master first); None if no rule gives it.
        current, next, criterion, easier: the current step, the next one, when to take it, and an easier one.
    """

    direction: DirectionValue | None = record.optional(form=record.WORD)
    current: Item | None = record.optional(Item)
    next: Item | None = record.optional(Item)
    criterion: Item | None = record.optional(Item)
    easier: Item | None = record.optional(Item)


@attrs.frozen
class Provenance:
    """The rulebook that made a recommendation."""

    name: str = record.text()
    version: str = record.text()
    digest: str = record.text(record.Form("[0-9a-f]{64}", "64 hexadecimal digits"))
