"""The decision with some facts changed, and its difference from the original decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from squeezelogic.logic.explain.changes import Change
from squeezelogic.logic.explain.prose import Serializable, said, wrapped
from squeezelogic.logic.model.decision import Decision
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Conclusion
from squeezelogic.logic.model.texts import Advice
from squeezelogic.logic.model.vocabulary import NO_WORDS, Value, Vocabulary
from squeezelogic.logic.render.phrases import LANGUAGE, phrase, spoken

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook


@frozen
class ChangedSlot(Serializable):
    """A changed slot: its value before and after, None if no rule fills it."""

    slot: str
    before: Conclusion | None
    after: Conclusion | None
    _vocabulary: Vocabulary = field(default=NO_WORDS, alias="vocabulary", eq=False, repr=False, kw_only=True)
    _advice: Mapping[str, Advice] = field(factory=FrozenMap, alias="advice", eq=False, repr=False, kw_only=True)

    @property
    def gained(self) -> tuple[str, ...]:
        """For a list, the added elements."""
        return tuple(each for each in _as_tuple(self.after) if each not in _as_tuple(self.before))

    @property
    def lost(self) -> tuple[str, ...]:
        """For a list, the removed elements."""
        return tuple(each for each in _as_tuple(self.before) if each not in _as_tuple(self.after))

    def __str__(self) -> str:
        with spoken(self._vocabulary.language):
            return self._render_text()

    def _render_text(self) -> str:
        if not isinstance(self.before, tuple) and not isinstance(self.after, tuple):
            after, before = self._render_value(self.after), self._render_value(self.before)
            return f"{self._find_title}: {phrase('was', after=after, before=before)}"
        signed = [("+", each) for each in self.gained] + [("-", each) for each in self.lost]
        parts = [f"{sign} {self._render_value(each).removesuffix('.')}" for sign, each in signed]
        return f"{self._find_title}: {', '.join(parts) or phrase('same-order')}"

    @property
    def _find_title(self) -> str:
        return self._vocabulary.title(self.slot)

    def _render_value(self, value: Conclusion | None) -> str:
        if isinstance(value, str) and value in self._advice:
            return self._advice[value].text
        return phrase("if.none") if value is None else said(value, self._vocabulary.labelled(self.slot))


@frozen(repr=False)
class ChangedDecision(Serializable):
    """The decision with some facts changed. `str()` returns the changes as prose.

    Args:
        facts: the changed facts.
        before, after: the original decision, and the new one.
        changes: the changed slots.
    """

    facts: tuple[Change, ...]
    before: Decision
    after: Decision
    changes: tuple[ChangedSlot, ...]

    def __str__(self) -> str:
        with spoken(next((each.language for each in self.facts), LANGUAGE.get())):
            otherwise = "; ".join(map(str, self.facts)) or phrase("if.same")
            if not self.changes:
                return wrapped(phrase("if.nothing", facts=otherwise))
            changed = (wrapped(str(each), "  ", "    ") for each in self.changes)
            return "\n".join([wrapped(phrase("if.facts", facts=otherwise)), *changed])


def decide_changed(book: Rulebook, facts: Mapping[str, Any], changes: Mapping[str, Any]) -> ChangedDecision:
    """Decide again with some facts changed; implied facts are derived again.

    Args:
        book: the rulebook.
        facts: the known facts.
        changes: the new values; None or `unknown` makes a fact unknown.

    Raises:
        InvalidInput: facts or values that the vocabulary does not allow.
        ConflictError, GapError: the rulebook contradicts itself, or leaves a required slot empty.
    """
    attributes = book.vocabulary.attributes
    book.vocabulary.situation(changes)
    known = dict(facts)
    for name in changes:
        for implied in attributes[name].implies.get(str(known.get(name)), {}):
            if implied not in changes:
                known.pop(implied, None)
    before, after = book.decide(facts), book.decide({**known, **changes})
    return ChangedDecision(
        tuple(_find_changed_facts(book, before.facts, after.facts)),
        before,
        after,
        tuple(_find_changed_slots(book, before, after)),
    )


def _find_changed_facts(book: Rulebook, before: Mapping[str, Value], after: Mapping[str, Value]) -> Iterator[Change]:
    for name, attribute in book.vocabulary.attributes.items():
        was, is_ = before.get(name, attribute.blank), after.get(name, attribute.blank)
        if was != is_:
            yield Change(name, was, is_, vocabulary=book.vocabulary)


def _find_changed_slots(book: Rulebook, before: Decision, after: Decision) -> Iterator[ChangedSlot]:
    for slot in book.vocabulary.slots:
        was, is_ = before.slots.get(slot), after.slots.get(slot)
        if was != is_:
            advice = book.advice if book.vocabulary.slots[slot].names_advice else FrozenMap[str, Advice]()
            yield ChangedSlot(slot, was, is_, vocabulary=book.vocabulary, advice=advice)


def _as_tuple(value: Conclusion | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
