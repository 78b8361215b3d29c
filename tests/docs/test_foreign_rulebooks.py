"""Rulebooks from public descriptions: published outcomes are their cases, and planted errors are found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from squeezelogic import Rulebook

FOREIGN = Path(__file__).parents[2] / "docs" / "examples" / "foreign"
BOOKS = sorted(path.name for path in FOREIGN.iterdir())
PUBLISHED = {"bucket-access": 8, "c-spine": 5, "income-tax": 6, "order-discount": 4, "wells-dvt": 5}
MISTAKES = [
    ("c-spine", "imaging", "at_least = 65", "above = 65", ("case",)),
    ("c-spine", "imaging", 'level = "high risk"', 'level = "otherwise"', ("case", "law")),
    ("wells-dvt", "likelihood", "below = 2", "below = 1", ("gap",)),
    ("wells-dvt", "score", "then.score = -2", "then.score = -3", ("case", "law")),
    ("income-tax", "rate", "above = 37700, ", "at_least = 37700, ", ("conflict",)),
    ("income-tax", "rate", "above = 125140", "above = 125141", ("gap",)),
    ("bucket-access", "access", "when.secure_transport = { not = true }", "when.secure_transport = false", ("law",)),
    ("order-discount", "discount", "below = 10", "at_most = 10", ("conflict",)),
    ("order-discount", "discount", "at_least = 10 }", "above = 10 }", ("gap",)),
]


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_is_found_and_every_published_outcome_comes_out(name: str) -> None:
    """No gap, no conflict, no idle rule, no broken law; each outcome is a case of its own."""
    book = Rulebook.load(FOREIGN / name)
    assert book.check(lint=True) == ()
    assert len(book.cases) == PUBLISHED[name]


@pytest.mark.parametrize(("name", "topic", "old", "new", "checks"), MISTAKES, ids=lambda value: str(value)[:24])
def test_a_mistake_that_such_tables_have_is_found(
    tmp_path: Path, name: str, topic: str, old: str, new: str, checks: tuple[str, ...]
) -> None:
    """A bound that is off by one, or a level in the wrong place, breaks a case, a law or the table itself."""
    folder = Path(shutil.copytree(FOREIGN / name, tmp_path / name))
    file = folder / f"{topic}.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert set(checks) <= {finding.check for finding in Rulebook.load(folder).check()}
