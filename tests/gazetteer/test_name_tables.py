"""Gazetteers as tables: the same as in YAML, and every fault with its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import build, load
from normalizer.cli import group
from normalizer.errors import GazetteerError
from normalizer.gazetteer.layers import read_stack
from normalizer.gazetteer.name_tables import read_name_table

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "name_tables.yaml").read_text(encoding="utf-8")
)
SAID, WRONG = ([case for case in CASES if key in case] for key in ("says", "problems"))
BELOW = {"id": "hezbollah", "type": "organization", "name": "Hezbollah", "names": ["حزب الله"]}


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


def written(folder: Path, table: str) -> Path:
    path = folder / "names.csv"
    path.write_bytes(table.encode())
    return path


@pytest.mark.parametrize("case", SAID, ids=named)
def test_what_a_table_says(tmp_path: Path, case: dict[str, Any]) -> None:
    documents = read_name_table(written(tmp_path, case["table"]))
    assert [document.data for document in documents] == case["says"]


@pytest.mark.parametrize("case", WRONG, ids=named)
def test_faults_tell_file_and_line(tmp_path: Path, case: dict[str, Any]) -> None:
    path = written(tmp_path, case["table"])
    with pytest.raises(GazetteerError) as raised:
        read_stack([path])
    found, told = raised.value.problems, case["problems"]
    assert [
        problem[: len(f"{path}:{begins}")] for problem, begins in zip(found, told, strict=True)
    ] == [f"{path}:{begins}" for begins in told]


def test_other_bytes_than_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"type,name\nplace,Abc\nplace,\xe9\n")
    with pytest.raises(GazetteerError, match="not UTF-8"):
        load(tmp_path / "a.csv")
    (tmp_path / "a.XLSX").write_bytes(b"PK\x03\x04")
    with pytest.raises(GazetteerError, match=r"a workbook is not a gazetteer\. Save .* as CSV"):
        load(tmp_path / "a.XLSX")
    with pytest.raises(GazetteerError, match="cannot be read"):
        read_name_table(tmp_path / "b.csv")


words = st.text("abcdeéжא ,;\"'\n-", min_size=1, max_size=9).map(lambda text: f"x{text}".strip())
entries = st.lists(
    st.tuples(words, st.lists(words.map(lambda text: text.replace(";", "")), max_size=3)),
    max_size=6,
)


@given(entries, st.sampled_from(",;\t"))
@settings(max_examples=60, deadline=None)
def test_a_table_says_what_mappings_say(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, list[str]]], delimiter: str
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(["id", "type", "name", "names:fr"])
    for number, (name, others) in enumerate(rows):
        writer.writerow([f"e{number}", "place", name, "; ".join(others)])
    path = written(tmp_path_factory.mktemp("table"), file.getvalue())
    said = read_stack([path]).entities
    assert [(it.name, [name.text for name in it.names]) for it in said.values()] == [
        (name, [text for text in map(str.strip, others) if text]) for name, others in rows
    ]


def test_a_table_lies_on_another_gazetteer(tmp_path: Path) -> None:
    """Over YAML, over a compiled gazetteer, and compiled itself."""
    build([BELOW]).save(tmp_path / "below.names")
    table = written(tmp_path, "extend,id,type,name,names\nhezbollah,,,,Our Hezzies\n,,place,Xyz,\n")
    n = load(tmp_path / "below.names", table)
    assert n.resolve("our hezzies").id == "hezbollah"
    assert n.resolve("xyz").id == "xyz"
    table.write_text("extend,names\nhezbollah,Other Hezzies\n", encoding="utf-8")
    n = load(tmp_path / "below.names", table)
    assert [n.resolve(text).id for text in ("our hezzies", "other hezzies")] == [None, "hezbollah"]
    table.write_text("extend,names\nhezbolla,Other\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"names\.csv:2: no layer below has .*hezbolla"):
        load(tmp_path / "below.names", table)


def test_a_row_takes_no_place_unasked(tmp_path: Path) -> None:
    """What the name alone makes an ID of is no word on which entity is meant."""
    build([BELOW]).save(tmp_path / "below.names")
    table = written(tmp_path, "type,name\nplace,Xyz\norganization,Hezbollah\n")
    with pytest.raises(
        GazetteerError, match=r"names\.csv:3: .*\"hezbollah\", and the row has no id"
    ):
        load(tmp_path / "below.names", table)
    assert load(table).resolve("Hezbollah").id == "hezbollah"
    table = written(tmp_path, "id,type,name\nhezbollah,organization,Hezbollah\n")
    n = load(tmp_path / "below.names", table)
    assert [n.resolve(text).method for text in ("Hezbollah", "حزب الله")] == ["exact", "spelling"]


def test_commands_on_a_table(tmp_path: Path) -> None:
    table = written(tmp_path, "id,type,name,names\nacme,company,Acme Widgets,AWC\n")
    before = table.read_bytes()

    def run(*args: str) -> str:
        done = CliRunner().invoke(
            group, ["gazetteer", *args, "-g", str(table)], standalone_mode=False
        )
        assert done.return_value == 0, done.output
        return done.stdout

    run("lint", "--fix")
    assert table.read_bytes() == before
    assert "name: Acme Widgets\nnames:\n  - text: AWC" in run("show", "acme")
