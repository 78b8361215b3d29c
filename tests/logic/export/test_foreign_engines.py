"""Exports in other engines: JDM in GoRules' ZEN engine, DMN in an engine in JavaScript."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from squeezelogic import InvalidInput, Rulebook, testing
from squeezelogic.logic.export.dmn import as_dmn
from squeezelogic.logic.export.jdm import as_jdm
from squeezelogic.logic.export.partition import Allowed, Column, Table, partition
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value, as_data
from squeezelogic.logic.semantics.definition import holding, settle
from squeezelogic.testing.books import written
from tests import brute_force
from tests.coaching.web.test_bundle import random_situations
from tests.effort import examples
from tests.logic.analysis.test_compiled import telling
from tests.logic.export.test_deciding_by_tables import told_apart

BOOK = Rulebook.default()
TOPICS = {topic.name: topic for topic in BOOK.topics}
MOST_ASKED = 500
NODE = shutil.which("node")
HERE = Path(__file__).parent
DMN = "@hbtgmbh/dmn-eval-js"
Found = list[dict[str, Any]]


def as_given(facts: Mapping[str, Value]) -> dict[str, Any]:
    """A situation as a host gives it: what is not known is null, a set is a list."""
    return {name: None if value == UNKNOWN else as_data(value) for name, value in facts.items()}


def concluded(slots: Mapping[str, Any]) -> dict[str, Any]:
    """Slots as JSON has them."""
    return {slot: list(value) if isinstance(value, tuple) else as_data(value) for slot, value in slots.items()}


def of_topic(topic: Topic, facts: Mapping[str, Value]) -> dict[str, Any]:
    """What one topic concludes, by the definition."""
    known = {name: facts.get(name, attribute.blank) for name, attribute in topic.inputs.items()}
    return concluded(settle(topic, holding(topic, known)).slots)


def sorted_lists(slots: Mapping[str, Any]) -> dict[str, Any]:
    """Slots without those that are empty, lists in alphabetical order."""
    filled = {slot: sorted(it) if isinstance(it, list) else it for slot, it in slots.items() if it not in (None, [])}
    return dict(sorted(filled.items()))


def decide_by_zen(document: str, asked: Iterable[Mapping[str, Any]]) -> Found:
    """What the ZEN engine says of each situation."""
    zen = pytest.importorskip("zen", reason="zen-engine is not installed: uv sync --group engines")
    decision = zen.ZenEngine().create_decision(document)
    answers = (decision.evaluate(dict(facts))["result"] for facts in asked)
    return [{slot: it for slot, it in answer.items() if it not in (None, [])} for answer in answers]


def decide_by_dmn(document: str, asked: Iterable[Mapping[str, Any]]) -> Found:
    """What the DMN engine says of each situation."""
    if NODE is None:
        pytest.skip("no Node.js here")
    if subprocess.run([NODE, "-e", f"require.resolve('{DMN}')"], capture_output=True, check=False).returncode:
        pytest.skip(f"{DMN} is not installed: npm install {DMN}, and NODE_PATH says where")
    question = json.dumps({"xml": document, "slots": list_decisions(document), "asked": list(asked)})
    done = subprocess.run(
        [NODE, str(HERE / "decide_dmn.js")], input=question, capture_output=True, text=True, check=True
    )
    answers: Found = json.loads(done.stdout)
    return answers


def list_decisions(document: str) -> dict[str, dict[str, Any]]:
    """The decisions of a document, each with the hit policy of its table and its inputs."""
    space = "{http://www.omg.org/spec/DMN/20151101/dmn.xsd}"
    root = ET.fromstring(document)  # noqa: S314 - of our own making
    return {
        it.attrib["id"]: {
            "policy": it[-1].attrib["hitPolicy"],
            "inputs": [each.attrib["href"][1:] for each in it.iter(f"{space}requiredInput")],
        }
        for it in root.iter(f"{space}decision")
    }


@pytest.mark.parametrize("topic", TOPICS)
def test_zen_decides_every_row_alike(topic: str) -> None:
    """A situation for each row of each table."""
    asked = meet_rows(topic)
    compare(topic, asked, decide_by_zen(as_jdm(BOOK, topic), map(as_given, asked)))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_dmn_engine_decides_every_row_alike(topic: str) -> None:
    """A situation for each row of each table."""
    asked = meet_rows(topic)
    compare(topic, asked, decide_by_dmn(as_dmn(BOOK, topic), map(as_given, asked)))


@pytest.mark.thorough
@pytest.mark.parametrize("topic", TOPICS)
def test_zen_decides_every_situation_of_a_topic_alike(topic: str) -> None:
    """Whatever a topic's rules can tell apart, slots of earlier topics included."""
    possible = list_possible(topic)
    compare(topic, possible, decide_by_zen(as_jdm(BOOK, topic), map(as_given, possible)))


