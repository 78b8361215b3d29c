"""Generated frames, and the expected recommendation for each of their rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from squeezelogic import (
    AmbiguousExercise,
    Exercise,
    InvalidInput,
    Profile,
    Recommendation,
    Rulebook,
    UnknownExercise,
    find_exercise,
    recommend,
)
from squeezelogic.coaching.parts import LIST_SLOTS, PROGRESSION, SINGLE_SLOTS
from squeezelogic.testing import situations
from tests.frames.engines import Engine

WORDS = (*SINGLE_SLOTS, "summary", "disclaimer")
STEPS = {slot: step for step, slot in PROGRESSION.items()}
SELECTABLE = (*WORDS, *LIST_SLOTS, *STEPS, "reasons", "overruled")
LIFTER = (
    "experience",
    "goal",
    "rehab",
    "back_pain",
    "glute_activation",
    "side_imbalance",
    "squeeze_habit",
    "stands_in_extension",
    "mastered_bodyweight",
    "red_flags",
)
LIFT = ("movement", "family", "implement", "single_leg", "banded", "load", "tempo")
SETS = ("red_flags", "observed")
FLAGS = (
    "rehab",
    "side_imbalance",
    "squeeze_habit",
    "stands_in_extension",
    "mastered_bodyweight",
    "single_leg",
    "banded",
)
NAMES = ("hip thrust", "Romanian Deadlift (Barbell)", "single-leg glute bridge", "kettlebell swing", "goblet squat", "")
TYPES = {**dict.fromkeys((*LIFTER, *LIFT, "exercise"), "text"), **dict.fromkeys(FLAGS, "boolean")} | dict.fromkeys(
    SETS, "list"
)
Row = Mapping[str, Any]


@frozen
class Frame:
    """Rows with a cell for each column."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]

    def cells(self) -> dict[str, list[Any]]:
        """The rows by column."""
        return {name: [row.get(name) for row in self.rows] for name in self.columns}

    def on(self, engine: Engine) -> Any:
        """The rows as a frame of an engine."""
        return engine.frame(self.cells(), {name: TYPES[name] for name in self.columns})


def _wrong(name: str) -> st.SearchStrategy[Any]:
    if name in FLAGS:
        return st.none()
    if name in SETS:
        return st.sampled_from([["knees"], ["knees_cave", "knees_cave"], [], ["fever", "cough"], ["bar_rolls", None]])
    return st.sampled_from([None, "unknown", "begginer", "heavy", "thrust", "deadlift", "barbell", ""])


@st.composite
def frames(draw: st.DrawFn, *, damaged: bool = False, named: bool | None = None, most: int = 12) -> Frame:
    """Frames with missing columns and null cells, and, if damaged, wrong cells."""
    by_name = draw(st.booleans()) if named is None else named
    usual = ["exercise"] if by_name else draw(st.sampled_from([["movement"], ["family"], ["movement", "family"]]))
    others = [name for name in (*LIFTER, *LIFT, "observed") if name not in usual]
    columns = (*usual, *draw(st.lists(st.sampled_from(others), unique=True)))
    rows = []
    for situation in draw(st.lists(situations(movement="hip_thrust") | situations(), max_size=most)):
        row: dict[str, Any] = {n: sorted(v) if n in SETS else v for n, v in situation.facts.items()}
        if by_name:
            row["exercise"] = draw(st.sampled_from(NAMES[:4] if not damaged else NAMES))
            row = {name: cell for name, cell in row.items() if damaged or name not in (*LIFT[:5],)}
        if damaged:
            for name in draw(st.lists(st.sampled_from(columns), max_size=2)):
                row[name] = draw(st.sampled_from(NAMES) | st.none() if name == "exercise" else _wrong(name))
        if damaged or by_name or any(row.get(name) for name in usual):
            rows.append(row)
    return Frame(tuple(rows), columns)


class NoExercise(InvalidInput):
    """A row that gives no exercise, or one that is neither a thrust nor a hinge."""


