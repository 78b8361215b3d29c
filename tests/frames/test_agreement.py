import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

pytest.importorskip("narwhals")

from squeezelogic import InvalidInput, Rulebook, recommend_frame
from squeezelogic.logic.model.texts import Advice
from squeezelogic.logic.model.vocabulary import Attribute
from tests.frames.asking import LIFT, LIFTER, LISTS, SELECTABLE, Frame, asked, decided, frames, holds_on, mended, shown
from tests.frames.engines import Engine, every_engine

BOOK = Rulebook.default()
selections = st.lists(st.sampled_from(SELECTABLE), min_size=1, unique=True)


@every_engine
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
def test_rows_that_cannot_be_used_are_told(engine: Engine) -> None:
    """With `invalid="raise"` the error counts exactly the rows that `recommend` refuses."""

    @holds_on(engine, frames(damaged=True))
    def _(frame: Frame) -> None:
        bad = [row for row in frame.rows if _answer(row, frame.columns) is None]
        given = frame.on(engine)
        if not bad:
            recommend_frame(given)
            return
        with pytest.raises(InvalidInput) as error:
            recommend_frame(given)
        many = "1 row" if len(bad) == 1 else f"{len(bad)} rows"
        assert error.value.problems[0] == f"{many} cannot be used"


def _answer(row: Any, columns: Any) -> Any:
    try:
        return asked(row, columns)
    except InvalidInput:
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
    found = decided(engine, recommend_frame(frame.on(engine), LISTS, rulebook=book), LISTS)
    assert found == [shown(asked(row, frame.columns, rulebook=book), LISTS) for row in rows]


def _drawn(fact: Attribute, chance: random.Random) -> Any:
    if fact.type == "set":
        return chance.sample(list(map(str, fact.values)), chance.choice([0, 0, 1, 3]))
    return chance.choice([True, False] if fact.type == "boolean" else list(fact.values))


def _written(text: Advice, rank: int) -> str:
    """A text as a file has it, with a rank of its own."""
    parts: dict[str, Any] = {"text": text.text, **text.carries, "rank": rank}
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in parts.items())
