"""Cards and drawings are parsed and compared with the recommendation, in situations that reach every rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attrs import Factory, define

from squeezelogic import Recommendation, Rulebook
from squeezelogic.coaching.parts import LIST_SLOTS, PROGRESSION, Item
from squeezelogic.logic.checks.finding import Finding
from squeezelogic.logic.diff.diff import diff
from squeezelogic.logic.explain.prose import counted
from squeezelogic.logic.model.conditions import Clause
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.notebook.flow import flow
from squeezelogic.logic.render.phrases import phrase
from squeezelogic.logic.semantics.definition import passes
from tests.coaching.notebook.shown import SVG, VOID, bundle, svg
from tests.coaching.read_back import BOOK, EXERCISE, is_said, known, label, recommendations
from tests.docs.rendering import shown

FIRST = ("cues", "avoid", "corrections")
REST = tuple(slot for slot in LIST_SLOTS if slot not in ("cautions", *FIRST))
SEVERITIES = {"critical": "stop", "warning": "wait", "info": "plain"}
RAIN = Rulebook.load(Path(__file__).parents[3] / "docs" / "examples" / "rain")
ALL = range(len(recommendations()))


@define(eq=False)
class Element:
    """An element with its attributes, and the elements and texts in it."""

    tag: str
    attributes: dict[str, str]
    inside: list[Any] = Factory(list)

    @property
    def text(self) -> str:
        """All that is written in it."""
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    def children(self, tag: str = "", class_: str = "") -> list[Element]:
        """The elements directly in it."""
        found = (each for each in self.inside if isinstance(each, Element))
        return [it for it in found if tag in ("", it.tag) and (not class_ or class_ in it.classes)]

    def every(self, tag: str = "", class_: str = "") -> Iterator[Element]:
        """The elements in it, at any depth."""
        for each in self.children():
            if tag in ("", each.tag) and (not class_ or class_ in each.classes):
                yield each
            yield from each.every(tag, class_)


class Reader(HTMLParser):
    """Reads HTML as elements."""

    def __init__(self) -> None:
        super().__init__()
        self.path = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.path[-1].inside.append(made)
        if tag not in VOID:
            self.path.append(made)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.path.pop()

    def handle_data(self, data: str) -> None:
        self.path[-1].inside.append(data)


def card(value: Any) -> Element:
    """The card of a value."""
    reader = Reader()
    reader.feed(bundle(value)["text/html"])
    return reader.path[0].children()[0]


def folded(element: Element, heading: str) -> Element | None:
    """What unfolds under a heading."""
    return next((it for it in element.every("details") if it.children("summary")[0].text.startswith(heading)), None)


def lists(element: Element) -> dict[str, list[str]]:
    """The lists of advice in an element, by their headings."""
    parts = element.children("div", "sq-parts")
    found = [part for group in parts for part in group.children("div")]
    return {part.children("p")[0].text: [it.text for it in part.children("ul")[0].children()] for part in found}


def texts(rec: Recommendation, slots: tuple[str, ...]) -> dict[str, list[str]]:
    """What is advised in some slots, those that are empty left out."""
    given: dict[str, tuple[Item, ...]] = {slot: getattr(rec, slot) for slot in slots}
    return {phrase(slot): [item.text for item in items] for slot, items in given.items() if items}


@pytest.mark.parametrize("place", ALL)
def test_a_card_shows_what_is_so(place: int) -> None:
    """The verdict in its tone, who and what it is about, the dose, the cautions in their tones, and every list."""
    rec = recommendations()[place]
    shown_ = card(rec)
    slots = BOOK.vocabulary.slots
    badge = next(shown_.every("span", "sq-badge"))
    assert badge.text.split(" ", 1)[1] == label(rec.verdict, slots["verdict"]).capitalize()
    level = BOOK.rules[rec.reasons[0].rule].level
    tone = "stop" if level in ("referral", "pain") else "yes" if rec.effort != "none" else None
    assert tone in (*badge.classes[1:], None) or f"sq-{tone}" in badge.classes
    assert (f"sq-{tone}" in badge.classes) is (tone is not None)
    check_about(shown_.children("p", "sq-muted")[0].text, rec)
    dose = shown_.children("ul", "sq-dose")
    told = [(it.children("span")[0].text, it.children("strong")[0].text) for each in dose for it in each.children()]
    given = [(slot, getattr(rec, slot)) for slot in ("effort", "phase", "hold_seconds", "breath")]
    assert told == [
        (slots[slot].label.capitalize(), label(value, slots[slot]) + " s" * (slot == "hold_seconds"))
        for slot, value in given
        if value not in (None, "none")
    ]
    alerts = [it for each in shown_.children("ul", "sq-alerts") for it in each.children()]
    grave = sorted(rec.cautions, key=lambda it: list(SEVERITIES).index(it.severity or "info"))
    assert [it.text for it in alerts] == [f"{(it.severity or 'info').capitalize()}: {it.text}" for it in grave]
    assert [it.classes for it in alerts] == [[f"sq-{SEVERITIES[it.severity or 'info']}"] for it in grave]
    assert list(lists(shown_).items()) == list(texts(rec, FIRST).items())
    more = folded(shown_, phrase("card.more"))
    rest = lists(more) if more else {}
    steps = {heading: rest.pop(heading) for heading in list(rest) if heading.startswith(phrase("progression"))}
    assert rest == texts(rec, REST)
    named = [
        (phrase(f"step.{step}").capitalize(), getattr(rec.progression, step)) for step in PROGRESSION if rec.progression
    ]
    assert [it for each in steps.values() for it in each] == [f"{word}: {item.text}" for word, item in named if item]
    check_markdown(bundle(rec)["text/markdown"], rec)


def check_about(line: str, rec: Recommendation) -> None:
    """The movement first, then the rest of the exercise, then the lifter, and what was seen last; all of it true."""
    first, *parts = line.split(" · ")
    what = "movement" if "movement" in rec.facts else "family"
    assert first == label(rec.facts[what], BOOK.vocabulary.labelled(what))
    rest = {name: value for name, value in rec.facts.items() if name not in ("movement", "family")}
    groups = [
        [name for name in rest if test(name)] for test in (is_exercise, is_lifter, lambda name: name == "observed")
    ]
    assert len(parts) == len(rest)
    for group in groups:
        here, parts = parts[: len(group)], parts[len(group) :]
        for name in group:
            values = rest[name] if isinstance(rest[name], tuple) else (rest[name],)
            said = [label(value, BOOK.vocabulary.labelled(name)) for value in values]
            assert any(all(each in part for each in said) for part in here), (name, here)


def is_exercise(name: str) -> bool:
    """Whether a fact is of the exercise."""
    return name in EXERCISE


def is_lifter(name: str) -> bool:
    """Whether a fact is of the lifter."""
    return name not in (*EXERCISE, "observed")


def check_markdown(text: str, rec: Recommendation) -> None:
    """In Markdown the cautions with their words, in order, and every text."""
    read = " ".join(shown(text).text.split())
    grave = sorted(rec.cautions, key=lambda it: list(SEVERITIES).index(it.severity or "info"))
    places = [read.index(f"{(it.severity or 'info').capitalize()}: {' '.join(it.text.split())}") for it in grave]
    assert places == sorted(places)
    shown_reasons = [BOOK.rules[it.rule] for it in rec.reasons if it.topic == rec.reasons[0].topic]
    assert read.count("Applies here – ") == sum(any(rule.when) for rule in shown_reasons)
    for rule in shown_reasons:
        after = read.partition(" ".join(rule.because.split()))[2].lstrip()
        assert after.startswith((phrase("always"), "Applies here – "))
        witnesses = after.index(f"({', '.join(rule.claims or (rule.basis,))})")
        assert (0 < after.find("Disputed: ") < witnesses) is bool(rule.disputed_by)
    ranks = [each for topic in [rec.reasons[0].topic] for each in rec.overruled if each.topic == topic]
    assert all(f"{BOOK.rules[it.rule].title} by “{BOOK.rules[it.by].title}”" in read for it in ranks)


@pytest.mark.parametrize("place", ALL)
def test_a_card_says_why_and_on_whose_word(place: int) -> None:
    """The number of reasons; the rules of the verdict, then the others, with their claims; the sources by article."""
    rec = recommendations()[place]
    why = folded(card(rec), phrase("why"))
    assert why is not None
    counts = phrase("card.reasons", reasons=len(rec.reasons), overruled=len(rec.overruled))
    assert why.children("summary")[0].text == f"{phrase('why')} {counts}"
    rest = folded(why, phrase("rest"))
    topic = rec.reasons[0].topic
    for element, is_here in ((why, True), (rest, False)):
        standing = [it for it in rec.reasons if (it.topic == topic) is is_here]
        lost = [it for it in rec.overruled if (it.topic == topic) is is_here]
        if element is None:
            assert not standing
            assert not lost
            continue
        grounds = [it for it in element.children("p", "sq-reason") if it.children("strong") or it.children("s")]
        for ground, reason in zip(grounds, standing, strict=False):
            rule = BOOK.rules[reason.rule]
            title, *against = (it.text for it in ground.children("strong"))
            assert title == f"{rule.title}. "
            assert reason.because in ground.text
            assert [it.text for it in ground.every("code")] == list(rule.claims or (rule.basis,))
            held = ground.children("span", "sq-muted")[0].text
            assert ("Applies here – " in held) is bool(rule.when[0])
            assert bool(against) is bool(rule.disputed_by)
            assert all(BOOK.claims[id_].gist in ground.text for id_ in rule.disputed_by)
        for ground, each in zip(grounds[len(standing) :], lost, strict=True):
            upper, lower = BOOK.rules[each.by], BOOK.rules[each.rule]
            assert ground.children("s")[0].text == lower.title
            before, after = (level.replace("_", " ") for level in (upper.level, lower.level))
            ranks = f"{before} comes before {after}" if before != after else "it was written to come first"
            assert ground.text.endswith(f"{lower.title} by “{upper.title}”: {ranks}.")
    check_sources(folded(why, phrase("card.sources")), rec)


def check_sources(element: Element | None, rec: Recommendation) -> None:
    """Each claim of each reason once, under its article and the kind of evidence, with its gist and section."""
    cited = sorted({id_ for reason in rec.reasons for id_ in reason.claims})
    found: dict[str, list[tuple[str, str]]] = {}
    for part in element.children("div") if element else ():
        items = part.children("ul")[0].children()
        found[part.children("p")[0].text] = [(it.children("code")[0].text, it.text) for it in items]
    assert sorted(id_ for claims in found.values() for id_, _ in claims) == cited
    for title, claims in found.items():
        assert [id_ for id_, _ in claims] == sorted(id_ for id_, _ in claims)
        for id_, text in claims:
            claim = BOOK.claims[id_]
            article = BOOK.articles[claim.article]
            assert title == f"{article.title} ({article.evidence})"
            assert text == f"{id_} {claim.gist} {claim.section}"


# ---------------------------------------------------------------- drawings


def read_line(line: str) -> tuple[str, str, str]:
    """What was known, the rule, and what followed or who overruled it."""
    if found := re.fullmatch(r"(.*) → ([\w-]+), overruled by ([\w-]+)\.", line):
        return found[1], found[2], found[3]
    before, rule, then = line.rstrip(".").split(" → ", 2)
    return before, rule, then


@pytest.mark.parametrize("place", ALL[::2])
def test_a_drawing_shows_only_what_was_known_and_who_overruled_whom(place: int) -> None:
    """Each fact that a rule read is true; brackets run from winners to losers; facts stand to the left."""
    rec = recommendations()[place]
    drawing, given = rec.drawing("all"), known(rec)
    lost = {it.rule: it.by for it in rec.overruled}
    for line in drawing.lines:
        before, rule, then = read_line(line)
        assert lost.get(rule, "") == (then if rule in lost else "")
        titles = {BOOK.vocabulary.title(c.attribute): c.attribute for branch in BOOK.rules[rule].when for c in branch}
        parts = re.split(rf", (?=(?:{'|'.join(map(re.escape, titles))}): )", before) if before != "always" else []
        for part in parts:
            title, _, words = part.partition(": ")
            words = "not known" if words == "not concluded" else words
            assert is_said(words, titles[title], rule, given), (rule, part)
    check_picture(svg(drawing.svg), {it.rule for it in rec.reasons}, lost)


def check_picture(root: Any, standing: set[str], lost: dict[str, str]) -> None:
    """The boxes of rules by their ids, and the brackets between them."""
    heads = {text.text: float(text.get("x")) for text in root.iter(f"{SVG}text") if float(text.get("y")) == 10}
    assert heads["What was known"] < heads["Rules that held, by level"] < heads["What follows"]
    reasons = {BOOK.rules[id_].because: id_ for id_ in (*standing, *lost)}
    boxes: dict[str, tuple[float, float]] = {}
    spots = []
    for group in root.iter(f"{SVG}g"):
        rect, tip = group.find(f"{SVG}rect"), group.find(f"{SVG}title")
        if rect is not None:
            top, height = float(rect.get("y")), float(rect.get("height"))
            spots.append((float(rect.get("x")), top, top + height))
            if tip is not None:
                boxes[reasons[tip.text or ""]] = top, top + height
    for x in {x for x, *_ in spots}:
        column = sorted((top, bottom) for left, top, bottom in spots if left == x)
        assert all(above[1] < below[0] for above, below in pairwise(column))
    paths = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("class") == "sq-edge-over"]
    joined = [re.match(r"M[\d.]+ ([\d.]+)H[\d.]+q6 0 6 6V([\d.]+)q0 6", path) for path in paths]
    ends = [(float(it[1]), float(it[2]) + 6) for it in joined if it]
    assert len(ends) == len(lost)
    for loser, winner in lost.items():
        assert any(within(start, boxes[winner]) and within(end, boxes[loser]) for start, end in ends)


def within(y: float, box: tuple[float, float]) -> bool:
    """Whether a height lies in a box."""
    return box[0] <= y <= box[1]


def test_a_topic_that_was_asked_for_is_drawn_though_no_rule_held() -> None:
    """It has its heading, which says so; unasked, it is left out."""
    facts = {"family": "hinge"}
    assert "(no rule held)" in flow(BOOK, facts, ["thrust", "hinge"]).svg
    assert "(no rule held)" not in flow(BOOK, facts).svg


# ---------------------------------------------------------------- a rulebook


@pytest.mark.parametrize("book", [BOOK, RAIN], ids=lambda book: book.name)
def test_the_card_of_a_rulebook_counts_and_lists_what_it_has(book: Rulebook) -> None:
    """Its topics in order, each with its question, number of rules and conclusions; and how many there are of all."""
    shown_ = card(book)
    counted = {"topic": book.topics, "rule": book.rules, "advice text": book.advice, "claim": book.claims}
    assert size(shown_) == ", ".join(f"{len(it):,} {word}{'s' * (len(it) != 1)}" for word, it in counted.items())
    rows = [row.children() for row in next(shown_.every("tbody")).children()]
    assert [[cell.text for cell in row] for row in rows] == [
        [f"{spell(it.name)}{it.question}", str(len(it.rules)), ", ".join(map(spell, it.concludes))]
        for it in book.topics
    ]
    digest = [it.text for it in shown_.every("code")]
    assert digest == [book.digest]


def test_a_topic_without_a_question_leaves_no_gap_in_the_card() -> None:
    """No empty element in the page, no colon with nothing after it in the text, no blank at the end of a cell."""
    shown_ = Rulebook.load(Path(__file__).parents[2] / "clean" / "houseplants")._repr_mimebundle_()
    assert "></span>" not in shown_["text/html"]
    assert not re.search(r":? $|:$", shown_["text/plain"], re.MULTILINE)
    assert "  |" not in shown_["text/markdown"]


def size(element: Element) -> str:
    """What stands beside a rulebook's name."""
    return next(element.every("div", "sq-top")).children("span", "sq-muted")[0].text


