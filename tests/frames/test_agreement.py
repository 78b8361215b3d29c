import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

pytest.importorskip("narwhals")

from squeezelogic import InvalidInput, Rulebook, recommend_frame
from squeezelogic.coaching.parts import LIST_SLOTS
from squeezelogic.logic.model.texts import Advice
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.testing import situations
from tests.frames.asking import (
    LIFT,
    LIFTER,
    SELECTABLE,
    Frame,
    NoExercise,
    asked,
    decided,
    frames,
    holds_on,
    mended,
    shown,
)
from tests.frames.engines import Engine, every_engine

BOOK = Rulebook.default()
selections = st.lists(st.sampled_from(SELECTABLE), min_size=1, unique=True)


@every_engine
@pytest.mark.thorough
def test_each_row_says_what_recommend_says(engine: Engine) -> None:
    """A frame's decision columns are, row by row, what `recommend` answers, whichever columns there are."""

    @holds_on(engine, frames(), selections)
    def _(frame: Frame, select: list[str]) -> None:
        usable = [row for row in frame.rows if _answer(row, frame.columns) is not None]
        kept = Frame(tuple(usable), frame.columns)
        found = decided(engine, recommend_frame(kept.on(engine), select), select)
        assert found == [shown(_answer(row, kept.columns), select) for row in kept.rows]


@every_engine
def test_rows_that_cannot_be_used_are_null(engine: Engine) -> None:
    """With `invalid="null"` exactly the rows that `recommend` refuses have null in every decision column."""

    @holds_on(engine, frames(damaged=True), selections)
    def _(frame: Frame, select: list[str]) -> None:
        found = decided(engine, recommend_frame(frame.on(engine), select, invalid="null"), select)
        assert found == [shown(_answer(row, frame.columns), select) for row in frame.rows]


@every_engine
def test_wrong_values_may_count_as_unknown(engine: Engine) -> None:
    """With `invalid="unknown"` a row says what `recommend` says once what is wrong with it is left out."""

    @holds_on(engine, frames(damaged=True), selections)
    def _(frame: Frame, select: list[str]) -> None:
        found = decided(engine, recommend_frame(frame.on(engine), select, invalid="unknown"), select)
        assert found == [shown(_answer(mended(row, frame.columns), frame.columns), select) for row in frame.rows]


@every_engine
def test_rows_that_cannot_be_used_are_named(engine: Engine) -> None:
    """The error counts exactly the rows that `recommend` refuses; those without an exercise only if that is asked."""

    @holds_on(engine, frames(damaged=True), st.sampled_from(["null", "raise"]), st.sampled_from(["null", "raise"]))
    def _(frame: Frame, invalid: Any, unknown_exercise: Any) -> None:
        lift = [name for name in frame.columns if name in ("exercise", *LIFT)]
        bad = []
        for row in frame.rows:
            found = _error(row, frame.columns)
            wrong = found is not None and not isinstance(found, NoExercise)
            nameless = isinstance(_error(row, lift), NoExercise)
            if (wrong and invalid == "raise") or (nameless and unknown_exercise == "raise"):
                bad.append(row)
        given = frame.on(engine)
        if not bad:
            recommend_frame(given, invalid=invalid, unknown_exercise=unknown_exercise)
            return
        with pytest.raises(InvalidInput) as error:
            recommend_frame(given, invalid=invalid, unknown_exercise=unknown_exercise)
        many = "1 row" if len(bad) == 1 else f"{len(bad)} rows"
        assert error.value.problems[0] == f"{many} cannot be used"


@every_engine
def test_one_lifter_for_all_rows(engine: Engine) -> None:
    """With `profile=` and `observed=` a row says what `recommend` says of that lifter; cells that say more go first."""

    @holds_on(engine, frames(damaged=True), situations(), selections)
    def _(frame: Frame, lifter: Any, select: list[str]) -> None:
        profile, observed = lifter.profile.facts, sorted(lifter.facts.get("observed", ()))
        given = recommend_frame(frame.on(engine), select, profile=profile, observed=observed, invalid="null")
        rows = [_answer(row, frame.columns, profile=profile, observed=observed) for row in frame.rows]
        assert decided(engine, given, select) == [shown(answer, select) for answer in rows]


@every_engine
def test_rows_are_described(engine: Engine) -> None:
    """`family` and `movement` are those that were asked about, and there is a `problem` where `recommend` refuses."""

    @holds_on(engine, frames(damaged=True), st.sampled_from(["null", "unknown"]))
    def _(frame: Frame, invalid: Any) -> None:
        select = ["family", "verdict", "movement", "reading", "problem"]
        given = recommend_frame(frame.on(engine), select, invalid=invalid, prefix="our ")
        for row, cells in zip(frame.rows, decided(engine, given, select, "our "), strict=True):
            answer = _answer(row, frame.columns)
            assert (answer is None) == (cells["problem"] is not None)
            if answer is not None:
                facts = answer.facts
                assert (cells["family"], cells["movement"]) == (facts.get("family"), facts.get("movement"))
            if not row.get("exercise") or (answer is not None and cells["reading"] in ("thrust", "hinge")):
                assert cells["reading"] == cells["family"]


def _answer(row: Any, columns: Any, **options: Any) -> Any:
    try:
        return asked(row, columns, **options)
    except InvalidInput:
        return None


def _error(row: Any, columns: Any) -> InvalidInput | None:
    try:
        asked(row, columns)
    except InvalidInput as error:
        return error
    return None


@every_engine
def test_lists_stand_in_the_order_of_ranks_whichever_topics_fill_them(engine: Engine, tmp_path: Path) -> None:
    """Ranks that go across topics give each engine's lists the order of `recommend`."""
    chance = random.Random(7)
    told = (f"[advice.{text.id}]\n{_written(text, rank=chance.randint(-2, 2))}" for text in BOOK.advice.values())
    (tmp_path / "advice.toml").write_text("\n".join(told), "utf-8")
    book = BOOK.extended(tmp_path)

    facts = {name: BOOK.vocabulary.attributes[name] for name in (*LIFTER, *LIFT, "observed") if name != "family"}
    rows = tuple({name: _drawn(fact, chance) for name, fact in facts.items()} for _ in range(60))
    frame = Frame(rows, tuple(facts))  # so many facts that no group has all topics
    found = decided(engine, recommend_frame(frame.on(engine), LIST_SLOTS, rulebook=book), LIST_SLOTS)
    assert found == [shown(asked(row, frame.columns, rulebook=book), LIST_SLOTS) for row in rows]


def _drawn(fact: Attribute, chance: random.Random) -> Any:
    if fact.type == "set":
        return chance.sample(list(map(str, fact.values)), chance.choice([0, 0, 1, 3]))
    return chance.choice([True, False] if fact.type == "boolean" else list(fact.values))


def _written(text: Advice, rank: int) -> str:
    """A text as a file has it, with a rank of its own."""
    parts: dict[str, Any] = {"text": text.text, **text.carries, "rank": rank}
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in parts.items())
