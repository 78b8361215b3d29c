"""The fields of a recommendation, computed from the bits of a decision, and all of them as JSON.

A recommendation keeps its *origin*: the input as codes, and the number of the decision as far as the verdict needs it.
For example, the first access to `rec.cues` calls the *getter* of `cues` with the origin. The getter adds the bits of
the rules that can give cues. Then it looks up the *row* of these bits: the tuple of cues, which is made once for each
set of such rules in force.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial, reduce
from operator import or_
from typing import Any

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import NAMES, decode_facts
from squeezelogic.coaching.parts import (
    DIRECTION,
    LIST_SLOTS,
    PROGRESSION,
    SCHEMA,
    SINGLE_SLOTS,
    Fact,
    Item,
    Overruled,
    Progression,
    Provenance,
    Reason,
)
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.record import Forms, to_json
from squeezelogic.logic.inference.cache import Cache
from squeezelogic.logic.inference.hot_path import as_steps
from squeezelogic.logic.inference.plan import ROWS_KEPT, Number
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, by_rank
from squeezelogic.logic.model.texts import Advice
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.components import iterate_bits
from squeezelogic.logic.semantics.definition import conclusions
from squeezelogic.logic.semantics.relevance import read_with

TEXTS = ("summary", "disclaimer")
SLOTS_OF = {
    **{name: (name,) for name in (*SINGLE_SLOTS, *LIST_SLOTS, *TEXTS)},
    "progression": (DIRECTION, *PROGRESSION.values()),
}
"""The slots that each field is made of."""
FRAME = ("schema", *SINGLE_SLOTS, *TEXTS)
"""The fields that are single values: one row has them all, since few combinations occur."""
LAZY_NAMES = (
    *(name for name in SLOTS_OF if name not in SINGLE_SLOTS),
    *("schema", "rulebook", "reasons", "overruled", "unused", "facts", "to_dict", "to_json"),
)
"""The names in `AnswerFields.getters`."""
UNDECIDED = object()
VERDICT = SINGLE_SLOTS[0]
CARRIED = ("focus", "severity", "fault")
FIELD_ROWS_KEPT = 2_048
RULES_AT_ONCE = 24
"""Of so many consecutive rules, few sets are in force: a few hundred, in thousands of situations."""
FACTS_KEPT = 4_096

CodedInput = tuple[Any, Any, frozenset[str]]
"""An input: the codes of a profile and an exercise, see `Facts`, and the observed faults."""
Origin = tuple[Any, Any, frozenset[str], Number]
"""The three parts of a `CodedInput`, and the number of the decision, with the bits of the tables that were read."""
Getter = Callable[[Origin], Any]
"""Computes one field of a recommendation."""
Rows = tuple[Forms[Number], Number]
"""The rows of a field by key, and the mask that selects the key from an outcome."""
Unread = tuple[str, str, Any, type]
"""A family, and a fact that no rule for it reads: its name, its value and its type."""


class AnswerFields:
    """Computes the fields of recommendations, one by one or all of them as JSON.

    A field depends only on which of certain rules are in force, so a row of it is made once, and kept in three forms.
    Reasons and overruled rules have a row for every few rules. An *outcome* is a decision's number from the bits of its
    rules on; it is half as long.

    Args:
        book: the rulebook.
        done: the places of the tables whose results the number of an origin has already.
        names: the names of all fields, in order.

    Attributes:
        getters: for each lazy field, and for `to_dict` and `to_json`, the function that computes it.
    """

    def __init__(self, book: Rulebook, done: Container[int], names: Sequence[str]) -> None:
        self._book, self._plan, self._done = book, book.plan, done
        self._later = [place for place in range(len(self._plan.tables)) if place not in done]
        self._rest = as_steps(self._plan.tables[place] for place in self._later)
        self._ranks = {text.id: text.rank for text in book.advice.values() if text.rank}
        self._item = cache(lambda advice, rule: _make_item(book.advice[advice], rule))
        self._read_in = cache(lambda family: read_with(book.topics, {"family": family}))
        self._read_whole = cache(lambda family: {name for name, it in self._read_in(family).items() if it is None})
        provenance = Provenance(book.name, book.version, book.digest)
        self._whole: dict[str, Rows] = {
            "schema": _make_rows(lambda number: SCHEMA, 0),
            "rulebook": _make_rows(lambda number: provenance, 0),
            **{name: self._make_field(name, self._find_value) for name in SINGLE_SLOTS},
            **{name: self._make_field(name, self._find_list) for name in LIST_SLOTS},
            **{name: self._make_field(name, self._find_text) for name in TEXTS},
            "progression": self._make_field("progression", self._find_progression),
        }
        parts = self._order_rules()
        runs = [part[first : first + RULES_AT_ONCE] for part in parts for first in range(0, len(part), RULES_AT_ONCE)]
        losing = [self._plan.find_losing_bits(run) >> self._plan.standing for run in runs]
        self._by_rules: dict[str, list[Rows]] = {
            "reasons": [_make_rows(self._find_reasons, sum(1 << place for place in run)) for run in runs],
            "overruled": [_make_rows(self._find_overruled, bits) for bits in losing if bits],
        }
        self._unused = Forms[Unread](self._find_unused, FIELD_ROWS_KEPT)
        self._names = names
        self._frames = Cache(self._make_frame, FIELD_ROWS_KEPT)
        self._frame_bits = reduce(or_, (self._whole[name][1] for name in FRAME))
        self._records = {name: rows for name, rows in self._whole.items() if name not in FRAME}
        self.getters: dict[str, Getter] = {
            "schema": lambda origin: SCHEMA,
            "rulebook": lambda origin: provenance,
            **{name: self._make_getter(name) for name in (*LIST_SLOTS, *TEXTS, "progression")},
            **{name: partial(self._join_rows, rows) for name, rows in self._by_rules.items()},
            "unused": lambda origin: self._join_unused(facts_of(origin[:3])),
            "facts": lambda origin: FrozenMap({name: _sort_set(it) for name, it in facts_of(origin[:3]).items()}),
            "to_dict": self._make_dict,
            "to_json": self._make_json,
        }

    def _order_rules(self) -> tuple[Sequence[int], ...]:
        """The places of all rules, in parts: those of the topic that gives the verdict go first."""
        places = range(len(self._plan.rules))
        main = next(rule.topic for rule in self._plan.rules if VERDICT in rule.then)
        own = [place for place in places if self._plan.rules[place].topic == main]
        return (places,) if own[0] == 0 else (own, [place for place in places if place not in own])

    def _make_field(self, name: str, find: Callable[[str, Sequence[Rule]], Any]) -> Rows:
        """The rows of a field that is made of slots: `find` makes one, from the rules in force that fill the slots."""
        wanted = set(SLOTS_OF[name])
        fillers = sum(1 << place for place, rule in enumerate(self._plan.rules) if not wanted.isdisjoint(rule.then))
        return _make_rows(lambda outcome: find(name, self._find_rules(outcome)), fillers)

    def _find_rules(self, outcome: Number) -> list[Rule]:
        return self._plan.find_rules(outcome << self._plan.standing)

    def _make_getter(self, name: str) -> Getter:
        """The function that computes such a field: it runs the missing tables that matter, then looks up the row.

        The row is kept by the bits that it depends on, and where possible by fewer, see `Plan.foresee`.
        """
        wanted = set(SLOTS_OF[name])
        filling = [it for it in self._plan.components if not wanted.isdisjoint(it.fills)]
        needed = self._plan.find_needed(filling)
        steps = as_steps(self._plan.tables[place] for place in self._later if place in needed)
        forms, fillers = self._whole[name]
        values = forms.values

        def look_up(number: Number) -> Any:
            for rows, shift, mask in steps:
                number |= rows[number >> shift & mask]
            return values[number >> standing & fillers]

        standing = self._plan.standing
        bits = self._plan.find_bits(filling, self._done) | fillers << standing
        found = Cache(look_up, ROWS_KEPT)
        if (foreseen := self._plan.foresee(filling, self._done)) is None:
            return lambda origin: found[origin[3] & bits]
        few, find = foreseen

        def look_ahead(number: Number) -> Any:
            stands = find(number)
            return UNDECIDED if stands is None else values[(number | stands) >> standing & fillers]

        soon, few = Cache(look_ahead, ROWS_KEPT), few | fillers << standing

        def find_value(origin: Origin) -> Any:
            value = soon[origin[3] & few]
            return found[origin[3] & bits] if value is UNDECIDED else value

        return find_value

    # ---------------------------------------------------------------- all fields

    def _make_dict(self, origin: Origin) -> dict[str, Any]:
        """What `record.to_plain` makes of the recommendation, from copies of the kept rows."""
        outcome, facts = self._find_outcome(origin[3]), facts_of(origin[:3])
        found = self._frames[outcome & self._frame_bits][0].copy()
        for name, (forms, bits) in self._records.items():
            found[name] = forms.copiers[outcome & bits]()
        for name, some in self._by_rules.items():
            found[name] = [it for forms, bits in some if (key := outcome & bits) for it in forms.copiers[key]()]
        found["unused"] = [it for unread in self._list_unread(facts) for it in self._unused.copiers[unread]()]
        for name, it in facts.items():
            if it.__class__ is frozenset:
                facts[name] = sorted(it)
        found["facts"] = facts
        return found

    def _make_json(self, origin: Origin) -> str:
        """What `record.to_json` makes of the recommendation, from the texts of the kept rows."""
        outcome, facts = self._find_outcome(origin[3]), facts_of(origin[:3])
        found = {name: forms.texts[outcome & bits] for name, (forms, bits) in self._records.items()}
        for name, some in self._by_rules.items():
            found[name] = _join_lists([forms.texts[key] for forms, bits in some if (key := outcome & bits)])
        found["unused"] = _join_lists([self._unused.texts[unread] for unread in self._list_unread(facts)])
        found["facts"] = ", ".join([_write_fact(name, it) for name, it in facts.items()]).join("{}")
        return self._frames[outcome & self._frame_bits][1] % found

    def _make_frame(self, key: Number) -> tuple[dict[str, Any], str]:
        """The fields of `FRAME`: in a dict where all others are None, and in JSON with places for the others."""
        found = {name: forms.values[key & bits] for name, (forms, bits) in self._whole.items() if name in FRAME}
        texts = {name: to_json(value).replace("%", "%%") for name, value in found.items()}
        members = [f'"{name}": {texts.get(name, f"%({name})s")}' for name in self._names]
        return {**dict.fromkeys(self._names), **found}, ", ".join(members).join("{}")

    def _find_outcome(self, number: Number) -> Number:
        """The outcome of the whole decision."""
        for rows, shift, mask in self._rest:
            number |= rows[number >> shift & mask]
        return number >> self._plan.standing

    # ---------------------------------------------------------------- single fields

    def _find_value(self, slot: str, rules: Sequence[Rule]) -> Any:
        return conclusions(rules).get(slot)

    def _find_items(self, slot: str, rules: Iterable[Rule]) -> tuple[Item, ...]:
        """The advice in a slot, each with the most important rule that gives it."""
        givers: dict[str, str] = {}
        for rule in rules:
            value = rule.then.get(slot, ())
            for advice in value if isinstance(value, tuple) else (str(value),):
                givers.setdefault(advice, rule.id)
        return tuple(map(self._item, givers, givers.values()))

    def _find_list(self, slot: str, rules: Iterable[Rule]) -> tuple[Item, ...]:
        """The same in coaching order."""
        items = {item.id: item for item in self._find_items(slot, rules)}
        return tuple(map(items.__getitem__, by_rank(items, self._ranks)))

    def _find_text(self, slot: str, rules: Iterable[Rule]) -> str:
        return self._find_items(slot, rules)[0].text

    def _find_progression(self, name: str, rules: Sequence[Rule]) -> Progression | None:
        items = {name: self._find_items(slot, rules) for name, slot in PROGRESSION.items()}
        steps: dict[str, Any] = {name: found[0] for name, found in items.items() if found}
        steps.update((DIRECTION, rule.then[DIRECTION]) for rule in rules if DIRECTION in rule.then)
        return Progression(**steps) if steps else None

    def _join_rows(self, some: Iterable[Rows], origin: Origin) -> tuple[Any, ...]:
        outcome = self._find_outcome(origin[3])
        return tuple([it for forms, bits in some if (key := outcome & bits) for it in forms.values[key]])

    def _find_reasons(self, outcome: Number) -> tuple[Reason, ...]:
        return tuple(map(_make_reason, self._find_rules(outcome)))

    def _find_overruled(self, outcome: Number) -> tuple[Overruled, ...]:
        number = outcome << self._plan.standing
        lost = iterate_bits(number >> self._plan.overruled)
        return tuple(_make_overruled(self._plan.rules[it], self._plan.find_winner(number, it)) for it in lost)

    def _join_unused(self, facts: Mapping[str, Any]) -> tuple[Fact, ...]:
        return tuple([it for unread in self._list_unread(facts) for it in self._unused.values[unread]])

    def _list_unread(self, facts: Mapping[str, Any]) -> list[Unread]:
        """The facts that no rule for the family reads, or not all of whose elements."""
        family = facts["family"]
        settled = self._read_whole(family)
        return [(family, name, it, it.__class__) for name, it in facts.items() if name not in settled]

    def _find_unused(self, unread: Unread) -> tuple[Fact, ...]:
        """A fact as one or more unused ones; for elements of a set, with those that were probably meant.

        Rules have to read what was meant, and it must not be given as well.
        """
        family, name, value, _ = unread
        if not isinstance(value, frozenset):
            return (Fact(name, value),)
        read = self._read_in(family).get(name) or _NOTHING
        attribute = self._book.vocabulary.attributes.get(name)
        meant = attribute.meant if attribute else {}
        useful = read - value
        return tuple(Fact(name, it, meant[it] if meant.get(it) in useful else None) for it in sorted(value - read))


_NOTHING: frozenset[str] = frozenset()


def _make_rows(find: Callable[[Number], Any], bits: Number) -> Rows:
    return Forms(find, FIELD_ROWS_KEPT), bits


def facts_of(coded: CodedInput) -> dict[str, Any]:
    """All given facts, in alphabetical order.

    Raises:
        InvalidInput: an observed fault is not text.
    """
    profile, exercise, observed = coded
    high, low, more = profile
    own = {**decode_facts(Profile, (high, low)), **(more or {})}
    given = {**own, **decode_facts(Exercise, exercise), **_observed_facts(observed)}
    return {name: given[name] for name in sorted(given)}


def _observed_facts(observed: frozenset[Any]) -> dict[str, Any]:
    if not observed:
        return {}
    if NAMES.issuperset(map(type, observed)):
        return {"observed": observed}
    if strange := [fault for fault in observed if not isinstance(fault, str)]:
        raise InvalidInput(*(f"`observed` cannot hold {quoted(it)}: faults are named by text" for it in strange))
    return {"observed": frozenset(map(str, observed))}


@lru_cache(FACTS_KEPT, typed=True)
def _write_fact(name: str, value: Any) -> str:
    """A fact as a member of a JSON object."""
    return f"{to_json(name)}: {to_json(_sort_set(value))}"


def _join_lists(texts: Iterable[str]) -> str:
    """Lists in JSON as one list."""
    return ", ".join([text[1:-1] for text in texts if text != "[]"]).join("[]")


def _make_item(text: Advice, rule: str) -> Item:
    carried: dict[str, Any] = {key: text.carries[key] for key in CARRIED if key in text.carries}
    return Item(text.id, text.text, rule, **carried, short=text.short or None)


def _make_reason(rule: Rule) -> Reason:
    return Reason(rule.id, rule.topic, rule.because, rule.claims, basis=rule.basis, disputed_by=rule.disputed_by)


def _make_overruled(lost: Rule, won: Rule) -> Overruled:
    return Overruled(lost.id, lost.topic, won.id, "level" if won.level != lost.level else "override", won.because)


def _sort_set(value: object) -> object:
    return tuple(sorted(value)) if isinstance(value, frozenset) else value
