from typing import Any

import pytest

pytest.importorskip("narwhals")

from hypothesis import strategies as st

from squeezelogic import InvalidInput, match_exercise, recommend, recommend_frame
from squeezelogic.frames import names, plan
from squeezelogic.testing import situations
from tests.frames.asking import SELECTABLE, TYPES, Frame, asked, decided, frames, holds_on, shown
from tests.frames.engines import EAGER, ENGINES, Engine, every_engine

SELECT = ("verdict", "cues", "corrections", "notes")
BOTH = ["no_pause", "loose_core"]
ALWAYS = {"observed": "no_pause", "red_flags": "fever"}
seen = st.lists(situations(), max_size=8)


def _of(engine: Engine, **columns: tuple[str, list[Any]]) -> Any:
    return engine.frame({n: cells for n, (_, cells) in columns.items()}, {n: t for n, (t, _) in columns.items()})


@every_engine
@pytest.mark.thorough
def test_columns_may_be_called_anything(engine: Engine) -> None:
    """`columns` says which column gives an attribute; one of the same name is then not read."""

    @holds_on(engine, frames(named=False))
    def _(frame: Frame) -> None:
        cells = {f"my {name}": column for name, column in frame.cells().items()}
        types = {f"my {name}": TYPES[name] for name in frame.columns}
        given = engine.frame(cells | {"goal": [5] * len(frame.rows)}, types | {"goal": "integer"})
        where: Any = {name: f"my {name}" for name in frame.columns}
        found = decided(engine, recommend_frame(given, SELECT, columns={"goal": None} | where), SELECT)
        assert found == [shown(asked(row, frame.columns), SELECT) for row in frame.rows]


@every_engine
@pytest.mark.parametrize("form", ["separated", "flags"])
@pytest.mark.thorough
def test_sets_come_in_three_forms(engine: Engine, form: str) -> None:
    """A set may be a text with a separator, or a column for each element, as well as a list."""

    @holds_on(engine, seen)
    def _(drawn: list[Any]) -> None:
        sets = {name: [sorted(s.facts.get(name, ())) for s in drawn] for name in ("observed", "red_flags")}
        cells: dict[str, list[Any]] = {"family": [s.exercise.family for s in drawn]}
        types = {"family": "text"}
        where: Any = {}
        for name, column in sets.items():
            if form == "separated":
                cells[name], types[name] = [" ; ".join(held) if held else None for held in column], "text"
                continue
            held_at_all = {element for held in column for element in held} | {ALWAYS[name]}
            where[name] = {element: f"has {element}" for element in held_at_all}
            for element, called in where[name].items():
                cells[called], types[called] = [element in held or None for held in column], "boolean"
        given = engine.frame(cells, types)
        found = decided(engine, recommend_frame(given, SELECT, columns=where, separator=";"), SELECT)
        rows = [{"family": s.exercise.family, **{n: c[i] for n, c in sets.items()}} for i, s in enumerate(drawn)]
        assert found == [shown(asked(row, ("family", *sets)), SELECT) for row in rows]


