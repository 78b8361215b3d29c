"""The state of rules in a situation; accounts are cached by the values that the rule reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from squeezelogic.logic.explain.prose import describe_test, id_in_words, passed, said, words
from squeezelogic.logic.explain.trace import OVERRULED, SILENT, STANDS, Branch, Checked, RuleAccount, Source
from squeezelogic.logic.inference.cache import RULEBOOKS_KEPT, Cache
from squeezelogic.logic.model.conditions import Clause, in_words
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.render.phrases import phrase, spoken
from squeezelogic.logic.semantics.definition import passes

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

ACCOUNTS_KEPT = 4_096

ReadValue = tuple[Value, type, tuple[str, ...]]
"""The value of a tested attribute; its type, since `True == 1`; for a slot, the rules that filled it."""


def accounts(book: Rulebook, facts: Mapping[str, Any], rules: Collection[str] | None = None) -> tuple[RuleAccount, ...]:
    """The state of every rule, in order of importance.

    Args:
        book: the rulebook.
        facts: the known facts.
        rules: ids of the rules to include; all rules if left out.

    Raises:
        InvalidInput: facts the vocabulary does not know.
        ConflictError, GapError: the rulebook contradicts itself here, or leaves a required slot empty.
    """
    return _makers[book].make_accounts(facts, book.rules if rules is None else rules)


class AccountMaker:
    """Makes the accounts of a rulebook's rules, in its language.

    An account depends on the values of the attributes that the rule tests, and on the rule that overrules it, if any.

    Args:
        book: the rulebook.
    """

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._tested = {rule.id: self._find_tested(rule) for rule in book.rules.values()}
        self._kept = Cache[Any, RuleAccount](lambda key: self._make_account(*key), ACCOUNTS_KEPT)

    def _find_tested(self, rule: Rule) -> dict[str, Attribute]:
        """The attributes that a rule tests, by name."""
        inputs = self._book.inputs[rule.topic]
        return {clause.attribute: inputs[clause.attribute] for branch in rule.when for clause in branch}

    def make_accounts(self, facts: Mapping[str, Any], rules: Collection[str]) -> tuple[RuleAccount, ...]:
        """The accounts of some rules; see `accounts`."""
        known, decision = self._book.vocabulary.situation(facts), self._book.decide(facts)
        slots, overruled = decision.slots, decision.overruled
        givers: dict[str, list[str]] = {}
        for rule in decision.rules:
            for slot in rule.then:
                givers.setdefault(slot, []).append(rule.id)
        values: dict[str, ReadValue] = {}
        found = []
        for rule_id, tested in self._tested.items():
            if rule_id in rules:
                for name, attribute in tested.items():
                    if name not in values:
                        value = known[name] if name in known else _as_input(slots.get(name), attribute)
                        values[name] = value, type(value), tuple(givers.get(name, ()))
                read = tuple([values[name] for name in tested])
                found.append(self._kept[rule_id, read, overruled.get(rule_id)])
        return tuple(found)

    def _make_account(self, rule_id: str, read: tuple[ReadValue, ...], by: str | None) -> RuleAccount:
        book, rule = self._book, self._book.rules[rule_id]
        with spoken(book.vocabulary.language):
            values = dict(zip(self._tested[rule_id], read, strict=True))
            branches = [self._try_branch(rule, branch, values) for branch in rule.when]
            held = [branch for branch in branches if not branch.failed]
            return RuleAccount(
                *(rule.id, _title_rule(rule), rule.topic, rule.level, rule.because, rule.basis),
                sources=tuple(_find_sources(book, rule.claims)),
                state=OVERRULED if by else STANDS if held else SILENT,
                by=by,
                by_title=_title_rule(book.rules[by]) if by else "",
                ranks=_explain_rank(book.rules[by], rule) if by else "",
                branches=tuple(held or branches),
                disputed_by=tuple(_find_sources(book, rule.disputed_by)),
            )

    def _try_branch(self, rule: Rule, clauses: Iterable[Clause], values: Mapping[str, ReadValue]) -> Branch:
        checked = []
        for clause in clauses:
            attribute, (value, _, givers) = self._tested[rule.id][clause.attribute], values[clause.attribute]
            good = passes(clause.test, value)
            shown = f"{attribute.title}: {_render_value(clause, attribute, value, good)}"
            titles = tuple(_title_rule(self._book.rules[giver]) for giver in givers)
            checked.append(Checked(attribute.name, in_words(clause.test), value, good, shown, givers, titles))
        return Branch(tuple(checked))


_makers = Cache(AccountMaker, RULEBOOKS_KEPT)


def _as_input(filled: Any, attribute: Attribute) -> Value:
    """The value that a topic reads from a slot, as in `definition.find_inputs`."""
    if attribute.type == "set":
        return frozenset(filled or ())
    return UNKNOWN if filled is None else filled


def _render_value(clause: Clause, attribute: Attribute, value: Value, good: bool) -> str:
    """An actual value in words, with the test of the clause."""
    if good:
        return passed(clause.test, attribute, value)
    return f"{said(value, attribute)} ({phrase('needs', what=describe_test(clause.test, attribute))})"


def _title_rule(rule: Rule) -> str:
    return rule.title or id_in_words(rule.id)


def _find_sources(book: Rulebook, claims: Iterable[str]) -> Iterable[Source]:
    for name in claims:
        claim = book.claims[name]
        article = book.articles[claim.article]
        yield Source(name, article.title, claim.section, claim.gist, article.evidence)


def _explain_rank(upper: Rule, lower: Rule) -> str:
    """The reason why one rule ranks above another, in words."""
    if upper.level == lower.level:
        return phrase("override")
    return phrase("level", upper=words(upper.level), lower=words(lower.level))
