"""A topic as decision tables in DMN 1.1, a standard of the Object Management Group.

Each slot is a separate decision. Its table has the hit policy UNIQUE: at most one row matches. A list has COLLECT: each
row gives one element, and the matching rows give the list.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from squeezelogic.logic.export.encoding import list_inexact, refuse_inexact
from squeezelogic.logic.export.partition import Allowed, Column, Table, number, partition
from squeezelogic.logic.export.tabulate import named
from squeezelogic.logic.model.conditions import Between
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.vocabulary import NUMBERS, Attribute
from squeezelogic.logic.rulebook import Rulebook

NAMESPACE = "http://www.omg.org/spec/DMN/20151101/dmn.xsd"
KEYWORDS = frozenset(
    (
        *("and", "between", "date", "else", "every", "false", "for", "function", "if", "in", "instance", "not", "null"),
        *("of", "or", "return", "satisfies", "some", "then", "time", "true"),
    )
)
TYPES = {"boolean": "boolean", "integer": "integer", "number": "double", "date": "date"}


def as_dmn(book: Rulebook, topic: str) -> str:
    """One topic of a rulebook as a DMN document; the conclusions of earlier topics are inputs.

    Args:
        book: the rulebook.
        topic: the topic's name.

    Raises:
        InvalidInput: there is no such topic, it is too large, it has no answer in some situations, a name has
            another meaning in DMN, or a rule compares with a number that double precision does not hold.
    """
    refuse_inexact(list_inexact([named(book, topic)], NUMBERS), "DMN")
    tables, inputs = partition(book, topic), named(book, topic).inputs
    names = [*inputs, *(table.slot for table in tables)]
    if wrong := [name for name in names if name in KEYWORDS]:
        raise InvalidInput(
            *(f"{quoted(name)} cannot be a name in DMN, where it means something: rename it" for name in wrong)
        )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<definitions xmlns="{NAMESPACE}" id="topic" name={quoteattr(topic)} namespace={quoteattr(book.digest)}>',
        *(_write_input(name, attribute) for name, attribute in inputs.items()),
        *(line for table in tables for line in _write_decision(table)),
        "</definitions>",
    ]
    return "\n".join(lines)


def _write_input(name: str, attribute: Attribute) -> str:
    return f'  <inputData id="{name}" name="{name}"><variable name="{name}"{_write_type(attribute)}/></inputData>'


def _write_decision(table: Table) -> Iterable[str]:
    slot = table.slot
    yield f'  <decision id="{slot}" name="{slot}">'
    for name in dict.fromkeys(column.attribute.name for column in table.columns):
        yield f'    <informationRequirement><requiredInput href="#{name}"/></informationRequirement>'
    yield f'    <decisionTable id="{slot}_table" hitPolicy="{"COLLECT" if table.is_list else "UNIQUE"}">'
    for place, column in enumerate(table.columns):
        asks = _write_expression(column)
        yield f'      <input id="{slot}_in_{place}" label={quoteattr(asks)}>'
        kind = _write_type(column.attribute, column.element)
        yield f'        <inputExpression id="{slot}_asks_{place}"{kind}>{_write_text(asks)}</inputExpression>'
        yield "      </input>"
    yield f'      <output id="{slot}_out" name="{slot}"/>'
    for row, (cells, value) in enumerate(table.rows):
        yield f'      <rule id="{slot}_{row}">'
        for place, column in enumerate(table.columns):
            cell = _say_cell(column, cells[column]) if column in cells else "-"
            yield f'        <inputEntry id="{slot}_{row}_{place}">{_write_text(cell)}</inputEntry>'
        yield f'        <outputEntry id="{slot}_{row}_out">{_write_text(_to_feel(value))}</outputEntry>'
        yield "      </rule>"
    yield "    </decisionTable>"
    yield "  </decision>"


def _write_type(attribute: Attribute, element: str = "") -> str:
    """The `typeRef` attribute of an input; empty for a set."""
    if attribute.type == "set" and not element:
        return ""
    return f' typeRef="{"boolean" if element else TYPES.get(attribute.type, "string")}"'


def _write_expression(column: Column) -> str:
    name = column.attribute.name
    if column.element:
        return f"list contains({name}, {_to_feel(column.element)})"
    return f"date({name})" if column.attribute.type == "date" else name


def _say_cell(column: Column, allowed: Allowed) -> str:
    tests = [*map(_to_feel, allowed.values), *(_say_range(each) for each in allowed.ranges)]
    return ", ".join([*(["null"] if allowed.unknown else []), *tests])


def _say_range(bounds: Between) -> str:
    low = bounds.at_least if bounds.above is None else bounds.above
    high = bounds.at_most if bounds.below is None else bounds.below
    if low is None and high is None:
        return "not(null)"
    if low is None:
        return f"{'<' if bounds.at_most is None else '<='} {_to_feel(high)}"
    if high is None:
        return f"{'>' if bounds.at_least is None else '>='} {_to_feel(low)}"
    if low == high:
        return _to_feel(low)
    return (
        f"{'[' if bounds.above is None else ']'}{_to_feel(low)}..{_to_feel(high)}{']' if bounds.below is None else '['}"
    )


def _to_feel(value: Any) -> str:
    """A value in FEEL, the expression language of DMN."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f'date("{value}")' if isinstance(value, datetime.date) else number(value)


def _write_text(said: str) -> str:
    return f"<text>{escape(said)}</text>"
