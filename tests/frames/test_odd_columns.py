"""Unusual columns: similar names, empty cells, unusual types, and blanks around texts."""

import decimal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

pytest.importorskip("narwhals")

import narwhals as nw

from squeezelogic import InvalidInput, Rulebook, recommend_frame
from squeezelogic.frames.arrow import _write_cell
from squeezelogic.frames.columns import ColumnBinding
from squeezelogic.frames.ordered import _compare_integers
from squeezelogic.logic.model.vocabulary import HIGHEST, LOWEST, Attribute
from squeezelogic.logic.semantics.runs import find_integer
from tests.frames.asking import TYPES, Frame, asked, decided, frames, holds_on, shown
from tests.frames.engines import EAGER, ENGINES, Engine, every_engine

IGNORING_CASE = [engine for engine in ENGINES if engine.name in ("duckdb", "spark")]


def _of(engine: Engine, **columns: tuple[str, list[Any]]) -> Any:
    return engine.frame({n: cells for n, (_, cells) in columns.items()}, {n: t for n, (t, _) in columns.items()})


def _verdicts(engine: Engine, frame: Any, **options: Any) -> list[Any]:
    return [row["verdict"] for row in decided(engine, recommend_frame(frame, ["verdict"], **options), ["verdict"])]


@pytest.mark.parametrize("engine", IGNORING_CASE, ids=str)
def test_clashes_are_judged_as_the_engine_judges_names(engine: Engine) -> None:
    """Where `Notes` and `notes` are one column, a decision column is never the caller's own."""
    given = _of(engine, family=("text", ["hinge"]), Verdict=("text", ["mine"]))
    with pytest.raises(InvalidInput, match="the frame already has a column `verdict`: give a `prefix`"):
        recommend_frame(given, ["verdict"])
    assert _verdicts(engine, _of(engine, level=("text", ["x"]), FAMILY=("text", ["hinge"]))) == ["no_squeeze"]
    level = _of(engine, Level=("text", ["beginner"]), family=("text", ["thrust"]))
    assert _verdicts(engine, level, columns={"experience": "level"}) == ["learn_first"]


@every_engine
@pytest.mark.parametrize("name", ["Back_Pain", "back pain", "BackPain ", "back-pain", "\ufeffback_pain"])
def test_columns_that_differ_in_case_and_blanks_are_taken(engine: Engine, name: str) -> None:
    """They say what the attribute's own column would say."""
    given = engine.frame({"Exercise": ["hip thrust"], name: ["current"]}, {"Exercise": "text", name: "text"})
    assert _verdicts(engine, given) == ["reassess"]


NAN = float("nan")
BLANKS = ("", " ", "\u00a0", "\u2007 ")
HEADINGS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.title,
    lambda name: f" {name.replace('_', ' ')}\ufeff",
)


@st.composite
def odd(draw: st.DrawFn, frame: Frame) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """The cells of a frame as files and readers make them, by odd headings, and the type of each column."""
    cells: dict[str, list[Any]] = {}
    types: dict[str, str] = {}
    for name in frame.columns:
        plain = [row.get(name) for row in frame.rows]
        forms = {kind: form for kind, form in FORMS.items() if kind in ("text", TYPES[name])}
        if TYPES[name] == "boolean":
            forms["number"] = lambda cell: NAN if cell is None else float(cell)
        if not any(plain):
            forms["number"] = forms.get("number", lambda _: NAN)
        kind = draw(st.sampled_from(sorted(forms)))
        heading = draw(st.sampled_from(HEADINGS))(name)
        types[heading], cells[heading] = kind, [forms[kind](cell) for cell in plain]
        if kind == "text":
            blanks = st.sampled_from(BLANKS)
            cells[heading] = [f"{draw(blanks)}{cell}{draw(blanks)}" for cell in cells[heading]]
    return cells, types


def _write(cell: Any) -> str:
    return "" if cell is None else " , ".join(cell) if isinstance(cell, list) else str(cell)


FORMS: dict[str, Callable[[Any], Any]] = {"text": _write, "boolean": lambda cell: cell, "list": lambda cell: cell}


@every_engine
@pytest.mark.thorough
def test_odd_columns_say_what_plain_ones_say(engine: Engine) -> None:
    """Headings in capitals, blanks around texts, empty texts, NaN, and flags and sets written out change no answer."""
    select = ["verdict", "cues", "corrections", "reasons"]

    @holds_on(engine, frames(named=True), st.data())
    def _(frame: Frame, data: st.DataObject) -> None:
        cells, types = data.draw(odd(frame))
        found = decided(engine, recommend_frame(engine.frame(cells, types), select), select)
        assert found == [shown(asked(row, frame.columns), select) for row in frame.rows]


