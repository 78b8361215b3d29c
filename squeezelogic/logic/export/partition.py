"""A topic as one table per slot with mutually exclusive rows, for formats in which at most one row may match.

A diagram represents the exact set of situations in which the topic concludes a value of a slot. Its paths give mutually
exclusive rows. A row lists the values of an attribute that pass, and for a set whether it contains an element.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Any

from attrs import frozen

from squeezelogic.logic.analysis.compiled import Compiled, CompiledTopic
from squeezelogic.logic.analysis.cubes import runs_apart
from squeezelogic.logic.analysis.diagrams import NEVER
from squeezelogic.logic.analysis.space import Space, Variable
from squeezelogic.logic.export.tabulate import alone, named, rank_values
from squeezelogic.logic.model.conditions import Between
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.rulebook import Rulebook

MOST_ROWS = 5_000
"""The most rows of a table; larger ones are unreadable, and slow in most engines."""


@frozen
class Column:
    """The input of a column: the value of an attribute, or whether a set contains an element."""

    attribute: Attribute
    element: str = ""


@frozen
class Allowed:
    """The values that pass the test of a cell.

    Args:
        values: the values, for an attribute that lists them; `True` or `False` for an element of a set.
        ranges: the bounds, for numbers and dates.
        unknown: whether an unknown attribute passes.
    """

    values: tuple[Value, ...] = ()
    ranges: tuple[Between, ...] = ()
    unknown: bool = False


Cells = Mapping[Column, Allowed]


@frozen
class Table:
    """The conditions of each value of one slot, or of each element of a list.

    Args:
        slot: the slot.
        is_list: whether it is a list; then each row gives one element, and rows of different elements may match
            together.
        columns: the inputs of the rows.
        rows: the tests and the result of each row. Rows with equal results are mutually exclusive.
    """

    slot: str
    is_list: bool
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cells, Value], ...]


def partition(book: Rulebook, name: str) -> tuple[Table, ...]:
    """A topic of a rulebook as tables, one for each slot; the conclusions of earlier topics are inputs.

    Raises:
        InvalidInput: there is no such topic, it is too large, or some situations have no answer.
    """
    topic = named(book, name)
    inputs = {each: alone(attribute, topic.inputs) for each, attribute in topic.inputs.items()}
    clauses = [clause for rule in topic.rules for branch in rule.when for clause in branch]
    compiled = Compiled(inputs, [topic], runs_apart(inputs, clauses))
    compiled.add(topic)
    if not compiled.topics:
        raise InvalidInput(f"topic {quoted(name)} is too large for a table: split it into topics that ask less")
    if compiled.errors(compiled.topics[0]) != NEVER:
        raise InvalidInput(
            f"topic {quoted(name)} has no answer in some situations, which this format cannot say: "
            "`squeezelogic check` shows which"
        )
    return tuple(_tabulate_slots(compiled, compiled.topics[0], topic))


def _tabulate_slots(compiled: Compiled, diagram: CompiledTopic, topic: Topic) -> Iterator[Table]:
    space, d = compiled.space, compiled.diagrams
    lists = {slot for rule in topic.rules for slot, value in rule.then.items() if isinstance(value, tuple)}
    for slot, values in diagram.slots.items():
        rows = list[tuple[Cells, Value]]()
        for value, node in rank_values(topic, slot, values).items():
            for box in d.boxes(d.both(compiled.decided, node)):
                rows += [(cells, value) for cells in _list_cells(space, box)]
                if len(rows) > MOST_ROWS:
                    raise InvalidInput(
                        f"topic {quoted(topic.name)} is too large for a table: {quoted(slot)} would take more than "
                        f"{MOST_ROWS:,} rows"
                    )
        asked = {column for cells, _ in rows for column in cells}
        order = {name: place for place, name in enumerate(space.attributes)}
        columns = sorted(asked, key=lambda column: (order[column.attribute.name], column.element))
        yield Table(slot, slot in lists, tuple(columns), tuple(rows))


def _list_cells(space: Space, box: Mapping[int, frozenset[int]]) -> Iterator[Cells]:
    """A cube as rows of cells: one row, or several if it counts elements of a set."""
    ways = [list(_list_ways(space, space.variables[place], box[place])) for place in sorted(box)]
    for chosen in product(*ways):
        yield {column: allowed for cells in chosen for column, allowed in cells.items()}


def _list_ways(space: Space, variable: Variable, places: frozenset[int]) -> Iterator[Cells]:
    attribute, kept = space.attributes[variable.attribute], {variable.values[place] for place in places}
    of: Callable[[Any], Value] = space.classes[attribute.name].of
    if attribute.type == "set":
        alike = [e for e in map(str, attribute.values) if of(frozenset([e])) == variable.values[1]]
        columns = [Column(attribute, element) for element in alike]
        no, yes = Allowed((False,)), Allowed((True,))
        if kept == {frozenset()}:
            yield dict.fromkeys(columns, no)
        else:  # for example, the third element is the first one in the set
            for place, column in enumerate(columns):
                yield {**dict.fromkeys(columns[:place], no), column: yes}
    elif attribute.domain is not None:
        values = tuple(value for value in attribute.domain if of(value) in kept)
        yield {Column(attribute): Allowed(values, unknown=of(UNKNOWN) in kept)}
    else:
        runs = space.runs[attribute.name]
        inside = [run for run in range(len(runs)) if of(runs.sample(run)) in kept]
        firsts = [run for run in inside if run - 1 not in inside]
        lasts = [run for run in inside if run + 1 not in inside]
        ranges = tuple(runs.between(first, last) for first, last in zip(firsts, lasts, strict=True))
        yield {Column(attribute): Allowed(ranges=ranges, unknown=of(UNKNOWN) in kept)}


def number(value: Any) -> str:
    """A number in decimal digits, without an exponent."""
    return format(Decimal(repr(value) if isinstance(value, float) else value), "f")
