"""The commands `decide`, `explain` and `ask` with a folder that holds any rulebook."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from squeezelogic import Rulebook
from squeezelogic.cli.main import main

RAIN = Path(__file__).parents[2] / "docs" / "examples" / "rain"
STORM = {"sky": "raining", "wind": 9, "hands_busy_with": ["dog"]}


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command that works prints."""
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def test_decide_prints_the_decision_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The same from `--facts`, from an option for each fact, from a file, and from the two together."""
    decided = Rulebook.load(RAIN).decide(STORM).to_dict()
    as_json = json.dumps(STORM)
    options = ["--sky", "raining", "--wind=9", "--hands_busy_with", "dog"]
    for given in (["--facts", as_json], options, ["--facts", '{"sky": "clear", "wind": 9}', *options]):
        assert json.loads(said(capsys, "decide", str(RAIN), *given, "--json")) == decided


def test_facts_come_from_a_file_or_from_standard_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-` is standard input."""
    decided = Rulebook.load(RAIN).decide(STORM).to_dict()
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(STORM))
    assert json.loads(said(capsys, "decide", str(RAIN), "--facts", str(file), "--json")) == decided
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(STORM)))
    assert json.loads(said(capsys, "decide", str(RAIN), "--facts", "-", "--json")) == decided


def test_standard_input_is_utf_8_and_read_no_further_than_the_limit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the locale says, and however much there is."""

    class Endless(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert 0 < size < 2**21
            return b" " * size

    typed = io.TextIOWrapper(io.BytesIO('{"sky": "öde"}'.encode()), encoding="ascii")
    monkeypatch.setattr("sys.stdin", typed)
    assert main(["decide", str(RAIN), "--facts", "-"]) == 2
    assert "cannot be `öde`" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=Endless()))
    assert main(["decide", str(RAIN), "--facts", "-"]) == 2
    assert "larger than 1 MiB" in capsys.readouterr().err


def test_decide_prints_slots_texts_and_rules(capsys: pytest.CaptureFixture[str]) -> None:
    """For a person: what is concluded, by which rules, over which others."""
    out = said(capsys, "decide", str(RAIN), "--facts", json.dumps(STORM))
    assert out.startswith("take: raincoat\nReminders\n  - ")
    assert "\nIn force\n  - No umbrella in a storm\n" in out
    assert "\nOverruled\n  - Rain wants an umbrella, by No umbrella in a storm\n" in out


def test_explain_asks_a_decision(capsys: pytest.CaptureFixture[str]) -> None:
    """Each question is answered as the decision answers it; without one, every rule that held is shown."""
    decision = Rulebook.load(RAIN).decide(STORM)
    given = ["explain", str(RAIN), "--facts", json.dumps(STORM)]
    asked = ["--why", "take", "--why-not", "umbrella", "--reach", "umbrella", "--reach", "any", "--what-if", "wind=2"]
    answers = [
        decision.why("take"),
        decision.why_not("umbrella"),
        decision.counterfactuals("umbrella"),
        decision.counterfactuals(),
        decision.what_if(wind=2),
    ]
    assert said(capsys, *given, *asked) == "\n\n".join(map(str, answers)) + "\n"
    assert json.loads(said(capsys, *given, *asked, "--json")) == [answer.to_dict() for answer in answers]
    whole = said(capsys, *given)
    titles = {rule.id: rule.title for rule in Rulebook.load(RAIN).rules.values()}
    assert [rule for rule in decision.standing if titles[rule] not in whole] == []
    assert titles["indoors-needs-nothing"] not in whole
    assert titles["indoors-needs-nothing"] in said(capsys, *given, "--full")
    assert [told["rule"] for told in json.loads(said(capsys, *given, "--json"))] == list(Rulebook.load(RAIN).rules)


def test_consequences_are_set_in_on_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below their own first word."""
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdin", io.StringIO("?\n"))
    out = said(capsys, "ask", "tests/clean/parcel", "--weight", "2")
    assert "\n  - none, glass, liquid or battery: the\n    advice differs\n" in out


