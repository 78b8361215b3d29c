"""A progress bar."""

from __future__ import annotations

import time
from typing import TextIO


class Bar:
    """A progress bar on a terminal, for whatever takes longer than a second."""

    PATIENCE, PAUSE, WIDTH = 1.0, 0.1, 30

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = time.monotonic() + self.PATIENCE
        self._shown = False

    def __enter__(self) -> Bar:
        return self

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how far something is."""
        if time.monotonic() >= self._next and self._stream.isatty():
            filled = self.WIDTH * done // max(total, 1)
            self._stream.write(f"\r[{'#' * filled}{' ' * (self.WIDTH - filled)}] {what} {done}/{total}\x1b[K")
            self._stream.flush()
            self._next = time.monotonic() + self.PAUSE
            self._shown = True

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
