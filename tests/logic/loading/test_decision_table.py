"""Decision tables in CSV, read as topics."""

from __future__ import annotations

import csv
import io
import tomllib
from math import prod
from pathlib import Path

import pytest
from hypothesis import given, settings

from squeezelogic import InvalidInput, Rulebook, RulebookError, diff
from squeezelogic.logic.export.tabulate import NO_ANSWER, tabulate
from squeezelogic.logic.loading.decision_table import FIRST, read_table, read_words
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import Attribute, Slot, Vocabulary
from squeezelogic.logic.semantics.equivalence import classes
from squeezelogic.testing import rulebooks
from squeezelogic.testing.books import written
from tests.effort import examples
from tests.logic.export.test_tables import every_row, settled

RAIN = Path(__file__).parents[3] / "docs" / "examples" / "rain"
WORDS = Vocabulary(
    FrozenMap(
        {
            "sky": Attribute("sky", values=("clear", "cloudy", "raining")),
            "wind": Attribute("wind", type="integer", at_least=0, at_most=12),
            "indoors": Attribute("indoors", type="boolean"),
            "hands": Attribute("hands", type="set", values=("pram", "dog", "bag")),
        }
    ),
    FrozenMap(
        {
            "take": Slot("take", values=("umbrella", "raincoat")),
            "hats": Slot("hats", type="integer"),
            "wet": Slot("wet", type="boolean"),
            "notes": Slot("notes", type="list"),
        }
    ),
)


def table_of(book: Rulebook, topic: str) -> str:
    """A topic as `squeezelogic table --format csv` prints it."""
    found, out = tabulate(book, topic), io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([found.head, *found.cells()])
    return out.getvalue()


def imported(book: Rulebook) -> Rulebook:
    """The rulebook with each topic replaced by what its decision table says."""
    files = {document.name.rpartition("/")[2]: document.data for layer in book.layers for document in layer}
    kept = {name: data for name, data in files.items() if name in ("vocabulary.toml", "advice.toml", "sources.toml")}
    for topic in book.topics:
        reads = [slot for other in book.topics if other is not topic for slot in other.concludes]
        text = read_table(table_of(book, topic.name), book.vocabulary, topic.name, "unique", topic.concludes, reads)
        kept[f"{topic.name}.toml"] = tomllib.loads(text)
    return written("imported", kept)


def test_the_rulebook_about_rain_comes_back() -> None:
    """Also where a topic reads what an earlier one concludes."""
    book = Rulebook.load(RAIN)
    assert not diff(book, imported(book))


def is_small(book: Rulebook) -> bool:
    """Whether each topic tells few situations apart, so that all of them are tried."""
    return all(prod(column.size for column in classes(topic)) <= 200 for topic in book.topics)


@settings(max_examples=examples(6))
@given(rulebooks().filter(is_small))
def test_any_topic_comes_back(book: Rulebook) -> None:
    """What its table in CSV says is read as rules that decide alike wherever there is an answer, points included."""
    files = {document.name.rpartition("/")[2]: document.data for layer in book.layers for document in layer}
    for topic in book.topics:
        reads = [slot for other in book.topics if other is not topic for slot in other.concludes]
        answered = [line for line in table_of(book, topic.name).splitlines() if not line.endswith(NO_ANSWER)]
        if len(answered) < 2:
            continue
        text = read_table("\n".join(answered), book.vocabulary, topic.name, "unique", topic.concludes, reads)
        again = written("imported", {**files, f"{topic.name}.toml": tomllib.loads(text)})
        (found,) = (each for each in again.topics if each.name == topic.name)
        for row in every_row(topic):
            want = settled(topic, row)
            assert want is None or want == settled(found, row)


def test_points_add_up_where_every_row_that_matches_counts() -> None:
    """With `collect`, rows that give the same points are rules of their own; otherwise they are one rule."""
    words = Vocabulary(WORDS.attributes, FrozenMap({"score": Slot("score", "integer", sums=True)}))
    table = "sky,indoors,score\nclear,-,2\n-,yes,2\n-,-,1"
    one, other = (tomllib.loads(read_table(table, words, "cover", hit))["rule"] for hit in ("unique", "collect"))
    assert [each.get("when") for each in one] == [[{"sky": "clear"}, {"indoors": True}], None]
    assert [each.get("when") for each in other] == [{"sky": "clear"}, {"indoors": True}, None]