def test_ask_interviews_about_any_rulebook(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It asks the rulebook's questions, and ends with the decision."""
    monkeypatch.setattr("sys.stdin", io.StringIO("raining\nno\n0\nstrong\n6\n"))
    out = said(capsys, "ask", str(RAIN), "--about", "take")
    assert "1. What does the sky look like?" in out
    assert "Nothing else could change the answer." in out
    assert "take: umbrella" in out
    monkeypatch.setattr("sys.stdin", io.StringIO("clear\n"))
    assert json.loads(said(capsys, "ask", str(RAIN), "--about", "take", "--json"))["slots"] == {"take": "nothing"}


def test_an_exercise_is_decided_too(capsys: pytest.CaptureFixture[str]) -> None:
    """What is no folder with a vocabulary is an exercise, and the default rulebook decides."""
    decided = json.loads(said(capsys, "decide", "hip", "thrust", "--experience", "beginner", "--json"))
    assert decided["slots"]["verdict"] == "learn_first"
    assert (
        json.loads(said(capsys, "decide", "hip thrust", "--facts", '{"experience": "beginner"}', "--json")) == decided
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--facts", "{"], "`--facts` cannot be read as facts"),
        (["--facts", "[1]"], "`--facts` holds no facts: it must be a JSON object"),
        (["--facts", '{"wind": 3, "wind": 9}'], "`--facts` has `wind` more than once: keep one of them"),
        (["--facts", '{"sk": 1}'], "unknown fact `sk`: did you mean `sky`?"),
        (["--sky", "cler"], "did you mean `clear`?"),
        (["--skyy", "clear"], "there is no option `--skyy`: did you mean `--sky`?"),
        (["--indoors", "perhaps"], "`perhaps` is one argument too many"),
        (["--indoors=perhaps"], "say yes or no, not `perhaps`"),
        (["--experience", "beginner"], "there is no option `--experience`"),
    ],
)
def test_what_cannot_be_used_is_said(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the likely fix, and exit status 2."""
    assert main(["decide", str(RAIN), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_values_lists_what_can_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Every fact with its question and values, and every slot; as JSON too."""
    out = said(capsys, "values", str(RAIN))
    book = Rulebook.load(RAIN)
    for attribute in book.vocabulary.attributes.values():
        assert f"  {attribute.name} " in out
        assert attribute.ask in out
    listed = json.loads(said(capsys, "values", str(RAIN), "--json"))
    assert [fact["name"] for fact in listed["facts"]] == list(book.vocabulary.attributes)
    assert [slot["name"] for slot in listed["slots"]] == list(book.vocabulary.slots)
    assert "What are you training for" in said(capsys, "values")


def test_values_lists_only_the_names_that_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """With or without a folder before them; a hyphen is an underscore; groups without a name are left out."""
    book = Rulebook.load(RAIN)
    for name in (*book.vocabulary.attributes, *book.vocabulary.slots):
        listed = json.loads(said(capsys, "values", str(RAIN), name, "--json"))
        assert [it["name"] for it in (*listed["facts"], *listed["slots"])] == [name]
    listed = json.loads(said(capsys, "values", "back-pain", "verdict", "--json"))
    assert ([it["name"] for it in listed["facts"]], [it["name"] for it in listed["slots"]]) == (
        ["back_pain"],
        ["verdict"],
    )
    out = said(capsys, "values", "experience")
    assert "How experienced" in out
    assert "training for" not in out
    assert "What is concluded" not in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["experiance"],
            "`experiance` is neither a folder nor a name in the default rulebook: did you mean `experience`?",
        ),
        (["goal", "verdikt"], "no fact or conclusion `verdikt`: did you mean `verdict`?"),
        ([str(RAIN), "goal"], "no fact or conclusion `goal`: "),
    ],
)
def test_values_says_which_names_there_are(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is not there is an error with the likely one."""
    assert main(["values", *words]) == 2
    assert message in capsys.readouterr().err


def test_a_profile_with_a_key_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The key is named, at any depth; neither value is taken."""
    file = tmp_path / "me.json"
    file.write_text('{"goal": "general", "more": {"knee": 1, "knee": 2}}')
    assert main(["recommend", "hip thrust", "--profile", str(file)]) == 2
    assert "` has `knee` more than once: keep one of them" in capsys.readouterr().err


def test_elements_of_a_set_are_taken_as_the_vocabulary_has_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Blanks and commas that belong to an element stay; blanks around any other do not count."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.toppings]\ntype = "set"\nvalues = [" salt", "salt", "oil, hot"]\n[slot.price]\ntype = "integer"\n'
    )
    rule = '[[rule]]\nid = "{}"\nwhen.toppings = "{}"\nthen.price = 1\n'
    rules = [rule.format(name, value) for name, value in (("blank", " salt"), ("plain", "salt"), ("comma", "oil, hot"))]
    (tmp_path / "price.toml").write_text('topic = "price"\n' + "".join(rules))
    for given, stands in ((" salt", "blank"), ("salt", "plain"), ("salt ", "plain"), ("oil, hot", "comma")):
        assert json.loads(said(capsys, "decide", str(tmp_path), "--toppings", given, "--json"))["standing"] == [stands]


