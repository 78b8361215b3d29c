"""TOML files: unreadable ones, forbidden content, and the line of each key."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.loading.document import LARGEST, MOST_PARTS, Document, Path_, locate, read, unsound
from squeezelogic.logic.model.errors import DEEPEST, Problem

VALUES = [
    ["1"],
    ["1979-05-27 # [ a comment"],
    ['"a # [ text = \\" [" # and "more"'],
    ["'a # [ text = \\'"],
    ["[1, 2] # ]"],
    ["[", "  '[',", "# ]] = [", '  "]" # [', "]"],
    ["[", "[", "1 ] ,", "[ ]]"],
    ["{ a = [", "{ b.c = 1 },", "], 'd' = \"}\" }"],
    ['"""', "[header]", "key = 1", "''' # [ {", '\\""" " \\\\"""'],
    ['"""don\'t # [""" # it\'s [ no more'],
    ['"""[ \\', '  5" wide""" # "'],
    ['"""', 'so it ends: """""'],
    ['""""""'],
    ['["""', ']""", "[",', "# '''", "]"],
    ["'''", "[header]", 'key = """', "don't \\''' # '''"],
    ["'''it ends: ''''"],
    ["''''''"],
]
"""Values, line by line, that look like anything but one."""


NAMES = [
    ("key-{}", "key-{}"),
    ("X_{}", "X_{}"),
    ("{}", "{}"),
    ('"{}"', "{}"),
    ('"[{}] # = . \'"', "[{}] # = . '"),
    ("'[[{}]] # = . \\'", "[[{}]] # = . \\"),
    ("\"'{}'\"", "'{}'"),
    ("'\"{}\"'", '"{}"'),
    ('"\\"{}\\u002e\\\\"', '"{}.\\'),
]
"""Keys as written and as meant, which a number makes different from all others."""


@st.composite
def names(draw: st.DrawFn, number: int) -> tuple[str, str]:
    """A key that nothing else has, as written and as meant."""
    written, meant = draw(st.sampled_from(NAMES))
    return written.format(number), meant.format(number)


class Writer:
    """A TOML text in the making, and where its keys stand."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text: list[str] = []
        self.lines: dict[Path_, int] = {}
        self.arrays: dict[tuple[str, Path_], int] = {}
        self.table: Path_ = ()
        self.number = 0

    def path(self) -> tuple[str, tuple[str, ...]]:
        """A new path of one to three keys, as written and as meant."""
        parts = []
        for _ in range(self.draw(st.integers(1, 3))):
            self.number += 1
            parts.append(self.draw(names(self.number)))
        dot = self.draw(st.sampled_from([".", " . ", "\t."]))
        return dot.join(written for written, _ in parts), tuple(meant for _, meant in parts)

    def key(self) -> None:
        """A key, dotted or not, and its value."""
        written, meant = self.path()
        if self.draw(st.booleans()):
            written, meant = f"shared.{written}", ("shared", *meant)
        for end in range(len(meant)):
            self.lines.setdefault((*self.table, *meant[: end + 1]), len(self.text) + 1)
        first, *more = self.draw(st.sampled_from(VALUES))
        self.text += [f"{self.margin()}{written}{self.margin()}= {first}", *more]

    def header(self) -> None:
        """A table of its own, or one in the latest table of an array."""
        written, meant = self.path()
        self.table = meant
        if self.draw(st.booleans()) and self.arrays:
            (array, path), latest = self.draw(st.sampled_from(sorted(self.arrays.items(), key=str)))
            written, self.table = f"{array}.{written}", (*path, latest, *meant)
        self.enter(f"[{self.margin()}{written}{self.margin()}]")

    def array(self) -> None:
        """One more table of an array, new or not."""
        if self.draw(st.booleans()) and self.arrays:
            written, path = self.draw(st.sampled_from(sorted(self.arrays, key=str)))
        else:
            written, path = self.path()
        self.arrays[written, path] = latest = self.arrays.get((written, path), -1) + 1
        self.table = (*path, latest)
        self.enter(f"[[{self.margin()}{written}{self.margin()}]]")

    def enter(self, header: str) -> None:
        """The line on which a table begins."""
        self.text.append(f"{self.margin()}{header}{self.draw(st.sampled_from(['', ' ', ' # = [', '# ]]']))}")
        self.lines[self.table] = len(self.text)

    def remark(self) -> None:
        """A line that says nothing."""
        self.text.append(self.draw(st.sampled_from(["", " ", "# a = 1", ' # [a] """', "# '''"])))

    def margin(self) -> str:
        """White space, or none."""
        return self.draw(st.sampled_from(["", " ", "\t"]))


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[Path_, int]]:
    """A TOML text, and the line of each key and header in it."""
    writer = Writer(draw)
    for write in draw(st.lists(st.sampled_from([Writer.key, Writer.header, Writer.array, Writer.remark]), max_size=12)):
        write(writer)
    return draw(st.sampled_from(["\n", "\r\n"])).join(writer.text), writer.lines


