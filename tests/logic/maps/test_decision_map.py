import json
import re
from collections import Counter
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import InvalidInput, Rulebook
from squeezelogic.logic.maps.decision_map import LABEL_WIDTH, DecisionMap, Heading, Library
from squeezelogic.logic.model.errors import ConflictError, GapError
from squeezelogic.logic.render.shapes import wrapped
from squeezelogic.logic.semantics.definition import passes
from squeezelogic.testing.books import written
from tests.brute_force import rulebooks
from tests.logic.generated import every_value

BOOK = Rulebook.default()


def _stands_for(book: Rulebook, heading: Heading, situation: dict[str, Any]) -> bool:
    return any(all(passes(c.test, situation[c.attribute]) for c in branch) for branch in heading.branches)


@given(rulebooks(), st.data())
def test_a_map_says_what_the_rulebook_decides(book: Rulebook, data: st.DataObject) -> None:
    """Each pair of situations falls under one row and one column at most, whose cell is what is decided."""
    attributes = list(book.vocabulary.attributes)
    cut = data.draw(st.integers(0, len(attributes)))
    slot = data.draw(st.sampled_from(list(book.vocabulary.slots)))
    try:
        found = book.map(attributes[:cut], attributes[cut:], slot)
    except ConflictError:
        return
    for values in product(*(every_value(book.vocabulary.attributes[name]) for name in attributes)):
        try:
            situation = book.vocabulary.situation(dict(zip(attributes, values, strict=True)))
            decided = book.decide(situation).slots.get(slot)
        except (InvalidInput, GapError, ConflictError):
            continue
        rows = [i for i, row in enumerate(found.rows) if _stands_for(book, row, situation)]
        columns = [i for i, column in enumerate(found.columns) if _stands_for(book, column, situation)]
        assert len(rows) < 2
        assert len(columns) < 2
        cell = found.cells[rows[0]][columns[0]] if rows and columns else None
        assert cell == decided


@given(rulebooks(), st.data())
def test_rows_and_columns_differ(book: Rulebook, data: st.DataObject) -> None:
    """No two rows of a map are the same, and no two columns."""
    attributes = list(book.vocabulary.attributes)
    cut = data.draw(st.integers(0, len(attributes)))
    try:
        found = book.map(attributes[:cut], attributes[cut:], "first_slot")
    except ConflictError:
        return
    assert len(set(found.cells)) == len(found.rows)
    across = list(zip(*found.cells, strict=True))
    assert len(set(across)) == len(across)


@pytest.fixture(scope="module")
def shipped() -> DecisionMap:
    """A map of the verdict."""
    return BOOK.map(["experience", "goal", "rehab", "glute_activation"], ["movement", "load"])


def test_profiles_and_exercises_come_to_little(shipped: DecisionMap) -> None:
    """A goal makes no difference to the verdict, and a load none without a tempo: three rows and two columns stay."""
    assert shipped.title == "verdict: 36 rows and 14 columns come to 3 rows and 2 columns"
    assert [set(row) for row in zip(*shipped.cells, strict=True)] == [
        {"squeeze", "squeeze_gently", "learn_first"},
        {"no_squeeze"},
    ]


def test_a_map_in_every_form(shipped: DecisionMap) -> None:
    """As text, as records, as a picture and in a notebook: always all cells."""
    assert len(str(shipped).splitlines()) == 5
    assert len(shipped.records()) == 6
    assert json.loads(json.dumps(shipped.records()))[0]["verdict"] == "squeeze"
    drawn = shipped.drawing()
    assert len(drawn.lines) == 6
    assert "".join(ET.fromstring(drawn.svg).itertext()).count("no_squeeze") >= 3  # noqa: S314 - our own
    assert "image/svg+xml" in shipped._repr_mimebundle_()


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "experience: anything other than beginner"),
        ("de", "Erfahrung: etwas anderes als Anfänger"),
        ("es", "experiencia: algo distinto de principiante"),
    ],
)
def test_a_map_is_drawn_in_the_words_of_a_vocabulary(language: str, first: str) -> None:
    """Its headings and cells are the labels in that language, and `unknown` and `otherwise` are words of it too."""
    vocabulary = BOOK.in_language(language).vocabulary
    slot = vocabulary.slots["verdict"]
    map_ = BOOK.map(["experience", "rehab", "back_pain"], ["movement", "glute_activation", "load"])
    drawn = map_.drawing(vocabulary)
    cells = [cell for line in map_.cells for cell in line]
    assert [line.rpartition(": ")[2] for line in drawn.lines] == [
        "–" if cell is None else slot.labels[str(cell)] for cell in cells
    ]
    names = {name for name in (*vocabulary.attributes, *slot.labels) if "_" in name}
    assert not [name for name in names if name in " ".join((drawn.title, *drawn.lines))]
    assert {vocabulary.title(name) for name in ("experience", "movement")} <= set(
        re.split(r"[:,×] ?", drawn.title.replace(" ×", "×"))
    )
    assert BOOK.map("experience", "movement").drawing(vocabulary).lines[0].startswith(first)


