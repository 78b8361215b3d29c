"""Reduced decision maps: the values of a slot in all situations of two groups of attributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

from attrs import frozen

from squeezelogic.logic.analysis.cells import render_conclusion, render_condition
from squeezelogic.logic.analysis.compiled import Compiled
from squeezelogic.logic.analysis.covers import cover
from squeezelogic.logic.analysis.cubes import runs_apart
from squeezelogic.logic.analysis.diagrams import NEVER, Node
from squeezelogic.logic.analysis.space import Space
from squeezelogic.logic.explain.prose import counted, describe_test, said, words
from squeezelogic.logic.model.conditions import Branch, Clause
from squeezelogic.logic.model.errors import GapError, InvalidInput, did_you_mean, grouped, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Conclusion, Topic
from squeezelogic.logic.model.untrusted import names
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value, Vocabulary
from squeezelogic.logic.render.drawing import Drawing, drawing
from squeezelogic.logic.render.phrases import phrase as say
from squeezelogic.logic.render.phrases import spoken
from squeezelogic.logic.render.shapes import Box, Line, height_of, wrapped

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

MOST_CELLS = 50_000
OTHERWISE = "otherwise"
Library = Literal["polars", "pandas", "pyarrow", "modin", "cudf"]
LABEL_WIDTH, CELL_WIDTH, GAP = 260.0, 170.0, 6.0


@frozen
class Heading:
    """The situations of a row or a column of a map.

    Args:
        text: the conditions in words; `otherwise` for the largest group, if its conditions are long.
        branches: conditions of which one passes in exactly these situations.
        count: the number of these situations that the rules can tell apart.
    """

    text: str
    branches: tuple[Branch, ...]
    count: int


@frozen
class DecisionMap:
    """A slot in all situations of two groups of attributes; equal rows are merged, and so are equal columns.

    Args:
        slot: the slot.
        rows: the headings of the rows.
        columns: the headings of the columns.
        cells: the values of the slot, row by row; None if the slot is empty, or if row and column exclude each other.
        Rows and columns with only None are left out.
        given: facts that are fixed over the whole map; every other attribute is unknown.
    """

    slot: str
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: tuple[tuple[Conclusion | None, ...], ...]
    given: FrozenMap[str, Any]

    @property
    def title(self) -> str:
        """The slot, and the numbers of situations before and after merging."""
        before = [counted(sum(each.count for each in side), what) for side, what in self._both_sides()]
        after = [counted(len(side), what) for side, what in self._both_sides()]
        return f"{words(self.slot)}: {before[0]} and {before[1]} come to {after[0]} and {after[1]}"

    def _both_sides(self) -> Iterable[tuple[tuple[Heading, ...], str]]:
        return (self.rows, "row"), (self.columns, "column")

    def records(self) -> list[dict[str, Any]]:
        """A mapping for each cell (`row`, `column` and the slot), to make a dataframe."""
        return [
            {"row": row.text, "column": column.text, self.slot: list(cell) if isinstance(cell, tuple) else cell}
            for row, cells in zip(self.rows, self.cells, strict=True)
            for column, cell in zip(self.columns, cells, strict=True)
        ]

    def to_frame(self, library: Library) -> Any:
        """The map as a dataframe: a column `row` with the conditions, and a column for each column of the map.

        Args:
            library: the dataframe library: `polars`, `pandas`, `pyarrow`, `modin` or `cudf`. DuckDB reads the first
                three.

        Raises:
            InvalidInput: there is no such library.
            ImportError: narwhals, or the library, is missing.
        """
        if library not in get_args(Library):
            raise InvalidInput(f"no dataframes of {quoted(library)}: {did_you_mean(library, get_args(Library))}")
        from narwhals import from_dict  # noqa: PLC0415 - an extra

        cells = [[list(cell) if isinstance(cell, tuple) else cell for cell in line] for line in self.cells]
        across = {column.text: list(line) for column, line in zip(self.columns, zip(*cells, strict=True), strict=True)}
        return from_dict({"row": [row.text for row in self.rows], **across}, backend=library).to_native()

    def drawing(self, vocabulary: Vocabulary | None = None) -> Drawing:
        """The map as a picture.

        Args:
            vocabulary: the vocabulary whose labels are shown, in its language; names from the rules if left out.
        """
        with nullcontext() if vocabulary is None else spoken(vocabulary.language):
            return self._draw(_Names() if vocabulary is None else _Labels(vocabulary))

    def _draw(self, names: _Names) -> Drawing:
        width = CELL_WIDTH + GAP
        columns, rows = ([names.of_heading(each) for each in side] for side in (self.columns, self.rows))
        held = [[names.of_cell(self.slot, cell) for cell in line] for line in self.cells]
        heads = [wrapped(column, CELL_WIDTH, "faint") for column in columns]
        top = height_of(max(heads, key=len)) if heads else 0.0
        boxes = [Box(lines, LABEL_WIDTH + GAP + i * width, 0, CELL_WIDTH, "faint") for i, lines in enumerate(heads)]
        for row, cells in zip(rows, held, strict=True):
            lines = [wrapped(cell, CELL_WIDTH, "strong") for cell in cells]
            label = wrapped(row, LABEL_WIDTH, "faint", most=8)
            tallest = max([label, *lines], key=len)
            top += GAP
            boxes.append(Box(_pad_lines(label, tallest), 0, top, LABEL_WIDTH, "faint"))
            for i, cell in enumerate(lines):
                boxes.append(Box(_pad_lines(cell, tallest), LABEL_WIDTH + GAP + i * width, top, CELL_WIDTH, "slot"))
            top += height_of(tallest)
        size = LABEL_WIDTH + GAP + len(columns) * width, top
        texts = [
            f"{' | '.join(filter(None, (row, column)))}: {cell}"
            for row, cells in zip(rows, held, strict=True)
            for column, cell in zip(columns, cells, strict=True)
        ]
        return drawing(names.of_map(self), tuple(texts), size, *(box.draw() for box in boxes))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The map for a notebook."""
        return self.drawing()._repr_mimebundle_(include, exclude)

    def __str__(self) -> str:
        table = [["", *(column.text for column in self.columns)]]
        table += [[row.text, *map(render_conclusion, cells)] for row, cells in zip(self.rows, self.cells, strict=True)]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in table)
        return "\n".join((self.title, *lines))


