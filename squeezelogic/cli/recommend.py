"""`squeezelogic recommend`: what a lifter should do in an exercise, and why."""

from __future__ import annotations

import argparse
import json
from typing import Any

from squeezelogic.cli.situation import add_situation, situation
from squeezelogic.coaching.recommend import recommend
from squeezelogic.coaching.recommendation import Recommendation
from squeezelogic.logic.explain.prose import wrapped


def add(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "recommend",
        help="say what to do in an exercise, and why",
        description="Say what a lifter should do in an exercise, and why.",
        epilog='example: squeezelogic recommend "Romanian Deadlift (Barbell)" --goal strength --observed leans_back',
    )
    command.set_defaults(run=_recommend)
    command.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    command.add_argument("--full", action="store_true", help="print all advice, with every reason, fact and rule id")
    add_situation(command)


def _recommend(options: argparse.Namespace) -> str:
    given = situation(options)
    recommendation = recommend(**given)
    if options.json:
        return json.dumps(recommendation.to_dict(), indent=2)
    return recommendation.explain("full", rulebook=given["rulebook"]) if options.full else aloud(recommendation)


def aloud(recommendation: Recommendation) -> str:
    """The brief, and what it is not."""
    return f"{recommendation.brief()}\n\n{wrapped(recommendation.disclaimer)}"
