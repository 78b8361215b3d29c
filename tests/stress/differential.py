"""durable-rules against the definition, on generated rulebooks and any number of situations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from random import Random
from typing import Any

from attrs import define, frozen
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from squeezelogic import InvalidInput, Rulebook
from squeezelogic.logic.inference import matcher
from squeezelogic.logic.inference.matcher import DURABLE_RULES
from squeezelogic.logic.model.decision import Decision
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.semantics import definition
from squeezelogic.logic.semantics.equivalence import collect_tests
from squeezelogic.testing import rulebooks
from tests.logic.generated import telling_values

Facts = dict[str, Any]
Decide = Callable[[Mapping[str, Value]], Any]
SMALL = 20
TELL_NOTHING: Callable[[int], None] = lambda _: None  # noqa: E731 - the annotation describes it


@frozen
class Difference:
    """A rulebook and facts that the two decide differently.

    Args:
        book: the rulebook, shrunk.
        facts: the fewest facts that show it.
        by_engine, by_definition: the two decisions.
    """

    book: Rulebook
    facts: Facts
    by_engine: Any
    by_definition: Any

    def __str__(self) -> str:
        files = [f"# {document.name}\n{document.text}" for layer in self.book.layers for document in layer]
        return "\n".join(
            [*files, f"facts:      {self.facts}", f"engine:     {self.by_engine}", f"definition: {self.by_definition}"]
        )


@define
class Run:
    """Makes a number of decisions, or stops at the first difference.

    Args:
        decisions: the number of decisions.
        seed: the random seed.
        each: the number of decisions in one small rulebook; a fortieth of it in a variant of the default one, which is
            slower.
        tell: called with the number of decisions so far.
    """

    decisions: int
    seed: int = 0
    each: int = 1_000
    tell: Callable[[int], None] = TELL_NOTHING
    made: int = 0
    books: int = 0
    _shrinking: bool = False

    def difference(self) -> Difference | None:
        """The first difference, shrunk; None if there is none.

        Invented rulebooks and variants of the default one alternate.
        """
        kinds: list[st.SearchStrategy[Rulebook]] = [rulebooks(), rulebooks(like=Rulebook.default())]
        turn = 0
        while self.made < self.decisions:
            if found := self._different(kinds[turn % 2], Random(f"{self.seed} {turn}")):
                return self._shown(found)
            turn += 1
        return None

    def _different(self, books: st.SearchStrategy[Rulebook], chance: Random) -> Rulebook | None:
        """The first of a few dozen rulebooks with a difference, shrunk."""
        phases = (Phase.generate, Phase.shrink)
        checks = list(HealthCheck)  # each rulebook is used for many decisions, which some checks reject
        limits = settings(max_examples=25, database=None, deadline=None, phases=phases, suppress_health_check=checks)
        try:
            return find(books, self._differs, settings=limits, random=chance)
        except NoSuchExample:
            return None

    def _differs(self, book: Rulebook) -> bool:
        if self.made >= self.decisions and not self._shrinking:
            return False
        self.books += 1
        differs = any(self._tried(book))
        self._shrinking |= differs
        return differs

    def _tried(self, book: Rulebook) -> Iterator[Difference]:
        """The differences in a number of situations, which depend on the rulebook only."""
        by_engine = deciding(book)
        count = self.each if len(book.rules) <= SMALL else self.each // 40
        for facts in situations(book, Random(f"{self.seed} {book.digest}"), count):
            self.made += 1
            if self.made % 10_000 == 0:
                self.tell(self.made)
            if found := compared(book, by_engine, facts):
                yield found

    def _shown(self, book: Rulebook) -> Difference:
        """The rulebook's first difference, without facts that it does not need."""
        shown, by_engine = next(self._tried(book)), deciding(book)
        for name in list(shown.facts):
            less = {other: value for other, value in shown.facts.items() if other != name}
            shown = compared(book, by_engine, less) or shown
        return shown


def compared(book: Rulebook, by_engine: Decide, facts: Facts) -> Difference | None:
    """The difference for some facts; None if there is none, or the facts are invalid."""
    try:
        situation = book.vocabulary.situation(facts)
    except InvalidInput:
        return None
    expected = answered(lambda known: definition.decide(book, known), situation)
    answers = [answered(by_engine, situation), answered(lambda _: book.decide(facts), situation)]
    return next((Difference(book, facts, answer, expected) for answer in answers if answer != expected), None)


def answered(decide: Decide, situation: Mapping[str, Value]) -> Any:
    """The decision, or its error."""
    try:
        return decide(situation)
    except DecisionError as error:
        return type(error), error.topic, error.slot, error.rules


def deciding(book: Rulebook) -> Decide:
    """Decides with durable-rules every time, without the library's tables."""
    finders = [matcher.finder(topic, DURABLE_RULES) for topic in book.topics]

    def decide(situation: Mapping[str, Value]) -> Decision:
        outcomes: list[Any] = []
        for topic, find_holding in zip(book.topics, finders, strict=True):
            outcomes.append(definition.settle(topic, find_holding(definition.find_inputs(topic, situation, outcomes))))
        return Decision(tuple(outcomes), definition.combined(outcomes))

    return decide


def situations(book: Rulebook, chance: Random, count: int) -> Iterator[Facts]:
    """A number of valid situations: any values, often those at which a test changes its result."""
    tests = collect_tests(tuple(book.rules.values()))
    attributes = book.vocabulary.attributes
    options = {
        name: [it for it in telling_values(attribute, tests.get(name, ())) if it != UNKNOWN or not attribute.required]
        for name, attribute in attributes.items()
        if attribute.type != "set"
    }
    implied = set(chain.from_iterable(i for a in attributes.values() for i in a.implies.values()))
    while count:
        quiet = chance.random()
        facts = {
            name: value(attribute, options.get(name, ()), chance)
            for name, attribute in attributes.items()
            if attribute.required or (name not in implied and chance.random() > quiet)
        }
        try:
            book.vocabulary.situation(facts)
        except InvalidInput:
            continue
        count -= 1
        yield facts


def value(attribute: Attribute, options: Any, chance: Random) -> Any:
    """One value of an attribute; for a set, few or many elements."""
    if attribute.type == "set":
        elements = list(map(str, attribute.values))
        return frozenset(chance.sample(elements, chance.choice([0, 1, 1, 2, len(elements)]) % (len(elements) + 1)))
    return chance.choice(options)
