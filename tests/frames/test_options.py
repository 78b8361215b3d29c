"""The options of `recommend_frame`, its progress, and the order of its errors."""

from __future__ import annotations

import math
from typing import Any

import pytest

pytest.importorskip("narwhals")

import narwhals as nw
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import (
    AmbiguousExercise,
    GapError,
    InvalidInput,
    Rulebook,
    UnknownExercise,
    find_exercise,
    recommend,
    recommend_frame,
)
from squeezelogic.coaching.parts import LIST_SLOTS
from squeezelogic.frames import arrow, frame_lookup, names, options, ordered
from squeezelogic.frames.dispatch import IS
from squeezelogic.frames.eager import Columnar, Eager
from squeezelogic.frames.engine import FIRST
from squeezelogic.testing.books import written
from tests.frames.asking import LIFT, SELECTABLE, TYPES, decided, shown
from tests.frames.engines import ENGINES, Engine
from tests.frames.test_tables import group

IN_MEMORY = [engine for engine in ENGINES if engine.name in ("polars", "polars lazy")]
POLARS = ENGINES[0]
SMALL: dict[str, dict[str, Any]] = {
    "vocabulary.toml": {
        "attribute": {
            "family": {"of": "exercise", "values": ["thrust", "hinge"]},
            "goal": {"of": "profile", "values": ["strength", "general"]},
        },
        "slot": {
            "verdict": {"values": ["go"]}, "strength": {"values": ["firm"]}, "points": {"type": "integer"},
            **{name: {"type": "text"} for name in ("summary", "disclaimer")},
        },
    },
    "advice.toml": {"advice": {"say": {"text": "Go on."}}},
    "base.toml": {"topic": "base", "rule": [
        {"id": "base", "then": {"strength": "firm", "summary": "say", "disclaimer": "say"}},
        {"id": "go", "when": {"goal": "strength"}, "then": {"verdict": "go", "points": 3}},
    ]},
}  # fmt: skip
BOOK = written("small", SMALL)


def asked(**changed: Any) -> options.Options:
    """The options of a call."""
    usual: dict[str, Any] = {
        "select": ("verdict",), "columns": {}, "strict": True, "lenient": False, "strict_names": False,
        "separator": ",", "as_text": False, "prefix": "", "book": Rulebook.default(), "defaults": {},
        "progress": lambda *_: None,
    }  # fmt: skip
    return options.Options(**{**usual, **changed})


def refused(asked_for: options.Options, names: list[Any], *, ignore_case: bool = False) -> tuple[str, ...]:
    """What is wrong with them."""
    try:
        asked_for.check(names, ignore_case=ignore_case)
    except InvalidInput as error:
        return error.problems
    return ()


def test_options_that_cannot_be_met_are_all_said_at_once() -> None:
    """Columns that clash, or are named twice; slots that are none; separators that part nothing."""
    wrong = asked(select=("verdict", "verdikt", "cues", "cues"), separator=" ", prefix="my_")
    assert refused(wrong, ["a", "my_verdict", "a", "b", "b", "b"]) == (
        "the frame has 2 columns `a`: rename them, or drop all but one",
        "the frame has 3 columns `b`: rename them, or drop all but one",
        "the frame already has a column `my_verdict`: give a `prefix`, or rename it",
        "there is no decision column `verdikt`: did you mean `verdict`?",
        "`select` names `cues` 2 times: once will do",
        "`separator` cannot be ` `: give one character that is no space",
    )
    assert refused(asked(), ["verdict", "x"]) == (
        "the frame already has a column `verdict`: give a `prefix`, or rename it",
    )
    for separator, is_wrong in ((";", False), ("", True), (",,", True), ("\t", True)):
        assert bool(refused(asked(separator=separator), ["x"])) is is_wrong
    assert refused(asked(), ["Verdict", "x", "X", 3]) == ()
    assert refused(asked(), ["Verdict", "x", "X", 3], ignore_case=True) == (
        "the frame has 2 columns `x`: rename them, or drop all but one",
        "the frame already has a column `verdict`: give a `prefix`, or rename it",
    )
    assert asked(select=("family", "verdict", "problem", "reading", "movement", "cues")).slots == ("verdict", "cues")


