"""What rules ask for and conclude, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from squeezelogic.logic.model.conditions import Branch, Clause, HasAny, Not, in_words
from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.texts import Advice, Claim
from squeezelogic.logic.render.markdown import bullets, code, escape, sentence
from squeezelogic.logic.rulebook import Rulebook

ALWAYS = "Always."


def shared(topic: Topic) -> tuple[Clause, ...]:
    """The clauses that every rule of a topic asks for."""
    branches = [branch for rule in topic.rules for branch in rule.when]
    return _in_all(branches)


def condition(rule: Rule, topic: Topic, besides: Collection[Clause] = ()) -> str:
    """When a rule holds, leaving out the clauses that were said before."""
    branches = [[clause for clause in branch if clause not in besides] for branch in rule.when]
    common = _in_all(branches)
    choices = [[clause for clause in branch if clause not in common] for branch in branches]
    if not all(choices):
        return f"When {clauses(common, topic)}." if common else "" if besides else ALWAYS
    start = f"When {clauses(common, topic)}, and" if common else "When"
    return f"{start} any of these is so:\n\n{bullets(clauses(choice, topic) for choice in choices)}"


def _in_all(branches: Sequence[Collection[Clause]]) -> tuple[Clause, ...]:
    """The clauses that stand in every branch, in the order of the first."""
    first = dict.fromkeys(branches[0]) if branches else ()
    return tuple(clause for clause in first if all(clause in branch for branch in branches))


def clauses(branch: Branch | Iterable[Clause], topic: Topic) -> str:
    """Clauses that must all pass, as part of a sentence."""
    return ", and ".join(_render_clause(clause, topic) for clause in branch)


def _render_clause(clause: Clause, topic: Topic) -> str:
    every = frozenset(map(str, topic.inputs[clause.attribute].values))
    match clause.test:
        case HasAny(values) if values == every:
            said = "is not empty"
        case Not(HasAny(values)) if values == every:
            said = "is empty"
        case test:
            said = sentence(in_words(test))
    return f"{code(clause.attribute)} {said}"


def conclusions(rule: Rule, book: Rulebook) -> str:
    """What a rule concludes: its plain values on one line, then its texts."""
    values = [
        f"**{escape(name)}** {code(plain(value))}"
        for name, value in rule.then.items()
        if not book.vocabulary.slots[name].names_advice
    ]
    texts = [
        f"**{escape(name)}:** {advice(book.advice[id_])}"
        for name, value in rule.then.items()
        if book.vocabulary.slots[name].names_advice
        for id_ in (value if isinstance(value, tuple) else (str(value),))
    ]
    return bullets([*([" · ".join(values)] if values else []), *texts])


def advice(text: Advice) -> str:
    """An advice text, with its id and what it carries."""
    carried = [f"{escape(name)} {code(value)}" for name, value in text.carries.items()]
    return f"{escape(text.text)} ({', '.join([code(text.id), *carried])})"


def source(claim: Claim, book: Rulebook) -> str:
    """The article and section that a claim comes from."""
    title = f"*{escape(book.articles[claim.article].title)}*"
    return f"{title}, {escape(claim.section)}" if claim.section else title


def facts(given: Mapping[str, object]) -> str:
    """The facts of a case."""
    return ", ".join(code(f"{name} = {plain(value)}") for name, value in given.items()) or "nothing known"
