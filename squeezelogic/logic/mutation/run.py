"""Breaks a rulebook in every small way, and finds what neither its cases nor its laws nor its checks notice.

All mutants share one space, so that what a mutant leaves as it was is not worked out again, and that two rulebooks
which decide the same are known by their diagrams. What decides the same as the rulebook counts as no mutant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from squeezelogic.logic.analysis.compiled import Compiled, CompiledTopic
from squeezelogic.logic.analysis.diagrams import NEVER, Node, TooLarge
from squeezelogic.logic.checks import MUTANT, Progress
from squeezelogic.logic.checks import law as law_check
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.diff.sides import Side
from squeezelogic.logic.model.conditions import Clause
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Law, Waiver
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.mutation.breaking import all_mutants, loaded
from squeezelogic.logic.mutation.killing import Examples
from squeezelogic.logic.mutation.mutants import Mutant
from squeezelogic.logic.mutation.surviving import Mutation, Survivor
from squeezelogic.logic.mutation.wording import find_unrecorded, rewordings
from squeezelogic.logic.rulebook import Rulebook

NOTICING = ("check", "case", "law")
SAME, TOO_LARGE = "same", "too large"


def mutate(book: Rulebook, progress: Progress | None = None, every: int = 1) -> Mutation:
    """Break a rulebook in every small way, and see what notices.

    Args:
        book: the rulebook.
        progress: called now and then with what is being done, how many steps are done, and how many there are.
        every: look at every so many mutants only.
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
        """What the laws ask, and whatever the mutants ask that the rulebook does not."""
        known = {rule for topic in self.book.topics for rule in topic.rules}
        for law in self.book.laws:
            yield from law.clauses
        for rule in (rule for _, topics in self.loaded for topic in topics for rule in topic.rules):
            if rule not in known:
                for branch in rule.when:
                    yield from branch

    def verdicts(self) -> Iterator[tuple[Mutant, Compiled, str]]:
        """Each mutant that loads, with what noticed it: nothing, where the last is empty."""
        for done, (mutant, topics) in enumerate(self.loaded, 1):
            mutated = self.base.beside()
            yield mutant, mutated, self._find_noticer(mutated, topics) or self._judge_mutant(mutated)
            self.progress("mutants", done, len(self.loaded))

    def mutation(self) -> Mutation:
        """What becomes of them all."""
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
        """The waivers of no mutant that survives or, for all that is known, may."""
        return tuple(w for w in self.waivers if not any(_is_explained(w, mutant) for mutant in surviving))

    def _find_noticer(self, mutated: Compiled, topics: Sequence[Topic]) -> str:
        """Compile a mutant, topic by topic, until something is noticed; a topic that cannot differ is taken over."""
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
        """What notices that a topic has changed, as far as can be told before the others are compiled."""
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
        """What notices a mutant none of whose topics fails anew: a case, a law, or nothing; or that it is none."""
        if self.examples.notice(mutated):
            return "case"
        if self._find_changed(mutated) == NEVER:
            return SAME
        return "law" if any(self._breaks_law(law, mutated) for law in self.laws) else ""

    def _find_changed(self, mutated: Compiled) -> Node:
        """The situations in which the mutant decides otherwise."""
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
    """Whether a topic fills its slots as before; then it fails as before, since it fails by what fills them."""
    filled = [
        {(slot, value): node for slot, values in topic.slots.items() for value, node in values.items() if node != NEVER}
        for topic in (before, after)
    ]
    return filled[0] == filled[1]


def _is_explained(waiver: Waiver, mutant: Mutant) -> bool:
    return waiver.rule in ("", mutant.rule) and waiver.topic in ("", mutant.topic) and waiver.name in ("", mutant.name)
