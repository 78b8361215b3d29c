"""The interface to durable-rules: which of many conjunctions of integer comparisons hold in a situation.

This is the only module that imports durable-rules, and it uses only its undocumented C module. Importing it raises
ImportError where the C module is missing. It knows neither rules nor topics.

The C module crashes, hangs or answers wrongly outside a narrow range of inputs. So it receives only this module's own
short names and checked integers, an engine has one owner at a time and is discarded after any exception, and an
incomplete answer is rejected.
"""

import contextlib
import itertools
import struct
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NoReturn

# It may not be installed where the type checker runs (for mypy, see pyproject.toml).
import durable_rules_engine as c  # pyright: ignore[reportMissingImports]
from attrs import frozen

from squeezelogic.logic.model.errors import SqueezelogicError

NAME = "durable-rules"
Comparison = tuple[str, str, int]
"""A key, one of `==`, `!=`, `<=`, `>=`, and the number that the key's value is compared with."""

_FORMS = {"==": "{%s}", "!=": '{"$neq":{%s}}', "<=": '{"$lte":{%s}}', ">=": '{"$gte":{%s}}'}

# A rule's number is kept in a C long: 63 bits, but 31 on Windows.
_LARGEST = 2 ** (8 * struct.calcsize("l") - 1) - 1

# A fact may wake 64 conditions at once, and a condition may have 511 siblings: each of either leads to a rule
# that the others do not lead to, so 60 rules and the last one keep below both, as below the 256 rules that
# may end in one condition. They do not bound the attributes, of which a fact may have 254; three are `kind`
# and what the C module adds (`id`, `sid`).
_RULES_IN_A_SHARD = 60
MOST_KEYS = 250
# An engine holds up to a few MB. More than this many exist only while that many calls are running.
_ENGINES_KEPT = 8

# Always fires, and last (65535 is the lowest priority): deleting a state in which nothing fired is not safe, and a
# truncated answer must differ from one in which few rules hold.
_LAST = "end"
_LAST_RULE = '"end":{"all":[{"m":{"$ex":{"kind":1}}}],"pri":65535}'

# Names that the C module does not accept as keys, by their hashes.
_OPERATORS = ("lt", "lte", "gt", "gte", "eq", "neq", "ex", "nex", "mt", "imt", "iall", "iany", "or", "and")
_RESERVED = ("id", "sid", "kind", "$s", *(f"${operator}" for operator in _OPERATORS))
_ruleset_numbers = itertools.count()


class EngineError(SqueezelogicError, RuntimeError):
    """An impossible answer of durable-rules: a bug in it or in this module, not in the caller."""


def version() -> str:
    """The installed version of durable-rules."""
    import importlib.metadata  # noqa: PLC0415 - slow to import, and only needed for display

    return importlib.metadata.version(NAME)


