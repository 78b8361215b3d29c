"""Text of a rulebook is never interpreted as Markdown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from squeezelogic.logic.render.markdown import bullets, escape, file_names, inline_code, one_line, sentence, table
from tests.docs.rendering import PARSERS, shown

# Letters and every character that some Markdown gives a meaning to, in any order.
HOSTILE = st.one_of(st.text("a1 \\`*_{}[]()<>#+-.!|~$%^=:@&\"'/;\n\t", max_size=30), st.text(max_size=30))
PLACES = {
    "paragraph": ("{}\n", {"p"}),
    "heading": ("# {}\n", {"h1"}),
    "item": ("- {}\n", {"ul", "li"}),
    "quotation": ("> {}\n", {"blockquote", "p"}),
}


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("place", PLACES)
@given(text=HOSTILE.filter(str.strip))
@example(text="1. one")
@example(text="<script>alert(1)</script>")
@example(text="{ref}`x` (target)= % comment")
@example(text="[x](javascript:alert(1)) ![x](y)")
@example(text="C #")
def test_text_shows_as_itself(text: str, place: str, parser: MarkdownIt) -> None:
    """Escaped text comes out letter by letter, with no mark but the one it was put under."""
    frame, marks = PLACES[place]
    found = shown(frame.format(escape(text)), parser)
    assert found.text.strip("\n") == one_line(text)
    assert found.marks == marks


@pytest.mark.parametrize("parser", PARSERS)
@given(text=HOSTILE.filter(str.strip))
@example(text="`")
@example(text="``a`")
def test_code_shows_as_itself(text: str, parser: MarkdownIt) -> None:
    """Text in the letters of a program comes out letter by letter, backticks included."""
    found = shown(f"so {inline_code(text)} it is\n", parser)
    assert found.text.strip("\n") == f"so {one_line(text)} it is"
    assert found.marks == {"p", "code"}


@pytest.mark.parametrize("parser", PARSERS)
@given(rows=st.lists(st.tuples(HOSTILE.map(escape), HOSTILE.map(inline_code)), min_size=1, max_size=3))
def test_a_table_keeps_its_cells(rows: list[tuple[str, str]], parser: MarkdownIt) -> None:
    """As many cells come out as went in, with the text that went in."""
    html = parser.render(table(("one", "two"), rows))
    assert html.count("<td") == 2 * len(rows)
    assert html.count("<tr") == len(rows) + 1
    expected = "".join(shown(f"x {cell}").text.strip("\n")[1:].strip() for row in rows for cell in row)
    assert "".join(shown(html).text.split()).removeprefix("onetwo") == "".join(expected.split())


@given(HOSTILE)
def test_a_sentence_keeps_its_words(text: str) -> None:
    """Words in backticks become code, and nothing else becomes anything."""
    found = shown(f"so {sentence(text)}\n")
    assert found.marks <= {"p", "code"}
    assert "".join(found.text.split()).replace("`", "") == "".join(f"so{one_line(text)}".split()).replace("`", "")


def test_marks_in_the_source_are_what_they_must_be() -> None:
    """A bar in a cell is escaped, what is unprintable is replaced, and code has the least fence that it lacks."""
    assert table(("a", "b"), [("x|y", "z\0")]).split("\n")[-1] == "| x\\|y | z\0 |"
    assert one_line("a\0 \n|") == "a\N{REPLACEMENT CHARACTER} |"
    assert inline_code("a``b") == "```a``b```"
    assert inline_code("`a") == "`` `a ``"
    assert inline_code("\n") == ""


def test_a_condition_reads_as_a_sentence() -> None:
    """The spaces around the words stay."""
    assert sentence("is `a` or `b`") == "is `a` or `b`"
    assert bullets(["one", "two"]) == "- one\n- two"


@given(ids=st.lists(HOSTILE, unique=True))
@example(ids=["TS-1", "ts-1", "ts 1", ""])
def test_file_names_are_harmless_and_differ(ids: list[str]) -> None:
    """Each id has a name of plain letters; no two are one file, even where case does not count."""
    names = file_names(ids)
    assert list(names) == ids
    assert all(name.replace("-", "").replace("_", "").isalnum() and name.isascii() for name in names.values())
    assert len({name.casefold() for name in names.values()}) == len(ids)


def test_a_file_name_keeps_the_letters_of_its_id() -> None:
    """Anything else becomes a dash, at the ends nothing; an id without letters has a name too."""
    assert file_names(["One, Two!", "??", "A/B"]) == {"One, Two!": "One-Two", "??": "unnamed", "A/B": "A-B"}


def test_a_plain_id_is_its_file_name() -> None:
    """Who knows a rule's id knows its page."""
    assert file_names(["ribs-down", "TS-01", "back_pain"]) == {n: n for n in ("ribs-down", "TS-01", "back_pain")}
