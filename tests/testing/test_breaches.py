"""What is said of a broken law: what was wanted and what came, read back; and which laws are tried."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import InvalidInput, Rulebook, recommend
from squeezelogic.coaching.parts import LIST_SLOTS
from squeezelogic.testing import Situation, all_laws, assert_laws, assert_same, situations
from squeezelogic.testing.answers import Answer, Ask, Unanswered, asking, show
from squeezelogic.testing.books import written
from squeezelogic.testing.laws import ANSWERED, CODED, Stated, chosen, not_carried, short, stated
from squeezelogic.testing.varying import with_order_changed
from tests.coaching.read_back import recommendations

BOOK = Rulebook.default()
LAWS = {law.id: law for law in all_laws()}
FULL = max(recommendations(), key=lambda rec: len(rec.reasons)).to_dict()
SWING = Situation.of({"movement": "swing"})


def answering(data: dict[str, Any]) -> Ask:
    """Always this answer."""
    return asking(lambda *_, **__: data)


def breach(name: str, data: dict[str, Any], situation: Situation = SWING) -> tuple[str, str] | None:
    """What a law wanted, and what it got; None if it is kept."""
    found = LAWS[name].breach(situation, answering(data))
    assert found is None or found.asked == situation
    return None if found is None else (found.wanted, found.got)


def reason(name: str, basis: str, *claims: str) -> dict[str, Any]:
    """A reason of an answer."""
    return {"rule": name, "topic": "t", "because": "b", "basis": basis, "claims": list(claims), "disputed_by": []}


def test_laws_about_the_form_of_answers_say_what_they_wanted() -> None:
    """And what they got."""
    founded, summary = "every-reason-is-founded", "the-summary-is-short"
    assert breach(founded, {**FULL, "reasons": []}) == ("at least one reason", "none")
    bare = [reason("a", "house"), reason("b", "stated", "TS-01"), reason("c", "inferred"), reason("d", "stated")]
    assert breach(founded, {**FULL, "reasons": bare}) == ("a claim, or basis `house`", "neither for rule `c`")
    assert breach(founded, {**FULL, "reasons": bare[:2]}) is None
    assert breach(summary, {**FULL, "summary": "x" * 141}) == ("a summary of 1 to 140 characters", "one of 141")
    assert breach(summary, {**FULL, "summary": ""}) == ("a summary of 1 to 140 characters", "one of 0")
    found = LAWS[ANSWERED].breach(SWING, asking(lambda *_, **__: 1))
    assert found is not None
    assert found.wanted == "a recommendation"
    assert found.got == "`1` is neither a Recommendation nor what its `to_dict` gives"


def test_the_law_about_faults_of_the_other_lift_names_them() -> None:
    """Those that should be unused, and those that are."""
    name = "faults-of-the-other-lift-are-unused"
    seen = Situation.of({"movement": "swing", "observed": {"bar_rolls", "no_pause"}})
    right = recommend({}, {"movement": "swing"}, observed=seen.observed).to_dict()
    strange = sorted(it["value"] for it in right["unused"])
    assert strange
    assert breach(name, right, seen) is None
    wanted, got = breach(name, {**right, "unused": []}, seen) or ("", "")
    assert wanted.startswith("unused: ")
    assert all(fault in wanted for fault in strange)
    assert got == "nothing observed"
    extra, plain = {"attribute": "observed", "value": "loose_core"}, recommend({}, {"movement": "swing"}).to_dict()
    assert breach(name, {**plain, "unused": [extra]}) == ("unused: nothing observed", "loose_core")
    assert breach(name, {**plain, "unused": [{"attribute": "goal", "value": "strength"}]}) is None


def test_the_same_answer_is_wanted_where_nothing_that_is_read_differs() -> None:
    """Without what no rule reads, and in any order of the faults; the record of facts may differ, but not by order."""
    seen = Situation.of({"movement": "swing", "goal": "strength", "observed": {"bar_rolls", "no_pause", "loose_core"}})
    orders = with_order_changed(seen)

    def changing(**changes: Any) -> Ask:
        """The true answer with changes where the faults come in order."""

        def answer(profile: Any, exercise: Any, *, observed: Any) -> dict[str, Any]:
            data = recommend(profile, exercise, observed=observed).to_dict()
            return {**data, **(changes if tuple(observed) == seen.observed else {})}

        return asking(answer)

    order, unread = LAWS["order-changes-nothing"], LAWS["unread-facts-change-nothing"]
    assert order.breach(seen, changing()) is None
    for key in ("summary", "facts", "unused"):
        found = order.breach(seen, changing(**{key: "odd"}))
        assert found is not None
        assert found.wanted == f"the same answer as for {orders[0]}"
        assert found.got.startswith(f'{key}: "odd", where the other answer has ')
    assert unread.breach(seen, changing()) is None
    assert unread.breach(seen, changing(facts={}, unused=[])) is None
    found = unread.breach(seen, changing(summary="odd"))
    assert found is not None
    assert "no_pause" not in found.wanted
    assert "movement='swing'" in found.wanted
    many = unread.breach(seen, changing(summary="odd", verdict="odd", strength="odd", breath="odd", phase="odd"))
    assert many is not None
    assert many.got.count("; ") == 3
    assert many.got.endswith("; and 2 more")


LAW: dict[str, dict[str, Any]] = {
    "laws.toml": {"law": [
        {"id": "demand", "says": "Strong ones are firm.", "when": {"goal": "strength"},
         "then": {"verdict": "squeeze", "effort": ["firm", "gentle"]}},
        {"id": "either", "says": "One or the other.", "when": {"goal": "general"},
         "then": [{"verdict": "squeeze", "effort": "firm"}, {"effort": "none"}]},
        {"id": "order", "says": "Never firmer.", "when": {"load": "light"},
         "comparing": {"goal": ["strength", "general", "hypertrophy"]},
         "never_raises": {"effort": ["none", "gentle", "firm"]}},
        {"id": "own", "says": "About what no answer has.", "then": {"mood": "good"}},
        {"id": "own-order", "says": "As above.", "comparing": {"goal": ["strength", "general"]},
         "never_raises": {"mood": ["bad", "good"]}},
    ]},
    "vocabulary.toml": {
        "attribute": {
            "goal": {"of": "profile", "values": ["strength", "general", "hypertrophy"]},
            "load": {"of": "exercise", "values": ["light", "heavy"]},
            "family": {"of": "exercise", "values": ["thrust", "hinge"]},
        },
        "slot": {"verdict": {"values": ["squeeze", "stop"]}, "effort": {"values": ["none", "gentle", "firm"]},
                 "mood": {"values": ["good", "bad"]}},
    },
    "t.toml": {"topic": "t", "rule": [{"id": "r", "then": {"verdict": "squeeze", "mood": "good"}}]},
}  # fmt: skip
OWN: Rulebook = written("own", LAW)
BY_ID = {law.id: law for law in OWN.laws}


def says(**efforts: str | None) -> Ask:
    """An answer whose effort depends on the goal."""
    reasons = [{"rule": f"r{n}"} for n in range(4)]

    def answer(profile: Any, exercise: Any, *, observed: Any) -> dict[str, Any]:
        return {"verdict": "stop", "effort": efforts.get(profile.goal or ""), "reasons": reasons}

    return asking(answer)


def own(name: str, ask: Ask, **facts: Any) -> tuple[Situation, str, str] | None:
    """The breach of an own law."""
    found = Stated(BY_ID[name], OWN).breach(Situation.of({"family": "hinge", **facts}), ask)
    return None if found is None else (found.asked, found.wanted, found.got)


def test_a_demand_that_is_not_met_says_what_fails_and_because_of_which_rules() -> None:
    """Of several branches the one that fails least; at most three rules."""
    because = ", because of `r0`, `r1`, `r2` …"
    asked = Situation.of({"family": "hinge", "goal": "strength"})
    assert own("demand", says(strength="gentle"), goal="strength") == (
        asked, "verdict is `squeeze`", f"verdict `stop`{because}"
    )  # fmt: skip
    assert own("demand", says(), goal="strength") == (
        asked,
        "effort is `firm` or `gentle` and verdict is `squeeze`", f"effort `unknown`, verdict `stop`{because}",
    )  # fmt: skip
    assert own("demand", says(), goal="general") is None
    assert own("either", says(general="none"), goal="general") is None
    assert own("either", says(general="gentle"), goal="general") == (
        Situation.of({"family": "hinge", "goal": "general"}), "effort is `none`", f"effort `gentle`{because}"
    )  # fmt: skip
    assert own("either", says(general="firm"), goal="general") == (
        Situation.of({"family": "hinge", "goal": "general"}), "verdict is `squeeze`", f"verdict `stop`{because}"
    )  # fmt: skip
    few = asking(lambda *_, **__: {"verdict": "stop", "effort": "none", "reasons": [{"rule": "only"}]})
    assert (own("demand", few, goal="strength") or ("", "", ""))[2].endswith(", because of `only`")
    none = asking(lambda *_, **__: {"verdict": "stop", "effort": "gentle"})
    assert (own("demand", none, goal="strength") or ("", "", ""))[2] == "verdict `stop`"


@given(st.lists(st.sampled_from(["none", "gentle", "firm", None, "odd"]), min_size=3, max_size=3))
def test_a_comparison_speaks_of_the_first_pair_that_rises(efforts: list[str | None]) -> None:
    """Values that are not in the order, and situations that the law is not about, do not count."""
    goals, order = ["strength", "general", "hypertrophy"], ["none", "gentle", "firm"]
    ask = says(**dict(zip(goals, efforts, strict=True)))
    rising = [
        (i, j) for i, j in itertools.combinations(range(3), 2)
        if efforts[i] in order and efforts[j] in order and order.index(str(efforts[j])) > order.index(str(efforts[i]))
    ]  # fmt: skip
    assert own("order", ask, goal="general") is None
    found = own("order", ask, goal="general", load="light")
    if not rising:
        assert found is None
        return
    first, second = rising[0]
    asked = Situation.of({"family": "hinge", "load": "light", "goal": goals[first]})
    assert found == (
        asked,
        f"with goal `{goals[second]}` instead of `{goals[first]}`, effort no more than `{efforts[first]}`",
        f"effort `{efforts[second]}`, because of `r0`, `r1`, `r2` …",
    )


def test_laws_about_what_no_recommendation_has_are_left_out_or_refused() -> None:
    """Whether they demand or compare it."""
    for name, slots in (("own", ["mood"]), ("own-order", ["mood"]), ("demand", []), ("order", [])):
        assert not_carried(BY_ID[name], OWN) == slots
        if slots:
            with pytest.raises(InvalidInput, match=f"law `{name}` asks about `mood`, which no recommendation carries"):
                stated(BY_ID[name], OWN)
        else:
            assert stated(BY_ID[name], OWN) == Stated(BY_ID[name], OWN)
    assert [law.id for law in all_laws(rulebook=OWN)] == [*CODED, "demand", "either", "order"]
    with_own = Stated(BY_ID["demand"], OWN)
    assert (with_own.id, with_own.says) == ("demand", "Strong ones are firm.")


def test_the_laws_chosen_are_those_named_after_the_one_that_all_is_answered() -> None:
    """By id, as a law of a rulebook, or as one that can be tried; each once."""
    every = {law.id: law for law in all_laws(rulebook=OWN)}
    assert chosen(None, OWN) == tuple(every.values())
    assert chosen("order", OWN) == (every[ANSWERED], every["order"])
    assert chosen(["order", BY_ID["demand"], every["the-summary-is-short"], "order"], OWN) == (
        every[ANSWERED], every["order"], every["demand"], every["the-summary-is-short"],
    )  # fmt: skip
    assert chosen([], OWN) == (every[ANSWERED],)
    with pytest.raises(InvalidInput, match=r"unknown law `ordr`: did you mean `order`\?"):
        chosen(["ordr"], OWN)


def test_a_value_of_an_answer_is_shown_on_one_line() -> None:
    """Lists by their first few elements in order, texts as JSON, long ones cut, entries by their names."""
    assert short(None) == "`none`"
    assert short("a") == "`a`"
    assert short(frozenset("dbaec")) == "`a`, `b`, `c`, `d` and 1 more"
    assert short(["b", "a"]) == "`b`, `a`"
    assert short([]) == short(frozenset()) == "nothing"
    assert [show(it) for it in (None, True, False, 3, 1.5, "a")] == ["null", "true", "false", "3", "1.5", '"a"']
    assert show("x" * 158) == f'"{"x" * 158}"'
    assert show("x" * 159) == f'"{"x" * 158}…'
    assert len(show("x" * 159)) == 160
    assert show({"id": "i", "rule": "r"}) == "`i`"
    assert show({"attribute": "a", "rule": "r"}) == "`r`"
    assert show({"x": 1, "y": 2}) == "`x`, `y`"
    assert show([{"id": "i"}, {"rule": "r"}, {"attribute": "a", "value": 1}, {"x": 1}]) == '`i`, `r`, `a=1`, `"3"`'
    assert show(["a", "a"]) == "`a`, `a #1`"
    assert show({}) == show([]) == "nothing"


def test_answers_are_read_as_plain_data_or_refused() -> None:
    """Mappings and tuples at any depth, with texts for keys; an exception is passed on with its kind and words."""
    answer = asking(lambda *_, **__: {1: ({"a": (1, 2)},), "b": "c"})(SWING)
    assert answer == Answer({"1": [{"a": [1, 2]}], "b": "c"})
    assert asking(recommend)(SWING) == Answer(recommend({}, {"movement": "swing"}).to_dict())

    def fails(*_: Any, **__: Any) -> Any:
        raise LookupError("gone")

    with pytest.raises(Unanswered, match=r"^it raised LookupError: gone$") as error:
        asking(fails)(SWING)
    assert isinstance(error.value.__cause__, LookupError)
    with pytest.raises(Unanswered, match=r"^`\[\]` is neither"):
        asking(lambda *_, **__: [])(SWING)


def test_a_slot_of_an_answer_is_a_value_ids_or_unknown() -> None:
    """Also where an answer has no progression, or texts that the rulebook does not know."""
    bare = Answer({"progression": None, "summary": "Ours.", "disclaimer": "", "verdict": None, "effort": "",
                   **{name: [] for name in LIST_SLOTS}})  # fmt: skip
    assert [bare.slot(n, BOOK) for n in ("direction", "current_step", "easier_step", "verdict", "effort")] == [
        "unknown"
    ] * 5
    assert (bare.slot("summary", BOOK), bare.slot("disclaimer", BOOK)) == ("Ours.", "unknown")
    assert bare.slot("cues", BOOK) == frozenset()
    assert bare.rules == []
    steps = {"current": {"id": "c"}, "next": {"id": "n"}, "criterion": {"id": "q"}, "easier": {"id": "e"}}
    full = Answer({"progression": {**steps, "direction": "hold"}, "cues": [{"id": "a"}, {"id": "b"}]})
    slots = ("current_step", "next_step", "criterion", "easier_step", "direction")
    assert [full.slot(name, BOOK) for name in slots] == ["c", "n", "q", "e", "hold"]
    assert full.slot("cues", BOOK) == {"a", "b"}


def test_as_many_situations_are_tried_as_is_said_and_by_the_rulebook_that_is_named() -> None:
    """Its laws, its attributes and its names."""
    asked: list[Situation] = []

    def note(profile: Any, exercise: Any, *, observed: Any) -> dict[str, Any]:
        asked.append(Situation(profile, exercise, observed))
        return {**FULL, "verdict": "squeeze", "effort": "firm", "facts": {}, "unused": []}

    for check in (assert_laws, assert_same):
        asked.clear()
        options: Any = {"laws": ["demand"]} if check is assert_laws else {"reference": note}
        check(note, rulebook=OWN, max_examples=10, **options)
        assert 0 < len({*map(repr, asked)}) <= 10
        assert {n for it in asked for n in it.facts} <= {"goal", "load", "family"}
    with pytest.raises(AssertionError, match="law `demand` is broken: Strong ones are firm"):
        assert_laws(lambda *a, **k: {**note(*a, **k), "effort": "odd"}, laws=["demand"], rulebook=OWN, max_examples=60)
    with pytest.raises(InvalidInput, match="unknown law `demand`"):
        assert_laws(note, laws=["demand"], max_examples=5)
    with pytest.raises(InvalidInput) as error:
        assert_same(note, keys=["verdct", "cue"], max_examples=5)
    assert error.value.problems == (
        "a recommendation has no `verdct`: did you mean `verdict`?",
        "a recommendation has no `cue`: did you mean `cues`?",
    )  # fmt: skip
    assert_same(lambda *a, **k: {**FULL, "effort": "other"}, lambda *a, **k: FULL, keys="verdict", max_examples=5)
    with pytest.raises(AssertionError, match="effort"):
        assert_same(lambda *a, **k: {**FULL, "effort": "other"}, lambda *a, **k: FULL, keys="effort", max_examples=5)


def test_all_keys_are_compared_and_two_dozen_differences_are_shown() -> None:
    """The rest is counted."""
    odd = dict.fromkeys(FULL, "odd")
    with pytest.raises(AssertionError) as error:
        assert_same(lambda *a, **k: odd, lambda *a, **k: FULL, max_examples=3)
    head, asked, *lines = str(error.value).splitlines()
    assert head == "the answers differ"
    assert asked.startswith("    asked: Situation(")
    assert {line.split(":")[0].strip() for line in lines} == set(FULL)
    many = {**FULL, "facts": {f"f{n}": 1 for n in range(40)}}
    with pytest.raises(AssertionError) as error:
        assert_same(lambda *a, **k: many, lambda *a, **k: FULL, keys=["facts"], max_examples=3)
    lines = str(error.value).splitlines()[2:]
    assert len(lines) == 25
    total = len(many["facts"].keys() | FULL["facts"].keys())
    assert lines[-1] == f"and {total - 24} more"


@given(situations())
def test_the_answer_of_the_library_keeps_every_law(situation: Situation) -> None:
    """In any situation, each law by itself."""
    ask = asking(recommend)
    assert [law.id for law in LAWS.values() if law.breach(situation, ask)] == []
