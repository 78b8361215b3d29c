"""German, Spanish, French, Italian and Portuguese names, in several spellings."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic.coaching.names import UnknownExercise, classify, find_exercise, languages
from squeezelogic.coaching.names.data import shipped
from squeezelogic.coaching.names.languages import read
from squeezelogic.coaching.names.lexicon import OTHER_LANGUAGES, Lexicon, lexicon, parse
from squeezelogic.coaching.names.reading import Reading, read_words
from squeezelogic.coaching.names.words import words, words_and_separators
from tests.coaching.names.sets import EVERY_NAME, FOLDER
from tests.coaching.names.test_logged import camel

TABLE: dict[str, dict[str, dict[str, dict[str, object]]]] = tomllib.loads(
    (FOLDER / "languages.toml").read_text("utf-8")
)
ROWS = [
    (language, family, name, said)
    for language, families in TABLE.items()
    for family, names in families.items()
    for name, said in names.items()
]
NAMES = [(language, family, name) for language, family, name, _ in ROWS]
MOVEMENTS = [(language, family, name) for language, family, name in NAMES if family in ("thrust", "hinge")]
# implements as each language writes them, to stand behind a name
SUFFIXES = {
    "de": ("Langhantel", "mit Kurzhanteln", "an der Maschine", "am Kabelzug", "ohne Gewicht"),
    "es": ("con barra", "con mancuernas", "en máquina", "en polea", "sin peso"),
    "fr": ("à la barre", "avec haltères", "à la machine", "à la poulie", "sans charge"),
    "it": ("con bilanciere", "con manubri", "alla macchina", "ai cavi", "senza peso"),
    "pt": ("com barra", "com halteres", "na máquina", "no cabo", "sem peso"),
}
REMARKS = {
    "de": ("pro Seite", "aufwärmen"),
    "es": ("por lado", "calentamiento"),
    "fr": ("par côté", "échauffement"),
    "it": ("per lato", "riscaldamento"),
    "pt": ("por lado", "aquecimento"),
}
STRETCH = {"de": "Dehnung", "es": "estiramiento", "fr": "étirement", "it": "allungamento", "pt": "alongamento"}


def without_accents(name: str) -> str:
    """A name as it is typed on a keyboard that has no accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def written_out(name: str) -> str:
    """A name with German umlauts as two letters."""
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ß", "ss")):
        name = name.replace(umlaut, letters)
    return name


@pytest.mark.parametrize(("language", "family", "name", "said"), ROWS, ids=[row[2] for row in ROWS])
def test_a_name_yields_what_it_says(language: str, family: str, name: str, said: dict[str, object]) -> None:
    """Family, movement, implement, sides, load and tempo come out, and nothing is made up."""
    assert language in OTHER_LANGUAGES
    assert classify(name) == family
    if said:
        found = find_exercise(name).exercise.facts
        assert {key: found.get(key) for key in said} == said
        assert found.keys() <= said.keys() | {"family", "tempo", "load"}


@pytest.mark.parametrize(("language", "name"), [(row[0], row[2]) for row in ROWS if row[1] == "neither"])
def test_another_exercise_is_understood(language: str, name: str) -> None:
    """A squat is told from a word that was not read, in its own language."""
    assert read(name).understood, language
    with pytest.raises(UnknownExercise) as raised:
        find_exercise(name)
    assert "not understood" not in str(raised.value)


PUSHES = {
    "es": ("empuje", "de cadera", "con mancuernas"),
    "fr": ("poussée", "de hanches", "avec haltères"),
    "it": ("spinta", "dell'anca", "con manubri"),
    "pt": ("empurrão", "de quadril", "com halteres"),
}


@pytest.mark.parametrize("language", PUSHES)
def test_a_push_is_a_thrust_only_of_the_hips(language: str) -> None:
    """With an implement alone it presses something; only with the hips it is a hip thrust."""
    push, of_the_hips, implement = PUSHES[language]
    found = read(f"{push} {of_the_hips} {implement}")
    assert (found.family, found.attributes["movement"], found.attributes["implement"]) == (
        "thrust",
        "hip_thrust",
        "dumbbell",
    )
    assert {classify(name) for name in (f"{push} {implement}", f"{push} bench 45°", f"{push} machine")} == {"neither"}


