"""One frame whose rows reach every rule, in each form that cells may have: the same as row by row."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

pytest.importorskip("narwhals")

from squeezelogic import InvalidInput, Recommendation, find_exercise, recommend, recommend_frame
from squeezelogic.coaching.values import FAMILY_OF
from squeezelogic.frames.columns import BLANKS
from squeezelogic.testing.books import written
from tests.coaching.read_back import recommendations
from tests.frames.asking import FLAGS, LIFT, LIFTER, SELECTABLE, SETS, TYPES, decided, shown
from tests.frames.engines import ENGINES, Engine, every_engine
from tests.frames.test_ordered import WEIGHED

RECS = recommendations()
SOME = RECS[::6]
COLUMNS = (*LIFTER, *LIFT, "observed")
YES, NO = ("true", "True", "TRUE", "1", "1.0"), ("false", "False", "FALSE", "0", "0.0")
SELECT = ("verdict", "corrections")


def cells(recs: tuple[Recommendation, ...] = RECS) -> dict[str, list[Any]]:
    """The facts of these recommendations, by column."""
    rows = [{name: list(it) if isinstance(it, tuple) else it for name, it in rec.facts.items()} for rec in recs]
    return {name: [row.get(name) for row in rows] for name in COLUMNS}


def again(rec: Recommendation, **more: Any) -> Recommendation:
    """The recommendation with more faults or red flags."""
    facts: dict[str, Any] = {name: rec.facts[name] for name in COLUMNS if name in rec.facts}
    sets = {name: {*facts.pop(name, ()), *more.get(name, ())} for name in SETS}
    lift = {name: facts.pop(name) for name in LIFT if name in facts}
    return recommend({**facts, "red_flags": sets["red_flags"]}, lift, observed=sets["observed"])


@every_engine
@pytest.mark.parametrize("form", ["list", "text", "flags"])
def test_every_rule_decides_in_a_frame_what_it_decides_alone(engine: Engine, form: str) -> None:
    """All that can be selected; sets are lists, texts with blanks around their elements, or flags."""
    recs = RECS if form == "list" and engine is ENGINES[0] else SOME
    given, types, where = cells(recs), dict(TYPES), dict[str, Any]()
    for name in SETS if form != "list" else ():
        column = given.pop(name)
        if form == "text":
            blank = [BLANKS[place % len(BLANKS)] for place in range(len(column))]
            given[name] = [f" {b},".join(it) if it else None for it, b in zip(column, blank, strict=True)]
            types[name] = "text"
            continue
        where[name] = {element: f"has {element}" for it in column for element in it or ()}
        for element, called in where[name].items():
            given[called], types[called] = [element in (it or ()) for it in column], "boolean"
    frame = engine.frame(given, {name: types[name] for name in given})
    select = SELECTABLE if recs is RECS else SELECT
    found = decided(engine, recommend_frame(frame, select, columns=where), select)
    assert found == [shown(rec, select) for rec in recs]


@every_engine
def test_yes_and_no_in_every_spelling_are_read(engine: Engine) -> None:
    """A boolean may be a text, or a number, with blanks around it."""
    given, spelled = cells(SOME), {True: YES, False: NO, None: (None,)}
    for name in FLAGS:
        given[name] = [spelled[it][place % len(spelled[it])] for place, it in enumerate(given[name])]
    frame = engine.frame(given, {name: "text" if name in FLAGS else TYPES[name] for name in given})
    assert decided(engine, recommend_frame(frame, SELECT), SELECT) == [shown(rec, SELECT) for rec in SOME]
    numbers = {**cells(SOME), **{name: [it if it is None else int(it) for it in cells(SOME)[name]] for name in FLAGS}}
    frame = engine.frame(numbers, {name: "integer" if name in FLAGS else TYPES[name] for name in numbers})
    assert decided(engine, recommend_frame(frame, SELECT), SELECT) == [shown(rec, SELECT) for rec in SOME]


@every_engine
def test_what_every_row_has_is_added_to_what_its_cells_say(engine: Engine) -> None:
    """Faults and red flags of all rows come on top of a row's own."""
    frame = engine.frame(cells(SOME), {name: TYPES[name] for name in COLUMNS})
    seen = ["no_pause", "leans_back"]
    found = decided(engine, recommend_frame(frame, SELECT, observed=seen), SELECT)
    assert found == [shown(again(rec, observed=seen), SELECT) for rec in SOME]
    found = decided(engine, recommend_frame(frame, SELECT, profile={"red_flags": ["fever"]}), SELECT)
    assert found == [shown(again(rec, red_flags=["fever"]), SELECT) for rec in SOME]


