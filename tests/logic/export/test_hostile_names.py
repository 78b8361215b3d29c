"""Hostile names and texts are escaped in every exported table."""

from __future__ import annotations

import datetime
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import InvalidInput, Rulebook
from squeezelogic.logic.export.closure import implications
from squeezelogic.logic.export.columns import LONGEST, columns
from squeezelogic.logic.export.files import as_csv, as_json
from squeezelogic.logic.export.sql import script
from squeezelogic.logic.export.tables import export
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.testing.books import written
from tests.logic.export.reading import ENGINES, as_texts, engine, evaluated, expected, usable

HOSTILE = [
    "'); DROP TABLE situations; --",
    '"; DELETE FROM rulebook_rows; --',
    "it's",
    "''",
    "\\'",
    "a",
    "A",
    "ä",
    "NULL",
    "true",
    "--",
    "/*",
    "$$",
    "%s",
    "{x}",
    "=1+1",
    "1",
    "#1",
    "日本語",
    "🏋️",
    "x" * 100,
    "y" * 99 + "'",
]
RESERVED = [
    "true",
    "false",
    "situation",
    "failure",
    "problem",
    "select",
    "order",
    "group",
    "yes_1",
    "place",
    "rule",
    "a" * 100,
    "rowid",
]
TEXT = "several\nlines, \"quotes\", 'more', ünïcode; a tab\t."


def book(values: list[str], name: str = "awkward", said: str = TEXT) -> Rulebook:
    """A rulebook in which every awkward word decides something."""
    rules = [
        {"id": f"is-{i}", "when": {"word": value}, "then": {"answer": value, "said": [value]}}
        for i, value in enumerate(values)
    ]
    held = [
        {"id": f"has-{i}", "when": {"bag": value}, "then": {"said": [value, said]}} for i, value in enumerate(values)
    ]
    asked = [
        {"id": f"asks-{i}", "when": {name: True}, "then": {"said": [f"asks {i}"]}} for i, name in enumerate(RESERVED)
    ]
    vocabulary = {
        "rulebook": {"name": name, "version": name},
        "attribute": {
            "word": {"values": values, "ask": said},
            "bag": {"type": "set", "values": values},
            **{reserved: {"type": "boolean"} for reserved in RESERVED},
        },
        "slot": {
            "answer": {"values": values},
            "said": {"type": "list"},
            "failure_": {"type": "boolean"},
            "count": {"type": "integer"},
        },
    }
    last = {"id": "says-no", "when": {"word": "unknown"}, "then": {"failure_": False, "count": 3}}
    topic = {"topic": "topic", "rule": [*rules, *held, *asked, last]}
    return written("awkward", {"vocabulary.toml": vocabulary, "topic.toml": topic})


@pytest.mark.parametrize("name", ENGINES)
def test_hostile_names_decide_like_any_others(name: str) -> None:
    """Quotes, comments, keywords, long names, and names that differ only in case, in values, columns and slots."""
    exported = export(book(HOSTILE, "'; DROP TABLE rulebook; --\n*/"))
    asked: list[dict[str, Any]] = [{}, *({"word": value} for value in HOSTILE), *({"bag": [v]} for v in HOSTILE)]
    asked += [{reserved: True} for reserved in RESERVED] + [{"bag": HOSTILE}]
    with engine(name, exported) as database:
        for facts, found in zip(asked, database.decide(asked), strict=True):
            assert found == expected(exported, facts)
        assert database.run("SELECT name FROM rulebook") == [(exported.book.name,)]


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=100),
        min_size=1,
        max_size=5,
        unique=True,
    ),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
)
def test_any_words_decide_alike(values: list[str], said: str) -> None:
    """Whatever a vocabulary lets through: SQLite and the JSON tables say it back unchanged."""
    values = [value for value in values if value.isprintable() and value not in ("unknown", "any")] or ["a"]
    exported = export(book(values, said=said or "?"))
    asked = [facts for value in values for facts in ({"word": value}, {"bag": [value]})]
    with engine("sqlite", exported) as database:
        for facts, found in zip(asked, database.decide(asked), strict=True):
            assert found == expected(exported, facts)
            assert evaluated(json.loads(as_json(exported))["tables"], facts) == as_texts(expected(exported, facts))


