"""A rulebook as a JSON Decision Model (JDM), for GoRules' open ZEN engine (Rust, Go, Node.js, Python and more).

The graph is a chain. The first step adds implied facts. Each topic then has a decision table for each of its slots, and
a step that merges the results with the conclusions of earlier topics. The last step lists the slots.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, product
from typing import Any

from squeezelogic.logic.export.closure import implications
from squeezelogic.logic.export.columns import free
from squeezelogic.logic.export.encoding import list_inexact, refuse_inexact
from squeezelogic.logic.export.partition import Allowed, Column, Table, number, partition
from squeezelogic.logic.export.tabulate import alone, named, rank_elements
from squeezelogic.logic.model.conditions import Between
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import Attribute, Value
from squeezelogic.logic.rulebook import Rulebook

KEYWORDS = frozenset(["and", "or", "not", "in", "true", "false", "null"])
QUOTES = ('"', "'")
STEP = 320
"""The distance between two steps in editors."""


def as_jdm(book: Rulebook, topic: str | None = None) -> str:
    """The rulebook, or one topic of it, as a JSON Decision Model.

    Args:
        book: the rulebook.
        topic: one topic, with the slots of earlier topics as inputs; all topics if left out.

    Raises:
        InvalidInput: there is no such topic, it is too large, it has no answer in some situations, a name or a text
            cannot be written in the engine's language, or a rule compares with a decimal of more than 15 digits.
    """
    topics = book.topics if topic is None else (named(book, topic),)
    inputs = topics[0].inputs
    attributes: Mapping[str, Attribute] = (
        book.vocabulary.attributes if topic is None else {name: alone(it, inputs) for name, it in inputs.items()}
    )
    return json.dumps(_Graph(book, topics, attributes).document(), ensure_ascii=False, separators=(",", ":"))


class _Graph:
    """The nodes of the document, connected in a chain."""

    def __init__(self, book: Rulebook, topics: Iterable[Topic], attributes: Mapping[str, Attribute]) -> None:
        self.book, self.topics, self.attributes = book, tuple(topics), attributes
        filled = (slot for topic in self.topics for rule in topic.rules for slot in rule.then)
        self.slots = list(dict.fromkeys([*filled, *(slot for topic in self.topics for slot in topic.sums)]))
        self.nodes: list[dict[str, Any]] = []
        refuse_inexact(list_inexact(self.topics), "JDM")
        if wrong := [name for name in (*attributes, *self.slots) if name in KEYWORDS]:
            means = "where it means something: rename it"
            raise InvalidInput(*(f"{quoted(name)} cannot be a name in JDM, {means}" for name in wrong))

    def document(self) -> dict[str, Any]:
        """The whole document."""
        self._add_node("inputNode", "facts", {})
        self._add_expressions("what follows from the facts", list(self._list_given()))
        for topic in self.topics:
            self._add_topic(topic)
        self._add_expressions("answer", [(slot, slot) for slot in self.slots], only=True)
        self._add_node("outputNode", "decision", {})
        ids = [node["id"] for node in self.nodes]
        edges = [
            {"id": f"edge-{place}", "type": "edge", "sourceId": source, "targetId": target}
            for place, (source, target) in enumerate(pairwise(ids), 1)
        ]
        return {"contentType": "application/vnd.gorules.decision", "nodes": self.nodes, "edges": edges}

    def _add_node(self, kind: str, name: str, content: Mapping[str, Any]) -> None:
        place = len(self.nodes)
        position = {"x": 80 + STEP * place, "y": 120}
        self.nodes.append(
            {"id": f"node-{place}", "type": kind, "name": name, "position": position, "content": dict(content)}
        )

    def _add_expressions(self, name: str, said: Iterable[tuple[str, str]], *, only: bool = False) -> None:
        """A step that computes values.

        Args:
            name: the name in editors.
            said: each key with its expression.
            only: whether the step passes on only these keys.
        """
        listed = [{"id": f"{len(self.nodes)}-{i}", "key": key, "value": value} for i, (key, value) in enumerate(said)]
        self._add_node("expressionNode", name, {"expressions": listed, **_pass_on(None, everything=not only)})

    def _list_given(self) -> Iterator[tuple[str, str]]:
        """The expressions that complete the facts: missing sets are empty, and implied values are added."""
        for name, attribute in self.attributes.items():
            if attribute.type == "set":
                yield name, f"{name} ?? []"
        read = {name for topic in self.topics for name, it in topic.inputs.items() if it.type == "set"}
        rules = (rule for topic in self.topics for rule in topic.rules)
        filled = {slot for rule in rules for slot, value in rule.then.items() if isinstance(value, tuple)}
        for slot in sorted((read | filled) - set(self.attributes)):
            yield slot, "[]"
        following: dict[str, list[str]] = {}
        for each in implications(self.attributes):
            if each.implied is not None:
                is_so = f"{each.attribute} == {_say_implying(self.attributes[each.attribute], each.value)}"
                following.setdefault(each.other, []).append(f"{is_so} ? {_write_value(each.implied)} : ")
        for name, ways in following.items():
            yield name, f"{name} ?? ({''.join(ways)}null)"

    def _add_topic(self, topic: Topic) -> None:
        added = list[tuple[str, str]]()
        for table in partition(self.book, topic.name):
            path = free(f"found_{len(self.nodes)}", (*self.attributes, *self.slots))
            self._add_node("decisionTableNode", f"{topic.name}: {table.slot}", _say_table(table, path))
            added.append((table.slot, self._add_up(topic, table, path)))
        self._add_expressions(f"{topic.name}: added", added)

    def _add_up(self, topic: Topic, table: Table, path: str) -> str:
        """An expression for the content of a slot after a topic."""
        slot = table.slot
        if slot in topic.sums:
            return f"({slot} ?? 0) + ({path}.{slot} ?? 0)"
        if not table.is_list:
            return f"{path}.{slot} ?? {slot}"
        order = ", ".join(map(_write_value, rank_elements(self.topics, slot)))
        return f"filter([{order}], # in {slot} or # in map({path}, #.{slot}))"


def _pass_on(path: str | None, *, everything: bool = True) -> dict[str, Any]:
    return {"passThrough": everything, "inputField": None, "outputPath": path, "executionMode": "single"}


def _say_table(table: Table, path: str) -> dict[str, Any]:
    inputs = [
        {"id": f"in-{place}", "name": _title_column(column), "field": column.attribute.name}
        for place, column in enumerate(table.columns)
    ]
    rules = list[dict[str, str]]()
    for cells, value in table.rows:
        asked = [(f"in-{i}", column) for i, column in enumerate(table.columns) if column in cells]
        for ways in product(*(_say_cell(column, cells[column]) for _, column in asked)):
            said = {name: way for (name, _), way in zip(asked, ways, strict=True)}
            rules.append({"_id": f"row-{len(rules)}", **said, "out": _write_value(value)})
    return {
        "hitPolicy": "collect" if table.is_list else "first",
        "inputs": inputs,
        "outputs": [{"id": "out", "name": table.slot, "field": table.slot}],
        "rules": rules,
        **_pass_on(path),
    }


def _title_column(column: Column) -> str:
    return f"{column.attribute.name} has {column.element}" if column.element else column.attribute.name


def _say_cell(column: Column, allowed: Allowed) -> list[str]:
    """Alternative tests of `$`, the value of the column, one for each row.

    In the engine's language, `and` and `or` have equal precedence, and tests cannot be parenthesized.
    """
    if column.element:
        has = f"some($, # == {_write_value(column.element)})"
        return [has if allowed.values[0] else f"not({has})"]
    unknown = ["null"] if allowed.unknown else []
    if allowed.ranges:
        return [*unknown, *(_say_range(column.attribute, each) for each in allowed.ranges)]
    return [", ".join([*map(_write_value, allowed.values), *unknown])]


def _say_range(attribute: Attribute, bounds: Between) -> str:
    given = {">=": bounds.at_least, ">": bounds.above, "<=": bounds.at_most, "<": bounds.below}
    value = "d($)" if attribute.type == "date" else "$"
    tests = [f"{value} {sign} {_say_bound(bound)}" for sign, bound in given.items() if bound is not None]
    return " and ".join(["$ != null", *tests])


def _say_bound(bound: Any) -> str:
    return f'd("{bound}")' if isinstance(bound, datetime.date) else number(bound)


def _say_implying(attribute: Attribute, value: str) -> str:
    return value if attribute.type == "boolean" else _write_value(value)


def _write_value(value: Value) -> str:
    """A value in the engine's language; without escapes, a text is quoted by a character that it does not contain."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return number(value)
    for quote in QUOTES:
        if quote not in value:
            return f"{quote}{value}{quote}"
    raise InvalidInput(f"{quoted(value)} cannot be said in JDM: it holds both kinds of quotation marks")
