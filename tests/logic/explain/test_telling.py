"""The texts of explanations, word for word: conditions, reasons, changes and questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from squeezelogic.logic.explain.changes import Change, Counterfactual, Counterfactuals
from squeezelogic.logic.explain.interview import answered
from squeezelogic.logic.explain.prose import describe_test, passed, said, wrapped
from squeezelogic.logic.explain.questions import Answer, Question, Questions
from squeezelogic.logic.explain.reachable import EMPTY, NO_ANSWER
from squeezelogic.logic.explain.trace import Checked, WhyNot
from squeezelogic.logic.explain.what_if import ChangedSlot, decide_changed
from squeezelogic.logic.explain.why import explain_why, explain_why_not, parse_wanted
from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.errors import InvalidInput
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.render.phrases import phrase
from squeezelogic.logic.rulebook import Rulebook

GEAR = ("tent", "rope", "axe")
ATTRIBUTES = {
    "sky": Attribute("sky", values=("sun", "rain", "fog")),
    "nights": Attribute("nights", type="integer", at_least=0, at_most=20),
    "dog": Attribute("dog", type="boolean"),
    "gear": Attribute("gear", type="set", values=GEAR),
}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (None, "not known"),
        (UNKNOWN, "not known"),
        ((), "none"),
        (frozenset(), "none"),
        (("b", "a"), "b and a"),
        (frozenset("hgfedcba"), "a, b, c, d, e, f, g and h"),
        (2.0, "2"),
        (4.5, "4.5"),
        (12, "12"),
        ("small_pot", "small pot"),
    ],
)
def test_a_value_is_said_as_people_say_it(value: object, text: str) -> None:
    """Lists keep their order, sets are sorted, and whole numbers have no fraction."""
    assert said(value) == text


def among(*values: Value) -> Is:
    """A test for any of some values."""
    return Is(frozenset(values))


TENT_OR_AXE = HasAny(frozenset({"tent", "axe"}))
ANY_GEAR = HasAny(frozenset(GEAR))


@pytest.mark.parametrize(
    ("name", "test", "text"),
    [
        ("sky", among("fog"), "fog"),
        ("sky", among("fog", "sun", "rain"), "sun, rain or fog"),
        ("sky", among(UNKNOWN, "fog", "rain"), "rain, fog or not known"),
        ("sky", Not(among("sun", "rain")), "anything other than sun or rain"),
        ("nights", among(12, 3, UNKNOWN), "3, 12 or not known"),
        ("nights", Between(3, 20), "at least 3"),
        ("nights", Between(0, 3), "at most 3"),
        ("nights", Between(2, 5), "from 2 to 5"),
        ("nights", Between(0, 20), "any number"),
        ("dog", among(False, True), "yes or no"),
        ("gear", ANY_GEAR, "at least one"),
        ("gear", TENT_OR_AXE, "tent or axe"),
        ("gear", HasAll(frozenset(GEAR)), "tent, rope and axe"),
        ("gear", Not(ANY_GEAR), "none"),
        ("gear", Not(TENT_OR_AXE), "no tent or axe"),
        ("gear", HasCount(2, frozenset(GEAR)), "at least 2"),
        ("gear", Not(HasCount(2, frozenset({"tent", "axe"}))), "fewer than 2 of tent and axe"),
    ],
)
def test_what_a_condition_needs_is_said_in_the_vocabularys_order(name: str, test: Test, text: str) -> None:
    """Numbers go by their size, and not knowing comes last."""
    assert describe_test(test, ATTRIBUTES[name]) == text


@pytest.mark.parametrize(
    ("name", "test", "value", "text"),
    [
        ("sky", among("fog", "sun"), "sun", "sun"),
        ("sky", Not(among("fog")), "sun", "sun (anything other than fog)"),
        ("nights", Between(2, 5), 4, "4"),
        ("dog", among(True), True, "yes"),
        ("gear", TENT_OR_AXE, frozenset({"axe", "rope"}), "axe"),
        ("gear", TENT_OR_AXE, frozenset(GEAR), "tent and axe"),
        ("gear", HasAll(frozenset({"tent", "axe"})), frozenset(GEAR), "tent and axe"),
        ("gear", Not(TENT_OR_AXE), frozenset({"rope"}), "no tent or axe"),
    ],
)
def test_what_passed_is_said_with_no_more_than_shows_it(name: str, test: Test, value: Value, text: str) -> None:
    """Of a set only the elements that were asked for; and what had to be avoided."""
    assert passed(test, ATTRIBUTES[name], value) == text


def test_a_paragraph_is_broken_at_spaces_alone_and_indented() -> None:
    """A hyphened name stays whole; the first line may begin otherwise than the rest."""
    words = "word " * 17 + "well-kept-name ends"
    assert wrapped(words) == "word " * 16 + "word\nwell-kept-name ends"
    assert wrapped(words, "  ") == "  " + "word " * 16 + "word\n  well-kept-name ends"
    assert wrapped(words, "- ", "    ") == "- " + "word " * 16 + "word\n    well-kept-name ends"


# ---------------------------------------------------------------- why, why not

VOCABULARY = """
[rulebook]
name = "camp"
version = "1"
[attribute.sky]
values = ["sun", "rain", "fog"]
[attribute.nights]
type = "integer"
at_least = 0
at_most = 20
[attribute.gear]
type = "set"
values = ["tent", "rope", "axe"]
[slot.place]
values = ["field", "wood", "roof=none"]
[slot.mood]
values = ["bold", "glad"]
[slot.bring]
type = "list"
"""
SOURCES = """
[articles.leaves]
title = "Under Leaves"
evidence = "trial"
[articles.grass]
title = "On Grass"
[[claim]]
id = "G-1"
article = "grass"
section = "Sun"
gist = "Sun dries grass."
[[claim]]
id = "L-1"
article = "leaves"
gist = "Leaves drip."
section = "Drops"
[[claim]]
id = "G-2"
article = "grass"
section = "Wind"
gist = "Wind dries grass too."
"""
PLACE = """
topic = "place"
levels = ["first", "second_best"]
concludes = ["place", "mood"]
[[rule]]
id = "dry-grass"
level = "first"
when = [{ sky = ["sun", "fog"], gear = { not = "axe" } }, { nights = { at_most = 2 }, gear = "tent" }]
then.place = "field"
then.mood = "glad"
overrides = ["sun-makes-bold"]
because = "Dry ground keeps a tent warm."
claims = ["G-1", "L-1", "G-2"]
basis = "inferred"
[[rule]]
id = "woodcutters"
title = "With an axe, go where the wood is"
level = "second_best"
when.gear = "axe"
then.place = "wood"
because = "It is closer."
claims = ["L-1"]
basis = "stated"
[[rule]]
id = "mostly-glad"
level = "first"
then.mood = "glad"
because = "We are."
basis = "house"
overrides = ["sun-makes-bold"]
[[rule]]
id = "sun-makes-bold"
level = "first"
when.sky = "sun"
then.mood = "bold"
"""
BRING = """
topic = "bring"
concludes = ["bring"]
[[rule]]
id = "shoes"
basis = "inferred"
when = { place = "field", mood = "glad", nights = { at_least = 1 } }
then.bring = ["shoes"]
[[rule]]
id = "saw"
when = { place = "wood", nights = 3, sky = "fog" }
then.bring = ["saw"]
"""


@pytest.fixture
def camp(tmp_path: Path) -> Rulebook:
    """Where to camp, in which mood, and what to bring."""
    files = {"vocabulary": VOCABULARY, "sources": SOURCES, "place": PLACE, "bring": BRING}
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    return Rulebook.load(tmp_path)


FACTS: dict[str, Any] = {"sky": "sun", "nights": 1, "gear": ["tent"]}


def test_a_why_gives_each_rule_its_reason_conditions_and_sources(camp: Rulebook) -> None:
    """Every way in which it holds; article by article, with sections and claims."""
    assert str(explain_why(camp, FACTS, "mood")) == (
        "Why: mood\n"
        "\n"
        "Dry grass\n"
        "  Dry ground keeps a tent warm.\n"
        "  Applies here – gear: no axe; sky: sun, and also: gear: tent; nights: 1.\n"
        "  Follows from: “On Grass”, under “Sun” and “Wind” (G-1, G-2); “Under Leaves”, under “Drops”\n"
        "  (L-1).\n"
        "\n"
        "Mostly glad\n"
        "  We are.\n"
        "  Always applies.\n"
        "  Source: our own policy, not an article."
    )
    assert str(explain_why(camp, {**FACTS, "gear": ["axe"], "nights": 9}, "place")) == (
        "Why: place\n"
        "\n"
        "With an axe, go where the wood is\n"
        "  It is closer.\n"
        "  Applies here – gear: axe.\n"
        "  Source: “Under Leaves”, under “Drops” (L-1)."
    )


def test_a_condition_on_a_conclusion_names_every_rule_that_gave_it(camp: Rulebook) -> None:
    """Whether it passed or not; facts have no giver."""
    assert str(explain_why(camp, FACTS, "shoes")) == (
        "Why: shoes\n"
        "\n"
        "Shoes\n"
        "  Applies here – mood: glad (from “Dry grass”, “Mostly glad”); nights: 1; place: field (from\n"
        "  “Dry grass”)."
    )


def test_a_source_is_plain_data_with_its_evidence(camp: Rulebook) -> None:
    """The claim, its article with the kind of its evidence, the section and the gist."""
    (account,) = (it for it in camp.decide({"gear": ["axe"]}).accounts() if it.rule == "woodcutters")
    (source,) = account.sources
    article = camp.articles["leaves"]
    assert source.to_dict() == {
        "claim": "L-1",
        "article": "Under Leaves",
        "section": "Drops",
        "gist": "Leaves drip.",
        "evidence": article.evidence,
    }
    assert article.evidence == "trial"


def test_why_a_rule_is_overruled_is_said(camp: Rulebook) -> None:
    """Because it is overruled by name, or because its level is lower."""
    ranks = {it.rule: it.ranks for it in camp.decide({"sky": "sun", "gear": ["tent"], "nights": 1}).accounts()}
    assert ranks["sun-makes-bold"] == phrase("override")
    both = {it.rule: it.ranks for it in camp.decide({"nights": 1, "gear": ["axe", "tent"]}).accounts()}
    assert both["woodcutters"] == phrase("level", upper="first", lower="second best")
    assert both["dry-grass"] == ""


def test_a_value_of_two_slots_has_to_be_told_with_its_slot(tmp_path: Path) -> None:
    """The error names each way to say it."""
    vocabulary = 'slot.hat.values = ["red"]\nslot.coat.values = ["red"]\n'
    topic = 'topic = "wear"\nconcludes = ["hat", "coat"]\n[[rule]]\nid = "hats"\nthen.hat = "red"\nthen.coat = "red"\n'
    (tmp_path / "vocabulary.toml").write_text(vocabulary, "utf-8")
    (tmp_path / "wear.toml").write_text(topic, "utf-8")
    book = Rulebook.load(tmp_path)
    with pytest.raises(InvalidInput) as caught:
        book.decide({}).counterfactuals("red")
    assert str(caught.value) == "`red` is a value of several slots: say `hat=red` or `coat=red`"


def test_whatever_does_not_stand_is_told_with_all_that_failed_or_what_overruled_it(camp: Rulebook) -> None:
    """Asked about nothing in particular, about all rules that do not stand, and no others."""
    assert str(explain_why_not(camp, FACTS)) == (
        "Why not: anything else\n"
        "\n"
        "Sun makes bold\n"
        "  Applies here – sky: sun.\n"
        "  But “Dry grass” overrules it: it was written to come first.\n"
        "\n"
        "With an axe, go where the wood is\n"
        "  Does not apply here – gear: tent (needed: axe).\n"
        "\n"
        "Saw\n"
        "  Does not apply here – nights: 1 (needed: 3); place: field (needed: wood) (from “Dry\n"
        "  grass”); sky: sun (needed: fog)."
    )
    (silent,) = explain_why_not(camp, FACTS, "saw").rules
    assert (silent.by, silent.by_title, silent.ranks) == (None, "", "")


def test_a_why_not_begins_with_what_is_so_instead(camp: Rulebook) -> None:
    """A sentence of its own, with the rules that stand; then those that did not apply."""
    first, second, *_ = str(explain_why_not(camp, {"gear": ["axe"]}, "place=field")).split("\n\n")
    assert first == "Why not: place=field"
    assert second == "Place: wood, because:"


def test_a_value_that_no_rule_gives_is_told_so(camp: Rulebook) -> None:
    """Also one with an equals sign in it, with its slot or without; what is given is refused by its name."""
    for name in ("roof=none", "place=roof=none"):
        assert str(explain_why_not(camp, FACTS, name)) == f"Why not: {name}\n\nNo rule of this rulebook ever gives it."
        with pytest.raises(InvalidInput) as caught:
            explain_why(camp, FACTS, name)
        assert str(caught.value) == f"`{name}` is not given here: ask `why_not` what stands against it"
    with pytest.raises(InvalidInput) as caught:
        explain_why_not(camp, FACTS, "mood=glad")
    assert str(caught.value) == "`mood=glad` is given here: ask `why` by which rules"
    assert (explain_why(camp, FACTS, "mood").text, explain_why(camp, FACTS, "shoes").text) == ("", "")


def test_a_refusal_of_nothing_still_says_what_was_asked() -> None:
    """A notebook shows the same words."""
    refused = WhyNot("", "", ())
    assert str(refused) == "Why not: anything else\n\nNo rule of this rulebook ever gives it."
    clause = Checked("sky", "is `sun`", "fog", passes=False, words="sky: fog (needed: sun)")
    assert clause._repr_mimebundle_()["text/plain"] == "sky: fog (needed: sun)"


# ---------------------------------------------------------------- what would have to change

GEAR_GOES = Change("camp_gear", frozenset({"axe", "rope"}), frozenset({"tent", "saw"}))
NO_DOG, FOG = Change("dog", True, False), Change("sky", UNKNOWN, "fog")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (FOG, "sky: fog"),
        (NO_DOG, "dog: no instead of yes"),
        (GEAR_GOES, "camp gear: without axe and rope and with saw and tent"),
        (Change("gear", frozenset({"axe"}), frozenset()), "gear: without axe"),
        (Change("gear", frozenset(), frozenset({"axe"})), "gear: with axe"),
    ],
)
def test_a_change_says_what_comes_and_what_goes(change: Change, text: str) -> None:
    """What was not known before is not named as gone."""
    assert str(change) == text


def test_changes_are_said_together() -> None:
    """Or that there are none."""
    assert str(Counterfactual((FOG, NO_DOG))) == "sky: fog; dog: no instead of yes"
    assert str(Counterfactual(())) == "nothing has to change"


def ways(*sets: tuple[Change, ...], change: tuple[str, ...] = ("sky", "dog")) -> Counterfactuals:
    """Sets of changes to get at a glad mood and small fires, and away from the sea."""
    want: FrozenMap[str, Value] = FrozenMap({"mood": "glad", "fire": frozenset({"small"})})
    return Counterfactuals(want, FrozenMap({"place": "sea"}), change, tuple(map(Counterfactual, sets)))


HEADING = "For mood: glad; fire: small; place: anything other than sea"


def test_ways_to_another_answer_are_listed_in_short() -> None:
    """Values of one attribute in one line, each other way in its own, long ones broken under their beginning."""
    sun, bare = Change("sky", UNKNOWN, "sun"), Change("gear", frozenset({"axe"}), frozenset())
    rope, tent = (Change("gear", frozenset({"axe"}), frozenset({each})) for each in ("rope", "tent"))
    assert str(ways((FOG,), (sun,))) == f"{HEADING}, change:\n  - sky: fog or sun"
    assert str(ways((FOG,), (NO_DOG,))) == f"{HEADING}, change one of these:\n  - sky: fog\n  - dog: no instead of yes"
    long = Change("where_everybody_would_like_to_sleep", UNKNOWN, "wherever_the_ground_is_dry_and_trees_are_far")
    assert str(ways((bare, long), (rope, long), (tent, long))) == (
        f"{HEADING}, change:\n"
        "  - gear: without axe or without axe and with rope or without axe and with tent; where\n"
        "    everybody would like to sleep: wherever the ground is dry and trees are far"
    )


def test_where_nothing_has_to_change_or_nothing_helps_it_says_so() -> None:
    """Naming what was allowed to change."""
    assert str(ways(())) == f"{HEADING}, nothing has to change: it is\nso."
    assert str(ways()) == f"{HEADING}, no change of sky or dog is\nenough."
    assert str(ways(change=())) == f"{HEADING}, no change of anything is\nenough."
    assert str(ways(change=tuple("abcdefghi"))) == f"{HEADING}, nothing that can change is\nenough."


def test_ways_are_json_ready() -> None:
    """Sets are sorted lists, wherever they are."""
    data = {
        "want": {"mood": "glad", "fire": ["small"]},
        "instead_of": {"place": "sea"},
        "change": ["sky", "dog"],
        "sets": [
            {"changes": [{"attribute": "camp_gear", "before": ["axe", "rope"], "after": ["saw", "tent"], "when": ""}]},
        ],
    }
    assert ways((GEAR_GOES,)).to_dict() == json.loads(json.dumps(data)) == data


# ---------------------------------------------------------------- what to ask


def leading(value: Value, *places: Value) -> Answer:
    """An answer after which some places are still possible."""
    return Answer(value, FrozenMap({"place": places, "mood": ("glad",)}), final=False)


def test_a_question_says_what_each_answer_leads_to() -> None:
    """Answers that lead to the same are one line; nothing and no answer are said in words."""
    sky = Question(
        *("sky", "facts", "enum", "How is the sky?"),
        answers=(
            leading("fog", "field", "under_the_trees_at_the_far_end_of_the_long_lake", "in_the_old_barn_by_the_road"),
            leading("sun", "field"),
            leading("rain", EMPTY, "(a)", NO_ANSWER),
            leading(UNKNOWN, "field"),
        ),
        decides=0.5,
    )
    dog = Question("dog", "facts", "boolean", "Is there a dog?", (leading(True, 3), leading(False, True)), 0.25)
    asking = Questions(("place",), FrozenMap({"place": ("field",)}), (sky, dog))
    assert str(asking) == (
        "1. How is the sky?\n"
        "  - fog: field, under the trees at the far end of the long lake or in the old barn by the\n"
        "    road\n"
        "  - sun or not known: field\n"
        "  - rain: nothing, (a) or no answer\n"
        "\n"
        "2. Is there a dog?\n"
        "  - yes: 3\n"
        "  - no: yes"
    )


# ---------------------------------------------------------------- interviews

WALK = """
[attribute.sky]
values = ["sun", "rain"]
ask = "How is the sky?"
label = "the sky"
labels.sun = "sun is out"
labels.rain = "it rains"
implies.rain.wet = true
[attribute.wet]
type = "boolean"
ask = "Is it wet?"
[attribute.gear]
type = "set"
values = ["boots", "axe"]
ask = "Which gear?"
[slot.bring]
type = "list"
[slot.go]
values = ["out", "nowhere"]
labels.out = "outdoors"
"""
WALK_ADVICE = """
advice.nowhere.text = "Stay where you are."
"""
GO = """
topic = "go"
concludes = ["bring", "go"]
levels = ["first", "last"]
[[rule]]
id = "rain"
level = "first"
when.sky = "rain"
then.go = "nowhere"
then.bring = ["book"]
[[rule]]
id = "gear"
level = "first"
when.gear = { all = ["boots", "axe"] }
when.wet = false
then.bring = ["saw"]
[[rule]]
id = "out"
level = "last"
then.go = "out"
"""


@pytest.fixture
def walk(tmp_path: Path) -> Rulebook:
    """Whether to go out, and what to bring."""
    (tmp_path / "vocabulary.toml").write_text(WALK, "utf-8")
    (tmp_path / "advice.toml").write_text(WALK_ADVICE, "utf-8")
    (tmp_path / "go.toml").write_text(GO, "utf-8")
    return Rulebook.load(tmp_path)


def test_an_interview_is_about_the_slots_that_were_named(walk: Rulebook) -> None:
    """What bears on others is not asked for; without a question there is nothing to answer."""
    about_going = walk.interview(about="go")
    assert about_going.questions.about == ("go",)
    assert [it.attribute for it in about_going.questions] == ["sky"]
    assert {it.attribute for it in walk.interview().questions} == {"sky", "wet", "gear"}
    with pytest.raises(InvalidInput) as caught:
        about_going.answer("sun").answer("sun")
    assert str(caught.value) == "there is no question left to answer: the answer is final"


def test_an_answer_is_kept_as_a_fact_and_must_not_contradict_others(walk: Rulebook) -> None:
    """A set becomes a sorted tuple; what is not known adds nothing."""
    vocabulary = walk.vocabulary
    assert answered(vocabulary, {}, "gear", {"boots", "axe"}) == {"gear": ("axe", "boots")}
    assert answered(vocabulary, {"sky": "sun"}, "wet", None) == {"sky": "sun"}
    assert answered(vocabulary, {"their": 1}, "wet", value=True) == {"their": 1, "wet": True}
    with pytest.raises(InvalidInput):
        answered(vocabulary, {"sky": "rain"}, "wet", value=False)


def test_a_question_shows_answers_by_their_labels_and_consequences_by_a_single_value(walk: Rulebook) -> None:
    """A list says less about an answer than a slot of one value, even if it comes first."""
    question = next(it for it in walk.questions({"wet": True}) if it.attribute == "sky")
    assert question.labelled("sun") == "sun is out"
    assert question.consequences == ("sun is out: go: outdoors", "it rains: go: nowhere")


def test_a_change_of_a_fact_takes_back_what_it_implied(walk: Rulebook) -> None:
    """Unless that is given anew; the slots that change are named, and texts of advice only where advice is meant."""
    known = {"sky": "rain", "wet": True, "gear": ["axe"]}
    dry = decide_changed(walk, known, {"sky": "sun"})
    assert [str(it) for it in dry.facts] == ["the sky: sun is out instead of it rains", "wet: not known instead of yes"]
    assert [str(it) for it in dry.changes] == ["bring: - book", "go: outdoors (was nowhere)"]
    assert decide_changed(walk, known, {"sky": "sun", "wet": True}).after.facts["wet"] is True


def test_what_nobody_can_change_is_no_way_though_it_would_be_the_least(tmp_path: Path) -> None:
    """The ways that are left are found, however much they change."""
    vocabulary = """
