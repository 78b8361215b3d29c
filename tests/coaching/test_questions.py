"""Questions are exactly the facts that can change the answer; interviews ask them one by one."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from squeezelogic import Exercise, Interview, InvalidInput, Profile, Rulebook, interview, recommend
from squeezelogic.cli.main import main
from squeezelogic.coaching.parts import SINGLE_SLOTS
from squeezelogic.logic.explain.questions import Question, find_questions
from squeezelogic.logic.explain.reachable import BOOKS_KEPT, EMPTY, NO_ANSWER, Prospects, with_prospects
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value
from tests.brute_force import FAILING, answer, completions, givable, rulebooks
from tests.coaching.test_counterfactuals import loaded
from tests.effort import examples
from tests.logic.generated import every_value
from tests.logic.topic_table import Table
from tests.situations import exercises, observations, profiles

ANSWER = ("verdict", "strength", "phase", "effort", "hold_seconds", "breath")
ABOUT = st.sampled_from([("first_slot",), ("second_slot",), ("second_list",), ("first_slot", "second_list")])


def told(book: Rulebook, about: tuple[str, ...], answers: set[Any]) -> dict[str, set[Any]]:
    """Which values each slot may have, by what was found; of a list, the elements, with whether each may be in it."""
    found: dict[str, set[Any]] = {}
    for place, slot in enumerate(about):
        values: set[Any] = set()
        for each in answers:
            value = NO_ANSWER if each == FAILING else each[place]
            if book.vocabulary.slots[slot].accumulates:
                values |= set() if each == FAILING else set(value or ())
            else:
                values.add(EMPTY if value is None else value)
        found[slot] = values
    return found


def open_values(book: Rulebook, about: tuple[str, ...], answers: set[Any]) -> int:
    """How open the slots are, as `questions` defines it: values besides one, elements that may be in and not in."""
    total = 0
    for place, slot in enumerate(about):
        if book.vocabulary.slots[slot].accumulates:
            elements = {e for rule in book.rules.values() for e in rule.then.get(slot, ())}  # type: ignore[union-attr]
            for element in elements or {None}:
                seen = {NO_ANSWER if each == FAILING else element in (each[place] or ()) for each in answers}
                total += len(seen) - 1
        else:
            total += len({NO_ANSWER if each == FAILING else (each[place],) for each in answers}) - 1
    return total


def possible(book: Rulebook, fixed: Mapping[str, Value], about: tuple[str, ...]) -> set[Any]:
    """Every answer that some completion gets."""
    return {found for facts in completions(book, fixed) if (found := answer(book, facts, about)) is not None}


def matters(book: Rulebook, fixed: Mapping[str, Value], about: tuple[str, ...], name: str) -> bool:
    """Whether two completions that differ in one attribute alone are answered differently."""
    seen: dict[Any, set[Any]] = {}
    for facts in completions(book, fixed):
        found = answer(book, facts, about)
        if found is not None:
            seen.setdefault(tuple(value for n, value in facts.items() if n != name), set()).add(found)
    return any(len(found) > 1 for found in seen.values())


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)  # a busy machine is no fault of the rulebooks
@given(st.data())
def test_exactly_the_facts_that_can_change_the_answer_are_asked_for(data: st.DataObject) -> None:
    """In every situation of a made-up rulebook, with those that are required; and each leads to what it says."""
    book, about = data.draw(rulebooks()), data.draw(ABOUT)
    attributes = book.vocabulary.attributes
    facts = data.draw(givable(book))
    given_ = {n: v for n, v in facts.items() if v != attributes[n].blank and data.draw(st.booleans())}
    settled = {n for n in attributes if n not in given_ and data.draw(st.booleans())}
    fixed = {**given_, **{n: attributes[n].blank for n in settled}}
    found = find_questions(book, given_, about, settled)
    now = possible(book, fixed, about)
    changing = {n for n in attributes if n not in fixed and matters(book, fixed, about, n)}
    required = {it.name for it in book.vocabulary.find_missing(book.vocabulary.situation(given_))} - settled
    assert {q.attribute for q in found} == changing | required
    assert {slot: set(values) for slot, values in found.possible.items()} == told(book, about, now)
    assert (not changing) == (len(now) <= 1)
    for question in found:
        leads = [{**fixed, question.attribute: each.value} for each in question.answers]
        answers = [possible(book, after, about) for after in leads]
        for each, after in zip(question.answers, answers, strict=True):
            assert {slot: set(values) for slot, values in each.leads_to.items()} == told(book, about, after)
            assert each.final == (open_values(book, about, after) == 0)
        left = Fraction(sum(open_values(book, about, after) for after in answers), len(answers))
        before = open_values(book, about, now)
        assert question.decides == float(before and 1 - left / before)
        assert_all_answers_are_offered(book, fixed, about, question)
    ranked = [(q.attribute in required, q.decides) for q in found]
    assert ranked == sorted(ranked, reverse=True)


def assert_all_answers_are_offered(
    book: Rulebook, fixed: Mapping[str, Value], about: tuple[str, ...], question: Question
) -> None:
    """Every value but unknown leads to what some offered one leads to; of a set, what is left out changes nothing."""
    attribute = book.vocabulary.attributes[question.attribute]
    offered = [possible(book, {**fixed, question.attribute: each.value}, about) for each in question.answers]
    for value in every_value(attribute):
        after = possible(book, {**fixed, question.attribute: value}, about)
        if isinstance(value, frozenset):
            assert after == possible(book, {**fixed, question.attribute: value & {*question.values}}, about)
        elif value != UNKNOWN and after:
            assert after in offered


def test_a_question_decides_what_it_leaves_less_open_on_average(tmp_path: Path) -> None:
    """One of two answers settles it, or one of three; the other leads to a question that settles it for sure."""
    attributes = '[attribute.leaf]\nvalues = ["green", "black", "red"]\n[attribute.shop]\nvalues = ["corner", "mall"]\n'
    book = loaded(tmp_path, attributes, '{ leaf = "green", shop = "corner" }')
    found = find_questions(book, {}, ["water"])
    assert [(question.attribute, question.decides) for question in found] == [("leaf", 2 / 3), ("shop", 1 / 2)]
    assert [question.decides for question in find_questions(book, {"leaf": "green"}, ["water"])] == [1.0]


@pytest.mark.parametrize(
    ("about", "settled", "message"),
    [
        (["watr"], [], "the rulebook has no slot `watr`: did you mean `water`?"),
        (["water"], ["laef"], "the rulebook has no attribute `laef`: did you mean `leaf`?"),
    ],
)
def test_what_there_is_not_cannot_be_asked_about(
    tmp_path: Path, about: list[str], settled: list[str], message: str
) -> None:
    """Neither a slot nor an attribute."""
    book = loaded(tmp_path, '[attribute.leaf]\nvalues = ["green", "black"]\n', '{ leaf = "green" }')
    with pytest.raises(InvalidInput) as caught:
        find_questions(book, {}, about, settled)
    assert str(caught.value) == message


def test_the_latest_few_rulebooks_are_remembered_and_nothing_of_their_questions(tmp_path: Path) -> None:
    """The answers of a rulebook are computed once and evicted by others; a question discards its diagrams."""
    folders = [tmp_path / str(number) for number in range(BOOKS_KEPT + 1)]
    for folder in folders:
        folder.mkdir()
    attributes = '[attribute.leaf]\nvalues = ["green", "black", "red"]\n[attribute.rain]\ntype = "boolean"\n'
    books = [loaded(folder, attributes, '{ leaf = "green", rain = true }', '{ leaf = "red" }') for folder in folders]

    def known(book: Rulebook) -> tuple[Prospects, int]:
        return with_prospects(book, ["water"], lambda prospects: (prospects, len(prospects.diagrams)))

    before = {number: known(book) for number, book in enumerate(books[:-1])}
    for number, book in enumerate(books[:-1]):
        assert len(find_questions(book, {}, ["water"])) == 2
        assert known(book) == before[number]
    known(books[-1])
    assert known(books[-2]) == before[BOOKS_KEPT - 1]
    assert known(books[0])[0] is not before[0][0]


def test_what_a_question_takes_to_answer_is_forgotten() -> None:
    """The sets made for one lifter do not stay for the next."""

    def size() -> int:
        return with_prospects(Rulebook.default(), ["verdict"], lambda prospects: len(prospects.diagrams))

    before, rec = size(), recommend({"goal": "strength", "rehab": False}, "deadlift")
    assert rec.counterfactuals("squeeze", ["movement", "family", "experience"])
    assert size() == before


# ---------------------------------------------------------------- the default rulebook, over its table

SQUEEZE = Rulebook.default().topics[0]
TABLE = Table(SQUEEZE, "definition")
REPRESENTED = {column.name: column for column in TABLE.classes}


@cache
def rows() -> dict[tuple[Value, ...], tuple[Any, ...]]:
    """The whole table that gives the verdict, without the rows of no family."""
    place = list(REPRESENTED).index("family")
    return {row: answer_of(row) for row in TABLE.rows() if row[place] != UNKNOWN}


def answer_of(row: tuple[Value, ...]) -> tuple[Any, ...]:
    """What a row of the table comes to."""
    slots = TABLE.outcome(row).slots
    return tuple(slots.get(slot) for slot in ANSWER)


def test_the_table_alone_gives_the_answer() -> None:
    """No other topic fills a slot of the answer, so the table is the whole domain of it."""
    assert not {slot for topic in Rulebook.default().topics[1:] for slot in topic.concludes} & {*ANSWER}
    assert {*ANSWER} <= {*SQUEEZE.concludes}


def columns(state: Interview) -> dict[str, list[Value]]:
    """Which classes of each column are still possible in an interview."""
    found: dict[str, list[Value]] = {}
    for name, column in REPRESENTED.items():
        value = state.facts.get(name)
        if value is not None:
            found[name] = [column.of(frozenset(value) if isinstance(value, tuple) else value)]
        elif name in state.asked:
            found[name] = [column.of(SQUEEZE.inputs[name].blank)]
        else:
            found[name] = list(column)
    return found


def brute_possible(open_: Mapping[str, list[Value]]) -> set[tuple[Any, ...]]:
    """Every answer in the part of the table that is still possible."""
    return {rows()[row] for row in product(*open_.values())}


def brute_matters(open_: Mapping[str, list[Value]], name: str) -> bool:
    """Whether two rows that are still possible differ in one column alone and in the answer."""
    others = {n: values for n, values in open_.items() if n != name}
    place = list(open_).index(name)
    for rest in product(*others.values()):
        if len({rows()[(*rest[:place], value, *rest[place:])] for value in open_[name]}) > 1:
            return True
    return False


def replies(question: Question) -> Iterator[Any]:
    """Every answer that the verdict's rules can tell apart: «I do not know», each value, each set of elements."""
    yield None
    of = REPRESENTED[question.attribute].of
    if question.type == "set":
        alike = sorted({next(iter(of(frozenset([str(e)])))) for e in question.values})  # type: ignore[arg-type]
        yield from (list(some) for n in range(len(alike) + 1) for some in combinations(alike, n))
    else:
        yield from {of(value): value for value in question.values}.values()


