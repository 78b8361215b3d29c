"""Colours in both themes, text that fits its boxes, and valid markup."""

from __future__ import annotations

import html
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.render import card, shapes, theme
from squeezelogic.logic.render.drawing import MARGIN, SVG_CSS, Drawing, drawing
from squeezelogic.logic.render.markdown import bullets, escape, file_names, inline_code, one_line, sentence, table
from squeezelogic.logic.render.markup import Markup, join, tag, text
from squeezelogic.logic.render.phrases import keep_by_language, spoken
from squeezelogic.logic.render.shapes import Box, Line
from squeezelogic.logic.render.theme import DARK, LIGHT, TONES, colours, tones
from tests.docs.rendering import shown

SVG = "{http://www.w3.org/2000/svg}"


def declared(block: str) -> dict[str, str]:
    """The declarations of a block of a style sheet."""
    return dict(part.split(":", 1) for part in block.strip("{}").split(";") if part)


def test_each_page_that_says_its_theme_gets_that_palette_and_any_other_the_reader_s() -> None:
    """Light unless the system prefers dark; what the page says goes first, and comes last in the sheet."""
    first, system, light, dark = colours(".it").splitlines()
    palettes = {
        kind: {f"--sq-{name}": colour for name, colour in palette.items()} | {"color-scheme": kind}
        for kind, palette in (("light", LIGHT), ("dark", DARK))
    }
    assert declared(first.removeprefix(".it")) == palettes["light"]
    media = re.fullmatch(r"@media \(prefers-color-scheme:dark\)\{\.it(\{.*\})\}", system)
    assert media is not None
    assert declared(media[1]) == palettes["dark"]
    for line, kind in ((light, "light"), (dark, "dark")):
        selectors, _, block = line.partition("{")
        assert declared(block.rstrip("}")) == palettes[kind]
        named = selectors.split(",")
        assert len(named) == 4
        for selector in named:
            assert selector.endswith(" .it")
            is_dark = any(word in selector for word in ("theme=dark", "theme-light=false", "vscode-dark"))
            assert is_dark is (kind == "dark")
    assert set(LIGHT) == set(DARK)
    assert {*TONES, *(f"{tone}-paper" for tone in TONES)} <= set(LIGHT)


def test_each_tone_has_its_own_colours_and_sign() -> None:
    """In cards and in drawings."""
    lines = tones(".a .sq-TONE", {"color": "var(--sq-TONE)", "fill": "x"}).splitlines()
    assert lines == [f".a .sq-{tone}{{color:var(--sq-{tone});fill:x;}}" for tone in TONES]
    assert set(card.SIGNS) == set(TONES)
    assert len(set(card.SIGNS.values())) == len(TONES)
    for palette in (LIGHT, DARK):
        assert len({palette[tone] for tone in TONES}) == len({palette[f"{tone}-paper"] for tone in TONES}) == len(TONES)
    for tone in TONES:
        assert f".sq-{tone}{{color:var(--sq-{tone});background:var(--sq-{tone}-paper);}}" in card.CSS
        assert f".sq-{tone}{{fill:var(--sq-{tone});}}" in SVG_CSS


@pytest.mark.parametrize("css", [card.CSS, SVG_CSS], ids=["card", "drawing"])
def test_a_style_sheet_uses_colours_that_there_are_and_styles_only_what_is_ours(css: str) -> None:
    """Every rule is about an element of ours, and brackets match."""
    assert set(re.findall(r"var\(--sq-([a-z-]+)\)", css)) <= set(LIGHT)
    assert css.count("{") == css.count("}")
    assert "&" not in css
    for selectors in re.findall(r"(?:^|\})\s*([^{}@]+)\{", css):
        assert all("squeezelogic" in selector for selector in selectors.split(","))


@pytest.mark.parametrize(
    ("look", "rule"),
    [
        ("box-stands", {"fill": "var(--sq-yes-paper)", "stroke": "var(--sq-yes)"}),
        ("box-lost", {"fill": "var(--sq-paper)", "stroke": "var(--sq-stop)", "stroke-dasharray": "5 3"}),
        ("box-slot", {"fill": "var(--sq-no-paper)", "stroke": "var(--sq-no)"}),
        ("struck", {"text-decoration": "line-through", "fill": "var(--sq-muted)"}),
        ("edge-over", {"fill": "none", "stroke": "var(--sq-stop)", "stroke-width": "1.6"}),
        ("tip-over", {"fill": "var(--sq-stop)"}),
    ],
)
def test_what_stands_and_what_lost_look_different_in_a_drawing(look: str, rule: dict[str, str]) -> None:
    """What stands in the colour for yes; what lost, and what overrules, in that for stop."""
    found = re.search(rf"\.sq-{look}\{{([^}}]*)\}}", SVG_CSS)
    assert found is not None
    assert declared(found[1]) == rule


