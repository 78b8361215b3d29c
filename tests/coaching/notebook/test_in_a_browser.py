"""The tutorial in a real browser, in the light and the dark theme."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from squeezelogic import Profile, Rulebook, recommend
from squeezelogic.logic.render.theme import DARK, LIGHT
from tests.coaching.notebook.browsing import chromium, violations
from tests.coaching.notebook.shown import bundle

ROOT = Path(__file__).parents[3]
BUILT = "SQUEEZELOGIC_SITE"  # where the documentation has been built already, if it has
PAPER = {"light": LIGHT["paper"], "dark": DARK["paper"]}
REC = recommend({"experience": "beginner", "goal": "hypertrophy"}, "hip thrust", observed=["flared_ribs"])
# What Jupyter's own style sheet says of tables in outputs, with the same weight.
JUPYTER = "<style>.jp-RenderedHTMLCommon:not(.x) td,.jp-RenderedHTMLCommon:not(.x) th{text-align:right}</style>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> str:
    """The address of the built tutorial; a notebook that fails, or any warning, fails here."""
    if (site := os.environ.get(BUILT)) is None:
        pytest.importorskip("myst_nb", reason="the documentation cannot be built here (pip install '.[docs]')")
        site = str(tmp_path_factory.mktemp("site"))
        subprocess.run([sys.executable, "-m", "sphinx", "-q", "-W", ROOT / "docs", site], check=True, cwd=ROOT)
    return (Path(site) / "tutorial.html").resolve().as_uri()


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """What the reader's system asks for."""
    return str(request.param)


@pytest.fixture
def page(browser: Any, theme: str) -> Iterator[Any]:
    """An empty page."""
    opened = browser.new_page(color_scheme=theme, viewport={"width": 1200, "height": 900})
    yield opened
    opened.close()


def show(page: Any, *values: Any, theme: str = "", before: str = "") -> None:
    """Put values into a page as a notebook would."""
    cards = "".join(bundle(value)["text/html"] for value in values)
    body = f"<body class='jp-RenderedHTMLCommon' {theme}>{before}<main><h1>Cards</h1>{cards}</main></body>"
    page.set_content(f"<!doctype html><html lang='en'><head><title>Cards</title></head>{body}</html>")


def background(page: Any) -> str:
    """The colour of the first card's paper, as in a style sheet."""
    colour = page.locator(".squeezelogic").first.evaluate("card => getComputedStyle(card).backgroundColor")
    return "#" + "".join(f"{int(part):02x}" for part in colour.removeprefix("rgb(").rstrip(")").split(","))


def test_the_tutorial_is_open_to_everybody(page: Any, tutorial: str, theme: str) -> None:
    """A *why* unfolds by keyboard; with all unfolded axe-core has no complaint; nothing comes from a network."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(tutorial)
    assert page.locator("article.squeezelogic").count() >= 8
    assert background(page) == PAPER[theme]
    assert violations(page) == []
    why = page.locator("details", has=page.locator("summary", has_text="Why")).first
    assert not why.locator("p").first.is_visible()
    why.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert why.locator("p").first.is_visible()
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert violations(page) == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_tutorial_fits_a_telephone(page: Any, tutorial: str) -> None:
    """On a narrow screen nothing but drawings and code scrolls sideways, and axe-core has no complaint."""
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(tutorial)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    wide = (
        "[...document.querySelectorAll('article.squeezelogic')].filter(card => card.scrollWidth > card.clientWidth + 1)"
    )
    assert page.evaluate(f"{wide}.length") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


@pytest.mark.parametrize("says", ["data-theme", "data-jp-theme-light", "data-vscode-theme-kind"])
def test_what_the_page_says_comes_before_what_the_system_says(page: Any, theme: str, says: str) -> None:
    """A page that is dark on a light system gets dark cards, and the other way round."""
    other = {"light": "dark", "dark": "light"}[theme]
    words = {"data-jp-theme-light": str(other == "light").lower(), "data-vscode-theme-kind": f"vscode-{other}"}
    show(page, REC, theme=f"{says}={words.get(says, other)}")
    assert background(page) == PAPER[other]


def test_everything_that_shows_itself_is_accessible(page: Any) -> None:
    """Cards and drawings of all kinds, each twice on one page, leave axe-core nothing to say."""
    values = [Profile(experience="beginner"), REC, REC.drawing(), Rulebook.default(), Rulebook.default().graph()]
    show(page, *values, *values)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert violations(page) == []


def test_notebooks_do_not_push_cells_to_the_right(page: Any) -> None:
    """Jupyter aligns the cells of tables in outputs to the right; ours stay where they belong."""
    show(page, Rulebook.default(), before=f"{JUPYTER}<table><tr><td>theirs</td></tr></table>")
    aligned = "cells => cells.map(cell => getComputedStyle(cell).textAlign)"
    assert page.locator("td", has_text="theirs").evaluate_all(aligned) == ["right"]
    assert set(page.locator("article th, article td").evaluate_all(aligned)) == {"left"}


@pytest.mark.parametrize("fonts", ["sans-serif", "DejaVu Sans", "Liberation Sans"])
def test_words_stay_in_their_boxes(page: Any, fonts: str) -> None:
    """In a drawing no line of text is wider than the box around it, in fonts wide and narrow."""
    show(page, REC.drawing("all"), Rulebook.default().graph())
    page.add_style_tag(content=f"svg.squeezelogic-drawing text {{ font-family: {fonts} }}")
    overflowing = """boxes => boxes.flatMap(box => [...box.querySelectorAll('text')]
        .filter(text => text.getBBox().x + text.getBBox().width > box.querySelector('rect').getBBox().x +
            box.querySelector('rect').getBBox().width).map(text => text.textContent))"""
    assert page.locator("g:has(> rect.sq-box)").evaluate_all(overflowing) == []


def test_scripts_of_a_user_do_not_run(page: Any) -> None:
    """Text in a profile is never executed."""
    attack = "<img src=x onerror='window.hacked = true'><script>window.hacked = true</script>"
    show(page, Profile(more={attack: attack}))
    page.wait_for_timeout(100)
    assert page.evaluate("window.hacked === undefined")
    assert attack in page.locator("tbody").inner_text()
