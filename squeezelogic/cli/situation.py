"""The options that say who lifts, what, and what was seen."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import attributes, from_mapping
from squeezelogic.coaching.names import find_exercise
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.values import Fault
from squeezelogic.logic.loading.safe_read import regular_bytes
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.rulebook import Rulebook

LARGEST = 2**20


def add_situation(command: Any) -> None:
    """Add the exercise, and an option for each fact."""
    command.add_argument("exercise", metavar="EXERCISE", help='a name, such as "Hip Thrust (Barbell)"')
    command.add_argument("--rulebook", metavar="FOLDER", help="a rulebook to put on top of the default one")
    command.add_argument("--profile", metavar="FILE", help="a JSON file with a profile; options add to it")
    _add_facts(command.add_argument_group("the lifter (unknown where left out)"), Profile)
    _add_facts(command.add_argument_group("the exercise (what its name does not say)"), Exercise)
    group = command.add_argument_group("what was seen")
    group.add_argument("--observed", action="append", default=[], metavar="FAULT[,FAULT]", help=", ".join(Fault))


def _add_facts(group: Any, cls: type[Any]) -> None:
    """An option for each fact of a class, `--like-this`."""
    for name, attribute in attributes(cls).items():
        option, listed = f"--{name.replace('_', '-')}", ", ".join(map(str, attribute.values))
        if attribute.type == "boolean":
            group.add_argument(option, action=argparse.BooleanOptionalAction, dest=name)
        elif attribute.type == "set":
            group.add_argument(option, action="append", metavar="VALUE[,VALUE]", dest=name, help=listed)
        else:
            group.add_argument(option, metavar="VALUE", dest=name, help=listed)


def situation(options: argparse.Namespace) -> dict[str, Any]:
    """What the options say, as the arguments of `recommend`.

    Raises:
        InvalidInput: with every value that is none, or a profile that cannot be read.
        UnknownExercise, AmbiguousExercise: the name means no exercise, or not surely one.
        RulebookError: the folder holds no usable rulebook.
    """
    profile: Profile = from_mapping(
        Profile, {**_profile_file(options.profile), **_given(options, Profile)}, "a profile"
    )
    named = find_exercise(options.exercise).exercise
    return {
        "profile": profile,
        "exercise": Exercise(**{**named.facts, "family": None, **_given(options, Exercise)}),
        "observed": _listed(options.observed),
        "rulebook": Rulebook.default().extended(options.rulebook) if options.rulebook is not None else None,
    }


def _given(options: argparse.Namespace, cls: type[Any]) -> dict[str, Any]:
    values = {name: getattr(options, name, None) for name in attributes(cls)}
    return {
        name: _listed(value) if isinstance(value, list) else value
        for name, value in values.items()
        if value is not None
    }


def _listed(values: Sequence[str]) -> list[str]:
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def _profile_file(path: str | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        content = regular_bytes(Path(path), LARGEST)
        whole = content is not None and len(content) <= LARGEST
        data = json.loads(content.decode("utf-8-sig")) if content and whole else None
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or error
        raise InvalidInput(f"{quoted(path)} cannot be read as a profile: {why}") from None
    if not whole:
        what = "no file" if content is None else f"larger than {LARGEST // 1024**2} MiB"
        raise InvalidInput(f"{quoted(path)} cannot be read as a profile: it is {what}")
    if not isinstance(data, dict):
        raise InvalidInput(f"{quoted(path)} holds no profile: it must be a JSON object")
    return data