@pytest.mark.thorough
@pytest.mark.parametrize("topic", TOPICS)
def test_a_dmn_engine_decides_a_sample_of_a_topic_alike(topic: str) -> None:
    """Five hundred situations: the engine takes milliseconds for one."""
    possible = list_possible(topic)
    asked = random.Random(topic).sample(possible, min(len(possible), MOST_ASKED))
    compare(topic, asked, decide_by_dmn(as_dmn(BOOK, topic), map(as_given, asked)))


def meet_rows(topic: str) -> list[Mapping[str, Value]]:
    """A situation for each row of a topic's tables, none twice."""
    found: list[Mapping[str, Value]] = []
    for table in partition(BOOK, topic):
        met = (meet(topic, row) for row, _ in table.rows)
        found += [it for it in met if it not in found]
    return found


def meet(topic: str, row: Mapping[Column, Allowed]) -> Mapping[str, Value]:
    """A situation in which a row of a topic matches."""
    sets: dict[str, frozenset[str]] = {}
    choices: dict[str, list[Value]] = {}
    for column, allowed in row.items():
        name = column.attribute.name
        if not column.element:
            choices[name] = [*allowed.values, *[UNKNOWN] * allowed.unknown]
        elif True in allowed.values and False not in allowed.values:
            sets[name] = sets.get(name, frozenset()) | {column.element}
    for name, attribute in TOPICS[topic].inputs.items():
        if attribute.required:
            choices.setdefault(name, list(attribute.values))
    for values in itertools.product(*choices.values()):
        facts = {**sets, **dict(zip(choices, values, strict=True))}
        if is_possible(topic, known := {**BOOK.vocabulary.blanks, **facts}):
            return {name: known.get(name, attribute.blank) for name, attribute in TOPICS[topic].inputs.items()}
    msg = f"no situation meets {row}"
    raise AssertionError(msg)


@pytest.mark.thorough
@pytest.mark.parametrize("topic", TOPICS)
def test_the_rows_behind_both_formats_say_what_the_topic_says(topic: str) -> None:
    """In every situation that its rules tell apart, read by a few lines of Python; and no row says a thing twice."""
    tables, possible = partition(BOOK, topic), list_possible(topic)
    compare(topic, possible, [{it.slot: read(it, known) for it in tables} for known in possible])


def read(table: Table, known: Mapping[str, Value]) -> Any:
    """What the rows of a table give."""
    found = [value for cells, value in table.rows if all(allows(it, cells[it], known) for it in cells)]
    assert len(found) == len(set(found))
    return found if table.is_list else found[0] if found else None


def allows(column: Column, allowed: Allowed, known: Mapping[str, Any]) -> bool:
    """Whether a cell lets a situation pass, in a topic without numbers and dates."""
    value = known[column.attribute.name]
    if column.element:
        return (column.element in value) in allowed.values
    return allowed.unknown if value == UNKNOWN else value in allowed.values


def list_possible(topic: str) -> list[dict[str, Value]]:
    """What a topic's rules can tell apart, slots of earlier topics included, but no contradictory facts."""
    possible = []
    for facts in told_apart(TOPICS[topic]):
        known = {**BOOK.vocabulary.blanks, **facts}
        if is_possible(topic, known):
            possible.append(
                {name: known.get(name, attribute.blank) for name, attribute in TOPICS[topic].inputs.items()}
            )
    assert possible
    return possible


def is_possible(topic: str, known: dict[str, Value]) -> bool:
    """Whether the facts, to which what follows is added, contradict nothing and hold what is required."""
    required = [name for name, attribute in TOPICS[topic].inputs.items() if attribute.required]
    return not BOOK.vocabulary.imply(known) and all(known[name] != UNKNOWN for name in required)


def compare(name: str, asked: Iterable[Mapping[str, Value]], answers: Found) -> None:
    """Hold what somebody else decided to the definition."""
    for known, found in zip(asked, answers, strict=True):
        assert sorted_lists(found) == sorted_lists(of_topic(TOPICS[name], known)), known


def test_zen_decides_the_whole_rulebook_alike() -> None:
    """Random lifters: every slot, and lists in their order; what follows from the movement may be left out."""
    asked = random_situations(examples(500), seed=11)
    for facts in asked:
        if facts.get("movement"):
            del facts["family"]
    for facts, found in zip(asked, decide_by_zen(as_jdm(BOOK), asked), strict=True):
        assert found == concluded(BOOK.decide(facts).slots), facts


@pytest.mark.thorough
@settings(max_examples=examples(40))
@given(st.one_of(brute_force.rulebooks(), testing.rulebooks()))
def test_zen_decides_any_rulebook_alike(book: Rulebook) -> None:
    """Points, numbers, dates and integers without bounds among them."""
    document = _refusing_failures(lambda: as_jdm(book))
    draw, asked, expected = random.Random(0), [], []
    borders = telling(book.vocabulary.attributes, book.topics)
    for _ in range(30):
        facts = {name: draw.choice(values) for name, values in borders.items()}
        try:
            decided = concluded(book.decide(facts).slots)
        except (InvalidInput, DecisionError):  # a required fact is missing, or facts contradict one another
            continue
        asked.append(as_given(facts))
        expected.append(decided)
    for facts, found, meant in zip(asked, decide_by_zen(document, asked), expected, strict=True):
        assert sorted_lists(found) == sorted_lists(meant), facts


