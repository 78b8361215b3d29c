"""Laws say exactly what they say: read from TOML, proven or refuted as by trying everything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from squeezelogic.logic.model.conditions import Branch, Clause, Is
from squeezelogic.logic.model.errors import RulebookError
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Comparison, Demand, Law, Waiver
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.rulebook import Rulebook
from tests.logic import generated, tea
from tests.logic.analysis.test_compiled import every_situation, few, given_facts, telling
from tests.logic.checks.test_checks import made_up, outcome, passes

DEMAND = """\
[[law]]
id = "green-stays-warm"
says = "Green tea is never boiled, unless by guests."
when.leaf = "green"
when.guests = { not = true }
then.water = "warm"
"""

COMPARISON = """\
[[law]]
id = "waiting-takes-no-more-leaves"
says = "Waiting longer never takes more leaves."
comparing.minutes = [0, 10]
never_raises.grams = [2, 4.5, 7]
"""

NOTHING = "1: the law demands nothing; add `then`, `each`, or `comparing` with `never_raises`"
PAIRED = (
    "4: `comparing` takes one attribute, and goes with `never_raises`; "
    'write comparing.… = ["…", "…"] and never_raises.… = ["…", "…"]'
)
KEBAB = "2: unusable name `Green`; use kebab-case (`ribs-down`), at most 100 characters"
SAYS = 'says = "Green tea is never boiled, unless by guests."\n'
TABLE = '6: `then` must be a table or tables, not `warm`; write then.… = "…"'
RAISES, ALONG = "never_raises.grams = [2, 4.5, 7]\n", "comparing.minutes = [0, 10]\n"
SETS = "4: `extras` cannot be compared; choose from `leaf`, `minutes`, `guests`"
MINUTS = "4: `minuts` cannot be compared; did you mean `minutes`?"
THEM = "6: unknown key `them`; did you mean `then`?"

# (what is wrong, the law, the text that is replaced, by what, the problems expected)
WRONG = [
    ("no id", DEMAND, 'id = "green-stays-warm"\n', "", ['1: no `id`; add id = "…"']),
    ("bad id", DEMAND, "green-stays-warm", "Green", [KEBAB]),
    ("no sentence", DEMAND, SAYS, "", ['1: no `says`; say it in a sentence: says = "…"']),
    ("nothing demanded", DEMAND, 'then.water = "warm"\n', "", [NOTHING]),
    ("unknown key", DEMAND, "then.water", "them.water", [THEM]),
    (
        "unknown slot",
        DEMAND,
        "then.water",
        "then.watter",
        ["6: unknown slot `watter` in `then`; did you mean `water`?"],
    ),
    ("unknown attribute", DEMAND, ".leaf", ".laef", ["4: unknown attribute `laef` in `when`; did you mean `leaf`?"]),
    ("unknown value", DEMAND, '"warm"', '"wram"', ["6: `water` cannot be `wram`; did you mean `warm`?"]),
    ("number", DEMAND, '"warm"', "3", ["6: `water` cannot be `3`; choose from `warm`, `boiling`"]),
    (
        "unknown advice",
        DEMAND,
        'then.water = "warm"',
        'then.tips = "no-mlk"',
        ["6: `tips` cannot hold `no-mlk`; did you mean `no-milk`?"],
    ),
    ("comparing what is not there", COMPARISON, "minutes", "minuts", [MINUTS]),
    ("no table", DEMAND, 'then.water = "warm"', 'then = "warm"', [TABLE]),
    ("comparing alone", COMPARISON, RAISES, "", [PAIRED]),
    ("comparing nothing", COMPARISON, ALONG, "", [PAIRED]),
    ("comparing a set", COMPARISON, ALONG, 'comparing.extras = ["milk", "lemon"]\n', [SETS]),
    (
        "comparing one value",
        COMPARISON,
        "[0, 10]",
        "[0]",
        ["4: `minutes` needs a list of at least two values, not `[0]`"],
    ),
    (
        "comparing too far",
        COMPARISON,
        "10]",
        "100]",
        ["4: `minutes` cannot be `100`: give a whole number from 0 to 60"],
    ),
]


@pytest.mark.parametrize(("law", "old", "new", "expected"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_broken_law_is_a_problem_with_its_line(
    tmp_path: Path, law: str, old: str, new: str, expected: list[str]
) -> None:
    """What is wrong with a law is said like anything else: file, line, what, and the likely fix."""
    assert old in law
    with pytest.raises(RulebookError) as error:
        Rulebook.load(tea.write(tmp_path, laws=law.replace(old, new)))
    assert sorted(map(str, error.value.problems)) == sorted(f"tea/laws.toml:{line}" for line in expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('rule = "green-warm"\nreason = "…"\n', '1: no `check`; say which check it is about: check = "redundant"'),
        ('check = "dead"\nreason = "…"\n', "1: the waiver is about nothing; add `rule`, `topic` or `name`"),
        ('check = "dead"\nrule = "x"\n', '1: no `reason`; say why the finding may stay: reason = "…"'),
        ('check = "dead"\nrule = "x"\nreason = "…"\nreson = "…"\n', "5: unknown key `reson`; did you mean `reason`?"),
    ],
)
def test_a_broken_waiver_is_a_problem_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    """A waiver says of what, and why."""
    with pytest.raises(RulebookError) as error:
        Rulebook.load(tea.write(tmp_path, waivers="[[waiver]]\n" + text))
    assert list(map(str, error.value.problems)) == [f"tea/waivers.toml:{expected}"]


def test_laws_are_read_and_proven(tmp_path: Path) -> None:
    """A law may name attributes and slots alike, and numbers that no rule concludes; it holds or gets its finding."""
    book = Rulebook.load(tea.write(tmp_path, laws=DEMAND + COMPARISON))
    assert [law.id for law in book.laws] == ["green-stays-warm", "waiting-takes-no-more-leaves"]
    broken = [finding for finding in book.check() if finding.check == "law"]
    assert broken == []
    strict = DEMAND.replace("when.guests = { not = true }\n", "then.grams = 3\n")
    book = Rulebook.load(tea.write(tmp_path, laws=strict))
    (finding,) = [finding for finding in book.check() if finding.check == "law"]
    assert finding.witness == {"leaf": "green"}
    assert (finding.file, finding.line, finding.name) == ("tea/laws.toml", 1, "green-stays-warm")


def test_a_layer_on_top_replaces_laws_by_id_and_adds_waivers(tmp_path: Path) -> None:
    """As with rules: what a rulebook on top defines is added, or replaces by id."""
    base = Rulebook.load(tea.write(tmp_path, laws=DEMAND))
    (tmp_path / "top").mkdir()
    top = DEMAND.replace('"warm"', '"boiling"') + COMPARISON
    (tmp_path / "top" / "laws.toml").write_text(top, encoding="utf-8")
    (tmp_path / "top" / "waivers.toml").write_text(
        '[[waiver]]\ncheck = "law"\nname = "green-stays-warm"\nreason = "Tastes differ."\n', encoding="utf-8"
    )
    book = base.extended(tmp_path / "top")
    assert [law.id for law in book.laws] == ["green-stays-warm", "waiting-takes-no-more-leaves"]
    assert [waiver.name for waiver in book.waivers] == ["green-stays-warm"]
    assert book.digest == base.digest, "laws and waivers decide nothing"
    assert not [finding for finding in book.check() if finding.check in ("law", "waiver")]


def test_the_laws_of_the_default_rulebook_are_there_when_asked_for() -> None:
    """They are not loaded at first, and are loaded when they are first read."""
    laws = {law.id: law for law in Rulebook.default().laws}
    assert "no-hinge-squeezes-at-lockout" in laws
    assert all(law.says.endswith(".") and law.place.line for law in laws.values())


def slots_of(book: generated.Book) -> dict[str, Attribute]:
    """The slots of a made-up rulebook as laws read them."""
    return {name: slot for topic in book.topics for name, slot in generated.read_from(topic).items()}


def known(book: generated.Book, situation: Mapping[str, Value]) -> dict[str, Any] | None:
    """A situation with what is decided in it; None if nothing can be."""
    decided = outcome(book, situation)
    if isinstance(decided, tuple):
        return None
    blank = {name: attribute.blank for name, attribute in slots_of(book).items()}
    return {**situation, **blank, **{n: frozenset(v) if isinstance(v, set) else v for n, v in decided.items()}}


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(st.data())
def test_a_demand_is_refuted_exactly_where_some_situation_breaks_it(data: st.DataObject) -> None:
    """Trying every situation comes to the same as the proof, and the counterexample is a smallest one."""
    book = data.draw(generated.books())
    branches = generated.branches({**book.attributes, **slots_of(book)})
    demand = Demand((data.draw(branches),), (data.draw(branches),))
    topics = (*book.topics, asking(*demand.when, *demand.then))
    assume(few(book.attributes, 400, topics))
    breaking = [
        given_facts(situation)
        for situation in every_situation(book.attributes, topics)
        if (all_of_it := known(book, situation))
        and passes(demand.when, all_of_it)
        and not passes(demand.then, all_of_it)
    ]
    findings = refutations(book, Law("law", "", (demand,)))
    assert len(findings) == bool(breaking)
    blank = {name: attribute.blank for name, attribute in book.attributes.items()}
    for finding in findings:
        witness = {**blank, **finding.witness}
        shown = known(book, witness)
        assert shown
        assert passes(demand.when, shown)
        assert not passes(demand.then, shown)
        assert given_facts(witness) == min(breaking)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(st.data())
def test_a_comparison_is_refuted_exactly_where_some_pair_breaks_it(data: st.DataObject) -> None:
    """Trying every pair of situations comes to the same as the proof, and the counterexample is one half of a pair."""
    book = data.draw(generated.books())
    single = [a for a in book.attributes.values() if a.type != "set"]
    assume(single)
    attribute = data.draw(st.sampled_from(single))
    some = st.lists(
        st.sampled_from(telling(book.attributes, book.topics)[attribute.name]), min_size=2, max_size=3, unique=True
    )
    along = tuple(data.draw(some))
    slot, order = (
        data.draw(st.sampled_from(["first_slot", "second_slot"])),
        data.draw(st.permutations([UNKNOWN, "p", "q"])),
    )
    when = (data.draw(generated.branches(book.attributes)),)
    along_all: Branch = (Clause(attribute.name, Is(frozenset(along))),)
    topics = (*book.topics, asking(*when, along_all))
    assume(few(book.attributes, 400, topics))
    law = Law("law", "", (), (Comparison(when, attribute.name, along, slot, tuple(order)),))
    breaking = []
    for situation in every_situation(book.attributes, topics):
        here = known(book, situation)
        if here and situation[attribute.name] in along and passes(when, here):
            for value in along[along.index(situation[attribute.name]) + 1 :]:
                there = known(book, {**situation, attribute.name: value})
                if there and passes(when, there) and order.index(there[slot]) > order.index(here[slot]):
                    breaking.append(situation)
    findings = refutations(book, law)
    assert bool(findings) == bool(breaking)
    blank = {name: attribute.blank for name, attribute in book.attributes.items()}
    for finding in findings:
        assert {**blank, **finding.witness} in breaking or not few(book.attributes)


def asking(*branches: Branch) -> Topic:
    """A topic with a rule that asks what some branches ask, so that situations tell their tests apart too."""
    rule = Rule("asking", "asking", "only", branches, FrozenMap())
    return Topic("asking", "", ("only",), (), (), FrozenMap(), (rule,))


def refutations(book: generated.Book, law: Law) -> list[Any]:
    """What is found against a law."""
    whole = made_up(book)
    whole = Rulebook(evolve(whole.parts, laws=(law,)), ())
    return [finding for finding in whole.check() if finding.check == "law"]


def test_a_waiver_says_what_it_is_about() -> None:
    """The check, and whatever it is narrowed down to."""
    assert str(Waiver("redundant", "It is kind.", rule="be-kind", topic="brew")) == (
        "redundant of rule be-kind, topic brew"
    )
    assert str(Waiver("unused", "It will be.", name="sugar")) == "unused of name sugar"


def test_a_finding_names_only_what_fails(tmp_path: Path) -> None:
    """Of a demand with fourteen lists, the one that is not empty; and not each of two hundred texts."""
    rule = 'id = "mine"\nwhen.family = "thrust"\nthen.notes = ["what-the-squeeze-is"]\nbecause = "x"\nbasis = "house"\n'
    (tmp_path / "mine.toml").write_text(f'topic = "mine"\nquestion = "q"\nconcludes = ["notes"]\n[[rule]]\n{rule}')
    found = [
        it for it in Rulebook.default().extended(tmp_path).check() if it.name == "a-red-flag-refers-and-nothing-else"
    ]
    assert [(it.check, len(str(it)) < 900, "asks that notes does not" in it.hint) for it in found] == [
        ("law", True, True)
    ]
