"""What is read of the smaller files, and what is wrong with them, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from squeezelogic import Rulebook, RulebookError
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


def test_a_case_says_why_and_gives_facts_that_can_be(tmp_path: Path) -> None:
    """What it lacks is told, and every wrong fact."""
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


def test_what_a_case_expects_has_to_be_something(tmp_path: Path) -> None:
    """Rules and slots that there are, in the shape that the slot has."""
    folder = tea.write(tmp_path)
    (folder / "brew.cases.toml").write_text(
        '[[case]]\nwhy = "One."\nstands = ["green-wrm"]\n'
        '[[case]]\nwhy = "Two."\n'
        '[[case]]\nwhy = "Three."\n[case.expect]\nwatr = "warm"\ntips = "no-milk"\n[case.lacks]\nwater = ["warm"]\n',
        "utf-8",
    )
    assert problems(folder) == [
        "tea/brew.cases.toml:3: unknown rule `green-wrm` in `stands`; did you mean `green-warm`?",
        "tea/brew.cases.toml:4: the case expects nothing; add `stands`, `near_miss`, `expect` or `lacks`",
        "tea/brew.cases.toml:9: unknown slot `watr`; did you mean `water`?",
        "tea/brew.cases.toml:10: `tips` accumulates; give a list",
        "tea/brew.cases.toml:12: `water` holds one value; say which with `expect`",
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
        '[law.never_raises]\nlef = ["green", "black"]\n',
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