def states(state: Interview, seen: set[Any]) -> Iterator[Interview]:
    """Every state that some path of answers leads to, once."""
    key = (state.facts, frozenset(state.asked))
    if key not in seen:
        seen.add(key)
        yield state
        if state.question:
            yield from chain.from_iterable(states(state.answer(reply), seen) for reply in replies(state.question))


STARTS = [
    Exercise(family=family, load=load, tempo=tempo)
    for family in ("thrust", "hinge")
    for load in (None, "bodyweight", "heavy")
    for tempo in (None, "slow", "fast")
]


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_no_interview_ever_asks_a_useless_question(start: Exercise) -> None:
    """Over all answer paths: each question could change the answer, and where none is left nothing could."""
    seen: set[Any] = set()
    finals = 0
    for state in states(
        interview(start, about=SINGLE_SLOTS[::-1]), seen
    ):  # not as usual, which asks for all faults too
        open_ = columns(state)
        if state.question is None:
            finals += 1
            assert len(brute_possible(open_)) == 1
        else:
            asked = {question.attribute for question in state.questions}
            assert asked == {name for name in open_ if len(open_[name]) > 1 and brute_matters(open_, name)}
            assert state.question.attribute not in state.asked
    assert finals > 1


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_red_flags_are_asked_for_first(start: Exercise) -> None:
    """Nothing decides more, so a lifter who needs an examination gets no other question."""
    begun = interview(start)
    assert begun.question
    assert begun.question.attribute == "red_flags"
    assert begun.answer(["fever"]).question is None
    assert begun.answer(["fever"]).recommendation.verdict == "refer"


