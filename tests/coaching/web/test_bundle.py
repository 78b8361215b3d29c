"""The JavaScript module gives the same answers as Python."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject, settings

from squeezelogic import InvalidInput, Recommendation, Rulebook, SqueezelogicError, recommend, testing
from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.web.bundle import BOOK, MODULE, bundle
from squeezelogic.logic.explain.questions import find_questions
from squeezelogic.logic.explain.why import explain_why, explain_why_not
from squeezelogic.logic.export.book import as_book, as_test
from squeezelogic.logic.model.conditions import Between, Clause, Not
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, as_data
from squeezelogic.logic.semantics.definition import holding, passes, settle
from tests.effort import examples
from tests.logic.export.test_deciding_by_tables import told_apart

ENDS = ("at_least", "at_most", "above", "below")
HERE = Path(__file__).parent
BUNDLED = Path(testing.__file__).parents[1] / "coaching" / "web" / MODULE
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="no Node.js here")


def ask(book: dict[str, Any], what: str, asked: Sequence[Any], *more: Any, language: str = "en") -> list[Any]:
    """What the module's function says of each situation."""
    question = json.dumps({"book": book, "what": what, "asked": asked, "more": more, "language": language})
    assert NODE
    command = [NODE, str(HERE / "answer.mjs"), str(BUNDLED)]
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=True)
    answers: list[Any] = json.loads(done.stdout)
    return answers


@pytest.fixture(scope="module")
def book() -> dict[str, Any]:
    """The default rulebook, as a host reads it."""
    data: dict[str, Any] = json.loads(bundle(Rulebook.default())[BOOK])
    return data


def random_situations(count: int, seed: int) -> list[dict[str, Any]]:
    """Facts of a lifter, an exercise and what was seen, drawn at random."""
    chance = random.Random(seed)
    attributes = Rulebook.default().vocabulary.attributes
    found = []
    for _ in range(count):
        facts: dict[str, Any] = {"family": chance.choice(["thrust", "hinge"])}
        for name, attribute in attributes.items():
            if name == "family" or chance.random() < 0.4:
                continue
            if attribute.type == "set":
                facts[name] = sorted(chance.sample(attribute.values, chance.choice([0, 1, 1, 2, 3])))
            else:
                facts[name] = chance.choice(attribute.domain or (None,))
        movement = facts.get("movement")
        if movement:
            facts["family"] = attributes["movement"].implies[str(movement)]["family"]
        if chance.random() < 0.9:
            facts.pop("red_flags", None)
        found.append(facts)
    return found


def recommended(facts: dict[str, Any]) -> Recommendation:
    """What `recommend` says of the same facts."""
    profile = {name: facts[name] for name in facts if name in Profile.__annotations__}
    exercise = {name: facts[name] for name in facts if name in Exercise.__annotations__}
    return recommend(profile, exercise, observed=facts.get("observed", ()))


def in_python(facts: dict[str, Any]) -> Any:
    """The same as data, which a trip through JSON does not change."""
    return recommended(facts).to_dict()


def test_the_facts_in_the_book_are_those_of_the_vocabulary(book: dict[str, Any]) -> None:
    """Each with its label, its question, and how to find the answer."""
    declared = Rulebook.default().vocabulary.attributes
    shown = {name: (it["label"], it.get("ask", ""), it.get("tell", "")) for name, it in book["attributes"].items()}
    assert shown == {name: (it.title, it.ask, it.tell) for name, it in declared.items()}
    assert any(it.tell for it in declared.values())


def test_a_book_is_written_in_the_letters_of_its_languages() -> None:
    """Not as numbers of them, which takes more room."""
    text = bundle(Rulebook.default(), ["all"])[BOOK]
    assert "Rücken" in text
    assert "\\u00" not in text


@needs_node
def test_every_key_of_a_recommendation_is_the_same(book: dict[str, Any]) -> None:
    """For random lifters, exercises and faults."""
    asked = random_situations(examples(2_000), seed=1)
    for facts, answer in zip(asked, ask(book, "recommend", asked), strict=True):
        assert answer == in_python(facts), facts


@needs_node
@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(20))
def test_a_hundred_thousand_recommendations_are_the_same(book: dict[str, Any], seed: int) -> None:
    """The same, five thousand at a time."""
    asked = random_situations(5_000, seed=100 + seed)
    for facts, answer in zip(asked, ask(book, "recommend", asked), strict=True):
        assert answer == in_python(facts), facts


