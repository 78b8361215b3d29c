"""How many examples a property is tested on: `HYPOTHESIS_PROFILE` is `quick` if not set; see PROFILES.

Tests in the folders of HARDENING are marked `thorough`, as are others that say so: `pytest` alone leaves them out.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
HARDENING = ("benchmarks", "fuzzing", "mutants", "stress")

# No deadlines: the first example of a test pays for loading the rulebook and building engines. Nor may a busy machine
# decide what passes.
NO_CLOCK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PROFILES = {"brief": 10, "quick": 25, "ci": 50, "thorough": 2_000}
for name, count in PROFILES.items():
    settings.register_profile(name, NO_CLOCK, max_examples=count)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in a folder of HARDENING."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.relative_to(HERE).parts[0] in HARDENING:
            item.add_marker(pytest.mark.thorough)
