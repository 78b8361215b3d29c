"""The state of rules in one situation, clause by clause with the actual values, as data and as prose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import field, frozen

from squeezelogic.logic.explain.prose import Serializable, listed, said, words, wrapped
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import NO_WORDS, Value, Vocabulary
from squeezelogic.logic.render.phrases import phrase, spoken

STANDS, OVERRULED, SILENT = "stands", "overruled", "silent"


@frozen
class Checked(Serializable):
    """One clause of a rule, evaluated on the actual value.

    Args:
        attribute: the attribute it tests: a fact, or a slot that an earlier topic filled.
        asks: the test, in the rule language.
        value: the actual value; `unknown` or the empty set if none is given.
        passes: whether the value passes.
        words: the result in words.
        given_by, given_by_titles: for a slot, the ids and the titles of the rules that filled it.
    """

    attribute: str
    asks: str
    value: Value
    passes: bool
    words: str
    given_by: tuple[str, ...] = ()
    given_by_titles: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.words


@frozen
class Branch(Serializable):
    """One alternative of a rule's condition: it passes if every clause does."""

    clauses: tuple[Checked, ...]

    @property
    def failed(self) -> tuple[Checked, ...]:
        """The clauses that do not pass."""
        return tuple(clause for clause in self.clauses if not clause.passes)


@frozen
class Source(Serializable):
    """A claim: its article and section, its text in short, and the kind of evidence."""

    claim: str
    article: str
    section: str = ""
    gist: str = ""
    evidence: str = ""


@frozen(cache_hash=True)
class RuleAccount(Serializable):
    """The state of one rule.

    Args:
        rule: its id.
        title, topic, level, because, basis: as in the rulebook.
        sources: the claims that support it.
        state: `stands`, `overruled`, or `silent`: no branch of its condition passes.
        by, by_title: the id and the title of the rule that overrules it.
        ranks: why that rule ranks above it.
        branches: for a silent rule all branches, each with a clause that fails; otherwise those that pass.
        disputed_by: the claims that contradict it.
    """

    rule: str
    title: str
    topic: str
    level: str
    because: str
    basis: str
    sources: tuple[Source, ...]
    state: str
    by: str | None
    by_title: str
    ranks: str
    branches: tuple[Branch, ...]
    disputed_by: tuple[Source, ...] = ()


@frozen(repr=False)
class Why(Serializable):
    """Why something is concluded. `str()` returns prose.

    Args:
        what: the subject: a slot, a value, an advice or a rule.
        text: its display text: the text of advice, the title of a rule, or the label of anything else, if any.
        rules: the standing rules that give it, in order of importance.
    """

    what: str
    text: str
    rules: tuple[RuleAccount, ...]
    _vocabulary: Vocabulary = field(default=NO_WORDS, eq=False, repr=False)

    def __str__(self) -> str:
        with spoken(self._vocabulary.language):
            return "\n\n".join([_render_heading(phrase("why"), self.what, self.text), *map(reason, self.rules)])


@frozen(repr=False)
class WhyNot(Serializable):
    """Why something is not concluded. `str()` returns prose.

    Args:
        what: the subject; empty for every rule that does not stand.
        text: its display text: the text of advice, the title of a rule, or the label of anything else, if any.
        rules: every rule that could give it with these required facts, in order of importance; none of them stands.
        found: its single-valued slots, with their actual values.
        instead: the rules that give these values.
        ruled_out_by: the required facts with which no rule can give it; empty if some rule could.
        elsewhere: ids of the rules that can give it only with other values of required facts.
    """

    what: str
    text: str
    rules: tuple[RuleAccount, ...]
    found: FrozenMap[str, Any] = field(factory=FrozenMap)
    instead: tuple[RuleAccount, ...] = ()
    ruled_out_by: FrozenMap[str, Value] = field(factory=FrozenMap)
    elsewhere: tuple[str, ...] = ()
    _vocabulary: Vocabulary = field(default=NO_WORDS, eq=False, repr=False)

    def __str__(self) -> str:
        with spoken(self._vocabulary.language):
            return self._render_text()

    def _render_text(self) -> str:
        parts = [_render_heading(phrase("why-not"), self.what or phrase("anything-else"), self.text)]
        if self.instead:
            slot, value = next(iter(self.found.items()))
            so = self._render_fact(slot, value)
            parts += [phrase("because", fact=f"{so[0].upper()}{so[1:]}"), *map(reason, self.instead)]
        if self.rules:
            parts += [phrase("could-have")] * bool(self.instead)
            parts += map(refusal, self.rules)
        else:
            parts.append(wrapped(self._render_never()))
        return "\n\n".join(parts)

    def _render_never(self) -> str:
        where = f" {phrase('and')} ".join(self._render_fact(name, value) for name, value in self.ruled_out_by.items())
        return phrase("never-with", facts=where) if where else phrase("never")

    def _render_fact(self, name: str, value: object) -> str:
        return f"{self._vocabulary.title(name)}: {said(value, self._vocabulary.labelled(name))}"


