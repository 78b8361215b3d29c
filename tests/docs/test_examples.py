"""The programs of the how-tos, run as the reader would run them."""

from __future__ import annotations

import ast
import asyncio
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from squeezelogic import Exercise, Recommendation, recommend

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def load(path: str) -> ModuleType:
    """An example as a module; tests of examples with a missing library are skipped before."""
    spec = importlib.util.spec_from_file_location(f"example_{Path(path).stem}", EXAMPLES / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------- Django


@pytest.fixture(scope="module")
def django_client() -> Any:
    """Django's own test client, for the view and its route."""
    pytest.importorskip("django")
    import django
    from django.conf import settings

    views = load("django/views.py")
    settings.configure(ROOT_URLCONF=views, ALLOWED_HOSTS=["testserver"], USE_TZ=True)
    django.setup()
    from django.test import Client

    return Client()


def test_the_django_view_answers_like_the_library(django_client: Any) -> None:
    """The JSON of the answer is the recommendation."""
    asked = {"exercise": "KB swing", "profile": {"glute_activation": "late"}, "observed": ["leans_back"]}
    answer = django_client.post("/recommendations", json.dumps(asked), content_type="application/json")
    assert answer.status_code == 200
    expected = recommend({"glute_activation": "late"}, "KB swing", observed=["leans_back"])
    assert Recommendation.from_dict(answer.json()) == expected


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('{"exercise": "hip thurst"}', "did you mean `hip thrust`"),
        ('{"exercise": "deadlift", "profile": {"experience": "begginer"}}', "did you mean `beginner`?"),
        ("{}", "send a JSON object with an `exercise`"),
        ("[]", "send a JSON object with an `exercise`"),
        ("no JSON", "send a JSON object with an `exercise`"),
    ],
    ids=["name", "profile", "nothing", "list", "text"],
)
def test_the_django_view_says_what_is_wrong(django_client: Any, body: str, problem: str) -> None:
    """Bad input is a 422 with the library's own sentences."""
    answer = django_client.post("/recommendations", body, content_type="application/json")
    assert answer.status_code == 422
    assert problem in answer.json()["problems"][0]


# ---------------------------------------------------------------- a chat bot


class FakeClient:
    """A chat library with messages that are already there."""

    def __init__(self, *messages: tuple[str, str]) -> None:
        self.waiting, self.sent = messages, list[tuple[str, str]]()

    def messages(self) -> Iterator[tuple[str, str]]:
        """The messages, in order."""
        yield from self.waiting

    def send(self, chat: str, text: str) -> None:
        """Keep what is sent."""
        self.sent.append((chat, text))


def test_the_bot_answers_what_is_for_it() -> None:
    """In the chat that asked, and nothing where it is not meant."""
    client = FakeClient(("gym", "good morning everybody"), ("mia", "/squeeze hip thrust, beginner, flared_ribs"))
    load("bot/bot.py").run(client)
    expected = recommend("beginner", "hip thrust", observed=["flared_ribs"]).brief()
    assert client.sent == [("mia", expected)]


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("/squeeze", "Ask me like this"),
        ("/squeeze hip thurst", "Did you mean hip thrust"),
        ("/squeeze power clean", "I cannot say for “power clean”: "),
        ("/squeeze hip thrust, begginer", "I do not know begginer"),
    ],
)
def test_the_bot_says_how_to_ask(message: str, answer: str) -> None:
    """A slip gets a hint, not silence."""
    assert answer in load("bot/bot.py").reply(message)


# ---------------------------------------------------------------- hosts as they are, and glue for each

HOSTS = EXAMPLES / "hosts"
GLUE = {"wger": "serializers.py", "tracker": "coach.py", "chat": "squeeze.py"}


