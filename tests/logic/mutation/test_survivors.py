"""The report of surviving mutants, as text and as JSON."""

from __future__ import annotations

import json

import pytest
from attrs import evolve

from squeezelogic.logic.loading.document import Document
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Waiver
from squeezelogic.logic.model.rules import Place
from squeezelogic.logic.mutation.mutants import Mutant
from squeezelogic.logic.mutation.run import Mutation, Survivor

RULE = Mutant(Document("brew.toml", {}, ""), "brew", "green-warm", "when.leaf", "dropped the condition on `leaf`", 20)
SURVIVOR = Survivor(
    RULE,
    1234,
    FrozenMap({"leaf": "green", "extras": frozenset({"milk", "honey"})}),
    FrozenMap({"water": "warm", "tips": ("no-milk",)}),
    FrozenMap({"water": "boiling", "grams": 2}),
)
CHANGES = (
    "\n  changes 1,234 situations, leaf = green, extras = honey, milk for one: "
    "water: warm → boiling, tips: no-milk → –, grams: – → 2"
)
MUTATION = Mutation(9, 1, 2, FrozenMap({"check": 0, "case": 3, "law": 2}), (SURVIVOR,))
NEEDLESS = Waiver("mutant", "Not needed.", rule="usually-boiling", place=Place("waivers.toml", 7))
SOUND = evolve(MUTATION, survivors=(evolve(SURVIVOR, reason="Intended."),))


@pytest.mark.parametrize(
    ("mutant", "said"),
    [
        (RULE, "brew.toml:20: rule `green-warm`: `when.leaf`: dropped the condition on `leaf`"),
        (evolve(RULE, line=None), "brew.toml: rule `green-warm`: `when.leaf`: dropped the condition on `leaf`"),
        (evolve(RULE, name="", what="dropped the rule"), "brew.toml:20: rule `green-warm`: dropped the rule"),
        (
            evolve(RULE, rule="", name="when", what="dropped the topic's `when`"),
            "brew.toml:20: topic `brew`: `when`: dropped the topic's `when`",
        ),
    ],
)
def test_a_survivor_says_where_it_is_what_was_done_and_what_comes_of_it(mutant: Mutant, said: str) -> None:
    """Without what is not known of it; and why it may survive, if there is a reason."""
    assert str(evolve(SURVIVOR, mutant=mutant)) == said + CHANGES
    excused = evolve(SURVIVOR, mutant=mutant, reason="Intended.")
    assert str(excused) == said + CHANGES + "; explained: Intended."


def test_a_mutation_is_its_survivors_its_needless_waivers_and_a_line_of_counts() -> None:
    """In this order, and the counts leave out what there is none of."""
    mutation = evolve(MUTATION, survivors=(SURVIVOR, *SOUND.survivors), unproven=3, unapplied=(NEEDLESS,))
    assert str(mutation).splitlines() == [
        *str(SURVIVOR).splitlines(),
        *str(SOUND.survivors[0]).splitlines(),
        "waivers.toml:7: the waiver of `mutant of rule usually-boiling` explains no survivor",
        "9 mutants: 1 do not load, 2 decide the same, 5 are noticed (0 by a check, 3 by a case, 2 by a law), "
        "3 are too large to compare, 2 survive, 1 of them explained",
    ]
    assert MUTATION.summary == (
        "9 mutants: 1 do not load, 2 decide the same, 5 are noticed (0 by a check, 3 by a case, 2 by a law), 1 survive"
    )


def test_the_json_of_a_mutation_holds_all_that_its_text_does() -> None:
    """Under these names; needless waivers are included, because they alone make the command fail."""
    assert json.loads(json.dumps(evolve(SOUND, unapplied=(NEEDLESS,)).to_dict())) == {
        "made": 9,
        "unloadable": 1,
        "same": 2,
        "unproven": 0,
        "reworded": 0,
        "unrecorded": [],
        "noticed": {"check": 0, "case": 3, "law": 2},
        "survivors": [
            {
                "file": "brew.toml",
                "line": 20,
                "topic": "brew",
                "rule": "green-warm",
                "part": "when.leaf",
                "what": "dropped the condition on `leaf`",
                "situations": 1234,
                "witness": {"leaf": "green", "extras": ["honey", "milk"]},
                "before": {"water": "warm", "tips": ["no-milk"]},
                "after": {"water": "boiling", "grams": 2},
                "reason": "Intended.",
            }
        ],
        "unapplied": [
            {
                "file": "waivers.toml",
                "line": 7,
                "topic": "",
                "rule": "usually-boiling",
                "part": "",
                "reason": "Not needed.",
            }
        ],
    }


@pytest.mark.parametrize(
    ("mutation", "wanting"),
    [
        (SOUND, False),
        (MUTATION, True),
        (evolve(SOUND, unproven=1), True),
        (evolve(SOUND, unapplied=(NEEDLESS,)), True),
    ],
)
def test_what_is_unexplained_unproven_or_waived_for_nothing_is_to_be_seen_to(mutation: Mutation, wanting: bool) -> None:
    """Each of them alone, and nothing else."""
    assert bool(mutation) is wanting
