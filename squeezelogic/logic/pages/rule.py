"""The page of one rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from squeezelogic.logic.model.conditions import Branch, Clause, HasAny, Not, in_words
from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.texts import Advice, Case, Claim
from squeezelogic.logic.pages.shelf import Page, Shelf, name_of
from squeezelogic.logic.render.markdown import bullets, escape, inline_code, sentence, table
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.precedence import list_overruled, list_overruling

ALWAYS = "Always."


def shared(topic: Topic) -> tuple[Clause, ...]:
    """The clauses that all rules of a topic have in common."""
    branches = [branch for rule in topic.rules for branch in rule.when]
    return _in_all(branches)


def condition(rule: Rule, topic: Topic, besides: Collection[Clause] = ()) -> str:
    """The condition of a rule, without some clauses."""
    branches = [[clause for clause in branch if clause not in besides] for branch in rule.when]
    common = _in_all(branches)
    choices = [[clause for clause in branch if clause not in common] for branch in branches]
    if not all(choices):
        return f"When {clauses(common, topic)}." if common else "" if besides else ALWAYS
    start = f"When {clauses(common, topic)}, and" if common else "When"
    return f"{start} any of these is so:\n\n{bullets(clauses(choice, topic) for choice in choices)}"


def _in_all(branches: Sequence[Collection[Clause]]) -> tuple[Clause, ...]:
    """The clauses that all branches have in common, in the order of the first."""
    first = dict.fromkeys(branches[0]) if branches else ()
    return tuple(clause for clause in first if all(clause in branch for branch in branches))


def clauses(branch: Branch | Iterable[Clause], topic: Topic) -> str:
    """Clauses that must all pass, as part of a sentence."""
    return ", and ".join(_render_clause(clause, topic) for clause in branch)


def _render_clause(clause: Clause, topic: Topic) -> str:
    every = frozenset(map(str, topic.inputs[clause.attribute].values))
    match clause.test:
        case HasAny(values) if values == every:
            said = "is not empty"
        case Not(HasAny(values)) if values == every:
            said = "is empty"
        case test:
            said = sentence(in_words(test))
    return f"{inline_code(clause.attribute)} {said}"


def conclusions(rule: Rule, book: Rulebook) -> str:
    """The conclusions of a rule: its plain values on one line, its texts, then the rules that it blocks."""
    values = [
        f"**{escape(name)}** {inline_code(plain(value))}"
        for name, value in rule.then.items()
        if not book.vocabulary.slots[name].names_advice
    ]
    texts = [
        f"**{escape(name)}:** {advice(book.advice[id_])}"
        for name, value in rule.then.items()
        if book.vocabulary.slots[name].names_advice
        for id_ in (value if isinstance(value, tuple) else (str(value),))
    ]
    blocked = f"**blocks** {', '.join(map(inline_code, rule.blocks))}" if rule.blocks else ""
    return bullets(filter(None, [" · ".join(values), *texts, blocked]))


def advice(text: Advice) -> str:
    """An advice text, with its id and its further keys."""
    carried = [f"{escape(name)} {inline_code(value)}" for name, value in text.carries.items()]
    return f"{escape(text.text)} ({', '.join([inline_code(text.id), *carried])})"


def source(claim: Claim, book: Rulebook) -> str:
    """The article and section of a claim."""
    title = f"*{escape(book.articles[claim.article].title)}*"
    return f"{title}, {escape(claim.section)}" if claim.section else title


def facts(given: Mapping[str, object]) -> str:
    """The facts of a case."""
    return ", ".join(inline_code(f"{name} = {plain(value)}") for name, value in given.items()) or "nothing known"


BASIS = {
    "stated": "a source says so",
    "inferred": "it follows from the sources",
    "house": "our own policy; no source says so",
}


def rule_page(rule: Rule, topic: Topic, shelf: Shelf) -> Page:
    """The page of a rule: its conclusions, condition, reason, precedence, sources and cases."""
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
    winners, losers = list_overruling(topic, rule), list_overruled(topic, rule)
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
    slot = upper.conflicts_with(lower)
    what = f"they differ on {inline_code(slot)}" if slot else f"by {inline_code('blocks')}"
    beside = shelf.rule(named.id)
    why = (
        f"level {inline_code(upper.level)} comes before {inline_code(lower.level)}"
        if upper.level != lower.level
        else f"on level {inline_code(upper.level)}, by `overrides`"
    )
    return f"{shelf.to_rule(named, beside)}: {what}; {why}"


def _render_sources(rule: Rule, shelf: Shelf) -> Iterator[str]:
    yield "## What it rests on"
    yield f"Basis: {inline_code(rule.basis)} ({BASIS[rule.basis]})."
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


def _render_cases(rule: Rule, cases: Sequence[Case]) -> Iterator[str]:
    stands = [_render_case(case) for case in cases if rule.id in case.stands]
    misses = [_render_case(case) for case in cases if rule.id in case.near_miss]
    if stands or misses:
        yield "## Cases"
    if stands:
        yield "It stands:"
        yield bullets(stands)
    if misses:
        yield "It just does not stand:"
        yield bullets(misses)


def _render_case(case: Case) -> str:
    return f"{escape(case.why)} ({facts(case.facts)})"


def _render_whereabouts(rule: Rule, topic: Topic, shelf: Shelf, here: str) -> Iterator[str]:
    levels = ", ".join(f"**{escape(level)}**" if level == rule.level else escape(level) for level in topic.levels)
    yield f"Id: {inline_code(rule.id)}"
    yield f"Topic: {shelf.to_topic(topic, here)}"
    if len(topic.levels) > 1:
        yield f"Level, from the highest to the lowest: {levels}"
    if rule.place.file:
        line = f":{rule.place.line}" if rule.place.line else ""
        yield f"Written in {inline_code(rule.place.file + line)}"
