"""The engine agrees with three lines of Python, and gets no input that would crash the C module."""

import copy
import operator
import os
import pickle
import random
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

c = pytest.importorskip("durable_rules_engine")

from squeezelogic.logic.inference import durable_rules  # noqa: E402  (only where the C module is there)
from squeezelogic.logic.inference.durable_rules import Comparison, EngineError, Matcher  # noqa: E402  (likewise)

Conjunctions = Sequence[Sequence[Comparison]]

LARGEST = durable_rules._LARGEST
MEANINGS: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
}


def holding(conjunctions: Conjunctions, situation: Mapping[str, int]) -> frozenset[int]:
    """The oracle: what a conjunction means."""
    return frozenset(
        index
        for index, conjunction in enumerate(conjunctions)
        if all(MEANINGS[sign](situation[key], number) for key, sign, number in conjunction)
    )


def conjunctions_of(
    keys: st.SearchStrategy[str], numbers: st.SearchStrategy[int], most: int
) -> st.SearchStrategy[list[list[Comparison]]]:
    """A strategy of them."""
    comparison = st.tuples(keys, st.sampled_from(list(MEANINGS)), numbers)
    return st.lists(st.lists(comparison, max_size=6), max_size=most)


def dice(seed: int) -> random.Random:
    """The same throws for the same seed."""
    return random.Random(seed)


def a_rulebook(rng: random.Random, size: int, keys: int = 6) -> list[list[Comparison]]:
    """So many conjunctions, some of them empty, some alike."""
    return [
        [(f"a{rng.randrange(keys)}", rng.choice(list(MEANINGS)), rng.randrange(4)) for _ in range(rng.randrange(6))]
        for _ in range(size)
    ]


def situations(rng: random.Random, count: int, keys: int = 6) -> list[dict[str, int]]:
    """So many situations that give every key of such a rulebook a number."""
    return [{f"a{key}": rng.randrange(4) for key in range(keys)} for _ in range(count)]


def run(script: str, *, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Run a script in a separate Python process, where a crash or a hang does no harm."""
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(script)]
    here = {**os.environ, "PYTHONPATH": str(Path(durable_rules.__file__).parents[3])}
    return subprocess.run(command, timeout=seconds, capture_output=True, text=True, env=here, check=False)


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The handles of all rulesets that live, those that do without a test's doing left out."""
    handles: set[int] = set()
    create, delete = c.create_ruleset, c.delete_ruleset

    def creating(name: str, ruleset: str) -> int:
        handle: int = create(name, ruleset)
        assert handle not in handles
        handles.add(handle)
        return handle

    def deleting(handle: int) -> None:
        handles.discard(handle)
        delete(handle)

    monkeypatch.setattr(c, "create_ruleset", creating)
    monkeypatch.setattr(c, "delete_ruleset", deleting)
    return handles


# ------------------------------------------------------------------ what holds


@given(data=st.data())
def test_it_finds_what_the_oracle_finds(data: st.DataObject) -> None:
    """Few keys and small numbers: comparisons meet, repeat, contradict and nest in every way."""
    keys = data.draw(st.lists(st.text(max_size=3), min_size=1, max_size=4, unique=True))
    numbers = st.integers(-2, 3)
    conjunctions = data.draw(conjunctions_of(st.sampled_from(keys), numbers, most=12))
    matcher = Matcher(conjunctions)
    for situation in data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(keys, numbers)), max_size=20)):
        assert matcher(situation) == holding(conjunctions, situation)


@given(data=st.data())
def test_it_compares_numbers_of_any_size_that_a_long_holds(data: st.DataObject) -> None:
    """Near a bound, near zero and near both ends, adjacent numbers are distinguished."""
    near = st.sampled_from([0, 1, 2**31, 2**32, 2**53, LARGEST - 1, LARGEST, -(2**32), -LARGEST])
    numbers = st.builds(operator.add, near, st.integers(-1, 1)) | st.integers(-LARGEST, LARGEST)
    numbers = numbers.map(lambda number: max(-LARGEST, min(LARGEST, number)))
    conjunctions = data.draw(conjunctions_of(st.sampled_from("xy"), numbers, most=6))
    situation = {"x": data.draw(numbers), "y": data.draw(numbers)}
    assert Matcher(conjunctions)(situation) == holding(conjunctions, situation)


@pytest.mark.parametrize("size", [1, 24, 60, 61, 120, 300])
def test_any_number_of_conjunctions_is_answered(size: int) -> None:
    """One ruleset, exactly one, one and a little, and several."""
    rng = dice(size)
    conjunctions = a_rulebook(rng, size)
    matcher = Matcher(conjunctions)
    for situation in situations(rng, 200):
        assert matcher(situation) == holding(conjunctions, situation)


