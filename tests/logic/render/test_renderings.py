"""Cards, drawings and pages of the rulebooks of tests and examples look as `renderings.txt` shows.

`python -m tests.logic.render.test_renderings` renews the file; read the difference. What a drawing or a card says is
held to the rulebook by other tests; these hold how it says it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from string import Formatter
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest

from squeezelogic import Recommendation, Rulebook, diff, recommend
from squeezelogic.coaching.parts import LIST_SLOTS, Fact, Item, Overruled, Progression, Provenance, Reason
from squeezelogic.coaching.web.bundle import shipped
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.notebook.flow import flow
from squeezelogic.logic.pages.all import pages
from squeezelogic.logic.pages.rule import ALWAYS, condition
from squeezelogic.logic.render import card
from squeezelogic.logic.render.drawing import SVG_CSS, Drawing
from squeezelogic.logic.render.phrases import ENGLISH, LANGUAGES, phrase, phrases, spoken
from squeezelogic.testing.books import written

ROOT = Path(__file__).parents[3]
RENDERINGS = Path(__file__).with_name("renderings.txt")
STORM = {"sky": "raining", "wind": 9, "hands_busy_with": ["dog"]}
SPRING = {"boat": "dinghy", "swims": False, "day": date(2026, 4, 1), "depth": 0.75, "wind": 6}
LEAK = {"drive": "sail", "damage": ["leak"], "day": date(2026, 4, 1)}
GLASS = {"weight": 7, "contents": ["glass", "liquid"], "distance": 900}


def load_book(folder: str) -> Rulebook:
    """A rulebook of the tests or of the documentation."""
    return Rulebook.load(ROOT / folder)


def draw_labelled_map(folder: str, **given: Any) -> Drawing:
    """A map in the labels of the rulebook."""
    book = load_book(folder)
    return book.map("wind", "sky", given=given).drawing(book.vocabulary)


def bundle_of(value: Any) -> Mapping[str, str]:
    """What a notebook gets."""
    found: Mapping[str, str] = value._repr_mimebundle_()
    return found


def show_pages(book: Rulebook) -> Mapping[str, str]:
    """The pages of a rulebook, each with the pages beneath it."""
    return {it.path: f"{it.text}\n(beneath: {', '.join(it.beneath)})" if it.beneath else it.text for it in pages(book)}


def make_recommendation(severities: tuple[Any, ...]) -> Recommendation:
    """A recommendation of a rulebook that is not at hand, with something in every part, or in none."""

    def items(word: str, count: int = 2, **more: Any) -> tuple[Item, ...]:
        return tuple(Item(f"{word}-{n}", f"{word.capitalize()} {n}.", f"rule-{n}", **more) for n in range(count))

    count = 2 if severities else 0
    lists: Any = {name: items(name, count) for name in LIST_SLOTS if name != "cautions"}
    step = items("step", 4)
    reasons = [Reason("first", "squeeze", "Because.", ("A-1", "A-2"), basis="stated", disputed_by=("B-1",)),
               Reason("second", "squeeze", "So it is.", (), basis="house"),
               Reason("third", "later", "Therefore.", (), basis="inferred")]  # fmt: skip
    lost = [Overruled("lost-one", "squeeze", "first", "level", "It was overruled."),
            Overruled("lost-two", "later", "third", "override", "It lost.")]  # fmt: skip
    return attrs.evolve(
        recommend({}, "hip thrust"),
        verdict="learn_first", strength="conditional", phase="lockout" if count else None,
        effort="gentle" if count else None, hold_seconds=2.5 if count else None,
        breath="exhale_at_lockout" if count else None,
        **lists, summary="In short.", disclaimer="Mind <this>.",
        cautions=tuple(Item(f"c{n}", f"Caution {n}.", "r", severity=it) for n, it in enumerate(severities)),
        progression=Progression("hold", *step) if count else None,
        reasons=tuple(reasons[: 3 if count else 1]), overruled=tuple(lost[:count]),
        facts=FrozenMap({"movement": "hip_thrust", "family": "thrust", "load": "heavy", "experience": "beginner"}),
        unused=(Fact("observed", "no_such_fault"),) * (count > 0), rulebook=Provenance("theirs", "7", "0" * 64),
    )  # fmt: skip


LATER = {
    "go.toml": {
        "when.wind = 12": "when.wind = { at_least = 11 }",
        'title = "A leak sinks a boat"': 'title = "A leak sinks every boat"',
        'because = "It is a fine day."': f'because = "It is a fine day{", and so on" * 20}."',
        'basis = "stated"': "",
    },
    "packing.toml": {
        "then.risk = 2": "then.risk = 3",
        'then.tips = ["wetsuit", "flask"]': 'then.tips = ["wetsuit", "tape"]',
        'id = "at-home-nothing-is-packed"': 'id = "at-home-all-stays"',
    },
    "advice.toml": {"Fill a flask.": "Fill two flasks.", 'weight = "heavy"': 'weight = "light"'},
    "sources.toml": {"Wood works.": "Wood creaks.", 'author = "A. Skipper"\n': ""},
    "vocabulary.toml": {
        'label = "damage"': 'label = "harm"',
        'labels.yes = "Off you go"\n': "",
        "at_most = 12": "at_most = 15",
    },
}


def load_later_boat() -> Rulebook:
    """The rulebook `boat` a year later."""
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(ROOT / "tests/boat", Path(folder, "boat")))
        (copy / "boat.cases.toml").unlink()
        for file, changes in LATER.items():
            text = (copy / file).read_text("utf-8")
            for before, after in changes.items():
                assert before in text, before
                text = text.replace(before, after)
            (copy / file).write_text(text, "utf-8")
        return Rulebook.load(copy)


def show_phrases() -> Mapping[str, str]:
    """Each phrase in every language, one below the other, with the names of its gaps in them."""
    return {"phrases": "\n".join(f"{key}: {it}" for key in phrases(ENGLISH) for it in map(fill(key), LANGUAGES))}


def fill(key: str) -> Callable[[str], str]:
    """A phrase in a language, with each gap filled by its name."""

    def fill_in(language: str) -> str:
        with spoken(language):
            gaps = {name: f"<{name}>" for _, name, _, _ in Formatter().parse(phrases(language)[key]) if name}
            return f"{language}: {phrase(key, **gaps)}|"

    return fill_in


def show_styles() -> Mapping[str, str]:
    """How cards, drawings and the page look, one rule a line."""
    sheets = {"card": card.CSS, "drawing": SVG_CSS, "page": shipped("page.css")}
    return {name: re.sub(r"\}(?=[^\s}])", "}\n", css) for name, css in sheets.items()}


def write_crossing() -> Rulebook:
    """Two topics that read two others, crosswise."""
    slots = {name: {"values": ["x"]} for name in ("one", "two", "three", "four")}
    reads: dict[str, Any] = {"one": {}, "two": {}, "three": {"when": {"two": "x"}}, "four": {"when": {"one": "x"}}}
    topics: dict[str, Any] = {
        f"{name}.toml": {"topic": name, "rule": [{"id": f"it-is-{name}", **read, "then": {name: "x"}}]}
        for name, read in reads.items()
    }
    return written("crossing", {"vocabulary.toml": {"slot": slots}, **topics})


VALUES: dict[str, Callable[[], Mapping[str, str]]] = {
    "phrases": show_phrases,
    "styles": show_styles,
    "recommendation": lambda: bundle_of(make_recommendation(("info", "critical", None, "odd", "warning"))),
    "recommendation with little to say": lambda: bundle_of(make_recommendation(())),
    "rulebook parcel": lambda: bundle_of(load_book("tests/clean/parcel")),
    "rulebook rain": lambda: bundle_of(load_book("docs/examples/rain")),
    "finding of a gap": lambda: bundle_of(load_book("tests/broken/gap").check()[0]),
    "finding of a dispute": lambda: bundle_of(load_book("tests/broken/disputed").check()[0]),
    "difference": lambda: bundle_of(diff(load_book("tests/broken/gap"), load_book("tests/broken/conflict"))),
    "difference of boats": lambda: bundle_of(diff(load_book("tests/boat"), load_later_boat())),
    "no difference": lambda: bundle_of(diff(load_book("tests/clean/waived"), load_book("tests/clean/waived"))),
    "map of rain": lambda: bundle_of(load_book("docs/examples/rain").map("sky", "wind")),
    "map of rain where nothing matters": lambda: bundle_of(draw_labelled_map("docs/examples/rain", indoors=True)),
    "map of plants": lambda: bundle_of(
        load_book("tests/clean/houseplants").map(["plant", "days"], "pests", slot="water")
    ),
    "graph of parcel": lambda: bundle_of(load_book("tests/clean/parcel").graph()),
    "decision of rain": lambda: bundle_of(flow(load_book("docs/examples/rain"), STORM)),
    "decision of parcel": lambda: bundle_of(flow(load_book("tests/clean/parcel"), GLASS, None, "Where to?")),
    "pages of a dispute": lambda: show_pages(load_book("tests/broken/disputed")),
    "pages of boat": lambda: show_pages(load_book("tests/boat")),
    "rulebook boat": lambda: bundle_of(load_book("tests/boat")),
    "decision of boat": lambda: bundle_of(flow(load_book("tests/boat"), SPRING)),
    "decision of one topic of boat": lambda: bundle_of(
        flow(load_book("tests/boat"), SPRING, "packing", "What to <pack>?")
    ),
    "decision of a boat that stays": lambda: bundle_of(flow(load_book("tests/boat"), LEAK)),
    "decision of topics in which nothing holds": lambda: bundle_of(
        flow(load_book("tests/boat"), {"drive": "paddle"}, ["packing", "go"])
    ),
    "graph of topics that cross": lambda: bundle_of(write_crossing().graph()),
    "graph of boat in German": lambda: bundle_of(load_book("tests/boat").in_language("de").graph()),
    "map of boat in German": lambda: bundle_of(
        (book := load_book("tests/boat").in_language("de"))
        .map("wind", "swims", given={"drive": "sail"})
        .drawing(book.vocabulary)
    ),
    "pages of rain": lambda: show_pages(load_book("docs/examples/rain")),
    "pages of plants": lambda: show_pages(load_book("tests/clean/houseplants")),
}


def render(name: str) -> str:
    """One value in every form, each tag on a line of its own, without the style sheets."""
    forms = []
    for form, text in VALUES[name]().items():
        plain = re.sub(r"<style>.*?</style>", "<style>…</style>", text, flags=re.DOTALL)
        forms.append(f"--- {form}\n" + re.sub(r"(?<=>)(?=<)", "\n", plain).strip("\n"))
    return "\n".join(line.rstrip() for line in "\n".join(forms).split("\n"))


SHOWN = dict(part.split("\n", 1) for part in RENDERINGS.read_text("utf-8").split("=== ")[1:])


def test_what_every_rule_of_a_topic_asks_is_said_once() -> None:
    """A rule that asks nothing else has no condition of its own; one that asks nothing always applies."""
    for topic in load_book("docs/examples/rain").topics:
        for rule in topic.rules:
            if len(rule.when) == 1:
                assert condition(rule, topic, rule.when[0]) == ("" if rule.when[0] else ALWAYS)


@pytest.mark.parametrize("name", VALUES)
def test_a_value_looks_as_it_is_shown(name: str) -> None:
    """`python -m tests.logic.render.test_renderings` renews them all."""
    assert render(name) == SHOWN[name].rstrip("\n")


if __name__ == "__main__":
    RENDERINGS.write_text("".join(f"=== {name}\n{render(name)}\n\n" for name in VALUES), "utf-8")
