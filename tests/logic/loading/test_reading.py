"""The smaller files of a rulebook: their content, and their errors with line numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from squeezelogic import Rulebook, RulebookError
from squeezelogic.logic.loading.collect import LARGEST_TOGETHER, MOST_FILES
from squeezelogic.logic.loading.document import LARGEST, Document
from squeezelogic.logic.loading.section import MOST_SEARCHED, Problems, Section
from squeezelogic.logic.loading.texts import LONGEST
from squeezelogic.logic.model.conditions import Between, Clause, HasAll, HasAny, Is, Not
from squeezelogic.logic.model.errors import MOST_PROBLEMS, Problem
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Comparison, Demand, Law
from squeezelogic.logic.model.rules import Conclusion, Rule, Topic
from squeezelogic.logic.model.texts import Advice, Article, Case, Claim
from squeezelogic.logic.model.vocabulary import HIGHEST, LOWEST, Attribute, Mutability, Slot, Value
from tests.logic import tea

HERE = tea.VOCABULARY.count("\n")


def problems(folder: Path) -> list[str]:
    """All that is wrong with a rulebook."""
    with pytest.raises(RulebookError) as caught:
        Rulebook.load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_what_cannot_follow_from_a_value_is_told_where_it_stands(tmp_path: Path) -> None:
    """An attribute that is not there, a set, a wrong value, and a value that is none."""
    vocabulary = (
        tea.VOCABULARY
        + '[attribute.shop]\nvalues = ["corner"]\n'
        + '[attribute.shop.implies.corner]\nlef = "green"\nextras = ["milk"]\nleaf = "grean"\n'
        + '[attribute.shop.implies.korner]\nleaf = "green"\n'
    )
    assert problems(tea.write(tmp_path, vocabulary=vocabulary)) == [
        f"tea/vocabulary.toml:{HERE + 4}: `implies` names an unknown attribute `lef`; did you mean `leaf`?",
        f"tea/vocabulary.toml:{HERE + 5}: `extras` is a set, and no value implies one",
        f"tea/vocabulary.toml:{HERE + 6}: `leaf` cannot be `grean`: did you mean `green`?",
        f"tea/vocabulary.toml:{HERE + 7}: `implies` names `korner`, which is not a value; did you mean `corner`?",
    ]


def test_whatever_a_rulebook_says_of_order_labels_change_and_disputes_is_read(tmp_path: Path) -> None:
    """Ranks and short forms, labels, how to find out, who changes what, disputes, and where a source is found."""
    vocabulary = tea.VOCABULARY.replace(
        "ask = ",
        'label = "leaves"\nlabels.green = "green tea"\ntell = "Look into the tin."\n'
        'change = { by = "time", along = ["green", "black"], when = "once it is dried" }\nask = ',
    ).replace('"honey"]', '"honey"]\nchange = { by = "guest", only = "removal" }')
    vocabulary += (
        'label = "How many cups"\n[attribute.cake]\ntype = "set"\nvalues = ["pie"]\nchange = { by = "guest" }\n'
    )
    advice = tea.ADVICE.replace('tone = "kind"', 'tone = "kind"\nrank = -2\nshort = "Slowly."')
    sources = tea.SOURCES.replace(
        'title = "The leaflet"',
        'title = "The leaflet"\nurl = "https://tea.example"\ndoi = "10.1000/182"\naccessed = 2025-09-26\n'
        'evidence = "expert opinion"',
    )
    sources += '\n[[claim]]\nid = "L-2"\narticle = "leaflet"\ngist = "It boils."\ndisputes = ["L-1"]\n'
    brew = tea.BREW.replace('basis = "stated"', 'basis = "stated"\ndisputed_by = ["L-2"]')
    book = Rulebook.load(tea.write(tmp_path, vocabulary=vocabulary, advice=advice, sources=sources, brew=brew))
    leaf, extras = (book.vocabulary.attributes[name] for name in ("leaf", "extras"))
    assert (leaf.label, dict(leaf.labels), leaf.tell) == ("leaves", {"green": "green tea"}, "Look into the tin.")
    assert leaf.change == Mutability("time", ("green", "black"), when="once it is dried")
    assert extras.change == Mutability("guest", removal=True)
    assert book.vocabulary.attributes["cake"].change == Mutability("guest"), "a guest may bring some"
    assert book.vocabulary.slots["cups"].label == "How many cups"
    assert (book.advice["take-your-time"].short, book.advice["take-your-time"].rank) == ("Slowly.", -2)
    leaflet = book.articles["leaflet"]
    assert (leaflet.url, leaflet.doi, leaflet.accessed) == ("https://tea.example", "10.1000/182", "2025-09-26")
    assert leaflet.evidence == "expert opinion"
    assert book.claims["L-2"].disputes == ("L-1",)
    assert book.rules["green-warm"].disputed_by == ("L-2",)
    decision = book.decide({"leaf": "green", "extras": ["milk"]})
    assert decision.slots["tips"] == ("take-your-time", "no-milk")


def test_a_case_says_why_and_gives_facts_that_can_be(tmp_path: Path) -> None:
    """The missing keys are reported, and every wrong fact."""
    folder = tea.write(tmp_path)
    (folder / "brew.cases.toml").write_text(
        '[[case]]\nstands = ["green-warm"]\nfacts.leaf = "grean"\nfacts.extras = "mlk"\n', "utf-8"
    )
    assert problems(folder) == [
        'tea/brew.cases.toml:1: no `why`; say in a sentence why: why = "…"',
        "tea/brew.cases.toml:3: `extras` cannot hold `mlk`: did you mean `milk`?",
        "tea/brew.cases.toml:3: `leaf` cannot be `grean`: did you mean `green`?",
    ]


def test_a_waiver_may_name_a_rule_a_topic_and_a_word(tmp_path: Path) -> None:
    """All that it is narrowed down to is read."""
    folder = tea.write(tmp_path)
    (folder / "waivers.toml").write_text(
        '[[waiver]]\ncheck = "gap"\nrule = "green-warm"\ntopic = "brew"\nname = "water"\nreason = "We know."\n', "utf-8"
    )
    (waiver,) = Rulebook.load(folder).waivers
    assert str(waiver) == "gap of rule green-warm, topic brew, name water"
    assert (waiver.reason, waiver.place.file, waiver.place.line) == ("We know.", "tea/waivers.toml", 1)


def test_a_case_is_read_with_all_that_it_says(tmp_path: Path) -> None:
    """Lists become tuples; its topic is the file's, in whatever folder that lies."""
    folder = tea.write(tmp_path)
    (folder / "serve.cases.toml").write_text(
        '[[case]]\nwhy = "Milk spoils it."\nstands = ["milk-spoils-green"]\nnear_miss = ["strong-in-small-cups"]\n'
        'facts = { leaf = "green", extras = ["milk"] }\nexpect = { water = "warm", tips = ["no-milk"] }\n'
        'lacks.cups = ["small"]\n',
        "utf-8",
    )
    (case,) = Rulebook.load(folder).cases
    assert (case.topic, case.why, case.place.line) == ("serve", "Milk spoils it.", 1)
    assert case.facts == {"leaf": "green", "extras": ("milk",)}
    assert (case.stands, case.near_miss) == (("milk-spoils-green",), ("strong-in-small-cups",))
    assert case.expect == {"water": "warm", "tips": ("no-milk",)}
    assert case.lacks == {"cups": ("small",)}