@pytest.mark.parametrize(
    "conjunctions",
    [
        [],
        [[]],
        [[], [("x", "==", 1)], []],
        [[("x", "==", 1)]] * 300,
        [[("x", ">=", 0)] * 40],
        [[("x", "!=", number) for number in range(length)] for length in range(70)],
        [[("x", "!=", number)] for number in range(600)],
        [[("x", "==", number)] for number in range(600)],
        [[("x", ">=", 0), ("y", "<=", number)] for number in range(300)],
        [[("x", "==", 0), ("x", "==", 1)]],
        [[("x", ">=", 1), ("x", "<=", 3), ("x", "!=", 2)], [("x", "!=", 2), ("x", "<=", 3)]],
    ],
    ids=[
        "none",
        "empty",
        "empty among others",
        "identical",
        "one comparison, often",
        "each a prefix of the next",
        "siblings that all hold",
        "siblings of which one holds",
        "sharing a first condition",
        "contradiction",
        "bounds",
    ],
)
def test_shapes_that_the_bare_engine_stumbles_over(conjunctions: Conjunctions) -> None:
    """Empty, repeated, nested and numerous conjunctions mean what they say."""
    matcher = Matcher(conjunctions)
    for x, y in [(0, 0), (1, 5), (2, 299), (3, 1), (599, 150), (-1, 0)]:
        situation = {"x": x, "y": y}
        assert matcher(situation) == holding(conjunctions, situation)


def test_one_fact_takes_as_many_keys_as_promised() -> None:
    """A conjunction of 250 keys is matched; 500 keys in two conjunctions take two rulesets."""
    wide = [[(f"{side}{number}", "==", number) for number in range(250)] for side in "ab"]
    situation = {key: number for conjunction in wide for key, _, number in conjunction}
    matcher = Matcher(wide)
    assert matcher(situation) == {0, 1}
    assert matcher({**situation, "b249": 0}) == {0}


@pytest.mark.parametrize(("shared", "rulesets"), [(0, 2), (1, 1), (9, 1)])
def test_conjunctions_share_a_ruleset_as_long_as_their_keys_fit(live: set[int], shared: int, rulesets: int) -> None:
    """Twenty-five of ten keys each have 250 of their own; one more conjunction fits if it adds no key to them."""
    own = [[(f"k{group}-{number}", "==", 1) for number in range(10)] for group in range(25)]
    more = [*own[0][: shared or 9], *([] if shared else [("new", "==", 1)])]
    matcher = Matcher([*own, more])
    assert len(live) == rulesets
    ones = {key: 1 for conjunction in (*own, more) for key, _, _ in conjunction}
    assert matcher(ones) == frozenset(range(26))


def test_a_conjunction_of_too_many_keys_is_refused() -> None:
    """It is not cut short in silence."""
    with pytest.raises(ValueError, match="conjunction 1 reads 251 keys, over 250"):
        Matcher([[("x", "==", 1)], [(f"a{number}", "==", 1) for number in range(251)]])


def test_a_key_may_be_any_text() -> None:
    """Names that mean something to the C module, or to JSON, are the caller's to use."""
    for key in ["id", "sid", "kind", "$and", "", '"', "%d", "a b", "é", "\0", "\ud800", "k0"]:
        matcher = Matcher([[(key, "==", 1), ("k1", "==", 2)]])
        assert [matcher({key: 1, "k1": 2}), matcher({key: 2, "k1": 2})] == [{0}, set()]


# ------------------------------------------------------------------ names


def test_the_hash_is_the_one_that_the_c_module_uses() -> None:
    """These are the constants in its source."""
    assert durable_rules.fnv1a("id") == 926444256
    assert durable_rules.fnv1a("sid") == 3593476751
    assert durable_rules.fnv1a("$and") == 3746487396
    assert durable_rules.fnv1a("$lte") == 2350824890


