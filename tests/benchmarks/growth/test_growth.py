"""That costs grow with a rulebook and not with its square: counted in instructions, so without a clock."""

from __future__ import annotations

import difflib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import squeezelogic.logic.checks  # imported now, so that importing is not counted
import squeezelogic.logic.diff.diff
import squeezelogic.logic.loading.assemble
from squeezelogic.logic.diff.diff import diff
from squeezelogic.logic.loading.section import MOST_SEARCHED
from squeezelogic.logic.model.errors import RulebookError
from squeezelogic.logic.rulebook import Rulebook
from tests.benchmarks.growth import page, shapes
from tests.benchmarks.growth.curves import curves, steepness
from tests.benchmarks.growth.measures import COSTS, Measured, Point
from tests.benchmarks.growth.steps import exponent, steps

LINEAR = 1.1
"""What counts as linear: a line has the exponent 1, and one that is a tenth square at its far end about 1.06."""


def grown(make: Callable[[int], Callable[[], object]], sizes: tuple[int, int]) -> float:
    """The exponent by which the instructions of a call grow."""
    small, large = (steps(make(size)) for size in sizes)
    return exponent(sizes, (small, large))


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_loading_grows_with_the_rules(shape: str, tmp_path: Path) -> None:
    """Four times the rules are read in about four times the instructions, whatever shape they have."""

    def loading(rules: int) -> Callable[[], object]:
        folder = shapes.written(
            shapes.SHAPES[shape](rules, *((40, 5) if shape != "flat" else ())), tmp_path / str(rules)
        )
        return lambda: Rulebook.load(folder)

    assert grown(loading, (400, 1600)) < LINEAR


def test_laying_a_folder_on_top_grows_with_the_rules(tmp_path: Path) -> None:
    """To replace every rule of a rulebook takes instructions in proportion to the rules."""

    def extending(rules: int) -> Callable[[], object]:
        book = Rulebook.load(shapes.written(shapes.topics(rules), tmp_path / str(rules)))
        return lambda: book.extended(tmp_path / str(rules))

    assert grown(extending, (400, 1600)) < LINEAR


def test_checking_topics_grows_with_the_rules(tmp_path: Path) -> None:
    """Topics side by side, with examples that miss by one fact, are proven in proportion to the rules."""

    def checking(rules: int) -> Callable[[], object]:
        files = shapes.with_cases(shapes.topics(rules, values=3), tmp_path / f"bare-{rules}")
        return Rulebook.load(shapes.written(files, tmp_path / str(rules))).check

    # Each example asks every topic once, and chance makes more rules redundant in the large one.
    assert grown(checking, (60, 240)) < 1.6


def test_checking_one_large_topic_is_far_from_a_square(tmp_path: Path) -> None:
    """Rules of one topic that exclude one another are not compared two by two, for conflicts or redundancy."""

    def checking(rules: int) -> Callable[[], object]:
        return Rulebook.load(shapes.written(shapes.cells(rules), tmp_path / str(rules))).check

    assert grown(checking, (100, 400)) < 1.5


def test_comparing_one_large_topic_grows_with_the_rules(tmp_path: Path) -> None:
    """Two rulebooks of one large topic each are compared in proportion to the rules."""

    def comparing(rules: int) -> Callable[[], object]:
        old, new = shapes.cells(rules), shapes.edited(shapes.cells(rules))
        before, after = (
            Rulebook.load(shapes.written(files, tmp_path / f"{rules}-{i}")) for i, files in enumerate((old, new))
        )
        return lambda: diff(before, after)

    assert grown(comparing, (100, 400)) < 1.4


def test_thousands_of_misspellings_are_not_each_looked_up_among_thousands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much is wrong, about as many names are searched as are allowed; and still all of it is reported."""
    searched = 0
    search = difflib.get_close_matches

    def counted(word: str, possibilities: list[str], n: int) -> list[str]:
        nonlocal searched
        searched += len(possibilities)
        return search(word, list(possibilities)[:10], n)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    files = shapes.cells(1000)
    wrong = [{**rule, "overrides": [f"{rule['id']}-x"]} for rule in files["cells.toml"]["rule"]]
    shapes.written({**files, "cells.toml": {**files["cells.toml"], "rule": wrong}}, tmp_path)
    with pytest.raises(RulebookError) as caught:
        Rulebook.load(tmp_path)
    assert len(caught.value.problems) == 1000
    assert 0 < searched < 2 * MOST_SEARCHED


def test_a_change_without_end_of_conditions_is_still_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where describing a change takes too long, it is counted, witnessed and explained all the same, and says so."""
    old = Rulebook.load(shapes.written(shapes.cells(28), tmp_path / "old"))
    new = Rulebook.load(shapes.written(shapes.edited(shapes.cells(28)), tmp_path / "new"))
    whole = diff(old, new)
    monkeypatch.setattr(squeezelogic.logic.diff.diff, "STEPS_TO_DESCRIBE", 10)
    found = diff(old, new)
    assert found.different == whole.different > 0
    assert [change.causes for change in found.changes] == [change.causes for change in whole.changes]
    assert [change.when for change in found.changes] == [()] * len(whole.changes)
    assert "more conditions than can be listed" in str(found)
    assert "more conditions than can be listed" in found.to_markdown()


def test_steepness_is_the_power() -> None:
    """A cost that is a power of the size, with any factor, has that power as its steepness; fixed ends do not count."""
    assert steepness({10: 1e9, 100: 3 * 100**1.5, 1000: 3 * 1000**1.5, 10_000: 0.1}) == pytest.approx(1.5)
    assert steepness({1000: 1.0}) is None


def test_what_is_quick_is_measured_too() -> None:
    """The clock is finer than a tick of the system, also where processor time is limited."""
    program = "import resource; from tests.benchmarks.growth.measures import now\n"
    program += "resource.setrlimit(resource.RLIMIT_CPU, (20, 20))\n"
    program += "print(len({now() for _ in range(10_000)}))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(ran.stdout) > 1_000


def test_the_page_says_what_was_not_measured(tmp_path: Path) -> None:
    """A point that took too long shows as such in the table, beside those that were measured."""
    (tmp_path / "growth.md").write_text(f"# Growth\n\n{page.BEGIN}\nstale\n{page.END}\n", encoding="utf-8")
    points = {
        Point(shape, along, size, cost): None
        if (cost, size) == ("diff", 300)
        else Measured(size / 1000, 20, int(cost == "check"))
        for shape, along, cost in curves()
        for size in (100, 300)
    }
    page.update(tmp_path / "growth.md", points, 60, ["images/growth-rules.svg"], "")
    text = (tmp_path / "growth.md").read_text("utf-8")
    assert "stale" not in text
    assert "| diff | chain | 100 ms | over | – |" in text
    assert "| check | flat | 100 ms (1 declined) | 300 ms (1 declined) | 1.00 |" in text


def test_the_published_page_was_made_by_this_program() -> None:
    """Every cost and shape has its line in the documentation, and every picture is there."""
    folder = Path(__file__).parents[3] / "docs"
    text = (folder / "growth.md").read_text("utf-8")
    assert page.COMMAND in text
    assert all(f"| {cost} | {shape} |" in text for cost in COSTS for shape in shapes.SHAPES)
    assert all((folder / f"images/growth-{along}.svg").exists() for along in ("rules", "attributes", "values"))
