"""The prepared form of a rulebook is used only while it matches the TOML files."""

from __future__ import annotations

import gc
import pickle
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen

from squeezelogic import Rulebook
from squeezelogic.logic.loading import shipped

RAIN = Path(__file__).parents[3] / "docs" / "examples" / "rain"
made: list[str] = []


@frozen
class Plain:
    """A value that its class makes."""

    word: str

    def __attrs_post_init__(self) -> None:
        made.append(self.word)


@frozen
class Named:
    """A value whose class takes names only."""

    word: str = field(kw_only=True)


@frozen
class Own:
    """A value that says how it is made."""

    word: str

    def __reduce__(self) -> Any:
        return Own, (self.word.upper(),)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of TOML files with a prepared rulebook, as in a wheel."""
    folder = Path(shutil.copytree(RAIN, tmp_path / "rain"))
    (folder / shipped.PREPARED).write_bytes(shipped.prepare(Rulebook.load(RAIN).parts, str(folder)))
    monkeypatch.setattr(shipped, "_PREPARED_IN", str(folder))
    return folder


def test_what_was_prepared_is_read(folder: Path) -> None:
    """Garbage is collected afterwards if it was before."""
    assert shipped.read_prepared() == Rulebook.load(folder).parts
    assert gc.isenabled()
    gc.disable()
    try:
        shipped.read_prepared()
        assert not gc.isenabled()
    finally:
        gc.enable()
    (folder / shipped.PREPARED).unlink()
    assert shipped.read_prepared() is None


@pytest.mark.parametrize("name", sorted(it.name for it in RAIN.glob("*.toml")))
def test_what_was_prepared_is_used_until_a_file_that_it_holds_changes(folder: Path, name: str) -> None:
    """Its content, its name, or that it is there; cases, laws and waivers are no part of it."""
    is_part = not name.endswith(shipped.LEFT_OUT)
    before = (folder / name).read_bytes()
    (folder / name).write_bytes(before + b"# edited\n")
    assert (shipped.read_prepared() is None) is is_part
    (folder / name).write_bytes(before)
    assert shipped.read_prepared() is not None
    (folder / name).rename(folder / f"a-{name}")
    assert (shipped.read_prepared() is None) is is_part


def test_values_are_made_by_their_class_unless_they_say_otherwise() -> None:
    """As `pickle` does where a class takes its fields by name, or where a value has a `__reduce__` of its own."""
    content = BytesIO()
    shipped._Pickler(content, 5).dump((Plain("a"), Named(word="b"), Own("c")))
    made.clear()
    assert pickle.loads(content.getvalue()) == (Plain("a"), Named(word="b"), Own("C"))  # noqa: S301 - it is our own
    assert made == ["a", "a"], "once when it is read, once in this comparison"
