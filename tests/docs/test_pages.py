"""The pages of a rulebook: complete, linked, and in agreement with the rules."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from itertools import chain, combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squeezelogic import Rulebook
from squeezelogic.cli.main import main
from squeezelogic.logic.inference.plan import Plan
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import Attribute, Slot
from squeezelogic.logic.pages.all import pages
from squeezelogic.logic.pages.shelf import Page
from squeezelogic.logic.render.markdown import one_line
from squeezelogic.logic.semantics.definition import holds
from squeezelogic.logic.semantics.precedence import can_meet, list_overruled, list_overruling
from squeezelogic.testing import rulebooks
from squeezelogic.testing.books import written
from tests.docs.rendering import Shown, shown
from tests.logic import generated
from tests.logic.checks.test_checks import made_up
from tests.logic.inference.test_plan import vocabulary_of
from tests.logic.topic_table import Table
from tests.situations import exercises, observations, profiles

BOOK = Rulebook.default()
PAGES = {page.path: page for page in pages(BOOK)}
MARKS = {"h1", "h2", "h3", "p", "ul", "li", "a", "code", "em", "strong", "blockquote"}
TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
HOSTILE = "</p><script>x</script> | `{evil}`[a](b) *c* _d_ 1. # %"


@cache
def show_page(path: str) -> Shown:
    """A page of the default rulebook as a reader sees it."""
    return shown(PAGES[path].text)


def targets(page: Page) -> set[str]:
    """The paths that a page links to, from the top."""
    return {posixpath.normpath(posixpath.join(posixpath.dirname(page.path), link)) for link in shown(page.text).links}


def test_every_topic_rule_and_claim_has_its_page() -> None:
    """One page each, with the index first and a table of who cites what."""
    expected = {
        *(f"topics/{topic.name}.md" for topic in BOOK.topics),
        *(f"rules/{rule}.md" for rule in BOOK.rules),
        *(f"claims/{claim}.md" for claim in BOOK.claims),
        "index.md",
        "vocabulary.md",
        "coverage.md",
    }
    assert set(PAGES) == expected
    assert next(iter(PAGES)) == "index.md"


def test_every_link_leads_to_a_page() -> None:
    """No link points at nothing."""
    assert {link for page in PAGES.values() for link in targets(page)} <= set(PAGES)


def test_every_page_is_found_under_exactly_one_other() -> None:
    """From the index, page by page, a reader gets to all of them."""
    beneath = [path for page in PAGES.values() for path in page.beneath]
    assert sorted(beneath) == sorted(set(PAGES) - {"index.md"})


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.path)
def test_no_two_lists_run_together(page: Page) -> None:
    """Something stands between any two lists, so that a condition is never read as a conclusion."""
    blocks = page.text.split("\n\n")
    assert [pair for pair in pairwise(blocks) if all(block.startswith("- ") for block in pair)] == []


@pytest.mark.parametrize("topic", BOOK.topics, ids=lambda topic: topic.name)
def test_a_topic_page_can_be_read_without_the_others(topic: Topic) -> None:
    """It holds each rule's title, reason and texts, in order of importance."""
    text = show_page(f"topics/{topic.name}.md").text
    places = [text.index(one_line(rule.title)) for rule in topic.rules]
    assert places == sorted(places)
    for rule in topic.rules:
        assert one_line(rule.because) in text
        assert all(one_line(BOOK.advice[id_].text) in text for id_ in given_by(rule))


def given_by(rule: Any) -> list[str]:
    """The ids of the advice that a rule gives."""
    slots = BOOK.vocabulary.slots
    values = [value for name, value in rule.then.items() if slots[name].names_advice]
    return [id_ for value in values for id_ in (value if isinstance(value, tuple) else (value,))]


@pytest.mark.parametrize("rule", BOOK.rules.values(), ids=lambda rule: rule.id)
def test_a_rule_page_says_what_when_why_and_on_whose_word(rule: Any) -> None:
    """Title, reason, texts, every attribute asked, claims with their section, cases, and the file."""
    text = show_page(f"rules/{rule.id}.md").text
    said = [rule.title, rule.because, rule.basis, rule.place.file, rule.topic]
    said += [BOOK.advice[id_].text for id_ in given_by(rule)]
    said += [clause.attribute for branch in rule.when for clause in branch]
    said += [part for id_ in rule.claims for part in (id_, BOOK.claims[id_].gist, BOOK.claims[id_].section)]
    said += [case.why for case in BOOK.cases if rule.id in (*case.stands, *case.near_miss)]
    assert [part for part in said if one_line(part) not in text] == []


