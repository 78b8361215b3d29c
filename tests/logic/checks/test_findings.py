"""Findings as text and as data, and what waives them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from squeezelogic import Rulebook, RulebookError
from squeezelogic.logic.analysis import diagrams
from squeezelogic.logic.analysis.cells import render_cell, render_condition
from squeezelogic.logic.checks import discovered
from squeezelogic.logic.checks.finding import TOO_LARGE, Finding
from squeezelogic.logic.checks.waiver import apply, waives
from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Waiver
from squeezelogic.logic.model.rules import Place
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute
from tests.logic import tea

BROKEN = Path(__file__).parents[2] / "broken"
NUMBER, FLAG = Attribute("n", type="integer", at_least=0, at_most=12), Attribute("flag", type="boolean")
BAG = Attribute("bag", type="set", values=("ö ü", "not", "fine"))
PAIR, LONER = Attribute("pair", type="set", values=("a", "b")), Attribute("loner", type="set", values=("a",))
GAP = Finding.at(
    Place("brew.toml", 7),
    "error",
    "no rule fills `water`",
    "gap",
    topic="brew",
    rules=("one", "two"),
    witness=FrozenMap({"extras": frozenset({"milk", "lemon"}), "leaf": "green"}),
    hint="add one",
    name="water",
)


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        (
            GAP,
            "brew.toml:7: error: gap: no rule fills `water` (facts: extras = lemon, milk, leaf = green); add one",
        ),
        (Finding("dead", "warning", file="brew.toml", what="it is dead"), "brew.toml: warning: dead: it is dead"),
        (Finding("dead", "warning", what="it is dead", hint="bury it"), "warning: dead: it is dead; bury it"),
        (Finding("gap", "error", what="empty", witness=FrozenMap()), "error: gap: empty (facts: none given)"),
    ],
)
def test_a_finding_reads_as_place_kind_fault_facts_and_remedy(finding: Finding, text: str) -> None:
    """Whatever it has of these."""
    assert str(finding) == text


def test_a_finding_is_plain_data() -> None:
    """Ready for JSON: sets are sorted lists, and without a witness there is none."""
    data = {
        "check": "gap",
        "severity": "error",
        "what": "no rule fills `water`",
        "topic": "brew",
        "rules": ["one", "two"],
        "name": "water",
        "slots": [],
        "witness": {"extras": ["lemon", "milk"], "leaf": "green"},
        "hint": "add one",
        "file": "brew.toml",
        "line": 7,
    }
    assert GAP.to_dict() == json.loads(json.dumps(GAP.to_dict())) == data
    assert Finding("dead", "warning").to_dict()["witness"] is None


@pytest.mark.parametrize(
    ("waiver", "waived"),
    [
        (Waiver("gap", "why"), True),
        (Waiver("gap", "why", rule="two", topic="brew", name="water"), True),
        (Waiver("dead", "why"), False),
        (Waiver("gap", "why", rule="three"), False),
        (Waiver("gap", "why", topic="serve"), False),
        (Waiver("gap", "why", name="grams"), False),
    ],
)
def test_a_waiver_is_about_whatever_has_all_that_it_names(waiver: Waiver, waived: bool) -> None:
    """What it leaves out does not matter."""
    assert waives(waiver, GAP) is waived


def test_a_waiver_may_take_out_several_findings_and_stays_if_it_takes_out_none() -> None:
    """What is left over is a finding itself, at its own place and about the same."""
    idle = Waiver("gap", "why", rule="three", topic="serve", name="cups", place=Place("waivers.toml", 5))
    left = list(apply([GAP, evolve(GAP, name="grams")], [Waiver("gap", "why", topic="brew"), idle], ["gap"]))
    what = "the waiver of `gap of rule three, topic serve, name cups` no longer applies"
    assert left == [
        Finding(
            "waiver", "warning", "serve", ("three",), None, "leave it out", "waivers.toml", 5, what=what, name="cups"
        )
    ]


def test_a_law_that_fails_says_what_it_asks_in_full(tmp_path: Path) -> None:
    """Clauses that must pass together, or other ones."""
    laws = (
        '[[law]]\nid = "warm"\nsays = "Guests get warm water."\nwhen.guests = true\n'
        'then = [{ water = "warm", grams = 2 }, { leaf = "herbal" }]\n'
    )
    (tea.write(tmp_path) / "laws.toml").write_text(laws, "utf-8")
    (finding,) = (each for each in Rulebook.load(tmp_path / "tea").check() if each.check == "law")
    assert finding.what.startswith("law `warm` («Guests get warm water») fails in ")
    assert finding.hint == "it asks that grams is `2` and water is `warm` or leaf is `herbal`"


TELL = "the rules tell {} situations apart"


def test_what_is_too_large_is_said_of_topics_laws_and_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the place where there is one, the size, and what to do."""
    folder = tea.write(tmp_path)
    (folder / "laws.toml").write_text(
        '[[law]]\nid = "warm"\nsays = "Guests get warm water."\nwhen.guests = true\nthen.water = "warm"\n', "utf-8"
    )
    monkeypatch.setattr(diagrams, "MOST_STEPS", 1)
    found = [finding for finding in Rulebook.load(folder).check() if finding.check == TOO_LARGE]
    assert {finding.hint for finding in found} == {"let it read fewer attributes, or cut it in two"}
    assert [(f.name, f.topic, f.file, f.line, f.what) for f in found] == [
        ("unused", "", "", None, f"the rulebook is too large for the check `unused`: {TELL.format(96)}"),
        (
            "too_large",
            "brew",
            "tea/brew.toml",
            1,
            f"topic `brew` is too large to prove anything about: {TELL.format(12)}",
        ),
        ("warm", "", "tea/laws.toml", 1, f"law `warm` is too large for the check `law`: {TELL.format(12)}"),
        (
            "too_large",
            "serve",
            "tea/serve.toml",
            1,
            f"topic `serve` is too large to prove anything about: {TELL.format(96)}",
        ),
    ]