@pytest.mark.parametrize("host", GLUE)
def test_the_glue_of_a_host_is_at_most_ten_lines(host: str) -> None:
    """Blank lines, imports and docstrings aside; and the host's own files know nothing of this library."""
    tree = ast.parse((HOSTS / host / GLUE[host]).read_text("utf-8"))
    docstrings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and _is_text(node.value)]
    without = [*docstrings, *(node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)))]
    left_out = {line for node in without for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    lines = (HOSTS / host / GLUE[host]).read_text("utf-8").splitlines()
    assert 0 < len([line for i, line in enumerate(lines, 1) if line.strip() and i not in left_out]) <= 10
    own = [path.read_text("utf-8") for path in (HOSTS / host).rglob("*.py") if path.name != GLUE[host]]
    assert own
    assert not any("squeezelogic" in text for text in own)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def run_host(host: str, program: str) -> Any:
    """What a program prints as JSON that is run in a host's folder, in a process of its own."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(HOSTS / host), str(EXAMPLES.parents[1])))}
    ran = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


WGER = """
import json
from django.conf import settings
memory = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
settings.configure(DATABASES={"default": memory}, INSTALLED_APPS=["exercises"], USE_TZ=True)
import django
django.setup()
from django.db import connection
from exercises import models
with connection.schema_editor() as schema:
    for model in (models.Equipment, models.Exercise, models.Translation):
        schema.create_model(model)
bar = models.Equipment.objects.create(name="SZ-Bar")
for number, name in enumerate(["Hip Thrust", "Leg Press"]):
    row = models.Exercise.objects.create(uuid=f"{number:032x}")
    row.equipment.add(bar)
    row.translations.create(name=name, language="en")
from serializers import AdvisedExercise
context = {"who": {"experience": "beginner"}}
print(json.dumps(AdvisedExercise(models.Exercise.objects.order_by("id"), many=True, context=context).data))
"""


def test_a_django_rest_serializer_over_models_like_wgers() -> None:
    """Each exercise comes with advice for its equipment, or with why there is none."""
    pytest.importorskip("rest_framework")
    thrust, press = run_host("wger", WGER)
    expected = recommend("beginner", Exercise(movement="hip_thrust", implement="barbell"))
    assert Recommendation.from_dict(thrust["advice"]).cues == expected.cues
    assert thrust["advice"]["facts"]["implement"] == "barbell"
    assert press["name"] == "Leg Press"
    assert "`Leg Press`" in press["advice"]["problems"][0]


TRACKER = """
import json
import coach, tracker
from fastapi.testclient import TestClient
client = TestClient(tracker.app)
for name in ("Hip Thrust (Barbell)", "Leg Press", "KB swing"):
    assert client.post("/sets", json={"exercise": name, "kg": 60, "reps": 8}).status_code == 201
print(json.dumps([client.get("/sets").json(), client.get("/coach", params={"level": "beginner"}).json()]))
"""


def test_a_fastapi_tracker() -> None:
    """The workout's thrusts and hinges are coached; other exercises are left alone."""
    pytest.importorskip("httpx2")
    workout, said = run_host("tracker", TRACKER)
    assert len(workout) == 3
    assert said == {name: recommend("beginner", name).brief() for name in ("Hip Thrust (Barbell)", "KB swing")}


CHAT = """
import json
import bot, squeeze
asked = "/squeeze hip thrust", "/squeeze hip thurst", "/help", "good morning"
print(json.dumps([bot.reply(text) for text in asked]))
"""


def test_a_bot_with_commands() -> None:
    """One more command: an answer, or what is wrong with the question."""
    answer, slip, usage, nothing = run_host("chat", CHAT)
    assert answer == recommend(None, "hip thrust").brief()
    assert "did you mean `hip thrust`" in slip
    assert "/squeeze" in usage
    assert nothing is None


# ---------------------------------------------------------------- a Hypothesis suite


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A copy of the suite, away from this project's settings."""
    return Path(shutil.copytree(EXAMPLES / "properties", tmp_path / "app"))


def run_suite(suite: Path) -> subprocess.CompletedProcess[str]:
    """Run pytest on it as its author would."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    env = {**os.environ, "PYTHONPATH": str(EXAMPLES.parents[1])}
    env.pop("PYTEST_ADDOPTS", None)
    return subprocess.run(command, cwd=suite, env=env, capture_output=True, text=True, check=False)


@pytest.mark.thorough
def test_the_hypothesis_suite_passes(suite: Path) -> None:
    """As it stands in the documentation."""
    ran = run_suite(suite)
    assert ran.returncode == 0, ran.stdout
    assert "4 passed" in ran.stdout


@pytest.mark.thorough
def test_the_hypothesis_suite_finds_a_bug(suite: Path) -> None:
    """A planner that forgets pain is found out."""
    planner = suite / "planner.py"
    planner.write_text(planner.read_text("utf-8").replace('("refer", "reassess")', '("refer",)'), "utf-8")
    ran = run_suite(suite)
    assert ran.returncode == 1
    assert "test_no_time_is_planned_for_a_sore_back" in ran.stdout
    assert "1 failed" in ran.stdout


# ---------------------------------------------------------------- a shell script


def run_plan(profile: str, exercises: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script with this interpreter's `squeezelogic`; skip where a program it needs is missing."""
    for program in ("bash", "jq"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program}: the shell script is not run")
    command = folder / "squeezelogic"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m squeezelogic "$@"\n')
    command.chmod(0o755)
    (folder / "profile.json").write_text(profile)
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(EXAMPLES.parents[1])}
    return subprocess.run(
        ["bash", str(EXAMPLES / "shell/plan.sh"), str(folder / "profile.json")],
        input=exercises,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_shell_script_prints_a_row_an_exercise(tmp_path: Path) -> None:
    """Name, verdict and first cue, between tabs."""
    ran = run_plan('{"experience": "beginner"}', "hip thrust\nRomanian Deadlift (Barbell)\n", tmp_path)
    assert ran.returncode == 0, ran.stderr
    rows = [line.split("\t") for line in ran.stdout.splitlines()]
    expected = [recommend("beginner", name) for name in ("hip thrust", "Romanian Deadlift (Barbell)")]
    assert [row[1:] for row in rows] == [[rec.verdict, rec.cues[0].text if rec.cues else "-"] for rec in expected]


def test_the_shell_script_says_what_it_cannot_answer(tmp_path: Path) -> None:
    """With a question mark and the reason, and in its exit status; the other rows are there."""
    ran = run_plan("{}", "hip thurst\nhip thrust\n", tmp_path)
    assert ran.returncode == 1
    first, second = (line.split("\t") for line in ran.stdout.splitlines())
    assert first[1] == "?"
    assert "did you mean `hip thrust`" in first[2]
    assert second[:2] == ["hip thrust", "squeeze"]


# ---------------------------------------------------------------- a notebook


def test_the_notebook_runs() -> None:
    """Its cells run from top to bottom; they hold no outputs, since the documentation is built by running them."""
    cells = json.loads((EXAMPLES / "notebook/roster.ipynb").read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] for cell in cells if cell["cell_type"] == "code")
    scope: dict[str, Any] = {}
    exec("\n".join(code), scope)  # noqa: S102 - our own cells
    assert scope["rec"].verdict == "learn_first"


