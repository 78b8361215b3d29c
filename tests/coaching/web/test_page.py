"""The page in a real browser: questions, answers and explanations, without other resources."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from squeezelogic import Recommendation, Rulebook, recommend
from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.notebook.content import TONE_OF
from squeezelogic.coaching.parts import LIST_SLOTS, PROGRESSION
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.web.bundle import BOOK, MODULE, bundle, shipped
from squeezelogic.coaching.web.page import page
from squeezelogic.logic.render.phrases import phrases
from tests.coaching.notebook.browsing import chromium, violations
from tests.coaching.test_translations_shipped import english_words, without_sources
from tests.coaching.web.test_bundle import in_python, random_situations

RAIN = Path(__file__).parents[3] / "docs" / "examples" / "rain"
LARGEST = 60 * 1024


def test_the_page_of_the_default_rulebook_is_small() -> None:
    """Less than sixty kilobytes once compressed, and it names nothing that would have to be fetched."""
    text = page(Rulebook.default())
    assert len(gzip.compress(text.encode())) < LARGEST
    assert not [word for word in ("http://", "https://", "src=", "@import", "url(") if word in text]


def test_a_verdict_has_the_tone_that_it_has_on_a_card() -> None:
    """On the page, not to squeeze is to wait."""
    listed = re.search(r"const TONE = \{(.*?)\};", shipped("page.mjs"))
    assert listed
    tones = dict(re.findall(r'(\w+): "(\w+)"', listed[1]))
    assert tones == {verdict: {"yes": "go", "no": "wait"}.get(tone, tone) for verdict, tone in TONE_OF.items()}
    assert set(TONE_OF) == set(map(str, Rulebook.default().vocabulary.slots["verdict"].values))


def test_no_text_of_a_rulebook_can_end_the_script() -> None:
    """Not even one that tries: the JSON holds no `<`."""
    text = page(Rulebook.default(), "</title><script>alert(1)</script>")
    assert text.count("</script>") == 2
    assert "<script>alert" not in text


def test_the_heading_says_whether_it_is_the_caller_s_own() -> None:
    """With a title it stays in every language; without one, the module puts the rulebook's question there."""
    book = Rulebook.load(RAIN)
    for title, own, shown in ((None, "false", book.name), ("Rain & wind", "true", "Rain &amp; wind")):
        text = page(book, title)
        assert f"<title>{shown}</title>" in text
        assert f'<h1 id="title" data-own="{own}">{shown}</h1>' in text


@pytest.mark.parametrize("languages", [[], ["de"], ["all"]], ids=str)
def test_the_page_holds_the_book_of_the_bundle(languages: list[str]) -> None:
    """The same rules, texts and languages; only the ids of catalogues, which nobody types there, are left out."""
    text = page(Rulebook.default(), languages=languages)
    held = json.loads(text.partition('id="book">')[2].partition("</script>")[0])
    whole = json.loads(bundle(Rulebook.default(), languages)[BOOK])
    whole["coaching"]["catalogues"] = {}
    assert held == whole
    assert set(held["languages"]) == (set(Rulebook.default().translations) if languages == ["all"] else set(languages))


def test_a_page_shows_decision_maps() -> None:
    """Each folded, with its title and its picture; nothing is fetched for it."""
    book = Rulebook.default()
    maps = [book.map("experience", "movement"), book.map("rehab", "movement", "effort")]
    text = page(book, maps=maps)
    assert text.count("<details>") == text.count("<svg ") == len(maps)
    for each in maps:
        title = each.drawing(book.vocabulary).title
        scrolled = f'<div class="map" tabindex="0" role="group" aria-label="{title}">'
        assert f"<summary>{title}</summary>{scrolled}<svg " in text
    assert "http://" not in text
    assert "<details>" not in page(book)


