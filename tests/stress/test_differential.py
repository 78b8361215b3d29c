"""durable-rules decides what the definition decides: rulebook after rulebook, situation after situation."""

from __future__ import annotations

from typing import Any

import pytest

from squeezelogic.logic.inference import matcher
from tests.stress.differential import Run

pytestmark = pytest.mark.skipif(matcher.absence() is not None, reason=f"durable-rules: {matcher.absence()}")


def test_a_hundred_thousand_decisions_are_the_same_by_either_engine() -> None:
    """Over dozens of rulebooks; `python -m tests.stress differential` does as many as one likes."""
    run = Run(100_000)
    assert run.difference() is None
    assert run.made >= 100_000
    assert run.books > 100


def test_an_engine_that_is_wrong_now_and_then_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that makes only the first of several comparisons is caught, and shown by one rule and one fact."""
    right = matcher._compare_class

    def wrong(clause: Any, attribute: Any) -> Any:
        key, column, comparisons = right(clause, attribute)
        return key, column, comparisons[:1]

    monkeypatch.setattr(matcher, "_compare_class", wrong)
    found = Run(100_000, each=200).difference()
    assert found
    assert found.by_engine != found.by_definition
    assert len(found.book.rules) <= 1 + len(found.book.topics), "the wrong rule, and one because each topic needs one"
    assert len(found.facts) <= 1
    assert "[[rule]]" in str(found)
