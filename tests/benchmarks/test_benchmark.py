"""The benchmark compares like with like, and the page shows what it measured. Nothing here looks at a clock."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from squeezelogic import Rulebook, testing
from squeezelogic.logic.model.vocabulary import UNKNOWN
from tests.benchmarks import registry, service, situations, texts
from tests.benchmarks.__main__ import MEASURED
from tests.benchmarks.accumulating import rules as accumulating
from tests.benchmarks.answers import CORRECTIONS, DOSES
from tests.benchmarks.environments import Unavailable
from tests.benchmarks.measuring import Disagreement, compare, insist_on_ours, ratios, spread
from tests.benchmarks.page import MADE, MARKED, PAGE, PICTURE, rewritten, significant
from tests.benchmarks.peers import by_hand, ours
from tests.benchmarks.situations import Facts, drawn, in_order, stream

ROOT = Path(__file__).parents[2]
BOOK = Rulebook.load(ours.RULES)
DEFAULT = Rulebook.default()
FOUND: dict[str, Any] = json.loads(MEASURED.read_text("utf-8"))
SLOTS = ("verdict", "strength", "phase", "effort", "hold_seconds", "breath")
OWN = {name: entry for name, entry in registry.ASKED.items() if entry.module in ("ours", "by_hand")}
BY_NAME = [name for name, entry in OWN.items() if "name" in entry.maker]
CONTENDERS = {name: entry.load() for name, entry in OWN.items()}


def complete(known: dict[str, Any]) -> Facts:
    """Facts as the benchmark has them."""
    told = {name: None if known.get(name, UNKNOWN) == UNKNOWN else known[name] for name in situations.CHOICES}
    family = told["family"] = str(told["family"] or "thrust")
    faults = sorted(fault for fault in known.get("observed", ()) if fault in situations.FAULTS[family])
    return told | {"red_flags": sorted(known.get("red_flags", ())), "observed": faults}


@pytest.mark.parametrize("name", [name for name in OWN if name not in BY_NAME])
@given(known=testing.facts(BOOK))
def test_everybody_here_decides_like_the_if_elif(name: str, known: dict[str, Any]) -> None:
    """The rulebook of twenty-four, the default one asked in each way, and each if/elif come to the same."""
    facts = complete(known)
    contender = CONTENDERS[name]
    assert in_order(contender.answer(contender.prepare(facts))) == in_order(by_hand.decide(by_hand.with_sets(facts)))


@pytest.mark.parametrize("name", BY_NAME)
@given(known=testing.facts(BOOK))
def test_everybody_asked_by_name_decides_alike(name: str, known: dict[str, Any]) -> None:
    """Told what the exercise is called, `recommend` and the if/elif with a dict of names come to the same."""
    contender, reference = CONTENDERS[name], CONTENDERS["if/elif by name"]
    asked = contender.prepare(complete(known))
    assert in_order(contender.answer(asked)) == in_order(reference.answer(asked))


def test_the_rulebook_has_twenty_four_rules_and_nothing_wrong() -> None:
    """Half of them give the verdict, half add up, and `check` finds nothing."""
    assert [len(topic.rules) for topic in BOOK.topics] == [12, 12]
    assert BOOK.check() == ()


def test_the_rules_are_those_of_the_default_rulebook() -> None:
    """Each has the id of one there, its level and what it overrides, and concludes no more; none reads `single_leg`."""
    for rule in BOOK.rules.values():
        original = DEFAULT.rules[rule.id]
        shared = {slot: value for slot, value in original.then.items() if slot in BOOK.vocabulary.slots}
        assert dict(rule.then) == shared
        if rule.topic == "squeeze":
            read = [tuple(it for it in branch if it.attribute != "single_leg") for branch in original.when]
            assert ([*rule.when], rule.level, rule.overrides) == (read, original.level, original.overrides)


@pytest.mark.parametrize("seed", ["one", "two"])
def test_rules_that_add_up_are_the_same_as_ifs_and_as_a_rulebook(seed: str) -> None:
    """Each of the twenty-four holds in some of two thousand situations, and all come to the same ids."""
    own = [registry.NOTES[name].load() for name in (registry.NOTES_BY_HAND, registry.NOTES_OURS)]
    stands: Counter[str] = Counter()
    for facts in islice(accumulating.drawn(seed), 2_000):
        by_ifs, decided = (accumulating.in_order(it.answer(it.prepare(facts))) for it in own)
        assert by_ifs == decided == accumulating.in_order(noted(facts))
        stands.update(decided)
    assert set(stands) == set(accumulating.RULES)
    assert min(stands.values()) >= 10


def noted(facts: Facts) -> list[str]:
    """The rules whose conditions hold, as the data says them."""
    return [rule for rule, asked in accumulating.RULES.items() if all(passes(facts, *each) for each in asked)]


def passes(facts: Facts, name: str, how: str, value: Any) -> bool:
    """Whether one condition holds."""
    given = facts.get(name)
    match how:
        case "has":
            return value in given  # type: ignore[operator]  # a set is always given
        case "in":
            return given in value
        case "not":
            return bool(given != value)
        case "is":
            return bool(given == value)
    return given is not None and bool(given >= value if how == "at_least" else given <= value)


def test_the_rulebook_that_adds_up_has_nothing_wrong() -> None:
    """Twenty-four rules in one topic, of which none conflicts with another."""
    book = Rulebook.load(ours.NOTES)
    assert list(accumulating.RULES) == [id_ for id_ in accumulating.RULES if id_ in book.rules]
    assert len(book.rules) == len(accumulating.RULES) == 24
    assert book.check() == ()
    assert not [it for it in book.plan.components if it.is_contested]


def test_what_peers_look_up_is_what_the_rules_conclude() -> None:
    """The answers kept for peers that report ids are the rulebook's conclusions, in its order of importance."""
    squeeze, corrections = (topic.rules for topic in BOOK.topics)
    assert {rule.id: tuple(rule.then.get(slot) for slot in SLOTS) for rule in squeeze} == DOSES
    place, levels = list(DOSES).index, BOOK.topics[0].levels
    assert [rule.level for rule in sorted(squeeze, key=lambda rule: place(rule.id))] == sorted(
        (rule.level for rule in squeeze), key=levels.index
    )
    assert all(place(rule.id) < place(lower) for rule in squeeze for lower in rule.overrides)
    assert {rule.id: rule.then["corrections"] for rule in corrections} == {
        rule: (text,) for rule, (_, _, text) in CORRECTIONS.items()
    }


