"""Renders a difference of two rulebooks as plain text, and as a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from squeezelogic.logic.analysis.cells import render_conclusion, render_condition
from squeezelogic.logic.explain.prose import counted
from squeezelogic.logic.model.conditions import Branch
from squeezelogic.logic.model.errors import grouped, plain, quoted
from squeezelogic.logic.model.vocabulary import Attribute, Value
from squeezelogic.logic.render.markdown import bullets, inline_code, sentence, table

if TYPE_CHECKING:
    from squeezelogic.logic.diff.difference import Cause, Change, Difference, SlotChange, Wording

EXCERPT = 160
UNLISTED = "more conditions than can be listed in the steps allowed"
UNFOLDED = 4
DECLARED = ("attribute", "slot")
STANDS = {
    "before": "stood",
    "after": "stands now",
    "both": "stands elsewhere",
    "throughout": "gives something else",
}


def text(difference: Difference) -> str:
    """The difference as plain text."""
    lines = [f"{_name_both(difference)}: {summary(difference)}", *_rules_and_reasons(difference)]
    for number, change in enumerate(difference.changes, 1):
        lines += ["", *_indent_lines(f"{number}. ", _render_change(difference, change))]
    for title, kinds in _list_headings(difference):
        lines += ["", f"{title}:", *("  " + _render_wording(wording) for wording in kinds)]
    return "\n".join(lines)


def summary(difference: Difference) -> str:
    """One sentence, without a full stop."""
    everything = counted(difference.situations, "situation")
    if difference.unproven:
        return (
            f"not compared, too large: {', '.join(map(quoted, difference.unproven))}; of the rest, "
            + _summarize_changes(difference)
        )
    return _summarize_changes(difference) if difference.changes else f"the same is decided in all {everything}"


def _summarize_changes(difference: Difference) -> str:
    share = portion(difference.different, difference.situations)
    where = f"{grouped(difference.different)} of {grouped(difference.situations)} situations ({share})"
    return f"{counted(len(difference.changes), 'change')}, in {where}"


def _name_both(difference: Difference) -> str:
    return f"{difference.old} → {difference.new}"


def portion(part: int, whole: int) -> str:
    """A share in per cent, never rounded to 0 or 100."""
    if part in (0, whole):
        return "all" if part else "0 %"
    percent = 100 * part / whole
    if percent < 0.01:
        return "< 0.01 %"
    if percent > 99.99:
        return "> 99.99 %"
    return f"{percent:.{2 if percent < 99 else 4}g} %"


def _rules_and_reasons(difference: Difference) -> Iterator[str]:
    for edit in ("added", "removed", "changed"):
        rules = [rule for rule, what in difference.rules.items() if what == edit]
        if rules:
            yield f"{counted(len(rules), 'rule')} {edit}: {', '.join(map(quoted, rules))}"
    if difference.reasons:
        which = counted(difference.reasons, "further situation" if difference.changes else "situation")
        what = "what was compared is decided the same," if difference.unproven else "the same is decided"
        yield f"in {which} {what} by other rules"


def _render_change(difference: Difference, change: Change) -> Iterator[str]:
    yield from map(str, change.slots)
    if change.reason:
        yield change.reason
    shared, choices = conditions(difference.attributes, change.when)
    yield _render_where(difference, change) + (f": {shared}" if shared else "")
    if choices:
        yield ("and any of these" if shared else "any of these") + _render_hedge(change)
        yield from (f"  - {line}" for line in choices)
    yield f"least example: {facts(change.witness)}{_render_refusal(change)}"
    if change.causes:
        yield "made by " + ", ".join(f"{quoted(cause.rule)} ({_render_cause(cause)})" for cause in change.causes)


def _render_where(difference: Difference, change: Change) -> str:
    share = portion(change.situations, difference.situations)
    return f"in {counted(change.situations, 'situation')} ({share}), exactly those with"


def _render_cause(cause: Cause) -> str:
    stands = STANDS[cause.stands]
    return stands if cause.edit == "same" else f"{cause.edit}; {stands}"


def conditions(attributes: Mapping[str, Attribute], branches: Sequence[Branch]) -> tuple[str, list[str]]:
    """Conditions in short form: their common part, and the rest of each if there are several."""
    if not branches:
        return UNLISTED, []
    shared = tuple(clause for clause in branches[0] if all(clause in branch for branch in branches))
    if len(branches) == 1:
        return render_condition(attributes, shared) or "whatever is given", []
    rests = (tuple(clause for clause in branch if clause not in shared) for branch in branches)
    return render_condition(attributes, shared), [render_condition(attributes, rest) for rest in rests]


def _render_hedge(change: Change) -> str:
    return "" if change.fewest else " (perhaps fewer would do)"


def _render_refusal(change: Change) -> str:
    """The rulebooks that reject the witness, in brackets; empty for none."""
    return f" (the {' and the '.join(change.refused)} rulebook refuses these facts)" if change.refused else ""


def facts(witness: Mapping[str, Value]) -> str:
    """`leaf = green, extras = lemon, milk`, or a phrase for no facts."""
    return ", ".join(f"{name} = {plain(value)}" for name, value in witness.items()) or "nothing given"


def _indent_lines(bullet: str, lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield (" " * len(bullet) if number else bullet) + line


def _list_headings(difference: Difference) -> Iterator[tuple[str, list[Wording]]]:
    declared = [wording for wording in difference.wordings if wording.kind in DECLARED]
    said = [wording for wording in difference.wordings if wording.kind not in DECLARED]
    yield from (
        (title, found) for title, found in (("declares differently", declared), ("says differently", said)) if found
    )


def _render_wording(wording: Wording) -> str:
    subject = " ".join(filter(None, (wording.kind, quoted(wording.id), wording.part)))
    if not wording.before or not wording.after:
        text = wording.after or wording.before
        return f"{subject}: {'added' if wording.after else 'removed'} «{_cut_excerpt(text)}»"
    return f"{subject}: «{_cut_excerpt(wording.before)}» → «{_cut_excerpt(wording.after)}»"


def _cut_excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"


def markdown(difference: Difference) -> str:
    """The difference as Markdown, for a pull request."""
    found = summary(difference)
    parts = [f"### {sentence(_name_both(difference))}", f"**{found[0].upper()}{found[1:]}.**"]
    if facts_about := list(_rules_and_reasons(difference)):
        parts.append(bullets(facts_about))
    for number, change in enumerate(difference.changes, 1):
        parts += _change_in_markdown(difference, number, change)
    for title, wordings in _list_headings(difference):
        parts += [
            f"#### {title[0].upper()}{title[1:]}",
            bullets(sentence(_render_wording(wording)) for wording in wordings),
        ]
    return "\n\n".join(parts)


def _change_in_markdown(difference: Difference, number: int, change: Change) -> Iterator[str]:
    yield f"#### {number}. {', '.join(inline_code(each.slot) if each.slot else 'the answer' for each in change.slots)}"
    yield table(("", "before", "after"), [_render_row(each) for each in change.slots])
    if change.reason:
        yield sentence(change.reason)
    shared, choices = conditions(difference.attributes, change.when)
    where = _render_where(difference, change).capitalize()
    yield (
        where
        + (f" {inline_code(shared)}" if shared else "")
        + (f"{' and' * bool(shared)} any of" + _render_hedge(change) if choices else "")
    )
    if choices:
        yield _fold_list(bullets(map(inline_code, choices)), len(choices))
    made_by = ", ".join(f"{inline_code(cause.rule)} ({_render_cause(cause)})" for cause in change.causes)
    yield f"Least example: {inline_code(facts(change.witness))}{_render_refusal(change)}." + (
        f" Made by {made_by}." if made_by else ""
    )


def _fold_list(text: str, lines: int) -> str:
    """A long list, folded."""
    if lines <= UNFOLDED:
        return text
    return f"<details><summary>{lines} conditions</summary>\n\n{text}\n\n</details>"


def _render_row(change: SlotChange) -> list[str]:
    if not change.slot:
        return ["", str(change.before), str(change.after)]
    return [
        inline_code(change.slot),
        *(inline_code(render_conclusion(value)) for value in (change.before, change.after)),
    ]
