"""Drawings of a recommendation's rules, and of a rulebook's topics."""

from __future__ import annotations

import itertools
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squeezelogic import Exercise, InvalidInput, Profile, Rulebook, recommend
from squeezelogic.coaching.parts import Provenance
from squeezelogic.logic.notebook.flow import flow
from squeezelogic.logic.notebook.rulebook import depths, essential, sources
from squeezelogic.logic.render.shapes import measured, placed, wrapped
from squeezelogic.logic.rulebook import Rulebook as Book
from squeezelogic.testing import rulebooks
from squeezelogic.testing.books import written
from tests.coaching.notebook.shown import SVG, boxes, bundle, said, svg
from tests.effort import examples
from tests.logic import tea
from tests.situations import exercises, observations, profiles

BOOK = Rulebook.default()
REC = recommend({"experience": "beginner", "goal": "hypertrophy"}, "hip thrust")
ANYTHING = st.text(max_size=60)


def apart(found: list[tuple[float, float, float, float]]) -> bool:
    """Whether no two boxes touch."""
    pairs = itertools.combinations(found, 2)
    return all(a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1] for a, b in pairs)


def letters(text: str) -> str:
    """The text without spaces, as line breaks fall anywhere."""
    return "".join(text.split())


@settings(deadline=None, max_examples=examples(30))
@given(profiles, exercises, observations)
def test_every_rule_that_held_is_drawn(profile: Profile, exercise: Exercise, observed: frozenset[str]) -> None:
    """Each rule that stands or was overruled has a box; those overruled are struck out; boxes do not touch."""
    rec = recommend(profile, exercise, observed=observed)
    root = svg(rec.drawing("all").svg)
    frames = [rect.attrib["class"] for rect in root.iter(f"{SVG}rect")]
    assert frames.count("sq-box sq-box-stands") == len(rec.reasons)
    assert frames.count("sq-box sq-box-lost") == len(rec.overruled)
    struck = letters("".join("".join(t.itertext()) for t in root.iter(f"{SVG}text") if t.get("class") == "sq-struck"))
    assert all(letters(BOOK.rules[lost.rule].title) in struck for lost in rec.overruled)
    assert apart(boxes(root))


@settings(deadline=None, max_examples=examples(30))
@given(profiles, exercises, observations)
def test_the_words_say_what_the_drawing_shows(profile: Profile, exercise: Exercise, observed: frozenset[str]) -> None:
    """The text alternative of the drawing names each rule with its state."""
    rec = recommend(profile, exercise, observed=observed)
    drawing = rec.drawing("all")
    rules = {*(f"→ {reason.rule} →" for reason in rec.reasons)}
    rules |= {f"→ {lost.rule}, overruled by {lost.by}." for lost in rec.overruled}
    assert {rule for rule in rules if not any(rule in line for line in drawing.lines)} == set()
    assert len(drawing.lines) == len(rules)
    title, description = (svg(drawing.svg).findtext(f"{SVG}{name}") for name in ("title", "desc"))
    assert title == drawing.title
    assert description == " ".join(drawing.lines)


def test_a_drawing_is_of_the_verdict_unless_more_is_asked_for() -> None:
    """Left alone it shows the topic that gives the verdict; topics can be named."""
    assert len(REC.drawing().lines) == 3
    assert len(REC.drawing("all").lines) == len(REC.reasons) + len(REC.overruled)
    named = svg(REC.drawing(["squeeze", "step"]).svg)
    assert "squeeze: Should this lifter" in said(named)
    assert "step: Which step" in said(named)


def test_a_fact_that_nobody_gave_is_drawn_as_unknown() -> None:
    """A rule that holds because something is not so shows what it saw."""
    text = said(svg(recommend({"glute_activation": "late"}, "hip thrust").drawing().svg))
    assert "experience:not known" in text
    assert "glutes:glutes come on late" in text


def test_what_is_not_in_a_set_is_drawn_as_what_a_rule_did_not_find(tmp_path: Path) -> None:
    """In a set that holds something else it is named; an empty set held nothing."""
    serve = tea.SERVE + '\n[[rule]]\nid = "plain"\nwhen.extras = { not = ["milk", "honey"] }\nthen.cups = ["glass"]\n'
    book = Rulebook.load(tea.write(tmp_path, serve=serve))
    assert "extras: not honey or milk → plain → cups: glass." in flow(book, {"extras": ["lemon"]}).lines
    assert "extras: nothing → plain → cups: glass." in flow(book, {"extras": []}).lines