@given(profiles, exercises, observations, st.data())
def test_nothing_left_to_ask_means_final(
    profile: Profile, exercise: Exercise, observed: frozenset[str], data: st.DataObject
) -> None:
    """About any part of a recommendation: what no question names can be anything without changing that part."""
    about = data.draw(st.sampled_from(["verdict", "cues", "notes", "current_step"]))
    rec = recommend(profile, exercise, observed=observed)
    attributes = Rulebook.default().vocabulary.attributes
    asked = {question.attribute for question in rec.questions(about)}
    silent = [n for n in attributes if n not in rec.facts and n not in asked and n not in ("movement", "observed")]
    new: dict[str, Any] = {n: data.draw(st.sampled_from(every_value(attributes[n])[:9])) for n in silent}
    assert part(rec.what_if(**new).after, about) == part(rec, about)


def part(rec: Any, about: str) -> Any:
    """A part of a recommendation, as far as it counts as an answer: of lists which elements are in them."""
    if about == "current_step":
        return rec.progression and rec.progression.current and rec.progression.current.id
    value = getattr(rec, about)
    return {item.id for item in value} if isinstance(value, tuple) else value


# ---------------------------------------------------------------- an interview as a value


@settings(max_examples=examples(40))
@given(st.sampled_from(["hip thrust", "deadlift", "KB swing"]), st.data())
def test_an_interview_can_be_put_away_and_taken_up_again(exercise: str, data: st.DataObject) -> None:
    """Through JSON or pickling, at any point; it is frozen, and an answer leaves it as it was."""
    state = interview(exercise, about=data.draw(st.sampled_from([None, "cues", "everything"])))
    while question := state.question:
        again = Interview.from_dict(json.loads(json.dumps(state.to_dict())))
        for twin in (again, pickle.loads(pickle.dumps(state))):  # noqa: S301 - our own bytes
            assert twin == state
            assert hash(twin) == hash(state)
            assert twin.question == question
        before = state.to_dict()
        values = [None, *([[value] for value in question.values] if question.type == "set" else question.values)]
        reply = data.draw(st.sampled_from(values))
        after = state.answer(reply)
        assert state.to_dict() == before
        assert after.asked == (*state.asked, question.attribute)
        assert question.attribute in after.facts or reply is None
        state = after
    assert state.recommendation.facts == state.facts


