from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("narwhals")

from squeezelogic import ConflictError, GapError, InvalidInput, Rulebook, SqueezelogicError, recommend, recommend_frame
from tests.frames.asking import decided
from tests.frames.engines import Engine, every_engine

KNEES = """
[attribute.knee_pain]
values = ["none", "current"]
[attribute.years]
type = "integer"
at_least = 0
at_most = 60
[slot.ready]
type = "boolean"
"""
RULES = """
topic = "knees"
levels = ["first"]
concludes = ["ready", "notes"]
{required}

[[rule]]
id = "sore-knees-wait"
level = "first"
when.knee_pain = "current"
then.ready = false
then.notes = ["stop-if-it-hurts"]

[[rule]]
id = "old-hands-are-ready"
level = "first"
when.years = {{ at_least = 10 }}
then.ready = true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A rulebook about knees, to be put on top of the default one."""
    (tmp_path / "vocabulary.toml").write_text(KNEES)
    (tmp_path / "knees.toml").write_text(RULES.format(required=""))
    return tmp_path


def _given(engine: Engine, **columns: tuple[str, list[Any]]) -> Any:
    return engine.frame({n: cells for n, (_, cells) in columns.items()}, {n: t for n, (t, _) in columns.items()})


@every_engine
def test_a_rulebook_of_ones_own_has_its_own_columns(engine: Engine, folder: Path) -> None:
    """Attributes and slots that a rulebook adds are columns like any others."""
    book = Rulebook.default().extended(folder)
    given = _given(
        engine,
        exercise=("text", ["hip thrust", "kettlebell swing", "hip thrust", "hip thrust"]),
        knee_pain=("text", ["current", None, "none", None]),
        years=("integer", [9, 10, 60, None]),
    )
    found = decided(engine, recommend_frame(given, ["ready", "notes"], rulebook=book), ["ready", "notes"])
    assert [row["ready"] for row in found] == [False, True, True, None]
    answer = recommend({"more": {"knee_pain": "current", "years": 9}}, "hip thrust", rulebook=book)
    assert found[0]["notes"] == tuple(item.id for item in answer.notes)


@every_engine
def test_numbers_out_of_bounds_are_wrong(engine: Engine, folder: Path) -> None:
    """A whole number beyond its bounds is told like any other wrong value."""
    book = Rulebook.default().extended(folder)
    given = _given(engine, family=("text", ["thrust"] * 3), years=("integer", [61, -1, 0]))
    with pytest.raises(InvalidInput, match=r"2 rows cannot be used\n`years` cannot be `(61|-1)`: give a whole number"):
        recommend_frame(given, rulebook=book)


@every_engine
def test_a_rulebook_whose_slots_are_something_else_is_refused(engine: Engine, tmp_path: Path) -> None:
    """As `recommend` refuses it, with everything that is wrong, before any row is looked at."""
    (tmp_path / "vocabulary.toml").write_text(
        '[rulebook]\nname = "mine"\n[attribute.family]\nvalues = ["thrust", "hinge"]\n'
        '[slot.verdict]\nvalues = ["go"]\n[slot.strength]\nvalues = ["go"]\n[slot.summary]\nvalues = ["go"]\n'
    )
    (tmp_path / "topic.toml").write_text('topic = "t"\n[[rule]]\nid = "r"\nthen = { verdict = "go", summary = "go" }\n')
    book = Rulebook.load(tmp_path)
    frame = _given(engine, family=("text", ["thrust"]))
    errors = []
    for ask in (lambda: recommend_frame(frame, rulebook=book), lambda: recommend({}, "hip thrust", rulebook=book)):
        with pytest.raises(InvalidInput) as caught:
            ask()
        errors.append(caught.value.problems)
    assert (
        errors[0]
        == errors[1]
        == (
            "rulebook `mine` lacks slots that a recommendation needs: `disclaimer`",
            "rulebook `mine` declares slot `summary` as `enum`: in a recommendation it has to be `text` or `advice`",
        )
    )


def _raised(frame: Any, engine: Engine, **options: Any) -> SqueezelogicError | None:
    try:
        engine.told(recommend_frame(frame, **options))
    except SqueezelogicError as error:
        return error
    return None


@every_engine
@pytest.mark.parametrize("alone", [True, False])
def test_a_conflict_is_raised_where_a_row_meets_it(engine: Engine, folder: Path, alone: bool) -> None:
    """A conflict that some row meets is what `recommend` raises for that row; one that no row meets is none."""
    book = Rulebook.default().extended(folder)
    pain = ["none", "current"] if alone else ["none", "none"]
    given = _given(engine, family=("text", ["thrust"] * 2), knee_pain=("text", pain), years=("integer", [20, 20]))
    error = _raised(given, engine, select=["verdict", "ready"], rulebook=book)
    if not alone:
        assert error is None
        return
    assert isinstance(error, ConflictError)
    assert error.facts == {"knee_pain": "current", "years": 20}
    assert _raised(given, engine, select=["verdict"], rulebook=book) is None, "the topic has no say in this column"


@every_engine
def test_a_gap_is_raised_where_a_row_meets_it(engine: Engine, folder: Path) -> None:
    """A required slot that some row leaves empty is a gap."""
    (folder / "knees.toml").write_text(RULES.format(required='required = ["ready"]'))
    book = Rulebook.default().extended(folder)
    given = _given(engine, family=("text", ["thrust"] * 2), years=("integer", [20, 5]))
    error = _raised(given, engine, select=["ready"], rulebook=book)
    assert isinstance(error, GapError)
    assert error.facts == {"years": 5}


@every_engine
def test_progress_is_told(engine: Engine) -> None:
    """Reading names and tabulating tell how far they are, up to the end."""
    heard: list[tuple[str, int, int]] = []
    given = _given(engine, exercise=("text", ["hip thrust", "kettlebell swing"]))
    engine.told(recommend_frame(given, progress=lambda *step: heard.append(step)))
    assert {what for what, done, total in heard if done == total} == {"reading names", "tabulating"}
