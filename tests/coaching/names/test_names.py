"""Spelling variants of a name have the same family."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import AmbiguousExercise
from squeezelogic.coaching.names import classify, find_exercise
from squeezelogic.coaching.names.languages import read
from tests.coaching.names.sets import CATALOGUED, EVERY_NAME, LABELLED, SAID

RECOGNISED = [name for name in EVERY_NAME if classify(name) in ("thrust", "hinge")]
# words that mean something only next to each other stay so: `single leg`, `one arm`, `rack pull`
TOGETHER = re.compile(
    r"(?:(?:single|one|two|both|double|[12]) *)+(?:(?:stiff|straight) )?(?:legg?e?d?|arms?e?d?|hand(?:ed)?)\b"
    r"|dead lift|hand to hand|clean grip|snatch grip|figure (?:four|4)|\S+",
    re.IGNORECASE,
)
UNRELATED = [entry.name for entry in CATALOGUED if entry.family == "neither"]
SUFFIXES = (
    "Barbell",
    "Dumbbell",
    "Kettlebell",
    "Band",
    "Cable",
    "Machine",
    "Smith Machine",
    "Bodyweight",
    "Trap bar",
)

# Known misses, left standing because what would catch them would catch wrong ones too.
MISSED = {"bridge - mountain climber (cross body)": "ambiguous"}  # read as a bridge with something added


# wger's exercises whose English names do not say what their descriptions do: a snatch, two back extensions, a thrust
# with the soles together, and a cable pull that straightens the back. By id they are ambiguous.
MISNAMED = {
    "Snach",
    "Extensión de gluteo en  máquina",
    "Kopfüber Gewichtaufheben",
    "Dumbbell Frog Press",
    "Pullback",
}


def test_every_catalogue_row_is_read_as_it_was_labelled() -> None:
    """The words alone give 1,754 of 1,759 rows their label; the other five are labelled by their descriptions."""
    assert len(CATALOGUED) == 1759
    assert {entry.name: read(entry.name).family for entry in CATALOGUED} == {
        entry.name: "neither" if entry.name in MISNAMED else entry.family for entry in CATALOGUED
    }


def test_an_id_whose_name_misleads_is_ambiguous() -> None:
    """By id, what a catalogue describes counts, not the name it gives."""
    misnamed = [entry for entry in CATALOGUED if entry.name in MISNAMED]
    assert len(misnamed) == len(MISNAMED)
    assert {classify((entry.catalogue, entry.id)) for entry in misnamed} == {"ambiguous"}
    with pytest.raises(AmbiguousExercise, match="does not say what the catalogue describes"):
        find_exercise(("wger", "1503"))


def test_catalogue_ids_give_their_labels() -> None:
    """An id always answers with the label of its row."""
    assert [classify((entry.catalogue, entry.id)) for entry in CATALOGUED] == [entry.family for entry in CATALOGUED]


def test_names_from_elsewhere_are_read_as_they_were_labelled() -> None:
    """Names of other catalogues and of lifters get their family, but for the listed misses."""
    assert {name: classify(name) for name in LABELLED} == {**LABELLED, **MISSED}


@pytest.mark.parametrize(("family", "name"), [(f, n) for f, names in SAID.items() for n in names])
def test_a_name_yields_what_it_says(family: str, name: str) -> None:
    """Movement, implement, single leg, band, load and tempo come from the name; nothing else is made up."""
    said = SAID[family][name]
    if family in ("thrust", "hinge"):
        found = find_exercise(name).exercise.facts
        implied = {"movement", "family", "tempo", "load"}
        assert {key: found.get(key) for key in said} == said
        assert not said or found.keys() - said.keys() <= implied | {"implement", "banded"} | said.keys()
    assert classify(name) == family


def test_an_unsaid_attribute_stays_unknown() -> None:
    """A plain name says its movement and nothing of implement, legs, band or load."""
    assert find_exercise("hip thrust").exercise.facts == {
        "movement": "hip_thrust",
        "family": "thrust",
        "tempo": "controlled",
    }


@given(st.sampled_from(RECOGNISED), st.randoms(use_true_random=False))
def test_case_order_and_punctuation_do_not_change_the_family(name: str, rng: random.Random) -> None:
    """A recognised name keeps its family in any case, word order and punctuation."""
    family = classify(name)
    words = TOGETHER.findall(re.sub(r"[()_-]", " ", name))
    rng.shuffle(words)
    assert classify(rng.choice([str.upper, str.lower, str.title, str.swapcase])(name)) == family
    assert classify(rng.choice([" ", "-", "_", ": "]).join(words)) == family


@given(st.sampled_from(RECOGNISED))
def test_a_plural_does_not_change_the_family(name: str) -> None:
    """A recognised name keeps its family when its last word gets or loses an s."""
    bare = name.rstrip(")").removesuffix("s") if not name.rstrip(")").endswith("ss") else name
    assert classify(bare) == classify(bare + "s") == classify(name)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_equipment_suffix_does_not_change_the_family(suffix: str) -> None:
    """Equipment in brackets changes no thrust or hinge, and makes none of what was neither."""
    # free-exercise-db's `Smith Machine Hip Raise` is an abdominal exercise, whatever other hip raises are
    kept = [n for n in RECOGNISED if not (suffix == "Smith Machine" and "raise" in n.lower())]
    assert [n for n in kept if classify(f"{n} ({suffix})") != classify(n)] == []
    assert [n for n in UNRELATED if classify(f"{n} ({suffix})") in ("thrust", "hinge")] == []


@given(st.sampled_from(RECOGNISED), st.sampled_from(RECOGNISED))
def test_a_combination_never_crosses_families(one: str, other: str) -> None:
    """Two names in one are a thrust only when both are, and a hinge only when both are."""
    joined = classify(f"{one} to {other}"[:200])
    assert joined in ({classify(one)} if classify(one) == classify(other) else set()) | {
        "ambiguous",
        "neither",
    }


@given(
    st.sampled_from(RECOGNISED),
    st.sampled_from(["to press", "and row", "+ curl", "to squat", "with shrug", "jump"]),
)
def test_another_action_beside_it_unsettles_a_name(name: str, action: str) -> None:
    """A deadlift to a row is no longer simply a deadlift."""
    assert classify(f"{name} {action}") not in ("thrust", "hinge")


@given(st.sampled_from(RECOGNISED))
def test_a_stretch_is_never_a_lift(name: str) -> None:
    """Whatever a stretch is named after, it is neither."""
    assert classify(f"{name} stretch") == "neither"


def test_words_written_together_are_taken_apart() -> None:
    """Identifiers without separators are read like the names they stand for."""
    ids = [
        "hipthrust_barbell",
        "romanianDeadlift_dumbbell",
        "SINGLELEGGLUTEBRIDGE",
        "kettlebellswing",
        "goodmorning",
    ]
    assert [classify(text) for text in ids] == ["thrust", "hinge", "thrust", "hinge", "hinge"]


ANYTHING = st.one_of(
    st.one_of(st.text(), st.binary(), st.none(), st.floats(), st.integers(), st.lists(st.text())),
    st.tuples(st.text()),
    st.tuples(st.text() | st.sampled_from(["free-exercise-db", "android-health-connect"]), st.text()),
    st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Nd", "Lo"])),
)


@given(ANYTHING)
def test_classify_never_raises(anything: object) -> None:
    """Whatever it is given, classify answers with one of the four words."""
    assert classify(anything) in ("thrust", "hinge", "ambiguous", "neither")


class Hostile(str):
    """Text whose every method raises."""

    def __hash__(self) -> int:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __str__(self) -> str:
        raise RuntimeError

    def __len__(self) -> int:
        raise RuntimeError


def test_classify_survives_objects_that_raise() -> None:
    """A subclass of text is read as the text it is, without asking its own methods."""
    assert classify(Hostile("hip thrust")) == "thrust"
    assert classify((Hostile("free-exercise-db"), Hostile("Good_Morning"))) == "hinge"


LONG_OR_STRANGE = ["hip thrust " * 100_000, "a" * 1_000_000, "ﷺ" * 200, "hipthrust" * 22, "\ud800 swing"]


@pytest.mark.parametrize("text", LONG_OR_STRANGE, ids=["megabyte", "word", "ligatures", "compound", "surrogate"])
def test_a_long_or_strange_name_is_answered(text: str) -> None:
    """A megabyte of text, a compound of compounds, a lone surrogate: one of the four answers."""
    assert classify(text) in ("thrust", "hinge", "ambiguous", "neither")
