"""Whatever is wrong with a rulebook is found, shown by a smallest situation, and nothing else is.

`python -m tests.logic.checks.test_checks` renews `expected.txt` of the broken rulebooks; read the difference.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings

from squeezelogic.logic import checks
from squeezelogic.logic.analysis import diagrams
from squeezelogic.logic.checks.finding import WAIVER, Finding
from squeezelogic.logic.loading import shipped
from squeezelogic.logic.model.errors import ConflictError, DecisionError, GapError
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rulebook_parts import Parts
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.vocabulary import Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics import definition
from tests.logic import generated, large
from tests.logic.analysis.test_compiled import every_situation, few, given_facts

FIXTURES = Path(__file__).parents[2]
BROKEN = sorted((FIXTURES / "broken").iterdir())
CLEAN = sorted((FIXTURES / "clean").iterdir())


def without(book: Rulebook, rule: str) -> Rulebook:
    """The rulebook with one rule left out."""
    topics = tuple(evolve(t, rules=tuple(r for r in t.rules if r.id != rule)) for t in book.topics)
    return Rulebook(evolve(book.parts, topics=topics), ())


def outcome(book: Any, situation: Mapping[str, Value]) -> Any:
    """What is decided; of lists, which elements; of errors, which."""
    try:
        slots = definition.decide(book, situation).slots
    except DecisionError as error:
        return type(error), error.topic, error.slot, error.rules if isinstance(error, ConflictError) else ()
    return {slot: set(value) if isinstance(value, tuple) else value for slot, value in slots.items()}


def reproduce_gap(book: Rulebook, finding: Finding) -> None:
    """The error names the topic and the slot."""
    with pytest.raises(GapError) as error:
        book.decide(finding.witness or {})
    assert (error.value.topic, error.value.slot) == (finding.topic, finding.name)


def reproduce_conflict(book: Rulebook, finding: Finding) -> None:
    """The error names both rules and the slot."""
    with pytest.raises(ConflictError) as error:
        book.decide(finding.witness or {})
    assert (error.value.rules, error.value.slot) == (finding.rules, finding.name)


def reproduce_dead(book: Rulebook, finding: Finding) -> None:
    """Nothing can show that something never is."""
    assert finding.witness is None


def reproduce_shadowed(book: Rulebook, finding: Finding) -> None:
    """One of the overrulers named does it there."""
    rule, *overrulers = finding.rules
    assert book.decide(finding.witness or {}).overruled[rule] in overrulers


def reproduce_redundant(book: Rulebook, finding: Finding) -> None:
    """It stands there, and without it all is the same."""
    (rule,) = finding.rules
    assert rule in book.decide(finding.witness or {}).standing
    situation = book.vocabulary.situation(finding.witness or {})
    assert outcome(book, situation) == outcome(without(book, rule), situation)


def reproduce_law(book: Rulebook, finding: Finding) -> None:
    """The facts are as the law says, and what follows is not."""
    law = next(law for law in book.laws if law.id == finding.name)
    assert finding.witness is not None
    known = {**seen(book, finding.witness)}
    broken = [d for d in law.demands if passes(d.when, known) and not passes(d.then, known)]
    raised = [c for c in law.comparisons if rises(book, c, finding.witness)]
    assert broken or raised


def reproduce_case(book: Rulebook, finding: Finding) -> None:
    """There is a decision, only not the one expected."""
    book.decide(finding.witness or {})


REPRODUCE: dict[str, Callable[[Rulebook, Finding], None]] = {
    name.removeprefix("reproduce_"): function for name, function in globals().items() if name.startswith("reproduce_")
}


def seen(book: Rulebook, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts made complete, and the slots that come of them; an empty one is unknown, or the empty set."""
    slots = book.decide(facts).slots
    known: dict[str, Any] = {**book.vocabulary.situation(facts)}
    for name, slot in book.vocabulary.slots.items():
        value = slots.get(name, () if slot.accumulates else "unknown")
        known[name] = frozenset(value) if isinstance(value, tuple) else value
    return known


def passes(branches: Any, known: Mapping[str, Any]) -> bool:
    """Whether some branch does."""
    return any(all(definition.passes(c.test, known[c.attribute]) for c in branch) for branch in branches)


