"""Counterfactuals are exactly the smallest sets of changes, by comparison with an exhaustive search."""

from __future__ import annotations

import json
import pickle
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from squeezelogic import Exercise, InvalidInput, Profile, Recommendation, Rulebook, recommend
from squeezelogic.coaching.introspection import changeable
from squeezelogic.coaching.values import Verdict
from squeezelogic.logic.analysis import diagrams
from squeezelogic.logic.explain.counterfactuals import find_counterfactuals
from squeezelogic.logic.explain.questions import find_questions
from squeezelogic.logic.explain.reachable import EMPTY, Prospects, admit_facts
from squeezelogic.logic.model.conditions import Not
from squeezelogic.logic.model.vocabulary import NOBODY, TIME, UNKNOWN, Mutability, Value
from tests.brute_force import FAILING, answer, givable, rulebooks
from tests.coaching.wording import label, named, title
from tests.logic.generated import every_value
from tests.situations import exercises, observations, profiles

Changes = frozenset[tuple[str, Value]]


def cost(before: Value, after: Value, change: Mutability | None) -> int | None:
    """What a change costs; None if it is none that can be made."""
    if change is not None and before != after and not possible(before, after, change):
        return None
    if isinstance(before, frozenset) and isinstance(after, frozenset):
        return len(before ^ after)
    if before == after:
        return 0
    return None if after == UNKNOWN else 1


def possible(before: Value, after: Value, change: Mutability) -> bool:
    """Whether what is said of an attribute lets it change so."""
    if change.by == NOBODY:
        return False
    if isinstance(before, frozenset) and isinstance(after, frozenset):
        return not (change.removal and after - before)
    if before == UNKNOWN and change.by == TIME:
        return False
    ahead = list(change.along)
    if before in ahead or (before == UNKNOWN and ahead):
        ahead = ahead[(ahead.index(before) if before in ahead else 0) + 1 :]
    elif ahead:
        return False
    return after in ahead if change.along else True


def smallest(book: Rulebook, facts: Mapping[str, Value], wanted: Any, change: Collection[str]) -> set[Changes]:
    """Every smallest set of changes, found by trying all."""
    said, attributes = admit_facts(book, facts), book.vocabulary.attributes
    ways: dict[int, set[Changes]] = {}

    def walk(names: list[str], new: dict[str, Value], spent: int) -> None:
        if not names:
            if wanted(new):
                made = ((name, value) for name, value in new.items() if value != said[name])
                ways.setdefault(spent, set()).add(frozenset(made))
            return
        for value in every_value(attributes[names[0]]):
            if (price := cost(said[names[0]], value, attributes[names[0]].change)) is not None:
                walk(names[1:], {**new, names[0]: value}, spent + price)

    walk([name for name in attributes if name in change], dict(said), 0)
    return ways[min(ways)] if ways else set()


def merged(book: Rulebook, changes: Changes) -> Changes:
    """The changes with one whole number standing for those that rules cannot tell apart."""
    prospects = Prospects(book)

    def first(name: str, value: Value) -> Value:
        attribute, of = book.vocabulary.attributes[name], prospects.space.classes[name].of
        if attribute.type != "integer":
            return value
        return next(number for number in prospects.values(attribute) if of(number) == of(value))

    return frozenset((name, first(name, value)) for name, value in changes)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])  # many rulebooks gape or tear
@given(st.data())
def test_every_smallest_set_and_no_other_over_the_whole_domain(data: st.DataObject) -> None:
    """On made-up rulebooks, for any facts, wish and attributes that may change: just what trying everything finds."""
    book = data.draw(rulebooks())
    facts = data.draw(givable(book))
    slot = data.draw(st.sampled_from(["first_slot", "second_slot"]))
    before = answer(book, facts, [slot])
    assume(before != FAILING)
    want: dict[str, Any] = data.draw(
        st.sampled_from([{}, {slot: "p"}, {slot: "q"}, {slot: None}, {"second_list": ["m", "n"]}])
    )
    change = data.draw(st.sets(st.sampled_from(sorted(book.vocabulary.attributes))))

    def wanted(new: Mapping[str, Value]) -> bool:
        found = answer(book, new, [*want] or [slot])
        if found in (None, FAILING):
            return False
        if not want:
            return bool(found != before)
        (value,) = want.values()
        return bool(set(value) <= (found[0] or set())) if isinstance(value, list) else bool(found[0] == value)

    found = find_counterfactuals(book, facts, want, change, () if want else (slot,))
    assert {frozenset(one.facts.items()) for one in found} == {
        merged(book, way) for way in smallest(book, facts, wanted, change)
    }
    assert len(set(found)) == len(found)