def test_each_decision_column_is_of_the_kind_of_its_slot() -> None:
    """By the rulebook, or as a recommendation has it."""
    every = (*SELECTABLE, "direction", "points", "family", "problem")
    columns = asked(select=every, book=BOOK, prefix="p_").decision_columns(())
    kinds = {column.slot: column.kind for column in columns}
    assert {slot for slot, kind in kinds.items() if kind == "list"} == {*LIST_SLOTS, "reasons", "overruled"}
    assert (kinds["hold_seconds"], kinds["points"]) == ("number", "integer")
    assert {
        kinds[slot] for slot in every if slot not in (*LIST_SLOTS, "reasons", "overruled", "hold_seconds", "points")
    } == {"text"}
    assert [column.name for column in columns] == [f"p_{slot}" for slot in every]
    assert {column.groups for column in columns} == {(0,), ()}
    assert [column.slot for column in columns if not column.groups] == ["family", "problem"]
    as_text = asked(select=every, book=BOOK, as_text=True, separator=";").decision_columns(())
    assert {column.separator for column in as_text if column.kind == "list"} == {";"}
    assert {column.separator for column in as_text if column.kind != "list"} == {None}
    assert Rulebook.default().vocabulary.slots["hold_seconds"].type in ("integer", "number")


@pytest.mark.parametrize(("texts", "overlaps"), [(("a", "b"), False), (("a", "a"), True)], ids=["apart", "shared"])
def test_a_list_says_whether_two_groups_may_give_the_same_element(texts: tuple[str, str], overlaps: bool) -> None:
    """Then it is taken once; and a column that is no list never says so."""
    groups = [group([text], ranks={}, slot="cues", number=number) for number, text in enumerate(texts)]
    cues, effort = asked(select=("cues", "effort")).decision_columns(groups)
    assert (cues.overlapping, cues.groups) == (overlaps, (0, 1))
    assert effort.overlapping is False


@pytest.mark.parametrize("engine", IN_MEMORY, ids=str)
def test_what_a_rulebook_has_no_slot_for_is_empty(engine: Engine) -> None:
    """Null, or an empty list; texts are given in words."""
    frame = engine.frame({"family": ["thrust"], "goal": ["strength"]}, {"family": "text", "goal": "text"})
    select = [*SELECTABLE, "points"]
    (row,) = decided(engine, recommend_frame(frame, select, rulebook=BOOK), select)
    told = {"verdict": "go", "strength": "firm", "summary": "Go on.", "disclaimer": "Go on.", "points": 3}
    empty = {**dict.fromkeys(LIST_SLOTS, ()), "overruled": (), "reasons": row["reasons"]}
    assert sorted(row["reasons"]) == ["base", "go"]
    assert row == {**dict.fromkeys(select), **empty, **told}


@pytest.mark.parametrize("engine", IN_MEMORY, ids=str)
def test_a_slot_that_a_recommendation_needs_is_a_gap_only_where_it_is_asked_for(engine: Engine) -> None:
    """A row that leaves it empty raises what `recommend` raises."""
    frame = engine.frame({"family": ["thrust"], "goal": [None]}, {"family": "text", "goal": "text"})
    assert decided(engine, recommend_frame(frame, ["strength"], rulebook=BOOK), ["strength"]) == [{"strength": "firm"}]
    errors = []
    for ask in (
        lambda: engine.told(recommend_frame(frame, ["verdict"], rulebook=BOOK)),
        lambda: recommend({}, {"family": "thrust"}, rulebook=BOOK),
    ):
        with pytest.raises(GapError) as caught:
            ask()
        errors.append(str(caught.value))
    assert errors[0] == errors[1]


