"""What a recommendation's card says, whatever it is then written in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from squeezelogic.coaching import explanation
from squeezelogic.coaching.explanation import ADVICE, vocabulary_of
from squeezelogic.logic.explain.prose import fact, said
from squeezelogic.logic.explain.trace import RuleAccount, Source, disputed, held
from squeezelogic.logic.render.phrases import phrase

if TYPE_CHECKING:
    from squeezelogic.coaching.parts import Overruled, Reason
    from squeezelogic.coaching.recommendation import Recommendation

TONE_OF: Mapping[str, str] = {
    "squeeze": "yes",
    "squeeze_gently": "yes",
    "start_gently": "yes",
    "learn_first": "wait",
    "fix_form_first": "wait",
    "no_squeeze": "no",
    "reassess": "stop",
    "refer": "stop",
}
TONE_OF_SEVERITY: Mapping[str, str] = {"critical": "stop", "warning": "wait", "info": "plain"}
URGENT = ("critical", "warning", "info")
FIRST = ("cues", "avoid", "corrections")
EXERCISE = ("movement", "family", "implement", "single_leg", "banded", "load", "tempo")


@frozen
class Ground:
    """A rule that stands, or one that was overruled, and why.

    Args:
        rule, topic: its id, and where it belongs.
        title: what it says in short; empty where its rulebook is not at hand.
        because: why it says so, or, where it lost, why it did.
        held: the conditions that passed, with the actual values.
        witnesses: the claims it rests on, or else its basis.
        by: the rule that overruled it, if one did.
        disputed: what pulls the other way, as a sentence.
    """

    rule: str
    topic: str
    title: str
    because: str
    held: str = ""
    witnesses: tuple[str, ...] = ()
    by: str = ""
    disputed: str = ""


@frozen
class Part:
    """A list under a heading."""

    title: str
    items: tuple[str, ...]


@frozen
class Alert:
    """A caution, with how grave it is, and the word for that."""

    severity: str
    word: str
    text: str

    @property
    def tone(self) -> str:
        """The tone of its box."""
        return TONE_OF_SEVERITY.get(self.severity, "plain")


def verdict(rec: Recommendation) -> tuple[str, str]:
    """The verdict in words, and its tone."""
    told = explanation.verdict(rec, vocabulary_of(rec))
    return told[:1].upper() + told[1:], TONE_OF.get(rec.verdict, "plain")


def strength(rec: Recommendation) -> str:
    """How strong the advice is, in words."""
    return explanation.strength(rec, vocabulary_of(rec))


def dose(rec: Recommendation) -> list[tuple[str, str]]:
    """How hard, when, how long and with which breath, as far as any of it is said."""
    return explanation.dose(rec, vocabulary_of(rec))


def about(rec: Recommendation) -> str:
    """The exercise and the lifter on one line."""
    facts, said_in = dict(rec.facts), vocabulary_of(rec)
    movement = facts.pop("movement", None)
    family = facts.pop("family", None)
    order = sorted(facts, key=lambda name: (name not in EXERCISE, name == "observed", name))
    which = "movement" if movement else "family"
    named = said(movement or family, said_in.labelled(which)) if movement or family else phrase("card.any-exercise")
    return " · ".join((named, *(fact(name, facts[name], said_in) for name in order)))


def alerts(rec: Recommendation) -> list[Alert]:
    """The cautions, gravest first."""
    found = [Alert(item.severity or "info", explanation.severity_of(item), item.text) for item in rec.cautions]
    return sorted(found, key=lambda alert: URGENT.index(alert.severity) if alert.severity in URGENT else len(URGENT))


def parts(rec: Recommendation) -> tuple[list[Part], list[Part]]:
    """The lists of advice: those to see at once, and the rest."""
    slots = [slot for slot in ADVICE if slot != "cautions"]
    listed = {slot: Part(phrase(slot), tuple(item.text for item in getattr(rec, slot))) for slot in slots}
    first = [listed[slot] for slot in FIRST if listed[slot].items]
    rest = [listed[slot] for slot in slots if slot not in FIRST and listed[slot].items]
    heading, steps = explanation.progression(rec, vocabulary_of(rec))
    if steps:
        rest.append(Part(heading, tuple(f"{label[:1].upper()}{label[1:]}: {item.text}" for label, item in steps)))
    return first, rest


@lru_cache(maxsize=4)  # one card asks several times
def accounts_of(rec: Recommendation) -> Mapping[str, RuleAccount]:
    """What became of each rule, by id; empty where another rulebook than the default one spoke."""
    return explanation.accounts_of(rec)


def reasons(rec: Recommendation) -> tuple[list[Ground], list[Ground]]:
    """Why the verdict is what it is, and what stands behind everything else: first what stands, then what lost."""
    known = accounts_of(rec)
    topic = rec.reasons[0].topic if rec.reasons else ""
    grounds = [*(_make_standing_ground(each, known.get(each.rule)) for each in rec.reasons)]
    grounds += [_make_lost_ground(each, known.get(each.rule)) for each in rec.overruled]
    return [g for g in grounds if g.topic == topic], [g for g in grounds if g.topic != topic]


def _make_standing_ground(reason: Reason, account: RuleAccount | None) -> Ground:
    title, passed = (account.title, held(account)) if account else ("", "")
    pulls = phrase("disputed-by", claims=", ".join(reason.disputed_by)) if reason.disputed_by else ""
    against = disputed(account) if account else pulls
    witnesses = reason.claims or (reason.basis,)
    return Ground(reason.rule, reason.topic, title, reason.because, passed, witnesses, disputed=against)


def _make_lost_ground(lost: Overruled, account: RuleAccount | None) -> Ground:
    title, by = (
        (account.title, f"{phrase('quote', text=account.by_title)}: {account.ranks}.")
        if account
        else ("", lost.because)
    )
    return Ground(lost.rule, lost.topic, title, by, by=lost.by)


def unused(rec: Recommendation) -> str:
    """The facts that nothing came of, as a sentence."""
    return explanation.unused(rec, vocabulary_of(rec))


def sources(rec: Recommendation) -> dict[str, list[Source]]:
    """The claims that the reasons rest on, by the title of their article and what kind of evidence it is.

    There are none where another rulebook spoke.
    """
    known = accounts_of(rec)
    cited = {source for reason in rec.reasons if reason.rule in known for source in known[reason.rule].sources}
    found: dict[str, list[Source]] = {}
    for source in sorted(cited, key=lambda source: source.claim):
        title = f"{source.article} ({source.evidence})" if source.evidence else source.article
        found.setdefault(title, []).append(source)
    return found