def rises(book: Rulebook, comparison: Any, facts: Mapping[str, Any]) -> bool:
    """Whether the slot is higher somewhere further along than in the facts."""
    here = seen(book, facts)
    raised = False
    start, order = comparison.values.index(here[comparison.attribute]), comparison.order
    for value in comparison.values[start + 1 :]:
        there = seen(book, {**facts, comparison.attribute: value})
        both = {here[comparison.slot], there[comparison.slot]} <= set(order)
        if both and passes(comparison.when, here) and passes(comparison.when, there):
            raised = raised or order.index(there[comparison.slot]) > order.index(here[comparison.slot])
    return raised


def check_of(folder: Path) -> str:
    """The check that a broken rulebook is about, by its name."""
    return folder.name.split("-")[0]


def findings_in(folder: Path) -> list[Finding]:
    """The findings in a broken rulebook, without those of other lints than the one that it is about."""
    others = checks.lints() - {check_of(folder)}
    return [finding for finding in Rulebook.load(folder).check(lint=True) if finding.check not in others]


def in_lines(findings: Iterable[Finding]) -> str:
    """Findings as `expected.txt` has them."""
    return "".join(f"{finding}\n" for finding in findings)


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_each_broken_rulebook_gets_its_findings(folder: Path) -> None:
    """A tiny rulebook for each defect: exactly the findings written beside it, and each witness shows its finding."""
    findings = findings_in(folder)
    assert in_lines(findings) == (folder / "expected.txt").read_text(encoding="utf-8")
    for finding in findings:
        if finding.check in REPRODUCE:
            REPRODUCE[finding.check](Rulebook.load(folder), finding)


@pytest.mark.parametrize("folder", CLEAN, ids=lambda folder: folder.name)
def test_clean_rulebooks_stay_clean(folder: Path) -> None:
    """Rulebooks with nothing wrong, or with nothing wrong that is not waived, get no finding."""
    assert Rulebook.load(folder).check() == ()


def test_each_check_has_a_broken_rulebook() -> None:
    """Each check has a broken rulebook with its name, in which it finds something."""
    assert {*checks.discovered(), WAIVER} == {check_of(folder) for folder in BROKEN}


@pytest.mark.parametrize("folder", [folder for folder in BROKEN if check_of(folder) in checks.lints()])
def test_a_lint_is_asked_only_on_request(folder: Path, tmp_path: Path) -> None:
    """Without `lint` it finds nothing, and its waivers are passed over; with it they count."""
    assert Rulebook.load(folder).check() == ()
    book = tmp_path / "book"
    shutil.copytree(folder, book)
    waiver = '[[waiver]]\ncheck = "{0.check}"\nrule = "{0.rules[0]}"\nreason = "Plants live."\n'
    (book / "waivers.toml").write_text("".join(map(waiver.format, findings_in(folder))), "utf-8")
    assert Rulebook.load(book).check() == ()
    assert check_of(folder) not in {finding.check for finding in Rulebook.load(book).check(lint=True)}


LINTED = """\
[attribute.soil]
values = ["dry", "damp", "wet"]
[attribute.place]
values = ["pot", "bed"]
required = true
[attribute.bugs]
type = "set"
values = ["mites", "flies"]
[slot.water]
values = ["none", "cup"]
[slot.feed]
type = "boolean"
"""
LIMIT = '[[law]]\nid = "limit"\nsays = "It is limited."\n'


@pytest.mark.parametrize(
    ("condition", "law", "names"),
    [
        ('soil = { not = "wet" }', 'when.soil = "wet"\nthen.feed = { not = true }', ["soil"]),
        ('soil = { not = ["wet", "unknown"] }', 'when.soil = "wet"\nthen.feed = { not = true }', []),
        ('soil = { not = "wet" }', 'when.soil = "wet"\nthen.water = "none"', []),
        ('place = { not = "pot" }', 'when.place = "pot"\nthen.feed = { not = true }', []),
        ('bugs = { not = "mites" }', 'when.bugs = "mites"\nthen.feed = { not = true }', []),
        ('water = { not = "cup" }', 'when.water = "cup"\nthen.feed = { not = true }', []),
        (
            'soil = { not = "wet" }',
            'comparing.soil = ["dry", "damp"]\nnever_raises.feed = [false, true]',
            ["soil"],
        ),
        (
            'soil = { not = "wet" }',
            'when.soil = "wet"\ncomparing.place = ["pot", "bed"]\nnever_raises.feed = [false, true]',
            ["soil"],
        ),
    ],
    ids=[
        "a law",
        "unknown excluded",
        "another slot",
        "required",
        "a set",
        "a slot",
        "an order",
        "where an order holds",
    ],
)
def test_a_lint_of_unknown_facts_needs_a_law_about_the_fact_and_the_conclusion(
    condition: str, law: str, names: list[str], tmp_path: Path
) -> None:
    """Only for a fact that may be unknown: what is required is known, a set is never unknown, and slots are decided."""
    (tmp_path / "vocabulary.toml").write_text(LINTED, "utf-8")
    water = '[[rule]]\nid = "water"\nwhen.soil = "dry"\nthen.water = "cup"\n'
    (tmp_path / "water.toml").write_text(f'topic = "water"\n{water}', "utf-8")
    feed = f'[[rule]]\nid = "feed"\nwhen.{condition}\nthen.feed = true\n'
    (tmp_path / "feed.toml").write_text(f'topic = "feed"\n{feed}', "utf-8")
    (tmp_path / "laws.toml").write_text(LIMIT + law, "utf-8")
    found = [it for it in Rulebook.load(tmp_path).check(lint=True) if it.check == "open"]
    assert [it.name for it in found] == names


