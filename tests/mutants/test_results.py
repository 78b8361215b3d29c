"""Mutants are counted and shown, the record is written and read, and what is explained is still there."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from tests.mutants.__main__ import choose_modules, judge, show
from tests.mutants.record import (
    Entry,
    compute_digest,
    find_stale,
    get_folder,
    list_modules,
    load_record,
    replace_table,
    save_record,
)
from tests.mutants.results import Explanation, Mutant, explanations, is_explained, list_mutants, write_fates
from tests.mutants.run import _copy_for_types, list_tests

PACKAGE = Path(__file__).parents[2] / "squeezelogic"

# As mutmut writes it: the original and its mutants side by side, and a separate file that says on which lines.
SOURCE = """\
class Cup:
    def xǁCupǁfill__mutmut_orig(self, tea):
        self.tea = tea
        return x_poured__mutmut_orig(tea)
    def xǁCupǁfill__mutmut_1(self, tea):
        self.tea = None
        return x_poured__mutmut_1(tea)
def x_poured__mutmut_orig(tea):
    return tea + 1
def x_poured__mutmut_1(tea):
    return tea - 1
def x_poured__mutmut_2(tea):
    return tea + 2
"""
SPANS = {
    "xǁCupǁfill__mutmut_orig": (2, 4),
    "xǁCupǁfill__mutmut_1": (5, 7),
    "x_poured__mutmut_orig": (8, 9),
    "x_poured__mutmut_1": (10, 11),
    "x_poured__mutmut_2": (12, 13),
}
FATES = {"xǁCupǁfill__mutmut_1": 0, "x_poured__mutmut_1": 1, "x_poured__mutmut_2": None}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A folder in which mutmut was run."""
    source = tmp_path / "mutants" / "squeezelogic" / "logic" / "cup.py"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE, "utf-8")
    source.with_name("cup.py.spans").write_text(json.dumps({"spans": SPANS}), "utf-8")
    fates = {f"squeezelogic.logic.cup.{name}": fate for name, fate in FATES.items()}
    source.with_name("cup.py.meta").write_text(json.dumps({"exit_code_by_key": fates}), "utf-8")
    return tmp_path


def test_a_mutant_is_described_by_the_lines_it_changes(run: Path) -> None:
    """With the author's names, its lines in the mutated file, and its fate."""
    assert [(m.module, m.function, m.was, m.becomes, m.lines, m.fate) for m in list_mutants(run)] == [
        ("logic/cup.py", "Cup.fill", "self.tea = tea", "self.tea = None", (5, 7), "survived"),
        ("logic/cup.py", "poured", "return tea + 1", "return tea - 1", (10, 11), "noticed"),
        ("logic/cup.py", "poured", "return tea + 1", "return tea + 2", (12, 13), "untried"),
    ]


def test_only_wanted_mutants_are_checked_by_types(run: Path) -> None:
    """The others are blank in the copy, so that every line keeps its number."""
    mutants = list(list_mutants(run))
    copied = _copy_for_types(run, mutants, mutants[1:2]) / "squeezelogic" / "logic" / "cup.py"
    lines = SOURCE.split("\n")
    assert copied.read_text("utf-8").split("\n") == [*lines[:4], "", "", "", *lines[7:11], "", "", ""]


@pytest.mark.parametrize(
    ("was", "becomes", "loosens"),
    [
        ("zip(a, b, strict=True)", "zip(a, b, strict=False)", True),
        ("zip(a, b, strict=True):", "zip(a, b, ):", True),
        ("strict=True,", "strict=False,", True),
        ('text.encode("utf-8")', 'text.encode("UTF-8")', True),
        ('text.encode("utf-8")', 'text.encode("XXutf-8XX")', False),
        ("zip(a, b, strict=False)", "zip(a, b, strict=True)", False),
        ("zip(a, b, strict=True)", "zip(a, a, strict=True)", False),
        ("zip(a, b, strict=True)", "zip(a, strict=True)", False),
    ],
)
def test_a_loosened_zip_or_a_codec_in_capitals_needs_no_explanation(was: str, becomes: str, loosens: bool) -> None:
    """Without `strict=True` it says less about its arguments, and does the same."""
    assert is_explained(Mutant("", "cup.py", "fill", was, becomes, (1, 1), "survived"), ()) is loosens


