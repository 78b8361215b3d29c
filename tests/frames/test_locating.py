"""The columns of each attribute, their format, and the meaning of each kind of cell."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

pytest.importorskip("narwhals")

import narwhals as nw
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import InvalidInput, Rulebook
from squeezelogic.coaching.values import FAMILY_OF
from squeezelogic.frames import columns
from squeezelogic.frames.columns import BLANKS, JOINER, MISSING, ColumnBinding, list_attributes, normalize_name
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Vocabulary
from squeezelogic.testing.books import written

WORDS = list_attributes(Rulebook.default())
ENUM, YES = Attribute("choice", values=("a", "b")), Attribute("yes", type="boolean")
WHOLE, NUMBER = Attribute("whole", type="integer"), Attribute("number", type="number")
DAY, BAG = Attribute("day", type="date"), Attribute("bag", type="set", values=("x", "y", "z"))
ATTRIBUTES = (ENUM, YES, WHOLE, NUMBER, DAY, BAG)


def located(names: list[Any], where: Any = None, *, ignore_case: bool = False) -> dict[str, Any]:
    """The columns that give attributes."""
    return columns.locate_columns(names, WORDS, where or {}, ignore_case=ignore_case)


def refused(names: list[Any], where: Any = None, *, ignore_case: bool = False) -> tuple[str, ...]:
    """What is wrong with the columns."""
    with pytest.raises(InvalidInput) as error:
        located(names, where, ignore_case=ignore_case)
    return error.value.problems


@given(st.sampled_from([*WORDS.attributes, "exercise"]), st.data())
def test_a_column_is_found_however_its_name_is_spaced_and_capitalised(name: str, data: st.DataObject) -> None:
    """Blanks, hyphens, underscores and case do not count; other letters do."""
    letters = [data.draw(st.sampled_from([it.lower(), it.upper()])) for it in name if it != "_"]
    gap = st.sampled_from(["", "_", "-", *BLANKS])
    column = "".join(data.draw(gap) + letter for letter in letters) + data.draw(gap)
    assert located([column, "kg"]) == {name: column}
    assert normalize_name(column) == name.replace("_", "")
    assert located([f"{column}x{column}"]) == {}


def test_columns_that_are_named_are_taken_and_no_others_for_the_same() -> None:
    """A set may have one for each element; None means that no column gives the attribute."""
    assert located(["goal", "aim"], {"goal": "aim"}) == {"goal": "aim"}
    assert located(["goal"], {"goal": None}) == {"goal": None}
    where = {"observed": {"no_pause": "p", "bar_rolls": "r"}}
    assert located(["p", "r", "observed"], where) == where
    assert located(["Goal"], {"goal": "Goal"}) == {"goal": "Goal"}
    assert located(["Aim"], {"goal": "aim"}, ignore_case=True) == {"goal": "Aim"}
    assert located([3, None, ("goal",), "goal"]) == {"goal": "goal"}
    assert columns.list_columns({"a": "x", "b": {"c": "y", "d": "x"}, "e": None, "f": "z"}) == ["x", "y", "z"]


def test_what_is_wrong_with_named_columns_is_said_all_at_once() -> None:
    """What is no attribute, no element, no set, and not there."""
    where = {"gaol": "a", "goal": {"strength": "a"}, "observed": {"knees": "a", "no_pause": "b"}, "load": "lod",
             "exercise": {"x": "a"}}  # fmt: skip
    assert refused(["a", "load"], where) == (
        "`columns` names `gaol`: did you mean `goal`?",
        "`goal` is no set, so it has one column, not one for each of its values",
        "`observed` cannot hold `knees`: did you mean `knees_cave`?",
        "`exercise` is no set, so it has one column, not one for each of its values",
        "the frame has no column `lod` for `load`: did you mean `load`?",
        "the frame has no column `b` for `observed`: choose from `a`, `load`",
    )
    assert refused(["Aim"], {"goal": "aim"}) == ("the frame has no column `aim` for `goal`: did you mean `Aim`?",)
    assert refused(["a"], {"exercize": "a"}) == ("`columns` names `exercize`: did you mean `exercise`?",)
    with pytest.raises(InvalidInput, match="`columns` maps attributes to columns"):
        located(["goal"], ["goal"])


def test_columns_that_might_be_meant_are_refused_with_what_to_say() -> None:
    """Two that could both be meant, and one that is misspelt, unless it is said what it gives."""
    assert refused(["back pain", "Back_Pain"]) == (
        "columns `back pain` and `Back_Pain` could both give `back_pain`: say which, "
        "`columns={'back_pain': 'back pain'}`",
    )
    assert refused(["experiance"]) == (
        "column `experiance` is like `experience`, but not the same: say which column gives it, "
        "`columns={'experience': 'experiance'}`, or that none does, `columns={'experience': None}`",
    )
    assert located(["experiance"], {"experience": None}) == {"experience": None}
    assert located(["experiance", "experience"]) == {"experience": "experience"}
    assert located(["experiance"], {"goal": "experiance"}) == {"goal": "experiance"}
    assert located(["experience years", "kg", "tempos x"]) == {}


@pytest.mark.parametrize(
    ("text", "name", "alike"),
    [
        ("experiance", "experience", True), ("experince", "experience", True), ("experiencees", "experience", False),
        ("goals", "goal", True), ("gaol", "goal", False), ("tempi", "tempo", False), ("Exer-cice", "exercise", True),
        ("lead", "load", False), ("experiences", "experience", True),
    ],
)  # fmt: skip
def test_a_misspelling_has_nearly_all_letters_and_at_most_one_more_or_less(text: str, name: str, alike: bool) -> None:
    """Short words with one other letter are other words."""
    assert columns._is_misspelt(text, name) is alike


DTYPES: list[Any] = [
    nw.String(), nw.Categorical(), nw.Enum(["a"]), nw.Boolean(), nw.Int64(), nw.UInt8(), nw.Float64(), nw.Float32(),
    nw.Decimal(), nw.Date(), nw.Datetime("us"), nw.Datetime("us", "UTC"), nw.List(nw.String()),
    nw.List(nw.Categorical()), nw.List(nw.Int64()), nw.Array(nw.String(), 2), nw.Array(nw.Int64(), 2), nw.Duration(),
]  # fmt: skip


def expected_form(attribute: Attribute, dtype: Any) -> str | None:
    """The form in which a column of a type gives an attribute, as the documentation lists them."""
    kind = attribute.type
    if isinstance(dtype, (nw.String, nw.Categorical, nw.Enum)):
        return "separated" if kind == "set" else "text"
    if isinstance(dtype, (nw.List, nw.Array)):
        return "list" if kind == "set" and not isinstance(dtype.inner, nw.Int64) else None
    if isinstance(dtype, nw.Datetime):
        return "datetime" if kind == "date" and dtype.time_zone is None else None
    if isinstance(dtype, nw.Date):
        return "date" if kind == "date" else None
    if isinstance(dtype, nw.Boolean):
        return "boolean" if kind == "boolean" else None
    return "number" if kind in ("boolean", "integer", "number") and dtype.is_numeric() else None


@pytest.mark.parametrize("attribute", ATTRIBUTES, ids=lambda it: it.type)
def test_a_column_of_each_type_gives_what_it_can_hold(attribute: Attribute) -> None:
    """Every type with every kind of attribute; a wrong type with values is refused with what is wanted."""
    wanted = {"enum": "text", "boolean": "booleans, text or 0 and 1", "set": "lists or text",
              "date": "dates without a time, or text such as 2026-05-31"}.get(attribute.type, "numbers")  # fmt: skip
    words = Vocabulary(FrozenMap({attribute.name: attribute}), FrozenMap())
    for dtype in DTYPES:
        form = expected_form(attribute, dtype)
        options: Any = {"separator": ";", "defaults": {}, "has_values": lambda name: name == "c"}
        if form is not None:
            (one,) = columns.find_bindings({"c": dtype}, words, {attribute.name: "c"}, **options)
            assert (one.form, one.column, one.separator, one.default) == (form, "c", ";", attribute.blank), dtype
            assert one.read == ("c",)
            as_text = isinstance(dtype, (nw.Categorical, nw.Enum))
            assert one.dtype == (nw.String() if as_text else one.cast or dtype)
            assert one.nan is one.dtype.is_float()
            if dtype.is_numeric():
                assert (one.cast == nw.Float64()) is (
                    isinstance(dtype, nw.Decimal) or (attribute is NUMBER and isinstance(dtype, nw.Float32))
                )
            continue
        (nothing,) = columns.find_bindings({"d": dtype}, words, {attribute.name: "d"}, **options)
        assert (nothing.form, nothing.read) == ("constant", ())
        with pytest.raises(InvalidInput) as error:
            columns.find_bindings({"c": dtype}, words, {attribute.name: "c"}, **options)
        assert error.value.problems == (
            f"column `c` holds `{dtype}`, but `{attribute.name}` is given as {wanted}; if it is something else, say "
            f"so: `columns={{{attribute.name!r}: None}}`",
        )


def test_bindings_have_their_defaults_and_flags() -> None:
    """A default without a column is a constant; without both, nothing is given."""
    words = Vocabulary(FrozenMap({it.name: it for it in (ENUM, YES, BAG)}), FrozenMap())
    options: Any = {"separator": ",", "has_values": lambda name: False}
    choice, yes, bag = columns.find_bindings(
        {"c": nw.String(), "f": nw.Boolean(), "g": nw.Int64(), "h": nw.Date()}, words,
        {"choice": "c", "bag": {"x": "f", "y": "g", "z": "h"}},
        defaults={"choice": "b", "yes": True, "bag": frozenset("x")}, **options,
    )  # fmt: skip
    assert (choice.form, choice.default) == ("text", "b")
    assert (yes.form, yes.default, yes.read) == ("constant", True, ())
    assert (bag.form, bag.default, bag.read, bag.elements) == ("flags", frozenset("x"), ("f", "g"), frozenset("x"))
    assert [flag.form for flag in bag.flags.values()] == ["boolean", "number", "constant"]
    assert columns.find_bindings({}, words, {}, defaults={}, **options) == ()


CELLS: list[tuple[Attribute, str, Any, Any]] = [
    (ENUM, "text", " a\u00a0", "a"), (ENUM, "text", "", None), (ENUM, "text", None, None), (ENUM, "text", " ", None),
    (ENUM, "text", float("nan"), None), (ENUM, "text", "c", "c"), (ENUM, "constant", "a", None),
    *[(YES, "text", text, True) for text in ("true", "True", "TRUE", "1", "1.0", " 1 ")],
    *[(YES, "text", text, False) for text in ("false", "False", "FALSE", "0", "0.0", "0.0 ")],
    (YES, "text", "yes", "yes"), (YES, "text", "tRUE", "tRUE"), (YES, "number", 1, True), (YES, "number", 0.0, False),
    (YES, "number", Decimal(1), True), (YES, "number", 2, 2), (YES, "boolean", False, False),
    (WHOLE, "text", "12", 12), (WHOLE, "text", "-12,0", -12), (WHOLE, "text", "12.", 12),
    (WHOLE, "text", "12.5", "12.5"),
    (WHOLE, "text", "9" * 18, int("9" * 18)), (WHOLE, "text", "9" * 19, "9" * 19), (WHOLE, "text", "ten", "ten"),
    (WHOLE, "number", 3.0, 3), (WHOLE, "number", 3.5, 3.5), (WHOLE, "number", Decimal("4.0"), 4),
    (WHOLE, "number", 5, 5),
    (NUMBER, "text", "-1.5", -1.5), (NUMBER, "text", "1e3", 1000.0), (NUMBER, "text", "1,5", "1,5"),
    (NUMBER, "text", "1e100", "1e100"), (NUMBER, "number", Decimal("1.5"), 1.5), (NUMBER, "number", 2, 2),
    (DAY, "text", "2026-05-31", "2026-05-31"), (DAY, "date", datetime.date(2026, 5, 31), datetime.date(2026, 5, 31)),
    (DAY, "datetime", datetime.datetime(2026, 5, 31), datetime.date(2026, 5, 31)),
    (DAY, "datetime", datetime.datetime(2026, 5, 31, 0, 1), datetime.datetime(2026, 5, 31, 0, 1)),
    (DAY, "datetime", datetime.datetime(2026, 5, 31, tzinfo=datetime.UTC),
     datetime.datetime(2026, 5, 31, tzinfo=datetime.UTC)),
    (BAG, "separated", " x ;y", ["x", "y"]), (BAG, "separated", "x,y", ["x,y"]), (BAG, "separated", " ", None),
    (BAG, "list", ["x", None], ["x", None]), (BAG, "list", [], []), (BAG, "list", ("y",), ["y"]),
    (BAG, "list", f"{JOINER}x{JOINER}{MISSING}{JOINER}z", ["x", None, "z"]), (BAG, "list", "", None),
]  # fmt: skip


def test_each_kind_of_cell_says_what_it_says() -> None:
    """What can be read is read; what cannot is handed on as it is."""
    for attribute, form, cell, value in CELLS:
        one: Any = form
        found = ColumnBinding(attribute, "c", one, separator=";").value({"c": cell, "d": "other"})
        assert (found, type(found)) == (value, type(value)), (attribute.type, form, cell)


def test_flags_say_which_elements_are_there_and_what_is_no_flag() -> None:
    """An empty flag says nothing; anything but true and false is wrong."""
    one = Attribute("bag", type="boolean")
    flags = {name: ColumnBinding(one, column, "boolean") for name, column in zip("xyz", "abc", strict=True)}
    bag = ColumnBinding(BAG, form="flags", flags=FrozenMap(flags))
    assert bag.value({"a": True, "b": False, "c": None}) == ["x"]
    assert bag.value({"a": None, "b": True, "c": True}) == ["y", "z"]
    assert bag.value({"a": "perhaps", "b": True, "c": None}) == ["perhaps", "y"]
    assert bag.read == ("a", "b", "c")


def test_what_a_cell_says_is_completed_by_the_default() -> None:
    """Elements are added; any other default holds where a cell says nothing."""
    bag = ColumnBinding(BAG, "c", default=frozenset("x"))
    assert bag.complete(frozenset("yz")) == frozenset("xyz")
    assert bag.complete(frozenset()) == frozenset("x")
    assert ColumnBinding(BAG, "c").complete(frozenset("y")) == frozenset("y")
    choice = ColumnBinding(ENUM, "c", default="b")
    assert (choice.complete(UNKNOWN), choice.complete("a")) == ("b", "a")
    assert (choice.elements, ColumnBinding(ENUM).complete(UNKNOWN)) == (frozenset(), UNKNOWN)
    assert ColumnBinding(YES, default=True).complete(False) is False


def test_a_number_is_a_float_or_an_integer_by_its_column() -> None:
    """A text by its attribute; and only a column without a sign has none."""
    assert [ColumnBinding(it, "c", "text").is_float for it in (NUMBER, WHOLE)] == [True, False]
    assert [ColumnBinding(NUMBER, "c", "number", dtype=it).is_float for it in (nw.Float64(), nw.Int8())] == [
        True,
        False,
    ]
    assert [ColumnBinding(WHOLE, "c", "number", dtype=it).is_unsigned for it in (nw.UInt8(), nw.Int8())] == [
        True,
        False,
    ]
    assert not ColumnBinding(WHOLE, "c", "text").is_unsigned


def test_the_attributes_of_a_frame_are_the_rulebook_s_and_those_of_lifters() -> None:
    """A value that a lifter cannot have is left out, and each movement implies its family and what it implied."""
    book = written("odd", {
        "vocabulary.toml": {
            "attribute": {
                "goal": {"values": ["strength", "fame"]}, "knee": {"values": ["fine", "sore"]},
                "movement": {"values": ["swing", "hip_thrust"], "implies": {"swing": {"goal": "strength"}}},
            },
            "slot": {"verdict": {"values": ["stop"]}},
        },
        "t.toml": {"topic": "t", "rule": [{"id": "r", "then": {"verdict": "stop"}}]},
    })  # fmt: skip
    words = list_attributes(book)
    assert words.attributes["goal"].values == ("strength",)
    assert words.attributes["knee"].values == ("fine", "sore")
    assert "tempo" in words.attributes
    implies = words.attributes["movement"].implies
    assert {name: dict(implies[name]) for name in implies} == {
        "swing": {"goal": "strength", "family": "hinge"}, "hip_thrust": {"family": "thrust"},
    }  # fmt: skip
    assert {name: it["family"] for name, it in WORDS.attributes["movement"].implies.items()} == dict(FAMILY_OF)
