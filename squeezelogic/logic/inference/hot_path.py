"""The hot path: from facts to a decision within microseconds.

This module has all optimizations of `decide`; those of recommendations are in the facade that makes them. Each has a
plain counterpart; tests show that they agree.

- Ordinary facts are checked and encoded by one look-up each. The complete situation is not made, which is most of the
  cost of the plain way (`Vocabulary.situation`, `Encoding.encode_situation`).
- Whether the checks pass is looked up by their few bits (`Checks.pass_for`).
- Steps are tuples in a local variable, which saves three attribute look-ups per step (`Plan.run`).
- A decision holds its number, and computes its parts when they are first read: reading rule ids does not compute slots
  (`Plan.make_decision`).
- Numbers and dates are placed among the cuts by one bisection of floats and day numbers, although rules compare exact
  decimals (`Runs.run`).
- Rule ids are looked up for eight rules at a time, not bit by bit (`iterate_bits`).
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from squeezelogic.logic.inference.cache import Cache
from squeezelogic.logic.inference.plan import Number, Plan, Table
from squeezelogic.logic.model.decision import Decision
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.lazy_fields import GETTERS, ORIGIN, hold, new
from squeezelogic.logic.model.vocabulary import MOST_DIGITS, UNKNOWN, Attribute, as_date, as_number
from squeezelogic.logic.semantics.components import iterate_bits
from squeezelogic.logic.semantics.definition import conclusions
from squeezelogic.logic.semantics.equivalence import collect_tests
from squeezelogic.logic.semantics.runs import ENDS, find_float, find_integer, runs

PLAIN = frozenset({str})
COLLECTIONS = frozenset({frozenset, set, list, tuple})
RULES_AT_ONCE = 8
CHECKS_KEPT = 1_024
LARGEST = 10**MOST_DIGITS - 1

Cuts = tuple[list[Any], list[Number]]
"""The cuts between ordered values with different bits; the bits of values before each cut, and after the last."""


class Adds(dict[Any, Any]):
    """A dict of the bits of values, with a default for unknown keys. The default is not stored.

    Args:
        otherwise: the result for any other key.
    """

    def __init__(self, otherwise: Any) -> None:
        super().__init__()
        self._otherwise = otherwise

    def __missing__(self, key: object) -> Any:
        return self._otherwise


class DateTexts(dict[str, Number]):
    """The bits of dates in text.

    Args:
        cuts: the bits of days, by day number.
        unclear: the bits of any other text.
    """

    def __init__(self, cuts: Cuts, unclear: Number) -> None:
        super().__init__()
        self._cuts, self._unclear = cuts, unclear

    def __missing__(self, text: str) -> Number:
        day, (cuts, adds) = as_date(text), self._cuts
        return self._unclear if isinstance(day, str) else adds[bisect_right(cuts, day.toordinal())]


class FactEncoder:
    """Encodes ordinary facts: texts, truth values, numbers, dates and collections of texts that the vocabulary knows.

    All other facts, valid or not, set the highest check bit. Facts that set it, contradict one another or lack a
    required fact fail the checks, and the caller falls back to the vocabulary.

    Args:
        plan: the plan whose encoding is used.
    """

    def __init__(self, plan: Plan) -> None:
        self._encoding = plan.encoding
        self._tests = collect_tests(plan.rules)
        self._checks = plan.encoding.checks
        unclear = self._checks.unclear
        nothing = Adds(unclear)
        self._texts, self._flags, self._sets = (Adds(nothing) for _ in range(3))
        self._integers: dict[str, Cuts]
        self._floats: dict[str, Cuts]
        self._decimals: dict[str, Cuts]
        self._days: dict[str, Cuts]
        self._integers, self._floats, self._decimals, self._days = (Adds(([], [unclear])) for _ in range(4))
        self._known = Adds(unclear)
        for name, attribute in plan.encoding.vocabulary.attributes.items():
            self._known[name] = 0
            self._add_attribute(attribute)

    def _add_attribute(self, attribute: Attribute) -> None:
        name, encode = attribute.name, self._encoding.encode_fact
        texts = self._texts[name] = Adds(self._checks.unclear)
        if attribute.type == "set":
            texts.update((str(it), encode(name, frozenset([str(it)]))) for it in attribute.values)
            self._sets[name] = texts
            return
        if attribute.is_ordered and not attribute.implies:  # a single value may imply something
            self._add_ordered(attribute)
        elif attribute.type == "boolean":
            self._flags[name] = {it: encode(name, it) for it in (True, False)}
        elif attribute.type == "enum":
            texts.update((str(it), encode(name, it)) for it in attribute.values)
        self._texts[name][UNKNOWN] = 0

    def _add_ordered(self, attribute: Attribute) -> None:
        """Add the cuts of an integer, a number or a date, for every type of its values."""
        name, unclear = attribute.name, self._checks.unclear
        apart = runs(attribute, self._tests.get(name, ()))
        adds = [self._encoding.encode_fact(name, apart.sample(run)) for run in range(len(apart))]
        lowest, highest = (-LARGEST, LARGEST) if attribute.type == "number" else ENDS[attribute.type]
        low = lowest if attribute.at_least is None else attribute.at_least
        high = highest if attribute.at_most is None else attribute.at_most
        cuts, adds = [(low, False), *apart.cuts, (high, True)], [unclear, *adds, unclear]
        if attribute.type == "date":
            self._days[name] = [day.toordinal() + after for day, after in cuts], adds
            self._texts[name] = DateTexts(self._days[name], unclear)
            return
        self._integers[name] = list(map(find_integer, cuts)), adds
        if attribute.type == "number":
            self._decimals[name] = cuts, adds
            self._floats[name] = list(map(find_float, cuts)), adds

    def encode(self, facts: Any) -> Number:
        """The bits that facts add together, including the bits for `Checks`."""
        checks = self._checks
        if facts.__class__ is not dict or not PLAIN.issuperset(map(type, facts)):
            return checks.unclear
        number = 0
        texts, flags = self._texts, self._flags
        for name, value in facts.items():
            kind = value.__class__
            if kind is str:
                number |= texts[name][value]
            elif kind is bool:
                number |= flags[name][value]
            elif kind is int:
                cuts, adds = self._integers[name]
                number |= adds[bisect_right(cuts, value)]
            elif value is None:
                number |= self._known[name]
            elif kind in COLLECTIONS:
                number |= self._encode_set(name, value)
            elif kind is float:
                cuts, adds = self._floats[name]
                number |= adds[bisect_right(cuts, value)]
            else:
                number |= self._encode_exact(name, value)
        return number

    def _encode_exact(self, name: str, value: Any) -> Number:
        """The bits of a date or a decimal number."""
        cuts: list[Any]
        found, kind = self._checks.unclear, type(value)
        if kind is datetime.date:
            cuts, adds = self._days[name]
            found = adds[bisect_right(cuts, value.toordinal())]
        elif kind is Decimal and not isinstance(exact := as_number(value), str):
            cuts, adds = self._decimals[name]
            found = adds[bisect_right(cuts, (exact, False))]
        return found

    def _encode_set(self, name: str, value: Collection[Any]) -> Number:
        known = self._sets.get(name)
        if known is None or len(value) > len(known) or not PLAIN.issuperset(map(type, value)):
            return self._checks.unclear
        number = 0
        for element in value:
            number |= known[element]
        return number


class HotPath:
    """Decides by a plan, fast.

    Args:
        plan: the plan.

    Attributes:
        encode: encodes facts, see `FactEncoder`.
        pass_for: for the check bits of a number (`checked`), whether they pass.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._vocabulary = plan.encoding.vocabulary
        self.encode = FactEncoder(plan).encode
        self.pass_for = Cache(plan.encoding.checks.pass_for, CHECKS_KEPT)
        self.checked = (1 << plan.encoding.checks.bits) - 1
        self._steps = as_steps(plan.tables)
        self._failed, self._unassured = plan.failed, plan.unassured
        self._every_rule = (1 << len(plan.rules)) - 1
        self._getters: dict[str, Callable[[Number], Any]] = {
            "outcomes": lambda number: tuple(plan.find_outcomes(number)),
            "slots": lambda number: conclusions(plan.find_rules(number), plan.sums),
            "rules": lambda number: tuple(plan.find_rules(number)),
            "standing": self._find_ids,
            "overruled": self._find_overruled,
        }
        self._names = tuple(map(self._name_rules, range(0, len(plan.rules), RULES_AT_ONCE)))

    def decide(self, facts: Mapping[str, Any]) -> Decision:
        """The decision for some facts; all others are unknown, or the empty set.

        Raises:
            InvalidInput: facts the vocabulary does not know, and required ones that are missing, all of them.
            ConflictError: two standing rules disagree.
            GapError: a required slot stays empty.
        """
        number = self.encode(facts)
        if not self.pass_for[number & self.checked]:
            return self._plan.decide(self._vocabulary.complete_situation(facts))
        for rows, shift, mask in self._steps:
            number |= rows[number >> shift & mask]
        if number & self._failed:
            self._plan.explain_failure(self._vocabulary.situation(facts))
        for filling in self._unassured:
            if not number & filling:
                self._plan.explain_failure(self._vocabulary.situation(facts))
        decision = new(Decision)
        hold(decision, {ORIGIN: number, GETTERS: self._getters})
        return decision

    # ---------------------------------------------------------------- read

    def _name_rules(self, first: int) -> tuple[Mapping[int, tuple[str, ...]], int, int]:
        """For each set of a few consecutive rules, their ids; and the place and mask of these rules among all rules."""
        ids = tuple(rule.id for rule in self._plan.rules[first : first + RULES_AT_ONCE])
        names = Cache[int, tuple[str, ...]](lambda bits: tuple(map(ids.__getitem__, iterate_bits(bits))), 1 << len(ids))
        return names, first, (1 << len(ids)) - 1

    def _find_ids(self, number: Number) -> tuple[str, ...]:
        standing = number >> self._plan.standing & self._every_rule
        found: list[str] = []
        for names, shift, mask in self._names:
            found += names[standing >> shift & mask]
        return tuple(found)

    def _find_overruled(self, number: Number) -> FrozenMap[str, str]:
        rules = self._plan.rules
        lost = number >> self._plan.overruled & self._every_rule
        return FrozenMap({rules[it].id: self._plan.find_winner(number, it).id for it in iterate_bits(lost)})


def as_steps(tables: Iterable[Table]) -> tuple[tuple[Mapping[int, Number], int, int], ...]:
    """The rows, shift and mask of each table."""
    return tuple((it.rows, it.shift, it.mask) for it in tables)
