"""The pytest plug-in, in projects of its own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from squeezelogic import Rulebook

ROOT = Path(__file__).parents[2]
RAIN, BROKEN = ROOT / "docs" / "examples" / "rain", ROOT / "tests" / "broken"
PLUGIN = ("-p", "squeezelogic", "-p", "no:hypothesispytest", "-q")  # by its entry point

pytest_plugins = ["pytester"]


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with the rulebook about rain, one that is broken, and a test of its own."""
    shutil.copytree(RAIN, pytester.path / "rain")
    shutil.copytree(BROKEN / "case", pytester.path / "case")
    shutil.copytree(BROKEN / "law", pytester.path / "law")
    pytester.makepyfile(test_own="def test_own(): pass")
    return pytester


def names(project: pytest.Pytester, *arguments: str) -> list[str]:
    """The names of the tests that are collected."""
    result = project.runpytest_inprocess(*PLUGIN, "--collect-only", *arguments)
    return [line for line in result.outlines if "::" in line]


def settings(project: pytest.Pytester, text: str) -> None:
    """Write the project's settings."""
    project.makeini(f"[pytest]\n{text}\n")


def test_each_case_and_each_law_is_a_test(project: pytest.Pytester) -> None:
    """By its own name, beside the tests of the project; each topic has one more."""
    settings(project, "rulebooks = rain")
    assert names(project) == [
        "rain/cover.cases.toml::case: Rain and free hands: an umbrella",
        "rain/cover.cases.toml::case: A pram takes both hands, so the raincoat comes along",
        "rain/cover.toml::checks",
        "rain/laws.toml::law: no-umbrella-in-a-storm",
        "rain/laws.toml::law: better-weather-never-adds-luggage",
        "rain/reminding.toml::checks",
        "rain/vocabulary.toml::checks",
        "test_own.py::test_own",
    ]
    project.runpytest_inprocess(*PLUGIN).assert_outcomes(passed=8)
    project.runpytest_inprocess(*PLUGIN, "-k", "storm").assert_outcomes(passed=1, deselected=7)


def test_what_is_broken_fails_with_what_check_says(project: pytest.Pytester) -> None:
    """Each case and each law by itself."""
    result = project.runpytest_inprocess(*PLUGIN, "--rulebook", "case", "--rulebook", "law", "test_own.py")
    result.assert_outcomes(passed=7, failed=5)
    result.stdout.fnmatch_lines(["*error: law: law `nothing-drowns`*fails in 1 of 12 situations*"])
    assert "Traceback" not in result.stdout.str()


def test_each_of_several_findings_has_a_line(project: pytest.Pytester) -> None:
    """As `check` says them; files with texts, sources and waivers have no test of their own."""
    shutil.copytree(BROKEN / "translation", project.path / "translation")
    for name in ("sources.toml", "waivers.toml"):
        (project.path / "translation" / name).write_text("# none yet\n")
    findings = [str(finding) for finding in Rulebook.load(project.path / "translation").check()]
    assert len(findings) > 2
    settings(project, "rulebooks = translation")
    result = project.runpytest_inprocess(*PLUGIN, "translation")
    told = dict.fromkeys(line for line in result.outlines if line in findings)  # on CI, pytest's summary repeats them
    assert list(told) == findings
    collected = names(project, "translation")
    assert {name.partition("::")[0] for name in collected} == {
        f"translation/{name}" for name in ("advice.toml", "vocabulary.toml", "water.toml")
    }


def test_only_what_is_asked_for_is_tested(project: pytest.Pytester) -> None:
    """A path on the command line stands for itself; an option adds its folder."""
    settings(project, "rulebooks =\n    rain\n    law")
    assert names(project, "test_own.py") == ["test_own.py::test_own"]
    assert {name.partition("/")[0] for name in names(project, "law")} == {"law"}
    assert {name.partition("/")[0] for name in names(project, "--rulebook", "case", "law")} == {"law", "case"}


