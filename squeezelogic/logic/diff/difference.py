"""What two rulebooks do differently, as a value; `diff.py` finds it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import fields, frozen

from squeezelogic.logic.analysis.cells import filled, phrase
from squeezelogic.logic.diff.difference_text import UNLISTED, markdown, text
from squeezelogic.logic.model.conditions import Branch
from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Conclusion
from squeezelogic.logic.model.vocabulary import Attribute, Value, as_data


@frozen
class SlotChange:
    """What becomes of one slot.

    Args:
        slot: the slot; empty where it is the whole answer that comes or goes, see `Change.reason`.
        before, after: its values, None for an empty slot; where it accumulates, the elements it loses and gains.
    """

    slot: str
    before: Conclusion | None
    after: Conclusion | None

    def __str__(self) -> str:
        if not self.slot:
            return f"{self.before} → {self.after}"
        if isinstance(self.before, tuple):
            lost = [f"- {filled(self.before)}"] if self.before else []
            return f"{self.slot}: " + ", ".join([*lost, *([f"+ {filled(self.after)}"] if self.after else [])])
        return f"{self.slot}: {filled(self.before)} → {filled(self.after)}"


@frozen
class Cause:
    """A rule that somewhere in a change stands in one of the rulebooks only, or concludes something else.

    Args:
        rule, topic: its id, and where it belongs.
        edit: `added`, `removed`, `changed`, or `same` (the rule is as before; what it depends on is not).
        stands: `before`, `after`, or `both` (in some of the situations before, in others after); `throughout`
            if it stands where it stood but concludes something else.
    """

    rule: str
    topic: str
    edit: str
    stands: str


@frozen
class Change:
    """Situations in which the same slots change in the same way.

    Args:
        slots: what changes.
        situations: in how many.
        when: in which: those in which one of these conditions passes, and no others; empty if listing them,
            or those of all changes, takes too many steps.
        fewest: whether it is proven that no fewer conditions describe them.
        witness: the fewest facts that lead there.
        before, after: all slots that differ for the witness, with what either rulebook makes of them.
        causes: the rules that make the difference; empty if finding them takes too many steps.
        reason: where one rulebook gives no answer, why not.
        refused: which rulebook, `old` or `new`, refuses the witness: it lacks a value, or requires another fact.
    """

    slots: tuple[SlotChange, ...]
    situations: int
    when: tuple[Branch, ...]
    fewest: bool
    witness: FrozenMap[str, Value]
    before: FrozenMap[str, Conclusion]
    after: FrozenMap[str, Conclusion]
    causes: tuple[Cause, ...]
    reason: str = ""
    refused: tuple[str, ...] = ()


@frozen
class Wording:
    """Something that is said differently, or that only one of the rulebooks says.

    Args:
        kind: `rule`, `topic`, `advice`, `article`, `claim`; `attribute` or `slot` where it is declared differently.
        id: its id.
        part: which part of it; empty for the whole.
        before, after: the texts; empty where there is none.
    """

    kind: str
    id: str
    part: str
    before: str
    after: str


@frozen
class Named:
    """A rulebook, as a difference names it."""

    name: str
    version: str
    digest: str

    def __str__(self) -> str:
        return f"`{plain(self.name)}` {plain(self.version)} ({self.digest[:8]})"


@frozen
class Difference:
    """What two rulebooks decide and say differently; false if they decide the same in every situation.

    Args:
        old, new: the rulebooks.
        situations: how many situations there are.
        different: in how many of them something else is decided, as far as it was compared.
        changes: these, grouped by what changes.
        reasons: in how many more the same is decided, as far as it was compared, but by other rules.
        rules: what became of rules: each that is `added`, `removed` or `changed`, by id.
        wordings: what is said or declared differently.
        unproven: topics too large to compare; no change and no count above is about a slot that one of them may
            fill.
        attributes: of both, for wording conditions.
    """

    old: Named
    new: Named
    situations: int
    different: int
    changes: tuple[Change, ...]
    reasons: int
    rules: FrozenMap[str, str]
    wordings: tuple[Wording, ...]
    unproven: tuple[str, ...]
    attributes: FrozenMap[str, Attribute]

    def __bool__(self) -> bool:
        return bool(self.changes or self.unproven)

    def of(self, slot: str) -> tuple[Change, ...]:
        """The changes of one slot."""
        return tuple(change for change in self.changes if any(each.slot == slot for each in change.slots))

    def conditions(self, change: Change) -> Iterator[str]:
        """The conditions of a change, a line each."""
        if not change.when:
            yield UNLISTED
        for branch in change.when:
            yield phrase(self.attributes, branch) or "whatever is given"

    def __str__(self) -> str:
        return text(self)

    def to_markdown(self) -> str:
        """The difference as a comment on a pull request."""
        return markdown(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The difference for a notebook."""
        from squeezelogic.logic.diff.card import difference  # noqa: PLC0415 - only a notebook asks

        return difference(self)

    def to_dict(self) -> dict[str, Any]:
        """The difference as JSON has it; conditions are written as lines."""
        record: dict[str, Any] = {
            f.name: _to_json(getattr(self, f.name))
            for f in fields(Difference)
            if f.name not in ("changes", "attributes")
        }
        changes = [{**_to_json(change), "when": list(self.conditions(change))} for change in self.changes]
        return {"same": not self, **record, "changes": changes}


def _to_json(value: Any) -> Any:
    """A frozen value as JSON data."""
    if isinstance(value, FrozenMap):
        return {name: _to_json(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [_to_json(each) for each in value]
    if hasattr(value, "__attrs_attrs__"):
        return {f.name: _to_json(getattr(value, f.name)) for f in fields(type(value)) if f.name != "when"}
    return as_data(value)
