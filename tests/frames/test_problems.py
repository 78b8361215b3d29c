"""The report of unusable rows, parsed: every kind and every row is counted once."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytest.importorskip("narwhals")

from hypothesis import example, given
from hypothesis import strategies as st

from squeezelogic import ConflictError, InvalidInput, recommend_frame
from squeezelogic.frames.engine import FIRST
from squeezelogic.frames.problems import INVALID, MOST_PROBLEMS, UNKNOWN_EXERCISE, Mistake, refuse_rows
from squeezelogic.testing.books import written
from tests.frames.engines import Engine, every_engine


@st.composite
def mistakes(draw: st.DrawFn) -> Mistake:
    """A mistake, with the places of the first rows that have it, or without where rows have no order."""
    count = draw(st.integers(1, 5_000))
    first = sorted(draw(st.sets(st.integers(0, 9_999), min_size=min(count, FIRST), max_size=min(count, FIRST))))
    return Mistake(count, tuple(first) if draw(st.booleans()) else (), draw(st.booleans()))


def number(text: str) -> int:
    """A number with commas."""
    return int(text.replace(",", ""))


@example([Mistake(1, (place,)) for place in range(MOST_PROBLEMS)], True, True)
@example([Mistake(1, (place,)) for place in range(MOST_PROBLEMS + 1)], True, True)
@given(st.integers(0, 30).flatmap(lambda n: st.lists(mistakes(), min_size=n, max_size=n)), st.booleans(), st.booleans())
def test_every_kind_of_mistake_and_every_row_is_counted(found: list[Mistake], values: bool, names: bool) -> None:
    """The most frequent kinds first, each with its rows; the rest in numbers; and how to go on all the same."""
    named = {f"kind{place}": each for place, each in enumerate(found)}
    head, *lines = refuse_rows(7, named, values=values, names=names).problems
    assert head == "7 rows cannot be used"
    advice = [line for line in lines if line.startswith("to go on all the same: ")]
    shown = [line for line in lines if line.startswith("kind")]
    assert len(shown) == min(len(found), MOST_PROBLEMS)
    counts = []
    for line in shown:
        kind, rows = re.fullmatch(r"(kind\d+) \((.*)\)", line).groups()  # type: ignore[union-attr]
        mistake = named.pop(kind)
        if mistake.first:
            places, _, more = rows.removeprefix("rows ").removeprefix("row ").partition(" and ")
            listed = [number(it) for it in places.split(", ")]
            assert tuple(listed) == mistake.first
            assert len(listed) + (number(more.split()[0]) if more else 0) == mistake.count
        else:
            assert number(rows.split()[0]) == mistake.count
        counts.append(mistake.count)
    assert counts == sorted(counts, reverse=True)
    assert all(it.count <= counts[-1] for it in named.values())
    rest = [line for line in lines if line.startswith("… and ")]
    assert bool(rest) is bool(named)
    if rest:
        kinds, rows_ = re.fullmatch(
            r"… and ([\d,]+) more mistakes of other kinds \(in ([\d,]+) rows\)", rest[0]
        ).groups()  # type: ignore[union-attr]
        assert (number(kinds), number(rows_)) == (len(named), sum(it.count for it in named.values()))
    expected = [INVALID] * (values and any(not it.nameless for it in found))
    expected += [UNKNOWN_EXERCISE] * (names and any(it.nameless for it in found))
    assert advice == [f"to go on all the same: {it}" for it in expected]


@given(mistakes(), mistakes(), st.integers(0, 100))
def test_mistakes_of_two_parts_of_a_frame_add_up(one: Mistake, other: Mistake, before: int) -> None:
    """Their rows together, those of the second part where they stand in the whole."""
    both = one + other.moved(before)
    assert both.nameless == one.nameless
    assert both.count == one.count + other.count
    assert both.first == tuple(sorted({*one.first, *(row + before for row in other.first)})[:FIRST])


def test_of_mistakes_as_frequent_the_one_that_comes_first_is_told_first() -> None:
    """Then by name; the more frequent before all."""
    found = {"b": Mistake(2, (5, 7)), "z": Mistake(2, (2, 9)), "a": Mistake(1, (0,)), "d": Mistake(2), "c": Mistake(2)}
    _, *lines = refuse_rows(9, found, values=False, names=False).problems
    assert lines == ["c (2 rows)", "d (2 rows)", "z (rows 2, 9)", "b (rows 5, 7)", "a (row 0)"]
    assert refuse_rows(1, {"x": Mistake(1)}, values=False, names=False).problems == (
        "1 row cannot be used",
        "x (1 row)",
    )
    many = {"x": Mistake(12_345, (1_000, 2_000, 3_000))}
    assert refuse_rows(12_345, many, values=False, names=False).problems == (
        "12,345 rows cannot be used", "x (rows 1,000, 2,000, 3,000 and 12,342 more)"
    )  # fmt: skip


@every_engine
def test_only_what_is_an_error_is_told(engine: Engine) -> None:
    """Of rows without an exercise, and of wrong values, also of those that contradict one another."""
    cells: dict[str, list[Any]] = {
        "family": ["thrust", None, "hinge", "squat"],
        "sky": ["rain", "rain", "clear", None],
        "wet": ["false", "true", "perhaps", None],
    }
    frame = engine.frame(cells, dict.fromkeys(cells, "text"))
    attributes = {
        "wet": {"type": "boolean"}, "sky": {"values": ["clear", "rain"], "implies": {"rain": {"wet": True}}}
    }  # fmt: skip
    words = TORN["vocabulary.toml"]
    book = written("tied", {**TORN, "vocabulary.toml": {**words, "attribute": {**words["attribute"], **attributes}}})
    wrong = {"`wet` cannot be `false`", "`wet` cannot be `perhaps`", "`family` cannot be `squat`"}
    nameless = {"no exercise, movement or family is given, so it is not known what is lifted"}
    told: dict[tuple[Any, Any], set[str]] = {
        ("raise", "raise"): wrong | nameless, ("raise", "null"): wrong, ("null", "raise"): nameless
    }  # fmt: skip
    for (invalid, unknown), problems in told.items():
        with pytest.raises(InvalidInput) as error:
            engine.told(
                recommend_frame(frame, ["strength"], rulebook=book, invalid=invalid, unknown_exercise=unknown)
            )  # fmt: skip
        head, *lines = error.value.problems
        said = {line.split(":")[0].split(" (")[0] for line in lines if not line.startswith("to go on")}
        assert said == problems
        assert head.startswith(f"{len(problems)} row")
        ways = [line.partition("`")[2].partition("=")[0] for line in lines if line.startswith("to go on")]
        assert ways == ["invalid"] * (invalid == "raise") + ["unknown_exercise"] * (unknown == "raise")
    rows = engine.told(recommend_frame(frame, ["strength"], rulebook=book, invalid="null"))
    assert [row["strength"] for row in rows] == [None] * 4


TORN: dict[str, Any] = {
    "vocabulary.toml": {
        "attribute": {
            "family": {"of": "exercise", "values": ["thrust", "hinge"]},
            "observed": {"of": "observed", "type": "set", "values": ["loose_core", "no_pause"]},
        },
        "slot": {
            "verdict": {"values": ["go", "stop"]},
            "strength": {"values": ["firm"]},
            **{name: {"type": "text"} for name in ("summary", "disclaimer")},
        },
    },
    "advice.toml": {"advice": {"say": {"text": "Go."}}},
    "base.toml": {
        "topic": "base",
        "rule": [
            {"id": "all", "then": {"strength": "firm", "summary": "say", "disclaimer": "say", "verdict": "go"}},
            {"id": "torn", "when": {"observed": "loose_core"}, "then": {"verdict": "stop"}},
        ],
    },
}


@every_engine
@pytest.mark.parametrize(
    "seen", [["loose_core"], ["loose_core", "knees"], ["knees", "loose_core", "no_pause"]], ids=len
)
def test_a_row_that_the_rulebook_contradicts_itself_about_raises_though_a_cell_is_wrong(
    engine: Engine, seen: list[str]
) -> None:
    """Where wrong elements count as unknown, the right ones beside them still lead to the conflict, and to its row."""
    frame = engine.frame(
        {"family": ["thrust"] * 3, "observed": [["no_pause"], ["knees"], seen]}, {"family": "text", "observed": "list"}
    )
    with pytest.raises(ConflictError) as caught:
        engine.told(recommend_frame(frame, ["verdict"], rulebook=written("torn", TORN), invalid="unknown"))
    if not engine.lazy:
        assert caught.value.__notes__ == ["first met in row 2; so it is in 1 row in all"]