@pytest.mark.parametrize("wrong", ["[[]]", "[{}]", "3", '"water"', "[1.5, 1.5]"])
def test_what_a_topic_concludes_is_a_list_of_slots(tmp_path: Path, wrong: str) -> None:
    """Anything else is a problem of its line, and of no other."""
    brew = re.sub("(?m)^concludes = .*$", f"concludes = {wrong}", tea.BREW)
    found = problems(tea.write(tmp_path, brew=brew))
    assert found
    assert all(problem.startswith("tea/brew.toml:4: ") for problem in found), found


def test_what_a_case_expects_has_to_be_something(tmp_path: Path) -> None:
    """Rules and slots that there are, in the shape that the slot has."""
    folder = tea.write(tmp_path)
    (folder / "brew.cases.toml").write_text(
        '[[case]]\nwhy = "One."\nstands = ["green-wrm"]\n'
        '[[case]]\nwhy = "Two."\n'
        '[[case]]\nwhy = "Three."\n[case.expect]\nwatr = "warm"\ntips = "no-milk"\n[case.lacks]\nwater = ["warm"]\n'
        '[[case]]\nwhy = "Four."\nexpect.water = "wrm"\nlacks.tips = ["no-milk", "no-mlk"]\n',
        "utf-8",
    )
    assert problems(folder) == [
        "tea/brew.cases.toml:3: unknown rule `green-wrm` in `stands`; did you mean `green-warm`?",
        "tea/brew.cases.toml:4: the case expects nothing; add `stands`, `near_miss`, `expect` or `lacks`",
        "tea/brew.cases.toml:9: unknown slot `watr`; did you mean `water`?",
        "tea/brew.cases.toml:10: `tips` accumulates; give a list",
        "tea/brew.cases.toml:12: `water` holds one value; say which with `expect`",
        "tea/brew.cases.toml:15: `water` cannot be `wrm`; did you mean `warm`?",
        "tea/brew.cases.toml:16: unknown advice `no-mlk` in `tips`; did you mean `no-milk`?",
    ]


def test_rules_of_topics_that_could_not_be_read_are_not_missed_in_cases(tmp_path: Path) -> None:
    """One problem is enough where the others come of it."""
    folder = tea.write(tmp_path, brew="nonsense")
    (folder / "brew.cases.toml").write_text('[[case]]\nwhy = "One."\nstands = ["green-warm"]\n', "utf-8")
    assert [problem.split(":")[0] for problem in problems(folder)] == ["tea/brew.toml"]