@every_engine
def test_columns_that_might_be_meant_are_refused(engine: Engine) -> None:
    """A misspelt column, and two that differ only in blanks, are refused with what to say."""
    misspelt = _of(engine, family=("text", ["thrust"]), experiance=("text", ["beginner"]))
    with pytest.raises(InvalidInput, match=r"column `experiance` is like `experience`.*'experience': 'experiance'"):
        recommend_frame(misspelt)
    assert _verdicts(engine, misspelt, columns={"experience": None}) == ["squeeze"]
    two = engine.frame(
        {"family": ["thrust"], "back_pain": [None], "back pain": ["current"]},
        {"family": "text", "back_pain": "text", "back pain": "text"},
    )
    with pytest.raises(InvalidInput, match="columns `back_pain` and `back pain` could both give `back_pain`"):
        recommend_frame(two)
    assert _verdicts(engine, two, columns={"back_pain": "back pain"}) == ["reassess"]


@every_engine
def test_an_exercise_column_is_suggested(engine: Engine) -> None:
    """A frame that does not say what is lifted is told which of its columns might, whether it was read or not."""
    given = engine.frame({"Exercise Name": ["hip thrust"]}, {"Exercise Name": "text"})
    with pytest.raises(InvalidInput, match=r"such as `columns=\{'exercise': 'Exercise Name'\}`"):
        recommend_frame(given)
    with pytest.raises(InvalidInput, match=r"no column `exercise_name` for `exercise`: did you mean `Exercise Name`?"):
        recommend_frame(given, columns={"exercise": "exercise_name"})


@every_engine
def test_empty_cells_are_unknown(engine: Engine) -> None:
    """Null, an empty text, NaN, and columns of nothing else, whatever type a reader gave them, say nothing."""
    nan = float("nan")
    given = _of(
        engine,
        exercise=("text", ["hip thrust", "hip thrust", "Hip Thrust "]),
        experience=("text", ["", None, "  "]),
        goal=("number", [nan, nan, None]),
        rehab=("number", [1.0, nan, 0.0]),
        mastered_bodyweight=("number", [nan, None, nan]),
        red_flags=("number", [None, None, nan]),
        observed=("text", ["", None, " "]),
    )
    assert _verdicts(engine, given) == ["squeeze_gently", "squeeze", "squeeze"]
    nothing = _of(engine, exercise=("number", [nan, None]), family=("text", ["thrust", ""]))
    assert _verdicts(engine, nothing) == ["squeeze", None]


@every_engine
def test_an_element_that_a_list_names_twice_counts_once(engine: Engine) -> None:
    """As in a set of Python."""
    given = _of(
        engine, family=("text", ["thrust", "thrust"]), observed=("list", [["no_pause", "no_pause"], ["no_pause"]])
    )
    twice, once = (row["corrections"] for row in engine.told(recommend_frame(given, ["corrections"])))
    assert twice == once
    assert twice


@every_engine
def test_columns_of_a_wrong_type_with_values_are_refused(engine: Engine) -> None:
    """A single value is enough for it."""
    given = _of(engine, exercise=("text", ["hip thrust"] * 2), goal=("number", [float("nan"), 80.0]))
    with pytest.raises(InvalidInput, match=r"column `goal` holds .*`columns=\{'goal': None\}`"):
        engine.told(recommend_frame(given, invalid="unknown"))
    numbered = _of(engine, exercise=("integer", [345]), family=("text", ["thrust"]))
    with pytest.raises(InvalidInput, match=r"column `exercise` holds .*by name.*`columns=\{'exercise': None\}`"):
        engine.told(recommend_frame(numbered))


@every_engine
def test_blanks_around_texts_do_no_harm(engine: Engine) -> None:
    """Trailing blanks, no-break spaces and a byte order mark are not part of a value."""
    given = _of(
        engine,
        exercise=("text", ["\ufeffHip Thrust (Barbell)\u00a0", "deadlift \u2007"]),
        experience=("text", ["beginner ", "\u00a0advanced"]),
        rehab=("text", ["false\u00a0", " FALSE"]),
        observed=("text", ["no_pause\u00a0, bar_rolls ", "\u00a0"]),
    )
    found = decided(engine, recommend_frame(given, ["verdict", "corrections"]), ["verdict", "corrections"])
    assert [row["verdict"] for row in found] == ["learn_first", "no_squeeze"]
    assert [len(row["corrections"]) for row in found] == [2, 0]


