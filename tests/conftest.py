"""How many examples a property is tested on: `HYPOTHESIS_PROFILE` is `quick` if not set; see PROFILES.

Where `SKIPS` names a file, the reason of every skipped test is added to it. `REQUIRE=chromium,java` makes tests fail
that are skipped for lack of one of these.

Tests in the folders of HARDENING are marked `thorough`, as are others that say so: `pytest` alone leaves them out.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
WORDS = {"chromium": "Chromium", "engine": "durable_rules_engine", "java": "Java", "node": "Node.js"}
"""What `REQUIRE` may name, and the word by which the reason of a skip is recognised."""
os.environ["COLUMNS"] = "92"  # as where the output is no terminal; pytest-xdist says 80
HARDENING = ("benchmarks", "fuzzing", "mutants", "stress")

# No deadlines: the first example of a test pays for loading the rulebook and building engines. Nor may a busy machine
# decide what passes.
NO_CLOCK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
PROFILES = {"quick": 12, "ci": 50, "thorough": 2_000}
for name, count in PROFILES.items():
    # What passes here passes there: only the longest profile draws at random.
    settings.register_profile(name, NO_CLOCK, max_examples=count, derandomize=name != "thorough")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in a folder of HARDENING."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.relative_to(HERE).parts[0] in HARDENING:
            item.add_marker(pytest.mark.thorough)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note why a test was skipped, or let it fail where what it lacks is required."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple) and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if (path := os.environ.get("SKIPS")) is not None:
            with Path(path).open("a", encoding="utf-8") as noted:
                noted.write(f"{reason}\n")
        missing = [it for it in os.environ.get("REQUIRE", "").split(",") if it in WORDS and WORDS[it] in reason]
        if missing:
            report.outcome = "failed"
            report.longrepr = f"REQUIRE names {', '.join(missing)}: {reason}"
    return report
