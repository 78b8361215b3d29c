"""squeezelogic, asked in every way it can be asked, and the if/elif on the same objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any

from squeezelogic import Exercise, Profile, Recommendation, Rulebook, find_exercise, recommend
from tests.benchmarks.contender import Contender
from tests.benchmarks.peers import by_hand
from tests.benchmarks.situations import Answer, Facts

RULES = Path(__file__).parents[1] / "rules"
NOTES = Path(__file__).parents[1] / "accumulating"
OF_THE_EXERCISE = ("family", "movement", "implement", "single_leg", "banded", "load", "tempo")
THRUSTS = (
    "Hip Thrust (Barbell)",
    "Bodyweight Hip Thrust",
    "Hip Thrust (Machine)",
    "Single Leg Glute Bridge",
    "Banded Glute Bridge",
    "Frog Pumps",
)
HINGES = (
    "Romanian Deadlift (Barbell)",
    "Stiff Leg Deadlift (Dumbbell)",
    "Sumo Deadlift",
    "Rack Pull",
    "Kettlebell Swing",
    "Good Morning (Barbell)",
    "Cable Pull Through",
    "Hip Hinge",
)
NAMES = (*THRUSTS, *HINGES)
UNREAD: dict[str, tuple[str | bool | None, ...]] = {
    "side_imbalance": (None, True, False),
    "squeeze_habit": (None, True, False),
    "stands_in_extension": (None, True, False),
    "mastered_bodyweight": (None, True, False),
    "implement": (None, "bodyweight", "dumbbell", "barbell", "kettlebell", "band", "machine", "cable"),
    "single_leg": (None, False),  # the rules here do not read it, and one verdict depends on it
    "banded": (None, True, False),
}
MOVEMENTS: dict[str, tuple[str, ...]] = {
    "thrust": ("hip_thrust", "glute_bridge"),
    "hinge": ("deadlift", "swing", "good_morning", "pull_through", "hip_hinge"),
}

Asked = tuple[Any, Any, frozenset[str]]


def read(rec: Recommendation) -> Answer:
    """All fields of the answer."""
    return (
        rec.verdict,
        rec.strength,
        rec.phase,  # type: ignore[return-value]  # the default rulebook always fills it, as it does the effort
        rec.effort,
        rec.hold_seconds,
        rec.breath,
        tuple([item.fault for item in rec.corrections]),  # type: ignore[misc]  # every correction has one
    )


def ask(asked: Asked) -> Answer:
    """`recommend`, its answer read."""
    profile, exercise, observed = asked
    return read(recommend(profile, exercise, observed=observed))


def by_hand_asked(asked: Asked) -> Answer:
    """The if/elif on the same."""
    return by_hand.decide_objects(*asked)


def halves(facts: Mapping[str, Any]) -> tuple[Facts, Facts, frozenset[str]]:
    """The facts as fields of a profile, fields of an exercise, and what was observed."""
    own = dict(facts)
    observed = frozenset(own.pop("observed"))
    exercise = {name: own.pop(name) for name in OF_THE_EXERCISE if name in own}
    return own, exercise, observed


def objects(facts: Facts) -> Asked:
    """The facts as the objects that `recommend` takes."""
    profile, exercise, observed = halves(facts)
    return Profile(**profile), Exercise(**exercise), observed


def every_fact(facts: Facts) -> Asked:
    """The same objects, with a value for whatever else the default rulebook reads."""
    draw = Random(str(facts))
    more = {name: draw.choice(values) for name, values in UNREAD.items()}
    return objects(facts | more | {"movement": draw.choice(MOVEMENTS[facts["family"]])})


def known(facts: Facts) -> Facts:
    """The facts without those that are unknown."""
    return {name: value for name, value in facts.items() if value not in (None, [])}


def named(facts: Facts) -> Asked:
    """A profile, what the exercise is called, and what was observed."""
    profile, _, observed = objects(facts)
    return profile, Random(str(facts)).choice(THRUSTS if facts["family"] == "thrust" else HINGES), observed


def decide() -> Contender:
    """The twenty-four rules as a rulebook of one's own."""
    book = Rulebook.load(RULES)

    def answer(facts: Facts) -> Answer:
        slots = book.decide(facts).slots
        return (
            slots["verdict"],
            slots["strength"],
            slots["phase"],
            slots["effort"],
            slots.get("hold_seconds"),
            slots.get("breath"),
            slots.get("corrections", ()),
        )  # type: ignore[return-value]  # the rulebook's vocabulary says which slot is what

    return Contender(answer, known)


