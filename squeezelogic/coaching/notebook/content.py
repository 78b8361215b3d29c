"""The content of a recommendation's card, independent of its format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from squeezelogic.coaching import recommendation_text
from squeezelogic.coaching.recommendation_text import ADVICE, vocabulary_of
from squeezelogic.logic.explain.prose import fact, id_in_words, said
from squeezelogic.logic.explain.trace import RuleAccount, Source, disputed, held
from squeezelogic.logic.render.phrases import keep_by_language, phrase

if TYPE_CHECKING:
    from squeezelogic.coaching.parts import Overruled, Reason
    from squeezelogic.coaching.recommendation import Recommendation

GROUNDS_KEPT = 4_096
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


@frozen(cache_hash=True)
class Ground:
    """A standing or overruled rule, with its reason.

    Args:
        topic: its topic.
        title: its title; empty for a standing rule whose rulebook is not available.
        because: its reason or, if it lost, the reason for that.
        held: the conditions that passed, with the actual values.
        witnesses: its claims, or else its basis.
        is_lost: whether it was overruled.
        disputed: the claims that contradict it, as a sentence.
    """

    topic: str
    title: str
    because: str
    held: str = ""
    witnesses: tuple[str, ...] = ()
    is_lost: bool = False
    disputed: str = ""


@frozen(cache_hash=True)
class Part:
    """A list under a heading."""

    title: str
    items: tuple[str, ...]


@frozen
class Alert:
    """A caution, with its severity, and the word for that."""

    severity: str
    word: str
    text: str

    @property
    def tone(self) -> str:
        """The tone of its box."""
        return TONE_OF_SEVERITY.get(self.severity, "plain")


def verdict(rec: Recommendation) -> tuple[str, str]:
    """The verdict in words, and its tone."""
    told = recommendation_text.verdict(rec, vocabulary_of(rec))
    return told[:1].upper() + told[1:], TONE_OF.get(rec.verdict, "plain")


def strength(rec: Recommendation) -> str:
    """The strength of the advice, in words."""
    return recommendation_text.strength(rec, vocabulary_of(rec))


def dose(rec: Recommendation) -> list[tuple[str, str]]:
    """Effort, phase, hold and breath, without those that are not given."""
    return recommendation_text.dose(rec, vocabulary_of(rec))


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
    """The cautions, most severe first."""
    found = [Alert(item.severity or "info", recommendation_text.severity_of(item), item.text) for item in rec.cautions]
    return sorted(found, key=lambda alert: URGENT.index(alert.severity) if alert.severity in URGENT else len(URGENT))


def parts(rec: Recommendation) -> tuple[list[Part], list[Part]]:
    """The lists of advice: those shown at once, and the rest."""
    slots = [slot for slot in ADVICE if slot != "cautions"]
    listed = {slot: Part(phrase(slot), tuple(item.text for item in getattr(rec, slot))) for slot in slots}
    first = [listed[slot] for slot in FIRST if listed[slot].items]
    rest = [listed[slot] for slot in slots if slot not in FIRST and listed[slot].items]
    heading, steps = recommendation_text.progression(rec, vocabulary_of(rec))
    if steps:
        rest.append(Part(heading, tuple(f"{label[:1].upper()}{label[1:]}: {item.text}" for label, item in steps)))
    return first, rest


def reasons(rec: Recommendation, known: Mapping[str, RuleAccount]) -> tuple[list[Ground], list[Ground]]:
    """The reasons for the verdict, and those for everything else: first standing rules, then overruled ones.

    Args:
        rec: the recommendation.
        known: the accounts of its rules, see `recommendation_text.accounts_of`.
    """
    topic = rec.reasons[0].topic if rec.reasons else ""
    grounds = [*(_make_standing_ground(each, known.get(each.rule)) for each in rec.reasons)]
    grounds += [_make_lost_ground(each, known.get(each.rule)) for each in rec.overruled]
    return [g for g in grounds if g.topic == topic], [g for g in grounds if g.topic != topic]


@keep_by_language(GROUNDS_KEPT)
def _make_standing_ground(reason: Reason, account: RuleAccount | None) -> Ground:
    title, passed = (account.title, held(account)) if account else ("", "")
    pulls = phrase("disputed-by", claims=", ".join(reason.disputed_by)) if reason.disputed_by else ""
    against = disputed(account) if account else pulls
    witnesses = reason.claims or (reason.basis,)
    return Ground(reason.topic, title, reason.because, passed, witnesses, disputed=against)


@keep_by_language(GROUNDS_KEPT)
def _make_lost_ground(lost: Overruled, account: RuleAccount | None) -> Ground:
    title, by = (
        (account.title, f"{phrase('quote', text=account.by_title)}: {account.ranks}.")
        if account
        else (id_in_words(lost.rule), lost.because)
    )
    return Ground(lost.topic, title, by, is_lost=True)


def unused(rec: Recommendation) -> str:
    """The unused facts, as a sentence."""
    return recommendation_text.unused(rec, vocabulary_of(rec))


def sources(rec: Recommendation, known: Mapping[str, RuleAccount]) -> dict[str, tuple[Source, ...]]:
    """The claims of the reasons, by the title of their article and its kind of evidence.

    Args:
        rec: the recommendation.
        known: the accounts of its rules, see `recommendation_text.accounts_of`; empty if they are not available.
    """
    cited = {
        source.claim: source for reason in rec.reasons if reason.rule in known for source in known[reason.rule].sources
    }
    found: dict[str, list[Source]] = {}
    for claim in sorted(cited):
        source = cited[claim]
        title = f"{source.article} ({source.evidence})" if source.evidence else source.article
        found.setdefault(title, []).append(source)
    return {title: tuple(claims) for title, claims in found.items()}