def test_what_every_row_has_is_admitted_or_refused() -> None:
    """All mistakes at once; what is unknown is left out, and so are faults that a rulebook knows nothing of."""
    book = Rulebook.default()
    found = options.read_defaults({"goal": "strength", "red_flags": []}, ["no_pause"], book)
    assert found == {"goal": "strength", "observed": frozenset({"no_pause"})}
    assert options.read_defaults(None, [], book) == options.read_defaults({}, (), book) == {}
    assert options.read_defaults("beginner", (), book) == {"experience": "beginner"}
    assert options.read_defaults(None, ["no_pause"], BOOK) == {}
    with pytest.raises(InvalidInput) as error:
        options.read_defaults({"more": {"knee": "sore", "shoe": 3}}, ["knees"], book)
    assert [it.split(":")[0] for it in error.value.problems] == [
        "`profile` has no `knee`", "`profile` has no `shoe`", "`observed` cannot hold `knees`"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["hip thrust", "swing", "power clean", "back extension", "leg curl", "wfxq zzkp", "hip thurst", "RDL to row"],
)
def test_a_name_is_kept_as_it_is_found_or_with_the_error_that_it_raises(name: str) -> None:
    """Its reading, what it says, and why it is none, in the same words."""
    read = names.read_name(name)
    assert read.name == name
    raised: Exception | None = None
    try:
        found = find_exercise(name).exercise
    except (UnknownExercise, AmbiguousExercise) as error:
        raised = error
    else:
        assert (dict(read.facts), read.why, read.reading) == (dict(found.facts), "", found.family)
    if raised is not None:
        assert (read.facts, read.why) == ({}, str(raised))
        assert (read.reading == "ambiguous") is isinstance(raised, AmbiguousExercise)


def test_progress_is_told_name_by_name_and_every_256_rows_of_a_table() -> None:
    """Each step once, in order, up to the whole."""
    heard: list[tuple[str, int, int]] = []
    cells = {"exercise": ["hip thrust", "swing", "hip thrust", "leg curl"], "experience": ["beginner"] * 4}
    recommend_frame(
        POLARS.frame(cells, dict.fromkeys(cells, "text")), ["verdict"], progress=lambda *step: heard.append(step)
    )
    assert [it for it in heard if it[0] == "reading names"] == [("reading names", n, 3) for n in (1, 2, 3)]
    heard.clear()
    facts = ("family", "movement", "experience", "load", "tempo")
    columns: dict[str, list[Any]] = {name: ["unknown"] * 9_000 for name in facts} | {"family": ["thrust"] * 9_000}
    frame = POLARS.frame({**columns, "observed": [None] * 9_000}, {**dict.fromkeys(facts, "text"), "observed": "list"})
    recommend_frame(frame, ["verdict", "corrections"], progress=lambda *step: heard.append(step))
    steps = [(done, total) for what, done, total in heard if what == "tabulating"]
    totals = [total for done, total in steps if done == total]
    assert steps == [(done, total) for total in totals for done in (*range(256, total, 256), total)]
    assert max(totals) > 2 * frame_lookup.REPORTED_EVERY


def test_rows_with_the_same_cells_are_counted_the_most_frequent_first() -> None:
    """With where the first of them stand."""
    pl = pytest.importorskip("polars")
    cells = ["a", "b", "b", None, "b", "b", "c", "a"]
    frame = nw.from_native(pl.DataFrame({"x": cells, "y": [1.0] * 8}), eager_only=True)
    engine = Eager(frame, Columnar(frame), by_dictionary=False)
    tallies = engine.tally(nw.col("y") == 1, ["x"])
    assert [(it.cells["x"], it.count, it.first) for it in tallies[:2]] == [("b", 4, (1, 2, 4)), ("a", 2, (0, 7))]
    assert len(tallies[0].first) == FIRST
    assert {(it.cells["x"], it.count, it.first) for it in tallies[2:]} == {(None, 1, (3,)), ("c", 1, (6,))}
    assert engine.tally(nw.col("x") == "z", ["x"]) == []
    (whole,) = engine.tally(nw.col("x") == "a", [])
    assert (whole.cells, whole.count, whole.first) == ({}, 2, (0, 7))
    found = engine.found(nw.col("x") == "b", ["y"])
    assert (found.count, list(found.numbers or ())) == (4, [1, 2, 4, 5])
    assert [row["y"] for row in found.rows] == [1.0] * 4
    assert sorted(engine.distinct("x")) == ["a", "b", "c"]
    assert (engine.rows_at_most(), engine.has_values("x"), engine.has_values("y")) == (8, True, True)
    empty = nw.from_native(pl.DataFrame({"n": [math.nan, None], "t": [None, None]}), eager_only=True)
    nothing = Eager(empty, Columnar(empty), by_dictionary=False)
    assert not nothing.has_values("n")
    assert not nothing.has_values("t")
    assert engine.stripping("x") == "never"
    mixed = nw.from_native(pl.DataFrame({"x": ["a", "b "]}), eager_only=True)
    assert Eager(mixed, Columnar(mixed), by_dictionary=False).stripping("x") == "always"