def test_the_default_rulebook_has_nothing_wrong_with_it() -> None:
    """Over every situation: no gap, no conflict, no rule that does nothing; all laws and cases hold."""
    assert Rulebook.default().check() == ()
    assert len(Rulebook.default().laws) >= 10


def made_up(book: generated.Book) -> Rulebook:
    """A made-up rulebook as a real one."""
    nothing: FrozenMap[str, Any] = FrozenMap()
    slots = generated.declare_slots(topic.name for topic in book.topics)
    vocabulary = Vocabulary(FrozenMap(book.attributes), slots)
    return Rulebook(Parts("made-up", "0", vocabulary, book.topics, nothing, nothing, nothing, ()), ())


def errors_of(book: Any) -> Iterator[tuple[tuple[Any, ...], Mapping[str, Value]]]:
    """Every situation in which deciding fails, and how."""
    for situation in every_situation(book.attributes, book.topics):
        result = outcome(book, situation)
        if isinstance(result, tuple):
            yield result, situation


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(generated.books())
def test_gaps_and_conflicts_are_found_exactly_and_shown_by_a_smallest_situation(book: generated.Book) -> None:
    """Every error that some situation raises is found; its witness raises it, and none with fewer facts does."""
    assume(few(book.attributes, topics=book.topics))
    least: dict[tuple[Any, ...], int] = {}
    for error, situation in errors_of(book):
        least[error] = min(least.get(error, 99), given_facts(situation))
    blank = {name: attribute.blank for name, attribute in book.attributes.items()}
    found = {}
    for finding in made_up(book).check():
        if finding.severity == "error":
            kind = GapError if finding.check == "gap" else ConflictError
            found[kind, finding.topic, finding.name, finding.rules] = finding.witness
    assert found.keys() >= least.keys()
    for error, witness in found.items():
        assert witness is not None
        raised = outcome(book, {**blank, **witness})
        assert isinstance(raised, tuple), "what is found is an error, if not always the first to be met"
        if error in least:
            assert (raised, given_facts({**blank, **witness})) == (error, least[error])


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(generated.books())
def test_rules_that_do_nothing_are_found_exactly(book: generated.Book) -> None:
    """Where no error muddies it: dead never holds, shadowed never stands, without a redundant one nothing changes."""
    assume(few(book.attributes, 120, book.topics))
    situations = list(every_situation(book.attributes, book.topics))
    decided = [outcome(book, situation) for situation in situations]
    assume(not any(isinstance(result, tuple) for result in decided))
    standing = [definition.decide(book, situation) for situation in situations]  # type: ignore[arg-type]
    stands = {rule for decision in standing for rule in decision.standing}
    overruled = {rule for decision in standing for rule in decision.overruled}
    expected = set()
    for rule in (rule for topic in book.topics for rule in topic.rules):
        if rule.id not in stands:
            expected.add(("shadowed" if rule.id in overruled else "dead", rule.id))
        elif [outcome(_less(book, rule), situation) for situation in situations] == decided:
            expected.add(("redundant", rule.id))
    named = ("dead", "shadowed", "redundant")
    findings = [finding for finding in made_up(book).check() if finding.check in named]
    assert {(finding.check, finding.rules[0]) for finding in findings} == expected
    for finding in findings:
        REPRODUCE[finding.check](made_up(book), finding)


