"""The difference of two rulebooks as a value; `diff.py` computes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import fields, frozen

from squeezelogic.logic.analysis.cells import render_conclusion, render_condition
from squeezelogic.logic.diff.difference_text import UNLISTED, markdown, text
from squeezelogic.logic.model.conditions import Branch
from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Conclusion
from squeezelogic.logic.model.vocabulary import Attribute, Value, as_data


@frozen
class SlotChange:
    """The change of one slot.

    Args:
        slot: the slot; empty if one side gives no answer at all, see `Change.reason`.
        before, after: its values, None for an empty slot; if it accumulates, the elements it loses and gains.
    """

    slot: str
    before: Conclusion | None
    after: Conclusion | None

    def __str__(self) -> str:
        if not self.slot:
            return f"{self.before} → {self.after}"
        if isinstance(self.before, tuple):
            lost = [f"- {render_conclusion(self.before)}"] if self.before else []
            return f"{self.slot}: " + ", ".join(
                [*lost, *([f"+ {render_conclusion(self.after)}"] if self.after else [])]
            )
        return f"{self.slot}: {render_conclusion(self.before)} → {render_conclusion(self.after)}"


@frozen
class Cause:
    """A rule that, in some situation of a change, stands in one rulebook only or concludes something else.

    Args:
        rule, topic: its id, and the name of its topic.
        edit: `added`, `removed`, `changed`, or `same` (the rule is unchanged, but something it depends on is not).
        stands: `before`, `after`, or `both` (in some situations before, in others after); `throughout` if it still
        stands but concludes something else.
    """

    rule: str
    topic: str
    edit: str
    stands: str


@frozen
class Change:
    """Situations in which the same slots change in the same way.

    Args:
        slots: the changes of the slots.
        situations: the number of situations.
        when: conditions of which one passes in exactly these situations; empty if listing them, or those of all
        changes, takes too many steps.
        fewest: whether the number of conditions is proven to be minimal.
        witness: the fewest facts that lead into these situations.
        before, after: all slots that differ for the witness, with their values in the old and the new rulebook.
        causes: the rules that cause the change; empty if finding them takes too many steps.
        reason: why one rulebook gives no answer, if it does not.
        refused: the rulebooks, `old` or `new`, that reject the witness: they lack a value, or require another fact.
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
    """A text or declaration that differs, or that only one rulebook has.

    Args:
        kind: `rule`, `topic`, `advice`, `article`, `claim`; `attribute` or `slot` for a declaration.
        id: its id.
        part: the part of it; empty for the whole.
        before, after: the texts; empty if there is none.
    """

    kind: str
    id: str
    part: str
    before: str
    after: str


@frozen
class Named:
    """The name of a rulebook in a difference."""

    name: str
    version: str
    digest: str

    def __str__(self) -> str:
        return f"`{plain(self.name)}` {plain(self.version)} ({self.digest[:8]})"


@frozen
class Difference:
    """The difference of two rulebooks; false if they decide the same in every situation.

    Args:
        old, new: the rulebooks.
        situations: the number of all situations.
        different: the number of situations with different decisions, as far as they were compared.
        changes: the changes in these situations, grouped by what changes.
        reasons: the number of further situations in which other rules give the same decision.
        rules: the edited rules by id, each `added`, `removed` or `changed`.
        wordings: the differences of texts and declarations.
        unproven: topics too large to compare; the changes and counts above exclude the slots that they may fill.
        attributes: the attributes of both, to render conditions.
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
        """The conditions of a change, one per line."""
        if not change.when:
            yield UNLISTED
        for branch in change.when:
            yield render_condition(self.attributes, branch) or "whatever is given"

    def __str__(self) -> str:
        return text(self)

    def to_markdown(self) -> str:
        """The difference as a comment on a pull request."""
        return markdown(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The difference for a notebook."""
        from squeezelogic.logic.diff.difference_card import render_difference  # noqa: PLC0415 - only notebooks need it

        return render_difference(self)

    def to_dict(self) -> dict[str, Any]:
        """The difference as JSON data; conditions are text."""
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
