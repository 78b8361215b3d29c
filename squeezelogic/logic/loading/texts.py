"""Reads `advice.toml`, `sources.toml` and the cases."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping

from squeezelogic.logic.loading.collect import CASES, Entries
from squeezelogic.logic.loading.section import Section
from squeezelogic.logic.loading.vocabulary import TEXT_KEYS
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.texts import Advice, Article, Case, Claim
from squeezelogic.logic.model.vocabulary import Slot, Vocabulary

ARTICLE_KEYS = ("title", "author", "date", "url", "doi", "accessed", "evidence")
CLAIM_KEYS = ("id", "article", "section", "kind", "family", "gist", "disputes")
LONGEST = 2000
LARGEST_RANK = 1_000_000
DOI = re.compile(r"10\.\d{4,9}/\S+")
URL = re.compile(r"https?://\S+")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_advice(entries: Entries, vocabulary: Vocabulary) -> FrozenMap[str, Advice]:
    """Every advice text by id."""
    extras = {key: allowed for slot in vocabulary.slots.values() for key, allowed in slot.carries.items()}
    return FrozenMap({name: _read_text(name, section, extras) for name, section in entries.advice.items()})


def _read_text(name: str, section: Section, extras: dict[str, tuple[str, ...]]) -> Advice:
    section.expect_only((*TEXT_KEYS, *(key for key in extras if key not in TEXT_KEYS)), ["vocabulary", "words"])
    if section.has_lost(*extras):
        section.lose(("advice", name))
    text = section.text("text")
    if not text.strip():
        section.note("no `text`", "text", fix='add text = "…"', needs=section.at("text"))
    if len(text) > LONGEST:
        section.note(f"the text is {len(text)} characters long", "text", fix=f"keep it within {LONGEST}")
    carries = {}
    for key in (extras.keys() - {*TEXT_KEYS}) & section.data.keys():
        carries[key] = section.text(key)
        if carries[key] not in extras[key]:
            fix = section.near(carries[key], extras[key])
            section.note(f"unknown {key} {quoted(carries[key])}", key, fix=fix)
    short = section.text("short")
    if isinstance(section.data.get("short"), str) and not 0 < len(short.strip()) < len(text):
        what = "longer than the text" if short.strip() else "empty"
        section.note(f"`short` is {what}", "short", fix="say it in fewer words, or leave it out")
    rank = section.get("rank", int, 0)
    if abs(rank) > LARGEST_RANK:
        section.note(f"rank {rank} is out of range", "rank", fix=f"keep it within {LARGEST_RANK:,} of 0")
    return Advice(name, text, FrozenMap(sorted(carries.items())), short, rank, section.place)


def lacks_for(slot: Slot, advice: Advice) -> list[str]:
    """The keys that a text lacks for use in a slot."""
    return [key for key in slot.carries if key not in advice.carries]


def can_hold(section: Section, key: str, slot: Slot, value: object, advice: Collection[str]) -> bool:
    """Whether a slot can have a value, or an element; if not, a problem is reported at the slot's line below a key."""
    if not slot.admits(value):
        fix = section.near(value, slot.values) if slot.values else f"give a value of type {slot.type}"
        what = f"{quoted(slot.name)} cannot be {quoted(value)}"
        section.note(what, key, slot.name, fix=fix, needs=[("word", slot.name)])
        return False
    if slot.names_advice and value not in advice:
        fix = section.near(value, advice) or "write it in `advice.toml`"
        what = f"unknown advice {quoted(value)} in {quoted(slot.name)}"
        section.note(what, key, slot.name, fix=fix, needs=["advice"])
        return False
    return True


def read_sources(entries: Entries) -> tuple[FrozenMap[str, Article], FrozenMap[str, Claim]]:
    """Every article and every claim, by id."""
    articles = {name: _read_article(name, section) for name, section in entries.articles.items()}
    claims = {name: _read_claim(name, section, articles) for name, section in entries.claims.items()}
    for name, section in entries.claims.items():
        _check_disputes(name, section, claims)
    return FrozenMap(articles), FrozenMap(claims)