def test_columns_have_names_that_every_engine_takes() -> None:
    """No two are one to an engine that ignores case, and none is longer than PostgreSQL reads."""
    names = [column.name for column in export(book(HOSTILE)).columns]
    assert len({name.lower() for name in names}) == len(names)
    assert all(len(name.encode()) <= LONGEST for name in names)
    assert all(name.isascii() for name in names)


def test_what_is_no_plain_name_or_too_long_for_one_is_numbered_from_one() -> None:
    """Names of attributes by their place among all, elements by theirs in their set; a name of sixty letters fits."""
    attributes = {
        name: Attribute(name, type="set" if values else "boolean", values=values)
        for name, values in {
            "plain": (),
            "n" * 48: (),
            "o" * 49: (),
            "bag": ("milk", "Milk", "m" * 56, "n" * 57),
        }.items()
    }
    assert [column.name for column in columns(attributes)] == [
        "plain",
        "n" * 48,
        "o" * 40 + "#3",
        "bag.milk",
        "bag.#2",
        "bag." + "m" * 56,
        "bag.#4",
    ]


def test_what_is_decided_stands_under_the_names_of_its_slots() -> None:
    """After the key and the failure, which give way to slots and facts; a long name is cut and numbered among all."""
    long = "n" * 49
    flag = {"type": "boolean"}
    vocabulary = {
        "attribute": {"situation": flag},
        "slot": {"tips": {"type": "list"}, "failure": flag, long: flag, "failure_": flag, "true": flag, "false": flag},
    }
    then = {"tips": ["tip"], "failure": True, long: True, "failure_": True, "true": False, "false": True}
    topic = {"topic": "topic", "rule": [{"id": "one", "then": then}]}
    exported = export(written("long", {"vocabulary.toml": vocabulary, "topic.toml": topic}))
    with engine("sqlite", exported) as database:
        names = [name for (name,) in database.run("SELECT name FROM pragma_table_info('decided')")]
        ((_, _, slots),) = database.decide([{}])
    assert names == ["situation_", "failure__", "failure", "n" * 40 + "#3", "failure_", "true#5", "false#6"]
    assert slots == {**then, "tips": ("tip",)}


@pytest.mark.parametrize("write", [as_json, as_csv, script])
def test_a_nul_character_is_refused(write: Any) -> None:
    """No engine takes it, so the error says which text holds it."""
    with pytest.raises(InvalidInput, match=r"`nul\\x00` cannot stand in a table"):
        write(export(book(["a"], said="nul\0")))


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("word", "'b'", "word: not one of its values"),
        ("minutes", "8", "minutes: not one of its values"),
        ("minutes", "-1", "minutes: not one of its values"),
        ("dry", "TRUE", "dry: contradicts word"),
    ],
)
def test_what_cannot_be_used_is_said(column: str, value: str, problem: str, name: str) -> None:
    """A wrong value or a contradiction gives no decision, and the reason in its place."""
    vocabulary = {
        "attribute": {
            "word": {"values": ["a", "c"], "implies": {"c": {"wet": True, "minutes": 3}, "a": {"dry": "unknown"}}},
            "wet": {"type": "boolean"},
            "dry": {"type": "boolean"},
            "minutes": {"type": "integer", "at_least": 0, "at_most": 7},
        },
        "slot": {"answer": {"type": "boolean"}},
    }
    rules = [{"id": "three", "when": {"minutes": {"at_most": 5}, "wet": True}, "then": {"answer": True}}]
    topic = {"topic": "topic", "rule": rules}
    exported = export(written("small", {"vocabulary.toml": vocabulary, "topic.toml": topic}))
    with engine(name, exported) as database:
        database.fill([{"word": "a"}, {"word": "c"}])
        database.connection.execute(f"UPDATE situations SET {column} = {value} WHERE situation = 0")  # noqa: S608 - ours
        assert database.run("SELECT failure, answer FROM decided ORDER BY situation") == [(problem, None), (None, True)]


