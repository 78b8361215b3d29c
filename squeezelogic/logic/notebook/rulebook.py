"""A rulebook in a notebook: what it is about, its topics, and how they hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from squeezelogic.logic.notebook.graph import graph
from squeezelogic.logic.render import markdown
from squeezelogic.logic.render.card import bundle, card, code, fold, muted, table, top
from squeezelogic.logic.render.markup import Markup, tag
from squeezelogic.logic.render.words import counted, words

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

HEAD = ("Topic", "Rules", "Concludes")


def rulebook(book: Rulebook) -> dict[str, str]:
    """A rulebook as `_repr_mimebundle_` returns it."""
    title, size = f"{book.name} {book.version}", _render_size(book)
    rest = [(str(len(topic.rules)), ", ".join(map(words, topic.concludes))) for topic in book.topics]
    named = (tag("div", words(topic.name), tag("div", muted(topic.question))) for topic in book.topics)
    drawn = graph(book)
    shown = tag("div", Markup(drawn.svg), class_="sq-scroll", tabindex="0", role="group", aria_label=drawn.title)
    html = card(
        f"Rulebook {title}",
        top(tag("span", title, class_="sq-title"), muted(size)),
        table(HEAD, ((name, *cells) for name, cells in zip(named, rest, strict=True))),
        fold("How the topics hang together", shown),
        tag("p", "Digest ", code(book.digest), class_="sq-muted sq-reason"),
    )
    digest = f"Digest {markdown.code(book.digest)}"
    plain = "\n".join(
        (f"Rulebook {title}: {size}", *(f"  {t.name} ({len(t.rules)}): {t.question}" for t in book.topics))
    )
    return bundle(html, f"**{markdown.escape(title)}** · {size}\n\n{_render_table(book)}\n\n{digest}\n", plain)


def _render_table(book: Rulebook) -> str:
    rows = (
        (f"**{markdown.escape(topic.name)}** {markdown.escape(topic.question)}", str(len(topic.rules)), topic.concludes)
        for topic in book.topics
    )
    return markdown.table(HEAD, ((name, n, ", ".join(map(markdown.code, slots))) for name, n, slots in rows))


def _render_size(book: Rulebook) -> str:
    return ", ".join(
        (
            counted(len(book.topics), "topic"),
            counted(len(book.rules), "rule"),
            counted(len(book.advice), "advice text"),
            counted(len(book.claims), "claim"),
        )
    )