def test_additions_are_tested_on_top_of_the_default_rulebook(project: pytest.Pytester) -> None:
    """With a case of their own about it."""
    folder = project.mkdir("mine")
    (folder / "squeeze.cases.toml").write_text(
        '[[case]]\nwhy = "Beginners learn first."\nfacts = { experience = "beginner", family = "thrust" }\n'
        'expect.verdict = "learn_first"\n'
    )
    settings(project, "rulebooks_on_top = mine")
    result = project.runpytest_inprocess(*PLUGIN, "-vv")
    result.stdout.fnmatch_lines(["mine/squeeze.cases.toml::case: Beginners learn first PASSED*"])
    result.assert_outcomes(passed=2)


def test_a_rulebook_that_cannot_be_read_is_an_error(project: pytest.Pytester) -> None:
    """With every problem, and no traceback."""
    path = project.path / "rain" / "cover.toml"
    path.write_text(path.read_text("utf-8").replace("when.wind", "when.wnd"))
    result = project.runpytest_inprocess(*PLUGIN, "--rulebook", "rain")
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*unknown attribute `wnd`*did you mean `wind`?*"])
    assert "Traceback" not in result.stdout.str()


def test_a_folder_that_is_not_there_is_said(project: pytest.Pytester) -> None:
    """Before anything is collected."""
    result = project.runpytest_inprocess(*PLUGIN, "--rulebook", "nowhere")
    result.stderr.fnmatch_lines(["*there is no folder with a rulebook at *nowhere*"])


def test_options_name_several_folders(project: pytest.Pytester) -> None:
    """Of either kind; each that is not there is named."""
    for name in ("one", "two"):
        (project.mkdir(name) / "laws.toml").write_text(
            f'[[law]]\nid = "{name}"\nsays = "So."\nwhen.family = "hinge"\nthen.effort = {{ not = "deliberate" }}\n'
        )
    asked = ("--rulebook", "case", "--rulebook", "law", "--rulebook-on-top", "one", "--rulebook-on-top", "two")
    assert {name.partition("/")[0] for name in names(project, *asked, "test_own.py") if "/" in name} == {
        "case", "law", "one", "two"
    }  # fmt: skip
    missing = project.runpytest_inprocess(
        *PLUGIN, "--rulebook", "here", "--rulebook", "there", "--rulebook-on-top", "far"
    )
    missing.stderr.fnmatch_lines(["*there is no folder with a rulebook at *here, *there"])
    missing = project.runpytest_inprocess(*PLUGIN, "--rulebook-on-top", "far", "--rulebook-on-top", "near")
    missing.stderr.fnmatch_lines(["*there is no folder with a rulebook at *far, *near"])


def test_without_a_rulebook_nothing_is_collected_or_imported(project: pytest.Pytester) -> None:
    """The plug-in costs those nothing who do not ask for it."""
    assert names(project) == ["test_own.py::test_own"]
    project.makepyfile(test_own="import sys\ndef test_own(): assert 'squeezelogic.logic.checks' not in sys.modules\n")
    project.runpytest_subprocess(*PLUGIN).assert_outcomes(passed=1)


def test_settings_are_about_the_root_wherever_pytest_is_started(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a folder beneath it the same rulebooks are found; a folder on the command line is one seen from there."""
    settings(project, "rulebooks = rain")
    beneath = project.mkdir("beneath")
    monkeypatch.chdir(beneath)
    assert [name for name in names(project) if "rain/cover.toml::checks" in name]
    assert [name for name in names(project, "--rulebook", "../case") if "case/water.cases.toml::case" in name]


def test_a_test_stands_at_the_line_of_its_case_or_law(project: pytest.Pytester) -> None:
    """Lines are counted from 0, as pytest does."""
    settings(project, "rulebooks = rain\njunit_family = xunit1")
    project.runpytest_inprocess(*PLUGIN, "--junitxml=out.xml", "-k", "case or law")
    text = (project.path / "out.xml").read_text("utf-8")
    found = re.findall(r'name="(case|law): [^"]*" file="rain/([^"]*)" line="(\d+)"', text)
    assert len(found) == 4
    for kind, file, line in found:
        lines = (RAIN / file).read_text("utf-8").splitlines()
        assert lines[int(line)].strip() == f"[[{kind}]]"
