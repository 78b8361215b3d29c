"""Columns of numbers, dates and integers without bounds decide row by row as the rulebook decides each row's facts."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import strategies as st

pytest.importorskip("narwhals")

from squeezelogic import InvalidInput, Rulebook, recommend, recommend_frame
from squeezelogic.testing.books import written
from tests.frames.asking import decided, holds_on
from tests.frames.engines import ENGINES, Engine, every_engine

NEW_YEAR = datetime.date(2000, 1, 1)
KINDS = {"open": "integer", "measure": "number", "day": "date"}
DECIMALS = [-2, -0.5, 0, 0.1, 0.25, 0.3, 1, 1.5, 2, 1e16, 9007199254740993]
WHOLE = [-(2**63), -3, 0, 1, 2, 2**53 + 1, 2**62, 2**63 - 1]
DAYS = [NEW_YEAR + datetime.timedelta(days=days) for days in (-1, 0, 1, 59, 60, 366)] + [datetime.date.max]
VALUES: dict[str, list[Any]] = {"open": WHOLE, "measure": DECIMALS, "day": DAYS}
MORE: dict[str, list[Any]] = {
    "open": [-1, 3, 2**53, 2**53 + 2],
    "measure": [0.1 + 0.2, 0.2, 5e-324, 1e17, -1e300],
    "day": [datetime.date.min, NEW_YEAR + datetime.timedelta(days=30)],
}


def asked(name: str) -> st.SearchStrategy[Any]:
    """A condition on one of the attributes."""
    value = st.sampled_from(VALUES[name])
    bounds = st.tuples(st.sampled_from(["at_least", "above", "at_most", "below"]), value).map(lambda pair: dict([pair]))
    return st.one_of(
        value, st.just("unknown"), bounds, bounds.map(lambda it: {"not": it}), value.map(lambda v: {"not": v})
    )


@st.composite
def rules(draw: st.DrawFn, reads: list[str], then: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rules that read some of the attributes."""
    when = st.dictionaries(st.sampled_from(reads), st.none(), min_size=1, max_size=2).flatmap(
        lambda names: st.fixed_dictionaries({name: asked(name) for name in names})
    )
    made = draw(st.lists(st.tuples(when, st.sampled_from(then)), min_size=1, max_size=5))
    return [{"id": f"r{i}", "when": w, "then": t, "basis": "house"} for i, (w, t) in enumerate(made)]


BASE: dict[str, Any] = {
    "topic": "base",
    "rule": [{"id": "base", "then": {"verdict": "go", "strength": "firm", "summary": "say", "disclaimer": "say"}}],
}


@st.composite
def books(draw: st.DrawFn) -> Rulebook:
    """Rulebooks with an attribute of each type, bounded or not, points, and a topic that reads the points."""
    ends = draw(st.sampled_from([{}, {"at_least": min(DECIMALS)}, {"at_least": -2, "at_most": max(DECIMALS)}]))
    attributes: dict[str, Any] = {name: {"type": kind} for name, kind in KINDS.items()}
    attributes["measure"] |= ends
    attributes["open"] |= draw(st.sampled_from([{}, {"required": True}]))
    points = [{"points": n} for n in (1, 2, -1)]
    later = [
        {"id": f"l{n}", "when": {"points": {"at_least": n}}, "then": {"found": [f"from-{n}"]}, "basis": "house"}
        for n in (0, 2, 3)
    ]
    slots = {"points": {"type": "integer", "accumulates": "sum"}, "found": {"type": "list"}}
    words = {"verdict": {"values": ["go"]}, "strength": {"values": ["firm"]}}
    texts = {name: {"type": "text"} for name in ("summary", "disclaimer")}
    files = {
        "vocabulary.toml": {
            "attribute": {"family": {"of": "exercise", "values": ["thrust", "hinge"]}, **attributes},
            "slot": {**slots, **words, **texts},
        },
        "advice.toml": {"advice": {"say": {"text": "Go."}}},
        "base.toml": BASE,
        "first.toml": {"topic": "first", "rule": draw(rules(list(KINDS), points))},
        "second.toml": {"topic": "second", "rule": later},
    }
    return written("measured", files)


def forms(cell: Any) -> dict[str, Any]:
    """A cell in each type in which a column may hold it, by the type."""
    if isinstance(cell, datetime.date):
        found: dict[str, Any] = {"date": cell, "text": f" {cell}"}
        if 1900 < cell.year < 2200:  # what pandas' moments reach
            found["moment"] = datetime.datetime.combine(cell, datetime.time.min)
        return found
    found = {"number": float(cell), "text": f"{cell} "}
    return {**found, "integer": cell} if isinstance(cell, int) and -(2**63) <= cell < 2**63 else found


