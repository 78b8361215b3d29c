"""The folder of the default rulebook: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from squeezelogic.logic.model.errors import Problem, RulebookError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SENTINEL = "vocabulary.toml"
PACKAGE = Path(__file__).resolve().parents[2]


def folder(package: Path = PACKAGE) -> Path | Traversable:
    """The folder of the default rulebook; inside the archive if the package was imported from one.

    Raises:
        RulebookError: the folder is missing.
    """
    candidates: list[Path | Traversable] = [package / "rules", package.parent / "rules"]
    if not package.is_dir():
        from importlib import resources  # noqa: PLC0415 - only a package in an archive needs it

        candidates = [resources.files("squeezelogic") / "rules"]
    for candidate in candidates:
        if (candidate / SENTINEL).is_file():
            return candidate
    looked = " and ".join(map(str, candidates))
    raise RulebookError(
        [
            Problem(
                f"the default rulebook is missing (looked in {looked})",
                suggestion="install squeezelogic again",
            )
        ]
    )
