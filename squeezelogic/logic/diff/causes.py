"""The rules that cause the differences between two rulebooks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from attrs import frozen

from squeezelogic.logic.analysis.diagrams import NEVER, Node
from squeezelogic.logic.diff.difference import Cause, SlotChange
from squeezelogic.logic.diff.sides import Pair
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.vocabulary import Value

Given = set[tuple[str, Value | None]]
"""Slots with a value each, or an element."""


@frozen
class Region:
    """Situations with the same changes; if one side gives no answer, also the reason and the slot."""

    changes: tuple[SlotChange, ...]
    node: Node
    reason: str = ""
    torn: str = ""


def causes(pair: Pair, region: Region) -> Iterator[Cause]:
    """The rules that give the changed values in a region and stand on one side only, or conclude something else there.

    If none of these was edited, also the edited rules of their topics, and then of earlier topics whose slots change in
    the region.
    """
    wanted, asked = _find_given(pair, region), Given()
    found: dict[str, Cause] = {}
    while wanted - asked:
        asked |= wanted
        givers = {rule for slot, v in wanted if v is not None for rule in pair.giving(slot, v)}
        giving = _find_moved(pair, givers, region.node)
        topics = {cause.topic for cause in giving.values()}
        found |= giving
        if not _keep_edited(found):
            found |= _find_moved(
                pair, {rule for rule in _list_edited(pair) if _find_rule(pair, rule).topic in topics}, region.node
            )
        if _keep_edited(found):
            break
        read = _read_by(pair, topics)
        wanted = {(slot, v) for slot in read for v in pair.values(slot) if _slot_differs(pair, slot, v, region.node)}
    yield from found.values()


def _keep_edited(found: dict[str, Cause]) -> dict[str, Cause]:
    return {rule: cause for rule, cause in found.items() if cause.edit != "same"}


def _find_given(pair: Pair, region: Region) -> Given:
    """The changed values in a region."""
    if region.torn:
        return {(region.torn, value) for value in pair.values(region.torn)}
    return {
        (change.slot, value)
        for change in region.changes
        for each in (change.before, change.after)
        for value in (each if isinstance(each, tuple) else (each,))
    }


def _list_edited(pair: Pair) -> Iterator[str]:
    return (rule for rule, edit in pair.edits.items() if edit != "same")


def _find_rule(pair: Pair, rule: str) -> Rule:
    """The new version of a rule; the old one if it was removed."""
    return next(book.rules[rule] for book in reversed(pair.books) if rule in book.rules)


def _find_moved(pair: Pair, rules: Collection[str], node: Node) -> dict[str, Cause]:
    """The rules that, within some situations, stand on one side only, or conclude something else."""
    found = ((rule, _find_standing_side(pair, rule, node)) for rule in pair.edits if rule in rules)
    return {
        rule: Cause(rule, _find_rule(pair, rule).topic, pair.edits[rule], stands) for rule, stands in found if stands
    }


def _find_standing_side(pair: Pair, rule: str, node: Node) -> str:
    """The side on which a rule stands within some situations; empty if it stands on both and concludes the same."""
    stood, stands = (side.stands.get(rule, NEVER) for side in pair.sides)
    otherwise = len({book.rules[rule].then for book in pair.books if rule in book.rules}) > 1
    if stood == stands and not otherwise:
        return ""
    was, is_ = pair.d.both(node, stood), pair.d.both(node, stands)
    if otherwise and was == is_ != NEVER:
        return "throughout"
    lost, gained = pair.d.without(was, is_) != NEVER, pair.d.without(is_, was) != NEVER
    return "both" if lost and gained else "before" if lost else "after" if gained else ""


def _read_by(pair: Pair, topics: Iterable[str]) -> set[str]:
    """The slots that topics read."""
    named = (topic for book in pair.books for topic in book.topics if topic.name in topics)
    return {name for topic in named for name in topic.inputs if name not in pair.attributes}


def _slot_differs(pair: Pair, slot: str, value: Value, node: Node) -> bool:
    had, has = (side.having(slot, value) for side in pair.sides)
    return had != has and pair.d.both(node, had) != pair.d.both(node, has)
