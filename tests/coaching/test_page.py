"""Properties of a whole recommendation that the laws cannot express: words, ranks and severities.

Proven with the diagrams that `check` uses: over every situation there is, not over some that were drawn.
"""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from squeezelogic import Rulebook, recommend
from squeezelogic.logic.analysis.diagrams import NEVER, Node
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.conditions import Clause, HasAny, Is
from squeezelogic.logic.model.vocabulary import ACCUMULATING, NOBODY, TIME, UNKNOWN, Value
from tests.logic.generated import every_value

BOOK = Rulebook.default()
PROOF = Proof(BOOK)
SEVERITIES = ("info", "warning", "critical")
WAITING = ("learn_first", "fix_form_first", "reassess", "refer", "no_squeeze")
RELATIVE_DOWN = ("without-the-weight", "a-lighter-weight", "less-weight", "on-both-legs")
RELATIVE_UP = ("a-little-heavier", "lighter-on-the-bench")


def text(advice: object) -> str:
    """A text of the rulebook, in lower case."""
    return BOOK.advice[str(advice)].text.lower()


def severity(advice: object) -> int:
    """How grave a caution is."""
    return SEVERITIES.index(BOOK.advice[str(advice)].carries["severity"])


def asks_for_a_squeeze(advice: object) -> bool:
    """Whether a text has the word, or asks for a contraction, in full or in short."""
    spoken = text(advice) + BOOK.advice[str(advice)].short.lower()
    return "squeeze" in spoken or "contract" in spoken


def given_in(slot: str) -> list[str]:
    """All texts that a slot may hold, over the whole rulebook."""
    return sorted({str(value) for value in PROOF.compiled.slots[slot]})


def where(slot: str, *values: str) -> Node:
    """The situations in which a slot has one of these values, or a list contains one of them."""
    several = BOOK.vocabulary.slots[slot].type in ACCUMULATING
    test = HasAny(frozenset(values)) if several else Is(frozenset(values))
    return PROOF.diagrams.both(PROOF.compiled.decided, PROOF.compiled.passing(Clause(slot, test)))


def among(attribute: str, value: Value) -> Node:
    """The situations in which an attribute has a value."""
    return PROOF.compiled.passing(Clause(attribute, Is(frozenset([value]))))


def assert_never(situations: Node, what: str) -> None:
    """No situation is in the set; otherwise the failure shows a smallest one."""
    assert situations == NEVER, f"{what}: {dict(PROOF.witness(situations))}"


@pytest.mark.parametrize("slot", ["setup", "cues", "corrections"])
def test_no_cue_or_correction_says_squeeze_where_the_squeeze_waits(slot: str) -> None:
    """Law 12, in words, in every situation: neither the word nor a contraction is asked for."""
    asking = [advice for advice in given_in(slot) if asks_for_a_squeeze(advice)]
    assert asking or slot == "setup"
    for advice in asking:
        assert_never(PROOF.diagrams.both(where("verdict", *WAITING), where(slot, advice)), advice)


def lower(step: str, than: str) -> bool:
    """Whether a step is easier by the order of the rulebook; relative steps down say it themselves."""
    return step in RELATIVE_DOWN or 0 < BOOK.advice[step].rank < BOOK.advice[than].rank


def higher(step: str, than: str) -> bool:
    """Whether a step is harder by the order of the rulebook; relative steps up say it themselves."""
    return step in RELATIVE_UP or BOOK.advice[step].rank > BOOK.advice[than].rank


def test_a_step_back_is_lower_and_a_step_on_higher_by_the_declared_order() -> None:
    """Law 16, for every pair of a step that a lifter is on and another one, in every situation."""
    both = PROOF.diagrams.both
    for now in given_in("current_step"):
        here = where("current_step", now)
        for step in given_in("easier_step"):
            if not lower(step, now):
                assert_never(both(here, where("easier_step", step)), f"{step} is easier than {now}")
        for step in given_in("next_step"):
            there = both(here, where("next_step", step))
            assert step != now or there == NEVER
            if not lower(step, now):
                assert_never(both(there, where("direction", "regress")), f"{step} is a step back from {now}")
            if not higher(step, now):
                assert_never(both(there, where("direction", "advance")), f"{step} is a step on from {now}")


def test_the_next_step_is_never_the_easier_one() -> None:
    """Law 16: a lifter hears of two steps, or of one, in every situation."""
    for step in set(given_in("easier_step")) & set(given_in("next_step")):
        assert_never(PROOF.diagrams.both(where("next_step", step), where("easier_step", step)), step)


LEARNT: list[tuple[str, Value, Value]] = [
    ("rehab", "unknown", True),
    ("rehab", False, True),
    ("back_pain", "unknown", "history"),
    ("back_pain", "none", "history"),
]


def lost(what: Node, attribute: str, before: Value, after: Value) -> Node:
    """The situations with one value of an attribute that are in a set and, with the other value, are not."""
    diagrams, space = PROOF.diagrams, PROOF.compiled.space
    then = space.given(diagrams.both(what, among(attribute, after)), attribute, after)
    return diagrams.without(diagrams.every([PROOF.compiled.decided, what, among(attribute, before)]), then)


