"""All pages of a rulebook, each with its parent page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.texts import Article, Claim
from squeezelogic.logic.model.vocabulary import Attribute, Slot
from squeezelogic.logic.pages.rule import clauses, conclusions, condition, rule_page, shared, source
from squeezelogic.logic.pages.shelf import COVERAGE, INDEX, VOCABULARY, Page, Shelf, name_of
from squeezelogic.logic.render.markdown import bullets, escape, inline_code, table
from squeezelogic.logic.rulebook import Rulebook


def pages(book: Rulebook) -> tuple[Page, ...]:
    """The rulebook as Markdown pages that link to one another.

    Args:
        book: any rulebook; its texts are shown literally, never as markup.

    Returns:
        The index first, then the topics with their rules, the vocabulary, and, where there are claims, the table
        of which rules cite which claim, with the claims.
    """
    shelf = Shelf(book)
    made: list[Page] = []
    for topic in book.topics:
        made.append(_make_topic_page(topic, shelf))
        made += (rule_page(rule, topic, shelf) for rule in topic.rules)
    made.append(_make_vocabulary_page(book))
    if book.claims:
        made.append(_make_coverage_page(shelf))
        made += (_make_claim_page(claim, shelf) for claim in book.claims.values())
    return (_make_index(shelf), *made)


def _make_page(path: str, *blocks: str, beneath: tuple[str, ...] = ()) -> Page:
    return Page(path, "\n\n".join(filter(None, blocks)) + "\n", beneath)


def _make_index(shelf: Shelf) -> Page:
    book = shelf.book
    rows = [
        (shelf.to_topic(topic, INDEX), escape(topic.question), str(len(topic.rules)), _link_earlier(topic, shelf))
        for topic in book.topics
    ]
    further = [f"[Vocabulary]({VOCABULARY}): the facts that rules ask for, and the slots that they fill"]
    below = [*(shelf.topic(topic.name) for topic in book.topics), VOCABULARY]
    if book.claims:
        further.append(f"[Coverage]({COVERAGE}): which rules cite which claim")
        below.append(COVERAGE)
    return _make_page(
        INDEX,
        f"# The rulebook {inline_code(book.name)}",
        f"Version {inline_code(book.version)}: {len(book.rules)} rules in {len(book.topics)} topics. "
        "Topics are asked in this order; within each, rules stand in order of importance.",
        table(("Topic", "Question", "Rules", "Builds on"), rows),
        bullets(further),
        f"Digest: {inline_code(book.digest)}",
        beneath=tuple(below),
    )


def _link_earlier(topic: Topic, shelf: Shelf) -> str:
    read = {name for name, attribute in topic.inputs.items() if attribute.of == "slot"}
    return ", ".join(shelf.to_topic(other, INDEX) for other in shelf.book.topics if read.intersection(other.concludes))


def _make_topic_page(topic: Topic, shelf: Shelf) -> Page:
    here = shelf.topic(topic.name)
    common = shared(topic)
    blocks = [f"# {escape(topic.question) or inline_code(topic.name)}"]
    if common:
        blocks.append(f"Every rule here asks that {clauses(common, topic)}.")
    if len(topic.levels) > 1:
        blocks.append("Levels, highest first: " + ", ".join(map(inline_code, topic.levels)) + ".")
    level = ""
    for rule in topic.rules:
        if rule.level != level and len(topic.levels) > 1:
            level = rule.level
            blocks.append(f"## Level {inline_code(level)}")
        blocks += _in_topic(rule, topic, shelf, here)
    return _make_page(here, *blocks, beneath=tuple(shelf.rule(rule.id) for rule in topic.rules))


def _in_topic(rule: Rule, topic: Topic, shelf: Shelf, here: str) -> Iterator[str]:
    yield f"{'###' if len(topic.levels) > 1 else '##'} {name_of(rule)}"
    told = condition(rule, topic, shared(topic))
    yield told
    if "\n" in told:  # a final list would merge with the next one
        yield "Then:"
    yield conclusions(rule, shelf.book)
    if rule.because:
        yield f"> {escape(rule.because)}"
    claims = ", ".join(shelf.to_claim(shelf.book.claims[id_], here) for id_ in rule.claims)
    id_ = f"[{inline_code(rule.id)}](../{shelf.rule(rule.id)})"
    against = ", ".join(shelf.to_claim(shelf.book.claims[id_], here) for id_ in rule.disputed_by)
    parts = [id_, f"basis {inline_code(rule.basis)}", claims, f"disputed by {against}" if against else ""]
    yield " · ".join(filter(None, parts))


def _make_coverage_page(shelf: Shelf) -> Page:
    book = shelf.book
    cited = sum(bool(rules) for rules in shelf.citing.values())
    blocks = [
        "# Which rules cite which claim",
        f"{cited} of {len(book.claims)} claims are cited by a rule.",
    ]
    for article in book.articles.values():
        blocks += [f"## {escape(article.title)}", _render_byline(article), _claims_of(article, shelf)]
    return _make_page(COVERAGE, *blocks, beneath=tuple(map(shelf.claim, book.claims)))


def _render_byline(article: Article) -> str:
    found = [article.url, f"https://doi.org/{article.doi}" if article.doi else ""]
    accessed = f"accessed {article.accessed}" if article.accessed else ""
    evidence = f"evidence: {article.evidence}" if article.evidence else ""
    return escape(", ".join(filter(None, [article.author, article.date, *found, accessed, evidence])))


def _claims_of(article: Article, shelf: Shelf) -> str:
    rows = [
        (
            shelf.to_claim(claim, COVERAGE),
            escape(claim.gist),
            ", ".join(shelf.to_rule(rule, COVERAGE) for rule in shelf.citing[claim.id]) or "**none**",
        )
        for claim in shelf.book.claims.values()
        if claim.article == article.id
    ]
    return table(("Claim", "What it says", "Rules"), rows) if rows else "No claim rests on it."


def _make_claim_page(claim: Claim, shelf: Shelf) -> Page:
    here = shelf.claim(claim.id)
    article = shelf.book.articles[claim.article]
    topics = {topic.name: shelf.to_topic(topic, here) for topic in shelf.book.topics}
    rules = [
        f"{shelf.to_rule(rule, here)} (topic {topics[rule.topic]}, basis {inline_code(rule.basis)})"
        for rule in shelf.citing[claim.id]
    ]
    known = [("Article", source(claim, shelf.book)), ("By", _render_byline(article)), ("Kind", escape(claim.kind))]
    return _make_page(
        here,
        f"# {escape(claim.id)}",
        f"> {escape(claim.gist)}" if claim.gist else "",
        bullets(f"{name}: {value}" for name, value in (*known, ("Family", escape(claim.family))) if value),
        "## Rules that cite it",
        bullets(rules) or "No rule cites it.",
        *_render_disputes(claim, shelf, here),
    )


def _render_disputes(claim: Claim, shelf: Shelf, here: str) -> Iterator[str]:
    """The claims that a claim disputes, and those that dispute it."""
    claims = shelf.book.claims
    ids = {*claim.disputes, *(other.id for other in claims.values() if claim.id in other.disputes)}
    if ids:
        yield "## Claims that pull the other way"
        yield bullets(f"{shelf.to_claim(claims[id_], here)}: {escape(claims[id_].gist)}" for id_ in sorted(ids))


def _make_vocabulary_page(book: Rulebook) -> Page:
    attributes, slots = book.vocabulary.attributes.values(), book.vocabulary.slots.values()
    return _make_page(
        VOCABULARY,
        "# Vocabulary",
        "Every fact that can be given, with its values and the question to ask for it, and every slot that a rule can "
        "fill. Names and values are what programs write; the words in parentheses are what a person reads.",
        "## Facts",
        "A fact that is left out is `unknown`, unless it is required; a set that is left out is empty.",
        *(block for attribute in attributes for block in _render_fact(attribute)),
        "## Conclusions",
        *(block for slot in slots for block in _render_conclusion(slot)),
    )


def _render_fact(attribute: Attribute) -> Iterator[str]:
    yield f"### {inline_code(attribute.name)}"
    asked = " ".join(filter(None, [attribute.ask, attribute.tell]))
    if asked:
        yield escape(asked)
    lines = [("Values", _render_values(attribute)), ("Of", escape(attribute.of)), ("Label", escape(attribute.label))]
    lines += [("Required", "yes")] * attribute.required
    yield bullets(f"{name}: {value}" for name, value in lines if value)


def _render_values(attribute: Attribute) -> str:
    if attribute.is_ordered:
        return escape(attribute.kind)
    listed = _render_labelled(
        attribute, ("true", "false") if attribute.type == "boolean" else map(plain, attribute.values)
    )
    return f"a set of {listed}" if attribute.type == "set" else listed


def _render_labelled(thing: Attribute | Slot, values: Iterable[str]) -> str:
    """Values as inline code, each with its label if it has one."""
    labels = thing.labels
    return ", ".join(
        inline_code(value) + (f" ({escape(labels[value])})" if value in labels else "") for value in values
    )


def _render_conclusion(slot: Slot) -> Iterator[str]:
    yield f"### {inline_code(slot.name)}"
    lines = [
        ("Type", escape(slot.type)),
        ("Values", _render_labelled(slot, slot.values)),
        ("Each text carries", _render_carried(slot)),
        ("Label", escape(slot.label)),
    ]
    yield bullets(f"{name}: {value}" for name, value in lines if value)


def _render_carried(slot: Slot) -> str:
    return "; ".join(f"{escape(name)}: {', '.join(map(inline_code, values))}" for name, values in slot.carries.items())
