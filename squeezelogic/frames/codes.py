"""From columns to digits: expressions that encode each row as a whole number; null for a row that cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import add, or_
from typing import Any

import narwhals as nw
from attrs import evolve, frozen

from squeezelogic.frames.columns import BLANKS, SPELLINGS, ColumnBinding
from squeezelogic.frames.digits import Digit
from squeezelogic.frames.engine import Stripping
from squeezelogic.frames.ordered import lies_in_run, read_ordered
from squeezelogic.frames.sources import Source
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value

NO_NAME = "(no name)"
NO_OPTION = -1
REGEX = frozenset(".^$*+?()[]{}|\\")
DEEPEST_CHAIN = 64
"""The most branches of one `case`: engines reject more of them as nested too deeply."""

CellCode = int | None
"""The number that a cell adds to the key of its row; None for a cell that cannot be used."""


@frozen
class Coder:
    """Builds the expressions for one frame.

    Args:
        lenient: whether a wrong value counts as unknown.
        texts: lists the distinct texts of a column, which are then encoded by a dictionary; None to encode them by a
            chain of comparisons.
        stripping: returns when the texts of a column are compared without blanks around them.
    """

    lenient: bool
    texts: Callable[[str], Iterable[str]] | None = None
    stripping: Callable[[str], Stripping] = lambda column: "always"

    def digit(self, digit: Digit) -> nw.Expr | None:
        """The digit of a group of columns; None if it is the same for every row."""
        source = digit.source
        if source is None:
            raise ValueError("earlier rules conclude this digit")
        constant = self.lenient or all(binding.form == "constant" for binding in source.bindings)
        if digit.size == 1 and constant and None not in digit.places:
            return None
        if source.is_set:
            return self._encode_set(source.bindings[0], digit.bits)
        if len(source.bindings) == 1:
            return self._encode_one(source.bindings[0], source.values[0], digit.places)
        return self.number(self.option(source), dict(enumerate(digit.places)))

    def option(self, source: Source) -> nw.Expr:
        """The number of a row's option, for a source of several columns."""
        total: nw.Expr = nw.lit(0, dtype=nw.Int64)
        for binding, values in zip(source.bindings, source.values, strict=True):
            total = total * len(values) + self._encode_one(binding, values, range(len(values)))
        return total

    def name(self, column: str | None, source: Source) -> nw.Expr:
        """The name of an exercise, and the option of its other columns, in one text.

        Args:
            column: the column with the names; None if there is none.
            source: the other columns.
        """
        name = nw.lit(NO_NAME) if column is None else nw.col(column).cast(nw.String).fill_null(NO_NAME)
        if not source.bindings:
            return name
        option = self.option(source).fill_null(NO_OPTION).cast(nw.String)
        return nw.concat_str([option, name], separator=":")

    def number(self, number: nw.Expr, codes: Mapping[int, CellCode]) -> nw.Expr:
        """A code for each whole number; null for those without one."""
        if self.texts is not None:
            return _map_values(number, codes, None)
        return _choose_first((number.is_in(keys), code) for code, keys in _group_by_code(codes))

    def label(self, number: nw.Expr, texts: Mapping[int, str]) -> nw.Expr:
        """A text for each whole number; null for those without one."""
        chain = [(number.is_in(numbers), nw.lit(text)) for text, numbers in _group_by_code(texts)]
        return _chain_branches(chain, nw.lit(None, dtype=nw.String))

    def wrong(self, source: Source, binding: ColumnBinding) -> nw.Expr:
        """Whether a row has an invalid value for one attribute."""
        strict = evolve(self, lenient=False)
        if source.is_set:
            return strict._encode_set(binding, {}).is_null()  # noqa: SLF001 - another instance of this class
        values = source.values[source.bindings.index(binding)]
        codes: list[CellCode] = [0] * len(values)
        if source.needed and not source.resolutions and not source.names and values[0] == UNKNOWN:
            codes[0] = None
        return strict._encode_one(binding, values, codes).is_null()  # noqa: SLF001 - as above

    def complaint(self, source: Source, binding: ColumnBinding) -> nw.Expr:
        """A description of the invalid value of one attribute in a row; null if it is valid."""
        about = quoted(binding.name)
        words: nw.Expr = nw.lit(f"{about} holds something that it cannot hold")
        if binding.column and binding.form != "list":
            cell = nw.col(binding.column).cast(nw.String)
            words = nw.concat_str([nw.lit(f"{about} cannot be `"), cell, nw.lit("`")])
        if source.needed and binding.form != "constant":
            words = nw.when(self._is_missing(binding)).then(nw.lit(f"{about} is required")).otherwise(words)
        return nw.when(self.wrong(source, binding)).then(words).otherwise(nw.lit(None, dtype=nw.String))

    def _encode_one(self, binding: ColumnBinding, values: Sequence[Value], codes: Sequence[CellCode]) -> nw.Expr:
        blank = codes[0]
        if binding.form == "constant":
            return _code_literal(blank)
        wrong = blank if self.lenient else None
        if binding.form == "text" and binding.attribute.type in ("enum", "boolean"):
            known: dict[str, CellCode] = {}
            for value, code in zip(values, codes, strict=True):
                known |= dict.fromkeys(SPELLINGS[value] if isinstance(value, bool) else (str(value),), code)
            return self._encode_texts(binding, {**known, UNKNOWN: blank, "": blank}, blank, wrong)
        column, missing = self._read_column(binding), self._is_missing(binding)
        if binding.form == "text":
            missing = missing | column.is_in([UNKNOWN, ""])
        if binding.runs is None:
            tests = {value: _equals_boolean(binding, column, value) for value in values if value != UNKNOWN}
        else:
            read = read_ordered(binding, column)
            tests = {value: lies_in_run(binding, read, value) for value in values if value != UNKNOWN}
        asked = [(tests[value], code) for value, code in zip(values, codes, strict=True) if value in tests]
        return _choose_first([(missing, blank), *asked], wrong)

    def _read_column(self, binding: ColumnBinding) -> nw.Expr:
        """A column cast to the type that is read, without blanks around texts."""
        column = nw.col(binding.column)
        if binding.cast is not None and not (binding.form == "list" and self.texts is not None):
            column = column.cast(binding.cast)
        return column.str.strip_chars(BLANKS) if binding.form in ("text", "separated") else column

    def _is_missing(self, binding: ColumnBinding) -> nw.Expr:
        column = nw.col(binding.column)
        if not binding.nan:
            return column.is_null()
        return column.is_null() | (column if binding.cast is None else column.cast(binding.cast)).is_nan()

    def _encode_texts(
        self, binding: ColumnBinding, codes: Mapping[str, CellCode], blank: CellCode, wrong: CellCode
    ) -> nw.Expr:
        """A code for each text."""
        column = nw.col(binding.column)
        if self.texts is not None:
            spelled = {text: text.strip(BLANKS) for text in self.texts(binding.column)}
            known = {text: codes[plain] for text, plain in spelled.items() if plain in codes}
            encoded = column if binding.cast is None else column.cast(binding.cast)
            return nw.when(column.is_null()).then(_code_literal(blank)).otherwise(_map_values(encoded, known, wrong))
        when, exact = self.stripping(binding.column), column if binding.cast is None else column.cast(binding.cast)
        compared = {
            "never": [exact],
            "always": [self._read_column(binding)],
            "last": [exact, self._read_column(binding)],
        }[when]
        asked = [(text.is_in(texts), code) for text in compared for code, texts in _group_by_code(codes)]
        return _choose_first([(column.is_null(), blank), *asked], wrong)

    def _encode_set(self, binding: ColumnBinding, bits: Mapping[str, int]) -> nw.Expr:
        always = reduce(or_, (bits.get(element, 0) for element in binding.elements), 0)
        if binding.form == "constant":
            return _code_literal(always)
        if binding.form == "flags":
            return self._encode_flags(binding, bits, always)
        column = nw.col(binding.column)
        if self.texts is not None:
            codes = {text: self._read_bits(binding, text, bits, always) for text in self.texts(binding.column)}
            encoded = column if binding.cast is None or binding.form == "list" else column.cast(binding.cast)
            known = _map_values(encoded, codes, None)
            return nw.when(column.is_null()).then(_code_literal(always)).otherwise(known)
        holds, right = (self._in_list if binding.form == "list" else self._in_text)(binding)
        total = _sum_bits({element: holds(element) for element in bits}, bits, always)
        branches = [(column.is_null(), _code_literal(always))]
        return (
            _chain_branches(branches, total)
            if self.lenient
            else _chain_branches([*branches, (~right, _null_literal())], total)
        )

    def _read_bits(self, binding: ColumnBinding, text: str, bits: Mapping[str, int], always: int) -> CellCode:
        """The bits of a set that is written as one text; None if an element is invalid."""
        elements = binding.value({binding.column: text}) or ()
        if not self.lenient and any(element not in binding.attribute.values for element in elements):
            return None
        return reduce(or_, (bits.get(element, 0) for element in elements), always)

    def _encode_flags(self, binding: ColumnBinding, bits: Mapping[str, int], always: int) -> nw.Expr:
        values: tuple[Value, ...] = (UNKNOWN, True, False)
        held = {element: self._encode_one(flag, values, (0, 1, 0)) for element, flag in binding.flags.items()}
        total = _sum_bits({e: code.fill_null(0) == 1 for e, code in held.items() if e in bits}, bits, always)
        if self.lenient or not held:
            return total
        return _chain_branches([(reduce(or_, (code.is_null() for code in held.values())), _null_literal())], total)

    def _in_list(self, binding: ColumnBinding) -> Holder:
        """Two tests of a list: whether it contains an element, and whether it contains known elements only."""
        column = self._read_column(binding)
        held = [_choose_first([(column.list.contains(str(value)), 1)], 0) for value in binding.attribute.values]
        return column.list.contains, column.list.unique().list.len().cast(nw.Int64) == reduce(add, held)

    def _in_text(self, binding: ColumnBinding) -> Holder:
        """Two tests of a text: whether it contains an element, and whether it contains known elements only."""
        gap = _escape_regex(binding.separator)
        text = self._read_column(binding).str.replace_all(rf"[\s\x{{a0}}]*{gap}[\s\x{{a0}}]*", binding.separator)
        closed = nw.concat_str([nw.lit(binding.separator), text, nw.lit(binding.separator)])
        any_of = "|".join(_escape_regex(str(value)) for value in binding.attribute.values)
        right = text.str.contains(rf"^(?:(?:{any_of})(?:{gap}(?:{any_of}))*)?$")
        return lambda e: closed.str.contains(binding.separator + e + binding.separator, literal=True), right