@needs_node
@pytest.mark.parametrize("language", sorted(Rulebook.default().translations))
def test_a_language_has_the_same_texts(language: str) -> None:
    """Every key of a recommendation in that language, and the words of its brief."""
    book = json.loads(bundle(Rulebook.default(), ["all"])[BOOK])
    asked = random_situations(examples(300), seed=12)
    answers = ask(book, "recommend", asked, language=language)
    for facts, answer, brief in zip(asked, answers, ask(book, "brief", asked, language=language), strict=True):
        rec = recommended(facts).in_language(language)
        assert answer == json.loads(json.dumps(rec.to_dict())), facts
        assert brief.split() == rec.brief().split(), facts


@needs_node
def test_a_language_that_is_not_in_the_book_is_refused(book: dict[str, Any]) -> None:
    """By the module, where the bundle was made without it; and when the bundle is made, where the rulebook lacks it."""
    (answer,) = ask(book, "inLanguage", ["de"])
    assert answer["error"] == "RangeError"
    with pytest.raises(InvalidInput, match="has no texts in `xx`"):
        bundle(Rulebook.default(), ["xx"])


@needs_node
@pytest.mark.thorough
@pytest.mark.parametrize("topic", [topic.name for topic in Rulebook.default().topics])
def test_every_row_of_a_topic_is_decided_the_same(book: dict[str, Any], topic: str) -> None:
    """Whatever a topic's rules can tell apart, put to the topic alone: what earlier topics conclude is given."""
    rules = next(it for it in Rulebook.default().topics if it.name == topic)
    alone = next(it for it in book["topics"] if it["name"] == topic)
    attributes = {**book["attributes"], **{name: as_attribute(it) for name, it in rules.inputs.items()}}
    document = {**book, "topics": [alone], "attributes": attributes}
    rows = []
    for facts in told_apart(rules):
        known = {**Rulebook.default().vocabulary.blanks, **facts}
        if not Rulebook.default().vocabulary.imply(known) and known["family"] != UNKNOWN:
            rows.append({name: known.get(name, it.blank) for name, it in rules.inputs.items()})
    asked = [{"family": "thrust", **{name: as_data(value) for name, value in row.items()}} for row in rows]
    for row, answer in zip(rows, ask(document, "decide", asked), strict=True):
        outcome = settle(rules, holding(rules, row))
        slots = {slot: list(it) if isinstance(it, tuple) else as_data(it) for slot, it in outcome.slots.items()}
        assert answer["slots"] == slots, row
        assert answer["standing"] == [rule.id for rule in outcome.standing], row
        assert answer["overruled"] == dict(outcome.overruled), row


def as_attribute(attribute: Attribute) -> dict[str, Any]:
    """What a topic reads as an attribute of a book: slots of earlier topics are given like facts."""
    return {
        "of": attribute.of,
        "type": attribute.type,
        "takes": "",
        "values": list(attribute.domain or attribute.values),
    }


@needs_node
def test_a_brief_has_the_same_words(book: dict[str, Any]) -> None:
    """Python breaks its lines for a terminal, JavaScript leaves that to the page."""
    asked = random_situations(examples(500), seed=2)
    for facts, answer in zip(asked, ask(book, "brief", asked), strict=True):
        assert answer.split() == recommended(facts).brief().split(), facts


@needs_node
def test_the_reasons_for_the_verdict_go_first_wherever_its_topic_stands() -> None:
    """As in Python, also where another topic comes before the one that gives the verdict."""
    warm = Rulebook.load(BOAT.parent / "lifts").extended(BOAT.parent / "warm")
    document = json.loads(bundle(warm)[BOOK])
    asked = [{"family": "thrust", "load": "heavy"}, {"family": "thrust"}, {"family": "hinge", "load": "heavy"}]
    expected = [recommend({}, facts, rulebook=warm).to_dict() for facts in asked]
    assert ask(document, "recommend", asked) == json.loads(json.dumps(expected))


def decided(rulebook: Rulebook, facts: dict[str, Any]) -> Any:
    """What `decide` says in Python, or the kind of its error."""
    try:
        decision = rulebook.decide(facts)
    except InvalidInput:
        return "FactsError"
    except SqueezelogicError:
        return "DecisionError"
    slots = {slot: list(it) if isinstance(it, tuple) else as_data(it) for slot, it in decision.slots.items()}
    return {"slots": slots, "standing": list(decision.standing), "overruled": dict(decision.overruled)}


def thresholds(rule: Rule, attribute: str) -> list[Any]:
    """The bounds that a rule's condition names for an attribute, as JSON has them."""
    tests = [clause.test for branch in rule.when for clause in branch if clause.attribute == attribute]
    inner = [test.test if isinstance(test, Not) else test for test in tests]
    bounds = [getattr(test, end) for test in inner if isinstance(test, Between) for end in ENDS]
    return [as_data(bound) for bound in bounds if bound is not None]