@every_engine
@pytest.mark.thorough
def test_lists_may_be_written_as_text(engine: Engine) -> None:
    """With `lists="text"` each list is one text, its elements apart by the separator."""

    @holds_on(engine, frames(), st.sampled_from([1, 100_000]))
    def _(frame: Frame, largest: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(plan, "LARGEST_TABLE", largest)
            found = decided(engine, recommend_frame(frame.on(engine), SELECT, lists="text", separator=";"), SELECT)
        expected = [shown(asked(row, frame.columns), SELECT) for row in frame.rows]
        assert found == [{n: ";".join(c) if isinstance(c, tuple) else c for n, c in row.items()} for row in expected]


@every_engine
@pytest.mark.thorough
def test_the_size_of_tables_changes_nothing(engine: Engine) -> None:
    """Whether topics share tables, or each has its own that is too large to fill, rows say the same."""

    @holds_on(engine, frames(damaged=True, most=5))
    def _(frame: Frame) -> None:
        found = []
        for largest in (1, 1_000, 8_192):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(plan, "LARGEST_TABLE", largest)
                patch.setattr("squeezelogic.frames.frame_lookup.LARGEST_TABLE", largest)
                answered = recommend_frame(frame.on(engine), SELECTABLE, invalid="unknown", lists="list")
                found.append(decided(engine, answered, SELECTABLE))
        assert found[0] == found[1] == found[2]


@every_engine
def test_booleans_may_be_written_out(engine: Engine) -> None:
    """True and false may be said as text, in three spellings, or as 1 and 0."""
    texts = ["true", "True", "TRUE", "false", "unknown", None]
    numbers = [1, 1, 1, 0, None, None]
    found = [
        decided(engine, recommend_frame(_of(engine, family=("text", ["thrust"] * 6), rehab=rehab)), SELECT[:1])
        for rehab in (("text", texts), ("integer", numbers))
    ]
    expected = [{"verdict": v} for v in ["squeeze_gently"] * 3 + ["squeeze"] * 3]
    assert found == [expected, expected]


@every_engine
def test_the_frame_keeps_its_own_columns(engine: Engine) -> None:
    """Every column that was there is still there, in front, and unchanged."""
    given = _of(engine, kg=("number", [20.5, None]), family=("text", ["thrust", "hinge"]), note=("text", [None, "x"]))
    found = engine.told(recommend_frame(given, ["verdict"], prefix="glutes_"))
    assert [list(row) for row in found] == [["kg", "family", "note", "glutes_verdict"]] * 2
    assert [(row["kg"], row["note"]) for row in found] == [(20.5, None), (None, "x")]


@every_engine
def test_names_leave_room_for_what_columns_say(engine: Engine) -> None:
    """A name's load and tempo yield to the columns; a column that contradicts anything else it says is wrong."""
    given = _of(
        engine,
        exercise=("text", ["Romanian Deadlift (Barbell)", "Romanian Deadlift (Barbell)", "hip thrust", None]),
        load=("text", ["bodyweight", None, None, None]),
        implement=("text", [None, "barbell", "barbell", "barbell"]),
        glute_activation=("text", ["late", "late", None, None]),
        movement=("text", [None, None, "deadlift", "hip_thrust"]),
        goal=("text", ["strength"] * 4),
    )
    found = decided(engine, recommend_frame(given, ["verdict"], invalid="null"), ["verdict"])
    assert [row["verdict"] for row in found] == ["start_gently", "no_squeeze", None, "squeeze"]
    with pytest.raises(InvalidInput, match="`movement` cannot be `deadlift`: `hip thrust` is `hip_thrust`"):
        recommend_frame(given)


@pytest.mark.parametrize("engine", EAGER, ids=str)
def test_wrong_values_are_told_with_their_rows(engine: Engine) -> None:
    """The error says each mistake once, with the numbers of its rows."""
    given = _of(
        engine,
        lift=("text", ["hip thrust", "squat", "hip thrust", "squat", None]),
        level=("text", ["beginer", "beginner", "beginer", None, "advanced"]),
    )
    with pytest.raises(InvalidInput) as error:
        recommend_frame(given, columns={"exercise": "lift", "experience": "level"}, unknown_exercise="raise")
    head, *problems = error.value.problems
    assert head == "5 rows cannot be used"
    assert problems[0] == "column `level`: `experience` cannot be `beginer`: did you mean `beginner`? (rows 0, 2)"
    assert any(p.startswith("unknown exercise `squat`") and p.endswith("(rows 1, 3)") for p in problems)
    assert any(p.startswith("no exercise, movement or family") and p.endswith("(row 4)") for p in problems)


@every_engine
def test_what_cannot_be_asked_is_said_at_once(engine: Engine) -> None:
    """Columns that are not there, in the way, or of no use are errors before any row is looked at."""
    given = _of(engine, family=("text", ["thrust"]), load=("number", [80.0]), verdict=("text", ["?"]))
    wrong: list[tuple[dict[str, Any], str]] = [
        (
            {"columns": ["goal"]},
            "`columns` maps attributes to columns, as `{'experience': 'level'}` does; it cannot be",
        ),
        ({"columns": {"goal": "aim"}}, "the frame has no column `aim` for `goal`"),
        ({"columns": {"gaol": "family"}}, "`columns` names `gaol`: did you mean `goal`?"),
        ({"columns": {"exercise": "name"}}, "the frame has no column `name` for `exercise`"),
        ({"columns": {"observed": {"knees": "family"}}}, "`observed` cannot hold `knees`"),
        ({"columns": {"goal": {"strength": "family"}}}, "`goal` is no set"),
        ({"select": ["cues"]}, "column `load` holds `Float64`, but `load` is given as text"),
        ({"select": ["verdict"]}, "the frame already has a column `verdict`: give a `prefix`"),
        ({"select": ["verdikt"]}, "there is no decision column `verdikt`: did you mean `verdict`?"),
        ({"select": ["cues", "cues"]}, "`select` names `cues` 2 times: once will do"),
        ({"unknown_exercise": "skip"}, "`unknown_exercise` cannot be `skip`: choose from `null`, `raise`"),
        ({"profile": "begginer"}, "unknown profile `begginer`: did you mean `beginner`?"),
        ({"profile": {"more": {"knee_pain": "current"}}}, "`profile` has no `knee_pain`"),
        ({"observed": ["knees"]}, "`observed` cannot hold `knees`: did you mean `knees_cave`?"),
        ({"separator": ", "}, "`separator` cannot be `, `"),
        ({"invalid": "ignore"}, "`invalid` cannot be `ignore`: choose from `raise`, `null`, `unknown`"),
        ({"lists": "json"}, "`lists` cannot be `json`"),
        ({"columns": {"family": None, "load": None}, "prefix": "my_"}, "the frame does not say what is lifted"),
    ]
    for options, told in wrong:
        with pytest.raises(InvalidInput) as error:
            recommend_frame(given, **{"select": ["cues"], **options})
        assert told in str(error.value)


def test_only_frames_are_frames() -> None:
    """Anything else is refused with the engines that there are."""
    with pytest.raises(InvalidInput, match="a frame is one of polars, pandas, pyarrow, DuckDB, Dask or PySpark, not a"):
        recommend_frame([{"family": "thrust"}])


@pytest.mark.parametrize("engine", [e for e in ENGINES if e.name in ("polars", "polars lazy", "duckdb")], ids=str)
def test_categories_are_texts(engine: Engine) -> None:
    """Texts that an engine keeps as categories are read like any others."""
    given = _of(engine, movement=("text", ["swing", None]), exercise=("text", ["kettlebell swing", "hip thrust"]))
    if engine.name == "duckdb":
        given.query("t", "create type lift as enum ('swing', 'deadlift')")
        given = given.query("t", 'select exercise, movement::lift as movement, "row" from t')
    else:
        import polars as pl

        given = given.with_columns(
            pl.col("movement").cast(pl.Enum(["swing", "x"])), pl.col("exercise").cast(pl.Categorical)
        )
    found = decided(engine, recommend_frame(given, ["verdict"]), ["verdict"])
    assert found == [{"verdict": "no_squeeze"}, {"verdict": recommend({}, "hip thrust").verdict}]


def test_arrow_texts_of_every_kind() -> None:
    """Plain, large, dictionary-encoded and viewed texts, and columns without a single value, say the same."""
    pa = pytest.importorskip("pyarrow")
    cells = ["beginner", None, "advanced"]
    kinds = [
        pa.string(),
        pa.large_string(),
        pa.dictionary(pa.int32(), pa.string()),
        pa.dictionary(pa.int8(), pa.large_string()),
    ]
    found = []
    for kind in kinds:
        table = pa.table({"experience": pa.array(cells, pa.string()).cast(kind), "goal": pa.nulls(3)})
        table = table.append_column("family", pa.array(["thrust"] * 3, pa.string()).cast(kind))
        table = table.append_column("observed", pa.array([["no_pause"], [], None], pa.large_list(pa.large_string())))
        found.append(recommend_frame(table, ["verdict", "corrections"]).select(["verdict", "corrections"]).to_pylist())
    assert found == [found[0]] * len(kinds)
    assert [row["verdict"] for row in found[0]] == ["learn_first", "squeeze", "squeeze"]


def test_pandas_columns_of_every_kind() -> None:
    """Objects, strings, categories, sets, cells of mixed kinds and every mark of a missing one are read as meant."""
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame(
        {
            "experience": pd.Categorical(["beginner", None, "advanced"]),
            "family": pd.Series(["thrust", "hinge", "thrust"], dtype=object),
            "rehab": pd.Series([True, float("nan"), "false"], dtype=object),
            "observed": [{"no_pause"}, float("nan"), ",".join(BOTH)],
        }
    ).set_axis([3, 3, 1])
    found = recommend_frame(frame, ["verdict", "corrections"])
    assert list(found.index) == [3, 3, 1]
    assert list(found["verdict"]) == ["squeeze_gently", "no_squeeze", "fix_form_first"]
    asked = [("beginner", "thrust", True, ["no_pause"]), (None, "hinge", None, []), ("advanced", "thrust", False, BOTH)]
    assert [list(held) for held in found["corrections"]] == [
        [
            item.id
            for item in recommend({"experience": who, "rehab": rehab}, {"family": lift}, observed=seen).corrections
        ]
        for who, lift, rehab, seen in asked
    ]


@every_engine
def test_a_name_is_read_once_however_often_it_comes(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for all rows of a frame, and not again for the next frame."""
    asked_for: list[object] = []

    def match(name: object) -> Any:
        asked_for.append(name)
        return match_exercise(name)

    monkeypatch.setattr(names, "match_exercise", match)
    names.read_name.cache_clear()
    for rows in (["hip thrust", "KB swing", "hip thrust"], ["KB swing", "hip thrust", "leg curl"]):
        frame = engine.frame({"exercise": rows}, {"exercise": "text"})
        decided(engine, recommend_frame(frame, ["verdict"]), ["verdict"])
    assert sorted(map(str, asked_for)) == ["KB swing", "hip thrust", "leg curl"]