def single_changes(facts: Mapping[str, Any], book: Rulebook, change: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Every change that counts one: another value, or an element that comes or goes."""
    for name in change:
        attribute = book.vocabulary.attributes[name]
        now = facts.get(name)
        if attribute.type == "set":
            yield from ((name, str(element)) for element in attribute.values)
        else:
            values = (True, False) if attribute.type == "boolean" else attribute.values
            yield from ((name, value) for value in values if value != now)


def changed(facts: Mapping[str, Any], moves: Collection[tuple[str, Any]], book: Rulebook) -> dict[str, Any] | None:
    """The facts after some single changes; None if one undoes another."""
    new = dict(facts)
    for name, value in moves:
        if book.vocabulary.attributes[name].type == "set":
            new[name] = frozenset(new.get(name, ())) ^ {value}
        else:
            new[name] = value
    singles = [name for name, _ in moves if book.vocabulary.attributes[name].type != "set"]
    return new if len(set(singles)) == len(singles) else None


MOST_CHANGES = 3


@settings(max_examples=25)
@given(profiles, exercises, observations, st.sampled_from([None, *map(str, Verdict)]))
def test_the_default_rulebook_is_searched_exactly(
    profile: Profile, exercise: Exercise, observed: frozenset[str], want: str | None
) -> None:
    """All sets of one change, then of two, then of three, tried one by one, lead to the same sets."""
    rec, book = recommend(profile, exercise, observed=observed), Rulebook.default()
    found = {frozenset(one.facts.items()) for one in rec.counterfactuals(want)}
    asked = asked_for_the_verdict(book)
    moves = [
        move
        for move in single_changes(rec.facts, book, changeable(book))
        if move[1] in asked.get(move[0], ()) and can_be(rec.facts, move, book)
    ]
    reached: set[Changes] = set()
    for size in range(MOST_CHANGES + 1):
        for chosen in combinations(moves, size):
            new = changed(rec.facts, chosen, book)
            if new is None:
                continue
            verdict = book.decide(new).slots["verdict"]
            if verdict == want or (want is None and verdict != rec.verdict):
                reached.add(
                    frozenset((name, frozenset(new[name]) if name == "observed" else new[name]) for name, _ in chosen)
                )
        if reached:
            break
    assert found == reached or (not reached and all(length(one, rec) > MOST_CHANGES for one in found))


def length(one: Changes, rec: Recommendation) -> int:
    """How many single changes a set of changes is."""
    return sum(
        len(after ^ frozenset(rec.facts.get(name, ()))) if isinstance(after, frozenset) else 1 for name, after in one
    )


def can_be(facts: Mapping[str, Any], move: tuple[str, Any], book: Rulebook) -> bool:
    """Whether the vocabulary lets a single change be."""
    name, value = move
    change, now = book.vocabulary.attributes[name].change, facts.get(name, UNKNOWN)
    if book.vocabulary.attributes[name].type == "set":
        before = frozenset(facts.get(name, ()))
        return change is None or possible(before, before ^ {value}, change)
    return change is None or possible(now, value, change)


def asked_for_the_verdict(book: Rulebook) -> dict[str, set[Any]]:
    """For each fact, the values that can matter to the verdict: of a set those that are asked for, else all."""
    topics, wanted, found = {topic.name: topic for topic in book.topics}, {"verdict"}, dict[str, set[Any]]()
    while needed := [topic for topic in topics.values() if wanted.intersection(topic.concludes)]:
        for topic in needed:
            del topics[topic.name]
            for clause in (clause for rule in topic.rules for branch in rule.when for clause in branch):
                wanted.add(clause.attribute)
                test: Any = clause.test.test if isinstance(clause.test, Not) else clause.test
                attribute = book.vocabulary.attributes.get(clause.attribute)
                if attribute is not None:
                    own = test.values if attribute.type == "set" else every_value(attribute)
                    found.setdefault(attribute.name, set()).update(own)
    return found


@given(profiles, exercises, observations, st.data())
def test_each_set_leads_where_it_says_and_no_part_of_it_does(
    profile: Profile, exercise: Exercise, observed: frozenset[str], data: st.DataObject
) -> None:
    """`what_if` of a set reaches the verdict, with anything allowed to change; leave one change out and it does not."""
    rec = recommend(profile, exercise, observed=observed)
    want = data.draw(st.sampled_from([None, *map(str, Verdict)]))
    found = rec.counterfactuals(want, Rulebook.default().vocabulary.attributes)
    assume(found)  # not every verdict is reachable: an injury cannot be changed
    one = data.draw(st.sampled_from(list(found)))
    assert reaches(rec, one.facts, want)
    for name in one.facts:
        assert not reaches(rec, {n: v for n, v in one.facts.items() if n != name}, want)


def reaches(rec: Recommendation, facts: Mapping[str, Any], want: str | None) -> bool:
    """Whether these facts instead lead to the verdict, or to any other."""
    after = rec.what_if(**facts).after
    return after.verdict == want if want else after.verdict != rec.verdict


def test_what_is_wanted_already_needs_no_change() -> None:
    """The one smallest set is the empty one, and its prose says so."""
    found = recommend("advanced", "hip thrust").counterfactuals("squeeze")
    assert [one.changes for one in found] == [()]
    assert str(found) == f"For {named('verdict', 'squeeze')}, nothing has to change: it is so."


def test_where_no_change_is_enough_there_is_no_set() -> None:
    """It is falsy, and says what was tried."""
    found = recommend("beginner", "hip thrust").counterfactuals("squeeze", ["load", "tempo"])
    assert not found
    wanted = f"For {named('verdict', 'squeeze')}, no change of {title('load')} or {title('tempo')} is enough."
    assert str(found) == wanted


def test_sets_that_differ_in_a_value_are_one_line() -> None:
    """Data lists each set, prose says them in one breath."""
    rec = recommend({"glute_activation": "late"}, "swing", observed=["rounded_back"])
    found = rec.counterfactuals("start_gently", ["load", "tempo", "observed"])
    assert [dict(one.facts) for one in found] == [
        {"load": "bodyweight", "tempo": tempo, "observed": frozenset()} for tempo in ("slow", "controlled")
    ]
    text = " ".join(str(found).split())
    assert text.count(" - ") == 1
    tempos = f"{label('tempo', 'slow')} or {label('tempo', 'controlled')} instead of {label('tempo', 'fast')}"
    assert f" {tempos}; " in text


def loaded(folder: Path, attributes: str, *rules: str) -> Rulebook:
    """A rulebook of one topic, on whose first level any of some rules says `wet`; otherwise it says `dry`."""
    (folder / "vocabulary.toml").write_text(attributes + '[slot.water]\nvalues = ["wet", "dry"]\n')
    wet = (
        f'[[rule]]\nid = "r{i}"\nlevel = "some"\nwhen = {when}\nthen.water = "wet"\n' for i, when in enumerate(rules)
    )
    usual = '[[rule]]\nid = "usual"\nlevel = "usual"\nthen.water = "dry"\n'
    (folder / "water.toml").write_text('topic = "water"\nlevels = ["some", "usual"]\n' + "".join(wet) + usual)
    return Rulebook.load(folder)


def test_sets_whose_values_belong_together_are_lines_of_their_own(tmp_path: Path) -> None:
    """Where not any value of one attribute goes with any of the other, each set is said by itself, in order."""
    book = loaded(
        tmp_path,
        '[attribute.leaf]\nvalues = ["green", "black"]\n[attribute.shop]\nvalues = ["corner", "mall"]\n',
        '{ leaf = "black", shop = "corner" }',
        '{ leaf = "green", shop = "mall" }',
    )
    found = find_counterfactuals(book, {}, {"water": "wet"}, ["leaf", "shop"])
    assert [str(one) for one in found] == ["leaf: green; shop: mall", "leaf: black; shop: corner"]
    assert (found[0], found[-1]) == tuple(found)
    assert str(found) == (
        "For water: wet, change one of these:\n  - leaf: green; shop: mall\n  - leaf: black; shop: corner"
    )
    assert str(find_counterfactuals(book, {}, {"water": "dry"}, ["leaf"])[0]) == "nothing has to change"


def test_what_nobody_can_bring_about_is_no_way(tmp_path: Path) -> None:
    """That a fact is unknown cannot be brought about, however little it would take: the ways there are take more."""
    book = loaded(
        tmp_path,
        '[attribute.leaf]\nvalues = ["green", "black"]\n[attribute.shop]\nvalues = ["corner", "mall"]\n',
        '{ leaf = "unknown" }',
        '{ leaf = "black", shop = "mall" }',
    )
    found = find_counterfactuals(book, {"leaf": "green", "shop": "corner"}, {"water": "wet"}, ["leaf", "shop"])
    assert [str(one) for one in found] == ["leaf: black instead of green; shop: mall instead of corner"]


def test_an_element_that_comes_counts_as_much_as_another_change(tmp_path: Path) -> None:
    """One each."""
    book = loaded(
        tmp_path,
        '[attribute.leaf]\nvalues = ["green", "black"]\n[attribute.extras]\ntype = "set"\nvalues = ["mint", "ice"]\n',
        '{ leaf = "green" }',
        '{ extras = "mint" }',
    )
    found = find_counterfactuals(book, {"leaf": "black"}, {"water": "wet"}, ["leaf", "extras"])
    assert [str(one) for one in found] == ["leaf: green instead of black", "extras: with mint"]


def test_wishes_are_kept_as_plain_values() -> None:
    """A list or a set as a tuple, an empty slot as what stands for it; so too what a slot shall no longer be."""
    rec = recommend("advanced", "deadlift")
    book = Rulebook.default()
    for kind in (list, set, frozenset):
        assert find_counterfactuals(book, rec.facts, {"cues": kind(["ribs-down"])}, ["load"]).want == {
            "cues": ("ribs-down",)
        }
    assert find_counterfactuals(book, rec.facts, {"breath": None}, ["load"]).want == {"breath": EMPTY}
    found = find_counterfactuals(book, rec.facts, {}, ["movement"], ["hold_seconds"])
    assert found.instead_of == {"hold_seconds": EMPTY}
    assert [one.facts["movement"] for one in found] == ["hip_thrust", "glute_bridge"]


def test_whole_numbers_come_in_their_order_and_one_stands_for_those_like_it(tmp_path: Path) -> None:
    """A number that follows from another attribute's value stands for itself alone."""
    book = loaded(
        tmp_path,
        '[attribute.days]\ntype = "integer"\nat_least = 0\nat_most = 30\n'
        '[attribute.trip]\nvalues = ["week"]\n[attribute.trip.implies.week]\ndays = 7\n',
        "{ days = 2 }",
        "{ days = { at_least = 20 } }",
        "{ days = { at_least = 6, at_most = 10 } }",
    )
    found = find_counterfactuals(book, {"days": 5}, {"water": "wet"}, ["days"])
    assert [one.facts["days"] for one in found] == [2, 6, 7, 20]
    assert [dict(one.facts) for one in find_counterfactuals(book, {}, {"water": "wet"}, ["trip"])] == [{"trip": "week"}]


@pytest.mark.parametrize("end", [0, 30])
def test_a_whole_number_may_be_the_first_or_the_last_there_is(tmp_path: Path, end: int) -> None:
    """Bounds count as numbers."""
    book = loaded(tmp_path, '[attribute.days]\ntype = "integer"\nat_least = 0\nat_most = 30\n', f"{{ days = {end} }}")
    assert [one.facts["days"] for one in find_counterfactuals(book, {"days": 5}, {"water": "wet"}, ["days"])] == [end]


def test_sets_come_in_the_order_of_the_vocabulary(tmp_path: Path) -> None:
    """Yes before no, and elements as they are listed there."""
    book = loaded(
        tmp_path,
        '[attribute.milk]\ntype = "boolean"\n[attribute.extras]\ntype = "set"\nvalues = ["mint", "lemon", "ice"]\n'
        '[attribute.leaf]\nvalues = ["green", "black"]\n',
        '{ milk = false, leaf = "black" }',
        '{ milk = true, leaf = "green" }',
        '{ extras = { all = ["lemon", "ice"] } }',
        '{ extras = { all = ["mint", "ice"] } }',
        '{ extras = { all = ["mint", "lemon"] } }',
    )
    found = find_counterfactuals(book, {"extras": []}, {"water": "wet"}, ["milk", "leaf"])
    assert [str(one) for one in found] == ["milk: yes; leaf: green", "milk: no; leaf: black"]
    found = find_counterfactuals(book, {}, {"water": "wet"}, ["extras"])
    assert [str(one) for one in found] == [
        "extras: with lemon and mint",
        "extras: with ice and mint",
        "extras: with ice and lemon",
    ]


def test_what_is_too_large_to_search_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No set is named that was not proven to be a smallest one, and no question that was not proven to matter."""
    book = loaded(tmp_path, '[attribute.leaf]\nvalues = ["green", "black"]\n', '{ leaf = "green" }')
    message = f"rulebook `{tmp_path.name}` is too large to answer this exactly"
    for steps in (1, 3):
        monkeypatch.setattr(diagrams, "MOST_STEPS", steps)
        with pytest.raises(InvalidInput) as caught:
            find_counterfactuals(book, {}, {"water": "wet"}, ["leaf"])
        assert str(caught.value) == message
        with pytest.raises(InvalidInput) as caught:
            find_questions(book, {}, ["water"])
        assert str(caught.value) == message


def test_a_wish_may_be_about_any_slot() -> None:
    """Several slots at once, an empty one, and elements of a list."""
    rec = recommend("advanced", "deadlift")
    found = rec.counterfactuals({"cues": ["ribs-down", "pause-and-squeeze"], "hold_seconds": 1.0}, ["movement"])
    assert [one.facts["movement"] for one in found] == ["hip_thrust", "glute_bridge"]
    assert [dict(one.facts) for one in rec.counterfactuals({"breath": None})] == [{}]


def test_alike_elements_count_one_by_one(tmp_path: Path) -> None:
    """Where rules only ask for any of two, taking both away is still two changes, and one change elsewhere is fewer."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.leaf]\nvalues = ["green", "black"]\n[attribute.extras]\ntype = "set"\nvalues = ["milk", "cream"]\n'
        '[slot.water]\nvalues = ["warm", "boiling"]\n'
    )
    (tmp_path / "brew.toml").write_text(
        'topic = "brew"\nlevels = ["leaf", "extras", "habit"]\nconcludes = ["water"]\n'
        '[[rule]]\nid = "green"\nlevel = "leaf"\nwhen.leaf = "green"\nthen.water = "warm"\n'
        '[[rule]]\nid = "rich"\nlevel = "extras"\nwhen.extras = ["milk", "cream"]\nthen.water = "boiling"\n'
        '[[rule]]\nid = "usual"\nlevel = "habit"\nthen.water = "warm"\n'
    )
    book = Rulebook.load(tmp_path)

    def ways(*extras: str) -> list[dict[str, Value]]:
        found = find_counterfactuals(book, {"extras": extras}, {"water": "warm"}, ["leaf", "extras"])
        return [dict(one.facts) for one in found]

    assert ways("milk") == [{"leaf": "green"}, {"extras": frozenset()}]
    assert ways("milk", "cream") == [{"leaf": "green"}]