WHOLE = """
[attribute.years]
type = "integer"
at_least = 0
at_most = 1000000000000
[attribute.veteran]
values = ["yes", "no"]
implies = { yes = { years = 40 } }
[slot.ready]
type = "boolean"
"""
READY = """
topic = "ready"
levels = ["only"]
concludes = ["ready"]
[[rule]]
id = "ready-with-years"
level = "only"
when.years = { at_least = 10 }
then.ready = true
"""


@pytest.fixture
def veterans(tmp_path: Path) -> Rulebook:
    """A rulebook in which one fact says how large an integer of a wide range is."""
    (tmp_path / "vocabulary.toml").write_text(WHOLE)
    (tmp_path / "ready.toml").write_text(READY)
    return Rulebook.default().extended(tmp_path)


@every_engine
def test_implied_integers_are_read_in_runs(engine: Engine, veterans: Rulebook) -> None:
    """However wide the range: a value is told apart from another only where rules or implications do."""
    given = _of(
        engine,
        family=("text", ["thrust"] * 5),
        veteran=("text", ["yes", "yes", None, "no", "yes"]),
        years=("integer", [None, 40, 10**12, 9, 41]),
    )
    found = decided(engine, recommend_frame(given, ["ready", "problem"], rulebook=veterans, invalid="null"), ["ready"])
    assert [row["ready"] for row in found] == [True, True, True, None, None]
    with pytest.raises(InvalidInput, match="`years` cannot be `41`: `veteran` `yes` makes it `40`"):
        recommend_frame(given, ["ready"], rulebook=veterans)


@every_engine
def test_whole_numbers_may_be_written_out(engine: Engine, veterans: Rulebook) -> None:
    """With blanks, a decimal comma or point and nothing behind it; anything else is wrong."""
    years = ["10", " 12,0\u00a0", "9.00", "", None, "unknown", "ten", "10,5", "9" * 40]
    given = _of(engine, family=("text", ["thrust"] * 9), years=("text", years))
    select = ["ready", "problem"]
    found = decided(engine, recommend_frame(given, select, rulebook=veterans, invalid="null"), select)
    assert [row["ready"] for row in found] == [True, True, None, None, None, None, None, None, None]
    assert [row["problem"] is not None for row in found] == [False] * 6 + [True] * 3


@pytest.mark.parametrize("kind", ["view", "run", "half", "decimal", "unsigned", "views", "fixed", "large"])
def test_arrow_columns_of_odd_types(kind: str, veterans: Rulebook) -> None:
    """Views, run-end-encoded columns, half floats, decimals and large integers are read like plain ones."""
    pa = pytest.importorskip("pyarrow")
    texts = pa.array(["beginner", "beginner", None], pa.string())
    runs = pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array(["beginner", None]))
    fixed = pa.array([["no_pause"], ["no_pause"], None], pa.list_(pa.string(), 1))
    columns: dict[str, tuple[str, Any]] = {
        "view": ("experience", texts.cast(pa.string_view())),
        "run": ("experience", runs),
        "half": ("rehab", pa.array([1.0, 0.0, None], pa.float32()).cast(pa.float16())),
        "decimal": ("rehab", pa.array([decimal.Decimal("1.0"), decimal.Decimal("0.0"), None])),
        "unsigned": ("years", pa.array([10, 10**12, None], pa.uint64())),
        "views": ("observed", pa.array([["no_pause"], [], None], pa.list_view(pa.string()))),
        "fixed": ("observed", fixed),
        "large": ("years", pa.array([2**64 - 1, 10, None], pa.uint64())),
    }
    name, column = columns[kind]
    table = pa.table({"family": ["thrust"] * 3, name: column})
    select = ["verdict", "ready", "corrections", "problem"]
    found = recommend_frame(table, select, rulebook=veterans, invalid="null").select(select).to_pylist()
    got: dict[str, Any] = {slot: [row[slot] for row in found] for slot in select}
    if name == "experience":
        assert got["verdict"] == ["learn_first", "learn_first", "squeeze"]
    elif name == "rehab":
        assert got["verdict"] == ["squeeze_gently", "squeeze", "squeeze"]
    elif name == "observed":
        assert [len(held) for held in got["corrections"]] == [1, int(kind == "fixed"), 0]
    else:
        assert got["ready"] == ([True, True, None] if kind == "unsigned" else [None, True, None])
        assert [problem is not None for problem in got["problem"]] == [kind == "large", False, False]


