"""JSON Schemas of a rulebook's files: they take what the loader takes, and find what is misspelt."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft7Validator

from squeezelogic import Rulebook
from squeezelogic.cli import author
from squeezelogic.logic.export.schemas import FILES, schemas
from squeezelogic.logic.loading import conditions
from squeezelogic.testing import rulebooks
from tests.effort import examples

ROOT = Path(__file__).parents[3]
RAIN = ROOT / "docs" / "examples" / "rain"
FOLDERS = [
    RAIN,
    ROOT / "rules",
    Path(author.__file__).parent / "starter",
    *sorted((ROOT / "tests" / "clean").iterdir()),
]


def kind_of(file: str) -> str:
    """The schema that a file is checked with: the first one whose pattern fits."""
    return next(kind for kind, patterns in FILES.items() if any(fnmatch(file, pattern) for pattern in patterns))


def refused(book: Rulebook, file: str, data: Any) -> list[str]:
    """What a schema says against a file's data."""
    return [error.message for error in Draft7Validator(schemas(book)[kind_of(file)]).iter_errors(data)]


def files_of(book: Rulebook) -> Iterator[tuple[str, Any]]:
    """The files that a rulebook was read from, with their data."""
    for layer in book.layers:
        for document in layer:
            yield document.name.rpartition("/")[2], document.data


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_of_a_rulebook_fits_its_schema(folder: Path) -> None:
    """What loads is refused by no schema, and each schema is one."""
    book = Rulebook.load(folder)
    for schema in schemas(book).values():
        Draft7Validator.check_schema(schema)
    assert {file: refused(book, file, data) for file, data in files_of(book)} == {
        file: [] for file, _ in files_of(book)
    }


@settings(max_examples=examples(30))
@given(rulebooks())
def test_what_loads_fits(book: Rulebook) -> None:
    """Whatever rulebook is drawn, its files fit the schemas made of it."""
    for file, data in files_of(book):
        assert refused(book, file, data) == []


def test_a_case_may_say_that_nothing_of_a_set_is_so() -> None:
    """An empty list is a fact, as an element and a list of elements are; anything else is refused."""
    facts: list[tuple[object, bool]] = [([], True), ("dog", True), (["dog"], True), ("cat", False), (["cat"], False)]
    for value, is_right in facts:
        data = {"case": [{"why": "So.", "facts": {"hands_busy_with": value}, "expect": {"take": "umbrella"}}]}
        assert (refused(Rulebook.load(RAIN), "cover.cases.toml", data) == []) is is_right, value


TYPOS = [
    ("cover.toml", 'when.sky = { not = "clear" }', 'when.sky = { not = "cler" }'),
    ("cover.toml", 'when.sky = { not = "clear" }', 'when.sky = { nott = "clear" }'),
    ("cover.toml", "when.wind = { at_least = 7 }", "when.wnd = { at_least = 7 }"),
    ("cover.toml", "when.wind = { at_least = 7 }", "when.wind = { atleast = 7 }"),
    ("cover.toml", "when.wind = { at_least = 7 }", 'when.wind = { at_least = "seven" }'),
    ("cover.toml", "when.indoors = true", 'when.indoors = "true"'),
    ("cover.toml", 'then.take = "umbrella"', 'then.take = "umbrela"'),
    ("cover.toml", 'then.take = "umbrella"', 'then.tke = "umbrella"'),
    ("cover.toml", 'level = "danger"', 'level = "dangr"'),
    ("cover.toml", 'claims = ["W-1"]', 'claims = ["W-9"]'),
    ("cover.toml", 'basis = "stated"', 'basis = "sated"'),
    ("cover.toml", "because =", "becuase ="),
    ("cover.toml", "[[rule]]", "[[rules]]"),
    ("cover.toml", 'required = ["take"]', 'required = ["tke"]'),
    ("cover.cases.toml", 'sky = "raining"', 'sky = "rainin"'),
    ("cover.cases.toml", "stands = [", 'stands = ["rain-wants-an-umbrela", '),
    ("cover.cases.toml", "why =", "wy ="),
    ("laws.toml", "says =", "say ="),
    ("laws.toml", "never_raises", "never_rises"),
    ("vocabulary.toml", 'type = "boolean"', 'type = "bolean"'),
    ("vocabulary.toml", "ask =", "aks ="),
    ("reminding.toml", 'then.reminders = ["', 'then.reminders = ["x-'),
    ("advice.toml", "text =", "txt ="),
    ("sources.toml", "article =", "artcle ="),
]