def test_a_rule_through_which_another_overrides_is_not_redundant(tmp_path: Path) -> None:
    """It adds nothing where it stands, but without it two others would contradict each other."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.wet]\ntype = "boolean"\n[slot.coat]\nvalues = ["on", "off"]\n'
    )
    (tmp_path / "dress.toml").write_text(
        'topic = "dress"\n'
        '[[rule]]\nid = "wet"\nwhen.wet = true\nthen.coat = "on"\noverrides = ["between"]\n'
        '[[rule]]\nid = "between"\nthen.coat = "off"\noverrides = ["last"]\n'
        '[[rule]]\nid = "last"\nthen.coat = "off"\n'
    )
    assert [finding.rules for finding in Rulebook.load(tmp_path).check() if finding.check == "redundant"] == [("last",)]


def test_a_rule_is_judged_within_its_topic(tmp_path: Path) -> None:
    """It is not redundant because another topic gives the same element: that topic may change without it."""
    rule = '[[rule]]\nid = "{0}-coat"\nwhen.wet = true\nthen.take = ["coat"]\n'
    (tmp_path / "vocabulary.toml").write_text('[attribute.wet]\ntype = "boolean"\n[slot.take]\ntype = "list"\n')
    for topic in ("rain", "snow"):
        (tmp_path / f"{topic}.toml").write_text(f'topic = "{topic}"\n{rule.format(topic)}')
    assert Rulebook.load(tmp_path).check() == ()
    (tmp_path / "snow.toml").write_text(f'topic = "snow"\n{rule.format("snow")}{rule.format("same")}')
    found = [finding.rules for finding in Rulebook.load(tmp_path).check() if finding.check == "redundant"]
    assert found == [("snow-coat",), ("same-coat",)]
    hints = [finding.hint for finding in Rulebook.load(tmp_path).check() if finding.check == "redundant"]
    kept = "leave it out but keep `{}`, or waive it if its reason is worth giving"
    assert hints == [kept.format("same-coat"), kept.format("snow-coat")]


def _less(book: generated.Book, rule: Rule) -> generated.Book:
    topics = tuple(evolve(t, rules=tuple(r for r in t.rules if r is not rule)) for t in book.topics)
    return generated.Book(topics, book.attributes)


HINGE, HURTS = 'when.family = "hinge"\n', 'when.back_pain = "current"\n'
REASON_ONLY = 'then.cautions = ["end-where-your-hips-end"]\n'
SAID_ANYWAY = 'then.notes = ["stop-if-it-hurts"]\n'
NO, REHAB = 'then.verdict = "no_squeeze"', "when.rehab = true\n"
LEARNS, GROWS = "beginner-thrust-learns-first", "hypertrophy-thrust-squeezes"

# (the check, what its finding names, the file to break, the text that is replaced, and by what)
PLANTED = [
    ("gap", "verdict", "squeeze", NO, f'when.goal = "strength"\n{NO}'),
    ("conflict", "verdict", "squeeze", f'overrides = ["{LEARNS}", "{GROWS}"]', f'overrides = ["{GROWS}"]'),
    ("dead", "late-glutes-begin-the-rise-gently", "hinge", '"start_gently"\nthen.cues', '"squeeze_gently"\nthen.cues'),
    ("shadowed", "painful-hinge-reassesses", "squeeze", f"{HINGE}{HURTS}", f'{HINGE}{HURTS}when.red_flags = "any"\n'),
    ("redundant", "back-history-ends-where-the-hips-end", "thrust", REASON_ONLY, SAID_ANYWAY),
    ("uncited", "squeeze-habit-just-stands-up", "hinge", 'claims = ["HN-21"]\n', ""),
    ("unused", "end-where-your-hips-end", "thrust", REASON_ONLY, SAID_ANYWAY),
    ("law", "no-loaded-or-fast-hinge-starts-gently", "squeeze", 'when.load = "bodyweight"\n', ""),
    ("law", "no-squeeze-while-the-back-hurts", "squeeze", f"{HINGE}{HURTS}", f'{HINGE}{HURTS}when.goal = "strength"\n'),
    ("law", "more-back-pain-never-raises-the-effort", "squeeze", REHAB, f'{REHAB}when.back_pain = "none"\n'),
    ("case", "", "hinge", "when.squeeze_habit = true", "when.squeeze_habit = false"),
]  # fmt: skip


def default_copy(folder: Path) -> Path:
    """A copy of the default rulebook to break."""
    return Path(shutil.copytree(str(shipped.folder()), folder / "rules"))


@pytest.mark.thorough
@pytest.mark.parametrize(("check", "name", "file", "old", "new"), PLANTED, ids=[f"{p[0]}-{p[1]}" for p in PLANTED])
def test_a_defect_planted_in_the_default_rulebook_is_found(
    tmp_path: Path, check: str, name: str, file: str, old: str, new: str
) -> None:
    """Break the shipped rules by hand in one place: the check that should notice does, and its witness shows it.

    By default only the small rulebooks in `tests/broken` show the same.
    """
    folder = default_copy(tmp_path)
    text = (folder / f"{file}.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / f"{file}.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    book = Rulebook.load(folder)
    findings = [f for f in book.check() if f.check == check and name in (f.name, *f.rules)]
    assert findings
    for finding in findings:
        assert finding.line
        assert finding.file.startswith("rules/")
        if check in REPRODUCE:
            REPRODUCE[check](book, finding)


def test_a_waiver_takes_out_what_it_names_and_no_more(tmp_path: Path) -> None:
    """With a waiver, a rule that only gives a reason stays; once the rule does more, the waiver is the finding."""
    folder = default_copy(tmp_path)
    (folder / "waivers.toml").write_text(
        '[[waiver]]\ncheck = "redundant"\nrule = "back-history-ends-where-the-hips-end"\nreason = "Heard first."\n'
    )
    assert [f.check for f in Rulebook.load(folder).check()] == ["waiver"]
    text = (folder / "thrust.toml").read_text(encoding="utf-8")
    text = text.replace(REASON_ONLY, SAID_ANYWAY, 1)
    (folder / "thrust.toml").write_text(text, encoding="utf-8")
    checks_left = {f.check for f in Rulebook.load(folder).check()}
    assert not checks_left & {"redundant", "waiver"}


def test_what_is_too_large_is_said_with_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A topic that would take too long is named, with how large it is; the others are proven all the same."""
    monkeypatch.setattr(diagrams, "MOST_STEPS", 2_000)
    pairs = 20
    attributes = "".join(f'[attribute.{side}{i}]\ntype = "boolean"\n' for side in "ab" for i in range(pairs))
    (tmp_path / "vocabulary.toml").write_text(
        attributes + '[slot.all]\ntype = "boolean"\n[slot.small]\ntype = "boolean"\n'
    )
    rows = ", ".join(f"{{ a{i} = true, b{i} = true }}" for i in range(pairs))
    firsts = "".join(f"when.a{i} = true\n" for i in range(pairs))
    (tmp_path / "large.toml").write_text(
        f'topic = "large"\n[[rule]]\nid = "first"\n{firsts}then.all = true\n'
        f'[[rule]]\nid = "pairs"\nwhen = [{rows}]\nthen.all = true\n'
    )
    (tmp_path / "builds-on-it.toml").write_text(
        'topic = "builds-on-it"\nrequired = ["small"]\n[[rule]]\nid = "small"\nwhen.all = true\nthen.small = true\n'
    )
    (tmp_path / "apart.toml").write_text(
        'topic = "apart"\n[[rule]]\nid = "x"\nwhen.a0 = true\nthen.small = true\n'.replace("small", "other")
    )
    with (tmp_path / "vocabulary.toml").open("a") as vocabulary:
        vocabulary.write('[slot.other]\ntype = "boolean"\n')
    findings = Rulebook.load(tmp_path).check()
    assert [(f.check, f.topic) for f in findings] == [("too_large", "builds-on-it"), ("too_large", "large")]
    assert all(f"{2 ** (2 * pairs):,}" in f.what for f in findings)


