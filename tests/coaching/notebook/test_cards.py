"""The content of the cards in notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from squeezelogic import Exercise, Profile, Recommendation, Rulebook, recommend
from squeezelogic.coaching.notebook import content
from squeezelogic.coaching.parts import LIST_SLOTS, Item, Overruled, Provenance, Reason
from squeezelogic.logic.checks.finding import SEVERITIES, Finding
from squeezelogic.logic.diff.diff import diff
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.render.theme import DARK, LIGHT, TONES
from tests.coaching.notebook.shown import bundle, page
from tests.docs.rendering import shown
from tests.situations import exercises, observations, profiles

OURS = {
    *("article", "style", "div", "p", "span", "strong", "s", "code", "ul", "li", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("svg", "title", "desc", "g", "rect", "path", "text"),
}
HOSTILE = st.one_of(
    st.text("<>&\"'`/= abc*_[](){}|#\n\t\u202e\x00\ud800", min_size=1, max_size=30), st.text(min_size=1, max_size=30)
)
BASE = recommend({"experience": "beginner"}, "hip thrust", observed=["flared_ribs"])
VALUES = [Profile(experience="beginner"), Exercise(movement="swing"), BASE, BASE.drawing(), Rulebook.default()]


def letters(text: str) -> str:
    """The text as it can be printed, without spaces, which do not count in HTML."""
    return "".join("\N{REPLACEMENT CHARACTER}" if not c.isprintable() else c for c in "".join(text.split()))


def bare(text: str) -> str:
    """The text without spaces, and without what stands for a space or marks code."""
    return letters(text.replace("`", "").replace("_", ""))


def hostile(text: str) -> Recommendation:
    """A recommendation that says the text wherever it can."""
    item = Item(text, text, text, text, text, text)  # type: ignore[arg-type]
    slots: Any = dict.fromkeys(LIST_SLOTS, (item,))
    return attrs.evolve(
        BASE,
        verdict=text,  # type: ignore[arg-type]
        strength=text,  # type: ignore[arg-type]
        phase=text,  # type: ignore[arg-type]
        effort=text,  # type: ignore[arg-type]
        breath=text,  # type: ignore[arg-type]
        summary=text,
        disclaimer=text,
        **slots,
        reasons=(Reason(text, text, text, (text,), basis=text),),
        overruled=(Overruled(text, text, text, text, text),),
        facts=FrozenMap({"family": text, text: text, "observed": (text,)}),
        rulebook=Provenance(text, text, text),
    )


def test_markdown_gives_the_dose() -> None:
    """Every part of it, by its label."""
    rec = recommend({"experience": "advanced"}, "hip thrust")
    dose = content.dose(rec)
    assert dose
    assert " · ".join(f"{label} **{value}**" for label, value in dose) in bundle(rec)["text/markdown"].split("\n")


@settings(deadline=None)  # the first one loads the rulebook
@given(HOSTILE)
@example("<script>alert(1)</script>")
@example('"><img src=x onerror=alert(1)>')
@example("</style><b>")
@example("<!-- -->")
def test_what_a_user_wrote_stays_text(text: str) -> None:
    """Whatever stands in a recommendation, a profile or a finding comes out as text, in HTML and in Markdown."""
    found = Finding(text, "error", text, (text,), FrozenMap({text: text}), text, text, 3, what=text)
    for value in (hostile(text), Profile(more={f"our {text}": text}), found):
        given = bundle(value)
        read = page(given["text/html"])
        assert set(read.tags) <= OURS
        assert not {name for name, _ in read.attributes if name.startswith(("on", "src", "href", "id"))}
        if text.isprintable():  # words and values show the rest as escapes
            assert bare(text) in bare(read.text)
        assert text not in read.styles or text.strip() == "" or text in page(bundle(BASE)["text/html"]).styles
        given["text/html"].encode()
        given["text/markdown"].encode()
        assert shown(given["text/markdown"]).marks <= {"p", "strong", "em", "ul", "li", "code", *("table", "thead")} | {
            *("tbody", "tr", "th", "td")
        }


@settings(deadline=None)
@given(profiles, exercises, observations)
def test_a_card_says_it_all(profile: Profile, exercise: Exercise, observed: frozenset[str]) -> None:
    """Summary, every piece of advice and every reason are on the card; the advice is in Markdown, too."""
    rec = recommend(profile, exercise, observed=observed)
    given = bundle(rec)
    html, markdown = letters(page(given["text/html"]).text), letters(shown(given["text/markdown"]).text)
    steps = attrs.asdict(rec.progression, recurse=False).values() if rec.progression else ()
    lists: tuple[Any, ...] = (
        rec.setup,
        rec.cues,
        rec.avoid,
        rec.cautions,
        rec.corrections,
        rec.notes,
        rec.alternatives,
    )
    texts = [rec.summary, rec.disclaimer, *(item.text for items in lists for item in items)]
    texts += [step.text for step in steps if isinstance(step, Item)]
    for text in texts:
        assert letters(text) in html
        assert letters(text) in markdown
    for reason in rec.reasons:
        assert letters(reason.because) in html
        assert letters(Rulebook.default().rules[reason.rule].title) in html
        assert all(claim in html for claim in reason.claims)
    assert all(letters(Rulebook.default().rules[lost.rule].title) in html for lost in rec.overruled)
    assert [rule for rule in Rulebook.default().rules if "-" in rule and (rule in html or rule in markdown)] == []
    assert given["text/plain"] == rec.explain()


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_card_stands_on_its_own(value: Any) -> None:
    """It fetches nothing, runs nothing, has a name for screen readers, and no id that a second card could repeat."""
    html = bundle(value)["text/html"]
    read = page(html)
    assert not {"script", "link", "iframe", "img", "use"} & set(read.tags)
    assert not {"src", "href", "id"} & {name for name, _ in read.attributes}
    assert "url(" not in html
    assert "@import" not in html
    assert any(name == "aria-label" and label for name, label in read.attributes)


def test_what_is_grave_is_said_in_words_and_first() -> None:
    """Each caution begins with its severity, so that colour is not needed; the most severe comes first."""
    cautions = tuple(Item(s, f"text {s}", "rule", severity=s) for s in ("info", "critical", "warning"))
    given = bundle(attrs.evolve(BASE, cautions=cautions))
    for text in (page(given["text/html"]).text, shown(given["text/markdown"]).text):
        places = [text.index(f"{s.capitalize()}: text {s}") for s in ("critical", "warning", "info")]
        assert places == sorted(places)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_finding_says_how_grave_it_is(severity: str) -> None:
    """The severity, the check, the place and the witness are on the card."""
    found = Finding("gap", severity, witness=FrozenMap({"leaf": "green"}), file="tea.toml", line=3, what="no `water`")
    text = page(bundle(found)["text/html"]).text
    assert all(word in text for word in (severity, "gap", "tea.toml:3", "no water", "leaf", "green"))


@pytest.mark.parametrize(
    ("witness", "facts", "none_needed"),
    [(None, False, False), (FrozenMap(), False, True), (FrozenMap({"leaf": "green"}), True, False)],
    ids=["none", "no fact", "a fact"],
)
def test_a_finding_shows_in_which_facts_it_can_be_seen(
    witness: FrozenMap[str, Any] | None, facts: bool, none_needed: bool
) -> None:
    """In a table, or in a sentence where it takes none; what can be seen in no situation has neither."""
    given = bundle(Finding("gap", "error", witness=witness, what="no rule fills `water`", hint="add one"))
    for read in (page(given["text/html"]).text, shown(given["text/markdown"]).text):
        assert ("leaf" in read) is facts
        assert ("It shows with no fact given." in read) is none_needed
        assert "no rule fills water" in read.lower()
        assert "add one" in read.lower()
    assert ("table" in page(given["text/html"]).tags) is facts
    assert ("table" in shown(given["text/markdown"]).marks) is facts


def test_a_recommendation_from_elsewhere_shows_what_it_says_itself() -> None:
    """A card needs no rulebook: without the one that spoke there are reasons, and no sources."""
    foreign = attrs.evolve(BASE, rulebook=Provenance("theirs", "1", "0" * 64))
    text = page(bundle(foreign)["text/html"]).text
    assert BASE.reasons[0].because in text
    assert "Sources" in page(bundle(BASE)["text/html"]).text
    assert "Sources" not in text


def test_a_profile_says_what_is_unknown() -> None:
    """What is known stands in a table, and what is not is named."""
    text = page(bundle(Profile(experience="beginner", rehab=False, more={"knee": "sore"}))["text/html"]).text
    known, _, unknown = text.partition("Not given")
    assert all(word in known for word in ("experience", "beginner", "rehab", "no", "knee", "sore"))
    assert "goal" in unknown
    assert "experience" not in unknown


CHANGED = """\
topic = "squeeze"
[[rule]]
id = "a-rule-of-ours"
level = "individual"
when.family = "thrust"
when.experience = "advanced"
then.effort = "gentle"
because = "Ours."
overrides = ["advanced-thrust-squeezes", "hypertrophy-thrust-squeezes"]
"""


@pytest.mark.parametrize("text", ["Because.", "<script>alert(1)</script>", "</article>`"])
def test_a_difference_says_what_changes(text: str, tmp_path: Path) -> None:
    """Each change is on the card, with when it happens, the least example and the rules that make it."""
    (tmp_path / "squeeze.toml").write_text(CHANGED, "utf-8")
    advice = f'[advice.ribs-down]\ntext = "{text}"\nfocus = "internal"\n'
    (tmp_path / "advice.toml").write_text(advice, "utf-8")
    found = diff(Rulebook.default(), Rulebook.default().extended(tmp_path))
    given = bundle(found)
    read = page(given["text/html"])
    assert set(read.tags) <= OURS
    assert text in read.text
    assert "different" in read.text
    for change in found.changes:
        assert f"{change.situations:,}" in read.text
        assert all(condition in read.text for condition in found.conditions(change))
        assert all(cause.rule in read.text for cause in change.causes)
    assert given["text/plain"] == str(found)


def test_no_difference_says_so() -> None:
    """Two equal rulebooks are said to be the same."""
    assert "the same" in page(bundle(diff(Rulebook.default(), Rulebook.default()))["text/html"]).text


def luminance(colour: str) -> float:
    """How bright a colour is, as the accessibility guidelines measure it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well one colour shows on another, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_can_be_read(palette: dict[str, str]) -> None:
    """Text has a contrast of at least 4.5 to 1 with what it stands on, and lines that mean something 3 to 1."""
    pairs = [("ink", paper) for paper in palette if paper.endswith("paper")] + [("ink", "soft")]
    pairs += [("muted", "paper"), ("muted", "soft"), ("muted", "yes-paper"), ("muted", "no-paper")]
    pairs += [(tone, f"{tone}-paper") for tone in TONES] + [("stop", "paper")]
    assert {pair for pair in pairs if contrast(palette[pair[0]], palette[pair[1]]) < 4.5} == set()
    assert {name for name in ("edge", "focus", *TONES) if contrast(palette[name], palette["paper"]) < 3} == set()


def test_what_a_recommendation_answers_is_a_card() -> None:
    """Why, why not, what if, questions and counterfactuals show all of their text, as HTML and as Markdown."""
    rec = recommend("beginner", "hip thrust")
    asked = (rec.why("cues"), rec.why_not("squeeze"), rec.what_if(load="heavy"), rec.questions(), rec.counterfactuals())
    for each in asked:
        given = bundle(each)
        shown_text = page(given["text/html"]).text
        assert [word for word in str(each).split() if word != "-" and word not in shown_text] == []
        assert given["text/plain"] == str(each)
        assert given["text/markdown"]
