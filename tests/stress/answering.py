"""Many answers of every kind, as bytes, which must not depend on the environment.

`python -m tests.stress.answering` prints a fingerprint of each kind as JSON. It needs only the library and the standard
library, so any Python can run it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[2]
SHUFFLED = "SQUEEZELOGIC_SHUFFLE_FILES"
WITHOUT_ENGINE = "SQUEEZELOGIC_WITHOUT_ENGINE"
RECOMMENDATIONS, EXPLAINED, CONSIDERED = 2_000, 60, 12
NAMES = (
    "Hip Thrusts",
    "İP THRUST",
    "KB swing",
    "Romanian Deadlift (Barbell)",
    "glute brıdge",
    "thruster",
    "back extension",
)


def around() -> None:
    """Apply the settings in the environment: list files in another order, hide the C engine."""
    if seed := os.environ.get(SHUFFLED):
        chance, listdir, scandir = Random(seed), os.listdir, os.scandir

        def shuffled(path: Any = ".") -> list[Any]:
            return chance.sample(found := listdir(path), len(found))

        class Scanned:
            """The result of `os.scandir`, in another order."""

            def __init__(self, path: Any = ".") -> None:
                self._found = list(scandir(path))
                chance.shuffle(self._found)

            def __enter__(self) -> Iterator[Any]:
                return iter(self._found)

            def __exit__(self, *_: object) -> None:
                return None

            def __iter__(self) -> Iterator[Any]:
                return iter(self._found)

        os.listdir, os.scandir = shuffled, Scanned  # type: ignore[assignment]
    if os.environ.get(WITHOUT_ENGINE):
        sys.modules["durable_rules_engine"] = None  # type: ignore[assignment]


def lifters() -> Iterator[tuple[dict[str, Any], dict[str, Any], list[str]]]:
    """Random lifters, exercises and observed faults, the same in every environment."""
    from squeezelogic import Rulebook

    chance, attributes = Random(6), Rulebook.default().vocabulary.attributes
    for number in range(RECOMMENDATIONS):
        told: dict[str, dict[str, Any]] = {"profile": {}, "exercise": {}, "observed": {}}
        for name, attribute in attributes.items():
            if name == "family" or chance.random() < 0.5:
                continue
            if attribute.type == "set":
                told[attribute.of][name] = chance.sample(attribute.values, chance.choice([0, 0, 1, 2]))
            else:
                told[attribute.of][name] = chance.choice([None, *(attribute.values or (True, False))])
        told["exercise"]["movement"] = chance.choice(attributes["movement"].values)
        more = {"shoe": number % 50, "mood": ["calm", "bright"]} if number % 5 == 0 else {}
        yield {**told["profile"], "more": more}, told["exercise"], told["observed"].get("observed", [])


def recommendations() -> Iterator[Any]:
    """Recommendations as JSON."""
    from squeezelogic import recommend

    for profile, exercise, observed in lifters():
        yield recommend(profile, exercise, observed=observed).to_dict()


def explanations() -> Iterator[Any]:
    """Explanations as text, short and full."""
    from squeezelogic import recommend

    for profile, exercise, observed in islice(lifters(), EXPLAINED):
        yield [recommend(profile, exercise, observed=observed).explain(detail) for detail in ("short", "full")]


def considerations() -> Iterator[Any]:
    """The answers to all questions about a recommendation, as data and as text."""
    from squeezelogic import recommend

    for profile, exercise, observed in islice(lifters(), CONSIDERED):
        rec = recommend(profile, exercise, observed=observed)
        for told in (
            rec.why("verdict"),
            rec.why_not(),
            rec.questions(),
            rec.counterfactuals(),
            rec.what_if(goal="general"),
        ):
            yield [told.to_dict(), str(told)]
        yield [rec.drawing().svg, rec._repr_mimebundle_()]


def findings() -> Iterator[Any]:
    """The findings of checks in sound and broken rulebooks."""
    from squeezelogic import Rulebook

    yield [finding.to_dict() for finding in Rulebook.default().check()]
    for folder in sorted((ROOT / "tests" / "broken").iterdir()):
        yield [[finding.to_dict(), str(finding)] for finding in Rulebook.load(folder).check()]


def tables() -> Iterator[Any]:
    """Topics as decision tables."""
    from squeezelogic import Rulebook
    from squeezelogic.logic.export.tabulate import tabulate

    for topic in Rulebook.default().topics:
        table = tabulate(Rulebook.default(), topic.name)
        yield [table.head, list(table.cells())]


def differences() -> Iterator[Any]:
    """The differences of two rulebooks, and the views of the default one."""
    from squeezelogic import Rulebook, diff

    rain, plants = (Rulebook.load(ROOT / name) for name in ("docs/examples/rain", "tests/clean/houseplants"))
    for found in (diff(rain, plants), diff(plants, rain)):
        yield [found.to_dict(), str(found), found.to_markdown()]
    yield [Rulebook.default().digest, plants.digest, plants.graph().svg]


def mistakes() -> Iterator[Any]:
    """The readings of names, and the errors for wrong input."""
    from squeezelogic import InvalidInput, classify, find_exercise, recommend

    for name in NAMES:
        yield classify(name)
        for ask in (find_exercise, lambda wrong: recommend({"goal": wrong, "rehab": wrong}, "hip thrust")):
            try:
                yield repr(ask(name))
            except InvalidInput as error:
                yield str(error)


def pages() -> Iterator[Any]:
    """The page of the default rulebook, in two languages."""
    from squeezelogic import Rulebook
    from squeezelogic.coaching.web.page import page

    yield page(Rulebook.default(), languages=["de"])


KINDS: dict[str, Callable[[], Iterator[Any]]] = {
    kind.__name__: kind
    for kind in (recommendations, explanations, considerations, findings, tables, differences, mistakes, pages)
}


def fingerprints() -> dict[str, str]:
    """A fingerprint of all answers of each kind, to the byte."""
    found = {}
    for name, kind in KINDS.items():
        summed = hashlib.sha256()
        for answer in kind():
            summed.update(json.dumps(answer, ensure_ascii=False).encode("utf-8"))
        found[name] = summed.hexdigest()
    return found


if __name__ == "__main__":
    around()
    print(json.dumps(fingerprints()))  # noqa: T201 - printing is its job
