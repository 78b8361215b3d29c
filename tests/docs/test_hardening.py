"""The page on hardening says what is so: its matrix, its threshold, and the commands and tests that it names."""

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutants.record import list_modules, load_record, replace_table

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "hardening.md").read_text("utf-8")


@pytest.fixture(scope="module")
def matrix() -> ModuleType:
    """The program that runs the matrix."""
    spec = importlib.util.spec_from_file_location("matrix", ROOT / ".ci" / "matrix.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["matrix"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_matrix_on_the_page_is_the_one_that_is_run(matrix: ModuleType) -> None:
    """Each row of the table is a cell on a Python that is promised, and each such cell has its row."""
    rows = re.findall(r"^\| (3\.\d+) \| (\w+) \| (\w+) \| (\w+) \|$", PAGE, re.MULTILINE)
    assert ["-".join(row) for row in rows] == [cell.name for cell in matrix.CELLS if cell.python in matrix.SUPPORTED]


def test_any_two_choices_meet_in_the_matrix(matrix: ModuleType) -> None:
    """None is missing from all cells, and without its fourth cell something would be."""
    assert not matrix.strangers(matrix.CELLS)
    assert matrix.strangers(matrix.CELLS[:3] + matrix.CELLS[4:])


def test_the_promised_pythons_are_those_of_the_metadata(matrix: ModuleType) -> None:
    """What the package says it supports is what is tried."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["classifiers"]
    assert [line.rpartition(" ")[2] for line in said if re.search(r":: 3\.\d+$", line)] == list(matrix.SUPPORTED)


def test_no_number_is_left_open() -> None:
    """Every place that waits for a measurement has got it."""
    assert "<!-- fill" not in PAGE


def test_every_command_and_test_that_the_page_names_is_there() -> None:
    """Modules that are run and files that are named exist."""
    modules, files = (
        set(re.findall(r"python -m (tests\.\w+)", PAGE)),
        set(re.findall(r"`((?:tests|\.ci)/[\w/.]+)`", PAGE)),
    )
    assert modules
    assert files
    assert not [module for module in modules if not (ROOT / module.replace(".", "/") / "__main__.py").exists()]
    assert not [file for file in files if not (ROOT / file).exists()]


def test_the_record_of_mutants_lists_every_module_and_adds_up() -> None:
    """A new module needs an entry: `python -m tests.mutants renew --sample 20 MODULE` (`--sample 0` runs nothing)."""
    record = load_record()
    assert sorted(record) == list_modules()
    for module, entry in record.items():
        assert re.fullmatch("[0-9a-f]{12}", entry.digest), module
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry.date), module
        assert min(entry.rejected, entry.noticed, entry.explained, entry.survived) >= 0, module
        assert entry.rejected + entry.tried <= entry.made, module


def test_the_table_of_mutants_is_that_of_the_record() -> None:
    """`python -m tests.mutants renew` writes both."""
    assert replace_table(PAGE, load_record()) == PAGE
