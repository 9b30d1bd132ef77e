"""Lint as a whole: the rules that ask the resolver or git, exceptions, and the command."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from normalizer import load
from normalizer.cli.gazetteer.lint import lint as command
from normalizer.errors import UsageError
from normalizer.gazetteer.findings import Finding
from normalizer.linting import run
from normalizer.linting.run import Asked, lay_out, lint

BASE = Path(__file__).parents[1] / "cases" / "gazetteer_faults" / "base"
LEAGUE = "organizations/green-league.yaml"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "gazetteer"))


@pytest.fixture
def repository(base: Path) -> Path:
    _git(base.parent, "init", "--quiet")
    _commit(base)
    return base


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", folder, *arguments], check=True)


def _commit(folder: Path) -> None:
    _git(folder, "add", "--all")
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    _git(folder, *who, "commit", "--quiet", "--message", "State")


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def _lint(folder: Path, **asked: object) -> list[Finding]:
    return lint(str(folder), Asked(**asked), lambda: load(folder).index)  # type: ignore[arg-type]


def _rules(findings: list[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def test_base_has_no_fault(base: Path) -> None:
    assert _lint(base, deep=True) == []


def test_a_planted_collision_is_caught(base: Path) -> None:
    _change(
        base / LEAGUE,
        "text: Yeşil Birlik\n    language: tr",
        "text: Ada Eksample\n    language: en",
    )
    found, other = _lint(base)
    assert (found.rule, Path(found.path).name, found.line) == ("collision", "green-league.yaml", 5)
    assert '"Ada Example"' in found.message
    assert "ada-example.yaml:3" in found.message
    assert (other.rule, Path(other.path).name, other.line) == ("collision", "ada-example.yaml", 3)


def test_a_collision_with_a_relation_between_the_two_is_declared(base: Path) -> None:
    _change(
        base / LEAGUE,
        "text: Yeşil Birlik\n    language: tr",
        "text: Ada Eksample\n    language: en",
    )
    _change(
        base / LEAGUE,
        "relations:\n",
        "relations:\n  - type: different_from\n    target: ada-example\n",
    )
    assert _lint(base) == []


def test_a_name_that_takes_another_examples_mention_is_caught(base: Path) -> None:
    _change(
        base / LEAGUE, "text: Yeşil Birlik\n    language: tr", "text: In Oldtown\n    language: en"
    )
    (found,) = _lint(base)
    assert (found.rule, Path(found.path).name) == ("example", "oldtown.yaml")
    assert "“in Oldtown” is found as a name of green-league" in found.message


def test_a_name_that_is_reached_is_told_in_depth_only(base: Path) -> None:
    _change(
        base / LEAGUE,
        "    language: tr\n",
        "    language: tr\n  - text: Yesil Birlick\n    language: en\n",
    )
    assert _lint(base) == []
    assert {(found.rule, found.severity) for found in _lint(base, deep=True)} == {
        ("redundant", "warning")
    }


def test_only_changed_entities_are_compared(repository: Path) -> None:
    _change(
        repository / LEAGUE,
        "text: Yeşil Birlik\n    language: tr",
        "text: Ada Eksample\n    language: en",
    )
    assert "collision" in _rules(_lint(repository, changed_since="HEAD"))
    _commit(repository)
    assert _lint(repository, changed_since="HEAD") == []


def test_an_id_that_is_gone_needs_a_redirect(repository: Path) -> None:
    (repository / "people" / "ada-example.yaml").unlink()
    (found,) = _lint(repository, against="HEAD")
    assert found.rule == "id-removed"
    assert '"ada-example" (Ada Example)' in found.message
    with (repository / "redirects.yaml").open("a", encoding="utf-8") as file:
        file.write("ada-example: blue-front\n")
    assert _lint(repository, against="HEAD") == []


def test_an_id_stays_with_its_thing(repository: Path) -> None:
    (repository / LEAGUE).write_text(
        "id: green-league\ntype: organization\nname: Purple Party\nsources:\n"
        "  - https://example.org/purple\nexamples:\n  - text: The Purple Party met.\n"
        "    finds: [Purple Party]\n"
    )
    (found,) = _lint(repository, against="HEAD")
    assert (found.rule, found.line) == ("id-repointed", 1)
    assert "was Green League" in found.message


def test_a_redirect_stays(repository: Path) -> None:
    _change(repository / "redirects.yaml", "old-front: blue-front\n", "")
    assert _rules(_lint(repository, against="HEAD")) == ["redirect-removed"]


def test_a_revision_that_is_not_there(repository: Path, base: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no revision 'nowhere'"):
        _lint(repository, against="nowhere")


@pytest.mark.parametrize(
    ("comment", "rules"),
    [
        ("# lint-ignore acronym-fit: its name is nowhere written out", []),
        ("# lint-ignore acronym-fit", ["lint-ignore"]),
        ("# lint-ignore native-far: it is", ["acronym-fit", "lint-ignore"]),
        ("# lint-ignore shared-name: it is", ["acronym-fit", "lint-ignore"]),
    ],
)
def test_exceptions(base: Path, comment: str, rules: list[str]) -> None:
    acronym = (
        "  - text: XQZ\n    language: en\n    kind: acronym\n    conditions:\n      case: exact\n"
    )
    above = acronym.replace("  - text", f"  {comment}\n  - text")
    beside = acronym.replace("XQZ\n", f"XQZ {comment}\n")
    negative = "  - text: A league.\n    finds: []\n"
    original = (base / LEAGUE).read_text("utf-8") + negative
    for lines in (above, beside):
        text = original.replace("relations:\n", f"{lines}relations:\n")
        (base / LEAGUE).write_text(text, "utf-8")
        assert sorted(_rules(_lint(base))) == rules


def test_each_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in run.RULES]
    assert len(names) == len(set(names))
    assert {rule.severity for rule in run.RULES} == {"error", "warning"}
    assert all(rule.why.endswith(".") and rule.remedy.endswith(".") for rule in run.RULES)


def test_fix_lays_out_and_keeps_comments(base: Path) -> None:
    file = base / LEAGUE
    text = file.read_text("utf-8")
    _change(file, "name: Green League\n", "# the league\nname: 'Green League' # as in 2001\n")
    assert lay_out(str(base)) == [str(file)]
    wanted = "# the league\nname: Green League # as in 2001\n"
    assert file.read_text("utf-8") == text.replace("name: Green League\n", wanted)
    assert lay_out(str(base)) == []


def test_command(base: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(command, [str(base)], standalone_mode=False).return_value == 0
    _change(
        base / LEAGUE,
        "    language: tr\n",
        "    language: tr\n    kind: acronym\n    conditions: {case: exact}\n",
    )
    with (base / LEAGUE).open("a", encoding="utf-8") as file:
        file.write("  - text: A league.\n    finds: []\n")
    done = runner.invoke(command, [str(base), "--fix"], standalone_mode=False)
    assert (done.return_value, "[acronym-fit]" in done.stdout) == (0, True)
    assert f"{base / LEAGUE}: rewritten\n" in done.stderr
    done = runner.invoke(
        command, [str(base), "--strict", "--format", "json"], standalone_mode=False
    )
    assert (done.return_value, json.loads(done.stdout)["rule"]) == (1, "acronym-fit")


def test_command_takes_a_stack_as_other_commands_do(base: Path, tmp_path: Path) -> None:
    layer = tmp_path / "mine"
    layer.mkdir()
    (layer / "x.yaml").write_text("extend: green-league\nlabels:\n  de: Grüne Liga\n", "utf-8")
    runner = CliRunner()
    stack = ["-g", str(base), "-g", str(layer)]
    done = runner.invoke(command, stack, standalone_mode=False)
    assert (done.return_value, done.stderr) == (0, f"0 errors and 0 warnings in {layer}\n")
    (layer / "x.yaml").write_text("extend: green-league\nname: '...'\n", "utf-8")
    done = runner.invoke(command, stack, standalone_mode=False)
    assert (done.return_value, "[no-letters]" in done.stdout) == (1, True)
    assert done.stderr == f"1 error and 0 warnings in {layer}\n"
    (layer / "x.yaml").write_text("id: green-league\nnames: [Verdes]\n", "utf-8")
    done = runner.invoke(command, stack, standalone_mode=False)
    assert "x.yaml:1:1: an entity has no type, and a layer below has green-league." in done.stdout
    assert isinstance(runner.invoke(command, [*stack, str(layer)]).exception, UsageError)


def test_a_layer_is_linted_without_reading_what_lies_below(base: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "below.names"
    load(base).save(compiled)
    layer = tmp_path / "mine"
    layer.mkdir()
    (layer / "x.yaml").write_text("extend: green-league\nnames:\n  - Ada Eksample\n", "utf-8")
    stack = ["-g", str(compiled), "-g", str(layer)]
    done = CliRunner().invoke(command, stack, standalone_mode=False)
    found = [line for line in done.stdout.splitlines() if "[collision]" in line]
    assert len(found) == 1
    assert '"Ada Eksample" would be "Ada Example" (ada-example)' in found[0]


def test_command_explains() -> None:
    runner = CliRunner()
    listed = runner.invoke(command, ["--rules"], standalone_mode=False).stdout
    assert [line.split("\t")[0] for line in listed.splitlines()] == [r.name for r in run.RULES]
    told = runner.invoke(command, ["--explain", "collision"], standalone_mode=False).stdout
    assert told.startswith("collision (error)\n")
    assert "different_from" in told
    refused = runner.invoke(command, ["--explain", "colision"])
    assert refused.exit_code == 2
    assert 'Did you mean "collision"?' in refused.stderr
