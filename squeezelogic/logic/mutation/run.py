"""Runs mutation testing: finds the edits that neither the cases nor the laws nor the checks of a rulebook detect.

All mutants share one space. So the unchanged parts of a mutant are not compiled again, and rulebooks with equal
decisions have equal diagrams. A mutant that decides the same as the rulebook does not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from squeezelogic.logic.analysis.cells import render_conclusion
from squeezelogic.logic.analysis.compiled import Compiled, CompiledTopic
from squeezelogic.logic.analysis.diagrams import NEVER, Node, TooLarge
from squeezelogic.logic.checks import MUTANT, Progress
from squeezelogic.logic.checks import law as law_check
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.diff.difference_text import facts
from squeezelogic.logic.diff.sides import Side
from squeezelogic.logic.explain.prose import counted
from squeezelogic.logic.model.conditions import Clause
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Law, Waiver
from squeezelogic.logic.model.rules import Conclusion, Topic
from squeezelogic.logic.model.vocabulary import Value, as_data
from squeezelogic.logic.mutation.killing import Examples
from squeezelogic.logic.mutation.mutants import Mutant, all_mutants, loaded
from squeezelogic.logic.mutation.wording import Rewording, find_unrecorded, rewordings
from squeezelogic.logic.rulebook import Rulebook


@frozen
class Survivor:
    """A mutant with different decisions that nothing detects.

    Args:
        mutant: the mutant.
        situations: the number of situations with different decisions.
        witness: the fewest facts that show it.
        before: the slots that differ for the witness, in the rulebook.
        after: the same slots, in the mutant.
        reason: why it may survive, if a waiver explains it.
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
        became = ", ".join(
            f"{s}: {render_conclusion(self.before.get(s))} → {render_conclusion(self.after.get(s))}" for s in slots
        )
        where = f"{counted(self.situations, 'situation')}, {facts(self.witness)} for one"
        excuse = f"; explained: {self.reason}" if self.reason else ""
        return f"{place}{subject}: {part}{m.what}\n  changes {where}: {became}{excuse}"

    def to_dict(self) -> dict[str, Any]:
        """The survivor as JSON data."""
        m = self.mutant
        witness = {name: as_data(value) for name, value in self.witness.items()}
        about = {"file": m.file, "line": m.line, "topic": m.topic, "rule": m.rule, "part": m.name, "what": m.what}
        shown = {"situations": self.situations, "witness": witness}
        return {**about, **shown, "before": dict(self.before), "after": dict(self.after), "reason": self.reason}


@frozen
class Mutation:
    """The result of mutation testing; true if it needs attention.

    Args:
        made: the number of tested mutants.
        unloadable: the number of mutants that do not load.
        same: the number of mutants that decide the same as the rulebook in every situation.
        noticed: the number of mutants detected first by a `check`, a `case` or a `law`.
        survivors: the mutants that nothing detected.
        unproven: the number of mutants too large to compare.
        unapplied: waivers that explain no survivor.
        reworded: the number of tested small changes of texts and laws.
        unrecorded: the changes of texts and laws that nothing detects.
        recorded: whether the rulebook records its texts and laws; without a record, nothing detects such changes.
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
        """The survivors that no waiver explains."""
        return tuple(survivor for survivor in self.survivors if not survivor.reason)

    def __bool__(self) -> bool:
        """Whether there are unexplained survivors, unproven mutants, unapplied waivers or unrecorded changes."""
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
        """The counts of mutants on one line, and those of texts and laws on another."""
        by = ", ".join(f"{number:,} by a {what}" for what, number in self.noticed.items())
        explained = len(self.survivors) - len(self.unexplained)
        parts = [
            f"{self.unloadable:,} do not load",
            f"{self.same:,} decide the same",
            f"{sum(self.noticed.values()):,} are noticed ({by})",
            *([f"{self.unproven:,} are too large to compare"] if self.unproven else []),
            f"{len(self.survivors):,} survive" + (f", {explained:,} of them explained" if explained else ""),
        ]
        texts = counted(self.reworded, "small change") + " of texts and laws: "
        if not self.recorded:
            texts += "none would be noticed; `squeezelogic texts --seen > locale/en.seen.toml` records them as they are"
        else:
            texts += f"{self.reworded - len(self.unrecorded):,} are noticed, {len(self.unrecorded):,} survive"
        return f"{counted(self.made, 'mutant')}: " + ", ".join(parts) + (f"\n{texts}" if self.reworded else "")

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON data."""
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


