"""Properties of the planner. Run them with `pytest test_planner.py`."""

from hypothesis import given, settings
from hypothesis import strategies as st
from planner import SECONDS_PER_REP, set_seconds

from squeezelogic import recommend
from squeezelogic.testing import assert_laws, situations

# The first call loads the rulebook, which can take longer than 200 ms.
settings.register_profile("app", deadline=None)
settings.load_profile("app")

REPS = st.integers(1, 30)


@given(situations(back_pain="current"), REPS)
def test_no_time_is_planned_for_a_sore_back(situation, reps):
    """Whatever else is true."""
    assert (
        set_seconds(
            situation.profile, situation.exercise, reps, observed=situation.observed
        )
        == 0
    )


@given(situations(back_pain="none", red_flags=None), REPS)
def test_every_rep_has_its_time(situation, reps):
    """A pause at the top adds to it and never takes away."""
    seconds = set_seconds(
        situation.profile, situation.exercise, reps, observed=situation.observed
    )
    assert seconds >= reps * SECONDS_PER_REP


@given(situations(family="hinge", back_pain="none", red_flags=None), REPS)
def test_hinges_have_no_pause(situation, reps):
    """Only thrusts are held at the top."""
    seconds = set_seconds(
        situation.profile, situation.exercise, reps, observed=situation.observed
    )
    assert seconds == reps * SECONDS_PER_REP


def test_the_rules_behind_it_keep_their_laws():
    """Pass a cache, a client or a rewrite in place of `recommend`."""
    assert_laws(recommend, max_examples=50)