def rule(cells: str, head: str = "sky,wind,indoors,hands,take") -> dict[str, object]:
    """The rule that one row becomes."""
    (found,) = tomllib.loads(read_table(f"{head}\n{cells}\n", WORDS, "cover"))["rule"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("cells", "when"),
    [
        ("clear,,,,umbrella", {"sky": "clear"}),
        ('"clear, cloudy",-,–,—,umbrella', {"sky": ["clear", "cloudy"]}),
        ("not(clear),,,,umbrella", {"sky": {"not": "clear"}}),
        ('"not clear, cloudy",,,,umbrella', {"sky": {"not": ["clear", "cloudy"]}}),
        (",3,,,umbrella", {"wind": 3}),
        (",>= 3,,,umbrella", {"wind": {"at_least": 3}}),
        (",< 3,,,umbrella", {"wind": {"at_most": 2}}),
        (",> 3,,,umbrella", {"wind": {"at_least": 4}}),
        (",[3..7],,,umbrella", {"wind": {"at_least": 3, "at_most": 7}}),
        (",3..7,,,umbrella", {"wind": {"at_least": 3, "at_most": 7}}),
        (",>= 3; <= 7,,,umbrella", {"wind": {"at_least": 3, "at_most": 7}}),
        (",unknown,,,umbrella", {"wind": "unknown"}),
        (",,yes,,umbrella", {"indoors": True}),
        (",,not true,,umbrella", {"indoors": {"not": True}}),
        (",,,has dog,umbrella", {"hands": ["dog"]}),
        (',,,"has all of pram, dog",umbrella', {"hands": {"all": ["pram", "dog"]}}),
        (',,,"has none of pram, dog",umbrella', {"hands": {"not": ["pram", "dog"]}}),
        (",,,has no dog,umbrella", {"hands": {"not": "dog"}}),
        (",,,empty,umbrella", {"hands": {"not": "any"}}),
        (",not 3..7,,,umbrella", {"wind": {"not": {"at_least": 3, "at_most": 7}}}),
        (",> 2 and < 8,,,umbrella", {"wind": {"at_least": 3, "at_most": 7}}),
        (",known,,,umbrella", {"wind": {"not": "unknown"}}),
        (
            ',,,"has at least 2 of pram, dog, bag",umbrella',
            {"hands": {"count_at_least": 2, "of": ["pram", "dog", "bag"]}},
        ),
        (
            ',,,"has fewer than 2 of pram, dog",umbrella',
            {"hands": {"not": {"count_at_least": 2, "of": ["pram", "dog"]}}},
        ),
        (',,,"has dog; has no pram",umbrella', {"hands": {"all": ["dog"], "not": "pram"}}),
        (",,,not empty,umbrella", {"hands": "any"}),
    ],
)
def test_a_cell_is_a_condition(cells: str, when: dict[str, object]) -> None:
    """Cells as `table` prints them, and as DMN has them."""
    assert rule(cells) == {"id": "cover-row-1", "when": when, "then": {"take": "umbrella"}, "basis": "house"}


def test_conclusions_have_their_types() -> None:
    """Numbers, truth values and lists come out as such."""
    found = rule('clear,3,no,"a, ""b, c"""', head="sky,hats,wet,notes")
    assert found["then"] == {"hats": 3, "wet": False, "notes": ["a", "b, c"]}


def test_columns_may_describe_the_rule() -> None:
    """An id, a title, a reason and a level are taken as such."""
    text = read_table(
        "id,title,level,sky,take,because\nno-rain,Dry,low,clear,raincoat,It is dry.\nrain,,high,raining,umbrella,\n",
        WORDS,
        "cover",
    )
    data = tomllib.loads(text)
    assert data["levels"] == ["low", "high"]
    assert data["rule"][0] == {
        "id": "no-rain",
        "title": "Dry",
        "because": "It is dry.",
        "level": "low",
        "when": {"sky": "clear"},
        "then": {"take": "raincoat"},
        "basis": "house",
    }


