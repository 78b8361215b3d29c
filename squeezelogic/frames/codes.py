"""From columns to digits: expressions that give a whole number for each row, and null where a row cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import add, and_, or_
from typing import Any

import narwhals as nw
from attrs import frozen

from squeezelogic.frames.digits import Digit
from squeezelogic.frames.given import SPELLINGS, Given
from squeezelogic.frames.sources import Source
from squeezelogic.logic.model.errors import InvalidInput
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value

NO_NAME = "(no name)"
REGEX = frozenset(".^$*+?()[]{}|\\")

Code = int | None


@frozen
class Coder:
    """Writes the expressions for one frame.

    Args:
        lenient: whether a wrong value counts as unknown.
        texts: for a column, its different texts, where the frame is at hand and numbers are told quickest by a
            dictionary; None where they are told quickest by asking for one value after another.
    """

    lenient: bool
    texts: Callable[[str], Iterable[str]] | None = None

    def digit(self, digit: Digit) -> nw.Expr | None:
        """The digit that columns give; None if it is the same for every row."""
        source = digit.source
        if source is None:
            raise ValueError("earlier rules conclude this digit")
        if digit.size == 1 and self.lenient and None not in digit.places:
            return None
        if source.is_set:
            return self._set(source.givens[0], digit.bits)
        if len(source.givens) == 1:
            return self._one(source.givens[0], source.values[0], digit.places)
        return self.number(self.option(source), dict(enumerate(digit.places)))

    def option(self, source: Source) -> nw.Expr:
        """Which of a source's options a row is, where several columns give them."""
        total: nw.Expr = nw.lit(0, dtype=nw.Int64)
        for given, values in zip(source.givens, source.values, strict=True):
            total = total * len(values) + self._one(given, values, range(len(values)))
        return total

    def name(self, column: str, source: Source) -> nw.Expr:
        """An exercise by its name, and by what other columns say of it, in one text."""
        name = nw.col(column).cast(nw.String)
        if not source.givens:
            return name
        return nw.concat_str([self.option(source).cast(nw.String), name.fill_null(NO_NAME)], separator=":")

    def number(self, number: nw.Expr, codes: Mapping[int, Code]) -> nw.Expr:
        """A whole number turned into another one."""
        if self.texts is not None:
            return _by_dictionary(number, codes, None)
        return _in_turn((number.is_in(keys), code) for code, keys in _by_code(codes))

    def _one(self, given: Given, values: Sequence[Value], codes: Sequence[Code]) -> nw.Expr:
        blank = codes[0]
        wrong = blank if self.lenient else None
        if given.form == "nothing":
            return nw.lit(blank, dtype=nw.Int64)
        column = nw.col(given.column)
        if given.form == "text" and given.attribute.type == "enum":
            return _texts(_text(given, column), dict(zip(values, codes, strict=True)), wrong, self.texts is not None)
        asked = [(column.is_null(), blank)]
        for number, (value, code) in enumerate(zip(values, codes, strict=True)):
            if value != UNKNOWN:
                asked.append((_is(given, column, value, values[number + 1 : number + 2]), code))
            elif given.form == "text":
                asked.append((_text(given, column) == UNKNOWN, code))
        return _in_turn(asked, wrong)

    def _set(self, given: Given, bits: Mapping[str, int]) -> nw.Expr:
        if given.form == "nothing":
            return nw.lit(0, dtype=nw.Int64)
        if given.form == "flags":
            return self._flags(given, bits)
        column = nw.col(given.column)
        if self.texts is not None:
            codes = {text: self._read(given, text, bits) for text in self.texts(given.column)}
            known = _by_dictionary(_text(given, column), codes, None)
            return nw.when(column.is_null()).then(nw.lit(0)).otherwise(known).cast(nw.Int64)
        holds, right = (_in_list if given.form == "list" else _in_text)(given, column)
        total = _bits({element: holds(element) for element in bits}, bits)
        branches = [(column.is_null(), nw.lit(0, dtype=nw.Int64))]
        return _chain(branches, total) if self.lenient else _chain([*branches, (~right, _nothing())], total)

    def _read(self, given: Given, text: str, bits: Mapping[str, int]) -> Code:
        """The bits of a set that is one text."""
        elements = given.value({given.column: text})
        if not self.lenient and any(element not in given.attribute.values for element in elements):
            return None
        return reduce(or_, (bits.get(element, 0) for element in elements), 0)

    def _flags(self, given: Given, bits: Mapping[str, int]) -> nw.Expr:
        flags = {element: Given(given.attribute, column, form) for element, (column, form) in given.flags.items()}
        yes = {element: _is(flag, nw.col(flag.column), True) for element, flag in flags.items()}
        total = _bits({element: held.fill_null(False) for element, held in yes.items() if element in bits}, bits)
        if self.lenient:
            return total
        values: tuple[Value, ...] = (UNKNOWN, True, False)
        right = reduce(and_, (~self._one(flag, values, (0, 0, 0)).is_null() for flag in flags.values()))
        return _chain([(~right, _nothing())], total)