@pytest.mark.parametrize(
    ("want", "change", "message"),
    [
        ("sqeeze", None, "`verdict` is never `sqeeze`: did you mean `squeeze`?"),
        ({"verdct": "squeeze"}, None, "the rulebook has no slot `verdct`: did you mean `verdict`?"),
        ({"cues": "rib-down"}, None, "`cues` is never `rib-down`: did you mean `ribs-down`?"),
        ("squeeze", ["laod"], "the rulebook has no attribute `laod`: did you mean `load`?"),
        (3, None, "`want` is a verdict or a mapping of slots to values, not `3`"),
        ("squeeze", 3, "`change` takes names, not `3`"),
    ],
)
def test_bad_wishes_are_refused_in_words(want: Any, change: Any, message: str) -> None:
    """Each with the likely fix."""
    with pytest.raises(InvalidInput) as caught:
        recommend("beginner", "hip thrust").counterfactuals(want, change)
    assert str(caught.value) == message


def test_counterfactuals_are_plain_frozen_data() -> None:
    """Hashable, picklable, and JSON-ready."""
    found = recommend("beginner", "hip thrust").counterfactuals()
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes
    assert len({found, found}) == 1
    first = json.loads(json.dumps(found.to_dict()))["sets"][0]["changes"][0]
    assert set(first) == {"attribute", "before", "after", "when"}
    assert first["attribute"] == found[0].changes[0].attribute


def test_a_rulebook_that_says_nothing_of_change_lets_the_exercise_and_its_faults_change(tmp_path: Path) -> None:
    """The lifter stays; what identifies the exercise stays too."""
    kinds = {"age": "profile", "load": "exercise", "movement": "exercise", "observed": "observed"}
    declared = (f'[attribute.{name}]\nof = "{of}"\nvalues = ["a", "b"]\n' for name, of in kinds.items())
    (tmp_path / "vocabulary.toml").write_text("".join(declared) + '[slot.answer]\nvalues = ["c"]\n', "utf-8")
    rule = '[[rule]]\nid = "one"\nwhen.load = "a"\nthen.answer = "c"\n'
    (tmp_path / "answer.toml").write_text(f'topic = "answer"\n{rule}', "utf-8")
    assert set(changeable(Rulebook.load(tmp_path))) == {"load", "observed"}