class _Names:
    """Facts and values by their names in the rules."""

    def of_map(self, shown: DecisionMap) -> str:
        return shown.title

    def of_heading(self, heading: Heading) -> str:
        return heading.text

    def of_cell(self, slot: str, cell: Conclusion | None) -> str:
        return render_conclusion(cell)


class _Labels(_Names):
    """Facts and values by the labels of a vocabulary, in the current language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def of_map(self, shown: DecisionMap) -> str:
        clauses = (
            [c for each in side for branch in each.branches for c in branch] for side in (shown.rows, shown.columns)
        )
        sides = (", ".join(dict.fromkeys(self._vocabulary.title(c.attribute) for c in side)) for side in clauses)
        return ": ".join(filter(None, (self._vocabulary.title(shown.slot), " × ".join(filter(None, sides)))))

    def of_heading(self, heading: Heading) -> str:
        if heading.text == OTHERWISE:
            return say("map.otherwise")
        branches = (", ".join(map(self._clause, branch)) for branch in heading.branches)
        return say("page.either").join(branches) or say("map.always")

    def _clause(self, clause: Clause) -> str:
        attribute = self._vocabulary.attributes[clause.attribute]
        return f"{attribute.title}: {describe_test(clause.test, attribute)}"

    def of_cell(self, slot: str, cell: Conclusion | None) -> str:
        return "–" if cell is None else said(cell, self._vocabulary.labelled(slot))


def _pad_lines(lines: tuple[Line, ...], tallest: tuple[Line, ...]) -> tuple[Line, ...]:
    return (*lines, *([Line("")] * (len(tallest) - len(lines))))


def make_map(
    book: Rulebook, rows: object, columns: object, slot: str | None = None, given: Mapping[str, Any] | None = None
) -> DecisionMap:
    """The reduced decision map of a slot.

    Args:
        book: the rulebook.
        rows: the attributes of the rows, by name.
        columns: the attributes of the columns.
        slot: the slot; the first one that the vocabulary declares if left out.
        given: facts that are fixed over the whole map.

    Raises:
        InvalidInput: there is no such attribute or slot, one is given twice, or the map would be too large.
        ConflictError: two rules contradict one another somewhere on the map.
    """
    facts = dict(given or {})
    slot = next(iter(book.vocabulary.slots)) if slot is None else slot
    sides = names(rows, "rows"), names(columns, "columns")
    _check_arguments(book, [*sides[0], *sides[1]], slot, facts)
    topics = _find_needed_topics(book, slot)
    clauses = [clause for topic in topics for rule in topic.rules for branch in rule.when for clause in branch]
    space = Compiled(book.vocabulary.attributes, topics, runs_apart(book.vocabulary.attributes, clauses)).space
    down, across = (_Side(space, side) for side in sides)
    if down.count * across.count > MOST_CELLS:
        raise InvalidInput(
            f"a map of {grouped(down.count)} × {grouped(across.count)} situations is too large: "
            "leave attributes out, or fix some with `given=`"
        )
    held = [
        [_decide_slot(book, slot, {**facts, **row, **column}) for column, _ in across.situations]
        for row, _ in down.situations
    ]
    by_row = _group_lines(map(tuple, held))
    lines = [held[places[0]] for places in by_row]
    by_column = _group_lines(zip(*lines, strict=True))
    cells = tuple(tuple(line[places[0]] for places in by_column) for line in lines)
    return DecisionMap(slot, down.headings(by_row), across.headings(by_column), cells, FrozenMap(facts))


def _check_arguments(book: Rulebook, attributes: Sequence[str], slot: str, facts: Mapping[str, Any]) -> None:
    known, slots = book.vocabulary.attributes, book.vocabulary.slots
    problems = [f"no attribute {quoted(name)}: {did_you_mean(name, known)}" for name in attributes if name not in known]
    if slot not in slots:
        problems.append(f"no slot {quoted(slot)}: {did_you_mean(slot, slots)}")
    said = [*attributes, *facts]
    problems += [f"{quoted(name)} is given twice" for name in dict.fromkeys(said) if said.count(name) > 1]
    if problems:
        raise InvalidInput(*problems)
    book.vocabulary.situation(facts)


def _find_needed_topics(book: Rulebook, slot: str) -> list[Topic]:
    """The topics that can affect a slot."""
    wanted, found = {slot}, list[Topic]()
    for topic in reversed(book.topics):
        if not wanted.isdisjoint(topic.concludes):
            found.insert(0, topic)
            wanted.update(topic.inputs)
    return found


def _decide_slot(book: Rulebook, slot: str, facts: Mapping[str, Value]) -> Conclusion | None:
    try:
        return book.decide({name: value for name, value in facts.items() if value != UNKNOWN}).slots.get(slot)
    except (InvalidInput, GapError):  # row and column contradict one another, or a slot stays empty
        return None


def _group_lines(lines: Iterable[tuple[Conclusion | None, ...]]) -> list[list[int]]:
    """Group the places of equal lines, without lines of only None."""
    found: dict[tuple[Conclusion | None, ...], list[int]] = {}
    for place, line in enumerate(lines):
        if any(cell is not None for cell in line):
            found.setdefault(line, []).append(place)
    return list(found.values())


class _Side:
    """The situations of some attributes that the rules can tell apart."""

    def __init__(self, space: Space, attributes: Sequence[str]) -> None:
        self.space = space
        self._places = [i for i, variable in enumerate(space.variables) if variable.attribute in attributes]

    @property
    def count(self) -> int:
        """The number of these situations."""
        d, sizes, possible = self.space.diagrams, self.space.diagrams.sizes, self.space.possible
        for place in set(range(len(sizes))).difference(self._places):
            possible = d.some(d.given(possible, place, value) for value in range(sizes[place]))
        return d.count(possible, [[1] * size if i in self._places else [1] for i, size in enumerate(sizes)])

    @cached_property
    def situations(self) -> list[tuple[dict[str, Value], Node]]:
        """Each situation as facts, and as a diagram."""
        d = self.space.diagrams
        begun: list[tuple[Node, tuple[int, ...]]] = [(self.space.possible, ())]
        for place in self._places:
            each = [d.where(place, lambda v, w=w: v == w) for w in range(d.sizes[place])]  # type: ignore[misc]
            begun = [
                (node, (*values, w))
                for before, values in begun
                for w, has in enumerate(each)
                if (node := d.both(before, has)) != NEVER
            ]
        return [(self._list_facts(values), node) for node, values in begun]

    def _list_facts(self, values: Sequence[int]) -> dict[str, Value]:
        facts: dict[str, Value] = {}
        for place, value in zip(self._places, values, strict=True):
            variable = self.space.variables[place]
            said = variable.values[value]
            before = facts.get(variable.attribute)
            facts[variable.attribute] = said | before if isinstance(said, frozenset) and before else said  # type: ignore[operator]
        return facts

    def headings(self, groups: Sequence[Sequence[int]]) -> tuple[Heading, ...]:
        """The heading of each group."""
        attributes = self.space.attributes
        covers = [cover(self.space, self.space.diagrams.some(self.situations[i][1] for i in group)) for group in groups]
        largest = max(range(len(groups)), key=lambda i: (len(covers[i].branches), len(groups[i])), default=0)
        found = []
        for place, (group, covered) in enumerate(zip(groups, covers, strict=True)):
            text = "; or ".join(render_condition(attributes, branch) for branch in covered.branches)
            if place == largest and len(covered.branches) > 2:
                text = OTHERWISE
            found.append(Heading(text or "always", covered.branches, len(group)))
        return tuple(found)