slot.go.values = ["yes", "no"]
attribute.wet.type = "boolean"
attribute.dark.type = "boolean"
[attribute.luggage]
type = "set"
values = ["piano"]
change.by = "nobody"
"""
    topic = """
topic = "go"
concludes = ["go"]
levels = ["first", "last"]
[[rule]]
id = "light"
level = "first"
when = [{ luggage = { not = "piano" } }, { wet = true, dark = true }]
then.go = "yes"
[[rule]]
id = "heavy"
level = "last"
then.go = "no"
"""
    for name, text in (("vocabulary", vocabulary), ("go", topic)):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    decision = Rulebook.load(tmp_path).decide({"luggage": ["piano"], "wet": False, "dark": False})
    (way,) = decision.counterfactuals("yes", change=["luggage", "wet", "dark"])
    assert way.facts == {"wet": True, "dark": True}


def test_another_answer_is_another_value_of_the_first_slot_that_is_filled(tmp_path: Path) -> None:
    """A slot that is empty, and a list, do not count; the first slot of all does where every one is empty."""
    vocabulary = """
attribute.wet.type = "boolean"
slot.tips.type = "list"
slot.hat.values = ["cap", "hood"]
slot.coat.values = ["thin", "thick"]
"""
    rules = (("cap", "true", 'hat = "cap"'), ("thick", "true", 'coat = "thick"'), ("thin", "false", 'coat = "thin"'))
    topic = 'topic = "t"\n' + "".join(
        f'[[rule]]\nid = "{name}"\nwhen.wet = {wet}\nthen.{then}\n' for name, wet, then in rules
    )
    for name, text in (("vocabulary", vocabulary), ("t", topic)):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    book = Rulebook.load(tmp_path)
    instead = [dict(book.decide(facts).counterfactuals().instead_of) for facts in ({"wet": True}, {"wet": False}, {})]
    assert instead == [{"hat": "cap"}, {"coat": "thin"}, {"hat": EMPTY}]


def test_a_slot_that_is_filled_or_emptied_says_so() -> None:
    """Nothing is a word of its own."""
    assert str(ChangedSlot("place", None, "field")) == "place: field (was none)"


def test_a_value_is_named_by_its_own_spelling_before_another(tmp_path: Path) -> None:
    """`slot=none` is the empty slot unless it is a value, and what is no value of a slot is refused."""
    vocabulary = """
slot.dry.type = "boolean"
slot.said.values = ["yes", "none", "1.00"]
slot.litres.type = "number"
"""
    topic = 'topic = "t"\n[[rule]]\nid = "a"\nthen = { dry = true, said = "yes", litres = 1.0 }\n'
    for name, text in (("vocabulary", vocabulary), ("t", topic)):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    book = Rulebook.load(tmp_path)
    named = {
        "yes": ("said", "yes"),
        "1.00": ("said", "1.00"),
        "TRUE": ("dry", True),
        "dry=Yes": ("dry", True),
        "said=none": ("said", "none"),
        "litres=1.00": ("litres", 1),
        "litres=none": ("litres", None),
        "dry=Unknown": ("dry", None),
    }
    assert {text: parse_wanted(book, text) for text in named} == named
    for text in ("litres=x", "dry=2", "said=YES", "none of them", "colour=none"):
        with pytest.raises(InvalidInput, match=f"^no slot is ever `{text}`"):
            parse_wanted(book, text)
