"""Compares the decisions of two rulebooks over all situations, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from squeezelogic.logic.analysis.covers import cover
from squeezelogic.logic.analysis.diagrams import NEVER, Node, TooLarge
from squeezelogic.logic.diff.causes import Region, causes
from squeezelogic.logic.diff.difference import Cause, Change, Difference, Named, SlotChange, Wording
from squeezelogic.logic.diff.sides import ANSWER, NO_ANSWER, Pair
from squeezelogic.logic.model.conditions import Branch
from squeezelogic.logic.model.errors import InvalidInput, plain
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook

PARTS: dict[str, tuple[str, ...]] = {
    "attribute": (
        *("of", "type", "values", "at_least", "at_most", "required", "implies"),
        *("ask", "tell", "label", "labels", "change", "meant"),
    ),
    "slot": ("type", "values", "carries", "sums", "label", "labels"),
    "topic": ("question",),
    "rule": ("title", "because", "claims", "basis", "disputed_by"),
    "advice": ("text", "carries", "short", "rank"),
    "article": ("title", "author", "date", "url", "doi", "accessed", "evidence"),
    "claim": ("article", "section", "gist", "kind", "family", "disputes"),
}
WHOLE = {
    "attribute": "type",
    "slot": "type",
    "topic": "question",
    "advice": "text",
    "article": "title",
    "claim": "gist",
}


def wordings(old: Rulebook, new: Rulebook) -> tuple[Wording, ...]:
    """All differences of wording, by kind, in the new rulebook's order; without added and removed rules."""
    kinds = zip(PARTS, _list_tables(old), _list_tables(new), strict=True)
    return tuple(wording for kind, before, after in kinds for wording in _compare_tables(kind, before, after))


def _list_tables(book: Rulebook) -> list[Mapping[str, Any]]:
    topics = {topic.name: topic for topic in book.topics}
    vocabulary = book.vocabulary
    return [vocabulary.attributes, vocabulary.slots, topics, book.rules, book.advice, book.articles, book.claims]


def _compare_tables(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Wording]:
    for name in dict.fromkeys((*after, *before)):
        if name in before and name in after:
            for part in PARTS[kind]:
                was, is_ = (_render_value(getattr(each[name], part)) for each in (before, after))
                if was != is_:
                    yield Wording(kind, name, part, was, is_)
        elif kind in WHOLE:
            was, is_ = (
                _render_value(getattr(each[name], WHOLE[kind])) if name in each else "" for each in (before, after)
            )
            yield Wording(kind, name, "", was, is_)


def _render_value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_render_value(each)}" for key, each in value.items())
    return value if isinstance(value, str) else plain(value)


SIDES = ("old", "new")
STEPS_TO_COMPARE = 100_000
"""The most steps to compare one topic and explain its changes; a larger topic is reported as not compared."""
STEPS_TO_DESCRIBE = 100_000
"""The most steps for the conditions of one change."""
STEPS_TO_DESCRIBE_ALL = 500_000
"""The most steps for the conditions of all changes; smaller diagrams come first."""


def diff(old: Rulebook, new: Rulebook) -> Difference:
    """Compare a new rulebook with an old one, exactly, over all situations.

    A decision here is the content of the slots: one value, or a set of elements (without their order). A rulebook
    ignores attributes and values that only the other one declares. A gap or a conflict is an outcome like any other. A
    topic that takes too many steps to compare is named and left out; the result is exact for all others.

    Args:
        old: the old rulebook.
        new: the new rulebook.

    Raises:
        InvalidInput: the rulebooks have different declarations of one name, or too many attributes imply one another.
    """
    try:
        pair = Pair(old, new, STEPS_TO_COMPARE)
    except TooLarge:
        raise InvalidInput("the rulebooks are too large to compare: too many attributes imply one another") from None
    return _Comparison(pair, STEPS_TO_COMPARE).difference()


Group = tuple[str, ...]
Found = tuple[Node, list[SlotChange]]
Facts = FrozenMap[str, Value]


