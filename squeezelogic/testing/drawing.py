"""Draws possible facts of a vocabulary, often on a border of a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice, product
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from squeezelogic.logic.model.conditions import Branch, Clause, Is, Not, Test
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Law
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.testing.values import listed, quiet, single, subset, wanted

Tests = Mapping[str, tuple[Test, ...]]
MOST_WAYS = 24  # ways to fill an earlier topic's slot, for each branch of a rule


@lru_cache(maxsize=16)
def borders(book: Rulebook) -> tuple[tuple[Tests, ...], ...]:
    """For each rule, the combinations of tests, by attribute, that make it hold."""
    rules = list(book.rules.values())
    return tuple(ways for rule in rules if (ways := tuple(_find_ways(rule.when, book, rules))))


@lru_cache(maxsize=256)
def law_border(book: Rulebook, law: Law) -> tuple[Tests, ...]:
    """The combinations of tests that make the conditions of a law hold."""
    rules = list(book.rules.values())
    whens = [*(demand.when for demand in law.demands), *(comparison.when for comparison in law.comparisons)]
    return tuple(way for when in whens for way in _find_ways(when, book, rules))


def _find_ways(when: Iterable[Branch], book: Rulebook, rules: Sequence[Rule]) -> Iterator[Tests]:
    for branch in when:
        for clauses in islice(_expand_slots(branch, book.vocabulary.attributes, rules), MOST_WAYS):
            tests: dict[str, tuple[Test, ...]] = {}
            for clause in clauses:
                if clause.test not in tests.get(clause.attribute, ()):
                    tests[clause.attribute] = (*tests.get(clause.attribute, ()), clause.test)
            if tests:
                yield {**_find_implied(tests, book.vocabulary.attributes), **tests}


def _find_implied(tests: Tests, attributes: Mapping[str, Attribute]) -> dict[str, tuple[Test, ...]]:
    """The tests that pass because every passing value implies them."""
    found: dict[str, tuple[Test, ...]] = {}
    for name, asked in tests.items():
        implies = attributes[name].implies
        passing = [v for v in (UNKNOWN, *attributes[name].values) if all(passes(test, v) for test in asked)]
        follows = [implies.get(str(value), FrozenMap()) for value in passing] if implies else []
        for other in set(follows[0]).intersection(*follows) if follows else ():
            found[other] = (Is(frozenset(implied[other] for implied in follows)),)
    return found


def _expand_slots(
    branch: Branch, attributes: Mapping[str, Attribute], rules: Sequence[Rule], depth: int = 3
) -> Iterator[Branch]:
    """The branch without slots: each slot is replaced by the condition of a rule that gives it a passing value."""
    plain = tuple(clause for clause in branch if clause.attribute in attributes)
    of_slots = [clause for clause in branch if clause.attribute not in attributes and not isinstance(clause.test, Not)]
    if not of_slots or not depth:
        yield plain
        return
    fillers = [[b for rule in rules if _fills_clause(rule, clause) for b in rule.when] for clause in of_slots]
    for chosen in product(*fillers):
        for deeper in _expand_slots(tuple(c for b in chosen for c in b), attributes, rules, depth - 1):
            yield (*plain, *deeper)


def _fills_clause(rule: Rule, clause: Clause) -> bool:
    concluded = rule.then.get(clause.attribute, UNKNOWN)
    value: Value = frozenset(concluded) if isinstance(concluded, tuple) else concluded
    return clause.attribute in rule.then and passes(clause.test, value)


ANYWHERE, ON, AMID, BESIDE = "anywhere", "on", "amid", "beside"
WHERE = (ANYWHERE, ON, AMID, BESIDE)
"""Ways to draw: any situation; on a border, with few or any other facts; beside a border, with few other facts."""
LOUD = (ANYWHERE, AMID)

Fixed = Mapping[str, Any]
Border = tuple[str, Tests, str | None]
"""The way to draw, the tests of each attribute, and the attribute whose tests must fail."""


class Drawer:
    """Draws facts.

    Args:
        vocabulary: the vocabulary.
        borders: for each rule, the combinations of tests that make it hold.
        names: the attributes to draw; all if None.
        fixed: values, or strategies for them, of fixed attributes; None leaves an attribute out.

    Raises:
        InvalidInput: unknown attributes, wrong values, or values that contradict one another.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        borders: Sequence[Sequence[Tests]],
        fixed: Fixed,
        names: Sequence[str] | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.borders = borders
        self.names = list(vocabulary.attributes) if names is None else list(names)
        self.drawn_first = {name: value for name, value in fixed.items() if isinstance(value, st.SearchStrategy)}
        self.constant = self._admit_facts({n: v for n, v in fixed.items() if n not in self.drawn_first}, fixed)
        self._implied = {o for a in vocabulary.attributes.values() for i in a.implies.values() for o in i}
        implied_first = sorted(self.names, key=lambda name: name not in self._implied)
        self._left = [name for name in implied_first if name not in fixed]
        self._asked = _collect_tests(borders)
        self._tangled = sorted({*self._implied, *(n for n, a in vocabulary.attributes.items() if a.implies)})
        self._cache: dict[tuple[Any, ...], st.SearchStrategy[Any]] = {}

    def _admit_facts(self, constant: Fixed, fixed: Fixed) -> dict[str, Value]:
        strange = [name for name in fixed if name not in self.names]
        if strange:
            raise InvalidInput(*(f"unknown attribute {quoted(n)}: {did_you_mean(n, self.names)}" for n in strange))
        self.vocabulary.situation(constant)
        return {name: self.vocabulary.attributes[name].admit(value) for name, value in constant.items()}

    def facts(self) -> st.SearchStrategy[dict[str, Value]]:
        """The known facts: a value for each attribute that is neither unknown nor the empty set."""
        return _draw_facts(self)

    def border(self, draw: st.DrawFn) -> Border:
        """Draw a way to draw, and a border."""
        where = draw(st.sampled_from(WHERE)) if self.borders else ANYWHERE
        if where == ANYWHERE:
            return where, {}, None
        asked = draw(st.sampled_from(draw(st.sampled_from(self.borders))))
        return where, asked, draw(st.sampled_from(sorted(asked))) if where == BESIDE else None

    def value(self, name: str, known: Mapping[str, Value], border: Border) -> st.SearchStrategy[Value]:
        """The values that an attribute may have with the known facts."""
        where, asked, flipped = border
        tangled = tuple(known.get(other) for other in self._tangled) if name in self._tangled else ()
        key = (name, tangled, where in LOUD, asked.get(name), name == flipped)
        if key not in self._cache:
            self._cache[key] = self._make_strategy(self.vocabulary.attributes[name], known, border)
        return self._cache[key]

    def _make_strategy(
        self, attribute: Attribute, known: Mapping[str, Value], border: Border
    ) -> st.SearchStrategy[Any]:
        where, asked, flipped = border
        tests = asked.get(attribute.name)
        if attribute.type == "set":
            anything = () if where in LOUD else None
            return subset(attribute, anything if tests is None else tests, attribute.name != flipped)
        options = self._list_options(attribute, known)
        if not options:
            return st.nothing()
        if tests is None:
            return single(attribute, options, ()) if where in LOUD else quiet(attribute, options)
        return single(attribute, options, wanted(options, tests, attribute.name != flipped))

    def _list_options(self, attribute: Attribute, known: Mapping[str, Value]) -> list[Any]:
        options = listed(attribute, self._asked.get(attribute.name, ()))
        if attribute.required:
            options = options[1:]
        if attribute.name in self._tangled:
            options = [option for option in options if self._is_possible({**known, attribute.name: option})]
        return options

    def _is_possible(self, known: Mapping[str, Value]) -> bool:
        try:
            self.vocabulary.situation(known)
        except InvalidInput:
            return False
        return True

    def draw(self, draw: st.DrawFn) -> dict[str, Value]:
        """Draw facts."""
        border = self.border(draw)
        known = dict(self.constant)
        for name, strategy in self.drawn_first.items():
            known[name] = self.vocabulary.attributes[name].admit(draw(strategy))
        if self.drawn_first and not self._is_possible(known):
            reject()
        for name in self._left:
            strategy = self.value(name, known, border)
            if strategy.is_empty:
                reject()
            known[name] = draw(strategy)
        blank = self.vocabulary.blanks
        told = {name: known[name] for name in self.names if name in known and known[name] != blank[name]}
        return self._without_implied(told)

    def _without_implied(self, told: dict[str, Value]) -> dict[str, Value]:
        """The facts without those that others imply, except fixed ones."""
        for name in self._implied & told.keys() - self.constant.keys():
            less = {other: value for other, value in told.items() if other != name}
            if self.vocabulary.situation(less)[name] == told[name]:
                told = less
        return told


@st.composite
def _draw_facts(draw: st.DrawFn, drawer: Drawer) -> dict[str, Value]:
    return drawer.draw(draw)


def _collect_tests(borders: Sequence[Sequence[Tests]]) -> dict[str, list[Test]]:
    found: dict[str, list[Test]] = {}
    for tests in chain.from_iterable(borders):
        for name, asked in tests.items():
            found.setdefault(name, []).extend(asked)
    return found