def test_what_is_wrong_inside_a_law_is_told_on_its_own_line(tmp_path: Path) -> None:
    """Each clause of what it demands, each of its parts, and too many comparisons."""
    folder = tea.write(tmp_path)
    (folder / "laws.toml").write_text(
        '[[law]]\nid = "one"\nsays = "One."\n[law.then]\nwatr = "warm"\ncups = { not = 3 }\nwater = "wram"\n'
        '[[law]]\nid = "two"\nsays = "Two."\n[[law.each]]\nwhen.leaf = "green"\n'
        '[[law]]\nid = "three"\nsays = "Three."\nnever_raises.water = ["warm", "boiling"]\n'
        "[law.comparing]\nminutes = [1, 2]\nguests = [false, true]\n"
        '[[law]]\nid = "four"\nsays = "Four."\ncomparing.minutes = [1, 2]\n'
        '[law.never_raises]\nlef = ["green", "black"]\n'
        '[[law]]\nid = "five"\nsays = "Five."\ncomparing.leaf = ["green"]\nnever_raises.water = ["warm", "boiling"]\n',
        "utf-8",
    )
    assert problems(folder) == [
        "tea/laws.toml:5: unknown slot `watr` in `then`; did you mean `water`?",
        "tea/laws.toml:6: `cups` holds texts, not `3`",
        "tea/laws.toml:7: `water` cannot be `wram`; did you mean `warm`?",
        'tea/laws.toml:11: no `then`; say what must be true: then.… = "…"',
        "tea/laws.toml:17: `comparing` takes one attribute, and goes with `never_raises`; "
        'write comparing.… = ["…", "…"] and never_raises.… = ["…", "…"]',
        "tea/laws.toml:25: `lef` cannot be compared; choose from `water`, `grams`",
        "tea/laws.toml:29: `leaf` needs a list of at least two values, not `[green]`",
    ]


def test_laws_may_name_numbers_that_no_rule_gives_and_demand_one_of_several_things(tmp_path: Path) -> None:
    """Parts are laws of their own under the common condition."""
    folder = tea.write(tmp_path)
    (folder / "laws.toml").write_text(
        '[[law]]\nid = "one"\nsays = "One."\nwhen.grams = 7.5\nthen = [{ water = "warm" }, { cups = "small" }]\n'
        '[[law]]\nid = "two"\nsays = "Two."\nwhen.guests = true\n'
        'each = [{ when.grams = 9, then.water = "warm" }, { then.water = "boiling" }]\n',
        "utf-8",
    )
    one, two = Rulebook.load(folder).laws
    said = [
        [[" and ".join(map(str, branch)) for branch in side] for side in (demand.when, demand.then)]
        for demand in (*one.demands, *two.demands)
    ]
    assert said == [
        [["grams is `7.5`"], ["water is `warm`", "cups includes `small`"]],
        [["guests is `true` and grams is `9`"], ["water is `warm`"]],
        [["guests is `true`"], ["water is `boiling`"]],
    ]


def test_what_is_wrong_in_one_of_several_alternatives_is_told_on_its_own_line(tmp_path: Path) -> None:
    """Of a rule's condition, and of what a law demands."""
    folder = tea.write(
        tmp_path,
        brew='topic = "brew"\n[[rule]]\nid = "green-warm"\nthen.water = "warm"\n[[rule.when]]\nleaf = "green"\n'
        '[[rule.when]]\n[[rule.when]]\ngests = true\nleaf = "grean"\n',
        laws='[[law]]\nid = "one"\nsays = "One."\n[[law.then]]\nwater = "warm"\n'
        '[[law.then]]\ngests = true\nwater = "wram"\n',
    )
    assert problems(folder) == [
        "tea/brew.toml:7: rule `green-warm`: `when` is empty; leave it out for a rule that always holds",
        "tea/brew.toml:9: rule `green-warm`: unknown attribute `gests` in `when`; did you mean `guests`?",
        "tea/brew.toml:10: rule `green-warm`: `leaf` cannot be `grean`; did you mean `green`?",
        "tea/laws.toml:7: unknown slot `gests` in `then`; did you mean `guests`?",
        "tea/laws.toml:8: `water` cannot be `wram`; did you mean `warm`?",
    ]


