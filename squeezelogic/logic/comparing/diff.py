"""What two rulebooks decide differently, over all situations, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from squeezelogic.logic.comparing.causes import Region, causes
from squeezelogic.logic.comparing.difference import Change, Difference, Named, SlotChange
from squeezelogic.logic.comparing.sides import ANSWER, NO_ANSWER, Pair
from squeezelogic.logic.comparing.wordings import wordings
from squeezelogic.logic.conditions import Branch
from squeezelogic.logic.frozen import FrozenMap
from squeezelogic.logic.proof.covers import cover
from squeezelogic.logic.proof.diagrams import NEVER, Node, TooLarge
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.vocabulary import Vocabulary

STEPS_TO_DESCRIBE = 100_000


def diff(old: Rulebook, new: Rulebook) -> Difference:
    """What a new rulebook decides and says differently from an old one, exactly.

    A decision is what the slots hold: one value, or a set of elements (in which order they come does not count). An
    attribute or value that only one of them declares means nothing to the other. No answer, for a gap or a conflict,
    is an outcome like any other.

    Args:
        old: the rulebook as it was.
        new: the rulebook as it is.

    Raises:
        InvalidInput: they use one word in two senses, so that no situation means the same to both.
    """
    return _Comparison(Pair(old, new)).difference()


class _Comparison:
    def __init__(self, pair: Pair) -> None:
        self.pair, self.sides, self.space, self.d = pair, pair.sides, pair.space, pair.d

    def difference(self) -> Difference:
        old, new = self.pair.books
        regions = [*self._answers(), *self._slots()]
        changed = self.d.some(region.node for region in regions)
        edited = {rule: edit for rule, edit in self.pair.edits.items() if edit != "same"}
        return Difference(
            _named(old),
            _named(new),
            self.space.size,
            self.space.count(changed),
            tuple(map(self._change, regions)),
            self.space.count(self._reasons(changed)),
            FrozenMap(edited),
            wordings(old, new),
            self.pair.unproven,
            FrozenMap(self.pair.attributes),
        )

    def _answers(self) -> Iterator[Region]:
        """The situations in which only one of the two gives an answer."""
        before, after = self.sides
        for side, answering, words in ((after, before, (ANSWER, NO_ANSWER)), (before, after, (NO_ANSWER, ANSWER))):
            left = self.d.without(answering.decided, side.decided)
            for reason, slot, node in side.failures():
                here = self.d.both(left, node)
                if here != NEVER:
                    yield Region((SlotChange("", *words),), here, reason, slot)
                    left = self.d.without(left, here)

    def _slots(self) -> list[Region]:
        """The situations in which both answer, grouped by what changes."""
        by_region: dict[Node, list[SlotChange]] = {}
        for node, changes in self._by_topic():
            by_region.setdefault(node, []).extend(changes)
        return [Region(tuple(changes), node) for node, changes in by_region.items()]

    def _by_topic(self) -> Iterator[tuple[Node, list[SlotChange]]]:
        both = self.d.both(*(side.decided for side in self.sides))
        before, after = self.sides
        single: dict[str, list[str]] = {}
        lists: list[str] = []
        for slot in (s for s in dict.fromkeys((*after.topic_of, *before.topic_of)) if s not in self.pair.lost):
            if slot in before.lists | after.lists:
                lists.append(slot)
            else:
                single.setdefault(after.topic_of.get(slot, "") or before.topic_of[slot], []).append(slot)
        for slots in single.values():
            yield from self._together(slots, both)
        for slot in lists:
            yield from self._elements(slot, both)

    def _together(self, slots: Iterable[str], both: Node) -> Iterator[tuple[Node, list[SlotChange]]]:
        """How the single-valued slots of one topic change together."""
        found: dict[tuple[SlotChange, ...], Node] = {(): both}
        for slot in slots:
            ways = list(self._ways(slot, both))
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

    def _ways(self, slot: str, both: Node) -> Iterator[tuple[SlotChange | None, Node]]:
        """How one slot changes, and when; None for when it does not."""
        values = [*self.pair.values(slot), None]
        sides = [{value: side.having(slot, value) for value in values} for side in self.sides]
        changed = NEVER
        for old in values:
            for new in values:
                here = self.d.every([both, sides[0][old], sides[1][new]])
                if old != new and here != NEVER:
                    changed = self.d.some([changed, here])
                    yield SlotChange(slot, old, new), here
        yield None, self.d.without(both, changed)

    def _elements(self, slot: str, both: Node) -> Iterator[tuple[Node, list[SlotChange]]]:
        """Which elements a slot gains or loses."""
        before, after = self.sides
        found: dict[Node, tuple[list[str], list[str]]] = {}
        for value in self.pair.values(slot):
            had, has = (self.d.both(both, side.having(slot, value)) for side in (before, after))
            for node, where in ((self.d.without(had, has), 0), (self.d.without(has, had), 1)):
                if node != NEVER:
                    found.setdefault(node, ([], []))[where].append(str(value))
        for node, (lost, gained) in found.items():
            yield node, [SlotChange(slot, tuple(lost), tuple(gained))]

    def _change(self, region: Region) -> Change:
        node = region.node
        when, fewest = self._described(node)
        witness = self.space.witness(node) or FrozenMap()
        vocabulary = Vocabulary(FrozenMap(self.pair.attributes), FrozenMap())
        point = self.space.point(vocabulary.situation(witness))
        every = dict.fromkeys(chain.from_iterable(side.topic_of for side in self.sides))
        decided = [side.at(point, every) for side in self.sides]
        differing = [slot for slot in ("", *every) if decided[0].get(slot) != decided[1].get(slot)]
        before, after = ({slot: found[slot] for slot in differing if slot in found} for found in decided)
        return Change(
            slots=region.changes,
            situations=self.space.count(node),
            when=when,
            fewest=fewest,
            witness=witness,
            before=FrozenMap(before),
            after=FrozenMap(after),
            causes=tuple(causes(self.pair, region)),
            reason=region.reason,
        )

    def _described(self, node: Node) -> tuple[tuple[Branch, ...], bool]:
        """The conditions that describe a set, and whether fewer would not do; none if there is no end of them."""
        try:
            with self.d.allowance(STEPS_TO_DESCRIBE, scratch=True):
                found = cover(self.space, node)
        except TooLarge:
            return (), False
        return found.branches, found.fewest

    def _reasons(self, changed: Node) -> Node:
        """The situations in which the same is decided, but by other rules."""
        decided = self.d.both(*(side.decided for side in self.sides))
        rules = dict.fromkeys(chain.from_iterable(side.stands for side in self.sides))
        apart = []
        for rule in rules:
            was, is_ = (side.stands.get(rule, NEVER) for side in self.sides)
            apart += [self.d.without(was, is_), self.d.without(is_, was)]
        return self.d.without(self.d.both(decided, self.d.some(apart)), changed)


def _named(book: Rulebook) -> Named:
    return Named(book.name, book.version, book.digest)
