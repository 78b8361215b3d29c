"""Every option of every command has the same effect as the matching argument of the library."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from squeezelogic import InvalidInput, Recommendation, Rulebook, interview, recommend
from squeezelogic.cli.ask import _list_choices, _read_answer
from squeezelogic.cli.check import CLEAN, FINDINGS, UNREADABLE
from squeezelogic.cli.compare import _load_two
from squeezelogic.cli.main import declared, main, modules
from squeezelogic.cli.situation import _find_facts, named_folder
from squeezelogic.coaching.introspection import every_rule
from squeezelogic.coaching.recommendation_text import reasons
from squeezelogic.coaching.web.bundle import bundle
from squeezelogic.coaching.web.page import page
from squeezelogic.logic.diff.diff import diff
from squeezelogic.logic.explain.prose import said, to_plain
from squeezelogic.logic.explain.questions import Question
from squeezelogic.logic.export.files import as_csv
from squeezelogic.logic.export.schemas import schemas
from squeezelogic.logic.export.tables import export
from squeezelogic.logic.export.tabulate import tabulate
from squeezelogic.logic.loading.translations import english_texts, fingerprint, fingerprints
from squeezelogic.logic.mutation.run import mutate
from squeezelogic.logic.pages.shelf import Page
from squeezelogic.logic.render.phrases import phrase, spoken

ROOT = Path(__file__).parents[2]
RAIN, SORE = ROOT / "docs" / "examples" / "rain", ROOT / "docs" / "examples" / "wrong-sore-back"
HOUSEPLANTS, TRANSLATED = ROOT / "tests" / "clean" / "houseplants", ROOT / "tests" / "clean" / "translated"
STORM = {"sky": "raining", "wind": 8, "hands_busy_with": ["dog"]}
LIFTER = {"rehab": True, "back_pain": "current", "goal": "strength"}
TOLD = ["hip", "thrust", "--rehab", "--back-pain", "current", "--goal", "strength"]


@cache
def load(folder: Path, on_top: bool = False) -> Rulebook:
    """A rulebook, as commands load it."""
    return Rulebook.default().extended(folder) if on_top else Rulebook.load(folder)


def sore() -> Rulebook:
    """The default rulebook with a rule on top that changes the answer."""
    return load(SORE, on_top=True)


def answer(book: Rulebook | None = None, language: str = "en") -> Recommendation:
    """The recommendation for the lifter."""
    return recommend(LIFTER, "hip thrust", rulebook=book).in_language(language, rulebook=book)


def as_json(value: Any) -> str:
    """JSON as commands print it."""
    return json.dumps(to_plain(value), indent=2)


@frozen
class Call:
    """A call of a command, and what it has to print."""

    command: str
    arguments: Sequence[str]
    expected: Callable[[], str]
    typed: str = ""
    status: int = 0


ON_SORE = ["--rulebook", str(SORE)]
FACTS = '{"rehab": true, "goal": "athletic", "back_pain": "current"}'
RAINY = [str(RAIN), "--facts", json.dumps(STORM)]


def explained() -> list[Call]:
    """Each question of `explain`, of a recommendation and of a decision."""
    asked: list[tuple[list[str], Callable[[Any, dict[str, Any]], Any]]] = [
        (["--why", "phase"], lambda it, by: it.why("phase", **by)),
        (["--why-not", "squeeze"], lambda it, by: it.why_not("squeeze", **by)),
        (["--reach", "squeeze"], lambda it, by: it.counterfactuals("squeeze", **by)),
        (["--reach", "any"], lambda it, by: it.counterfactuals(**by)),
        (
            ["--reach", "any", "--change", "goal,tempo"],
            lambda it, by: it.counterfactuals(None, ["goal", "tempo"], **by),
        ),
        (
            ["--what-if", "goal=hypertrophy", "--what-if", "rehab=no"],
            lambda it, by: it.what_if(goal="hypertrophy", rehab=False, **by),
        ),
    ]
    made = []
    for options, call in asked:
        told = [*TOLD, *ON_SORE, *options]
        made.append(Call("explain", [*told, "--language", "de"], partial(explain_sore, call, "de", str)))
        made.append(Call("explain", [*told, "--json"], partial(explain_sore, call, "en", lambda it: as_json([it]))))
    of_rain: list[tuple[list[str], Callable[[Any], Any]]] = [
        (["--why", "take"], lambda it: it.why("take")),
        (["--why-not", "umbrella"], lambda it: it.why_not("umbrella")),
        (["--reach", "umbrella"], lambda it: it.counterfactuals("umbrella")),
        (["--reach", "any", "--change", "wind"], lambda it: it.counterfactuals(None, ["wind"])),
        (["--what-if", "wind=2"], lambda it: it.what_if(wind=2)),
    ]
    return [*made, *(Call("explain", [*RAINY, *options], partial(explain_rain, call)) for options, call in of_rain)]


def explain_sore(call: Callable[..., Any], language: str, render: Callable[[Any], str]) -> str:
    """An explanation of the lifter's recommendation."""
    return render(call(answer(sore(), language), {"rulebook": sore()}))