# ---------------------------------------------------------------- an MCP server


@pytest.fixture(scope="module")
def mcp_server() -> Any:
    """The server of the example."""
    pytest.importorskip("mcp")
    return load("mcp/server.py").server


def call(server: Any, tool: str, **arguments: Any) -> Any:
    """What a client gets from a tool, over the protocol and in this process."""
    from mcp.shared.memory import create_connected_server_and_client_session

    async def ask() -> Any:
        async with create_connected_server_and_client_session(server._mcp_server) as session:
            return await session.call_tool(tool, arguments)

    return asyncio.run(ask())


def test_the_mcp_server_answers_like_the_library(mcp_server: Any) -> None:
    """With the recommendation, and what to say aloud."""
    answer = call(mcp_server, "recommend_squeeze", exercise="hip thrust", profile={"experience": "beginner"})
    data = json.loads(answer.content[0].text)
    expected = recommend("beginner", "hip thrust")
    assert data.pop("say") == expected.brief()
    assert data == expected.to_dict()


def test_the_mcp_server_says_what_is_wrong(mcp_server: Any) -> None:
    """As data that an assistant can act on."""
    answer = call(mcp_server, "recommend_squeeze", exercise="hip thurst")
    assert "did you mean `hip thrust`" in json.loads(answer.content[0].text)["problems"][0]


def test_the_mcp_server_names_its_tools_and_asks_on(mcp_server: Any) -> None:
    """Each tool has a description; questions come from the rulebook."""
    tools = asyncio.run(mcp_server.list_tools())
    assert {tool.name for tool in tools} == {"recommend_squeeze", "ask_next", "classify_exercise"}
    assert all(tool.description for tool in tools)
    asked = call(mcp_server, "ask_next", exercise="hip thrust", profile={"experience": "advanced"})
    questions = recommend("advanced", "hip thrust").questions()
    assert [part.text for part in asked.content] == [question.ask for question in questions]
    assert call(mcp_server, "classify_exercise", name="KB swing").content[0].text == "hinge"