def test_what_cannot_be_drawn_is_said() -> None:
    """An unknown topic gets a suggestion; a recommendation that another rulebook made is not drawn by this one."""
    with pytest.raises(InvalidInput, match="unknown topic `squeze`: did you mean `squeeze`"):
        REC.drawing("squeze")
    foreign = attrs.evolve(REC, rulebook=Provenance("theirs", "1", "0" * 64))
    with pytest.raises(InvalidInput, match="give that one as `rulebook`"):
        foreign.drawing()


HOSTILE = """\
topic = "tea"
question = "TEXT"
levels = ["one", "two"]
concludes = ["water"]
[[rule]]
id = "first"
title = "TEXT"
level = "one"
when.leaf = "green"
then.water = "warm"
because = "TEXT"
[[rule]]
id = "second"
title = "TEXT"
level = "two"
then.water = "boiling"
"""
WORDS = """\
rulebook.name = "TEXT"
attribute.leaf.values = ["green", "black"]
slot.water.values = ["warm", "boiling"]
"""


@pytest.mark.parametrize("text", ["</text><script>alert(1)</script>", "' onload='alert(1)", "&lt; ]]> <!-- -->"])
def test_what_a_rulebook_says_stays_text(text: str, tmp_path: Path) -> None:
    """Titles, questions and names come out as text in a drawing and in a graph, whatever they hold."""
    for name, content in (("vocabulary.toml", WORDS), ("tea.toml", HOSTILE)):
        (tmp_path / name).write_text(content.replace("TEXT", text), "utf-8")
    book = Rulebook.load(tmp_path)
    for drawing in (flow(book, {"leaf": "green"}), book.graph()):
        root = svg(drawing.svg)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "style", "g", "rect", "path", "text"}
        assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)
        assert text in (root.findtext(f"{SVG}title") or "")


def test_a_drawing_can_be_kept(tmp_path: Path) -> None:
    """The file is the SVG, and the notebook gets the same one."""
    drawing = REC.drawing()
    drawing.save(tmp_path / "drawing.svg")
    assert (tmp_path / "drawing.svg").read_text("utf-8") == drawing.svg
    given = bundle(drawing)
    assert drawing.svg in given["text/html"]
    assert given["image/svg+xml"] == drawing.svg
    assert given["text/plain"] == str(drawing)
    assert REC.drawing() == drawing


@settings(deadline=None)
@given(rulebooks())
def test_every_topic_is_in_the_graph(book: Book) -> None:
    """Any rulebook can be drawn: each topic has a box, each box its place, and the words say what reads what."""
    graph = book.graph()
    root = svg(graph.svg)
    assert len(boxes(root)) == len(graph.lines) == len(book.topics)
    assert apart(boxes(root))
    for topic, read in sources(book.topics).items():
        line = next(line for line in graph.lines if line.startswith(f"{topic.replace('_', ' ')}: "))
        assert all(f"from {earlier.replace('_', ' ')}" in line for earlier in read)


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, list[str]]:
    """Nodes, each with some of those before it."""
    names = [str(i) for i in range(draw(st.integers(0, 7)))]
    return {name: draw(st.lists(st.sampled_from(names[:i]), unique=True)) if i else [] for i, name in enumerate(names)}


def reach(graph: dict[str, list[str]]) -> dict[str, set[str]]:
    """Everything that leads to each node, directly or through others."""
    found: dict[str, set[str]] = {}
    for name, near in graph.items():
        found[name] = {far for source in near for far in (source, *found[source])}
    return found


@given(graphs())
def test_arrows_left_out_follow_from_others(graph: dict[str, list[str]]) -> None:
    """What leads where stays the same, no arrow that is left could be left out too, and all point to the right."""
    read = {name: {source: ["slot"] for source in near} for name, near in graph.items()}
    drawn = essential(read)
    assert reach(drawn) == reach(graph)
    for name, near in drawn.items():
        for source in near:
            fewer = {**drawn, name: [other for other in near if other != source]}
            assert reach(fewer) != reach(graph)
            assert depths(drawn)[source] < depths(drawn)[name]


