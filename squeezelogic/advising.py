"""A rulebook that speaks of lifting: its decisions turned into recommendations, advice looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from squeezelogic.exercise import Exercise
from squeezelogic.logic.errors import GapError, InvalidInput, quoted
from squeezelogic.logic.frozen import FrozenMap
from squeezelogic.logic.readers import read_with
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.rules import Rule
from squeezelogic.logic.texts import Advice
from squeezelogic.profile import Profile
from squeezelogic.recommendation import Fact, Item, Overruled, Progression, Provenance, Reason, Recommendation

VALUES = ("verdict", "strength", "phase", "effort", "hold_seconds", "breath")
LISTS = ("setup", "cues", "avoid", "cautions", "corrections", "notes", "alternatives")
PROGRESSION = {
    "current": "current_step",
    "next": "next_step",
    "criterion": "criterion",
    "easier": "easier_step",
}
NEEDED = ("verdict", "strength", "summary", "disclaimer")
CARRIED = ("focus", "severity", "fault")
KEPT = 8_192


class Adviser:
    """A rulebook that speaks of lifting: its decisions turned into recommendations.

    Recommendations already given are remembered, boundedly.

    Args:
        rulebook: the one to ask; the default one if None.

    Raises:
        InvalidInput: its vocabulary lacks what a recommendation needs.
    """

    def __init__(self, rulebook: Rulebook | None) -> None:
        book = Rulebook.default() if rulebook is None else rulebook
        if missing := [quoted(slot) for slot in NEEDED if slot not in book.vocabulary.slots]:
            slots = ", ".join(missing)
            raise InvalidInput(f"rulebook {quoted(book.name)} lacks slots that a recommendation needs: {slots}")
        self._book = book
        self._provenance = Provenance(book.name, book.version, book.digest)
        self._spoken = frozenset(name for name, slot in book.vocabulary.slots.items() if slot.names_advice)
        self._item = cache(lambda advice, rule: _item(book.advice[advice], rule))
        self._reasons = {rule.id: _reason(rule) for rule in book.rules.values()}
        self._read_in = cache(lambda family: read_with(book.topics, {"family": family}))
        self.recommend = lru_cache(KEPT)(self._recommend)

    def _recommend(self, profile: Profile, exercise: Exercise, observed: frozenset[str]) -> Recommendation:
        facts: dict[str, Any] = {**profile.facts, **exercise.facts}
        if observed:
            facts["observed"] = observed
        declared = self._book.vocabulary.attributes
        decision = self._book.decide({name: value for name, value in facts.items() if name in declared})
        rules, slots = decision.rules, decision.slots
        for slot in NEEDED:
            if slot not in slots:
                raise GapError(f"no rule fills {quoted(slot)}, which a recommendation needs", "", slot, (), facts)
        items = self._items(rules)
        return Recommendation(
            **{name: slots.get(name) for name in VALUES},  # type: ignore[arg-type]
            **{name: items.get(name, ()) for name in LISTS},  # type: ignore[arg-type]
            summary=items["summary"][0].text,
            disclaimer=items["disclaimer"][0].text,
            progression=_progression(items),
            reasons=tuple(self._reasons[rule.id] for rule in rules),
            overruled=tuple(self._overruled(loser, winner) for loser, winner in decision.overruled.items()),
            unused=tuple(self._unused(facts)),
            facts=FrozenMap({name: _plain(value) for name, value in sorted(facts.items())}),
            rulebook=self._provenance,
        )

    def _items(self, rules: Iterable[Rule]) -> dict[str, tuple[Item, ...]]:
        """The advice in each slot, every piece credited to the most important rule that gives it."""
        givers: dict[str, dict[str, str]] = {}
        for rule in rules:
            for slot, value in rule.then.items():
                if slot in self._spoken:
                    for advice in value if isinstance(value, tuple) else (str(value),):
                        givers.setdefault(slot, {}).setdefault(advice, rule.id)
        return {slot: tuple(map(self._item, given, given.values())) for slot, given in givers.items()}

    def _overruled(self, loser: str, winner: str) -> Overruled:
        lost, won = self._book.rules[loser], self._book.rules[winner]
        why = f"{won.level} comes before {lost.level}" if won.level != lost.level else "it overrides this rule"
        return Overruled(loser, lost.topic, winner, f"{won.title or won.id} ({why})")

    def _unused(self, facts: Mapping[str, Any]) -> Iterable[Fact]:
        read = self._read_in(facts["family"])
        for name, value in sorted(facts.items()):
            elements = read.get(name, frozenset())
            if not isinstance(value, frozenset):
                if name not in read:
                    yield Fact(name, value)
            elif elements is not None:
                yield from (Fact(name, element) for element in sorted(value - elements))


def _progression(items: Mapping[str, tuple[Item, ...]]) -> Progression | None:
    steps = {name: items[slot][0] for name, slot in PROGRESSION.items() if slot in items}
    return Progression(**steps) if steps else None


def _item(text: Advice, rule: str) -> Item:
    return Item(text.id, text.text, rule, **{key: text.carries[key] for key in CARRIED if key in text.carries})


def _reason(rule: Rule) -> Reason:
    return Reason(rule.id, rule.topic, rule.because, rule.claims, basis=rule.basis)


def _plain(value: object) -> object:
    return tuple(sorted(value)) if isinstance(value, frozenset) else value