def test_a_map_in_words_names_only_what_matters() -> None:
    """Where a side makes no difference, the title leaves it out, and its heading says always."""
    drawn = BOOK.map("goal", "movement").drawing(BOOK.vocabulary)
    assert drawn.title == "answer: movement"
    assert all(line.startswith("always | movement: ") for line in drawn.lines)


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
def test_a_map_is_a_frame_of_whichever_library(shipped: DecisionMap, library: Library) -> None:
    """One row a row of the map, with its condition, and one column a column; lists are cells too."""
    nw = pytest.importorskip("narwhals")
    pytest.importorskip(library)
    lists = BOOK.map("back_pain", "goal", "cautions", given={"movement": "deadlift"})
    for each in (shipped, lists):
        frame = nw.from_native(each.to_frame(library))
        assert frame.columns == ["row", *(column.text for column in each.columns)]
        assert frame["row"].to_list() == [row.text for row in each.rows]
        told = [tuple(tuple(c) if isinstance(c, list) else c for c in line[1:]) for line in frame.rows()]
        assert told == list(each.cells)


def test_frames_of_other_libraries_are_refused(shipped: DecisionMap) -> None:
    """With the library that is probably meant."""
    with pytest.raises(InvalidInput, match="no dataframes of `polar`: did you mean `polars`"):
        shipped.to_frame("polar")  # type: ignore[arg-type]


def test_facts_may_be_fixed() -> None:
    """`given` holds in every cell; lists are cells too."""
    found = BOOK.map("back_pain", "goal", "cautions", given={"movement": "deadlift", "rehab": True})
    assert [column.text for column in found.columns] == ["always"]
    assert all(isinstance(cell, tuple) for row in found.cells for cell in row)
    assert found.given == {"movement": "deadlift", "rehab": True}


def test_what_cannot_be_mapped_is_said_at_once() -> None:
    """Unknown attributes and slots, attributes given twice, and maps that are too large."""
    with pytest.raises(InvalidInput) as error:
        BOOK.map(["experiance", "goal"], ["goal"], "verdikt")
    assert error.value.problems == (
        "no attribute `experiance`: did you mean `experience`?",
        "no slot `verdikt`: did you mean `verdict`?",
        "`goal` is given twice",
    )
    with pytest.raises(InvalidInput) as error:
        BOOK.map(["goal"], ["load"], given={"goal": "strength", "load": "heavy", "tempo": "slow"})
    assert error.value.problems == ("`goal` is given twice", "`load` is given twice")
    with pytest.raises(InvalidInput, match=r"a map of .* situations is too large: leave attributes out, or fix some"):
        BOOK.map(["observed", "red_flags"], ["experience", "movement", "load", "tempo"], "corrections")


@pytest.mark.parametrize("implied", [0, 9])
def test_a_map_that_is_too_large_is_refused_by_its_number_of_situations(tmp_path: Path, implied: int) -> None:
    """However large it would be, and without those in which one fact excludes another."""
    names = [f"f{number:02}" for number in range(60)]
    vocabulary = "".join(f'[attribute.{name}]\nvalues = ["yes"]\n' for name in names)
    vocabulary += "".join(f'[attribute.{a}.implies.yes]\n{b} = "yes"\n' for a, b in pairwise(names[: implied + 1]))
    rules = "".join(f'[[rule]]\nid = "{name}"\nwhen.{name} = "yes"\nthen.go = 1\n' for name in names)
    (tmp_path / "vocabulary.toml").write_text(f'{vocabulary}[slot.go]\ntype = "integer"\n', "utf-8")
    (tmp_path / "go.toml").write_text(f'topic = "go"\n{rules}', "utf-8")
    book = Rulebook.load(tmp_path)
    down, across = (implied + 2) * 2 ** (39 - implied), 2**20
    with pytest.raises(InvalidInput) as error:
        book.map(names[:40], names[40:])
    assert str(error.value).startswith(f"a map of {down:,} × {across:,} situations is too large")


def test_what_excludes_what_is_given_is_left_out_of_a_map() -> None:
    """Rows and columns in which nothing can be decided; of the others every cell is what is decided there."""
    found = BOOK.map("movement", ["goal", "load"], given={"family": "thrust"})
    movements = {value for value, implied in BOOK.vocabulary.attributes["movement"].implies.items()}
    thrusts = {it for it in movements if BOOK.vocabulary.attributes["movement"].implies[it]["family"] == "thrust"}
    for movement in movements | {"unknown"}:
        situation = BOOK.vocabulary.situation({} if movement == "unknown" else {"movement": movement})
        rows = [row for row in found.rows if _stands_for(BOOK, row, situation)]
        assert len(rows) == (movement in thrusts or movement == "unknown")
    assert sum(row.count for row in found.rows) < len(movements) + 1
    assert None not in {cell for line in found.cells for cell in line}