@st.composite
def columns(draw: st.DrawFn) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """The cells of a few rows, and the type of each column, in which all of its cells can be held."""
    found: dict[str, list[Any]] = {}
    types: dict[str, str] = {}
    rows = draw(st.integers(1, 6))
    for name in draw(st.lists(st.sampled_from(["open", "measure", "day"]), unique=True)):
        cell = st.one_of(st.none(), st.sampled_from([*VALUES[name], *MORE[name]]))
        drawn = draw(st.lists(cell, min_size=rows, max_size=rows))
        kinds = [set(forms(it)) for it in drawn if it is not None]
        types[name] = draw(st.sampled_from(sorted(set.intersection(*kinds) if kinds else {"text"})))
        found[name] = [None if it is None else forms(it)[types[name]] for it in drawn]
    return {"family": ["thrust"] * rows, **found}, {"family": "text", **types}


def fact(name: str, cell: Any) -> Any:
    """The fact that a cell gives; in text, whole numbers of more than 18 digits and long exponents are refused."""
    if isinstance(cell, str):
        cell = cell.strip()
        if name == "open":
            return int(cell) if len(cell.lstrip("-")) <= 18 else cell
        is_short = len(cell.partition("e")[2].lstrip("+-")) <= 2
        return float(cell) if name == "measure" and is_short else cell
    if isinstance(cell, datetime.datetime):
        return cell.date()
    return int(cell) if name == "open" and cell == int(cell) else cell


def decide(book: Rulebook, row: dict[str, Any]) -> dict[str, Any]:
    """What the rulebook decides of a row; nothing where it cannot be used."""
    known = {name: fact(name, cell) for name, cell in row.items() if cell is not None}
    try:
        slots = book.decide(known).slots
    except InvalidInput:
        return {"points": None, "found": None}
    return {"points": int(str(slots["points"])), "found": slots.get("found", ())}


@every_engine
def test_numbers_and_dates_decide_each_row(engine: Engine) -> None:
    """Whatever the type of the column, at every threshold and next to it; a row that cannot be used is null."""

    @holds_on(engine, books(), columns())
    def _(book: Rulebook, given: tuple[dict[str, list[Any]], dict[str, str]]) -> None:
        cells, types = given
        if book.vocabulary.attributes["open"].required and "open" not in cells:
            with pytest.raises(InvalidInput, match="`open` is required, and no column gives it"):
                recommend_frame(engine.frame(cells, types), ["points"], rulebook=book)
            return
        rows = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
        answered = recommend_frame(engine.frame(cells, types), ["points", "found"], rulebook=book, invalid="null")
        assert decided(engine, answered, ["points", "found"]) == [decide(book, row) for row in rows]


WEIGHED: dict[str, dict[str, Any]] = {
    "vocabulary.toml": {
        "attribute": {
            "family": {"of": "exercise", "values": ["thrust", "hinge"]},
            "weight": {"type": "number", "at_least": 0, "required": True},
            "born": {"type": "date"},
        },
        "slot": {
            "verdict": {"values": ["go"]},
            "strength": {"values": ["firm"]},
            **{name: {"type": "text"} for name in ("summary", "disclaimer")},
        },
    },
    "advice.toml": {"advice": {"say": {"text": "Go."}}},
    "base.toml": BASE,
}


@every_engine
def test_a_missing_fact_and_a_wrong_number_or_date_are_told(engine: Engine) -> None:
    """With the row, as `recommend` tells them; and `problem` tells them of each row."""
    book = written("weighed", WEIGHED)
    cells: dict[str, list[Any]] = {
        "family": ["thrust"] * 4,
        "weight": ["70.5", None, "heavy", "-1"],
        "born": ["2000-02-29", "2001-02-29", "1999-12-31", ""],
    }
    frame = engine.frame(cells, dict.fromkeys(cells, "text"))
    with pytest.raises(InvalidInput) as caught:
        engine.told(recommend_frame(frame, rulebook=book))
    told = str(caught.value)
    for problem in (
        "`weight` is required: give a number of at least 0",
        "`weight` cannot be `heavy`: give a number of at least 0",
        "`weight` cannot be `-1`: give a number of at least 0",
        '`born` cannot be `"2001-02-29"`: give a date such as 2026-05-31',
    ):
        assert problem in told
    select = ["verdict", "problem"]
    policies: tuple[Literal["null", "unknown"], ...] = ("null", "unknown")
    for invalid in policies:
        rows = decided(engine, recommend_frame(frame, select, rulebook=book, invalid=invalid), select)
        assert "`weight` is required" in rows[1]["problem"]
        assert [row["verdict"] for row in rows] == ["go", None, None, None]
        assert [row["problem"] is None for row in rows] == [True, False, False, False]


