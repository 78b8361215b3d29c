"""The source of HTML and style sheets, and the sizes of texts."""

from __future__ import annotations

import re

import pytest

from squeezelogic.logic.render.markup import tag, text
from squeezelogic.logic.render.phrases import keep_by_language, spoken
from squeezelogic.logic.render.shapes import measured, wrapped
from squeezelogic.logic.render.theme import DARK, LIGHT, SAYS_DARK, SAYS_LIGHT, TONES, colours, tones

PALETTES = {"light": LIGHT, "dark": DARK}


def test_text_is_escaped_between_tags_and_in_attributes() -> None:
    """Quotes too; space stays space, and each other unprintable character is one replacement character."""
    assert text("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#x27;"
    assert text("\"\0'\n.") == "&quot;\N{REPLACEMENT CHARACTER}&#x27; ."
    assert tag("p", None, title='"\0') == '<p title="&quot;\N{REPLACEMENT CHARACTER}"></p>'


def read_declarations(css: str) -> dict[str, str]:
    """What stands between the braces; it must be declarations and nothing else."""
    assert re.fullmatch(r"(?:[a-z-]+:[^:;{}]+;)+", css)
    return dict(it.split(":") for it in css.rstrip(";").split(";"))


def test_the_style_sheet_declares_every_colour_of_both_palettes() -> None:
    """Light is the default; the system's setting, and then the page's theme, choose between the two."""
    system, chosen = "@media (prefers-color-scheme:dark){.x", "}"
    expected = [
        (".x", "light", ""),
        (system, "dark", chosen),
        (",".join(f"{page} .x" for page in SAYS_LIGHT), "light", ""),
        (",".join(f"{page} .x" for page in SAYS_DARK), "dark", ""),
    ]
    for line, (selector, scheme, rest) in zip(colours(".x").split("\n"), expected, strict=True):
        assert line.startswith(f"{selector}{{")
        declared = read_declarations(line.removeprefix(f"{selector}{{").removesuffix(f"}}{rest}"))
        assert declared == {"color-scheme": scheme} | {f"--sq-{name}": it for name, it in PALETTES[scheme].items()}


def test_each_tone_has_a_rule_of_its_own() -> None:
    """Its name stands in the selector and in the values."""
    rules = tones(".sq-TONE", {"color": "var(--sq-TONE)", "background": "var(--sq-TONE-paper)"}).split("\n")
    assert rules == [f".sq-{it}{{color:var(--sq-{it});background:var(--sq-{it}-paper);}}" for it in TONES]


def test_a_rendering_is_kept_by_language_and_forgotten_in_the_end() -> None:
    """As many are kept as wanted; each language has its own."""
    calls: list[int] = []

    @keep_by_language(2)
    def render(number: int) -> str:
        calls.append(number)
        return f"number {number}"

    assert [render(1), render(1)] == ["number 1", "number 1"]
    with spoken("de"):
        assert render(1) == "number 1"
    assert calls == [1, 1]
    for number in (2, 3, 1):
        render(number)
    assert calls == [1, 1, 2, 3, 1]


@pytest.mark.parametrize(("letters", "ems"), [("il.", 0.99), ("mW…", 2.4), ("ae", 1.2), ("筋", 1.05), ("ש", 0.85)])
def test_letters_have_the_width_of_their_kind(letters: str, ems: float) -> None:
    """Narrow, wide, ordinary, East Asian and other letters, in parts of the font size; bold ones are wider."""
    assert measured(letters, 10) == pytest.approx(10 * ems)
    assert measured(letters, 10, bold=True) == pytest.approx(11.2 * ems)


def test_text_is_cut_no_shorter_than_needed() -> None:
    """One more letter before the ellipsis would not fit."""
    for width in range(60, 200, 7):
        last = wrapped("abcdefgh" * 40, width, most=2)[-1].text
        assert measured(last, 13) <= width - 20 < measured(f"a{last}", 13)