def asked(
    row: Row,
    columns: Sequence[str],
    *,
    rulebook: Rulebook | None = None,
    profile: Mapping[str, Any] = MappingProxyType({}),
    observed: Sequence[str] = (),
) -> Recommendation:
    """The recommendation for a row.

    Raises:
        NoExercise: the row has no exercise, and no other mistake.
        InvalidInput: the row cannot be used.
    """
    cells = {name: row[name] for name in columns if row.get(name) not in (None, "", "unknown")}
    lifter: dict[str, Any] = {**profile, **{name: cells[name] for name in LIFTER if name in cells}}
    lifter["red_flags"] = [*profile.get("red_flags", ()), *cells.get("red_flags", ())]
    seen = [*observed, *cells.get("observed", ())]
    who = Profile(**lifter)
    recommend(who, {"family": "thrust"}, observed=seen, rulebook=rulebook)  # raises for mistakes in other cells first
    lift = {name: cells[name] for name in LIFT if name in cells}
    for name, value in lift.items():
        Exercise(**{name: value} if name in ("movement", "family") else {"family": "thrust", name: value})
    return recommend(who, _lifted(cells.get("exercise"), lift), observed=seen, rulebook=rulebook)


def _lifted(name: str | None, lift: Mapping[str, Any]) -> Exercise:
    told = "movement" in lift or "family" in lift
    if name is not None:
        try:
            said = find_exercise(name).exercise.facts
        except (UnknownExercise, AmbiguousExercise) as error:
            if not told:
                raise NoExercise(*error.problems) from None
            if isinstance(error, UnknownExercise) and error.understood:
                raise InvalidInput("a column contradicts the name") from None
            return Exercise(**lift)
        if any(said.get(key, lift[key]) != lift[key] for key in lift if key not in ("load", "tempo")):
            raise InvalidInput("a column contradicts the name")
        lift = {**said, **lift}
    elif not told:
        raise NoExercise("nobody says what is lifted")
    return Exercise(**lift)


def mended(row: Row, columns: Sequence[str]) -> Row:
    """The row without wrong cells, found by trial: first the name and the movement, then the rest."""
    kept: dict[str, Any] = {}
    first = ("exercise", "movement", "family")
    rest = [name for name in columns if name not in first]
    for name in (name for name in (*first, *rest) if name in columns and row.get(name) is not None):
        if name in SETS:
            kept[name] = [e for e in row[name] if e is not None and _usable({**kept, name: [e]}, columns)]
        elif _usable({**kept, name: row[name]}, columns):
            kept[name] = row[name]
    return kept


def _usable(row: Row, columns: Sequence[str]) -> bool:
    try:
        asked(row, columns)
    except NoExercise:
        return "exercise" not in row or not row["exercise"]
    except InvalidInput:
        return False
    return True


def shown(answer: Recommendation | None, select: Sequence[str]) -> dict[str, Any]:
    """The decision columns of a recommendation."""
    if answer is None:
        return dict.fromkeys(select)
    cells: dict[str, Any] = {name: getattr(answer, name) for name in WORDS}
    cells |= {name: tuple(item.id for item in getattr(answer, name)) for name in LIST_SLOTS}
    for slot, step in STEPS.items():
        item = getattr(answer.progression, step, None)
        cells[slot] = item and item.id
    cells["reasons"] = tuple(reason.rule for reason in answer.reasons)
    cells["overruled"] = tuple(lost.rule for lost in answer.overruled)
    return {name: cells[name] for name in select}


def decided(engine: Engine, frame: Any, select: Sequence[str], prefix: str = "") -> list[dict[str, Any]]:
    """The decision columns of an engine's frame, row by row."""
    return [{name: row[prefix + name] for name in select} for row in engine.told(frame)]


def holds_on(engine: Engine, *strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], None]:
    """Run a property on generated values immediately; a slow engine gets fewer of them."""

    def tried(property_: Callable[..., None]) -> None:
        usual = settings().max_examples
        examples = usual if engine.slow == 1 else max(2, min(usual, 50) // engine.slow)
        slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
        settings(max_examples=examples, suppress_health_check=slow)(given(*strategies)(property_))()

    return tried
