"""Briefs: their content, order and length."""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Recommendation, Rulebook, recommend
from squeezelogic.coaching.brief import Brief
from squeezelogic.coaching.parts import Item, Provenance, Reason
from squeezelogic.logic.explain.prose import wrapped
from squeezelogic.testing import Situation, situations

recommendations = situations().map(lambda situation: situation.ask(recommend))
words = st.integers(1, 60).map(lambda count: " ".join(["word"] * count) + ".")


def said(item: Item) -> str:
    """How a brief says a piece of advice."""
    return item.short or item.text


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


@st.composite
def made_up(draw: st.DrawFn) -> Recommendation:
    """A recommendation of any length."""

    def items(slot: str, most: int, **more: str) -> list[Item]:
        texts = draw(st.lists(st.tuples(words, st.none() | words), max_size=most))
        return [
            Item(f"{slot}-{n}", f"{slot} {n} {t}", "r", short=s and f"{slot} {n} {s}", **more)  # type: ignore[arg-type]
            for n, (t, s) in enumerate(texts)
        ]

    return Recommendation(
        verdict="squeeze",
        strength="strong",
        summary=f"Summary {draw(words)}",
        cues=tuple(items("cue", 6, focus="external")),
        cautions=(*items("grave", 3, severity="critical"), *items("mild", 2, severity="warning")),
        corrections=tuple(items("fix", 4, fault="f")),
        reasons=tuple(
            Reason(f"r{n}", "t", f"Reason {n} {draw(words)} Second {draw(words)}", basis="house") for n in range(2)
        ),
        rulebook=Provenance("mine", "1", "abc"),
        disclaimer="No advice.",
    )


@given(recommendations)
def test_a_brief_has_at_most_ninety_words(rec: Recommendation) -> None:
    """Whatever the situation, a coach is done within ninety words and has said the verdict."""
    text = flat(rec.brief())
    assert len(text.split()) <= 90
    assert text.startswith(flat(rec.summary))


@given(recommendations | made_up())
def test_a_brief_says_every_critical_caution_and_nothing_beyond_its_share(rec: Recommendation) -> None:
    """All critical cautions; at most two corrections, four cues and one reason, each from the head of its list."""
    text = flat(rec.brief())
    assert all(flat(said(item)) in text for item in rec.cautions if item.severity == "critical")
    for line, most in (("Fix:", 2), ("Why:", 1), ("Cues:", 1)):
        assert text.count(line) <= most
    kept = [flat(said(item)) in text for item in rec.cues[:4]]
    assert kept == sorted(kept, reverse=True)
    assert not any(f"Fix: {flat(said(item))}" in text for item in rec.corrections[2:])


@given(recommendations)
def test_a_brief_says_where_a_step_back_leads(rec: Recommendation) -> None:
    """A lifter who goes back a step hears which one, however long the rest is; nobody else hears of one."""
    steps = rec.progression
    back = steps and steps.direction == "regress" and steps.next
    assert ("Go back to: " in flat(rec.brief())) == bool(back)
    assert not back or f"Go back to: {back.text}." in flat(rec.brief())


@given(made_up())
def test_a_brief_drops_in_a_fixed_order_and_no_more_than_it_must(rec: Recommendation) -> None:
    """Sentences of the reason go first, then cues from the last, then corrections from the last, then the reason."""
    text = flat(rec.brief())
    corrections = rec.corrections[:2]
    cues = [flat(said(item)) in text for item in rec.cues[:4]]
    fixes = [f"Fix: {flat(said(item))}" in text for item in corrections]
    first, second = "Why: Reason 0" in text, " Second " in text
    assert first or not any(cues)
    assert not second or (all(cues) and all(fixes))
    assert not any(cues) or all(fixes)
    whole = [rec.summary, *(said(i) for i in rec.cautions if i.severity == "critical")]
    whole += [f"Fix: {said(item)}" for item in corrections]
    whole += ["Cues:", *(said(item) for item in rec.cues[:4])] if rec.cues else []
    whole += [f"Why: {rec.reasons[0].because}"]
    if len(" ".join(whole).split()) <= 90:
        assert text == flat(" ".join(whole))
    elif len(" ".join(whole[: 1 + sum(i.severity == "critical" for i in rec.cautions)]).split()) <= 90:
        assert len(text.split()) <= 90


@given(recommendations | made_up())
def test_a_brief_is_wrapped_like_any_other_text(rec: Recommendation) -> None:
    """Paragraph by paragraph, its lines are those of the other explanations."""
    paragraphs = list(Brief.of(rec).lines())
    whole = "\n".join(map(wrapped, paragraphs))
    if sum(len(paragraph.split()) for paragraph in paragraphs) <= 90:
        assert rec.brief() == whole
    assert max(map(len, rec.brief().splitlines())) <= max(map(len, whole.splitlines()))


@given(recommendations | made_up())
def test_str_and_repr_are_one_line(rec: Recommendation) -> None:
    """`str` is verdict and summary, `repr` names the verdict; neither breaks a line."""
    assert str(rec) == f"{rec.verdict.replace('_', ' ').capitalize()}: {rec.summary}"
    assert repr(rec).startswith(f"<Recommendation {rec.verdict} ({rec.strength}) for ")
    assert "\n" not in repr(rec)


def test_what_a_terminal_would_obey_is_spelt_out() -> None:
    """Texts of others cannot steer a terminal, in a brief or in `str` and `repr`."""
    rec = attrs.evolve(recommend("beginner", "hip thrust"), summary="Go\x1b[2J.", verdict="\x1b[2J", strength="\x1b")  # type: ignore[arg-type]
    assert "\x1b" not in rec.brief() + str(rec) + repr(rec)


@given(situations())
def test_results_introduce_themselves_on_one_short_line(situation: Situation) -> None:
    """`repr` of an explanation or a decision is its name and the beginning of its text, not the whole of its data."""
    rec = situation.ask(recommend)
    decision = Rulebook.default().decide(rec.facts)
    results = [rec.why("verdict"), rec.why_not(), rec.what_if(rehab=True), rec.counterfactuals(), rec.questions()]
    for result in (*results, decision, decision.what_if(rehab=True)):
        name, _, text = repr(result).removeprefix("<").removesuffix(">").partition(": ")
        assert name == type(result).__name__
        assert flat(str(result)).startswith(text.removesuffix(" …"))
        assert len(repr(result)) <= 120
        assert "\n" not in repr(result)


@given(made_up())
def test_the_first_correction_is_left_out_after_the_reason(rec: Recommendation) -> None:
    """What to do differently matters more than why."""
    for version in Brief.of(rec).shortened():
        assert version.corrections or not version.reason or not rec.corrections