@given(ANYTHING, st.floats(60, 300), st.sampled_from(["", "strong"]), st.sampled_from([11.0, 13.0]))
def test_text_is_broken_to_fit(text: str, width: float, look: str, size: float) -> None:
    """No line is wider than its box, and no letter is lost."""
    lines = wrapped(text, width, look, size, most=99)
    assert all(measured(line.text, size, look == "strong") <= width for line in lines)
    shown = letters("".join(line.text for line in lines))
    assert shown == letters("".join(c if c.isprintable() else "�" for c in " ".join(text.split()))) or not text.strip()


@given(ANYTHING, st.floats(60, 300))
def test_text_that_is_too_long_ends_in_an_ellipsis(text: str, width: float) -> None:
    """There are never more lines than allowed, and who reads them knows that there was more."""
    lines, whole = wrapped(text, width, most=2), wrapped(text, width, most=99)
    assert len(lines) == min(2, len(whole))
    assert (lines[-1].text.endswith("…") and measured(lines[-1].text, 13) <= width) or lines == whole


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(1, 90)), max_size=8))
def test_boxes_stand_in_order_and_apart(wanted: list[tuple[float, float]]) -> None:
    """Each box starts at or below where it wants to, with the gap to the one above."""
    ordered = sorted(wanted)
    starts = placed([middle for middle, _ in ordered], [height for _, height in ordered], 10)
    ends = [0.0, *(start + height + 10 for start, (_, height) in zip(starts, ordered, strict=True))]
    assert all(start >= end or start == 0 for start, end in zip(starts, ends, strict=False))
    assert all(start >= middle - height / 2 for start, (middle, height) in zip(starts, ordered, strict=True))


LONG = "_".join(["long"] * 19)
LONG_WORDS = f"""\
rulebook.name = "long"
attribute.{LONG}.values = ["{LONG}"]
slot.s{LONG}.values = ["a{LONG}", "b{LONG}"]
slot.end.values = ["here"]
"""
LONG_TOPIC = f"""\
topic = "t{LONG}"
concludes = ["s{LONG}"]
[[rule]]
id = "f{LONG.replace("_", "-")}"
when.{LONG} = "{LONG}"
then.s{LONG} = "a{LONG}"
overrides = ["second"]
[[rule]]
id = "second"
then.s{LONG} = "b{LONG}"
"""
LONG_READER = f"""\
topic = "end"
concludes = ["end"]
[[rule]]
id = "end"
when.s{LONG} = "a{LONG}"
then.end = "here"
"""


def looks(drawing: str) -> list[tuple[str, ...]]:
    """For each box, the look of each of its lines."""
    boxed = (group for group in svg(drawing).iter(f"{SVG}g") if group.find(f"{SVG}rect") is not None)
    return [tuple(line.get("class") or "" for line in group.findall(f"{SVG}text")) for group in boxed]


def test_long_words_take_few_lines(tmp_path: Path) -> None:
    """The name of an attribute or slot is cut after a line, a value, the name of a topic and a winner after two."""
    files = {"vocabulary": LONG_WORDS, "a": LONG_TOPIC, "b": LONG_READER}
    for name, content in files.items():
        (tmp_path / f"{name}.toml").write_text(content, "utf-8")
    book = Rulebook.load(tmp_path)
    faint, stop, struck, strong = "sq-faint", "sq-stop", "sq-struck", "sq-strong"
    first, end = looks(book.graph().svg)
    assert first == (strong, strong, *[""] * 4)
    assert end == (strong, "", faint, faint, faint)
    fact, winner, loser, *_ = looks(flow(book, {LONG: LONG}, [f"t{LONG}"]).svg)
    assert fact == (faint, "", "")
    assert winner == (strong,) * 4
    assert loser == (struck, struck, stop, stop)


CUPS = """\
topic = "cups"
concludes = ["tips"]
[[rule]]
id = "small"
when.cups = { any = ["small"] }
when.leaf = { not = ["black"] }
when.water = { not = ["warm"] }
when.guests = true
then.tips = ["no-milk"]
"""


