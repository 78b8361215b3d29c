"""`recommend_frame`: `recommend` for every row of a dataframe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.type_hints import evaluable
from squeezelogic.logic.rulebook import Rulebook

if TYPE_CHECKING:
    from squeezelogic.coaching.profile import Profile
    from squeezelogic.frames.columns import Columns

Invalid = Literal["raise", "null", "unknown"]
UnknownExercises = Literal["null", "raise"]
Lists = Literal["list", "text"]
Progress = Callable[[str, int, int], None]

USUAL = ("verdict", "strength", "phase", "effort", "hold_seconds", "breath", "cues", "reasons")


@evaluable
def recommend_frame(  # noqa: PLR0913 - the options of one public question
    frame: Any,
    select: Iterable[str] = USUAL,
    *,
    profile: Profile | Mapping[str, Any] | str | None = None,
    observed: Iterable[str] = (),
    columns: Columns | None = None,
    invalid: Invalid = "raise",
    unknown_exercise: UnknownExercises = "null",
    lists: Lists = "list",
    separator: str = ",",
    prefix: str = "",
    rulebook: Rulebook | None = None,
    progress: Progress | None = None,
) -> Any:
    """The frame with the recommendation for each row in additional columns.

    Accepts frames of polars (eager and lazy), pandas, pyarrow, DuckDB, Dask and PySpark, and returns a frame of the
    same type. The decision is tabulated once and joined, so lazy engines stay lazy. An empty cell means unknown.
    Columns are found by the names of the attributes, regardless of case; a column `exercise` holds names for
    `find_exercise`.

    Args:
        frame: the frame.
        select: the columns to add, see `docs/dataframes.md`: slots such as `verdict` and `cues`, `reasons` (the rules
            that stand) and `overruled` (the rules that held and were overruled); and descriptions of the row: `family`,
            `movement`, `reading` (of the exercise's name) and `problem`. Advice is given by its id, `summary` and
            `disclaimer` as text.
        profile: the lifter of every row: a `Profile`, a mapping of its fields, or one word. A cell that is not empty
            overrides it.
        observed: faults in every row, added to those of the columns.
        columns: for an attribute (or `exercise`), its column; for a set, optionally a boolean column for each element
            (`{"observed": {"knees_cave": "caved"}}`); None for an attribute that no column gives.
        invalid: how to treat rows with wrong values: `raise` raises an error that lists all of them (a lazy frame runs
            queries that count them), `null` leaves their decision columns null, `unknown` replaces each wrong value by
            unknown.
        unknown_exercise: how to treat rows whose exercise is not certainly a thrust or a hinge: `null` leaves their
            decision columns null, `raise` raises an error that lists all of them.
        lists: whether lists are written as `list` columns, or as `text` with a separator.
        separator: the character between two elements of a list in one text, in columns that are read and written.
        prefix: the prefix of the names of the added columns.
        rulebook: the rulebook; the default one if left out.
        progress: called while the decision is tabulated, with the name of the step, the steps done, and the number of
            steps.

    Raises:
        InvalidInput: a column is missing, cannot be used or would be overwritten; or rows cannot be used.
        ConflictError, GapError: a rulebook of your own contradicts itself in a row, or leaves it undecided.
        ImportError: narwhals is missing, or pyarrow for pandas, Dask and DuckDB.
    """
    try:
        from squeezelogic.frames.dispatch import answer_frame  # noqa: PLC0415 - importing this module needs no narwhals
        from squeezelogic.frames.options import Options, read_defaults  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name != "narwhals":
            raise
        raise ImportError("`recommend_frame` needs narwhals: `pip install narwhals`") from None
    for name, given, known in (
        ("invalid", invalid, get_args(Invalid)),
        ("unknown_exercise", unknown_exercise, get_args(UnknownExercises)),
        ("lists", lists, get_args(Lists)),
    ):
        if given not in known:
            raise InvalidInput(f"{quoted(name)} cannot be {quoted(given)}: {did_you_mean(given, known)}")
    book = Rulebook.default() if rulebook is None else rulebook
    options = Options(
        select=(select,) if isinstance(select, str) else tuple(select),
        columns={} if columns is None else columns,
        strict=invalid == "raise",
        lenient=invalid == "unknown",
        strict_names=unknown_exercise == "raise",
        separator=separator,
        as_text=lists == "text",
        prefix=prefix,
        book=book,
        defaults=read_defaults(profile, observed, book),
        progress=progress or (lambda what, done, total: None),
    )
    return answer_frame(frame, options)
