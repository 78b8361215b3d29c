"""Data is written as TOML in the style of rulebooks, and read back as it was."""

from __future__ import annotations

import datetime
import tomllib
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from squeezelogic.logic.loading.toml_writer import toml

KEYS = st.text(st.characters(codec="utf-8") | st.sampled_from('\x7f."\\'), max_size=4)
VALUES = st.recursive(
    KEYS | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(KEYS, VALUES, max_size=3))
@example({"\x7f.": "\x7f", "": {'"': "\\"}})
def test_what_is_written_is_read_back(data: dict[str, Any]) -> None:
    """Whatever the keys and texts hold, and however deep tables are."""
    assert tomllib.loads(toml(data)) == data


def test_it_is_written_as_a_person_would() -> None:
    """Plain keys without quotes, letters of all languages as they are, one line for each condition."""
    rule = {
        "id": "one",
        "when": {"leaf": "grün", "a b": {"not": [1, True]}},
        "then": {},
        "on": datetime.date(2026, 1, 2),
    }
    assert toml({"topic": "brew", "slot": {"water": {"type": "text"}}, "rule": [rule]}) == (
        'topic = "brew"\n\n[slot.water]\ntype = "text"\n\n[[rule]]\nid = "one"\nwhen.leaf = "grün"\n'
        'when."a b" = { not = [1, true] }\nthen = {}\non = 2026-01-02\n'
    )
