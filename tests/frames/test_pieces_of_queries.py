"""Names, texts and separators in queries and patterns, with any characters."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytest.importorskip("narwhals")

from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import recommend, recommend_frame
from squeezelogic.frames import codes, dispatch, eager, lazy
from squeezelogic.frames.columns import JOINER, MISSING
from squeezelogic.frames.engine import Column
from squeezelogic.testing.books import written
from tests.frames import test_columns, test_every_rule, test_odd_columns, test_ordered, test_problems
from tests.frames.asking import decided, shown
from tests.frames.engines import ENGINES, Engine

IN_MEMORY = [engine for engine in ENGINES if engine.name in ("polars", "polars lazy")]
POLARS = ENGINES[0]
SEPARATORS = {"polars": ".^*([|\\'", "polars lazy": "|"}


@pytest.mark.parametrize("engine", IN_MEMORY, ids=str)
def test_any_character_can_stand_between_elements(engine: Engine) -> None:
    """In columns that are read and in those that are written, whatever it means in a pattern."""
    seen = [["no_pause", "bar_rolls", "leans_back"], ["loose_core"], []]
    recs = [recommend({}, {"family": "thrust"}, observed=it) for it in seen]
    for separator in SEPARATORS[engine.name]:
        cells = [f" {separator}  ".join(it) for it in seen]
        frame = engine.frame({"family": ["thrust"] * 3, "observed": cells}, {"family": "text", "observed": "text"})
        select = ("verdict", "corrections")
        found = decided(engine, recommend_frame(frame, select, lists="text", separator=separator), select)
        expected = [shown(rec, select) for rec in recs]
        assert found == [
            {n: separator.join(cell) if isinstance(cell, tuple) else cell for n, cell in row.items()}
            for row in expected
        ]


@given(st.text(max_size=8))
def test_text_is_escaped_in_a_pattern_and_quoted_in_a_query(text: str) -> None:
    """It stands for itself; and a name or a text in SQL ends where it should."""
    if not set(text) & set("\n\r"):
        assert re.fullmatch(codes._escape_regex(text), text)
    assert lazy._quote_name(text)[1:-1].replace('""', '"') == text
    assert re.fullmatch('"(?:[^"]|"")*"', lazy._quote_name(text))
    assert re.fullmatch("'(?:[^']|'')*'", lazy._quote_text(text))
    assert lazy._quote_text(text)[1:-1].replace("''", "'") == text


class Relation:
    """A relation of DuckDB that notes what is asked of it."""

    def __init__(self) -> None:
        self.said: list[Any] = []
        self.columns = ["a", "b"]

    def project(self, words: str) -> Relation:
        """Columns."""
        self.said.append(words)
        return self

    def set_alias(self, name: str) -> Relation:
        """A name."""
        self.said.append(name)
        return self

    def join(self, other: Relation, on: str, how: str) -> Relation:
        """A join."""
        self.said += [*other.said[-1:], on, how]
        return self

    def fetchall(self) -> list[tuple[int, int]]:
        """Rows."""
        return [(1, 2), (3, 4)]


def test_a_relation_is_asked_for_what_is_meant() -> None:
    """Rows by column, the columns in order, every row with its decision, and lists in one after another."""
    duck = lazy.DuckDB()
    assert duck.rows(Relation()) == [{"a": 1, "b": 2}, {"a": 3, "b": 4}]
    kept = duck.kept(Relation(), ['a"b', "c"])
    assert kept.said == ['"a""b", "c"']
    joined = duck.joined(Relation(), Relation(), "it")
    on = f'rows."it" = decisions."{lazy.KEY}"'
    assert joined.said == ["rows", "decisions", on, "left", f'* exclude ("{lazy.KEY}")']
    parts = ["p", "q"]
    plain = duck.chained(Relation(), Column("s", 'a"b', "list", (0, 1)), parts)
    assert plain.said == ['*, "p" || "q" as "a""b"']
    texts = duck.chained(Relation(), Column("s", "n", "list", (0, 1), separator="'"), parts)
    whole = '"p" || "q"'
    assert texts.said == [
        f"*, case when {whole} is not null then array_to_string({whole}, '''') end as \"n\""
    ]  # fmt: skip
    once = duck.chained(Relation(), Column("s", "n", "list", (0, 1), overlapping=True), parts)
    assert once.said == [f'*, list_filter({whole}, lambda x, i: list_position({whole}, x) = i) as "n"']


@pytest.fixture
def by_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames of polars are read as those of Arrow and pandas: by dictionaries of their texts, lists as texts."""
    import narwhals as nw
    import polars as pl

    def make(frame: Any, container: Any, *, by_dictionary: bool) -> eager.Eager:
        assert not by_dictionary
        native = frame.to_native()
        lists = [name for name, kind in native.schema.items() if kind == pl.List]
        texts = {
            name: [
                None if it is None else "".join(JOINER + (MISSING if e is None else e) for e in it)
                for it in native[name]
            ]
            for name in lists
        }
        told = native.with_columns(*(pl.Series(name, it, dtype=pl.String) for name, it in texts.items()))
        return eager.Eager(nw.from_native(told), container, by_dictionary=True)

    monkeypatch.setattr(dispatch, "Eager", make)


@pytest.mark.usefixtures("by_dictionary")
@pytest.mark.parametrize("form", ["list", "text", "flags"])
def test_by_dictionary_every_rule_decides_as_alone(form: str) -> None:
    """The same rows, the same decisions."""
    test_every_rule.test_every_rule_decides_in_a_frame_what_it_decides_alone(POLARS, form)