def test_what_is_wrong_in_a_conclusion_is_told_on_its_own_line(tmp_path: Path) -> None:
    """A slot that is not there, one value where a list is due or a list where one is, and advice that is wanting."""
    more = '\n[advice.plain]\ntext = "Plain."\n'
    rules = (
        'then]\nwatr = "warm"\ncups = "small"\ntips = []\n',
        'then]\nwater = ["warm"]\ntips = ["no-mlk", "take-your-time"]\n',
        'then]\nwater = "warm"\ntips = ["plain"]\n',
        "then]\n",
    )
    text = "".join(f'[[rule]]\nid = "r{n}"\n[rule.{then}' for n, then in enumerate(rules))
    folder = tea.write(tmp_path, brew=f'topic = "brew"\n{text}', serve=None, advice=tea.ADVICE + more)
    assert problems(folder) == [
        "tea/brew.toml:5: rule `r0`: unknown slot `watr` in `then`; did you mean `water`?",
        "tea/brew.toml:6: rule `r0`: `cups` accumulates; give a list: [`small`]",
        "tea/brew.toml:7: rule `r0`: `tips` is an empty list; leave the key out",
        "tea/brew.toml:11: rule `r1`: `water` holds one value; give it without brackets",
        "tea/brew.toml:12: rule `r1`: unknown advice `no-mlk` in `tips`; did you mean `no-milk`?",
        "tea/brew.toml:17: rule `r2`: `tips` need a `tone`, and `plain` has none; add tone = … to [advice.plain]",
        'tea/brew.toml:20: rule `r3`: no `then`; a rule concludes something: then.… = "…"',
    ]


def test_advice_that_is_nowhere_has_to_be_written(tmp_path: Path) -> None:
    """Without any advice no similar id is suggested, and a question about it lists what exists."""
    serve = tea.SERVE.replace('["no-milk", "take-your-time"]', '["no-milk"]')
    pour = 'topic = "pour"\n[[rule]]\nid = "p"\nwhen.tips = "no-milk"\nwhen.cups = "smal"\nthen.grams = 3\n'
    brew = tea.BREW.replace('concludes = ["water", "grams"]', "").replace("then.grams", "# then.grams")
    serve = serve.replace("when.grams = [4.5]\n", "")
    assert problems(tea.write(tmp_path, brew=brew, serve=serve, pour=pour, advice=None)) == [
        "tea/pour.toml:5: rule `p`: `cups` cannot hold `smal`; did you mean `small`?",
        "tea/serve.toml:7: rule `milk-spoils-green`: unknown advice `no-milk` in `tips`; write it in `advice.toml`",
    ]


def test_words_without_values_are_told_once(tmp_path: Path) -> None:
    """Not again wherever a rule asks for one of the values."""
    vocabulary = tea.VOCABULARY.replace('values = ["green", "black", "herbal"]', "")
    vocabulary = vocabulary.replace('values = ["milk", "lemon", "honey"]', "")
    assert problems(tea.write(tmp_path, vocabulary=vocabulary)) == [
        'tea/vocabulary.toml:5: no `values`; list them: values = ["…", "…"]',
        'tea/vocabulary.toml:17: no `values`; list them: values = ["…", "…"]',
    ]


def test_a_condition_on_a_word_of_an_unknown_type_is_told_only_at_the_type(tmp_path: Path) -> None:
    """What it may ask depends on the type."""
    vocabulary = tea.VOCABULARY.replace('type = "integer"', 'type = "integr"')
    assert problems(tea.write(tmp_path, vocabulary=vocabulary)) == [
        "tea/vocabulary.toml:10: unknown type `integr`; did you mean `integer`?"
    ]
    vocabulary = tea.VOCABULARY.replace('type = "number"', 'type = "numbr"')
    serve = tea.SERVE.replace("when.grams = [4.5]", "when.grams = { at_least = 4 }")
    assert problems(tea.write(tmp_path, vocabulary=vocabulary, serve=serve)) == [
        "tea/vocabulary.toml:25: unknown type `numbr`; did you mean `number`?"
    ]


def test_levels_under_a_misspelt_key_are_told_once(tmp_path: Path) -> None:
    """Not again at each rule that names one of them."""
    brew = tea.BREW.replace("levels = [", "levls = [")
    assert problems(tea.write(tmp_path, brew=brew)) == ["tea/brew.toml:3: unknown key `levls`; did you mean `levels`?"]


def test_a_name_that_cannot_be_used_is_all_that_is_told_of_it(tmp_path: Path) -> None:
    """What stands beneath it is read when it has a better one."""
    vocabulary = tea.VOCABULARY + "[attribute.Shop]\nvalue = 3\n"
    assert problems(tea.write(tmp_path, vocabulary=vocabulary)) == [
        f"tea/vocabulary.toml:{HERE + 1}: unusable name `Shop`; use snake_case (`back_pain`), at most 100 characters"
    ]


@pytest.mark.parametrize("levels", [["one"], ["one", "two"]], ids=["one", "two"])
def test_a_rule_has_one_of_the_levels_of_its_topic(tmp_path: Path, levels: list[str]) -> None:
    """Where there is but one, it need not say so."""
    rules = 'then.water = "warm"\n[[rule]]\nid = "b"\nlevel = "ones"\nthen.water = "warm"\n'
    brew = f'topic = "brew"\nlevels = {levels}\n[[rule]]\nid = "a"\n{rules}'
    several = ["tea/brew.toml:3: rule `a`: no `level`; choose from `one`, `two`"]
    assert problems(tea.write(tmp_path, brew=brew, serve=None)) == [
        *(several if len(levels) > 1 else []),
        "tea/brew.toml:8: rule `b`: unknown level `ones`; did you mean `one`?",
    ]


