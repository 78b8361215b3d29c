"""Ctrl-C at any moment: after an interrupt, the library must still give correct answers.

The scenes run in a separate process, `python -m tests.stress.interrupting SCENE MOMENTS SEED`, which imports the
library only within a scene, so the import can be interrupted too.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

from attrs import define, field, frozen

from tests.stress.fresh import fresh

ROOT = Path(__file__).parents[2]
OURS = f"{os.sep}squeezelogic{os.sep}"
HANGS = 60  # seconds without an answer

Check = Callable[[], bool]
Scene = tuple[Callable[[], object], Check]
"""The interrupted action, and the check afterwards."""


@define
class Found:
    """The number of moments tried, the number that interrupted the action, and the moments with a failed check."""

    moments: int = 0
    interrupted: int = 0
    wrong: list[str] = field(factory=list)


def hurt_at(name: str, moments: int, seed: int = 0) -> Found:
    """Interrupt a scene at so many moments."""
    script = f"from tests.stress.interrupting import SCENES, tried\ntried({name!r}, {moments}, {seed})"
    return Found(**json.loads(fresh(script, seconds=HANGS + moments)))


def tried(name: str, moments: int, seed: int) -> None:
    """Print the results of the interrupts: half of them at lines of the library's code, half at times."""
    sys.unraisablehook = lambda _: None  # an interrupt in a finalizer is reported there and not raised
    faulthandler.dump_traceback_later(HANGS + moments, exit=True)
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    chance, found = Random(f"{name} {seed}"), Found()
    run = forked if name in IN_A_CHILD else in_place
    run(SCENES[name], moments, chance, found)
    sys.stdout.write(json.dumps({"moments": found.moments, "interrupted": found.interrupted, "wrong": found.wrong}))


# ---------------------------------------------------------------- moments


@frozen
class Length:
    """The length of an action, in lines of the library's code and in seconds."""

    lines: int
    seconds: float

    def moment(self, number: int, chance: Random) -> str | float:
        """A line, or a time."""
        return f"line {chance.randint(1, self.lines)}" if number % 2 else chance.uniform(0, self.seconds)


def lines(act: Callable[[], object]) -> int:
    """The number of lines of the library's code that an action runs."""
    counted = [0]

    def count() -> None:
        counted[0] += 1

    with tracing(count):
        act()
    return counted[0]


