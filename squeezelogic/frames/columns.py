"""The columns of a frame that hold attributes, and the format of their cells."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Literal

import attrs
import narwhals as nw
from attrs import field, frozen

from squeezelogic.coaching import facts
from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.values import FAMILY_OF
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, plain, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.runs import Runs

Form = Literal["text", "boolean", "number", "date", "datetime", "list", "separated", "flags", "constant"]
Where = str | Mapping[str, str] | None
Columns = Mapping[str, Where]

EXERCISE, OBSERVED = "exercise", "observed"
BOOKS_KEPT = 16

JOINER, MISSING = "\x1f", "\x00"
"""In a list that is encoded as one text: the prefix of each element, and the code of a null element."""

BLANKS = " \t\n\r\x0b\x0c\u00a0\u1680\u2007\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
"""Characters that are stripped from both ends of a text: all blanks, and the byte order mark."""

SPELLINGS: Mapping[bool, tuple[str, ...]] = {
    True: ("true", "True", "TRUE", "1", "1.0"),
    False: ("false", "False", "FALSE", "0", "0.0"),
}
WHOLE = r"^-?[0-9]{1,18}([.,]0*)?$"
"""A whole number as text; a decimal point or comma may follow, with zeros only."""

NUMBER = r"^-?[0-9]{1,200}([.][0-9]{1,200})?([eE][-+]?[0-9]{1,2})?$"
"""A number as text, within the range of 64-bit floats."""

NEAR_ENOUGH = 0.85
TEXTS = (nw.String, nw.Categorical, nw.Enum)


@lru_cache(BOOKS_KEPT)
def list_attributes(book: Rulebook) -> Vocabulary:
    """The attributes that `recommend` accepts: the rulebook's, and those that only `Profile` or `Exercise` has."""
    own = {**facts.attributes(Profile), **facts.attributes(Exercise)}
    declared = {
        name: _narrow_attribute(attribute, own.get(name)) for name, attribute in book.vocabulary.attributes.items()
    }
    attributes = {**own, **declared}
    movement = attributes["movement"]
    implied: dict[str, FrozenMap[str, Value]] = {
        value: FrozenMap({**movement.implies.get(value, {}), "family": FAMILY_OF[value]})
        for value in map(str, movement.values)
    }
    attributes["movement"] = attrs.evolve(movement, implies=FrozenMap(implied))
    return Vocabulary(FrozenMap(attributes), book.vocabulary.slots)


def _narrow_attribute(declared: Attribute, field: Attribute | None) -> Attribute:
    """A declared attribute, limited to the values that its field accepts."""
    if field is None:
        return declared
    return attrs.evolve(declared, values=tuple(value for value in declared.values if value in field.values))


