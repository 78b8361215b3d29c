"""Files of others, read so that none of them can keep us waiting, or take all memory."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def regular_bytes(path: Path, most: int) -> bytes | None:
    """The content of a file, and no more than one byte beyond what is wanted; None where it is no regular file.

    A pipe is not waited for and a device not read, also where a link leads there, or the file was exchanged meanwhile.

    Args:
        path: the file.
        most: how many bytes are wanted at most.

    Raises:
        OSError, ValueError: it cannot be read, or no file can be called so.
    """
    with open(path, "rb", opener=_without_waiting) as file:
        return file.read(most + 1) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # which Windows does not have, nor such pipes