@given(documents())
def test_each_key_stands_on_the_line_on_which_it_is_written(document: tuple[str, dict[Path_, int]]) -> None:
    """Whatever brackets, comments, quotation marks, headers and keys there seem to be in texts and lists."""
    text, lines = document
    for path in lines:
        value = tomllib.loads(text)
        for step in path:
            value = value[step]  # type: ignore[index]
    assert locate(text) == lines


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_a_value_ends_where_it_ends(value: list[str]) -> None:
    """However many lines it takes, the next key stands after it."""
    text = "\n".join(["a = " + value[0], *value[1:], "b = 1"])
    assert tomllib.loads(text).keys() == {"a", "b"}
    assert locate(text) == {("a",): 1, ("b",): len(value) + 1}


@pytest.mark.parametrize(("written", "meant"), NAMES, ids=range(len(NAMES)))
def test_a_key_is_called_what_its_quotation_marks_mean(written: str, meant: str) -> None:
    """In a header as well as before a value."""
    written, meant = written.format(7), meant.format(7)
    text = f"{written}.{written} = 1\n[[table.{written}]]\n[[table . {written}]]\n"
    assert tomllib.loads(text) == {meant: {meant: 1}, "table": {meant: [{}, {}]}}
    assert locate(text) == {(meant,): 1, (meant, meant): 1, ("table", meant, 0): 2, ("table", meant, 1): 3}


def test_a_line_is_that_of_the_key_or_of_the_nearest_table_around_it() -> None:
    """What stands nowhere by itself has the line of what it stands in, or none."""
    document = Document("tea.toml", {}, 'topic = "brew"\n[[rule]]\nid = "a"\nwhen.leaf = "green"\n[then.cups]\n')
    paths: list[Path_] = [("rule", 0, "when", "leaf"), ("rule", 0, "when", "milk"), ("rule", 0, "then"), ("rule", 1)]
    assert [document.line(path) for path in paths] == [4, 4, 2, None]
    assert [document.line(path) for path in [("then", "cups", 0), ("then",), ()]] == [5, None, None]


def written(folder: Path, content: str | bytes) -> Document | Problem:
    """What is read of a file with this content."""
    path = folder / "odd.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, "tea/odd.toml")


NO_DOCUMENTS: dict[str, tuple[str | bytes, str]] = {
    "not UTF-8": (b'a = 1\nb = "\xff"\n', "tea/odd.toml:2: not UTF-8 text; save the file as UTF-8"),
    "not UTF-8 from the start": (b"\xff", "tea/odd.toml:1: not UTF-8 text; save the file as UTF-8"),
    "no value": ("a = [", "tea/odd.toml:1: not TOML: invalid value"),
    "no equals sign": ("a = 1\nb", "tea/odd.toml:2: not TOML: expected '=' after a key in a key/value pair"),
    "no comma": ("a = 1\nb = [\n1 2]\n", "tea/odd.toml:3: not TOML: unclosed array"),
    "too deep": ("x = " + "[" * 5000 + "]" * 5000, "tea/odd.toml: nested too deeply to be read"),
    "too large": ("x = 1\n" + "." * LARGEST, "tea/odd.toml: the file is larger than 4 MiB; split it by topic"),
}


@pytest.mark.parametrize("name", NO_DOCUMENTS)
def test_what_is_no_document_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    """What keeps the file from being read, and what to do about it."""
    content, expected = NO_DOCUMENTS[name]
    assert str(written(tmp_path, content)) == expected


def test_a_number_of_too_many_digits_is_a_problem_of_its_file(tmp_path: Path) -> None:
    """Python refuses to read it, and says so in its own words."""
    problem = written(tmp_path, f"a = {'9' * 5000}\n")
    assert isinstance(problem, Problem)
    assert problem.file == "tea/odd.toml"
    assert problem.what.startswith("not readable as TOML: Exceeds the limit")


