"""The queries for engines that need not be installed, recorded with stubs."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("narwhals")

import narwhals as nw

from squeezelogic import InvalidInput, recommend_frame
from squeezelogic.frames import arrow, dispatch, lazy
from squeezelogic.frames.engine import Column
from squeezelogic.frames.problems import Mistake
from tests.frames.test_options import asked

KINDS: dict[str, Any] = {"a": "text", "b": "number", "c": "integer", "d": "boolean", "e": "list"}
CELLS: dict[str, Any] = {"a": ["x"], "b": [1.5], "c": [2], "d": [True], "e": [("y",)]}


class Expression(str):
    """An expression in words."""

    __slots__ = ()

    def isNull(self) -> Expression:  # noqa: N802 - Spark's name
        """Whether it is null."""
        return Expression(f"null({self})")

    def __or__(self, other: str) -> Expression:
        return Expression(f"({self} or {other})")

    def __invert__(self) -> Expression:
        return Expression(f"not {self}")


class Frame:
    """A frame of Spark that notes what is asked of it."""

    def __init__(self) -> None:
        self.said: list[Any] = []
        self.sparkSession = SimpleNamespace(createDataFrame=lambda rows, schema: (rows, schema))

    def __getitem__(self, name: str) -> str:
        return name

    def select(self, *names: str) -> list[str]:
        """Columns."""
        return list(names)

    def join(self, table: Any, on: Any, how: str) -> Frame:
        """A join."""
        self.said += [on, how]
        return self

    def drop(self, name: str) -> Frame:
        """Without a column."""
        self.said.append(f"drop {name}")
        return self

    def withColumn(self, name: str, words: str) -> tuple[str, str]:  # noqa: N802 - Spark's name
        """With a column."""
        return name, words

    def collect(self) -> list[Any]:
        """Rows."""
        return [SimpleNamespace(asDict=lambda: {"a": 1})]


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch) -> lazy.Spark:
    """The dialect, with stand-ins for Spark's functions."""
    functions: Any = ModuleType("pyspark.sql.functions")
    functions.broadcast = lambda frame: ("broadcast", frame)
    functions.col = Expression
    functions.concat = lambda *parts: Expression(f"concat({', '.join(parts)})")
    functions.array_distinct = lambda whole: Expression(f"distinct({whole})")
    functions.concat_ws = lambda separator, whole: Expression(f"joined({separator}, {whole})")
    functions.when = lambda test, value: Expression(f"{value} if {test}")
    for name in ("pyspark", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "pyspark.sql.functions", functions)
    return lazy.Spark()


def test_spark_is_asked_for_what_is_meant(spark: lazy.Spark) -> None:
    """A small table of the right types for every worker, every row with its decision, columns by any name."""
    schema = "`a` string, `b` double, `c` bigint, `d` boolean, `e` array<string>"
    assert spark.table(Frame(), CELLS, KINDS) == ("broadcast", ([("x", 1.5, 2, True, ("y",))], schema))
    frame = Frame()
    spark.joined(frame, {lazy.KEY: "it"}, "it")
    assert frame.said == [True, "left", f"drop {lazy.KEY}"]
    assert spark.kept(Frame(), ["a", "b`c"]) == ["`a`", "`b``c`"]
    assert spark.rows(Frame()) == [{"a": 1}]
    parts = ["p", "q"]
    whole = "concat(`p`, `q`)"
    assert spark.chained(Frame(), Column("s", "n", "list", (0, 1)), parts) == ("n", whole)
    once = Column("s", "n", "list", (0, 1), overlapping=True, separator=";")
    assert spark.chained(Frame(), once, parts) == (
        "n", f"joined(;, distinct({whole})) if not (null(`p`) or null(`q`))"
    )  # fmt: skip


def test_duckdb_finds_a_small_table_by_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the connection of the frame, while it is there."""
    monkeypatch.setattr(lazy, "arrow_table", lambda columns, kinds: (columns, kinds))

    class Connection:
        """A relation's connection."""

        def query(self, name: str, words: str) -> Any:
            """What the query finds."""
            assert name == "squeezelogic_rows"
            return sys._getframe(1).f_locals[words.removeprefix("select * from ")]

    assert lazy.DuckDB().table(Connection(), CELLS, KINDS) == (CELLS, KINDS)
    assert (lazy.DuckDB.stripping, lazy.Spark.stripping, lazy.Polars.stripping) == ("last", "last", "always")


class Invalid(Exception):
    """What Arrow raises."""


