"""Pages of a rulebook are parsed and compared with it: conditions, precedence, sources and numbers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import frozen

from squeezelogic import Rulebook
from squeezelogic.logic.loading import shipped
from squeezelogic.logic.model.conditions import Test
from squeezelogic.logic.model.errors import plain
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.texts import Case, Claim
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Slot
from squeezelogic.logic.pages.all import pages
from squeezelogic.logic.render.markdown import one_line
from squeezelogic.logic.semantics.definition import holds, passes
from squeezelogic.logic.semantics.precedence import list_overruled, list_overruling
from squeezelogic.testing.books import written
from squeezelogic.testing.values import ANYWHERE
from squeezelogic.testing.values import listed as border_values

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
BOOKS = {book.name: book for book in (Rulebook.default(), Rulebook.load(EXAMPLES / "rain"))}
BOOKS |= {path.name: Rulebook.load(path) for path in sorted((EXAMPLES / "foreign").iterdir()) if path.is_dir()}
SOURCED: dict[str, Any] = {
    "vocabulary.toml": {
        "rulebook": {"name": "sourced", "version": "3"},
        "attribute": {
            "leaf": {
                "values": ["green", "black"],
                "required": True,
                "ask": "Which leaf?",
                "labels": {"green": "green tea"},
            },
            "grams": {"type": "number", "at_least": 1, "at_most": 30, "label": "weight", "tell": "Use scales."},
            "extras": {"type": "set", "values": ["milk", "lemon"], "of": "observed"},
        },
        "slot": {
            "water": {"values": ["warm", "hot"], "label": "heat", "labels": {"hot": "boiling"}},
            "tips": {"type": "advice", "carries": {"mood": ["calm", "stern"]}},
        },
    },
    "advice.toml": {
        "advice": {"wait": {"text": "Wait a minute.", "mood": "calm"}, "stir": {"text": "Stir.", "mood": "stern"}}
    },
    "sources.toml": {
        "articles": {
            "a": {
                "title": "Tea",
                "author": "Ann",
                "date": "2020-01",
                "url": "https://example.org/a",
                "accessed": "2024-05-06",
            },
            "b": {"title": "Water", "doi": "10.1000/182", "evidence": "trial"},
            "c": {"title": "Nothing"},
        },
        "claim": [
            {"id": "A-1", "article": "a", "gist": "Green is warm.", "section": "One", "kind": "fact", "family": "leaf"},
            {"id": "A-2", "article": "a", "gist": "Black is hot."},
            {"id": "B-1", "article": "b", "gist": "All is hot.", "disputes": ["A-1"], "kind": "opinion"},
        ],
    },
    "serve.toml": {
        "topic": "serve",
        "question": "How hot?",
        "levels": ["leaf", "guest", "all"],
        "rule": [
            {
                "id": "green-warm",
                "level": "leaf",
                "when": {"leaf": "green"},
                "then": {"water": "warm"},
                "claims": ["A-1"],
                "disputed_by": ["B-1"],
            },
            {
                "id": "much-waits",
                "level": "leaf",
                "when": {"grams": {"above": 5}},
                "then": {"tips": ["wait", "stir"]},
                "basis": "house",
            },
            {
                "id": "milk-hot",
                "level": "guest",
                "when": [{"extras": "any"}, {"grams": {"at_most": 2}}],
                "then": {"water": "hot"},
                "claims": ["B-1"],
                "basis": "inferred",
            },
            {
                "id": "plain-hot",
                "level": "all",
                "when": {"extras": {"not": "any"}},
                "then": {"water": "hot"},
                "because": "So be it.",
            },
        ],
    },
}
IN_FILES = list(BOOKS)
BOOKS["sourced"] = written("sourced", SOURCED)
PAGES = {name: {page.path: page.text for page in pages(book)} for name, book in BOOKS.items()}
CITED = [name for name, book in BOOKS.items() if book.claims]
of_every_book = pytest.mark.parametrize("name", BOOKS)
LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\(([^)]*)\)")
CODE = re.compile(r"`+ ?(.*?) ?`+")


def said(text: str) -> str:
    """Markdown as a reader sees it: no marks of code, links and emphasis, no escapes."""
    text = LINK.sub(lambda found: found[1], text)
    text = re.sub(r"(?<!\\)[*`]", "", text)
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)


def codes(text: str) -> list[str]:
    """What stands in a text as code."""
    return CODE.findall(text)


def links(text: str, here: str) -> list[str]:
    """The paths that a text links to, from the top."""
    return [posixpath.normpath(posixpath.join(posixpath.dirname(here), target)) for _, target in LINK.findall(text)]


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its rank; empty without such a heading."""
    level = heading.partition(" ")[0]
    return re.split(rf"^{level} ", f"\n{text}".partition(f"\n{heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def after(text: str, words: str) -> list[str]:
    """The list that follows a paragraph of these words."""
    block = f"\n\n{text}".partition(f"\n\n{words}\n\n")[2].partition("\n\n")[0]
    return [line.removeprefix("- ") for line in block.splitlines()]


def rows(text: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


# ---------------------------------------------------------------- conditions


@frozen
class Said:
    """A sentence about one attribute: `load` is not `heavy`."""

    attribute: str
    words: str

    def is_true(self, value: Any) -> bool:
        """Whether it is true of a value."""
        words, held = self.words, value if isinstance(value, frozenset) else frozenset()
        named = set(codes(words))
        if words in ("is empty", "is not empty"):
            return bool(held) is (words == "is not empty")
        if (denied := words.replace("is not ", "is ", 1).replace("does not include", "includes", 1)) != words:
            return not Said(self.attribute, denied).is_true(value)
        if least := re.match(r"includes at least (\d+) of ", words):
            return len(named & held) >= int(least[1])
        if words.startswith("includes "):
            return named <= held if " and " in words else not named.isdisjoint(held)
        if named:
            return plain(value) in named
        return value != UNKNOWN and all(compare(value) for compare in bounds(words))


def bounds(words: str) -> Iterator[Callable[[Any], bool]]:
    """The comparisons that `is at least 3 and below 7` or `is from 3 to 7` makes."""
    if span := re.fullmatch(r"is from (\S+) to (\S+)", words):
        words = f"is at least {span[1]} and at most {span[2]}"
    compared: Mapping[str, Callable[[Any, Any], bool]] = {
        "at least": lambda value, bound: value >= bound,
        "above": lambda value, bound: value > bound,
        "at most": lambda value, bound: value <= bound,
        "below": lambda value, bound: value < bound,
    }
    for part in words.removeprefix("is ").split(" and "):
        word, _, text = part.rpartition(" ")
        bound: Any = date.fromisoformat(text) if "-" in text[1:] else Decimal(text)
        yield lambda value, word=word, bound=bound: compared[word](value, bound)  # type: ignore[misc]


def clauses(text: str) -> list[Said]:
    """The sentences that are joined by `, and`."""
    return [Said(codes(part)[0], part.partition("` ")[2]) for part in text.rstrip(".").split(", and ")]


def condition(text: str) -> list[list[Said]]:
    """The alternatives that a condition names, each with all that it asks."""
    if "Always." in text.split("\n\n"):
        return [[]]
    head, _, listed = text.strip().partition("any of these is so:\n\n")
    if not head.startswith("When"):
        return [[]]
    common = head.split("\n\n")[0].removeprefix("When ").removesuffix(", and ")
    shared = clauses(common) if common else []
    choices = [line.removeprefix("- ") for line in listed.split("\n\n")[0].splitlines()] if listed else []
    return [[*shared, *clauses(choice)] for choice in choices] if choices else [shared]


def near(rule: Rule, topic: Topic, chance: Random) -> dict[str, Any]:
    """What a topic reads, drawn so that the rule holds in about half of the cases."""
    tests: dict[str, list[Test]] = {}
    for clause in chance.choice(rule.when):
        tests.setdefault(clause.attribute, []).append(clause.test)
    row = {}
    for name, attribute in topic.inputs.items():
        wanted = tests.get(name, [])
        options = list(values(attribute, wanted, chance))
        fitting = [value for value in options if all(passes(test, value) for test in wanted)]
        row[name] = chance.choice(fitting if fitting and chance.random() < 0.9 else options)
    return row


def values(attribute: Attribute, tests: list[Test], chance: Random) -> Iterable[Any]:
    """Values of an attribute: all of them, or some sets, or numbers and dates on both sides of what is asked."""
    if attribute.type != "set":
        return [value for value in border_values(attribute, tests) if value is not ANYWHERE]
    elements = list(map(str, attribute.values))
    some = (frozenset(chance.sample(elements, chance.randint(0, len(elements)))) for _ in range(8))
    return [frozenset(), *(frozenset([each]) for each in elements), frozenset(elements), *some]


def is_so(branches: Iterable[Iterable[Said]], row: Mapping[str, Any]) -> bool:
    """Whether some alternative is true of a row."""
    return any(all(each.is_true(row[each.attribute]) for each in branch) for branch in branches)


@of_every_book
def test_a_condition_on_a_page_is_true_where_the_rule_holds(name: str) -> None:
    """On a rule's page and, with what the topic asks, on the topic's page, in thousands of situations."""
    book, chance = BOOKS[name], Random(21)
    for topic in book.topics:
        page = PAGES[name][f"topics/{topic.name}.md"]
        asked = re.search(r"^Every rule here asks that (.*)\.$", page, re.MULTILINE)
        common = clauses(asked[1]) if asked else []
        for rule in topic.rules:
            when, listed = section(PAGES[name][f"rules/{rule.id}.md"], "## When it holds"), entry(page, rule, topic)
            assert (when.strip() == "Always.") is not any(rule.when)
            assert ("Always." in listed.split("\n\n")) is not (any(rule.when) or bool(common))
            whole, part = condition(when), condition(listed)
            assert not {(it.attribute, it.words) for it in common} & {
                (it.attribute, it.words) for b in part for it in b
            }
            for _ in range(12):
                row = near(rule, topic, chance)
                assert is_so(whole, row) == holds(rule, row), (rule.id, row)
                assert (is_so([common], row) and is_so(part, row)) == holds(rule, row), (rule.id, row)


def entry(page: str, rule: Rule, topic: Topic) -> str:
    """What a topic's page says of a rule, without its heading."""
    mark = "###" if len(topic.levels) > 1 else "##"
    parts = re.split(rf"^{mark} |^## ", page, flags=re.MULTILINE)
    return next(part.partition("\n\n")[2] for part in parts if f"[`{rule.id}`](" in part)


# ---------------------------------------------------------------- conclusions, precedence, sources, cases


def concluded(text: str) -> tuple[dict[str, str], list[tuple[str, str, tuple[str, ...]]]]:
    """The plain values, and the texts with their slot, id and further keys."""
    plain_, texts = {}, []
    for line in text.splitlines():
        if line.startswith("- **blocks** "):
            continue
        for slot, value in re.findall(r"\*\*([^*:]+)\*\* `([^`]*)`", line):
            plain_[slot.replace("\\", "")] = value
        if found := re.match(r"- \*\*(.+?):\*\* (.*) \((.*)\)$", line):
            texts.append((said(found[1]), said(found[2]), tuple(said(found[3]).split(", "))))
    return plain_, texts


@of_every_book
def test_a_page_gives_what_the_rule_concludes(name: str) -> None:
    """Each value with its slot; each text with its slot, id and what it carries: on the rule's page and the topic's."""
    book = BOOKS[name]
    advised = {slot for slot, it in book.vocabulary.slots.items() if it.names_advice}
    for topic in book.topics:
        for rule in topic.rules:
            expected = {slot: plain(value) for slot, value in rule.then.items() if slot not in advised}
            texts = [
                (
                    slot,
                    one_line(book.advice[id_].text),
                    (id_, *(f"{k} {v}" for k, v in book.advice[id_].carries.items())),
                )
                for slot, value in rule.then.items()
                if slot in advised
                for id_ in (value if isinstance(value, tuple) else (str(value),))
            ]
            here = section(PAGES[name][f"rules/{rule.id}.md"], "## What it says")
            for shown in (here, entry(PAGES[name][f"topics/{topic.name}.md"], rule, topic)):
                assert concluded(shown) == (expected, texts), rule.id
                blocked = re.findall(r"^- \*\*blocks\*\* (.*)$", shown, re.MULTILINE)
                assert blocked == [", ".join(f"`{id_}`" for id_ in rule.blocks)] * bool(rule.blocks), rule.id


@of_every_book
def test_a_page_names_the_winners_and_the_losers_with_the_true_reason(name: str) -> None:
    """Under each heading the rules that rank above, or below, and what makes them differ and decides."""
    book = BOOKS[name]
    for topic in book.topics:
        for rule in topic.rules:
            here = f"rules/{rule.id}.md"
            told = section(PAGES[name][here], "## Who wins where both hold")
            for words, others, is_upper in (
                ("It is overruled by:", list_overruling(topic, rule), True),
                ("It overrules:", list_overruled(topic, rule), False),
            ):
                lines = after(told, words)
                assert [links(line, here) for line in lines] == [[f"rules/{other.id}.md"] for other in others]
                for line, other in zip(lines, others, strict=True):
                    upper, lower = (other, rule) if is_upper else (rule, other)
                    what, _, why = line.partition("): ")[2].partition("; ")
                    if what == "by `blocks`":
                        assert lower.id in upper.blocks
                    else:
                        (slot,) = codes(what)
                        assert upper.then[slot] != lower.then[slot]
                    levels = codes(why)
                    if "comes before" in why:
                        assert levels == [upper.level, lower.level]
                        assert topic.levels.index(upper.level) < topic.levels.index(lower.level)
                    else:
                        assert levels == [upper.level, "overrides"]
                        assert upper.level == lower.level
            has_rivals = bool(list_overruling(topic, rule) or list_overruled(topic, rule))
            assert has_rivals is not ("No rule overrules it, and it overrules none." in told)


BASIS = {
    "stated": "a source says so",
    "inferred": "it follows from the sources",
    "house": "our own policy; no source says so",
}


@of_every_book
def test_a_page_cites_what_the_rule_rests_on(name: str) -> None:
    """The basis in words, the claims that it cites, those that dispute it: each with its gist, article and section."""
    book = BOOKS[name]
    for rule in book.rules.values():
        here = f"rules/{rule.id}.md"
        told = section(PAGES[name][here], "## What it rests on")
        assert f"Basis: `{rule.basis}` ({BASIS[rule.basis]})." in told
        own, _, against = told.partition("Claims that pull the other way:")
        for text, ids in ((own, rule.claims), (against, rule.disputed_by)):
            claims = [book.claims[id_] for id_ in ids]
            assert [links(row[0], here) for row in rows(text)] == [[f"claims/{claim.id}.md"] for claim in claims]
            assert [said(row[1]) for row in rows(text)] == [one_line(claim.gist) for claim in claims]
            assert [said(row[2]) for row in rows(text)] == [where(claim, book) for claim in claims]


def where(claim: Claim, book: Rulebook) -> str:
    """The article and the section of a claim."""
    return ", ".join(filter(None, (one_line(book.articles[claim.article].title), one_line(claim.section))))


def told(case: Case) -> str:
    """A case in words, with its facts."""
    facts = ", ".join(f"{name} = {plain(value)}" for name, value in case.facts.items()) or "nothing known"
    return f"{one_line(case.why)} ({facts})"


@of_every_book
def test_a_page_lists_the_cases_in_which_the_rule_stands_and_the_near_misses(name: str) -> None:
    """Under its own heading each, with the facts; and it is so when the facts are decided."""
    book = BOOKS[name]
    stands = {case: set(book.decide(case.facts).standing) for case in book.cases}
    for rule in book.rules.values():
        listed = section(PAGES[name][f"rules/{rule.id}.md"], "## Cases")
        here = [case for case in book.cases if rule.id in case.stands]
        misses = [case for case in book.cases if rule.id in case.near_miss]
        assert [said(line) for line in after(listed, "It stands:")] == list(map(told, here))
        assert [said(line) for line in after(listed, "It just does not stand:")] == list(map(told, misses))
        assert all(rule.id in stands[case] for case in here)
        assert not any(rule.id in stands[case] for case in misses)


@pytest.mark.parametrize("name", IN_FILES)
def test_a_page_says_where_the_rule_is_written(name: str) -> None:
    """Its id, topic and level among the levels, highest first; and the line of the file at which it begins."""
    book = BOOKS[name]
    folder = (
        Path(str(shipped.folder()))
        if book == Rulebook.default()
        else next(EXAMPLES.rglob(f"{name}/vocabulary.toml")).parent
    )
    lines = {path.name: path.read_text("utf-8").splitlines() for path in folder.glob("*.toml")}
    for topic in book.topics:
        for rule in topic.rules:
            here = f"rules/{rule.id}.md"
            text = section(PAGES[name][here], "## Where it stands")
            assert f"- Id: `{rule.id}`" in text
            assert links(text, here) == [f"topics/{topic.name}.md"]
            shown = ", ".join(f"**{level}**" if level == rule.level else level for level in topic.levels)
            assert (f"- Level, from the highest to the lowest: {shown}" in text) is (len(topic.levels) > 1)
            file, line = re.search(r"Written in `(.*):(\d+)`", text).groups()  # type: ignore[union-attr]
            assert lines[posixpath.basename(file)][int(line) - 1].strip() == "[[rule]]"
            assert any(f'"{rule.id}"' in each for each in lines[posixpath.basename(file)][int(line) : int(line) + 2])


@of_every_book
def test_a_topic_page_has_its_rules_under_their_levels(name: str) -> None:
    """The levels from the highest on; each rule under its own, with its reason, basis, claims and what disputes it."""
    book = BOOKS[name]
    for topic in book.topics:
        here = f"topics/{topic.name}.md"
        page = PAGES[name][here]
        assert said(page.partition("\n")[0]) == f"# {one_line(topic.question) or topic.name}"
        several = len(topic.levels) > 1
        assert (f"Levels, highest first: {', '.join(f'`{level}`' for level in topic.levels)}." in page) is several
        level = topic.levels[0]
        found: dict[str, str] = {}
        for line in page.splitlines():
            level = codes(line)[0] if line.startswith("## Level ") else level
            found |= dict.fromkeys(re.findall(r"^\[`([^`]*)`\]\(\.\./rules/", line), level)
        assert found == {rule.id: rule.level for rule in topic.rules}
        for rule in topic.rules:
            *_, last = entry(page, rule, topic).strip().split("\n\n")
            reason = f"\n> {one_line(rule.because)}\n"
            assert not rule.because or reason in said(entry(page, rule, topic))
            own, _, against = last.partition("disputed by ")
            assert links(own, here) == [f"rules/{rule.id}.md", *(f"claims/{id_}.md" for id_ in rule.claims)]
            assert links(against, here) == [f"claims/{id_}.md" for id_ in rule.disputed_by]
            assert f" · basis `{rule.basis}`" in own


# ---------------------------------------------------------------- the whole


@of_every_book
def test_the_index_counts_and_says_what_builds_on_what(name: str) -> None:
    """A row for each topic in order, with its question, number of rules, and what it builds on."""
    book, page = BOOKS[name], PAGES[name]["index.md"]
    assert codes(page)[0] == book.name
    assert f"Version `{book.version}`: {len(book.rules)} rules in {len(book.topics)} topics." in page
    assert f"Digest: `{book.digest}`" in page
    filled = {topic.name: set(topic.concludes) for topic in book.topics}
    for topic, (link, question, count, earlier) in zip(book.topics, rows(page), strict=True):
        assert links(link, "index.md") == [f"topics/{topic.name}.md"]
        assert (said(question), int(count)) == (one_line(topic.question), len(topic.rules))
        read = {clause.attribute for rule in topic.rules for branch in rule.when for clause in branch}
        assert links(earlier, "index.md") == [f"topics/{it}.md" for it, slots in filled.items() if slots & read]


@pytest.mark.parametrize("name", CITED)
def test_the_coverage_page_counts_and_lists_who_cites_what(name: str) -> None:
    """How many claims are cited; under each article, with its author and dates, its claims with their rules."""
    book, page = BOOKS[name], PAGES[name]["coverage.md"]
    citing = {id_: [rule.id for rule in book.rules.values() if id_ in rule.claims] for id_ in book.claims}
    assert f"{sum(map(bool, citing.values()))} of {len(book.claims)} claims are cited by a rule." in page
    for article in book.articles.values():
        text = said(
            section(
                page,
                next(h for h in page.splitlines() if h.startswith("## ") and said(h)[3:] == one_line(article.title)),
            )
        )
        byline = next(line for line in text.splitlines() if line)
        known = (article.author, article.date, article.url, article.doi and f"https://doi.org/{article.doi}")
        rest = (
            article.accessed and f"accessed {article.accessed}",
            article.evidence and f"evidence: {article.evidence}",
        )
        told = ", ".join(filter(None, (*known, *rest)))
        assert byline == told if told else byline.startswith(("|", "No claim"))
    found = {codes_of(row[0]): row for row in rows_of_all(page)}
    assert set(found) == set(book.claims)
    for id_, row in found.items():
        assert said(row[1]) == one_line(book.claims[id_].gist)
        assert links(row[2], "coverage.md") == [f"rules/{rule}.md" for rule in citing[id_]]
        assert (said(row[2]) == "none") is (not citing[id_])


def codes_of(link: str) -> str:
    """The id that a link to a claim shows."""
    return said(link)


def rows_of_all(page: str) -> Iterator[list[str]]:
    """The rows of every table of a page."""
    for block in page.split("\n\n"):
        yield from rows(block)


@pytest.mark.parametrize("name", CITED)
def test_a_claim_page_says_whose_it_is_who_cites_it_and_what_disputes_it(name: str) -> None:
    """Its gist, article, section, kind and family; its rules with topic and basis; what pulls the other way."""
    book = BOOKS[name]
    for claim in book.claims.values():
        here = f"claims/{claim.id}.md"
        page = PAGES[name][here]
        facts = dict(
            line[2:].split(": ", 1) for line in page.splitlines() if line.startswith("- ") and "](" not in line
        )
        assert not claim.gist or f"> {one_line(claim.gist)}" in said(page)
        assert said(facts["Article"]) == where(claim, book)
        assert [said(facts.get(key, "")) for key in ("Kind", "Family")] == [claim.kind, claim.family]
        lines = [line for line in section(page, "## Rules that cite it").splitlines() if line.startswith("- ")]
        rules = [rule for rule in book.rules.values() if claim.id in rule.claims]
        assert [links(line, here) for line in lines] == [[f"rules/{r.id}.md", f"topics/{r.topic}.md"] for r in rules]
        assert [codes(line)[-1] for line in lines] == [rule.basis for rule in rules]
        other = section(page, "## Claims that pull the other way")
        disputes = sorted(it.id for it in book.claims.values() if it.id in claim.disputes or claim.id in it.disputes)
        listed = [line for line in other.splitlines() if line.startswith("- ")]
        assert [said(line) for line in listed] == [f"- {id_}: {one_line(book.claims[id_].gist)}" for id_ in disputes]


@of_every_book
def test_the_vocabulary_page_says_of_each_word_what_it_takes(name: str) -> None:
    """For each fact its labelled values, question and owner, and whether it is required; for a slot, what it holds."""
    book, page = BOOKS[name], PAGES[name]["vocabulary.md"]
    facts, slots = page.partition("\n## Conclusions\n")[::2]
    for attribute in book.vocabulary.attributes.values():
        text = section(facts, f"### `{attribute.name}`")
        lines = dict(line[2:].split(": ", 1) for line in text.splitlines() if line.startswith("- "))
        asked = " ".join(filter(None, (attribute.ask, attribute.tell)))
        assert said(text.strip().partition("\n\n")[0]) == one_line(asked) or not asked
        domain = ["true", "false"] if attribute.type == "boolean" else list(map(plain, attribute.values))
        if attribute.is_ordered:
            ends = [plain(end) for end in (attribute.at_least, attribute.at_most) if end is not None]
            assert all(end in lines["Values"] for end in ends)
        else:
            assert lines["Values"].startswith("a set of ") is (attribute.type == "set")
            assert labelled(lines["Values"].removeprefix("a set of ")) == listed(attribute, domain)
        assert (said(lines["Of"]), said(lines.get("Label", ""))) == (attribute.of, attribute.label)
        assert ("Required" in lines) is attribute.required
    for slot in book.vocabulary.slots.values():
        text = section(slots, f"### `{slot.name}`")
        lines = dict(line[2:].split(": ", 1) for line in text.splitlines() if line.startswith("- "))
        assert (said(lines["Type"]), said(lines.get("Label", ""))) == (slot.type, slot.label)
        assert labelled(lines.get("Values", "")) == listed(slot, slot.values)
        carried = "; ".join(f"{name}: {', '.join(values)}" for name, values in slot.carries.items())
        assert said(lines.get("Each text carries", "")) == carried


def listed(of: Attribute | Slot, domain: Iterable[str]) -> list[tuple[str, str]]:
    """Values with their labels."""
    return [(value, one_line(of.labels.get(value, ""))) for value in domain]


def labelled(text: str) -> list[tuple[str, str]]:
    """The values that a list names, with their labels."""
    return [(value, said(label)) for value, label in re.findall(r"`([^`]*)`(?: \(((?:[^()`]|\\[()])*)\))?", text)]
