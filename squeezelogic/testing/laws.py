"""Laws for answers: those in the files of a rulebook, and general ones about the structure of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Protocol

import attrs

from squeezelogic.logic.model.conditions import Branch
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, plain, quoted
from squeezelogic.logic.model.laws import Comparison, Demand, Law
from squeezelogic.logic.model.vocabulary import Value
from squeezelogic.logic.rulebook import Rulebook, choose_rulebook
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.testing.answers import CARRIED, Answer, Ask, Unanswered, Unreadable, differences, enumerate_some, some
from squeezelogic.testing.situation import OBSERVED, Situation
from squeezelogic.testing.varying import read_in, with_order_changed, without_unread

SUMMARY_AT_MOST = 140


@attrs.frozen
class Breach:
    """A breach of a law: the situation, the expected answer, and the actual one."""

    asked: Situation
    wanted: str
    got: str


class LawLike(Protocol):
    """A testable law: its id, its statement in English, and its breach in a situation."""

    @property
    def id(self) -> str:
        """Its id, for programs."""
        ...

    @property
    def says(self) -> str:
        """Its statement, in one sentence."""
        ...

    def breach(self, situation: Situation, ask: Ask) -> Breach | None:
        """The breach of the law in a situation; None if the situation satisfies it. It may raise `Unanswered`."""
        ...


@attrs.frozen
class Stated:
    """A law of a rulebook."""

    law: Law
    book: Rulebook

    @property
    def id(self) -> str:
        """Its id, for programs."""
        return self.law.id

    @property
    def says(self) -> str:
        """Its statement, in one sentence."""
        return self.law.says

    def breach(self, situation: Situation, ask: Ask) -> Breach | None:
        """The breach of the law in a situation; None if the situation satisfies it."""
        found = (self._find_unmet(demand, situation, ask) for demand in self.law.demands)
        raised = (self._find_raised(comparison, situation, ask) for comparison in self.law.comparisons)
        return next((breach for parts in (found, raised) for breach in parts if breach), None)

    def _find_unmet(self, demand: Demand, situation: Situation, ask: Ask) -> Breach | None:
        if not _any_passes(demand.when, self._collect_values(situation, ask, demand.when)):
            return None
        values = self._collect_values(situation, ask, demand.then)
        if _any_passes(demand.then, values):
            return None
        failing = min(([c for c in b if not passes(c.test, values[c.attribute])] for b in demand.then), key=len)
        answer = ask(situation)
        said = [f"{c.attribute} {short(values[c.attribute])}" for c in failing]
        return Breach(situation, " and ".join(map(str, failing)), _say_because(", ".join(dict.fromkeys(said)), answer))

    def _find_raised(self, comparison: Comparison, situation: Situation, ask: Ask) -> Breach | None:
        name, slot, order = comparison.attribute, comparison.slot, comparison.order
        ranked: list[tuple[Situation, Value]] = []
        for value in comparison.values:
            other = situation.but(**{name: value})
            if other is not None and _any_passes(comparison.when, self._collect_values(other, ask, comparison.when)):
                ranked.append((other, ask(other).slot(slot, self.book)))
        for (first, low), (second, high) in combinations(ranked, 2):
            if low in order and high in order and order.index(high) > order.index(low):
                before, after = (plain(s.facts.get(name, "unknown")) for s in (first, second))
                wanted = f"with {name} {quoted(after)} instead of {quoted(before)}, {slot} no more than {quoted(low)}"
                return Breach(first, wanted, _say_because(f"{slot} {quoted(high)}", ask(second)))
        return None

    def _collect_values(self, situation: Situation, ask: Ask, branches: Iterable[Branch]) -> dict[str, Value]:
        """The values of the attributes, and of the slots in the branches."""
        values = _find_given(situation, self.book)
        slots = {clause.attribute for branch in branches for clause in branch} - values.keys()
        return {**values, **{name: ask(situation).slot(name, self.book) for name in sorted(slots)}}


@lru_cache(maxsize=64)
def _find_given(situation: Situation, book: Rulebook) -> dict[str, Value]:
    declared = book.vocabulary.attributes
    return book.vocabulary.situation({name: value for name, value in situation.facts.items() if name in declared})


def _any_passes(branches: Iterable[Branch], values: dict[str, Value]) -> bool:
    return any(all(passes(clause.test, values[clause.attribute]) for clause in branch) for branch in branches)


def _say_because(said: str, answer: Answer) -> str:
    rules = ", ".join(map(quoted, answer.rules[:3])) + (" …" if len(answer.rules) > 3 else "")
    return said + (f", because of {rules}" if rules else "")


@attrs.frozen
class Coded:
    """A law about the structure of answers, which the rule language cannot express."""

    id: str
    says: str
    check: Callable[[Situation, Ask, Rulebook], Breach | None]
    book: Rulebook

    def breach(self, situation: Situation, ask: Ask) -> Breach | None:
        """The breach of the law in a situation; None if the situation satisfies it."""
        return self.check(situation, ask, self.book)


def _check_founded(situation: Situation, ask: Ask, book: Rulebook) -> Breach | None:
    answer = ask(situation)
    if not answer["reasons"]:
        return Breach(situation, "at least one reason", "none")
    bare = [reason["rule"] for reason in answer["reasons"] if not reason["claims"] and reason["basis"] != "house"]
    return Breach(situation, "a claim, or basis `house`", f"neither for rule {quoted(bare[0])}") if bare else None


def _check_short(situation: Situation, ask: Ask, book: Rulebook) -> Breach | None:
    length = len(ask(situation)["summary"])
    if 0 < length <= SUMMARY_AT_MOST:
        return None
    return Breach(situation, f"a summary of 1 to {SUMMARY_AT_MOST} characters", f"one of {length}")


def _find_lost(situation: Situation, ask: Ask, book: Rulebook) -> Breach | None:
    asked = read_in(book, situation.exercise.family).get(OBSERVED, frozenset())
    strange = set() if asked is None else set(situation.observed) - asked
    answer = ask(situation)
    unused = {fact["value"] for fact in answer["unused"] if fact["attribute"] == OBSERVED}
    if unused == strange:
        return None
    return Breach(situation, f"unused: {plain(strange) or 'nothing observed'}", plain(unused) or "nothing observed")


def _check_indifferent(situation: Situation, ask: Ask, book: Rulebook) -> Breach | None:
    other = without_unread(situation, book)
    return None if other == situation else _find_differing(situation, other, ask, leaving=("facts", "unused"))


def _check_orderless(situation: Situation, ask: Ask, book: Rulebook) -> Breach | None:
    differing = (_find_differing(situation, other, ask) for other in with_order_changed(situation))
    return next((breach for breach in differing if breach), None)


def _find_differing(situation: Situation, other: Situation, ask: Ask, leaving: tuple[str, ...] = ()) -> Breach | None:
    first, second = ask(situation).data, ask(other).data
    keys = [key for key in dict.fromkeys((*first, *second)) if key not in leaving]
    if lines := differences(first, second, keys, other="the other answer"):
        return Breach(situation, f"the same answer as for {other}", some(lines, 3, "; "))
    return None


def short(value: object) -> str:
    """A value of an answer on one line; for a list, the first few ids."""
    if isinstance(value, (list, frozenset)):
        return enumerate_some(sorted(value) if isinstance(value, frozenset) else value)
    return quoted("none" if value is None else value)


def _check_answered(situation: Situation, ask: Ask, book: Rulebook) -> Breach | None:
    try:
        ask(situation)
    except Unreadable:
        raise
    except Unanswered as error:
        return Breach(situation, "a recommendation", str(error))
    return None


ANSWERED = "every-situation-is-answered"
CODED = {
    ANSWERED: ("Every situation is answered.", _check_answered),
    "every-reason-is-founded": ("There is a reason, and every reason has a claim or the word house.", _check_founded),
    "the-summary-is-short": (f"The summary has at most {SUMMARY_AT_MOST} characters.", _check_short),
    "faults-of-the-other-lift-are-unused": ("A fault that no rule for the lift reads is listed as unused.", _find_lost),
    "unread-facts-change-nothing": ("A fact that no rule for the lift reads changes nothing.", _check_indifferent),
    "order-changes-nothing": ("The order in which facts are given changes nothing.", _check_orderless),
}  # fmt: skip


def all_laws(*, rulebook: Rulebook | None = None) -> tuple[LawLike, ...]:
    """All laws: the general ones, and those of the rulebook (the default one if left out).

    A law about a slot that no recommendation has (`loaded` of the default rulebook) is left out, because answers do not
    show it.
    """
    book = choose_rulebook(rulebook)
    coded = [Coded(name, says, check, book) for name, (says, check) in CODED.items()]
    return (*coded, *(Stated(law, book) for law in book.laws if not not_carried(law, book)))


def not_carried(law: Law, book: Rulebook) -> list[str]:
    """The slots that a law tests and no recommendation has."""
    asked = {clause.attribute for clause in law.clauses} | {c.slot for c in law.comparisons}
    return sorted(asked - book.vocabulary.attributes.keys() - set(CARRIED))


def read_laws(folder: str | Path, *, rulebook: Rulebook | None = None) -> tuple[LawLike, ...]:
    """Read the laws in a folder's `laws.toml`, in the vocabulary of a rulebook (the default one if left out).

    Raises:
        RulebookError: the laws are invalid; `problems` lists every reason.
        InvalidInput: a law tests a slot that no recommendation has.
    """
    base = choose_rulebook(rulebook)
    book, before = base.extended(folder), set(base.laws)
    return tuple(stated(law, book) for law in book.laws if law not in before)


def stated(law: Law, book: Rulebook) -> Stated:
    """Make a law of a rulebook testable."""
    if strange := not_carried(law, book):
        names = ", ".join(map(quoted, strange))
        raise InvalidInput(f"law {quoted(law.id)} asks about {names}, which no recommendation carries")
    return Stated(law, book)


def chosen(laws: Iterable[str | Law | LawLike] | None, book: Rulebook) -> tuple[LawLike, ...]:
    """The selected laws, and always the law that every situation is answered."""
    every = {law.id: law for law in all_laws(rulebook=book)}
    if laws is None:
        return tuple(every.values())
    found: dict[str, LawLike] = {ANSWERED: every[ANSWERED]}
    for law in [laws] if isinstance(laws, str) else laws:
        if isinstance(law, str) and law not in every:
            raise InvalidInput(f"unknown law {quoted(law)}: {did_you_mean(law, every)}")
        one = every[law] if isinstance(law, str) else stated(law, book) if isinstance(law, Law) else law
        found[one.id] = one
    return tuple(found.values())
