"""The parts of a recommendation: pieces of advice, reasons, facts, and the names of its fields."""

from __future__ import annotations

import attrs

from squeezelogic.coaching import record
from squeezelogic.coaching.values import DirectionValue, FocusValue, SeverityValue

SCHEMA = "squeezelogic/recommendation/1"
VALUES = ("verdict", "strength", "phase", "effort", "hold_seconds", "breath")
LISTS = ("setup", "cues", "avoid", "cautions", "corrections", "notes", "alternatives")
DIRECTION = "direction"
PROGRESSION = {"current": "current_step", "next": "next_step", "criterion": "criterion", "easier": "easier_step"}


@attrs.frozen
class Item:
    """One piece of advice: its stable id, its text, the rule that gives it, and a `short` form where there is one.

    Cues carry a `focus` (`internal` or `external`), cautions a `severity` (`info`, `warning` or `critical`),
    corrections the `fault` they answer.
    """

    id: str = record.text(record.NAME)
    text: str = record.text(record.FILLED)
    rule: str = record.text(record.NAME)
    focus: FocusValue | None = record.carried(record.one_of("internal", "external"))
    severity: SeverityValue | None = record.carried(record.one_of("info", "warning", "critical"))
    fault: str | None = record.carried(record.WORD)
    short: str | None = record.optional(leave_out=True, form=record.FILLED)

    kept_json, kept_plain = record.kept_json, record.kept_plain


@attrs.frozen
class Reason:
    """A rule that stands: why it says what it says, the claims it rests on, its basis, and the claims that dispute it.

    The basis is `stated` (a source says it), `inferred` (it follows) or `house` (our own policy). What `disputed_by`
    names are claims that pull the other way.
    """

    rule: str = record.text(record.NAME)
    topic: str = record.text()
    because: str = record.text()
    claims: tuple[str, ...] = record.many(str)
    basis: str = record.text(record.one_of("stated", "inferred", "house"), kw_only=True)
    disputed_by: tuple[str, ...] = record.many(str, kw_only=True)

    kept_json, kept_plain = record.kept_json, record.kept_plain


@attrs.frozen
class Overruled:
    """A rule that held and lost: by which rule, what ranks that one above it, and that one's own reason.

    What ranks it above is its `level`, or, on the same level, an `override`.
    """

    rule: str = record.text(record.NAME)
    topic: str = record.text()
    by: str = record.text(record.NAME)
    ranks_by: str = record.text(record.one_of("level", "override"))
    because: str = record.text()

    kept_json, kept_plain = record.kept_json, record.kept_plain


@attrs.frozen
class Fact:
    """One fact: an attribute (or, of a set, one element) and its value.

    Of one that makes no difference here, `meant` is the value that was probably meant, where the rulebook says so.
    """

    attribute: str = record.text()
    value: str | bool | float = record.scalar()
    meant: str | None = record.optional(leave_out=True)


@attrs.frozen
class Progression:
    """Where the lifter stands among the variants, and which way it goes.

    Args:
        direction: `advance` (the next step is harder), `hold` (stay, and the criterion says how it goes on) or
            `regress` (the next step is an easier one to own first); None where no rule says.
        current, next, criterion, easier: this step, the next, when to take it, and an easier one.
    """

    direction: DirectionValue | None = record.optional(form=record.WORD)
    current: Item | None = record.optional(Item)
    next: Item | None = record.optional(Item)
    criterion: Item | None = record.optional(Item)
    easier: Item | None = record.optional(Item)


@attrs.frozen
class Provenance:
    """Which rulebook spoke."""

    name: str = record.text()
    version: str = record.text()
    digest: str = record.text(record.Form("[0-9a-f]{64}", "64 hexadecimal digits"))

    kept_json, kept_plain = record.kept_json, record.kept_plain
