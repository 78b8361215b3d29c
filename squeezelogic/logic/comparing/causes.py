"""Which rules make two rulebooks decide differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from squeezelogic.logic.comparing.difference import Cause, SlotChange
from squeezelogic.logic.comparing.sides import Pair
from squeezelogic.logic.proof.diagrams import NEVER, Node
from squeezelogic.logic.vocabulary import Value

Given = set[tuple[str, Value | None]]
"""Slots with a value each, or an element."""


@frozen
class Region:
    """Situations in which the same changes; if one side gives no answer, why, and for want of which slot."""

    changes: tuple[SlotChange, ...]
    node: Node
    reason: str = ""
    torn: str = ""


def causes(pair: Pair, region: Region) -> Iterator[Cause]:
    """The rules that give what changes in a region and stand on one side only.

    Where none of these was edited, also the edited ones of their topics, and then those of the topics before, as far as
    what these hand on changes there.
    """
    wanted, asked = _given(pair, region), Given()
    moved = {rule: cause for rule in pair.edits if (cause := _moved(pair, rule, region.node))}
    found: dict[str, Cause] = {}
    while wanted - asked:
        asked |= wanted
        giving = {rule: cause for rule, cause in moved.items() if not wanted.isdisjoint(_gives(pair, rule))}
        topics = {cause.topic for cause in giving.values()}
        found |= giving
        if not _edited(found):
            found |= _edited({rule: cause for rule, cause in moved.items() if cause.topic in topics})
        if _edited(found):
            break
        read = _read_by(pair, topics)
        wanted = {(slot, v) for slot in read for v in pair.values(slot) if _differs(pair, slot, v, region.node)}
    yield from found.values()


def _edited(found: dict[str, Cause]) -> dict[str, Cause]:
    return {rule: cause for rule, cause in found.items() if cause.edit != "same"}


def _given(pair: Pair, region: Region) -> Given:
    """What changes in a region."""
    if region.torn:
        return {(region.torn, value) for value in pair.values(region.torn)}
    return {
        (change.slot, value)
        for change in region.changes
        for each in (change.before, change.after)
        for value in (each if isinstance(each, tuple) else (each,))
    }


def _moved(pair: Pair, rule: str, node: Node) -> Cause | None:
    """The rule, if within some situations it stands on one side only."""
    was, is_ = (pair.d.both(node, side.stands.get(rule, NEVER)) for side in pair.sides)
    if was == is_:
        return None
    lost, gained = pair.d.without(was, is_) != NEVER, pair.d.without(is_, was) != NEVER
    book = next(book for book in reversed(pair.books) if rule in book.rules)
    stands = "both" if lost and gained else "before" if lost else "after"
    return Cause(rule, book.rules[rule].topic, pair.edits[rule], stands)


def _gives(pair: Pair, rule: str) -> Given:
    thens = [book.rules[rule].then for book in pair.books if rule in book.rules]
    pairs = ((slot, value) for then in thens for slot, value in then.items())
    return {(slot, each) for slot, v in pairs for each in (v if isinstance(v, tuple) else (v,))}


def _read_by(pair: Pair, topics: Iterable[str]) -> set[str]:
    """The slots that topics read."""
    named = (topic for book in pair.books for topic in book.topics if topic.name in topics)
    return {name for topic in named for name in topic.inputs if name not in pair.attributes}


def _differs(pair: Pair, slot: str, value: Value, node: Node) -> bool:
    had, has = (pair.d.both(node, side.having(slot, value)) for side in pair.sides)
    return had != has