@every_engine
def test_a_wrong_element_makes_a_row_wrong_whatever_stands_beside_it(engine: Engine) -> None:
    """As text and as a list; where wrong values count as unknown, the right elements stay."""
    for cell, kind in ((["loose_core", "knees"], "list"), ("loose_core, knees", "text")):
        frame = engine.frame({"family": ["thrust"], "observed": [cell]}, {"family": "text", "observed": kind})
        with pytest.raises(InvalidInput, match="knees"):
            engine.told(recommend_frame(frame, SELECT))
        assert decided(engine, recommend_frame(frame, SELECT, invalid="null"), SELECT) == [dict.fromkeys(SELECT)]
        found = decided(engine, recommend_frame(frame, SELECT, invalid="unknown"), SELECT)
        assert found == [shown(recommend({}, {"family": "thrust"}, observed=["loose_core"]), SELECT)]


def test_a_moment_in_a_time_zone_is_no_date() -> None:
    """Its day depends on where one stands, so the column is refused."""
    pl = pytest.importorskip("polars")
    moment = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    frame = pl.DataFrame({"family": ["hinge"], "weight": [1.5], "born": [moment]})
    with pytest.raises(InvalidInput, match="born"):
        recommend_frame(frame, ["verdict"], rulebook=written("weighed", WEIGHED))


@every_engine
def test_of_facts_that_contradict_one_another_the_movement_is_believed(engine: Engine) -> None:
    """Where wrong values count as unknown, what says most about others counts; otherwise the row is refused."""
    pairs = [(movement, family) for movement in FAMILY_OF for family in ("thrust", "hinge")]
    given = {"movement": [movement for movement, _ in pairs], "family": [family for _, family in pairs]}
    frame = engine.frame(given, {"movement": "text", "family": "text"})
    found = decided(engine, recommend_frame(frame, SELECT, invalid="unknown"), SELECT)
    assert found == [shown(recommend({}, {"movement": movement}), SELECT) for movement, _ in pairs]
    refused = decided(engine, recommend_frame(frame, ["verdict"], invalid="null"), ["verdict"])
    assert [row["verdict"] is None for row in refused] == [FAMILY_OF[movement] != family for movement, family in pairs]


@every_engine
def test_a_column_settles_only_a_name_that_leaves_it_open(engine: Engine) -> None:
    """An unsettled or unreadable name is settled by the family; one that means something else contradicts it."""
    names = ["power clean", "zorblax", "goblet squat", "hip thrust", "deadlift"]
    frame = engine.frame({"exercise": names, "family": ["hinge"] * 5}, {"exercise": "text", "family": "text"})
    found = decided(engine, recommend_frame(frame, ["verdict"], invalid="null"), ["verdict"])
    assert [row["verdict"] is not None for row in found] == [True, True, False, False, True]


@every_engine
def test_columns_say_the_load_and_the_tempo_whatever_a_name_suggests(engine: Engine) -> None:
    """A name only suggests them; anything else that contradicts it is wrong."""
    names = ["hip thrust", "kettlebell swing", "body weight glute bridge", "deadlift"]
    given: dict[str, list[Any]] = {
        "exercise": names,
        "tempo": ["fast", "slow", "fast", None],
        "load": ["heavy", None, "light", "heavy"],
    }
    frame = engine.frame(given, dict.fromkeys(given, "text"))
    found = decided(engine, recommend_frame(frame, SELECT), SELECT)
    lifts: list[dict[str, Any]] = [dict(find_exercise(name).exercise.facts) for name in names]
    for place, lift in enumerate(lifts):
        lift.update({name: given[name][place] for name in ("tempo", "load") if given[name][place]})
    assert found == [shown(recommend({}, lift), SELECT) for lift in lifts]
