"""A finding in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from squeezelogic.logic.explain.prose import value_in_words
from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.render import markdown
from squeezelogic.logic.render.card import badge, bundle, card, code_tag, muted, sentence, table, top
from squeezelogic.logic.render.markup import Markup, tag

if TYPE_CHECKING:
    from squeezelogic.logic.checks.finding import Finding

TONES = {"error": "stop", "warning": "wait"}
HEAD = ("Fact", "Value")


def render_finding(found: Finding) -> dict[str, str]:
    """A finding as `_repr_mimebundle_` returns it."""
    place = f"{found.file}:{found.line}" if found.line else found.file
    html = card(
        f"Finding: {found.severity}, {found.check}",
        top(
            badge(found.severity, TONES.get(found.severity, "plain"), small=True),
            tag("span", found.check, class_="sq-title"),
            code_tag(place) if place else None,
        ),
        tag("p", sentence(found.what), class_="sq-lead"),
        tag("p", sentence(found.hint), class_="sq-reason") if found.hint else None,
        _render_witness(found),
    )
    return bundle(html, _render_markdown(found, place), str(found))


def _render_witness(found: Finding) -> Markup | None:
    if found.witness is None:
        return None
    if not found.witness:
        return muted("It shows with no fact given.", "p")
    return table(HEAD, ((name, value_in_words(value)) for name, value in found.witness.items()))


def _render_markdown(found: Finding, place: str) -> str:
    parts = [
        f"**{markdown.escape(found.severity)}: {markdown.escape(found.check)}** {markdown.inline_code(place)}".strip()
    ]
    parts += [markdown.sentence(part) for part in (found.what, found.hint) if part]
    if found.witness:
        rows = ((markdown.escape(name), markdown.inline_code(plain(value))) for name, value in found.witness.items())
        parts.append(markdown.table(HEAD, rows))
    elif found.witness is not None:
        parts.append("It shows with no fact given.")
    return "\n\n".join(parts) + "\n"