def spell(name: str) -> str:
    """A name in words."""
    return name.replace("_", " ")


@pytest.mark.parametrize("book", [BOOK, RAIN], ids=lambda book: book.name)
def test_the_graph_says_which_slots_each_topic_reads_from_which(book: Rulebook) -> None:
    """The number of rules, what they conclude, and each slot that they read with the topics that fill it."""
    filled: dict[str, list[str]] = {}
    for topic, line in zip(book.topics, book.graph().lines, strict=True):
        read = dict.fromkeys(c.attribute for name in topic.inputs for c in clauses_of(topic, name) if name in filled)
        near: dict[str, list[str]] = {}
        for slot in (name for name in topic.inputs if name in read):
            for earlier in filled[slot]:
                near.setdefault(earlier, []).append(slot)
        told = ", ".join(f"{', '.join(map(spell, slots))} from {spell(name)}" for name, slots in near.items())
        count = f"{len(topic.rules)} rule{'s' * (len(topic.rules) != 1)}"
        concluded = ", ".join(map(spell, topic.concludes))
        assert line == f"{spell(topic.name)}: {count} for {concluded}; reads {told or 'facts only'}."
        for slot in topic.concludes:
            filled.setdefault(slot, []).append(topic.name)
    assert svg(book.graph().svg).findtext(f"{SVG}desc") == " ".join(book.graph().lines)


