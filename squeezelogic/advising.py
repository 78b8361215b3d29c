"""A rulebook that speaks of lifting: its decisions turned into recommendations, advice looked up."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

from squeezelogic.deferred import WORK_OUT, deferred
from squeezelogic.exercise import FAMILY_OF, Exercise
from squeezelogic.facts import decoded, middle
from squeezelogic.logic.chain import Chain, Number, Stretch
from squeezelogic.logic.decision import Outcome
from squeezelogic.logic.errors import DecisionError, GapError, InvalidInput, quoted
from squeezelogic.logic.frozen import FrozenMap
from squeezelogic.logic.readers import read_with
from squeezelogic.logic.rivals import cannot_fail
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.rules import Rule
from squeezelogic.logic.texts import Advice
from squeezelogic.profile import Profile
from squeezelogic.recommendation import (
    LISTS,
    PROGRESSION,
    SCHEMA,
    VALUES,
    Fact,
    Item,
    Overruled,
    Progression,
    Provenance,
    Reason,
    Recommendation,
)

TEXTS = ("summary", "disclaimer")
NEEDED = ("verdict", "strength", *TEXTS)
CARRIED = ("focus", "severity", "fault")
ANSWERS_KEPT = 8_192
FACTS_KEPT = 32_768

Origin = tuple[Hashable, int, frozenset[str], Number]
"""What a recommendation comes from: the codes of the profile and the exercise, what was seen, and the situation."""


class Part(NamedTuple):
    """What one topic contributes: slots, the advice in them, reasons, and what was overruled."""

    filled: Mapping[str, Any]
    items: dict[str, tuple[Item, ...]]
    reasons: tuple[Reason, ...]
    overruled: tuple[Overruled, ...]


class Adviser:
    """A rulebook that speaks of lifting: its decisions turned into recommendations.

    A recommendation is worked out as far as it could fail, and the verdict; the rest waits for who reads it. What was
    given stands for itself as a code, see `Facts`.

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
        self._read_in = cache(lambda family: read_with(book.topics, {"family": family}))
        self._chain = Chain(book.reasoner.tables, self._part)
        self._may_fail = self._chain.back_from(self._crucial())
        self._verdict = self._chain.stretch(self._may_fail, self._known)
        self._fields = self._stretches()
        self._middle = middle(Profile)
        self._of_half_a_profile = lru_cache(FACTS_KEPT)(lambda code: self._number(_profile(code)))
        self._of_exercise = lru_cache(FACTS_KEPT)(lambda code: self._number(decoded(Exercise, code)))
        self._of_observed = lru_cache(FACTS_KEPT)(lambda observed: self._number(_seen(observed)))
        self._adds_up = _adds_up(book)
        self.recommend = lru_cache(ANSWERS_KEPT)(self._recommend)

    def _unpromised(self) -> tuple[str, ...]:
        """What a recommendation needs and no topic promises to fill."""
        promised = {slot for topic in self._book.topics for slot in topic.required}
        return tuple(slot for slot in NEEDED if slot not in promised)

    def _crucial(self) -> Iterator[int]:
        """The topics that give the verdict, and those that may come to no outcome."""
        wanted = {*VALUES, *self._unpromised()}
        for place, topic in enumerate(self._book.topics):
            if not wanted.isdisjoint(topic.concludes) or not cannot_fail(topic):
                yield place

    def _stretches(self) -> dict[str, Stretch[Any]]:
        """For each field that some topics settle, these topics as one table."""
        sources = {
            slot: [place for place, topic in enumerate(self._book.topics) if slot in topic.concludes]
            for slot in (*LISTS, *TEXTS, *PROGRESSION.values())
        }
        climbing = [place for slot in PROGRESSION.values() for place in sources[slot]]
        return {
            **{slot: self._late(sources[slot], partial(_items, slot)) for slot in LISTS},
            **{slot: self._late(sources[slot], partial(_text, slot)) for slot in TEXTS},
            "progression": self._late(climbing, _progression),
        }

    def _late(self, places: Iterable[int], finish: Callable[[list[Part]], Any]) -> Stretch[Any]:
        return self._chain.stretch({*places, *(self._chain.back_from(places) - self._may_fail)}, finish)

    # ---------------------------------------------------------------- asked

    def _recommend(self, profile: Hashable, exercise: int, observed: frozenset[str]) -> Recommendation:
        """The recommendation for a profile, an exercise (by their codes) and what was seen."""
        try:
            if self._adds_up and isinstance(profile, int):
                low = profile % self._middle  # there are many profiles, and not so many halves of one
                number = self._of_half_a_profile(profile - low) | self._of_half_a_profile(low)
                number |= self._of_exercise(exercise) | self._of_observed(observed)
            else:
                number = self._number(_facts(profile, exercise, observed))
            (values, missing), adds = self._verdict.step(number & self._verdict.bits)
        except (DecisionError, InvalidInput):
            self._book.decide(self._declared(_facts(profile, exercise, observed)))  # says all, and of which facts
            raise
        for slot in missing:
            facts = _facts(profile, exercise, observed)
            raise GapError(f"no rule fills {quoted(slot)}, which a recommendation needs", "", slot, (), facts)
        return deferred(Recommendation, values, (profile, exercise, observed, number | adds))

    def _number(self, facts: Mapping[str, Any]) -> Number:
        return self._chain.number(self._book.vocabulary.situation(self._declared(facts)))

    def _declared(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        declared = self._book.vocabulary.attributes
        return {name: value for name, value in facts.items() if name in declared}

    def _known(self, parts: list[Part]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What a recommendation holds from the start, and which of the slots it needs are empty."""
        found = {slot: value for part in parts for slot, value in part.filled.items() if slot in VALUES}
        missing = tuple(slot for slot in self._unpromised() if not any(slot in part.filled for part in parts))
        return {**{slot: found.get(slot) for slot in VALUES}, WORK_OUT: self._work_out}, missing

    # ---------------------------------------------------------------- read

    def _work_out(self, field: str, origin: Origin) -> Mapping[str, Any]:
        if stretch := self._fields.get(field):
            return {field: stretch.step(origin[3] & stretch.bits)[0]}
        if field in ("reasons", "overruled"):
            return self._reasoning(origin[3])
        if field in ("facts", "unused"):
            facts = _facts(*origin[:3])
            unused = tuple(_unread(facts, self._read_in(facts["family"])))
            return {"facts": FrozenMap({name: _plain(value) for name, value in facts.items()}), "unused": unused}
        return {"schema": SCHEMA, "rulebook": self._provenance}

    def _reasoning(self, number: Number) -> Mapping[str, Any]:
        parts: list[Part] = []
        for stage in self._chain.stages:
            part, adds = stage.at(number)
            number |= adds
            parts.append(part)
        return {
            "reasons": tuple(reason for part in parts for reason in part.reasons),
            "overruled": tuple(lost for part in parts for lost in part.overruled),
        }

    # ---------------------------------------------------------------- one topic

    def _part(self, outcome: Outcome) -> Part:
        givers: dict[str, dict[str, str]] = {}
        for rule in outcome.standing:
            for slot, value in rule.then.items():
                if slot in self._spoken:
                    for advice in value if isinstance(value, tuple) else (str(value),):
                        givers.setdefault(slot, {}).setdefault(advice, rule.id)
        return Part(
            outcome.slots,
            {slot: tuple(map(self._item, given, given.values())) for slot, given in givers.items()},
            tuple(map(_reason, outcome.standing)),
            tuple(self._lost(loser, winner) for loser, winner in outcome.overruled.items()),
        )

    def _lost(self, loser: str, winner: str) -> Overruled:
        lost, won = self._book.rules[loser], self._book.rules[winner]
        why = f"{won.level} comes before {lost.level}" if won.level != lost.level else "it overrides this rule"
        return Overruled(loser, lost.topic, winner, f"{won.title or won.id} ({why})")


def _facts(profile: Hashable, exercise: int, observed: frozenset[str]) -> dict[str, Any]:
    """Everything given, by name in alphabetical order."""
    return dict(sorted({**_profile(profile), **decoded(Exercise, exercise), **_seen(observed)}.items()))


def _profile(code: Any) -> dict[str, Any]:
    """What a profile's code stands for."""
    own, more = code if isinstance(code, tuple) else (code, {})
    return {**decoded(Profile, own), **more}


def _seen(observed: frozenset[Any]) -> dict[str, Any]:
    strange = [fault for fault in observed if not isinstance(fault, str)]
    if strange:
        raise InvalidInput(*(f"`observed` cannot hold {quoted(it)}: faults are named by text" for it in strange))
    return {"observed": frozenset(map(str, observed))} if observed else {}


def _adds_up(book: Rulebook) -> bool:
    """Whether nothing follows from a fact but what an exercise knows of itself, so that each can be taken by itself."""
    implied = {
        (name, value, other, it)
        for name, attribute in book.vocabulary.attributes.items()
        for value, others in attribute.implies.items()
        for other, it in others.items()
    }
    return implied <= {("movement", movement, "family", family) for movement, family in FAMILY_OF.items()}


def _items(slot: str, parts: list[Part]) -> tuple[Item, ...]:
    """The advice in a slot, every piece credited to the most important rule that gives it."""
    found: dict[str, Item] = {}
    for item in (item for part in parts for item in part.items.get(slot, ())):
        found.setdefault(item.id, item)
    return tuple(found.values())


def _text(slot: str, parts: list[Part]) -> str:
    return _items(slot, parts)[0].text


def _progression(parts: list[Part]) -> Progression | None:
    items = {name: _items(slot, parts) for name, slot in PROGRESSION.items()}
    steps = {name: found[0] for name, found in items.items() if found}
    return Progression(**steps) if steps else None


def _unread(facts: Mapping[str, Any], read: Mapping[str, frozenset[str] | None]) -> Iterable[Fact]:
    for name, value in facts.items():
        elements = read.get(name, frozenset())
        if not isinstance(value, frozenset):
            if name not in read:
                yield Fact(name, value)
        elif elements is not None:
            yield from (Fact(name, element) for element in sorted(value - elements))


def _item(text: Advice, rule: str) -> Item:
    return Item(text.id, text.text, rule, **{key: text.carries[key] for key in CARRIED if key in text.carries})


def _reason(rule: Rule) -> Reason:
    return Reason(rule.id, rule.topic, rule.because, rule.claims, basis=rule.basis)


def _plain(value: object) -> object:
    return tuple(sorted(value)) if isinstance(value, frozenset) else value