@frozen
class ColumnBinding:
    """The columns that hold one attribute, or its value if that is the same for every row.

    Args:
        attribute: the attribute.
        column: the column that holds it; empty for `flags`, and for a constant without a column.
        form: the format of the cells: `text` (also booleans, numbers and dates as text), `boolean`, `number` (also
            booleans as 0 and 1), `date`, `datetime` (the time must be midnight), `list`, `separated` (a set in one
            text), `flags` (a set as one boolean column for each element), or `constant` (every row has the default).
        flags: for `flags`, the column of each element.
        separator: for `separated`, the character between two elements.
        default: the value of a row whose cell is empty; for a set, elements that are added to those of every cell.
        cast: the type to cast the column to; None for no cast.
        nan: whether cells may be NaN, which counts as empty.
        dtype: the type of the column after the cast.
        runs: for a number or a date, the intervals that the rules tell apart.
    """

    attribute: Attribute
    column: str = ""
    form: Form = "text"
    flags: FrozenMap[str, ColumnBinding] = field(factory=FrozenMap)
    separator: str = ","
    default: Value = UNKNOWN
    cast: Any = None
    nan: bool = False
    dtype: Any = None
    runs: Runs | None = None

    @property
    def name(self) -> str:
        """The attribute's name."""
        return self.attribute.name

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that are read."""
        if self.flags:
            return tuple(dict.fromkeys(flag.column for flag in self.flags.values() if flag.form != "constant"))
        return (self.column,) if self.column and self.form != "constant" else ()

    @property
    def is_float(self) -> bool:
        """Whether numbers are compared as floats."""
        return self.attribute.type == "number" if self.form == "text" else bool(self.dtype.is_float())

    @property
    def is_unsigned(self) -> bool:
        """Whether the column's type is unsigned."""
        return self.form != "text" and bool(self.dtype.is_unsigned_integer())

    @property
    def elements(self) -> frozenset[str]:
        """The elements that the set of every row contains."""
        return self.default if isinstance(self.default, frozenset) else frozenset()

    def complete(self, value: Value) -> Value:
        """The value of a row: the value of its cell, completed with the default."""
        if isinstance(value, frozenset):
            return value | self.elements
        return self.default if value == UNKNOWN else value

    def value(self, row: Mapping[str, Any]) -> Any:
        """The value of a row in the form that `recommend` accepts; an unreadable cell is returned unchanged."""
        if self.flags:
            cells = {element: flag.value(row) for element, flag in self.flags.items()}
            strange = [cell for cell in cells.values() if cell not in (True, False, None, UNKNOWN)]
            return [*strange, *(element for element, cell in cells.items() if cell is True)]
        cell = strip_cell(row[self.column]) if self.form != "constant" else None
        if cell is None:
            return None
        if self.attribute.type == "set":
            return self._split_elements(cell)
        if self.attribute.type == "boolean":
            return _read_boolean(cell)
        return READERS.get(self.attribute.type, lambda cell: cell)(cell)

    def _split_elements(self, cell: Any) -> Any:
        if not isinstance(cell, str):
            return list(cell)
        if self.form == "list":
            return [None if part == MISSING else part for part in cell.split(JOINER)[1:]]
        return [part.strip(BLANKS) for part in cell.split(self.separator)]


def strip_cell(cell: Any) -> Any:
    """A cell without blanks around a text; None if it is empty or NaN."""
    if isinstance(cell, str):
        return cell.strip(BLANKS) or None
    return None if isinstance(cell, float) and cell != cell else cell  # noqa: PLR0124 - NaN is unequal to itself


def _read_boolean(cell: Any) -> Any:
    for value, spellings in SPELLINGS.items():
        if cell in spellings or (not isinstance(cell, (str, list, tuple)) and cell == value):
            return value
    return cell


def _read_whole(cell: Any) -> Any:
    if isinstance(cell, str):
        return int(re.split("[.,]", cell)[0]) if re.fullmatch(WHOLE, cell) else cell
    return int(cell) if not isinstance(cell, int) and cell % 1 == 0 else cell


def _read_number(cell: Any) -> Any:
    if isinstance(cell, str):
        return float(cell) if re.fullmatch(NUMBER, cell) else cell
    return float(cell) if isinstance(cell, Decimal) else cell


def _read_date(cell: Any) -> Any:
    is_day = isinstance(cell, datetime.datetime) and cell.tzinfo is None and cell.time() == datetime.time.min
    return cell.date() if is_day else cell


READERS: Mapping[str, Callable[[Any], Any]] = {"integer": _read_whole, "number": _read_number, "date": _read_date}


def normalize_name(name: object) -> str:
    """A name without case, blanks, hyphens and underscores."""
    return re.sub(rf"[{BLANKS}_-]+", "", name).casefold() if isinstance(name, str) else ""