def test_where_the_first_hit_counts_each_row_overrides_the_next() -> None:
    """Overriding is transitive, so an earlier row ranks above all later ones."""
    rows = "sky,take\nclear,raincoat\n-,umbrella\n"
    first, second = tomllib.loads(read_table(rows, WORDS, "cover", FIRST))["rule"]
    assert first["overrides"] == [second["id"]]
    assert "overrides" not in second


def test_semicolons_and_tabs_separate_too() -> None:
    """As spreadsheets write them in many countries."""
    for separator in ";\t":
        rows = f"sky{separator}wind{separator}take\nclear{separator}3{separator}umbrella\n"
        assert tomllib.loads(read_table(rows, WORDS, "cover"))["rule"][0]["when"] == {"sky": "clear", "wind": 3}


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("skyy,take\nclear,umbrella", "unknown column `skyy`: did you mean `sky`?"),
        ("sky,take\ncler,umbrella", "row 1, column `sky`: `cler` is no value; did you mean `clear`?"),
        ("sky,take\nclear,umbrela", "row 1, column `take`: `umbrela` is no value; did you mean `umbrella`?"),
        ("wind,take\nstrong,umbrella", "row 1, column `wind`: `strong` is no number"),
        ("indoors,take\nmaybe,umbrella", "row 1, column `indoors`: `maybe` is neither `true` nor `false`"),
        (
            'sky,take\nclear,"umbrella, raincoat"',
            "row 1, column `take`: `take` holds one value, not `umbrella, raincoat`",
        ),
        ("take,sky,hats\numbrela,clear,3", "row 1, column `take`: `umbrela` is no value; did you mean `umbrella`?"),
        ("sky,take\nclear,", "row 1 concludes nothing"),
        ("sky,take", "the table has no rows: the first line is its head, each further line a rule"),
        ("sky,wind\nclear,3", "no column is a slot to fill: put the slots right of the attributes"),
        ("sky,sky,take\nclear,clear,umbrella", "two columns are called `sky`"),
        ("sky,take\nclear,umbrella,more", "row 1 has 3 cells, and the head has 2"),
        ("sky,take\nclear,no answer", "row 1 says `no answer`, which no rule can conclude: leave it out"),
        ("id,sky,take\na,clear,umbrella\na,cloudy,umbrella", "two rows have the id `a`: give each its own"),
        ("id,sky,take\nA b,clear,umbrella", "row 1, column `id`: unusable id `A b`; use kebab-case (`row-1`)"),
        ('sky,take\n"clear,",umbrella', "row 1, column `sky`: `clear,` has a comma too many"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row_and_column(table: str, problem: str) -> None:
    """Exactly this, and nothing else."""
    with pytest.raises(InvalidInput) as caught:
        read_table(table, WORDS, "cover")
    assert caught.value.problems == (problem,)


def test_every_problem_is_said_at_once() -> None:
    """Two bad cells in two rows are two problems."""
    with pytest.raises(InvalidInput) as caught:
        read_table("sky,take\ncler,umbrella\nclear,umbrela\n", WORDS, "cover")
    assert len(caught.value.problems) == 2


def test_a_vocabulary_alone_will_do(tmp_path: Path) -> None:
    """The folder may have no topic yet, but it needs words."""
    with pytest.raises(RulebookError):
        read_words(tmp_path)
    (tmp_path / "vocabulary.toml").write_text('[attribute.sky]\nvalues = ["clear"]\n[slot.take]\nvalues = ["hat"]\n')
    assert list(read_words(tmp_path).attributes) == ["sky"]
    (tmp_path / "vocabulary.toml").write_text("[attribute.sky]\n[slot.take]\n")
    with pytest.raises(RulebookError, match="no `values`"):
        read_words(tmp_path)