def test_an_id_stands_once_in_all_topics(tmp_path: Path) -> None:
    """However many topics lie between."""
    other = 'topic = "{}"\n[[rule]]\nid = "usually-boiling"\nthen.cups = ["large"]\n'
    assert problems(tea.write(tmp_path, wash=other.format("wash"), serve=other.format("serve"))) == [
        "tea/serve.toml:3: duplicate id `usually-boiling`; give each its own",
        "tea/wash.toml:3: duplicate id `usually-boiling`; give each its own",
    ]
    serve = other.format("serve").replace("usually-boiling", "often")
    assert problems(tea.write(tmp_path, wash=other.format("wash"), serve=serve)) == [
        "tea/wash.toml:3: duplicate id `usually-boiling`; give each its own",
    ]


def test_one_broken_file_of_cases_does_not_hide_what_is_wrong_in_another(tmp_path: Path) -> None:
    """Unlike a broken topic, it defines nothing that the others may refer to."""
    cases = {"brew.cases": "nonsense", "serve.cases": '[[case]]\nwhy = "One."\nstands = ["green-wrm"]\n'}
    assert problems(tea.write(tmp_path, **cases)) == [
        "tea/brew.cases.toml:1: not TOML: expected '=' after a key in a key/value pair",
        "tea/serve.cases.toml:3: unknown rule `green-wrm` in `stands`; did you mean `green-warm`?",
    ]


@pytest.mark.parametrize("expectation", ['expect.water = "warm"', 'lacks.cups = ["small"]'], ids=["expect", "lacks"])
def test_a_case_may_expect_slots_alone(tmp_path: Path, expectation: str) -> None:
    """Whatever rules stand."""
    folder = tea.write(tmp_path, **{"brew.cases": f'[[case]]\nwhy = "One."\nfacts.leaf = "green"\n{expectation}\n'})
    (case,) = Rulebook.load(folder).cases
    assert (case.stands, len(case.expect) + len(case.lacks)) == ((), 1)


def test_cases_of_several_files_stand_in_the_order_of_files(tmp_path: Path) -> None:
    """As do those of a rulebook on top, with its waivers, after those below."""
    case = '[[case]]\nwhy = "{}"\nexpect.water = "boiling"\n'
    waiver = '[[waiver]]\ncheck = "gap"\nrule = "{}"\nreason = "…"\n'
    files = {"brew.cases": case.format("one"), "serve.cases": case.format("two"), "waivers": waiver.format("a")}
    book = Rulebook.load(tea.write(tmp_path, **files))
    top = tmp_path / "top"
    top.mkdir()
    (top / "brew.cases.toml").write_text(case.format("three"), "utf-8")
    (top / "waivers.toml").write_text(waiver.format("b"), "utf-8")
    extended = book.extended(top)
    assert [case.why for case in extended.cases] == ["one", "two", "three"]
    assert [waiver.rule for waiver in extended.waivers] == ["a", "b"]


def test_a_rule_on_top_replaces_that_of_another_topic(tmp_path: Path) -> None:
    """A rule's id stands once in all topics together."""
    top = tmp_path / "top"
    top.mkdir()
    (top / "wash.toml").write_text('topic = "wash"\n[[rule]]\nid = "usually-boiling"\nthen.cups = ["large"]\n', "utf-8")
    extended = Rulebook.load(tea.write(tmp_path)).extended(top)
    assert {topic.name: [rule.id for rule in topic.rules] for topic in extended.topics} == {
        "brew": ["herbal-is-boiled", "green-warm", "guests-like-it-strong"],
        "serve": ["milk-spoils-green", "strong-in-small-cups"],
        "wash": ["usually-boiling"],
    }


