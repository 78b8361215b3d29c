"""Answers of `why` and `why_not`: the state of each rule and the value of each clause, verified by changing facts."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from squeezelogic import Exercise, InvalidInput, Profile, Recommendation, Rulebook, recommend
from squeezelogic.coaching.introspection import every_rule
from squeezelogic.coaching.values import Verdict
from squeezelogic.logic.explain.accounts import accounts
from squeezelogic.logic.explain.trace import OVERRULED, SILENT, STANDS, Branch, RuleAccount
from squeezelogic.logic.model.conditions import Clause, HasAll, HasAny, HasCount, in_words
from squeezelogic.logic.model.decision import Decision
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value
from squeezelogic.logic.semantics.definition import find_inputs, holding, passes
from tests.brute_force import FAILING, answer, givable, rulebooks
from tests.coaching.wording import label, named, title
from tests.effort import examples
from tests.logic.generated import every_value
from tests.situations import exercises, observations, profiles

recommendations = st.builds(
    lambda profile, exercise, observed: recommend(profile, exercise, observed=observed),
    profiles,
    exercises,
    observations,
)


def holding_in(book: Rulebook, facts: Mapping[str, Any], decision: Decision) -> set[str]:
    """The ids of all rules that hold, by the definition."""
    known = book.vocabulary.situation(facts)
    read = ((topic, find_inputs(topic, known, decision.outcomes[:n])) for n, topic in enumerate(book.topics))
    return {rule.id for topic, situation in read for rule in holding(topic, situation)}


def assert_accounted_for(book: Rulebook, facts: Mapping[str, Any]) -> None:
    """Each rule's state is that of the decision, and each clause says what the definition says."""
    decision = book.decide(facts)
    hold, told = holding_in(book, facts, decision), accounts(book, facts)
    assert [account.rule for account in told] == list(book.rules)
    for account in told:
        rule = book.rules[account.rule]
        assert (account.state == STANDS) == (rule.id in decision.standing)
        assert (account.state == OVERRULED) == (rule.id in decision.overruled)
        assert (account.state == SILENT) == (rule.id not in hold)
        assert account.by == decision.overruled.get(rule.id)
        clauses = [[(c.attribute, in_words(c.test)) for c in branch] for branch in rule.when]
        shown = [[(c.attribute, c.asks) for c in branch.clauses] for branch in account.branches]
        assert all(branch in clauses for branch in shown)
        if account.state == SILENT:
            assert shown == clauses
            assert all(branch.failed for branch in account.branches)
            assert_changing_it_is_what_it_takes(book, facts, account)
        else:
            assert account.branches
            assert not any(branch.failed for branch in account.branches)


def assert_changing_it_is_what_it_takes(book: Rulebook, facts: Mapping[str, Any], account: RuleAccount) -> None:
    """Where one fact alone is in the way, any value that passes makes the rule hold, or a conclusion is now in the way.

    Where a conclusion is in the way, the rules that it names do give it.
    """
    rule = book.rules[account.rule]
    for place, (branch, clauses) in enumerate(zip(account.branches, rule.when, strict=True)):
        for told in branch.failed:
            for giver in told.given_by:
                assert told.attribute in book.rules[giver].then
                assert giver in book.decide(facts).standing
        if len(branch.failed) != 1 or branch.failed[0].attribute not in book.vocabulary.attributes:
            continue
        failing = clauses[branch.clauses.index(branch.failed[0])]
        for new in mended(book, facts, failing, [c for c in clauses if c.attribute == failing.attribute]):
            if answer(book, new, ()) not in (None, FAILING) and not is_held(book, new, rule.id):
                after = next(a for a in accounts(book, new) if a.rule == rule.id)
                assert_something_else_moved(book, facts, new, after.branches[place], failing.attribute)


def is_held(book: Rulebook, facts: Mapping[str, Any], rule: str) -> bool:
    """Whether a rule holds."""
    return rule in holding_in(book, facts, book.decide(facts))


def assert_something_else_moved(
    book: Rulebook, facts: Mapping[str, Any], new: Mapping[str, Any], branch: Branch, changed: str
) -> None:
    """What is in the way now is what other rules conclude, or a fact that had to follow the one that was changed."""
    before, after = (book.vocabulary.situation(each) for each in (facts, new))
    for clause in branch.failed:
        assert clause.attribute != changed
        assert clause.attribute not in after or before[clause.attribute] != after[clause.attribute]
    assert branch.failed


def mended(
    book: Rulebook, facts: Mapping[str, Any], failing: Clause, together: Sequence[Clause]
) -> Iterator[dict[str, Any]]:
    """The facts with this one alone changed, to each value that will do; of a set, with the fewest elements changed."""
    attribute = book.vocabulary.attributes[failing.attribute]
    now = book.vocabulary.situation(facts)[attribute.name]
    implying = {
        n for n, a in book.vocabulary.attributes.items() if any(attribute.name in i for i in a.implies.values())
    }
    others = {n: v for n, v in facts.items() if n not in implying}
    for value in sets_near(now, failing) if isinstance(now, frozenset) else every_value(attribute):
        if all(passes(clause.test, value) for clause in together):
            yield {**others, attribute.name: value}


