"""What became of the mutants of a rulebook, as a value."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from squeezelogic.logic.analysis.cells import filled
from squeezelogic.logic.diff.difference_text import facts, many
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Waiver
from squeezelogic.logic.model.rules import Conclusion
from squeezelogic.logic.model.vocabulary import Value, as_data
from squeezelogic.logic.mutation.mutants import Mutant
from squeezelogic.logic.mutation.wording import Rewording


@frozen
class Survivor:
    """A mutant that decides otherwise, and that nothing notices.

    Args:
        mutant: what was broken.
        situations: in how many situations it decides otherwise.
        witness: the fewest facts that show it.
        before: the slots that differ there, as the rulebook has them.
        after: the same slots, as the mutant has them.
        reason: why it may survive, where a waiver says so.
    """

    mutant: Mutant
    situations: int
    witness: FrozenMap[str, Value]
    before: FrozenMap[str, Conclusion]
    after: FrozenMap[str, Conclusion]
    reason: str = ""

    def __str__(self) -> str:
        m = self.mutant
        place = f"{m.file}:{m.line}: " if m.line else f"{m.file}: "
        part = f"{quoted(m.name)}: " if m.name else ""
        subject = f"rule {quoted(m.rule)}" if m.rule else f"topic {quoted(m.topic)}"
        slots = dict.fromkeys((*self.before, *self.after))
        became = ", ".join(f"{s}: {filled(self.before.get(s))} → {filled(self.after.get(s))}" for s in slots)
        where = f"{many(self.situations, 'situation')}, {facts(self.witness)} for one"
        excuse = f"; explained: {self.reason}" if self.reason else ""
        return f"{place}{subject}: {part}{m.what}\n  changes {where}: {became}{excuse}"

    def to_dict(self) -> dict[str, Any]:
        """The survivor as JSON has it."""
        m = self.mutant
        witness = {name: as_data(value) for name, value in self.witness.items()}
        about = {"file": m.file, "line": m.line, "topic": m.topic, "rule": m.rule, "part": m.name, "what": m.what}
        shown = {"situations": self.situations, "witness": witness}
        return {**about, **shown, "before": dict(self.before), "after": dict(self.after), "reason": self.reason}


@frozen
class Mutation:
    """What became of all mutants of a rulebook.

    Args:
        made: how many were looked at.
        unloadable: how many of them do not load.
        same: how many decide the same as the rulebook in every situation.
        noticed: what noticed the others first, and how many: `check`, `case` or `law`.
        survivors: those that nothing noticed.
        unproven: how many are too large to compare.
        unapplied: waivers that explain no survivor.
        reworded: how many small changes of texts and laws were looked at.
        unrecorded: those of them that nothing notices.
        recorded: whether the rulebook keeps a record of its texts and laws; without one, nothing notices any of them.
    """

    made: int
    unloadable: int
    same: int
    noticed: FrozenMap[str, int]
    survivors: tuple[Survivor, ...]
    unproven: int = 0
    unapplied: tuple[Waiver, ...] = ()
    reworded: int = 0
    unrecorded: tuple[Rewording, ...] = ()
    recorded: bool = True

    @property
    def unexplained(self) -> tuple[Survivor, ...]:
        """The survivors that no waiver gives a reason for."""
        return tuple(survivor for survivor in self.survivors if not survivor.reason)

    def __bool__(self) -> bool:
        """Whether there is something to see to."""
        return bool(self.unexplained or self.unproven or self.unapplied or (self.recorded and self.unrecorded))

    def __str__(self) -> str:
        waivers = (
            f"{w.place.file}:{w.place.line}: the waiver of {quoted(str(w))} explains no survivor"
            for w in self.unapplied
        )
        rewordings = map(str, self.unrecorded) if self.recorded else ()
        return "\n".join([*map(str, self.survivors), *waivers, *rewordings, self.summary])

    @property
    def summary(self) -> str:
        """A line of counts, and one of texts and laws."""
        by = ", ".join(f"{number:,} by a {what}" for what, number in self.noticed.items())
        explained = len(self.survivors) - len(self.unexplained)
        parts = [
            f"{self.unloadable:,} do not load",
            f"{self.same:,} decide the same",
            f"{sum(self.noticed.values()):,} are noticed ({by})",
            *([f"{self.unproven:,} are too large to compare"] if self.unproven else []),
            f"{len(self.survivors):,} survive" + (f", {explained:,} of them explained" if explained else ""),
        ]
        texts = many(self.reworded, "small change") + " of texts and laws: "
        if not self.recorded:
            texts += "none would be noticed; `squeezelogic texts --seen > locale/en.seen.toml` records them as they are"
        else:
            texts += f"{self.reworded - len(self.unrecorded):,} are noticed, {len(self.unrecorded):,} survive"
        return f"{many(self.made, 'mutant')}: " + ", ".join(parts) + (f"\n{texts}" if self.reworded else "")

    def to_dict(self) -> dict[str, Any]:
        """The mutation as JSON has it."""
        counts = {name: getattr(self, name) for name in ("made", "unloadable", "same", "unproven", "reworded")}
        return {
            **counts,
            "noticed": dict(self.noticed),
            "survivors": [survivor.to_dict() for survivor in self.survivors],
            "unrecorded": [rewording.to_dict() for rewording in self.unrecorded],
            "unapplied": [
                {
                    "file": w.place.file,
                    "line": w.place.line,
                    "topic": w.topic,
                    "rule": w.rule,
                    "part": w.name,
                    "reason": w.reason,
                }
                for w in self.unapplied
            ],
        }