def from_objects() -> Contender:
    """`recommend` on a profile and an exercise made before."""
    return Contender(ask, objects)


def from_objects_by_hand() -> Contender:
    """The if/elif on a profile and an exercise made before."""
    return Contender(by_hand_asked, objects)


def verdict_from_objects() -> Contender:
    """`recommend` on a profile and an exercise made before; of the answer only the verdict is read in the time."""

    def verdict(asked: Asked) -> object:
        profile, exercise, observed = asked
        return recommend(profile, exercise, observed=observed).verdict

    return Contender(ask, objects, verdict)


def verdict_memoised_by_hand() -> Contender:
    """The memoised if/elif on the same, and only the verdict read."""
    remembered = by_hand.memoised_objects

    def answer(asked: Asked) -> Answer:
        return remembered(*asked)

    def verdict(asked: Asked) -> object:
        profile, exercise, observed = asked
        return remembered(profile, exercise, observed)[0]

    return Contender(answer, objects, verdict)


def memoised_by_hand() -> Contender:
    """The memoised if/elif on a profile and an exercise made before."""
    remembered = by_hand.memoised_objects

    def answer(asked: Asked) -> Answer:
        return remembered(*asked)

    return Contender(answer, objects)


def from_every_fact() -> Contender:
    """`recommend` with nothing left unknown that could be known."""
    return Contender(ask, every_fact)


def from_every_fact_by_hand() -> Contender:
    """The if/elif on the same: it reads what it reads."""
    return Contender(by_hand_asked, every_fact)


def _fresh(then: Callable[[Asked], Answer]) -> Contender:
    def answer(halved: tuple[Facts, Facts, frozenset[str]]) -> Answer:
        profile, exercise, observed = halved
        return then((Profile(**profile), Exercise(**exercise), observed))

    return Contender(answer, halves)


def from_fresh_objects() -> Contender:
    """A profile and an exercise made, then `recommend`."""
    return _fresh(ask)


def from_fresh_objects_by_hand() -> Contender:
    """A profile and an exercise made, then the if/elif."""
    return _fresh(by_hand_asked)


def from_dicts() -> Contender:
    """`recommend` on two dicts."""

    def prepare(facts: Facts) -> Asked:
        profile, exercise, observed = halves(facts)
        return known(profile), known(exercise), observed

    return Contender(ask, prepare)


def from_names() -> Contender:
    """`recommend` on a profile and what the exercise is called."""
    return Contender(ask, named)


def _named_by_hand(profile: Profile, name: str, observed: frozenset[str]) -> Answer:
    return by_hand.decide_objects(profile, _meant()[name], observed)


@cache
def _meant() -> dict[str, Exercise]:
    return {name: find_exercise(name).exercise for name in NAMES}


def from_names_by_hand() -> Contender:
    """The if/elif, its exercise looked up in a dict of names."""
    meant = _meant()

    def answer(asked: Asked) -> Answer:
        profile, name, observed = asked
        return by_hand.decide_objects(profile, meant[name], observed)

    return Contender(answer, named)


def from_names_memoised_by_hand() -> Contender:
    """The same behind the standard library's bounded memo."""
    remembered = lru_cache(maxsize=8_192)(_named_by_hand)

    def answer(asked: Asked) -> Answer:
        return remembered(*asked)

    return Contender(answer, named)


def to_dict() -> Contender:
    """`recommend(…).to_dict()`, and the answer read from that."""

    def answer(asked: Asked) -> Answer:
        profile, exercise, observed = asked
        plain = recommend(profile, exercise, observed=observed).to_dict()
        return (
            plain["verdict"],
            plain["strength"],
            plain["phase"],
            plain["effort"],
            plain["hold_seconds"],
            plain["breath"],
            tuple([item["fault"] for item in plain["corrections"]]),
        )

    return Contender(answer, objects)


def notes() -> Contender:
    """The twenty-four rules that add up, as a rulebook: dicts in, ids of rules out."""
    book = Rulebook.load(NOTES)

    def answer(facts: Facts) -> Any:
        return book.decide(facts).standing

    return Contender(answer)
