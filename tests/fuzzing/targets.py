"""The fuzzing targets: entry points for untrusted input, with generated input and checks of the output.

`test_targets.py` tries a few inputs on each; `python -m tests.fuzzing` runs for a given time.
"""

from __future__ import annotations

import contextlib
import io
import json
import pickle
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import (
    Exercise,
    Interview,
    Profile,
    Recommendation,
    Rulebook,
    classify,
    find_exercise,
    interview,
    recommend,
)
from squeezelogic.cli.main import main
from squeezelogic.logic.checks import check
from squeezelogic.logic.loading.toml_writer import toml
from squeezelogic.logic.pages.all import pages
from tests.fuzzing import hostile
from tests.fuzzing.watching import answer, harmless
from tests.logic import tea

RULES = Path(__file__).parents[2] / "rules"
FAMILIES = ("thrust", "hinge", "ambiguous", "neither")


@frozen
class Target:
    """An entry point, the strategy for its input, and the call with its checks."""

    name: str
    inputs: st.SearchStrategy[Any]
    attack: Callable[[Any], None]

    def test(self, before: Callable[[], None] = lambda: None) -> Callable[[], None]:
        """A property test of the target; `before` is called for each example."""

        @given(self.inputs)
        def attack(thrown: Any) -> None:
            before()
            self.attack(hostile.real(thrown))

        return attack


TARGETS: dict[str, Target] = {}