def clauses_of(topic: Topic, name: str) -> Iterator[Clause]:
    """The clauses of a topic's rules about an attribute or a slot."""
    return (clause for rule in topic.rules for branch in rule.when for clause in branch if clause.attribute == name)


# ---------------------------------------------------------------- differences, findings and maps

OTHER = """\
topic = "cover"
[[rule]]
id = "cloudy-wants-a-raincoat"
level = "weather"
when.sky = "cloudy"
then.take = "raincoat"
[[rule]]
id = "rain-wants-an-umbrella"
level = "weather"
when.sky = "raining"
then.take = "nothing"
because = "It will stop."
"""


def written(value: Any) -> str:
    """A value of a slot, or a dash for none."""
    return (", ".join(value) if isinstance(value, tuple) else str(value or "")) or "–"


def test_the_card_of_a_difference_shows_what_was_and_what_is(tmp_path: Path) -> None:
    """Each changed slot with its value before and after, the rules with what happened to them, and both wordings."""
    (tmp_path / "cover.toml").write_text(OTHER, "utf-8")
    (tmp_path / "advice.toml").write_text('[advice.bring-it-back]\ntext = "Leave it."\nurgency = "low"\n', "utf-8")
    found = diff(RAIN, RAIN.extended(tmp_path))
    shown_ = card(found)
    assert next(shown_.every("span", "sq-badge")).text.endswith("different")
    tables = list(shown_.every("table"))
    assert found.changes
    for table, change in zip(tables, found.changes, strict=True):
        head, *rows = ([cell.text for cell in row.children()] for row in table.every("tr"))
        assert head == ["Slot", "Before", "After"]
        assert rows == [[spell(it.slot), written(it.before), written(it.after)] for it in change.slots]
    causes = [it.text for it in shown_.every("p", "sq-muted") if it.text.startswith("Made by")]
    assert causes == [
        f"Made by {', '.join(it.rule + (f' ({it.edit})' if it.edit != 'same' else '') for it in change.causes)}."
        for change in found.changes
    ]
    worded = folded(shown_, "Said differently")
    assert worded is not None
    for item, wording in zip(worded.children("ul")[0].children(), found.wordings, strict=True):
        assert item.children("code")[0].text == wording.id
        assert [it.text for it in item.children("s")] == ([wording.before] if wording.before else [])
        assert item.text.endswith(wording.after or wording.before or "")
    edits = [
        it.text for it in shown_.every("p", "sq-reason") if re.match(r"\d+ rules? (added|removed|changed): ", it.text)
    ]
    assert sorted(name for line in edits for name in line.partition(": ")[2].split(", ")) == sorted(found.rules)
    assert "the same" in next(card(diff(RAIN, RAIN)).every("span", "sq-badge")).text


