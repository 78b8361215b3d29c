"""The web service in the documentation."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from squeezelogic import InvalidInput, Recommendation, recommend

SERVICE = Path(__file__).parents[2] / "docs" / "examples" / "app" / "service.py"


@pytest.fixture(scope="module")
def client() -> Any:
    """A client of the service, in this process."""
    pytest.importorskip("httpx2")
    from fastapi.testclient import TestClient

    spec = importlib.util.spec_from_file_location("service", SERVICE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return TestClient(module.app)


def test_the_service_answers_like_the_library(client: Any) -> None:
    """The JSON of the answer is the recommendation."""
    question = {"exercise": "KB swing", "profile": {"glute_activation": "late"}, "observed": ["leans_back"]}
    answer = client.post("/recommendations", json=question)
    assert answer.status_code == 200
    expected = recommend({"glute_activation": "late"}, "KB swing", observed=["leans_back"])
    assert Recommendation.from_dict(answer.json()) == expected


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        ({"exercise": "hip thurst"}, "did you mean `hip thrust`"),
        ({"exercise": "power clean"}, "ambiguous exercise `power clean`"),
        ({"exercise": "deadlift", "profile": {"experience": "begginer"}}, "did you mean `beginner`?"),
        ({"exercise": "deadlift", "observed": ["leans_bak"]}, "did you mean `leans_back`?"),
    ],
    ids=["slip", "ambiguous", "profile", "observed"],
)
def test_the_service_tells_what_is_wrong(client: Any, question: dict[str, Any], problem: str) -> None:
    """Bad input is a 422 whose problems are the library's own sentences."""
    answer = client.post("/recommendations", json=question)
    assert answer.status_code == 422
    assert problem in answer.json()["problems"][0]


def test_the_service_tells_all_that_is_wrong_at_once(client: Any) -> None:
    """Problems that Pydantic finds, and those of names that only the library knows."""
    question = {"exercise": "hip thurst", "profile": {"experience": "begginer"}, "observed": ["leans_bak"]}
    with pytest.raises(InvalidInput) as raised:
        recommend(question["profile"], "hip thurst", observed=["leans_bak"])  # type: ignore[arg-type]
    answer = client.post("/recommendations", json=question)
    assert answer.status_code == 422
    assert answer.json()["problems"] == list(raised.value.problems)
    assert len(raised.value.problems) == 3


@pytest.mark.parametrize("question", [[], {}, {"exercise": "swing", "profile": []}, {"exercise": "swing", "more": 1}])
def test_a_question_of_another_shape_is_refused(client: Any, question: Any) -> None:
    """With at least one problem, in the same shape; a key too many is ignored, as FastAPI does."""
    answer = client.post("/recommendations", json=question)
    if question == {"exercise": "swing", "more": 1}:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, bool(answer.json()["problems"])) == (422, True)