WORDS = """\
[rulebook]
version = "7"
[attribute.leaf]
of = "profile"
values = ["green", "x"]
ask = "Which leaf?"
required = true
[attribute.leaf.implies.green]
minutes = 3
guests = true
[attribute.minutes]
of = "observed"
type = "integer"
at_least = 1
at_most = 9
[attribute.guests]
of = "exercise"
type = "boolean"
[attribute.extras]
type = "set"
values = ["milk", "honey"]
[slot.water]
values = ["warm", "boiling"]
[slot.summary]
type = "text"
[slot.sweet]
type = "boolean"
[slot.grams]
type = "number"
[slot.tips]
type = "advice"
carries.tone = ["kind", "firm"]
carries.leaf = "leaf"
[slot.cups]
type = "list"
"""
TEXTS = """\
[advice.a]
text = "No milk."
tone = "firm"
leaf = "green"
[advice.b]
text = "Take your time."
"""
SAID = """\
[articles.leaflet]
title = "The leaflet"
author = "A. Leaf"
date = 2020-02-29
[articles.book]
title = "The book"
author = "B. Bush"
date = "2021"
[articles.letter]
title = "The letter"
[[claim]]
id = "L-1"
article = "leaflet"
section = "Water"
kind = "fact"
family = "heat"
gist = "Green tea wants warm water."
[[claim]]
id = "L-2"
article = "book"
"""
POUR = """\
topic = "pour"
question = "How hot?"
levels = ["high", "low"]
concludes = ["water"]
required = ["water"]
[[rule]]
id = "usual"
level = "low"
then.water = "boiling"
claims = ["L-1"]
[[rule]]
id = "special"
title = "Special cups"
level = "low"
when = [{ cups = "small" }, { summary = ["a", "unknown"], sweet = true, tips = { all = ["a"] }, grams = [2] }]
then.water = "warm"
because = "They are small."
claims = ["L-2", "L-1"]
basis = "inferred"
overrides = ["usual"]
"""
SERVE = """\
topic = "serve"
[[rule]]
id = "served"
when.minutes.at_most = 4
when.extras.not = "any"
then = { cups = ["small", "blue"], tips = ["a"], grams = 2, sweet = true, summary = "b" }
[[rule]]
id = "other"
when.leaf.not = ["x", "unknown"]
then = { summary = "a" }
"""
LAWS = """\
[[law]]
id = "one"
says = "One."
when.guests = true
then = [{ summary = "b", sweet = true }, { tips = "b", cups.not = "any" }]
[[law]]
id = "two"
says = "Two."
comparing.minutes = [1, 2]
never_raises.grams = [2, 3]
"""
CASES = """\
[[case]]
why = "One."
facts = { leaf = "green", extras = ["milk"] }
stands = ["usual"]
near_miss = ["special"]
expect = { water = "boiling" }
lacks.cups = ["small"]
"""


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rulebook:
    """A rulebook in which everything is used that there is."""
    files = {"vocabulary": WORDS, "advice": TEXTS, "sources": SAID, "pour": POUR, "serve": SERVE, "laws": LAWS}
    for name, text in {**files, "pour.cases": CASES, "idle": 'topic = "idle"\n'}.items():
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return Rulebook.load(".")


def test_a_rulebook_in_a_folder_without_a_name_is_named_by_what_it_is(book: Rulebook) -> None:
    """Here it says but its version, and its files have no folder before their names."""
    assert (book.name, book.version) == ("rulebook", "7")
    assert [rule.place.file for rule in book.topics[2].rules] == ["pour.toml", "pour.toml"]


def test_a_rulebook_may_say_its_name_alone(tmp_path: Path) -> None:
    """Its version is then 0."""
    vocabulary = tea.VOCABULARY.replace('version = "3"', "").replace('name = "tea"', 'name = "good tea"')
    book = Rulebook.load(tea.write(tmp_path, vocabulary=vocabulary))
    assert (book.name, book.version) == ("good tea", "0")


def test_attributes_and_slots_are_read_with_all_that_is_said_of_them(book: Rulebook) -> None:
    """And nothing else."""
    implied: FrozenMap[str, FrozenMap[str, Value]] = FrozenMap({"green": FrozenMap({"minutes": 3, "guests": True})})
    assert tuple(book.vocabulary.attributes.values()) == (
        Attribute("leaf", "profile", "enum", ("green", "x"), None, None, "Which leaf?", True, implied),
        Attribute("minutes", "observed", "integer", (), 1, 9),
        Attribute("guests", "exercise", "boolean"),
        Attribute("extras", "facts", "set", ("milk", "honey")),
    )
    assert tuple(book.vocabulary.slots.values()) == (
        Slot("water", "enum", ("warm", "boiling")),
        Slot("summary", "text"),
        Slot("sweet", "boolean"),
        Slot("grams", "number"),
        Slot("tips", "advice", (), FrozenMap({"tone": ("kind", "firm"), "leaf": ("green", "x")})),
        Slot("cups", "list"),
    )


def test_advice_articles_claims_and_cases_are_read_with_all_that_they_say(book: Rulebook) -> None:
    """Dates as texts, however they are written."""
    assert tuple(book.advice.values()) == (
        Advice("a", "No milk.", FrozenMap({"leaf": "green", "tone": "firm"})),
        Advice("b", "Take your time."),
    )
    assert tuple(book.articles.values()) == (
        Article("leaflet", "The leaflet", "A. Leaf", "2020-02-29"),
        Article("book", "The book", "B. Bush", "2021"),
        Article("letter", "The letter"),
    )
    assert tuple(book.claims.values()) == (
        Claim("L-1", "leaflet", "Green tea wants warm water.", "Water", "fact", "heat"),
        Claim("L-2", "book", ""),
    )
    facts, water, cups = {"leaf": "green", "extras": ("milk",)}, {"water": "boiling"}, {"cups": ("small",)}
    assert book.cases == (
        Case("pour", "One.", FrozenMap(facts), ("usual",), ("special",), FrozenMap(water), FrozenMap(cups)),
    )


