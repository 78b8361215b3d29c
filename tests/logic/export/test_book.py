"""A rulebook as one JSON document: what it cannot hold. `test_texts.py` shows what it holds."""

from __future__ import annotations

import pytest

from squeezelogic import InvalidInput
from squeezelogic.logic.export.book import LARGEST_EXACT, as_book
from squeezelogic.testing.books import written


@pytest.mark.parametrize(
    ("attribute", "condition", "slot", "problem"),
    [
        (
            "integer",
            LARGEST_EXACT + 1,
            "say",
            "book.topics[0].rules[0].when[0][0][1].between.at_least is 9007199254740993: "
            "JavaScript holds whole numbers exactly only up to 2^53",
        ),
        (
            "integer",
            -LARGEST_EXACT - 3,
            "say",
            "book.topics[0].rules[0].when[0][0][1].between.at_least is -9007199254740995: "
            "JavaScript holds whole numbers exactly only up to 2^53",
        ),
        (
            "number",
            0.12345678901234568,
            "say",
            "`it` is compared with `0.12345678901234568`, which JavaScript cannot tell from its neighbours: "
            "its numbers hold 15 digits, and whole numbers up to 2^53",
        ),
        (
            "integer",
            LARGEST_EXACT,
            "constructor",
            "`constructor` cannot be a name in JavaScript, where every object has it: choose another",
        ),
    ],
)
def test_what_javascript_cannot_hold_is_refused(attribute: str, condition: float, slot: str, problem: str) -> None:
    """A number, with its place in the document or with the fact that is compared with it, and a name."""
    vocabulary = {"attribute": {"it": {"type": attribute}}, "slot": {slot: {"values": ["a"]}}}
    rule = {"id": "old", "when": {"it": {"at_least": condition}}, "then": {slot: "a"}}
    topic = {"topic": "t", "concludes": [slot], "rule": [rule]}
    with pytest.raises(InvalidInput) as caught:
        as_book(written("refused", {"vocabulary.toml": vocabulary, "t.toml": topic}))
    assert str(caught.value) == problem