NOTICING = ("check", "case", "law")
SAME, TOO_LARGE = "same", "too large"


def mutate(book: Rulebook, progress: Progress | None = None, every: int = 1) -> Mutation:
    """Run mutation testing on a rulebook.

    Args:
        book: the rulebook.
        progress: called from time to time with the current task, the number of finished steps, and the total.
        every: test only one in this many mutants.
    """
    return _Run(book, progress or (lambda what, done, total: None), every).mutation()


class _Run:
    def __init__(self, book: Rulebook, progress: Progress, every: int) -> None:
        self.book, self.progress = book, progress
        self.made = all_mutants(book)[::every]
        self.reworded = list(rewordings(book))[::every]
        self.loaded = list(loaded(book, self.made, progress))
        self.waivers = [waiver for waiver in book.waivers if waiver.check == MUTANT]
        self.whole = every == 1
        self.base = Compiled(book.vocabulary.attributes, book.topics, self._list_further_clauses())
        for topic in book.topics:
            self.base.add(topic)
        self.known = {compiled.topic.name: compiled for compiled in self.base.topics}
        self.side = Side(self.base)
        self.examples = Examples(book, self.base)
        self.laws = [law for law in book.laws if not self._breaks_law(law, self.base)]

    def _list_further_clauses(self) -> Iterator[Clause]:
        """The clauses of the laws, and those of mutants that the rulebook lacks."""
        known = {rule for topic in self.book.topics for rule in topic.rules}
        for law in self.book.laws:
            yield from law.clauses
        for rule in (rule for _, topics in self.loaded for topic in topics for rule in topic.rules):
            if rule not in known:
                for branch in rule.when:
                    yield from branch

    def verdicts(self) -> Iterator[tuple[Mutant, Compiled, str]]:
        """Each mutant that loads, with what detected it; empty if nothing did."""
        for done, (mutant, topics) in enumerate(self.loaded, 1):
            mutated = self.base.beside()
            yield mutant, mutated, self._find_noticer(mutated, topics) or self._judge_mutant(mutated)
            self.progress("mutants", done, len(self.loaded))

    def mutation(self) -> Mutation:
        """Test all mutants."""
        counts = Counter[str]()
        survivors, unproven = list[Survivor](), list[Mutant]()
        for mutant, mutated, by in self.verdicts():
            counts[by] += 1
            if not by:
                survivors.append(self._make_survivor(mutant, mutated))
            elif by == TOO_LARGE:
                unproven.append(mutant)
        unnoticed = find_unrecorded(self.book)
        return Mutation(
            len(self.made),
            len(self.made) - len(self.loaded),
            counts[SAME],
            FrozenMap({by: counts[by] for by in NOTICING}),
            tuple(survivors),
            len(unproven),
            self._find_unapplied([*(survivor.mutant for survivor in survivors), *unproven]) if self.whole else (),
            len(self.reworded),
            tuple(each for each in self.reworded if each.key in unnoticed),
            self.book.record is not None,
        )

    def _find_unapplied(self, surviving: Sequence[Mutant]) -> tuple[Waiver, ...]:
        """The waivers that explain no mutant that survives or may survive."""
        return tuple(w for w in self.waivers if not any(_is_explained(w, mutant) for mutant in surviving))

    def _find_noticer(self, mutated: Compiled, topics: Sequence[Topic]) -> str:
        """Compile a mutant, topic by topic, until something detects it; a topic that cannot differ is reused."""
        originals = {topic.name: topic for topic in self.book.topics}
        edited = [topic for topic in topics if originals[topic.name] != topic]
        for topic in topics:
            if topic.name not in self.known:
                return TOO_LARGE
            before = self.known[topic.name]
            if topic not in edited and self._reads_the_same(before, mutated):
                mutated.take(before)
                continue
            mutated.add(topic)
            if not mutated.topics or mutated.topics[-1].topic is not topic:
                return TOO_LARGE
            after = mutated.topics[-1]
            if edited == [topic] and _decides_the_same(before, after):
                return SAME
            if by := self._noticed_in(before, after):
                return by
        return ""

    def _noticed_in(self, before: CompiledTopic, after: CompiledTopic) -> str:
        """What detects the change of a topic, if that is known before the other topics are compiled."""
        d = self.base.diagrams
        failing = d.some([*after.conflicts.values(), *after.gaps.values()])
        if d.both(self.base.decided, failing) != NEVER:
            return "check"
        return "case" if self.examples.notice_early(before, after) else ""

    def _reads_the_same(self, topic: CompiledTopic, mutated: Compiled) -> bool:
        slots = [name for name in topic.topic.inputs if name not in self.book.vocabulary.attributes]
        before = [self.base.slots.get(slot, {}) for slot in slots]
        sound = not any(other.conflicts or other.gaps for other in (*self.base.topics, *mutated.topics))
        return sound and before == [mutated.slots.get(slot, {}) for slot in slots]

    def _judge_mutant(self, mutated: Compiled) -> str:
        """What detects a mutant without new failures: a case, a law, or nothing; or that it decides the same."""
        if self.examples.notice(mutated):
            return "case"
        if self._find_changed(mutated) == NEVER:
            return SAME
        return "law" if any(self._breaks_law(law, mutated) for law in self.laws) else ""

    def _find_changed(self, mutated: Compiled) -> Node:
        """The situations with different decisions."""
        d, slots = self.base.diagrams, dict.fromkeys((*self.base.slots, *mutated.slots))
        both = d.both(self.base.decided, mutated.decided)
        apart = [d.without(mutated.decided, self.base.decided)]
        for slot in slots:
            before, after = self.base.slots.get(slot, {}), mutated.slots.get(slot, {})
            for value in dict.fromkeys((*before, *after)):
                was, is_ = before.get(value, NEVER), after.get(value, NEVER)
                if was != is_:
                    apart += [d.both(both, d.without(was, is_)), d.both(both, d.without(is_, was))]
        return d.some(apart)

    def _breaks_law(self, law: Law, compiled: Compiled) -> bool:
        proof = Proof(self.book)
        proof.__dict__["compiled"] = compiled
        try:
            return any(True for _ in law_check.find(proof, law))
        except TooLarge:
            return False

    def _make_survivor(self, mutant: Mutant, mutated: Compiled) -> Survivor:
        changed = self._find_changed(mutated)
        witness = self.base.space.witness(changed) or FrozenMap()
        point = self.base.space.point(self.book.vocabulary.situation(witness))
        slots = dict.fromkeys((*self.base.slots, *mutated.slots))
        was, is_ = self.side.at(point, slots), Side(mutated).at(point, slots)
        apart = [slot for slot in slots if was.get(slot) != is_.get(slot)]
        before, after = ({slot: found[slot] for slot in apart if slot in found} for found in (was, is_))
        reason = next((w.reason for w in self.waivers if _is_explained(w, mutant)), "")
        return Survivor(mutant, self.base.space.count(changed), witness, FrozenMap(before), FrozenMap(after), reason)


def _decides_the_same(before: CompiledTopic, after: CompiledTopic) -> bool:
    """Whether a topic fills its slots as before; then it also fails as before."""
    filled = [
        {(slot, value): node for slot, values in topic.slots.items() for value, node in values.items() if node != NEVER}
        for topic in (before, after)
    ]
    return filled[0] == filled[1]


def _is_explained(waiver: Waiver, mutant: Mutant) -> bool:
    return waiver.rule in ("", mutant.rule) and waiver.topic in ("", mutant.topic) and waiver.name in ("", mutant.name)
