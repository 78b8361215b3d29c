"""Hypothesis profiles, skips and marks. `HYPOTHESIS_PROFILE` is `quick` by default; see PROFILES.

If `SKIPS` names a file, the reason of every skipped test is appended to it. `REQUIRE=chromium,java` turns a skip for
lack of one of these into a failure.

Tests in the folders of HARDENING are marked `thorough`; `pytest` without options leaves out tests with this mark.
"""

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
WORDS = {"chromium": "Chromium", "engine": "durable_rules_engine", "java": "Java", "node": "Node.js"}
"""The words of `REQUIRE`, each with the text that identifies the reason of a skip."""
os.environ["COLUMNS"] = "92"  # the default without a terminal; pytest-xdist sets 80
HARDENING = ("benchmarks", "fuzzing", "mutants", "stress")

# No deadlines: the first example of a test loads the rulebook and builds engines, and results must not depend on load.
NO_CLOCK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
PROFILES = {"quick": 12, "ci": 50, "thorough": 2_000}
for name, count in PROFILES.items():
    # Reproducible: only the longest profile is random.
    settings.register_profile(name, NO_CLOCK, max_examples=count, derandomize=name != "thorough")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import the folders of HARDENING where their tests would be left out."""
    left_out = config.option.markexpr == "not thorough" and collection_path.parent == HERE
    return True if left_out and collection_path.name in HARDENING else None


def pytest_collection_finish() -> None:
    """Spare Python's garbage collector the objects of all modules and tests, which stay to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests in a folder of HARDENING."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.relative_to(HERE).parts[0] in HARDENING:
            item.add_marker(pytest.mark.thorough)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Record the reason of a skip, or turn it into a failure if the missing program is required."""
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