class _Comparison:
    """The results of comparing a pair; only complete results are stored.

    Args:
        pair: two rulebooks.
        steps: the limit of steps for each topic.
        declined: topics that exceed the limit.
    """

    def __init__(self, pair: Pair, steps: int, declined: Iterable[str] = ()) -> None:
        self.pair, self.space, self.d, self.steps = pair, pair.space, pair.d, steps
        self.declined, self.stale = set(declined), False
        self.found: dict[Group, list[Found]] = {}
        self.changed = self.apart = self.reasons = NEVER
        self.witnesses: dict[Node, Facts] = {}

    def difference(self) -> Difference:
        """The difference; computed again if results depended on a topic that turned out to be too large."""
        answers = self._compare_answers()
        regions = [*answers, *self._compare_slots()]
        if erring := self.declined & self.pair.failing():
            self.pair.leave_out(erring)
        if erring or self.stale:
            return _Comparison(self.pair, self.steps, self.declined).difference()
        old, new = self.pair.books
        described = self._describe_nodes(region.node for region in regions)
        edited = {rule: edit for rule, edit in self.pair.edits.items() if edit != "same"}
        return Difference(
            _name_book(old),
            _name_book(new),
            self.space.size,
            sum(map(self.space.count, [self.changed, *(region.node for region in answers)])),
            tuple(self._make_change(region, *described[region.node]) for region in regions),
            self.space.count(self.reasons),
            FrozenMap(edited),
            wordings(old, new),
            tuple(name for name in self.pair.topics if name in self.declined | self.pair.left_out),
            FrozenMap(self.pair.attributes),
        )

    def _compare_answers(self) -> list[Region]:
        """The situations in which exactly one side gives an answer."""
        try:
            with self.d.allowance(self.steps * len(self.pair.topics)):
                regions = list(self._find_answering())
                self.witnesses = self._find_witnesses(region.node for region in regions)
        except TooLarge:
            self.pair.leave_out(self.pair.failing())
            return []
        return regions

    def _find_answering(self) -> Iterator[Region]:
        before, after = self.pair.sides
        for side, answering, words in ((after, before, (ANSWER, NO_ANSWER)), (before, after, (NO_ANSWER, ANSWER))):
            left = self.d.without(answering.decided, side.decided)
            for reason, slot, node in side.failures():
                here = self.d.both(left, node)
                if here != NEVER:
                    yield Region((SlotChange("", *words),), here, reason, slot)
                    left = self.d.without(left, here)

    def _compare_slots(self) -> list[Region]:
        """The situations in which both sides give an answer, grouped by their changes."""
        groups, due = self._group_slots(), dict[str, list[Group]]()
        for group in groups:
            due.setdefault(max(self._find_owners(group), key=self.pair.topics.index), []).append(group)
        for topic in self.pair.topics:
            self._try_topic(topic, due.get(topic, []))
        by_region: dict[Node, list[SlotChange]] = {}
        for node, changes in chain.from_iterable(self.found.get(group, ()) for group in groups):
            by_region.setdefault(node, []).extend(changes)
        return [Region(tuple(changes), node) for node, changes in by_region.items()]

    def _group_slots(self) -> list[Group]:
        """The slots that are compared together: the single-valued ones of a topic, or one that accumulates."""
        before, after = self.pair.sides
        single: dict[str, list[str]] = {}
        lists: list[str] = []
        for slot in dict.fromkeys((*after.topic_of, *before.topic_of)):
            if self._is_list(slot):
                lists.append(slot)
            else:
                single.setdefault(after.topic_of.get(slot) or before.topic_of[slot], []).append(slot)
        return [*map(tuple, single.values()), *((slot,) for slot in lists)]

    def _is_list(self, slot: str) -> bool:
        return any(slot in side.lists for side in self.pair.sides)

    def _find_owners(self, slots: Group) -> set[str]:
        return {name for slot in slots for name in self.pair.owners[slot]}

    def _is_compared(self, slot: str) -> bool:
        """Whether all topics that can fill a slot are compared."""
        return self._find_owners((slot,)).isdisjoint(self.declined | self.pair.left_out)

    def _try_topic(self, topic: str, groups: Sequence[Group]) -> None:
        """Compare a topic, with the slots that no later topic fills; decline it if that takes too long."""
        try:
            with self.d.allowance(self.steps):
                self._compare_topic(topic, groups)
        except TooLarge:
            single = (group for group in groups if not self._is_list(group[0]))
            others = set[str]().union(*map(self._find_owners, single)) - self.declined - {topic}
            self.declined |= {topic, *others}
            self.stale |= bool(others)  # a slot has moved to another topic: its old topic was compared before

    def _compare_topic(self, topic: str, groups: Sequence[Group]) -> None:
        both = self.d.both(*(side.decided for side in self.pair.sides))
        found = {group: list(self._find_slot_changes(group, both)) for group in groups}
        nodes = [node for each in found.values() for node, _ in each]
        if sum(map(self.d.size, nodes)) > self.steps:
            raise TooLarge
        moved = [self.d.both(both, node) for node in self._find_moved(topic) if topic not in self.declined]
        if nodes or moved:
            changed, apart = self.d.some([self.changed, *nodes]), self.d.some([self.apart, *moved])
            witnesses, reasons = self._find_witnesses(nodes), self.d.without(apart, changed)
            self.changed, self.apart, self.reasons = changed, apart, reasons
            self.witnesses |= witnesses
            self.found |= found

    def _find_moved(self, topic: str) -> Iterator[Node]:
        """For each rule of a topic, the situations in which it stands on one side only."""
        stands = [side.standing(topic) for side in self.pair.sides]
        for rule in dict.fromkeys(chain(*stands)):
            was, is_ = (each.get(rule, NEVER) for each in stands)
            if was != is_:
                yield from (self.d.without(was, is_), self.d.without(is_, was))

    def _find_slot_changes(self, group: Group, both: Node) -> Iterator[Found]:
        slots = [slot for slot in group if self._is_compared(slot) and self._slot_differs(slot)]
        if slots and self._is_list(slots[0]):
            return self._change_elements(slots[0], both)
        return self._change_together(slots, both)

    def _slot_differs(self, slot: str) -> bool:
        """Whether a slot differs in some situation, including situations without an answer."""
        before, after = self.pair.sides
        return any(before.having(slot, value) != after.having(slot, value) for value in self.pair.values(slot))

    def _find_witnesses(self, nodes: Iterable[Node]) -> dict[Node, Facts]:
        return {node: self.space.witness(node) or FrozenMap() for node in nodes}

    def _change_together(self, slots: Iterable[str], both: Node) -> Iterator[tuple[Node, list[SlotChange]]]:
        """The joint changes of the single-valued slots of one topic."""
        found: dict[tuple[SlotChange, ...], Node] = {(): both}
        for slot in slots:
            ways = list(self._change_one_slot(slot, both))
            apart: dict[tuple[SlotChange, ...], Node] = {}
            for changes, node in found.items():
                for change, region in ways:
                    here = self.d.both(node, region)
                    if here != NEVER:
                        key = (*changes, change) if change else changes
                        apart[key] = self.d.some([apart.get(key, NEVER), here])
            found = apart
        ordered = sorted(found.items(), key=lambda item: (-self.space.count(item[1]), str(item[0])))
        yield from ((node, list(changes)) for changes, node in ordered if changes)

    def _change_one_slot(self, slot: str, both: Node) -> Iterator[tuple[SlotChange | None, Node]]:
        """The changes of one slot, with their situations; None for the situations without a change."""
        values = [*self.pair.values(slot), None]
        sides = [{value: side.having(slot, value) for value in values} for side in self.pair.sides]
        changed = NEVER
        for old in values:
            for new in values:
                here = self.d.every([both, sides[0][old], sides[1][new]])
                if old != new and here != NEVER:
                    changed = self.d.some([changed, here])
                    yield SlotChange(slot, old, new), here
        yield None, self.d.without(both, changed)

    def _change_elements(self, slot: str, both: Node) -> Iterator[tuple[Node, list[SlotChange]]]:
        """The elements that a slot gains or loses."""
        before, after = self.pair.sides
        found: dict[Node, tuple[list[str], list[str]]] = {}
        for value in self.pair.values(slot):
            had, has = (self.d.both(both, side.having(slot, value)) for side in (before, after))
            for node, where in ((self.d.without(had, has), 0), (self.d.without(has, had), 1)):
                if node != NEVER:
                    found.setdefault(node, ([], []))[where].append(str(value))
        for node, (lost, gained) in found.items():
            yield node, [SlotChange(slot, tuple(lost), tuple(gained))]

    def _make_change(self, region: Region, when: tuple[Branch, ...], fewest: bool) -> Change:
        witness = self.witnesses[region.node]
        vocabulary = Vocabulary(FrozenMap(self.pair.attributes), FrozenMap())
        point = self.space.point(vocabulary.situation(witness))
        sides = self.pair.sides
        every = [s for s in dict.fromkeys(chain.from_iterable(side.topic_of for side in sides)) if self._is_compared(s)]
        decided = [side.at(point, every) for side in sides]
        differing = [slot for slot in ("", *every) if decided[0].get(slot) != decided[1].get(slot)]
        before, after = ({slot: found[slot] for slot in differing if slot in found} for found in decided)
        return Change(
            slots=region.changes,
            situations=self.space.count(region.node),
            when=when,
            fewest=fewest,
            witness=witness,
            before=FrozenMap(before),
            after=FrozenMap(after),
            causes=self._find_region_causes(region),
            reason=region.reason,
            refused=tuple(
                word for word, book in zip(SIDES, self.pair.books, strict=True) if _refuses_facts(book, witness)
            ),
        )

    def _find_region_causes(self, region: Region) -> tuple[Cause, ...]:
        """The rules that cause a change; empty if finding them takes too long."""
        try:
            with self.d.allowance(self.steps, scratch=True):
                return tuple(causes(self.pair, region))
        except TooLarge:
            return ()

    def _describe_nodes(self, nodes: Iterable[Node]) -> dict[Node, tuple[tuple[Branch, ...], bool]]:
        """For each set, the conditions that describe it, and whether they are proven to be the fewest."""
        with self.d.allowance(STEPS_TO_DESCRIBE_ALL):
            return {node: self._describe_node(node) for node in sorted(nodes, key=self.d.size)}

    def _describe_node(self, node: Node) -> tuple[tuple[Branch, ...], bool]:
        """The same for one set; no conditions if finding them takes too long."""
        try:
            with self.d.allowance(STEPS_TO_DESCRIBE, scratch=True):
                found = cover(self.space, node)
        except TooLarge:
            return (), False
        return found.branches, found.fewest


def _refuses_facts(book: Rulebook, facts: Facts) -> bool:
    """Whether a rulebook rejects facts: they are not in its vocabulary, or a required fact is missing."""
    try:
        book.vocabulary.complete_situation(facts)
    except InvalidInput:
        return True
    return False


def _name_book(book: Rulebook) -> Named:
    return Named(book.name, book.version, book.digest)
