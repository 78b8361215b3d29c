"""Measures leaks over very many calls: memory, objects, and unreferenced rulebooks."""

from __future__ import annotations

import gc
import os
import sys
import weakref
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve, frozen

from squeezelogic import Rulebook, SqueezelogicError, classify, find_exercise, interview, recommend
from squeezelogic.logic.inference import matcher
from squeezelogic.logic.model.vocabulary import Vocabulary
from squeezelogic.logic.rulebook import Rulebook as Book
from squeezelogic.testing import Situation
from tests.stress.differential import situations

STATM = Path("/proc/self/statm")
Work = Callable[[int], None]


@frozen
class Snapshot:
    """Memory at one moment: megabytes, objects tracked by the collector, and allocated blocks."""

    megabytes: float
    objects: int
    blocks: int

    def __str__(self) -> str:
        return f"{self.megabytes:8.1f} MB {self.objects:9,} objects {self.blocks:10,} blocks"


def snapshot() -> Snapshot:
    """The current values, after a garbage collection."""
    gc.collect()
    pages = int(STATM.read_text().split()[1])
    return Snapshot(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, len(gc.get_objects()), sys.getallocatedblocks())


def grown(work: Work, decisions: int, steps: int = 5) -> Iterator[Snapshot]:
    """Snapshots in equal steps of a number of decisions, the first after a warm-up that fills the caches."""
    for _ in range(steps + 1):
        work(decisions // steps)
        yield snapshot()


# ---------------------------------------------------------------- work


def raw_inference() -> Work:
    """durable-rules alone, without caches, for one situation after another."""
    book = Rulebook.default()
    topic = book.topics[0]
    find, asked = matcher.finder(topic), some(book, 1_000)

    def work(decisions: int) -> None:
        for number in range(decisions):
            find(asked[number % len(asked)])

    return work


def new_engines() -> Work:
    """Rulesets of durable-rules that are created and dropped, a hundred situations each."""
    book = Rulebook.default()
    topic, asked = book.topics[0], some(book, 100)

    def work(decisions: int) -> None:
        for _ in range(decisions // len(asked)):
            find = matcher.finder(topic)
            for situation in asked:
                find(situation)

    return work


def some(book: Rulebook, how_many: int) -> list[dict[str, Any]]:
    """Complete situations, drawn at random."""
    vocabulary: Vocabulary = book.vocabulary
    return [vocabulary.situation(facts) for facts in situations(book, Random(0), how_many)]


def new_situations() -> Work:
    """Decisions and recommendations in random situations. Tables are filled for a few hundred thousand of them."""
    book, chance = Rulebook.default(), Random(0)

    def work(decisions: int) -> None:
        for facts in situations(book, chance, decisions):
            book.decide(facts)
            Situation.of(facts).ask(recommend)

    return work


def new_lifters() -> Work:
    """Distinct lifters in the same few situations."""
    asked, numbers = [Situation.of(facts) for facts in situations(Rulebook.default(), Random(0), 200)], count()

    def work(decisions: int) -> None:
        for number in islice(numbers, decisions):
            one = asked[number % len(asked)]
            recommend(evolve(one.profile, more={"lifter": number}), one.exercise, observed=one.observed)

    return work


def new_names() -> Work:
    """Exercises by new names, most of them meaningless."""
    numbers = count()

    def work(decisions: int) -> None:
        for number in islice(numbers, decisions):
            classify(f"hip thrust {number}")
            if number % 100 == 0:
                refused(lambda n=number: find_exercise(f"goblet squat {n}"))  # type: ignore[misc]

    return work


def errors() -> Work:
    """Errors of every kind."""
    numbers = count()

    def work(decisions: int) -> None:
        for number in islice(numbers, decisions):
            refused(lambda n=number: recommend({"experience": f"wrong {n}"}, "hip thrust"))  # type: ignore[misc]

    return work


def refused(ask: Callable[[], object]) -> None:
    """Make a call that raises an error."""
    try:
        ask()
    except SqueezelogicError:
        return
    raise AssertionError("that is no mistake")


def interviews() -> Work:
    """Whole interviews, each question answered at random; one counts as forty decisions."""
    chance = Random(0)

    def work(decisions: int) -> None:
        for _ in range(decisions // 40):
            state = interview(chance.choice(["hip thrust", "deadlift"]))
            while question := state.question:
                state = state.answer(None if question.type == "set" else chance.choice(question.values))

    return work


WORK: dict[str, Callable[[], Work]] = {
    "raw-inference": raw_inference,
    "new-engines": new_engines,
    "new-situations": new_situations,
    "new-lifters": new_lifters,
    "new-names": new_names,
    "errors": errors,
    "interviews": interviews,
}

# ---------------------------------------------------------------- custom rulebooks


def custom(number: int, folder: Path) -> Rulebook:
    """A distinct rulebook."""
    (folder / "advice.toml").write_text(f'[advice.made-{number}]\ntext = "Number {number}."\n', "utf-8")
    return Rulebook.default().extended(folder)


NUMBERS = count()


def used_and_dropped(how_many: int, use: Callable[[Rulebook], object]) -> list[weakref.ref[Book]]:
    """Many rulebooks, each used once and then dropped."""
    found: list[weakref.ref[Book]] = []
    with TemporaryDirectory() as folder:
        for number in islice(NUMBERS, how_many):
            book = custom(number, Path(folder))
            use(book)
            found.append(weakref.ref(book))
            del book
    gc.collect()
    return found


def alive(books: list[weakref.ref[Book]]) -> int:
    """The number of rulebooks that are still alive."""
    return sum(book() is not None for book in books)


USES: dict[str, Callable[[Rulebook], object]] = {
    "decide": lambda book: book.decide({"movement": "hip_thrust"}),
    "recommend": lambda book: recommend("beginner", "hip thrust", rulebook=book),
    "ask": lambda book: recommend("beginner", "hip thrust", rulebook=book).questions(rulebook=book),
    "show": lambda book: recommend("beginner", "hip thrust", rulebook=book).drawing(rulebook=book),
    "compare": lambda book: book == Rulebook.default(),
}
