"""What became of rules in one situation, clause by clause with the actual values: as data, and as prose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import field, frozen

from squeezelogic.logic.explain.prose import Told, listed, said, words, wrapped
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import NO_WORDS, Value, Vocabulary
from squeezelogic.logic.render.phrases import phrase, spoken

STANDS, OVERRULED, SILENT = "stands", "overruled", "silent"


@frozen
class Checked(Told):
    """One clause of a rule, held against the actual value.

    Args:
        attribute: what the clause asks about: a fact, or a slot that an earlier topic filled.
        asks: what it asks, as the rule language has it.
        value: what it found; `unknown`, or the empty set, where nobody said.
        passes: whether that will do.
        words: the finding for a person.
        given_by: of a slot, the ids of the rules that filled it: their why is the next to ask for.
    """

    attribute: str
    asks: str
    value: Value
    passes: bool
    words: str
    given_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.words


@frozen
class Branch(Told):
    """A way for a rule to hold: it does if every clause passes."""

    clauses: tuple[Checked, ...]

    @property
    def failed(self) -> tuple[Checked, ...]:
        """The clauses that do not pass."""
        return tuple(clause for clause in self.clauses if not clause.passes)


@frozen
class Source(Told):
    """A claim: in which article and section it is made, what it says in short, and what kind of evidence it is."""

    claim: str
    article: str
    section: str = ""
    gist: str = ""
    evidence: str = ""


@frozen
class RuleAccount(Told):
    """What became of one rule.

    Args:
        rule: its id.
        title, topic, level, because, basis: as the rulebook says.
        sources: the claims it rests on.
        state: `stands`, `overruled`, or `silent`: no branch of its condition passes.
        by, by_title: the id and the title of the rule that overrules it.
        ranks: why that one ranks above it.
        branches: of a silent rule all branches, each with a clause that fails; otherwise those that pass.
        disputed_by: the claims that pull the other way.
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


@frozen
class Why(Told):
    """Why something is concluded. `str()` says it to a person.

    Args:
        what: what was asked about: a slot, a value, an advice or a rule.
        text: what a person calls it: of advice what it says, of a rule its title, of anything else its label, if any.
        rules: the standing rules that give it, in order of importance.
    """

    what: str
    text: str
    rules: tuple[RuleAccount, ...]
    _vocabulary: Vocabulary = field(default=NO_WORDS, eq=False, repr=False)

    def __str__(self) -> str:
        with spoken(self._vocabulary.language):
            return "\n\n".join([_render_heading(phrase("why"), self.what, self.text), *map(reason, self.rules)])


@frozen
class WhyNot(Told):
    """Why something is not concluded. `str()` says it to a person.

    Args:
        what: what was asked about; empty for every rule that does not stand.
        text: what a person calls it: of advice what it says, of a rule its title, of anything else its label, if any.
        rules: every rule that could give it in this kind of situation, in order of importance; none of them stands.
        found: the slots that it would be in, as far as they hold one value, with what they hold instead.
        instead: the rules that give them that.
        ruled_out_by: the required facts with which no rule ever gives it, whatever else is true; empty if some could.
        elsewhere: ids of the rules that give it only where required facts have other values.
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
    return wrapped(f"{question}: {phrase('quote', text=text)} ({what})" if text else f"{question}: {words(what)}")


def reason(account: RuleAccount) -> str:
    """A standing rule: its title, and beneath it the reason, what held, and the sources."""
    lines = [account.because, held(account), cited(account), disputed(account)]
    return "\n".join([wrapped(f"{account.title} [{account.rule}]"), *(wrapped(line, "  ") for line in lines if line)])


def held(account: RuleAccount, rules: bool = True) -> str:
    """The conditions that passed, with the actual values, and which rules gave those that were concluded."""
    branches = ["; ".join(_drop_repeated(branch.clauses, rules)) for branch in account.branches]
    return phrase("applies", conditions=phrase("and-also").join(branches)) if all(branches) else phrase("always")


def _drop_repeated(clauses: Iterable[Checked], rules: bool) -> Iterable[str]:
    """Each attribute once, in the fewest words: a topic's own condition may ask about what the rule asks about too."""
    shortest: dict[str, Checked] = {}
    for clause in clauses:
        before = shortest.setdefault(clause.attribute, clause)
        if len(clause.words) < len(before.words):
            shortest[clause.attribute] = clause
    return (_render_clause(clause) if rules else clause.words for clause in shortest.values())


def cited(account: RuleAccount, claims: bool = True) -> str:
    """Where the rule comes from: article by article with sections, and claims too; or that it is our own policy."""
    articles: dict[str, list[Source]] = {}
    for source in account.sources:
        articles.setdefault(source.article, []).append(source)
    if not articles:
        return phrase("own-policy") if account.basis == "house" else ""
    said = "; ".join(_render_citation(article, sources, claims) for article, sources in articles.items())
    return f"{phrase('follows-from' if account.basis == 'inferred' else 'source')}: {said}."


def disputed(account: RuleAccount, claims: bool = True) -> str:
    """What pulls the other way, and where it says so."""
    said_ = "; ".join(_render_citation(each.article, [each], claims) + f": {each.gist}" for each in account.disputed_by)
    return f"{phrase('disputed')}: {said_}" if said_ else ""


def _render_citation(article: str, sources: Iterable[Source], claims: bool) -> str:
    names = ", ".join(source.claim for source in sources)
    quoted = dict.fromkeys(phrase("quote", text=source.section) for source in sources if source.section)
    where = f", {phrase('section', sections=listed(quoted, 'and'))}" if quoted else ""
    return phrase("quote", text=article) + where + f" ({names})" * claims


def refusal(account: RuleAccount) -> str:
    """A rule that does not stand: its title, and beneath it the clauses that failed, or what overrules it."""
    ways = ["; ".join(map(_render_clause, branch.failed)) for branch in account.branches]
    if account.by:
        by = phrase("overrules", rule=account.by_title, id=account.by, reason=account.ranks)
        lines = [held(account), by]
    elif len(ways) == 1:
        lines = [phrase("applies-not", conditions=ways[0])]
    else:
        lines = [phrase("applies-in-no-way"), *(f"{number}. {way}." for number, way in enumerate(ways, 1))]
    return "\n".join([wrapped(f"{account.title} [{account.rule}]"), *(wrapped(line, "  ") for line in lines)])


def _render_clause(clause: Checked) -> str:
    """A clause; if it asks about a slot, with the rules that filled it."""
    return clause.words + (f" [{phrase('from-rules', rules=', '.join(clause.given_by))}]" if clause.given_by else "")