@pytest.fixture
def pyarrow(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A stand-in for Arrow that notes types and refuses mixed cells."""

    def array(cells: Any, kind: Any = None, *, from_pandas: bool = False) -> Any:
        if from_pandas and len({type(cell) for cell in cells}) > 1:
            raise Invalid
        return (list(cells), kind, from_pandas)

    found: Any = ModuleType("pyarrow")
    for name in ("string", "float64", "int64", "bool_"):
        setattr(found, name, lambda name=name: name)
    found.list_ = lambda inner: f"list of {inner}"
    found.array, found.table, found.nulls = array, lambda columns: columns, lambda count: ("nulls", count)
    found.ArrowInvalid = found.ArrowTypeError = found.ArrowNotImplementedError = Invalid
    monkeypatch.setitem(sys.modules, "pyarrow", found)
    return found


@pytest.mark.usefixtures("pyarrow")
def test_a_table_of_arrow_has_the_types_that_it_is_said_to_have() -> None:
    """A column each, and cells in order."""
    types = ["string", "float64", "int64", "bool_", "list of string"]
    assert list(arrow.arrow_table(CELLS, KINDS).values()) == [
        (cells, kind, False) for cells, kind in zip(CELLS.values(), types, strict=True)
    ]


@pytest.mark.usefixtures("pyarrow")
def test_columns_of_many_kinds_become_texts() -> None:
    """Those of one kind stay as they are; a frame of which nothing is read keeps its length."""
    frame = {"one": ["a", "b"], "two": [{"y", "x"}, "z"], "three": [None, "b"]}
    assert arrow.as_arrow(frame, ["two", "one"], ";") == {
        "two": (["x;y", "z"], "string", False), "one": (["a", "b"], None, True)
    }  # fmt: skip
    assert arrow.as_arrow(frame, [], ";") == {"none": ("nulls", 3)}


def test_a_missing_pyarrow_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """With how to get it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    said = "frames of pandas, Dask and DuckDB need pyarrow besides: `pip install pyarrow`"
    with pytest.raises(ImportError, match=said):
        arrow.arrow_table({}, {})
    with pytest.raises(ImportError, match=said):
        arrow.as_arrow({}, [], ",")


def test_a_missing_narwhals_is_said_and_any_other_missing_module_is_its_own_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With how to get it."""
    for name in list(sys.modules):
        if name.startswith("squeezelogic.frames.") and name != "squeezelogic.frames.frame":
            monkeypatch.delitem(sys.modules, name)
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "narwhals", None)
        with pytest.raises(ImportError, match=r"^`recommend_frame` needs narwhals: `pip install narwhals`$"):
            recommend_frame({})
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "attrs", None)
        with pytest.raises(ModuleNotFoundError, match="attrs"):
            recommend_frame({})


@pytest.fixture(autouse=True)
def _same_modules() -> Any:
    """Whatever was imported anew is forgotten."""
    before = {name: module for name, module in sys.modules.items() if name.startswith("squeezelogic.frames")}
    yield
    for name in [name for name in sys.modules if name.startswith("squeezelogic.frames") and name not in before]:
        del sys.modules[name]
    sys.modules.update(before)
    package = importlib.import_module("squeezelogic.frames")
    for name, module in before.items():
        if name.count(".") == 2:
            setattr(package, name.rpartition(".")[2], module)


@pytest.mark.parametrize(("setting", "ignored"), [("true", False), ("True", False), ("false", True), (None, True)])
def test_spark_says_whether_case_counts(monkeypatch: pytest.MonkeyPatch, setting: Any, ignored: bool) -> None:
    """DuckDB never lets it count; engines in memory always do."""
    frame = SimpleNamespace(sparkSession=SimpleNamespace(conf={"spark.sql.caseSensitive": setting}), columns=["a", "A"])
    assert not dispatch._ignores_case(frame)
    assert dispatch._list_names(frame) is None
    with monkeypatch.context() as patch:
        patch.setattr(nw.dependencies, "is_pyspark_dataframe", lambda it: it is frame)
        assert dispatch._ignores_case(frame) is ignored
        assert dispatch._list_names(frame) == ["a", "A"]
    monkeypatch.setattr(nw.dependencies, "is_duckdb_relation", lambda it: it is frame)
    assert dispatch._ignores_case(frame)
    assert dispatch._list_names(frame) == ["a", "A"]


def test_mistakes_of_all_partitions_are_told_with_their_rows_in_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same mistake of two partitions once; nothing where there is none."""
    dask: Any = ModuleType("dask")
    dask.delayed = lambda function: lambda *arguments: (function, arguments)
    dask.compute = lambda *calls: tuple(function(*arguments) for function, arguments in calls)
    monkeypatch.setitem(sys.modules, "dask", dask)
    last = {"odd": Mistake(1, (0,)), "bad": Mistake(2, (1, 6))}
    parts: list[Any] = [(10, 2, {"odd": Mistake(2, (3, 4))}), (5, 0, {}), (7, 3, last)]
    monkeypatch.setattr(dispatch, "_find_mistakes", lambda part, options, located: part)

    class Partitions:
        """A frame of Dask."""

        def __init__(self, parts: list[Any]) -> None:
            self.parts = parts

        def __getitem__(self, names: list[str]) -> Partitions:
            assert names == ["a", "b"]
            return self

        def to_delayed(self) -> list[Any]:
            """Its partitions."""
            return self.parts

    located: Any = {"goal": "a", "exercise": "b", "load": None}
    with pytest.raises(InvalidInput) as error:
        dispatch._check_partitions(Partitions(parts), asked(), located)
    head, first, second, *_ = error.value.problems
    assert head == "5 rows cannot be used"
    assert (first, second) == ("odd (rows 3, 4, 15)", "bad (rows 16, 21)")
    dispatch._check_partitions(Partitions(parts[1:2]), asked(), located)
