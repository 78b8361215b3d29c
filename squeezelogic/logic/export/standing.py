"""When each rule stands, said of facts alone: chains of topics and overruling are worked out beforehand.

Diagrams know for each rule the exact set of situations in which it stands, whatever topics lie in between. Covers say
such a set in conditions, and prove that they do. So nothing that reads the rows has to know how rules are settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from attrs import evolve, frozen

from squeezelogic.logic.analysis.compiled import Compiled, CompiledTopic
from squeezelogic.logic.analysis.covers import cover
from squeezelogic.logic.analysis.cubes import runs_apart
from squeezelogic.logic.analysis.diagrams import NEVER, Node, TooLarge
from squeezelogic.logic.export.tabulate import alone, named
from squeezelogic.logic.model.conditions import Branch, Clause
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.definition import conflict

COVER_STEPS = 3_000_000
"""How many steps may be taken to say in conditions when one rule stands. A late topic of a long chain needs most."""


@frozen
class Row:
    """A condition under which a rule stands, or under which there is no answer.

    Args:
        rule: the rule's id; empty where there is no answer.
        failure: why there is no answer; empty where a rule stands.
        when: clauses about facts, all of which must pass.
    """

    rule: str
    failure: str
    when: Branch


@frozen
class Standing:
    """All that a rulebook, or one topic of it, comes to.

    Args:
        attributes: what is given, by name; none of them has to be.
        topics: those that answer.
        rows: for every rule all conditions under which it stands; then those under which there is no answer, of which
            at most one failure is true at once, the one that deciding would raise.
    """

    attributes: FrozenMap[str, Attribute]
    topics: tuple[Topic, ...]
    rows: tuple[Row, ...]


def standing(book: Rulebook, topic: str | None = None) -> Standing:
    """When each rule stands.

    Args:
        book: the rulebook.
        topic: one topic of it, to which the slots of earlier ones are given like facts; all of them if left out.

    Raises:
        InvalidInput: there is no such topic, or what is asked is too large to be said in conditions.
    """
    if topic is None:
        return _find_standing(book.vocabulary.attributes, book.topics)
    only = named(book, topic)
    return _find_standing({name: alone(it, only.inputs) for name, it in only.inputs.items()}, (only,))


def _find_standing(declared: Mapping[str, Attribute], topics: tuple[Topic, ...]) -> Standing:
    attributes = {name: evolve(attribute, required=False) for name, attribute in declared.items()}
    compiled = Compiled(attributes, topics, runs_apart(attributes, _list_asked(topics)))
    for topic in topics:
        compiled.add(topic)
        if len(compiled.topics) == 0 or compiled.topics[-1].topic is not topic:
            raise _too_large(topic)
    rows = chain.from_iterable(_list_rows(compiled, topic) for topic in compiled.topics)
    return Standing(FrozenMap(attributes), topics, (*rows, *_list_failures(compiled)))


def _list_asked(topics: Iterable[Topic]) -> Iterator[Clause]:
    return (clause for topic in topics for rule in topic.rules for branch in rule.when for clause in branch)


def _list_rows(compiled: Compiled, topic: CompiledTopic) -> Iterator[Row]:
    for rule, node in topic.stands.items():
        decided = compiled.diagrams.both(node, compiled.decided)
        yield from (Row(rule, "", branch) for branch in _cover_node(compiled, topic.topic, decided))


def _list_failures(compiled: Compiled) -> Iterator[Row]:
    """In the order in which deciding meets them, so that each is the first."""
    d, failed = compiled.diagrams, NEVER
    for topic in compiled.topics:
        for why, node in _list_problems(topic):
            first, failed = d.without(node, failed), d.some([failed, node])
            yield from (Row("", why, branch) for branch in _cover_node(compiled, topic.topic, first))


def _list_problems(compiled: CompiledTopic) -> Iterator[tuple[str, Node]]:
    topic, rules = compiled.topic, {rule.id: rule for rule in compiled.topic.rules}
    for (upper, lower), node in compiled.conflicts.items():
        yield str(conflict(topic, rules[upper], rules[lower]).args[0]), node
    for slot, node in compiled.gaps.items():
        yield f"no rule of topic {quoted(topic.name)} fills {quoted(slot)}", node


def _cover_node(compiled: Compiled, topic: Topic, node: Node) -> tuple[Branch, ...]:
    try:
        with compiled.diagrams.allowance(COVER_STEPS):
            return cover(compiled.space, node).branches
    except TooLarge:
        raise _too_large(topic) from None


def _too_large(topic: Topic) -> InvalidInput:
    return InvalidInput(
        f"topic {quoted(topic.name)} is too large for tables: when its rules stand takes too many conditions to say; "
        "write one topic at a time, or let rules that do not hang together be topics of their own"
    )