@given(st.text(max_size=20), st.text(max_size=20))
def test_markup_escapes_all_but_markup(one: str, other: str) -> None:
    """A tag has its attributes and children as text; empty and missing ones are left out."""
    shown_ = "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in one)
    assert html.unescape(text(one)) == html.unescape(html.escape(shown_))
    assert not set(text(one)) & set("<>\"'")
    made = tag("p", one, Markup("<b>x</b>"), None, "", class_="a", aria_label=other, data_x=None)
    assert made == f'<p class="a" aria-label="{text(other)}">{text(one)}<b>x</b></p>'
    assert join(one, None, Markup("&amp;"), other) == f"{text(one)}&amp;{text(other)}"
    assert tag("br") == "<br/>"
    assert tag("div") == "<div></div>"
    assert tag("rect", x=1, y=2.25, width=3.0) == '<rect x="1" y="2.2" width="3"/>'
    assert tag("rect", "in") == "<rect>in</rect>"


def test_pieces_of_a_card_are_what_they_are_called() -> None:
    """A badge with a sign that is not read aloud, a table with headers, a list, a fold, code in a sentence."""
    badge = card.badge("stop <now>", "stop")
    assert badge == '<span class="sq-badge sq-stop"><span aria-hidden="true">✕ </span>stop &lt;now&gt;</span>'
    assert 'class="sq-badge sq-yes sq-small"' in card.badge("go", "yes", small=True)
    assert card.SIGNS == {"yes": "✓", "wait": "◷", "no": "–", "stop": "✕", "plain": "•"}
    assert card.table(("A", "B"), [("1", "2")]) == (
        '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
        '<tbody><tr><th scope="row">1</th><td>2</td></tr></tbody></table>'
    )
    assert card.listed(["a", "b"], class_="c") == '<ul class="c"><li>a</li><li>b</li></ul>'
    assert card.fold("more", Markup("<p></p>")) == "<details><summary>more</summary><p></p></details>"
    assert card.sentence("no `a` in `b`!") == "no <code>a</code> in <code>b</code>!"
    assert card.sentence("an odd ` one") == "an odd ` one"
    assert card.joined(["a", "<", "c"], "; ") == "a; &lt;; c"
    assert card.joined([], "; ") == ""
    assert card.muted("x", "p") == '<p class="sq-muted">x</p>'
    assert card.muted("x") == '<span class="sq-muted">x</span>'
    assert card.top(card.muted("x")) == '<div class="sq-top"><span class="sq-muted">x</span></div>'
    made = card.card("a label", tag("p", "in"))
    assert made.startswith('<article class="squeezelogic" aria-label="a label"><style>')
    assert made.endswith("</style><p>in</p></article>")
    assert card.bundle(Markup("<p></p>"), "*m*", "p") == {
        "text/html": "<p></p>", "text/markdown": "*m*", "text/plain": "p"
    }  # fmt: skip


def test_a_text_becomes_a_card_with_lists_where_lines_are_set_in() -> None:
    """A line with lines beneath it is their heading, at any depth; empty lines do not count."""
    made = card.prose("Head\n\n- one\n  - two\n  - three\n- four")
    body = made.partition("</style>")[2].removesuffix("</article>")
    assert made.startswith('<article class="squeezelogic" aria-label="Head">')
    inner = "".join(f'<li><div class="sq-reason"><span>{it}</span></div></li>' for it in ("two", "three"))
    assert body == (
        '<div class="sq-reason"><span>Head</span></div>'
        f'<div class="sq-reason"><strong>one</strong><ul>{inner}</ul></div>'
        '<div class="sq-reason"><span>four</span></div>'
    )
    assert card.prose("").startswith('<article class="squeezelogic" aria-label="">')


