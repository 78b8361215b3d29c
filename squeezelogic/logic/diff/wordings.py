"""What two rulebooks say differently: texts, reasons and sources, and how their words are declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from squeezelogic.logic.diff.difference import Wording
from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.rulebook import Rulebook

PARTS: dict[str, tuple[str, ...]] = {
    "attribute": (
        *("type", "values", "at_least", "at_most", "required", "implies"),
        *("ask", "tell", "label", "labels", "change", "meant"),
    ),
    "slot": ("type", "values", "carries", "label", "labels"),
    "topic": ("question",),
    "rule": ("title", "because", "claims", "basis", "disputed_by"),
    "advice": ("text", "carries", "short", "rank"),
    "article": ("title", "author", "date", "url", "doi", "accessed", "evidence"),
    "claim": ("article", "section", "gist", "disputes"),
}
WHOLE = {
    "attribute": "type",
    "slot": "type",
    "topic": "question",
    "advice": "text",
    "article": "title",
    "claim": "gist",
}


def wordings(old: Rulebook, new: Rulebook) -> tuple[Wording, ...]:
    """Everything that reads differently, kind by kind, in the new rulebook's order; but not which rules there are."""
    kinds = zip(PARTS, _list_tables(old), _list_tables(new), strict=True)
    return tuple(wording for kind, before, after in kinds for wording in _compare_tables(kind, before, after))


def _list_tables(book: Rulebook) -> list[Mapping[str, Any]]:
    topics = {topic.name: topic for topic in book.topics}
    vocabulary = book.vocabulary
    return [vocabulary.attributes, vocabulary.slots, topics, book.rules, book.advice, book.articles, book.claims]


def _compare_tables(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Wording]:
    for name in dict.fromkeys((*after, *before)):
        if name in before and name in after:
            for part in PARTS[kind]:
                was, is_ = (_render_value(getattr(each[name], part)) for each in (before, after))
                if was != is_:
                    yield Wording(kind, name, part, was, is_)
        elif kind in WHOLE:
            was, is_ = (
                _render_value(getattr(each[name], WHOLE[kind])) if name in each else "" for each in (before, after)
            )
            yield Wording(kind, name, "", was, is_)


def _render_value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_render_value(each)}" for key, each in value.items())
    return value if isinstance(value, str) else plain(value)