def locate_columns(
    names: Sequence[Any], vocabulary: Vocabulary, columns: object, *, ignore_case: bool
) -> dict[str, Where]:
    """The column of each attribute and of `exercise`; attributes without a column are left out.

    Names match regardless of case, blanks, hyphens and underscores. A misspelt column, and two columns that match one
    attribute, are errors.

    Args:
        names: the columns of the frame.
        vocabulary: the known attributes.
        columns: for an attribute, its column if the names differ; for a set, a mapping from elements to columns; None
            for an attribute that the frame does not give.
        ignore_case: whether the engine ignores case in the names of columns.

    Raises:
        InvalidInput: with every unknown name, and every misspelt or ambiguous column.
    """
    if not isinstance(columns, Mapping):
        raise InvalidInput(
            f"`columns` maps attributes to columns, as `{{'experience': 'level'}}` does; it cannot be {quoted(columns)}"
        )
    problems = list(_find_strange(columns, vocabulary))
    texts = [name for name in names if isinstance(name, str)]
    found: dict[str, Where] = {}
    for name in (EXERCISE, *vocabulary.attributes):
        try:
            if name in columns:
                found[name] = _check_where(name, columns[name], texts, ignore_case)
            elif (column := _guess_column(name, texts, columns, vocabulary)) is not None:
                found[name] = column
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(*problems)
    return found


def _find_strange(columns: Mapping[Any, Any], vocabulary: Vocabulary) -> Iterator[str]:
    for name, where in columns.items():
        attribute = vocabulary.attributes.get(name)
        if attribute is None and name != EXERCISE:
            yield f"`columns` names {quoted(name)}: {did_you_mean(name, (EXERCISE, *vocabulary.attributes))}"
        elif isinstance(where, Mapping):
            if attribute is None or attribute.type != "set":
                yield f"{quoted(name)} is no set, so it has one column, not one for each of its values"
                continue
            for element in where:
                if element not in attribute.values:
                    meant = did_you_mean(element, _list_texts(attribute))
                    yield f"{quoted(name)} cannot hold {quoted(element)}: {meant}"


def _list_texts(attribute: Attribute) -> Iterable[str]:
    return map(plain, attribute.values)


def _check_where(name: str, where: object, texts: Sequence[str], ignore_case: bool) -> Where:
    if where is None:
        return None
    if isinstance(where, Mapping):
        return {element: _find_column(name, column, texts, ignore_case) for element, column in where.items()}
    return _find_column(name, where, texts, ignore_case)


def _find_column(name: str, column: object, texts: Sequence[str], ignore_case: bool) -> str:
    if column in texts:
        return str(column)
    if ignore_case and isinstance(column, str):
        for text in texts:
            if text.casefold() == column.casefold():
                return text
    raise InvalidInput(f"the frame has no column {quoted(column)} for {quoted(name)}: {did_you_mean(column, texts)}")


def _guess_column(name: str, texts: Sequence[str], columns: Mapping[str, Where], vocabulary: Vocabulary) -> str | None:
    said = {column for where in columns.values() for column in _list_columns(where)}
    like = [text for text in texts if normalize_name(text) == normalize_name(name)]
    if len(like) > 1:
        raise InvalidInput(
            f"columns {' and '.join(map(quoted, like))} could both give {quoted(name)}: say which, "
            f"`columns={{{name!r}: {like[0]!r}}}`"
        )
    if like:
        return like[0]
    attributes = {normalize_name(attribute) for attribute in (EXERCISE, *vocabulary.attributes)}
    for text in texts:
        if text not in said and normalize_name(text) not in attributes and _is_misspelt(text, name):
            raise InvalidInput(
                f"column {quoted(text)} is like {quoted(name)}, but not the same: say which column gives it, "
                f"`columns={{{name!r}: {text!r}}}`, or that none does, `columns={{{name!r}: None}}`"
            )
    return None


def _list_columns(where: Where) -> Iterable[str | None]:
    return where.values() if isinstance(where, Mapping) else (where,)


def _is_misspelt(text: str, name: str) -> bool:
    one, other = normalize_name(text), normalize_name(name)
    return abs(len(one) - len(other)) < 2 and SequenceMatcher(None, one, other).ratio() >= NEAR_ENOUGH


def list_columns(located: Mapping[str, Where]) -> list[str]:
    """The columns to read, without duplicates."""
    found = (column for where in located.values() for column in _list_columns(where))
    return list(dict.fromkeys(column for column in found if column is not None))