def test_a_map_follows_a_slot_through_the_topics_that_it_depends_on() -> None:
    """Facts that only an earlier topic reads change a later topic's slot; unknown facts are left out."""
    for slot in ("direction", "effort", "cues"):
        found = BOOK.map(["experience", "back_pain"], ["movement"], slot, given={"load": "heavy"})
        for row, line in zip(found.rows, found.cells, strict=True):
            for column, cell in zip(found.columns, line, strict=True):
                for experience, pain, movement in product(
                    (None, "beginner", "advanced"), (None, "none", "current"), (None, "swing", "hip_thrust")
                ):
                    given_ = {"experience": experience, "back_pain": pain, "movement": movement, "load": "heavy"}
                    facts = {name: value for name, value in given_.items() if value is not None}
                    situation = BOOK.vocabulary.situation(facts)
                    if _stands_for(BOOK, row, situation) and _stands_for(BOOK, column, situation):
                        assert cell == BOOK.decide(facts).slots.get(slot)


def test_the_largest_group_is_called_otherwise_only_where_its_conditions_are_long() -> None:
    """Three conditions or more; any other heading says all of its own."""
    votes = {name: {"type": "boolean", "required": True} for name in "abc"}
    pairs = [{one: True, other: True} for one, other in ("ab", "bc", "ac")]
    rules = [{"id": "yes", "level": "one", "when": pairs, "then": {"won": "yes"}},
             {"id": "no", "level": "two", "then": {"won": "no"}}]  # fmt: skip
    vocabulary = {"attribute": {**votes, "d": {"values": ["x", "y"]}}, "slot": {"won": {"values": ["yes", "no"]}}}
    topic = {"topic": "t", "levels": ["one", "two"], "rule": rules}
    book = written("votes", {"vocabulary.toml": vocabulary, "t.toml": topic})
    found = book.map(["a", "b", "c"], ["d"], "won")
    assert sorted(len(row.branches) for row in found.rows) == [3, 3]
    texts = [row.text for row in found.rows]
    assert texts.count("otherwise") == 1
    (other,) = (text for text in texts if text != "otherwise")
    assert other.count("; or ") == 2
    fewer = book.map(["a", "b"], ["d"], "won", given={"c": True})
    assert {row.text for row in fewer.rows} == {"b: true; or a: true", "a: false; b: false"}
    assert found.title == "won: 8 rows and 1 column come to 2 rows and 1 column"
    assert [column.text for column in found.columns] == ["always"]


def test_a_map_as_text_and_as_records_has_each_cell_under_its_headings() -> None:
    """Columns begin where their headings begin; a list is a list."""
    found = BOOK.map(["experience"], ["movement"], "verdict")
    title, head, *lines = str(found).splitlines()
    assert title == found.title
    starts = [head.index(column.text) for column in found.columns]
    for row, cells, line in zip(found.rows, found.cells, lines, strict=True):
        assert line.startswith(row.text)
        assert [line[start:].split("  ")[0] for start in starts] == list(map(str, cells))
    assert found.records() == [
        {"row": row.text, "column": column.text, "verdict": cell}
        for row, line in zip(found.rows, found.cells, strict=True)
        for column, cell in zip(found.columns, line, strict=True)
    ]
    lists = BOOK.map("back_pain", "goal", "cautions", given={"movement": "deadlift"})
    assert {type(record["cautions"]) for record in lists.records()} == {list}


@pytest.mark.parametrize(
    ("rows", "slot"),
    [(["experience", "back_pain", "implement"], "direction"), (["experience", "movement", "glute_activation"], None)],
)
def test_only_the_group_with_the_most_conditions_is_called_otherwise(rows: list[str], slot: str | None) -> None:
    """Of those, the one with the most situations; its conditions stay in the data."""
    found = BOOK.map(rows, ["family"], slot)
    for headings in (found.rows, found.columns):
        most = max((len(it.branches), it.count) for it in headings)
        for it in headings:
            assert (it.text == "otherwise") == (len(it.branches) > 2 and (len(it.branches), it.count) == most)


def test_a_picture_of_a_map_has_the_whole_conditions_of_its_rows() -> None:
    """Up to eight lines: these are what a row is about."""
    found = BOOK.map(["experience", "movement", "glute_activation"], "family")
    lines = [[line.text for line in wrapped(it.text, LABEL_WIDTH, "faint", most=8)] for it in found.rows]
    assert 4 < max(map(len, lines)) < 8
    shown = Counter(text.strip() for text in ET.fromstring(found.drawing().svg).itertext())  # noqa: S314 - our own
    assert Counter(line for each in lines for line in each) <= shown
