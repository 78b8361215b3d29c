"""The labelled names that several tests use."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from squeezelogic.coaching.names import catalogue

FOLDER = Path(__file__).parent
FAMILIES = ("thrust", "hinge", "ambiguous", "neither")

CATALOGUED = [entry for shelf in catalogue.entries().values() for entry in shelf]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))


SETS = _toml("names.toml")["set"]
SAID: dict[str, dict[str, dict[str, object]]] = _toml("said.toml")

LABELLED: dict[str, str] = {
    **{name: family for group in SETS for family in FAMILIES for name in group.get(family, ())},
    **{name: family for family, names in SAID.items() for name in names},
}
IN_OTHER_LANGUAGES: list[str] = [
    name for families in _toml("languages.toml").values() for names in families.values() for name in names
]
EVERY_NAME = [*LABELLED, *(entry.name for entry in CATALOGUED)]
