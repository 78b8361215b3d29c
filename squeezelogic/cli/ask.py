"""`squeezelogic ask`: an interview in a terminal, which ends with a recommendation."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from math import isfinite, nan
from typing import TextIO, TypeVar

from squeezelogic.cli.explain import render_decision
from squeezelogic.cli.parser import Parser
from squeezelogic.cli.recommend import aloud
from squeezelogic.cli.situation import add_subject, facts, situation
from squeezelogic.coaching.interview import Interview, interview
from squeezelogic.logic.explain.interview import RulebookInterview
from squeezelogic.logic.explain.prose import said, wrapped
from squeezelogic.logic.explain.questions import Question
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value, names_value
from squeezelogic.logic.render.phrases import phrase, spoken

Interviewing = Interview | RulebookInterview
T = TypeVar("T", Interview, RulebookInterview)
EVERYTHING = "everything"
TYPED = ("integer", "number", "date")
"""Types whose values are typed directly, without numbered choices."""
LONGEST_ANSWER, MOST_DIGITS = 1_000, 9


def add_ask(prog: str, arguments: Sequence[str]) -> Parser:
    """The parser of `ask`."""
    parser = Parser(
        prog,
        "Ask one question after another, each chosen by the answers so far, until nothing could change the answer any "
        "more; then say what to do, and why. A folder with a rulebook is asked about instead of an exercise.",
        "EXERCISE|FOLDER [options]",
        "example: squeezelogic ask hip thrust --experience beginner",
    )
    parser.set_defaults(run=_run_ask)
    parser.add_argument("--json", action="store_true", help="print the answer as JSON at the end")
    parser.add_argument(
        "--about", metavar="PART[,PART]", help="what counts as the answer: verdict, cues, progression …, or everything"
    )
    add_subject(parser, arguments)
    return parser


def _run_ask(options: argparse.Namespace) -> str:
    with spoken(options.language):
        return _ask_aloud(options)


def _ask_aloud(options: argparse.Namespace) -> str:
    about = options.about.split(",") if options.about else None
    stream = sys.stderr if options.json else sys.stdout
    if options.folder is not None:
        return _ask_rulebook(options, None if about == [EVERYTHING] else about, stream)
    given = {**situation(options), "rulebook": options.book.in_language(options.language)}
    start = interview(about=EVERYTHING if about == [EVERYTHING] else about, **given)
    which = "movement" if start.facts.get("movement") else "family"
    exercise = said(start.facts[which], start.rulebook.vocabulary.labelled(which))
    end = _Talk(stream).through(start, exercise.capitalize())
    recommendation = end.recommendation.in_language(options.language, rulebook=end.rulebook)
    if options.json:
        return json.dumps(recommendation.to_dict(), indent=2)
    return f"{_describe_end(end)}\n\n{aloud(recommendation)}"


def _ask_rulebook(options: argparse.Namespace, about: Sequence[str] | None, stream: TextIO) -> str:
    book = options.book.in_language(options.language)
    end = _Talk(stream).through(book.interview(facts(options), about), book.name.capitalize())
    if options.json:
        return json.dumps(end.decision.to_dict(), indent=2)
    return f"{_describe_end(end)}\n\n{render_decision(book, end.decision)}"


def _describe_end(end: Interviewing) -> str:
    """Whether the answer is final, and the open questions if not."""
    if end.question is None:
        return wrapped(phrase("ask.final" if end.asked else "ask.nothing"))
    left = ", ".join(question.label for question in end.questions)
    return wrapped(phrase("ask.stopped", facts=left))


class _Talk:
    """Writes questions to a stream, and reads answers from standard input."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def through(self, state: T, what: str) -> T:
        """Run an interview until no question is left, or the user stops.

        Args:
            state: the start of the interview.
            what: its subject, for the welcome.
        """
        if state.question:
            self._say(wrapped(phrase("ask.welcome", what=what)), wrapped(phrase("ask.how")))
        while question := state.question:
            told = [wrapped(question.tell, "   ")] if question.tell else []
            self._say(
                "", wrapped(f"{len(state.asked) + 1}. {question.ask}", "", "   "), *told, *_list_choices(question)
            )
            try:
                state = self._answered(state, question)
            except (EOFError, KeyboardInterrupt):
                self._say("")
                break
        return state

    def _answered(self, state: T, question: Question) -> T:
        while True:
            typed = self._read()
            if typed == "?":
                self._say(*_list_consequences(question))
                continue
            try:
                answered: T = state.answer(_read_answer(typed, question))
                return answered
            except InvalidInput as error:
                self._say(wrapped(str(error)[0].upper() + str(error)[1:]))

    def _read(self) -> str:
        self._stream.write("> ")
        self._stream.flush()
        line = sys.stdin.readline(LONGEST_ANSWER) if sys.stdin else ""
        if not line:
            raise EOFError
        return line.strip()

    def _say(self, *lines: str) -> None:
        self._stream.writelines(f"{line}\n" for line in lines)


def _list_choices(question: Question) -> list[str]:
    """The numbered answers; a number or a date is typed as it is."""
    if question.type in TYPED:
        return [f"  ({phrase(f'ask.{question.type}')})"]
    lines = [f"  {number}  {question.labelled(value)}" for number, value in enumerate(question.values, 1)]
    if question.type == "set":
        several = [f"  ({phrase('ask.several')})"] if len(lines) > 1 else []
        lines += [f"  0  {phrase('ask.none')}", *several]
    return lines


def _list_consequences(question: Question) -> list[str]:
    """The consequences of each answer."""
    listed = (wrapped(line, "  - ", "    ") for line in question.consequences)
    return [phrase("ask.depends"), *listed]


def _read_answer(typed: str, question: Question) -> Value | list[Value] | None:
    """Read typed text: numbers or words for values, empty for «I do not know»."""
    if not typed or typed.lower() == UNKNOWN:
        return None
    if question.type in TYPED:
        return _read_number(typed) if question.type != "date" else typed
    parts = [part for part in re.split(r"[,;\s]*[,;]\s*|\s+(?=\d)", typed.lower()) if part]
    if question.type != "set":
        try:
            return _read_value(typed.lower(), question)
        except InvalidInput:
            if len(parts) > 1:
                raise InvalidInput(f"one answer, please, not {quoted(typed)}") from None
            raise
    if len(parts) == 1 and parts[0] in ("0", "none", "no", *map(phrase, ("none", "no", "ask.none"))):
        return []
    return [_read_value(part, question) for part in parts]


def _read_number(typed: str) -> Value:
    try:
        number = float(typed)
    except ValueError:
        number = nan
    if len(typed) > MOST_DIGITS or not isfinite(number):
        raise InvalidInput(f"{quoted(typed)} is no number: give one in digits")
    return int(number) if number.is_integer() else number


def _read_value(typed: str, question: Question) -> Value:
    """Read one value: its number, its label, its name, or an unambiguous prefix of either."""
    values = question.values
    if typed.isdecimal() and len(typed) <= MOST_DIGITS and 1 <= int(typed) <= len(values):
        return values[int(typed) - 1]
    named = {question.labelled(value).lower(): value for value in values}
    named |= {said(value): value for value in values}
    wanted = typed.replace("_", " ").strip()
    if wanted in named:
        return named[wanted]
    if spelt := [value for value in values if names_value(typed, value)]:
        return spelt[0]
    fitting = list(dict.fromkeys(value for name, value in named.items() if name.startswith(wanted)))
    if len(fitting) == 1:
        return fitting[0]
    raise InvalidInput(f"no answer here is {quoted(typed)}: {did_you_mean(typed, named)}")