@given(st.integers(-(2**63), 2**63 - 1) | st.integers(2**53 - 3, 2**53 + 3) | st.integers(-(2**53) - 3, -(2**53) + 3))
def test_a_whole_number_s_float_is_the_least_that_is_no_less(number: int) -> None:
    """As near as floats come."""
    found = ordered._find_float_of(number)
    assert int(found) >= number
    below = math.nextafter(found, -math.inf)
    assert int(below) < number or below < number


@pytest.mark.parametrize("engine", IN_MEMORY, ids=str)
def test_columns_of_every_integer_type_are_told_apart_at_each_bound(engine: Engine) -> None:
    """Signed and unsigned ones, narrow and wide, also where a bound lies outside what the type can hold."""
    pl = pytest.importorskip("polars")
    files = {**SMALL, "vocabulary.toml": {
        "attribute": {**SMALL["vocabulary.toml"]["attribute"], "n": {"type": "integer"}, "m": {"type": "number"}},
        "slot": {**SMALL["vocabulary.toml"]["slot"], "points": {"type": "integer", "accumulates": "sum"}},
    }, "base.toml": {"topic": "base", "rule": [
        {"id": "base", "then": {"strength": "firm", "summary": "say", "disclaimer": "say", "verdict": "go"}},
        *({"id": f"{name}-{place}", "when": {name: {"at_least": low}}, "then": {"points": 1}}
          for name in "nm" for place, low in enumerate((-300, -1, 0, 100, 255, 2**40))),
    ]}}  # fmt: skip
    book = written("many", files)
    values = {
        pl.Int8: [-128, -1, 0, 99, 100, 127], pl.UInt8: [0, 99, 100, 254, 255], pl.Int16: [-301, -300, 254, 255],
        pl.UInt64: [0, 100, 2**40 - 1, 2**40, 2**63, 2**64 - 1], pl.Int64: [-(2**63), -300, 2**40, 2**63 - 1],
    }  # fmt: skip
    for dtype, cells in values.items():
        for name in "nm":
            frame = pl.DataFrame({"family": ["thrust"] * len(cells), "row": range(len(cells))}).with_columns(
                pl.Series(name, cells, dtype=dtype)
            )
            given_ = frame.lazy() if engine.lazy else frame
            rows = decided(
                engine, recommend_frame(given_, ["points"], rulebook=book, invalid="null"), ["points"]
            )  # fmt: skip
            bounds = (-300, -1, 0, 100, 255, 2**40)
            expected = [
                None if name == "n" and not -(2**63) <= it < 2**63 else sum(it >= low for low in bounds) for it in cells
            ]
            assert [row["points"] for row in rows] == expected, (dtype, name)


def test_a_problem_is_said_for_each_part_of_a_row() -> None:
    """What is wrong with the exercise first, then what contradicts itself, then each cell."""
    files = {**SMALL, "vocabulary.toml": {
        "attribute": {
            **SMALL["vocabulary.toml"]["attribute"],
            "wet": {"type": "boolean"}, "sky": {"values": ["clear", "rain"], "implies": {"rain": {"wet": True}}},
        },
        "slot": SMALL["vocabulary.toml"]["slot"],
    }}  # fmt: skip
    cells: dict[str, list[Any]] = {
        "family": ["thrust", None, "thrust", "squat"], "goal": ["strength", "fame", "fame", "fame"],
        "sky": ["clear", "rain", "rain", "snow"], "wet": [True, True, False, None],
    }  # fmt: skip
    frame = POLARS.frame(cells, {"family": "text", "goal": "text", "sky": "text", "wet": "boolean"})
    answered = recommend_frame(frame, ["strength", "problem"], rulebook=written("tied", files), invalid="null")
    rows = decided(POLARS, answered, ["problem", "strength"])
    told = [(row["problem"] or "").split("; ") for row in rows]
    assert told[0] == [""]
    assert told[1][0].startswith("no exercise, movement or family is given")
    assert told[1][1:] == ["`goal` cannot be `fame`"]
    assert told[2][0].startswith("`wet` cannot be `false`: `sky` `rain` makes it `true`")
    assert told[2][1:] == ["`goal` cannot be `fame`"]
    assert told[3][-3:] == ["`family` cannot be `squat`", "`goal` cannot be `fame`", "`sky` cannot be `snow`"] or (
        set(told[3]) >= {"`family` cannot be `squat`", "`goal` cannot be `fame`", "`sky` cannot be `snow`"}
    )
    assert [row["strength"] for row in rows] == ["firm", None, None, None]


