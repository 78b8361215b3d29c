"""Where a rulebook changes its mind: what has to be so for each of its rules to hold.

Drawn blindly, a situation hardly ever meets a rule with five conditions. So the strategies often draw on a rule's
border: all its conditions pass, or all but one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product

from squeezelogic.logic.model.conditions import Branch, Clause, Is, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Law
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.definition import passes

Tests = Mapping[str, tuple[Test, ...]]
MOST_WAYS = 24  # ways to fill an earlier topic's slot, for each branch of a rule


@lru_cache(maxsize=16)
def borders(book: Rulebook) -> tuple[tuple[Tests, ...], ...]:
    """For each rule, the ways in which it may come to hold: what is asked of each attribute."""
    rules = list(book.rules.values())
    return tuple(ways for rule in rules if (ways := tuple(_find_ways(rule.when, book, rules))))


def law_border(book: Rulebook, law: Law) -> tuple[Tests, ...]:
    """The same for a law: the ways in which it comes to have a say."""
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
    """What has to be so because it follows from every value that passes."""
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
    """The branch in terms of what is given: a slot is replaced by the condition of a rule that fills it as asked."""
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
