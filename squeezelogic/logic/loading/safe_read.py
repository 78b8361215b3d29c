"""Read untrusted files without blocking, up to a size limit."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def regular_bytes(path: Path, most: int) -> bytes | None:
    """Read a regular file up to a limit; return None for anything else.

    Pipes do not block and devices are not read, even through a link or if the file is replaced in the meantime. One
    byte beyond the limit is read, so that the caller can detect larger files.

    Args:
        path: the file.
        most: the limit in bytes.

    Raises:
        OSError, ValueError: it cannot be read, or the name is impossible.
    """
    with open(path, "rb", opener=_without_waiting) as file:
        return file.read(most + 1) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None


def _without_waiting(path: str, flags: int) -> int:
    # Windows has neither the flag nor such pipes.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
