"""Checks of rulebooks, proven over all situations. To add a check, add a module with the functions below.

`subjects(proof)` returns the things to examine one by one, for the progress bar, and so that a subject that is too
large does not affect the others. `find(proof, subject)` returns its findings, which get the name of the module. The
first line of the module's docstring is published: SARIF reports show it as the description of the check. A check with
`LINT = True` runs only on request. `check` runs them all.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from attrs import evolve

from squeezelogic.logic.analysis.compiled import CompiledTopic
from squeezelogic.logic.analysis.diagrams import TooLarge
from squeezelogic.logic.checks import waiver
from squeezelogic.logic.checks.finding import SEVERITIES, TOO_LARGE, WARNING, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.errors import DecisionError, InvalidInput, grouped, quoted
from squeezelogic.logic.model.laws import Law
from squeezelogic.logic.model.rules import Place, Rule, Topic
from squeezelogic.logic.model.type_hints import evaluable

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

Progress = Callable[[str, int, int], None]
"""A callback that gets the name of the current task, the number of finished steps, and the total."""

MUTANT = "mutant"
"""Waivers of this kind explain surviving mutants (`logic/mutation/run.py`); they are ignored here."""


def discovered() -> dict[str, ModuleType]:
    """The check modules by name, in alphabetical order."""
    modules = {info.name: import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)}
    return {name: module for name, module in sorted(modules.items()) if hasattr(module, "find")}


def lints() -> frozenset[str]:
    """The names of checks whose findings may be intended."""
    return frozenset(name for name, module in discovered().items() if getattr(module, "LINT", False))


@evaluable
def check(book: Rulebook, progress: Progress | None = None, *, lint: bool = False) -> tuple[Finding, ...]:
    """Every finding that is not waived: errors first, then by place.

    Args:
        book: the rulebook.
        progress: called after each step.
        lint: whether to run the lints too; otherwise their waivers are ignored.
    """
    report = progress or (lambda what, done, total: None)
    passed_over = set() if lint else lints()
    proof = Proof(book, report)
    modules = {name: module for name, module in discovered().items() if name not in passed_over}
    try:
        proof.diagrams  # noqa: B018 - computed here
    except TooLarge:
        what = "the rulebook is too large to prove anything about: too many attributes follow from one another"
        return (Finding.at(Place(), WARNING, what, TOO_LARGE, hint="let fewer values imply others", name=TOO_LARGE),)
    with suppress(TooLarge), proof.diagrams.allowance():
        proof.compiled.decided  # noqa: B018 - computed here, so that the scratch block of a check does not discard it
    findings = [
        *_too_large(proof),
        *(f for name, module in modules.items() for f in _run_check(name, module, proof, report)),
    ]
    left = waiver.apply(
        findings, (w for w in book.waivers if w.check not in {MUTANT, *passed_over}), [*modules, TOO_LARGE]
    )
    return tuple(sorted((_point_at_extension(book, finding) for finding in left), key=_rank_finding))


def _point_at_extension(book: Rulebook, finding: Finding) -> Finding:
    """A finding to which an extension contributes points at the extension, even if a law or case below it fails."""
    below = {document.name for layer in book.layers[:-1] for document in layer}
    if finding.file not in below:
        return finding
    named = [rule for it in finding.rules if (rule := book.rules.get(it))]
    for rules in (named, _find_standing(book, finding)):
        for rule in rules:
            if rule.place.file not in below:
                moved = evolve(finding, file=rule.place.file, line=rule.place.line)
                return moved if rules is named else evolve(moved, below=Place(finding.file, finding.line))
    return finding


def _find_standing(book: Rulebook, finding: Finding) -> Iterator[Rule]:
    """The rules that stand in the situation that a finding shows, and in those that its law compares with it."""
    if finding.witness is None:
        return
    compared = [c for law in book.laws if ("law", law.id) == (finding.check, finding.name) for c in law.comparisons]
    changes: list[dict[str, Any]] = [{}, *({each.attribute: value} for each in compared for value in each.values)]
    for change in changes:
        with suppress(InvalidInput):
            try:
                yield from book.decide({**finding.witness, **change}).rules
            except DecisionError as error:
                yield from (book.rules[it] for it in error.rules)


def _rank_finding(finding: Finding) -> tuple[Any, ...]:
    place = (finding.file, finding.line or 0)
    return SEVERITIES.index(finding.severity), *place, finding.check, finding.rules, finding.name, finding.what


def _run_check(name: str, module: ModuleType, proof: Proof, report: Progress) -> Iterator[Finding]:
    subjects = list(module.subjects(proof))
    said: set[Finding] = set()  # reports a topic that is too large once, not for each of its rules
    for done, subject in enumerate(subjects, 1):
        try:
            with proof.diagrams.allowance(scratch=True):
                found = [evolve(finding, check=name) for finding in module.find(proof, subject)]
        except TooLarge:
            found = [_report_unproven(proof, name, subject)]
        yield from (finding for finding in found if finding not in said)
        said.update(found)
        report(name, done, len(subjects))


def _too_large(proof: Proof) -> Iterator[Finding]:
    compiled = {topic.topic.name for topic in proof.compiled.topics}
    for topic in proof.book.topics:
        if topic.name not in compiled:
            yield _report_unproven(proof, TOO_LARGE, topic)


def _report_unproven(proof: Proof, check: str, subject: Any) -> Finding:
    """The finding that a topic, or one check of one subject, is too large, with its size."""
    if isinstance(subject, Law):
        what, place, topic = f"law {quoted(subject.id)}", subject.place, None
        reads = {clause.attribute for clause in subject.clauses}
    else:
        topic = _topic_of(subject)
        what = f"topic {quoted(topic.name)}" if topic else "the rulebook"
        place, reads = (topic.place, set(topic.inputs)) if topic else (Place(), set(proof.book.vocabulary.attributes))
    size = f"the rules tell {grouped(proof.compiled.told_apart(reads))} situations apart"
    return Finding.at(
        place,
        WARNING,
        f"{what} is too large for the check {quoted(check)}: {size}" if check != TOO_LARGE
        else f"{what} is too large to prove anything about: {size}",
        TOO_LARGE,
        topic=topic.name if topic else "",
        hint="let it read fewer attributes, or cut it in two",
        name=subject.id if isinstance(subject, Law) else check,
    )  # fmt: skip


def _topic_of(subject: object) -> Topic | None:
    """The topic of a check's subject, if it has one."""
    if isinstance(subject, tuple):
        return _topic_of(subject[0])
    return subject.topic if isinstance(subject, CompiledTopic) else subject if isinstance(subject, Topic) else None