UNSETTLED = (
    "Rotatorischer Swing mit Kettlebell",
    "Swing rotacional con kettlebell",
    "Swing rotazionale con kettlebell",
    "Sumo-Kreuzheben mit hohem Zug",
    "Complexo de remada para deadlift com halteres",
    "Complejo de peso muerto",
    "Komplex: Kreuzheben",
    "Complesso di stacco",
    "Complexe soulevé de terre",
)


@pytest.mark.parametrize("name", UNSETTLED)
def test_what_is_unsettled_in_english_is_so_in_every_language(name: str) -> None:
    """A complex, a swing that turns and a high pull are as little settled in another language."""
    assert classify(name) == "ambiguous"


@given(st.sampled_from(NAMES), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_case_and_accents_do_not_change_the_family(row: tuple[str, str, str], change: Any) -> None:
    """A name keeps its family in any case, without accents, and with umlauts written out."""
    language, family, name = row
    assert classify(change(name)) == family
    assert classify(change(without_accents(name))) == family
    if language == "de":
        assert classify(change(written_out(name))) == family


def test_a_name_in_camel_case_says_the_same() -> None:
    """Accents where a word begins or ends change nothing (`BonjourÀLaBarre`, `SoulevéDeTerre`)."""
    glued = [(name, camel(name)) for _, _, name in MOVEMENTS]
    assert [(name, other) for name, other in glued if read(other).attributes != read(name).attributes] == []


@given(st.sampled_from(MOVEMENTS), st.data())
def test_an_implement_behind_it_does_not_change_the_family(row: tuple[str, str, str], data: st.DataObject) -> None:
    """A thrust or hinge stays one, and the same movement, with an implement named behind it."""
    language, family, name = row
    longer = f"{name} {data.draw(st.sampled_from(SUFFIXES[language]))}"
    assert (classify(longer), read(longer).attributes["movement"]) == (family, read(name).attributes["movement"])


@given(st.sampled_from(MOVEMENTS), st.sampled_from(["3x10", "4 x 8", "@ RPE 8", "100 kg", "80%", "(3x12)"]), st.data())
def test_logged_text_does_not_change_what_is_said(row: tuple[str, str, str], sets: str, data: st.DataObject) -> None:
    """Sets, weights and a remark in the name's own language change nothing."""
    language, _, name = row
    remark = data.draw(st.sampled_from(REMARKS[language]))
    assert read(f"{name} {sets}").attributes == read(f"{name} {remark}").attributes == read(name).attributes


@given(st.sampled_from(OTHER_LANGUAGES), st.sampled_from([" / ", " + ", " – ", ", "]), st.data())
def test_two_names_in_one_never_flip(language: str, between: str, data: st.DataObject) -> None:
    """A thrust and a hinge in one name are neither a thrust nor a hinge."""
    thrust, hinge = (data.draw(st.sampled_from(list(TABLE[language][family]))) for family in ("thrust", "hinge"))
    assert classify(f"{thrust}{between}{hinge}") not in ("thrust", "hinge")
    assert classify(f"{hinge}{between}{thrust}") not in ("thrust", "hinge")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("deadlift", "en"),
        ("Kreuzheben", "de"),
        ("peso muerto", "es"),
        ("soulevé de terre", "fr"),
        ("stacco da terra", "it"),
        ("levantamento terra", "pt"),
    ],
)
def test_a_reading_names_its_language(name: str, language: str) -> None:
    """That of the lexicon that knows its words."""
    assert (read(name).family, read(name).language) == ("hinge", language)


def test_an_exercise_that_another_language_joins_to_an_english_name_makes_it_ambiguous() -> None:
    """Two of its words suffice: `and` and the exercise."""
    found = read("hip thrust y remo")
    assert (found.family, found.why, found.language) == ("ambiguous", "it joins hip thrust with row", "es")


@given(st.sampled_from(MOVEMENTS))
def test_a_stretch_is_never_a_lift(row: tuple[str, str, str]) -> None:
    """Whatever a stretch is named after, it is neither."""
    language, _, name = row
    assert classify(f"{STRETCH[language]} {name}") == "neither"