@pytest.mark.parametrize(("file", "right", "wrong"), TYPOS, ids=[f"{file}: {wrong}" for file, _, wrong in TYPOS])
def test_a_typing_slip_is_found(file: str, right: str, wrong: str) -> None:
    """Each slip that the loader would refuse is refused by the schema of its file too."""
    text = (RAIN / file).read_text("utf-8")
    assert right in text
    assert refused(Rulebook.load(RAIN), file, tomllib.loads(text.replace(right, wrong, 1)))


VALUES = {"sky": "raining", "wind": 4, "indoors": True, "hands_busy_with": ["dog"]}
COUNTS = [
    {"count_at_least": count, **of} for count in range(-1, 5) for of in ({}, {"of": ["pram", "dog", "groceries"]})
]


@pytest.mark.parametrize("name", VALUES)
def test_a_schema_takes_the_operators_that_the_loader_takes(name: str) -> None:
    """Whatever the type of the attribute, each operator, also within `not`, and each count."""
    book = Rulebook.load(RAIN)
    attribute = book.vocabulary.attributes[name]
    keys = dict.fromkeys((*conditions.COMPARED, *conditions.SET_OPERATORS, "contains"))
    alone = [{key: 2 if key == "count_at_least" else VALUES[name]} for key in keys]
    for raw in [*alone, *({"not": raw} for raw in alone), *COUNTS, *({"not": raw} for raw in COUNTS), {}]:
        try:
            conditions.read_condition(attribute, raw)
            is_read = True
        except conditions.Unreadable:
            is_read = False
        topic = {"topic": "t", "rule": [{"id": "r", "when": {name: raw}, "then": {"take": "umbrella"}}]}
        assert (refused(book, "cover.toml", topic) == []) is is_read, raw


def test_something_is_said_of_every_key() -> None:
    """Of each key that the loader takes it is known what it may hold, bounds and dates aside."""
    made = schemas(Rulebook.load(RAIN))
    topic, law = made["topic"]["properties"], made["laws"]["properties"]["law"]["items"]["properties"]
    (attribute,) = made["vocabulary"]["properties"]["attribute"]["patternProperties"].values()
    (text,) = made["advice"]["properties"]["advice"]["patternProperties"].values()
    parts = {**topic, **topic["rule"]["items"]["properties"], **law, **attribute["properties"], **text["properties"]}
    assert [key for key, schema in parts.items() if not schema and key not in ("at_least", "at_most")] == []


def list_schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all those in it."""
    yield schema
    tables = [schema.get(key, {}) for key in ("properties", "patternProperties", "definitions")]
    lists = [schema.get(key, []) for key in ("anyOf", "allOf")]
    single = [schema[key] for key in ("items", "not", "additionalProperties") if isinstance(schema.get(key), dict)]
    for part in [
        *single,
        *(part for table in tables for part in table.values()),
        *(part for some in lists for part in some),
    ]:
        yield from list_schemas(part)


KEYWORDS = {*Draft7Validator.META_SCHEMA["properties"], "x-taplo"}


def test_schemas_have_known_keywords_and_describe_keys_in_sentences() -> None:
    """A keyword that no editor knows would be ignored in silence."""
    described = set()
    for kind, whole in schemas(Rulebook.load(RAIN)).items():
        for schema in list_schemas(whole):
            assert set(schema) <= KEYWORDS
            assert re.fullmatch(r"[A-Z].*[^.][.?]", schema.get("description", "It is so."))
            described |= {(kind, key) for key, it in schema.get("properties", {}).items() if "description" in it}
    assert {
        ("topic", key) for key in ("topic", "question", "levels", "concludes", "required", "when", "id", "then")
    } <= described


def test_every_reference_is_defined() -> None:
    """No schema refers to a definition that it does not hold."""
    for schema in schemas(Rulebook.default()).values():
        names = re.findall(r"'\$ref': '#/definitions/([^']+)'", str(schema))
        assert set(names) == schema.get("definitions", {}).keys()
