"""Answers are the same in threads, forks, event loops, interpreters and reentrant calls."""

from __future__ import annotations

import asyncio
import gc
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from squeezelogic import Recommendation, Rulebook, engine, recommend
from squeezelogic.logic.semantics import definition
from squeezelogic.testing import Situation
from tests.stress.differential import situations
from tests.stress.fresh import ROOT, fresh

BOOK = Rulebook.default()
ASKED = [Situation.of(facts) for facts in situations(BOOK, Random(5), 150)]
OTHERS = [Situation.of(facts) for facts in situations(BOOK, Random(6), 150)]
THREADS = 8


def by_definition(situation: Situation) -> tuple[str, ...]:
    """The rules that stand, as the definition has it."""
    return definition.decide(BOOK, BOOK.vocabulary.situation(situation.facts)).standing


EXPECTED = {situation: by_definition(situation) for situation in (*ASKED, *OTHERS)}


def right(situation: Situation) -> bool:
    """Whether it is answered as defined, and about these very facts."""
    rec: Recommendation = situation.ask(recommend)
    told = {name: frozenset(value) if isinstance(value, tuple) else value for name, value in rec.facts.items()}
    return tuple(reason.rule for reason in rec.reasons) == EXPECTED[situation] and told == situation.facts


def wrong_in(asked: list[Situation], seed: int) -> list[Situation]:
    """The situations answered wrongly, asked in an order of one's own."""
    return [situation for situation in Random(seed).sample(asked, len(asked)) if not right(situation)]