def test_a_drawing_has_a_margin_and_its_alternative() -> None:
    """The sheet lies around the shapes; the title and the lines are in the picture, in Markdown and in the text."""
    made = drawing("A <title>", ("one & two", "three"), (100, 50), tag("path", d="M0 0"))
    root = ET.fromstring(made.svg)  # noqa: S314 - our own
    width, height = 100 + 2 * MARGIN, 50 + 2 * MARGIN
    assert (root.get("width"), root.get("height")) == (f"{width:g}", f"{height:g}")
    assert root.get("viewBox") == f"0 0 {width:g} {height:g}"
    assert f"max-width:{width:g}px" in (root.get("style") or "")
    assert f"min-width:{width:g}px" in (root.get("style") or "")
    wide = drawing("t", (), (2000, 5))
    assert "min-width:680px;max-width:2040px" in wide.svg
    assert root.get("role") == "img"
    sheet = root.find(f"{SVG}rect")
    assert sheet is not None
    assert (sheet.get("width"), sheet.get("height")) == (f"{width - 1:g}", f"{height - 1:g}")
    assert (sheet.get("x"), sheet.get("class")) == ("0.5", "sq-sheet")
    group = root.find(f"{SVG}g")
    assert group is not None
    assert group.get("transform") == f"translate({MARGIN:g} {MARGIN:g})"
    assert [child.tag for child in group] == [f"{SVG}path"]
    assert root.findtext(f"{SVG}title") == "A <title>"
    assert root.findtext(f"{SVG}desc") == "one & two three"
    assert str(made) == "A <title>\n  one & two\n  three"
    given_ = made._repr_mimebundle_()
    assert given_["text/markdown"] == "**A \\<title\\>**\n\n- one \\& two\n- three\n"
    assert 'aria-label="A &lt;title&gt;"' in given_["text/html"]
    assert 'class="squeezelogic sq-drawn"' in given_["text/html"]
    assert given_["image/svg+xml"] == made.svg == Drawing("t", (), made.svg).svg


def test_a_drawing_is_written_with_plain_line_ends(tmp_path: Any) -> None:
    """On every system, in UTF-8."""
    made = drawing("◷", ("a",), (1, 1))
    made.save(tmp_path / "it.svg")
    assert (tmp_path / "it.svg").read_bytes() == made.svg.encode("utf-8")


@given(st.text(max_size=12), st.text(max_size=12), st.sampled_from([11.0, 13.0]))
def test_a_text_is_as_wide_as_its_letters(one: str, other: str, size: float) -> None:
    """Wide letters more than others, narrow ones less; bold is wider, and twice the size twice as wide."""
    whole = shapes.measured(one + other, size)
    assert whole == pytest.approx(shapes.measured(one, size) + shapes.measured(other, size))
    assert shapes.measured(one, size, bold=True) == pytest.approx(1.12 * shapes.measured(one, size))
    assert shapes.measured(one, 2 * size) == pytest.approx(2 * shapes.measured(one, size))
    widths = [shapes.measured(letter, 1) for letter in "iaW漢"]
    assert widths == sorted(set(widths))
    assert shapes.measured("é", 1) == shapes.measured("e", 1)
    assert shapes.measured("a", 1) < shapes.measured("א", 1) < shapes.measured("漢", 1)


def test_a_box_has_its_lines_inside_and_its_ends_in_the_middle() -> None:
    """Each line below the one before, all of them between top and bottom; links go from right to left."""
    lines = (Line("one", "strong"), Line("two", "", 11))
    box = Box(lines, 10, 20, 100, "lost", "why")
    assert box.height == shapes.height_of(lines) == 2 * shapes.LEADING + 2 * shapes.PAD
    assert (box.left, box.right) == ((10, 20 + box.height / 2), (110, 20 + box.height / 2))
    root = ET.fromstring(box.draw())  # noqa: S314 - our own
    assert root.findtext("title") == "why"
    rect = root.find("rect")
    assert rect is not None
    assert [float(rect.get(it) or 0) for it in ("x", "y", "width", "height")] == [10, 20, 100, box.height]
    assert rect.get("class") == "sq-box sq-box-lost"
    texts = list(root.iter("text"))
    assert [(it.text, it.get("class"), it.get("font-size")) for it in texts] == [
        ("one", "sq-strong", "13"), ("two", None, "11")
    ]  # fmt: skip
    heights = [float(it.get("y") or 0) for it in texts]
    assert heights[1] - heights[0] == pytest.approx(shapes.LEADING, abs=0.11)
    assert 20 + shapes.PAD < heights[0] < heights[1] < 20 + box.height - shapes.PAD
    assert {float(it.get("x") or 0) for it in texts} == {10 + shapes.PAD + 2}
    plain = Box((Line("x"),), 0, 0, 50).draw()
    assert 'class="sq-box"' in plain
    assert "<title>" not in plain
    assert 'text-anchor="middle"' in shapes.written(Line("x"), 1, 2, "middle")