def _render_heading(question: str, what: str, text: str) -> str:
    return wrapped(f"{question}: {phrase('quote', text=text) if text else words(what)}")


def reason(account: RuleAccount) -> str:
    """A standing rule: its title, then the reason, the conditions that passed, and the sources."""
    lines = [account.because, held(account), cited(account), disputed(account)]
    return "\n".join([wrapped(account.title), *(wrapped(line, "  ") for line in lines if line)])


def held(account: RuleAccount, rules: bool = True) -> str:
    """The conditions that passed, with the actual values, and the rules that concluded them."""
    branches = ["; ".join(_drop_repeated(branch.clauses, rules)) for branch in account.branches]
    return phrase("applies", conditions=phrase("and-also").join(branches)) if all(branches) else phrase("always")


def _drop_repeated(clauses: Iterable[Checked], rules: bool) -> Iterable[str]:
    """Each attribute once, in the fewest words: a topic's own condition may test an attribute of the rule too."""
    shortest: dict[str, Checked] = {}
    for clause in clauses:
        before = shortest.setdefault(clause.attribute, clause)
        if len(clause.words) < len(before.words):
            shortest[clause.attribute] = clause
    return (_render_clause(clause) if rules else clause.words for clause in shortest.values())


def cited(account: RuleAccount, claims: bool = True) -> str:
    """The sources of a rule: articles with sections, and claims if wanted; or that it is our own policy."""
    articles: dict[str, list[Source]] = {}
    for source in account.sources:
        articles.setdefault(source.article, []).append(source)
    if not articles:
        return phrase("own-policy") if account.basis == "house" else ""
    said = "; ".join(_render_citation(article, sources, claims) for article, sources in articles.items())
    return f"{phrase('follows-from' if account.basis == 'inferred' else 'source')}: {said}."


def disputed(account: RuleAccount, claims: bool = True) -> str:
    """The claims that contradict a rule, with their sources."""
    told = [f"{_render_citation(each.article, [each], claims)}: {each.gist}" for each in account.disputed_by]
    said_ = "; ".join([*(each.removesuffix(".") for each in told[:-1]), *told[-1:]])
    return f"{phrase('disputed')}: {said_}" if said_ else ""


def _render_citation(article: str, sources: Iterable[Source], claims: bool) -> str:
    names = ", ".join(source.claim for source in sources)
    quoted = dict.fromkeys(phrase("quote", text=source.section) for source in sources if source.section)
    where = f", {phrase('section', sections=listed(quoted, 'and'))}" if quoted else ""
    return phrase("quote", text=article) + where + f" ({names})" * claims


def refusal(account: RuleAccount) -> str:
    """A rule that does not stand: its title, then the clauses that failed, or the rule that overrules it."""
    ways = ["; ".join(map(_render_clause, branch.failed)) for branch in account.branches]
    if account.by:
        by = phrase("overrules", rule=account.by_title, reason=account.ranks)
        lines = [held(account), by]
    elif len(ways) == 1:
        lines = [phrase("applies-not", conditions=ways[0])]
    else:
        lines = [phrase("applies-in-no-way"), *(f"{number}. {way}." for number, way in enumerate(ways, 1))]
    return "\n".join([wrapped(account.title), *(wrapped(line, "  ") for line in lines)])


def _render_clause(clause: Checked) -> str:
    """A clause; if it tests a slot, with the rules that filled it."""
    rules = ", ".join(phrase("quote", text=title) for title in clause.given_by_titles)
    return f"{clause.words} ({phrase('from-rules', rules=rules)})" if rules else clause.words