def test_every_rule_stands_in_some_of_the_inputs() -> None:
    """Chance meets each of the twenty-four often enough that a wrong one shows."""
    stands: Counter[str] = Counter()
    for facts in islice(stream("agreement"), 2_000):
        stands.update(BOOK.decide(ours.known(facts)).standing)
    assert set(stands) == set(BOOK.rules)
    assert min(stands.values()) >= 10


def test_no_situation_of_a_stream_comes_twice() -> None:
    """What is new stays new, and the same seed draws the same."""
    first, second = (list(islice(stream("twice"), 5_000)) for _ in range(2))
    assert first == second
    assert len({str(facts) for facts in first}) == len(first)
    assert len({str(facts) for facts in islice(drawn("twice"), 20_000)}) < 20_000, "repetitions were never drawn"


def test_a_difference_is_shown_with_its_input() -> None:
    """Who decides otherwise ends the run: the message has the facts and both answers."""
    [facts] = islice(stream("difference"), 1)
    right = in_order(by_hand.decide(by_hand.with_sets(facts)))
    wrong = ("squash", *right[1:])
    compare("alike", [facts], [right], [right])
    with pytest.raises(Disagreement) as raised:
        compare("unlike", [facts], [right], [wrong])
    assert all(shown in str(raised.value) for shown in ("unlike", str(facts), str(right), "squash"))


