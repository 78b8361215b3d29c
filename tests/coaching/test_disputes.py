"""Recommendations name disputed claims, and the kind of evidence of each source."""

from __future__ import annotations

import pytest
from attrs import evolve

from squeezelogic import Recommendation, Rulebook, recommend
from squeezelogic.coaching.notebook import content
from squeezelogic.coaching.recommendation_text import accounts_of
from squeezelogic.logic.checks.disputed import find
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.pages.all import pages

RULE, CITED, AGAINST = "beginner-thrust-learns-first", "TS-20", "HN-21"


def disputed(*, said: bool) -> Rulebook:
    """The default rulebook, of which one claim disputes another one, and the rule that rests on that says so or not."""
    parts = Rulebook.default().parts
    claims = {name: evolve(claim, disputes=(CITED,) if name == AGAINST else ()) for name, claim in parts.claims.items()}
    articles = {name: evolve(article, evidence="expert opinion") for name, article in parts.articles.items()}
    topics = []
    for topic in parts.topics:
        rules = (evolve(r, disputed_by=(AGAINST,) if said and r.id == RULE else ()) for r in topic.rules)
        topics.append(evolve(topic, rules=tuple(rules)))
    changed = evolve(parts, topics=tuple(topics), claims=FrozenMap(claims), articles=FrozenMap(articles))
    return Rulebook(changed, layers=Rulebook.default().layers)


def test_a_reason_names_what_disputes_it_wherever_it_is_read() -> None:
    """As data, in the explanation with what the other claim says, in `why`, and on the rule's and the claims' pages."""
    book = disputed(said=True)
    rec = recommend("beginner", "hip thrust", rulebook=book)
    against = {reason.rule: reason.disputed_by for reason in rec.reasons}
    assert against == {**dict.fromkeys(against, ()), RULE: (AGAINST,)}
    assert Recommendation.from_dict(rec.to_dict()) == rec
    gist = book.claims[AGAINST].gist
    for text in (rec.explain(rulebook=book), str(rec.why("verdict", rulebook=book))):
        flat = " ".join(text.split())
        assert flat.count("Disputed: ") == 1
        assert gist in flat
    by_path = {page.path: page.text for page in pages(book)}
    pointing = [path for path, text in by_path.items() if "pull the other way" in text]
    assert len(pointing) == 3
    assert all(any(name.lower() in path.lower() for name in (RULE, CITED, AGAINST)) for path in pointing)


def test_a_card_whose_rulebook_is_not_at_hand_still_names_the_claims() -> None:
    """The ids are part of the recommendation."""
    rec = recommend("beginner", "hip thrust", rulebook=disputed(said=True))
    shown = rec._repr_mimebundle_()
    assert all(f"Disputed by {AGAINST}." in shown[kind] for kind in ("text/html", "text/plain"))
    assert f"Disputed by {AGAINST}" in shown["text/markdown"]


@pytest.mark.parametrize("said", [True, False])
def test_a_rule_that_hides_a_dispute_is_found(said: bool) -> None:
    """Exactly the rules that rest on the disputed claim and do not name what disputes it."""
    book = disputed(said=said)
    proof = Proof(book)
    found = {finding.rules[0]: finding.name for rule in book.rules.values() for finding in find(proof, rule)}
    resting = {rule.id for rule in book.rules.values() if CITED in rule.claims and AGAINST not in rule.claims}
    assert found == dict.fromkeys(resting - ({RULE} if said else set()), AGAINST)


def test_the_kind_of_evidence_is_shown_with_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the card beside the article's title, and on the page of claims."""
    book = disputed(said=False)
    monkeypatch.setattr(Rulebook, "default", classmethod(lambda cls: book))
    rec = recommend("beginner", "hip thrust", rulebook=book)
    html = rec._repr_mimebundle_()["text/html"]
    cited = content.sources(rec, accounts_of(rec))
    assert cited
    assert all(title.endswith(" (expert opinion)") and title in html for title in cited)
    coverage = next(page.text for page in pages(book) if "evidence" in page.text)
    assert coverage.count("evidence: expert opinion") == len(book.articles)
