"""What contributors are given: forms, workflows and hooks are sound and name what there is."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from normalizer.cli import group
from normalizer.entity import KINDS, TYPES

ROOT = Path(__file__).parents[1]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TOLD = [
    ROOT / "CONTRIBUTING.md",
    ROOT / ".pre-commit-config.yaml",
    ROOT / ".pre-commit-hooks.yaml",
    ROOT / "docs" / "catalogue.md",
    ROOT / "gazetteer" / "README.md",
    *(ROOT / ".github").rglob("*.*"),
]
COMMAND = re.compile(r"(?:^|[`$/ ]|-m )normalizer ((?:gazetteer )[^`\n|>]+)", re.MULTILINE)


def _commands() -> Iterator[tuple[str, str]]:
    for path in TOLD:
        for found in COMMAND.finditer(path.read_text(encoding="utf-8").replace("\\\n", " ")):
            yield path.name, found[1].strip()


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize(("file", "words"), list(_commands()))
def test_commands_told_to_contributors_exist(file: str, words: str) -> None:
    command: click.Command = group
    context = click.Context(group)
    given = shlex.split(words, comments=True)
    while isinstance(command, click.Group) and given[:1] != ["…"]:
        name = given.pop(0)
        found = command.get_command(context, name)
        assert found is not None, f"{file}: there is no command {name!r} ({words})"
        command = found
    known = {option for parameter in command.params for option in parameter.opts}
    for word in given:
        if word.startswith("-"):
            assert word in known, f"{file}: {words}"


def test_there_are_commands_to_check() -> None:
    assert {"CONTRIBUTING.md", "gazetteer.yml"} <= {file for file, _ in _commands()}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_issue_forms_offer_what_the_gazetteer_knows(path: Path) -> None:
    fields = {field.get("id"): field for field in _yaml(path)["body"]}
    for id_, options in (("type", TYPES), ("kind", KINDS)):
        if id_ in fields:
            assert fields[id_]["attributes"]["options"] == list(options)
    assert all(field["attributes"].get("label") for id_, field in fields.items() if id_)


def test_there_is_a_form_for_each_wish() -> None:
    assert [path.stem for path in FORMS] == ["missing-name", "new-entity", "wrong-match"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_never_run_a_contributors_code_with_the_right_to_write(path: Path) -> None:
    workflow = _yaml(path)
    assert "pull_request_target" not in workflow["on"]
    assert "permissions" in workflow
    granted = [
        workflow["permissions"],
        *(j.get("permissions", {}) for j in workflow["jobs"].values()),
    ]
    may_write = any("write" in it.values() for it in granted)
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    runs_code = any(
        "run" in it or it.get("uses", "").startswith("actions/checkout") for it in steps
    )
    assert not (may_write and runs_code)
    # What a contributor chose, such as a branch's name, comes in by a variable, never as code.
    assert not [
        it for it in steps if "${{" in it.get("run", "") + it.get("with", {}).get("script", "")
    ]


def test_owners_are_named_for_what_exists() -> None:
    lines = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("/"):
            pattern, *owners = line.split()
            assert (ROOT / pattern.strip("/")).exists(), line
            assert owners, line


def test_editors_are_told_the_schema_in_each_entry() -> None:
    for path in (ROOT / "gazetteer").rglob("*/*.yaml"):
        with path.open(encoding="utf-8") as file:
            mark, _, schema = file.readline().rstrip("\n").partition("$schema=")
        assert mark == "# yaml-language-server: ", path
        assert (path.parent / schema).resolve() == ROOT / "gazetteer" / "schema.json", path
    assert json.loads((ROOT / "gazetteer" / "schema.json").read_text(encoding="utf-8"))
