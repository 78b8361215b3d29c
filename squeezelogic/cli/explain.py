"""`squeezelogic explain`: why a recommendation says what it says, and what it would take to say something else."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from squeezelogic.cli.situation import add_situation, situation
from squeezelogic.coaching.explanation import reasons
from squeezelogic.coaching.introspection import every_rule
from squeezelogic.coaching.recommend import recommend
from squeezelogic.coaching.recommendation import Recommendation
from squeezelogic.logic.explain.prose import to_plain
from squeezelogic.logic.rulebook import Rulebook


def add(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "explain",
        help="say why the answer is what it is, and why it is not another",
        description="Say why the answer is what it is: the rules that stand, with the conditions that held and their "
        "sources, and the rules that were overruled. The last four options ask about one thing instead.",
        epilog='example: squeezelogic explain "hip thrust" --experience beginner --why-not squeeze',
    )
    command.set_defaults(run=_explain)
    command.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    command.add_argument("--full", action="store_true", help="print every rule in full")
    add_situation(command)
    group = command.add_argument_group("one thing (each may be given several times)")
    what = "a verdict, a slot, slot=value, or the id of a piece of advice or a rule"
    group.add_argument("--why", metavar="WHAT", action="append", default=[], help=f"why it is so: {what}")
    group.add_argument("--why-not", metavar="WHAT", action="append", default=[], help="why it is not so: the same")
    group.add_argument(
        "--reach",
        metavar="VERDICT",
        action="append",
        default=[],
        help="the smallest changes that lead to a verdict; `any` for another one",
    )
    group.add_argument(
        "--change", metavar="FACT[,FACT]", help="what may change for that; the exercise and what was seen if left out"
    )


def _explain(options: argparse.Namespace) -> str:
    given = situation(options)
    book, rec = given["rulebook"], recommend(**given)
    asked = list(_asked(options, rec, book))
    if options.json:
        told: Any = asked or every_rule(rec, book)
        return json.dumps(to_plain(told), indent=2)
    return "\n\n".join(map(str, asked)) or reasons(rec, "full" if options.full else "short", book)


def _asked(options: argparse.Namespace, rec: Recommendation, book: Rulebook | None) -> Iterator[object]:
    """What is to be told, in the order in which the options are listed."""
    change = options.change.split(",") if options.change else None
    yield from (rec.why(what, rulebook=book) for what in options.why)
    yield from (rec.why_not(what, rulebook=book) for what in options.why_not)
    for verdict in options.reach:
        yield rec.counterfactuals(None if verdict == "any" else verdict, change, rulebook=book)