def find_bindings(
    schema: Mapping[str, Any],
    vocabulary: Vocabulary,
    located: Mapping[str, Where],
    *,
    separator: str,
    defaults: Mapping[str, Value],
    has_values: Callable[[str], bool],
) -> tuple[ColumnBinding, ...]:
    """The attributes that a frame gives, each with its columns and format.

    Args:
        schema: the narwhals type of each column that is read.
        vocabulary: the known attributes.
        located: the columns, see `locate_columns`.
        separator: the character between the elements of a set in one text.
        defaults: the values of rows whose cells are empty.
        has_values: returns whether a column has a cell that is not empty; called only for columns of a wrong type.

    Raises:
        InvalidInput: with every column that has values, and a type that cannot hold its attribute.
    """
    problems: list[str] = []
    found: list[ColumnBinding] = []
    for name, attribute in vocabulary.attributes.items():
        where, default = located.get(name), defaults.get(name, attribute.blank)
        try:
            if isinstance(where, Mapping):
                one = Attribute(name, type="boolean")
                flags = {
                    element: _make_binding(one, column, schema[column], has_values, separator)
                    for element, column in where.items()
                }
                found.append(ColumnBinding(attribute, form="flags", flags=FrozenMap(flags), default=default))
            elif where is not None:
                binding = _make_binding(attribute, where, schema[where], has_values, separator)
                found.append(attrs.evolve(binding, default=default))
            elif default != attribute.blank:
                found.append(ColumnBinding(attribute, form="constant", default=default))
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(*problems)
    return tuple(found)


def _make_binding(
    attribute: Attribute, column: str, dtype: Any, has_values: Callable[[str], bool], separator: str
) -> ColumnBinding:
    form, cast = _form_of(attribute, dtype)
    if form is not None:
        _check_blanks(attribute)
        read = cast or dtype
        return ColumnBinding(attribute, column, form, separator=separator, cast=cast, nan=read.is_float(), dtype=read)
    if not has_values(column):
        return ColumnBinding(attribute, column, "constant")
    wanted = {
        "enum": "text",
        "boolean": "booleans, text or 0 and 1",
        "set": "lists or text",
        "date": "dates without a time, or text such as 2026-05-31",
    }
    raise InvalidInput(
        f"column {quoted(column)} holds {quoted(str(dtype))}, but {quoted(attribute.name)} is given as "
        f"{wanted.get(attribute.type, 'numbers')}; if it is something else, say so: "
        f"`columns={{{attribute.name!r}: None}}`"
    )


def _check_blanks(attribute: Attribute) -> None:
    """Refuse an attribute with values that begin or end with blanks, since cells are stripped.

    Raises:
        InvalidInput: with every such value.
    """
    padded = [value for value in map(str, attribute.values) if value != value.strip(BLANKS)]
    why = f"no column can give {quoted(attribute.name)}, since blanks around a text do not count, and it may be"
    if padded:
        raise InvalidInput(*(f"{why} `{value}`" for value in padded))


def _form_of(attribute: Attribute, dtype: Any) -> tuple[Form | None, Any]:  # noqa: PLR0911 - a table, row by row
    """The format of a column of this type, and the type to cast it to; None if it cannot hold the attribute."""
    if dtype in TEXTS:
        form: Form = "separated" if attribute.type == "set" else "text"
        return form, None if dtype == nw.String else nw.String()
    if attribute.type == "set":
        if dtype == nw.List and dtype.inner in (*TEXTS, nw.Unknown):
            return "list", None if dtype.inner == nw.String else nw.List(nw.String())
        if dtype == nw.Array and dtype.inner in TEXTS:
            return "list", nw.List(nw.String())
        return None, None
    if attribute.type == "enum":
        return None, None
    if dtype == nw.Boolean and attribute.type == "boolean":
        return "boolean", None
    if attribute.type == "date":
        if dtype == nw.Datetime and dtype.time_zone is None:
            return "datetime", None
        return ("date", None) if dtype == nw.Date else (None, None)
    if dtype.is_numeric():
        widened = (nw.Decimal, nw.Float16, nw.Float32) if attribute.type == "number" else (nw.Decimal, nw.Float16)
        return "number", nw.Float64() if dtype in widened else None
    return None, None
