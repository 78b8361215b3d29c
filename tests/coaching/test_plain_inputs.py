"""Facts as arguments of `recommend`, embeddable schemas, and unreadable arguments."""

from __future__ import annotations

import pytest

from squeezelogic import InvalidInput, Rulebook, recommend
from squeezelogic.coaching.pydantic_support import embed_schema
from squeezelogic.coaching.vectors import inputs
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Vocabulary

BOOK = Rulebook.default()


def test_facts_are_split_into_what_recommend_takes() -> None:
    """By their owners, sets as sorted lists; what a rulebook adds stands in `more`, and what is not known nowhere."""
    facts = {"goal": "strength", "movement": "swing", "observed": ("no_pause", "bar_rolls"), "rehab": UNKNOWN}
    assert inputs(facts, BOOK.vocabulary) == {
        "profile": {"goal": "strength"},
        "exercise": {"movement": "swing"},
        "observed": ["bar_rolls", "no_pause"],
    }
    pets = Attribute("pets", type="set", values=("dog", "cat"), of="profile")
    words = Vocabulary(FrozenMap({"pets": pets}), FrozenMap())
    assert inputs({"pets": frozenset({"dog", "cat"})}, words) == {
        "profile": {"more": {"pets": ["cat", "dog"]}},
        "exercise": {},
        "observed": [],
    }


def test_an_embedded_schema_has_no_references_and_no_name() -> None:
    """What stands beside a reference stays; a definition may refer to another one."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "ours",
        "$defs": {"word": {"type": "string"}, "words": {"type": "array", "items": {"$ref": "#/$defs/word"}}},
        "properties": {"cues": {"$ref": "#/$defs/words", "title": "Cues"}, "odd": {"$ref": "#/elsewhere"}},
    }
    words = {"type": "array", "items": {"type": "string"}, "title": "Cues"}
    assert embed_schema(schema) == {"properties": {"cues": words, "odd": {"$ref": "#/elsewhere"}}}


def test_a_wish_that_cannot_be_read_is_refused_by_its_name() -> None:
    """Like any mapping of a caller."""
    rec = recommend({}, "hip thrust")
    with pytest.raises(InvalidInput) as caught:
        rec.counterfactuals({3: "squeeze"})  # type: ignore[dict-item]
    assert str(caught.value) == "`want` has no `3`: names are text"