def test_what_is_known_is_not_asked() -> None:
    """Facts given at the start are settled, faults that were seen too."""
    state = interview("hip thrust", profile="advanced", observed=["knees_cave"])
    asked = {question.attribute for question in state.questions}
    assert asked == {"red_flags", "back_pain", "rehab"}
    assert state.recommendation == recommend("advanced", "hip thrust", observed=["knees_cave"])


def test_not_knowing_is_an_answer() -> None:
    """The fact stays unknown and is not asked for again."""
    state = interview("hip thrust").answer([]).answer([])
    assert state.question
    after = state.answer(None)
    assert state.question.attribute not in after.facts
    assert state.question.attribute not in {question.attribute for question in after.questions}


def test_a_question_lists_only_elements_that_could_change_something() -> None:
    """Asked about the verdict, only faults that bear on it are listed; asked as usual, all that have a correction."""
    by_name = {question.attribute: question for question in interview("hip hinge", about="verdict").questions}
    usually = {question.attribute: question for question in interview("hip hinge").questions}
    hinge = ("lumbar_hyperextension", "leans_back", "tucked_pelvis", "rounded_back", "violent_finish")
    assert by_name["observed"].values == hinge
    assert set(hinge) <= set(usually["observed"].values)
    assert [answer.leads_to["verdict"] for answer in by_name["observed"].answers] == [
        ("refer", "reassess", "start_gently", "no_squeeze"),
        *[("refer", "reassess", "no_squeeze")] * 5,
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (["fevr"], "`red_flags` cannot hold `fevr`: did you mean `fever`?"),
        (3, "`red_flags` takes a list of values, not `3`"),
    ],
)
def test_a_wrong_answer_is_refused_in_words(value: Any, message: str) -> None:
    """It leaves the interview as it was."""
    with pytest.raises(InvalidInput) as caught:
        interview("hip thrust").answer(value)
    assert str(caught.value) == message


def test_there_is_no_answer_where_there_is_no_question() -> None:
    """The interview says that it is over."""
    state = interview("hip thrust").answer(["fever"])
    with pytest.raises(InvalidInput, match="there is no question left to answer: the answer is final"):
        state.answer(None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": "x"}, "interview.schema must be `squeezelogic/interview/1`, not `x`"),
        ({"facts": 1}, "interview.facts must be an object, not `1`"),
        ({"facts": {}}, "an exercise needs a `movement`, or at least a `family` (`thrust` or `hinge`)"),
        ({"asked": ["goat"]}, "the rulebook has no fact `goat`: did you mean `goal`?"),
        ({"about": ["verdct"]}, "a recommendation has no `verdct`: did you mean `verdict`?"),
        ({"about": []}, "`about` names nothing: choose from `verdict`, "),
        (
            {"rulebook": {"name": "mine", "version": "2", "digest": "0" * 64}},
            "another rulebook made this: `mine 2 (digest 000000000000…)`",
        ),
    ],
)
def test_a_broken_state_is_refused_in_words(change: dict[str, Any], message: str) -> None:
    """Whatever an app sends back, the error names what is wrong with it."""
    with pytest.raises(InvalidInput) as caught:
        Interview.from_dict(interview("hip thrust").to_dict() | change)
    assert str(caught.value).startswith(message)