def target(inputs: st.SearchStrategy[Any]) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Register a target by the name of its function."""

    def register(attack: Callable[[Any], None]) -> Callable[[Any], None]:
        TARGETS[attack.__name__] = Target(attack.__name__, inputs, attack)
        return attack

    return register


def looked_at(made: Any, *ways: Callable[[Any], Any]) -> None:
    """Use a value in every way that a caller may, unless it is None."""
    if made is None:
        return
    hash(made)
    assert made == made  # noqa: PLR0124 - NaN inside would show here
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own
    for way in ways:
        answer(way, made)


# ---------------------------------------------------------------- names, profiles, exercises, faults

PIECES = st.sampled_from(
    [
        "hip",
        "thrust",
        "KB",
        "swing",
        "s",
        "single-leg",
        "romanian",
        "deadlift",
        "(barbell)",
        "band",
        "/",
        "ﬁ",
        "–",
        "2",
        "²",
    ]
)
names = st.one_of(
    st.lists(PIECES | hostile.texts, max_size=8).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
)
shelves = st.tuples(st.sampled_from(["free-exercise-db", "android-health-connect"]) | names, names)


@target(names | shelves | hostile.anything)
def naming(name: Any) -> None:
    """Exercises by name."""
    assert classify(name) in FAMILIES
    match = answer(find_exercise, name)
    assert (match is not None) == (classify(name) in ("thrust", "hinge"))
    looked_at(match, str)


def fields(cls: Any) -> st.SearchStrategy[dict[Any, Any]]:
    """Mappings that look like the fields of a class."""
    own = st.sampled_from([attribute.name for attribute in cls.__attrs_attrs__])
    return st.dictionaries(own | hostile.texts, hostile.anything, max_size=5)


profiles = fields(Profile) | hostile.anything
exercises = fields(Exercise) | st.fixed_dictionaries(
    {"movement": st.just("swing")}, optional={"load": hostile.anything}
)


def views(rec: Recommendation) -> Iterator[str]:
    """A recommendation in words and drawings."""
    yield rec.explain("full")
    yield from (text for kind, text in rec._repr_mimebundle_().items() if kind != "text/html")
    yield json.dumps(rec.to_dict(), allow_nan=False)


def all_harmless(rec: Recommendation) -> None:
    """Check that no view of a recommendation contains terminal control characters."""
    for text in views(rec):
        harmless(text)


def _seen(rec: Recommendation) -> None:
    all_harmless(rec)
    assert Recommendation.from_dict(json.loads(json.dumps(rec.to_dict()))) == rec


@target(profiles)
def lifters(profile: Any) -> None:
    """Profiles: objects, mappings, words."""
    made = answer(Profile.of, profile)
    looked_at(made, repr)
    looked_at(answer(recommend, profile, "hip thrust"), _seen)


@target(exercises | hostile.anything)
def lifts(exercise: Any) -> None:
    """Exercises: objects, mappings, names, pairs."""
    looked_at(answer(recommend, "beginner", exercise), _seen)


@target(hostile.anything)
def faults(observed: Any) -> None:
    """Observed faults."""
    looked_at(answer(recommend, "beginner", "hip thrust", observed=observed), _seen)


@target(
    st.dictionaries(st.sampled_from([*Rulebook.default().vocabulary.attributes]) | hostile.texts, hostile.anything)
    | hostile.anything
)
def facts(known: Any) -> None:
    """Facts for a rulebook."""
    answer(Rulebook.default().decide, known)


REC = recommend(Profile(experience="beginner", more={"knees": 3}), "hip thrust", observed=["flared_ribs"])
WAYS: dict[str, Callable[[Any], Any]] = {
    "why": REC.why,
    "why_not": REC.why_not,
    "what_if": lambda it: REC.what_if(load=it),
    "what_if_named": lambda it: REC.what_if(**(it if isinstance(it, dict) and all(type(k) is str for k in it) else {})),
    "counterfactuals": REC.counterfactuals,
    "counterfactuals_of": lambda it: REC.counterfactuals({"verdict": it}),
    "change": lambda it: REC.counterfactuals("squeeze", it),
    "questions": REC.questions,
    "settled": lambda it: REC.questions(None, it),
    "drawing": REC.drawing,
    "explain": REC.explain,
    "rulebook": lambda it: recommend("beginner", "hip thrust", rulebook=it),
    "load": Rulebook.load,
    "extended": Rulebook.default().extended,
    "interview": lambda it: interview("hip thrust", about=it),
    "answer": lambda it: interview("hip thrust").answer(it),
}


@target(st.tuples(st.sampled_from(sorted(WAYS)), hostile.anything))
def asking(question: Any) -> None:
    """Questions about a recommendation, and answers in an interview."""
    way, what = question
    answer(lambda: str(WAYS[way](what)))


# ---------------------------------------------------------------- JSON

json_values = st.recursive(
    st.none() | hostile.texts | hostile.numbers,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(hostile.texts, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def changed(draw: st.DrawFn, data: Any, values: st.SearchStrategy[Any] = json_values) -> Any:
    """Data with a few values replaced, dropped, duplicated or added."""
    made = json.loads(json.dumps(data)) if isinstance(data, dict) and values is json_values else _copied(data)
    for _ in range(draw(st.integers(1, 3))):
        _change(draw, made, values)
    return made


def _copied(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(item) for item in data] if isinstance(data, list) else data


def _change(draw: st.DrawFn, data: Any, values: st.SearchStrategy[Any]) -> None:
    """One change at one place, more often at a deep one."""
    while isinstance(data, (dict, list)) and data:
        keys = list(data) if isinstance(data, dict) else list(range(len(data)))
        key = draw(st.sampled_from(keys))
        inner = data[key]
        if isinstance(inner, (dict, list)) and inner and draw(st.integers(0, 3)):
            data = inner
            continue
        match draw(st.sampled_from(["replace", "drop", "add", "double"])):
            case "replace":
                data[key] = draw(values)
            case "drop":
                del data[key]
            case "add" if isinstance(data, dict):
                data[draw(hostile.texts)] = draw(values)
            case "double" if isinstance(data, list):
                data.append(inner)
        return


@target(changed(REC.to_dict()) | json_values)
def recommendations(data: Any) -> None:
    """Recommendations as JSON."""
    made = answer(Recommendation.from_dict, data)
    looked_at(made, all_harmless)
    if made is not None:
        assert Recommendation.from_dict(json.loads(json.dumps(made.to_dict(), allow_nan=False))) == made
        for way in (
            lambda r: r.why_not(),
            lambda r: r.questions(),
            lambda r: r.counterfactuals(),
            lambda r: r.what_if(load="heavy"),
        ):
            answer(lambda ask=way: str(ask(made)))


TALK = interview("hip thrust").answer(None)


@target(changed(TALK.to_dict()) | json_values)
def interviews(data: Any) -> None:
    """Interviews as JSON."""
    made = answer(Interview.from_dict, data)
    if made is not None:
        answer(lambda: str(made.questions))
        answer(lambda: str(made.recommendation))


def _is_json(data: Any) -> bool:
    try:
        json.dumps(data)
    except Exception:  # noqa: BLE001 - hostile values may raise anything
        return False
    return True


json_texts = st.one_of(
    json_values.map(json.dumps).map(str.encode),
    fields(Profile).filter(_is_json).map(json.dumps).map(str.encode),
    st.binary(max_size=60),
    st.sampled_from(
        [b"[" * 100_000, b"{" + b'"a":{' * 50_000, b"1" * 5_000, b"\xff\xfe", b'{"more": {"x": 1e999}}', b"NaN"]
    ),
)


@target(json_texts)
def profile_files(content: Any) -> None:
    """Profiles in files, on the command line."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "me.json")
        file.write_bytes(content)
        commanded(["recommend", "hip thrust", "--full", "--profile", str(file)])