@pytest.mark.parametrize(("severity", "tone"), [("error", "stop"), ("warning", "wait"), ("note", "plain")])
def test_the_card_of_a_finding_shows_all_of_it(severity: str, tone: str) -> None:
    """Its tone, its check and place, what is wrong with words in backticks as code, the hint and the facts."""
    witness: FrozenMap[str, Any] = FrozenMap({"sky": "raining", "indoors": True})
    found = Finding("gap", severity, witness=witness, file="a.toml", line=3, what="no `take` here", hint="say `take`")
    shown_ = card(found)
    badge = next(shown_.every("span", "sq-badge"))
    assert badge.text.endswith(severity)
    assert f"sq-{tone}" in badge.classes
    parts = {name: [it.text for it in shown_.every(class_=f"sq-{name}")] for name in ("title", "lead", "reason")}
    assert parts == {"title": ["gap"], "lead": ["no take here"], "reason": ["say take"]}
    assert [it.text for it in shown_.every("code")] == ["a.toml:3", "take", "take"]
    assert [[cell.text for cell in row.children()] for row in next(shown_.every("tbody")).children()] == [
        ["sky", "raining"],
        ["indoors", "yes"],
    ]
    table = "| Fact | Value |\n| --- | --- |\n| sky | `raining` |\n| indoors | `true` |\n"
    said = f"**{severity}: gap** `a.toml:3`\n\nno `take` here\n\nsay `take`\n\n{table}"
    assert bundle(found)["text/markdown"] == said
    assert (
        len({next(card(Finding("gap", it, what="x")).every("span", "sq-badge")).text.split()[0] for it in SIGNED}) == 3
    )


