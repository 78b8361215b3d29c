"""Quantities that are logged with a name do not change its reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from squeezelogic.coaching.names import classify, find_exercise
from squeezelogic.coaching.names.languages import read
from squeezelogic.coaching.names.logged import separate_logged, tempo_of
from squeezelogic.coaching.names.words import unglued
from tests.coaching.names.sets import CATALOGUED, EVERY_NAME
from tests.coaching.names.test_names import RECOGNISED, TOGETHER


def said(name: str) -> tuple[str, Mapping[str, Any]]:
    """The family and everything else that a name says."""
    reading = read(name)
    return reading.family, reading.attributes


FACTS = {name: said(name) for name in EVERY_NAME}
OTHERS = [entry.name for entry in CATALOGUED if entry.family in ("ambiguous", "neither")]

LOGGED = {
    "sets": ("{} 3x10", "{} 3 x 8-12", "3x10 {}", "{} 3×10", "{} 4x6, 3x8", "{} 3 sets of 12", "{} 3 sets", "{} 10x1"),
    "repetitions": ("{} x5", "{} x 12", "{} 12 reps", "{} 3x5+", "{} 5/3/1", "{} 10-8-6", "{} 12/12", "{} x8, x8, x6"),
    "weight": (
        "{} 100kg",
        "{} 225 lbs",
        "{}, 60 kg",
        "{} 12,5 kg",
        "{} 135#",
        "100kg {}",
        "16kg {}",
        "{} 2x20kg",
        "{} 100",
    ),
    "weight and sets": (
        "{} 5x5 @ 100kg",
        "{} 16kg x 12",
        "{} 80kgx8",
        "{} 8 reps @ 60kg",
        "{} BW+20kg",
        "{} @ 1.5xBW",
        "{} 5x5x100",
    ),
    "percentage": ("{} 80%", "{} 80% 1RM", "{} @ 75% of 1RM", "{} 5RM", "{} e1RM 140", "{} / 3x8 / 60%", "80% {}"),
    "effort": ("{} @8", "{} @ RPE 8", "{} RPE 7.5", "{} RIR 2", "{} 2 RIR", "{} 1x1@9, 3x3@8", "{} to failure"),
    "time and distance": (
        "{} 30s",
        "{} 2 min",
        "{} 90s rest",
        "{} 20m",
        "{} EMOM",
        "{} E2MOM",
        "{} AMRAP",
        "{} 3xAMRAP",
        "{} 3x60s",
        "3 x 30 sec {}",
    ),
    "side": (
        "{} 10/side",
        "{} 10 per leg",
        "{} 12 each side",
        "{} 8ea",
        "{} 3x8/leg",
        "{} each side",
        "{} (left)",
        "{} (R)",
        "{} 10 e/s",
    ),
    "remark": (
        "{} warm-up",
        "{} (warm up)",
        "{} [PR]",
        "{} PR!",
        "{} top set",
        "{} work sets 3x5",
        "{} drop set",
        "{} (optional)",
    ),
    "feeling": ("{} - felt heavy", "{} felt easy", "{} last set x15", "{} - too light"),
    "numbering": ("A1. {}", "B2) {}", "1. {}", "T1: {}", "Day 1: {}", "week 2 {}", "superset: {}", "{} 2024-01-05"),
}


@pytest.mark.parametrize("kind", LOGGED)
def test_logged_text_changes_nothing(kind: str) -> None:
    """Every recognised name says the same with every form of the kind beside it; but swings of legs are leg swings."""
    changed = [(form, name) for form in LOGGED[kind] for name in RECOGNISED if said(form.format(name)) != FACTS[name]]
    assert [(form, name) for form, name in changed if not ("leg" in form and name in ("swing", "swings"))] == []


@pytest.mark.parametrize(
    "kind",
    [
        *("warm-up", "working", "top", "back-off", "drop", "ramp", "ramp-up", "ramping", "feeder", "cluster"),
        *("approach", "build-up", "volume", "joker", "myo-rep", "wave", "primer"),
    ],
)
@pytest.mark.parametrize("name", ["Hip Thrust", "Single-Leg RDL", "Kettlebell Swing"])
def test_sets_of_every_kind_change_nothing(name: str, kind: str) -> None:
    """What its sets are called makes no other exercise of a name, even where a plus adds them."""
    forms = (
        f"{name} 4x5 + 3 {kind} sets",
        f"{name} \u2014 4\u00d75 \u00b7 2 {kind} sets + 1 top set",
        f"{name}, {kind} set",
    )
    assert [form for form in forms if said(form) != said(name)] == []


SIDES = (
    *("side", "sides", "leg", "legs", "arm", "arms", "hand", "hands", "limb", "limbs", "way", "direction"),
    *("seite", "bein", "arm", "lado", "pierna", "perna", "brazo", "braço", "côté", "cote", "jambe", "bras"),
    *("lato", "gamba", "braccio"),
)
PER = ("/", "per ", "each ", "ea ", "every ", "pro ", "je ", "por ", "cada ", "par ", "chaque ", "ogni ")


@pytest.mark.parametrize("name", ["Hip Thrust", "Single-Leg RDL", "Kettlebell Swing"])
def test_repetitions_are_counted_by_any_side_in_any_language(name: str) -> None:
    """With every word for a side, and every word for *per*."""
    forms = [f"{name} {count} {per}{side}" for side in SIDES for per in PER for count in ("10", "3x8")]
    assert [form for form in forms if said(form) != said(name)] == []


@pytest.mark.parametrize(
    "forms",
    [
        pytest.param([forms[0] for forms in LOGGED.values()], id="one form of each kind"),
        *(pytest.param(forms[1:], id=kind, marks=pytest.mark.thorough) for kind, forms in LOGGED.items()),
    ],
)
def test_logged_text_makes_no_thrust_and_no_hinge(forms: Sequence[str]) -> None:
    """No other exercise of the catalogues becomes one by what is logged beside it."""
    made = [(form, name) for form in forms for name in OTHERS if read(form.format(name)).family in ("thrust", "hinge")]
    assert made == []


def camel(name: str) -> str:
    """`hip thrust (barbell)` as `HipThrustBarbell`."""
    return "".join(word[:1].upper() + word[1:] for word in re.findall(r"[^\W_]+", name))


WRITTEN: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "title case": str.title,
    "swapped case": str.swapcase,
    "plural": lambda name: name if name[-1] in "s)" else name + "s",
    "snake case": lambda name: re.sub(r"[^A-Za-z0-9]+", "_", name),
    "kebab case": lambda name: re.sub(r"[^A-Za-z0-9]+", "-", name),
    "camel case": camel,
    "lower camel case": lambda name: name[0].lower() + camel(name)[1:],
    "reversed": lambda name: " ".join(reversed(TOGETHER.findall(re.sub(r"[()_-]", " ", name)))),
    "no brackets": lambda name: name.replace("(", "").replace(")", ""),
    "decomposed accents": lambda name: name.replace("i", "i\u0301"),
    "blanks around": lambda name: f"\u00a0 {name} \n",
}


@pytest.mark.parametrize("way", WRITTEN)
def test_the_way_a_name_is_written_changes_nothing(way: str) -> None:
    """Every recognised name says the same in each case, order, plural and glue."""
    write = WRITTEN[way]
    # swapping the case of CamelCase hides where its words begin
    names = [name for name in RECOGNISED if way != "swapped case" or unglued(name) == name]
    assert [(name, write(name)) for name in names if said(write(name)) != FACTS[name]] == []


@pytest.mark.parametrize(
    ("name", "unused"),
    [
        ("Deadlift 3x5 @ 100kg [PR]", ("3x5 @ 100kg", "pr")),
        ("Single Arm KB Swing 10/side", ("10/side",)),
        ("A1. hip thrust 80% 1RM", ("A1.", "80% 1RM")),
        ("RDL 3-1-1-0", ("3-1-1-0",)),
        ("DL E2MOM x 5", ("E2MOM", "x 5")),
        ("bar hip thrust E90s", ("E90s",)),
        ("deadlift 2ct", ("2ct",)),
        ("swing 48k x 10", ("48k", "x 10")),
        ("glute bridge, no slide", ("no slide",)),
        ("RDL (affected side)", ("affected side",)),
        ("Bob's deadlift, Nautilus", ("Bob's", "Nautilus")),
        ("hip thrust", ()),
    ],
)
def test_what_is_logged_is_given_back(name: str, unused: tuple[str, ...]) -> None:
    """A match holds what it did not use: quantities and unknown words as written, remarks in small letters."""
    assert find_exercise(name).unused == unused


@pytest.mark.parametrize(("name", "known"), [("hip thrust 3x10", True), ("Bob's deadlift", False)])
def test_a_match_says_whether_every_word_is_known(name: str, known: bool) -> None:
    """Quantities count as understood; a word that is not known does not."""
    assert find_exercise(name).understood is known


@pytest.mark.parametrize(
    ("notation", "tempo"),
    [
        ("3-1-1", "slow"),
        ("3-1-1-0", "slow"),
        ("5-1-1", "slow"),
        ("1-1-3-0", "slow"),
        ("2-0-2", "controlled"),
        ("2010", "controlled"),
        ("20X1", "fast"),
        ("3-1-x-1", "fast"),
    ],
)
def test_a_tempo_in_numbers_becomes_a_tempo(notation: str, tempo: str) -> None:
    """Three seconds up or down are slow, an X where the weight is lifted is fast, the rest is controlled."""
    assert tempo_of(notation) == tempo
    assert find_exercise(f"glute bridge tempo {notation}").exercise.tempo == tempo
    assert find_exercise(f"glute bridge {notation} tempo").exercise.tempo == tempo
    without_the_word = None if notation == "2010" else tempo
    assert separate_logged(f"glute bridge {notation}").tempo == without_the_word


@pytest.mark.parametrize(
    ("logged", "tempo"),
    [
        ("3010", "slow"),
        ("3/1/X", "fast"),
        ("3/1/X/0", "fast"),
        ("@ 3-1-X-0", "fast"),
        ("@ 4111", "slow"),
        ("@ 2111", "controlled"),
        ("@ 31X0", "fast"),
    ],
)
def test_a_tempo_in_numbers_may_need_no_word(logged: str, tempo: str) -> None:
    """With an X, behind an @, or where they are no year and few seconds each."""
    found = find_exercise(f"RDL {logged}")
    assert (found.exercise.tempo, found.unused) == (tempo, (logged,))


@pytest.mark.parametrize("logged", ["2024", "2010", "1200", "@ 2205kg", "@ 70-80", "@ 1000 lb", "7000"])
def test_a_year_and_a_weight_are_no_tempo(logged: str) -> None:
    """Nor is a volume."""
    assert find_exercise(f"RDL {logged}").exercise.tempo == "controlled"
    assert separate_logged(f"RDL {logged}").tempo is None


@pytest.mark.parametrize("scheme", ["5-3-1", "5-5-3-2", "5-5-3-3", "10-8-6", "5/3/1", "12-10-8", "3x10", "10x1"])
def test_a_scheme_of_repetitions_is_no_tempo(scheme: str) -> None:
    """Numbers that fall from five or more count repetitions, as sets do."""
    found = find_exercise(f"hip thrust {scheme}")
    assert (found.exercise.tempo, found.unused) == ("controlled", (scheme,))


@pytest.mark.parametrize(
    "name",
    [
        "1-leg RDL",
        "2-arm swing",
        "45 degree hip extension",
        "B-stance RDL",
        "one and a half rep hip thrust",
        "T-bar row",
    ],
)
def test_numbers_that_belong_to_a_name_stay(name: str) -> None:
    """A number of legs, an angle and a letter of a stance are no quantities."""
    assert separate_logged(name).pieces == ()


def test_a_quantity_parts_two_exercises() -> None:
    """The words on its two sides are not read as one phrase."""
    assert classify("clean deadlift") == "hinge"
    assert classify("deadlift x5, clean x5") == classify("clean 3x5 deadlift 3x5") == "ambiguous"


COUNTED = (
    "12 {} \u00b7 9 {}",
    "5 {}, 5 {}",
    "3 {} + 3 {}",
    "10 {} / 10 {}",
    "EMOM 10: 8 {}; 8 {}",
    "5 rds: 12 {} 155 \u00b7 9 {}",
    "5 rounds of 10 {} 10 {}",
    "{} 5x5 | {} 5x5",
    "{} 5x5, {} 3x3",
)
NOT_KNOWN = ("Zottman", "HSPU", "zzyzx", "lat pd")


@pytest.mark.parametrize("form", COUNTED)
def test_a_list_of_counted_exercises_joins_them(form: str) -> None:
    """Beside any recognised name, a counted word that is not known is another exercise; a second count is none."""
    names = [name for name in RECOGNISED[::3] if not re.search("[,;/|+&]", name)]
    pairs = [(name, other) for name in names for other in NOT_KNOWN]
    assert [pair for pair in pairs if read(form.format(*pair)).family != "ambiguous"] == []
    assert [pair for pair in pairs if read(form.format(*reversed(pair))).family != "ambiguous"] == []
    assert [name for name in names if read(form.format(name, name)).family != FACTS[name][0]] == []


def test_one_counted_exercise_is_no_list() -> None:
    """Before a name that is counted, every form of logged text changes nothing of what it says."""
    forms = [form for group in LOGGED.values() for form in group if form.startswith("{}") and "leg" not in form]
    names = [f"12 {name}" for name in RECOGNISED[::9] if not name[0].isdigit()]
    assert [form.format(name) for form in forms for name in names if said(form.format(name)) != said(name)] == []


PER_LEG = ("each leg", "per leg", "10/leg", "10 per leg", "x10 each leg", "left leg", "3x10/leg")


@pytest.mark.parametrize("side", PER_LEG)
def test_a_swing_counted_by_legs_is_a_leg_swing(side: str) -> None:
    """Unless the name says anything else, such as the weight, or it is counted by arms."""
    forms = (f"swings {side}", f"10 swings, {side}", f"swing ({side})", f"{side}: swings")
    assert {classify(form) for form in forms} == {"neither"}
    assert {classify(form.replace("leg", "arm")) for form in forms} == {"hinge"}
    assert {classify(form.replace("swing", "KB swing")) for form in forms} == {"hinge"}


@pytest.mark.parametrize("before", ["AMRAP of", "ROUNDS OF", "then:", ""])
def test_what_a_list_counts_is_taken_out_wherever_the_list_begins(before: str) -> None:
    """At once, after a sign, or after `of` in any case."""
    assert separate_logged(f"{before} 12 DL 9 HPC").pieces == ("12", "9")
