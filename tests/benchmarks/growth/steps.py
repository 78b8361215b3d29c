"""Counts the executed instructions of a call, independent of the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import log
from types import FrameType
from typing import Any

PACKAGE = "squeezelogic"


def steps(call: Callable[[], Any]) -> int:
    """The number of Python instructions of the library during a call; C code is not counted."""
    taken = 0

    def traced(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal taken
        if event == "call":
            if not frame.f_globals.get("__name__", "").startswith(PACKAGE):
                return None
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        taken += event == "opcode"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        call()
    finally:
        sys.settrace(before)
    return taken


def exponent(sizes: tuple[float, float], costs: tuple[float, float]) -> float:
    """The exponent of growth between two sizes: 1 for linear, 2 for quadratic."""
    return log(costs[1] / costs[0]) / log(sizes[1] / sizes[0])