def test_claims_and_rules_point_at_each_other() -> None:
    """A claim's page and its row in the table link to just the rules that cite it."""
    citing = {
        f"claims/{id_}.md": {f"rules/{r.id}.md" for r in BOOK.rules.values() if id_ in r.claims} for id_ in BOOK.claims
    }
    linked = {path: {t for t in targets(PAGES[path]) if t.startswith("rules/")} for path in citing}
    assert linked == citing
    rows = {line for line in PAGES["coverage.md"].text.splitlines() if line.startswith("| [")}
    assert {f"claims/{row.split(']')[0][3:]}.md": set(shown(f"x{row}").links[1:]) for row in rows} == citing


def test_claims_that_dispute_one_another_are_listed_in_the_order_of_their_ids() -> None:
    """Those that a claim disputes, and those that dispute it."""
    claims: list[dict[str, Any]] = [{"id": f"C-{n}", "article": "a", "gist": f"{n}."} for n in range(1, 8)]
    claims[3] |= {"disputes": ["C-7", "C-2", "C-5"]}
    claims[0] |= {"disputes": ["C-4"]}
    claims[5] |= {"disputes": ["C-4"]}
    rule = {"id": "one", "then": {"answer": "a"}, "claims": ["C-1"], "basis": "stated"}
    files: dict[str, Any] = {
        "vocabulary.toml": {"slot": {"answer": {"values": ["a"]}}},
        "t.toml": {"topic": "t", "rule": [rule]},
        "sources.toml": {"articles": {"a": {"title": "A"}}, "claim": claims},
    }
    (page,) = (it for it in pages(written("mine", files)) if it.path.endswith("C-4.md"))
    listed = re.findall(r"^- \[(C-\d)\]", page.text.partition("## Claims that pull the other way")[2], re.MULTILINE)
    assert listed == ["C-1", "C-2", "C-5", "C-6", "C-7"]


def test_the_vocabulary_page_names_everything_that_can_be_said() -> None:
    """Each fact with its values, labels and questions, and each slot with its values, under a heading of its own."""
    page = PAGES["vocabulary.md"].text
    seen = show_page("vocabulary.md").text
    words: list[Attribute | Slot] = [*BOOK.vocabulary.attributes.values(), *BOOK.vocabulary.slots.values()]
    for word in words:
        assert f"\n### `{word.name}`\n" in page
        section = page.partition(f"\n### `{word.name}`\n")[2].partition("\n### ")[0]
        assert [value for value in word.values if f"`{value}`" not in section] == []
        assert [label for label in word.labels.values() if one_line(label) not in seen] == []
    for attribute in BOOK.vocabulary.attributes.values():
        assert one_line(attribute.ask) in seen
        assert one_line(attribute.tell) in seen


@given(profiles, exercises, observations)
def test_whatever_overrules_a_rule_is_named_on_its_page(profile: Any, exercise: Any, observed: frozenset[str]) -> None:
    """In any situation, a rule that lost lost to one that its page names, and the winner's page says so too."""
    decision = BOOK.decide({**profile.facts, **exercise.facts, "observed": observed})
    for lost, won in decision.overruled.items():
        assert f"rules/{won}.md" in targets(PAGES[f"rules/{lost}.md"])
        assert f"rules/{lost}.md" in targets(PAGES[f"rules/{won}.md"])


@given(generated.books().map(lambda book: Table(book.topics[0])).filter(lambda table: table.size <= 500))
def test_rivals_are_those_that_meet_in_some_row(table: Table) -> None:
    """Over all rows of a topic's table, two rules hold together, or one overrules the other, just when they say so."""
    names = [column.name for column in table.classes]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows()]
    where = {rule: {i for i, row in enumerate(rows) if holds(rule, row)} for rule in table.topic.rules}
    for one, other in combinations(table.topic.rules, 2):
        meet = bool(where[one] & where[other])
        assert can_meet(table.topic, one, other) == meet
        for upper, lower in ((one, other), (other, one)):
            overrules = meet and lower.contests(upper) and table.topic.outranks(upper, lower)
            winners, losers = list_overruling(table.topic, lower), list_overruled(table.topic, upper)
            assert (upper in winners) == (lower in losers) == overrules


@given(st.data())
def test_losers_of_any_rulebook_lose_to_rules_above_them(data: st.DataObject) -> None:
    """What overrules a rule is among the rules above it, and the rule among those below."""
    book = data.draw(generated.books())
    situation = data.draw(generated.situations(book.attributes))
    try:
        decision = Plan(book.topics, vocabulary_of(book)).decide(situation)
    except DecisionError:  # a made-up rulebook may contradict itself, or have a gap
        return
    for topic, outcome in zip(book.topics, decision.outcomes, strict=True):
        by_id = {rule.id: rule for rule in topic.rules}
        for lost, won in outcome.overruled.items():
            assert by_id[won] in list_overruling(topic, by_id[lost])
            assert by_id[lost] in list_overruled(topic, by_id[won])