def test_progress_is_told() -> None:
    """Each step is reported, none beyond the number announced."""
    steps: list[tuple[str, int, int]] = []
    Rulebook.load(FIXTURES / "clean" / "houseplants").check(progress=lambda *step: steps.append(step))
    assert [step for step in steps if step[0] == "topics"] == [("topics", 1, 2), ("topics", 2, 2)]
    assert all(1 <= done <= total for _, done, total in steps)


@pytest.mark.thorough
def test_five_hundred_rules_over_forty_attributes_are_proven() -> None:
    """A made-up rulebook of 25 topics, half of which build on another: all of it is proven, nothing is too large."""
    book = large.book(topics=25, rules=20, attributes=40, reads=5)
    assert (len(book.rules), len(book.vocabulary.attributes)) == (500, 40)
    findings = book.check()
    assert not [finding for finding in findings if finding.severity == "error" or finding.check == "too_large"]
    for finding in findings:
        if finding.check in ("shadowed", "redundant"):
            assert finding.witness is not None
            decision = book.decide(finding.witness)
            assert finding.rules[0] in (decision.overruled if finding.check == "shadowed" else decision.standing)


if __name__ == "__main__":
    for broken in BROKEN:
        (broken / "expected.txt").write_text(in_lines(findings_in(broken)), "utf-8")
