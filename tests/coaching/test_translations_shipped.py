"""The translations of the default rulebook are complete and up to date."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings

from squeezelogic import Recommendation, Rulebook, recommend
from squeezelogic.coaching.brief import MOST_WORDS
from squeezelogic.logic.loading.translations import english_texts, fingerprint_both
from squeezelogic.logic.render.phrases import phrases
from squeezelogic.testing import situations
from squeezelogic.testing.laws import SUMMARY_AT_MOST
from tests.effort import examples

BOOK = Rulebook.default()
ENGLISH = english_texts(BOOK.parts)
LANGUAGES = sorted(BOOK.translations)
each_language = pytest.mark.parametrize("language", LANGUAGES)
recommendations = situations().map(lambda situation: situation.ask(recommend))

NUMBER = re.compile(r"\d+")
ENGLISH_WORDS = re.compile(
    r"\b(?:the|and|your|you|with|of|to|at|is|it|its|not|from|that|this|than|when|until|keep|back|low|ribs|knees?|hips|heels"
    r"|squeez(?:e|ing)|glutes|weight|pain|stop|tuck|brace|down|up|body|light|heavy|why|cues|fix)\b",
    re.IGNORECASE,
)
"""Words that an English text of the rulebook is full of, and that neither German nor Spanish has."""


def english_words(text: str) -> set[str]:
    """The English words in a text."""
    return set(ENGLISH_WORDS.findall(text))


def test_german_and_spanish_come_with_the_rulebook() -> None:
    """The default rulebook has texts in other languages, so that these tests test something."""
    assert {"de", "es"} <= set(LANGUAGES)


@each_language
def test_a_translation_has_every_text_and_no_other(language: str) -> None:
    """Each text of the rulebook is translated."""
    assert set(BOOK.translations[language].texts) == set(ENGLISH)


@each_language
def test_nothing_is_stale(language: str) -> None:
    """Each text is as it was compared with the English text that stands there now."""
    translation = BOOK.translations[language]
    assert {
        k
        for k, text in ENGLISH.items()
        if translation.fingerprints.get(k) != fingerprint_both(text, translation.texts[k])
    } == set()


@each_language
def test_the_numbers_are_the_same(language: str) -> None:
    """A count of sets or repetitions is not changed by translating it."""
    texts = BOOK.translations[language].texts
    differ = {k for k, text in ENGLISH.items() if sorted(NUMBER.findall(text)) != sorted(NUMBER.findall(texts[k]))}
    assert differ == set()


@each_language
def test_no_text_is_left_in_english(language: str) -> None:
    """No text has a word that only English has; the same list finds most of the English texts."""
    texts = BOOK.translations[language].texts
    assert {key: found for key, text in texts.items() if (found := english_words(text))} == {}
    long = [text for text in ENGLISH.values() if len(text) > 40]
    assert sum(bool(english_words(text)) for text in long) > 0.9 * len(long)


@each_language
def test_a_summary_is_short_in_every_language(language: str) -> None:
    """What fits a line in English fits it in the other language."""
    texts = BOOK.translations[language].texts
    answers = {key: text for key, text in texts.items() if key.startswith("advice.answer-")}
    assert answers
    assert {key: len(text) for key, text in answers.items() if len(text) > SUMMARY_AT_MOST} == {}


@each_language
@given(recommendations)
def test_a_brief_is_said_in_the_language_within_ninety_words(language: str, rec: Recommendation) -> None:
    """Whatever the situation, the brief is as short as the English one may be, and wholly in the language."""
    brief = rec.in_language(language).brief()
    assert len(brief.split()) <= MOST_WORDS
    assert english_words(brief) == set()
    assert " ".join(brief.split()).startswith(rec.in_language(language).summary)


@each_language
@settings(max_examples=examples(10), deadline=None)
@given(recommendations)
def test_no_english_word_stands_around_the_texts(language: str, rec: Recommendation) -> None:
    """Not in the explanation, the card, a reason, a refusal or a question: but for ids and the titles of sources."""
    said = rec.in_language(language)
    card = said._repr_mimebundle_()
    refused = said.why_not("squeeze" if said.verdict != "squeeze" else "refer")
    shown = [said.explain(), said.explain("full"), card["text/html"], card["text/markdown"], card["text/plain"]]
    asked = [said.what_if(rehab=True), said.what_if(observed=["short_range"]), said.counterfactuals()]
    for text in map(str, [*shown, said.why("verdict"), refused, said.questions(), *asked]):
        assert english_words(without_sources(text)) == set()


def without_sources(text: str) -> str:
    """A text without its style, its tags, ids of rules, texts and claims, and what articles and sections are called."""
    text = html.unescape(re.sub(r"<style.*?</style>|<[^>]*>|<code.*?</code>", " ", text, flags=re.DOTALL))
    text = " ".join(text.split())
    for article in BOOK.articles.values():
        for title in (article.title, article.evidence):
            text = text.replace(title, "")
    for section in sorted({claim.section for claim in BOOK.claims.values()}, key=len, reverse=True):
        text = text.replace(section, "")
    return re.sub(r"[a-z0-9]+(?:-[a-z0-9]+)+|\(squeeze\)|\(refer\)|\(verdict\)", "", text)


@each_language
def test_questions_in_a_language_are_not_those_that_were_kept_in_english(language: str) -> None:
    """Answers about the English rulebook are kept, and none of them is taken for the translated one."""
    facts = {"movement": "hip_thrust"}
    english, translated = BOOK.questions(facts), BOOK.in_language(language).questions(facts)
    assert [it.attribute for it in english] == [it.attribute for it in translated]
    assert not {it.ask for it in english} & {it.ask for it in translated}
    assert BOOK.in_language(language) != BOOK


@each_language
def test_that_nothing_is_left_to_ask_is_said_in_the_language(language: str) -> None:
    """Not in English, in whichever language the caller speaks."""
    asked = BOOK.in_language(language).questions({"movement": "hip_thrust"}, "hold_seconds", BOOK.vocabulary.attributes)
    assert not asked
    assert str(asked) == phrases(language)["ask.done"] != phrases("en")["ask.done"]


@each_language
def test_every_label_and_question_is_in_the_rulebook_of_the_language(language: str) -> None:
    """The rulebook in a language has its texts wherever the English one has a text, and decides as that one does."""
    book = BOOK.in_language(language)
    assert {
        key: text for key, text in english_texts(book.parts).items() if text != BOOK.translations[language].texts[key]
    } == {}
    assert book.digest == BOOK.digest
    assert book.in_language("en") is BOOK
    facts = {"movement": "hip_thrust", "experience": "beginner"}
    assert book.decide(facts).slots == BOOK.decide(facts).slots
