"""A recommendation in a notebook: a compact card with folded reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from squeezelogic.coaching.facts import attributes
from squeezelogic.coaching.notebook import content
from squeezelogic.coaching.provenance import facts_behind, rulebook_behind
from squeezelogic.coaching.recommendation_text import Accounts, accounts_of
from squeezelogic.coaching.translated import language_of
from squeezelogic.logic.explain.prose import said
from squeezelogic.logic.model.untrusted import names
from squeezelogic.logic.notebook.flow import flow
from squeezelogic.logic.render import markdown
from squeezelogic.logic.render.card import badge, bundle, card, code_tag, fold, joined, listed, muted, table, top
from squeezelogic.logic.render.markup import Markup, join, tag
from squeezelogic.logic.render.phrases import keep_by_language, phrase, spoken
from squeezelogic.logic.rulebook import Rulebook

if TYPE_CHECKING:
    from squeezelogic.coaching.recommendation import Recommendation
    from squeezelogic.logic.explain.trace import Source
    from squeezelogic.logic.render.drawing import Drawing

PIECES_KEPT = 2_048
"""How many rendered pieces of each kind are kept: cards share most of them."""


def render_recommendation(rec: Recommendation) -> dict[str, str]:
    """A recommendation as `_repr_mimebundle_` returns it."""
    with spoken(language_of(rec)):
        known = accounts_of(rec)
        return bundle(_render_html(rec, known), _render_markdown(rec, known), rec.explain())


def _render_html(rec: Recommendation, known: Accounts) -> Markup:
    words, tone = content.verdict(rec)
    first, rest = content.parts(rec)
    more = join(f"{phrase('card.more')} ", muted(" · ".join(part.title for part in rest)))
    doses = [join(muted(label), " ", tag("strong", value)) for label, value in content.dose(rec)]
    return card(
        phrase("card.title", verdict=words),
        top(badge(words, tone), muted(content.strength(rec))),
        muted(content.about(rec), "p"),
        tag("p", rec.summary, class_="sq-lead"),
        listed(doses, class_="sq-dose", aria_label=phrase("card.dose")) if doses else None,
        _render_alerts(rec),
        _render_parts(first),
        _render_why(rec, known),
        fold(more, _render_parts(rest)) if rest else None,
        tag("p", rec.disclaimer, class_="sq-muted sq-reason"),
    )


def _render_alerts(rec: Recommendation) -> Markup | None:
    alerts = content.alerts(rec)
    if not alerts:
        return None
    items = (tag("li", tag("strong", f"{alert.word}: "), alert.text, class_=f"sq-{alert.tone}") for alert in alerts)
    return tag("ul", *items, class_="sq-alerts sq-reason", aria_label=phrase("card.cautions"))


def _render_parts(parts: Iterable[content.Part]) -> Markup:
    return tag("div", *map(_render_part, parts), class_="sq-parts")


@keep_by_language(PIECES_KEPT)
def _render_part(part: content.Part) -> Markup:
    return tag("div", tag("p", part.title, class_="sq-head"), listed(part.items, aria_label=part.title))


def _render_why(rec: Recommendation, known: Accounts) -> Markup:
    verdict, others = content.reasons(rec, known)
    sources = content.sources(rec, known)
    cited = (_render_source(title, claims) for title, claims in sources.items())
    counts = phrase("card.reasons", reasons=len(rec.reasons), overruled=len(rec.overruled))
    return fold(
        join(f"{phrase('why')} ", muted(counts)),
        *map(_render_ground, verdict),
        fold(phrase("rest"), *map(_render_ground, others)) if others else None,
        fold(phrase("card.sources"), *cited) if sources else None,
        tag("p", content.unused(rec), class_="sq-reason") if rec.unused else None,
        tag("p", f"{phrase('rulebook')}: {rec.rulebook.name} {rec.rulebook.version}", class_="sq-muted sq-reason"),
    )


@keep_by_language(PIECES_KEPT)
def _render_ground(ground: content.Ground) -> Markup:
    if ground.is_lost:
        lost = tag("s", ground.title)
        by = join(f"{phrase('card.overruled')} ", lost, f" {phrase('card.overruled-by')} {ground.because}")
        return tag("p", by, class_="sq-muted sq-reason")
    return _render_standing(ground)


def _render_standing(ground: content.Ground) -> Markup:
    held = f"{ground.held} " if ground.held else None
    cited = joined(map(code_tag, ground.witnesses), ", ")
    title = tag("strong", f"{ground.title}. ") if ground.title else None
    label, colon, claims = ground.disputed.partition(": ")
    against = join(" ", tag("strong", f"{label}{colon}".rstrip()), f" {claims}") if label else None
    return tag("p", title, f"{ground.because} ", muted(join(held, cited)), against, class_="sq-reason")


@keep_by_language(PIECES_KEPT)
def _render_source(title: str, claims: tuple[Source, ...]) -> Markup:
    gists = (join(code_tag(source.claim), f" {source.gist} ", muted(source.section)) for source in claims)
    return tag("div", tag("p", title, class_="sq-head"), listed(gists, aria_label=title), class_="sq-reason")


def _render_markdown(rec: Recommendation, known: Accounts) -> str:
    words, _ = content.verdict(rec)
    first, rest = content.parts(rec)
    dose = " · ".join(f"{label} **{markdown.escape(value)}**" for label, value in content.dose(rec))
    alerts = (f"**{markdown.escape(a.word)}:** {markdown.escape(a.text)}" for a in content.alerts(rec))
    strength, about = markdown.escape(content.strength(rec)), markdown.escape(content.about(rec))
    blocks = [
        f"**{markdown.escape(words)}** ({strength}) · {about}",
        markdown.escape(rec.summary),
        dose,
        markdown.bullets(alerts),
        *map(_part_in_markdown, (*first, *rest)),
        _why_in_markdown(rec, known),
        markdown.escape(content.unused(rec)),
        f"*{markdown.escape(rec.disclaimer)}*" if rec.disclaimer.strip() else "",
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


@keep_by_language(PIECES_KEPT)
def _part_in_markdown(part: content.Part) -> str:
    return f"**{markdown.escape(part.title)}**\n\n{markdown.bullets(map(markdown.escape, part.items))}"


def _why_in_markdown(rec: Recommendation, known: Accounts) -> str:
    lines = [*map(_ground_in_markdown, content.reasons(rec, known)[0])]
    return f"**{markdown.escape(phrase('why'))}**\n\n{markdown.bullets(lines)}" if lines else ""


@keep_by_language(PIECES_KEPT)
def _ground_in_markdown(ground: content.Ground) -> str:
    if ground.is_lost:
        lost = f"{phrase('card.overruled')} {ground.title} {phrase('card.overruled-by')} {ground.because}"
        return markdown.escape(lost)
    said = " ".join(filter(None, (ground.because, ground.held, ground.disputed)))
    return f"{markdown.escape(said)} ({', '.join(map(markdown.inline_code, ground.witnesses))})"


ALL = "all"


def draw_recommendation(
    rec: Recommendation, topics: Iterable[str] | None = None, rulebook: Rulebook | None = None
) -> Drawing:
    """Draw which facts led through which rules to which conclusions.

    Args:
        rec: the recommendation.
        topics: the names of topics; the topic of the verdict if left out, `all` for every topic with a rule that held.
        rulebook: the rulebook that made it; not needed if that is the default one.

    Raises:
        InvalidInput: another rulebook made it, or there is no such topic.
    """
    book = rulebook_behind(rec.rulebook, rulebook)
    if topics is None:
        topics = [topic.name for topic in book.topics if "verdict" in topic.concludes]
    asked = names(topics, "topics")
    title = f"Why {content.verdict(rec)[0].lower()}: {content.about(rec)}"
    return flow(book, facts_behind(rec, book), None if asked == (ALL,) else asked, title)


HEAD = ("Fact", "Value")


def render_facts(instance: Any, known: Mapping[str, Any]) -> dict[str, str]:
    """A profile or an exercise as `_repr_mimebundle_` returns it.

    Args:
        instance: the frozen value whose fields are facts.
        known: the known facts, by attribute, in the order in which they are shown.
    """
    name, vocabulary = type(instance).__name__, Rulebook.default().vocabulary
    fields = list(attributes(type(instance)))
    told = [(vocabulary.title(each), said(value, vocabulary.labelled(each))) for each, value in known.items()]
    rest = ", ".join(vocabulary.title(field) for field in fields if field not in known)
    unknown = f"Not given: {rest}." if rest else ""
    html = card(
        f"{name}: {', '.join(map(' '.join, told))}",
        top(tag("span", name, class_="sq-title")),
        table(HEAD, told) if told else None,
        tag("p", muted(unknown), class_="sq-reason") if unknown else None,
    )
    rows = (tuple(map(markdown.escape, pair)) for pair in told)
    parts = (f"**{name}**", markdown.table(HEAD, rows) if told else "", markdown.escape(unknown))
    return bundle(html, "\n\n".join(filter(None, parts)) + "\n", repr(instance))