@pytest.mark.parametrize(("attribute", "before", "after"), LEARNT)
def test_a_caution_is_replaced_only_by_one_as_grave(attribute: str, before: Value, after: Value) -> None:
    """Law 19, in every situation: learning of rehab or of a history never leaves the gravest caution less grave."""
    for least in range(1, len(SEVERITIES)):
        grave = where("cautions", *(advice for advice in given_in("cautions") if severity(advice) >= least))
        assert_never(lost(grave, attribute, before, after), f"a caution that is {SEVERITIES[least]} is lost")
    assert_never(lost(where("cautions", *given_in("cautions")), attribute, before, after), "the only caution is lost")


@pytest.mark.parametrize(("attribute", "before", "after"), LEARNT)
def test_what_says_stop_is_never_lost(attribute: str, before: Value, after: Value) -> None:
    """Law 19, in every situation: who hears when to stop still hears it after saying more."""
    stops = [(slot, a) for slot in ("notes", "cautions") for a in given_in(slot) if "stop" in text(a)]
    assert stops
    says_stop = PROOF.diagrams.some(where(slot, advice) for slot, advice in stops)
    assert_never(lost(says_stop, attribute, before, after), "nothing says stop any more")


WORSE: dict[str, set[Value]] = {
    "rehab": {True},
    "back_pain": {"current"},
    "glute_activation": {"late", "hard_to_feel"},
    "side_imbalance": {True},
    "squeeze_habit": {True},
    "stands_in_extension": {True},
    "mastered_bodyweight": {False},
    "experience": {"beginner"},
}


def test_no_change_is_a_fault_an_injury_or_a_lost_skill() -> None:
    """Law 20, over all that is said of changes: for each attribute, from every value to every other one."""
    for name, attribute in BOOK.vocabulary.attributes.items():
        change = attribute.change
        assert change is not None, name
        if attribute.of == "observed":
            assert change.removal
            continue
        if attribute.of == "profile":
            assert change.by in (TIME, NOBODY), name
            assert (change.by == TIME) == bool(change.when) == bool(change.along), name
        if attribute.type == "set":
            assert change.by == NOBODY, name
            continue
        for before, after in permutations([*every_value(attribute), UNKNOWN], 2):
            if after == UNKNOWN or not change.allows(before, after):
                continue
            assert after not in WORSE.get(name, ()), f"{name}: {before} to {after}"
            assert (name, after) != ("back_pain", "history") or before == "current"
            assert attribute.of != "profile" or before != UNKNOWN, f"{name}: {after} would only be a relabelling"


def test_cautions_corrections_and_steps_have_a_place_of_their_own() -> None:
    """Cautions are ranked by severity, the gravest first, and every critical one has a short form or is short."""
    cautions = [advice for advice in BOOK.advice.values() if "severity" in advice.carries]
    by_rank = sorted(cautions, key=lambda advice: advice.rank)
    assert [severity(a.id) for a in by_rank] == sorted((severity(a.id) for a in by_rank), reverse=True)
    assert all(a.short or len(a.text) <= 60 for a in cautions if a.carries["severity"] == "critical")
    assert all(a.rank for a in BOOK.advice.values() if "fault" in a.carries or "focus" in a.carries)


ACTIONS = re.compile(
    "stop|end the set|take (the heavy )?weight|call|go to|see a|no more|don't try|slow hinges|put (the|anything)",
    re.IGNORECASE,
)


def test_a_critical_caution_says_what_to_do() -> None:
    """Each one names an action, in full and in the short form that a brief says."""
    critical = [advice for advice in BOOK.advice.values() if advice.carries.get("severity") == "critical"]
    silent = [a.id for a in critical for said in (a.text, a.short or a.text) if not ACTIONS.search(said)]
    assert critical
    assert silent == ["stop-and-recheck-the-arch", "stop-the-hinge"], "the answer itself says stop"


@pytest.mark.parametrize("fault", BOOK.vocabulary.attributes["observed"].values)
@pytest.mark.parametrize("family", ["thrust", "hinge"])
def test_each_fault_is_corrected_in_every_answer_or_listed_as_unused(family: str, fault: str) -> None:
    """Law 10, in every situation: a fault of the lift has its correction unless all waits for a referral."""
    both, correcting = PROOF.diagrams.both, [a for a in given_in("corrections") if corrects(a, fault)]
    seen = both(PROOF.compiled.passing(Clause("observed", HasAny(frozenset([fault])))), among("family", family))
    corrected = both(seen, where("corrections", *correcting))
    if fault in {each.value for each in recommend({}, {"family": family}, observed=[fault]).unused}:
        assert_never(corrected, fault)
        return
    without = PROOF.diagrams.without(both(seen, PROOF.compiled.decided), where("verdict", "refer"))
    assert_never(PROOF.diagrams.without(without, corrected), fault)


def corrects(advice: str, fault: str) -> bool:
    """Whether a correction is for a fault; what ends an arch in a hinge also ends leaning back."""
    return BOOK.advice[advice].carries["fault"] == fault or (advice, fault) == ("stop-at-upright", "leans_back")


def test_the_stop_rule_says_stop() -> None:
    """The word itself is in it, in full and in short."""
    rule = BOOK.advice["stop-if-it-hurts"]
    assert "stop" in rule.text
    assert "Stop" in rule.short


def test_two_questions_about_legs_and_pain_do_not_overlap() -> None:
    """A weak leg as a red flag is a recent one; its fever and night pain come with back pain; a weaker side is none."""
    ask = BOOK.vocabulary.attributes["red_flags"].ask
    assert "a leg that has become weak" in ask
    assert "fever along with back pain" in ask
    assert "back pain that wakes you at night" in ask
    assert "face down" in BOOK.vocabulary.attributes["glute_activation"].tell
