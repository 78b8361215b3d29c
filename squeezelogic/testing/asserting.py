"""`assert_laws` and `assert_same`: compare answers with the laws, or with those of a reference.

They accept any callable `(profile, exercise, *, observed)` that returns a `Recommendation`, or a mapping with the keys
of its `to_dict()`: a wrapper, a cache, a client of a service, a port to another language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from typing import Any

import attrs
from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky, NoSuchExample

from squeezelogic.coaching.recommend import recommend as recommend_by_default
from squeezelogic.coaching.recommendation import Recommendation
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.laws import Law
from squeezelogic.logic.rulebook import Rulebook, choose_rulebook
from squeezelogic.testing.answers import Answer, Ask, Unanswered, Unreadable, asking, differences, enumerate_some, some
from squeezelogic.testing.drawing import Drawer, borders, law_border
from squeezelogic.testing.laws import Breach, LawLike, Stated, chosen
from squeezelogic.testing.situation import Situation, lifting

KEYS = tuple(field.name for field in attrs.fields(Recommendation))
LAWS_SHOWN = 5  # in full: a report has at most thirty lines
DIFFERENCES_SHOWN = 24
NEXT_LINE = "\n"
FICKLE = "but not each time: the same situation is not always answered alike"
Recommend = Callable[..., Any]


def assert_laws(
    recommend: Recommend,
    *,
    laws: Iterable[str | Law | LawLike] | None = None,
    rulebook: Rulebook | None = None,
    among: st.SearchStrategy[Situation] | None = None,
    max_examples: int = 500,
) -> None:
    """Fail if an answer breaks a law, and show the simplest situation found for each law.

    Args:
        recommend: called as `recommend(profile, exercise, observed=…)`; returns a `Recommendation` or its `to_dict()`.
        laws: ids of laws, or laws from `read_laws`; all laws if left out.
        rulebook: the rulebook of the laws and attributes; the default one if left out.
        among: the situations to draw from; all situations of the rulebook if left out.
        max_examples: the maximum number of examples.

    Raises:
        AssertionError: a law is broken. The message has the first five broken laws, each with a smallest situation and
        the answer, and the number of further ones. Answers of the wrong shape are reported once, for all laws.
        InvalidInput: there is no such law.
    """
    book = choose_rulebook(rulebook)
    to_keep = chosen(laws, book)
    drawn = _draw_around(book, to_keep) if among is None else among
    seed, asked = _choose_seed(), asking(recommend)
    broken: dict[str, LawLike] = {}
    unreadable: dict[str, LawLike] = {}

    def note(situation: Situation) -> bool:
        ask = _ask_once(asked)
        for law in to_keep:
            if law.id not in broken and law.id not in unreadable:
                try:
                    broken.update({law.id: law} if _find_breach(law, situation, ask) else {})
                except Unreadable:
                    unreadable[law.id] = law
        return False

    _find_situation(drawn, note, seed, max_examples)
    shown = [] if not unreadable else [_report_misread(unreadable, drawn, asked, seed, max_examples)]
    told = {law.id: _show_breach(law, drawn, asked, seed, max_examples) for law in list(broken.values())[:LAWS_SHOWN]}
    if fickle := [quoted(name) for name, text in told.items() if not text]:
        shown.append(f"broken, {FICKLE}: {', '.join(fickle)}")
    shown = [*filter(None, told.values()), *shown]
    if len(broken) > LAWS_SHOWN:
        more = list(broken)[LAWS_SHOWN:]
        shown.append(f"{len(more)} more {'laws are' if len(more) > 1 else 'law is'} broken: {enumerate_some(more)}")
    if shown:
        raise AssertionError("\n\n".join(shown))


def assert_same(
    mine: Recommend,
    reference: Recommend = recommend_by_default,
    *,
    keys: Iterable[str] = KEYS,
    rulebook: Rulebook | None = None,
    among: st.SearchStrategy[Situation] | None = None,
    max_examples: int = 500,
) -> None:
    """Fail if two callables give different answers, and show the simplest situation found.

    They agree if both raise exceptions of the same name.

    Args:
        mine: called as `mine(profile, exercise, observed=…)`; returns a `Recommendation` or its `to_dict()`.
        reference: the reference, of the same form.
        keys: the keys of `to_dict()` that are compared; all keys if left out.
        rulebook: the rulebook whose attributes are drawn; the default one if left out.
        among: the situations to draw from; all situations of the rulebook if left out.
        max_examples: the maximum number of examples.

    Raises:
        AssertionError: the answers differ. The message has a smallest situation, and both answers, key by key.
        InvalidInput: there is no such key.
    """
    compared = (keys,) if isinstance(keys, str) else tuple(keys)
    if strange := [key for key in compared if key not in KEYS]:
        raise InvalidInput(*(f"a recommendation has no {quoted(key)}: {did_you_mean(key, KEYS)}" for key in strange))
    drawn = _draw_around(choose_rulebook(rulebook), ()) if among is None else among
    both = asking(mine), asking(reference)
    try:
        found = _find_situation(
            drawn, lambda situation: bool(_find_differences(both, situation, compared)), _choose_seed(), max_examples
        )
    except Flaky:
        raise AssertionError(f"the answers differ, {FICKLE}") from None
    if found is not None:
        lines = [f"    {line}" for line in _find_differences(both, found, compared)]
        raise AssertionError(f"the answers differ\n    asked: {found}\n{some(lines, DIFFERENCES_SHOWN, NEXT_LINE)}")


def _draw_around(book: Rulebook, laws: Iterable[LawLike]) -> st.SearchStrategy[Situation]:
    """Situations on the borders of rules and, three times as often, on the borders of laws."""
    of_rules = borders(book)
    of_laws = [way for law in laws if isinstance(law, Stated) if (way := law_border(book, law.law))]
    times = 3 * len(of_rules) // max(len(of_laws), 1)
    return Drawer(lifting(book), (*of_rules, *of_laws * times), {}).facts().map(Situation.of)


def _choose_seed() -> int:
    """A random seed; 0 if Hypothesis is derandomized, as on most CI services."""
    default = settings.default
    return 0 if default is not None and default.derandomize else Random().getrandbits(64)  # noqa: S311 - no secret


def _find_situation(
    drawn: st.SearchStrategy[Situation], wanted: Callable[[Situation], bool], seed: int, max_examples: int
) -> Situation | None:
    """The simplest wanted situation. The same seed draws the same situations up to the first wanted one."""
    phases = (Phase.generate, Phase.shrink)  # the explain phase is slow, and its result is not shown
    limits = settings(max_examples=max_examples, database=None, deadline=None, derandomize=False, phases=phases)
    try:
        return find(drawn, wanted, settings=limits, random=Random(seed))  # noqa: S311 - no secret
    except NoSuchExample:
        return None


def _ask_once(ask: Ask) -> Ask:
    """Cache the answer to each situation."""
    given: dict[tuple[Situation, str], Answer | Unanswered] = {}

    def ask_once(situation: Situation) -> Answer:
        more = situation.profile.more
        key = situation, repr(more) if more else ""  # there, 1 and True are equal and not the same
        if key not in given:
            given[key] = _hear_answer(ask, situation)
        answer = given[key]
        if isinstance(answer, Unanswered):
            raise answer
        return answer

    return ask_once


def _find_breach(law: LawLike, situation: Situation, ask: Ask) -> Breach | None:
    """The breach of a law. A missing answer breaks only the law `every-situation-is-answered`.

    Raises:
        Unreadable: the answer has the wrong shape for the law.
    """
    try:
        return law.breach(situation, ask)
    except Unreadable:
        raise
    except Unanswered:
        return None


def _report_misread(
    laws: Mapping[str, LawLike], drawn: st.SearchStrategy[Situation], asked: Ask, seed: int, max_examples: int
) -> str:
    """One report for all laws that cannot be judged, because their common cause is the adapter."""
    wrong: dict[str, None] = {}

    def unreadable(situation: Situation) -> bool:
        wrong.clear()
        ask = _ask_once(asked)
        for law in laws.values():
            try:
                _find_breach(law, situation, ask)
            except Unreadable as error:
                wrong[str(error)] = None
        return bool(wrong)

    try:
        found = _find_situation(drawn, unreadable, seed, max_examples)
    except Flaky:
        found = None
    if found is None or not unreadable(found):
        return f"the answers cannot be judged, {FICKLE}"
    return (
        f"the answers cannot be judged: {some(list(wrong), 3, '; ')}\n    asked:  {found}\n"
        f"    wanted: a `Recommendation`, or a mapping with the keys of its `to_dict()`\n"
        f"    laws:   {enumerate_some(laws)}"
    )


def _show_breach(law: LawLike, drawn: st.SearchStrategy[Situation], asked: Ask, seed: int, max_examples: int) -> str:
    """The law and the simplest breach found; empty if it is not broken each time."""
    try:
        found = _find_situation(
            drawn, lambda situation: _find_breach(law, situation, _ask_once(asked)) is not None, seed, max_examples
        )
    except Flaky:
        found = None
    breach = found and _find_breach(law, found, _ask_once(asked))
    if not breach:
        return ""
    head = f"law {quoted(law.id)} is broken: {law.says}"
    return f"{head}\n    asked:  {breach.asked}\n    wanted: {breach.wanted}\n    got:    {breach.got}"


def _find_differences(both: Sequence[Ask], situation: Situation, keys: Iterable[str]) -> list[str]:
    mine, reference = (_hear_answer(ask, situation) for ask in both)
    if isinstance(mine, Unanswered) or isinstance(reference, Unanswered):
        if type(mine) is type(reference) and type(mine.__cause__) is type(reference.__cause__):  # type: ignore[union-attr]
            return []
        told = {"mine": mine, "the reference": reference}
        return [f"{who}: {it if isinstance(it, Unanswered) else 'an answer'}" for who, it in told.items()]
    return differences(mine.data, reference.data, keys)


def _hear_answer(ask: Ask, situation: Situation) -> Answer | Unanswered:
    try:
        return ask(situation)
    except Unanswered as error:
        return error
