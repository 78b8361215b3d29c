"""The content of the page, without a browser: `browse.mjs` runs its module on a small document.

The page of the rulebook in `tests/boat/` shows what `pages.txt` shows, step by step;
`python -m tests.coaching.web.test_page_shown` renews the file; read the difference. That of the default rulebook is
held to Python.
"""

from __future__ import annotations

import difflib
import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from squeezelogic import Recommendation, Rulebook
from squeezelogic.coaching.notebook.content import TONE_OF
from squeezelogic.coaching.parts import PROGRESSION
from squeezelogic.coaching.web.page import page
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.logic.render.phrases import phrases
from squeezelogic.logic.semantics.relevance import read_with
from tests.coaching.web.test_bundle import NODE, needs_node, random_situations, recommended
from tests.coaching.web.test_page import FOLDED, OPEN, READ_CARD, check_card

HERE = Path(__file__).parent
BOAT = HERE.parents[1] / "boat"
BROKEN = HERE.parents[1] / "broken" / "conflict"
SHOWN = HERE / "pages.txt"
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


OF = ("exercise", "profile", "observed", "facts")
BUTTON = "#questions button"
MORE, AGAIN, LINK = range(3)
VISITS: dict[str, tuple[str, list[list[Any]]]] = {
    "choices and numbers": (
        "",
        [
            ["check", "#boat-canoe"],
            ["check", "#boat-dinghy"],
            ["open", "details[data-kind=why]"],
            ["type", "#wind-value", "6"],
            ["type", "#wind-value", "13"],
            ["type", "#wind-value", ""],
            ["check", "#swims-false"],
            ["check", "#damage-leak"],
            ["check", "#damage-loose_rudder"],
            ["check", "#damage-leak", False],
            ["check", "#damage-none"],
            ["check", "#damage-none", False],
            ["type", "#depth-value", "0.75"],
            ["type", "#day-value", "2026-03-01"],
            ["check", "#swims-null"],
            ["check", "#boat-null"],
            ["check", "#drive-sail"],
        ],
    ),
    "buttons": (
        "#lang=en&boat=canoe&day=2026-04-30&swims=true&damage=",
        [
            ["click", BUTTON, MORE],
            ["click", BUTTON, MORE],
            ["click", BUTTON, MORE],
            ["click", BUTTON, LINK],
            ["break the clipboard"],
            ["click", BUTTON, LINK],
            ["type", "#why-not", "with_a_vest"],
            ["type", "#why-not", "no_way"],
            ["type", "#why-not", ""],
            ["click", "a.skip"],
            ["click", "#language-de"],
            ["type", "#why-not", "with_a_vest"],
            ["click", BUTTON, AGAIN],
            ["click", "#language-en"],
        ],
    ),
    "an address": (
        "#lang=de&boat=dinghy&swims=&damage=leak,loose_rudder&depth=0.5&wind=x&moon=full&day=2026-13-01",
        [],
    ),
    "a contradiction": ("#drive=sail&boat=&wind=6", [["check", "#boat-canoe"]]),
    "facts that contradict one another": ("#boat=canoe&drive=sail", []),
    "rules that lost": ("#boat=canoe&damage=leak&swims=false&depth=0.5", [["type", "#why-not", "with_a_vest"]]),
}


def visit(text: str, visits: Sequence[tuple[str, Sequence[Any]]], languages: Sequence[str] = ()) -> list[Any]:
    """What a page shows at first and after each step, for several visits."""
    asked = {"html": text, "languages": languages, "visits": [{"hash": it, "steps": steps} for it, steps in visits]}
    assert NODE
    command = [NODE, str(HERE / "browse.mjs")]
    done = subprocess.run(command, input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True)
    shown: list[Any] = json.loads(done.stdout)
    return shown


def make_page(**options: Any) -> str:
    """The page of the rulebook in `tests/boat/`, without the digest of its text."""
    book = Rulebook.load(BOAT)
    maps = [book.map("wind", "swims", given={"drive": "sail"}), book.map("damage", "boat")]
    return page(book, languages=["de"], maps=maps, **options).replace(book.digest, "…")


def tell(name: str, first: Sequence[str], states: Sequence[Sequence[str]]) -> Iterator[str]:
    """What differs from an earlier visit, and what each step changes."""
    _, steps = VISITS[name]
    yield f"=== {name}: {VISITS[name][0]}"
    yield from compare(first, states[0])
    acts = [step for step in steps if len(step) > 1]
    for step, (before, after) in zip(acts, pairwise(states), strict=True):
        yield f"--- {' '.join(map(str, step))}"
        yield from compare(before, after)


