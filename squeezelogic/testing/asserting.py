"""`assert_laws` and `assert_same`: somebody's answers against the laws, or against somebody else's.

Any callable `(profile, exercise, *, observed)` will do that returns a `Recommendation`, or a mapping with the keys of
its `to_dict()`: a wrapper, a cache, a client of a service, a rewrite in another language.
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
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.testing.answers import Answer, Ask, Unanswered, Unreadable, asking
from squeezelogic.testing.borders import borders, law_border
from squeezelogic.testing.differences import differences, enumerate_some, some
from squeezelogic.testing.drawing import Drawer
from squeezelogic.testing.laws import Breach, LawLike, Stated, chosen
from squeezelogic.testing.lifting import lifting
from squeezelogic.testing.situation import Situation

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
    """Fail if an answer breaks a law; show the simplest situation found in which it does, for each law.

    Args:
        recommend: called as `recommend(profile, exercise, observed=…)`; returns a `Recommendation` or its `to_dict()`.
        laws: ids of laws, or laws as `read_laws` gives them; all of them if left out.
        rulebook: whose laws, and whose words; the default one if left out.
        among: the situations to draw from; any that the rulebook knows if left out.
        max_examples: how many to try.

    Raises:
        AssertionError: with the first five laws found broken: what each says, a smallest situation, and what came back;
            further ones are counted. Answers of the wrong shape are reported once, for all laws.
        InvalidInput: no such law.
    """
    book = rulebook or Rulebook.default()
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
    """Fail if two give different answers; show the simplest situation found in which they do.

    Where both raise an exception of the same name, they agree.

    Args:
        mine: called as `mine(profile, exercise, observed=…)`; returns a `Recommendation` or its `to_dict()`.
        reference: what it is compared with, likewise.
        keys: of `to_dict()`, those that count; all if left out.
        rulebook: whose words the situations are drawn from; the default one if left out.
        among: the situations to draw from; any that the rulebook knows if left out.
        max_examples: how many to try.

    Raises:
        AssertionError: with a smallest situation, and both answers, key by key.
        InvalidInput: no such key.
    """
    compared = (keys,) if isinstance(keys, str) else tuple(keys)
    if strange := [key for key in compared if key not in KEYS]:
        raise InvalidInput(*(f"a recommendation has no {quoted(key)}: {did_you_mean(key, KEYS)}" for key in strange))
    drawn = _draw_around(rulebook or Rulebook.default(), ()) if among is None else among
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
    """Situations on the borders of rules and, as often, where the laws have a say."""
    of_rules = borders(book)
    of_laws = [way for law in laws if isinstance(law, Stated) if (way := law_border(book, law.law))]
    times = len(of_rules) // max(len(of_laws), 1)
    return Drawer(lifting(book), (*of_rules, *of_laws * times), {}).facts().map(Situation.of)


def _choose_seed() -> int:
    """Chance, unless Hypothesis is told to do without (as it is on most CI services)."""
    default = settings.default
    return 0 if default is not None and default.derandomize else Random().getrandbits(64)  # noqa: S311 - no secret


def _find_situation(
    drawn: st.SearchStrategy[Situation], wanted: Callable[[Situation], bool], seed: int, max_examples: int
) -> Situation | None:
    """The simplest situation that is wanted. The same seed draws the same situations up to the first one wanted."""
    phases = (Phase.generate, Phase.shrink)  # explaining would cost more than all the rest, and nobody sees it
    limits = settings(max_examples=max_examples, database=None, deadline=None, derandomize=False, phases=phases)
    try:
        return find(drawn, wanted, settings=limits, random=Random(seed))  # noqa: S311 - no secret
    except NoSuchExample:
        return None


def _ask_once(ask: Ask) -> Ask:
    """Ask about each situation once only."""
    given: dict[str, Answer | Unanswered] = {}

    def ask_once(situation: Situation) -> Answer:
        words = repr(situation)  # equal situations may be told in different orders
        if words not in given:
            given[words] = _hear_answer(ask, situation)
        answer = given[words]
        if isinstance(answer, Unanswered):
            raise answer
        return answer

    return ask_once


def _find_breach(law: LawLike, situation: Situation, ask: Ask) -> Breach | None:
    """How a law is broken. That there is no answer at all breaks one law only, `every-situation-is-answered`.

    Raises:
        Unreadable: the answer is not one that the law can be judged by.
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
    """One report for all laws that cannot be judged: the fault lies in the adapter, and is one."""
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
    """The law, and the simplest way found to break it; nothing if it is not broken each time."""
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
