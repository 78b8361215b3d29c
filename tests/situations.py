"""Strategies for lifters, exercises and what was seen."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from squeezelogic import Exercise, Profile
from squeezelogic.values import (
    BackPain,
    Experience,
    Family,
    Fault,
    GluteActivation,
    Goal,
    Implement,
    Load,
    Movement,
    RedFlag,
    Tempo,
)


def maybe(values: Any) -> st.SearchStrategy[Any]:
    """One of an enum's values, or None for unknown."""
    return st.sampled_from([None, *(value.value for value in values)])


flags = st.sampled_from([None, True, False])

profiles = st.builds(
    Profile,
    experience=maybe(Experience),
    goal=maybe(Goal),
    rehab=flags,
    back_pain=maybe(BackPain),
    glute_activation=maybe(GluteActivation),
    side_imbalance=flags,
    squeeze_habit=flags,
    stands_in_extension=flags,
    mastered_bodyweight=flags,
    red_flags=st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from([f.value for f in RedFlag]), max_size=2)),
)

_how = {
    "implement": maybe(Implement),
    "single_leg": flags,
    "banded": flags,
    "load": maybe(Load),
    "tempo": maybe(Tempo),
}
exercises = st.one_of(
    st.builds(Exercise, movement=st.sampled_from([m.value for m in Movement]), **_how),
    st.builds(Exercise, family=st.sampled_from([f.value for f in Family]), **_how),
)

observations = st.frozensets(st.sampled_from([fault.value for fault in Fault]), max_size=4)