def seconds(act: Callable[[], object]) -> float:
    """The duration of an action in seconds."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


@contextmanager
def tracing(each: Callable[[], object]) -> Iterator[None]:
    """Call a function before each line of the library's code."""

    def local(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            each()
        return local

    sys.settrace(lambda frame, event, _: local if OURS in frame.f_code.co_filename else None)
    try:
        yield
    finally:
        sys.settrace(None)


def interrupted(act: Callable[[], object], moment: str | float) -> bool:
    """Run an action and interrupt it at a moment; return whether it was interrupted before its end."""
    try:
        if isinstance(moment, str):
            left = iter(range(int(moment.split()[1]) - 1))

            def each() -> None:
                if next(left, None) is None:
                    raise KeyboardInterrupt

            with tracing(each):
                act()
        else:
            try:
                signal.setitimer(signal.ITIMER_REAL, max(moment, 1e-6))
                act()
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
    except KeyboardInterrupt:
        return True
    return False


def in_place(scene: Callable[[], Scene], moments: int, chance: Random, found: Found) -> None:
    """Try all moments in this process, one after another, so that damage persists."""
    act, check = scene()
    act()  # so that one-time work (for example imports) is not counted
    length = Length(lines(act), seconds(act))
    for number in range(moments):
        moment = length.moment(number, chance)
        found.moments += 1
        found.interrupted += interrupted(act, moment)
        if not check():
            found.wrong.append(str(moment))


def forked(scene: Callable[[], Scene], moments: int, chance: Random, found: Found) -> None:
    """Try each moment in a forked child, for work that is done once per process."""
    act, check = scene()
    length = Length(int(in_a_child(lambda: lines(act))), in_a_child(lambda: seconds(act)))
    for number in range(moments):
        moment = length.moment(number, chance)
        code = in_a_child(lambda at=moment: interrupted(act, at) + 2 * (not check()))  # type: ignore[misc]
        found.moments += 1
        found.interrupted += code == 1
        if code not in (0, 1):
            found.wrong.append(f"{moment}: {code}")


def in_a_child(work: Callable[[], float]) -> float:
    """The number that a forked child computes; -1 if it fails."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, str(work()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        return float(told.read() or -1)


# ---------------------------------------------------------------- scenes


def some() -> list[Any]:
    """Situations of the default rulebook, and the expected decision in each."""
    from squeezelogic import Rulebook
    from squeezelogic.logic.semantics import definition
    from tests.stress.differential import situations

    book = Rulebook.default()
    asked = [book.vocabulary.situation(facts) for facts in situations(book, Random(0), 12)]
    return [(book, situation, definition.decide(book, situation)) for situation in asked]


def inferring() -> Scene:
    """Interrupt durable-rules during an answer, and continue with the same engine."""
    from squeezelogic.logic.inference import matcher
    from squeezelogic.logic.semantics import definition

    asked = some()
    topic = asked[0][0].topics[0]
    find = matcher.finder(topic)
    expected = [definition.holding(topic, situation) for _, situation, _ in asked]
    return (lambda: answers(find, asked)), (lambda: answers(find, asked) == expected)


def answers(find: Callable[[Any], Any], asked: list[Any]) -> list[Any]:
    """The answer in each situation."""
    return [find(situation) for _, situation, _ in asked]


def deciding() -> Scene:
    """Interrupt the building of engines and the filling of tables, and continue with partly filled ones."""
    from squeezelogic.logic.inference.plan import Plan

    asked = some()
    current: list[Plan] = []

    def act() -> None:
        current[:] = [Plan(asked[0][0].topics, asked[0][0].vocabulary)]
        answers(current[0].decide, asked)

    return act, lambda: all(plan.decide(s) == expected for plan in current for _, s, expected in asked)


def recommending() -> Scene:
    """Interrupt recommendations by name and by value, for new lifters; then repeat the same questions."""
    import itertools

    from squeezelogic import Profile, recommend

    numbers = itertools.count()
    lifters: list[Profile] = []

    def act() -> None:
        lifters[:] = [Profile(experience="beginner", goal=goal, more={"n": next(numbers)}) for goal in GOALS]  # type: ignore[arg-type]
        asked()

    def asked() -> list[Any]:
        return [recommend(lifter, f"hip thrusts {lifter.more['n']} reps", observed=["no_pause"]) for lifter in lifters]

    def check() -> bool:
        again = [
            recommend(Profile.of({"experience": "beginner", "goal": goal}), "hip thrust", observed=["no_pause"])
            for goal in GOALS
        ]
        return all(one.why("verdict") == other.why("verdict") for one, other in zip(asked(), again, strict=True))

    return act, check


GOALS = ("strength", "hypertrophy", "general")


def considering() -> Scene:
    """Interrupt questions, counterfactuals and reasons, which share compiled data."""
    from squeezelogic import Rulebook, recommend

    rec = recommend("beginner", "hip thrust")
    expected = considered(rec, None)
    own: list[Rulebook] = []

    def act() -> None:
        own[:] = [] if own else [Rulebook.load(ROOT / "rules")]  # half of the runs compile, the others reuse
        considered(rec, next(iter(own), None))

    return act, lambda: considered(rec, next(iter(own), None)) == expected == considered(rec, None)


def considered(rec: Any, book: Any) -> list[Any]:
    """The answers to all questions about a recommendation."""
    return [
        rec.questions(rulebook=book),
        rec.counterfactuals(rulebook=book),
        rec.why("verdict", rulebook=book),
        rec.what_if(experience="advanced", rulebook=book),
    ]


def loading() -> Scene:
    """Interrupt the loading of a rulebook."""
    from squeezelogic import Rulebook

    expected = Rulebook.default().digest
    loaded: list[Any] = []

    def act() -> None:
        loaded.append(Rulebook.load(ROOT / "rules"))
        loaded[:] = loaded[-1:]
        assert loaded[0].digest
        assert loaded[0].cases

    return act, lambda: all(book.digest == expected and book.cases for book in [*loaded, Rulebook.load(ROOT / "rules")])


def importing() -> Scene:
    """Interrupt the first import and the first answer; a second attempt must succeed."""
    script = (
        "import json, squeezelogic as s;"
        "print(json.dumps([s.engine(), s.recommend('rehab', 'hip thrust').to_dict(), s.interview('swing').to_dict()]))"
    )
    expected = json.loads(fresh(script))
    return first_answer, lambda: first_answer() == expected


def first_answer() -> Any:
    """The first calls of a program."""
    import squeezelogic as s

    return [s.engine(), s.recommend("rehab", "hip thrust").to_dict(), s.interview("swing").to_dict()]


SCENES: dict[str, Callable[[], Scene]] = {
    "inferring": inferring,
    "deciding": deciding,
    "recommending": recommending,
    "considering": considering,
    "loading": loading,
    "importing": importing,
}
IN_A_CHILD = ("importing",)