def test_topics_are_read_with_all_that_they_say(book: Rulebook) -> None:
    """After what they read, in lists of conditions too; what they do not say follows from their rules."""
    attributes = book.vocabulary.attributes
    idle, serve, pour = book.topics
    assert idle == Topic("idle", "", ("general",), (), (), FrozenMap(), ())
    concluded = {"cups": ("small", "blue"), "tips": ("a",), "grams": 2, "sweet": True, "summary": "b"}
    few, plain = Clause("minutes", Between(1, 4)), Clause("extras", Not(HasAny(frozenset({"milk", "honey"}))))
    some = Clause("leaf", Not(Is(frozenset({"x", "unknown"}))))
    assert serve == Topic(
        "serve",
        "",
        ("general",),
        ("summary", "sweet", "grams", "tips", "cups"),
        (),
        FrozenMap({name: attributes[name] for name in ("leaf", "minutes", "extras")}),
        (
            Rule("other", "serve", "general", ((some,),), FrozenMap({"summary": "a"})),
            Rule("served", "serve", "general", ((plain, few),), FrozenMap(concluded)),
        ),
    )
    small, two = Clause("cups", HasAny(frozenset({"small"}))), Clause("grams", Is(frozenset({2})))
    sweet, summary = Clause("sweet", Is(frozenset({True}))), Clause("summary", Is(frozenset({"a", "unknown"})))
    when = ((small,), (two, summary, sweet, Clause("tips", HasAll(frozenset({"a"})))))
    because, claims = "They are small.", ("L-2", "L-1")
    read = (
        Attribute("summary", "slot", "enum", ("a", "b")),
        Attribute("sweet", "slot", "boolean"),
        Attribute("grams", "slot", "number", (2,)),
        Attribute("tips", "slot", "set", ("a",)),
        Attribute("cups", "slot", "set", ("blue", "small")),
    )
    water: list[FrozenMap[str, Conclusion]] = [FrozenMap({"water": value}) for value in ("warm", "boiling")]
    assert pour == Topic(
        "pour",
        "How hot?",
        ("high", "low"),
        ("water",),
        ("water",),
        FrozenMap({attribute.name: attribute for attribute in read}),
        (
            Rule("special", "pour", "low", when, water[0], "Special cups", because, claims, "inferred", ("usual",)),
            Rule("usual", "pour", "low", ((),), water[1], claims=("L-1",), basis="stated"),
        ),
    )


def test_laws_are_read_with_all_that_they_say(book: Rulebook) -> None:
    """They may name texts that no rule gives, and numbers."""
    guests = ((Clause("guests", Is(frozenset({True}))),),)
    summary, sweet = Clause("summary", Is(frozenset({"b"}))), Clause("sweet", Is(frozenset({True})))
    tips, cups = Clause("tips", HasAny(frozenset({"b"}))), Clause("cups", Not(HasAny(frozenset({"small", "blue"}))))
    assert book.laws == (
        Law("one", "One.", (Demand(guests, ((summary, sweet), (cups, tips))),)),
        Law("two", "Two.", (), (Comparison(((),), "minutes", (1, 2), "grams", (2, 3)),)),
    )


def wrong_values(*values: str) -> list[str]:
    """The problems of a slot's values that cannot be used."""
    what = "tea/vocabulary.toml:22: unusable value {}; give up to 100 printable characters"
    return [what.format(value) for value in values]


@pytest.mark.parametrize("letters", [100, 101])
def test_names_and_values_have_a_hundred_letters_at_most(tmp_path: Path, letters: int) -> None:
    """One more is too many."""
    name = "n" * letters
    vocabulary = tea.VOCABULARY.replace("[slot.cups]", f"[slot.{name}]").replace('["warm",', f'["warm", "{name}",')
    folder = tea.write(tmp_path, vocabulary=vocabulary, serve=None)
    if letters == 100:
        slots = Rulebook.load(folder).vocabulary.slots
        assert name in slots
        assert slots["water"].values == ("warm", name, "boiling")
    else:
        assert problems(folder) == [
            *wrong_values(f"`{'n' * 23}…{'n' * 36}`"),
            f"tea/vocabulary.toml:31: unusable name `{'n' * 23}…{'n' * 36}`; use snake_case (`back_pain`), "
            "at most 100 characters",
        ]