@pytest.mark.usefixtures("by_dictionary")
@pytest.mark.parametrize(
    "test",
    [
        test_every_rule.test_yes_and_no_in_every_spelling_are_read,
        test_every_rule.test_what_every_row_has_is_added_to_what_its_cells_say,
        test_every_rule.test_a_wrong_element_makes_a_row_wrong_whatever_stands_beside_it,
        test_every_rule.test_of_facts_that_contradict_one_another_the_movement_is_believed,
        test_every_rule.test_a_column_settles_only_a_name_that_leaves_it_open,
        test_every_rule.test_columns_say_the_load_and_the_tempo_whatever_a_name_suggests,
        test_columns.test_booleans_may_be_written_out,
        test_columns.test_names_leave_room_for_what_columns_say,
        test_columns.test_wrong_values_are_told_with_their_rows,
        test_odd_columns.test_empty_cells_are_unknown,
        test_odd_columns.test_blanks_around_texts_do_no_harm,
        test_odd_columns.test_a_log_has_other_exercises_too,
        test_odd_columns.test_columns_settle_what_a_name_leaves_open,
        test_odd_columns.test_mistakes_are_counted_over_the_whole_frame,
        test_ordered.test_a_missing_fact_and_a_wrong_number_or_date_are_told,
        test_ordered.test_the_first_and_the_last_value_of_each_run_are_told_apart,
    ],
    ids=lambda test: test.__name__,
)  # fmt: skip
def test_by_dictionary_columns_say_the_same(test: Any) -> None:
    """Blanks, spellings, wrong values and empty cells are read alike."""
    test(POLARS)


@pytest.mark.usefixtures("by_dictionary")
def test_by_dictionary_a_conflict_is_met_too() -> None:
    """With the row that met it."""
    test_problems.test_a_row_that_the_rulebook_contradicts_itself_about_raises_though_a_cell_is_wrong(
        POLARS, ["loose_core", "knees"]
    )


@pytest.mark.parametrize("engine", IN_MEMORY, ids=str)
def test_more_values_than_one_chain_of_branches_takes_are_told_apart(engine: Engine) -> None:
    """Each of two hundred values of a column leads to its own."""
    many = [f"v{n}" for n in range(200)]
    base = {"strength": "firm", "summary": "say", "disclaimer": "say"}
    book = written("many", {
        "vocabulary.toml": {
            "attribute": {"family": {"of": "exercise", "values": ["thrust", "hinge"]}, "pick": {"values": many}},
            "slot": {"verdict": {"values": ["none", *many]}, "strength": {"values": ["firm"]},
                     "summary": {"type": "text"}, "disclaimer": {"type": "text"}},
        },
        "advice.toml": {"advice": {"say": {"text": "Go."}}},
        "base.toml": {"topic": "base", "levels": ["one", "last"], "rule": [
            *({"id": it, "level": "one", "when": {"pick": it}, "then": {"verdict": it}} for it in many),
            {"id": "none", "level": "last", "then": {**base, "verdict": "none"}},
        ]},
    })  # fmt: skip
    cells = [*reversed(many), None]
    frame = engine.frame({"family": ["hinge"] * 201, "pick": cells}, {"family": "text", "pick": "text"})
    found = decided(engine, recommend_frame(frame, ["verdict"], rulebook=book), ["verdict"])
    assert [row["verdict"] for row in found] == [*reversed(many), "none"]


def test_lazy_polars_joins_by_position_and_chains_lists() -> None:
    """Every row stays in its place, a key that is none gives null, and an element that comes twice is there once."""
    pl = pytest.importorskip("polars")
    dialect = lazy.Polars()
    kinds: dict[str, Any] = {
        lazy.KEY: "integer",
        "n": "integer",
        "l": "list",
        "t": "text",
        "f": "number",
        "b": "boolean",
    }
    for keys in ([0, 1, 2], [7, 5, 3], [4]):
        rows = range(len(keys))
        table = dialect.table(
            None,
            {lazy.KEY: keys, "n": [*rows], "l": [(f"e{n}",) for n in rows], "t": [f"t{n}" for n in rows],
             "f": [n / 2 for n in rows], "b": [n == 1 for n in rows]},
            kinds,
        )  # fmt: skip
        assert table.schema == {
            lazy.KEY: pl.Int64, "n": pl.Int64, "l": pl.List(pl.String), "t": pl.String, "f": pl.Float64, "b": pl.Boolean
        }  # fmt: skip
        asked = [keys[-1], None, keys[0], keys[0]]
        frame = pl.DataFrame({"key": asked, "own": ["w", "x", "y", "z"]}, schema_overrides={"key": pl.Int64}).lazy()
        found = dialect.rows(dialect.joined(frame, table, "key"))
        assert [row["own"] for row in found] == ["w", "x", "y", "z"]
        places = [keys.index(key) if key is not None else None for key in asked]
        assert [row["n"] for row in found] == places
        assert [row["t"] for row in found] == [None if it is None else f"t{it}" for it in places]
        assert [row["l"] for row in found] == [None if it is None else [f"e{it}"] for it in places]
        assert lazy.KEY not in found[0]
    lists = pl.DataFrame({"p": [["a", "b"], [], None], "q": [["b", "c"], ["d"], ["e"]]}).lazy()
    for overlapping, separator, whole in (
        (True, None, [["a", "b", "c"], ["d"], None]), (False, None, [["a", "b", "b", "c"], ["d"], None]),
        (True, ";", ["a;b;c", "d", None]),
    ):  # fmt: skip
        column = Column("s", "all", "list", (0, 1), overlapping=overlapping, separator=separator)
        found = dialect.rows(dialect.kept(dialect.chained(lists, column, ["p", "q"]), ["all", "q"]))
        assert [row["all"] for row in found] == whole
        assert list(found[0]) == ["all", "q"]