@given(st.lists(st.text(max_size=4), max_size=40), st.integers(80, 500))
def test_short_names_never_share_a_hash(keys: list[str], buckets: int) -> None:
    """Not even under a hash so narrow that most candidates collide."""

    def narrow(name: str) -> int:
        return durable_rules.fnv1a(name) % buckets

    names = durable_rules.short_names(keys, narrow)
    hashes = [narrow(name) for name in [*names.values(), *durable_rules._RESERVED]]
    assert set(names) == set(keys)
    assert len(set(hashes)) == len(names) + len(set(map(narrow, durable_rules._RESERVED)))
    assert all(name.isalnum() and name not in durable_rules._RESERVED for name in names.values())


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("situation", "refusal", "message"),
    [
        ({}, LookupError, "no number for `x`"),
        ({"x": True}, TypeError, "`x` is `True`"),
        ({"x": "1"}, TypeError, "`x` is `'1'`"),
        ({"x": 1.0}, TypeError, "`x` is `1.0`"),
        ({"x": None}, TypeError, "`x` is `None`"),
        ({"x": LARGEST + 1}, OverflowError, "`x` is"),
        ({"x": -LARGEST - 1}, OverflowError, "`x` is"),
    ],
)
def test_a_situation_that_cannot_be_matched_is_refused(
    monkeypatch: pytest.MonkeyPatch, situation: dict[str, Any], refusal: type[Exception], message: str
) -> None:
    """The refusal names the key, and comes before the C module is called."""
    matcher = Matcher([[("x", "==", 1)]])
    with monkeypatch.context() as patch:
        patch.setattr(c, "assert_fact", lambda *_: pytest.fail("the C module was called"))
        with pytest.raises(refusal, match=message):
            matcher(situation)
    with_more: dict[str, Any] = {"x": 1, "unused": "key"}
    assert matcher(with_more) == {0}


