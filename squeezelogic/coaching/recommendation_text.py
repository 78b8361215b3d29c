"""Renders a recommendation as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from squeezelogic.coaching.parts import DIRECTION, LIST_SLOTS, PROGRESSION
from squeezelogic.coaching.provenance import facts_behind
from squeezelogic.coaching.translated import book_in_language, language_of
from squeezelogic.logic.explain.accounts import accounts
from squeezelogic.logic.explain.prose import fact, id_in_words, said, wrapped
from squeezelogic.logic.explain.trace import RuleAccount, cited, disputed, held
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, harmless, quoted
from squeezelogic.logic.model.untrusted import exact
from squeezelogic.logic.model.vocabulary import NO_WORDS, Vocabulary
from squeezelogic.logic.render.phrases import LANGUAGE, phrase, phrases, spoken
from squeezelogic.logic.rulebook import Rulebook

if TYPE_CHECKING:
    from squeezelogic.coaching.parts import Fact, Item, Overruled, Reason
    from squeezelogic.coaching.recommendation import Recommendation

DETAILS = ("short", "full")
DOSE = (("effort", ""), ("phase", ""), ("hold_seconds", " s"), ("breath", ""))
"""The slots of the dose, and their units."""
FIRST = ("cautions", "corrections")
ADVICE = (*FIRST, *(slot for slot in LIST_SLOTS if slot not in FIRST))
"""The lists of advice, in the order of reading."""
Accounts = Mapping[str, RuleAccount]


def explain(rec: Recommendation, detail: str = "short", rulebook: Rulebook | None = None) -> str:
    """Render a recommendation as text: the advice, then the reasons, then what was overruled and why.

    Args:
        rec: the recommendation.
        detail: `short` gives the advice and the reasons for the verdict, for a lifter; `full` adds the reasons for
            everything else, the titles of rules, the claims, the facts, and the rulebook's digest.
        rulebook: the rulebook that made it; not needed if it is the default one. If another rulebook made it and is not
            given, the conditions that held and the articles' titles are left out.

    Raises:
        InvalidInput: any other detail, or a rulebook that did not make it.
    """
    full = _is_full(detail)
    with spoken(language_of(rec)):
        said, known = vocabulary_of(rec, rulebook), accounts_of(rec, rulebook, everything=full)
        advice, reasoning = _render_advice(rec, said), _explain_reasoning(rec, full, known)
        return _join_blocks([_explain_answer(rec, said), *advice, *reasoning, *_explain_ending(rec, full, said)])


def reasons(rec: Recommendation, detail: str = "short", rulebook: Rulebook | None = None) -> str:
    """Render only the verdict and the reasons, without the advice; otherwise like `explain`."""
    full = _is_full(detail)
    with spoken(language_of(rec)):
        accounts, said = accounts_of(rec, rulebook), vocabulary_of(rec, rulebook)
        rest = "" if full else _explain_rest(rec, accounts)  # in full, it has been explained already
        reasoning = _explain_reasoning(rec, full, accounts)
        return _join_blocks([_explain_answer(rec, said), *reasoning, rest, *_explain_ending(rec, full, said)])


def vocabulary_of(rec: Recommendation, rulebook: Rulebook | None = None) -> Vocabulary:
    """The vocabulary of the rulebook that made a recommendation, in the recommendation's language.

    It is empty if the rulebook is not available.

    Raises:
        InvalidInput: the given rulebook did not make it.
    """
    if rulebook is None and Rulebook.default().digest != rec.rulebook.digest:
        return NO_WORDS
    return book_in_language(rec, rulebook).vocabulary


def _is_full(detail: object) -> bool:
    if not isinstance(detail, str) or exact(detail) not in DETAILS:
        raise InvalidInput(f"unknown detail {quoted(detail)}: {did_you_mean(detail, DETAILS)}")
    return exact(detail) == "full"  # type: ignore[no-any-return]


def _join_blocks(blocks: Iterable[str]) -> str:
    return harmless("\n\n".join(block for block in blocks if block))


def accounts_of(rec: Recommendation, rulebook: Rulebook | None = None, *, everything: bool = True) -> Accounts:
    """The state of each standing or overruled rule, by id; empty if the rulebook is not available.

    Args:
        rec: the recommendation.
        rulebook: the rulebook that made it; not needed if it is the default one.
        everything: whether to include rules that do not affect the verdict.
    """
    if rulebook is None and Rulebook.default().digest != rec.rulebook.digest:
        return {}
    book = book_in_language(rec, rulebook)
    named = [(each.rule, each.topic) for each in rec.reasons] + [(each.rule, each.topic) for each in rec.overruled]
    wanted = {rule for rule, topic in named if everything or topic == named[0][1]}
    return {account.rule: account for account in accounts(book, facts_behind(rec, book), wanted)}


def _explain_reasoning(rec: Recommendation, full: bool, known: Accounts) -> Iterator[str]:
    """The reasons and the overruled rules, for the verdict or for everything."""
    topics = {reason.topic for reason in (rec.reasons if full else rec.reasons[:1])}
    yield _render_why(rec, topics, known, full)
    yield _render_overruled(rec, topics, known)


def _explain_rest(rec: Recommendation, known: Accounts) -> str:
    """The rules for everything but the verdict, one per line."""
    others = [reason for reason in rec.reasons if reason.topic != rec.reasons[0].topic]
    lines = (known[reason.rule].title if reason.rule in known else reason.because for reason in others)
    return _render_block(phrase("rest"), lines)


def _explain_ending(rec: Recommendation, full: bool, said_in: Vocabulary) -> Iterator[str]:
    yield wrapped(unused(rec, said_in))
    if full:
        yield _render_facts(rec, said_in)
        yield wrapped(
            f"{phrase('rulebook')}: {rec.rulebook.name} {rec.rulebook.version}, {rec.rulebook.digest}", "", "  "
        )
    yield wrapped(rec.disclaimer)


def _explain_answer(rec: Recommendation, said_in: Vocabulary) -> str:
    head = f"{verdict(rec, said_in).upper()} ({strength(rec, said_in)})"
    told = "; ".join(f"{label}: {value}" for label, value in dose(rec, said_in))
    return "\n".join(filter(None, [head, wrapped(rec.summary), wrapped(told)]))


def verdict(rec: Recommendation, said_in: Vocabulary) -> str:
    """The verdict in words."""
    return said(rec.verdict, said_in.labelled("verdict"))


def strength(rec: Recommendation, said_in: Vocabulary) -> str:
    """The strength of the advice, in words."""
    of = said_in.labelled("strength")
    labelled = of and rec.strength in of.labels
    return said(rec.strength, of) if labelled else phrase("strength", strength=said(rec.strength))


def dose(rec: Recommendation, said_in: Vocabulary) -> list[tuple[str, str]]:
    """Effort, phase, hold and breath, without those that are not given."""
    found = ((slot, getattr(rec, slot), unit) for slot, unit in DOSE)
    return [
        (_capitalize_first(_find_label(slot, said_in)), f"{said(value, said_in.labelled(slot))}{unit}")
        for slot, value, unit in found
        if value not in (None, "none")
    ]


def _find_label(slot: str, said_in: Vocabulary) -> str:
    of = said_in.labelled(slot)
    return of.label if of and of.label else phrase(slot)


def _capitalize_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def unused(rec: Recommendation, said_in: Vocabulary) -> str:
    """The unused facts, as a sentence, with what was probably meant by those of another exercise."""
    facts = "; ".join(_render_unused(each, said_in) for each in rec.unused)
    return phrase("unused", facts=facts) if facts else ""


def _render_unused(unused: Fact, said_in: Vocabulary) -> str:
    told = fact(unused.attribute, unused.value, said_in)
    if unused.meant is None:
        return told
    return f"{told} ({phrase('meant', fact=fact(unused.attribute, unused.meant, said_in))})"


def progression(rec: Recommendation, said_in: Vocabulary) -> tuple[str, list[tuple[str, Item]]]:
    """The heading of the progression, with its direction, and its steps; no steps if there is none."""
    if rec.progression is None:
        return "", []
    way, heading = rec.progression.direction, phrase("progression")
    steps = ((phrase(f"step.{step}"), getattr(rec.progression, step)) for step in PROGRESSION)
    shown = f"{heading}: {said(way, said_in.labelled(DIRECTION))}" if way else heading
    return shown, [(label, item) for label, item in steps if item]


def _render_advice(rec: Recommendation, said_in: Vocabulary) -> Iterator[str]:
    for slot in ADVICE:
        items: tuple[Item, ...] = getattr(rec, slot)
        if items:
            yield _render_block(phrase(slot), map(_render_line, items))
    heading, steps = progression(rec, said_in)
    yield _render_block(heading, (f"{label}: {_render_line(item)}" for label, item in steps))


def _render_line(item: Item) -> str:
    severity = f"{severity_of(item)}: " if item.severity not in (None, "info") else ""
    return f"{severity}{item.text}"


def severity_of(item: Item) -> str:
    """The severity of a caution, as a word in front of its text; information by default."""
    severity = item.severity or "info"
    return phrases(LANGUAGE.get()).get(f"severity.{severity}") or severity.capitalize()


def _render_why(rec: Recommendation, topics: set[str], known: Accounts, full: bool) -> str:
    reasons = (reason for reason in rec.reasons if reason.topic in topics)
    return _render_block(phrase("why"), (_render_reason(reason, known.get(reason.rule), full) for reason in reasons))


def _render_reason(reason: Reason, account: RuleAccount | None, full: bool) -> str:
    """The reason of a standing rule, then the conditions that held, and its article and section; in full, its title."""
    if account is None:
        lines = [reason.because, _render_disputed(reason)]
    else:
        title = account.title if full else ""
        lines = [title, reason.because, held(account, full), cited(account, full), disputed(account, full)]
    return "\n".join(filter(None, lines))


def _render_disputed(reason: Reason) -> str:
    """The claims that dispute a rule, if its rulebook is not available."""
    return phrase("disputed-by", claims=", ".join(reason.disputed_by)) if reason.disputed_by else ""


def _render_overruled(rec: Recommendation, topics: set[str], known: Accounts) -> str:
    lost = (item for item in rec.overruled if item.topic in topics)
    return _render_block(phrase("overruled"), (_render_lost(item, known.get(item.rule)) for item in lost))


def _render_lost(item: Overruled, account: RuleAccount | None) -> str:
    if account is None:  # without its rulebook, a rule has no title
        return phrase(
            "lost-to", rule=id_in_words(item.rule), by=id_in_words(item.by), ranks=item.ranks_by, reason=item.because
        )
    return f"{account.title}\n{phrase('gives-way', rule=account.by_title, reason=account.ranks)}"


def _render_facts(rec: Recommendation, said_in: Vocabulary) -> str:
    told = (f"{said_in.title(name)}: {said(value, said_in.labelled(name))}" for name, value in rec.facts.items())
    return _render_block(phrase("facts"), told)


def _render_block(title: str, entries: Iterable[str]) -> str:
    """A title, followed by entries of one or more paragraphs."""
    listed = [
        wrapped(line, "    " if place else "  - ", "    ")
        for entry in entries
        for place, line in enumerate(entry.split("\n"))
    ]
    return "\n".join([title, *listed]) if listed else ""