def fnv1a(name: str) -> int:
    """The 32-bit FNV-1a hash. The C module compares names by it, not by their text."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def short_names(keys: Iterable[str], hash_of: Callable[[str], int] = fnv1a) -> dict[str, str]:
    """Give each key a short name. No two names, and no name and reserved word, have the same hash."""
    taken = {hash_of(word) for word in _RESERVED}
    candidates = (f"k{number}" for number in itertools.count())
    names: dict[str, str] = {}
    for key in dict.fromkeys(keys):
        names[key] = name = next(name for name in candidates if hash_of(name) not in taken)
        taken.add(hash_of(name))
    return names


@frozen
class _Shard:
    """The text of one ruleset, with the data to query it and to decode its answer."""

    keys: tuple[str, ...]
    fact: str
    ruleset: str
    meanings: Mapping[str, Sequence[int]]


class _Engine:
    """One live copy of every ruleset. It has one owner at a time."""

    def __init__(self, shards: Sequence[_Shard]) -> None:
        self._handles: list[int] = []
        for shard in shards:
            self._handles.append(_live_ruleset(shard))

    def ask(self, shards: Sequence[_Shard], facts: Sequence[str]) -> list[int]:
        questions = zip(self._handles, shards, facts, strict=True)
        return [index for handle, shard, fact in questions for index in _ask_engine(handle, fact, shard.meanings)]

    def close(self) -> None:
        """Free the C memory. Closing twice is harmless, in one thread or in two: a handle is popped once."""
        handles = getattr(self, "_handles", [])  # none where an interrupt came before `__init__` began
        while handles:
            handle = handles.pop()
            # Stopped halfway, it has a state that `delete_ruleset` would leak; otherwise the C module raises.
            with contextlib.suppress(c.error):
                c.delete_state(handle, None)
            c.delete_ruleset(handle)

    __del__ = close

    def __reduce__(self) -> NoReturn:
        raise TypeError("an engine holds C memory: it can be neither pickled nor copied")


class Matcher:
    """Finds which conjunctions hold. Safe to share between threads, forks and signal handlers.

    Args:
        conjunctions: Each holds if all its comparisons do; an empty one always holds.

    Raises:
        TypeError: A key is not a `str`, or a number is not an `int` (a `bool` is none).
        ValueError: An unknown comparison, or a conjunction of more keys than durable-rules can take.
        OverflowError: A number needs more than 63 bits.
        EngineError: durable-rules fails.
    """

    def __init__(self, conjunctions: Sequence[Sequence[Comparison]]) -> None:
        indices: dict[frozenset[Comparison], list[int]] = {}
        for index, conjunction in enumerate(conjunctions):
            indices.setdefault(frozenset(map(_check_comparison, conjunction)), []).append(index)
        self._always = indices.pop(frozenset(), [])  # an empty `$and` is not a condition
        self._shards = tuple(_make_shards(indices))
        self._idle: deque[_Engine] = deque()
        self._closed = False
        self._give_back(_Engine(self._shards))

    def __call__(self, situation: Mapping[str, int]) -> frozenset[int]:
        """Find the indices of the conjunctions that hold.

        Args:
            situation: A number for every key that a conjunction mentions; other keys are ignored.

        Raises:
            LookupError: The situation lacks a key.
            TypeError: A number is not an `int` (a `bool` is none).
            OverflowError: A number needs more than 63 bits.
            EngineError: durable-rules fails.
            ValueError: The matcher is closed.
        """
        if self._closed:
            raise ValueError("the matcher is closed: build another one")
        return frozenset(self._always + self._ask_engine([_encode_fact(shard, situation) for shard in self._shards]))

    def close(self) -> None:
        """Free every engine; engines in use are freed after their call. Later calls raise."""
        self._closed = True
        with contextlib.suppress(IndexError):
            while True:
                self._idle.pop().close()

    def __reduce__(self) -> NoReturn:
        raise TypeError("a matcher holds C memory: it can be neither pickled nor copied; build another one")

    def _ask_engine(self, facts: Sequence[str]) -> list[int]:
        # Without a lock: it could be held across a fork, or by code that a signal handler interrupted.
        try:
            engine = self._idle.pop()
        except IndexError:
            engine = _Engine(self._shards)
        try:
            found = engine.ask(self._shards, facts)
        except BaseException:
            engine.close()
            raise
        self._give_back(engine)
        return found

    def _give_back(self, engine: _Engine) -> None:
        if len(self._idle) < _ENGINES_KEPT:
            self._idle.append(engine)
        else:
            engine.close()
        if self._closed:  # meanwhile, by another thread or a signal handler
            self.close()


def _check_comparison(comparison: Comparison) -> Comparison:
    key, operator, number = comparison
    if not isinstance(key, str):
        raise TypeError(f"a key must be a str, not `{key!r}`")
    if operator not in _FORMS:
        raise ValueError(f"`{key}` is compared by `{operator}`: use one of {', '.join(_FORMS)}")
    _check_number(key, number)
    return key, operator, number


def _check_number(key: str, number: object) -> None:
    # Exactly int: in the C module True is 1 and "1" is 1, and a subclass may have any text form.
    if type(number) is not int:
        raise TypeError(f"`{key}` is `{number!r}`: it must be an int, not a {type(number).__name__}")
    if not -_LARGEST <= number <= _LARGEST:
        raise OverflowError(f"`{key}` is `{number}`: it must lie within {_LARGEST} of 0")


def _encode_fact(shard: _Shard, situation: Mapping[str, int]) -> str:
    """The JSON text of the part of a situation that the shard reads, validated."""
    try:
        numbers = tuple(map(situation.__getitem__, shard.keys))
    except KeyError as missing:
        raise LookupError(f"the situation gives no number for `{missing.args[0]}`") from None
    # A fast check of all numbers; the slow one finds the offending number.
    if set(map(type, numbers)) != {int} or min(numbers) < -_LARGEST or max(numbers) > _LARGEST:
        for key, number in zip(shard.keys, numbers, strict=True):
            _check_number(key, number)
    return shard.fact % numbers


def _make_shards(indices: Mapping[frozenset[Comparison], Sequence[int]]) -> Iterator[_Shard]:
    group: dict[frozenset[Comparison], Sequence[int]] = {}
    keys: set[str] = set()
    for conjunction, meaning in indices.items():
        its_keys = {key for key, _, _ in conjunction}
        if len(its_keys) > MOST_KEYS:
            raise ValueError(f"conjunction {meaning[0]} reads {len(its_keys)} keys, over {MOST_KEYS}")
        if len(group) == _RULES_IN_A_SHARD or len(keys | its_keys) > MOST_KEYS:
            yield _make_shard(group)
            group, keys = {}, set()
        group[conjunction] = meaning
        keys |= its_keys
    if group:
        yield _make_shard(group)


def _make_shard(group: Mapping[frozenset[Comparison], Sequence[int]]) -> _Shard:
    uses = Counter(comparison for conjunction in group for comparison in conjunction)
    names = short_names(key for key, _, _ in sorted(uses))
    meanings = {f"r{number:02}": meaning for number, meaning in enumerate(group.values())}
    rules: list[str] = []
    for name, conjunction in zip(meanings, group, strict=True):
        # Rules with a common prefix share work, so the most frequent comparisons come first.
        common_first = sorted(conjunction, key=lambda comparison: (-uses[comparison], comparison))
        # One key per condition: the C module drops the second of two. `kind` comes first, so that one always holds.
        conditions = "".join("," + _FORMS[sign] % f'"{names[key]}":{n}' for key, sign, n in common_first)
        rules.append(f'"{name}":{{"all":[{{"m":{{"$and":[{{"kind":1}}{conditions}]}}}}]}}')
    fact = '{"kind":1' + "".join(f',"{name}":%d' for name in names.values()) + "}"
    return _Shard(tuple(names), fact, "{" + ",".join([*rules, _LAST_RULE]) + "}", meanings)


def _live_ruleset(shard: _Shard) -> int:
    try:
        handle: int = c.create_ruleset(f"squeezelogic-{next(_ruleset_numbers)}", shard.ruleset)
    except c.error as failure:
        raise EngineError(f"{NAME} did not take a ruleset: {failure}") from failure
    try:
        # A first state lies in uninitialized memory, which deleting reads: so not before a rule has fired in it.
        # Later states lie in the same place, and may be deleted halfway too.
        _ask_engine(handle, shard.fact % ((0,) * len(shard.keys)), shard.meanings)
    except BaseException:
        c.delete_ruleset(handle)
        raise
    return handle


def _ask_engine(handle: int, fact: str, meanings: Mapping[str, Sequence[int]]) -> list[int]:
    try:
        code, state = c.assert_fact(handle, fact)
        if code:
            raise EngineError(f"{NAME} did not take a fact: code {code}")
        found = [index for name in _list_firings(handle, state, len(meanings)) for index in meanings[name]]
        c.delete_state(handle, None)
    except c.error as failure:
        raise EngineError(f"{NAME} failed: {failure}") from failure
    except KeyError as unknown:
        raise EngineError(f"{NAME} fired a rule that it was not given: `{unknown.args[0]}`") from None
    return found


def _list_firings(handle: int, state: int, rules: int) -> list[str]:
    """The names of the rules that fire before the last one."""
    started = c.start_action_for_state(handle, state)
    firing = started[1] if started else None
    names: list[str] = []
    for _ in range(rules + 1):
        if firing is None:
            raise EngineError(f"{NAME} stopped before its last rule")
        name = firing[2:5]  # of `{"r07":{…`: every rule has a name of three letters
        if name == _LAST:
            return names
        names.append(name)
        firing = c.complete_and_start_action(handle, state)
    raise EngineError(f"{NAME} fired more often than it has rules, {rules + 1}")
