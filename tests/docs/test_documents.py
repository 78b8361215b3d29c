"""The hand-written pages name everything there is, and count right."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import attrs
import pytest

import squeezelogic
from squeezelogic import classify, testing
from squeezelogic.cli import main as cli
from squeezelogic.cli import table
from squeezelogic.coaching.parts import LIST_SLOTS, PROGRESSION, SINGLE_SLOTS
from squeezelogic.logic import checks
from squeezelogic.logic.checks.finding import TOO_LARGE, WAIVER
from squeezelogic.logic.loading import conditions, laws, texts, topics, vocabulary
from squeezelogic.logic.model.texts import Case
from squeezelogic.logic.model.vocabulary import Attribute
from tests.coaching.names.sets import SETS

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads(resources.files("squeezelogic.coaching").joinpath("recommendation.schema.json").read_text("utf-8"))
ERRORS = [
    name
    for name in squeezelogic.__all__
    if isinstance(value := getattr(squeezelogic, name), type) and issubclass(value, Exception)
]


def missing(page: str, words: Iterable[str]) -> list[str]:
    """The words that a page does not have in backticks."""
    text = (DOCS / page).read_text("utf-8")
    return [word for word in words if f"`{word}`" not in text]


def test_the_reference_names_every_public_name() -> None:
    """Whatever `squeezelogic` exports is documented in the reference."""
    lines = (DOCS / "api.md").read_text("utf-8").splitlines()
    assert [name for name in squeezelogic.__all__ if not any(line.endswith(f":: {name}") for line in lines)] == []


def test_the_reference_shows_all_of_each_class() -> None:
    """Each class is documented with its public methods and properties, and each of these has a docstring."""
    text = (DOCS / "api.md").read_text("utf-8")
    classes = re.findall(r"autoclass:: (\w+)\n(.*)", text)
    assert [name for name, option in classes if option.strip() != ":members:"] == []
    public = [value for name in squeezelogic.__all__ if isinstance(value := getattr(squeezelogic, name), type)]
    members = [
        (f"{cls.__name__}.{name}", member)
        for cls in public
        for name, member in vars(cls).items()
        if not name.startswith("_") and (callable(member) or isinstance(member, (property, classmethod)))
    ]
    assert [name for name, member in members if not member.__doc__] == []


def test_the_reference_names_the_kit() -> None:
    """Whatever `squeezelogic.testing` exports is documented in the reference."""
    lines = (DOCS / "api.md").read_text("utf-8").splitlines()
    assert [name for name in testing.__all__ if not any(line.endswith(f":: {name}") for line in lines)] == []


def test_the_glossary_has_the_words_that_need_one() -> None:
    """The terms that the rule language and the JSON use in a sense of their own."""
    text = (DOCS / "glossary.md").read_text("utf-8")
    words = ["standing", "slot", "topic", "level", "claim", "basis", "house", "digest", "plan", "component"]
    words += ["encoding", "finding", "joint table", "lint", "waiver"]
    assert [word for word in words if f"\n{word}\n  " not in text] == []


def test_every_page_is_in_the_sidebar() -> None:
    """The start page lists each hand-written page once."""
    text = (DOCS / "index.md").read_text("utf-8")
    listed = [line for block in re.findall(r"```{toctree}\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    pages = [page.stem for page in DOCS.glob("*.md") if page.stem != "index"]
    assert [page for page in pages if listed.count(page) != 1] == []


def test_the_architecture_names_files_that_exist() -> None:
    """Each file in backticks is the end of the path of one."""
    root = DOCS.parent
    files = [
        path.as_posix() for top in ("squeezelogic", "rules", "tests", "docs") for path in (root / top).rglob("*.*")
    ]
    named = re.findall(r"`([\w/.-]+\.(?:py|mjs|ts|json|toml|txt))`", (DOCS / "architecture.md").read_text("utf-8"))
    assert len(named) > 30
    assert [name for name in named if not any(path.endswith(f"/{name}") for path in files)] == []


def test_no_page_installs_from_an_index() -> None:
    """The project is on no package index, so no page says that it can be had from one."""
    told = re.compile(r"pip install (-\S+ )*['\"]?squeezelogic|uv add squeezelogic")
    assert [
        page.name for page in (*DOCS.rglob("*.md"), DOCS.parent / "README.md") if told.search(page.read_text("utf-8"))
    ] == []


def test_errors_names_every_error() -> None:
    """Each public error has its row."""
    assert missing("errors.md", ERRORS) == []


def test_json_names_every_key_of_the_schema() -> None:
    """Each property of a recommendation has its row, and each key inside of one is named."""
    inside = {key for shape in SCHEMA["$defs"].values() for key in shape.get("properties", ())}
    assert missing("json.md", [*SCHEMA["properties"], *(inside - {"rule"})]) == []


def test_dataframes_names_every_column_of_a_recommendation() -> None:
    """Each value, list and step that can be selected is named."""
    assert missing("dataframes.md", [*SINGLE_SLOTS, *LIST_SLOTS, *PROGRESSION.values()]) == []


def test_the_rule_language_names_every_key() -> None:
    """Each key that the reader of rulebooks takes is in the reference."""
    case_keys = {field.name for field in attrs.fields(Case)} - {"topic", "place"}
    assert missing("rule-language.md", [*topics.TOPIC_KEYS, *topics.RULE_KEYS, *topics.BASES, *case_keys]) == []
    assert missing("rule-language.md", [*vocabulary.TYPES, *vocabulary.OWNERS, *vocabulary.TEXT_KEYS]) == []
    assert missing("rule-language.md", [*texts.ARTICLE_KEYS, *texts.CLAIM_KEYS]) == []
    page = (DOCS / "rule-language.md").read_text("utf-8")
    dotted = [*vocabulary.ATTRIBUTE_KEYS, *laws.KEYS]
    assert [key for key in dotted if not re.search(rf"`{key}[`.]", page)] == []


def test_the_rule_language_shows_every_operator() -> None:
    """Each operator of a condition stands in a condition of the reference."""
    page = (DOCS / "rule-language.md").read_text("utf-8")
    operators = {key for it in vocabulary.TYPES for key in conditions.operators_of(Attribute("it", type=it))}  # type: ignore[arg-type]
    assert [name for name in sorted(operators) if not re.search(rf"[{{,] {name} = ", page)] == []


def test_the_command_line_page_has_every_command() -> None:
    """Each command has its section."""
    text = (DOCS / "cli.md").read_text("utf-8")
    assert [name for name in cli.modules() if f"\n## `{name}`\n" not in text] == []


def test_every_format_of_tables_is_described() -> None:
    """Each is in the reference of the command, and each for other programs on their page, with its command."""
    assert missing("cli.md", table.FORMATS) == []
    text = (DOCS / "tables.md").read_text("utf-8")
    assert [name for name in (*table.WHOLE, *table.FOLDERS) if f"table --format {name} " not in text] == []


def test_what_is_proven_lists_every_check() -> None:
    """Each check has its row, lints in a table of their own, and no row is of anything else."""
    tables = re.findall(r"\| Check \| Finds \|\n\|---\|---\|\n((?:\|.*\n)+)", (DOCS / "proof.md").read_text("utf-8"))
    ordinary, lints = ({*re.findall(r"^\| `(\w+)` \|", rows, re.MULTILINE)} for rows in tables)
    assert lints == checks.lints(), "proof.md lists lints in its second table"
    assert ordinary == {*checks.discovered(), WAIVER, TOO_LARGE} - checks.lints(), "proof.md has a row for each check"


@pytest.mark.parametrize("group", SETS, ids=lambda group: group["source"])
def test_every_thrust_and_hinge_of_the_sets_is_read_right(group: dict[str, Any]) -> None:
    """As the page says, every thrust and every hinge of a set is read as such."""
    wrong = [name for family in ("thrust", "hinge") for name in group.get(family, ()) if classify(name) != family]
    assert wrong == []
