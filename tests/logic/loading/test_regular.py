"""Regular files are read up to a limit, and nothing else is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from squeezelogic.logic.loading.safe_read import regular_bytes


@pytest.mark.parametrize(("most", "read"), [(3, b"abcd"), (5, b"abcdef"), (6, b"abcdef")])
def test_at_most_one_byte_too_many_is_read(tmp_path: Path, most: int, read: bytes) -> None:
    """Which shows that there is more."""
    file = tmp_path / "file"
    file.write_bytes(b"abcdef")
    assert regular_bytes(file, most) == read


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    """A pipe without a writer does not block, nor does a device, nor a link to either."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path / "link", Path(os.devnull)):
        assert regular_bytes(path, 3) is None
