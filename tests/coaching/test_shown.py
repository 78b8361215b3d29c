"""The texts about recommendations of a small rulebook, `tests/lifts/`, are those in `shown.txt`.

`python -m tests.coaching.test_shown` renews the file; read the difference. The advice of the default rulebook can
change; what is said of that one is held to it by other tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from squeezelogic import Exercise, InvalidInput, Profile, Recommendation, Rulebook, recommend
from squeezelogic.cli.terminal import colored
from squeezelogic.coaching.interview import Interview, interview
from squeezelogic.coaching.introspection import every_rule
from squeezelogic.coaching.parts import Provenance
from squeezelogic.coaching.recommendation_text import reasons
from squeezelogic.coaching.vectors import vectors
from squeezelogic.logic.explain.prose import to_plain

STYLE = re.compile("<style>.*?</style>", re.DOTALL)
SHOWN = Path(__file__).with_name("shown.txt")
BOOK = Rulebook.load(Path(__file__).parents[1] / "lifts")
LANGUAGES = ("en", "de")
ASKED: dict[str, tuple[dict[str, Any], Any, list[str]]] = {
    "a beginner": (
        {"experience": "beginner", "more": {"ceiling": 180}},
        "hip thrust",
        ["shallow_range", "rounded_back"],
    ),
    "a sore back": (
        {"experience": "beginner", "back_pain": "current", "rehab": True},
        {"movement": "glute_bridge", "load": "heavy"},
        ["shallow_range"],
    ),
    "a swing": ({"goal": "strength", "experience": "advanced"}, "kettlebell swing", ["rounded_back", "leans_back"]),
    "hardly anything": ({}, {"family": "thrust"}, ["rounded_back"]),
}  # fmt: skip


def as_json(value: Any) -> str:
    """JSON as commands print it."""
    return json.dumps(to_plain(value), indent=1, ensure_ascii=False)


def attempt(call: Callable[[], Any]) -> str:
    """What a call says, or the error."""
    try:
        return str(call())
    except InvalidInput as error:
        return f"error: {error}"


def tell(rec: Recommendation) -> Iterator[tuple[str, str]]:
    """Each way in which a recommendation can be asked, with what it says."""
    yield "in short", f"{rec!s}\n{rec!r}"
    yield "brief", rec.brief()
    yield "explain", rec.explain(rulebook=BOOK)
    yield "explain in full", rec.explain("full", rulebook=BOOK)
    yield "reasons", reasons(rec, "short", BOOK)
    yield "reasons in full", reasons(rec, "full", BOOK)
    for what in ("verdict", "cues", "cue-two", "shallow-goes-deeper", "effort=gentle", "direction"):
        yield f"why {what}", attempt(lambda what=what: rec.why(what, rulebook=BOOK))  # type: ignore[misc]
    for refused in (None, "squeeze", "no_squeeze", "cue-two", "fix-round", "low-ceilings-learn", "direction=hold"):
        yield f"why not {refused}", attempt(lambda it=refused: rec.why_not(it, rulebook=BOOK))  # type: ignore[misc]
    both = {"verdict": "squeeze", "direction": None}
    listed = {"cues": ["cue-one", "cue-two", "cue-three"], "hold_seconds": 1.5}
    for want in (
        None,
        "squeeze",
        "no_squeeze",
        "refer",
        {"effort": "gentle"},
        both,
        listed,
        {"cues": ()},
        {"hold_seconds": 2},
        3,
    ):
        yield f"reach {want}", attempt(lambda want=want: rec.counterfactuals(want, rulebook=BOOK))  # type: ignore[misc]
    sets = rec.counterfactuals(rulebook=BOOK).sets
    yield "each way", "\n".join(map(str, sets))
    freely = ("experience", "ceiling", "load", "observed", "back_pain", "rehab")
    yield "reach freely", attempt(lambda: rec.counterfactuals("learn_first", freely, rulebook=BOOK))
    changes: list[dict[str, Any]] = [
        {"experience": "advanced"},
        {"back_pain": "history", "observed": ["leans_back"]},
        {"movement": "deadlift", "load": None},
        {"ceiling": 190, "rehab": False},
        {"ceiling": 250},
        {"observed": []},
        {"boots": 3},
    ]
    for change in changes:
        yield f"what if {change}", attempt(lambda change=change: rec.what_if(rulebook=BOOK, **change))  # type: ignore[misc]
    for about in (None, "everything", "cues", ("progression", "effort"), "boots"):
        yield f"questions about {about}", attempt(lambda about=about: rec.questions(about, rulebook=BOOK))  # type: ignore[misc]


def tell_data(rec: Recommendation) -> Iterator[tuple[str, Any]]:
    """The same as data, for some of them."""
    yield "recommendation", rec.to_dict()
    yield "why", rec.why("verdict", rulebook=BOOK)
    yield "why not", rec.why_not("squeeze" if rec.verdict != "squeeze" else "learn_first", rulebook=BOOK)
    yield "reach", rec.counterfactuals(rulebook=BOOK)
    yield "what if", rec.what_if(rulebook=BOOK, observed=["shallow_range"], experience="beginner")
    yield "changes", list(rec.what_if(rulebook=BOOK, back_pain="current", load="heavy", experience=None).changes)
    yield "changes of rules alone", list(rec.what_if(rulebook=BOOK, ceiling=250).changes)
    yield "questions", rec.questions(settled=["load"], rulebook=BOOK)


def render(name: str) -> str:
    """All that is said in one situation, with each part under a heading; German only where it differs."""
    profile, exercise, observed = ASKED[name]
    rec = recommend(profile, exercise, observed=observed, rulebook=BOOK)
    lines = []
    english = dict(tell(rec))
    for part, said in english.items():
        lines += [f"--- {part}", said]
    coloured = colored(f"{english['brief']}\n\n{english['explain in full']}").replace("\x1b", "␛")
    lines += ["--- on a terminal, where it has a colour", *(line for line in coloured.split("\n") if "␛" in line)]
    for part, said in tell(rec.in_language("de", rulebook=BOOK)):
        if said != english[part]:
            lines += [f"--- auf Deutsch: {part}", said]
    lines += [f"--- without its rulebook: {detail}\n{rec.explain(detail)}" for detail in ("short", "full")]
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n"))


def render_data() -> str:
    """Data of one situation in German, of an interview, and the test vectors of the rulebook."""
    profile, exercise, observed = ASKED["a beginner"]
    rec = recommend(profile, exercise, observed=observed, rulebook=BOOK).in_language("de", rulebook=BOOK)
    lines = [f"--- {part}\n{as_json(data)}" for part, data in tell_data(rec)]
    lines.append("\n".join(["--- refused", *render_refusals(rec)]))
    lines += [
        f"--- the rules of {topic.name}, from the highest level to the lowest"
        + "".join(f"\n{rule.level}: {rule.id}" for rule in topic.rules)
        for topic in Rulebook.default().topics
    ]
    decision = BOOK.decide({"family": "hinge", "observed": ["rounded_back"]})
    short = [
        *(it for _, it in list(tell_data(rec))[1:] if not isinstance(it, list)),
        rec,
        BOOK,
        Profile(rehab=False, more={"ceiling": 180}),
        decision,
    ]
    lines.append("\n".join(["--- in short", *map(repr, short), *map(str, (decision, *rec.unused, *rec.reasons[:1]))]))
    lines.append(f"--- rules\n{as_json([(it.rule, it.state) for it in every_rule(rec, BOOK)])}")
    lines.append(f"--- interview\n{render_interview('en')}\n--- auf Deutsch: interview\n{render_interview('de')}")
    lines.append(f"--- vectors\n{as_json(vectors(BOOK))}")
    return "\n".join(lines)


def render_refusals(rec: Recommendation) -> Iterator[str]:
    """What is said of a rulebook that did not make a recommendation, and of one that is not at hand."""
    boat = Rulebook.load(Path(__file__).parents[1] / "boat")
    theirs = attrs.evolve(rec, rulebook=Provenance("theirs", "7", "0" * 64))
    calls: dict[str, Callable[[Any], Any]] = {
        "explain": lambda by: theirs.explain(**by),
        "why": lambda by: theirs.why("verdict", **by),
        "what if": lambda by: theirs.what_if(**by, rehab=False),
        "questions": lambda by: theirs.questions(**by),
        "in German": lambda by: theirs.in_language("de", **by),
        "in French": lambda by: rec.in_language("fr", **by),
        "drawing": lambda by: theirs.drawing(**by),
        "detail": lambda by: rec.explain("shorter", **by),
    }
    for name, call in calls.items():
        for how, by in {"with another": {"rulebook": boat}, "without": dict[str, Any]()}.items():
            said = attempt(lambda: call(by))  # noqa: B023
            if said.startswith("error"):
                yield f"{name} {how}: {said.replace(Rulebook.default().digest[:12], 'of the default one')}"


def render_notebook() -> str:
    """What notebooks show of explanations, of a lifter and of an exercise, each tag on a line of its own."""
    profile, exercise, observed = ASKED["a sore back"]
    rec = recommend(profile, exercise, observed=observed, rulebook=BOOK)
    shown: dict[str, Any] = {
        "why": rec.why("cautions", rulebook=BOOK),
        "why not": rec.why_not("squeeze", rulebook=BOOK),
        "reach": rec.counterfactuals("squeeze", ["back_pain", "load", "experience", "rehab"], rulebook=BOOK),
        "what if": rec.what_if(rulebook=BOOK, back_pain="none", observed=[]),
        "questions": rec.questions("everything", rulebook=BOOK),
        "lifter": Profile(experience="beginner", back_pain="current", more={"ceiling": 180}),
        "exercise": Exercise(movement="hip_thrust", load="heavy"),
    }
    lines = []
    for name, it in shown.items():
        for form, text in it._repr_mimebundle_().items():
            lines.append(f"--- {name}: {form}\n" + re.sub(r"(?<=>)(?=<)", "\n", STYLE.sub("<style>…</style>", text)))
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n"))


def render_interview(language: str) -> str:
    """An interview, answered with the last value each time, and stored and continued between the questions."""
    state = interview("hip thrust", profile={"rehab": False}, rulebook=BOOK.in_language(language))
    lines = [f"about {', '.join(state.about)}"]
    while question := state.question:
        lines += [str(state.questions), as_json(question)]
        state = state.answer(question.values[-1] if question.values else 180)
        again = Interview.from_dict(state.to_dict(), rulebook=BOOK.in_language(language))
        assert again == state
    return "\n".join([*lines, as_json(state.to_dict())])


PARTS = {**{name: lambda name=name: render(name) for name in ASKED}, "data": render_data, "notebook": render_notebook}  # type: ignore[misc]
SAID = dict(part.split("\n", 1) for part in SHOWN.read_text("utf-8").split("=== ")[1:]) if SHOWN.exists() else {}


@pytest.mark.parametrize("name", PARTS)
def test_what_is_said_is_what_the_file_shows(name: str) -> None:
    """Advice, reasons, other answers, changes, questions and briefs, in two languages, as text and as data."""
    assert PARTS[name]().splitlines() == SAID[name].rstrip("\n").splitlines()


if __name__ == "__main__":
    SHOWN.write_text("".join(f"=== {name}\n{make()}\n\n" for name, make in PARTS.items()), "utf-8")
