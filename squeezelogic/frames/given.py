"""Which columns of a frame give which attributes, and in what form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import narwhals as nw
from attrs import field, frozen

from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, plain, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Vocabulary

Form = Literal["text", "boolean", "number", "list", "separated", "flags", "nothing"]
Columns = Mapping[str, str | Mapping[str, str] | None]

JOINER, MISSING = "\x1f", "\x00"
"""In lists that an engine holds as texts: what stands before each element, and an element that is missing."""

SPELLINGS = {"true": ("true", "True", "TRUE"), "false": ("false", "False", "FALSE")}


@frozen
class Given:
    """An attribute that columns of a frame give.

    Args:
        attribute: the attribute.
        column: the column that gives it; empty where a column for each element does.
        form: how: `text` (also for booleans written out), `boolean`, `number` (also for booleans as 0 and 1), `list`,
            `separated` (a set in one text), `flags` (a set as a boolean column for each element), or `nothing` (a
            column without a single value).
        flags: for `flags`, the column and its form for each element.
        separator: for `separated`, what stands between two elements.
        encoded: whether the engine keeps a text as a number (categories).
    """

    attribute: Attribute
    column: str = ""
    form: Form = "text"
    flags: FrozenMap[str, tuple[str, Form]] = field(factory=FrozenMap)
    separator: str = ","
    encoded: bool = False

    @property
    def name(self) -> str:
        """The attribute's name."""
        return self.attribute.name

    @property
    def read(self) -> tuple[str, ...]:
        """Every column it is read from."""
        return (self.column,) if self.column else tuple(dict.fromkeys(column for column, _ in self.flags.values()))

    def value(self, row: Mapping[str, Any]) -> Any:
        """What a row gives, as `recommend` takes it; what cannot be read is handed on as it is."""
        if self.form == "flags":
            cells = {element: _boolean(row[column]) for element, (column, _) in self.flags.items()}
            strange = [cell for cell in cells.values() if cell not in (True, False, None, UNKNOWN)]
            return [*strange, *(element for element, cell in cells.items() if cell is True)]
        cell = row[self.column]
        if cell is None:
            return None
        if self.attribute.type == "set":
            return self._elements(cell)
        if self.attribute.type == "boolean":
            return _boolean(cell)
        return int(cell) if isinstance(cell, float) and cell.is_integer() else cell

    def _elements(self, cell: Any) -> Any:
        if not isinstance(cell, str):
            return cell
        if self.form == "list":
            return [None if part == MISSING else part for part in cell.split(JOINER)[1:]]
        return [part.strip() for part in cell.split(self.separator)] if cell.strip() else []


def _boolean(cell: Any) -> Any:
    for value, spellings in ((True, SPELLINGS["true"]), (False, SPELLINGS["false"])):
        if cell in spellings or (not isinstance(cell, str) and cell == value):
            return value
    return cell


def find_columns(
    schema: Mapping[str, Any], vocabulary: Vocabulary, columns: Columns, separator: str
) -> tuple[Given, ...]:
    """The attributes that a frame gives, each with its columns.

    Args:
        schema: the type of each column, as narwhals tells it.
        vocabulary: the attributes there are.
        columns: for an attribute, its column if that is not called the same; a mapping from elements to columns for a
            set; None for an attribute that the frame does not give.
        separator: what stands between the elements of a set in one text.

    Raises:
        InvalidInput: with every name that is none, and every column of a type that cannot hold its attribute.
    """
    problems = [*_strange(schema, vocabulary, columns)]
    found: list[Given] = []
    for name, attribute in vocabulary.attributes.items():
        where = columns.get(name, name if name in schema else None)
        if where is None or problems:
            continue
        try:
            found.append(_given(attribute, where, schema, separator))
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(*problems)
    return tuple(found)


def _strange(schema: Mapping[str, Any], vocabulary: Vocabulary, columns: Columns) -> Iterator[str]:
    for name, where in columns.items():
        attribute = vocabulary.attributes.get(name)
        if attribute is None:
            yield f"`columns` names {quoted(name)}: {did_you_mean(name, vocabulary.attributes)}"
        elif isinstance(where, Mapping):
            if attribute.type != "set":
                yield f"{quoted(name)} is no set, so it has one column, not one for each of its values"
            for element in where:
                if element not in attribute.values:
                    yield f"{quoted(name)} cannot hold {quoted(element)}: {did_you_mean(element, _texts(attribute))}"
        for column in where.values() if isinstance(where, Mapping) else (where,):
            if column is not None and column not in schema:
                yield f"the frame has no column {quoted(column)} for {quoted(name)}: {did_you_mean(column, schema)}"


def _texts(attribute: Attribute) -> Iterable[str]:
    return map(plain, attribute.values)


def _given(attribute: Attribute, where: str | Mapping[str, str], schema: Mapping[str, Any], separator: str) -> Given:
    if isinstance(where, Mapping):
        one = Attribute(attribute.name, type="boolean")
        flags = {element: (column, form_of(one, column, schema[column])) for element, column in where.items()}
        return Given(attribute, form="flags", flags=FrozenMap(flags))
    dtype = schema[where]
    encoded = dtype in (nw.Categorical, nw.Enum)
    return Given(attribute, where, form_of(attribute, where, dtype), separator=separator, encoded=encoded)


def form_of(attribute: Attribute, column: str, dtype: Any) -> Form:
    """How a column of this type gives an attribute.

    Raises:
        InvalidInput: it cannot.
    """
    if dtype == nw.Unknown:
        return "nothing"
    text = dtype in (nw.String, nw.Categorical, nw.Enum)
    takes: dict[str, Form] = {"enum": "text", "boolean": "text", "set": "separated"}
    if text and attribute.type in takes:
        return takes[attribute.type]
    if dtype == nw.Boolean and attribute.type == "boolean":
        return "boolean"
    if attribute.type == "boolean" and dtype.is_integer():
        return "number"
    if attribute.type == "integer" and dtype.is_numeric():
        return "number"
    if attribute.type == "set" and dtype == nw.List and dtype.inner in (nw.String, nw.Categorical, nw.Enum, nw.Unknown):
        return "list"
    wanted = {"enum": "text", "boolean": "booleans, text or 0 and 1", "integer": "numbers", "set": "lists or text"}
    raise InvalidInput(
        f"column {quoted(column)} holds {quoted(str(dtype))}, but {quoted(attribute.name)} is given as "
        f"{wanted[attribute.type]}; if it is something else, say so: `columns={{{attribute.name!r}: None}}`"
    )