def test_what_no_file_can_be_called_is_a_problem_of_that_file() -> None:
    """A name with a NUL in it is refused by Python, not by the system."""
    problem = read(Path("a\0b.toml"), "tea/odd.toml")
    assert isinstance(problem, Problem)
    assert problem.file == "tea/odd.toml"
    assert problem.what.startswith("cannot be read: ")
    assert "embedded null" in problem.what


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes on Windows")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    """Reading does not block on it."""
    os.mkfifo(tmp_path / "pipe.toml")
    problem = read(tmp_path / "pipe.toml", "tea/pipe.toml")
    assert problem == Problem("not a file", "tea/pipe.toml", None, None, "put only files here")


def test_a_file_may_be_as_large_as_allowed(tmp_path: Path) -> None:
    """One byte more is too many."""
    content = "x = 1\n".ljust(LARGEST, "#")
    assert written(tmp_path, content) == Document("tea/odd.toml", {"x": 1}, content)
    assert isinstance(written(tmp_path, content + "#"), Problem)


def test_a_byte_order_mark_and_line_ends_of_windows_make_no_difference(tmp_path: Path) -> None:
    """Texts are the same, and so are the lines."""
    document = written(tmp_path, b'\xef\xbb\xbfa = 1\r\n[b]\r\nc = """\r\nd = 1\r\n"""\r\ne = 2\r\n')
    assert isinstance(document, Document)
    assert document.data == {"a": 1, "b": {"c": "d = 1\n", "e": 2}}
    assert [document.line(path) for path in [("a",), ("b",), ("b", "c"), ("b", "e")]] == [1, 2, 3, 6]
    assert str(written(tmp_path, b"\xef\xbb\xbfa = 1\r\nb = 2\r\nc\r\n")).startswith("tea/odd.toml:3: not TOML: ")


@pytest.mark.parametrize("before", ["", "\n", "\n\nb = '''\n.'''\n"], ids=["first", "second", "fifth"])
@pytest.mark.parametrize("part", ["a", '"a.b"', "'a.b'"], ids=["bare", "double", "single"])
@pytest.mark.parametrize("dot", [".", " . "], ids=["dense", "wide"])
@pytest.mark.parametrize(
    "form",
    ["{} = 1\n", "[{}]\n", "[[{}]]\n", "c = {{{} = 1}}\n"],
    ids=["key", "table", "array", "inline"],
)
def test_a_key_has_no_more_parts_than_allowed(tmp_path: Path, before: str, part: str, dot: str, form: str) -> None:
    """One part more is too many, on whichever line."""
    longest = dot.join([part] * MOST_PARTS)
    assert isinstance(written(tmp_path, before + form.format(longest)), Document)
    assert written(tmp_path, before + form.format(longest + dot + part) + "d = 2\n\n") == Problem(
        f"nested too deeply: a key of more than {MOST_PARTS} parts", "tea/odd.toml", before.count("\n") + 1
    )


@pytest.mark.parametrize(
    "value",
    ["'{}'", '"{}"', '"\\"{}"', "'''\n{} '\n'''", '"""\n\\"""{}\n"""', "1 # {}", "1 # ' {}\nb = 2"],
    ids=range(7),
)
def test_dots_in_texts_and_remarks_are_no_parts_of_keys(tmp_path: Path, value: str) -> None:
    """However many there are."""
    assert isinstance(written(tmp_path, "a = " + value.format(".a" * 2 * MOST_PARTS)), Document)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a = 1\nb.c = ["x", "\\u001b["]\n', ["tea.toml:2: the control character `\\x1b` in a text"]),
        ('a = 1\nb = "\u202ex"\n', ["tea.toml:2: the control character `\\x202e` in a text"]),
        ('a = 1\n"\\u0007" = 1\n', ["tea.toml:2: the control character `\\x07` in a text"]),
        ('a = 1\n["\u2028"]\n', ["tea.toml:2: the control character `\\x2028` in a text"]),
        ('a = "C:\\\\x\\t\\n"\n', []),
        ("a = 1\nb = -inf\n", ["tea.toml:2: `-inf` is no number to reckon with; give a finite one"]),
        ("a = 1\nb = [{ c = nan }]\n", ["tea.toml:2: `nan` is no number to reckon with; give a finite one"]),
        (f"a = {2**63 - 1}\nb = {2**64}\n", ["tea.toml:2: a whole number of more than 64 bits"]),
        ("a = 1\nb = " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1), []),
        ("a = 1\nb = " + "[" * DEEPEST + "]" * DEEPEST, ["tea.toml:2: nested too deeply"]),
    ],
    ids=range(10),
)
def test_what_no_file_may_hold_is_told_with_its_line(text: str, expected: list[str]) -> None:
    """In keys and in values, at every depth that is allowed."""
    assert [str(problem) for problem in unsound(Document("tea.toml", tomllib.loads(text), text))] == expected
