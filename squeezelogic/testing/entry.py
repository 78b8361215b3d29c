"""Registers strategies with Hypothesis, so that `st.from_type(Profile)` works. It loads no rulebook."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.profile import Profile


def register() -> None:
    """Register the strategies: the entry point `hypothesis`, which Hypothesis calls when it is imported."""
    st.register_type_strategy(Profile, lambda _: _defer_strategy("profiles"))
    st.register_type_strategy(Exercise, lambda _: _defer_strategy("exercises"))


def _defer_strategy(name: str) -> st.SearchStrategy[Any]:
    from squeezelogic.testing import strategies  # noqa: PLC0415 - it needs the rulebook

    strategy: st.SearchStrategy[Any] = getattr(strategies, name)()
    return strategy