def hostile_rulebook(folder: Path) -> Rulebook:
    """A rulebook all of whose texts and names try to be markup."""
    quoted = "'''" + HOSTILE + "'''"
    folder.mkdir()
    (folder / "vocabulary.toml").write_text(
        f"[rulebook]\nname = {quoted}\nversion = {quoted}\n"
        f"[attribute.x]\nvalues = [{quoted}, 'b']\nask = {quoted}\n"
        f"[slot.s]\nvalues = [{quoted}, 'b']\n[slot.t]\ntype = 'advice'\ncarries.c = [{quoted}]\n"
    )
    (folder / "advice.toml").write_text(f"[advice.a]\ntext = {quoted}\nc = {quoted}\n")
    (folder / "sources.toml").write_text(
        f"[articles.z]\ntitle = {quoted}\nauthor = {quoted}\n[[claim]]\nid = '../../{HOSTILE}'\narticle = 'z'\n"
        f"section = {quoted}\nkind = {quoted}\nfamily = {quoted}\ngist = {quoted}\n"
    )
    common = f"title = {quoted}\nbecause = {quoted}\nclaims = ['../../{HOSTILE}']\n"
    (folder / "topic.toml").write_text(
        f"topic = 'q'\nquestion = {quoted}\nlevels = [{quoted}, 'low']\n"
        f"[[rule]]\nid = 'one'\nlevel = {quoted}\nwhen.x = {quoted}\nthen.s = {quoted}\nthen.t = ['a']\n{common}"
        f"[[rule]]\nid = 'two'\nlevel = 'low'\nthen.s = 'b'\n{common}"
    )
    (folder / "q.cases.toml").write_text(
        f"[[case]]\nwhy = {quoted}\nfacts.x = {quoted}\nstands = ['one']\nnear_miss = ['two']\n"
    )
    return Rulebook.load(folder)


def test_nothing_in_a_rulebook_is_taken_for_markup(tmp_path: Path) -> None:
    """Texts, titles, values, claim ids and names full of markup come out as text, on pages inside the folder."""
    made = pages(hostile_rulebook(tmp_path / "book"))
    assert [page.path for page in made if ".." in page.path or "//" in page.path] == []
    for page in made:
        found: Shown = shown(page.text)
        assert found.marks <= MARKS | TABLES, page.path
        assert HOSTILE in found.text, page.path
        assert targets(page) <= {page.path for page in made}


@settings(max_examples=10)
@given(rulebooks())
def test_the_pages_of_any_rulebook_hang_together(book: Rulebook) -> None:
    """Each page is found under exactly one other, and every link leads to one; without claims there is no coverage."""
    made = pages(book)
    paths = [page.path for page in made]
    assert sorted(chain(["index.md"], *(page.beneath for page in made))) == sorted(paths)
    assert {link for page in made for link in targets(page)} <= set(paths)
    assert ("coverage.md" in paths) == bool(book.claims)


@settings(max_examples=10)
@given(generated.books())
def test_a_rule_that_stands_in_no_file_says_none(book: generated.Book) -> None:
    """A rulebook that was put together in Python has pages like any other."""
    made = pages(made_up(book))
    assert not any("Written in" in page.text for page in made)
    assert {link for page in made for link in targets(page)} <= {page.path for page in made}


def test_the_command_writes_the_pages_of_any_rulebook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`pages` writes the default rulebook, one on top of it, or one by itself."""
    rain = str(Path(__file__).parents[2] / "docs" / "examples" / "rain")
    assert main(["pages", str(tmp_path / "default")]) == 0
    written = {path.relative_to(tmp_path / "default").as_posix() for path in (tmp_path / "default").rglob("*.md")}
    assert written == set(PAGES)
    assert main(["pages", str(tmp_path / "alone"), "--rulebook", rain, "--alone"]) == 0
    assert (tmp_path / "alone" / "rules" / "storm-breaks-umbrellas.md").exists()
    assert not (tmp_path / "alone" / "topics" / "squeeze.md").exists()
    capsys.readouterr()


def test_the_command_says_what_keeps_it_from_writing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is a file, before any page is made; and `--alone` without a rulebook."""
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    with monkeypatch.context() as patch:
        patch.setattr("squeezelogic.logic.pages.all.pages", pytest.fail)
        assert main(["pages", "file"]) == 2
    assert "cannot write `file`: File exists" in capsys.readouterr().err
    assert main(["pages", "new", "--alone"]) == 2
    assert "name its folder with `--rulebook`" in capsys.readouterr().err