SIGNED = ("error", "warning", "note")


@pytest.mark.parametrize("given", [{}, {"wind": 8}, {"indoors": True}], ids=["nothing", "storm", "indoors"])
def test_a_map_shows_what_is_decided_in_each_of_its_situations(given: dict[str, Any]) -> None:
    """Every situation of a row and a column is decided as the cell says; the numbers are those of situations."""
    rows, columns = ["sky"], ["hands_busy_with"] if "indoors" in given else ["indoors", "hands_busy_with"]
    found = RAIN.map(rows, columns, "take", given=given)
    said = dict(line.rsplit(": ", 1) for line in found.drawing().lines)
    headings = [[each.text for each in side] for side in (found.rows, found.columns)]
    assert list(said) == [f"{row} | {column}" for row in headings[0] for column in headings[1]]
    assert list(said.values()) == [str(cell) for line in found.cells for cell in line]
    met = 0
    for sky in ("clear", "cloudy", "raining"):
        for indoors in (None, True, False) if "indoors" in columns else (None,):
            for hands in ([], ["pram"], ["dog"], ["groceries"], ["pram", "groceries"]):
                facts = {"sky": sky, "indoors": indoors, "hands_busy_with": hands}
                facts = {
                    name: value for name, value in facts.items() if name in (*rows, *columns) and value is not None
                }
                situation = RAIN.vocabulary.situation({**given, **facts})
                (row,) = (i for i, it in enumerate(found.rows) if within_branches(it.branches, situation))
                (column,) = (i for i, it in enumerate(found.columns) if within_branches(it.branches, situation))
                assert found.cells[row][column] == RAIN.decide({**given, **facts}).slots["take"]
                met += 1
    assert met
    before = [sum(each.count for each in side) for side in (found.rows, found.columns)]
    assert found.title.startswith(f"take: {before[0]} rows and {before[1]} column")
    assert found.title.endswith(
        f"come to {counted(len(found.rows), 'row')} and {counted(len(found.columns), 'column')}"
    )


def within_branches(branches: tuple[tuple[Clause, ...], ...], situation: Mapping[str, Any]) -> bool:
    """Whether some branch passes."""
    return any(all(passes(it.test, situation[it.attribute]) for it in branch) for branch in branches)