def sets_near(now: frozenset[str], clause: Clause) -> Iterator[frozenset[str]]:
    """The nearest sets that pass."""
    match clause.test:
        case HasAny(values):
            yield from (now | {value} for value in values)
        case HasAll(values) | HasCount(_, values):
            yield now | values
        case other:
            yield now - other.test.values  # type: ignore[union-attr]


@settings(max_examples=examples(15))
@given(recommendations)
def test_every_rule_of_the_default_rulebook_is_accounted_for(rec: Recommendation) -> None:
    """Its state, its clauses and their values are as defined; changing just what is named is what it takes."""
    facts = dict(rec.facts)
    assert_accounted_for(Rulebook.default(), facts)
    if "movement" in facts:  # so that the family may change alone
        assert_accounted_for(Rulebook.default(), {n: v for n, v in facts.items() if n != "movement"})


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)  # a busy machine is no fault of the rulebooks
@given(st.data())
def test_every_rule_of_any_rulebook_is_accounted_for(data: st.DataObject) -> None:
    """The same for made-up rulebooks, with integers, sets, several branches and lists that later topics read."""
    book = data.draw(rulebooks())
    facts = data.draw(givable(book))
    assume(answer(book, facts, ()) != FAILING)
    assert_accounted_for(book, facts)


@settings(max_examples=examples(8))
@given(recommendations)
@pytest.mark.thorough
def test_whatever_is_given_has_a_why_and_nothing_else(rec: Recommendation) -> None:
    """Values, lists, advice and rules: the rules that give each; `why_not` refuses it, and the other way round."""
    book = Rulebook.default()
    decision = book.decide(rec.facts)
    for name in (*book.vocabulary.slots, *book.advice, *book.rules):
        givers = [rule.id for rule in decision.rules if gives(book, rule.id, name)]
        if givers:
            assert [account.rule for account in rec.why(name).rules] == givers
            with pytest.raises(InvalidInput, match="is given here: ask `why` by which rules"):
                rec.why_not(name)
        else:
            refused = rec.why_not(name)
            able = [account.rule for account in refused.rules]
            giving = [rule for rule in book.rules if gives(book, rule, name)]
            assert able == [rule for rule in giving if rule not in refused.elsewhere]
            assert {*able, *refused.elsewhere} == {*giving}
            with pytest.raises(InvalidInput, match="is not given here: ask `why_not` what stands against it"):
                rec.why(name)


def gives(book: Rulebook, rule: str, name: str) -> bool:
    """Whether a rule is the one, fills the slot, or gives the advice."""
    then = book.rules[rule].then
    values = (value if isinstance(value, tuple) else (value,) for value in then.values())
    return name in (rule, *then) or any(name in each for each in values)


@settings(max_examples=examples(40))
@given(recommendations)
def test_all_that_does_not_stand_is_told_at_once(rec: Recommendation) -> None:
    """`why_not()` and the reasons are all rules together, none twice."""
    every = rec.why_not()
    silent = [*(account.rule for account in every.rules), *every.elsewhere]
    standing = [reason.rule for reason in rec.reasons]
    assert sorted(silent + standing) == sorted(Rulebook.default().rules)
    assert [account.rule for account in every_rule(rec) if account.state == STANDS] == standing


def test_a_text_that_is_not_given_names_what_is_said_instead() -> None:
    """By the rules that fill the same slots as those that could have given it."""
    refused = recommend("beginner", "deadlift").why_not("answer-refer")
    assert [account.rule for account in refused.instead] == ["hinge-needs-no-squeeze"]


def test_a_verdict_that_is_not_given_names_the_clause_and_the_value() -> None:
    """First what is so instead and why, then each rule that could have given it."""
    refused = recommend("beginner", "hip thrust").why_not("squeeze")
    assert dict(refused.found) == {"verdict": "learn_first"}
    assert [account.rule for account in refused.instead] == ["beginner-thrust-learns-first"]
    by_rule = {account.rule: account for account in refused.rules}
    failed = by_rule["advanced-thrust-squeezes"].branches[0].failed[0]
    assert (failed.attribute, failed.value, failed.asks) == ("experience", "beginner", "is `advanced`")
    text = str(refused)
    assert text.index(refused.instead[0].title) < text.index(by_rule["advanced-thrust-squeezes"].title)


@settings(max_examples=examples(20))
@given(recommendations)
def test_what_is_so_comes_before_what_is_not(rec: Recommendation) -> None:
    """Of each verdict that is not given: the rule that gives the real one stands first, with its own reason."""
    for verdict in map(str, Verdict):
        if verdict != rec.verdict:
            refused = rec.why_not(verdict)
            assert refused.found["verdict"] == rec.verdict
            reasons = [(reason.rule, reason.because) for reason in rec.reasons]
            instead = [(account.rule, account.because) for account in refused.instead]
            assert instead == reasons[: len(instead)] != []
            assert str(refused).split("\n\n")[2].startswith(refused.instead[0].title)


