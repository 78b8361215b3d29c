"""Long frames are processed in pieces."""

from __future__ import annotations

import pytest

pytest.importorskip("narwhals", reason="narwhals is not installed")

from squeezelogic import recommend_frame
from squeezelogic.frames import eager

ROWS = {
    "experience": ["beginner", "advanced", None, "beginner", "intermediate", "advanced", "beginner"],
    "movement": ["hip_thrust", "swing", "deadlift", "swing", "glute_bridge", "hip_thrust", "good_morning"],
}


@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
@pytest.mark.parametrize("piece", [1, 3, 7, 8])
@pytest.mark.parametrize("lists", ["list", "text"])
def test_the_size_of_a_piece_changes_nothing(
    engine: str, piece: int, lists: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it divides the number of rows, exceeds it, or is one: the same columns, with the same rows."""
    module = pytest.importorskip(engine, reason=f"{engine} is not installed")
    make = module.table if engine == "pyarrow" else module.DataFrame
    whole = recommend_frame(make(ROWS), lists=lists)  # type: ignore[arg-type]
    monkeypatch.setattr(eager, "PIECE", piece)
    pieced = recommend_frame(make(ROWS), lists=lists)  # type: ignore[arg-type]
    assert pieced.equals(whole)
