"""``suggest`` and ``review``, and ``table`` with what came of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from normalizer.cli import group
from normalizer.errors import DecisionError, UsageError

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

PERSON = "id: kurush-farahani\ntype: person\nname: Kurush Farahani\n"
FRONT = "id: blue-front\ntype: organization\nname: Blue Front\n"
VALUES = {
    "Blue Front": 1,
    "Koresh Frahni": 5,
    "Harakat al-Nujoom": 2,
    "Harakat al-Nujum": 1,
    "حركة النجوم": 1,
    "Ρhοny": 1,
    "NQZ": 2,
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "kurush-farahani.yaml").write_text(PERSON)
    (folder / "blue-front.yaml").write_text(FRONT)
    return folder


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "actors.csv"
    rows = [value for value, times in VALUES.items() for _ in range(times)]
    path.write_text("\n".join(["actor", *rows, ""]), encoding="utf-8")
    return path


def run(*arguments: str | Path, **options: str) -> Result:
    return CliRunner().invoke(
        group, [*map(str, arguments)], standalone_mode=False, catch_exceptions=False, **options
    )


def ids(table: Path, *arguments: str | Path) -> dict[str, str]:
    result = run("table", table, "-c", "actor", *arguments)
    return {row["actor"]: row["actor_id"] for row in csv.DictReader(io.StringIO(result.stdout))}


def test_what_is_suggested_passes_lint_and_resolves(
    base: Path, table: Path, tmp_path: Path
) -> None:
    layer = tmp_path / "mine"
    result = run("suggest", table, "-c", "actor", "-g", base, "-o", layer)
    assert result.stdout.split() == [
        str(layer / name) for name in ("harakat-al-nujoom.yaml", "kurush-farahani.yaml", "nqz.yaml")
    ]
    assert (layer / "kurush-farahani.yaml").read_text() == (
        "extend: kurush-farahani\nnames:\n"
        "  - text: Koresh Frahni\n    language: und\n    kind: name\n"
    )
    assert run("gazetteer", "lint", "--private", "--on", base, layer).return_value == 0
    assert ids(table, "-g", base, "-g", layer) == {
        "Blue Front": "blue-front",
        "Koresh Frahni": "kurush-farahani",
        "Harakat al-Nujoom": "harakat-al-nujoom",
        "Harakat al-Nujum": "harakat-al-nujoom",
        "حركة النجوم": "harakat-al-nujoom",
        "Ρhοny": "",
        "NQZ": "nqz",
    }
    again = run("suggest", table, "-c", "actor", "-g", base, "-g", layer, "-o", layer)
    assert again.stdout == ""
    with pytest.raises(UsageError, match="has entries already"):
        run("suggest", table, "-c", "actor", "-g", base, "-o", layer)


def test_suggestions_as_json_of_another_format(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "actors.parquet"
    pq.write_table(pa.table({"actor": list(VALUES), "n": list(VALUES.values())}), path)
    result = run("suggest", path, "-c", "actor", "-g", base, "--json")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(it["action"], it["id"], it["rows"]) for it in found] == [
        ("new", "harakat-al-nujoom", 3),
        ("extend", "kurush-farahani", 1),
        ("new", "nqz", 1),
        ("decide", None, 1),
    ]
    assert "mixes scripts" in found[-1]["left_out"][0]


def test_rare_and_decided_values_are_left_out(base: Path, table: Path, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text('{"value": "NQZ", "id": "none"}\n')
    few = ("--min-count", "2", "--decisions", decisions)
    result = run("suggest", table, "-c", "actor", "-g", base, "--json", *few)
    found = [json.loads(line)["id"] for line in result.stdout.splitlines()]
    assert found == ["kurush-farahani", "harakat-al-nujoom"]


def test_review_at_a_terminal_goes_on_where_it_was_left(
    open_terminal: Callable[..., Terminal], base: Path, table: Path, tmp_path: Path
) -> None:
    decisions, layer = tmp_path / "decisions.jsonl", tmp_path / "mine"
    command = ("review", table, "-c", "actor", "-g", base, "--decisions", decisions)
    terminal = open_terminal(*command, "--who", "sk", "-o", layer)
    terminal.waits_for("[1 of 6] Koresh Frahni")
    terminal.waits_for("kurush-farahani")
    terminal.answer("q quit", "7")
    terminal.answer("There is no candidate 7", "y")
    terminal.waits_for("[2 of 6]")
    assert len(decisions.read_text().splitlines()) == 1  # before the next question
    terminal.answer("q quit", "e")
    terminal.answer("Canonical name [Harakat al-Nujoom]", "Star Movement")
    terminal.answer("Type", "organization")
    terminal.waits_for("[3 of 6] NQZ")
    terminal.answer("q quit", "s")
    terminal.waits_for("[4 of 6]")
    terminal.answer("q quit", "q")
    assert terminal.end() == 0

    terminal = open_terminal(*command, "-g", layer, "-o", layer)
    terminal.waits_for("of 3] NQZ")
    terminal.answer("q quit", "n")
    terminal.answer("q quit", "blue-front")
    terminal.waits_for("q quit")
    assert terminal.interrupt() == 0
    kept = [json.loads(line) for line in decisions.read_text("utf-8").splitlines()]
    assert [it["id"] for it in kept] == ["kurush-farahani", "star-movement", "none", "blue-front"]
    assert kept[0]["who"] == "sk"

    assert run("gazetteer", "lint", "--private", "--on", base, layer).return_value == 0
    found = ids(table, "-g", base, "-g", layer, "--decisions", decisions)
    assert found["Koresh Frahni"] == "kurush-farahani"
    assert found["Harakat al-Nujoom"] == "star-movement"
    assert found["NQZ"] == ""
    with pytest.raises(DecisionError, match=r"decisions.jsonl:2: there is no entity"):
        ids(table, "-g", base, "--decisions", decisions)


def test_decisions_stand_in_the_table_and_in_the_signature(
    base: Path, table: Path, tmp_path: Path
) -> None:
    decisions = tmp_path / "decisions.jsonl"
    command = ("table", table, "-c", "actor", "-g", base, "--decisions", decisions)
    decisions.write_text('{"value": "NQZ", "id": "blue-front"}\n{"value": "Ρhοny", "id": "none"}\n')
    written = run(*command)
    assert f"NQZ,blue-front,Blue Front,1.000,decided in {decisions}:1\n" in written.stdout
    assert f"Ρhοny,,,,refused in {decisions}:2\n" in written.stdout
    assert "1 refused by decision" in written.stderr
    before = run(*command, "--signature").stdout
    decisions.write_text('{"value": "NQZ", "id": "none"}\n')
    assert run(*command, "--signature").stdout != before


def test_redirects_are_followed(base: Path, table: Path, tmp_path: Path) -> None:
    (base / "redirects.yaml").write_text("azure-front: blue-front\n")
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text("- value: NQZ\n  id: azure-front\n")
    assert ids(table, "-g", base, "--decisions", decisions)["NQZ"] == "blue-front"


def test_review_needs_a_file_to_read(base: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="standard input"):
        run("review", "-", "-c", "actor", "-g", base, "--decisions", tmp_path / "d.jsonl")
