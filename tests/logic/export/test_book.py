"""A rulebook as one JSON document."""

from __future__ import annotations

import datetime

import pytest

from squeezelogic import InvalidInput
from squeezelogic.logic.export.book import LARGEST_EXACT, SCHEMA, as_book
from squeezelogic.testing.books import written

BOOK = written(
    "plants",
    {
        "vocabulary.toml": {
            "rulebook": {"name": "plants", "version": "7"},
            "attribute": {
                "soil": {
                    "values": ["dry", "wet"],
                    "ask": "How is the soil?",
                    "tell": "Touch it.",
                    "label": "Soil",
                    "labels": {"dry": "Dry"},
                    "required": True,
                    "implies": {"wet": {"rain": True}},
                },
                "rain": {"type": "boolean"},
                "leaves": {"type": "integer", "at_least": 0},
                "sown": {"type": "date", "at_most": datetime.date(2030, 1, 31)},
                "bugs": {"type": "set", "values": ["mites", "flies", "lice"]},
            },
            "slot": {
                "water": {"values": ["cup", "none"], "label": "Water", "labels": {"cup": "A cup"}},
                "tips": {"type": "advice"},
                "need": {"type": "integer", "accumulates": "sum"},
            },
        },
        "advice.toml": {
            "advice": {"wait": {"text": "Wait a day.", "short": "Wait.", "rank": 3}, "spray": {"text": "Spray it."}}
        },
        "sources.toml": {
            "articles": {"leaflet": {"title": "The leaflet"}},
            "claim": [
                {"id": "L-1", "article": "leaflet", "section": "Water", "gist": "Dry soil wants water."},
                {"id": "L-2", "article": "leaflet", "gist": "No soil does."},
            ],
        },
        "care.toml": {
            "topic": "care",
            "question": "What does it need?",
            "levels": ["danger", "thirst"],
            "concludes": ["water", "tips", "need"],
            "required": ["water"],
            "rule": [
                {
                    "id": "dry",
                    "level": "thirst",
                    "title": "Dry soil",
                    "when": [{"soil": "dry", "rain": {"not": True}}, {"leaves": {"at_least": 2, "at_most": 5}}],
                    "then": {"water": "cup", "tips": ["wait"], "need": 2},
                    "because": "Roots drink.",
                    "claims": ["L-1"],
                    "basis": "stated",
                    "disputed_by": ["L-2"],
                    "overrides": ["old"],
                },
                {
                    "id": "old",
                    "level": "thirst",
                    "when": {"sown": {"at_most": datetime.date(2020, 5, 1)}},
                    "then": {"water": "none"},
                },
                {
                    "id": "bugs",
                    "level": "danger",
                    "when": [{"bugs": {"count_at_least": 2}}, {"bugs": {"all": ["mites", "flies"]}}, {"bugs": "lice"}],
                    "then": {"tips": ["spray"]},
                },
            ],
        },
    },
)

DOCUMENT = {
    "schema": SCHEMA,
    "rulebook": {"name": "plants", "version": "7", "digest": BOOK.digest},
    "attributes": {
        "soil": {
            "of": "facts",
            "type": "enum",
            "takes": "`dry` or `wet`",
            "values": ["dry", "wet"],
            "required": True,
            "ask": "How is the soil?",
            "tell": "Touch it.",
            "label": "Soil",
            "labels": {"dry": "Dry"},
            "implies": {"wet": {"rain": True}},
        },
        "rain": {"of": "facts", "type": "boolean", "takes": "`true` or `false`", "values": []},
        "leaves": {
            "of": "facts",
            "type": "integer",
            "takes": "a whole number of at least 0",
            "at_least": 0,
            "at_most": None,
        },
        "sown": {
            "of": "facts",
            "type": "date",
            "takes": "a date such as 2026-05-31 of at most 2030-01-31",
            "at_least": None,
            "at_most": "2030-01-31",
        },
        "bugs": {
            "of": "facts",
            "type": "set",
            "takes": "`mites` or `flies` or `lice`",
            "values": ["mites", "flies", "lice"],
        },
    },
    "slots": {
        "water": {"type": "enum", "values": ["cup", "none"], "label": "Water", "labels": {"cup": "A cup"}},
        "tips": {"type": "advice"},
        "need": {"type": "integer", "sums": True},
    },
    "topics": [
        {
            "name": "care",
            "question": "What does it need?",
            "required": ["water"],
            "sums": ["need"],
            "reads": {"soil": "enum", "rain": "boolean", "leaves": "integer", "sown": "date", "bugs": "set"},
            "rules": [
                {
                    "id": "bugs",
                    "topic": "care",
                    "title": "",
                    "level": "danger",
                    "when": [
                        [["bugs", {"count": 2, "of": ["flies", "lice", "mites"]}]],
                        [["bugs", {"all": ["flies", "mites"]}]],
                        [["bugs", {"any": ["lice"]}]],
                    ],
                    "then": {"tips": ["spray"]},
                    "because": "",
                    "claims": [],
                    "basis": "house",
                    "disputed_by": [],
                },
                {
                    "id": "dry",
                    "topic": "care",
                    "title": "Dry soil",
                    "level": "thirst",
                    "when": [
                        [["rain", {"not": {"is": [True]}}], ["soil", {"is": ["dry"]}]],
                        [["leaves", {"between": {"at_least": 2, "at_most": 5}}]],
                    ],
                    "then": {"water": "cup", "tips": ["wait"], "need": 2},
                    "because": "Roots drink.",
                    "claims": ["L-1"],
                    "basis": "stated",
                    "disputed_by": ["L-2"],
                    "ranks": {"tips": {"wait": 3}},
                },
                {
                    "id": "old",
                    "topic": "care",
                    "title": "",
                    "level": "thirst",
                    "when": [[["sown", {"between": {"at_most": "2020-05-01"}}]]],
                    "then": {"water": "none"},
                    "because": "",
                    "claims": [],
                    "basis": "house",
                    "disputed_by": [],
                    "rivals": [1],
                    "above": [1],
                },
            ],
        }
    ],
    "advice": {
        "wait": {"text": "Wait a day.", "carried": {"short": "Wait."}},
        "spray": {"text": "Spray it.", "carried": {}},
    },
    "claims": {
        "L-1": {"article": "The leaflet", "section": "Water", "gist": "Dry soil wants water."},
        "L-2": {"article": "The leaflet", "section": "", "gist": "No soil does."},
    },
}


def test_a_document_holds_what_the_rulebook_says() -> None:
    """Each attribute, slot, rule, text and claim with all that is declared of it, and nothing that is not."""
    assert as_book(BOOK) == DOCUMENT


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
            "number",
            0.12345678901234568,
            "say",
            "`it` is compared with `0.12345678901234568`, which JavaScript cannot tell from its neighbours: "
            "its numbers hold 15 digits",
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