def announces(large: Finding, finding: Finding) -> bool:
    """Whether what is too large may be what a finding would have come from."""
    return large.check == TOO_LARGE and (large.topic in ("", finding.topic) or not finding.topic)


@settings(max_examples=60)
@given(st.sampled_from(sorted(BROKEN.iterdir())), st.integers(0, 130))
@example(BROKEN / "dead-behind-a-chain", 10)
@example(BROKEN / "waiver", 5)
def test_a_limit_hides_nothing_without_saying_so_and_adds_nothing(folder: Path, steps: int) -> None:
    """However few steps a proof may take, what is found is so; a finding that is missing was in what is too large."""
    book = Rulebook.load(folder)
    everything = book.check()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diagrams, "MOST_STEPS", steps)
        bounded = book.check()
    assert {finding for finding in bounded if finding.check != TOO_LARGE} <= {*everything}
    for missing in {*everything} - {*bounded}:
        assert any(announces(large, missing) for large in bounded)


def test_a_waiver_is_not_called_needless_where_its_finding_could_not_be_looked_for() -> None:
    """Only another topic's being too large, or a check that there is none of, does not keep it from being reported."""
    large = Finding(TOO_LARGE, "warning", "brew", name=TOO_LARGE)
    waivers = [
        Waiver("gap", "why", topic="brew"),
        Waiver("dead", "why", rule="one"),
        Waiver("gap", "why", topic="serve"),
        Waiver("gpa", "why", topic="brew"),
    ]
    left = list(apply([large], waivers, ["gap", "dead"]))
    assert [(finding.check, finding.topic, finding.hint) for finding in left] == [
        (TOO_LARGE, "brew", ""),
        ("waiver", "serve", "leave it out"),
        ("waiver", "brew", "did you mean `gap`?"),
    ]