@pytest.mark.parametrize(
    ("comparison", "refusal", "message"),
    [
        (("x", "<", 1), ValueError, "`x` is compared by `<`: use one of ==, !=, <=, >="),
        (("x", "==", True), TypeError, "`x` is `True`: it must be an int, not a bool"),
        (("x", "==", "1"), TypeError, "`x` is `'1'`: it must be an int, not a str"),
        (("x", "==", LARGEST + 1), OverflowError, f"`x` is `{LARGEST + 1}`: it must lie within {LARGEST} of 0"),
        ((1, "==", 1), TypeError, "a key must be a str, not `1`"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_refused(
    live: set[int], comparison: Any, refusal: type[Exception], message: str
) -> None:
    """At construction, before a ruleset is made."""
    with pytest.raises(refusal) as caught:
        Matcher([[("y", "==", 1)], [comparison]])
    assert str(caught.value) == message
    assert not live


def test_copies_are_refused() -> None:
    """A copy would free the same memory a second time."""
    matcher = Matcher([[("x", "==", 1)]])
    makers: list[Callable[[object], object]] = [pickle.dumps, copy.copy, copy.deepcopy]
    for make in makers:
        with pytest.raises(TypeError) as caught:
            make(matcher)
        assert str(caught.value) == (
            "a matcher holds C memory: it can be neither pickled nor copied; build another one"
        )
    with pytest.raises(TypeError, match=r"^an engine holds C memory: it can be neither pickled nor copied$"):
        copy.deepcopy(matcher._idle)


# ------------------------------------------------------------------ answers that cannot be believed


def answers(**replies: object) -> dict[str, Callable[..., object]]:
    """Stand-ins for functions of the C module that always give the same reply."""
    return {name: (lambda *_, reply=reply: reply) for name, reply in replies.items()}


def failing(*_: object) -> NoReturn:
    """What the C module does when it refuses."""
    raise c.error("Could not do it, error code: 303")


@pytest.mark.parametrize(
    ("replies", "message"),
    [
        (answers(assert_fact=(1, 1)), "code 1"),
        (answers(assert_fact=(2, 1)), "code 2"),
        ({"assert_fact": failing}, "error code: 303"),
        ({"create_ruleset": failing, "assert_fact": failing}, "303"),
        (answers(start_action_for_state=None), "stopped before its last rule"),
        (answers(complete_and_start_action=None), "stopped before its last rule"),
        (answers(complete_and_start_action='{"r00":{"m":{}}}'), "fired more often than it has rules, 2"),
        (
            answers(start_action_for_state=("", '{"r77":{"m":{}}}'), complete_and_start_action='{"end":{"m":{}}}'),
            "not given: `r77`",
        ),
    ],
)
def test_an_answer_that_must_not_be_is_an_error(
    live: set[int], monkeypatch: pytest.MonkeyPatch, replies: dict[str, Callable[..., object]], message: str
) -> None:
    """It says which; the engine that gave it is gone, and the next call gets another."""
    matcher = Matcher([[("x", "==", 1)]])
    before = set(live)
    with monkeypatch.context() as patch:
        for name, reply in replies.items():
            patch.setattr(c, name, reply)
        with pytest.raises(EngineError, match=message):
            matcher({"x": 1})
    assert not live & before
    assert [matcher({"x": 1}), matcher({"x": 2})] == [{0}, set()]


@pytest.mark.parametrize("name", ["create_ruleset", "assert_fact"])
def test_a_failure_at_construction_leaves_nothing_behind(
    live: set[int], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Nor does it leave the rulesets that had been made before it."""
    original, calls = getattr(c, name), iter(range(9))
    monkeypatch.setattr(c, name, lambda *given: original(*given) if next(calls) < 1 else failing())
    with pytest.raises(EngineError, match="303"):
        Matcher(a_rulebook(dice(1), 120))
    assert not live


@pytest.mark.parametrize("name", ["assert_fact", "start_action_for_state", "complete_and_start_action", "delete_state"])
def test_an_interrupted_engine_is_never_used_again(live: set[int], monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Whatever it had just done when the interrupt came."""
    matcher = Matcher([[("x", "==", 1)]])
    before, original = set(live), getattr(c, name)

    def interrupted(*given: object) -> NoReturn:
        monkeypatch.setattr(c, name, original)
        original(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(c, name, interrupted)
    given_back: list[int] = []
    delete_state = c.delete_state

    def giving_back(handle: int, sid: None) -> None:
        delete_state(handle, sid)
        given_back.append(handle)

    monkeypatch.setattr(c, "delete_state", interrupted if name == "delete_state" else giving_back)
    with pytest.raises(KeyboardInterrupt):
        matcher({"x": 1})
    assert given_back == ([] if name == "delete_state" else [*before])  # else its memory would be lost
    assert not live & before
    assert [matcher({"x": 1}), matcher({"x": 2})] == [{0}, set()]


def test_an_engine_that_was_never_begun_has_nothing_to_free() -> None:
    """An interrupt may come before the first line of its making."""
    begun = durable_rules._Engine.__new__(durable_rules._Engine)
    begun.close()


# ------------------------------------------------------------------ sharing and freeing


def test_closing_frees_every_engine(live: set[int]) -> None:
    """A closed matcher refuses calls; closing it twice is harmless."""
    matcher = Matcher(a_rulebook(dice(1), 120))
    assert len(live) == 2
    matcher.close()
    matcher.close()
    assert not live
    with pytest.raises(ValueError, match=r"^the matcher is closed: build another one$"):
        matcher(situations(dice(1), 1)[0])


def test_closing_in_the_middle_of_a_call_frees_its_engine_too(live: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """The call still gets its answer."""
    matcher, original = Matcher([[("x", "==", 1)]]), c.assert_fact

    def closing_first(*given: object) -> object:
        matcher.close()
        return original(*given)

    monkeypatch.setattr(c, "assert_fact", closing_first)
    assert matcher({"x": 1}) == {0}
    assert not live


def test_a_forgotten_matcher_is_freed(live: set[int]) -> None:
    """Without an explicit `close`."""
    Matcher([[("x", "==", 1)]])
    assert not live


def test_calls_within_calls_get_engines_of_their_own_and_few_are_kept(
    live: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a signal handler asks in the middle of an answer, here twelve deep."""
    matcher, original = Matcher([[("x", "==", number)] for number in range(20)]), c.start_action_for_state
    depth = iter(range(1, 13))

    def asking_again(*given: object) -> object:
        deeper = next(depth, None)
        if deeper is not None:
            assert matcher({"x": deeper}) == {deeper}
        return original(*given)

    monkeypatch.setattr(c, "start_action_for_state", asking_again)
    handles_before = len(live)
    assert matcher({"x": 0}) == {0}
    assert handles_before < len(live) <= durable_rules._ENGINES_KEPT


def test_threads_never_get_a_wrong_answer() -> None:
    """Eight of them, switching as often as Python can."""
    rng = dice(8)
    conjunctions = a_rulebook(rng, 80)
    asked = [(situation, holding(conjunctions, situation)) for situation in situations(rng, 100)]
    matcher = Matcher(conjunctions)
    wrong: list[tuple[Mapping[str, int], frozenset[int]]] = []

    def ask(seed: int) -> None:
        for situation, expected in dice(seed).sample(asked * 3, 300):
            if (found := matcher(situation)) != expected:
                wrong.append((situation, found))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert not wrong
    assert len(matcher._idle) <= durable_rules._ENGINES_KEPT + len(threads)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer signals here")
def test_a_signal_handler_may_ask_in_the_middle_of_an_answer() -> None:
    """Both get the right answer."""
    rng = dice(3)
    conjunctions = a_rulebook(rng, 60)
    asked = [(situation, holding(conjunctions, situation)) for situation in situations(rng, 50)]
    matcher = Matcher(conjunctions)
    inner: list[bool] = []

    def handler(*_: object) -> None:
        situation, expected = rng.choice(asked)
        inner.append(matcher(situation) == expected)
        signal.setitimer(signal.ITIMER_REAL, 0.001)  # only now: on a slow machine it would interrupt itself for ever

    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    try:
        while len(inner) < 50:
            for situation, expected in asked:
                assert matcher(situation) == expected
    finally:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)  # a handler that is due would set the timer again
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert all(inner)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_and_its_parent_go_on_alike() -> None:
    """Also when the fork comes in the middle of an answer, and the child frees what it has."""
    done = run(
        """
import os, sys
sys.path.insert(0, TESTS)
import durable_rules_engine as c
from test_engine import Matcher, a_rulebook, dice, holding, situations
rng = dice(5)
conjunctions = a_rulebook(rng, 80)
matcher, original, children = Matcher(conjunctions), c.start_action_for_state, []
def right():
    return all(matcher(one) == holding(conjunctions, one) for one in situations(rng, 200))
def forking(*given):
    c.start_action_for_state = original
    children.append(os.fork())
    return original(*given)
c.start_action_for_state = forking
good = right()
children.append(os.fork())
good = good and right()
if 0 in children:
    matcher.close()
    os._exit(not good)
codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
print(good and right(), codes)
""".replace("TESTS", repr(str(Path(__file__).parent)))
    )
    assert (done.stdout, done.stderr) == ("True [0, 0]\n", "")


def test_memory_stays_flat() -> None:
    """20,000 answers, and 200 matchers made and forgotten, cost less than 4 MB."""
    resident = Path("/proc/self/statm")
    if not resident.exists():
        pytest.skip("no /proc here")
    rng = dice(7)
    conjunctions, asked = a_rulebook(rng, 24), situations(rng, 1000)

    def work(rounds: int) -> None:
        matcher = Matcher(conjunctions)
        for _ in range(rounds):
            for situation in asked:
                matcher(situation)
            for _ in range(10):
                Matcher(conjunctions)

    def megabytes() -> float:
        return int(resident.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    work(2)
    before = megabytes()
    work(20)
    assert megabytes() - before < 4


def test_an_interpreter_ends_in_silence() -> None:
    """With a matcher alive and every warning an error."""
    done = run(
        "from squeezelogic.logic.inference.durable_rules import *; m = Matcher([[('x', '==', 1)]]); print(m({'x': 1}))"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "frozenset({0})\n", "")


# ------------------------------------------------------------------ why the guards stand


def test_the_version_is_the_one_that_was_measured() -> None:
    """The C module is undocumented, so another version may not be trusted unseen."""
    assert (durable_rules.NAME, durable_rules.version()) == ("durable-rules", "2.0.28")


def test_the_bare_engine_drops_the_second_key_of_a_condition() -> None:
    """Which is why a condition has one; the day this fails, the guard may go."""
    ruleset = '{"r00":{"all":[{"m":{"$and":[{"kind":1},{"a":1,"b":2}]}}]},' + durable_rules._LAST_RULE + "}"
    shard = durable_rules._Shard(("a", "b"), '{"kind":1,"a":%d,"b":%d}', ruleset, {"r00": [0]})
    assert durable_rules._Engine([shard]).ask([shard], [shard.fact % (1, 3)]) == [0]


def test_the_bare_engine_takes_an_empty_and_for_anything() -> None:
    """Even for a fact of its own making: which is why an empty conjunction never gets there."""
    ruleset = '{"r00":{"all":[{"m":{"$and":[]}}]},' + durable_rules._LAST_RULE + "}"
    shard = durable_rules._Shard((), '{"kind":1}', ruleset, {"r00": [0]})
    with pytest.raises(EngineError, match="fired more often than it has rules"):
        durable_rules._Engine([shard])


def test_the_bare_engine_hangs_on_too_many_siblings() -> None:
    """Which is why a ruleset gets so few rules: 600 of them never become one."""
    script = """
        from squeezelogic.logic.inference import durable_rules
        shard = durable_rules._make_shard({frozenset([("x", "!=", number)]): [number] for number in range(600)})
        print("building", flush=True)
        durable_rules._Engine([shard])
    """
    with pytest.raises(subprocess.TimeoutExpired) as hung:
        run(script, seconds=2)
    assert hung.value.stdout == b"building\n"


def test_the_bare_engine_cannot_wake_so_many_conditions() -> None:
    """Which is another reason for it."""
    shard = durable_rules._make_shard({frozenset([("x", ">=", number)]): [number] for number in range(66)})
    made = durable_rules._Engine([shard])
    with pytest.raises(EngineError, match="303"):
        made.ask([shard], [shard.fact % 99])
