"""What is exported of two small rulebooks, to the letter.

`kettle` has one of everything, and `borders` every way in which a condition can end.
`python -m tests.logic.export.test_texts` renews the files; read the difference.
"""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from squeezelogic import InvalidInput, Rulebook
from squeezelogic.cli.main import main
from squeezelogic.cli.table import FORMATS
from squeezelogic.coaching.web.bundle import as_document
from squeezelogic.logic.export import partition
from squeezelogic.logic.export.dmn import as_dmn
from squeezelogic.logic.export.files import as_csv
from squeezelogic.logic.export.jdm import as_jdm
from squeezelogic.logic.export.tables import export
from squeezelogic.logic.model.errors import plain, quoted
from squeezelogic.testing.books import written

HERE = Path(__file__).parent
TEXTS = {
    "kettle/whole.sql": ["table", "--format", "sql"],
    "kettle/serve.sql": ["table", "--format", "sql", "--topic", "serve"],
    "kettle/whole.json": ["table", "--format", "json"],
    "kettle/serve.dmn": ["table", "--format", "dmn", "--topic", "serve"],
    "kettle/serve.jdm": ["table", "--format", "jdm", "--topic", "serve"],
    "kettle/whole.md": ["table", "--format", "markdown"],
    "kettle/serve.csv": ["table", "--format", "csv", "--topic", "serve"],
    "kettle/schemas.json": ["schema"],
    "borders/size.dmn": ["table", "--format", "dmn", "--topic", "size"],
    "borders/mark.dmn": ["table", "--format", "dmn", "--topic", "mark"],
    "borders/whole.jdm": ["table", "--format", "jdm"],
    "borders/whole.json": ["table", "--format", "json"],
    "borders/whole.md": ["table", "--format", "markdown"],
    "borders/whole.sql": ["table", "--format", "sql"],
    "borders/sheets.csv": [],
}
AS_PRINTED = ("kettle/whole.json",)
WIDTH = 120
BOOKS = ["kettle", "borders", "../../boat"]


def print_json(data: Any, depth: int = 0) -> str:
    """JSON with what fits on a line on one line."""
    short = json.dumps(data, ensure_ascii=False)
    if len(short) + depth <= WIDTH or not data or not isinstance(data, dict | list):
        return short
    pairs = (
        [(f"{json.dumps(name)}: ", it) for name, it in data.items()]
        if isinstance(data, dict)
        else [("", it) for it in data]
    )
    parts = [f"{' ' * (depth + 1)}{name}{print_json(it, depth + 1)}" for name, it in pairs]
    start, end = "{}" if isinstance(data, dict) else "[]"
    return f"{start}\n" + ",\n".join(parts) + f"\n{' ' * depth}{end}"


def export_text(path: str) -> str:
    """What a command prints of a rulebook; JSON in lines."""
    if not TEXTS[path]:
        sheets = as_csv(export(Rulebook.load(HERE / Path(path).parent)))
        return "".join(f"--- {name}\n{data.decode('utf-8')}" for name, data in sheets.items())
    command, *options = TEXTS[path]
    printed = io.StringIO()
    with redirect_stdout(printed):
        assert main([command, str(HERE / Path(path).parent), *options]) == 0
    text = printed.getvalue()
    if path.endswith(("json", "jdm")) and path not in AS_PRINTED:
        return print_json(json.loads(text)) + "\n"
    return text


def export_book(folder: str) -> str:
    """What programs in other languages get of a rulebook, in every language, without the library's phrases."""
    document = as_document(Rulebook.load(HERE / folder), ["all"])
    del document["phrases"]
    for each in document["languages"].values():
        del each["phrases"]
    return print_json(document) + "\n"


def test_every_format_that_is_a_text_has_one_here() -> None:
    """Each format for documents and other programs but the default, which transcripts show, and binary files."""
    shown = {options[options.index("--format") + 1] for options in TEXTS.values() if "--format" in options}
    assert {*FORMATS} - shown == {"text", "parquet"}


@pytest.mark.parametrize("path", TEXTS)
def test_the_text_is_this(path: str) -> None:
    """A changed file shows what a change of the code means to those who read it."""
    assert export_text(path).splitlines() == (HERE / path).read_text("utf-8").splitlines()


