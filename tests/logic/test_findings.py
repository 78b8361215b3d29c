"""Findings as text and as data, and what waives them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from squeezelogic import Rulebook
from squeezelogic.logic.checks import TOO_LARGE
from squeezelogic.logic.checks.finding import Finding
from squeezelogic.logic.checks.waiver import waives
from squeezelogic.logic.frozen import FrozenMap
from squeezelogic.logic.laws import Waiver
from squeezelogic.logic.proof import diagrams
from squeezelogic.logic.proof.cells import phrase
from squeezelogic.logic.rules import Place
from tests.logic import tea

GAP = Finding.at(
    Place("brew.toml", 7),
    "gap",
    "error",
    "no rule fills `water`",
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


def test_a_condition_reads_as_a_phrase(tmp_path: Path) -> None:
    """Attribute by attribute, each as short as a cell of a table."""
    book = Rulebook.load(tea.write(tmp_path))
    (branch,) = next(rule for rule in book.topics[0].rules if rule.id == "herbal-is-boiled").when
    assert phrase(book.vocabulary.attributes, branch) == "leaf: herbal; minutes: <= 5"