def test_sqlite_booleans_that_are_texts_are_said() -> None:
    """SQLite keeps the text `true` in a column of truth values, where it would count as false."""
    exported = export(book(["a"]))
    with engine("sqlite", exported) as database:
        database.fill([{}])
        database.connection.execute("UPDATE situations SET \"bag.a\" = 'true'")
        assert database.run("SELECT failure FROM decided") == [("bag.a: not one of its values",)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("weight", "'heavy'"),
        ("weight", "9e999"),
        ("weight", "0.4"),
        ("day", "'yesterday'"),
        ("day", "'2026-13-01'"),
        ("day", "'2019-12-31'"),
        ("many", "'many'"),
        ("many", "1.5"),
    ],
)
def test_numbers_and_dates_that_sqlite_would_keep_are_said(column: str, value: str) -> None:
    """Its columns take anything; what is no number, no date, or outside the bounds gives no decision."""
    vocabulary = {
        "attribute": {
            "weight": {"type": "number", "at_least": 0.5},
            "day": {"type": "date", "at_least": datetime.date(2020, 1, 1)},
            "many": {"type": "integer"},
        },
        "slot": {"answer": {"type": "boolean"}},
    }
    when = {"weight": {"above": 1}, "day": {"at_least": datetime.date(2026, 1, 1)}, "many": {"at_most": 5}}
    topic = {"topic": "topic", "rule": [{"id": "all", "when": when, "then": {"answer": True}}]}
    exported = export(written("measures", {"vocabulary.toml": vocabulary, "topic.toml": topic}))
    with engine("sqlite", exported) as database:
        database.fill([{"weight": 1.5, "day": "2026-05-31", "many": 5}] * 2)
        database.connection.execute(f"UPDATE situations SET {column} = {value} WHERE situation = 0")  # noqa: S608 - ours
        found = database.run("SELECT failure, answer FROM decided ORDER BY situation")
    assert found == [(f"{column}: not one of its values", None), (None, True)]


def test_what_follows_in_two_ways_or_in_a_circle_is_said_once() -> None:
    """Directly and through another attribute, or from what it leads to itself."""
    attributes = {
        "shop": Attribute("shop", values=("x",), implies=FrozenMap({"x": FrozenMap({"leaf": "y", "pot": "z"})})),
        "leaf": Attribute("leaf", values=("y",), implies=FrozenMap({"y": FrozenMap({"pot": "z"})})),
        "pot": Attribute("pot", values=("z",), implies=FrozenMap({"z": FrozenMap({"leaf": "y"})})),
    }
    assert [(each.attribute, each.other, each.implied) for each in implications(attributes)] == [
        ("shop", "leaf", "y"),
        ("shop", "pot", "z"),
        ("leaf", "pot", "z"),
        ("pot", "leaf", "y"),
    ]


@pytest.mark.parametrize("name", ENGINES)
def test_what_follows_from_what_follows_is_filled_in(name: str) -> None:
    """A long chain of values, each of which implies the next, takes no longer than its length."""
    names = [f"link_{i}" for i in range(30)]
    chain = {
        one: {"values": ["x", "y"], "implies": {value: {other: value} for value in "xy"}}
        for one, other in pairwise(names)
    }
    vocabulary = {"attribute": {**chain, names[-1]: {"values": ["x", "y"]}}, "slot": {"answer": {"type": "boolean"}}}
    topic = {"topic": "topic", "rule": [{"id": "end", "when": {names[-1]: "x"}, "then": {"answer": True}}]}
    exported = export(written("chain", {"vocabulary.toml": vocabulary, "topic.toml": topic}))
    asked = [{names[0]: "x"}, {names[0]: "y"}, {names[0]: "x", names[7]: "y"}, {names[20]: "x"}, {}]
    with engine(name, exported) as database:
        for facts, found in zip(asked, database.decide(asked), strict=True):
            assert usable(found) == expected(exported, facts)