@pytest.mark.parametrize("steps", [1, None], ids=["too large", "proven"])
def test_a_near_miss_is_judged_alike_where_nothing_can_be_proven(
    steps: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By deciding with every fact changed, one at a time; a rule that misses by two facts does not nearly stand."""
    cases = (
        '[[case]]\nwhy = "By one."\nfacts.leaf = "herbal"\nnear_miss = ["herbal-is-boiled"]\n'
        '[[case]]\nwhy = "By two."\nfacts.leaf = "black"\nnear_miss = ["herbal-is-boiled"]\n'
    )
    if steps:
        monkeypatch.setattr(diagrams, "MOST_STEPS", steps)
    (finding,) = found(tmp_path, "case", brew_cases=cases)
    assert finding.what == "rule `herbal-is-boiled` misses by more than one fact in the case «By two»"


def test_a_case_gives_what_is_required(tmp_path: Path) -> None:
    """Its facts are those of a complete situation, so a missing one is a problem like a wrong one."""
    vocabulary = tea.VOCABULARY.replace('ask = "Which leaf?"', "required = true")
    cases = '[[case]]\nwhy = "By one."\nfacts.guests = false\nnear_miss = ["guests-like-it-strong"]\n'
    with pytest.raises(RulebookError) as caught:
        Rulebook.load(tea.write(tmp_path, vocabulary=vocabulary, **{"brew.cases": cases}))
    assert str(caught.value) == ("tea/brew.cases.toml:3: `leaf` is required: choose from `green`, `black`, `herbal`")


def test_a_condition_reads_as_a_phrase(tmp_path: Path) -> None:
    """Attribute by attribute, each as short as a cell of a table."""
    book = Rulebook.load(tea.write(tmp_path))
    (branch,) = next(rule for rule in book.topics[0].rules if rule.id == "herbal-is-boiled").when
    assert render_condition(book.vocabulary.attributes, branch) == "leaf: herbal; minutes: <= 5"


def names_rules(finding: Finding) -> bool:
    """Whether a finding names rules of its topic."""
    return bool(finding.rules and finding.topic)


def names_what_it_says(finding: Finding) -> bool:
    """Whether a finding names rules, or its subject has a name that stands in its sentence, as a whole or in parts."""
    names = (finding.name, *finding.name.split(".")) if finding.name else ()
    return names_rules(finding) or any(f"`{part}`" in finding.what for part in names)


TELLS_OF: dict[str, Callable[[Finding], bool]] = {
    **dict.fromkeys(("dead", "shadowed", "redundant", "uncited", "disputed", "conflict", "open"), names_rules),
    "gap": lambda finding: f"`{finding.name}`" in finding.what,
    "law": lambda finding: f"`{finding.name}`" in finding.what,
    "recorded": lambda finding: f"`{finding.name}`" in finding.what,
    "unused": lambda finding: all(f"`{part}`" in finding.what for part in finding.name.split(".")),
    "translation": lambda finding: bool(finding.name) and "/locale/" in finding.file,
    "waiver": lambda finding: bool(finding.topic or finding.rules or finding.name),
    "case": lambda finding: finding.file.endswith(f"{finding.topic}.cases.toml"),
}
"""What a finding of a check must name; of any other check, what it says."""


@pytest.mark.parametrize("folder", sorted(BROKEN.iterdir()), ids=lambda folder: folder.name)
def test_a_finding_names_the_rules_and_the_topic_that_it_tells_of(folder: Path) -> None:
    """Programs read those and no sentence; what is about no rule has another name, and a file."""
    book = Rulebook.load(folder)
    for finding in book.check(lint=True):
        assert all(f"`{rule}`" in finding.what or f"rule {rule}" in finding.what for rule in finding.rules)
        if finding.check != "waiver":
            assert {finding.topic} >= {book.rules[rule].topic for rule in finding.rules}
        assert TELLS_OF.get(finding.check, names_what_it_says)(finding), (
            f"a finding of the check `{finding.check}` must give its subject in `rules` or `name`, and that in `what`; "
            "if it has another subject, say in TELLS_OF which"
        )


def found(folder: Path, check: str, **files: str) -> list[Finding]:
    """What a check finds in the tea rulebook with some files changed or added."""
    folder = tea.write(folder)
    for name, text in files.items():
        (folder / f"{name.replace('_', '.')}.toml").write_text(text, "utf-8")
    return [finding for finding in Rulebook.load(folder).check() if finding.check == check]


def test_a_case_that_fails_says_how_and_what_is_so_instead(tmp_path: Path) -> None:
    """A rule that does not hold or is overruled, a slot with another value or none, and no answer at all."""
    cases = (
        '[[case]]\nwhy = "Green."\nfacts.leaf = "green"\nfacts.guests = true\n'
        'stands = ["herbal-is-boiled", "guests-like-it-strong"]\nexpect = { water = "boiling", grams = 2 }\n'
    )
    findings = found(tmp_path, "case", brew_cases=cases)
    assert [(finding.what.removesuffix(" in the case «Green»"), finding.hint) for finding in findings] == [
        ("`grams` is not `2`", "it is empty"),
        ("`water` is not `boiling`", "it is `warm`"),
        ("rule `guests-like-it-strong` does not stand", "`green-warm` overrules it"),
        ("rule `herbal-is-boiled` does not stand", "its condition does not pass"),
    ]
    torn = tea.BREW.replace('overrides = ["guests-like-it-strong"]', "")
    (finding,) = found(tmp_path, "case", brew=torn, brew_cases=cases)
    assert finding.what.startswith("rules `green-warm` and `guests-like-it-strong` of topic `brew` both stand")
    assert (finding.hint, finding.topic) == ("", "brew")


def test_each_way_in_which_a_rule_is_dead_is_told(tmp_path: Path) -> None:
    """Branch by branch, by the clauses that clash."""
    rule = (
        '\n[[rule]]\nid = "never"\nlevel = "habit"\nthen.cups = ["none"]\n'
        'when = [{ water = "warm", leaf = "black" }, { leaf = "herbal", water = "warm", guests = true }]\n'
    )
    serve = tea.SERVE + rule.replace('level = "habit"\n', "")
    (finding,) = found(tmp_path, "dead", serve=serve)
    assert finding.hint == (
        "there is no situation in which leaf is `black` and water is `warm`, "
        "nor one in which leaf is `herbal` and water is `warm`"
    )


def test_every_rule_that_shadows_another_is_named(tmp_path: Path) -> None:
    """Where it takes several of them."""
    shadowed = (
        '\n[[rule]]\nid = "lukewarm"\nlevel = "habit"\nwhen.leaf = ["green", "herbal"]\nwhen.minutes = 3\n'
        'then.water = "lukewarm"\n'
    )
    vocabulary = tea.VOCABULARY.replace('["warm", "boiling"]', '["warm", "boiling", "lukewarm"]')
    (finding,) = found(tmp_path, "shadowed", brew=tea.BREW + shadowed, vocabulary=vocabulary)
    assert finding.what == (
        "rule `lukewarm` is overruled whenever it holds, by `herbal-is-boiled` or `green-warm` or "
        "`guests-like-it-strong`"
    )


def test_whatever_nothing_uses_is_found_behind_other_such_things(tmp_path: Path) -> None:
    """A slot and a value of the next one; an attribute that only implies attributes that no rule reads."""
    vocabulary = (
        tea.VOCABULARY.replace("[slot.water]", '[slot.sugar]\nvalues = ["cane"]\n\n[slot.water]').replace(
            '"boiling"]', '"boiling", "hot"]'
        )
        + '[attribute.shop]\nvalues = ["corner"]\nimplies.corner.sort = "loose"\n'
        + '[attribute.sort]\nvalues = ["loose"]\n'
        + '[attribute.tin]\nvalues = ["red"]\nimplies.red.leaf = "green"\n'
    )
    names = {finding.name for finding in found(tmp_path, "unused", vocabulary=vocabulary)}
    assert {"sugar", "water.hot", "shop", "sort"} <= names
    assert "tin" not in names


@pytest.mark.parametrize(
    ("attribute", "tests", "text"),
    [
        (NUMBER, [], "–"),
        (NUMBER, [Between(0, 3)], "<= 3"),
        (NUMBER, [Between(3, 12)], ">= 3"),
        (NUMBER, [Between(3, 4)], "3..4"),
        (NUMBER, [Is(frozenset({10, 9, UNKNOWN, 1}))], "1, 9, 10, unknown"),
        (NUMBER, [Not(Is(frozenset({3})))], "not 3"),
        (FLAG, [Is(frozenset({False, True, UNKNOWN}))], "true, false, unknown"),
        (BAG, [HasAny(frozenset({"fine", "not"}))], 'has any of "not", fine'),
        (BAG, [HasAll(frozenset({"fine", "not"}))], 'has all of "not", fine'),
        (
            BAG,
            [HasAny(frozenset({"fine"})), Not(HasAny(frozenset({"ö ü", "not"})))],
            'has fine; has none of "ö ü", "not"',
        ),
        (BAG, [HasAny(frozenset({"ö ü", "not", "fine"}))], "not empty"),
        (BAG, [Not(HasAny(frozenset({"ö ü", "not", "fine"})))], "empty"),
        (PAIR, [Not(HasAny(frozenset({"a", "b"})))], "empty"),
        (LONER, [Not(HasAny(frozenset({"a"})))], "has no a"),
    ],
)
def test_tests_of_an_attribute_are_a_short_cell(attribute: Attribute, tests: list[Test], text: str) -> None:
    """In the vocabulary's order or by size, `unknown` last; quoted where a word could be taken for another thing."""
    assert render_cell(attribute, tests) == text


def rule(name: str, then: str, more: str = "") -> str:
    """A rule of a topic."""
    return f'[[rule]]\nid = "{name}"\n{more}then.{then}\n'


def witnesses(folder: Path, **topics: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The findings about rules of some topics that read a leaf and guests: check, rules or slot, and witness."""
    folder.mkdir()
    vocabulary = '[attribute.leaf]\nvalues = ["green", "black"]\n[attribute.guests]\ntype = "boolean"\n'
    vocabulary += "".join(f'[slot.{slot}]\nvalues = ["x", "y"]\n' for slot in "abcd")
    files = {"vocabulary": vocabulary, **{name: f'topic = "{name}"\n{text}' for name, text in topics.items()}}
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    findings = (each for each in Rulebook.load(folder).check() if each.check != "unused")
    return [(f.check, f.name or ", ".join(f.rules), dict(f.witness or {})) for f in findings]


def test_a_finding_is_shown_where_deciding_gets_as_far_as_it(tmp_path: Path) -> None:
    """Not in a smaller situation in which another topic, or the same one, has failed before."""
    known, guests = 'when.leaf = ["green", "black"]\n', "when.guests = true\n"
    first = 'required = ["a"]\n' + rule("a1", 'a = "x"', known)
    second = rule("b1", 'b = "x"', known + guests) + rule("b2", 'c = "x"', 'when.leaf = "black"\n')
    third = rule("d1", 'd = "x"') + rule("d2", 'd = "y"')
    assert witnesses(tmp_path / "torn", a=first, b='required = ["b", "c"]\n' + second, d=third) == [
        ("gap", "a", {}),
        ("gap", "b", {"leaf": "green"}),
        ("gap", "c", {"leaf": "green", "guests": True}),
        ("conflict", "d", {"leaf": "black", "guests": True}),
    ]
    high, low = 'level = "high"\n', 'level = "low"\n'
    twice = rule("d1", 'd = "x"', high) + rule("d2", 'd = "y"', low) + rule("d3", 'd = "x"', high)
    assert witnesses(tmp_path / "idle", a=first, d='levels = ["high", "low"]\n' + twice) == [
        ("gap", "a", {}),
        ("redundant", "d1", {"leaf": "green"}),
        ("shadowed", "d2, d1, d3", {"leaf": "green"}),
        ("redundant", "d3", {"leaf": "green"}),
    ]


def test_a_law_against_rising_looks_past_the_next_value(tmp_path: Path) -> None:
    """Where a slot goes from the first value to the third at once."""
    laws = (
        '[[law]]\nid = "thrift"\nsays = "Guests cost nothing."\ncomparing.guests = [false, true]\n'
        "never_raises.grams = [2, 3, 4.5]\n"
    )
    three = rule("three", "grams = 3", 'level = "safety"\nwhen.minutes = 3\n')
    (finding,) = found(tmp_path, "law", laws=laws, brew=tea.BREW + three)
    assert "`grams` rises from `2` to `4.5`" in finding.what
    assert finding.hint == "compare with the same facts, but guests = true"


@pytest.mark.parametrize("check", ["gap", "redundant"])
def test_a_check_that_is_too_large_names_the_topic_it_looked_at(
    check: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it looks at topics or at their rules, each topic is named once."""

    def endless(*_: Any) -> Any:
        raise diagrams.TooLarge

    monkeypatch.setattr(discovered()[check], "find", endless)
    large = found(tmp_path, TOO_LARGE)
    assert [(f.what, f.topic, f.file, f.line) for f in large] == [
        (f"topic `{topic}` is too large for the check `{check}`: {TELL.format(size)}", topic, f"tea/{topic}.toml", 1)
        for topic, size in (("brew", 12), ("serve", 96))
    ]


def test_witnesses_of_dates_and_decimals_are_json(tmp_path: Path) -> None:
    """A date is text, and a number a number."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.day]\ntype = "date"\n[attribute.weight]\ntype = "number"\n[slot.x]\nvalues = ["a"]\n'
    )
    (tmp_path / "x.toml").write_text(
        'topic = "x"\nrequired = ["x"]\n[[rule]]\nid = "r"\nthen.x = "a"\n'
        "when = [{ day = { not = 2026-05-31 } }, { weight = { not = 0.5 } }]\n"
    )
    (finding,) = Rulebook.load(tmp_path).check()
    assert json.loads(json.dumps(finding.to_dict()))["witness"] == {"day": "2026-05-31", "weight": 0.5}


def test_a_long_chain_of_what_follows_breaks_no_check(tmp_path: Path) -> None:
    """Hundreds of attributes, each implied by the one before, are decided, and checked or too large for this Python."""
    many = 400
    follows = (f'implies.x.a{i + 1} = "x"\n' if i + 1 < many else "" for i in range(many))
    attributes = "".join(f'[attribute.a{i}]\nvalues = ["x"]\n{more}' for i, more in enumerate(follows))
    (tmp_path / "vocabulary.toml").write_text(f'{attributes}[slot.s]\nvalues = ["p"]\n')
    (tmp_path / "t.toml").write_text('topic = "t"\n[[rule]]\nid = "r"\nwhen.a0 = "x"\nthen.s = "p"\n')
    book = Rulebook.load(tmp_path)
    assert book.decide({"a0": "x"}).slots == {"s": "p"}
    found = {finding.check for finding in book.check()}
    assert found in ({"too_large"}, {"unused"})


def test_of_three_rules_alike_one_has_to_stay(tmp_path: Path) -> None:
    """Each is redundant, and so are any two of them: the hint says to keep one of the others."""
    low, high = 'level = "low"\n', 'level = "high"\n'
    alike = "".join(rule(name, 'd = "x"', high) for name in ("d1", "d2", "d3"))
    text = 'topic = "d"\nlevels = ["high", "low"]\n' + alike + rule("d4", 'd = "y"', low)
    (tmp_path / "d.toml").write_text(text, "utf-8")
    (tmp_path / "vocabulary.toml").write_text('[slot.d]\nvalues = ["x", "y"]\n', "utf-8")
    hints = {f.rules: f.hint for f in Rulebook.load(tmp_path).check() if f.check == "redundant"}
    why = "or waive it if its reason is worth giving"
    assert hints == {
        ("d1",): f"leave it out but keep one of `d2`, `d3`, {why}",
        ("d2",): f"leave it out but keep one of `d1`, `d3`, {why}",
        ("d3",): f"leave it out but keep one of `d1`, `d2`, {why}",
    }