def test_questions_are_plain_frozen_data_with_prose() -> None:
    """Hashable, picklable, JSON-ready; empty, they say that the answer is final."""
    rec = recommend("beginner", "hip thrust")
    found = rec.questions()
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes
    assert hash(found) == hash(rec.questions())
    first = json.loads(json.dumps(found.to_dict()))["questions"][0]
    assert (first["attribute"], first["type"], first["answers"][1]["value"]) == (
        "red_flags",
        "set",
        ["bladder_or_bowel_change"],
    )
    assert str(found).startswith("1. Have you noticed any of these")
    done = rec.questions("verdict", settled=[question.attribute for question in found])
    assert str(done) == "Nothing is left to ask: whatever else is true, the answer stays as it is."


def test_one_may_ask_about_a_part_of_the_answer() -> None:
    """What only another part depends on is not asked for; left out, the part is the verdict and the dose."""
    rec = recommend("beginner", "hip thrust")
    dose = ("verdict", "strength", "phase", "effort", "hold_seconds", "breath")
    steps = ("direction", "current_step", "next_step", "criterion", "easier_step")
    for about, slots in ((None, dose), ("cues", ("cues",)), (["effort", "breath"], dose[3::2]), ("progression", steps)):
        assert rec.questions(about).about == slots
    banded = {about: "banded" in {q.attribute for q in rec.questions(about)} for about in ("verdict", "cues")}
    assert banded == {"verdict": False, "cues": True}


# ---------------------------------------------------------------- the command


def typed(text: str, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """Run `squeezelogic ask` on typed input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return main(["ask", *arguments])


def test_ask_leads_to_the_recommendation(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers, words and the start of a word will do; Enter is not knowing; what makes no sense is asked again."""
    assert typed("0\nnone\n1\nnope\n\nBEG\n2, 1\nlate\n", ["hip thrust"], monkeypatch) == 0
    printed = capsys.readouterr().out
    expected = recommend({"back_pain": "none", "experience": "beginner", "glute_activation": "late"}, "hip thrust")
    assert f"Nothing else could change the answer.\n\n{expected.brief()}\n\n" in printed
    assert "No answer here is `nope`: " in printed
    assert "One answer, please, not `2, 1`" in printed


def test_ask_takes_several_elements_of_a_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By numbers or words, separated by commas or blanks; the recommendation may be had as JSON."""
    assert typed("5, night pain; 1 2\n", ["hip thrust", "--json"], monkeypatch) == 0
    captured = capsys.readouterr()
    flags = json.loads(captured.out)["facts"]["red_flags"]
    assert flags == ["bladder_or_bowel_change", "fever", "night_pain", "saddle_numbness"]
    assert "1. Have you noticed any of these" in captured.err


def test_ask_explains_what_depends_on_an_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A question mark shows what each answer leads to, and the question stays."""
    assert typed("?\nfever\n", ["deadlift"], monkeypatch) == 0
    printed = capsys.readouterr().out
    assert "none: stop and reassess, start gently or don't squeeze\n" in printed
    assert recommend({"red_flags": ["fever"]}, "deadlift").brief() in printed


def test_ask_ends_politely_when_input_ends(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What is known so far is answered, and what could change it is named."""
    assert typed("0\n", ["deadlift", "--load", "heavy", "--about", "verdict"], monkeypatch) == 0
    printed = capsys.readouterr().out
    assert "Stopped. The answer so far; it may change with: low back.\n\n" in printed
    assert printed.split("\n\n")[-2] == recommend({}, Exercise(movement="deadlift", load="heavy")).brief()


def test_ask_ends_politely_when_interrupted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C is an end like another."""

    class Interrupting:
        def readline(self, size: int | None = -1, /) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Interrupting())
    assert main(["ask", "hip thrust", "--about", "cues,verdict"]) == 0
    assert "Stopped. The answer so far; it may change with: warning signs" in capsys.readouterr().out


def test_ask_asks_nothing_where_nothing_matters(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a red flag given, the answer comes at once."""
    assert typed("", ["hip thrust", "--red-flags", "fever", "--about", "everything"], monkeypatch) == 0
    expected = recommend({"red_flags": ["fever"]}, "hip thrust").brief()
    assert capsys.readouterr().out.startswith(f"Nothing needs to be asked.\n\n{expected}\n\n")