# ---------------------------------------------------------------- rulebooks

TEA = {
    "vocabulary.toml": tea.VOCABULARY,
    "advice.toml": tea.ADVICE,
    "sources.toml": tea.SOURCES,
    "brew.toml": tea.BREW,
}
FRAGMENTS = [
    *(
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        ".",
        ",",
        '"',
        '"""',
        "'''",
        "#",
        "\n",
        "\r",
        "\0",
        "\ufeff",
        "\\u001b",
        "\\U0010ffff",
    ),
    *(
        "[[rule]]\n",
        'id = "x"\n',
        "when",
        "then",
        "overrides",
        "not",
        "all",
        "any",
        "unknown",
        "true",
        "inf",
        "nan",
        "-0.0",
    ),
    *(
        "0x" + "f" * 4_000,
        "9" * 30,
        "1979-05-27T07:32:00Z",
        "a." * 30,
        "[" * 300 + "]" * 300,
        '"\x1b"',
        "values = []\n",
    ),
]


@st.composite
def broken_texts(draw: st.DrawFn) -> dict[str, str]:
    """A rulebook's files with text removed, inserted or duplicated, as after a failed edit or merge."""
    files = dict(TEA)
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(files)))
        text = files[name]
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 5, 40])))
        put = draw(st.sampled_from(FRAGMENTS) | st.just(text[start:end] * 2) | hostile.texts)
        files[name] = text[:start] + put + text[end:]
    return files


toml_values = st.recursive(
    hostile.texts
    | hostile.numbers
    | st.sampled_from(["green", "brew", "water", "leaf", "L-1", "no-milk", "green-warm"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["not", "all", "at_least", "leaf", "water"]) | hostile.texts, inner, max_size=2
        )
    ),
    max_leaves=4,
)


@st.composite
def broken_data(draw: st.DrawFn, sources: Mapping[str, str] = TEA) -> dict[str, str]:
    """A rulebook's files, well-formed, with a few values replaced."""
    files = dict(sources)
    name = draw(st.sampled_from(sorted(files)))
    data = draw(changed(_parsed(files[name]), toml_values))
    return {**files, name: _toml(data)}


@cache
def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def _toml(data: dict[str, Any]) -> str:
    text = toml({str(key): _writable(value) for key, value in data.items()})
    return re.sub("[\ud800-\udfff]", "?", text)