def _read_article(name: str, section: Section) -> Article:
    section.expect_only(ARTICLE_KEYS)
    title = section.text("title")
    if not title:
        section.note("no `title`", fix='add title = "…"', needs=section.at("title"))
    url, doi, evidence = (section.text(key) for key in ("url", "doi", "evidence"))
    if "url" in section.data and not URL.fullmatch(url):
        section.note(f"{quoted(url)} is no address", "url", fix="begin it with https://")
    if "doi" in section.data and not DOI.fullmatch(doi):
        section.note(f"{quoted(doi)} is no DOI", "doi", fix="write it without an address: 10.1000/182")
    accessed = _read_date(section, "accessed")
    if "accessed" in section.data and not DATE.fullmatch(accessed):
        section.note(f"`accessed` {quoted(accessed)} is no date", "accessed", fix="write YYYY-MM-DD")
    if isinstance(section.data.get("evidence"), str) and not evidence.strip():
        section.note("`evidence` is empty", "evidence", fix='say what kind it is: evidence = "expert opinion"')
    return Article(name, title, section.text("author"), _read_date(section, "date"), url, doi, accessed, evidence)


def _read_date(section: Section, key: str) -> str:
    """A date as text; it may be incomplete."""
    date = section.data.get(key)
    return date.isoformat() if isinstance(date, datetime.date) else section.text(key)


def _read_claim(name: str, section: Section, articles: Collection[str]) -> Claim:
    section.expect_only(CLAIM_KEYS)
    article = section.text("article")
    if article not in articles:
        fix = section.near(article, articles)
        what = f"claim {quoted(name)} names an unknown article {quoted(article)}"
        section.note(what, "article", fix=fix, needs=["sources", *section.at("article")])
    words = {key: section.text(key) for key in ("gist", "section", "kind", "family")}
    return Claim(name, article, **words, disputes=section.texts("disputes"), place=section.place)


def _check_disputes(name: str, section: Section, claims: Mapping[str, Claim]) -> None:
    for other in claims[name].disputes:
        if other == name:
            section.note(f"claim {quoted(name)} disputes itself", "disputes", fix="leave it out")
        elif other not in claims:
            fix = section.near(other, claims)
            what = f"claim {quoted(name)} disputes an unknown claim {quoted(other)}"
            section.note(what, "disputes", fix=fix, needs=["sources"])


def read_cases(
    entries: Entries, vocabulary: Vocabulary, rules: Collection[str], advice: Collection[str]
) -> tuple[Case, ...]:
    """Every case, in file order."""
    return tuple(_read_case(section, vocabulary, rules, advice) for section in entries.cases)


def _read_case(section: Section, vocabulary: Vocabulary, rules: Collection[str], advice: Collection[str]) -> Case:
    section.expect_only(("why", "facts", "stands", "near_miss", "expect", "lacks"))
    if not section.text("why"):
        section.note("no `why`", fix='say in a sentence why: why = "…"', needs=section.at("why"))
    facts = section.get("facts", dict, {})
    try:
        vocabulary.complete_situation(facts)
    except InvalidInput as error:
        for problem in error.problems:
            section.note(problem, "facts", needs=["vocabulary", "words", *section.at("facts")])
    named = {key: section.texts(key) for key in ("stands", "near_miss")}
    for key, ids in named.items():
        for rule in ids:
            if rule not in rules:
                section.note(
                    f"unknown rule {quoted(rule)} in `{key}`",
                    key,
                    fix=section.near(rule, rules),
                    needs=["topics"],
                )
    if not any(named.values()) and "expect" not in section.data and "lacks" not in section.data:
        needs = section.at("stands", "near_miss", "expect", "lacks")
        section.note("the case expects nothing", fix="add `stands`, `near_miss`, `expect` or `lacks`", needs=needs)
    file = section.document.name.rpartition("/")[2]
    return Case(
        file.removesuffix(CASES),
        section.text("why"),
        FrozenMap({name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}),
        **named,
        expect=FrozenMap(_read_slots(section, "expect", vocabulary, advice)),
        lacks=FrozenMap(_read_slots(section, "lacks", vocabulary, advice)),
        place=section.place,
    )


def _read_slots(section: Section, key: str, vocabulary: Vocabulary, advice: Collection[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in section.get(key, dict, {}).items():
        slot = vocabulary.slots.get(name)
        if slot is None:
            fix = section.near(name, vocabulary.slots)
            section.note(f"unknown slot {quoted(name)}", key, name, fix=fix, needs=["vocabulary"])
        elif slot.accumulates and not isinstance(value, list):
            section.note(f"{quoted(name)} accumulates", key, name, fix="give a list", needs=[("word", name)])
        elif not slot.accumulates and key == "lacks":
            what = f"{quoted(name)} holds one value"
            section.note(what, key, name, fix="say which with `expect`", needs=[("word", name)])
        else:
            found[name] = tuple(value) if isinstance(value, list) else value
            for each in value if isinstance(value, list) else [value]:
                can_hold(section, key, slot, each, advice)
    return found