@contextmanager
def restless() -> Iterator[None]:
    """Threads switch as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def test_threads_that_ask_all_at_once_are_answered_alike() -> None:
    """Eight of them, from the very first question of a process on."""
    script = """
        from concurrent.futures import ThreadPoolExecutor
        from tests.stress.test_concurrency import ASKED, THREADS, restless, wrong_in
        with restless(), ThreadPoolExecutor(THREADS) as pool:
            print(sum(map(len, pool.map(lambda seed: wrong_in(ASKED, seed), range(THREADS)))))
    """
    assert fresh(script) == "0\n"


def test_threads_that_consider_together_come_to_the_same() -> None:
    """Questions, counterfactuals and reasons too, of which each thread keeps what it has compiled."""
    recs = [situation.ask(recommend) for situation in ASKED[:4]]

    def considered(rec: Recommendation) -> list[Any]:
        return [rec.questions(), rec.counterfactuals(), rec.why("verdict"), rec.explain("full"), rec.drawing()]

    expected = [considered(rec) for rec in recs]
    with restless(), ThreadPoolExecutor(THREADS) as pool:
        for found in pool.map(lambda _: [considered(rec) for rec in recs], range(THREADS)):
            assert found == expected


# ---------------------------------------------------------------- processes


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_a_pool_of_processes_answers_as_its_parent_does(method: str) -> None:
    """However they are started; situations and recommendations travel there and back."""
    context = multiprocessing.get_context(method)
    expected = [situation.ask(recommend) for situation in ASKED[:20]]
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(pool.map(asked_there, ASKED[:20], chunksize=10)) == expected


def asked_there(situation: Situation) -> Any:
    """Ask in another process."""
    return situation.ask(recommend)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")  # 3.12 warns of what is tried here
def test_a_fork_from_a_thread_goes_on_answering() -> None:
    """While other threads are in the middle of answers, and engines are at work."""
    stop = threading.Event()

    def ask_on(seed: int) -> None:
        while not stop.is_set():
            wrong_in(ASKED, seed)

    def fork() -> int:
        child = os.fork()
        if child == 0:
            signal.alarm(30)
            os._exit(len(wrong_in(OTHERS, 0)) > 0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    with restless(), ThreadPoolExecutor(THREADS) as pool:
        for seed in range(2):
            pool.submit(ask_on, seed)
        try:
            assert [pool.submit(fork).result(60) for _ in range(6)] == [0] * 6
        finally:
            stop.set()


# ---------------------------------------------------------------- event loops


def test_tasks_threads_and_executors_of_one_event_loop_are_answered_alike() -> None:
    """As a web service asks: directly, in a thread for each question, and in a pool."""

    async def directly(situation: Situation) -> bool:
        await asyncio.sleep(0)
        return right(situation)

    async def everything(pool: ThreadPoolExecutor) -> list[bool]:
        loop = asyncio.get_running_loop()
        tasks = [asyncio.create_task(directly(situation)) for situation in ASKED]
        threads = [asyncio.to_thread(right, situation) for situation in OTHERS]
        pooled = [loop.run_in_executor(pool, right, situation) for situation in (*ASKED, *OTHERS)]
        return list(await asyncio.gather(*tasks, *threads, *pooled))

    with restless(), ThreadPoolExecutor(THREADS) as pool:
        assert all(asyncio.run(everything(pool)))


# ---------------------------------------------------------------- calls within calls


class Asking:
    """Asks a question, checks the answer, and notes that it did: wherever it is called."""

    def __init__(self) -> None:
        self.answers: list[bool] = []
        self.busy = False

    def __call__(self, *_: object) -> None:
        if not self.busy:
            self.busy = True
            try:
                self.answers.append(right(OTHERS[len(self.answers) % len(OTHERS)]))
            finally:
                self.busy = False


class Name(str):
    """A name that asks whenever it is hashed or compared."""

    ask: Callable[[], None]
    __slots__ = ("ask",)

    def __hash__(self) -> int:
        self.ask()
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        self.ask()
        return super().__eq__(other)


def naming(text: str, ask: Asking) -> Name:
    """Such a name."""
    name = Name(text)
    name.ask = ask
    return name


class Mapped(Mapping[str, Any]):
    """A mapping that asks whenever it is read."""

    def __init__(self, items: Mapping[str, Any], ask: Asking) -> None:
        self._inner, self._ask = dict(items), ask

    def __getitem__(self, key: str) -> Any:
        self._ask()
        return self._inner[key]

    def __iter__(self) -> Iterator[str]:
        self._ask()
        return iter(self._inner)

    def __len__(self) -> int:
        self._ask()
        return len(self._inner)


def test_arguments_that_ask_a_question_themselves_are_answered() -> None:
    """In hashing and comparing, in mappings when they are read, in iterators of what was seen."""
    ask = Asking()

    def seen() -> Iterator[str]:
        ask()
        yield naming("no_pause", ask)

    for number in range(20):
        lifter = Mapped({"experience": naming("beginner", ask), "more": Mapped({"n": number}, ask)}, ask)
        for exercise in (naming("hip thrust", ask), Mapped({"movement": naming("hip_thrust", ask)}, ask)):
            rec = recommend(lifter, exercise, observed=seen())
            plain = recommend({"experience": "beginner", "more": {"n": number}}, "hip thrust", observed=["no_pause"])
            assert (rec.verdict, rec.reasons, rec.corrections) == (plain.verdict, plain.reasons, plain.corrections)
    assert len(ask.answers) > 100
    assert all(ask.answers)


def test_a_question_from_within_a_collection_of_garbage_is_answered() -> None:
    """By a callback of the collector, and by a finalizer."""
    ask = Asking()

    class Dying:
        """Asks when it is collected, which only the collector does."""

        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            ask()

    gc.callbacks.append(ask)
    before = gc.get_threshold()
    gc.set_threshold(50, 2, 2)
    try:
        for situation in ASKED:
            Dying()
            assert right(situation)
    finally:
        gc.set_threshold(*before)
        gc.callbacks.remove(ask)
    assert len(ask.answers) > 10
    assert all(ask.answers)


@pytest.mark.parametrize("hook", ["settrace", "setprofile"])
def test_a_question_from_within_a_debugger_is_answered(hook: str) -> None:
    """A trace or a profile function that asks at every fiftieth call."""
    ask, calls = Asking(), iter(range(10**9))
    install, before = getattr(sys, hook), getattr(sys, hook.replace("set", "get"))()

    def traced(*_: object) -> None:
        if next(calls) % 50 == 0:
            ask()

    install(traced)
    try:
        answers = [situation.ask(recommend) for situation in ASKED[:40]]
        decided = Rulebook.load(ROOT / "rules").decide(ASKED[0].facts)
    finally:
        install(before)
    assert answers == [situation.ask(recommend) for situation in ASKED[:40]]
    assert decided.standing == EXPECTED[ASKED[0]]
    assert len(ask.answers) > 10
    assert all(ask.answers)


# ---------------------------------------------------------------- interpreters in one process

INTERPRETERS = """
    import json
    import squeezelogic as s
    first = [s.engine(), s.recommend("rehab", "hip thrust", observed=["no_pause"]).to_dict()]
    try:
        import _interpreters as interpreters
        made = interpreters.create({kind!r})
    except ImportError:
        import _xxsubinterpreters as interpreters
        made = interpreters.create(isolated={kind!r} == "isolated")
    script = '''if True:
        import json, sys
        sys.path[:] = {path!r}
        import squeezelogic as s
        told = [s.engine(), s.recommend("rehab", "hip thrust", observed=["no_pause"]).to_dict()]
        with open({out!r}, "w", encoding="utf-8") as file:
            file.write(json.dumps(told))
    '''
    failed = (getattr(interpreters, "exec", None) or interpreters.run_string)(made, script)
    assert not failed, failed
    interpreters.destroy(made)
    s.recommend("beginner", "deadlift")
    print(json.dumps(first))
"""


@pytest.mark.parametrize("kind", ["legacy", "isolated"])
def test_another_interpreter_in_the_process_answers_like_the_first(kind: str, tmp_path: Path) -> None:
    """By the definition where the C engine cannot be loaded a second time.

    The first one has to have asked first: CPython 3.11 and 3.12 crash where another did all of this before it, with
    the C engine or without.
    """
    out = tmp_path / "told.json"
    here = json.loads(fresh(INTERPRETERS.format(kind=kind, path=sys.path, out=str(out))))
    there = json.loads(out.read_text("utf-8"))
    assert there[1] == here[1]
    assert here[0] == engine()
