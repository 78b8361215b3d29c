"""Files that ship beside this code, read from a folder or from a zip alike."""

from __future__ import annotations

import pkgutil


def shipped(name: str) -> str:
    """The text of a file of this package.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    content = pkgutil.get_data("squeezelogic.coaching.names", name)
    if content is None:
        raise FileNotFoundError(f"`{name}` is missing from squeezelogic/coaching/names")
    return content.decode("utf-8")