def test_a_cell_of_many_kinds_is_written_as_one_text() -> None:
    """Elements in order, nothing for what is missing, anything else in plain words."""

    class NAType:
        """As pandas marks what is missing."""

    for cell, text in (
        ("a ", "a "), (["b", "a"], "a;b"), ({"y", "x"}, "x;y"), ((), ""), (None, None), (math.nan, None),
        (NAType(), None), (True, "true"), (3, "3"), (1.5, "1.5"),
    ):  # fmt: skip
        assert arrow._write_cell(cell, ";") == text
    assert IS.POLARS in (IS.POLARS, IS.PYARROW)


@pytest.mark.parametrize("engine", IN_MEMORY, ids=str)
@pytest.mark.parametrize("named", [True, False], ids=["name", "movement"])
def test_a_wrong_cell_of_any_column_makes_its_row_wrong_whatever_is_selected(engine: Engine, named: bool) -> None:
    """Also where no rule of the selected slots reads the attribute; as unknown, it changes nothing."""
    rows = [name for name in TYPES if name not in ("exercise", "movement", "family")]
    if not named:
        rows = [name for name in rows if name not in LIFT or name in ("load", "tempo")]
    first = {"exercise": "hip thrust"} if named else {"movement": "hip_thrust"}
    cells: dict[str, list[Any]] = {name: [value] * (len(rows) + 1) for name, value in first.items()}
    for place, name in enumerate(rows):
        wrong: Any = ["nonsense"] if TYPES[name] == "list" else "nonsense"
        cells[name] = [wrong if place == row else None for row in range(len(rows) + 1)]
    types = {name: "list" if TYPES.get(name) == "list" else "text" for name in cells}
    frame = engine.frame(cells, types)
    for select in (["verdict"], ["disclaimer"]):
        found = decided(engine, recommend_frame(frame, select, invalid="null"), select)
        usual = getattr(recommend({}, first["exercise"] if named else first), select[0])
        assert [row[select[0]] for row in found] == [None] * len(rows) + [usual]
        known = decided(engine, recommend_frame(frame, select, invalid="unknown"), select)
        assert [row[select[0]] for row in known] == [usual] * (len(rows) + 1)


@pytest.mark.parametrize("engine", IN_MEMORY, ids=str)
@pytest.mark.parametrize("form", ["list", "text", "flags"])
def test_what_every_row_has_counts_once_where_a_row_s_own_cell_says_it_too(engine: Engine, form: str) -> None:
    """In each form that a set may have."""
    seen = [["no_pause"], ["no_pause", "bar_rolls"], [], ["leans_back"]]
    cells: dict[str, list[Any]] = {"family": ["thrust"] * 4}
    where: dict[str, Any] = {}
    if form == "flags":
        where["observed"] = {it: f"has {it}" for it in ("no_pause", "bar_rolls", "leans_back")}
        cells |= {called: [it in row for row in seen] for it, called in where["observed"].items()}
    else:
        cells["observed"] = [", ".join(it) if form == "text" else it for it in seen]
    kinds = {name: "list" if name == "observed" and form == "list" else "text" for name in cells}
    kinds |= dict.fromkeys(where.get("observed", {}).values(), "boolean")
    frame = engine.frame(cells, kinds)
    select = ["verdict", "corrections"]
    usual = ["no_pause", "bar_rolls"]
    found = decided(engine, recommend_frame(frame, select, observed=usual, columns=where), select)
    recs = [recommend({}, {"family": "thrust"}, observed={*usual, *row}) for row in seen]
    assert found == [shown(rec, select) for rec in recs]


@pytest.mark.parametrize("engine", IN_MEMORY, ids=str)
def test_the_usual_columns_are_the_squeeze_the_cues_and_the_reasons(engine: Engine) -> None:
    """In this order, after the frame's own."""
    (row,) = engine.told(recommend_frame(engine.frame({"exercise": ["hip thrust"]}, {"exercise": "text"})))
    usual = ["verdict", "strength", "phase", "effort", "hold_seconds", "breath", "cues", "reasons"]
    assert list(row) == ["exercise", *usual]
