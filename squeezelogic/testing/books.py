"""A strategy for rulebooks: invented ones, or variants of an existing one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from hypothesis import note
from hypothesis import strategies as st

from squeezelogic.logic.analysis.compiled import Compiled
from squeezelogic.logic.loading.assemble import assemble
from squeezelogic.logic.loading.document import Document
from squeezelogic.logic.loading.toml_writer import toml
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.testing.changing import changed
from squeezelogic.testing.inventing import invented

NAME = "made-up"


def rulebooks(*, like: Rulebook | None = None, sound: bool = False) -> st.SearchStrategy[Rulebook]:
    """Rulebooks that load, though they may have conflicts and gaps. A failing test shows them as TOML.

    An invented rulebook has up to five attributes of every type and two topics, of which the second may read the first.
    Its rules shrink to fewer and shorter ones.

    Args:
        like: a rulebook to vary: its vocabulary and texts stay, a few of its rules are changed, dropped or added. Its
        cases and waivers are left out. It shrinks to the rulebook itself.
        sound: only rulebooks that decide in every situation.
    """
    drawn = _made_up(sound) if like is None else _draw_like(like)
    return drawn.filter(always_decides) if sound else drawn


def written(name: str, files: Mapping[str, Mapping[str, Any]]) -> Rulebook:
    """Write data, by file name, as TOML, and load it as a rulebook.

    Raises:
        RulebookError: the rulebook is invalid.
    """
    texts = {file: toml(data) for file, data in files.items()}
    layer = tuple(Document(f"{name}/{file}", tomllib.loads(text), text) for file, text in texts.items())
    return Rulebook(assemble((layer,)), layers=(layer,))


def always_decides(book: Rulebook) -> bool:
    """Whether deciding raises no error in any situation (a proof, not a sample)."""
    compiled = Compiled.whole(book.vocabulary.attributes, book.topics)
    whole = len(compiled.topics) == len(book.topics)
    return whole and not any(topic.conflicts or topic.gaps for topic in compiled.topics)


@st.composite
def _made_up(draw: st.DrawFn, sound: bool) -> Rulebook:
    files = draw(invented(sound))
    note("\n".join(f"# {file}\n{toml(data)}" for file, data in files.items()))
    return written(NAME, files)


@st.composite
def _draw_like(draw: st.DrawFn, book: Rulebook) -> Rulebook:
    layers, changes = draw(changed(book))
    note(f"{book!r}, but {'; '.join(changes) or 'nothing is changed'}")
    return Rulebook(assemble(layers), layers=layers)
