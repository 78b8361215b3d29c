"""A recommendation with some facts changed, and its difference from the original one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from squeezelogic.coaching.advising import advisers
from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import attributes, read_observed
from squeezelogic.coaching.parts import DIRECTION, LIST_SLOTS, PROGRESSION, SINGLE_SLOTS, Item
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.translated import book_in_language, language_of
from squeezelogic.logic.explain.changes import Change
from squeezelogic.logic.explain.prose import Serializable, id_in_words, said, wrapped
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.untrusted import exact
from squeezelogic.logic.model.vocabulary import NO_WORDS, UNKNOWN, Value, Vocabulary
from squeezelogic.logic.render.phrases import ENGLISH, phrase, spoken
from squeezelogic.logic.rulebook import Rulebook

if TYPE_CHECKING:
    from squeezelogic.coaching.recommendation import Recommendation

UNSAID = ("summary", "reasons", "overruled")


@frozen
class Changed(Serializable):
    """A changed part of a recommendation: its name, and its value or its ids before and after."""

    part: str
    before: Any
    after: Any

    @property
    def gained(self) -> tuple[str, ...]:
        """For a list, the added ids."""
        return tuple(each for each in self.after if each not in self.before) if self._is_list else ()

    @property
    def lost(self) -> tuple[str, ...]:
        """For a list, the removed ids."""
        return tuple(each for each in self.before if each not in self.after) if self._is_list else ()

    @property
    def _is_list(self) -> bool:
        return isinstance(self.after, tuple)


@frozen(repr=False)
class WhatIf(Serializable):
    """A recommendation with some facts changed. `str()` returns the changes as prose.

    Args:
        facts: the changed facts.
        before, after: the original recommendation, and the new one.
        changes: the changed parts: values, lists of advice, steps of the progression, and rules.
    """

    facts: tuple[Change, ...]
    before: Recommendation
    after: Recommendation
    changes: tuple[Changed, ...]
    _vocabulary: Vocabulary = field(default=NO_WORDS, alias="vocabulary", eq=False, repr=False, kw_only=True)
    _rules: Mapping[str, Rule] = field(factory=FrozenMap, alias="rules", eq=False, repr=False, kw_only=True)

    def __str__(self) -> str:
        with spoken(self._vocabulary.language):
            return self._render_text()

    def _render_text(self) -> str:
        otherwise = "; ".join(map(str, self.facts)) or phrase("if.same")
        verdict = self._render_verdict(self.after.verdict)
        if not self.changes:
            return wrapped(phrase("if.verdict", facts=otherwise, verdict=verdict))
        lines = list(self._render_lines())
        if self.before.verdict == self.after.verdict:
            lines = [f"  {self._vocabulary.title('verdict')}: {phrase('if.still', verdict=verdict)}", *lines]
        return "\n".join([wrapped(phrase("if.facts", facts=otherwise)), *lines])

    def _render_lines(self) -> Iterator[str]:
        titles = {rule.id: rule.title or id_in_words(rule.id) for rule in self._rules.values()}
        texts = {**titles, **_collect_texts(self.before), **_collect_texts(self.after)}
        headings = {"reasons": phrase("why"), "overruled": phrase("overruled")}
        advice = [change for change in self.changes if change.part not in UNSAID]
        for change in advice or [change for change in self.changes if change.part != "summary"]:
            name = headings.get(change.part) or self._vocabulary.title(change.part)
            if not isinstance(change.after, tuple):
                after, before = (self._show_value(change, value, texts) for value in (change.after, change.before))
                yield wrapped(f"{name}: {phrase('was', after=after, before=before)}", "  ", "    ")
                continue
            yield f"  {name}" + (f": {phrase('same-order')}" if not change.gained + change.lost else "")
            for sign, ids in (("+", change.gained), ("-", change.lost)):
                yield from (wrapped(texts.get(each, each), f"    {sign} ", "      ") for each in ids)

    def _render_verdict(self, verdict: str) -> str:
        return said(verdict, self._vocabulary.labelled("verdict"))

    def _show_value(self, change: Changed, value: Any, texts: Mapping[str, str]) -> str:
        if value is None:
            return phrase("if.none")
        return texts[value].rstrip(".") if value in texts else said(value, self._vocabulary.labelled(change.part))


def _collect_texts(rec: Recommendation) -> dict[str, str]:
    items = [item for name in LIST_SLOTS for item in getattr(rec, name)]
    steps = [getattr(rec.progression, name) for name in PROGRESSION] if rec.progression else []
    return {item.id: item.text for item in (*items, *steps) if item}


def what_if(rec: Recommendation, changes: Mapping[str, Any], rulebook: Rulebook | None = None) -> WhatIf:
    """See `Recommendation.what_if`."""
    book = book_in_language(rec, rulebook)
    attributes = book.vocabulary.attributes
    own = rec.facts.keys() - attributes.keys()
    book.vocabulary.situation({name: value for name, value in changes.items() if name not in own})
    facts = dict(rec.facts)
    for name in changes:
        followed: Mapping[str, Value] = (
            attributes[name].implies.get(str(facts.get(name)), {}) if name in attributes else {}
        )
        for other in followed:  # facts implied by the old value are derived again
            facts.pop(other, None)
    english = book.in_language(ENGLISH)
    after = recommend_by(facts | dict(changes), english, type(rec)).in_language(language_of(rec), rulebook=english)
    differing = tuple(_compare_parts(rec, after))
    return WhatIf(
        tuple(_find_changed_facts(book, rec, after)),
        rec,
        after,
        differing,
        vocabulary=book.vocabulary,
        rules=book.rules,
    )


def _find_changed_facts(book: Rulebook, rec: Recommendation, after: Recommendation) -> Iterator[Change]:
    for name in dict.fromkeys((*book.vocabulary.attributes, *rec.facts, *after.facts)):
        if rec.facts.get(name) != after.facts.get(name):
            was, is_ = rec.facts.get(name), after.facts.get(name)
            several = isinstance(was, tuple) or isinstance(is_, tuple)
            yield Change(name, _to_value(was, several), _to_value(is_, several), vocabulary=book.vocabulary)


def _to_value(value: Any, several: bool) -> Value:
    """A fact of a recommendation as a value of the rule language."""
    return frozenset(value or ()) if several else UNKNOWN if value is None else value


def _compare_parts(before: Recommendation, after: Recommendation) -> Iterator[Changed]:
    for (part, was), (_, is_) in zip(_list_parts(before), _list_parts(after), strict=True):
        if was != is_:
            yield Changed(part, was, is_)


def _list_parts(rec: Recommendation) -> Iterator[tuple[str, Any]]:
    """The parts that are compared: values, and ids of advice and rules."""
    yield from ((name, getattr(rec, name)) for name in (*SINGLE_SLOTS, "summary"))
    yield from ((name, tuple(item.id for item in getattr(rec, name))) for name in LIST_SLOTS)
    yield DIRECTION, rec.progression.direction if rec.progression else None
    for name, slot in PROGRESSION.items():
        step: Item | None = getattr(rec.progression, name) if rec.progression else None
        yield slot, step.id if step else None
    yield "reasons", tuple(reason.rule for reason in rec.reasons)
    yield "overruled", tuple(lost.rule for lost in rec.overruled)


def recommend_by(facts: Mapping[str, Any], book: Rulebook, answer: type[Recommendation]) -> Recommendation:
    """The recommendation for a mapping of facts.

    Raises:
        InvalidInput: invalid facts, or no exercise among them.
        ConflictError, GapError: the rulebook contradicts itself here, or leaves a required slot empty.
    """
    given: dict[str, Any] = {name: exact(value) for name, value in facts.items()}
    given = {n: v for n, v in given.items() if v is not None and not (isinstance(v, str) and v == UNKNOWN)}
    profile, exercise = (
        dict[str, Any]((name, given.pop(name)) for name in attributes(cls) if name in given)
        for cls in (Profile, Exercise)
    )
    observed = read_observed(given.pop("observed", ()))
    adviser = advisers[None if book is Rulebook.default() else book, answer]
    return adviser.recommend(Profile(**profile, more=given).code, Exercise(**exercise).code, observed)