def explain_rain(call: Callable[[Any], Any]) -> str:
    """An explanation of the decision about the storm."""
    return str(call(load(RAIN).decide(STORM)))


CALLS = [
    Call("recommend", TOLD, lambda: answer().brief()),
    Call("recommend", [*TOLD, *ON_SORE], lambda: answer(sore()).brief()),
    Call("recommend", [*TOLD, *ON_SORE, "--full"], lambda: answer(sore()).explain("full", rulebook=sore())),
    Call("recommend", [*TOLD, *ON_SORE, "--json"], lambda: as_json(answer(sore()))),
    Call("recommend", [*TOLD, "--language", "de"], lambda: answer(language="de").brief()),
    Call("recommend", [*TOLD, "--language", "de", "--json"], lambda: as_json(answer(language="de"))),
    Call(
        "recommend",
        ["hip", "thrust", "--facts", FACTS, "--goal", "strength", "--json"],
        lambda: as_json(answer()),
    ),
    Call("recommend", [*TOLD, f"--rulebook={SORE}", "--json"], lambda: as_json(answer(sore()))),
    *explained(),
    Call("explain", [*TOLD, *ON_SORE], lambda: reasons(answer(sore()), "short", sore())),
    Call("explain", [*TOLD, *ON_SORE, "--full"], lambda: reasons(answer(sore()), "full", sore())),
    Call("explain", [*TOLD, *ON_SORE, "--json"], lambda: as_json(every_rule(answer(sore()), sore()))),
    Call("explain", [*RAINY, "--json"], lambda: as_json(load(RAIN).decide(STORM).accounts())),
    Call("decide", [*RAINY, "--json"], lambda: as_json(load(RAIN).decide(STORM))),
    Call("decide", [*RAINY, "--wind", "2", "--json"], lambda: as_json(load(RAIN).decide({**STORM, "wind": 2}))),
    Call(
        "decide",
        [*TOLD, *ON_SORE, "--json"],
        lambda: as_json(sore().decide({**LIFTER, "movement": "hip_thrust", "tempo": "controlled"})),
    ),
    Call("diff", [str(RAIN), str(HOUSEPLANTS)], lambda: str(diff(load(RAIN), load(HOUSEPLANTS))), status=1),
    Call("diff", [str(RAIN), str(RAIN)], lambda: str(diff(load(RAIN), load(RAIN)))),
    Call("mutate", [str(RAIN), "--every", "5", "--json"], lambda: as_json(mutate(load(RAIN), every=5)), status=1),
    Call("mutate", [str(RAIN), "--every", "7"], lambda: str(mutate(load(RAIN), every=7)), status=1),
    Call("schema", [str(RAIN), "--of", "cases"], lambda: as_json(schemas(load(RAIN))["cases"])),
    Call("schema", [str(RAIN)], lambda: as_json(schemas(load(RAIN)))),
    Call("texts", [str(TRANSLATED), "--seen"], lambda: toml(fingerprints(load(TRANSLATED)))),
    Call("texts", [str(TRANSLATED)], lambda: toml(english_texts(load(TRANSLATED).parts))),
    Call(
        "texts",
        [str(TRANSLATED), "--language", "de", "--seen"],
        lambda: toml(load(TRANSLATED).translations["de"].fingerprints),
    ),
]