@every_engine
def test_a_moment_is_no_day(engine: Engine) -> None:
    """A column of dates with a time gives days only where it is midnight."""
    book = written("weighed", WEIGHED)
    moments = [datetime.datetime(2000, 1, 1), datetime.datetime(2000, 1, 1, 12)]
    frame = engine.frame(
        {"family": ["hinge"] * 2, "weight": [1.5, 2.5], "born": moments},
        {"family": "text", "weight": "number", "born": "moment"},
    )
    rows = decided(engine, recommend_frame(frame, ["verdict"], rulebook=book, invalid="null"), ["verdict"])
    assert [row["verdict"] for row in rows] == ["go", None]


def test_values_that_a_cell_cannot_be_told_from_are_refused() -> None:
    """Blanks around a text do not count, so no column gives a value that has them."""
    words = WEIGHED["vocabulary.toml"]
    mood = {"family": words["attribute"]["family"], "mood": {"values": [" good", "bad"]}}
    files = {**WEIGHED, "vocabulary.toml": {**words, "attribute": mood}}
    frame = ENGINES[0].frame({"family": ["thrust"], "mood": ["good"]}, {"family": "text", "mood": "text"})
    with pytest.raises(InvalidInput, match="no column can give `mood`, since blanks around a text do not count"):
        recommend_frame(frame, rulebook=written("padded", files))


BORDERS: dict[str, dict[str, Any]] = {
    "vocabulary.toml": {
        "attribute": {
            "family": {"of": "exercise", "values": ["thrust", "hinge"]},
            "born": {"type": "date"},
            "reps": {"type": "integer", "at_least": 0, "at_most": 20},
            "weight": {"type": "number"},
        },
        "slot": {
            "verdict": {"values": ["go", "early", "late", "many", "light"]},
            "strength": {"values": ["firm"]},
            **{name: {"type": "text"} for name in ("summary", "disclaimer")},
        },
    },
    "advice.toml": {"advice": {"say": {"text": "Go."}}},
    "base.toml": {
        "topic": "base",
        "levels": ["one", "two", "three", "four", "last"],
        "rule": [
            {
                "id": "early",
                "level": "one",
                "when": {"born": {"below": datetime.date(2000, 1, 5)}},
                "then": {"verdict": "early"},
            },
            {
                "id": "late",
                "level": "two",
                "when": {"born": {"above": datetime.date(2000, 1, 9)}},
                "then": {"verdict": "late"},
            },
            {"id": "many", "level": "three", "when": {"reps": {"at_least": 8}}, "then": {"verdict": "many"}},
            {
                "id": "light",
                "level": "four",
                "when": {"weight": {"above": 0, "at_most": Decimal("2.5")}},
                "then": {"verdict": "light"},
            },
            {"id": "go", "level": "last", "then": {"verdict": "go"}},
            {"id": "all", "level": "last", "then": {"strength": "firm", "summary": "say", "disclaimer": "say"}},
        ],
    },
}


@every_engine
def test_the_first_and_the_last_value_of_each_run_are_told_apart(engine: Engine) -> None:
    """Days, whole numbers and decimals on both sides of each bound, in each form that a column may have."""
    book = written("borders", BORDERS)

    def check(name: str, values: list[Any], cells: list[Any], kind: str) -> None:
        frame = engine.frame({"family": ["hinge"] * len(cells), name: cells}, {"family": "text", name: kind})
        found = decided(engine, recommend_frame(frame, ["verdict"], rulebook=book, invalid="null"), ["verdict"])
        expected = [
            None if value == "wrong" else recommend({"more": {name: value}}, {"family": "hinge"}, rulebook=book).verdict
            for value in values
        ]
        assert [row["verdict"] for row in found] == expected, (name, kind)

    days = [datetime.date(2000, 1, day) for day in range(1, 13)]
    check("born", days, days, "date")
    check("born", days, [day.isoformat() for day in days], "text")
    check("born", days, [datetime.datetime.combine(day, datetime.time()) for day in days], "moment")
    noon = [datetime.datetime.combine(day, datetime.time(12)) for day in days]
    check("born", ["wrong"] * len(days), noon, "moment")
    reps = list(range(21))
    check("reps", reps, reps, "integer")
    check("reps", reps, [float(it) for it in reps], "number")
    check("reps", ["wrong"] * 20, [it + 0.5 for it in reps[:-1]], "number")
    check("reps", [*reps, "wrong"], [*map(str, reps), "7.5"], "text")
    weights = [-0.1, 0.0, 0.1, 2.4, 2.5, 2.6]
    check("weight", weights, weights, "number")
    check("weight", weights, list(map(str, weights)), "text")
