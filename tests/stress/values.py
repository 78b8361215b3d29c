"""All public classes, found by the annotations of public members, and examples of each, found by calls."""

from __future__ import annotations

import ast
import contextlib
import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

import squeezelogic
from squeezelogic import (
    Exercise,
    Interview,
    Profile,
    Rulebook,
    diff,
    find_exercise,
    interview,
    match_exercise,
    recommend,
    testing,
)
from squeezelogic.cli.parser import UsageError
from squeezelogic.logic.export.tabulate import tabulate
from squeezelogic.logic.model.errors import SqueezelogicError
from squeezelogic.logic.mutation.run import mutate
from squeezelogic.testing import Situation, all_laws
from squeezelogic.testing.answers import Answer

ROOT = Path(__file__).parents[2]
FRONT_DOORS: tuple[ModuleType, ...] = (squeezelogic, testing)
KEPT_PER_CLASS = 4
NOT_VALUES = {
    "LawLike": "a protocol has no examples of its own",
    "Labelled": "what attributes and slots have in common",
    "NoExercise": "stands for a row of a dataframe, which tests/frames/test_agreement.py asks about",
    "EngineError": "says that the C engine broke, which tests/logic/inference/test_engine.py brings about",
    "Plan": "a machine, made anew wherever a rulebook goes",
    "HotPath": "a machine, made anew wherever a rulebook goes",
}

# ---------------------------------------------------------------- which classes are public


def public_classes() -> list[type]:
    """The classes in the public modules, and those that public members of classes and functions return."""
    waiting = [thing for door in FRONT_DOORS for thing in behind(door)]
    seen: dict[Any, None] = {}
    while waiting:
        thing = waiting.pop()
        if thing in seen or not inspect.getmodule(thing) or thing.__name__ in NOT_VALUES:
            continue
        seen[thing] = None
        waiting += given_by(thing)
    found = [thing for thing in seen if inspect.isclass(thing)]
    return sorted(found, key=lambda cls: f"{cls.__module__}.{cls.__qualname__}")


def behind(door: ModuleType) -> Iterator[Any]:
    """The objects that a module exports, without those that need an extra that is not installed."""
    for name in door.__all__:
        try:
            yield getattr(door, name)
        except ModuleNotFoundError as missing:
            if str(missing.name).startswith("squeezelogic"):
                raise


def given_by(thing: Any) -> Iterator[type]:
    """The library's classes in the annotations of a class's public members, or of a function's result."""
    module = inspect.getmodule(thing)
    assert module
    names = namespace(module.__name__)
    if inspect.isclass(thing):
        yield from (base for base in thing.__subclasses__() if issubclass(thing, BaseException) and own(base))
    for node in ast.walk(tree(module.__name__)):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and names.get(node.name) is thing:
            for annotation in annotated(node):
                for word in ast.walk(annotation):
                    if isinstance(word, ast.Name) and word.id in names:
                        yield from classes_in(names[word.id])


def annotated(node: ast.ClassDef | ast.FunctionDef) -> Iterator[ast.expr]:
    """The annotations of the public members of a class, or of the result of a function."""
    if isinstance(node, ast.FunctionDef):
        yield from [node.returns] if node.returns else []
        return
    for member in node.body:
        if isinstance(member, ast.FunctionDef) and not member.name.startswith("_"):
            yield from annotated(member)
        elif isinstance(member, ast.AnnAssign) and not ast.unparse(member.target).startswith("_"):
            yield member.annotation


def classes_in(meant: Any) -> Iterator[type]:
    """The library's classes in the value of a name: a class, or an alias of several."""
    if inspect.isclass(meant) and own(meant):
        yield meant
    for part in getattr(meant, "__args__", ()):
        yield from classes_in(part)


def own(cls: type) -> bool:
    """Whether the library defines a class that is neither an enum nor a typed dict."""
    return (
        cls.__module__.startswith("squeezelogic")
        and cls.__module__ != "squeezelogic.coaching.values"
        and cls.__mro__[1] is not dict
    )


@cache
def tree(module: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(inspect.getsource(import_module(module)))


@cache
def namespace(module: str) -> dict[str, Any]:
    """The names of a module, including those that are imported for type checkers only."""
    names = dict(vars(import_module(module)))
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("squeezelogic"):
            for alias in node.names:
                with contextlib.suppress(ImportError, AttributeError):
                    names[alias.asname or alias.name] = getattr(import_module(node.module), alias.name)
    return names


# ---------------------------------------------------------------- examples


@cache
def examples() -> Mapping[type, list[Any]]:
    """A few different values of each class, found in the library's answers."""
    found: dict[type, dict[str, Any]] = defaultdict(dict)
    seen: set[int] = set()
    waiting = [value for ask in ASKED for value in ask()]
    for value in waiting:  # it grows during the loop, and keeps all values alive, so that no `id` is reused
        if id(value) not in seen and not isinstance(value, (str, int, float)):
            seen.add(id(value))
            kept = found[type(value)]
            if own(type(value)) and len(kept) < KEPT_PER_CLASS:
                kept.setdefault(repr(value), value)
            waiting += parts(value)
    return {cls: list(kept.values()) for cls, kept in found.items() if kept}


def parts(value: Any) -> Iterator[Any]:
    """The members and the attributes of a value, one level down."""
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, (tuple, list, frozenset, set)):
        yield from value
    elif own(type(value)) and not isinstance(value, BaseException):
        yield from (getattr(value, name) for name in public_names(value))
    elif isinstance(value, BaseException):
        yield from vars(value).values()


