"""A rulebook as one JSON document, from which programs in other languages make the same decisions.

The document holds every rule with its condition, its conclusions, and the numbers of the rules that contest it or rank
above it. A program matches rules one by one, and resolves conflicts from the highest rank down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, assert_never

from squeezelogic.logic.export.encoding import list_inexact, say_inexact
from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import Attribute, Slot, as_data
from squeezelogic.logic.semantics.components import iterate_bits
from squeezelogic.logic.semantics.precedence import find_precedence

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

SCHEMA = "squeezelogic/book/1"
LARGEST_EXACT = 2**53
"""The largest integer up to which JavaScript numbers are exact."""
INHERITED = "constructor"
"""A name that every object of JavaScript has."""


def as_book(book: Rulebook) -> dict[str, Any]:
    """The rulebook as JSON-ready data.

    Raises:
        InvalidInput: with every number and name that JavaScript cannot represent exactly.
    """
    document = {
        "schema": SCHEMA,
        "rulebook": {"name": book.name, "version": book.version, "digest": book.digest},
        "attributes": {name: _encode_attribute(it) for name, it in book.vocabulary.attributes.items()},
        "slots": {name: _encode_slot(it) for name, it in book.vocabulary.slots.items()},
        "topics": [_encode_topic(topic) for topic in book.topics],
        "advice": {it.id: {"text": it.text, "carried": _encode_carried(it)} for it in book.advice.values()},
        "claims": {
            it.id: {"article": book.articles[it.article].title, "section": it.section, "gist": it.gist}
            for it in book.claims.values()
        },
    }
    if problems := list(dict.fromkeys((*_find_unusable(book), *_find_inexact(document, "book")))):
        raise InvalidInput(*problems)
    return document


def _encode_attribute(attribute: Attribute) -> dict[str, Any]:
    found: dict[str, Any] = {"of": attribute.of, "type": attribute.type, "takes": attribute.kind}
    if attribute.is_ordered:
        bounds = {"at_least": attribute.at_least, "at_most": attribute.at_most}
        found |= {name: None if it is None else as_data(it) for name, it in bounds.items()}
    else:
        found["values"] = list(attribute.values)
    more = {
        "required": attribute.required,
        "ask": attribute.ask,
        "tell": attribute.tell,
        "label": attribute.label,
        "labels": dict(attribute.labels),
        "implies": {value: dict(others) for value, others in attribute.implies.items()},
    }
    return found | {name: it for name, it in more.items() if it}


def _encode_slot(slot: Slot) -> dict[str, Any]:
    more = {"values": list(slot.values), "label": slot.label, "labels": dict(slot.labels), "sums": slot.sums}
    return {"type": slot.type, **{name: it for name, it in more.items() if it}}


def _encode_topic(topic: Topic) -> dict[str, Any]:
    return {
        "name": topic.name,
        "question": topic.question,
        "required": list(topic.required),
        "sums": list(topic.sums),
        "reads": {name: attribute.type for name, attribute in topic.inputs.items()},
        "rules": list(_encode_rules(topic)),
    }


def _encode_rules(topic: Topic) -> Iterator[dict[str, Any]]:
    for rule, precedence in zip(topic.rules, find_precedence(topic, topic.rules), strict=True):
        more = {
            "ranks": {slot: dict(ranks) for slot, ranks in rule.ranks.items()},
            "rivals": list(iterate_bits(precedence.rivals)),
            "above": list(iterate_bits(precedence.above)),
        }
        yield {**_encode_rule(rule), **{name: it for name, it in more.items() if it}}


def _encode_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "topic": rule.topic,
        "title": rule.title,
        "level": rule.level,
        "when": [[[clause.attribute, as_test(clause.test)] for clause in branch] for branch in rule.when],
        "then": {slot: list(it) if isinstance(it, tuple) else as_data(it) for slot, it in rule.then.items()},
        "because": rule.because,
        "claims": list(rule.claims),
        "basis": rule.basis,
        "disputed_by": list(rule.disputed_by),
    }


def as_test(test: Test) -> dict[str, Any]:
    """A test as data: one key that names its kind."""
    match test:
        case Not(inner):
            return {"not": as_test(inner)}
        case Is(values):
            return {"is": sorted(map(as_data, values), key=lambda it: (str(type(it)), it))}
        case Between():
            bounds = {name: getattr(test, name) for name in ("at_least", "at_most", "above", "below")}
            return {"between": {name: as_data(it) for name, it in bounds.items() if it is not None}}
        case HasAny(elements):
            return {"any": sorted(elements)}
        case HasAll(elements):
            return {"all": sorted(elements)}
        case HasCount(count, elements):
            return {"count": count, "of": sorted(elements)}
    assert_never(test)


def _encode_carried(advice: Any) -> dict[str, Any]:
    return {**advice.carries, **({"short": advice.short} if advice.short else {})}


def _find_unusable(book: Rulebook) -> Iterator[str]:
    """Names that an object already has, and decimals that a double does not distinguish from their neighbours."""
    if INHERITED in book.vocabulary.attributes or INHERITED in book.vocabulary.slots:
        yield f"{quoted(INHERITED)} cannot be a name in JavaScript, where every object has it: choose another"
    yield from say_inexact((each for each in list_inexact(book.topics) if not isinstance(each[1], int)), "JavaScript")


def _find_inexact(data: object, where: str) -> Iterator[str]:
    """The numbers in a document that a double cannot represent exactly, each with its path."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _find_inexact(value, f"{where}.{key}")
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _find_inexact(value, f"{where}[{place}]")
    elif isinstance(data, int) and abs(data) > LARGEST_EXACT:
        yield f"{where} is {data}: JavaScript holds whole numbers exactly only up to 2^53"