def test_a_worker_answers_and_measures_in_a_process_of_its_own() -> None:
    """Asked line by line, it gives answers, slices and memory, and says what it cannot do."""
    requests = [
        {"do": "answers", "seed": "agreement", "count": 20},
        {"do": "warm", "seconds": 0.01, "calls": 500},
        {"do": "slice", "seconds": 0.001},
        {"do": "memory", "seconds": 0.01, "calls": 500},
        {"do": "nothing"},
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.worker", registry.BY_HAND],
        input="".join(json.dumps(request) + "\n" for request in requests),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    answers, cost, measured, memory, refused = map(json.loads, ran.stdout.splitlines())
    expected = [in_order(by_hand.decide(by_hand.with_sets(facts))) for facts in islice(stream("agreement"), 20)]
    assert [(*dose, tuple(corrections)) for *dose, corrections in answers["found"]] == expected
    assert cost["found"] > 0
    assert all(ns > 0 for ns in measured["found"]["ns"])
    assert len(memory["found"]["bytes"]) == 3
    assert "nothing" in refused["failed"]


def test_ratios_are_taken_within_rounds() -> None:
    """A round in which everything was slow does not count for more, and the middle one is shown."""
    these = [{"ns": [20.0, 40.0]}, {"ns": [600.0]}, {"ns": [50.0]}]
    those = [{"ns": [10.0]}, {"ns": [200.0]}, {"ns": [10.0]}]
    assert ratios(these, those) == [3.0, 3.0, 5.0]
    assert spread([3.0, 3.0, 5.0]) == [3.0, 3.0, 4.0]


def test_numbers_are_told_with_three_digits() -> None:
    """No table claims more than was measured."""
    told = {0.1234: "0.12", 1.234: "1.23", 12.34: "12.3", 123.4: "123", 1_234_567.0: "1,230,000"}
    assert {value: significant(value) for value in told} == told


def test_the_page_shows_what_was_measured() -> None:
    """Every table on it is made by the program of the numbers kept, and has its marker."""
    page = PAGE.read_text("utf-8")
    assert sorted(match[2] for match in MARKED.finditer(page)) == sorted(MADE)
    assert rewritten(page, FOUND) == page


def test_the_page_shows_everybody() -> None:
    """Each peer, each way to ask and who failed has a row; the picture has everybody who was measured."""
    assert [row["name"] for row in FOUND["peers"]] == list(registry.PEERS)
    assert [row["name"] for row in FOUND["notes"]["rows"]] == list(registry.NOTES)
    assert [row["label"] for row in FOUND["ways"]] == [way.label for way in registry.WAYS]
    drawn_labels = set(re.findall(r"<text[^>]*>([^<]*)</text>", PICTURE.read_text("utf-8")))
    assert {row["label"].replace("`", "") for row in FOUND["peers"] if "failed" not in row} <= drawn_labels


def test_a_peer_that_failed_has_its_row_with_the_reason() -> None:
    """What cannot be installed or run is said where its numbers would stand."""
    failed = {
        "name": "regopy",
        "label": "regopy",
        "requires": ["regopy==1"],
        "failed": "cannot be installed: no | wheel",
    }
    tables = [made({**FOUND, "peers": [*FOUND["peers"][:-1], failed]}) for made in MADE.values()]
    assert [text for text in tables if "cannot be installed: no \\| wheel" in text]


def test_nothing_is_measured_without_ours() -> None:
    """A peer that fails is let go; squeezelogic, or the if/elif, ends the run with the reason."""
    insist_on_ours({"regopy": "cannot be installed"})
    with pytest.raises(Unavailable, match="recommend does not work: ImportError"):
        insist_on_ours({"regopy": "cannot be installed", registry.RECOMMEND: "does not work: ImportError"})


def test_pins_are_exact() -> None:
    """A number is of one version."""
    pins = {pin for entry in registry.ENTRIES.values() for pin in entry.requires} - {registry.CHECKOUT}
    assert [pin for pin in pins if not re.fullmatch(r"[a-z-]+==[\d.]+", pin)] == []


def test_contenders_answer_alike_behind_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a kept connection, each in a process of its own, as often as they are asked."""
    for name, few in (("COMPARED", 20), ("ROUNDS", 2), ("IN_A_ROUND", 3)):
        monkeypatch.setattr(service, name, few)
    with service.started(("by-hand", "decide")) as connections:
        times = service.measure(connections)
    assert {name: len(each) for name, each in times.items()} == {"by-hand": 6, "decide": 6}


def test_answers_as_text_are_measured_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every call is made on situations of its own."""
    for name, few in (("WARM", 0), ("ROUNDS", 1), ("IN_A_ROUND", 2)):
        monkeypatch.setattr(texts, name, few)
    assert list(texts.measure(enumerate(stream("test")))) == list(texts.CALLS)