def test_the_texts_of_a_translation_show_what_it_lacks_and_record_what_it_has(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is not translated is a comment with the English text; what translates nothing comes last."""
    folder = ROOT / "tests" / "broken" / "translation"
    book = load(folder)
    english, german = english_texts(book.parts), book.translations["de"].texts
    marks = {key: (fingerprint(text), fingerprint(german[key])) for key, text in english.items() if key in german}
    lines = [toml({key: german[key]}) if key in german else f"# {toml({key: text})}" for key, text in english.items()]
    more = [toml({key: text}) for key, text in german.items() if key not in english]
    assert more
    assert any(line.startswith("# ") for line in lines)
    assert run(capsys, "texts", str(folder), "--language", "de")[1].splitlines() == [*lines, *more]
    seen = {key: " ".join(both) for key, both in marks.items()}
    assert run(capsys, "texts", str(folder), "--language", "de", "--seen")[1] == f"{toml(seen)}\n"


def toml(texts: Any) -> str:
    """Texts by key, as TOML."""
    return "\n".join(f"{json.dumps(key)} = {json.dumps(text, ensure_ascii=False)}" for key, text in texts.items())


def run(capsys: pytest.CaptureFixture[str], command: str, *arguments: str) -> tuple[int, str]:
    """The exit status of a command, and what it printed."""
    capsys.readouterr()
    status = main([command, *arguments])
    return status, capsys.readouterr().out


@pytest.mark.parametrize(
    "call", CALLS, ids=lambda call: " ".join((call.command, *call.arguments)).replace(str(ROOT), "")
)
def test_a_command_prints_what_the_library_returns(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    """Each option counts: the rulebook, the language, the form, and what is asked about."""
    status, printed = run(capsys, call.command, *call.arguments)
    expected = call.expected().rstrip("\n")
    assert status == call.status
    if call.command == "recommend" and "--full" not in call.arguments:  # the disclaimer follows the brief
        assert printed.startswith(expected)
    else:
        assert printed == f"{expected}\n"


@pytest.mark.parametrize("language", ["", "de"])
def test_a_bundle_and_a_page_are_those_of_the_library(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the languages, with the title and the map that were asked for."""
    book, spoken_ = load(TRANSLATED), ["--language", language] * bool(language)
    languages = [language] * bool(language)
    assert run(capsys, "bundle", str(TRANSLATED), "--output", str(tmp_path / "out"), *spoken_)[0] == 0
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "out").iterdir()} == bundle(book, languages)
    file, (row, column) = tmp_path / "page.html", list(load(RAIN).vocabulary.attributes)[:2]
    assert run(capsys, "page", str(TRANSLATED), "--output", str(file), "--title", "Water?", *spoken_)[0] == 0
    assert file.read_text("utf-8") == page(book, "Water?", (), languages)
    slot = list(load(RAIN).vocabulary.slots)[1]
    mapped = ["--rows", row, "--columns", column, "--slot", slot]
    assert run(capsys, "page", str(RAIN), "--output", str(file), *mapped)[0] == 0
    assert file.read_text("utf-8") == page(load(RAIN), None, [load(RAIN).map([row], [column], slot)])