def public_names(value: Any) -> list[str]:
    """The names of a value's fields and properties."""
    cls = type(value)
    names = [name for name in dir(cls) if not name.startswith("_") and not callable(getattr(cls, name))]
    return sorted(
        {*names, *(f.name for f in attrs.fields(cls) if not f.name.startswith("_"))} if attrs.has(cls) else names
    )


def recommendations() -> Iterator[Any]:
    """Recommendations of every kind, and the answers to all questions about them."""
    full = Profile(experience="beginner", goal="hypertrophy", rehab=True, red_flags=["fever"], more={"shoe": 43})
    yield from (full, Profile(), Exercise(movement="swing", implement="kettlebell"))
    for profile, name, seen in [
        (full, "hip thrust", ["no_pause", "leans_back"]),
        (Profile(experience="beginner", goal="hypertrophy", glute_activation="late"), "glute bridge", ["knees_cave"]),
        (Profile(back_pain="history", goal="strength"), "Romanian deadlift", ["leans_back", "rounded_back"]),
        (Profile(experience="advanced"), "barbell hip thrust", ["bar_rolls"]),
        (Profile(more={"mood": ["good", "calm"], "late": True}), "kettlebell swing", []),
    ]:
        rec = recommend(profile, name, observed=seen)
        yield from (rec, rec.why("verdict"), rec.why_not(), rec.questions(), rec.drawing("all"))
        yield from (
            rec.what_if(experience="intermediate"),
            rec.counterfactuals(),
            rec.counterfactuals("refer", "red_flags"),
        )
        yield Situation(profile, rec_exercise(name), seen)


def rec_exercise(name: str) -> Exercise:
    """The exercise of a name."""
    return find_exercise(name).exercise


def rulebooks() -> Iterator[Any]:
    """Sound and broken rulebooks, with their decisions, findings and differences."""
    default = Rulebook.default()
    folders = [ROOT / "docs" / "examples" / "rain", ROOT / "tests" / "clean" / "houseplants"]
    small = [Rulebook.load(folder) for folder in folders]
    waived, parcel = (Rulebook.load(ROOT / "tests" / "clean" / name) for name in ("waived", "parcel"))
    yield from (default, *small, waived, parcel, default.map("experience", "movement"))
    yield from (default.interview({"movement": "swing"}), default.interview({"movement": "hip_thrust"}))
    for folder in sorted((ROOT / "tests" / "broken").iterdir()):
        broken = Rulebook.load(folder)
        yield from (broken, broken.check())
    for movement in ("hip_thrust", "swing"):
        decision = default.decide({"movement": movement, "experience": "beginner"})
        yield from (decision, decision.what_if(experience="advanced"))
    yield from (book.graph() for book in small)
    yield from (diff(small[0], small[1]), diff(small[0], small[0]), diff(waived, small[1]))
    yield from (tabulate(default, "squeeze"), tabulate(default, "dose"), mutate(small[0]), *all_laws())


def breaches() -> Iterator[Any]:
    """The breaches of laws by a coach who always gives the same answer."""
    for movement in ("deadlift", "swing"):
        situation = Situation(Profile(red_flags=["fever"]), Exercise(movement=movement))
        answer = recommend("advanced", "hip thrust").to_dict()
        yield from (law.breach(situation, lambda _, told=answer: Answer(told)) for law in all_laws())  # type: ignore[misc]


def interviews() -> Iterator[Any]:
    """At the start, in the middle and at the end; names and ids of exercises."""
    start: Interview = interview("hip thrust", about="verdict")
    yield from (start, start.answer([]), start.answer(["fever"]), interview("kb swing", profile="advanced"))
    yield from map(find_exercise, ("hip thrusts", "Romanian Deadlift (Barbell)"))
    yield find_exercise(("free-exercise-db", "Good_Morning"))
    yield from map(match_exercise, ("hip thrust", "power clean", "back squat", "hip thurst"))


def errors() -> Iterator[Any]:
    """One error of each kind."""
    for mistake in (
        lambda: recommend("beginer", "hip thrust"),
        lambda: recommend("beginner", "hip thrusst"),
        lambda: recommend("beginner", "back squat"),
        lambda: recommend("beginner", "back extension"),
        lambda: Profile(experience="old", goal="fame"),  # type: ignore[arg-type]
        lambda: Rulebook.load(ROOT / "no such folder"),
        lambda: decide_badly("gap"),
        lambda: decide_badly("conflict"),
        refuse_usage,
    ):
        yield raised(mistake)


def refuse_usage() -> None:
    """Call the command line with an option that it does not have."""
    raise UsageError("squeezelogic check", "there is no option `--wach`")


def decide_badly(check: str) -> None:
    """Decide a situation for which a check has found that there is no decision."""
    book = Rulebook.load(ROOT / "tests" / "broken" / check)
    for finding in book.check():
        book.decide(finding.witness or {})


def raised(mistake: Callable[[], object]) -> SqueezelogicError:
    """The error that a call raises."""
    try:
        mistake()
    except SqueezelogicError as error:
        return error
    raise AssertionError("it was no mistake")


ASKED = (recommendations, rulebooks, breaches, interviews, errors)
