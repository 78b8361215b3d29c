"""A difference of two rulebooks in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from squeezelogic.logic.explain.prose import counted, value_in_words, words
from squeezelogic.logic.render.card import (
    badge,
    bundle,
    card,
    code_tag,
    fold,
    joined,
    listed,
    muted,
    sentence,
    table,
    top,
)
from squeezelogic.logic.render.markup import Markup, join, tag

if TYPE_CHECKING:
    from squeezelogic.logic.diff.difference import Cause, Change, Difference, Wording

HEAD = ("Slot", "Before", "After")
AT_ONCE = 5  # changes, and conditions of a change, that are shown unfolded
EDITS = ("added", "removed", "changed")


def render_difference(found: Difference) -> dict[str, str]:
    """A difference as `_repr_mimebundle_` returns it."""
    plain = str(found)
    changes = [_render_change(found, number, change) for number, change in enumerate(found.changes, 1)]
    html = card(
        "What two rulebooks do differently",
        top(
            badge(*(("different", "wait") if found else ("the same", "yes"))),
            tag("span", sentence(f"{found.old} → {found.new}"), class_="sq-muted"),
        ),
        tag("p", plain.partition("\n")[0].rpartition(": ")[2], class_="sq-lead"),
        *(tag("p", line, class_="sq-reason") for line in _render_rules(found)),
        *changes[:AT_ONCE],
        fold(counted(len(changes) - AT_ONCE, "more change"), *changes[AT_ONCE:]) if len(changes) > AT_ONCE else None,
        fold("Said differently", listed(map(_render_wording, found.wordings))) if found.wordings else None,
    )
    return bundle(html, found.to_markdown(), plain)


def _render_rules(found: Difference) -> Iterator[Markup]:
    for edit in EDITS:
        if rules := [rule for rule, what in found.rules.items() if what == edit]:
            yield join(f"{counted(len(rules), 'rule')} {edit}: ", joined(map(code_tag, rules), ", "))


def _render_change(found: Difference, number: int, change: Change) -> Markup:
    rows = [
        (words(each.slot or "answer"), _render_value(each.before), _render_value(each.after)) for each in change.slots
    ]
    conditions = list(found.conditions(change))
    some = listed(map(code_tag, conditions))
    title = f"{number}. In {counted(change.situations, 'situation')}, exactly those with"
    least = ", ".join(f"{name} = {value_in_words(value)}" for name, value in change.witness.items())
    return tag(
        "div",
        tag("p", title + (" any of" if len(conditions) > 1 else ""), class_="sq-title"),
        some if len(conditions) <= AT_ONCE else fold(counted(len(conditions), "condition"), some),
        tag("p", change.reason, class_="sq-reason") if change.reason else None,
        table(HEAD, rows),
        tag("p", muted(f"Least example: {least or 'nothing given'}."), class_="sq-reason"),
        tag("p", join("Made by ", joined(map(_render_cause, change.causes), ", "), "."), class_="sq-muted")
        if change.causes
        else None,
        class_="sq-change",
    )


def _render_cause(cause: Cause) -> Markup:
    return join(code_tag(cause.rule), "" if cause.edit == "same" else f" ({cause.edit})")


def _render_value(value: object) -> str:
    return "–" if value in (None, ()) else value_in_words(value)


def _render_wording(wording: Wording) -> Markup:
    subject = join(f"{wording.kind} ", code_tag(wording.id), f" {wording.part}: " if wording.part else ": ")
    before = tag("s", wording.before) if wording.before else None
    return join(subject, before, " → " if wording.before and wording.after else None, wording.after)