def test_a_page_shows_each_map_in_each_of_its_languages() -> None:
    """The titles, which the module shows or hides with the language, are those of the drawings in that language."""
    book = Rulebook.default()
    found = book.map("experience", "movement")
    text = page(book, maps=[found], languages=["de", "es"])
    sides = re.findall(r'<div data-language="(\w+)">\s*<details>\s*<summary>(.*?)</summary>', text)
    assert sides == [(code, found.drawing(book.in_language(code).vocabulary).title) for code in ("en", "de", "es")]
    assert len({title for _, title in sides}) == 3


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page of the default rulebook lies."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    book = Rulebook.default()
    path.write_text(page(book, maps=[book.map("experience", "movement")], languages=["all"]), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_axe_finds_nothing_and_nothing_is_fetched(browser: Any, address: str, theme: str, width: int) -> None:
    """Empty and answered, folded and unfolded, on a phone and a desk, light and dark."""
    opened = browser.new_page(color_scheme=theme, viewport={"width": width, "height": 800})
    fetched: list[str] = []
    opened.on("request", lambda request: fetched.append(request.url))
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    opened.goto(address)
    assert violations(opened) == []
    opened.goto(f"{address}#movement=hip_thrust&implement=barbell&experience=beginner&observed=bar_rolls,flared_ribs")
    opened.reload()
    opened.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert violations(opened) == []
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [url for url in fetched if not url.startswith("file:")] == []
    assert failures == []
    opened.close()


def test_a_keyboard_leads_from_the_first_question_to_the_answer(browser: Any, address: str) -> None:
    """Tab and space choose; the link then carries the facts; another page that opens it shows the same."""
    opened = browser.new_page()
    opened.goto(address)
    opened.locator("input[name=movement][value=hip_thrust]").focus()
    opened.keyboard.press("Space")
    opened.locator("input[name=experience][value=beginner]").focus()
    opened.keyboard.press("Space")
    expected = recommend("beginner", {"movement": "hip_thrust"})
    assert opened.locator("#card .summary").inner_text() == expected.summary
    assert opened.url.endswith("#lang=en&movement=hip_thrust&experience=beginner")
    other = browser.new_page()
    other.goto(opened.url)
    assert other.locator("#card").inner_text() == opened.locator("#card").inner_text()
    for each in (opened, other):
        each.close()


def test_on_a_phone_the_answer_stays_in_sight(browser: Any, address: str) -> None:
    """Below the questions stands the verdict; it leads to the whole answer, and the link keeps the facts."""
    opened = browser.new_page(viewport={"width": 360, "height": 640})
    opened.goto(address)
    assert opened.locator("#glance").is_hidden()
    opened.locator("label:has(input[name=movement][value=hip_thrust])").click()
    opened.locator("fieldset").last.scroll_into_view_if_needed()
    assert opened.evaluate("document.getElementById('card').getBoundingClientRect().bottom < 0")
    verdict = opened.locator("#card .verdict").inner_text()
    assert opened.locator("#glance").inner_text() == f"{verdict} ↑"
    place = opened.evaluate("document.getElementById('glance').getBoundingClientRect().toJSON()")
    assert 0 <= place["top"] < place["bottom"] <= 640
    opened.locator("#glance").click()
    assert opened.evaluate("document.activeElement.id") == "answer"
    opened.evaluate("scrollTo(0, 0)")
    covered = "['glance', 'answer'].map((id) => document.getElementById(id).getBoundingClientRect())"
    assert opened.evaluate(f"(([bar, answer]) => bar.top >= answer.bottom)({covered})")
    assert opened.evaluate("document.getElementById('answer').getBoundingClientRect().top < innerHeight / 2")
    assert "movement=hip_thrust" in opened.evaluate("location.hash")
    opened.close()


def test_the_page_says_what_python_says(browser: Any, address: str) -> None:
    """Summary, cautions, corrections and cues, for random lifters."""
    opened = browser.new_page()
    chance = random.Random(7)
    for facts in chance.sample(random_situations(200, seed=9), 25):
        query = "&".join(
            f"{name}={','.join(it) if isinstance(it, list) else str(it).lower() if isinstance(it, bool) else it}"
            for name, it in facts.items()
            if it not in (None, [])
        )
        opened.goto("about:blank")
        opened.goto(f"{address}#lang=en&{query}")
        profile = {name: facts[name] for name in facts if name in Profile.__annotations__}
        exercise = {name: facts[name] for name in facts if name in Exercise.__annotations__}
        rec = recommend(profile, exercise, observed=facts.get("observed", ()))
        assert opened.locator("#card .summary").inner_text() == rec.summary, query
        assert opened.locator("#card .caution").all_inner_texts() == [item.text for item in rec.cautions], query
        shown = opened.locator("#card > ul > li").all_inner_texts()
        assert shown == [item.text for item in (*rec.corrections, *rec.cues)], query
        check_card(opened.evaluate(READ_CARD), rec, Rulebook.default())
    opened.close()


OPEN = ("corrections", "cues")
FOLDED = tuple(part for part in LIST_SLOTS if part not in ("cautions", *OPEN))
READ_CARD = """() => {
  const texts = (where, of = document) => [...of.querySelectorAll(where)].map((it) => it.textContent);
  const fold = (kind) => document.querySelector(`#card details[data-kind="${kind}"]`);
  const listed = (kind, where) => fold(kind) ? [...fold(kind).querySelectorAll(where)] : [];
  const folds = FOLDED;
  return {
    verdict: [texts("#card .verdict")[0], document.querySelector("#card .verdict").className],
    cautions: [...document.querySelectorAll("#card .caution")].map((it) => it.className),
    folds: Object.fromEntries(folds.map((it) => [it, listed(it, "li").map((each) => each.textContent)])),
    steps: fold("steps") && ["summary", "dt", "dd"].map((it) => texts(it, fold("steps"))),
    why: listed("why", "ol > li").map((it) => [texts("strong", it)[0], it.textContent, texts(".source", it)]),
    lost: listed("lost", "li").map((it) => [texts(".struck", it)[0], it.textContent]),
  };
}""".replace("FOLDED", json.dumps(FOLDED))


def check_card(shown: dict[str, Any], rec: Recommendation, book: Rulebook, language: str = "en") -> None:
    """The verdict, what unfolds, the steps, and each rule with its sources or its winner, as Python has them."""
    slots = book.vocabulary.slots
    tone = "go" if rec.effort != "none" else "stop" if rec.verdict in ("refer", "reassess") else "wait"
    assert shown["verdict"] == [slots["verdict"].labels[rec.verdict], f"verdict {tone}"]
    assert shown["cautions"] == [f"caution {item.severity}" for item in rec.cautions]
    assert shown["folds"] == {name: [item.text for item in getattr(rec, name)] for name in shown["folds"]}
    words = phrases(language)
    steps = {words[f"step.{step}"]: getattr(rec.progression, step) for step in PROGRESSION if rec.progression}
    told = [[name, item.text] for name, item in steps.items() if item]
    assert (shown["steps"] is None) is (not told)
    if shown["steps"]:
        (heading,), names, texts = shown["steps"]
        assert [list(pair) for pair in zip(names, texts, strict=True)] == told
        assert rec.progression is not None
        assert heading.endswith(f": {slots['direction'].labels[rec.progression.direction or '']}")
    for (title, text, sources), reason in zip(shown["why"], rec.reasons, strict=True):
        rule = book.rules[reason.rule]
        assert title == f"{rule.title}. "
        assert reason.because in text
        claims = [book.claims[id_] for id_ in rule.claims]
        cited = [f"{book.articles[it.article].title}, “{it.section}” ({it.id})" for it in claims]
        assert sources[: len(cited)] == cited
        rest = " ".join(sources[len(cited) :])
        assert all(book.claims[id_].gist in rest for id_ in rule.disputed_by)
        assert bool(rest) is bool(rule.disputed_by or not rule.claims)
    for (struck, text), lost in zip(shown["lost"], rec.overruled, strict=True):
        assert struck == book.rules[lost.rule].title
        assert book.rules[lost.by].title in text.removeprefix(struck)


@pytest.mark.parametrize("language", ["de", "es"])
def test_the_page_speaks_other_languages(browser: Any, address: str, language: str) -> None:
    """A button changes every word, facts stay, the link keeps the language, and the texts are those of Python."""
    opened = browser.new_page()
    opened.goto(f"{address}#lang=en&movement=hip_thrust&experience=beginner&observed=bar_rolls")
    opened.locator(f"#language-{language}").click()
    rec = recommend("beginner", {"movement": "hip_thrust"}, observed=["bar_rolls"]).in_language(language)
    assert opened.locator("#card .summary").inner_text() == rec.summary
    assert opened.locator("#card > ul > li").all_inner_texts() == [it.text for it in (*rec.corrections, *rec.cues)]
    assert opened.locator("html").get_attribute("lang") == language
    assert f"lang={language}" in opened.evaluate("location.hash")
    assert opened.evaluate("document.activeElement.id") == f"language-{language}"
    opened.locator("#languages").evaluate("it => it.remove()")  # languages are called what they call themselves
    opened.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    shown = opened.locator("body").inner_text()
    assert english_words(without_sources(shown)) == set()
    labels = opened.evaluate("[...document.querySelectorAll('[aria-label]')].map((it) => it.ariaLabel)")
    assert english_words(" ".join(labels)) == set()
    assert violations(opened) == []
    opened.close()


def test_nothing_of_a_set_can_be_answered(browser: Any, address: str) -> None:
    """A lifter without a warning sign says so, and the question does not come up again."""
    opened = browser.new_page()
    opened.goto(f"{address}#lang=en&movement=hip_thrust&experience=beginner")
    opened.locator("#red_flags-none").focus()
    opened.keyboard.press("Space")
    assert "red_flags=" in opened.evaluate("location.hash")
    assert opened.locator("#red_flags-none").is_checked()
    opened.keyboard.press("Space")
    assert "red_flags" not in opened.evaluate("location.hash")
    opened.close()


@pytest.mark.thorough
def test_a_hundred_thousand_recommendations_are_the_same_in_a_browser(browser: Any) -> None:
    """Five thousand at a time, by the module that the page holds."""
    opened = browser.new_page()
    opened.set_content("<p></p>")
    script = shipped(MODULE).replace("export ", "") + "\nwindow.squeezelogic = { recommend };"
    opened.add_script_tag(content=script, type="module")
    opened.wait_for_function("window.squeezelogic")
    opened.evaluate("book => { window.book = JSON.parse(book); }", bundle(Rulebook.default())[BOOK])
    ask = "asked => JSON.stringify(JSON.parse(asked).map((facts) => squeezelogic.recommend(book, facts)))"
    for seed in range(20):
        asked = random_situations(5_000, seed=200 + seed)
        for facts, answer in zip(asked, json.loads(opened.evaluate(ask, json.dumps(asked))), strict=True):
            assert answer == in_python(facts), facts
    opened.close()


def test_the_page_of_any_rulebook_decides(browser: Any, tmp_path: Path) -> None:
    """One about umbrellas, say: its questions, its slots, its reasons."""
    path = tmp_path / "rain.html"
    path.write_text(page(Rulebook.load(RAIN)), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(path.as_uri())
    assert opened.locator("fieldset").count() >= 1
    assert violations(opened) == []
    opened.close()
