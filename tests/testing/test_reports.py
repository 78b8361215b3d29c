"""What the kit says is what `reports.txt` shows, about a small rulebook.

`python -m tests.testing.test_reports` renews the file; read the difference.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from squeezelogic import Rulebook, SqueezelogicError, recommend
from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, Test, in_words
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.testing import (
    assert_laws,
    assert_same,
    drawing,
    exercises,
    facts,
    inventing,
    observations,
    profiles,
    situations,
    values,
    with_irrelevant_fact,
    with_order_changed,
    with_unknown_revealed,
)
from squeezelogic.testing.answers import CARRIED, Answer, Unanswered, Unreadable, asking
from squeezelogic.testing.drawing import WHERE, Drawer, borders, law_border
from squeezelogic.testing.laws import Breach, all_laws
from squeezelogic.testing.situation import Situation, lifting
from squeezelogic.testing.varying import without_unread
from tests.testing.recording import record, show_value, show_values

SHOWN = Path(__file__).with_name("reports.txt")
BOOK = Rulebook.load(Path(__file__).parents[1] / "lifts")
FAULTS = ["shallow_range", "rounded_back"]
ASKED = {
    "beginner": Situation.of(
        {"experience": "beginner", "movement": "hip_thrust", "observed": FAULTS, "ceiling": 180}
    ),
    "sore": Situation.of({"back_pain": "current", "family": "thrust", "load": "heavy", "goal": "strength"}),
    "swing": Situation.of({"movement": "swing", "observed": ["rounded_back", "leans_back", "shallow_range"]}),
}  # fmt: skip
Spoil = Callable[[dict[str, Any]], Any]


def answer(situation: Situation) -> dict[str, Any]:
    """The recommendation as a service gives it."""
    data: dict[str, Any] = json.loads(json.dumps(situation.ask(recommend_here).to_dict()))
    return data


def recommend_here(profile: Any, exercise: Any, *, observed: Any) -> Any:
    """The recommendation of the small rulebook."""
    return recommend(profile, exercise, observed=observed, rulebook=BOOK)


def spoilt(spoil: Spoil) -> Callable[..., Any]:
    """The service with a bug: its data changed in place, or other data in its place."""

    def ask(profile: Any, exercise: Any, *, observed: Any) -> Any:
        data = answer(Situation(profile, exercise, tuple(observed)))
        other = spoil(data)
        return data if other is None else other

    return ask


def fail() -> None:
    """What a broken service does."""
    raise KeyError("gone")


def change(**values: Any) -> Spoil:
    """Replace values."""
    return lambda data: data.update(values)


HARDER = {"light": "none", "moderate": "gentle", "heavy": "deliberate"}
ITEM = {"id": "one", "text": "One.", "rule": "r"}
REASON = {"rule": "r", "topic": "t", "because": ".", "claims": [], "basis": "stated", "disputed_by": []}
SPOILS: dict[str, Spoil] = {
    "nothing": lambda data: None,
    "nothing is right": lambda data: data.update(
        verdict="squeeze", effort="deliberate", summary="", reasons=[], unused=[], cues=[]
    ),
    "reasons without claims": change(reasons=[REASON, {**REASON, "rule": "s"}]),
    "many reasons": change(verdict="squeeze", reasons=[{**REASON, "rule": f"r{n}", "claims": ["C"]} for n in range(5)]),
    "three reasons": change(effort="deliberate", reasons=[{**REASON, "rule": f"r{n}", "claims": ["C"]} for n in "abc"]),
    "a long summary": change(summary="x" * 141),
    "harder when heavier": lambda data: data.update(effort=HARDER.get(data["facts"].get("load"), data["effort"])),
    "reading what no rule reads": lambda data: data.update(cues=[]) if data["unused"] else None,
    "other cues": change(cues=[ITEM]),
    "no cues": change(cues=[]),
    "a list of many": change(cues=[{**ITEM, "id": f"cue-{n}"} for n in range(6)]),
    "another order": lambda data: data["cues"].reverse(),
    "the same twice": lambda data: data["cues"].append(data["cues"][0] if data["cues"] else ITEM),
    "other texts": lambda data: [it.update(text="Other.") for it in data["setup"]] and None,
    "a longer text": lambda data: data.update(summary="y" * 200, disclaimer="Ours."),
    "no progression": change(progression=None),
    "another progression": change(progression={"direction": "advance", "current": ITEM, "easier": ITEM}),
    "other facts": lambda data: data["facts"].update(goal="athletic", experience=None),
    "more unused": lambda data: data["unused"].append({"attribute": "observed", "value": "leans_back"}),
    "not read by the rulebook": lambda data: data.pop("hold_seconds") and None,
    "values of other types": change(hold_seconds=True, effort=None, strength=1, breath=0.5),
    "a missing key": lambda data: data.pop("verdict") and None,
    "a text for a list": change(cues="cue-one", cautions=None, setup=[1, ITEM]),
    "entries without names": change(cues=[{"text": "One."}], reasons=[{"because": "."}], unused=[{"value": "x"}]),
    "a list for a value": change(verdict=["squeeze"], effort={"much": 1}, summary=None),
    "a wrong progression": change(progression="hold"),
    "a progression without ids": change(progression={"direction": "hold", "next": {"text": "."}}),
    "no recommendation": lambda data: 7,
    "nothing at all": lambda data: {},
    "an exception": lambda data: fail(),
}  # fmt: skip


def attempt(call: Callable[[], Any]) -> str:
    """What a call raises, or returns."""
    try:
        found = call()
    except (AssertionError, SqueezelogicError, Unanswered) as error:
        return f"{type(error).__name__}: {error}"
    return "nothing" if found is None else repr(found)


def tell_reports() -> Iterator[str]:
    """What each bug is reported as, in each situation."""
    for name, spoil in SPOILS.items():
        for asked, situation in ASKED.items():
            among = st.just(situation)
            laws = attempt(lambda: assert_laws(spoilt(spoil), rulebook=BOOK, among=among, max_examples=1))  # noqa: B023
            same = attempt(lambda: assert_same(spoilt(spoil), recommend_here, among=among, max_examples=1))  # noqa: B023
            turned = attempt(lambda: assert_same(recommend_here, spoilt(spoil), among=among, max_examples=1))  # noqa: B023
            yield f"--- {name}, {asked}"
            yield from (f"laws: {laws}", f"same: {same}", f"reference: {turned}")


class Broken:
    """A law that is broken, or cannot be judged, in as many calls as said."""

    says = "This is so."

    def __init__(self, name: str, times: int = 1_000, *, unreadable: bool = False) -> None:
        self.id, self._times, self._unreadable = name, times, unreadable

    def breach(self, situation: Situation, ask: Any) -> Breach | None:
        """Its breach."""
        self._times -= 1
        if self._times < 0:
            return None
        if self._unreadable:
            raise Unreadable(f"`{self.id}` reads no such answer")
        return Breach(situation, "this", "that")


def tell_many_laws() -> Iterator[str]:
    """Reports of more broken laws than are shown, and of some that are broken once."""
    many = {f"{count} laws": [Broken(f"law-{n}") for n in range(count)] for count in (1, 5, 6, 7, 11)}
    many |= {
        "once": [Broken("now", 1), Broken("always")],
        "twice once": [Broken("now", 1), Broken("then", 1)],
        "cannot be judged": [Broken(f"odd-{n}", unreadable=True) for n in range(6)],
        "cannot be judged once": [Broken("odd", 1, unreadable=True)],
        "all at once": [Broken("law"), Broken("now", 1), Broken("odd", unreadable=True)],
    }
    among = st.just(ASKED["beginner"])
    for name, laws in many.items():
        said = attempt(
            lambda: assert_laws(recommend_here, laws=laws, rulebook=BOOK, among=among, max_examples=1)  # noqa: B023
        )
        yield f"--- {name}\n{said}"


def tell_answers() -> Iterator[str]:
    """How each slot of an answer, whole or wrong, is read."""
    for name in (
        "nothing",
        "no progression",
        "another progression",
        "values of other types",
        "a list for a value",
        "nothing at all",
    ):
        read = asking(spoilt(SPOILS[name]))(ASKED["beginner"])
        yield f"--- slots: {name}"
        for slot in CARRIED:
            told = attempt(lambda: read.slot(slot, BOOK))  # noqa: B023
            yield f"{slot}: {sorted(read.slot(slot, BOOK)) if told.startswith('frozenset') else told}"  # type: ignore[arg-type]
        yield f"rules: {attempt(lambda: read.rules)}"  # noqa: B023
    yield f"no data: {attempt(lambda: Answer({}).rules)}"


WRONG: dict[str, Callable[[], Any]] = {
    "a profile": lambda: profiles(rulebook=BOOK, experience="novice"),
    "a profile's exercise": lambda: profiles(rulebook=BOOK, movement="swing"),
    "a height": lambda: profiles(rulebook=BOOK, ceiling=20),
    "an exercise's lifter": lambda: exercises(rulebook=BOOK, goal="strength"),
    "a contradiction": lambda: exercises(rulebook=BOOK, movement="swing", family="thrust"),
    "no exercise": lambda: exercises(rulebook=BOOK, movement=None, family=None),
    "faults": lambda: observations(rulebook=BOOK, shallow=True, leans_back=1),
    "no faults": lambda: observations(rulebook=Rulebook.load(Path(__file__).parents[1] / "boat")),
    "a situation": lambda: situations(rulebook=BOOK, boots=3, laod="heavy"),
    "facts": lambda: facts(BOOK, family="thrusts"),
    "laws": lambda: assert_laws(recommend_here, rulebook=BOOK, laws=["heavier-is-harder"]),
    "keys": lambda: assert_same(recommend_here, keys=["verdicts", "cue"]),
}


def tell_varied() -> Iterator[str]:
    """The situations beside each situation."""
    for name, situation in ASKED.items():
        yield f"--- beside {name}: {situation!r}"
        yield from (f"irrelevant: {it!r}" for it in with_irrelevant_fact(situation, rulebook=BOOK))
        yield from (f"revealed: {it!r}" for it in with_unknown_revealed(situation, rulebook=BOOK))
        yield from (f"in another order: {it!r}" for it in with_order_changed(situation))
        yield f"without what is not read: {without_unread(situation, BOOK)!r}"
    for attribute in lifting(BOOK).attributes.values():
        implied = {value: dict(others) for value, others in attribute.implies.items()}
        values = ", ".join(map(str, attribute.values))
        yield f"{attribute.name} of {attribute.of}: {values} {attribute.required} {implied}"


def tell_borders() -> Iterator[str]:
    """What holds on the border of each rule and law."""
    for rule, ways in zip(BOOK.rules.values(), borders(BOOK), strict=False):
        yield f"--- {rule.id}"
        yield from (show_tests(way) for way in ways)
    for law in BOOK.laws:
        yield f"--- law {law.id}"
        yield from (show_tests(way) for way in law_border(BOOK, law))
    yield from (f"{law.id}: {law.says}" for law in all_laws(rulebook=BOOK))


ATTRIBUTES = {
    "a choice": Attribute("choice", values=("a", "b", "c")),
    "a boolean": Attribute("yes", type="boolean", required=True),
    "a small number": Attribute("few", type="integer", at_least=-1, at_most=2),
    "a large number": Attribute("many", type="integer", at_least=0, at_most=100),
    "any number": Attribute("open", type="integer"),
    "a measure": Attribute("measure", type="number", at_least=Decimal("0.5"), at_most=3),
    "a day": Attribute("day", type="date", at_least=date(2026, 1, 30), at_most=date(2026, 2, 2)),
    "any day": Attribute("date", type="date"),
    "a set": Attribute("bag", type="set", values=("x", "y", "z")),
}
LARGE = (Between(at_least=10), Between(below=50))
LATE = (Between(above=date(2026, 1, 31)),)
SETS: list[tuple[Test, ...] | None] = [
    None,
    (),
    (HasAny(frozenset("x")),),
    (HasAll(frozenset("xy")), Not(HasAny(frozenset("z")))),
    (HasCount(2, frozenset("xyz")),),
    (Not(HasCount(1, frozenset("xy"))),),
]


def tell_strategies() -> Iterator[str]:
    """How values are drawn for attributes of each type, and what rulebooks are invented of."""
    with record(values, inventing) as recorder:
        for name, attribute in ATTRIBUTES.items():
            yield f"--- drawing {name}"
            yield from recorder.tell("conditions", inventing.conditions.__wrapped__(attribute))
            if attribute.type == "set":
                for passing, tests in product((True, False), SETS):
                    told = "none" if tests is None else " and ".join(map(in_words, tests)) or "any"
                    made = values.subset(attribute, tests, passing)
                    yield from recorder.tell(f"{'passing' if passing else 'failing'} {told}", made)
                continue
            options = values.listed(attribute, LATE if attribute.type == "date" else LARGE)
            like = values.wanted(options, (Is(frozenset(options[1:2])),), passing=True)
            yield f"listed: {show_values(options)}, wanted {show_values(like)}"
            yield from recorder.tell("single", values.single(attribute, options, like))
            yield from recorder.tell("quiet", values.quiet(attribute, options))
            yield from recorder.tell("values", inventing.values(attribute))
            if attribute.is_ordered:
                yield from recorder.tell("within", values.within(attribute))
        yield "--- inventing"
        yield from recorder.tell("attributes", inventing.attributes.__wrapped__())
        yield from recorder.tell("conclusions", inventing._invent_conclusions.__wrapped__("t"))
        read = {"choice": ATTRIBUTES["a choice"], "bag": ATTRIBUTES["a set"]}
        yield from recorder.tell("rules", inventing._invent_rules("t", inventing._invent_branch(read)))
        for sound in (True, False):
            drawn: list[Any] = []
            topic: Any = inventing.topic("t", read, sound)

            def draw(strategy: Any, drawn: list[Any] = drawn) -> Any:
                drawn.append(strategy)
                return strategy.samples[-1]

            data = topic.wrapped_strategy.definition(draw, "t", read, sound)
            yield f"a topic{' that is sound' * sound}: {show_value(data)}"
            yield from (f"drawn: {it}" for it in dict.fromkeys(map(str, drawn)))
        yield from (f"declared: {show_value(inventing._declare_attribute(it))}" for it in ATTRIBUTES.values())


def tell_drawn() -> Iterator[str]:
    """How each fact of the small rulebook is drawn on, amid and beside a border of a rule, and far from any."""
    with record(values, drawing) as recorder:
        drawer = Drawer(lifting(BOOK), borders(BOOK), {"rehab": False})
        for turn in range(len(WHERE)):
            picks: list[Any] = []

            def draw(strategy: Any, turn: int = turn, picks: list[Any] = picks) -> Any:
                picks.append(strategy)
                return strategy.samples[min(turn, len(strategy.samples) - 1)]

            where, asked, flipped = drawer.border(draw)  # type: ignore[arg-type]  # a made-up `draw`
            yield f"--- {where}, of {picks[0]}: {show_tests(asked)}; not {flipped}"
            known: dict[str, Any] = {}
            for name in drawer._left:
                strategy = drawer.value(name, known, (where, asked, flipped))
                known[name] = draw(strategy)
                yield from recorder.tell(name, strategy)
            yield f"drawn: {show_value(drawer._without_implied({n: it for n, it in known.items() if it != 'unknown'}))}"


def show_tests(tests: Any) -> str:
    """Tests by attribute, in words."""
    return "; ".join(f"{name} {' and '.join(map(in_words, each))}" for name, each in sorted(tests.items()))


def tell_all() -> str:
    """All that the kit says."""
    wrong = [f"{name}: {attempt(make)}" for name, make in WRONG.items()]
    lines = [
        *tell_reports(),
        *tell_many_laws(),
        *tell_answers(),
        "--- what cannot be",
        *wrong,
        *tell_varied(),
        *tell_borders(),
        *tell_strategies(),
        *tell_drawn(),
    ]
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n")) + "\n"


def test_the_kit_says_what_the_file_shows() -> None:
    """Reports of bugs, refusals, situations beside others, and borders."""
    assert tell_all().splitlines() == SHOWN.read_text("utf-8").splitlines()


if __name__ == "__main__":
    SHOWN.write_text(tell_all(), "utf-8")
