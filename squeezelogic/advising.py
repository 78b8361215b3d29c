"""A rulebook that speaks of lifting: its decisions turned into recommendations, advice looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from squeezelogic.exercise import Exercise
from squeezelogic.logic.decision import Decision
from squeezelogic.logic.errors import GapError, InvalidInput, quoted
from squeezelogic.logic.frozen import FrozenMap
from squeezelogic.logic.readers import read_with
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.rules import Rule
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
KEPT = 8_192


@cache
def default_adviser() -> Adviser:
    """The adviser for the default rulebook."""
    return Adviser(Rulebook.default())


@lru_cache(maxsize=16)
def adviser(rulebook: Rulebook) -> Adviser:
    """The adviser for a rulebook.

    Raises:
        InvalidInput: it is no rulebook, or does not conclude what a recommendation needs.
    """
    if not isinstance(rulebook, Rulebook):
        raise InvalidInput(f"a rulebook is a Rulebook, not {quoted(rulebook)}: Rulebook.load(folder) makes one")
    return Adviser(rulebook)


class Adviser:
    """A rulebook that speaks of lifting: its decisions turned into recommendations.

    Recommendations already given are remembered, boundedly.

    Raises:
        InvalidInput: the rulebook does not conclude what a recommendation needs.
    """

    def __init__(self, book: Rulebook) -> None:
        if missing := [quoted(slot) for slot in NEEDED if slot not in book.vocabulary.slots]:
            slots = ", ".join(missing)
            raise InvalidInput(f"rulebook {quoted(book.name)} lacks slots that a recommendation needs: {slots}")
        self._book = book
        self._provenance = Provenance(book.name, book.version, book.digest)
        self._read_in = cache(lambda family: read_with(book.topics, {"family": family}))
        self.recommend = lru_cache(KEPT)(self._recommend)

    def _recommend(self, profile: Profile, exercise: Exercise, observed: frozenset[str]) -> Recommendation:
        facts: dict[str, Any] = {**profile.facts, **exercise.facts}
        if observed:
            facts["observed"] = observed
        declared = self._book.vocabulary.attributes
        decision = self._book.decide({name: value for name, value in facts.items() if name in declared})
        slots = decision.slots
        return Recommendation(
            **{name: slots.get(name) for name in VALUES},  # type: ignore[arg-type]
            **{name: self._items(decision, name) for name in LISTS},  # type: ignore[arg-type]
            summary=self._text(decision, "summary"),
            disclaimer=self._text(decision, "disclaimer"),
            progression=self._progression(decision),
            reasons=tuple(map(_reason, decision.rules)),
            overruled=tuple(self._overruled(loser, winner) for loser, winner in decision.overruled.items()),
            unused=tuple(self._unused(facts)),
            facts=FrozenMap({name: _plain(value) for name, value in sorted(facts.items())}),
            rulebook=self._provenance,
        )

    def _item(self, advice: str, rule: str) -> Item:
        text = self._book.advice[advice]
        return Item(text.id, text.text, rule, **text.carries)

    def _items(self, decision: Decision, slot: str) -> list[Item]:
        """A list slot's advice, each credited to the most important rule that gives it."""
        given: dict[str, str] = {}
        for rule in decision.rules:
            for advice in rule.then.get(slot, ()):  # type: ignore[union-attr]
                given.setdefault(advice, rule.id)
        return [self._item(advice, rule) for advice, rule in given.items()]

    def _single(self, decision: Decision, slot: str) -> Item | None:
        giver = next((rule for rule in decision.rules if slot in rule.then), None)
        return self._item(str(giver.then[slot]), giver.id) if giver else None

    def _text(self, decision: Decision, slot: str) -> str:
        item = self._single(decision, slot)
        if item is None:
            raise GapError(f"no rule fills {quoted(slot)}", "", slot, (), {})
        return item.text

    def _progression(self, decision: Decision) -> Progression | None:
        steps = {name: self._single(decision, slot) for name, slot in PROGRESSION.items()}
        return Progression(**steps) if any(steps.values()) else None

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


def _reason(rule: Rule) -> Reason:
    return Reason(rule.id, rule.topic, rule.because, rule.claims, basis=rule.basis)


def _plain(value: object) -> object:
    return tuple(sorted(value)) if isinstance(value, frozenset) else value
