"""Which engine is at work: durable-rules wherever it can be had, else the definition."""

from __future__ import annotations

import functools

DURABLE_RULES = "durable-rules"
DEFINITION = "definition"


@functools.cache
def engine() -> str:
    """Which engine is at work: `"durable-rules"`, or `"definition"` where that cannot be imported."""
    return DURABLE_RULES if absence() is None else DEFINITION


@functools.cache
def absence() -> str | None:
    """Why durable-rules is not at work, or None if it is."""
    try:
        import squeezelogic.logic.inference.durable_rules  # noqa: F401, PLC0415 - imported when a rulebook first decides
    except ImportError as error:
        return str(error)
    return None