def _is(given: Given, column: nw.Expr, value: Value, following: Sequence[Value] = ()) -> nw.Expr:
    """Whether a column gives a boolean, or an integer of the run that begins with a value."""
    if given.form == "text":
        return _text(given, column).is_in(SPELLINGS["true" if value is True else "false"])
    if given.form == "boolean":
        return column if value is True else ~column
    if isinstance(value, bool):
        return column == int(value)
    if not isinstance(value, int):
        raise InvalidInput(f"cannot read {value!r} from a column")  # pragma: no cover - no such form
    last = int(following[0]) - 1 if following else given.attribute.at_most  # type: ignore[arg-type]
    return (column >= value) & (column <= last) & (column % 1 == 0)


def _text(given: Given, column: nw.Expr) -> nw.Expr:
    return column.cast(nw.String) if given.encoded else column


def _texts(column: nw.Expr, codes: Mapping[Any, Code], wrong: Code, by_dictionary: bool) -> nw.Expr:
    if by_dictionary:
        known = _by_dictionary(column, codes, wrong)
        return nw.when(column.is_null()).then(nw.lit(codes[UNKNOWN], dtype=nw.Int64)).otherwise(known)
    asked = [(column.is_null(), codes[UNKNOWN])]
    return _in_turn([*asked, *((column.is_in(texts), code) for code, texts in _by_code(codes))], wrong)


def _by_code(codes: Mapping[Any, Code]) -> list[tuple[Code, list[Any]]]:
    grouped: dict[Code, list[Any]] = {}
    for value, code in codes.items():
        grouped.setdefault(code, []).append(value)
    return list(grouped.items())


def _by_dictionary(column: nw.Expr, codes: Mapping[Any, Code], wrong: Code) -> nw.Expr:
    known = {value: code for value, code in codes.items() if code is not None}
    if not known:
        return _nothing()
    return column.replace_strict(list(known), list(known.values()), default=wrong, return_dtype=nw.Int64)


def _in_turn(asked: Iterable[tuple[nw.Expr, Code]], otherwise: Code = None) -> nw.Expr:
    return _chain([(test, _code(code)) for test, code in asked], _code(otherwise))


def _chain(branches: Iterable[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    chain: Any = nw
    for test, value in branches:
        chain = chain.when(test).then(value)
    result: nw.Expr = chain.otherwise(otherwise)
    return result


def _code(code: Code) -> nw.Expr:
    return nw.lit(code, dtype=nw.Int64)


def _nothing() -> nw.Expr:
    return nw.lit(None, dtype=nw.Int64)


def _bits(holds: Mapping[str, nw.Expr], bits: Mapping[str, int]) -> nw.Expr:
    """The sum of the bits of which some element is there."""
    by_bit: dict[int, list[nw.Expr]] = {}
    for element, held in holds.items():
        by_bit.setdefault(bits[element], []).append(held)
    parts = [_in_turn([(reduce(or_, held), bit)], 0) for bit, held in by_bit.items()]
    return reduce(add, parts, _code(0))


Holder = tuple[Callable[[str], nw.Expr], nw.Expr]


def _in_list(given: Given, column: nw.Expr) -> Holder:
    """What is asked of a list: whether it holds an element, and whether it holds nothing else."""
    held = [_in_turn([(column.list.contains(str(value)), 1)], 0) for value in given.attribute.values]
    return column.list.contains, column.list.unique().list.len().cast(nw.Int64) == reduce(add, held)


def _in_text(given: Given, column: nw.Expr) -> Holder:
    """What is asked of a text: whether it holds an element, and whether it holds nothing else."""
    gap = _escaped(given.separator)
    text = _text(given, column).str.strip_chars().str.replace_all(rf"\s*{gap}\s*", given.separator)
    closed = nw.concat_str([nw.lit(given.separator), text, nw.lit(given.separator)])
    any_of = "|".join(_escaped(str(value)) for value in given.attribute.values)
    right = text.str.contains(rf"^(?:(?:{any_of})(?:{gap}(?:{any_of}))*)?$")
    return lambda e: closed.str.contains(given.separator + e + given.separator, literal=True), right


def _escaped(text: str) -> str:
    return "".join("\\" + letter if letter in REGEX else letter for letter in text)
