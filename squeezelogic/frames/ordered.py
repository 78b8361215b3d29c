"""Numbers and dates in columns: expressions that test whether a cell lies in a run of values.

Rules compare exact decimals. A column of floats is compared with the floats next to the cuts, so each float lies in the
same run as its shortest decimal form. Integers and dates are compared directly.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from functools import reduce
from operator import and_

import narwhals as nw

from squeezelogic.frames.columns import NUMBER, WHOLE, ColumnBinding
from squeezelogic.logic.model.vocabulary import HIGHEST, LOWEST, Value
from squeezelogic.logic.semantics.runs import Cut, Runs, find_float, find_integer

LARGEST_UNSIGNED = 2 * HIGHEST + 1

_LEAP = "[0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00"
_DATE = (
    "[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    f"|02-(0[1-9]|1[0-9]|2[0-8]))|({_LEAP})-02-29"
)


def read_ordered(binding: ColumnBinding, column: nw.Expr) -> nw.Expr:
    """A column in the type that is compared; null for cells that are not numbers or dates."""
    if binding.form == "datetime":
        day = column.dt.truncate("1d")
        return nw.when(day == column).then(column.dt.date())
    if binding.form != "text":
        return column
    pattern, empty = f"^({_DATE})$", nw.lit(None, dtype=nw.String)
    if binding.attribute.type == "date":
        return nw.when(column.str.contains(pattern)).then(column).otherwise(empty)
    if binding.attribute.type == "number":
        return nw.when(column.str.contains(NUMBER)).then(column).otherwise(empty).cast(nw.Float64)
    whole = nw.when(column.str.contains(WHOLE)).then(column.str.replace_all(r"[.,]0*$", ""))
    return whole.otherwise(empty).cast(nw.Int64)


def lies_in_run(binding: ColumnBinding, column: nw.Expr, value: Value) -> nw.Expr:
    """Whether the cells of a column, see `read_ordered`, lie in the run of a value."""
    apart = binding.runs
    if apart is None:
        raise TypeError(f"no column gives {value!r} as a number or a date")
    low, high = apart.ends(apart.run(value))
    if binding.attribute.type == "date":
        tests = _compare_dates(binding, column, low, high)
    elif binding.is_float:
        tests = _compare_floats(apart, column, low, high)
    else:
        tests = _compare_integers(binding, column, low, high)
    return reduce(and_, tests, ~column.is_null())


def _compare_dates(binding: ColumnBinding, column: nw.Expr, low: Cut | None, high: Cut | None) -> Iterable[nw.Expr]:
    is_text = binding.form == "text"
    if low is not None:
        first, is_after = low[0].isoformat() if is_text else low[0], low[1]
        yield column > first if is_after else column >= first
    elif not is_text:  # Spark rejects the first day of year 1 as a literal
        yield column.dt.year() >= datetime.MINYEAR
    last, is_included = high or (datetime.date.max, True)
    last = last.isoformat() if is_text else last
    yield column <= last if is_included else column < last


def _compare_floats(apart: Runs, column: nw.Expr, low: Cut | None, high: Cut | None) -> Iterable[nw.Expr]:
    if apart.attribute.type == "number":
        yield column > -math.inf if low is None else column >= find_float(low)
        yield column < math.inf if high is None else column < find_float(high)
        return
    yield column >= _find_float_of(find_integer(low or (LOWEST, False)))
    yield column < _find_float_of(find_integer(high or (HIGHEST, True)))
    yield column % 1 == 0


def _find_float_of(number: int) -> float:
    """The least float that is not less than a whole number."""
    found = float(number)
    return found if int(found) >= number else math.nextafter(found, math.inf)


def _compare_integers(binding: ColumnBinding, column: nw.Expr, low: Cut | None, high: Cut | None) -> Iterable[nw.Expr]:
    """The tests of a run of integers, without bounds outside the column's type, which engines may reject."""
    least, most = (0, LARGEST_UNSIGNED) if binding.is_unsigned else (LOWEST, HIGHEST)
    if low is None and binding.attribute.type == "integer":
        low = (LOWEST, False)
    if high is None and binding.attribute.type == "integer":
        high = (HIGHEST, True)
    first = least if low is None else find_integer(low)
    last = most if high is None else find_integer(high) - 1
    if first > most or last < least:
        yield nw.lit(value=False)
        return
    if first > least:
        yield column >= first
    if last < most:
        yield column <= last