@pytest.mark.parametrize("folder", BOOKS)
def test_the_book_is_this(folder: str) -> None:
    """The document for programs in other languages."""
    assert export_book(folder).splitlines() == (HERE / f"{Path(folder).name}.book.json").read_text("utf-8").splitlines()


DMN_WORDS = (
    *("and", "between", "date", "else", "every", "false", "for", "function", "if", "in", "instance", "not", "null"),
    *("of", "or", "return", "satisfies", "some", "then", "time", "true"),
)
JDM_WORDS = ("and", "or", "not", "in", "true", "false", "null")


def write_tiny(attribute: str, slot: str) -> Rulebook:
    """A rulebook of one rule."""
    topic = {"topic": "t", "rule": [{"id": "one", "when": {attribute: "a"}, "then": {slot: "b"}}]}
    declared = {"attribute": {attribute: {"values": ["a", "c"]}}, "slot": {slot: {"values": ["b"]}}}
    return written("tiny", {"vocabulary.toml": declared, "t.toml": topic})


@pytest.mark.parametrize("word", DMN_WORDS)
def test_words_of_an_engine_s_language_cannot_be_names(word: str) -> None:
    """Neither of a fact nor of a slot; the word is named, in DMN and, where it is one, in JDM."""
    for attribute, slot in ((word, "plain"), ("plain", word)):
        book = write_tiny(attribute, slot)
        with pytest.raises(InvalidInput) as refused:
            as_dmn(book, "t")
        assert str(refused.value) == f"{quoted(word)} cannot be a name in DMN, where it means something: rename it"
        if word in JDM_WORDS:
            with pytest.raises(InvalidInput) as refused:
                as_jdm(book)
            assert str(refused.value) == f"{quoted(word)} cannot be a name in JDM, where it means something: rename it"
        else:
            assert f'"{word}"' in as_jdm(book)


@pytest.mark.parametrize(
    ("kind", "bound", "refusing"),
    [
        ("number", 0.12345678901234567, ("JDM", "DMN")),
        ("number", 2**53 + 1, ("JDM", "DMN")),
        ("integer", 2**53 + 1, ("DMN",)),
        ("integer", 2**53 - 1, ()),
        ("number", 0.123456789012345, ()),
    ],
)
def test_numbers_that_an_engine_would_round_are_refused(kind: str, bound: float, refusing: tuple[str, ...]) -> None:
    """Both formats hold 15 digits of a decimal; the engines of JDM know every whole number that a rulebook can name."""
    vocabulary = {"attribute": {"it": {"type": kind}}, "slot": {"say": {"values": ["a"]}}}
    rule = {"id": "one", "when": {"it": {"at_least": bound}}, "then": {"say": "a"}}
    book = written("tiny", {"vocabulary.toml": vocabulary, "t.toml": {"topic": "t", "rule": [rule]}})
    for write, form in ((as_jdm, "JDM"), (lambda it: as_dmn(it, "t"), "DMN")):
        if form not in refusing:
            assert plain(bound) in write(book)
            continue
        with pytest.raises(InvalidInput) as refused:
            write(book)
        assert str(refused.value) == (
            f"`it` is compared with `{plain(bound)}`, which {form} cannot tell from its neighbours: "
            "its numbers hold 15 digits, and whole numbers up to 2^53"
        )


def test_a_table_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the topic, the slot and the most rows; as many as that are written."""
    book = Rulebook.load(HERE / "borders")
    rows = as_dmn(book, "size").count('<rule id="fee_')
    monkeypatch.setattr(partition, "MOST_ROWS", rows)
    assert as_dmn(book, "size")
    monkeypatch.setattr(partition, "MOST_ROWS", rows - 1)
    for write in (as_jdm, lambda it: as_dmn(it, "size")):
        with pytest.raises(InvalidInput) as refused:
            write(book)
        told = f"topic `size` is too large for a table: `fee` would take more than {rows - 1} rows"
        assert str(refused.value) == told


if __name__ == "__main__":
    for path in TEXTS:
        (HERE / path).write_text(export_text(path), "utf-8")
    for folder in BOOKS:
        (HERE / f"{Path(folder).name}.book.json").write_text(export_book(folder), "utf-8")
