"""``normalizer gazetteer``: the commands that look into gazetteers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from normalizer.cli import group

ENTRIES = {
    "blue-front": """
id: blue-front
type: organization
name: Blue Front
labels: {ar: الجبهة الزرقاء}
names:
  - {text: BF, language: en, kind: acronym, conditions: {case: exact, requires_context: [front]}}
  - {text: Azurites, language: en, conditions: {forbids_context: [stone*]}}
relations: [{type: located_in, target: oldtown}]
examples: [{text: The Blue Front met., finds: [Blue Front]}]
""",
    "azurite-band": """
id: azurite-band
type: media
name: The Azurites
names: [{text: Azurites, language: en, conditions: {requires_context: [song*]}}]
""",
    "general-qasem": "{id: general-qasem, type: person, name: Qasem Soleimani}",
    "oldtown": "{id: oldtown, type: place, name: Oldtown, "
    "relations: [{type: located_in, target: oldland}]}",
    "oldland": "{id: oldland, type: place, name: Oldland, "
    "relations: [{type: located_in, target: oldland}]}",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("entries")
    for entity_id, text in ENTRIES.items():
        (folder / f"{entity_id}.yaml").write_text(text, "utf-8")
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        group, ["gazetteer", *map(str, arguments)], standalone_mode=False, catch_exceptions=False
    )


def test_show_by_id_and_by_any_spelling(folder: Path) -> None:
    file = folder / "blue-front.yaml"
    expected = f"# {file}\n{ENTRIES['blue-front']}"
    assert run("show", "-g", folder, "blue-front").stdout == expected
    assert run("show", "-g", folder, "الجبهه الزرقاء").stdout == expected
    assert run("show", "-g", folder, "BF").stdout == expected


def test_show_a_shared_name_shows_all(folder: Path) -> None:
    shown = run("show", "-g", folder, "Azurites").stdout
    assert "id: blue-front" in shown
    assert "id: azurite-band" in shown


def test_show_what_is_not_there(folder: Path) -> None:
    result = run("show", "-g", folder, "Blue Fromp", "oldtown")
    assert result.return_value == 1
    assert "Similar IDs are blue-front" in result.stderr
    assert "id: oldtown" in result.stdout


def test_show_joins_layers_in_json(folder: Path, tmp_path: Path) -> None:
    change = tmp_path / "x.yaml"
    change.write_text("{extend: blue-front, names: [Kobalts], silence_names: [azurites]}", "utf-8")
    result = run("show", "-g", folder, "-g", tmp_path, "--json", "Kobalts")
    fields = json.loads(result.stdout)
    assert [name["text"] for name in fields["names"]] == ["BF", "Kobalts"]
    assert fields["files"] == [str(folder / "blue-front.yaml"), str(change)]
    shown = run("show", "-g", folder, "-g", tmp_path, "blue-front").stdout
    assert [line for line in shown.splitlines() if line.startswith("# ")] == [
        f"# {folder / 'blue-front.yaml'}",
        f"# {change}",
    ]


def test_search_by_spelling_then_by_part(folder: Path) -> None:
    rows = run("search", "-g", folder, "Soleimany").stdout.splitlines()
    assert not rows or rows[0].startswith("general-qasem\t")
    rows = run("search", "-g", folder, "old").stdout.splitlines()
    assert [row.split("\t")[:4] for row in rows[:2]] == [
        ["oldland", "Oldland", "place", "-"],
        ["oldtown", "Oldtown", "place", "-"],
    ]
    fields = json.loads(run("search", "-g", folder, "--json", "Qassem Suleimani").stdout)
    assert fields["id"] == "general-qasem"
    assert fields["score"] > 0.5


def test_search_heeds_limit_and_type(folder: Path) -> None:
    assert len(run("search", "-g", folder, "--limit", "1", "old").stdout.splitlines()) == 1
    assert run("search", "-g", folder, "--type", "person", "oldtown").stdout == ""


def test_search_without_a_hit(folder: Path) -> None:
    result = run("search", "-g", folder, "!")
    assert (result.return_value, result.stdout) == (1, "")
    assert result.stderr == "No listed name is similar to '!' or contains it.\n"


@pytest.mark.parametrize(
    ("name", "rule", "entities", "in_text", "whole"),
    [
        ("Blue Front", "exact", ["blue-front"], "Blue Front", True),
        ("blue-FRONT", "folded", ["blue-front"], "blue-FRONT", True),
        ("General Qasem Soleimani", "reading", ["general-qasem"], "Qasem Soleimani", True),
        ("Soleimani, Qasem", "reading", ["general-qasem"], None, True),
        ("Qassem Suleimani", "spelling", ["general-qasem"], None, False),
        ("BF", "conditions", ["blue-front"], None, True),
        ("Qwertzuiop", None, [], None, False),
        ("?!", None, [], None, False),
    ],
)
def test_covered(
    folder: Path, name: str, rule: str | None, entities: list[str], in_text: str, whole: bool
) -> None:
    result = run("covered", "-g", folder, "--json", "--check", name)
    fields = json.loads(result.stdout)
    assert fields["rule"] == rule
    assert fields["entities"] == entities
    assert fields["in_text"] == in_text
    assert fields["covered"] == whole
    assert result.return_value == (0 if whole else 1)


def test_covered_in_context_and_in_lines(folder: Path) -> None:
    line = run("covered", "-g", folder, "--context", "the front advanced", "BF").stdout
    assert line.split("\t")[:5] == ["BF", "blue-front", "exact", "1.000", "BF"]
    line = run("covered", "-g", folder, "Azurites", "--context", "a stone, a song").stdout
    assert line.split("\t")[1:3] == ["azurite-band", "exact"]


def test_ambiguous(folder: Path) -> None:
    result = run("ambiguous", "-g", folder)
    assert result.stdout == (
        "Azurites\n"
        "\tazurite-band\tAzurites\ten\tname\trequires_context: song*\n"
        "\tblue-front\tAzurites\ten\tname\tforbids_context: stone*\n"
    )
    assert result.stderr == "1 shared names\n"
    fields = json.loads(run("ambiguous", "-g", folder, "--json").stdout)
    assert [use["id"] for use in fields["entities"]] == ["azurite-band", "blue-front"]


def test_names_of_other_capitals_are_not_shared(tmp_path: Path) -> None:
    form = "{{id: {0}, type: o, name: {0}, names: [{{text: {1}, conditions: {{case: exact}}}}]}}"
    (tmp_path / "a.yaml").write_text(form.format("aaaa", "US"), "utf-8")
    (tmp_path / "b.yaml").write_text(form.format("bbbb", "us"), "utf-8")
    assert run("ambiguous", "-g", tmp_path).stdout == ""
    (tmp_path / "c.yaml").write_text(form.format("cccc", "us"), "utf-8")
    assert run("ambiguous", "-g", tmp_path).stdout.splitlines()[0] == "us"


def test_stats(folder: Path) -> None:
    counts = json.loads(run("stats", "-g", folder, "--json").stdout)
    assert (counts["entities"], counts["names"], counts["conditional_names"]) == (5, 9, 3)
    assert counts["types"] == {"place": 2, "media": 1, "organization": 1, "person": 1}
    assert counts["located_in"] == {"oldland": 3}
    assert counts["scripts"] == {"Latn": 8, "Arab": 1}
    assert counts["kinds"] == {"name": 8, "acronym": 1}
    shown = run("stats", "-g", folder).stdout
    assert shown.startswith("        5  entities\n        9  names\n")
    assert "\nTypes: 4\n        2  place\n" in shown