def test_python_integers_of_any_size(veterans: Rulebook) -> None:
    """An integer that no machine word holds is a wrong value, not a crash."""
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame({"family": ["thrust"] * 3, "years": pd.Series([2**70, 12, None], dtype=object)})
    found = recommend_frame(frame, ["ready"], rulebook=veterans, invalid="null")
    assert list(found["ready"].astype(object).where(found["ready"].notna(), None)) == [None, True, None]


@pytest.mark.parametrize("name", ["pandas", "pyarrow", "duckdb", "spark"])
def test_two_columns_of_one_name_are_refused(name: str) -> None:
    """Whether they are read or not, since one of them would vanish."""
    engine = next(engine for engine in ENGINES if engine.name == name)
    frame = _of(engine, family=("text", ["thrust"]), note=("text", ["a"]), note2=("text", ["b"]))
    twice = {
        "pandas": lambda: frame.set_axis(["family", "note", "note", "row"], axis=1),
        "pyarrow": lambda: frame.rename_columns(["family", "note", "note", "row"]),
        "duckdb": lambda: frame.project("family, note, note2 as note"),
        "spark": lambda: frame.withColumnRenamed("note2", "Note"),
    }[name]()
    with pytest.raises(InvalidInput, match="the frame has 2 columns `note`: rename them, or drop all but one"):
        recommend_frame(twice)


@pytest.mark.parametrize("engine", EAGER, ids=str)
def test_mistakes_are_counted_over_the_whole_frame(engine: Engine) -> None:
    """However many rows: each different value once, the most frequent first, with its first rows and their number."""
    level = ["beginer"] * 2_500 + ["expert"] + ["beginner"] * 10 + ["beginer"]
    given = _of(engine, exercise=("text", ["hip thrust"] * len(level)), experience=("text", level))
    with pytest.raises(InvalidInput) as error:
        recommend_frame(given)
    head, first, second, policy = error.value.problems
    assert head == "2,502 rows cannot be used"
    assert first.endswith("did you mean `beginner`? (rows 0, 1, 2 and 2,498 more)")
    assert second.startswith("`experience` cannot be `expert`: ")
    assert second.endswith("(row 2,500)")
    assert '`invalid="null"`' in policy


@every_engine
def test_a_log_has_other_exercises_too(engine: Engine) -> None:
    """What is no thrust and no hinge has no decision and says why; it is a mistake only where that is asked."""
    names = ["Hip Thrust (Barbell)", "Bench Press", "Romanian Deadlift", None]
    given = _of(engine, Exercise=("text", names), load=("text", ["heavy", None, "", None]))
    select = ["verdict", "family", "movement", "reading", "problem"]
    found = decided(engine, recommend_frame(given, select, profile="beginner"), select)
    assert [row["verdict"] for row in found] == ["learn_first", None, "no_squeeze", None]
    assert [row["family"] for row in found] == ["thrust", None, "hinge", None]
    assert [row["movement"] for row in found] == ["hip_thrust", None, "deadlift", None]
    assert [row["reading"] for row in found][::2] == ["thrust", "hinge"]
    assert [bool(row["problem"]) for row in found] == [False, True, False, True]
    with pytest.raises(InvalidInput, match=r'2 rows cannot be used(.|\n)*`unknown_exercise="null"`'):
        recommend_frame(given, select, unknown_exercise="raise")


@every_engine
def test_only_mistakes_that_are_errors_are_told(engine: Engine) -> None:
    """Rows without an exercise are not among them where they may be null."""
    names, level = ["hip thrust", "bench press", "hip thrust"], ["beginer", "expert", "beginner"]
    given = _of(engine, exercise=("text", names), experience=("text", level))
    with pytest.raises(InvalidInput) as error:
        recommend_frame(given)
    assert not any("bench press" in it for it in error.value.problems)
    assert sum("`experience` cannot be" in it for it in error.value.problems) == 2


@every_engine
def test_a_wrong_text_may_count_as_none(engine: Engine) -> None:
    """With `invalid="unknown"` its row has the decision of a row without it."""
    names = ["hip thrust"] * 3
    given = _of(engine, exercise=("text", names), experience=("text", ["beginer", None, "beginner"]))
    wrong, none, right = _verdicts(engine, given, invalid="unknown")
    assert wrong == none != right


def test_mistakes_of_all_partitions_are_added() -> None:
    """Their rows have numbers of the whole frame."""
    pytest.importorskip("dask.dataframe")
    engine = next(engine for engine in ENGINES if engine.name == "dask")
    given = _of(engine, exercise=("text", ["hip thrust"] * 4), experience=("text", ["beginer"] * 4))
    with pytest.raises(InvalidInput) as error:
        recommend_frame(given)
    assert error.value.problems[0] == "4 rows cannot be used"
    assert error.value.problems[1].endswith("(rows 0, 1, 2 and 1 more)")