def test_advice_may_be_as_long_as_allowed(tmp_path: Path) -> None:
    """Another test covers longer ones."""
    advice = tea.ADVICE.replace("Take your time.", "t" * LONGEST)
    assert len(Rulebook.load(tea.write(tmp_path, advice=advice)).advice["take-your-time"].text) == LONGEST


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        (f"at_least = {LOWEST}\nat_most = {HIGHEST}", None),
        ("at_least = 7\nat_most = 7", None),
        ("at_least = 1\nat_most = 0", "11: no value lies from 1 to 0"),
    ],
    ids=["widest", "narrowest", "the wrong way round"],
)
def test_an_integer_may_have_bounds_of_64_bits(tmp_path: Path, bounds: str, told: str | None) -> None:
    """Both may be the same."""
    vocabulary = tea.VOCABULARY.replace("at_least = 0\nat_most = 60", bounds)
    folder = tea.write(tmp_path, vocabulary=vocabulary, brew=tea.BREW.replace("when.minutes = { at_most = 5 }", ""))
    if told is None:
        minutes = Rulebook.load(folder).vocabulary.attributes["minutes"]
        assert f"at_least = {minutes.at_least}\nat_most = {minutes.at_most}" == bounds
    else:
        assert problems(folder) == [f"tea/vocabulary.toml:{told}; let at_least ≤ at_most"]


def test_a_rulebook_has_so_many_files_and_no_more(tmp_path: Path) -> None:
    """One more, and none is read."""
    folder = tea.write(tmp_path)
    for number in range(MOST_FILES - len(tea.FILES)):
        (folder / f"{number}.cases.toml").touch()
    assert Rulebook.load(folder).name == "tea"
    (folder / "more.cases.toml").touch()
    assert problems(folder) == [f"{folder}: {MOST_FILES + 1} files are more than a rulebook may have"]


def test_the_files_of_a_rulebook_are_so_large_together_and_no_larger(tmp_path: Path) -> None:
    """One letter more, and the rulebook is refused."""
    files = [LARGEST] * (LARGEST_TOGETHER // LARGEST - 1)
    files.append(LARGEST - sum(map(len, tea.FILES.values())))
    folder = tea.write(tmp_path)
    for number, size in enumerate(files):
        (folder / f"{number}.cases.toml").write_bytes(b"#" * size)
    assert Rulebook.load(folder).name == "tea"
    (folder / "more.cases.toml").write_bytes(b"#")
    assert problems(folder) == [f"{folder}: the files are larger than 32 MiB together"]


@pytest.mark.parametrize("more", [0, 1])
def test_a_thousand_problems_are_told(tmp_path: Path, more: int) -> None:
    """And if there are others, that there are."""
    brew = "".join(f"k{number:04} = 1\n" for number in range(MOST_PROBLEMS + more))
    told = problems(tea.write(tmp_path, brew=brew + tea.BREW, serve=None))
    assert told[:2] == [f"tea/brew.toml:{n + 1}: unknown key `k000{n}`; {CHOICE}" for n in range(2)]
    assert told[MOST_PROBLEMS:] == ["there are more problems, which can wait"] * more


CHOICE = "choose from `topic`, `question`, `levels`, `concludes`, `required`, `when`, `rule`"


def test_after_a_thousand_things_that_no_file_may_hold_no_other_is_read(tmp_path: Path) -> None:
    """There is enough to mend then."""
    nothings = "x = [\n" + "nan,\n" * (MOST_PROBLEMS + 1) + "]\n"
    assert (
        problems(tea.write(tmp_path, advice=nothings, brew="nonsense"))
        == ["tea/advice.toml:1: `nan` is no number to reckon with; give a finite one"] * MOST_PROBLEMS
    )


@pytest.mark.parametrize(
    ("options", "fix"), [(400, "did you mean `o399`?"), (401, "choose from `o0`, ")], ids=[400, 401]
)
def test_the_more_is_wrong_the_fewer_words_are_searched(options: int, fix: str) -> None:
    """Five hundred problems times four hundred words are searched for the nearest, no more."""
    assert MOST_SEARCHED == 500 * 400
    section = Section(Document("tea.toml", {}, ""), (), Problems([(Problem("no tea"), frozenset())] * 500))
    assert section.near("o-399", [f"o{number}" for number in range(options)]).startswith(fix)


def test_a_folder_that_no_folder_can_be_called_is_a_problem() -> None:
    """A name with a NUL in it is refused by Python, not by the system."""
    (problem,) = problems(Path("a\0b"))
    assert problem.startswith("a\\x00b: cannot be read: ")
    assert "embedded null" in problem
    assert problem.endswith("; name a folder")


def test_a_topic_without_rules_stands_where_its_name_puts_it(tmp_path: Path) -> None:
    """Among topics that fill the first slot."""
    (tmp_path / "vocabulary.toml").write_text('[slot.water]\nvalues = ["warm"]\n')
    (tmp_path / "middle.toml").write_text('topic = "middle"\n[[rule]]\nid = "r"\nthen.water = "warm"\n')
    for name in ("after", "zest"):
        (tmp_path / f"{name}.toml").write_text(f'topic = "{name}"\n')
    assert [topic.name for topic in Rulebook.load(tmp_path).topics] == ["after", "middle", "zest"]
