"""A small run of every fuzzing target; `python -m tests.fuzzing` runs longer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.fuzzing.targets import TARGETS

LIMITS = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a folder of files, which may be long
@pytest.mark.parametrize("name", TARGETS)
def test_only_our_own_errors_come_out(name: str) -> None:
    """Whatever is thrown at a door, what comes out is an answer, or an error that says what was wrong."""
    LIMITS(TARGETS[name].test())()
