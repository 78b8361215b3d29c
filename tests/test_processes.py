"""Threads, forks, signals and imports: what an app does to a library."""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from squeezelogic import Exercise, Profile, Recommendation, Rulebook, engine, recommend
from squeezelogic.coaching.advising import ANSWERS_KEPT, Adviser
from squeezelogic.logic.inference import matcher
from squeezelogic.logic.inference.plan import Plan
from squeezelogic.logic.semantics import definition

BOOK = Rulebook.default()


def some_situations(count: int, seed: int) -> list[dict[str, Any]]:
    """Complete situations of the default rulebook's domain, drawn at random."""
    chance = random.Random(seed)
    situations = []
    for _ in range(count):
        facts: dict[str, Any] = {"movement": chance.choice(["hip_thrust", "swing", "deadlift"])}
        for name, attribute in BOOK.vocabulary.attributes.items():
            if name in ("movement", "family"):
                continue
            if attribute.type == "set":
                facts[name] = chance.sample(attribute.values, chance.choice([0, 0, 1, 2]))
            elif attribute.type == "boolean":
                facts[name] = chance.choice([None, True, False])
            else:
                facts[name] = chance.choice([None, *attribute.values])
        situations.append(BOOK.vocabulary.situation(facts))
    return situations


def test_eight_threads_on_one_plan_decide_as_defined() -> None:
    """With the interpreter switching as often as it can, no thread ever gets another's answer."""
    situations = some_situations(400, 1)
    expected = [definition.decide(BOOK, situation) for situation in situations]
    plan = Plan(BOOK.topics, BOOK.vocabulary)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            for answers in pool.map(lambda seed: shuffled(plan, situations, seed), range(8)):
                assert answers == expected
    finally:
        sys.setswitchinterval(interval)


def shuffled(plan: Plan, situations: list[Any], seed: int) -> list[Any]:
    """Decide all situations in an order of one's own; the answers in the situations' order."""
    order = list(range(len(situations)))
    random.Random(seed).shuffle(order)
    answers = {i: plan.decide(situations[i]) for i in order}
    return [answers[i] for i in range(len(situations))]


def _in_child(queue: Any, seed: int) -> None:
    profile = Profile(experience="advanced", goal="hypertrophy")
    answers = [
        recommend(profile, Exercise(movement="hip_thrust"), observed=fault) for fault in ("bar_rolls", "no_pause")
    ]
    plan = Plan(BOOK.topics, BOOK.vocabulary)
    right = [plan.decide(s) == definition.decide(BOOK, s) for s in some_situations(50, seed)]
    queue.put((answers, all(right)))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_child_processes_answer_like_their_parent(method: Any) -> None:
    """After a fork, with an engine already at work, and in a fresh process."""
    profile = Profile(experience="advanced", goal="hypertrophy")
    expected = [recommend(profile, Exercise(movement="hip_thrust"), observed=f) for f in ("bar_rolls", "no_pause")]
    context = multiprocessing.get_context(method)
    queue = context.Queue()
    children = [context.Process(target=_in_child, args=(queue, seed)) for seed in range(3)]
    for child in children:
        child.start()
    for _ in children:
        assert queue.get(timeout=60) == (expected, True)
    for child in children:
        child.join(10)
        assert child.exitcode == 0


def test_a_fork_in_the_middle_of_other_threads_work_does_not_hang() -> None:
    """No lock is held across a decision, so a child forked at any moment can decide."""
    plan, situations, stop = Plan(BOOK.topics, BOOK.vocabulary), some_situations(200, 2), threading.Event()

    def work() -> None:
        while not stop.is_set():
            for situation in situations:
                plan.decide(situation)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(10):
            child = os.fork()
            if child == 0:
                signal.alarm(20)
                right = plan.decide(situations[0]) == definition.decide(BOOK, situations[0])
                os._exit(0 if right else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_decision_inside_a_signal_handler_is_safe() -> None:
    """A handler that interrupts a decision can decide too."""
    answers: list[bool] = []
    situations = some_situations(300, 3)
    plan = Plan(BOOK.topics, BOOK.vocabulary)

    def handle(*_: object) -> None:
        situation = situations[len(answers) % len(situations)]
        answers.append(plan.decide(situation) == definition.decide(BOOK, situation))
        signal.setitimer(signal.ITIMER_REAL, 0.001)  # only now: on a slow machine it would interrupt itself for ever

    before = signal.signal(signal.SIGALRM, handle)
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    try:
        while len(answers) < 20:
            fresh = Plan(BOOK.topics, BOOK.vocabulary)
            for situation in situations[:40]:
                fresh.decide(situation)
    finally:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)  # a handler that is due would set the timer again
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert all(answers)


def questions(count: int) -> list[Any]:
    """What so many different lifters ask."""
    exercise = Exercise(movement="hip_thrust").code
    return [(Profile(more={"n": number}).code, exercise, frozenset()) for number in range(count)]


def test_remembering_is_bounded() -> None:
    """However many different lifters ask, at most the documented number of recommendations is left behind."""
    adviser, most = Adviser(BOOK, Recommendation), 0
    for asked in questions(ANSWERS_KEPT + 500):
        adviser.recommend(*asked)
        most = max(most, len(adviser._kept.values))
    assert most == ANSWERS_KEPT


def test_an_answer_is_found_again() -> None:
    """The very same object, as long as no more is asked than there is room for."""
    adviser, asked = Adviser(BOOK, Recommendation), questions(ANSWERS_KEPT)
    answers = [adviser.recommend(*it) for it in asked]
    assert all(adviser.recommend(*it) is answer for it, answer in zip(asked, answers, strict=True))


def memory_gained(work: Callable[[], object]) -> int:
    """How many bytes a second and third run of something leave behind that the first did not."""
    tracemalloc.start()
    try:
        work()
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        work()
        work()
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


@pytest.mark.thorough
def test_memory_stays_flat_over_many_decisions() -> None:
    """Situations that were decided once leave nothing behind when they are decided again, and a leak would show."""
    situations, leak = some_situations(500, 4), list[Any]()

    def decide() -> None:
        for situation in situations:
            BOOK.plan.decide(situation)

    def decide_and_leak() -> None:
        leak.extend(BOOK.plan.decide(situation) for situation in situations)

    assert memory_gained(decide) < 16_384
    assert memory_gained(decide_and_leak) > 65_536


def fresh(code: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_loads_neither_hypothesis_nor_the_c_engine_nor_any_rule() -> None:
    """Import is light: what only some callers need waits until they ask."""
    loaded = fresh("import squeezelogic, sys; print(*sorted(sys.modules))").split()
    heavy = {
        "hypothesis",
        "durable_rules_engine",
        "durable",
        "tomllib",
        "json",
        "pandas",
        "importlib.metadata",
    }
    assert not heavy & set(loaded)
    assert not [name for name in loaded if name.startswith("squeezelogic.logic.loading")]


def test_where_durable_rules_cannot_be_imported_the_definition_answers_identically() -> None:
    """Hidden from import, the engine is reported as absent, and the answer is the same to the byte."""
    code = (
        "import sys, json; {hide}import squeezelogic as s;"
        "rec = s.recommend('rehab', 'hip thrust', observed=['no_pause', 'leans_back']);"
        "print(s.engine(), json.dumps(rec.to_dict()))"
    )
    hidden = fresh(code.format(hide="sys.modules['durable_rules_engine'] = None; ")).split(" ", 1)
    shown = fresh(code.format(hide="")).split(" ", 1)
    assert hidden[0] == matcher.DEFINITION
    assert shown[0] == engine()
    assert hidden[1] == shown[1]
