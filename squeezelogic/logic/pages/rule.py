"""The page of one rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.texts import Case
from squeezelogic.logic.pages.shelf import Page, Shelf, name_of
from squeezelogic.logic.pages.wording import conclusions, condition, facts, source
from squeezelogic.logic.render.markdown import bullets, code, escape, table
from squeezelogic.logic.semantics.precedence import above, below

BASIS = {
    "stated": "a source says so",
    "inferred": "it follows from the sources",
    "house": "our own policy; no source says so",
}


def rule_page(rule: Rule, topic: Topic, shelf: Shelf) -> Page:
    """What a rule says, when and why, what it overrules, what it rests on, and the cases that show it."""
    here = shelf.rule(rule.id)
    because = f"> {escape(rule.because)}" if rule.because else ""
    blocks = [
        f"# {name_of(rule)}",
        because,
        "## What it says",
        conclusions(rule, shelf.book),
        "## When it holds",
        condition(rule, topic),
        *_render_rank(rule, topic, shelf),
        *_render_sources(rule, shelf),
        *_render_cases(rule, shelf.book.cases),
        "## Where it stands",
        bullets(_render_whereabouts(rule, topic, shelf, here)),
    ]
    return Page(here, "\n\n".join(filter(None, blocks)) + "\n")


def _render_rank(rule: Rule, topic: Topic, shelf: Shelf) -> Iterator[str]:
    winners, losers = above(topic, rule), below(topic, rule)
    yield "## Who wins where both hold"
    if not winners and not losers:
        yield "No rule overrules it, and it overrules none."
    if winners:
        yield "It is overruled by:"
        yield bullets(_render_rival(other, other, rule, shelf) for other in winners)
    if losers:
        yield "It overrules:"
        yield bullets(_render_rival(other, rule, other, shelf) for other in losers)


def _render_rival(named: Rule, upper: Rule, lower: Rule, shelf: Shelf) -> str:
    slot = code(upper.conflicts_with(lower) or "")
    beside = shelf.rule(named.id)
    why = (
        f"level {code(upper.level)} comes before {code(lower.level)}"
        if upper.level != lower.level
        else f"on level {code(upper.level)}, by `overrides`"
    )
    return f"{shelf.to_rule(named, beside)}: they differ on {slot}; {why}"


def _render_sources(rule: Rule, shelf: Shelf) -> Iterator[str]:
    yield "## What it rests on"
    yield f"Basis: {code(rule.basis)} ({BASIS[rule.basis]})."
    if rule.claims:
        claims = [shelf.book.claims[id_] for id_ in rule.claims]
        here = shelf.rule(rule.id)
        rows = [(shelf.to_claim(c, here), escape(c.gist), source(c, shelf.book)) for c in claims]
        yield table(("Claim", "What it says", "Where"), rows)
    if rule.disputed_by:
        yield "Claims that pull the other way:"
        against = [shelf.book.claims[id_] for id_ in rule.disputed_by]
        here = shelf.rule(rule.id)
        rows = [(shelf.to_claim(c, here), escape(c.gist), source(c, shelf.book)) for c in against]
        yield table(("Claim", "What it says", "Where"), rows)


def _render_cases(rule: Rule, cases: Iterable[Case]) -> Iterator[str]:
    stands, misses = [], []
    for case in cases:
        told = f"{escape(case.why)} ({facts(case.facts)})"
        if rule.id in case.stands:
            stands.append(told)
        if rule.id in case.near_miss:
            misses.append(told)
    if stands or misses:
        yield "## Cases"
    if stands:
        yield "It stands:"
        yield bullets(stands)
    if misses:
        yield "It just does not stand:"
        yield bullets(misses)


def _render_whereabouts(rule: Rule, topic: Topic, shelf: Shelf, here: str) -> Iterator[str]:
    levels = ", ".join(f"**{escape(level)}**" if level == rule.level else escape(level) for level in topic.levels)
    yield f"Id: {code(rule.id)}"
    yield f"Topic: {shelf.to_topic(topic, here)}"
    if len(topic.levels) > 1:
        yield f"Level, from the highest to the lowest: {levels}"
    if rule.place.file:
        line = f":{rule.place.line}" if rule.place.line else ""
        yield f"Written in {code(rule.place.file + line)}"
