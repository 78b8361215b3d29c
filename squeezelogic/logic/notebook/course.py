"""What led where: which values passed which rules of a topic, and what those came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from squeezelogic.logic.explain.prose import listed, said
from squeezelogic.logic.model.conditions import Clause, HasAll, HasAny, HasCount, Not
from squeezelogic.logic.model.decision import Outcome
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value
from squeezelogic.logic.semantics.definition import passes


@frozen
class Given:
    """A value that a rule read: of what, both in words, and whether it is unknown or an earlier conclusion."""

    title: str
    said: str
    unknown: bool = False
    concluded: bool = False


@frozen
class Step:
    """A rule that held, what it read, and the rule that overruled it, if one did."""

    rule: Rule
    read: tuple[Given, ...]
    lost_to: Rule | None = None


@frozen
class Course:
    """All that happened in one topic: its rules that held, in order of rank."""

    topic: Topic
    steps: tuple[Step, ...]


def course(topic: Topic, outcome: Outcome, known: Mapping[str, Value]) -> Course:
    """What led where in a topic.

    Args:
        topic: the topic.
        outcome: what it came to.
        known: a value for everything that it reads.
    """
    by_id = {rule.id: rule for rule in topic.rules}
    stands = {rule.id for rule in outcome.standing}
    return Course(
        topic,
        tuple(
            Step(rule, _find_read(rule, topic, known), by_id.get(outcome.overruled.get(rule.id, "")))
            for rule in topic.rules
            if rule.id in stands or rule.id in outcome.overruled
        ),
    )


def _find_read(rule: Rule, topic: Topic, known: Mapping[str, Value]) -> tuple[Given, ...]:
    """What the branches that passed have read, each thing once."""
    passed = [b for b in rule.when if all(passes(clause.test, known[clause.attribute]) for clause in b)]
    return tuple(dict.fromkeys(g for branch in passed for clause in branch for g in _find_given(clause, topic, known)))


def _find_given(clause: Clause, topic: Topic, known: Mapping[str, Value]) -> Iterator[Given]:
    of, value = topic.inputs[clause.attribute], known[clause.attribute]
    concluded = of.of == "slot"
    if not isinstance(value, frozenset):
        unknown = value == UNKNOWN
        yield Given(of.title, "not concluded" if unknown and concluded else said(value, of), unknown, concluded)
        return
    match clause.test:
        case HasAny(wanted) | HasAll(wanted) | HasCount(_, wanted):
            for element in sorted(wanted & value):
                yield Given(of.title, said(element, of), concluded=concluded)
        case Not(HasAny(wanted)) if value:
            yield Given(of.title, f"not {listed(wanted, 'or', of)}", concluded=concluded)
        case _:
            yield Given(of.title, "nothing", concluded=concluded)
