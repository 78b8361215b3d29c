"""What no file of a rulebook may hold, wherever it stands in it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from squeezelogic.logic.loading.document import Document, Path_
from squeezelogic.logic.model.errors import DEEPEST, OBEYED, Problem, quoted
from squeezelogic.logic.model.untrusted import is_countable


def unsound(document: Document) -> Iterator[Problem]:
    """Texts that a terminal would obey, numbers that JSON cannot carry, and what is nested too deeply to walk through.

    Texts of a rulebook end in terminals, pages and logs. Refused here, they need not be feared anywhere else.
    """
    texts = (
        "\\" in document.text or OBEYED.search(document.text) is not None
    )  # else no text in it can hold such a thing
    waiting: list[tuple[Path_, Any]] = [((), document.data)]
    while waiting:
        path, value = waiting.pop()
        if what := _fault(value) or (_fault(path[-1]) if path else ""):
            yield Problem(what, document.name, document.line(path))
        elif isinstance(value, (dict, list)):
            if len(path) >= DEEPEST:
                yield Problem("nested too deeply", document.name, document.line(path))
            else:
                inner = value.items() if isinstance(value, dict) else enumerate(value)
                waiting += [((*path, key), item) for key, item in inner if texts or type(item) is not str]


def _fault(value: object) -> str:
    if isinstance(value, str):
        found = OBEYED.search(value)
        return f"the control character {quoted(found.group())} in a text" if found else ""
    if isinstance(value, float):
        return "" if math.isfinite(value) else f"{quoted(value)} is no number to reckon with; give a finite one"
    if isinstance(value, int) and not is_countable(value):
        return "a whole number of more than 64 bits"
    return ""