def compare(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """The lines that are gone, and those that are new."""
    for line in difflib.unified_diff(before, after, n=0, lineterm=""):
        if line[:2] not in ("--", "++", "@@"):
            yield line


def tell_all() -> str:
    """All visits, with a German reader's browser and an English one's, and a page with a title of its own."""
    shown = visit(make_page(), list(VISITS.values()), ["fr-FR", "en-GB", "de-AT"])
    lines = ["=== without facts", *shown[0][0]]
    lines += [line for name, states in zip(VISITS, shown, strict=True) for line in tell(name, shown[0][0], states)]
    ((german,),) = visit(make_page(), [("", [])], ["fr-FR", "de-AT", "en-GB"])
    ((titled,),) = visit(make_page(title="Boats <and> ships"), [("", [])])
    lines += ["=== a German reader", *compare(shown[0][0], german)]
    lines += ["=== another title", *compare(shown[0][0], titled)]
    ((first, answered, disagreeing),) = visit(
        page(Rulebook.load(BROKEN)), [("", [["check", "#soil-damp"], ["check", "#sun-false"]])]
    )
    lines += [
        "=== one language, and rules that disagree",
        *(line for line in first if "#languages" in line),
        *compare(first, answered),
        *compare(answered, disagreeing),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


@needs_node
def test_the_page_shows_what_the_file_shows() -> None:
    """Questions, answers, reasons, links and languages, and what each click changes."""
    assert tell_all().splitlines() == SHOWN.read_text("utf-8").splitlines()


READ_QUESTIONS = """() => [...document.querySelectorAll("#questions fieldset")].map((it) =>
  [it.querySelector("legend").textContent, [...it.querySelectorAll("label")].map((each) => each.textContent)])"""
READ_LISTS = """() => {
  const places = ["#card .summary", "#card > h2", "#card > ul > li", "#card > details > summary", "#card > p.source"];
  const glance = document.querySelector("#glance"), inner = document.querySelectorAll("#card > details *");
  const read = places.map((where) => [...document.querySelectorAll(where)].map((it) => it.textContent));
  return [...read, [glance.textContent, glance.className], [...new Set([...inner].map((it) => it.tag))]];
}"""
INNER = {"summary", "ul", "ol", "dl", "li", "dt", "dd", "strong", "span", "div", "label", "select", "option"}


def choose_varied(count: int) -> list[dict[str, Any]]:
    """Random lifters, each with an answer that holds something which no earlier answer holds."""
    left = [{n: it for n, it in facts.items() if it not in (None, [])} for facts in random_situations(400, seed=13)]
    told = {place: list_kinds(recommended(facts)) for place, facts in enumerate(left)}
    known, chosen = set[str](), list[dict[str, Any]]()
    for _ in range(count):
        place = max(told, key=lambda it: (len(told[it] - known), -it))
        known |= told.pop(place)
        chosen.append(left[place])
    assert known >= {f"verdict {it}" for it in TONE_OF}
    assert known >= {f"step {it}" for it in PROGRESSION}
    return chosen


def list_kinds(rec: Recommendation) -> set[str]:
    """The verdict, the parts of the advice, the steps and the severities."""
    steps = [step for step in PROGRESSION if rec.progression and getattr(rec.progression, step)]
    kinds = [f"verdict {rec.verdict}", *(f"step {it}" for it in steps), *(str(it.severity) for it in rec.cautions)]
    kinds += [part for part in (*FOLDED, *OPEN, "overruled") if getattr(rec, part)]
    return {*kinds, f"direction {rec.progression and rec.progression.direction}"}


@needs_node
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_of_the_default_rulebook_says_what_python_says(language: str) -> None:
    """Each part of a recommendation, and the questions with their answers in order, for random lifters."""
    book, words = Rulebook.default().in_language(language), phrases(language)
    attributes = book.vocabulary.attributes
    places = {it.ask or it.title: (OF.index(it.of), place) for place, it in enumerate(attributes.values())}
    asked = choose_varied(10)
    steps: list[list[Any]] = [["read", READ_CARD], ["read", READ_LISTS], ["read", READ_QUESTIONS]]
    steps += [["click", BUTTON, MORE], ["read", READ_QUESTIONS]]
    several = 0
    links = ["&".join([f"#lang={language}", *(f"{name}={write(it)}" for name, it in facts.items())]) for facts in asked]
    shown = visit(page(Rulebook.default(), languages=["all"]), [(link, steps) for link in links])
    for facts, (_, card, (summary, headings, listed, folds, sources, glance, inner), fields, _, more) in zip(
        asked, shown, strict=True
    ):
        rec = recommended(facts).in_language(language)
        check_card(card, rec, book, language)
        verdict, classes = card["verdict"]
        assert [glance[0], f"verdict {glance[1]}"] == [f"{verdict} ↑", classes]
        assert set(inner) <= INNER
        assert [*summary, *sources] == [rec.summary, rec.disclaimer]
        assert headings == [words[part] for part in OPEN if getattr(rec, part)]
        assert listed == [it.text for it in (*rec.corrections, *rec.cues)]
        parts = [words[part] for part in FOLDED if getattr(rec, part)]
        rest = [words["page.lost"]] * bool(rec.overruled) + [words["page.why-not"]]
        assert folds[: len(parts)] == parts
        assert folds[len(parts) + (card["steps"] is not None) :] == [words["page.why"], *rest]
        assert all(field in more for field in fields)
        several += len(more) > len(fields)
        legends = [legend for legend, _ in more]
        assert legends == sorted(legends, key=places.__getitem__)
        for legend, labels in more:
            attribute = next(it for it in attributes.values() if it.ask == legend)
            assert labels == list(list_answers(book, attribute, rec, words)), attribute.name
    assert several


def list_answers(book: Rulebook, attribute: Attribute, rec: Recommendation, words: Mapping[str, str]) -> Iterator[str]:
    """The answers that a question offers: of faults, those that a rule reads for the family."""
    read = read_with(book.topics, {"family": rec.facts["family"]}).get(attribute.name)
    values = ["true", "false"] if attribute.type == "boolean" else list(map(str, attribute.values))
    said = {"true": words["yes"], "false": words["no"], **attribute.labels}
    for value in values:
        if attribute.name != "observed" or read is None or value in read:
            yield said.get(value) or value.replace("_", " ")
    if attribute.type == "set":
        yield words["ask.none"]
    elif not attribute.required:
        yield words["page.not-sure"]


def write(value: object) -> str:
    """A fact in an address."""
    return ",".join(value) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    SHOWN.write_text(tell_all(), "utf-8")