@needs_node
@settings(max_examples=examples(20))
@given(testing.rulebooks())
def test_any_rulebook_decides_the_same(rulebook: Rulebook) -> None:
    """In every situation that its tables tell apart, up to a number, and in situations that cannot be."""
    try:
        document = as_book(rulebook)
    except InvalidInput:  # numbers that JavaScript cannot hold
        reject()
    chance = random.Random(0)
    attributes = rulebook.vocabulary.attributes
    asked = []
    for _ in range(60):
        facts: dict[str, Any] = {}
        for name, attribute in attributes.items():
            if attribute.type == "set":
                facts[name] = sorted(it for it in attribute.values if chance.random() < 0.4)
            elif attribute.domain:
                facts[name] = chance.choice([None, *attribute.domain])
            else:
                known = [it for topic in rulebook.topics for rule in topic.rules for it in thresholds(rule, name)]
                facts[name] = chance.choice([None, *known]) if known else None
        asked.append(facts)
    for facts, answer in zip(asked, ask(document, "decide", asked), strict=True):
        expected = decided(rulebook, facts)
        assert (answer["error"] if isinstance(expected, str) else answer) == expected, facts


@needs_node
def test_no_question_that_can_change_the_answer_is_left_out(book: dict[str, Any]) -> None:
    """Python's are exact; JavaScript asks those, and few others."""
    asked = [{name: it for name, it in facts.items() if it} for facts in random_situations(examples(60), seed=3)]
    about = ["verdict", "strength", "phase", "effort", "hold_seconds", "breath"]
    more = 0
    for facts, names in zip(asked, ask(book, "questions", asked, about), strict=True):
        exact = {question.attribute for question in find_questions(Rulebook.default(), facts, about)}
        assert exact <= set(names), facts
        more += len(names) - len(exact)
    assert more < len(asked)


@needs_node
def test_why_and_why_not_name_the_rules_that_python_names(book: dict[str, Any]) -> None:
    """For the verdict that is given, and for each that is not."""
    asked = random_situations(examples(100), seed=4)
    for facts, because, refused in zip(
        asked, ask(book, "why", asked, "verdict"), ask(book, "whyNot", asked, "effort=deliberate"), strict=True
    ):
        decision = Rulebook.default().decide(facts)
        assert [it["rule"] for it in because] == [
            it.rule for it in explain_why(Rulebook.default(), facts, "verdict").rules
        ]
        if decision.slots["effort"] != "deliberate":
            expected = {it.rule: it.by for it in explain_why_not(Rulebook.default(), facts, "effort=deliberate").rules}
            found = {it["rule"]: it["overruled_by"] for it in refused}
            assert expected.items() <= found.items()  # Python leaves out those that nothing can make hold here
            assert all(it["overruled_by"] or all(it["failed"]) for it in refused)


BOAT = HERE.parents[1] / "boat"
BOATING = [
    {"boat": "dinghy", "swims": False, "wind": 6, "day": "2026-04-01", "depth": 0.75},
    {"boat": "canoe", "damage": ["leak", "loose_rudder"], "swims": True, "day": "2026-04-30"},
    {"drive": "sail", "swims": True, "wind": 12},
    {"drive": "paddle", "day": "2026-05-01", "depth": 2.5},
]


def explain_both_ways(rulebook: Rulebook, facts: dict[str, Any], what: str) -> tuple[list[Any], list[Any]]:
    """What `why` and `whyNot` have to give: each rule in force that gives something, and each that could."""
    dated = {name: date.fromisoformat(it) if name == "day" else it for name, it in facts.items()}
    decision = rulebook.decide(dated)
    read = {**rulebook.vocabulary.situation(dated), **decision.slots}
    because, refused = [], []
    for rule in rulebook.rules.values():
        given = {slot: it if isinstance(it, tuple) else (it,) for slot, it in rule.then.items()}
        values = {text for slot, its in given.items() for it in its for text in (str(it), f"{slot}={it}")}
        told: dict[str, Any] = {"rule": rule.id, "title": rule.title, "because": rule.because}
        clauses = [[describe_clause(clause, read) for clause in branch] for branch in rule.when]
        if rule.id in decision.standing and what in {rule.id, *given, *values}:
            told |= {"basis": rule.basis, "disputed_by": list(rule.disputed_by)}
            held = [[keep(it, "attribute", "value") for it in each] for each in clauses if all(it["ok"] for it in each)]
            because.append({**told, "sources": [cite(rulebook, id_) for id_ in rule.claims], "conditions": held})
        elif rule.id not in decision.standing and what in {rule.id, *values}:
            by = decision.overruled.get(rule.id)
            failed = [[keep(it, "attribute", "value", "needs") for it in each if not it["ok"]] for each in clauses]
            refused.append({**told, "overruled_by": by, "failed": [] if by else failed})
    return because, refused


