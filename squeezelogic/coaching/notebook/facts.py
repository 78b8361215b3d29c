"""A profile or an exercise in a notebook: what is known, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from squeezelogic.coaching.facts import attributes
from squeezelogic.logic.explain.prose import said
from squeezelogic.logic.render import markdown
from squeezelogic.logic.render.card import bundle, card, muted, table, top
from squeezelogic.logic.render.markup import tag
from squeezelogic.logic.rulebook import Rulebook

HEAD = ("Fact", "Value")


def facts(instance: Any, known: Mapping[str, Any]) -> dict[str, str]:
    """A profile or an exercise as `_repr_mimebundle_` returns it.

    Args:
        instance: the frozen value whose fields are facts.
        known: the facts that are known, by attribute.
    """
    name, vocabulary = type(instance).__name__, Rulebook.default().vocabulary
    fields = list(attributes(type(instance)))
    order = sorted(known, key=lambda attribute: fields.index(attribute) if attribute in fields else len(fields))
    told = [(vocabulary.title(each), said(known[each], vocabulary.labelled(each))) for each in order]
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
