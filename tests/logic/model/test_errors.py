"""How values and remedies are put into words: short, on one line, and harmless."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.logic.model.errors import (
    LISTED_AT_MOST,
    PROBLEMS_SHOWN,
    QUOTED_AT_MOST,
    ConflictError,
    DecisionError,
    GapError,
    InvalidInput,
    Problem,
    RulebookError,
    choose_from,
    did_you_mean,
    harmless,
    in_file_order,
    plain,
    quoted,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (-3, "-3"),
        (2.5, "2.5"),
        (None, "None"),
        ("fever", "fever"),
        (2**252 - 1, str(2**252 - 1)),
        (2**252, "a number of 253 bits"),
        (-(2**252), "a number of 253 bits"),
        (frozenset({"b", "a"}), "a, b"),
        ({"b", "a", "c"}, "a, b, c"),
        (["b", "a"], "b, a"),
        (("b", True), "b, true"),
        ({"leaf": "green", "extras": ["b", "a"]}, "{leaf: green, extras: b, a}"),
        (b"tea", "b'tea'"),
        (object(), "<object>"),
        (type("int64", (), {"__module__": "numpy"})(), "<numpy.int64>"),
        ("a\nb\x1b[0m\u202e", "a\\x0ab\\x1b[0m\\x202e"),
    ],
)
def test_a_value_is_told_as_a_person_writes_it(value: Any, text: str) -> None:
    """Sets in alphabetical order, everything else in its own; of what is no plain data the type."""
    assert plain(value) == text
    cut = text if len(text) <= QUOTED_AT_MOST else f"{text[:23]}…{text[-36:]}"
    assert quoted(value) == (f"`[{cut}]`" if isinstance(value, list) else f"`{cut}`")


@pytest.mark.parametrize("text", ["1", "-2.5", "1e3", "true", "False", "2026-05-31"])
def test_text_that_reads_like_something_else_stands_in_quotes(text: str) -> None:
    """So that the text `"1"` is not taken for the number, nor `"true"` for the truth value."""
    assert quoted(text) == f'`"{text}"`'
    assert quoted(f"about {text}") == f"`about {text}`"


def test_what_lies_too_deep_is_left_out() -> None:
    """Thirty nested lists are shown, a hundred are not."""
    nested: Any = "leaf"
    for _ in range(100):
        nested = [nested]
        if _ == 30:
            assert plain(nested) == "leaf"
    assert plain(nested) == "…"


def test_of_a_long_collection_the_first_thousand_are_told() -> None:
    """Whatever is cut off later, there is no endless text to cut."""
    assert plain([0] * 1_001) == ", ".join(["0"] * 1_000)
    assert plain(dict.fromkeys(range(1_001), 0)) == "{" + ", ".join(f"{n}: 0" for n in range(1_000)) + "}"


def test_text_of_several_lines_keeps_them_and_nothing_else_that_a_terminal_obeys() -> None:
    """Tabs and line feeds stay; escapes, other line ends, halves of characters and reversals are spelt out."""
    assert harmless("a\tb\nc\r\x1b\x85\u2028\u202e\ud800é") == "a\tb\nc\\x0d\\x1b\\x85\\x2028\\x202e\\xd800é"


@given(st.text())
def test_harmless_text_is_left_as_it_is(text: str) -> None:
    """What is spelt out once is harmless."""
    assert harmless(harmless(text)) == harmless(text)
    assert harmless(text) == text or not text.isprintable()


@pytest.mark.parametrize("length", [QUOTED_AT_MOST, QUOTED_AT_MOST + 1])
def test_long_text_is_cut(length: int) -> None:
    """With an ellipsis, within the limit."""
    assert len(quoted("x" * length)) == QUOTED_AT_MOST + 2
    assert ("…" in quoted("x" * length)) == (length > QUOTED_AT_MOST)


@pytest.mark.parametrize("folders", [0, 10, 100])
def test_a_long_path_keeps_the_name_of_the_file(folders: int) -> None:
    """Its beginning and its end are shown, however long it is."""
    path = f"/home/{'folder/' * folders}cannot-be-written.toml"
    begin, _, end = quoted(path)[1:-1].partition("…")
    assert path.startswith(begin)
    assert path.endswith(end)
    assert folders == 0 or end.endswith("/cannot-be-written.toml")


@pytest.mark.parametrize("many", [0, 1, LISTED_AT_MOST, LISTED_AT_MOST + 1, 3 * LISTED_AT_MOST])
def test_a_word_like_no_other_gets_the_list_of_all_or_of_the_first_few(many: int) -> None:
    """And nothing where there is nothing to choose from."""
    options = [f"n{number:02}" for number in range(many)]
    listed = ", ".join(f"`{option}`" for option in options[:LISTED_AT_MOST])
    expected = f"choose from {listed}" + (" …" if many > LISTED_AT_MOST else "") if many else ""
    assert choose_from(iter(options)) == did_you_mean("tea", options) == expected


def test_a_misspelt_word_gets_the_nearest_in_the_case_it_is_written_in() -> None:
    """Of words that differ only in case, the first; a value that is not text is reported first."""
    assert did_you_mean("GREEM", ["black", "Green", "GREEN"]) == "did you mean `Green`?"
    assert did_you_mean(True, ["truth", "true"]) == 'did you mean `"true"`?'


def test_problems_stand_in_the_order_of_their_files() -> None:
    """What is wrong with a whole file comes before what is wrong in it."""
    ordered = [
        Problem("z", "a"),
        Problem("a", "a", 1),
        Problem("b", "a", 1),
        Problem("a", "a", 2),
        Problem("a", "b", 1),
    ]
    assert in_file_order(reversed(ordered)) == ordered


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("no tea", "brew.toml", 3, "r", "get some"), "brew.toml:3: rule `r`: no tea; get some"),
        (Problem("no tea", "brew.toml"), "brew.toml: no tea"),
        (Problem("no tea", line=3), ":3: no tea"),
        (Problem("no tea", "a" * 300), "a" * 300 + ": no tea"),
        (Problem("no tea", "b" * 9 + "a" * 300), "…" + "a" * 300 + ": no tea"),
        (Problem("no tea"), "no tea"),
    ],
)
def test_a_problem_names_its_place_as_far_as_that_is_known(problem: Problem, text: str) -> None:
    """File (of a long name the end), line, rule, what, and the remedy."""
    assert str(problem) == text
    error = RulebookError([problem])
    assert str(error) == text
    assert pickle.loads(pickle.dumps(error)).problems == error.problems  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("many", "more"),
    [
        (PROBLEMS_SHOWN, ""),
        (PROBLEMS_SHOWN + 1, "… and 1 more problem"),
        (PROBLEMS_SHOWN + 2, "… and 2 more problems"),
        (1_200, "… and 1,100 more problems"),
    ],
)
def test_of_very_many_problems_the_first_are_shown(many: int, more: str) -> None:
    """All of them are kept."""
    error = InvalidInput(*(f"problem {number}" for number in range(many)))
    assert str(error).splitlines() == [*error.problems[:PROBLEMS_SHOWN], *([more] if more else [])]
    assert len(error.problems) == many


@pytest.mark.parametrize("kind", [ConflictError, GapError])
def test_what_a_decision_fails_on_survives_pickling(kind: type[DecisionError]) -> None:
    """The sentence, the topic, the slot, the rules and the facts."""
    error = kind("two rules disagree", "brew", "water", ("a", "b"), {"leaf": "green"})
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is kind
    assert str(again) == str(error) == "two rules disagree (facts: leaf = green)"
    assert vars(again) == vars(error)
    assert again.args == error.args == ("two rules disagree", "brew", "water", ("a", "b"), {"leaf": "green"})
    assert vars(error) == {"topic": "brew", "slot": "water", "rules": ("a", "b"), "facts": {"leaf": "green"}}