def test_a_fact_is_drawn_as_what_it_is(tmp_path: Path) -> None:
    """What an earlier topic concluded and what is unknown have looks of their own; a conclusion can be a list."""
    book = Rulebook.load(tea.write(tmp_path, tea=CUPS))
    root = svg(flow(book, {"guests": True, "extras": []}, ["cups"]).svg)
    groups = [group for group in root.iter(f"{SVG}g") if group.find(f"{SVG}rect") is not None]
    found = {"".join(group.itertext()): group.find(f"{SVG}rect").get("class") for group in groups}  # type: ignore[union-attr]
    assert found["cups:small"] == found["water:boiling"] == "sq-box sq-box-slot"
    assert found["leaf:not known"] == "sq-box sq-box-faint"
    assert found["guests:yes"] == "sq-box"


def test_topics_are_drawn_at_the_height_of_those_they_are_linked_to(tmp_path: Path) -> None:
    """The only topic of a column stands in the middle of all those that it reads or that read it, and of no other."""
    slots = [f"s{i}" for i in range(4)]
    (tmp_path / "vocabulary.toml").write_text(
        "".join(f'slot.{it}.values = ["x"]\n' for it in [*slots, "t", "u"]), "utf-8"
    )
    rule = "topic = '{0}'\nconcludes = ['{0}']\n[[rule]]\nid = '{0}'\nthen.{0} = 'x'\n"
    for slot in slots:
        (tmp_path / f"{slot}.toml").write_text(rule.format(slot), "utf-8")
    for slot, read in (("t", ["s2", "s3"]), ("u", ["t"])):
        when = "".join(f"when.{it} = 'x'\n" for it in read)
        (tmp_path / f"{slot}.toml").write_text(rule.format(slot) + when, "utf-8")
    book = Rulebook.load(tmp_path)
    found = dict(zip([it.name for it in book.topics], boxes(svg(book.graph().svg)), strict=True))
    middle = {name: (top + bottom) / 2 for name, (_, top, _, bottom) in found.items()}
    assert middle["t"] == pytest.approx((middle["s2"] + middle["s3"]) / 2)
    assert middle["u"] == pytest.approx(middle["t"])


@pytest.mark.parametrize("count", [1, 2, 7])
def test_brackets_of_different_winners_stand_beside_one_another(count: int) -> None:
    """Up to five of them, and all brackets of one winner in one place; several texts of a rule have a mark each."""
    slots = {f"s{n}": {"values": ["a", "b"]} for n in range(count)}
    upper = [{"id": f"u{n}", "level": "one", "then": {f"s{n}": "a", "tips": ["wait"]}} for n in range(count)]
    lower = [{"id": f"l{n}-{m}", "level": "two", "then": {f"s{n}": "b"}} for n in range(count) for m in range(2)]
    both = {"id": "both", "level": "two", "then": {"more": ["wait", "stir"]}}
    book = written("lanes", {
        "vocabulary.toml": {"slot": {**slots, "tips": {"type": "advice"}, "more": {"type": "advice"}}},
        "advice.toml": {"advice": {"wait": {"text": "Wait."}, "stir": {"text": "Stir."}}},
        "t.toml": {"topic": "t", "levels": ["one", "two"], "rule": [*upper, *lower, both]},
    })  # fmt: skip
    root = svg(flow(book, {}).svg)
    paths = [it.attrib["d"] for it in root.iter(f"{SVG}path") if it.get("class") == "sq-edge-over"]
    starts = [(float(path.partition(" ")[2].partition("H")[0]), float(path.partition("H")[2].partition("q")[0]))
              for path in paths]  # fmt: skip
    assert len(starts) == 2 * count
    outs = {height: {x for y, x in starts if y == height} for height, _ in starts}
    assert len(outs) == count
    assert {len(it) for it in outs.values()} == {1}
    places = [next(iter(outs[height])) for height in sorted(outs)]
    assert places == [places[0] + 9 * min(n, 4) for n in range(count)]
    texts = ["".join(it.itertext()) for it in root.iter(f"{SVG}text")]
    assert [texts.count(it) for it in ("• Wait.", "• Stir.", "Wait.", "Stir.")] == [1, 1, 1, 0]
