"""`squeezelogic recommend`: what a lifter should do in an exercise, and why."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from squeezelogic.cli.parser import Parser
from squeezelogic.cli.situation import add_situation, situation
from squeezelogic.coaching.recommend import recommend
from squeezelogic.coaching.recommendation import Recommendation
from squeezelogic.logic.explain.prose import wrapped


def add_recommend(prog: str, arguments: Sequence[str]) -> Parser:
    """The parser of `recommend`."""
    parser = Parser(
        prog,
        "Say what a lifter should do in an exercise, and why.",
        "EXERCISE [options]",
        "example: squeezelogic recommend Romanian Deadlift --goal strength --observed leans_back",
    )
    parser.set_defaults(run=_run_recommend)
    parser.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    parser.add_argument("--full", action="store_true", help="print all advice, with every reason and fact")
    add_situation(parser, arguments)
    return parser


def _run_recommend(options: argparse.Namespace) -> str:
    given = situation(options)
    recommendation = recommend(**given).in_language(options.language, rulebook=given["rulebook"])
    if options.json:
        return json.dumps(recommendation.to_dict(), indent=2)
    return recommendation.explain("full", rulebook=given["rulebook"]) if options.full else aloud(recommendation)


def aloud(recommendation: Recommendation) -> str:
    """The brief and the disclaimer."""
    return f"{recommendation.brief()}\n\n{wrapped(recommendation.disclaimer)}"