def test_no_english_name_changes_its_answer() -> None:
    """Every English name is read as with the English lexicon alone: family and all that is said."""
    english = lexicon()
    for name in EVERY_NAME:
        alone, full = read_words(words_and_separators(name), english), read(name)
        assert full.family == alone.family, name
        assert {**full.attributes, "tempo": 0} == {**alone.attributes, "tempo": 0}, name


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_no_word_is_listed_twice(language: str) -> None:
    """What words mean is said once, and not again where the English file already says it."""
    data = tomllib.loads(shipped(f"lexicons/{language}.toml"))
    english, respelled = lexicon(), lexicon(language).speller.respelled
    spelled = [text for texts in data["spelling"].values() for text in texts]
    listed = [text for section in ("setup", "other") for text in data[section]["words"]]
    bags = Counter(tuple(sorted(words(text))) for text in (*spelled, *listed))
    assert [bag for bag, times in bags.items() if times > 1] == []
    several = [[respelled.get(word, (word,)) for word in words(text)] for text in spelled if " " in text]
    assert [bag for bag, times in Counter(str(sorted(bag)) for bag in several).items() if times > 1] == []
    assert [text for text in data["setup"]["words"] if words(text)[0] in english.setup] == []


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_every_group_gives_its_source_or_reason(language: str) -> None:
    """A language says where its words were looked up, and a movement where it is called so."""
    data = tomllib.loads(shipped(f"lexicons/{language}.toml"))
    assert data["sources"]
    assert all(group["source"] for group in data.get("movement", ()))
    assert all(group["why"] for kind in ("unsettled", "unrelated") for group in data.get(kind, ()))


def test_a_word_is_known_with_the_endings_of_its_language() -> None:
    """Endings are added to listed words; a form that is listed by itself, or that English knows, is left alone."""
    spelling = {"deadlift": ["stacco"], "squat": ["hipo"], "press": ["mano"], "row": ["mani"]}
    data: dict[str, Any] = {"name": "Test", "endings": {"o": ["i"], "": ["en"]}, "spelling": spelling}
    speller = parse(data, "xx", lexicon()).speller
    assert speller.spell_word("stacchi") == ("stacchi",)
    assert speller.spell_word("staccoen") == ("deadlift",)
    assert speller.spell_word("hipi") == ("squat",)
    assert speller.spell_word("mani") == ("row",)


def test_an_umlaut_may_be_written_out() -> None:
    """A word with an umlaut is known with two letters instead."""
    data = {"name": "Test", "spelling": {"deadlift": ["hübe"], "hip thrust": ["stöße hoch"]}}
    speller = parse(data, "xx", lexicon()).speller
    assert speller.spell_word("huebe") == speller.spell_word("hube") == ("deadlift",)
    assert speller.spell_phrase("stoesse hoch") == ("hip", "thrust")


def test_a_spelling_that_becomes_itself_is_left_out() -> None:
    """Words that together become what each of them becomes alone are not replaced for ever."""
    data = {"name": "Test", "spelling": {"hip": ["huft"], "raise": ["heben"], "hip raise": ["huft heben"]}}
    assert parse(data, "xx", lexicon()).speller.spell_phrase("heben huft") == ("hip", "raise")


def test_a_thrust_in_one_language_and_a_hinge_in_another_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both know equally many of the words; no name is known to be so, hence two lexicons made up for it."""
    meant: dict[str, tuple[Any, str]] = {
        "de": ("thrust", "ponte"),
        "fr": ("hinge", "ponte"),
        "it": ("hinge", "ponte ponte"),
    }

    def read_made_up(given: list[str], known: Lexicon, *logged: Any) -> Reading:
        family, matched = meant.get(known.language, ("neither", ""))
        return evolve(read_words(given, known, *logged), family=family, matched=matched, understood=bool(matched))

    monkeypatch.setattr(languages, "read_words", read_made_up)
    monkeypatch.setattr(languages, "_languages_of", lambda word: [*meant])
    found = languages._read_elsewhere(["zzz"], Reading("neither", unknown=frozenset({"zzz"})), ())
    assert (found.family, found.understood, found.why) == ("ambiguous", True, languages.DISAGREE)
    del meant["de"]
    found = languages._read_elsewhere(["zzz"], Reading("neither", unknown=frozenset({"zzz"})), ())
    assert (found.family, found.matched) == ("hinge", "ponte ponte")