def amounts(kind: str, values: list[Any]) -> Rulebook:
    """A rulebook that concludes each of some values."""
    words = [f"w{i}" for i in range(len(values))]
    rules = [
        {"id": word, "when": {"word": word}, "then": {"amount": value}}
        for word, value in zip(words, values, strict=True)
    ]
    vocabulary = {"attribute": {"word": {"values": words}}, "slot": {"amount": {"type": kind}}}
    return written("amounts", {"vocabulary.toml": vocabulary, "topic.toml": {"topic": "topic", "rule": rules}})


def measured(test: dict[str, Any]) -> Rulebook:
    """A rulebook that compares a number with something."""
    vocabulary = {"attribute": {"weight": {"type": "number"}}, "slot": {"heavy": {"type": "boolean"}}}
    rules = [{"id": "heavy", "when": {"weight": test}, "then": {"heavy": True}}]
    return written("measured", {"vocabulary.toml": vocabulary, "topic.toml": {"topic": "topic", "rule": rules}})


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("integer", [0, -3, 2**63 - 1, -(2**63) + 1]),
        ("number", [0.5, -0.1, 1e-07, 1.0, 7, 123456.789, 1e300]),
        ("number", [2**53 + 1, -(2**62) - 1, 3.0]),
        ("boolean", [True, False]),
    ],
)
def test_values_of_every_type_come_back_as_themselves(kind: str, values: list[Any], name: str) -> None:
    """Numbers are numbers and truth values are truth values, in each engine."""
    exported = export(amounts(kind, values))
    asked = [{"word": f"w{i}"} for i in range(len(values))]
    with engine(name, exported) as database:
        assert [slots["amount"] for _, _, slots in database.decide(asked)] == values


def test_a_number_that_no_engine_holds_is_refused() -> None:
    """SQLite would quietly make another number of it."""
    with pytest.raises(InvalidInput) as caught:
        script(export(amounts("integer", [2**63])))
    assert str(caught.value) == f"`{2**63}` cannot stand in a table: it takes more than 64 bits"


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        (amounts("number", [0.5, 2**53 + 1]), f"`amount` cannot be `{2**53 + 1}` in SQL: a column that also holds"),
        (
            measured({"at_least": 2**53}),
            f"`weight` is compared with `{2**53}`, which SQL cannot tell from its neighbours",
        ),
        (
            measured({"below": 0.1234567890123456}),
            "`weight` is compared with `0.1234567890123456`, which SQL cannot tell",
        ),
    ],
)
def test_a_number_that_sql_would_round_is_refused(folder: Rulebook, said: str) -> None:
    """JSON holds it as text; a column of double precision would not tell it from others."""
    exported = export(folder)
    assert as_json(exported)
    with pytest.raises(InvalidInput) as caught:
        script(exported)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("name", ENGINES)
def test_a_rulebook_may_ask_for_nothing(name: str) -> None:
    """Then every situation is decided alike, and none is out of the question."""
    vocabulary = {"slot": {"water": {"values": ["warm"]}}}
    topic = {"topic": "topic", "rule": [{"id": "always", "then": {"water": "warm"}}]}
    exported = export(written("nothing", {"vocabulary.toml": vocabulary, "topic.toml": topic}))
    assert '\n  NULL AS "problem"' in script(exported)
    with engine(name, exported) as database:
        assert [slots for *_, slots in database.decide([{}, {}])] == [{"water": "warm"}] * 2


@pytest.mark.parametrize("name", ENGINES)
def test_a_set_may_have_many_elements(name: str) -> None:
    """One question that more than a thousand of them answer meets no engine's bound on how deep expressions nest."""
    values = [f"e{i}" for i in range(1_200)]
    vocabulary = {"attribute": {"bag": {"type": "set", "values": values}}, "slot": {"full": {"type": "boolean"}}}
    topic = {"topic": "topic", "rule": [{"id": "full", "when": {"bag": "any"}, "then": {"full": True}}]}
    exported = export(written("many", {"vocabulary.toml": vocabulary, "topic.toml": topic}))
    with engine(name, exported) as database:
        assert [slots for *_, slots in database.decide([{"bag": ["e3", "e1199"]}, {}])] == [{"full": True}, {}]