Holder = tuple[Callable[[str], nw.Expr], nw.Expr]


def _equals_boolean(binding: ColumnBinding, column: nw.Expr, value: Value) -> nw.Expr:
    """Whether a column of booleans, or of 0 and 1, has a value."""
    if binding.form == "boolean":
        return column if value is True else ~column
    if not isinstance(value, bool):
        raise TypeError(f"no column gives {value!r} as a number")
    return column == int(value)


def _group_by_code(codes: Mapping[Any, Any]) -> list[tuple[Any, list[Any]]]:
    grouped: dict[Any, list[Any]] = {}
    for value, code in codes.items():
        grouped.setdefault(code, []).append(value)
    return list(grouped.items())


def _map_values(column: nw.Expr, codes: Mapping[Any, CellCode], wrong: CellCode) -> nw.Expr:
    known = {value: code for value, code in codes.items() if code is not None}
    if not known:
        return _code_literal(wrong)
    return column.replace_strict(list(known), list(known.values()), default=wrong, return_dtype=nw.Int64)


def _choose_first(asked: Iterable[tuple[nw.Expr, CellCode]], otherwise: CellCode = None) -> nw.Expr:
    return _chain_branches([(test, _code_literal(code)) for test, code in asked], _code_literal(otherwise))


def _chain_branches(branches: Iterable[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """The value of the first branch whose test holds; many branches are split into several chains."""
    asked, result = list(branches), otherwise
    for start in reversed(range(0, len(asked), DEEPEST_CHAIN)):
        chain: Any = nw
        for test, value in asked[start : start + DEEPEST_CHAIN]:
            chain = chain.when(test).then(value)
        result = chain.otherwise(result)
    return result


def _code_literal(code: CellCode) -> nw.Expr:
    return nw.lit(code, dtype=nw.Int64)


def _null_literal() -> nw.Expr:
    return nw.lit(None, dtype=nw.Int64)


def _sum_bits(holds: Mapping[str, nw.Expr], bits: Mapping[str, int], always: int) -> nw.Expr:
    """The sum of the bits with an element in the set, and of the bits that are always set."""
    by_bit: dict[int, list[nw.Expr]] = {}
    for element, held in holds.items():
        if not bits[element] & always:
            by_bit.setdefault(bits[element], []).append(held)
    parts = [_choose_first([(reduce(or_, held), bit)], 0) for bit, held in by_bit.items()]
    return reduce(add, parts, _code_literal(always))


def _escape_regex(text: str) -> str:
    return "".join("\\" + letter if letter in REGEX else letter for letter in text)