def test_a_survivor_is_unexplained_until_a_test_notices_it(run: Path) -> None:
    """It is shown as a difference, and counted with its module."""
    entries, (survivor,) = judge(["logic/cup.py"], list(list_mutants(run)))
    assert [*show(survivor)] == ["\nlogic/cup.py: Cup.fill", "  - self.tea = tea", "  + self.tea = None"]
    entry = entries["logic/cup.py"]
    assert (entry.made, entry.rejected, entry.tried, entry.noticed, entry.explained, entry.survived) == (
        3,
        0,
        2,
        1,
        0,
        1,
    )
    write_fates(run, {survivor.key: "noticed"})
    assert [mutant.fate for mutant in list_mutants(run)] == ["noticed", "noticed", "untried"]
    assert judge(["logic/cup.py"], list(list_mutants(run)))[1] == []


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ('"""Other words."""\n\n\ndef pour(tea: int) -> int:\n    # More.\n    return (tea\n        + 1)\n', True),
        ("def pour(tea: int) -> int:\n    return tea + 2\n", False),
        ("def pour(tea: int = 1) -> int:\n    return tea + 1\n", False),
        ("def pour(tea: int) -> int:\n    return tea - 1\n", False),
    ],
)
def test_prose_does_not_make_an_entry_stale_and_code_does(other: str, same: bool) -> None:
    """The digest leaves out comments, docstrings and layout, and is the same on every Python."""
    digest = compute_digest('def pour(tea: int) -> int:\n    """Words."""\n    return tea + 1\n')
    assert digest == "072c1fe316f1"
    assert (compute_digest(other) == digest) is same


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    """One line for each module, in order."""
    entries = {name: Entry("0123456789ab", "2026-11-29", 9, 4, 3, 1, 1) for name in ("b/c.py", "a.py")}
    save_record(entries, tmp_path / "record.toml")
    assert load_record(tmp_path / "record.toml") == entries
    assert [line[:5] for line in (tmp_path / "record.toml").read_text("utf-8").splitlines()[1:]] == ['"a.py', '"b/c.']


def test_a_module_without_an_entry_is_stale() -> None:
    """And so is one whose code is not what was mutated; `renew --stale` chooses both."""
    record = {name: entry for name, entry in load_record().items() if name != "cli/ask.py"}
    stale = find_stale(record)
    assert "cli/ask.py" in stale
    other = find_stale(record | {"cli/main.py": Entry("0" * 12, "2026-11-29", 0, 0, 0, 0, 0)})
    assert "cli/main.py" in other


def test_paths_choose_modules() -> None:
    """A module, a folder or the package, with or without its name; anything else is an error."""
    assert choose_modules(["squeezelogic/cli/ask.py"], stale=False) == ["cli/ask.py"]
    assert choose_modules(["cli/"], stale=False) == [it for it in list_modules() if get_folder(it) == "cli"]
    assert choose_modules(["squeezelogic/"], stale=False) == list_modules()
    with pytest.raises(SystemExit, match=r"^no code in squeezelogic/: cli/asks\.py$"):
        choose_modules(["cli/asks.py", "cli"], stale=False)


def test_every_folder_has_tests() -> None:
    """Those in its folder, or those that the tool lists."""
    assert [folder for folder in map(get_folder, list_modules()) if not list_tests(folder)] == []


def test_a_table_is_replaced_between_its_markers() -> None:
    """The rest of the page stays."""
    page = "Before.\n<!-- mutants: begin -->\nold\n<!-- mutants: end -->\nAfter.\n"
    new = replace_table(page, {"cli/a.py": Entry("0" * 12, "2026-11-29", 1_009, 4, 3, 1, 1)})
    assert new.startswith("Before.\n<!-- mutants: begin -->\n\n| Folder |")
    assert "\n| `cli/` | 1 | 1,009 | 4 | 5 | 3 | 1 | 1 | 2026-11-29 |\n| all | 1 |" in new
    assert new.endswith("|\n\n<!-- mutants: end -->\nAfter.\n")
    assert "old" not in new


@pytest.mark.parametrize(
    ("becomes", "covered"), [((), True), (("self.tea = None",), True), (("self.tea = 1", "self.tea = 2"), False)]
)
def test_an_explanation_covers_what_it_names(becomes: tuple[str, ...], covered: bool) -> None:
    """Whatever the lines become, or only what it lists."""
    mutant = Mutant("x", "logic/cup.py", "Cup.fill", "self.tea = tea", "self.tea = None", (5, 7), "survived")
    assert Explanation("logic/cup.py", "Cup.fill", "self.tea = tea", "Why.", becomes).covers(mutant) is covered
    assert not Explanation("logic/cup.py", "poured", "self.tea = tea", "Why.", becomes).covers(mutant)


def test_every_explanation_is_of_code_that_is_still_there() -> None:
    """Once the lines change, the explanation has to be thought over."""
    stale = [each for each in explanations() if not set(each.was.splitlines()) <= body(each.module, each.function)]
    assert stale == []


def body(module: str, function: str) -> set[str]:
    """The lines of a function, or of a method of a class, without their indentation."""
    source = (PACKAGE / module).read_text("utf-8")
    found = [
        node
        for outer, inside in scopes(ast.parse(source))
        for node in inside
        if isinstance(node, ast.FunctionDef) and ".".join([*outer, node.name]) == function
    ]
    return {line.strip() for node in found for line in (ast.get_source_segment(source, node) or "").splitlines()}


def scopes(module: ast.Module) -> list[tuple[list[str], list[ast.stmt]]]:
    """What stands at the top of a module, and in each of its classes."""
    return [([], module.body), *(([node.name], node.body) for node in module.body if isinstance(node, ast.ClassDef))]