def numbers(path: str) -> list[float]:
    """The numbers in a path."""
    return [float(it) for it in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_links_and_brackets_go_from_one_box_to_the_other() -> None:
    """A link ends in a tip at the left side; a bracket begins at the winner and ends at the loser, lane by lane."""
    edge, tip = re.findall(r'd="([^"]*)"', shapes.link((10, 20), (200, 40), "lost"))
    assert numbers(edge)[:2] == [10, 20]
    assert numbers(edge)[-2:] == [195, 40]
    assert numbers(tip)[:2] == [200, 40]
    assert 'class="sq-edge sq-edge-lost"' in shapes.link((0, 0), (1, 1), "lost")
    assert 'class="sq-edge"' in shapes.link((0, 0), (1, 1))
    assert numbers(edge)[2] == pytest.approx(105)
    near, _ = re.findall(r'd="([^"]*)"', shapes.link((10, 20), (30, 40)))
    assert numbers(near)[2] == 40
    upper, lower = Box((Line("a"),), 0, 0, 100), Box((Line("b"),), 0, 60, 120)
    outs = []
    for lane in (0, 1):
        bracket, end = re.findall(r'd="([^"]*)"', shapes.over(upper, lower, lane))
        values = numbers(bracket)
        assert values[:2] == [100, upper.height - 12]
        assert bracket.endswith("H126.0")
        assert numbers(end)[:2] == [120, 72]
        outs.append(values[2])
    assert outs == [120 + 16 - 6, 120 + 16 + 9 - 6]


@pytest.mark.parametrize("text_", ["a", "`", "``", "a`b", "`a", "a``b`c", " x ", "a|b"])
def test_any_text_can_be_code_in_markdown(text_: str) -> None:
    """It is read as it was, on one line."""
    assert " ".join(shown(inline_code(text_)).text.split()) == " ".join(text_.split())


def test_markdown_is_made_of_its_parts() -> None:
    """Lists, tables with their bars escaped, and sentences with code."""
    assert bullets(["a", "b"]) == "- a\n- b"
    assert table(("A", "B"), [("1|2", "3")]) == "| A | B |\n| --- | --- |\n| 1\\|2 | 3 |"
    assert sentence("no `a` here") == "no `a` here"
    assert sentence("odd ` *one*") == "odd \\` \\*one\\*"
    assert escape("1. one") == "1\\. one"
    assert escape("a 1. one") == "a 1. one"
    assert escape("- x") == "\\- x"
    assert one_line(" a\n\tb\x00 ") == "a b\ufffd"
    assert inline_code("") == ""


def test_file_names_are_unique_whatever_the_ids() -> None:
    """Plain ids stay, case does not tell two apart, and no name is longer than a hundred letters and a number."""
    ids = ["plain-id", "Plain-Id", "a b", "a/b", "", "..", "x" * 120, "x" * 130, "no_under"]
    found = file_names(ids)
    assert found["plain-id"] == "plain-id"
    assert found["Plain-Id"] == "Plain-Id-2"
    assert (found["a b"], found["a/b"]) == ("a-b", "a-b-2")
    assert (found[""], found[".."]) == ("unnamed", "unnamed-2")
    assert (found["x" * 120], found["x" * 130]) == ("x" * 100, "x" * 100 + "-2")
    assert found["no_under"] == "no_under"
    assert len({it.casefold() for it in found.values()}) == len(ids)


def test_what_is_rendered_is_kept_for_each_language() -> None:
    """Once for each argument and language."""
    made: list[Any] = []

    @keep_by_language(8)
    def render(word: str) -> int:
        made.append(word)
        return len(made)

    first = [render("a"), render("a"), render("b")]
    with spoken("de"):
        assert render("a") == 3
        assert render("a") == 3
    assert first == [1, 1, 2]
    assert render("a") == 1
    assert theme.LIGHT["paper"] == "#ffffff"
