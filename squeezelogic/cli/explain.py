"""`squeezelogic decide` and `squeezelogic explain`, for an exercise or any rulebook."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from squeezelogic.cli.parser import Parser
from squeezelogic.cli.situation import add_subject, facts, read_value, situation
from squeezelogic.coaching.introspection import every_rule
from squeezelogic.coaching.recommend import recommend
from squeezelogic.coaching.recommendation_text import reasons
from squeezelogic.coaching.what_if import what_if
from squeezelogic.logic.explain.prose import id_in_words, said, to_plain, wrapped
from squeezelogic.logic.explain.trace import OVERRULED, SILENT, STANDS, reason, refusal
from squeezelogic.logic.model.decision import Decision
from squeezelogic.logic.model.errors import InvalidInput
from squeezelogic.logic.render.phrases import phrase, spoken
from squeezelogic.logic.rulebook import Rulebook

STATES = ((STANDS, "in-force", reason), (OVERRULED, "overruled", refusal), (SILENT, "silent", refusal))
"""For each state of a rule, the phrase of its heading, and the function that renders it."""


def add_decide(prog: str, arguments: Sequence[str]) -> Parser:
    """The parser of `decide`."""
    parser = Parser(
        prog,
        "Say what a rulebook decides: each slot with its value, the rules in force, and those overruled. In place of a "
        "folder, the name of an exercise asks the default rulebook.",
        "FOLDER|EXERCISE [options]",
        'example: squeezelogic decide my-rules --facts \'{"day": "monday"}\'',
    )
    parser.set_defaults(run=_run_decide)
    parser.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    add_subject(parser, arguments)
    return parser


def _run_decide(options: argparse.Namespace) -> str:
    book: Rulebook = options.book.in_language(options.language)
    if options.folder is not None:
        known = facts(options)
    else:
        recommendation = recommend(**situation(options))
        known = {n: value for n, value in recommendation.facts.items() if n in book.vocabulary.attributes}
    decision = book.decide(known)
    if options.json:
        return json.dumps(decision.to_dict(), indent=2)
    with spoken(options.language):
        return render_decision(book, decision)


def render_decision(book: Rulebook, decision: Decision) -> str:
    """A decision as text: every slot, with its texts; then the rules."""
    force = _render_block(phrase("in-force"), (_render_rule(book, rule) for rule in decision.standing))
    lost = decision.overruled.items()
    named = (phrase("decided-by", rule=_render_rule(book, rule), by=_render_rule(book, by)) for rule, by in lost)
    return "\n\n".join(filter(None, [_render_slots(book, decision), force, _render_block(phrase("overruled"), named)]))


def _render_slots(book: Rulebook, decision: Decision) -> str:
    """Each slot that is filled, with its value or its texts."""
    return "\n".join(_render_slot(book, *each) for each in decision.slots.items()) or phrase("nothing")


def _render_slot(book: Rulebook, slot: str, value: Any) -> str:
    of = book.vocabulary.slots[slot]
    if not isinstance(value, tuple):
        text = book.advice[value].text if of.names_advice else said(value, of)
        return wrapped(f"{of.title}: {text}", "", "  ")
    texts = (book.advice[each].text if each in book.advice else said(each, of) for each in value)
    return _render_block(of.title[:1].upper() + of.title[1:], texts)


def _render_rule(book: Rulebook, rule: str) -> str:
    return book.rules[rule].title or id_in_words(rule)


def _render_block(title: str, entries: Iterable[str]) -> str:
    listed = [wrapped(entry, "  - ", "    ") for entry in entries]
    return "\n".join([title, *listed]) if listed else ""


def add_explain(prog: str, arguments: Sequence[str]) -> Parser:
    """The parser of `explain`."""
    parser = Parser(
        prog,
        "Say why the answer is what it is: the rules that stand, with the conditions that held and their sources, and "
        "the rules that were overruled. The options of the group «one thing» ask about one thing instead. A folder "
        "with a rulebook is asked instead of an exercise.",
        "EXERCISE|FOLDER [options]",
        "example: squeezelogic explain hip thrust --experience beginner --why-not squeeze",
    )
    parser.set_defaults(run=_run_explain)
    parser.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    parser.add_argument("--full", action="store_true", help="print every rule in full")
    add_subject(parser, arguments)
    group = parser.add_argument_group("one thing (each may be given several times)")
    what = "a verdict, a slot, slot=value, or the id of a piece of advice or a rule"
    group.add_argument("--why", metavar="WHAT", action="append", default=[], help=f"why it is so: {what}")
    group.add_argument("--why-not", metavar="WHAT", action="append", default=[], help="why it is not so: the same")
    group.add_argument(
        "--reach",
        metavar="VALUE",
        action="append",
        default=[],
        help="the smallest changes that lead to a value, or to slot=value; any for another one",
    )
    group.add_argument(
        "--change", metavar="FACT[,FACT]", help="what may change for that; the exercise and what was seen if left out"
    )
    group.add_argument(
        "--what-if", metavar="FACT=VALUE", action="append", default=[], help="what would be different with that"
    )
    return parser


def _run_explain(options: argparse.Namespace) -> str:
    with spoken(options.language):
        return _explain_aloud(options)


def _explain_aloud(options: argparse.Namespace) -> str:
    book: Rulebook = options.book.in_language(options.language)
    if options.folder is not None:
        decision = book.decide(facts(options))
        asked = _answer_all(_list_explanations(options, decision, partial(book.what_if, decision.facts)))
        told: Any = asked or decision.accounts()
        whole = _render_whole(book, decision, options.full) if not asked else ""
    else:
        given = situation(options)
        recommendation = recommend(**given).in_language(options.language, rulebook=given["rulebook"])
        change = partial(what_if, recommendation, rulebook=given["rulebook"])
        asked = _answer_all(_list_explanations(options, recommendation, change, rulebook=given["rulebook"]))
        told = asked or every_rule(recommendation, given["rulebook"])
        whole = "" if asked else reasons(recommendation, "full" if options.full else "short", given["rulebook"])
    if options.json:
        return json.dumps(to_plain(told), indent=2)
    return "\n\n".join(map(str, asked)) or whole


Question = Callable[[], object]


def _answer_all(questions: Iterable[Question]) -> list[object]:
    """The answers.

    Raises:
        InvalidInput: the problems of all questions.
    """
    answers: list[object] = []
    problems: list[str] = []
    for ask in questions:
        try:
            answers.append(ask())
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(*dict.fromkeys(problems))
    return answers


def _list_explanations(
    options: argparse.Namespace, answer: Any, what_if: Callable[[Mapping[str, Any]], object], **more: Any
) -> Iterator[Question]:
    """The explanations of a decision or a recommendation that the options select, in the order of the options."""
    yield from (partial(answer.why, what, **more) for what in options.why)
    yield from (partial(answer.why_not, what, **more) for what in options.why_not)
    for value in options.reach:
        yield partial(answer.counterfactuals, None if value == "any" else value, _read_changeable(options), **more)
    if options.what_if:
        yield partial(what_if, _read_changes(options))


def _read_changeable(options: argparse.Namespace) -> list[str] | None:
    return options.change.split(",") if options.change else None


def _read_changes(options: argparse.Namespace) -> dict[str, Any]:
    """The changed facts, in the form of the vocabulary."""
    attributes = options.book.vocabulary.attributes
    pairs = [each.partition("=") for each in options.what_if]
    return {n: read_value(attributes[n], v) if n in attributes else v for n, _, v in pairs}


def _render_whole(book: Rulebook, decision: Decision, full: bool) -> str:
    """Every rule that stands or was overruled; with `full`, also rules that do not apply."""
    accounts = decision.accounts()
    parts = [_render_slots(book, decision)]
    for state, title, tell in STATES:
        told = [tell(account) for account in accounts if account.state == state]
        if told and (full or state in (STANDS, OVERRULED)):
            parts += [phrase(title), *told]
    return "\n\n".join(parts)