@settings(max_examples=examples(20))
@given(recommendations, st.sampled_from(list(map(str, Verdict))))
def test_only_rules_for_the_family_are_spoken_of(rec: Recommendation, verdict: str) -> None:
    """A rule that cannot stand for this lift is left out; every other one is shown."""
    if verdict == rec.verdict:
        return
    rules, refused = Rulebook.default().rules, rec.why_not(verdict)

    def able(rule: str) -> bool:
        clauses = ([c for c in branch if c.attribute == "family"] for branch in rules[rule].when)
        return any(all(passes(clause.test, rec.facts["family"]) for clause in branch) for branch in clauses)

    assert all(able(account.rule) for account in refused.rules)
    assert not any(map(able, refused.elsewhere))
    assert refused.ruled_out_by == ({} if refused.rules else {"family": rec.facts["family"]})
    assert ("No rule ever gives it" in str(refused)) == (not refused.rules)


def test_a_clause_on_a_conclusion_points_on_to_who_gave_it() -> None:
    """From the missing cue to the verdict, and from there to the fact."""
    rec = recommend("beginner", "hip thrust")
    failed = rec.why_not("pause-and-squeeze").rules[0].branches[0].failed[0]
    assert (failed.attribute, failed.value, failed.given_by) == (
        "effort",
        "none",
        ("beginner-thrust-learns-first",),
    )
    why = rec.why(failed.given_by[0]).rules[0]
    assert {clause.attribute: clause.value for clause in why.branches[0].clauses} == {
        "family": "thrust",
        "experience": "beginner",
    }


def test_a_why_names_article_and_section() -> None:
    """Each claim with its gist, for who wants to read on."""
    source = recommend("beginner", "hip thrust").why("learn_first").rules[0].sources[0]
    assert (source.claim, source.section) == ("TS-20", "Practical Application and Individualization")
    assert source.article.startswith("Hip Thrust: The Importance of Squeezing")
    assert source.gist


def test_a_value_of_several_slots_needs_its_slot() -> None:
    """`none` is a phase and an effort; either can be asked for, and numbers too."""
    rec = recommend("beginner", "hip thrust")
    with pytest.raises(InvalidInput) as caught:
        rec.why("none")
    assert str(caught.value) == "`none` is a value of several slots: say `phase=none` or `effort=none`"
    assert rec.why("effort=none").rules[0].rule == "beginner-thrust-learns-first"
    assert {account.state for account in rec.why_not("hold_seconds=1.0").rules} == {SILENT, OVERRULED}


def test_an_advice_is_quoted() -> None:
    """Its text heads the prose."""
    assert str(recommend("beginner", "hip thrust").why("ribs-down")).startswith("Why: “Ribs down.”\n\n")


def test_each_branch_that_failed_is_listed() -> None:
    """A rule with two ways to hold tells what is missing in each."""
    text = str(recommend({"glute_activation": "late"}, "deadlift").why_not("learn-it-somewhere-easy"))
    assert "  Does not apply here, in none of its ways –" in text
    load, tempo = label("load", "heavy"), label("tempo", "fast")
    assert f"  1. {named('load', UNKNOWN)} (needed: {load}).\n" in text
    assert f"  2. {named('tempo', 'controlled')} (needed: {tempo})." in text


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("squeze", "the rulebook has no `squeze`: did you mean `squeeze`?"),
        ("effort=nne", "the rulebook has no `effort=nne`: "),
        ("rib-down", "the rulebook has no `rib-down`: did you mean `ribs-down`?"),
        (3, "ask about a slot, a value, an advice or a rule by its name, not `3`"),
    ],
)
def test_what_there_is_not_is_refused_in_words(what: Any, message: str) -> None:
    """With the likely fix, by both questions."""
    rec = recommend("beginner", "hip thrust")
    for ask in (rec.why, rec.why_not):
        with pytest.raises(InvalidInput) as caught:
            ask(what)
        assert str(caught.value).startswith(message)


@settings(max_examples=examples(15))
@given(profiles, exercises)
def test_accounts_are_plain_frozen_data(profile: Profile, exercise: Exercise) -> None:
    """Hashable, picklable, and JSON-ready."""
    rec = recommend(profile, exercise)
    for told in (rec.why("verdict"), rec.why_not()):
        assert pickle.loads(pickle.dumps(told)) == told  # noqa: S301 - our own bytes
        assert len({told, told}) == 1
        assert [rule["rule"] for rule in json.loads(json.dumps(told.to_dict()))["rules"]] == [
            account.rule for account in told.rules
        ]


def test_a_fact_nobody_gave_is_not_known() -> None:
    """In data it is the rule language's word, in prose a person's."""
    failed = recommend("beginner", "hip thrust").why_not("hypertrophy-thrust-squeezes").rules[0].branches[0].failed[0]
    value: Value = failed.value
    assert value == UNKNOWN
    assert str(failed) == f"{title('goal')}: not known (needed: {label('goal', 'hypertrophy')})"
