"""Runs: ranges of an integer, a number or a date over which every test gives the same result.

An ordered attribute may have any number of values, but rules name few thresholds. A cut lies just before or just after
a value. The cuts of the tests divide all values into runs, and every value of a run passes the same tests. For integers
and dates, just after a value is just before the next.
"""

from __future__ import annotations

import datetime
import math
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal, localcontext
from math import ceil, floor
from typing import Any, assert_never

from attrs import frozen

from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.vocabulary import HIGHEST, LOWEST, MOST_DIGITS, UNKNOWN, Attribute, Value

Cut = tuple[Any, bool]
"""A value, and whether the cut lies just after it (else just before)."""

ONE_DAY = datetime.timedelta(days=1)
ENDS: dict[str, tuple[Any, Any]] = {
    "integer": (LOWEST, HIGHEST),
    "number": (None, None),
    "date": (datetime.date.min, datetime.date.max),
}
"""The lowest and the highest value of a type."""

SOME_DAY = datetime.date(2000, 1, 1)


@frozen
class Runs:
    """The runs of one attribute, numbered from the lowest.

    Args:
        attribute: an ordered attribute.
        cuts: in ascending order, all inside its bounds.
    """

    attribute: Attribute
    cuts: tuple[Cut, ...]

    def __len__(self) -> int:
        return len(self.cuts) + 1

    def run(self, value: Value) -> int:
        """The number of the run that contains a value."""
        return bisect_right(self.cuts, (value, False))

    def sample(self, run: int) -> Value:
        """A value of a run: the lowest, if there is one, else a short one."""
        low, high = self.ends(run)
        if low is not None and not low[1]:
            return low[0]  # type: ignore[no-any-return]
        if high is not None and high[1]:
            return high[0]  # type: ignore[no-any-return]
        if low is None:
            nothing: Value = SOME_DAY if self.attribute.type == "date" else 0
            return nothing if high is None else _step_before(high[0])
        return _step_after(low[0]) if high is None else _short_between(low[0], high[0])

    def ends(self, run: int) -> tuple[Cut | None, Cut | None]:
        """The cuts before and after a run; None for no bound."""
        return self._lowest_cut(run), self._highest_cut(run)

    def size(self, run: int) -> int:
        """The number of values in a run; 1 for numbers, and for runs of an unbounded attribute."""
        low, high = self.ends(run)
        if self.attribute.type == "number" or low is None or high is None or not self._is_bounded:
            return 1
        return _place_cut(high) - _place_cut(low)

    def values(self, run: int, most: int) -> list[Value] | None:
        """All values of a run, if there are no more than so many."""
        low, high = self.ends(run)
        if low is None or high is None:
            return None
        if self.attribute.type == "number":
            return [low[0]] if low[0] == high[0] else None
        if _place_cut(high) - _place_cut(low) > most:
            return None
        return [self._value_at(place) for place in range(_place_cut(low), _place_cut(high))]

    def between(self, first: int, last: int) -> Between:
        """The test that is passed by exactly the values of some consecutive runs."""
        low, high = self._lowest_cut(first), self._highest_cut(last)
        bounds = {}
        if low is not None:
            bounds["above" if low[1] else "at_least"] = low[0]
        if high is not None and self.attribute.type != "number":
            bounds["at_most"] = self._value_at(_place_cut(high) - 1)
        elif high is not None:
            bounds["at_most" if high[1] else "below"] = high[0]
        return Between(**bounds)

    @property
    def step(self) -> Any:
        """The distance between neighbouring integers or dates."""
        return ONE_DAY if self.attribute.type == "date" else 1

    def _value_at(self, place: int) -> Value:
        return datetime.date.fromordinal(place) if self.attribute.type == "date" else place

    @property
    def _is_bounded(self) -> bool:
        return self.attribute.at_least is not None and self.attribute.at_most is not None

    def _lowest_cut(self, run: int) -> Cut | None:
        if run:
            return self.cuts[run - 1]
        return None if self.attribute.at_least is None else (self.attribute.at_least, False)

    def _highest_cut(self, run: int) -> Cut | None:
        if run < len(self.cuts):
            return self.cuts[run]
        return None if self.attribute.at_most is None else (self.attribute.at_most, True)


def runs(attribute: Attribute, tests: Iterable[Test]) -> Runs:
    """The runs of an ordered attribute that tests can tell apart."""
    is_dense = attribute.type == "number"
    found = {cut if is_dense else _next_cut(cut) for test in tests for cut in cuts(test)}
    lowest, highest = ENDS[attribute.type]
    low = lowest if attribute.at_least is None else attribute.at_least
    high = highest if attribute.at_most is None else attribute.at_most
    first, last = (low, False), (high, True) if is_dense or high is None else _next_cut((high, True))
    return Runs(attribute, tuple(sorted(c for c in found if (low is None or first < c) and (high is None or c < last))))


def cuts(test: Test) -> Iterator[Cut]:
    """The cuts at which the result of a test may change."""
    match test:
        case Not(inner):
            yield from cuts(inner)
        case Is(values):
            for value in values - {UNKNOWN}:
                yield from ((value, False), (value, True))
        case Between(at_least, at_most, above, below):
            ends = ((at_least, False), (at_most, True), (above, True), (below, False))
            yield from (end for end in ends if end[0] is not None)
        case HasAny() | HasAll() | HasCount():  # pragma: no cover - these test sets, which have no order
            raise AssertionError(test)
        case _:
            assert_never(test)


def find_integer(cut: Cut) -> int:
    """The least whole number above a cut among numbers."""
    value, after = cut
    return int(floor(value) + 1 if after else ceil(value))


def find_float(cut: Cut) -> float:
    """The least float whose shortest decimal form is above a cut; infinity if there is none."""
    value, after = cut
    largest = sys.float_info.max
    found = float(max(-largest, min(value, largest)))
    while math.isfinite(found) and not _is_above(found, value, after):
        found = math.nextafter(found, math.inf)
    while _is_above(below := math.nextafter(found, -math.inf), value, after):
        found = below
    return found


def _is_above(found: float, value: Any, after: bool) -> bool:
    written = Decimal(float.__repr__(found))
    return bool(written > value if after else written >= value)


def _next_cut(cut: Cut) -> Cut:
    """The same cut of integers or dates, as one just before a value."""
    value, after = cut
    return (_step_after(value), False) if after and value != datetime.date.max else cut


def _place_cut(cut: Cut) -> int:
    """The number of the integer or date just after a cut."""
    value, after = cut
    return (value.toordinal() if isinstance(value, datetime.date) else int(value)) + after


def _step_after(value: Any) -> Any:
    """The next date or whole number."""
    return value + ONE_DAY if isinstance(value, datetime.date) else floor(value) + 1


def _step_before(value: Any) -> Any:
    return value - ONE_DAY if isinstance(value, datetime.date) else ceil(value) - 1


def _short_between(low: Any, high: Any) -> Value:
    """The number strictly between two others that takes the fewest decimal places."""
    with localcontext(prec=2 * MOST_DIGITS + 10):
        places = 0
        while True:
            found = Decimal(floor(Decimal(low).scaleb(places)) + 1).scaleb(-places)
            if found < high:
                return int(found) if places == 0 else found
            places += 1
