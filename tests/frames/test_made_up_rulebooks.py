"""Frames decide each row as the rulebook does, for generated rulebooks and columns of every type."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from attrs import evolve
from hypothesis import strategies as st

pytest.importorskip("narwhals")

from squeezelogic import InvalidInput, Rulebook, recommend_frame
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute
from squeezelogic.testing import inventing
from squeezelogic.testing.books import always_decides, written
from tests.frames.asking import decided, holds_on
from tests.frames.engines import Engine, every_engine
from tests.logic import generated
from tests.logic.analysis.test_compiled import telling

SLOTS = [f"{topic}_{slot}" for topic in ("first", "second") for slot in ("answer", "list", "tips", "points")]
MOST_DIGITS = 18  # of a whole number in text
MOMENTS = range(1900, 2200)  # the years that every engine's moments reach


@st.composite
def books(draw: st.DrawFn) -> Rulebook:
    """Rulebooks that always decide, with what a recommendation needs."""
    files = draw(inventing.invented(sound=True))
    words = files["vocabulary.toml"]
    words["attribute"]["family"] = {"of": "exercise", "values": ["thrust", "hinge"]}
    words["slot"] |= {"verdict": {"values": ["go"]}, "strength": {"values": ["firm"]}}
    words["slot"] |= {name: {"type": "text"} for name in ("summary", "disclaimer")}
    says = {"verdict": "go", "strength": "firm", "summary": "tip-one", "disclaimer": "tip-one"}
    return written("made-up", {**files, "base.toml": {"topic": "base", "rule": [{"id": "base", "then": says}]}})


def forms(cell: Any) -> dict[str, Any]:
    """A value in each type of column that holds it, by the type."""
    if isinstance(cell, frozenset):
        return {"list": sorted(cell), "text": ", ".join(sorted(cell))}
    if isinstance(cell, bool):
        return {"boolean": cell, "text": str(cell), "integer": int(cell), "number": float(cell)}
    if isinstance(cell, str):
        return {"text": cell}
    if isinstance(cell, datetime.date):
        moment = {"moment": datetime.datetime.combine(cell, datetime.time.min)} if cell.year in MOMENTS else {}
        return {"date": cell, "text": f"{cell}", **moment}
    found: dict[str, Any] = {"number": float(cell)}
    if len(str(cell)) < MOST_DIGITS:
        found["text"] = str(cell)
    return {**found, "integer": cell} if isinstance(cell, int) and -(2**63) <= cell < 2**63 else found


def fact(attribute: Attribute, cell: Any) -> Any:
    """The fact that a cell gives."""
    if attribute.type == "set":
        return [part for part in cell.split(", ") if part] if isinstance(cell, str) else list(cell)
    if attribute.type == "boolean":
        return {"true": True, "false": False}[cell.lower()] if isinstance(cell, str) else bool(cell)
    if attribute.type == "integer":
        return int(cell)
    if attribute.type == "number":
        return float(cell)
    return cell.date() if isinstance(cell, datetime.datetime) else cell


@st.composite
def frames(draw: st.DrawFn, book: Rulebook) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """The cells of a few rows, on the borders of rules or beside them, and the type of each column."""
    found: dict[str, list[Any]] = {}
    types: dict[str, str] = {}
    rows = draw(st.integers(1, 8))
    borders = telling(book.vocabulary.attributes, book.topics)
    own = [a for a in book.vocabulary.attributes.values() if a.name != "family"]
    chosen = draw(st.lists(st.sampled_from(own), unique=True))
    for attribute in (one for one in own if one.required or one in chosen):
        values = st.sampled_from([None if value == UNKNOWN else value for value in borders[attribute.name]])
        if attribute.is_ordered:
            unbounded = evolve(attribute, at_least=None, at_most=None)
            values |= generated.values(unbounded).filter(lambda value: value != UNKNOWN)
        cells = draw(st.lists(values, min_size=rows, max_size=rows))
        kinds = [set(forms(cell)) for cell in cells if cell is not None]
        types[attribute.name] = draw(st.sampled_from(sorted(set.intersection(*kinds) if kinds else {"text"})))
        found[attribute.name] = [None if cell is None else forms(cell)[types[attribute.name]] for cell in cells]
    return {"family": ["thrust"] * rows, **found}, {"family": "text", **types}


def decide(book: Rulebook, row: Mapping[str, Any], select: Sequence[str]) -> dict[str, Any]:
    """What the rulebook decides of a row; nothing where it cannot be used."""
    attributes = book.vocabulary.attributes
    try:
        slots = book.decide({n: fact(attributes[n], cell) for n, cell in row.items() if cell is not None}).slots
    except InvalidInput:
        return dict.fromkeys(select)
    accumulates = {name for name, slot in book.vocabulary.slots.items() if slot.accumulates}
    return {name: slots.get(name, () if name in accumulates else None) for name in select}


@every_engine
@pytest.mark.thorough
def test_any_rulebook_decides_each_row(engine: Engine) -> None:
    """Every type of attribute and condition, points, blocks and implied facts; a row that cannot be used is null."""

    @holds_on(
        engine, books().filter(always_decides), st.lists(st.sampled_from(SLOTS), min_size=1, unique=True), st.data()
    )
    def _(book: Rulebook, select: list[str], data: st.DataObject) -> None:
        cells, types = data.draw(frames(book))
        rows = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
        answered = recommend_frame(engine.frame(cells, types), select, rulebook=book, invalid="null")
        assert decided(engine, answered, select) == [decide(book, row, select) for row in rows]
