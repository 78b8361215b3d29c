"""Strategies that only say how they were made: what is drawn from, and what becomes of the first and last of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from typing import Any
from unittest.mock import patch

from attrs import define, field, frozen

from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, in_words
from squeezelogic.logic.model.vocabulary import Attribute

TESTS = (Is, Between, HasAny, HasAll, HasCount, Not)

SHOWN = 12
"""Values of a strategy on which functions are tried."""
LONGEST = 60
"""Characters that say how a strategy was made; one that takes more gets a name, and is said once."""


@frozen
class Made:
    """A strategy: how it was made, and some of its values."""

    recorder: Recorder
    text: str
    samples: tuple[Any, ...] = ()
    is_empty: bool = False

    def __str__(self) -> str:
        return self.text

    def __or__(self, other: Made) -> Made:
        return self.recorder.one_of(self, other)

    def map(self, function: Callable[[Any], Any]) -> Made:
        """What the function makes of the values."""
        made = [function(it) for it in self.samples]
        return self.recorder.make(f"{self} -> {show_values(made)}", made)

    def flatmap(self, function: Callable[[Any], Made]) -> Made:
        """The strategies that the function makes of the values."""
        made = [function(it) for it in self.samples]
        return self.recorder.make(f"{self} => {show_values(made)}", [value for it in made for value in it.samples])

    def filter(self, function: Callable[[Any], bool]) -> Made:
        """Those of the values that the function keeps."""
        kept = [it for it in self.samples if function(it)]
        return self.recorder.make(f"{self} where {show_values(kept)}", kept)


@define
class Recorder:
    """Stands for `hypothesis.strategies`."""

    named: dict[str, str] = field(factory=dict)
    told: int = 0
    SearchStrategy = Made

    def make(self, text: str, samples: Iterable[Any] = ()) -> Made:
        """A strategy; the first few of its values, and the last, are kept."""
        kept = list({show_value(it): it for it in samples}.values())
        name = self.named.setdefault(text, f"s{len(self.named) + 1}") if len(text) > LONGEST else text
        return Made(self, name, tuple(kept if len(kept) <= SHOWN else [*kept[: SHOWN - 1], kept[-1]]))

    def tell(self, name: str, made: Any) -> Iterator[str]:
        """A line that says how a strategy was made, after those that it is made of."""
        new = list(self.named.items())[self.told :]
        self.told = len(self.named)
        *beneath, (text, short) = new or [(str(made), "")]
        yield from (f"  {each} = {how}" for how, each in (beneath if short == str(made) else new))
        yield f"{name}: {short} = {text}" if short == str(made) else f"{name}: {made}"

    def one_of(self, *parts: Made) -> Made:
        """Any of several strategies."""
        return self.make(f"any of [{' | '.join(map(str, parts))}]", [value for it in parts for value in it.samples])

    def sampled_from(self, values: Iterable[Any]) -> Made:
        """Any of several values; each is as likely as often it stands there."""
        listed = list(values)
        return self.make(f"from {show_values(listed)}", listed)

    def just(self, value: Any) -> Made:
        """One value."""
        return self.make(f"just {show_value(value)}", [value])

    def booleans(self) -> Made:
        """No or yes."""
        return self.make("booleans", [False, True])

    def nothing(self) -> Made:
        """No value."""
        return Made(self, "nothing", is_empty=True)

    def tuples(self, *parts: Made) -> Made:
        """A value of each strategy."""
        ends = [tuple(it.samples[end] for it in parts) for end in (0, -1)]
        return self.make(f"({', '.join(map(str, parts))})", ends)

    def lists(self, of: Made, **limits: Any) -> Made:
        """Several values."""
        least = limits.get("min_size", 0)
        some = [list(of.samples[:many]) for many in (least, least + 1, 4)]
        return self.make(f"lists of {of}{_show_options(limits)}", some)

    def frozensets(self, of: Made, **limits: Any) -> Made:
        """Several different values."""
        return self.make(f"sets of {of}{_show_options(limits)}", [frozenset(of.samples[:1]), frozenset(of.samples)])

    def fixed_dictionaries(self, parts: dict[str, Made]) -> Made:
        """A value of each strategy, by name."""
        ends = [{name: it.samples[end] for name, it in parts.items()} for end in (0, -1)]
        return self.make(f"{{{', '.join(f'{name}: {it}' for name, it in parts.items())}}}", ends)

    def __getattr__(self, name: str) -> Callable[..., Made]:
        if name.startswith("_"):
            raise AttributeError(name)

        def make(*given: Any, **options: Any) -> Made:
            return self.make(f"{name}({', '.join(map(show_value, given))}{_show_options(options)})", given)

        return make


def _show_options(options: dict[str, Any]) -> str:
    return "".join(f", {name}={'…' if callable(it) else show_value(it)}" for name, it in options.items())


def show_values(values: Sequence[Any]) -> str:
    """Values in order, with how often each stands there."""
    runs = [(text, len(list(same))) for text, same in groupby(map(show_value, values))]
    return f"[{', '.join(text if many == 1 else f'{many}×{text}' for text, many in runs)}]"


def show_value(value: Any) -> str:
    """A value, the same each time: elements of sets in order, and objects without their addresses."""
    if isinstance(value, frozenset):
        return f"{{{', '.join(sorted(map(show_value, value)))}}}"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {show_value(it)}' for name, it in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(show_value, value))}]"
    if isinstance(value, TESTS):
        return in_words(value)
    if isinstance(value, Attribute):
        return f"{value.name}: {value.type} {show_value(value.values)} {value.at_least}..{value.at_most}"
    return "anywhere" if type(value) is object else str(value)


@contextmanager
def record(*modules: Any) -> Iterator[Recorder]:
    """Within a block, some modules make strategies that only say how they were made."""
    recorder = Recorder()
    kept = [it for module in modules for it in vars(module).values() if hasattr(it, "cache_clear")]
    with ExitStack() as stack:
        for module in modules:
            stack.enter_context(patch.object(module, "st", recorder))
        for it in kept:
            it.cache_clear()  # strategies that are kept are of one kind before, and of another within
            stack.callback(it.cache_clear)
        yield recorder