def describe_clause(clause: Clause, read: dict[str, Any]) -> dict[str, Any]:
    """A clause with the value that it tests, and whether that passes."""
    value = read.get(clause.attribute, UNKNOWN)
    ok = passes(clause.test, value)
    return {"attribute": clause.attribute, "value": to_json(value), "needs": as_test(clause.test), "ok": ok}


def keep(record: dict[str, Any], *names: str) -> dict[str, Any]:
    """A record with some keys only."""
    return {name: record[name] for name in names}


def cite(rulebook: Rulebook, id_: str) -> dict[str, str]:
    """A claim with its article."""
    claim = rulebook.claims[id_]
    article = rulebook.articles[claim.article].title
    return {"claim": id_, "article": article, "section": claim.section, "gist": claim.gist}


def to_json(value: Any) -> Any:
    """A value as JSON has it; sets are in order."""
    return (
        sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else as_data(value)
    )


@needs_node
def test_an_explanation_has_all_that_python_knows_of_it() -> None:
    """Reasons, sources, conditions with values, what failed or overruled: of slots, values, texts and rules."""
    rulebook = Rulebook.load(BOAT)
    for what in ("go", "tips", "yes", "go=with_a_vest", "wetsuit", "risk=2", "go=2", "a-leak-sinks"):
        expected = [explain_both_ways(rulebook, facts, what) for facts in BOATING]
        assert ask(as_book(rulebook), "why", BOATING, what) == [because for because, _ in expected], what
        assert ask(as_book(rulebook), "whyNot", BOATING, what) == [refused for _, refused in expected], what


@needs_node
def test_bad_facts_throw_one_error_with_all_problems(book: dict[str, Any]) -> None:
    """Each names the attribute and what to give."""
    (answer,) = ask(book, "recommend", [{"family": "thrust", "experience": "begginer", "rehab": "yes", "colour": 3}])
    assert answer["error"] == "FactsError"
    assert [problem.split(":")[0] for problem in answer["problems"]] == [
        "`experience` cannot be `begginer`",
        "`rehab` cannot be `yes`",
        "unknown fact `colour`",
    ]


@needs_node
def test_ids_of_catalogues_stand_for_the_facts_that_python_finds(book: dict[str, Any]) -> None:
    """Every thrust and hinge of every catalogue."""
    catalogues = book["coaching"]["catalogues"]
    for catalogue, listed in catalogues.items():
        for key, facts in listed.items():
            assert recommend({}, (catalogue, key)) == recommend({}, facts), (catalogue, key)
    assert "Barbell_Hip_Thrust" in catalogues["free-exercise-db"]


def write_rulebook(folder: Path, attribute: str, condition: str, slot: str = "say") -> Rulebook:
    """A rulebook of one rule: `then.SLOT = "a"` where a condition holds; the fact is called `it`."""
    (folder / "vocabulary.toml").write_text(
        f'[attribute.it]\nof = "facts"\ntype = "{attribute}"\nask = "?"\n[slot.{slot}]\nvalues = ["a"]\n'
    )
    rule = f'[[rule]]\nid = "old"\nlevel = "one"\nwhen.it.{condition}\nthen.{slot} = "a"\nbecause = "."\n'
    (folder / "t.toml").write_text(f'topic = "t"\nquestion = "?"\nlevels = ["one"]\nconcludes = ["{slot}"]\n' + rule)
    return Rulebook.load(folder)


@needs_node
def test_only_days_that_exist_are_dates(tmp_path: Path) -> None:
    """Every way to write a day of a month in some years is a date in JavaScript if it is one in Python."""
    rulebook = write_rulebook(tmp_path, "date", "at_least = 2000-01-01")
    texts = [
        f"{year}-{month:02}-{day:02}"
        for year in ("0000", "0001", "1900", "2000", "2023", "2024", "9999", "10000")
        for month in range(14)
        for day in range(33)
    ]
    asked = [{"it": it} for it in (*texts, "2024-1-1", "2024-01-01T00:00", "20240101", "", ["2024-01-01"])]
    for facts, answer in zip(asked, ask(as_book(rulebook), "decide", asked), strict=True):
        expected = decided(rulebook, facts)
        assert (answer["error"] if isinstance(expected, str) else answer) == expected, facts
