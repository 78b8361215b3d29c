"""What mutmut leaves behind is counted and shown rightly, and what is explained is still there."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from tests.mutants.__main__ import judged, shown, table
from tests.mutants.fresh import SLOW
from tests.mutants.results import Explanation, Mutant, explanations, mutants, noticed
from tests.mutants.typed import of_mutants

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


def test_a_mutant_is_told_by_the_lines_it_changes(run: Path) -> None:
    """With the author's names, and with its result."""
    assert [(m.module, m.function, m.was, m.becomes, m.fate) for m in mutants(run)] == [
        ("logic/cup.py", "Cup.fill", "self.tea = tea", "self.tea = None", "survived"),
        ("logic/cup.py", "poured", "return tea + 1", "return tea - 1", "tests"),
        ("logic/cup.py", "poured", "return tea + 1", "return tea + 2", "untried"),
    ]


def test_a_survivor_is_unexplained_until_somebody_explains_or_notices_it(run: Path) -> None:
    """It is shown as a difference, and counted with its module."""
    (survivor, *_) = judged([run])
    assert survivor.fate == "unexplained"
    assert [*shown(survivor)] == ["\nlogic/cup.py: Cup.fill", "  - self.tea = tea", "  + self.tea = None"]
    assert [line.split() for line in table(list(judged([run])))][1:] == [
        ["logic/cup.py", "3", "1", "0", "0", "0", "1", "1"],
        ["all", "3", "1", "0", "0", "0", "1", "1"],
    ]
    noticed(run, survivor)
    assert [mutant.fate for mutant in judged([run])] == ["tests", "tests", "untried"]


def test_what_types_say_is_told_of_mutants_only(run: Path) -> None:
    """Not of the originals between them, nor of what has no mutants at all."""
    assert of_mutants(f"{run}/mutants/squeezelogic/logic/cup.py") == [[5, 7], [10, 11], [12, 13]]
    assert of_mutants(f"{run}/mutants/squeezelogic/logic/pot.py") == []


@pytest.mark.parametrize(
    ("becomes", "covered"), [((), True), (("self.tea = None",), True), (("self.tea = 1", "self.tea = 2"), False)]
)
def test_an_explanation_covers_what_it_names(becomes: tuple[str, ...], covered: bool) -> None:
    """Whatever the lines become, or only what it lists."""
    mutant = Mutant("x", "logic/cup.py", "Cup.fill", "self.tea = tea", "self.tea = None", "survived")
    assert Explanation("logic/cup.py", "Cup.fill", "self.tea = tea", "Why.", becomes).covers(mutant) is covered
    assert not Explanation("logic/cup.py", "poured", "self.tea = tea", "Why.", becomes).covers(mutant)


def test_every_explanation_is_of_code_that_is_still_there() -> None:
    """Once the lines change, the explanation has to be thought over."""
    stale = [each for each in explanations() if not set(each.was.splitlines()) <= body(each.module, each.function)]
    assert stale == []


def test_every_test_called_slow_is_still_there() -> None:
    """Otherwise the entry has no effect."""
    names = [name.partition("[")[0].partition("::") for name in json.loads(SLOW.read_text("utf-8"))]
    assert [name for file, _, name in names if f"def {name}(" not in (PACKAGE.parent / file).read_text("utf-8")] == []


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
