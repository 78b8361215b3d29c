"""A headless Chromium, if it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from docs import pictures


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser that playwright drives; tests that need it are skipped, with the reason, if there is none."""
    if pictures.chromium() is None:
        pytest.skip("no Chromium here (Debian: apt-get install chromium)")
    pytest.importorskip("playwright.sync_api", reason="no playwright here (the dependency group `browser`)")
    with pictures.browser() as browser:
        yield browser


def violations(page: Any) -> list[str]:
    """What axe-core has to say against a page, a line each."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-core here")
    found = axe.Axe().run(page).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]
