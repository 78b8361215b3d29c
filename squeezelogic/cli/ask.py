"""`squeezelogic ask`: an interview in a terminal, which ends with a recommendation."""

from __future__ import annotations

import argparse
import json
import re
import sys
from typing import Any

from squeezelogic.cli.recommend import aloud
from squeezelogic.cli.situation import add_situation, situation
from squeezelogic.coaching.interview import Interview, interview
from squeezelogic.logic.explain.prose import said, wrapped
from squeezelogic.logic.explain.questions import Question
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.vocabulary import Value

WELCOME = (
    "{}: a few questions, and only such as can change the answer.",
    "Type a number, Enter if you do not know, ? to see what depends on it, Ctrl-D to stop.",
)
NONE_OF_THESE = "none of these"
LONGEST_ANSWER, MOST_DIGITS = 1_000, 9


def add(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "ask",
        help="ask what has to be known, then say what to do",
        description="Ask one question after another, each chosen by the answers so far, until nothing could change the "
        "answer any more; then say what to do, and why.",
        epilog='example: squeezelogic ask "hip thrust" --experience beginner',
    )
    command.set_defaults(run=_ask)
    command.add_argument("--json", action="store_true", help="print the recommendation as JSON at the end")
    command.add_argument(
        "--about", metavar="PART[,PART]", help="what counts as the answer: verdict, cues, progression …, or everything"
    )
    add_situation(command)


def _ask(options: argparse.Namespace) -> str:
    about = options.about.split(",") if options.about else None
    if about == ["everything"]:
        about = "everything"
    given = situation(options)
    start = interview(about=about, **given)
    talk = _Talk(sys.stderr if options.json else sys.stdout)
    end = talk.through(start)
    if options.json:
        return json.dumps(end.recommendation.to_dict(), indent=2)
    return f"{_closing(end)}\n\n{aloud(end.recommendation)}"


def _closing(end: Interview) -> str:
    """Whether the answer is final, and what is still open if not."""
    if end.question is None:
        return wrapped("Nothing else could change the answer." if end.asked else "Nothing needs to be asked.")
    left = ", ".join(question.label for question in end.questions)
    return wrapped(f"Stopped. The answer so far; it may change with: {left}.")


class _Talk:
    """Asks on a stream, and reads answers from standard input."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def through(self, state: Interview) -> Interview:
        """The interview as it stands when nothing is left to ask, or the person stops."""
        if state.question:
            which = "movement" if state.facts.get("movement") else "family"
            exercise = said(state.facts[which], state.rulebook.vocabulary.labelled(which)).capitalize()
            self._say(*(line.format(exercise) for line in WELCOME))
        while question := state.question:
            told = [wrapped(question.tell, "   ")] if question.tell else []
            self._say("", wrapped(f"{len(state.asked) + 1}. {question.ask}", "", "   "), *told, *_choices(question))
            try:
                state = self._answered(state, question)
            except (EOFError, KeyboardInterrupt):
                self._say("")
                break
        return state

    def _answered(self, state: Interview, question: Question) -> Interview:
        while True:
            typed = self._read()
            if typed == "?":
                self._say(*_consequences(question))
                continue
            try:
                return state.answer(_meant(typed, question))
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


def _choices(question: Question) -> list[str]:
    """The numbered answers."""
    lines = [f"  {number}  {question.labelled(value)}" for number, value in enumerate(question.values, 1)]
    if question.type == "set":
        lines += [f"  0  {NONE_OF_THESE}", "  (several: 1, 3)"] if len(lines) > 1 else [f"  0  {NONE_OF_THESE}"]
    return lines


def _consequences(question: Question) -> list[str]:
    """What each answer leads to."""
    listed = (wrapped(line, "  - ", "    ") for line in question.consequences)
    return ["What is still possible after each answer:", *listed]


def _meant(typed: str, question: Question) -> Value | list[Value] | None:
    """What was typed: numbers or words for values, nothing for «I do not know»."""
    if not typed:
        return None
    parts = [part for part in re.split(r"[,;\s]*[,;]\s*|\s+(?=\d)", typed.lower()) if part]
    if question.type != "set":
        if len(parts) > 1:
            raise InvalidInput(f"one answer, please, not {quoted(typed)}")
        return _one(typed.lower(), question)
    if parts in (["0"], ["none"], ["no"], [NONE_OF_THESE]):
        return []
    return [_one(part, question) for part in parts]


def _one(typed: str, question: Question) -> Value:
    """The value that a number or words stand for: its label, its name, or the start of either that fits one value."""
    values = question.values
    if typed.isdecimal() and len(typed) <= MOST_DIGITS and 1 <= int(typed) <= len(values):
        return values[int(typed) - 1]
    named = {question.labelled(value).lower(): value for value in values}
    named |= {said(value): value for value in values}
    wanted = typed.replace("_", " ").strip()
    if wanted in named:
        return named[wanted]
    fitting = list(dict.fromkeys(value for name, value in named.items() if name.startswith(wanted)))
    if len(fitting) == 1:
        return fitting[0]
    raise InvalidInput(f"no answer here is {quoted(typed)}: {did_you_mean(typed, named)}")
