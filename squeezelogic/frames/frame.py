"""`recommend_frame`: the question of `recommend`, asked of every row at once."""

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
    """The frame with what `recommend` says about each row in further columns.

    Works on frames of polars (eager and lazy), pandas, pyarrow, DuckDB, Dask and PySpark, and gives a frame of the same
    kind. The decision is tabulated once and joined, so lazy engines stay lazy. An empty cell is unknown. Columns are
    found by the names of the attributes, whatever their case; a column `exercise` holds names for `find_exercise`.

    Args:
        frame: the frame.
        select: the columns to add, see `docs/dataframes.md`: slots such as `verdict` and `cues`, `reasons` (the rules
            that stand) and `overruled` (those that held and lost); and of the row itself `family`, `movement`,
            `reading` (what its name means) and `problem`. Advice is given by its id, `summary` and `disclaimer` in
            words.
        profile: who lifts in every row: a `Profile`, a mapping of its fields, or one word. A column that gives the same
            attribute is believed where it says something.
        observed: faults seen in every row, besides those that a column gives.
        columns: for an attribute (or `exercise`), the column that gives it; for a set, maybe a boolean column for each
            element (`{"observed": {"knees_cave": "caved"}}`); None for an attribute that no column gives.
        invalid: what becomes of rows with wrong values: `raise` names all of them (on a lazy frame it runs queries that
            count them), `null` leaves their decision columns null, `unknown` takes each wrong value for unknown.
        unknown_exercise: what becomes of rows without an exercise that is surely a thrust or a hinge: `null` leaves
            their decision columns null, `raise` names all of them.
        lists: whether lists become `list` columns, or `text` with a separator.
        separator: what stands between two elements of a list in one text, in columns that are read and written.
        prefix: what the names of the added columns begin with.
        rulebook: the one to ask; the default one if left out.
        progress: called while the decision is tabulated, with what is done, how many steps of it, and how many in all.

    Raises:
        InvalidInput: a column is not there, cannot be used or would be overwritten; or rows cannot be used.
        ConflictError, GapError: a rulebook of one's own contradicts itself in some row, or says nothing.
        ImportError: narwhals is missing, or for pandas, Dask and DuckDB pyarrow.
    """
    try:
        from squeezelogic.frames.dispatch import answer_frame  # noqa: PLC0415 - naming this function needs no narwhals
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
