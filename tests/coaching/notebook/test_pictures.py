"""The pictures in the README are up to date."""

from __future__ import annotations

from docs import pictures

AGAIN = "make them anew: python docs/pictures.py"


def test_the_drawing_is_the_one_that_is_drawn_today() -> None:
    """The files are byte for byte what the drawing of that recommendation is, and that of the map."""
    assert pictures.DRAWING.read_bytes() == pictures.shown().drawing().svg.encode(), AGAIN
    assert pictures.MAP.read_bytes() == pictures.mapped().drawing().svg.encode(), AGAIN


def test_the_card_is_the_one_that_is_shown_today() -> None:
    """The pictures of the card were made from the HTML that the card is."""
    assert pictures.MADE_FROM.read_text("utf-8") == pictures.fingerprint(pictures.card()), AGAIN
    assert all((pictures.IMAGES / f"card-{theme}.png").stat().st_size > 10_000 for theme in ("light", "dark"))


def test_the_readme_begins_with_the_pictured_recommendation() -> None:
    """The pictures are of the lifter and the exercise that the README's first example is about."""
    readme = (pictures.IMAGES.parents[1] / "README.md").read_text("utf-8")
    assert 'recommend(Profile(experience="beginner", back_pain="history"), "Hip Thrust (Barbell)")' in readme
    assert all(f"docs/images/{name}" in readme for name in ("card-light.png", "card-dark.png", "drawing.svg"))
