"""The default rulebook: its folder, inside the installed package or beside it in a checkout, and its prepared form.

A wheel also holds the rulebook in prepared form, parsed and compiled, which loads ten times as fast as the TOML files.
"""

from __future__ import annotations

import gc
import os
import pickle
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from squeezelogic.logic.model.errors import Problem, RulebookError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

SENTINEL = "vocabulary.toml"
PREPARED = "prepared.pickle"
LEFT_OUT = (".cases.toml", "laws.toml", "waivers.toml")
"""The suffixes of files that are not loaded before they are read: no decision needs them."""
_PREPARED_IN = os.path.realpath(f"{__file__}/../../../rules")


def folder(package: Path | None = None) -> Path | Traversable:
    """The folder of the default rulebook; inside the archive if the package was imported from one.

    Args:
        package: the folder of the package; that of this module if left out.

    Raises:
        RulebookError: the folder is missing.
    """
    from pathlib import Path  # noqa: PLC0415 - the prepared form does not need it, and it is slow to import

    package = package or Path(__file__).resolve().parents[2]
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


def prepare(rulebook: object, rules: str) -> bytes:
    """The content of `PREPARED`.

    Args:
        rulebook: what `read_prepared` shall return; it must be picklable.
        rules: the folder of the TOML files that it was made from.
    """
    content = BytesIO()
    _Pickler(content, 5).dump(rulebook)
    return pickle.dumps((_sum_files(rules), content.getvalue()), 5)


class _Pickler(pickle.Pickler):
    """Lets attrs values be made by their class: a quarter faster than by the `__setstate__` of attrs."""

    def reducer_override(self, value: Any) -> Any:
        fields = getattr(value, "__attrs_attrs__", ())
        is_own = isinstance(value, type) or "__reduce__" in vars(type(value))
        if is_own or not fields or not all(it.init and not it.kw_only for it in fields):
            return NotImplemented
        return type(value), tuple(getattr(value, it.name) for it in fields)


def read_prepared() -> Any:
    """What was prepared for the wheel; None if there is nothing, or if a TOML file was edited since.

    The file comes with the code of the package, and is trusted like it.
    """
    try:
        content = _read_package_file(f"{_PREPARED_IN}/{PREPARED}")
    except OSError:
        return None
    total, prepared = pickle.loads(content)  # noqa: S301 - see above
    if total != _sum_files(_PREPARED_IN):
        return None
    collects = gc.isenabled()
    gc.disable()  # a third of the time: it would go through thousands of new values, none of which is garbage
    try:
        return pickle.loads(prepared)  # noqa: S301
    finally:
        if collects:
            gc.enable()


def _sum_files(rules: str) -> int:
    """A checksum of the names and contents of the TOML files that are loaded at first."""
    total = 0
    for name in sorted(_list_files(rules)):
        total = zlib.crc32(_read_package_file(f"{rules}/{name}"), zlib.crc32(name.encode(), total))
    return total


def _list_files(rules: str) -> Iterator[str]:
    with os.scandir(rules) as entries:
        yield from (it.name for it in entries if it.name.endswith(".toml") and not it.name.endswith(LEFT_OUT))


def _read_package_file(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - `pathlib` is slow to import
        return file.read()