def test_a_decision_column_has_its_type_though_no_row_has_a_decision() -> None:
    """In polars, pandas and Dask: texts are texts, and lists are lists of texts where the engine has them."""
    select = ["verdict", "cues"]
    polars = next(engine for engine in ENGINES if engine.name == "polars")
    found = recommend_frame(_of(polars, exercise=("text", ["bench press"])), select)
    assert [str(found.schema[name]) for name in select] == ["String", "List(String)"]
    pd = pytest.importorskip("pandas")
    pandas = next(engine for engine in ENGINES if engine.name == "pandas")
    found = recommend_frame(_of(pandas, exercise=("text", ["bench press"])), select)
    assert found["verdict"].dtype == pd.Series(["text"]).dtype
    pytest.importorskip("dask.dataframe")
    dask = next(engine for engine in ENGINES if engine.name == "dask")
    answer = recommend_frame(_of(dask, exercise=("text", ["bench press", "hip thrust"])), select)
    assert str(answer.dtypes["cues"]) == str(answer.compute()["cues"].dtype) == "list<item: string>[pyarrow]"


def test_a_list_of_categories_is_a_list_of_texts() -> None:
    """As polars reads it."""
    pl = pytest.importorskip("polars")
    polars = next(engine for engine in ENGINES if engine.name == "polars")
    seen = [["bar_rolls", "no_pause"], [], None]
    given = _of(polars, exercise=("text", ["hip thrust"] * 3), observed=("list", seen))
    plain = recommend_frame(given, ["corrections"])["corrections"].to_list()
    kind = pl.List(pl.Categorical)
    assert recommend_frame(given.cast({"observed": kind}), ["corrections"])["corrections"].to_list() == plain
    assert plain[0] != plain[1]


def test_every_mark_of_a_missing_cell_is_none_beside_other_kinds() -> None:
    """In a column of objects of pandas: its own marks, NaN and None; the rest is a text."""
    pd = pytest.importorskip("pandas")
    cells = [pd.NA, pd.NaT, float("nan"), None, "a", 3, True, {"b", "a"}]
    assert [_write_cell(cell, ";") for cell in cells] == [None, None, None, None, "a", "3", "true", "a;b"]


WIDE = Attribute("n", type="integer")
EDGES = (LOWEST, LOWEST + 1, -3, -1, 0, 1, 2, 3, HIGHEST - 1, HIGHEST, HIGHEST + 1, 2 * HIGHEST + 1)


@pytest.mark.parametrize("unsigned", [False, True])
@pytest.mark.parametrize("low", [None, (0, False), (2, False), (2, True), (decimal.Decimal("-2.5"), False)])
@pytest.mark.parametrize("high", [None, (3, False), (3, True), (0, False), (HIGHEST, True)])
def test_integers_are_compared_with_no_bound_that_none_exceeds(unsigned: bool, low: Any, high: Any) -> None:
    """They lie in the run if they lie in it as numbers; 64 bits without a sign hold more than an attribute allows."""
    pl = pytest.importorskip("polars")
    kind, least, most = (pl.UInt64, 0, 2 * HIGHEST + 1) if unsigned else (pl.Int64, LOWEST, HIGHEST)
    column = ColumnBinding(WIDE, "n", "number", dtype=nw.UInt64() if unsigned else nw.Int64())
    tests = list(_compare_integers(column, nw.col("n"), low, high))
    first = LOWEST if low is None else find_integer(low)
    last = HIGHEST if high is None else find_integer(high) - 1
    held = [value for value in EDGES if least <= value <= most]
    frame = nw.from_native(pl.DataFrame({"n": pl.Series(held, dtype=kind)}))
    found = [all(values) for values in frame.select(*(it.alias(str(n)) for n, it in enumerate(tests))).rows()]
    expected = [first <= value <= last for value in held]
    assert (found if len(found) == len(held) else found * len(held) or [True] * len(held)) == expected
    assert len(tests) == (1 if last < least else (first > least) + (last < most))


@every_engine
def test_columns_settle_what_a_name_leaves_open(engine: Engine) -> None:
    """Beside a name that is ambiguous or not understood, `movement` or `family` is believed."""
    given = _of(engine, exercise=("text", ["back extension", "wfxq zzkp"]), family=("text", ["hinge", "thrust"]))
    assert _verdicts(engine, given) == ["no_squeeze", "squeeze"]
