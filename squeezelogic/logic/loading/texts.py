"""Reads `advice.toml`, `sources.toml` and the cases."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from squeezelogic.logic.loading.collect import CASES, Entries
from squeezelogic.logic.loading.section import Section
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.texts import Advice, Article, Case, Claim
from squeezelogic.logic.model.vocabulary import Slot, Vocabulary

LONGEST = 2000


def read_advice(entries: Entries, vocabulary: Vocabulary) -> FrozenMap[str, Advice]:
    """Every advice text by id."""
    extras = {key: allowed for slot in vocabulary.slots.values() for key, allowed in slot.carries.items()}
    return FrozenMap({name: _advice(name, section, extras) for name, section in entries.advice.items()})


def _advice(name: str, section: Section, extras: dict[str, tuple[str, ...]]) -> Advice:
    section.expect_only(("text", *extras))
    text = section.text("text")
    if not text.strip():
        section.note("no `text`", "text", fix='add text = "…"')
    if len(text) > LONGEST:
        section.note(f"the text is {len(text)} characters long", "text", fix=f"keep it within {LONGEST}")
    carries = {}
    for key in extras.keys() & section.data.keys():
        carries[key] = section.text(key)
        if carries[key] not in extras[key]:
            fix = section.near(carries[key], extras[key])
            section.note(f"unknown {key} {quoted(carries[key])}", key, fix=fix)
    return Advice(name, text, FrozenMap(sorted(carries.items())), section.place)


def lacks_for(slot: Slot, advice: Advice) -> list[str]:
    """What a text would need before the slot can hold it."""
    return [key for key in slot.carries if key not in advice.carries]


def read_sources(entries: Entries) -> tuple[FrozenMap[str, Article], FrozenMap[str, Claim]]:
    """Every article and every claim, by id."""
    articles = {name: _article(name, section) for name, section in entries.articles.items()}
    claims = {name: _claim(name, section, articles) for name, section in entries.claims.items()}
    return FrozenMap(articles), FrozenMap(claims)


def _article(name: str, section: Section) -> Article:
    section.expect_only(("title", "author", "date"))
    title = section.text("title")
    if not title:
        section.note("no `title`", fix='add title = "…"')
    date = section.data.get("date")
    if isinstance(date, datetime.date):
        return Article(name, title, section.text("author"), date.isoformat())
    return Article(name, title, section.text("author"), section.text("date"))


def _claim(name: str, section: Section, articles: Collection[str]) -> Claim:
    section.expect_only(("id", "article", "section", "kind", "family", "gist"))
    article = section.text("article")
    if article not in articles:
        fix = section.near(article, articles)
        section.note(f"claim {quoted(name)} names an unknown article {quoted(article)}", "article", fix=fix)
    words = {key: section.text(key) for key in ("gist", "section", "kind", "family")}
    return Claim(name, article, **words, place=section.place)


def read_cases(entries: Entries, vocabulary: Vocabulary, rules: Collection[str]) -> tuple[Case, ...]:
    """Every case, in the order of files and within a file as written."""
    return tuple(_case(section, vocabulary, rules) for section in entries.cases)


def _case(section: Section, vocabulary: Vocabulary, rules: Collection[str]) -> Case:
    section.expect_only(("why", "facts", "stands", "near_miss", "expect", "lacks"))
    if not section.text("why"):
        section.note("no `why`", fix='say in a sentence why: why = "…"')
    facts = section.get("facts", dict, {})
    try:
        vocabulary.situation(facts)
    except InvalidInput as error:
        for problem in error.problems:
            section.note(problem, "facts")
    named = {key: section.texts(key) for key in ("stands", "near_miss")}
    for key, ids in named.items():
        for rule in ids:
            if rule not in rules:
                section.note(
                    f"unknown rule {quoted(rule)} in `{key}`",
                    key,
                    fix=section.near(rule, rules),
                    needs="topics",
                )
    if not any(named.values()) and "expect" not in section.data and "lacks" not in section.data:
        section.note("the case expects nothing", fix="add `stands`, `near_miss`, `expect` or `lacks`")
    file = section.document.name.rpartition("/")[2]
    return Case(
        file.removesuffix(CASES),
        section.text("why"),
        FrozenMap({name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}),
        **named,
        expect=FrozenMap(_slots(section, "expect", vocabulary)),
        lacks=FrozenMap(_slots(section, "lacks", vocabulary)),
        place=section.place,
    )


def _slots(section: Section, key: str, vocabulary: Vocabulary) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in section.get(key, dict, {}).items():
        slot = vocabulary.slots.get(name)
        if slot is None:
            section.note(f"unknown slot {quoted(name)}", key, name, fix=section.near(name, vocabulary.slots))
        elif slot.accumulates and not isinstance(value, list):
            section.note(f"{quoted(name)} accumulates", key, name, fix="give a list")
        elif not slot.accumulates and key == "lacks":
            section.note(f"{quoted(name)} holds one value", key, name, fix="say which with `expect`")
        else:
            found[name] = tuple(value) if isinstance(value, list) else value
    return found