def _writable(value: Any) -> Any:
    """The data in a form that TOML can express: it has no null, and limits numbers."""
    if isinstance(value, dict):
        return {key: _writable(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_writable(item) for item in value if item is not None]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**30:
        return 10**30
    return value


@contextlib.contextmanager
def folder_of(files: Mapping[str, str]) -> Iterator[Path]:
    """A temporary folder with these files."""
    with tempfile.TemporaryDirectory() as made:
        for name, text in files.items():
            Path(made, name).write_bytes(text.encode("utf-8", "surrogatepass"))
        yield Path(made)


def _used(book: Rulebook) -> None:
    hash(book)
    for known in ({}, {"leaf": "green", "guests": True}, {"leaf": "black", "minutes": 3, "extras": ["milk"]}):
        answer(book.decide, known)
    for finding in check(book):
        harmless(str(finding))
    for page in pages(book):
        harmless(page.text)
    harmless(repr(book))
    harmless(book._repr_mimebundle_()["text/plain"])


@target(broken_texts() | broken_data())
def rulebooks(files: Any) -> None:
    """Folders of TOML files."""
    with folder_of(files) as folder:
        book = answer(Rulebook.load, folder)
        if book is not None:
            answer(_used, book)


OWN = {path.name: path.read_text("utf-8") for path in RULES.glob("*.toml")}
ON_TOP = {
    name: OWN[name] for name in ("vocabulary.toml", "squeeze.toml", "thrust.toml", "squeeze.cases.toml", "laws.toml")
}


@target(broken_data(ON_TOP))
def extensions(files: Any) -> None:
    """Folders of TOML files on top of the rulebook that ships."""
    with folder_of(files) as folder:
        book = answer(Rulebook.default().extended, folder)
        if book is not None:
            rec = answer(recommend, "beginner", "hip thrust", rulebook=book)
            if rec is not None:
                harmless(str(answer(rec.explain, "full", rulebook=book)))


# ---------------------------------------------------------------- the command line


@cache
def tea_folder() -> str:
    """A small rulebook in a folder that is removed at exit."""
    made = tempfile.mkdtemp()
    return str(tea.write(Path(made)))


OPTIONS = [
    *(
        "--json",
        "--full",
        "--sarif",
        "--markdown",
        "--on-top",
        "--alone",
        "--version",
        "--help",
        "--",
        "-",
        "-h",
        "--no-rehab",
    ),
    *(
        "--experience",
        "--goal",
        "--back-pain",
        "--red-flags",
        "--observed",
        "--load",
        "--movement",
        "--family",
        "--rehab",
    ),
    *("--rulebook", "--profile", "--topic", "--format", "--about", "--why", "--why-not", "--reach", "--change"),
    *(
        "--experience=advanced",
        "--format=csv",
        "--format=markdown",
        "--topic=brew",
        "--about=everything",
        "--observed=,",
        "--ex",
    ),
]
HARMLESS_COMMANDS = ["recommend", "explain", "ask", "check", "diff", "table", "classify", "vectors"]


@st.composite
def command_lines(draw: st.DrawFn) -> tuple[list[str], str]:
    """Arguments, and standard input."""
    words = st.sampled_from(
        [*hostile.WORDS, "hip thrust", "swing", "brew", "default", tea_folder(), tea_folder(), ".", "/dev/null"]
    )
    command = draw(st.sampled_from(HARMLESS_COMMANDS) | hostile.texts)
    rest = draw(
        st.lists(st.sampled_from(OPTIONS) | words | hostile.texts.filter(lambda text: len(text) < 400), max_size=5)
    )
    if command in ("check", "diff", "table", "vectors") and draw(st.booleans()):
        rest = [tea_folder(), *rest]
    typed = draw(st.lists(hostile.texts | st.sampled_from(["1", "?", "0", "yes", "1, 2"]), max_size=4).map("\n".join))
    return [command, *rest], typed


@target(command_lines())
def command_line(thrown: Any) -> None:
    """Arguments and standard input of the commands that only print."""
    commanded(*thrown)


def commanded(arguments: list[str], typed: str = "") -> str:
    """Run the command line in this process, and check its output and exit status."""
    out, err = io.StringIO(), io.StringIO()
    keyboard, sys.stdin = sys.stdin, io.StringIO(typed)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status: Any = main(arguments)
    except SystemExit as stop:
        status = stop.code
    finally:
        sys.stdin = keyboard
    assert status in (0, 1, 2), status
    assert status != 2 or err.getvalue()
    assert "Traceback" not in err.getvalue()
    harmless(out.getvalue())
    harmless(err.getvalue())
    return out.getvalue()