def _refusing_failures(write: Callable[[], str]) -> str:
    try:
        return write()
    except InvalidInput as error:
        assume("no answer in some situations" not in str(error) and "from its neighbours" not in str(error))
        raise


def test_a_slot_that_holds_one_value_has_the_hit_policy_unique() -> None:
    """A list has COLLECT."""
    policies = [{it["policy"] for it in list_decisions(as_dmn(BOOK, name)).values()} for name in ("squeeze", "setup")]
    assert policies == [{"UNIQUE"}, {"COLLECT"}]


def quote(text: str) -> str:
    """A text in TOML."""
    return json.dumps(text, ensure_ascii=False)


def made_up(folder: Path, attribute: str = "sky", value: str = "grey", says: str = "umbrella") -> Rulebook:
    """A rulebook of one rule, with names and texts of the caller's own."""
    (folder / "vocabulary.toml").write_text(
        f"[attribute.{quote(attribute)}]\nvalues = [{quote(value)}, 'other']\n[slot.take]\nvalues = [{quote(says)}]\n",
        "utf-8",
    )
    rule = f"when.{quote(attribute)} = {quote(value)}\nthen.take = {quote(says)}\n"
    (folder / "cover.toml").write_text(f"topic = 'cover'\n[[rule]]\nid = 'one'\n{rule}", "utf-8")
    return Rulebook.load(folder)


HOSTILE = [
    "it's",
    'a "b"',
    "a\\b\\",
    "<b>&amp;",
    "]]>",
    "${sky}",
    "#",
    "$",
    "ünïcode 🙂",
    "null",
    "true",
    "- 1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_texts_to_the_engines(text: str, tmp_path: Path) -> None:
    """Whatever a value of a rulebook holds, it is compared and given back as it is, and never interpreted."""
    book = made_up(tmp_path, value=text, says=text)
    asked = [{"sky": text}, {"sky": "other"}]
    assert decide_by_zen(as_jdm(book), asked) == [{"take": text}, {}]
    assert decide_by_dmn(as_dmn(book, "cover"), asked) == [{"take": text}, {"take": None}]


@pytest.mark.parametrize("bound", ["0.123456789012345", "12345678901234.5", "1.5e-9"])
def test_a_decimal_of_fifteen_digits_is_compared_exactly(bound: str) -> None:
    """With itself and with its neighbours."""
    vocabulary = {"attribute": {"it": {"type": "number"}}, "slot": {"say": {"values": ["low"]}}}
    rule = {"id": "one", "when": {"it": {"below": float(bound)}}, "then": {"say": "low"}}
    book = written("one", {"vocabulary.toml": vocabulary, "t.toml": {"topic": "t", "rule": [rule]}})
    step = Decimal(10) ** int(Decimal(bound).as_tuple().exponent)
    near = [float(Decimal(bound) + n * step) for n in (-1, 0, 1)]
    asked = [{"it": each} for each in near]
    meant = [concluded(book.decide(facts).slots) for facts in asked]
    assert meant == [{"say": "low"}, {}, {}]
    assert decide_by_zen(as_jdm(book), asked) == meant
    assert decide_by_dmn(as_dmn(book, "t"), asked) == [{"say": it.get("say")} for it in meant]


def test_what_a_format_cannot_say_is_refused(tmp_path: Path) -> None:
    """Names that are words of its language, texts that cannot be quoted, and topics without an answer."""
    for name in ("null", "or"):
        book = made_up(tmp_path, attribute=name)
        for write, form in ((as_jdm, "JDM"), (lambda it: as_dmn(it, "cover"), "DMN")):
            with pytest.raises(InvalidInput, match=f"`{name}` cannot be a name in {form}, where it means"):
                write(book)
    with pytest.raises(InvalidInput, match="cannot be said in JDM: it holds both kinds of quotation marks"):
        as_jdm(made_up(tmp_path, value="'\""))
    (tmp_path / "cover.toml").write_text(
        "topic = 'cover'\nrequired = ['take']\n[[rule]]\nid = 'one'\nwhen.sky = 'other'\nthen.take = 'umbrella'\n"
    )
    (tmp_path / "vocabulary.toml").write_text(
        "[attribute.sky]\nvalues = ['grey', 'other']\n[slot.take]\nvalues = ['umbrella']\n"
    )
    unanswered = (
        "topic `cover` has no answer in some situations, which this format cannot say: `squeezelogic check` shows"
    )
    with pytest.raises(InvalidInput, match=f"^{unanswered} which$"):
        as_jdm(Rulebook.load(tmp_path))
