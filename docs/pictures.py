"""Makes the pictures of the README from the real thing: `python docs/pictures.py`.

Needs Chromium and playwright (the dependency group `browser`). A test fails if the pictures are out of date.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from squeezelogic import Profile, Recommendation, Rulebook, recommend
from squeezelogic.logic.maps.decision_map import DecisionMap

IMAGES = Path(__file__).parent / "images"
DRAWING, MADE_FROM = IMAGES / "drawing.svg", IMAGES / "card.html.sha256"
MAP = IMAGES / "map.svg"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def shown() -> Recommendation:
    """The recommendation in the pictures: the first one in README.md."""
    return recommend(Profile(experience="beginner", back_pain="history"), "Hip Thrust (Barbell)")


def mapped() -> DecisionMap:
    """The map in docs/maps.md."""
    return Rulebook.default().map(["experience", "goal", "rehab", "glute_activation"], ["movement", "load"])


def card() -> str:
    """Its card, as in a notebook."""
    return shown()._repr_mimebundle_()["text/html"]


def fingerprint(html: str) -> str:
    """A fingerprint of the HTML of a picture."""
    return hashlib.sha256(html.encode()).hexdigest() + "\n"


def chromium() -> str | None:
    """The path of Chromium; None if it is not installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium without network access."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - fingerprints need no browser

    unboxed = ("--no-sandbox",) if os.geteuid() == 0 else ()  # root cannot use the sandbox
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=[*QUIET, *unboxed])
        yield launched
        launched.close()


def photograph(html: str, theme: str, path: Path) -> None:
    """Take a picture of a card with its *why* unfolded."""
    with browser() as launched:
        page = launched.new_page(color_scheme=theme, viewport={"width": 780, "height": 900}, device_scale_factor=1.5)
        page.set_content(f"<!doctype html><meta charset='utf-8'><body style='margin:0'>{html}")
        page.locator("summary", has_text="Why").first.click()
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur()")
        page.locator("article").screenshot(path=path, omit_background=True)


def main() -> None:
    """Renew all pictures."""
    IMAGES.mkdir(exist_ok=True)
    shown().drawing().save(DRAWING)
    mapped().drawing().save(MAP)
    html = card()
    for theme in ("light", "dark"):
        photograph(html, theme, IMAGES / f"card-{theme}.png")
    MADE_FROM.write_text(fingerprint(html), "utf-8")


if __name__ == "__main__":
    main()
