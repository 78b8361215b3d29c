"""The built documentation in a real browser: every hand-written page, light, dark, and on a small screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.coaching.notebook.browsing import chromium, violations

DOCS = Path(__file__).parents[2] / "docs"
SITE = os.environ.get("SQUEEZELOGIC_SITE")
GENERATED = ["rulebook/index", "rulebook/vocabulary", "rulebook/coverage", "rulebook/topics/squeeze"]
PAGES = [
    *sorted(
        path.relative_to(DOCS).with_suffix("").as_posix() for path in (*DOCS.glob("*.md"), *DOCS.glob("decisions/*.md"))
    ),
    "examples/notebook/roster",
    *GENERATED,
]
pytestmark = pytest.mark.skipif(SITE is None, reason="SQUEEZELOGIC_SITE does not say where the documentation is built")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    with chromium() as found:
        yield found


def address(page: str) -> str:
    """Where a built page is."""
    return (Path(SITE or "") / f"{page}.html").resolve().as_uri()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(browser: Any, name: str, theme: str) -> None:
    """axe-core finds nothing."""
    page = browser.new_page(color_scheme=theme, viewport={"width": 1200, "height": 900})
    page.goto(address(name))
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_telephone(browser: Any, name: str) -> None:
    """Nothing makes the page itself scroll sideways; wide code and tables scroll by themselves."""
    page = browser.new_page(viewport={"width": 400, "height": 800})
    page.goto(address(name))
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.close()


def test_search_finds_recommend_first(browser: Any) -> None:
    """The function stands before the pages that mention it."""
    page = browser.new_page()
    page.goto(f"{address('search')}?q=recommend")
    first = page.locator("ul.search li a").first
    first.wait_for()
    page.wait_for_function("document.querySelector('#search-progress, .search-summary').textContent.match(/[0-9]/)")
    assert first.inner_text() == "squeezelogic.recommend"
    page.close()


def test_code_can_be_copied(browser: Any) -> None:
    """Each block of code has a button."""
    page = browser.new_page()
    page.goto(address("howto-shell"))
    assert page.locator("button.copybtn").count() == page.locator("div.highlight").count()
    page.close()
