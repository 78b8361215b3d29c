"""A rulebook that speaks of lifting: its decisions turned into recommendations, advice looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

from squeezelogic.coaching.numbering import Asked, Numbering, facts_of
from squeezelogic.coaching.recommendation import (
    DIRECTION,
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
from squeezelogic.logic.inference.cache import Kept, Remembered, keep
from squeezelogic.logic.inference.chain import ROWS_KEPT, Chain, Number
from squeezelogic.logic.model.decision import Outcome
from squeezelogic.logic.model.errors import DecisionError, GapError, InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.lazy_fields import ORIGIN, WAYS, hold, new
from squeezelogic.logic.model.rules import Rule, by_rank
from squeezelogic.logic.model.texts import Advice
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.precedence import cannot_fail
from squeezelogic.logic.semantics.relevance import read_with

TEXTS = ("summary", "disclaimer")
NEEDED = ("verdict", "strength", *TEXTS)
CARRIED = ("focus", "severity", "fault")
TYPES = {
    **dict.fromkeys((*VALUES, DIRECTION), ("enum", "text")),
    "hold_seconds": ("integer", "number"),
    **dict.fromkeys((*LISTS, *TEXTS, *PROGRESSION.values()), ("text", "advice")),
}
"""What type a slot must have for a recommendation to hold it."""
ANSWERS_KEPT = 4_096

Origin = tuple[Asked, Number]
"""What a recommendation comes from: what was asked, and the number of the situation that this is."""


Known = tuple[dict[str, Any], Number]
"""What a recommendation holds from the start, and what that adds to the number of the situation."""


class Part(NamedTuple):
    """What one topic contributes: slots, the advice in them, reasons, and what was overruled."""

    filled: Mapping[str, Any]
    items: dict[str, tuple[Item, ...]]
    reasons: tuple[Reason, ...]
    overruled: tuple[Overruled, ...]


class Adviser:
    """A rulebook that speaks of lifting: its decisions turned into recommendations.

    A recommendation is worked out as far as it could fail, and the verdict; the rest waits for who reads it.

    Args:
        rulebook: the one to ask; the default one if None.

    Raises:
        InvalidInput: its vocabulary lacks what a recommendation needs, or declares it as something else.
    """

    def __init__(self, rulebook: Rulebook | None) -> None:
        book = Rulebook.default() if rulebook is None else rulebook
        if problems := list(unfit(book)):
            raise InvalidInput(*problems)
        self._book = book
        self._provenance = Provenance(book.name, book.version, book.digest)
        self._spoken = frozenset(name for name, slot in book.vocabulary.slots.items() if slot.names_advice)
        self._ranks = {text.id: text.rank for text in book.advice.values() if text.rank}
        self._item = cache(lambda advice, rule: _item(book.advice[advice], rule))
        self._read_in = cache(lambda family: read_with(book.topics, {"family": family}))
        # Rows that come to the same share it: the less there is to look through, the more of it is at hand.
        self._alike = lru_cache(ROWS_KEPT)(lambda found: found)
        self._outset = lru_cache(ROWS_KEPT, typed=True)(self._held_from_the_start)
        self._chain = Chain(book.reasoner.tables, self._part)
        self._may_fail = self._chain.back_from(self._crucial())
        self._verdict_bits, self._verdict = self._chain.stretch(self._may_fail, self._known)
        self._verdicts: dict[Number, Known] = {}
        self._late = {**self._stretches(), **self._rest()}
        self._numbering = Numbering(book, self._chain)
        self._kept = Kept[Asked, Recommendation](ANSWERS_KEPT)

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

    def _stretches(self) -> dict[str, Callable[[Origin], Any]]:
        """For each field that some topics settle, how to find it: in these topics as one table."""
        sources = {
            slot: [place for place, topic in enumerate(self._book.topics) if slot in topic.concludes]
            for slot in (*LISTS, *TEXTS, DIRECTION, *PROGRESSION.values())
        }
        climbing = [place for slot in (DIRECTION, *PROGRESSION.values()) for place in sources[slot]]
        return {
            **{slot: self._found(sources[slot], partial(_listed, slot, self._ranks)) for slot in LISTS},
            **{slot: self._found(sources[slot], partial(_text, slot)) for slot in TEXTS},
            "progression": self._found(climbing, _progression),
        }

    def _found(self, places: Iterable[int], finish: Callable[[list[Part]], Any]) -> Callable[[Origin], Any]:
        needed = {*places, *(self._chain.back_from(places) - self._may_fail)}
        bits, row = self._chain.stretch(needed, lambda parts, adds: self._alike(finish(parts)))
        rows = Remembered(row, ROWS_KEPT)
        return lambda origin: rows[origin[1] & bits]

    # ---------------------------------------------------------------- asked

    def recommendation(self, asked: Asked) -> Recommendation:
        """The recommendation for what is asked.

        Raises:
            InvalidInput: something that the rulebook's vocabulary does not admit.
            ConflictError, GapError: the rulebook contradicts itself here, or says nothing.
        """
        kept = self._kept.values
        found = kept.get(asked) if kept else None  # looking in vain costs the hash of it all
        if found is None:
            profile, exercise, observed = asked
            parts = self._numbering
            try:
                number = parts.high[profile // parts.middle] | parts.low[profile % parts.middle]
                for fault in observed:
                    number |= parts.faults[fault]
                adds, matters = parts.exercises[exercise]
                number = (number | adds) & matters
                known, more = self._verdicts[number & self._verdict_bits]
            except (KeyError, TypeError):  # something comes for the first time, or cannot be put together from parts
                number, (known, more) = self._first(asked)
            held = known.copy()
            held[ORIGIN] = (asked, number | more)
            found = new(Recommendation)
            hold(found, held)
            self._kept.keep(asked, found)
        return found

    def _first(self, asked: Asked) -> tuple[Number, Known]:
        try:
            number = self._numbering.learn(asked)
            row = number & self._verdict_bits
            known = self._verdict(row)
        except (DecisionError, InvalidInput) as error:
            given = facts_of(asked)
            self._book.decide(self._numbering.declared(given))  # says all, and of which facts
            if isinstance(error, GapError):
                raise GapError(error.args[0], error.topic, error.slot, error.rules, given) from None
            raise
        keep(self._verdicts, row, known, ROWS_KEPT)
        return number, known

    def _known(self, parts: list[Part], adds: Number) -> Known:
        """What a recommendation holds from the start, and what that adds to the number of the situation.

        Raises:
            GapError: a slot that a recommendation needs is empty.
        """
        filled = {slot: value for part in parts for slot, value in part.filled.items()}
        for slot in self._unpromised():
            if slot not in filled:
                raise GapError(f"no rule fills {quoted(slot)}, which a recommendation needs", "", slot, (), {})
        return self._outset(adds, *map(filled.get, VALUES))

    def _held_from_the_start(self, adds: Number, *values: Any) -> Known:
        return {**dict(zip(VALUES, values, strict=True)), WAYS: self._late}, adds

    # ---------------------------------------------------------------- read

    def _rest(self) -> dict[str, Callable[[Origin], Any]]:
        """For each other field that can wait, how to find it."""
        return {
            "schema": lambda origin: SCHEMA,
            "reasons": lambda origin: tuple(it for part in self._parts(origin[1]) for it in part.reasons),
            "overruled": lambda origin: tuple(it for part in self._parts(origin[1]) for it in part.overruled),
            "facts": lambda origin: FrozenMap({name: _plain(value) for name, value in facts_of(origin[0]).items()}),
            "unused": lambda origin: self._unused(facts_of(origin[0])),
            "rulebook": lambda origin: self._provenance,
        }

    def _parts(self, number: Number) -> Iterator[Part]:
        for stage in self._chain.stages:
            part, adds = stage.at(number)
            number |= adds
            yield part

    def _unused(self, facts: Mapping[str, Any]) -> tuple[Fact, ...]:
        return tuple(_unread(facts, self._read_in(facts["family"])))

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
        return Overruled(loser, lost.topic, winner, "level" if won.level != lost.level else "override", won.because)


def unfit(book: Rulebook) -> Iterator[str]:
    """Why a rulebook cannot give recommendations, if it cannot."""
    slots = book.vocabulary.slots
    if missing := [quoted(slot) for slot in NEEDED if slot not in slots]:
        yield f"rulebook {quoted(book.name)} lacks slots that a recommendation needs: {', '.join(missing)}"
    for name, types in TYPES.items():
        if name in slots and slots[name].type not in types:
            what = f"rulebook {quoted(book.name)} declares slot {quoted(name)} as {quoted(slots[name].type)}"
            yield f"{what}: in a recommendation it has to be {' or '.join(map(quoted, types))}"


def _items(slot: str, parts: list[Part]) -> tuple[Item, ...]:
    """The advice in a slot, every piece credited to the most important rule that gives it."""
    found: dict[str, Item] = {}
    for item in (item for part in parts for item in part.items.get(slot, ())):
        found.setdefault(item.id, item)
    return tuple(found.values())


def _listed(slot: str, ranks: Mapping[str, int], parts: list[Part]) -> tuple[Item, ...]:
    """The same in coaching order."""
    items = {item.id: item for item in _items(slot, parts)}
    return tuple(map(items.__getitem__, by_rank(items, ranks)))


def _text(slot: str, parts: list[Part]) -> str:
    return _items(slot, parts)[0].text


def _progression(parts: list[Part]) -> Progression | None:
    items = {name: _items(slot, parts) for name, slot in PROGRESSION.items()}
    steps: dict[str, Any] = {name: found[0] for name, found in items.items() if found}
    for part in parts:
        if DIRECTION in part.filled:
            steps[DIRECTION] = part.filled[DIRECTION]
    return Progression(**steps) if steps else None


def _unread(facts: Mapping[str, Any], read: Mapping[str, frozenset[str] | None]) -> Iterable[Fact]:
    for name, value in facts.items():
        asked = read.get(name, frozenset())
        if asked is not None:
            yield from (Fact(name, it) for it in (sorted(value - asked) if isinstance(value, frozenset) else (value,)))


def _item(text: Advice, rule: str) -> Item:
    carried = {key: text.carries[key] for key in CARRIED if key in text.carries}
    return Item(text.id, text.text, rule, **carried, short=text.short or None)


def _reason(rule: Rule) -> Reason:
    return Reason(rule.id, rule.topic, rule.because, rule.claims, basis=rule.basis, disputed_by=rule.disputed_by)


def _plain(value: object) -> object:
    return tuple(sorted(value)) if isinstance(value, frozenset) else value
