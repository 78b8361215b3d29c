"""Breaks a rulebook in every small way, and finds what neither its cases nor its laws nor its checks notice.

All mutants share one space, so that what a mutant leaves as it was is not worked out again, and that two rulebooks
which decide the same are known by their diagrams. A mutant that decides the same as the rulebook is no mutant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from squeezelogic.logic.checks import law as law_check
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.compiled import Compiled, CompiledTopic
from squeezelogic.logic.diagrams import NEVER, Node, TooLarge
from squeezelogic.logic.frozen import FrozenMap
from squeezelogic.logic.mutants import Mutant, Words, mutants
from squeezelogic.logic.noticing import Examples
from squeezelogic.logic.reading.assemble import in_order
from squeezelogic.logic.reading.collect import Layer, collect, kind_of
from squeezelogic.logic.reading.topics import Draft, Texts, finish, read_draft
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.rules import Conclusion, Topic
from squeezelogic.logic.sides import Side
from squeezelogic.logic.vocabulary import Attribute, Value, Vocabulary

Progress = Callable[[str, int, int], None]
CHECK = "mutant"
NOTICING = ("check", "case", "law")
SAME, TOO_LARGE = "same", "too large"


@frozen
class Survivor:
    """A mutant that decides otherwise, and that nothing notices.

    Args:
        mutant: what was broken.
        situations: in how many situations it decides otherwise.
        witness: the fewest facts that show it.
        before, after: what differs there.
        reason: why it may survive, where a waiver says so.
    """

    mutant: Mutant
    situations: int
    witness: FrozenMap[str, Value]
    before: FrozenMap[str, Conclusion]
    after: FrozenMap[str, Conclusion]
    reason: str = ""


@frozen
class Mutation:
    """What became of all mutants of a rulebook.

    Args:
        made: how many there are.
        unloadable: how many of them do not load.
        same: how many decide the same as the rulebook in every situation.
        killed: by what the others were noticed: `check`, `law` or `case`, and how often.
        survivors: those that were not.
        unproven: how many are too large to compare.
    """

    made: int
    unloadable: int
    same: int
    killed: FrozenMap[str, int]
    survivors: tuple[Survivor, ...]
    unproven: int = 0
    seconds: float = field(default=0.0, eq=False)


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
        self.made = _all_mutants(book)[::every]
        self.loaded = list(_loaded(book, self.made, progress))
        known = {rule: topic for topic in book.topics for rule in topic.rules}
        clauses = [
            *(clause for law in book.laws for clause in law.clauses),
            *(
                clause
                for _, topics in self.loaded
                for topic in topics
                for rule in topic.rules
                if rule not in known
                for branch in rule.when
                for clause in branch
            ),
        ]
        self.base = Compiled(book.vocabulary.attributes, book.topics, clauses)
        for topic in book.topics:
            self.base.add(topic)
        self.known = {compiled.topic.name: compiled for compiled in self.base.topics}
        self.side = Side(self.base)
        self.examples = Examples(book, self.base)
        self.laws = [law for law in book.laws if not self._breaks(law, self.base)]

    def mutation(self) -> Mutation:
        """What becomes of each."""
        counts = Counter[str]()
        survivors = []
        for done, (mutant, topics) in enumerate(self.loaded, 1):
            mutated = self.base.beside()
            by = self._noticed(mutated, topics) or self._judged(mutated)
            counts[by] += 1
            if not by:
                survivors.append(self._survivor(mutant, mutated))
            self.progress("mutants", done, len(self.loaded))
        return Mutation(
            len(self.made),
            len(self.made) - len(self.loaded),
            counts[SAME],
            FrozenMap({by: counts[by] for by in NOTICING}),
            tuple(survivors),
            counts[TOO_LARGE],
        )

    def _noticed(self, mutated: Compiled, topics: Sequence[Topic]) -> str:
        """Compile a mutant, topic by topic, until something is noticed; a topic that cannot differ is taken over."""
        edited = [topic for topic in topics if topic.name not in self.known or self.known[topic.name].topic != topic]
        for topic in topics:
            before = self.known.get(topic.name)
            if before and topic not in edited and self._reads_the_same(before, mutated):
                mutated.take(before)
                continue
            mutated.add(topic)
            if not mutated.topics or mutated.topics[-1].topic is not topic:
                return TOO_LARGE
            after = mutated.topics[-1]
            if before and edited == [topic] and _decides_the_same(before, after):
                return SAME
            if by := self._noticed_in(before, after):
                return by
        return ""

    def _noticed_in(self, before: CompiledTopic | None, after: CompiledTopic) -> str:
        """What notices that a topic has changed, as far as can be told before the others are compiled."""
        d, failures = self.base.diagrams, d_some(self.base, after)
        if d.without(d.both(self.base.decided, failures), after.earlier) != NEVER:
            return "check"
        return "case" if before and self.examples.notice_early(before, after) else ""

    def _reads_the_same(self, topic: CompiledTopic, mutated: Compiled) -> bool:
        slots = [name for name in topic.topic.inputs if name not in self.book.vocabulary.attributes]
        before = [self.base.slots.get(slot, {}) for slot in slots]
        sound = not any(other.conflicts or other.gaps for other in (*self.base.topics, *mutated.topics))
        return sound and before == [mutated.slots.get(slot, {}) for slot in slots]

    def _judged(self, mutated: Compiled) -> str:
        """What notices a mutant: a check, a case, a law, or nothing; or that it is none."""
        if mutated.diagrams.without(self.base.decided, mutated.decided) != NEVER:
            return "check"
        if self.examples.notice(mutated):
            return "case"
        if self._changed(mutated) == NEVER:
            return SAME
        return "law" if any(self._breaks(law, mutated) for law in self.laws) else ""

    def _changed(self, mutated: Compiled) -> Node:
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

    def _breaks(self, law: Any, compiled: Compiled) -> bool:
        proof = Proof(self.book)
        proof.__dict__["compiled"] = compiled
        try:
            return any(True for _ in law_check.find(proof, law))
        except TooLarge:
            return False

    def _survivor(self, mutant: Mutant, mutated: Compiled) -> Survivor:
        changed = self._changed(mutated)
        witness = self.base.space.witness(changed) or FrozenMap()
        point = self.base.space.point(self.book.vocabulary.situation(witness))
        slots = dict.fromkeys((*self.base.slots, *mutated.slots))
        was, is_ = self.side.at(point, slots), Side(mutated).at(point, slots)
        apart = [slot for slot in slots if was.get(slot) != is_.get(slot)]
        before, after = (FrozenMap({slot: found[slot] for slot in apart if slot in found}) for found in (was, is_))
        reason = next((w.reason for w in self.book.waivers if _explains(w, mutant)), "")
        return Survivor(mutant, self.base.space.count(changed), witness, before, after, reason)


def d_some(compiled: Compiled, topic: CompiledTopic) -> Node:
    return compiled.diagrams.some([*topic.conflicts.values(), *topic.gaps.values()])


def _decides_the_same(before: CompiledTopic, after: CompiledTopic) -> bool:
    """Whether a topic fills its slots as before, and fails as before."""
    filled = [
        {(slot, value): node for slot, values in topic.slots.items() for value, node in values.items() if node != NEVER}
        for topic in (before, after)
    ]
    return filled[0] == filled[1] and (before.conflicts, before.gaps) == (after.conflicts, after.gaps)


def _explains(waiver: Any, mutant: Mutant) -> bool:
    return (
        waiver.check == CHECK
        and waiver.rule in ("", mutant.rule)
        and waiver.topic in ("", mutant.topic)
        and waiver.name in ("", mutant.name)
    )


def _all_mutants(book: Rulebook) -> list[tuple[int, int, Mutant]]:
    """Every mutant, with the layer and the place in it of the file it breaks."""
    words = _words(book)
    return [
        (i, j, mutant)
        for i, layer in enumerate(book.layers)
        for j, document in enumerate(layer)
        if kind_of(document.name) == "topics"
        for mutant in mutants(document, words)
    ]


def _words(book: Rulebook) -> Words:
    inputs: dict[str, Attribute] = dict(book.vocabulary.attributes)
    given: dict[str, dict[Any, None]] = {}
    for topic in book.topics:
        inputs.update(topic.inputs)
    for rule in book.rules.values():
        for slot, value in rule.then.items():
            given.setdefault(slot, {}).update(dict.fromkeys(value if isinstance(value, tuple) else (value,)))
    return Words(inputs, book.vocabulary.slots, {slot: list(values) for slot, values in given.items()})


def _loaded(
    book: Rulebook, made: Sequence[tuple[int, int, Mutant]], progress: Progress
) -> Iterator[tuple[Mutant, tuple[Topic, ...]]]:
    """The mutants that load, each with its topics."""
    problems: list[Any] = []
    layers = [tuple(d for d in layer if kind_of(d.name) == "topics") for layer in book.layers]
    places = [[d.name for d in layer] for layer in layers]
    texts = Texts(book.vocabulary, book.advice, book.claims)
    drafts = {name: read_draft(name, entry, texts) for name, entry in collect(layers, problems).topics.items()}
    for done, (i, _, mutant) in enumerate(made, 1):
        problems.clear()
        broken = _replaced(layers, i, places[i].index(mutant.file), mutant)
        entries = collect(broken, problems).topics
        again = [mutant.topic] if len(layers) == 1 else list(entries)
        fresh = {name: read_draft(name, entries[name], texts) for name in again if name in entries}
        topics = _kept(book, fresh) or in_order({**drafts, **fresh}, book.vocabulary, problems)
        if not problems:
            yield mutant, topics
        progress("loading mutants", done, len(made))


def _kept(book: Rulebook, fresh: Mapping[str, Draft]) -> tuple[Topic, ...]:
    """The topics, where fresh drafts read the same words and conclude the same as before; else none."""
    topics = {topic.name: topic for topic in book.topics}
    for name, draft in fresh.items():
        before = topics[name]
        concluded = [{rule.id: rule.then for rule in topic.rules} for topic in (before, draft.topic)]
        if draft.reads != set(before.inputs) or concluded[0] != concluded[1]:
            return ()
        topics[name] = finish(draft, before.inputs)
    return tuple(topics.values())


def _replaced(layers: Sequence[Layer], i: int, j: int, mutant: Mutant) -> list[Layer]:
    layer = layers[i]
    return [*layers[:i], (*layer[:j], mutant.document, *layer[j + 1 :]), *layers[i + 1 :]]