@pytest.mark.parametrize(
    ("options", "book"), [(ON_SORE, sore), (["--rulebook", str(RAIN), "--alone"], lambda: load(RAIN))]
)
def test_pages_and_vectors_are_those_of_the_rulebook_that_was_named(
    options: list[str],
    book: Callable[[], Rulebook],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On top of the default one, or alone."""
    monkeypatch.setattr("squeezelogic.logic.pages.all.pages", lambda given: [Page("index.md", given.digest)])
    monkeypatch.setattr("squeezelogic.coaching.vectors.vectors", lambda given: [given.digest])
    assert run(capsys, "pages", str(tmp_path), *options)[0] == 0
    assert (tmp_path / "index.md").read_text("utf-8") == book().digest
    assert json.loads(run(capsys, "vectors", *options)[1]) == [book().digest]


ONE_MORE = """
topic = "cover"
[[rule]]
id = "cloudy-wants-a-raincoat"
level = "weather"
when.sky = "cloudy"
then.take = "raincoat"
"""


def test_a_difference_is_between_the_two_that_were_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder alone is compared with the default rulebook; on top, it adds to the old one; and the order counts."""
    (tmp_path / "cover.toml").write_text(ONE_MORE, "utf-8")
    old, new = load(RAIN), load(RAIN).extended(tmp_path)
    for form, expected in (("--json", as_json(diff(old, new))), ("--markdown", diff(old, new).to_markdown())):
        assert run(capsys, "diff", str(RAIN), str(tmp_path), "--on-top", form) == (1, f"{expected}\n")
    assert run(capsys, "diff", str(RAIN), str(tmp_path), "--on-top") == (1, f"{diff(old, new)}\n")
    assert _load_two(["new"]) == ("default", "new")
    assert _load_two(["old", "new"]) == ("old", "new")


def test_a_table_is_of_the_topic_and_in_the_form_that_was_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A topic alone or all of them; files are written over only by force, and then hold the new text."""
    book, file = load(RAIN), tmp_path / "table.md"
    one = run(capsys, "table", str(RAIN), "--topic", "cover", "--format", "markdown")[1]
    both = run(capsys, "table", str(RAIN), "--format", "markdown")[1]
    assert one.startswith("### cover")
    assert [line for line in both.splitlines() if line.startswith("### ")] == [f"### {it.name}" for it in book.topics]
    assert f"{len(tabulate(book, 'cover').rows)} rows" in one
    assert ("no fewer do" in one) is tabulate(book, "cover").fewest
    for status, force in ((0, []), (2, []), (0, ["--force"])):
        more = ["--topic", "cover", "--format", "markdown", "--out", str(file), *force]
        assert run(capsys, "table", str(RAIN), *more)[0] == status
    assert file.read_text("utf-8") == one
    assert run(capsys, "table", str(RAIN), "--format", "csv", "--out", str(tmp_path / "all"))[0] == 0
    assert (
        run(capsys, "table", str(RAIN), "--format", "csv", "--topic", "cover", "--out", str(tmp_path / "one"))[0] == 0
    )
    for at, topic in (("all", None), ("one", "cover")):
        written = {path.name: path.read_bytes() for path in (tmp_path / at).iterdir()}
        assert written == as_csv(export(book, topic))


def test_an_imported_table_takes_its_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name, what wins, what is concluded, and where it is written."""
    table, words = tmp_path / "wear.csv", tmp_path / "words"
    words.mkdir()
    (words / "vocabulary.toml").write_text((RAIN / "vocabulary.toml").read_text("utf-8"), "utf-8")
    table.write_text("sky,indoors,take\nraining,,umbrella\n,true,nothing\n", "utf-8")
    plain_ = run(capsys, "import", str(table), str(words), "--hit", "first")[1]
    assert 'topic = "wear"' in plain_
    assert "overrides" in plain_
    assert 'topic = "cloth"' in run(capsys, "import", str(table), str(words), "--hit", "first", "--topic", "cloth")[1]
    assert "overrides" not in run(capsys, "import", str(table), str(words), "--hit", "collect")[1]
    told = run(capsys, "import", str(table), str(words), "--concludes", "take", "--out", str(tmp_path / "wear.toml"))
    assert told[0] == 0
    assert 'concludes = ["take"]' in (tmp_path / "wear.toml").read_text("utf-8")
    assert run(capsys, "import", str(table), str(words), "--out", str(tmp_path / "wear.toml"))[0] == 2
    assert run(capsys, "import", str(table), str(words), "--out", str(tmp_path / "wear.toml"), "--force")[0] == 0


@pytest.mark.parametrize(
    "facts", [STORM, {"sky": "raining"}, {"sky": "clear", "indoors": True}], ids=["storm", "rain", "in"]
)
def test_explain_lists_the_rules_in_force_and_the_overruled_and_in_full_the_others(
    facts: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each rule of a folder under the heading of its state, an overruled one with its winner."""
    decision = load(RAIN).decide(facts)
    for options in ([], ["--full"]):
        text = run(capsys, "explain", str(RAIN), "--facts", json.dumps(facts), *options)[1]
        parts = {key: text.partition(f"\n{phrase(key)}\n")[2] for key in ("in-force", "overruled", "silent")}
        for account in decision.accounts():
            here = {"stands": "in-force", "overruled": "overruled", "silent": "silent"}[account.state]
            assert (account.title in parts[here]) is (here != "silent" or bool(options))
            assert account.state != "overruled" or account.by_title in parts[here]


OPEN = ROOT / "tests" / "broken" / "open"
UNSOUND = ROOT / "tests" / "broken" / "conflict"


@pytest.mark.parametrize(
    "folder", [RAIN, HOUSEPLANTS, OPEN, UNSOUND, ROOT / "tests" / "broken" / "waiver"], ids=lambda it: it.name
)
@pytest.mark.parametrize("lint", [False, True])
def test_check_counts_what_it_checked_and_what_it_found(
    folder: Path, lint: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """The numbers of rules, laws, cases and waivers, and the findings, those of the lints where they were asked for."""
    book, options = load(folder), ["--lint"] * lint
    found = book.check(lint=lint)
    status, printed = run(capsys, "check", str(folder), *options)
    assert status == (FINDINGS if found else CLEAN)
    *lines, summary = printed.splitlines()
    assert len(lines) == len(found)
    things = {"rule": book.rules, "law": book.laws, "case": book.cases, "waiver": book.waivers}
    assert all(f"{len(each)} {word}{'s' * (len(each) != 1)}" in summary for word, each in things.items())
    told = json.loads(run(capsys, "check", str(folder), "--json", *options)[1])
    assert [each["what"] for each in told["findings"]] == [each.what for each in found]
    for form in ("sarif", "github"):
        assert run(capsys, "check", str(folder), "--format", form, *options)[0] == status


def test_check_says_by_its_status_that_a_folder_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In every form, and while it watches, the status is that of the last result."""
    (tmp_path / "vocabulary.toml").write_text("[", "utf-8")
    for form in ("text", "json", "sarif", "github"):
        assert run(capsys, "check", str(tmp_path), "--format", form)[0] == UNREADABLE


@pytest.mark.parametrize(("folder", "status"), [(RAIN, CLEAN), (UNSOUND, FINDINGS), (ROOT / "tests", UNREADABLE)])
def test_watching_ends_with_the_status_of_what_was_seen_last(
    folder: Path, status: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped, it tells the shell whether the rulebook was sound."""

    def stop(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", stop)
    assert run(capsys, "check", str(folder), "--watch")[0] == status


# ---------------------------------------------------------------- ask


def test_the_beginning_of_an_answer_may_be_typed_as_names_are_written() -> None:
    """With an underscore, as `values` lists it, or with a blank."""
    (question,) = [it for it in questions_in("en", "hip thrust") if it.attribute == "glute_activation"]
    assert _read_answer("hard_to", question) == _read_answer("hard to", question) == "hard_to_feel"


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_number_or_a_word_typed_at_a_question_is_the_answer_beside_it(language: str) -> None:
    """For every question: the number before each answer, its words, or how these begin if none else begins so."""
    asked = {it.attribute: it for lift in ("hip thrust", "deadlift") for it in questions_in(language, lift)}
    with spoken(language):
        for question in asked.values():
            listed = dict(line.split(maxsplit=1) for line in _list_choices(question) if line.split()[0].isdigit())
            labels = {value: question.labelled(value) for value in question.values}
            nothing = {"0": phrase("ask.none")} if question.type == "set" else {}
            assert listed == {str(place): label for place, label in enumerate(labels.values(), 1)} | nothing
            names = {*(label.lower() for label in labels.values()), *map(said, labels)}
            for place, value in enumerate(question.values, 1):
                wanted = [value] if question.type == "set" else value
                words = [word for word in (str(place), labels[value], said(value)) if "," not in word]
                assert [_read_answer(word, question) for word in words] == [wanted] * len(words)
                begun = labels[value][:2].lower()
                if (
                    len({it for it in labels if {labels[it].lower()[:2], said(it)[:2]} & {begun}}) > 1
                    and begun not in names
                ):
                    with pytest.raises(InvalidInput):
                        _read_answer(begun, question)
            if question.type == "set":
                assert [_read_answer(word, question) for word in ("0", "none", "no", phrase("ask.none"))] == [[]] * 4
            assert _read_answer("", question) is None


def questions_in(language: str, exercise: str) -> Iterable[Question]:
    """Every question about an exercise, in a language."""
    return recommend({}, exercise).in_language(language).questions("everything")


@pytest.mark.parametrize("about", [None, "cues,effort"])
def test_ask_asks_what_an_interview_asks(
    about: str | None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same first question, about the same parts, by the same rulebook; stopped, it names what is still open."""
    options = ["--about", about] if about else []
    parts = about.split(",") if about and about != "everything" else about
    state = interview("hip thrust", profile=LIFTER, about=parts, rulebook=sore())
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    printed = run(capsys, "ask", *TOLD, *ON_SORE, *options)[1]
    words = " ".join(printed.split())
    assert state.question is not None
    assert f"1. {state.question.ask}" in words
    assert phrase("ask.stopped", facts=", ".join(it.label for it in state.questions)) in words
    assert " ".join(answer(sore()).brief().split()) in words
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert json.loads(run(capsys, "ask", *TOLD, *ON_SORE, *options, "--json")[1]) == answer(sore()).to_dict()


def test_ask_says_whether_anything_was_left_to_ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was needed; or the answers were enough. The welcome names the exercise."""
    known = ["hip", "thrust", "--red-flags", "fever"]
    assert phrase("ask.nothing") in " ".join(run(capsys, "ask", *known, "--about", "verdict")[1].split())
    monkeypatch.setattr("sys.stdin", io.StringIO("fever\n"))
    printed = " ".join(run(capsys, "ask", "hip", "thrust", "--about", "verdict")[1].split())
    assert printed.startswith(phrase("ask.welcome", what="Hip thrust"))
    assert phrase("ask.final") in printed
    assert phrase("ask.nothing") not in printed
    monkeypatch.setattr("sys.stdin", io.StringIO("5\n"))
    german = run(capsys, "ask", "hip", "thrust", "--about", "verdict", "--language", "de")[1]
    flagged = recommend({"red_flags": ["fever"]}, "hip thrust").in_language("de")
    assert " ".join(flagged.brief().split()) in " ".join(german.split())


# ---------------------------------------------------------------- every option

ELSEWHERE = {
    "--help",
    "--color",
    "--profile",
    "--rulebook",
    "--output",
    "--markdown",
    "--title",
    "--rows",
    "--columns",
    "--slot",
    "--alone",
    "--topic",
    "--format",
    "--out",
    "--force",
    "--hit",
    "--concludes",
    "--about",
    "--lint",
    "--watch",
    "--sarif",
    "--write",
}
"""Options that other tests here, or beside here, are about."""


@pytest.mark.parametrize("command", modules())
def test_no_option_is_forgotten(command: str) -> None:
    """Each option of each command is in some call above, or in a test of its own."""
    used = {word.partition("=")[0] for call in CALLS if call.command == command for word in call.arguments}
    own = [it for it in declared(command).actions() if not it.dest.startswith("fact ") and it.option_strings]
    names = {it.option_strings[-1] for it in own}
    alike = {word for call in CALLS for word in call.arguments} if command in ("ask", "decide") else set()
    assert names - used - alike - ELSEWHERE <= {"--json", "--on-top", "--language"}


def test_languages_may_stand_apart_in_their_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Blanks and empty places in `--language` make no difference."""
    for name, listed in (("one", "de"), ("two", " de , ,")):
        status, _ = run(capsys, "bundle", str(TRANSLATED), "--output", str(tmp_path / name), "--language", listed)
        assert status == 0
    assert (tmp_path / "one" / "book.json").read_text("utf-8") == (tmp_path / "two" / "book.json").read_text("utf-8")


@pytest.mark.parametrize("form", ["sql", "json"])
def test_a_table_ends_with_one_end_of_a_line(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed and in a file alike."""
    _, printed = run(capsys, "table", str(HOUSEPLANTS), "--format", form)
    assert run(capsys, "table", str(HOUSEPLANTS), "--format", form, "--out", str(tmp_path / "it"))[0] == 0
    assert (tmp_path / "it").read_text("utf-8") == printed
    assert printed.rstrip("\n") + "\n" == printed


KNEES = '[attribute.knee_pain]\nof = "profile"\nvalues = ["none", "current"]\n'


def test_an_option_goes_before_what_a_profile_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also about a fact that the rulebook adds; the rest of the profile stays, and a mark at its start is no part."""
    (tmp_path / "vocabulary.toml").write_text(KNEES, "utf-8")
    profile = tmp_path / "me.json"
    profile.write_text('{"goal": "strength", "rehab": true, "more": {"knee_pain": "none"}}', "utf-8-sig")
    told = ["--rulebook", str(tmp_path), "--profile", str(profile), "--knee-pain", "current", "--no-rehab", "--json"]
    facts = json.loads(run(capsys, "recommend", "hip", "thrust", *told)[1])["facts"]
    assert (facts["knee_pain"], facts["rehab"], facts["goal"]) == ("current", False, "strength")


def test_a_movement_that_is_given_brings_its_family(capsys: pytest.CaptureFixture[str]) -> None:
    """In place of that of the name."""
    facts = json.loads(run(capsys, "recommend", "hip", "thrust", "--movement", "deadlift", "--json")[1])["facts"]
    assert (facts["movement"], facts["family"]) == ("deadlift", "hinge")


def test_only_words_that_say_something_of_a_lifter_get_a_hint() -> None:
    """And only about facts that are not given."""
    name = "Hip Thrust none beginner rehab"
    hints = [hint.rpartition("add ")[2] for hint in _find_facts(name, {})]
    assert hints == ["`--experience beginner`", "`--rehab yes`"]
    assert len(list(_find_facts(name, {"experience": "advanced"}))) == 1


def test_the_value_of_an_option_is_no_rulebook() -> None:
    """A folder is one where it stands by itself."""
    for option in ("--rulebook", "--profile", "--facts"):
        assert named_folder(["hip", "thrust", option, str(RAIN)]) is None
    assert named_folder(["hip", "--goal", "strength", str(RAIN)]) == named_folder(["--", str(RAIN)]) == str(RAIN)