def test_page_takes_a_decision_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--rows` and `--columns`; one of the two alone is an error."""
    path = tmp_path / "page.html"
    asked = ["page", str(RAIN), "--output", str(path)]
    said(capsys, *asked, "--rows", "sky", "--columns", "indoors")
    assert "<summary>take: sky × indoors</summary>" in path.read_text("utf-8")
    said(capsys, *asked, "--title", "Umbrella?")
    assert "<title>Umbrella?</title>" in path.read_text("utf-8")
    for alone in (["--rows", "sky"], ["--columns", "sky"], ["--slot", "take"]):
        assert main([*asked, *alone]) == 2
        assert "a decision map needs `--rows` and `--columns`" in capsys.readouterr().err


POST = """
[attribute.insured]
type = "boolean"
[attribute.grams]
type = "number"
[attribute.stamps]
type = "integer"
[attribute.holds]
type = "set"
values = ["glass", "book"]
[slot.fragile]
type = "boolean"
[slot.price]
type = "number"
[slot.label]
values = ["red", "none"]
"""
PRICES = """
topic = "post"
[[rule]]
id = "heavy"
when = { insured = false, grams.at_least = 2, stamps = 3, holds.not = "glass" }
then = { fragile = false, price = 2.5, label = "none" }
[[rule]]
id = "light"
when.grams.below = 2
then = { fragile = true, price = 1 }
"""
SPELT = {
    "insured": ["no", "NO", "false", "False"],
    "grams": ["2", "2.0", "+2", "0.2e1"],
    "stamps": ["3", "3.0", "+3", "03"],
    "holds": ["none", "None", "unknown", "book"],
}


@pytest.fixture
def post(tmp_path: Path) -> str:
    """A folder with slots and facts of every type."""
    (tmp_path / "vocabulary.toml").write_text(POST, "utf-8")
    (tmp_path / "post.toml").write_text(PRICES, "utf-8")
    return str(tmp_path)


@pytest.mark.parametrize("spelling", range(4))
def test_a_fact_is_spelt_alike_wherever_it_is_typed(
    post: str, spelling: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an option, as a change, and as an answer."""
    typed = {name: words[spelling] for name, words in SPELT.items()}
    options = [word for name, value in typed.items() for word in (f"--{name}", value)]
    assert json.loads(said(capsys, "decide", post, *options, "--json"))["standing"] == ["heavy"]
    changes = [word for name, value in typed.items() for word in ("--what-if", f"{name}={value}")]
    assert json.loads(said(capsys, "explain", post, *changes, "--json"))[0]["after"]["standing"] == ["heavy"]
    for name, value in typed.items():
        others = [word for other in SPELT if other != name for word in (f"--{other}", typed[other])]
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{value}\n"))
        assert json.loads(said(capsys, "ask", post, *others, "--json"))["standing"] == ["heavy"]


@pytest.mark.parametrize("unknown", ["unknown", "UNKNOWN"])
def test_a_fact_is_unknown_wherever_that_is_typed(
    post: str, unknown: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Just as if it were left out."""
    options = [word for name in SPELT for word in (f"--{name}", unknown)]
    assert json.loads(said(capsys, "decide", post, *options, "--json"))["standing"] == []
    given = [word for name, words in SPELT.items() for word in (f"--{name}", words[0])]
    for name in ("insured", "grams", "stamps"):
        changed = json.loads(said(capsys, "explain", post, *given, "--what-if", f"{name}={unknown}", "--json"))
        assert changed[0]["after"]["standing"] == []
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{unknown}\n" * 4))
    assert json.loads(said(capsys, "ask", post, "--json"))["standing"] == []


@pytest.mark.parametrize(
    ("typed", "slot", "value"),
    [
        *((f"fragile={word}", "fragile", False) for word in SPELT["insured"]),
        *((word, "fragile", True) for word in ("yes", "true", "TRUE")),
        *((f"price={word}", "price", 2.5) for word in ("2.5", "2.50", "25e-1")),
        ("1.0", "price", 1),
        ("label=none", "label", "none"),
        ("none", "label", "none"),
        ("price=none", "price", None),
        ("price=Unknown", "price", None),
    ],
)  # fmt: skip
def test_a_conclusion_is_spelt_like_a_fact(
    post: str, typed: str, slot: str, value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """To reach it, and to ask why and why not; none is an empty slot, unless it is a value."""
    decision = Rulebook.load(post).decide({})
    assert said(capsys, "explain", post, "--reach", typed) == f"{decision.counterfactuals({slot: value})}\n"
    if value is not None:
        told = json.loads(said(capsys, "explain", post, "--why-not", typed, "--json"))
        assert [it["rule"] for it in told[0]["rules"]] == ["light" if value in (True, 1) else "heavy"]


@pytest.mark.parametrize("typed", ["label=NONE", "label=unknwon", "label=2", "price=x", "fragile=2.5", "grams=none"])
def test_what_is_no_spelling_of_a_conclusion_is_refused(
    post: str, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is guessed."""
    assert main(["explain", post, "--reach", typed]) == 2
    assert f"no slot is ever `{typed}`" in capsys.readouterr().err


def test_a_recommendation_takes_any_conclusion_to_reach(capsys: pytest.CaptureFixture[str]) -> None:
    """A verdict, or the value of a slot."""
    asked = [said(capsys, "explain", "hip thrust", "--reach", each) for each in ("learn_first", "verdict=learn_first")]
    assert asked[0] == asked[1]
    assert said(capsys, "explain", "hip thrust", "--reach", "effort=none").startswith("For effort: none, ")


@pytest.mark.parametrize(
    ("subject", "problems"),
    [
        (
            [str(RAIN), "--sky", "clear"],
            ["the rulebook has no `tea`", "no slot is ever `tea`", "unknown fact `moon`", "`wind` cannot be `much`"],
        ),
        (
            ["hip", "thrust"],
            ["has no `tea`", "`verdict` is never `tea`", "unknown fact `moon`", "`goal` cannot be `much`",
             "`tempo` cannot be `much`", "`observed` cannot hold `much`"],
        ),
    ],
)  # fmt: skip
def test_all_problems_of_all_questions_are_said_at_once(
    subject: list[str], problems: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Unknown names and wrong values, whichever comes first."""
    asked = ["--why", "tea", "--reach", "tea", "--what-if", "moon=full"]
    changed = [word for name in ("wind", "goal", "tempo", "observed") for word in ("--what-if", f"{name}=much")]
    assert main(["explain", *subject, *asked, *changed]) == 2
    err = capsys.readouterr().err
    assert [problem for problem in problems if problem not in err] == []


@pytest.mark.parametrize("name", ["self", "rulebook", "changes", "rec"])
@pytest.mark.parametrize("subject", [[str(RAIN), "--sky", "clear"], ["hip", "thrust"]])
def test_an_unknown_fact_may_have_any_name(name: str, subject: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Also one that is a parameter's name in Python."""
    assert main(["explain", *subject, "--what-if", f"{name}=3"]) == 2
    assert f"unknown fact `{name}`" in capsys.readouterr().err
