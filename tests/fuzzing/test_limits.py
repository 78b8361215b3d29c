"""Input that is too large, too deep or infinite is rejected within little memory, in a separate process."""

# ruff: noqa: E501 - questions are lines of code in texts

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.fuzzing import confined
from tests.fuzzing.watching import LONGEST_MESSAGE, harmless

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux bounds memory and has /dev/zero"
)

ASK = (
    confined.LIMITED
    + """
import itertools, json, os, signal, sys, tempfile
from pathlib import Path
from squeezelogic import Profile, Recommendation, Rulebook, SqueezelogicError, find_exercise, recommend

HERE = Path()
WORDS = '[attribute.leaf]\\nvalues = ["green", "black"]\\n[slot.water]\\nvalues = ["warm", "hot"]\\n'
TOPIC = 'topic = "brew"\\n[[rule]]\\nid = "r"\\nthen.water = "warm"\\n'
REC = recommend("beginner", "hip thrust")

def book(words=WORDS, topic=TOPIC):
    (HERE / "vocabulary.toml").write_text(words)
    (HERE / "brew.toml").write_text(topic)
    return HERE

def rules(number, *lines):
    return TOPIC + "".join(f'[[rule]]\\nid = "r{i}"\\n' + "".join(line.format(i=i) for line in lines) for i in range(number))

def nested(levels, make):
    made = 1
    for _ in range(levels):
        made = make(made)
    return made

def data(**parts):
    return {**REC.to_dict(), **parts}

def asked(question):
    global HERE
    HERE = Path(tempfile.mkdtemp(dir=sys.argv[1]))
    signal.alarm(WATCHDOG)
    try:
        return "answered: " + repr(eval(question))[:60]
    except SqueezelogicError as error:
        return str(error)
    except BaseException as error:
        return f"crashed: {error!r}"[:500]

# Each question in a child of its own, which has imported everything already.
for name, question in json.load(sys.stdin).items():
    reading, writing = os.pipe()
    if not os.fork():
        os.close(reading)
        with open(writing, "w", encoding="utf-8", errors="backslashreplace") as pipe:
            pipe.write(asked(question))
        os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        print(json.dumps([name, pipe.read()]), flush=True)
    os.wait()
""".replace("WATCHDOG", str(confined.WATCHDOG // 4))
)

REFUSED = {
    # rulebooks
    "a file of 100 MB": ("(book() / 'a.toml').write_bytes(b'# x\\n' * 25 * 2**20), Rulebook.load(HERE)", "larger than"),
    "a string of 50 MB": ("Rulebook.load(book(topic=TOPIC + 'title = \"' + 'x' * 50 * 2**20 + '\"'))", "larger than"),
    "many large files": (
        "book(), [(HERE / f'x{i}.toml').write_bytes(b'#' * 4 * 2**20) for i in range(20)], Rulebook.load(HERE)",
        "together",
    ),
    "arrays a million deep": ("Rulebook.load(book(topic='x = ' + '[' * 10**6 + ']' * 10**6))", "nested too deeply"),
    "inline tables a million deep": (
        "Rulebook.load(book(topic='x = ' + '{a=' * 10**6 + '1' + '}' * 10**6))",
        "nested too deeply",
    ),
    "a condition 150 deep": (
        "Rulebook.load(book(topic=TOPIC + 'when.leaf = ' + '[' * 150 + ']' * 150))",
        "nested too deeply",
    ),
    "a key of two million parts": ("Rulebook.load(book(topic='.'.join('a' * 2000000) + ' = 1'))", "nested too deeply"),
    "a header of two million parts": (
        "Rulebook.load(book(topic='[' + ' . '.join('a' * 700000) + ']'))",
        "nested too deeply",
    ),
    "a quoted key of many parts": (
        "Rulebook.load(book(topic='x = {' + '.'.join(['\"a\"'] * 500000) + ' = 1}'))",
        "nested too deeply",
    ),
    "a number of 5,000 digits": ("Rulebook.load(book(topic=TOPIC + 'when.leaf = ' + '9' * 5000))", "brew.toml"),
    "a number of 5,000 hexadecimal digits": (
        "Rulebook.load(book(topic=TOPIC + 'when.leaf = 0x' + 'f' * 5000))",
        "64 bits",
    ),
    "bounds without bounds": (
        "Rulebook.load(book(WORDS + '[attribute.n]\\ntype = \"integer\"\\nat_least = 0\\nat_most = 0x' + 'f' * 5000))",
        "64 bits",
    ),
    "a conclusion of 5,000 hexadecimal digits": (
        "Rulebook.load(book(WORDS + '[slot.n]\\ntype = \"number\"\\n', TOPIC + 'then.n = 0x' + 'f' * 5000))",
        "64 bits",
    ),
    "50,000 unknown keys": (
        "Rulebook.load(book(topic=TOPIC + ''.join(f'a{i} = 1\\n' for i in range(50000))))",
        "more problems",
    ),
    "10,000 rules, all wrong": (
        "Rulebook.load(book(topic=rules(10000, 'when.lef = \"green\"\\n', 'then.water = \"worm\"\\n', 'claims = [\"x{i}\"]\\n')))",
        "more problems",
    ),
    "50,000 rules of one name": (
        "Rulebook.load(book(topic=TOPIC + '[[rule]]\\nid = \"r\"\\n' * 50000))",
        "more problems",
    ),
    "25 million alternatives": (
        "Rulebook.load(book(topic='topic = \"brew\"\\nwhen = [' + '{leaf = \"green\"},' * 5000 + ']\\n[[rule]]\\nid = \"r\"\\n'"
        "'then.water = \"warm\"\\nwhen = [' + '{leaf = \"black\"},' * 5000 + ']\\n'))",
        "alternatives",
    ),
    "3,000 files": ("book(), [(HERE / f'x{i}.toml').touch() for i in range(3000)], Rulebook.load(HERE)", "files"),
    "a device": ("(book() / 'a.toml').symlink_to('/dev/zero'), Rulebook.load(HERE)", "not a file"),
    "a pipe": ("os.mkfifo(book() / 'a.toml'), Rulebook.load(HERE)", "not a file"),
    "a folder called like a file": ("(book() / 'a.toml').mkdir(), Rulebook.load(HERE)", "cannot be read"),
    "links in a circle": ("(book() / 'a.toml').symlink_to('a.toml'), Rulebook.load(HERE)", "cannot be read"),
    "a file that fails when read": (
        "(book() / 'a.toml').symlink_to('/proc/self/mem'), Rulebook.load(HERE)",
        "cannot be read",
    ),
    "a folder that is a device": ("Rulebook.load('/dev/zero')", "cannot be read"),
    "a path of a million letters": ("Rulebook.load('a' * 10**6)", "cannot be read"),
    "a path with a NUL": ("Rulebook.load('a\\0b')", "cannot be read"),
    "a path with half a character": ("Rulebook.load('a\\ud800b')", "cannot be read"),
    # names, profiles, facts
    "a name of 10 MB": ("find_exercise('hip ' * 2500000)", "at most 200"),
    "a word of 10 MB": ("Profile.of('x' * 10**7)", "unknown profile"),
    "a value of 10 MB": ("Profile(experience='x' * 10**7)", "cannot be"),
    "a whole number of 5,000 digits": ("Profile(experience=10**5000)", "cannot be"),
    "such a number among facts of one's own": ("Profile(more={'a': 10**5000})", "64 bits"),
    "values without an end": ("Profile(red_flags=itertools.repeat('fever'))", "at most"),
    "numbers without an end": ("Profile(red_flags=itertools.count())", "at most"),
    "a million wrong values": ("Profile(red_flags=map(str, range(10**6)))", "at most"),
    "own values without an end": ("Profile(more={'a': ['x'] * 10**6})", "at most"),
    "lists a hundred thousand deep": ("Profile(experience=nested(10**5, lambda inner: [inner]))", "cannot be"),
    # JSON
    "a million wrong pieces of advice": ("Recommendation.from_dict(data(cues=[1] * 10**6))", "more problems"),
    "200,000 unknown keys of JSON": (
        "Recommendation.from_dict(data(**{f'k{i}': 1 for i in range(200000)}))",
        "at most",
    ),
    "JSON lists a hundred thousand deep": (
        "Recommendation.from_dict(data(verdict=nested(10**5, lambda inner: [inner])))",
        "must be text",
    ),
    "JSON objects a hundred thousand deep": (
        "Recommendation.from_dict(data(verdict=nested(10**5, lambda inner: {'a': inner})))",
        "must be text",
    ),
    "a number that is none": ("Recommendation.from_dict(data(hold_seconds=float('nan')))", "a number"),
    "a number beyond all numbers": ("Recommendation.from_dict(data(hold_seconds=10**400))", "a number"),
    "a question of 10 MB": ("REC.why('x' * 10**7)", "has no"),
    "names without an end": ("REC.questions(itertools.repeat('verdict'))", "at most"),
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What was said of everything, by its name; nothing where it hung or crashed."""
    questions = {**{name: question for name, (question, _) in REFUSED.items()}, **LARGE}
    folder = tmp_path_factory.mktemp("limits")
    done = confined.python(ASK, folder, given=json.dumps(questions).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    return dict(map(json.loads, done.stdout.splitlines()))


@pytest.mark.parametrize("name", REFUSED)
def test_too_much_is_refused(name: str, said: dict[str, str]) -> None:
    """It is refused in a sentence, and in less memory than it asks for."""
    assert not said[name].startswith(("answered", "crashed"))
    assert REFUSED[name][1] in said[name]
    assert len(said[name]) <= LONGEST_MESSAGE
    harmless(said[name])


LARGE = {
    "10,000 rules": "Rulebook.load(book(topic=rules(10000, 'when.leaf = \"green\"\\n', 'then.water = \"warm\"\\n'))).decide({}).slots",
    "200,000 values": "Rulebook.load(book('[attribute.leaf]\\nvalues = [' + ','.join(f'\"v{i}\"' for i in range(200000)) + ']\\n[slot.water]\\n"
    "values = [\"warm\"]\\n')).decide({'leaf': 'v1'}).slots",
    "a text of 3 MB": "Rulebook.load(book(topic=TOPIC + 'title = \"' + '\\\\u0041' * 500000 + '\"')).decide({}).slots",
}


@pytest.mark.parametrize("name", LARGE)
def test_much_is_answered(name: str, said: dict[str, str]) -> None:
    """What is large but sound is used, within the same memory."""
    assert said[name] == "answered: {'water': 'warm'}"


PROFILES = {
    "zeros": Path("/dev/zero"),
    "pipe": Path("pipe"),
    "large": Path("large.json"),
    "folder": Path(),
    "binary": Path("binary.json"),
    "deep": Path("deep.json"),
    "escapes \x1b[31m": Path("none \x1b[31m.json"),
}


@pytest.mark.parametrize("name", PROFILES)
def test_no_file_of_a_profile_hangs_the_command_line(name: str, tmp_path: Path) -> None:
    """A device, a pipe, a huge, a binary and a deep file end in a sentence and status 2."""
    if name == "pipe":
        os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large.json").write_bytes(b" " * 10**8)
    (tmp_path / "binary.json").write_bytes(bytes(range(256)))
    (tmp_path / "deep.json").write_bytes(b"[" * 10**6)
    done = confined.squeezelogic("recommend", "hip thrust", "--profile", str(tmp_path / PROFILES[name]))
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.startswith(b"squeezelogic: `")
    harmless(done.stderr.decode())
